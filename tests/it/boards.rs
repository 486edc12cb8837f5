//! Boards: made once, changed by whoever may, seen by whoever may, back from the bin.

use std::time::Duration;

use futures::future::join_all;
use giftos_tests::app::{body_of, sent};
use giftos_tests::{TestApp, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};

use crate::wishes::{board, board_path, entries, id, new_board, text, told, wish};

on_both_engines! {
    async fn the_same_id_and_body_is_one_board_and_another_body_a_conflict(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let new = new_board("Birthday", "private");
        let made = body_of(ana.post("/api/v1/boards", &new).await, 201).await;
        assert_eq!(made["relation"], "owner");
        assert_eq!(body_of(ana.post("/api/v1/boards", &new).await, 200).await, made);
        let mut other = new.clone();
        other["name"] = json!("Another");
        body_of(ana.post("/api/v1/boards", &other).await, 409).await;
        let bo = test.register("bo").await;
        body_of(bo.post("/api/v1/boards", &new).await, 409).await;
        assert_eq!(entries(&ana, "/api/v1/boards").await.len(), 1);
    }

    async fn twenty_requests_at_once_make_one_default_board(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let answers = join_all((0..20).map(|_| async { body_of(ana.put("/api/v1/boards/default", &json!({})).await, 200).await })).await;
        assert!(answers.iter().all(|answer| answer["id"] == answers[0]["id"]), "{answers:?}");
        let boards = entries(&ana, "/api/v1/boards").await;
        assert_eq!(boards.len(), 1);
        assert_eq!((boards[0]["name"].as_str(), boards[0]["is_default"].as_bool()), (Some("My wishes"), Some(true)));
    }

    async fn a_change_names_the_version_it_means(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let made = board(&ana, "Birthday", "private").await;
        let path = board_path(&made, "");
        let response = ana.get(&path).await;
        let tag = response.headers()["etag"].to_str().unwrap().to_owned();
        body_of(ana.patch(&path, None, &json!({"name": "Party"})).await, 428).await;
        test.advance(Duration::from_secs(60));
        let changed = ana.patch(&path, Some(&tag), &json!({"name": "Party", "description": "At home"})).await;
        let new_tag = changed.headers()["etag"].to_str().unwrap().to_owned();
        let changed = body_of(changed, 200).await;
        assert_eq!((&changed["name"], &changed["description"]), (&json!("Party"), &json!("At home")));
        assert!(changed["updated_at"].as_i64() > made["updated_at"].as_i64() && new_tag != tag);
        body_of(ana.patch(&path, Some(&tag), &json!({"name": "Late"})).await, 412).await;
        let emptied = body_of(ana.patch(&path, Some(&new_tag), &json!({"description": null})).await, 200).await;
        assert_eq!((&emptied["name"], &emptied["description"]), (&json!("Party"), &Value::Null));
        let refused = body_of(ana.patch(&path, Some("*"), &json!({"name": "\u{3164}", "cover_image": "javascript:x"})).await, 422).await;
        let fields: Vec<_> = refused["errors"].as_array().unwrap().iter().map(|error| error["field"].clone()).collect();
        assert_eq!(fields, ["name", "cover_image"]);
    }

    async fn each_audience_is_seen_by_whom_it_says(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let missing = told(bo.get(&format!("/api/v1/boards/{}", id())).await).await;
        let missing_items = told(bo.get(&format!("/api/v1/boards/{}/items", id())).await).await;
        assert_eq!(missing.0, 404);
        for (audience, seen) in [("private", false), ("groups", false), ("link", false), ("public", true)] {
            let made = board(&ana, audience, audience).await;
            for (path, absent) in [(board_path(&made, ""), &missing), (board_path(&made, "/items"), &missing_items)] {
                for response in [bo.get(&path).await, sent(test.request(Method::GET, &path)).await] {
                    let (status, body) = told(response).await;
                    if seen {
                        assert_eq!(status, 200, "{audience} {path}");
                        assert_eq!(body["link_token"], Value::Null);
                    } else {
                        assert_eq!(&(status, body), absent, "{audience} {path}");
                    }
                }
            }
            let refused = bo.patch(&board_path(&made, ""), Some("*"), &json!({"name": "Mine"})).await;
            assert_eq!(refused.status().as_u16(), if seen { 403 } else { 404 });
            let refused = bo.delete(&board_path(&made, "")).await;
            assert_eq!(refused.status().as_u16(), if seen { 403 } else { 404 });
        }
        assert_eq!(entries(&bo, "/api/v1/boards").await, Vec::<Value>::new());
    }

    async fn a_link_opens_the_board_until_it_is_renewed_or_the_audience_changes(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let made = board(&ana, "Wedding", "link").await;
        wish(&ana, "Bowl", &made).await;
        let open = async |token: &str, rest: &str| sent(test.request(Method::GET, &format!("/api/v1/links/{token}{rest}"))).await;
        let first = text(&made["link_token"]);
        assert!(first.len() >= 22, "128 bits need 22 characters: {first}");
        let seen = body_of(open(&first, "").await, 200).await;
        assert_eq!((&seen["name"], &seen["relation"], &seen["link_token"]), (&json!("Wedding"), &json!("viewer"), &Value::Null));
        assert_eq!(seen["item_count"], 1);
        assert_eq!(body_of(open(&first, "/items").await, 200).await["entries"][0]["title"], "Bowl");

        let renewed = body_of(sent(ana.request(Method::POST, &board_path(&made, "/link")).header("if-match", "*")).await, 200).await;
        let second = text(&renewed["link_token"]);
        assert_ne!(first, second);
        let dead = told(open("nothing", "").await).await;
        assert_eq!(told(open(&first, "").await).await, dead);
        body_of(open(&second, "").await, 200).await;

        body_of(ana.patch(&board_path(&made, ""), Some("*"), &json!({"audience": "private"})).await, 200).await;
        assert_eq!(told(open(&second, "").await).await, dead);
        assert_eq!(open(&second, "/items").await.status(), 404);
        let back = body_of(ana.patch(&board_path(&made, ""), Some("*"), &json!({"audience": "link"})).await, 200).await;
        assert!(text(&back["link_token"]) != second && open(&second, "").await.status() == 404);
        let private = board(&ana, "Mine", "private").await;
        body_of(sent(ana.request(Method::POST, &board_path(&private, "/link")).header("if-match", "*")).await, 409).await;
    }

    async fn editors_change_what_it_says_but_not_who_sees_it(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let made = board(&ana, "Ours", "private").await;
        let editors = board_path(&made, "/editors");
        let unknown = body_of(ana.post(&editors, &json!({"email": "nobody@example.org"})).await, 422).await;
        let own = body_of(ana.post(&editors, &json!({"email": "ana@example.org"})).await, 422).await;
        assert_eq!(unknown["errors"], own["errors"], "an unknown address looks like one that may not be added");
        assert_eq!(bo.post(&editors, &json!({"email": "bo@example.org"})).await.status(), 404);

        let added = body_of(ana.post(&editors, &json!({"email": "BO@example.org"})).await, 201).await;
        assert_eq!(added["display_name"], "bo");
        body_of(ana.post(&editors, &json!({"email": "bo@example.org"})).await, 200).await;
        assert_eq!(body_of(bo.get(&editors).await, 200).await, json!([added]));
        let seen = body_of(bo.get(&board_path(&made, "")).await, 200).await;
        assert_eq!(seen["relation"], "editor");
        body_of(bo.patch(&board_path(&made, ""), Some("*"), &json!({"name": "Ours both"})).await, 200).await;
        body_of(bo.patch(&board_path(&made, ""), Some("*"), &json!({"audience": "public"})).await, 403).await;
        assert_eq!(bo.delete(&board_path(&made, "")).await.status(), 403);
        assert_eq!(entries(&bo, "/api/v1/boards").await.len(), 1);

        let them = format!("{editors}/{}", text(&added["account_id"]));
        assert_eq!(bo.delete(&them).await.status(), 204, "an editor may leave");
        assert_eq!(bo.get(&board_path(&made, "")).await.status(), 404);
        assert_eq!(ana.delete(&them).await.status(), 204, "again is as good");
    }

    async fn addresses_cannot_be_tried_out(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let made = board(&ana, "Ours", "private").await;
        let mut last = 0;
        for i in 0..11 {
            let email = json!({"email": format!("guess{i}@example.org")});
            last = ana.post(&board_path(&made, "/editors"), &email).await.status().as_u16();
        }
        assert_eq!(last, 429);
    }

    async fn a_board_comes_back_from_the_bin_for_thirty_days(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let made = board(&ana, "Birthday", "public").await;
        let item = wish(&ana, "Bowl", &made).await;
        assert_eq!(ana.delete(&board_path(&made, "")).await.status(), 204);
        assert_eq!(ana.delete(&board_path(&made, "")).await.status(), 204, "again is as good");
        assert_eq!(bo.get(&board_path(&made, "")).await.status(), 404);
        assert_eq!(bo.get(&board_path(&made, "/items")).await.status(), 404);
        assert_eq!(bo.get(&format!("/api/v1/items/{item}")).await.status(), 404);
        assert!(body_of(ana.get(&board_path(&made, "")).await, 200).await["deleted_at"].is_i64());
        body_of(ana.patch(&board_path(&made, ""), Some("*"), &json!({"name": "x"})).await, 409).await;
        assert_eq!(entries(&ana, "/api/v1/boards").await, Vec::<Value>::new());
        assert_eq!(entries(&ana, "/api/v1/bin/boards").await.len(), 1);

        let back = body_of(ana.post(&board_path(&made, "/restore"), &json!({})).await, 200).await;
        assert_eq!((&back["deleted_at"], &back["item_count"]), (&Value::Null, &json!(1)));
        assert_eq!(bo.get(&board_path(&made, "")).await.status(), 200);
    }

    async fn my_wishes_goes_to_the_bin_like_any_board_and_the_next_save_makes_a_new_one(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let first = body_of(ana.put("/api/v1/boards/default", &json!({})).await, 200).await;
        assert_eq!(ana.delete(&board_path(&first, "")).await.status(), 204);
        let second = body_of(ana.put("/api/v1/boards/default", &json!({})).await, 200).await;
        assert_ne!(first["id"], second["id"]);
        let back = body_of(ana.post(&board_path(&first, "/restore"), &json!({})).await, 200).await;
        assert_eq!(back["is_default"], false);
    }

    async fn pages_of_boards_hold_each_board_once(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        for i in 0..7 {
            board(&ana, &format!("Board {i}"), "private").await;
        }
        body_of(ana.put("/api/v1/boards/default", &json!({})).await, 200).await;
        let (mut names, mut path) = (Vec::new(), "/api/v1/boards?limit=3".to_owned());
        loop {
            let page = body_of(ana.get(&path).await, 200).await;
            names.extend(page["entries"].as_array().unwrap().iter().map(|entry| text(&entry["name"])));
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            path = format!("/api/v1/boards?limit=3&cursor={cursor}");
        }
        let expected: Vec<String> = std::iter::once("My wishes".to_owned()).chain((0..7).map(|i| format!("Board {i}"))).collect();
        assert_eq!(names, expected);
        for bad in ["limit=0", "limit=101", "limit=-1", "limit=x", "cursor=zzz", "cursor=%00"] {
            assert_eq!(ana.get(&format!("/api/v1/boards?{bad}")).await.status(), 400, "{bad}");
        }
    }
}
