//! What is kept for a time goes when that time is over, whoever comes back and whoever does not.

use std::time::{Duration, Instant};

use giftos_tests::app::{PASSWORD, body_of, sent};
use giftos_tests::{Person, TestApp, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::{Connection, query, query_scalar};

use crate::wishes::{board, item_path, save_of, text, wish};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Changes rows behind the server's back.
pub(crate) async fn write(test: &TestApp, text: &'static str) {
    let url = &test.app.config.database_url;
    if url.starts_with("postgres:") {
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        query(text).execute(&mut connection).await.unwrap();
    } else {
        let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
        query(text).execute(&mut connection).await.unwrap();
    }
}

/// How many rows there are, with no server in between.
async fn count(test: &TestApp, text: &'static str) -> i64 {
    let url = &test.app.config.database_url;
    if url.starts_with("postgres:") {
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        query_scalar(text).fetch_one(&mut connection).await.unwrap()
    } else {
        let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
        query_scalar(text).fetch_one(&mut connection).await.unwrap()
    }
}

/// Waits until that many rows are left.
async fn left(test: &TestApp, text: &'static str, rows: i64) {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let found = count(test, text).await;
        if found == rows {
            return;
        }
        assert!(Instant::now() < deadline, "{text}: {found}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Access tokens end long before anything else does.
async fn signed_in_again(test: &TestApp, name: &str) -> Person {
    let body = json!({"email": format!("{name}@example.org"), "password": PASSWORD});
    test.person(test.post("/api/v1/sessions", &body).await).await
}

async fn events(person: &Person, after: i64) -> (Vec<Value>, i64, bool) {
    let page = body_of(person.get(&format!("/api/v1/events?after={after}")).await, 200).await;
    (
        page["entries"].as_array().unwrap().clone(),
        page["last_number"].as_i64().unwrap(),
        page["reset"].as_bool().unwrap(),
    )
}

on_both_engines! {
    async fn answers_and_sessions_of_people_who_never_come_back_are_forgotten(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let batch = json!({"parts": [{"method": "GET", "path": "/me"}]});
        body_of(sent(ana.request(Method::POST, "/api/v1/batch").header("idempotency-key", "k1").json(&batch)).await, 200).await;
        test.advance(DAY * 6);
        let bo = test.register("bo").await;
        body_of(sent(bo.request(Method::POST, "/api/v1/batch").header("idempotency-key", "k1").json(&batch)).await, 200).await;
        left(&test, "select count(*) from idempotency_key", 1).await;
        assert_eq!(count(&test, "select count(*) from session").await, 2);
        test.advance(DAY + Duration::from_secs(1));
        left(&test, "select count(*) from session", 1).await;
        left(&test, "select count(*) from refresh_token", 1).await;
        left(&test, "select count(*) from idempotency_key", 0).await;
    }

    async fn events_are_kept_for_ninety_days_and_who_is_behind_is_told_to_start_anew(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let made = board(&ana, "Mine", "private").await;
        wish(&ana, "Bowl", &made).await;
        let (before, last, reset) = events(&ana, 0).await;
        assert!(!before.is_empty() && !reset);
        test.advance(DAY * 89);
        let ana = signed_in_again(&test, "ana").await;
        wish(&ana, "Cup", &made).await;
        let (young, newest, _) = events(&ana, last).await;
        test.advance(DAY + Duration::from_secs(1));
        left(&test, "select count(*) from event", newest - last).await;
        let ana = signed_in_again(&test, "ana").await;
        assert_eq!(events(&ana, last).await, (young, newest, false));
        for behind in 0..last {
            assert_eq!(events(&ana, behind).await, (Vec::new(), newest, true), "{behind}");
        }
        test.advance(DAY * 90);
        left(&test, "select count(*) from event", 0).await;
        let ana = signed_in_again(&test, "ana").await;
        assert_eq!(events(&ana, last).await, (Vec::new(), newest, true));
        assert_eq!(events(&ana, newest).await, (Vec::new(), newest, false));
        assert_eq!(events(&ana, newest + 5).await, (Vec::new(), newest, false), "a number from the future");
    }

    async fn of_an_account_the_last_ten_thousand_events_are_kept(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let (made, other) = (board(&ana, "Mine", "private").await, board(&bo, "Theirs", "private").await);
        wish(&bo, "Cup", &other).await;
        wish(&ana, "Bowl", &made).await;
        // As if so many had come since.
        write(&test, "update event_log set last_number = last_number + 9998 where account_id = \
            (select account_id from board where name = 'Mine')").await;
        test.advance(Duration::from_secs(60 * 60));
        left(&test, "select count(*) from event", 3 + 2).await;
        let ana = signed_in_again(&test, "ana").await;
        assert!(!events(&ana, 1).await.2);
        assert!(events(&ana, 0).await.2);
    }

    async fn the_price_of_an_offer_that_is_gone_is_not_asked_for(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let saved = body_of(ana.post("/api/v1/items", &save_of("https://shop.example/mug", &json!("default"))).await, 201).await;
        let jobs = "select count(*) from job where kind = 'refresh_price'";
        assert_eq!(count(&test, jobs).await, 1);
        assert_eq!(ana.delete(&item_path(&text(&saved["item"]["id"]), "")).await.status(), 204);
        test.advance(DAY * 31);
        left(&test, "select count(*) from offer", 0).await;
        left(&test, jobs, 0).await;
    }
}
