//! Which scripts are kept for detection, and how much of them: JSON-LD, and the state that a shop left for its own programs.
//! Their text is data to be read; nothing ever runs it.

use super::limits::LIMITS;
use crate::find::Find;

/// The kept scripts of a page.
#[derive(Debug, Default)]
pub(super) struct Scripts {
    pub(super) json_ld: Vec<String>,
    pub(super) states: Vec<String>,
    json_ld_bytes: usize,
    state_bytes: usize,
}

impl Scripts {
    /// Keeps a JSON-LD script if it still fits.
    pub(super) fn add_json_ld(&mut self, text: String) -> bool {
        let fits = self.json_ld.len() < LIMITS.scripts && self.json_ld_bytes + text.len() <= LIMITS.script_bytes;
        if fits {
            self.json_ld_bytes += text.len();
            self.json_ld.push(text);
        }
        fits
    }

    /// Keeps a text with state if it still fits.
    pub(super) fn add_state(&mut self, text: String) {
        let fits = text.len() <= LIMITS.state && self.state_bytes + text.len() <= LIMITS.state_bytes;
        if fits && self.states.len() < LIMITS.states && speaks_of_prices(&text) {
            self.state_bytes += text.len();
            self.states.push(text);
        }
    }
}

/// The type of a JSON-LD script, parameters left aside.
pub(super) fn is_json_ld(kind: &str) -> bool {
    kind.parts(";").next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
}

/// Programs and JSON of any name; templates hold the shape of every product and none of them.
pub(super) fn may_hold_state(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    !kind.holds("template") && !kind.holds("html")
}

/// A product in a shop's state has a price, and its name is English wherever the shop is ("price", "salePrice").
#[must_use]
pub fn speaks_of_prices(text: &str) -> bool {
    text.holds("rice")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::page::collect;
    use crate::page::summary::{Summary, written};

    #[test]
    fn state_is_kept_and_programs_and_templates_are_not() {
        let text = written(concat!(
            "<script>var meta={price:1}</script><script>var other={}</script>",
            "<script type=\"text/x-template\"><%= price %></script>",
            "<form data-product_variations=\"[{&quot;display_price&quot;:2}]\"></form>"
        ));
        let page = collect(&Summary::of(&text).unwrap().dom());
        assert_eq!(page.states, ["var meta={price:1}", r#"[{"display_price":2}]"#]);
        assert_eq!(page.nodes().len(), 1);
        assert!(!page.truncated);
    }

    #[test]
    fn what_does_not_fit_is_left_out_whole() {
        let mut scripts = Scripts::default();
        let text = |len: usize| format!("price{}", "x".repeat(len));
        scripts.add_state(text(LIMITS.state));
        assert!(scripts.states.is_empty());
        scripts.add_state(text(350_000));
        scripts.add_state(text(350_000));
        scripts.add_state(text(10));
        assert_eq!(scripts.states.iter().map(String::len).collect::<Vec<_>>(), [350_005, 15]);
    }
}
