//! Presence: givers see each other look, and whoever it is for sees nothing and is not seen.

use std::time::{Duration, Instant};

use giftos_tests::app::body_of;
use giftos_tests::streams::Socket;
use giftos_tests::{Engine, Person, TestApp, on_both_engines};
use serde_json::{Value, json};

use crate::claims::{Family, claiming, family};
use crate::groups::{account, group_path, join};
use crate::wishes::{board_path, id};

/// What the bars say.
const AT_ONCE: Duration = Duration::from_secs(1);

async fn send(socket: &mut Socket, frame: &str, item: &str) {
    socket.send(&json!({"frame": frame, "item_id": item})).await.unwrap();
}

/// The next frame, events left out, which is of this wish.
async fn shown(socket: &mut Socket, item: &str) -> Value {
    loop {
        let sent = socket.next().await.unwrap().expect("it was closed");
        if sent.kind != "event" {
            assert_eq!((sent.kind.as_str(), &sent.body["item_id"]), ("presence", &json!(item)), "{sent:?}");
            return sent.body;
        }
    }
}

async fn looking(socket: &mut Socket, frame: &str, item: &str) -> Value {
    send(socket, frame, item).await;
    shown(socket, item).await
}

/// Waits until it is shown so.
async fn until_shown(socket: &mut Socket, item: &str, names: &Value) -> Value {
    let begun = Instant::now();
    loop {
        let view = shown(socket, item).await;
        let found: Vec<&Value> = view["lookers"].as_array().unwrap().iter().map(|looker| &looker["name"]).collect();
        if json!(found) == *names {
            assert_eq!(view["count"], found.len());
            assert!(begun.elapsed() < 3 * AT_ONCE, "{:?}", begun.elapsed());
            return view;
        }
    }
}

/// Reads on until it is shown so: answers and news come as they may.
async fn until_said(socket: &mut Socket, item: &str, is_so: impl Fn(&Value) -> bool) {
    while !is_so(&shown(socket, item).await) {}
}

fn nobody(item: &str) -> Value {
    json!({"frame": "presence", "item_id": item, "count": 0, "lookers": [], "held_until": null})
}

async fn socket(person: &Person) -> Socket {
    Socket::open(person, None).await.unwrap()
}

/// Nothing of who looks comes before the answer to a ping.
async fn hears_nothing(socket: &mut Socket) {
    tokio::time::sleep(Duration::from_millis(300)).await;
    socket.send(&json!({"frame": "ping"})).await.unwrap();
    let mut sent = socket.next().await.unwrap().unwrap();
    while sent.kind == "event" {
        sent = socket.next().await.unwrap().unwrap();
    }
    assert_eq!(sent.body, json!({"frame": "pong"}));
}

async fn wish_of(family: &Family) -> String {
    family.wish("Bowl", json!(1)).await
}

on_both_engines! {
    async fn givers_see_each_other_come_and_go(engine) {
        let family = family(engine).await;
        let bowl = wish_of(&family).await;
        let (mut bo, mut cy) = (socket(&family.bo).await, socket(&family.cy).await);
        assert_eq!(looking(&mut bo, "look", &bowl).await, nobody(&bowl));
        assert_eq!(looking(&mut cy, "look", &bowl).await["lookers"][0], json!({"name": "bo", "held_until": null}));
        until_shown(&mut bo, &bowl, &json!(["cy"])).await;
        // A second stream of the same person is nobody else.
        let mut again = socket(&family.cy).await;
        looking(&mut again, "look", &bowl).await;
        send(&mut cy, "leave", &bowl).await;
        hears_nothing(&mut bo).await;
        // Whoever closes the panel has left, at once.
        let begun = Instant::now();
        drop(again);
        until_shown(&mut bo, &bowl, &json!([])).await;
        assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
        looking(&mut cy, "look", &bowl).await;
        until_shown(&mut bo, &bowl, &json!(["cy"])).await;
        let begun = Instant::now();
        send(&mut cy, "leave", &bowl).await;
        until_shown(&mut bo, &bowl, &json!([])).await;
        assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
    }

    async fn whoever_gives_no_sign_of_life_is_gone_within_a_minute(engine) {
        let family = family(engine).await;
        let bowl = wish_of(&family).await;
        let (mut bo, mut cy) = (socket(&family.bo).await, socket(&family.cy).await);
        looking(&mut bo, "look", &bowl).await;
        looking(&mut cy, "look", &bowl).await;
        until_shown(&mut bo, &bowl, &json!(["cy"])).await;
        for _ in 0..2 {
            family.test.advance(Duration::from_secs(30));
            looking(&mut bo, "look", &bowl).await;
            if engine == Engine::Sqlite {
                looking(&mut cy, "look", &bowl).await;
            }
        }
        if engine == Engine::Sqlite {
            // With a heartbeat every 30 seconds somebody stays as long as they like.
            hears_nothing(&mut bo).await;
            family.test.advance(Duration::from_secs(30));
            looking(&mut bo, "look", &bowl).await;
            family.test.advance(Duration::from_secs(30));
        }
        until_shown(&mut bo, &bowl, &json!([])).await;
    }

    async fn a_hold_lasts_two_minutes_and_keeps_nobody_from_claiming(engine) {
        let family = family(engine).await;
        let bowl = wish_of(&family).await;
        let (mut bo, mut cy) = (socket(&family.bo).await, socket(&family.cy).await);
        let until = giftos_tests::app::START.as_millis() + 120_000;
        assert_eq!(looking(&mut bo, "hold", &bowl).await["held_until"], until);
        let seen = looking(&mut cy, "look", &bowl).await;
        assert_eq!(seen["lookers"], json!([{"name": "bo", "held_until": until}]));
        until_shown(&mut bo, &bowl, &json!(["cy"])).await;
        let seen = looking(&mut cy, "hold", &bowl).await;
        assert_eq!((&seen["held_until"], &seen["lookers"][0]["held_until"]), (&Value::Null, &json!(until)), "bo holds it");
        assert_eq!(claiming(&family.cy, &bowl, 1).await.0, 201, "it is a word among givers, and no lock");
        // Heartbeats do not make it longer.
        for _ in 0..4 {
            family.test.advance(Duration::from_secs(30));
            send(&mut bo, "look", &bowl).await;
            send(&mut cy, "look", &bowl).await;
        }
        let other = |name: &str, held_until: Value| json!([{"name": name, "held_until": held_until}]);
        until_said(&mut cy, &bowl, |seen| seen["lookers"] == other("bo", Value::Null)).await;
        send(&mut cy, "hold", &bowl).await;
        until_said(&mut cy, &bowl, |seen| seen["held_until"] == until + 120_000).await;
        until_said(&mut bo, &bowl, |seen| seen["lookers"] == other("cy", json!(until + 120_000))).await;
        send(&mut cy, "release", &bowl).await;
        until_said(&mut bo, &bowl, |seen| seen["lookers"] == other("cy", Value::Null)).await;
    }

    async fn whoever_it_is_for_sees_nobody_and_is_not_seen(engine) {
        let family = family(engine).await;
        let bowl = wish_of(&family).await;
        body_of(family.ana.patch(&board_path(&family.list, ""), Some("*"), &json!({"audience": "groups"})).await, 200).await;
        let dan = family.test.register("dan").await;
        let (mut ana, mut bo, mut dan) = (socket(&family.ana).await, socket(&family.bo).await, socket(&dan).await);
        let mut cy = socket(&family.cy).await;
        looking(&mut bo, "look", &bowl).await;
        looking(&mut cy, "hold", &bowl).await;
        until_shown(&mut bo, &bowl, &json!(["cy"])).await;
        let unknown = id();
        for socket in [&mut ana, &mut dan] {
            for frame in ["look", "hold", "look", "release"] {
                for item in [&bowl, &unknown] {
                    assert_eq!(looking(socket, frame, item).await, nobody(item), "{frame}");
                }
            }
        }
        send(&mut cy, "leave", &bowl).await;
        until_shown(&mut bo, &bowl, &json!([])).await;
        hears_nothing(&mut ana).await;
        hears_nothing(&mut dan).await;
        hears_nothing(&mut bo).await;
        // Who becomes one of those it is for sees nobody any more, and is not seen, from that moment.
        looking(&mut cy, "look", &bowl).await;
        until_shown(&mut bo, &bowl, &json!(["cy"])).await;
        let editors = json!({"email": "cy@example.org"});
        body_of(family.ana.post(&board_path(&family.list, "/editors"), &editors).await, 201).await;
        let path = board_path(&family.list, &format!("/owners/{}", account(&family.cy).await));
        assert!(family.ana.put(&path, &Value::Null).await.status().is_success());
        until_shown(&mut bo, &bowl, &json!([])).await;
        until_shown(&mut cy, &bowl, &json!([])).await;
        assert_eq!(looking(&mut cy, "look", &bowl).await, nobody(&bowl));
        hears_nothing(&mut bo).await;
    }

    async fn names_are_shown_as_the_board_lets_givers_know_each_other(engine) {
        let family = family(engine).await;
        let bowl = wish_of(&family).await;
        let mut bo = socket(&family.bo).await;
        looking(&mut bo, "look", &bowl).await;
        for (names, expected) in [("initials", json!("B.")), ("hidden", Value::Null)] {
            body_of(family.ana.put(&board_path(&family.list, "/policy"), &json!({"policy": "surprise", "names": names})).await, 200).await;
            let mut cy = socket(&family.cy).await;
            let seen = looking(&mut cy, "look", &bowl).await;
            assert_eq!((&seen["count"], &seen["lookers"][0]["name"]), (&json!(1), &expected), "{names}");
        }
    }

    async fn whoever_is_taken_out_of_the_group_is_gone_and_sees_nobody(engine) {
        let family = family(engine).await;
        let bowl = wish_of(&family).await;
        let (mut bo, mut cy) = (socket(&family.bo).await, socket(&family.cy).await);
        looking(&mut bo, "look", &bowl).await;
        looking(&mut cy, "hold", &bowl).await;
        until_shown(&mut bo, &bowl, &json!(["cy"])).await;
        let begun = Instant::now();
        let path = group_path(&family.group, &format!("/members/{}", account(&family.cy).await));
        assert_eq!(family.ana.delete(&path).await.status(), 204);
        until_shown(&mut bo, &bowl, &json!([])).await;
        until_shown(&mut cy, &bowl, &json!([])).await;
        assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
        assert_eq!(looking(&mut cy, "look", &bowl).await, nobody(&bowl));
        hears_nothing(&mut bo).await;
        // A session that ends has left too.
        join(&family.ana, &family.group, &family.cy, "giver_only").await;
        looking(&mut cy, "look", &bowl).await;
        until_shown(&mut bo, &bowl, &json!(["cy"])).await;
        let begun = Instant::now();
        assert_eq!(family.cy.delete("/api/v1/sessions").await.status(), 204);
        until_shown(&mut bo, &bowl, &json!([])).await;
        assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn givers_on_several_processes_see_each_other() {
    let family = family(Engine::Postgres).await;
    let bowl = wish_of(&family).await;
    let (second, third): (TestApp, TestApp) = (family.test.another().await, family.test.another().await);
    let (mut bo, mut cy) = (socket(&family.bo.at(&second)).await, socket(&family.cy.at(&third)).await);
    looking(&mut bo, "hold", &bowl).await;
    let mut seen = looking(&mut cy, "look", &bowl).await;
    while seen["lookers"][0]["held_until"].is_null() {
        seen = shown(&mut cy, &bowl).await;
    }
    until_shown(&mut bo, &bowl, &json!(["cy"])).await;
    // A process that starts later is told who is there.
    let late = family.test.another().await;
    let mut again = socket(&family.cy.at(&late)).await;
    let begun = Instant::now();
    while looking(&mut again, "look", &bowl).await["count"] != 1 {
        assert!(begun.elapsed() < giftos_tests::wait::STEP, "nobody told it");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    drop(again);
    let begun = Instant::now();
    drop(cy);
    until_shown(&mut bo, &bowl, &json!([])).await;
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_stream_looks_at_twenty_wishes_at_most() {
    let test = TestApp::start(Engine::Sqlite).await;
    let ana = test.register("ana").await;
    let mut panel = socket(&ana).await;
    for _ in 0..20 {
        let item = id();
        assert_eq!(looking(&mut panel, "look", &item).await, nobody(&item));
    }
    send(&mut panel, "look", &id()).await;
    assert_eq!(panel.end().await.unwrap().0, "refused");
}
