//! The badge, as named states: a tab's own goes before what is true of the outbox everywhere.
//! Each state has a sign, a colour and words, so that nothing is told by colour alone.

use browser::{action, texts};
use shared::detect::Verdict;
use shared::json::to_text;

use crate::outbox::row::Counts;

/// What the badge of one tab says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TabBadge {
    /// A product is here.
    Product,
    /// A product may be here: a person should look.
    Check,
    /// Saved, durably.
    Saved,
    /// Saved, and somebody should look whether it is right.
    SavedToCheck,
    /// It could not be kept.
    NotStored,
}

/// What the badge says where a tab has none of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CommonBadge {
    /// Nothing to say.
    Quiet,
    /// So many saves wait.
    Waiting(u32),
    /// The server refused so many.
    Refused(u32),
}

/// How a state looks.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Look {
    sign: String,
    colour: &'static str,
    /// The message of `_locales`, and what goes into it.
    words: (&'static str, Option<String>),
}

const PINE: &str = "#1F7A55";
const AMBER: &str = "#9A6200";
const BRICK: &str = "#B3261E";
const GREY: &str = "#5B6472";

impl TabBadge {
    /// What a look at a page says, before anything was saved.
    pub(crate) fn of(verdict: Verdict) -> Option<Self> {
        match verdict {
            Verdict::Sure => Some(Self::Product),
            Verdict::Check => Some(Self::Check),
            Verdict::NotProduct => None,
        }
    }

    /// What a save says.
    pub(crate) fn saved(to_check: bool) -> Self {
        if to_check { Self::SavedToCheck } else { Self::Saved }
    }

    fn look(self) -> Look {
        let (sign, colour, words) = match self {
            Self::Product => ("•", PINE, "badge_product"),
            Self::Check => ("?", AMBER, "badge_check"),
            Self::Saved => ("✓", PINE, "badge_saved"),
            Self::SavedToCheck => ("✓?", AMBER, "badge_saved_to_check"),
            Self::NotStored => ("!", BRICK, "badge_not_stored"),
        };
        Look { sign: sign.to_owned(), colour, words: (words, None) }
    }
}

impl CommonBadge {
    /// What the outbox says. Signed out, the saves of nobody are what waits.
    pub(crate) fn of(counts: Counts, signed_in: bool) -> Self {
        let waiting = if signed_in { counts.waiting } else { counts.waiting + counts.nobodys };
        match (counts.refused, waiting) {
            (0, 0) => Self::Quiet,
            (0, waiting) => Self::Waiting(waiting),
            (refused, _) => Self::Refused(refused),
        }
    }

    fn look(self) -> Look {
        match self {
            Self::Quiet => Look { sign: String::new(), colour: GREY, words: ("ext_name", None) },
            Self::Waiting(waiting) => {
                let count = if waiting > 99 { "99+".to_owned() } else { to_text(&waiting) };
                Look { sign: count.clone(), colour: GREY, words: ("badge_waiting", Some(count)) }
            }
            Self::Refused(refused) => {
                Look { sign: "!".to_owned(), colour: BRICK, words: ("badge_refused", Some(to_text(&refused))) }
            }
        }
    }
}

fn paint(tab_id: Option<i32>, look: Look) {
    let (key, value) = look.words;
    let title = texts::message(key, value.as_deref().as_slice());
    action::paint(tab_id, &look.sign, look.colour, &title);
}

/// Shows a tab's own state.
pub(crate) fn show(tab_id: i32, state: TabBadge) {
    paint(Some(tab_id), state.look());
}

/// Shows what is true everywhere.
pub(crate) fn show_common(state: CommonBadge) {
    paint(None, state.look());
}

/// Forgets a tab's own state.
pub(crate) fn clear(tab_id: i32) {
    action::clear(tab_id);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(waiting: u32, refused: u32, nobodys: u32) -> Counts {
        Counts { waiting, refused, nobodys, to_send: waiting }
    }

    #[test]
    fn what_was_refused_goes_before_what_waits() {
        assert_eq!(CommonBadge::of(counts(0, 0, 0), true), CommonBadge::Quiet);
        assert_eq!(CommonBadge::of(counts(3, 0, 0), true), CommonBadge::Waiting(3));
        assert_eq!(CommonBadge::of(counts(3, 1, 0), true), CommonBadge::Refused(1));
    }

    #[test]
    fn saves_of_nobody_count_only_while_nobody_is_signed_in() {
        assert_eq!(CommonBadge::of(counts(0, 0, 2), false), CommonBadge::Waiting(2));
        assert_eq!(CommonBadge::of(counts(0, 0, 2), true), CommonBadge::Quiet);
    }

    #[test]
    fn every_state_has_a_sign_of_at_most_four_letters_and_a_look_of_its_own() {
        let tabs = [TabBadge::Product, TabBadge::Check, TabBadge::Saved, TabBadge::SavedToCheck, TabBadge::NotStored];
        let common = [CommonBadge::Waiting(7), CommonBadge::Waiting(1_000), CommonBadge::Refused(2)];
        let looks: Vec<Look> =
            tabs.iter().map(|state| state.look()).chain(common.iter().map(|state| state.look())).collect();
        for (at, look) in looks.iter().enumerate() {
            assert!((1..=4).contains(&look.sign.chars().count()), "{look:?}");
            assert!(!looks[..at].contains(look), "{look:?}");
        }
        assert_eq!(looks[6].sign, "99+");
    }

    #[test]
    fn a_page_without_a_product_has_no_badge() {
        assert_eq!(TabBadge::of(Verdict::NotProduct), None);
        assert_eq!(TabBadge::of(Verdict::Sure), Some(TabBadge::Product));
    }
}
