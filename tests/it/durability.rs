//! On SQLite transactions share a sync: an answer means *on the disk*, also where there was nothing left to do.

use std::time::{Duration, Instant};

use giftos::db::Db;
use giftos_tests::app::{body_of, sent};
use giftos_tests::{Engine, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use crate::wishes::{board, board_path, item_path, text, wish};

async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < deadline, "never: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Waits until no job is left that is due.
async fn until_no_work(readers: &sqlx::SqlitePool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    let left = "select count(*) from job where kind <> 'refresh_price'";
    while sqlx::query_scalar::<_, i64>(left).fetch_one(readers).await.unwrap() > 0 {
        assert!(Instant::now() < deadline, "never: the work that is left is done");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Two of the same request share a group that a third transaction keeps open. The second finds nothing to do, because
/// of what the first one did: until the group is on the disk, neither may be told so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_to_do_is_not_told_before_it_is_on_the_disk() {
    let test = TestApp::start(Engine::Sqlite).await;
    let (ana, bo) = (test.register("ana").await, test.register("bo").await);
    let bo = text(&body_of(bo.get("/api/v1/me").await, 200).await["id"]);
    let (one, two) = (board(&ana, "One", "private").await, board(&ana, "Two", "private").await);
    let bowl = wish(&ana, "Bowl", &one).await;
    let place = board_path(&two, &format!("/items/{bowl}"));
    let editors = board_path(&one, "/editors");
    let steps: [(Method, String, Value); 7] = [
        (Method::PUT, place.clone(), Value::Null),
        (Method::DELETE, place, Value::Null),
        (Method::POST, item_path(&bowl, "/move"), json!({"from": one["id"], "to": two["id"]})),
        (Method::POST, editors.clone(), json!({"email": "bo@example.org"})),
        (Method::DELETE, format!("{editors}/{bo}"), Value::Null),
        (Method::DELETE, item_path(&bowl, ""), Value::Null),
        (Method::DELETE, board_path(&two, ""), Value::Null),
    ];
    let Db::Sqlite { writer, readers } = &test.app.db else { panic!("SQLite") };
    for (method, path, body) in steps {
        // The step before may have left work for later, and whoever does that waits for a transaction too.
        until_no_work(readers).await;
        let before = test.app.db.begin().await.unwrap();
        let mut answers = tokio::task::JoinSet::new();
        for _ in 0..2 {
            let request = ana.request(method.clone(), &path);
            let request = if body.is_null() { request } else { request.json(&body) };
            answers.spawn(async move { sent(request).await.status() });
        }
        until("both wait", || writer.waiting() == 2).await;
        let db = test.app.db.clone();
        let after = tokio::spawn(async move { db.begin().await.unwrap() });
        until("the third one waits", || writer.waiting() == 3).await;
        drop(before);
        let after = after.await.unwrap();
        // Both have done their part. The group is open for as long as `after` lives.
        let early = tokio::time::timeout(Duration::from_millis(300), answers.join_next()).await;
        assert!(early.is_err(), "{method} {path} was answered from a group that is not on the disk");
        drop(after);
        while let Some(status) = answers.join_next().await {
            let status = status.unwrap();
            assert!(status.is_success(), "{method} {path}: {status}");
        }
    }
}
