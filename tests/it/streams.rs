//! Streams of events: what happens is told at once, to whom it concerns and nobody else, with nothing lost or doubled.

use std::time::{Duration, Instant};

use giftos::db::Db;
use giftos_tests::app::{PASSWORD, body_of, sent};
use giftos_tests::streams::{SSE, Sent, Socket, Sse};
use giftos_tests::{Engine, Person, TestApp, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};
use shared::wire::accounts::ServerRole;

use crate::groups::{account, group, group_path, join};
use crate::wishes::{board, wish};

/// What the bars say, and what a busy machine adds.
const AT_ONCE: Duration = Duration::from_secs(1);

async fn log(person: &Person, after: i64) -> Vec<Value> {
    let page = body_of(person.get(&format!("/api/v1/events?after={after}")).await, 200).await;
    page["entries"].as_array().unwrap().clone()
}

async fn events_of(stream: &mut Sse, count: usize) -> Vec<Value> {
    let mut events = Vec::new();
    while events.len() < count {
        events.push(stream.event().await.unwrap().body);
    }
    events
}

async fn frames_of(socket: &mut Socket, count: usize) -> Vec<Value> {
    let mut events = Vec::new();
    while events.len() < count {
        events.push(socket.event().await.unwrap());
    }
    events
}

async fn sign_in(test: &TestApp, name: &str) -> Person {
    let body = json!({"email": format!("{name}@example.org"), "password": PASSWORD});
    test.person(test.post("/api/v1/sessions", &body).await).await
}

/// Reads on to the end, which comes within a second; gives the last word.
async fn ended(stream: &mut Sse) -> Value {
    let begun = Instant::now();
    let end = stream.next().await.unwrap().unwrap();
    assert_eq!(end.kind, "end", "{end:?}");
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
    assert_eq!(stream.next().await.unwrap(), None);
    end.body["reason"].clone()
}

on_both_engines! {
    async fn what_happens_is_told_as_it_is_in_the_log(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let first = board(&ana, "One", "private").await;
        let (mut page, mut panel) = (Sse::open(&ana, None).await.unwrap(), Socket::open(&ana, None).await.unwrap());
        let mut of_bo = Sse::open(&bo, Some(0)).await.unwrap();
        let ready = page.next().await.unwrap().unwrap();
        assert_eq!((ready.kind.as_str(), &ready.body), ("ready", &json!({"after": 1})), "from now on");
        assert_eq!(page.headers()["cache-control"], "no-store");
        assert_eq!(page.headers()["x-accel-buffering"], "no");
        // A save is one batch; an edit is a transaction.
        let bowl = wish(&ana, "Bowl", &first).await;
        body_of(ana.patch(&format!("/api/v1/items/{bowl}"), Some("*"), &json!({"note": "x"})).await, 200).await;
        let expected = log(&ana, 1).await;
        assert_eq!(expected.len(), 3);
        assert_eq!(events_of(&mut page, 3).await, expected);
        assert_eq!(frames_of(&mut panel, 3).await, expected);
        // Whom it does not concern is told of their own alone.
        assert_eq!(of_bo.next().await.unwrap().unwrap().kind, "ready");
        board(&bo, "Another", "private").await;
        assert_eq!(events_of(&mut of_bo, 1).await, log(&bo, 0).await);
        assert!(!of_bo.text.contains(&bowl));
    }

    async fn who_comes_again_goes_on_where_they_were(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let first = board(&ana, "One", "private").await;
        // More than one answer of the log holds.
        for number in 0..120 {
            wish(&ana, &format!("Wish {number}"), &first).await;
        }
        let expected = [log(&ana, 0).await, log(&ana, 200).await].concat();
        assert_eq!(expected.len(), 241);
        let (mut seen, mut last) = (Vec::new(), 0);
        for count in [1, 7, 60, 173] {
            let mut stream = Sse::open(&ana, Some(last)).await.unwrap();
            assert_eq!(stream.next().await.unwrap().unwrap().body, json!({"after": last}));
            seen.extend(events_of(&mut stream, count).await);
            last = seen.last().unwrap()["number"].as_i64().unwrap();
        }
        assert_eq!(seen, expected);
        let mut socket = Socket::open(&ana, Some(230)).await.unwrap();
        assert_eq!(frames_of(&mut socket, 11).await, expected[230..]);
        // While many write and the line breaks again and again, nothing is lost and nothing comes twice.
        let writing = async {
            for number in 0..40 {
                wish(&ana, &format!("More {number}"), &first).await;
            }
        };
        let reading = async {
            let (mut numbers, mut last) = (Vec::new(), 241);
            while last < 321 {
                let mut stream = Sse::open(&ana, Some(last)).await.unwrap();
                assert_eq!(stream.next().await.unwrap().unwrap().kind, "ready");
                for _ in 0..3.min(321 - last) {
                    let event = stream.event().await.unwrap();
                    last = event.number();
                    numbers.push(last);
                }
            }
            numbers
        };
        let ((), numbers) = tokio::join!(writing, reading);
        assert_eq!(numbers, (242..=321).collect::<Vec<_>>());
    }

    async fn who_was_away_too_long_starts_anew(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        board(&ana, "One", "private").await;
        for odd in [9_000, 2] {
            let mut stream = Sse::open(&ana, Some(odd)).await.unwrap();
            assert_eq!(stream.next().await.unwrap().unwrap().kind, "ready");
            let reset = Sent { kind: "reset".to_owned(), body: json!({"last_number": 1}) };
            assert_eq!(stream.next().await.unwrap().unwrap(), reset);
            let mut socket = Socket::open(&ana, Some(odd)).await.unwrap();
            assert_eq!(socket.next().await.unwrap().unwrap().body, json!({"frame": "reset", "last_number": 1}));
        }
        for bad in ["-1", "x", "99999999999999999999"] {
            assert_eq!(ana.get(&format!("{SSE}?after={bad}")).await.status(), 400, "{bad}");
            let request = ana.request(Method::GET, SSE).header("last-event-id", bad);
            assert_eq!(sent(request).await.status(), 400, "{bad}");
        }
    }

    async fn a_session_that_ends_ends_its_streams(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let (phone, tablet) = (sign_in(&test, "ana").await, sign_in(&test, "ana").await);
        let open = async |person: &Person| (Sse::open(person, None).await.unwrap(), Socket::open(person, None).await.unwrap());
        let ready = async |stream: &mut Sse| assert_eq!(stream.next().await.unwrap().unwrap().kind, "ready");
        let (mut page, mut panel) = open(&phone).await;
        let (mut page_of_tablet, mut panel_of_tablet) = open(&tablet).await;
        let mut own = Sse::open(&ana, None).await.unwrap();
        for stream in [&mut page, &mut page_of_tablet, &mut own] {
            ready(stream).await;
        }
        assert_eq!(phone.delete("/api/v1/sessions/current").await.status(), 204);
        assert_eq!(ended(&mut page).await, "signed_out");
        let (reason, took) = panel.end().await.unwrap();
        assert!(reason == "signed_out" && took < AT_ONCE && panel.closed == Some(4003), "{reason} {took:?} {:?}", panel.closed);
        assert_eq!(sent(phone.request(Method::GET, SSE)).await.status(), 401);
        // The others go on.
        let made = board(&ana, "One", "private").await;
        assert_eq!(page_of_tablet.event().await.unwrap().body["board_id"], made["id"]);
        assert_eq!(panel_of_tablet.event().await.unwrap()["board_id"], made["id"]);
        assert_eq!(own.event().await.unwrap().body["board_id"], made["id"]);
        // A new password ends all but the one that set it.
        let body = json!({"current_password": PASSWORD, "new_password": "copper-lantern-77-moss"});
        assert_eq!(ana.put("/api/v1/me/password", &body).await.status(), 204);
        assert_eq!(ended(&mut page_of_tablet).await, "signed_out");
        assert_eq!(panel_of_tablet.end().await.unwrap().0, "signed_out");
        let made = board(&ana, "Two", "private").await;
        assert_eq!(own.event().await.unwrap().body["board_id"], made["id"]);
        // Who is shut out is told nothing more.
        let boss = test.register("boss").await;
        assert!(giftos::accounts::set_role(&test.app.db, "boss@example.org", ServerRole::Operator).await.unwrap());
        let path = format!("/api/v1/operator/accounts/{}/deactivate", ana.tokens.account.id);
        body_of(boss.post(&path, &json!({})).await, 200).await;
        assert_eq!(ended(&mut own).await, "signed_out");
        assert_eq!(test.app.streams.count(), 0);
    }

    async fn a_token_that_runs_out_ends_the_stream_unless_another_one_comes(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let mut page = Sse::open(&ana, None).await.unwrap();
        assert_eq!(page.next().await.unwrap().unwrap().kind, "ready");
        let (mut kept, mut left) = (Socket::open(&ana, None).await.unwrap(), Socket::open(&ana, None).await.unwrap());
        test.advance(Duration::from_secs(10 * 60));
        let body = json!({"refresh_token": ana.tokens.refresh_token.expose()});
        let next = test.person(test.post("/api/v1/sessions/refresh", &body).await).await;
        kept.sign_in(&next, None).await.unwrap();
        kept.send(&json!({"frame": "ping"})).await.unwrap();
        assert_eq!(kept.next().await.unwrap().unwrap().body, json!({"frame": "pong"}));
        test.advance(Duration::from_secs(5 * 60 + 1));
        assert_eq!(page.next().await.unwrap().unwrap().body, json!({"reason": "sign_in"}));
        assert_eq!(page.next().await.unwrap(), None);
        assert_eq!((left.end().await.unwrap().0.as_str(), left.closed), ("sign_in", Some(4001)));
        let made = board(&next, "One", "private").await;
        assert_eq!(kept.event().await.unwrap()["board_id"], made["id"]);
        // Somebody else's token does not go on with it.
        let bo = test.register("bo").await;
        kept.sign_in(&bo, None).await.unwrap();
        assert_eq!(kept.end().await.unwrap().0, "sign_in");
    }

    async fn who_is_taken_out_of_a_group_hears_nothing_more_of_it(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let family = group(&ana, "Family").await;
        join(&ana, &family, &bo, "member").await;
        let last = log(&bo, 0).await.len() as i64;
        let (mut page, mut panel) = (Sse::open(&bo, Some(last)).await.unwrap(), Socket::open(&bo, Some(last)).await.unwrap());
        assert_eq!(page.next().await.unwrap().unwrap().kind, "ready");
        assert_eq!(ana.delete(&group_path(&family, &format!("/members/{}", account(&bo).await))).await.status(), 204);
        body_of(ana.patch(&group_path(&family, ""), Some("*"), &json!({"name": "Clan"})).await, 200).await;
        let own = board(&bo, "Own", "private").await;
        let told = events_of(&mut page, 2).await;
        assert_eq!((&told[0]["type"], &told[1]["board_id"]), (&json!("group_removed"), &own["id"]), "{told:?}");
        assert_eq!(frames_of(&mut panel, 2).await, told);
    }

    async fn a_server_that_stops_says_so_and_ends_its_streams(engine) {
        let mut test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let mut page = Sse::open(&ana, None).await.unwrap();
        assert_eq!(page.next().await.unwrap().unwrap().kind, "ready");
        let mut panel = Socket::open(&ana, None).await.unwrap();
        let mut silent = Socket::connect(&test.base, None).await.unwrap();
        let begun = Instant::now();
        let read = async {
            (ended(&mut page).await, panel.end().await.unwrap().0, silent.end().await.unwrap().0)
        };
        let (ends, ()) = tokio::join!(read, test.stop());
        assert_eq!(ends, (json!("stopping"), "stopping".to_owned(), "stopping".to_owned()));
        assert_eq!(panel.closed, Some(1012));
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_process_does_is_told_by_all() {
    let test = TestApp::start(Engine::Postgres).await;
    let (second, third) = (test.another().await, test.another().await);
    let (ana, bo) = (test.register("ana").await, test.register("bo").await);
    let family = group(&ana, "Family").await;
    join(&ana, &family, &bo, "member").await;
    let last = log(&bo, 0).await.len() as i64;
    let mut streams = Vec::new();
    for process in [&test, &second, &third] {
        let mut page = Sse::open(&bo.at(process), Some(last)).await.unwrap();
        assert_eq!(page.next().await.unwrap().unwrap().kind, "ready");
        streams.push((page, Socket::open(&bo.at(process), Some(last)).await.unwrap()));
    }
    let tell = async |expected: &str, streams: &mut Vec<(Sse, Socket)>| {
        for (page, panel) in streams {
            assert_eq!(page.event().await.unwrap().body["type"], expected);
            assert_eq!(panel.event().await.unwrap()["type"], expected);
        }
    };
    let begun = Instant::now();
    body_of(ana.at(&second).patch(&group_path(&family, ""), Some("*"), &json!({"name": "Clan"})).await, 200).await;
    tell("group_changed", &mut streams).await;
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
    // The lines on which processes hear of each other break; what happens meanwhile is told all the same.
    let Db::Postgres(pool) = &test.app.db else { panic!("PostgreSQL") };
    for name in ["One", "Two"] {
        let broken = "select count(pg_terminate_backend(pid)) from pg_stat_activity \
            where datname = current_database() and query ilike 'listen%'";
        let broken: i64 = sqlx::query_scalar(broken).fetch_one(pool).await.unwrap();
        assert!(name == "Two" || broken == 3, "{broken}");
        body_of(ana.at(&third).patch(&group_path(&family, ""), Some("*"), &json!({"name": name})).await, 200).await;
        tell("group_changed", &mut streams).await;
    }
    // Who is taken out hears that, and nothing more of the group, on any of them.
    let begun = Instant::now();
    let path = group_path(&family, &format!("/members/{}", account(&bo).await));
    assert_eq!(ana.at(&second).delete(&path).await.status(), 204);
    tell("group_removed", &mut streams).await;
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
    body_of(ana.patch(&group_path(&family, ""), Some("*"), &json!({"name": "Others"})).await, 200).await;
    // A session that ends on one ends on all.
    let begun = Instant::now();
    assert_eq!(bo.at(&third).delete("/api/v1/sessions").await.status(), 204);
    for (page, panel) in &mut streams {
        assert_eq!(ended(page).await, "signed_out");
        assert_eq!(panel.end().await.unwrap().0, "signed_out");
    }
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
    for process in [&test, &second, &third] {
        assert_eq!(bo.at(process).get("/api/v1/me").await.status(), 401, "access ends as soon");
    }
}
