//! The elements that a parser has open: never fewer than it really has, so that a limit on them limits the parser.

use html5ever::{LocalName, local_name};

/// Open elements at once. Chromium stops nesting at 512.
const DEPTH: usize = 512;
/// Formatting elements that are not closed yet: each may be opened again at any tag.
const FORMATTING: usize = 64;

/// How the HTML Standard treats an element, as far as nesting goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Cannot stand in one another without end: it holds nothing, or a sibling closes it.
    Flat,
    /// "Formatting".
    Formatting,
    /// "Special": an end tag of another kind does not reach beyond it.
    Special,
    /// Ends a scope: nothing outside of it is closed from within.
    Scope,
    /// Anything else.
    Ordinary,
}

#[rustfmt::skip]
fn kind(name: &str) -> Kind {
    match name {
        "span" | "svg" | "g" => Kind::Ordinary,
        "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "param" |
        "source" | "track" | "wbr" | "p" | "li" | "dt" | "dd" | "td" | "th" | "tr" | "tbody" | "thead" |
        "tfoot" | "option" | "optgroup" | "html" | "head" | "body" | "frame" | "path" | "use" => Kind::Flat,
        "a" | "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike" | "strong" |
        "tt" | "u" => Kind::Formatting,
        "address" | "article" | "aside" | "blockquote" | "button" | "center" | "details" | "dir" | "div" |
        "dl" | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "h1" | "h2" | "h3" | "h4" | "h5" |
        "h6" | "header" | "hgroup" | "iframe" | "listing" | "main" | "menu" | "nav" | "noembed" | "noframes" |
        "noscript" | "ol" | "plaintext" | "pre" | "script" | "search" | "section" | "style" | "summary" |
        "textarea" | "ul" | "xmp" => Kind::Special,
        "table" | "template" | "object" | "marquee" | "applet" | "select" | "foreignobject" | "desc" |
        "title" | "mi" | "mo" | "mn" | "ms" | "mtext" | "annotation-xml" => Kind::Scope,
        _ => Kind::Ordinary,
    }
}

/// An open element.
struct Element {
    name: LocalName,
    kind: Kind,
}

/// What is open after the tags so far.
#[derive(Default)]
pub(super) struct Open {
    /// Elements that nest, the innermost last.
    stack: Vec<Element>,
    /// Formatting elements, which outlive the element that they stand in.
    formatting: Vec<LocalName>,
}

impl Open {
    /// A start tag; `closed` where its slash counts. `false` where it is to be left out, because it would nest too deep.
    pub(super) fn start(&mut self, name: &LocalName, closed: bool) -> bool {
        let kind = kind(name);
        if closed || kind == Kind::Flat {
            return true;
        }
        let formats = kind == Kind::Formatting;
        if *name == local_name!("a") {
            self.end_formatting(name);
        }
        if self.stack.len() >= DEPTH || (formats && self.formatting.len() >= FORMATTING) {
            return false;
        }
        self.stack.push(Element { name: name.clone(), kind });
        if formats {
            self.formatting.push(name.clone());
        }
        true
    }

    /// An end tag, as the HTML Standard treats it: formatting and forms go from where they stand, a block takes along what
    /// is open in it unless a table or the like lies between, anything else stops at the next block.
    pub(super) fn close(&mut self, name: &LocalName) {
        let found = match kind(name) {
            Kind::Flat => None,
            Kind::Formatting => return self.end_formatting(name),
            Kind::Special | Kind::Scope => self.find(name, |open| open == Kind::Scope),
            Kind::Ordinary => self.find(name, |open| matches!(open, Kind::Special | Kind::Scope)),
        };
        match found {
            Some(at) if *name == local_name!("form") => drop(self.stack.remove(at)),
            Some(at) => self.stack.truncate(at),
            None => {}
        }
    }

    fn end_formatting(&mut self, name: &LocalName) {
        if let Some(at) = self.find(name, |open| open == Kind::Scope) {
            self.stack.remove(at);
        }
        if let Some(at) = self.formatting.iter().rposition(|open| open == name) {
            self.formatting.remove(at);
        }
    }

    /// The innermost open element of that name, not looking beyond one that stops the look.
    fn find(&self, name: &LocalName, stops: impl Fn(Kind) -> bool) -> Option<usize> {
        let at = self.stack.iter().rposition(|open| open.name == *name || stops(open.kind))?;
        (self.stack.get(at)?.name == *name).then_some(at)
    }
}
