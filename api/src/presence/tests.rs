//! Who is there, as it is heard.

#![allow(clippy::unwrap_used)]

use super::*;

const NOON: Timestamp = Timestamp::from_millis(1_795_168_800_000);

fn item() -> ItemId {
    ItemId::new(NOON, [9; 10])
}

fn account(number: u8) -> AccountId {
    AccountId::new(NOON, [number; 10])
}

fn looks(by: StreamId, number: u8, taken_at: Option<i64>) -> Told {
    let hold = taken_at.map(|taken_at| Hold { taken_at, until: NOON.plus_millis(HOLD_MILLIS) });
    Told::looks(item(), by, &Look { account: account(number), heard_at: NOON, hold }, NOON)
}

fn there(presence: &Presence, now: Timestamp) -> Vec<(AccountId, bool)> {
    presence.present(item(), now).iter().map(|present| (present.account, present.held_until.is_some())).collect()
}

#[test]
fn somebody_is_there_once_until_their_last_stream_has_gone() {
    let presence = Presence::default();
    for (by, number) in [(1, 1), (2, 1), (3, 2)] {
        presence.hear(looks(by, number, None), NOON);
    }
    assert_eq!(there(&presence, NOON), [(account(1), false), (account(2), false)]);
    presence.hear(Told::Left { item: item(), by: 1 }, NOON);
    assert_eq!(there(&presence, NOON).len(), 2);
    presence.hear(Told::Left { item: item(), by: 2 }, NOON);
    assert_eq!(there(&presence, NOON), [(account(2), false)]);
    // Whoever gives no sign of life is gone within a minute, and not before a second heartbeat was due.
    presence.go_round(NOON.plus_millis(54_000));
    assert_eq!(there(&presence, NOON).len(), 1);
    presence.go_round(NOON.plus_millis(58_000));
    assert_eq!(there(&presence, NOON), []);
}

#[test]
fn of_several_that_hold_it_the_first_does_and_after_two_minutes_nobody() {
    let presence = Presence::default();
    presence.hear(looks(1, 1, Some(20)), NOON);
    presence.hear(looks(2, 2, Some(10)), NOON);
    presence.hear(looks(3, 3, None), NOON);
    assert_eq!(there(&presence, NOON), [(account(1), false), (account(2), true), (account(3), false)]);
    presence.hear(Told::Left { item: item(), by: 2 }, NOON);
    assert_eq!(there(&presence, NOON), [(account(1), true), (account(3), false)]);
    assert_eq!(there(&presence, NOON.plus_millis(HOLD_MILLIS)), [(account(1), false), (account(3), false)]);
}

#[tokio::test]
async fn only_what_is_new_wakes_and_only_who_looks_there() {
    let presence = Presence::default();
    let (here, elsewhere) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    presence.arrive(item(), 1, account(1), &here);
    presence.arrive(ItemId::new(NOON, [8; 10]), 2, account(1), &elsewhere);
    let woken =
        async |wake: &Notify| tokio::time::timeout(std::time::Duration::from_millis(20), wake.notified()).await.is_ok();
    presence.hear(looks(3, 2, None), NOON);
    assert_eq!((woken(&here).await, woken(&elsewhere).await), (true, false));
    presence.hear(looks(3, 2, None), NOON);
    assert!(!woken(&here).await, "a heartbeat");
    presence.hear(looks(3, 2, Some(5)), NOON);
    assert!(woken(&here).await, "a hold");
    presence.go_round(NOON.plus_millis(HOLD_MILLIS));
    assert!(woken(&here).await, "gone");
    // What this process has is told to one that missed it, and nothing of others.
    presence.hear(looks(1, 1, Some(7)), NOON);
    presence.hear(looks(3, 2, None), NOON);
    assert_eq!(presence.hear(Told::WhoIsThere, NOON), [looks(1, 1, Some(7))]);
}
