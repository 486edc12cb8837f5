//! Which `value` attributes are looked at: what the shop wrote for everybody, on elements into which nobody types. What stands in a
//! field may be a person's own (an address that is filled in, words that were searched for), and stays where it is.
//! docs/DESIGN.md has the table, `collect.js` the same rule.

use super::names::{Name, Tag};

/// Of an `<input>`, as far as the rule asks.
#[derive(Debug, Default)]
pub(super) struct Input {
    is_pressed_or_chosen: bool,
    is_hidden: bool,
    is_marked: bool,
}

impl Input {
    /// Takes note of one attribute.
    pub(super) fn note(&mut self, name: Name, value: &str) {
        match name {
            Name::Type => {
                let pressed = ["submit", "button", "image", "reset", "radio", "checkbox"];
                self.is_pressed_or_chosen = pressed.iter().any(|kind| value.eq_ignore_ascii_case(kind));
                self.is_hidden = value.eq_ignore_ascii_case("hidden");
            }
            Name::Itemprop | Name::Property => self.is_marked = true,
            _ => {}
        }
    }

    /// Whether its value is looked at.
    pub(super) fn is_open(&self) -> bool {
        self.is_pressed_or_chosen || (self.is_hidden && self.is_marked)
    }
}

/// Whether the value of every such element is looked at.
pub(super) fn is_open(tag: Tag) -> bool {
    matches!(tag, Tag::Option | Tag::Button | Tag::Data | Tag::Meter)
}
