//! Following: each new wish is told once, to whoever follows and sees it; and what happened, to be read by people.

use giftos_tests::app::body_of;
use giftos_tests::streams::Sse;
use giftos_tests::{Person, on_both_engines};
use serde_json::{Value, json};

use crate::claims::{Family, claiming, family};
use crate::groups::{account, group, group_path};
use crate::wishes::{board, board_path, entries, id, item_path, text, wish};

fn follow_board(board: &Value) -> String {
    format!("/api/v1/follows/boards/{}", text(&board["id"]))
}

async fn follow_person(person: &Person) -> String {
    format!("/api/v1/follows/people/{}", account(person).await)
}

async fn put(person: &Person, path: &str) -> u16 {
    person.put(path, &Value::Null).await.status().as_u16()
}

/// The next wishes that somebody is told of, and whatever else comes left out, up to a board of their own.
async fn told(person: &Person, stream: &mut Sse) -> Vec<Value> {
    let own = board(person, "Own", "private").await;
    let mut wishes = Vec::new();
    loop {
        let event = stream.event().await.unwrap().body;
        if event["board_id"] == own["id"] {
            return wishes;
        }
        if event["type"] == "wish_added" {
            wishes.push(event["item_id"].clone());
        }
    }
}

/// Waits until nothing is left to be told.
async fn until_all_is_told(family: &Family) {
    let begun = std::time::Instant::now();
    let query = "select count(*) from job where kind in ('tell_followers', 'tell_groups')";
    loop {
        let left: i64 = match &family.test.app.db {
            giftos::db::Db::Sqlite { readers, .. } => sqlx::query_scalar(query).fetch_one(readers).await.unwrap(),
            giftos::db::Db::Postgres(pool) => sqlx::query_scalar(query).fetch_one(pool).await.unwrap(),
        };
        if left == 0 {
            return;
        }
        assert!(begun.elapsed() < giftos_tests::wait::STEP, "it is never told");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

on_both_engines! {
    async fn a_new_wish_is_told_once_to_whoever_follows_and_sees_it(engine) {
        let family = family(engine).await;
        let Family { test, ana, bo, cy, group: shown, list } = &family;
        let dan = test.register("dan").await;
        assert_eq!((put(cy, &follow_board(list)).await, put(cy, &follow_person(ana).await).await), (204, 204));
        assert_eq!(put(cy, &follow_board(list)).await, 204, "again is as good");
        assert_eq!((put(&dan, &follow_board(list)).await, put(&dan, &follow_person(ana).await).await), (404, 404));
        assert_eq!((put(ana, &follow_person(ana).await).await, put(ana, &follow_board(list)).await), (404, 204));
        let mut streams = Vec::new();
        for person in [ana, bo, cy] {
            let mut stream = Sse::open(person, None).await.unwrap();
            assert_eq!(stream.next().await.unwrap().unwrap().kind, "ready");
            streams.push(stream);
        }
        let [of_ana, of_bo, of_cy] = &mut streams[..] else { panic!("three") };
        // On two boards that they see, and followed in both ways, it is one wish.
        let second = board(ana, "Second", "private").await;
        assert_eq!(ana.put(&format!("{}/{}", board_path(&second, "/groups"), text(&shown["id"])), &Value::Null).await.status(), 204);
        let bowl = wish(ana, "Bowl", list).await;
        until_all_is_told(&family).await;
        assert_eq!(ana.put(&board_path(&second, &format!("/items/{bowl}")), &Value::Null).await.status(), 204);
        body_of(ana.patch(&item_path(&bowl, ""), Some("*"), &json!({"title": "Blue bowl"})).await, 200).await;
        until_all_is_told(&family).await;
        assert_eq!(told(cy, of_cy).await, [json!(bowl)]);
        // What they do not see is not told, until they do.
        let hidden = board(ana, "Hidden", "private").await;
        let plate = wish(ana, "Plate", &hidden).await;
        until_all_is_told(&family).await;
        assert_eq!(told(cy, of_cy).await, Vec::<Value>::new());
        assert_eq!(ana.put(&board_path(&second, &format!("/items/{plate}")), &Value::Null).await.status(), 204);
        until_all_is_told(&family).await;
        assert_eq!(told(cy, of_cy).await, [json!(plate)]);
        assert_eq!((told(ana, of_ana).await, told(bo, of_bo).await), (Vec::new(), Vec::new()), "who does not follow, and whose it is");
        // Who follows no longer, or sees it no longer, hears nothing more.
        let follows = body_of(cy.get("/api/v1/follows").await, 200).await;
        assert_eq!((&follows["boards"][0]["board_id"], &follows["people"][0]["display_name"]), (&list["id"], &json!("ana")));
        assert_eq!(cy.delete(&follow_board(list)).await.status(), 204);
        wish(ana, "Cup", list).await;
        until_all_is_told(&family).await;
        assert_eq!(told(cy, of_cy).await.len(), 1, "of Ana they hear still");
        assert_eq!(cy.delete(&follow_person(ana).await).await.status(), 204);
        wish(ana, "Fork", list).await;
        until_all_is_told(&family).await;
        assert_eq!(told(cy, of_cy).await, Vec::<Value>::new());
        assert_eq!(put(cy, &follow_person(ana).await).await, 204);
        assert_eq!(ana.delete(&group_path(shown, &format!("/members/{}", account(cy).await))).await.status(), 204);
        wish(ana, "Knife", list).await;
        until_all_is_told(&family).await;
        assert_eq!(told(cy, of_cy).await, Vec::<Value>::new());
        assert_eq!(body_of(cy.get("/api/v1/follows").await, 200).await, json!({"boards": [], "people": []}));
    }

    async fn what_happened_can_be_read_with_its_names(engine) {
        let family = family(engine).await;
        let Family { ana, cy, group: shown, list, .. } = &family;
        let bowl = wish(ana, "Bowl", list).await;
        until_all_is_told(&family).await;
        assert_eq!(claiming(cy, &bowl, 1).await.0, 201);
        let club = group(cy, "Club").await;
        let all = entries(cy, "/api/v1/activity").await;
        let said: Vec<(&str, &str)> = all.iter().map(|one| (one["type"].as_str().unwrap(), one["name"].as_str().unwrap())).collect();
        let name = text(&list["name"]);
        let own = [("board_added", "cy · Club"), ("group_added", "Club")];
        assert_eq!(said[..4], [own[0], own[1], ("claims_changed", "Bowl"), ("list_changed", name.as_str())]);
        let numbers: Vec<i64> = all.iter().map(|one| one["number"].as_i64().unwrap()).collect();
        assert_eq!(numbers, (1..=all.len() as i64).rev().collect::<Vec<_>>(), "the log, the newest first");
        let first = body_of(cy.get("/api/v1/activity?limit=2").await, 200).await;
        let rest = entries(cy, &format!("/api/v1/activity?cursor={}", text(&first["next_cursor"]))).await;
        assert_eq!([first["entries"].as_array().unwrap().clone(), rest].concat(), all);
        // Whose it is reads nothing of claims, and who is out reads no names any more.
        assert!(entries(ana, "/api/v1/activity").await.iter().all(|one| one["type"] != "claims_changed"));
        assert_eq!(ana.delete(&group_path(shown, &format!("/members/{}", account(cy).await))).await.status(), 204);
        let all = entries(cy, "/api/v1/activity").await;
        let named: Vec<&Value> = all.iter().map(|one| &one["name"]).filter(|name| !name.is_null()).collect();
        assert_eq!(named, [&json!("cy · Club"), &json!("Club")], "their own group of {}", club["id"]);
        assert_eq!(cy.get(&format!("/api/v1/activity?cursor={}", id())).await.status(), 400);
    }
}
