//! The rule by itself: who may know what of one claim.

#![allow(clippy::unwrap_used)]

use shared::id::ClaimId;
use shared::money::Money;
use shared::time::Timestamp;
use shared::wire::claims::{ClaimState, ClaimedItem};

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_795_168_800_000);

fn account(number: u8) -> AccountId {
    AccountId::new(NOW, [number; 10])
}

fn seen(policy: ClaimPolicy, names: GiverNames, part: Part, was_for_viewer: bool) -> SeenClaim {
    let claim = Claim {
        id: ClaimId::new(NOW, [9; 10]),
        item_id: ItemId::new(NOW, [8; 10]),
        account_id: account(1),
        quantity: 2,
        state: ClaimState::Bought,
        note: Some("from the market".to_owned()),
        cost: None,
        policy,
        names,
        snapshot: ClaimedItem::default(),
        reveals_at: None,
        thanked_at: None,
        thanks: None,
        created_at: NOW,
        confirmed_at: NOW,
        reminded_at: None,
        ended_at: None,
        version: 3,
    };
    SeenClaim { claim, giver: "Bo van Dam".to_owned(), together: Vec::new(), was_for_viewer, part, revealed: false }
}

const POLICIES: [ClaimPolicy; 3] = [ClaimPolicy::Open, ClaimPolicy::StatusOnly, ClaimPolicy::Surprise];
const GIVER: Part = Part { known: true, receives: false };
const RECEIVER: Part = Part { known: false, receives: true };

fn told(policy: ClaimPolicy) -> PolicyChoice {
    PolicyChoice { policy, names: GiverNames::Shown }
}

#[test]
fn whoever_it_is_for_knows_what_the_stricter_of_then_and_now_says() {
    for then in POLICIES {
        for now in POLICIES {
            for (part, was) in [
                (RECEIVER, false),
                (Part { known: true, receives: true }, false),
                // Who was taken off the board meanwhile, or only ever was one of its owners.
                (GIVER, true),
                (Part { known: false, receives: false }, true),
            ] {
                let view = claim(seen(then, GiverNames::Shown, part, was), account(2), told(now));
                match then.max(now) {
                    ClaimPolicy::Surprise => assert_eq!(view, None, "{then} {now}"),
                    ClaimPolicy::StatusOnly => {
                        let view = view.unwrap();
                        assert_eq!((view.quantity, view.giver, view.state, view.note), (2, None, None, None));
                        assert_eq!((view.created_at, view.version), (None, 0));
                    }
                    ClaimPolicy::Open => assert_eq!(view.unwrap().giver.as_deref(), Some("Bo van Dam")),
                }
            }
        }
    }
}

#[test]
fn what_is_revealed_says_who_gave_what_to_those_it_was_for_and_nothing_that_is_for_givers() {
    for (part, was) in [(RECEIVER, false), (GIVER, true), (Part { known: false, receives: false }, true)] {
        for names in [GiverNames::Shown, GiverNames::Hidden] {
            let revealed = SeenClaim { revealed: true, ..seen(ClaimPolicy::Surprise, names, part, was) };
            let view = claim(revealed, account(2), told(ClaimPolicy::Surprise)).unwrap();
            assert_eq!(
                (view.giver.as_deref(), view.quantity, view.state),
                (Some("Bo van Dam"), 2, Some(ClaimState::Bought))
            );
            assert_eq!((view.note, view.cost, view.version), (None, None, 0));
        }
    }
    let onlooker = Part { known: false, receives: false };
    let revealed = SeenClaim { revealed: true, ..seen(ClaimPolicy::Surprise, GiverNames::Shown, onlooker, false) };
    assert_eq!(claim(revealed, account(2), told(ClaimPolicy::Open)), None, "for nobody else");
}

#[test]
fn a_giver_knows_all_and_an_onlooker_nothing() {
    for then in POLICIES {
        let view = claim(seen(then, GiverNames::Shown, GIVER, false), account(2), told(ClaimPolicy::Surprise)).unwrap();
        assert_eq!((view.mine, view.state), (false, Some(ClaimState::Bought)));
        let onlooker = Part { known: false, receives: false };
        assert_eq!(claim(seen(then, GiverNames::Shown, onlooker, false), account(2), told(ClaimPolicy::Open)), None);
    }
}

#[test]
fn givers_know_each_other_as_the_stricter_of_then_and_now_says() {
    let name = |then, now| {
        let told = PolicyChoice { policy: ClaimPolicy::Surprise, names: now };
        claim(seen(ClaimPolicy::Surprise, then, GIVER, false), account(2), told).unwrap().giver
    };
    assert_eq!(name(GiverNames::Shown, GiverNames::Shown).as_deref(), Some("Bo van Dam"));
    assert_eq!(name(GiverNames::Initials, GiverNames::Shown).as_deref(), Some("B.V.D."));
    assert_eq!(name(GiverNames::Shown, GiverNames::Hidden), None);
    assert_eq!(name(GiverNames::Hidden, GiverNames::Shown), None);
}

#[test]
fn ones_own_claim_is_always_seen() {
    let view =
        claim(seen(ClaimPolicy::Surprise, GiverNames::Hidden, RECEIVER, true), account(1), told(ClaimPolicy::Surprise));
    assert!(view.unwrap().mine);
}

fn share(number: u8, name: &str, agreed: bool) -> Share {
    Share {
        claim_id: ClaimId::new(NOW, [9; 10]),
        account_id: account(number),
        name: name.to_owned(),
        share: Some(Money::new(500, "EUR".parse().unwrap())),
        asked_at: NOW,
        agreed_at: agreed.then_some(NOW),
    }
}

#[test]
fn who_gives_it_together_is_as_well_hidden_as_the_claim_and_who_is_only_asked_better_still() {
    let with = |policy, part, was, revealed| SeenClaim {
        together: vec![share(5, "Cy Moss", true), share(6, "Di", false)],
        revealed,
        ..seen(policy, GiverNames::Initials, part, was)
    };
    let names =
        |view: ClaimView| view.together.into_iter().map(|too| (too.name, too.share.is_some())).collect::<Vec<_>>();
    let by = |viewer, part| {
        claim(with(ClaimPolicy::Surprise, part, false, false), account(viewer), told(ClaimPolicy::Surprise))
    };
    // Other givers, as the board tells; those who give it together, whole; and who is asked, themselves besides.
    assert_eq!(names(by(2, GIVER).unwrap()), [(Some("C.M.".to_owned()), true)]);
    assert_eq!(names(by(5, GIVER).unwrap()), [(Some("Cy Moss".to_owned()), true)]);
    assert_eq!(names(by(6, GIVER).unwrap()), [(Some("C.M.".to_owned()), true), (Some("D.".to_owned()), true)]);
    assert_eq!(names(by(1, GIVER).unwrap()).len(), 2, "and who asks all");
    assert_eq!(by(2, Part { known: false, receives: false }), None);
    // Whoever it is for, and was asked or agreed before it was: nothing, then names alone.
    for viewer in [2, 5, 6] {
        for (part, was) in [(RECEIVER, false), (Part { known: true, receives: true }, false), (GIVER, true)] {
            let view =
                |policy, revealed| claim(with(policy, part, was, revealed), account(viewer), told(ClaimPolicy::Open));
            assert_eq!(view(ClaimPolicy::Surprise, false), None);
            assert_eq!(names(view(ClaimPolicy::StatusOnly, false).unwrap()), []);
            assert_eq!(names(view(ClaimPolicy::Surprise, true).unwrap()), [(Some("Cy Moss".to_owned()), false)]);
        }
    }
}
