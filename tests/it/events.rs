//! Numbered events: no gaps, only what the viewer may know of, in the transaction of the cause.

use futures::future::join_all;
use giftos_tests::app::body_of;
use giftos_tests::{Person, TestApp, on_both_engines};
use serde_json::{Value, json};

use crate::wishes::{board, board_path, id, item_path, save_of, text, wish};

async fn after(person: &Person, number: i64) -> Vec<Value> {
    let page = body_of(person.get(&format!("/api/v1/events?after={number}")).await, 200).await;
    page["entries"].as_array().unwrap().clone()
}

fn kinds(events: &[Value]) -> Vec<String> {
    events.iter().map(|event| text(&event["type"])).collect()
}

on_both_engines! {
    async fn everybody_who_may_know_is_told_and_nobody_else(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo, eve) = (test.register("ana").await, test.register("bo").await, test.register("eve").await);
        let made = board(&ana, "Ours", "private").await;
        body_of(ana.post(&board_path(&made, "/editors"), &json!({"email": "bo@example.org"})).await, 201).await;
        let bowl = wish(&ana, "Bowl", &made).await;
        body_of(bo.patch(&item_path(&bowl, ""), Some("*"), &json!({"note": "x"})).await, 200).await;
        assert_eq!(ana.delete(&item_path(&bowl, "")).await.status(), 204);
        body_of(ana.post(&item_path(&bowl, "/restore"), &json!({})).await, 200).await;
        assert_eq!(ana.delete(&board_path(&made, "")).await.status(), 204);
        let told = ["item_saved", "board_items_changed", "item_changed", "item_binned", "item_restored", "board_removed"];
        let to_ana = after(&ana, 0).await;
        assert_eq!(kinds(&to_ana), [&["board_added"][..], &told[..]].concat());
        assert_eq!(to_ana[1]["item_id"], bowl);
        let to_bo = after(&bo, 0).await;
        assert_eq!(kinds(&to_bo), kinds(&to_ana), "an editor is told the same");
        assert_eq!(to_bo.iter().map(|event| event["number"].as_i64().unwrap()).collect::<Vec<_>>(), (1..=7).collect::<Vec<_>>());
        assert_eq!(after(&eve, 0).await, Vec::<Value>::new());
        assert_eq!(after(&ana, 6).await, to_ana[6..]);
        assert_eq!(after(&ana, 9_000).await, Vec::<Value>::new());
        for bad in ["-1", "x", "99999999999999999999"] {
            assert_eq!(ana.get(&format!("/api/v1/events?after={bad}")).await.status(), 400, "{bad}");
        }
    }

    async fn numbers_have_no_gaps_however_many_write_at_once(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let saves = (0..30).map(|i| {
            let ana = &ana;
            // Every third is a repeat of a page, which is no new item and no event.
            let new = save_of(&format!("https://shop.example/{}", i - i % 3), &json!("default"));
            async move { ana.post("/api/v1/items", &new).await.status().as_u16() }
        });
        let statuses = join_all(saves).await;
        assert!(statuses.iter().all(|status| matches!(status, 200 | 201)), "{statuses:?}");
        assert_eq!(ana.post("/api/v1/items", &json!({"id": id(), "boards": "default"})).await.status(), 422);
        let events = after(&ana, 0).await;
        let numbers: Vec<i64> = events.iter().map(|event| event["number"].as_i64().unwrap()).collect();
        assert_eq!(numbers, (1..=i64::try_from(events.len()).unwrap()).collect::<Vec<_>>());
        assert_eq!(kinds(&events).iter().filter(|kind| *kind == "item_saved").count(), 10);
        assert_eq!(kinds(&events).iter().filter(|kind| *kind == "board_added").count(), 1);
        let page = body_of(ana.get("/api/v1/events?after=0").await, 200).await;
        assert_eq!(page["last_number"].as_i64(), numbers.last().copied());
    }
}
