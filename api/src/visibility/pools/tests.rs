//! The rule by itself: who may know what of one pool.

#![allow(clippy::unwrap_used)]

use shared::id::{ClaimId, ItemId};
use shared::wire::claims::ClaimedItem;
use shared::wire::pools::PoolState;

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_795_168_800_000);
const GIVER: Part = Part { known: true, receives: false };
const ONLOOKER: Part = Part { known: false, receives: false };

fn account(number: u8) -> AccountId {
    AccountId::new(NOW, [number; 10])
}

fn euros(minor: i64) -> Money {
    Money::new(minor, "EUR".parse().unwrap())
}

/// Organised by account 1, paid into by account 2.
fn seen(part: Part, was_for_viewer: bool, pays: bool) -> SeenPool {
    let pool = Pool {
        claim_id: ClaimId::new(NOW, [9; 10]),
        item_id: ItemId::new(NOW, [8; 10]),
        organiser_id: account(1),
        names: GiverNames::Initials,
        snapshot: ClaimedItem::default(),
        given_back: false,
        target: euros(10_000),
        deadline_at: NOW.plus_millis(1),
        note: Some("by Friday".to_owned()),
        state: PoolState::Active,
        cost: None,
        created_at: NOW,
        version: 2,
    };
    SeenPool { pool, organiser: "Bo van Dam".to_owned(), was_for_viewer, pays, part }
}

fn by(seen: SeenPool, viewer: AccountId, told: GiverNames) -> Option<PoolView> {
    let pledge = Pledge {
        account_id: account(2),
        name: "Cy".to_owned(),
        amount: euros(4_000),
        pays: None,
        due: None,
        settled_at: None,
    };
    view(seen, viewer, (vec![pledge], told), NOW)
}

#[test]
fn to_whoever_it_is_or_was_for_there_is_none_whatever_else_they_are() {
    for viewer in [account(1), account(2), account(3)] {
        for pays in [false, true] {
            for (part, was) in [
                (Part { known: false, receives: true }, false),
                (Part { known: true, receives: true }, false),
                (GIVER, true),
                (ONLOOKER, true),
            ] {
                assert_eq!(by(seen(part, was, pays), viewer, GiverNames::Shown), None);
            }
        }
    }
}

#[test]
fn those_who_pay_and_the_organiser_know_who_pays_what_and_other_givers_how_much_came_together() {
    let giver = by(seen(GIVER, false, false), account(3), GiverNames::Shown).unwrap();
    assert_eq!((giver.organiser.as_deref(), giver.pledges, giver.pledged), (Some("B.V.D."), None, euros(4_000)));
    assert_eq!((giver.mine, giver.state, giver.note.as_deref()), (false, PoolState::Active, Some("by Friday")));
    assert_eq!(by(seen(GIVER, false, false), account(3), GiverNames::Hidden).unwrap().organiser, None);
    // Also where they do not see the wish any more.
    for part in [GIVER, ONLOOKER] {
        let payer = by(seen(part, false, true), account(2), GiverNames::Hidden).unwrap();
        assert_eq!((payer.organiser.as_deref(), payer.pledges.unwrap().len()), (Some("Bo van Dam"), 1));
        assert!(by(seen(part, false, false), account(1), GiverNames::Hidden).unwrap().mine);
    }
}

#[test]
fn onlookers_know_nothing_and_what_was_given_back_is_known_to_those_who_were_in_it() {
    assert_eq!(by(seen(ONLOOKER, false, false), account(3), GiverNames::Shown), None);
    let back = |pays| {
        let mut back = seen(GIVER, false, pays);
        back.pool.given_back = true;
        back
    };
    assert_eq!(by(back(false), account(3), GiverNames::Shown), None);
    for (viewer, pays) in [(account(1), false), (account(2), true)] {
        assert_eq!(by(back(pays), viewer, GiverNames::Shown).unwrap().state, PoolState::Cancelled);
    }
}
