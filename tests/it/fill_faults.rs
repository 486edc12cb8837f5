//! Pasted links where the database fails, where too many wait, and where the page is an old one.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use giftos_tests::app::{START, body_of};
use giftos_tests::{TestApp, on_both_engines};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::fill::{Scene, filled, paste};
use crate::wishes::{entries, id, item_path, save_of, text};

const MUG: &str = "https://shop.example.com/mug";

/// Lets every statement fail that writes an item's fill, where `when` holds.
async fn break_fills(url: &str, when: &str) {
    if url.starts_with("postgres:") {
        let text = format!(
            "create function broken() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$; \
             create trigger broken before update of fill on item for each row when ({when}) execute function broken()"
        );
        let mut connection = PgConnection::connect(url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut connection).await.unwrap();
    } else {
        let text = format!(
            "create trigger broken before update of fill on item when {when} begin select raise(abort, 'disk full'); end"
        );
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut connection).await.unwrap();
    }
}

async fn mend_fills(url: &str) {
    if url.starts_with("postgres:") {
        let mut connection = PgConnection::connect(url).await.unwrap();
        sqlx::raw_sql("drop trigger broken on item").execute(&mut connection).await.unwrap();
    } else {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        sqlx::raw_sql("drop trigger broken").execute(&mut connection).await.unwrap();
    }
}

/// How often the item's job was taken.
async fn taken(url: &str, item: &str) -> i64 {
    of_job(url, "select lease from job where subject = $1", item).await
}

async fn of_job(url: &str, text: &'static str, item: &str) -> i64 {
    if url.starts_with("postgres:") {
        let mut connection = PgConnection::connect(url).await.unwrap();
        sqlx::query_scalar(text).bind(item).fetch_one(&mut connection).await.unwrap()
    } else {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        sqlx::query_scalar(text).bind(item).fetch_one(&mut connection).await.unwrap()
    }
}

async fn taken_times(scene: &Scene, item: &str, times: i64) {
    let deadline = Instant::now() + Duration::from_secs(30);
    let url = &scene.test.app.config.database_url;
    while taken(url, item).await < times {
        assert!(Instant::now() < deadline, "taken {} times", taken(url, item).await);
        scene.test.advance(Duration::from_secs(1));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until nobody works on the item's job: while the clock stands still, it is then taken by nobody.
async fn laid_aside(scene: &Scene, item: &str) {
    let deadline = Instant::now() + Duration::from_secs(30);
    // Far less than a lease, and more than the pause after a fault.
    let soon = scene.test.app.clock.now().plus_millis(30_000).as_millis();
    let url = &scene.test.app.config.database_url;
    while of_job(url, "select run_at from job where subject = $1", item).await > soon {
        assert!(Instant::now() < deadline, "somebody still works on it");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

on_both_engines! {
    async fn a_database_that_fails_for_a_while_ends_no_job(engine) {
        let scene = Scene::open(engine).await;
        let url = scene.test.app.config.database_url.clone();
        let ana = scene.test.register("ana").await;
        break_fills(&url, "true").await;
        let item = paste(&ana, MUG).await;
        taken_times(&scene, &item, 5).await;
        // Mended in the middle of a try, its result would be lost but its failure written down.
        laid_aside(&scene, &item).await;
        mend_fills(&url).await;
        let later = || scene.test.advance(Duration::from_secs(1));
        assert_eq!(filled(&ana, &item, later).await["fill"], "done");
    }

    async fn what_can_never_be_written_down_fails_and_says_so(engine) {
        let scene = Scene::open(engine).await;
        let ana = scene.test.register("ana").await;
        break_fills(&scene.test.app.config.database_url, "new.fill = 'done'").await;
        let item = paste(&ana, MUG).await;
        let item = filled(&ana, &item, || scene.test.advance(Duration::from_secs(1))).await;
        assert_eq!((&item["fill"], &item["fill_problem"]), (&json!("failed"), &json!("unreadable")));
    }

    async fn a_hundred_links_wait_and_no_more(engine) {
        let test = TestApp::start_with(engine, |config| config.scrapes_per_minute = 1).await;
        let ana = test.register("ana").await;
        let mut pasted = Vec::new();
        let refused = loop {
            assert!(pasted.len() < 110, "as many as one likes");
            let new = json!({"id": id(), "boards": "default", "link": format!("https://shop.example.com/{}", pasted.len())});
            let answer = ana.post("/api/v1/items", &new).await;
            if answer.status() != 201 {
                break answer;
            }
            pasted.push(text(&new["id"]));
        };
        // The first one may have been read already.
        assert!((100..=101).contains(&pasted.len()), "{}", pasted.len());
        assert_eq!(refused.headers()["retry-after"], "60");
        let refused = body_of(refused, 429).await;
        assert_eq!(refused["detail"], "100 of your pasted links wait to be read; paste more when some of them are done.");
        body_of(ana.post("/api/v1/items", &save_of(MUG, &json!("default"))).await, 201).await;
        let last = pasted.pop().unwrap();
        assert_eq!(ana.delete(&item_path(&last, "")).await.status(), 204);
        paste(&ana, "https://shop.example.com/room").await;
        let bo = test.register("bo").await;
        paste(&bo, MUG).await;
    }

    async fn a_page_that_was_kept_tells_the_price_of_when_it_came(engine) {
        let scene = Scene::open(engine).await;
        let ana = scene.test.register("ana").await;
        let scrape = async || body_of(ana.post("/api/v1/products/scrape", &json!({"url": MUG})).await, 200).await;
        assert_eq!(scrape().await["read_at"], START.as_millis());
        scene.test.advance(Duration::from_secs(600));
        assert_eq!(scrape().await["read_at"], START.as_millis());
        let item = filled(&ana, &paste(&ana, MUG).await, || ()).await;
        assert_eq!((&item["price"]["amount_minor"], &item["price_seen_at"]), (&json!(1299), &json!(START.as_millis())));
        let seen = entries(&ana, &item_path(&text(&item["id"]), "/observations")).await;
        assert_eq!(seen[0]["seen_at"], START.as_millis());
    }

    async fn a_page_that_was_kept_does_not_overwrite_what_was_seen_since(engine) {
        let scene = Scene::open(engine).await;
        let url = scene.test.app.config.database_url.clone();
        let ana = scene.test.register("ana").await;
        body_of(ana.post("/api/v1/products/scrape", &json!({"url": MUG})).await, 200).await;
        scene.test.advance(Duration::from_secs(600));
        break_fills(&url, "new.fill = 'done'").await;
        let item = paste(&ana, MUG).await;
        // Its first try is over, and the next one comes when the clock moves on.
        let failed = "select count(*) from job where subject = $1 and last_error is not null";
        let deadline = Instant::now() + Duration::from_secs(30);
        while of_job(&url, failed, &item).await == 0 {
            assert!(Instant::now() < deadline, "it was never tried");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let mut visit = save_of(MUG, &json!("default"));
        visit["page"]["price"]["amount_minor"] = json!(999);
        assert_eq!(body_of(ana.post("/api/v1/items", &visit).await, 200).await["item"]["id"], json!(item));
        mend_fills(&url).await;
        let item = filled(&ana, &item, || scene.test.advance(Duration::from_secs(1))).await;
        assert_eq!((&item["fill"], &item["price"]["amount_minor"]), (&json!("done"), &json!(999)));
        assert_eq!(item["price_seen_at"], START.as_millis() + 600_000);
    }

    async fn trying_again_asks_the_shop_again(engine) {
        let scene = Scene::open(engine).await;
        let ana = scene.test.register("ana").await;
        scene.broken.store(1, Ordering::SeqCst);
        let id = paste(&ana, "https://shop.example.com/soon").await;
        assert_eq!(filled(&ana, &id, || ()).await["fill_problem"], "not_a_product");
        let asked = body_of(ana.post(&item_path(&id, "/fill"), &json!({})).await, 200).await;
        assert_eq!((&asked["fill"], &asked["fill_problem"]), (&json!("pending"), &Value::Null));
        assert_eq!(filled(&ana, &id, || ()).await["fill"], "done");
        assert_eq!(scene.shop.requests().len(), 2);
    }
}
