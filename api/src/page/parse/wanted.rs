//! What of a tag and of an element's content anybody looks at.

use html5ever::{Attribute, local_name};
use shared::page::{Name, speaks_of_prices};

/// Which attributes of a tag are kept.
#[derive(Clone, Copy)]
pub(super) enum Attributes {
    /// An end tag has none.
    None,
    /// Those that detection may see.
    Known,
    /// Drawings and formulas are named after some, and formatting is opened again by all of them.
    All,
}

impl Attributes {
    /// Of the element of that name.
    pub(super) fn of(tag: &[u8]) -> Self {
        match tag {
            b"a" | b"b" | b"big" | b"code" | b"em" | b"font" | b"i" | b"nobr" | b"s" | b"small" | b"strike"
            | b"strong" | b"tt" | b"u" | b"annotation-xml" | b"template" => Self::All,
            _ => Self::Known,
        }
    }

    pub(super) fn has(self, attribute: &[u8]) -> bool {
        match self {
            Self::None => false,
            Self::Known => std::str::from_utf8(attribute).is_ok_and(|name| Name::of(name) != Name::Other),
            Self::All => true,
        }
    }
}

/// The content of an element, as far as it is not markup.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Wanted,
    /// No text of the page, and nobody's data.
    Unwanted,
    /// A program is wanted for the shop's state in it alone.
    Program,
}

impl Content {
    /// Of the element with that name and those attributes, if it is one that holds no markup.
    pub(super) fn of(tag: &[u8], attributes: &[Attribute]) -> Self {
        let is_data = |attribute: &Attribute| {
            attribute.name.local == local_name!("type") && attribute.value.to_ascii_lowercase().contains("json")
        };
        match tag {
            b"style" | b"noscript" | b"iframe" | b"textarea" | b"noframes" | b"noembed" | b"xmp" => Self::Unwanted,
            b"script" if !attributes.iter().any(is_data) => Self::Program,
            _ => Self::Wanted,
        }
    }

    /// Whether this text of it is handed on.
    pub(super) fn has(self, text: &[u8]) -> bool {
        match self {
            Self::Wanted => true,
            Self::Unwanted => false,
            Self::Program => std::str::from_utf8(text).is_ok_and(speaks_of_prices),
        }
    }
}
