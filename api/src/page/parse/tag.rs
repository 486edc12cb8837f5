//! The tag that the tokenizer is at, put together from its pieces.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind};
use html5ever::{Attribute, LocalName, QualName, ns};

use super::wanted::Attributes;

/// Attributes of one tag. Each is compared with all before it, so that 100,000 of them would take many seconds.
const MOST: usize = 256;

/// What is known of the tag so far.
pub(super) struct Pieces {
    pub(super) kind: TagKind,
    pub(super) name: Vec<u8>,
    pub(super) self_closing: bool,
    pub(super) attributes: Vec<Attribute>,
    count: usize,
    wanted: Attributes,
    key: Vec<u8>,
    value: Vec<u8>,
    /// Whether the attribute at hand is kept; not known until its name is whole.
    kept: Option<bool>,
}

impl Pieces {
    pub(super) fn new(kind: TagKind) -> Self {
        Self {
            kind,
            name: Vec::new(),
            self_closing: false,
            attributes: Vec::new(),
            count: 0,
            wanted: Attributes::None,
            key: Vec::new(),
            value: Vec::new(),
            kept: None,
        }
    }

    /// Begins the next tag, with the memory of the last.
    pub(super) fn begin(&mut self, kind: TagKind) {
        self.kind = kind;
        self.name.clear();
        self.self_closing = false;
        self.attributes.clear();
        self.count = 0;
        self.wanted = Attributes::None;
    }

    pub(super) fn begin_attribute(&mut self) {
        if self.count == 0 && self.kind == TagKind::StartTag {
            self.wanted = Attributes::of(&self.name);
        }
        self.end_attribute();
        self.count += 1;
    }

    pub(super) fn push_key(&mut self, piece: &[u8]) {
        self.key.extend_from_slice(piece);
    }

    pub(super) fn push_value(&mut self, piece: &[u8]) {
        if self.is_kept() {
            self.value.extend_from_slice(piece);
        }
    }

    fn is_kept(&mut self) -> bool {
        let known = self.kept.unwrap_or_else(|| self.count <= MOST && self.wanted.has(&self.key));
        self.kept = Some(known);
        known
    }

    /// Puts the attribute at hand on the tag, unless it has one of that name.
    pub(super) fn end_attribute(&mut self) {
        if !self.key.is_empty() && self.is_kept() {
            let name = local_name(&self.key);
            if self.attributes.iter().all(|known| known.name.local != name) {
                let value = tendril(&self.value);
                self.attributes.push(Attribute { name: QualName::new(None, ns!(), name), value });
            }
        }
        self.key.clear();
        self.value.clear();
        self.kept = None;
    }

    /// It has more attributes than any page gives a tag.
    pub(super) fn is_crowded(&self) -> bool {
        self.count > MOST
    }

    /// The end tag of an element that its own slash closes, unless it is one that has none in HTML either.
    pub(super) fn closed(&self) -> Option<Tag> {
        const VOID: [&[u8]; 14] = [
            b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param", b"source",
            b"track", b"wbr",
        ];
        let is_closed = self.self_closing && self.kind == TagKind::StartTag && !VOID.contains(&self.name.as_slice());
        is_closed.then(|| Tag {
            kind: TagKind::EndTag,
            name: local_name(&self.name),
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        })
    }

    /// The whole tag, its attributes taken.
    pub(super) fn take(&mut self) -> Tag {
        Tag {
            kind: self.kind,
            name: local_name(&self.name),
            self_closing: self.self_closing,
            attrs: std::mem::take(&mut self.attributes),
            had_duplicate_attributes: false,
        }
    }
}

/// A piece of the page, which is UTF-8 and never cut within a character.
pub(super) fn tendril(piece: &[u8]) -> StrTendril {
    StrTendril::try_from_byte_slice(piece).unwrap_or_default()
}

fn local_name(name: &[u8]) -> LocalName {
    LocalName::from(std::str::from_utf8(name).unwrap_or_default())
}
