//! What the clock that goes round says to whom.

#![allow(clippy::unwrap_used)]

use std::time::Duration;

use super::*;

const NOON: Timestamp = Timestamp::from_millis(1_795_168_800_000);
const LATER: Timestamp = NOON.plus_millis(60 * 60 * 1000);

fn claims(account: u8, session: u8) -> Claims {
    Claims { account_id: AccountId::new(NOON, [account; 10]), session_id: SessionId::new(NOON, [session; 10]) }
}

/// What it is called for by now, if for anything.
async fn call(line: &Line) -> Option<Call> {
    tokio::time::timeout(Duration::from_millis(20), line.called()).await.ok()
}

const LOOK: Call = Call { look: true, ask: false, sign_of_life: false, end: None };

#[tokio::test]
async fn only_who_is_meant_is_woken() {
    let streams = Streams::default();
    let lines = [(1, 1), (1, 2), (2, 3)]
        .map(|(account, session)| streams.add(claims(account, session), LATER, None, 2).unwrap());
    for line in &lines {
        assert_eq!(call(line).await, Some(LOOK), "what was written before is looked for");
        assert_eq!(call(line).await, None);
    }
    streams.wake([AccountId::new(NOON, [1; 10])]);
    assert_eq!((call(&lines[0]).await, call(&lines[1]).await, call(&lines[2]).await), (Some(LOOK), Some(LOOK), None));
    let first = lines[0].claims;
    streams.end(first.account_id, |session| session == first.session_id, Ending::SignedOut);
    assert_eq!((lines[0].ended(), lines[1].ended(), lines[2].ended()), (Some(Ending::SignedOut), None, None));
    assert!(streams.add(claims(1, 4), LATER, None, 2).is_err(), "two are as many as it may have");
    streams.remove(&lines[0]);
    assert!(streams.add(claims(1, 4), LATER, None, 2).is_ok());
    assert_eq!(streams.count(), 3);
    streams.stop();
    streams.stopped().await;
    assert_eq!(lines[2].ended(), Some(Ending::Stopping));
    assert!(streams.add(claims(3, 1), LATER, None, 2).is_err());
}

#[tokio::test]
async fn whoever_hears_nothing_hears_a_sign_of_life_and_whose_time_is_over_the_end() {
    let streams = Streams::default();
    let line = streams.add(claims(1, 1), LATER, None, 2).unwrap();
    call(&line).await.unwrap();
    let mut signs = Vec::new();
    for round in 1..=45 {
        streams.go_round(NOON);
        if let Some(call) = call(&line).await {
            assert!(call.sign_of_life && call.end.is_none());
            signs.push(round);
        }
    }
    assert_eq!(signs, [20, 40]);
    streams.go_round(LATER.plus_millis(-1));
    assert_eq!(line.ended(), None);
    line.renew(LATER.plus_millis(1000));
    streams.go_round(LATER);
    assert_eq!(line.ended(), None);
    streams.go_round(LATER.plus_millis(1000));
    assert_eq!(line.ended(), Some(Ending::SignIn));
}

#[tokio::test]
async fn whoever_takes_nothing_is_cut_off() {
    let streams = Streams::default();
    let (cut, other) = (Cut::default(), Cut::default());
    let slow = streams.add(claims(1, 1), LATER, Some(cut.clone()), 2).unwrap();
    let quick = streams.add(claims(1, 2), LATER, Some(other.clone()), 2).unwrap();
    let called = |cut: Cut| async move { tokio::time::timeout(Duration::from_millis(20), cut.called()).await.is_ok() };
    streams.handed_over(&slow);
    for _ in 0..PATIENCE {
        streams.handed_over(&quick);
        streams.go_round(NOON);
        Streams::taken(&quick);
    }
    assert!(!called(cut.clone()).await, "it has so long");
    streams.go_round(NOON);
    streams.go_round(NOON);
    assert_eq!((slow.ended(), called(cut).await), (Some(Ending::Slow), true));
    assert_eq!((quick.ended(), called(other).await), (None, false));
}
