//! The tree in a page's HTML as a browser writes it, found in one pass without a copy and without recursion.
//! What a browser writes is no HTML of people: every tag is closed, every value quoted. Any other text gives some tree too.
//!
//! Beside the tree it counts what `collect.js` counted, so that what that says of a node finds its node: elements of a few
//! names, and the units of text that stand before a text. Neither depends on how many nodes a text is in.

use super::collect::is_skipped;
use super::entities::{decoded_units, find, piece, units};
use super::limits::LIMITS;
use super::tags::{comment_end, is_raw, is_void, name_len, raw_end, tag_end};

/// A node of the tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Of an element: behind the `<` of its tag, and its `>`. Of a text: the text.
    pub(super) start: u32,
    pub(super) stop: u32,
    /// Where its parent stands in the list; [`NONE`] at the top.
    pub(super) parent: u32,
    /// One past the last node below an element; 0 for a text.
    pub(super) end: u32,
    /// Which of the marks says how it is drawn; [`NONE`] where none does.
    pub(super) drawn: u32,
    /// Chosen where its markup does not say so, or not chosen where it does.
    pub(super) is_turned: bool,
}

/// No node, no mark.
pub(super) const NONE: u32 = u32::MAX;

/// Nodes of the tree: three times what is kept of it, as most of the rest is white space.
const NODES: usize = 3 * LIMITS.nodes;
/// Elements inside each other. What is deeper than is looked at is passed over; this is deeper than browsers draw.
const OPEN: usize = 4_096;
/// Bytes of HTML.
const BYTES: usize = 16_000_000;

/// What `collect.js` says of nodes of one kind: records of `step` numbers, the first of which says whose they are, in order.
#[derive(Debug)]
pub(super) struct Marks<'m> {
    numbers: &'m [i32],
    step: usize,
    next: u32,
    /// How many of the kind were met.
    met: usize,
}

impl<'m> Marks<'m> {
    pub(super) fn new(numbers: &'m [i32], step: usize) -> Self {
        Self { numbers, step, next: 0, met: 0 }
    }

    /// Meets some more, and gives the first record that speaks of one of them.
    fn meet(&mut self, count: usize) -> Option<u32> {
        let (from, mut found) = (self.met, None);
        self.met += count;
        while let Some(whose) = self.numbers.first().map(|whose| usize::try_from(*whose).unwrap_or(0)) {
            if whose >= self.met {
                break;
            }
            if whose >= from && found.is_none() {
                found = Some(self.next);
            }
            self.numbers = self.numbers.get(self.step..).unwrap_or_default();
            self.next += 1;
        }
        found
    }
}

/// The marks of each kind.
#[derive(Debug)]
pub(super) struct Marked<'m> {
    /// Of `h1`, `h2`, `h3` and `img`.
    pub(super) elements: Marks<'m>,
    /// Of units of text.
    pub(super) texts: Marks<'m>,
    pub(super) options: Marks<'m>,
    pub(super) inputs: Marks<'m>,
    /// Elements were seen below a `noscript`: scripts are off.
    pub(super) noscript_is_markup: bool,
}

/// The tree, and what was counted on the way.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) places: Vec<Place>,
    /// Units of all texts.
    pub(super) units: usize,
    /// It ends before the HTML does.
    pub(super) is_cut: bool,
}

/// Reads the HTML. What marks say of texts is numbered behind `texts_from`.
pub(super) fn tree(html: &str, marked: Marked<'_>, texts_from: u32) -> Tree {
    let whole = html.len() <= BYTES;
    let html = piece(html, 0, html.floor_char_boundary(BYTES));
    let places = Vec::with_capacity(html.len() / 40);
    let none = usize::MAX;
    let mut scan = Scan {
        html,
        marked,
        texts_from,
        tree: Tree { places, units: 0, is_cut: !whole },
        open: Vec::new(),
        skipped: none,
        template: none,
        drawing: none,
    };
    scan.run();
    while let Some(last) = scan.open.pop() {
        scan.end(last.place);
    }
    scan.tree.units = scan.marked.texts.met;
    scan.tree
}

struct Open<'h> {
    name: &'h str,
    place: u32,
}

struct Scan<'h, 'm> {
    html: &'h str,
    marked: Marked<'m>,
    texts_from: u32,
    tree: Tree,
    open: Vec<Open<'h>>,
    /// How many elements are open where nothing is kept (the content of what is skipped), where nothing is counted (a template's
    /// content is no part of the page), and where nothing is raw (drawings).
    skipped: usize,
    template: usize,
    drawing: usize,
}

impl<'h> Scan<'h, '_> {
    fn run(&mut self) {
        let (html, mut at) = (self.html, 0);
        while at < html.len() {
            let next = find(html, at, '<');
            self.text(at, next, false);
            let rest = piece(html, next + 1, html.len());
            at = match rest.bytes().next() {
                Some(b'/') => self.close(next + 2),
                Some(b'!') if rest.starts_with("!--") => comment_end(html, next + 4),
                Some(b'!' | b'?') => find(html, next, '>') + 1,
                Some(byte) if byte.is_ascii_alphabetic() => self.element(next + 1),
                _ => next + 1,
            };
            if self.open.len() >= OPEN || self.tree.places.len() >= NODES {
                self.tree.is_cut = true;
                return;
            }
        }
    }

    fn push(&mut self, start: usize, stop: usize, end: u32, drawn: Option<u32>, is_turned: bool) -> u32 {
        let parent = self.open.last().map_or(NONE, |open| open.place);
        let drawn = drawn.unwrap_or(NONE);
        let at = number(self.tree.places.len());
        self.tree.places.push(Place { start: number(start), stop: number(stop), parent, end, drawn, is_turned });
        at
    }

    fn end(&mut self, at: u32) {
        let end = number(self.tree.places.len());
        if let Some(place) = self.tree.places.get_mut(at as usize) {
            place.end = end;
        }
    }

    fn text(&mut self, start: usize, stop: usize, is_raw: bool) {
        let (text, depth) = (piece(self.html, start, stop), self.open.len());
        if text.is_empty() || depth >= self.template {
            return;
        }
        let mark = self.marked.texts.meet(if is_raw { units(text) } else { decoded_units(text) });
        if depth >= self.skipped {
            return;
        }
        let parent = self.open.last().map_or(NONE, |open| open.place);
        if let (Some(mark), Some(parent)) = (mark, self.tree.places.get_mut(parent as usize)) {
            // What was said of the element itself stands.
            if parent.drawn == NONE {
                parent.drawn = self.texts_from.saturating_add(mark);
            }
        }
        self.push(start, stop, 0, None, false);
    }

    /// Reads a start tag, and the content where that is no markup; gives where to go on.
    fn element(&mut self, start: usize) -> usize {
        let html = self.html;
        let bytes = html.as_bytes();
        let len = name_len(bytes.get(start..).unwrap_or_default());
        let name = piece(html, start, start + len);
        let stop = tag_end(html, start + len);
        let (mut drawn, mut turned) = (None, None);
        if self.open.len() < self.template {
            match name {
                "h1" | "h2" | "h3" | "img" => drawn = self.marked.elements.meet(1),
                "option" => turned = self.marked.options.meet(1),
                "input" => turned = self.marked.inputs.meet(1),
                _ => {}
            }
        }
        let is_kept = self.open.len() < self.skipped;
        let place = if is_kept { self.push(start, stop, 0, drawn, turned.is_some()) } else { NONE };
        self.end(place);
        // XML closes so what is empty.
        if is_void(name) || bytes.get(stop.wrapping_sub(1)) == Some(&b'/') {
            return stop + 1;
        }
        self.open.push(Open { name, place });
        let depth = self.open.len();
        if is_kept && is_skipped(name) {
            self.skipped = depth;
        }
        let first = |mark: &mut usize| *mark = depth.min(*mark);
        match name {
            "template" => first(&mut self.template),
            "svg" | "math" => first(&mut self.drawing),
            _ => {}
        }
        if depth < self.drawing && is_raw(name) && !(self.marked.noscript_is_markup && name == "noscript") {
            let end = raw_end(html, stop + 1, name);
            self.text(stop + 1, end, true);
            return end;
        }
        stop + 1
    }

    /// Reads an end tag. One that ends nothing is passed over.
    fn close(&mut self, start: usize) -> usize {
        let html = self.html;
        let stop = find(html, start, '>');
        if let Some(last) = self.open.pop_if(|open| piece(html, start, stop).trim_ascii_end() == open.name) {
            self.end(last.place);
            let depth = self.open.len();
            for mark in [&mut self.skipped, &mut self.template, &mut self.drawing] {
                if depth < *mark {
                    *mark = usize::MAX;
                }
            }
        }
        stop + 1
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}
