//! Saves that meet what others do at the same moment, and the rules that a batch of statements holds by itself.

use std::time::{Duration, Instant};

use futures::future::join_all;
use giftos::db::Db;
use giftos_tests::app::body_of;
use giftos_tests::{Engine, Person, TestApp, on_both_engines};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection};

use crate::wishes::{board, board_path, entries, id, item_path, save_of, text, titles, wish};

const MUG: &str = "https://shop.example/mug";

/// Changes rows behind the server's back.
pub(crate) async fn change_rows(test: &TestApp, sql: String) {
    match &test.app.db {
        Db::Sqlite { .. } => {
            let mut connection = sqlx::SqliteConnection::connect(&test.app.config.database_url).await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
        Db::Postgres(pool) => {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(pool).await.unwrap();
        }
    }
}

async fn events(person: &Person, after: i64) -> Vec<Value> {
    entries(person, &format!("/api/v1/events?after={after}")).await
}

on_both_engines! {
    async fn a_new_item_on_two_boards_tells_each_person_of_what_is_theirs(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let mut boards = [board(&ana, "One", "private").await, board(&ana, "Two", "private").await];
        boards.sort_by_key(|board| text(&board["id"]));
        body_of(ana.post(&board_path(&boards[1], "/editors"), &json!({"email": "bo@example.org"})).await, 201).await;
        let (to_ana, to_bo) = (events(&ana, 0).await.len(), events(&bo, 0).await.len());
        // Named in another order than that of their ids.
        let saved = body_of(ana.post("/api/v1/items", &save_of(MUG, &json!([boards[1]["id"], boards[0]["id"]]))).await, 201).await;
        let ids = json!([boards[0]["id"], boards[1]["id"]]);
        assert_eq!((&saved["placed_on"], &saved["item"]["boards"]), (&ids, &ids));
        let told = |events: Vec<Value>| -> Vec<(i64, String, Value)> {
            events.iter().map(|event| (event["number"].as_i64().unwrap(), text(&event["type"]), event["board_id"].clone())).collect()
        };
        let first = i64::try_from(to_ana).unwrap() + 1;
        let of_ana = [
            (first, "item_saved".to_owned(), Value::Null),
            (first + 1, "board_items_changed".to_owned(), boards[0]["id"].clone()),
            (first + 2, "board_items_changed".to_owned(), boards[1]["id"].clone()),
        ];
        assert_eq!(told(events(&ana, first - 1).await), of_ana);
        let first = i64::try_from(to_bo).unwrap() + 1;
        let of_bo = [
            (first, "item_saved".to_owned(), Value::Null),
            (first + 1, "board_items_changed".to_owned(), boards[1]["id"].clone()),
        ];
        assert_eq!(told(events(&bo, first - 1).await), of_bo);
        wish(&ana, "Bowl", &boards[1]).await;
        assert_eq!(told(events(&bo, first + 1).await).iter().map(|event| event.0).collect::<Vec<_>>(), [first + 2, first + 3]);
    }

    async fn what_was_saved_before_and_deleted_keeps_one_history_of_its_price(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let mut amounts = Vec::new();
        for amount in [1299, 1299, 999, 1299] {
            test.advance(Duration::from_secs(60));
            let mut page = save_of(MUG, &json!("default"));
            page["page"]["price"]["amount_minor"] = json!(amount);
            let saved = body_of(ana.post("/api/v1/items", &page).await, 201).await;
            let path = item_path(&text(&saved["item"]["id"]), "");
            let seen = entries(&ana, &format!("{path}/observations")).await;
            amounts = seen.iter().map(|sighting| sighting["price"]["amount_minor"].as_i64().unwrap()).collect();
            assert_eq!(ana.delete(&path).await.status(), 204);
        }
        assert_eq!(amounts, [1299, 999, 1299]);
    }

    async fn one_product_of_many_shops_saved_at_once_is_one_product(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let saves = (0..10).map(|i| {
            let mut page = save_of(&format!("https://shop-{i}.example/mug"), &json!("default"));
            page["page"]["gtin"] = json!("4006381333931");
            let ana = &ana;
            async move { body_of(ana.post("/api/v1/items", &page).await, 201).await["item"].clone() }
        });
        let items = join_all(saves).await;
        assert!(items.iter().all(|item| item["product_id"] == items[0]["product_id"]), "{items:?}");
        let product = body_of(ana.get(&format!("/api/v1/products/{}", text(&items[0]["product_id"]))).await, 200).await;
        assert_eq!(product["offers"].as_array().unwrap().len(), 10);
    }

    async fn a_board_that_goes_to_the_bin_takes_a_save_whole_or_not_at_all(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let mut kept = 0;
        for round in 0..6 {
            let made = board(&ana, "Mine", "private").await;
            let saves = join_all((0..6).map(|i| {
                let page = save_of(&format!("https://shop.example/{round}/{i}"), &json!([made["id"]]));
                let ana = &ana;
                async move { ana.post("/api/v1/items", &page).await.status().as_u16() }
            }));
            let path = board_path(&made, "");
            let (statuses, gone) = tokio::join!(saves, ana.delete(&path));
            assert_eq!(gone.status(), 204);
            assert!(statuses.iter().all(|status| matches!(status, 201 | 409)), "{statuses:?}");
            body_of(ana.post(&board_path(&made, "/restore"), &json!({})).await, 200).await;
            let lie_there = titles(&ana, &made).await.len();
            assert_eq!(lie_there, statuses.iter().filter(|status| **status == 201).count());
            kept += lie_there;
        }
        assert_eq!(entries(&ana, "/api/v1/items?limit=100").await.len(), kept, "an item lies on no board");
        let last = events(&ana, 0).await;
        let numbers: Vec<_> = last.iter().map(|event| event["number"].as_i64().unwrap()).collect();
        assert_eq!(numbers, (1..=i64::try_from(last.len()).unwrap()).collect::<Vec<_>>());
    }

    async fn an_account_is_full_at_ten_thousand_items(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let account = ana.tokens.account.id;
        change_rows(&test, format!("with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 9998) \
            insert into item (id, account_id, body_digest, title, price_typed, variant, priority, needs_check, state, \
            created_at, updated_at, version) select 'filler ' || n, '{account}', '', 'Filler', false, '[]', 5, false, \
            'wanted', 0, 0, 1 from numbers; \
            insert into event_log (account_id, last_number) values ('{account}', 9998)")).await;
        let page = |n: i32| save_of(&format!("https://shop.example/{n}"), &json!("default"));
        // The first is let through by the number of its person's events, the second by counting.
        let (first, second) = (page(1), page(2));
        body_of(ana.post("/api/v1/items", &first).await, 201).await;
        body_of(ana.post("/api/v1/items", &second).await, 201).await;
        let refused = body_of(ana.post("/api/v1/items", &page(3)).await, 409).await;
        assert_eq!(refused["detail"], "An account has at most 10,000 items; delete some first.");
        // What is there may be sent again all the same.
        body_of(ana.post("/api/v1/items", &second).await, 200).await;
        let again = body_of(ana.post("/api/v1/items", &page(1)).await, 200).await;
        assert_eq!(again["already_saved"], true);
        assert_eq!(ana.delete(&item_path(&text(&again["item"]["id"]), "")).await.status(), 204);
        body_of(ana.post("/api/v1/items", &page(3)).await, 201).await;
        // What lies in the bin comes back only where there is room.
        let restore = item_path(&text(&again["item"]["id"]), "/restore");
        let refused = body_of(ana.post(&restore, &json!({})).await, 409).await;
        assert_eq!(refused["detail"], "An account has at most 10,000 items; delete some first.");
        assert_eq!(ana.delete(&item_path(&text(&second["id"]), "")).await.status(), 204);
        body_of(ana.post(&restore, &json!({})).await, 200).await;
    }
}

/// Whoever fills an item in holds it and then its product; a save of the same page must not do it the other way round.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_save_holds_what_is_there_in_the_order_of_those_who_fill_it_in() {
    let test = TestApp::start(Engine::Postgres).await;
    let ana = test.register("ana").await;
    let first = body_of(ana.post("/api/v1/items", &save_of(MUG, &json!("default"))).await, 201).await;
    let Db::Postgres(pool) = &test.app.db else { panic!("PostgreSQL") };
    let mut filling = pool.begin().await.unwrap();
    let change = |table: &str, set: &str, id: &Value| {
        AssertSqlSafe(format!("update {table} set {set} = {set} where id = '{}'", text(id)))
    };
    sqlx::raw_sql(change("item", "version", &first["item"]["id"])).execute(&mut *filling).await.unwrap();
    let saving = tokio::spawn({
        let (ana, page) =
            (ana.clone(), json!({"id": id(), "boards": "default", "page": save_of(MUG, &json!(0))["page"]}));
        async move { ana.post("/api/v1/items", &page).await.status().as_u16() }
    });
    let waits = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    let deadline = Instant::now() + Duration::from_secs(30);
    while sqlx::query_scalar::<_, i64>(waits).fetch_one(pool).await.unwrap() == 0 {
        assert!(Instant::now() < deadline, "the save does not wait for the item");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    sqlx::raw_sql(change("product", "title", &first["item"]["product_id"])).execute(&mut *filling).await.unwrap();
    filling.commit().await.unwrap();
    assert_eq!(saving.await.unwrap(), 200);
}
