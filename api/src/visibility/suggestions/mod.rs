//! What a viewer may know of suggestions for a list: those who give all of it, those it is for what is revealed.
//! So that an idea among givers is as well kept as a claim, by one rule for every way to ask.
//! It never tells those whom it is for that there is any before its reveal date, whatever the list's policy says.

pub(crate) mod store;

pub(crate) use store::{board_known, board_receives, by_id, givers, mine, on_board, part};

use shared::id::AccountId;
use shared::wire::claims::GiverNames;
use shared::wire::suggestions::SuggestionView;

use super::claims::{Part, named};
use crate::claims::Suggestion;

/// A suggestion with what decides whether the viewer may know of it.
#[derive(Debug, Clone)]
pub(crate) struct SeenSuggestion {
    pub(crate) suggestion: Suggestion,
    /// The name of who suggests it.
    suggester: String,
    /// The name of who gives it.
    taker: Option<String>,
    /// The list was for the viewer when it was made or taken.
    was_for_viewer: bool,
    /// What the viewer is to the list now.
    pub(crate) part: Part,
    /// Its reveal date has come, and that of its list.
    revealed: bool,
}

impl SeenSuggestion {
    /// One who gives, and nobody whom it is or was for. In the bin, who suggested it. Who suggested it and does not see the list
    /// any more is none: it would tell them what others give.
    pub(crate) fn among_givers(&self, viewer: AccountId) -> bool {
        let own = self.suggestion.account_id == viewer;
        let concerned = self.suggestion.taken_by == Some(viewer) || self.part.known;
        concerned && !self.part.receives && !self.was_for_viewer && (own || self.suggestion.deleted_at.is_none())
    }
}

/// One suggestion as the viewer may see it, or nothing. `now_told` is what the list tells now of givers.
pub(crate) fn view(seen: SeenSuggestion, viewer: AccountId, now_told: GiverNames) -> Option<SuggestionView> {
    let among_givers = seen.among_givers(viewer);
    let receives = seen.part.receives || seen.was_for_viewer;
    let SeenSuggestion { suggestion, suggester, taker, revealed, .. } = seen;
    if !(among_givers || receives && revealed && suggestion.deleted_at.is_none()) {
        return None;
    }
    // At the reveal those it was for see who thought of it and who gave it; what givers wrote stays among them.
    let names = if among_givers { suggestion.names.max(now_told) } else { GiverNames::Shown };
    Some(SuggestionView {
        id: suggestion.id,
        board_id: suggestion.board_id,
        owners: suggestion.owners,
        title: suggestion.title,
        url: suggestion.url,
        price: suggestion.price,
        note: suggestion.note.filter(|_| among_givers),
        mine: suggestion.account_id == viewer,
        suggested_by: named(&suggester, names),
        taken: suggestion.taken_by.is_some(),
        taken_by_me: suggestion.taken_by == Some(viewer),
        taken_by: taker.and_then(|taker| named(&taker, names)),
        state: suggestion.state,
        created_at: suggestion.created_at,
        deleted_at: suggestion.deleted_at,
        version: if among_givers { suggestion.version } else { 0 },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use shared::id::{BoardId, SuggestionId};
    use shared::time::Timestamp;
    use shared::wire::claims::ClaimState;

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_795_168_800_000);

    fn account(number: u8) -> AccountId {
        AccountId::new(NOW, [number; 10])
    }

    fn seen(part: Part, was_for_viewer: bool, revealed: bool) -> SeenSuggestion {
        let suggestion = Suggestion {
            id: SuggestionId::new(NOW, [1; 10]),
            board_id: BoardId::new(NOW, [2; 10]),
            account_id: account(1),
            title: "A kite".to_owned(),
            url: None,
            price: None,
            note: Some("the red one".to_owned()),
            owners: vec!["Ana".to_owned()],
            names: GiverNames::Initials,
            reveals_at: Some(NOW),
            created_at: NOW,
            deleted_at: None,
            taken_by: Some(account(2)),
            state: Some(ClaimState::Bought),
            version: 4,
        };
        SeenSuggestion {
            suggestion,
            suggester: "Bo".to_owned(),
            taker: Some("Cy".to_owned()),
            was_for_viewer,
            part,
            revealed,
        }
    }

    #[test]
    fn whoever_it_is_for_knows_nothing_before_the_reveal_and_no_note_after_it() {
        // Also who suggested or took it, and is one of those it is for by now.
        for viewer in [account(1), account(2), account(3)] {
            for (known, receives, was) in
                [(false, true, false), (true, true, false), (true, false, true), (false, false, true)]
            {
                let part = Part { known, receives };
                assert_eq!(view(seen(part, was, false), viewer, GiverNames::Shown), None);
                let after = view(seen(part, was, true), viewer, GiverNames::Hidden).unwrap();
                assert_eq!((after.note, after.version, after.taken_by.as_deref()), (None, 0, Some("Cy")));
            }
        }
    }

    #[test]
    fn givers_know_all_with_names_as_the_stricter_of_then_and_now_says_and_onlookers_nothing() {
        let giver = Part { known: true, receives: false };
        let seen_by = |names| view(seen(giver, false, false), account(3), names).unwrap();
        assert_eq!(
            (seen_by(GiverNames::Shown).taken_by.as_deref(), seen_by(GiverNames::Shown).taken),
            (Some("C."), true)
        );
        assert_eq!(seen_by(GiverNames::Hidden).suggested_by, None);
        let onlooker = Part { known: false, receives: false };
        for revealed in [false, true] {
            // Nor who suggested it and left.
            for viewer in [account(1), account(3)] {
                assert_eq!(view(seen(onlooker, false, revealed), viewer, GiverNames::Shown), None);
            }
            assert!(
                view(seen(onlooker, false, revealed), account(2), GiverNames::Shown).is_some(),
                "who gives it keeps it"
            );
        }
        let mut binned = seen(giver, false, true);
        binned.suggestion.deleted_at = Some(NOW);
        assert_eq!(view(binned.clone(), account(3), GiverNames::Shown), None);
        assert!(view(binned, account(1), GiverNames::Shown).is_some());
    }
}
