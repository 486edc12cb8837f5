//! Saving and changing wishes.

use std::time::Duration;

use futures::future::join_all;
use giftos_tests::app::body_of;
use giftos_tests::{TestApp, on_both_engines};
use serde_json::{Value, json};

use crate::wishes::{board, board_path, entries, id, item_path, save_of, text, titles, wish};

const MUG: &str = "https://shop.example/mug";

on_both_engines! {
    async fn a_save_is_durable_and_whole(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let saved = body_of(ana.post("/api/v1/items", &save_of("https://www.shop.example/mug?utm_source=mail", &json!("default"))).await, 201).await;
        let item = &saved["item"];
        assert_eq!(saved["already_saved"], false);
        assert_eq!(saved["placed_on"], item["boards"]);
        assert_eq!((&item["title"], &item["shop"], &item["brand"]), (&json!("Blue mug"), &json!("shop.example"), &json!("Potters")));
        assert_eq!(item["price"], json!({"amount_minor": 1299, "currency": "EUR"}));
        assert_eq!((&item["quantity"], &item["priority"], &item["state"]), (&json!(1), &json!(5), &json!("wanted")));
        assert_eq!((&item["needs_check"], &item["fill"]), (&json!(false), &Value::Null));
        let read = body_of(ana.get(&item_path(&text(&item["id"]), "")).await, 200).await;
        assert_eq!(&read, item);
        let seen = entries(&ana, &item_path(&text(&item["id"]), "/observations")).await;
        assert_eq!(seen.len(), 1);
        assert_eq!((&seen[0]["kind"], &seen[0]["source"]), (&json!("current"), &json!("page_visit")));
        let product = body_of(ana.get(&format!("/api/v1/products/{}", text(&item["product_id"]))).await, 200).await;
        assert_eq!((&product["title"], &product["offers"][0]["url"]), (&json!("Blue mug"), &json!("https://www.shop.example/mug")));
        assert_eq!(product["offers"][0]["price"], item["price"]);
        let bo = test.register("bo").await;
        assert_eq!(bo.get(&format!("/api/v1/products/{}", text(&item["product_id"]))).await.status(), 404);
    }

    async fn the_same_request_again_is_the_same_item_and_another_body_a_conflict(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let new = save_of(MUG, &json!("default"));
        let first = body_of(ana.post("/api/v1/items", &new).await, 201).await;
        let again = body_of(ana.post("/api/v1/items", &new).await, 200).await;
        assert_eq!((&again["item"], &again["already_saved"], &again["placed_on"]), (&first["item"], &json!(false), &json!([])));
        let mut other = new.clone();
        other["note"] = json!("In blue");
        body_of(ana.post("/api/v1/items", &other).await, 409).await;
        let answers = join_all((0..8).map(|_| { let by_hand = json!({"id": new["id"], "boards": "default", "title": "Other"}); let ana = &ana; async move { ana.post("/api/v1/items", &by_hand).await.status().as_u16() } })).await;
        assert_eq!(answers, [409; 8]);
    }

    async fn one_request_sent_many_times_at_once_is_one_item(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let new = json!({"id": id(), "boards": "default", "title": "A day out"});
        let statuses = join_all((0..12).map(|_| async { ana.post("/api/v1/items", &new).await.status().as_u16() })).await;
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 11, "{statuses:?}");
        assert_eq!(entries(&ana, "/api/v1/items").await.len(), 1);
    }

    async fn twenty_saves_of_one_page_at_once_are_one_item_on_all_their_boards(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let boards = [board(&ana, "One", "private").await, board(&ana, "Two", "private").await];
        let saves = (0..20).map(|i| {
            let (ana, board) = (&ana, &boards[i % 2]);
            let url = if i % 3 == 0 { format!("{MUG}?utm_campaign={i}") } else { MUG.to_owned() };
            async move { let answer = ana.post("/api/v1/items", &save_of(&url, &json!([board["id"]]))).await; (answer.status().as_u16(), answer.json::<Value>().await.unwrap()) }
        });
        let answers = join_all(saves).await;
        let (made, there): (Vec<_>, Vec<_>) = answers.iter().partition(|(status, _)| *status == 201);
        assert_eq!((made.len(), there.len()), (1, 19), "{answers:?}");
        for (status, answer) in there {
            assert_eq!((*status, &answer["already_saved"]), (200, &json!(true)));
            assert_eq!(answer["item"]["id"], made[0].1["item"]["id"]);
        }
        let items = entries(&ana, "/api/v1/items").await;
        assert_eq!(items.len(), 1);
        assert_eq!(items[0]["boards"].as_array().unwrap().len(), 2);
        for board in &boards {
            assert_eq!(titles(&ana, board).await, ["Blue mug"]);
        }
        assert_eq!(entries(&ana, &item_path(&text(&items[0]["id"]), "/observations")).await.len(), 1);
    }

    async fn another_variant_another_person_and_what_lies_in_the_bin_are_other_items(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let first = body_of(ana.post("/api/v1/items", &save_of(MUG, &json!("default"))).await, 201).await;
        let mut red = save_of(MUG, &json!("default"));
        red["variant"] = json!([{"name": "Colour", "value": "Red"}]);
        let red = body_of(ana.post("/api/v1/items", &red).await, 201).await;
        assert_eq!(red["item"]["product_id"], first["item"]["product_id"]);
        assert_ne!(red["item"]["offer_id"], first["item"]["offer_id"]);
        let theirs = body_of(bo.post("/api/v1/items", &save_of(MUG, &json!("default"))).await, 201).await;
        assert_ne!(theirs["item"]["product_id"], first["item"]["product_id"], "an account's rows are its own");
        let path = item_path(&text(&first["item"]["id"]), "");
        assert_eq!(ana.delete(&path).await.status(), 204);
        body_of(ana.post("/api/v1/items", &save_of(MUG, &json!("default"))).await, 201).await;
        body_of(ana.post(&format!("{path}/restore"), &json!({})).await, 409).await;
    }

    async fn a_second_look_at_a_page_is_a_second_sighting(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let first = body_of(ana.post("/api/v1/items", &save_of(MUG, &json!("default"))).await, 201).await;
        test.advance(Duration::from_secs(600));
        let mut cheaper = save_of(MUG, &json!("default"));
        cheaper["page"]["price"]["amount_minor"] = json!(999);
        let again = body_of(ana.post("/api/v1/items", &cheaper).await, 200).await;
        assert_eq!(again["item"]["price"]["amount_minor"], 999);
        assert!(again["item"]["version"].as_i64() > first["item"]["version"].as_i64());
        let seen = entries(&ana, &item_path(&text(&first["item"]["id"]), "/observations")).await;
        let amounts: Vec<_> = seen.iter().map(|sighting| sighting["price"]["amount_minor"].clone()).collect();
        assert_eq!(amounts, [999, 1299]);
    }

    async fn a_typed_price_stays_until_it_is_emptied_and_is_no_sighting(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let saved = body_of(ana.post("/api/v1/items", &save_of(MUG, &json!("default"))).await, 201).await;
        let path = item_path(&text(&saved["item"]["id"]), "");
        let typed = json!({"price": {"amount_minor": 1000, "currency": "USD"}});
        let item = body_of(ana.patch(&path, Some("\"1\""), &typed).await, 200).await;
        assert_eq!((&item["price"], &item["price_seen_at"]), (&typed["price"], &Value::Null));
        let again = body_of(ana.post("/api/v1/items", &save_of(MUG, &json!("default"))).await, 200).await;
        assert_eq!(again["item"]["price"], typed["price"]);
        assert_eq!(entries(&ana, &format!("{path}/observations")).await.len(), 1);
        let item = body_of(ana.patch(&path, Some("*"), &json!({"price": null})).await, 200).await;
        assert_eq!(item["price"], json!({"amount_minor": 1299, "currency": "EUR"}));
        assert!(item["price_seen_at"].is_i64());
    }

    async fn a_price_typed_while_saving_is_no_sighting_and_outlasts_the_next_look(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let typed = json!({"amount_minor": 1000, "currency": "USD"});
        let mut save = save_of(MUG, &json!("default"));
        save["price"] = typed.clone();
        let saved = body_of(ana.post("/api/v1/items", &save).await, 201).await;
        assert_eq!((&saved["item"]["price"], &saved["item"]["price_seen_at"]), (&typed, &Value::Null));
        let again = body_of(ana.post("/api/v1/items", &save_of(MUG, &json!("default"))).await, 200).await;
        assert_eq!(again["item"]["price"], typed);
        let path = item_path(&text(&saved["item"]["id"]), "");
        let seen = entries(&ana, &format!("{path}/observations")).await;
        let amounts: Vec<_> = seen.iter().map(|sighting| sighting["price"]["amount_minor"].clone()).collect();
        assert_eq!(amounts, [1299], "what the page said, and nothing else");
        let item = body_of(ana.patch(&path, Some("*"), &json!({"price": null})).await, 200).await;
        assert_eq!(item["price"], json!({"amount_minor": 1299, "currency": "EUR"}));

        let mut by_hand = json!({"id": id(), "boards": "default", "title": "Socks"});
        by_hand["price"] = json!({"amount_minor": -5, "currency": "EUR"});
        body_of(ana.post("/api/v1/items", &by_hand).await, 422).await;
        by_hand["price"] = typed.clone();
        let item = body_of(ana.post("/api/v1/items", &by_hand).await, 201).await;
        assert_eq!(item["item"]["price"], typed);
    }

    async fn a_change_names_the_version_it_means(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let made = board(&ana, "Mine", "private").await;
        let path = item_path(&wish(&ana, "Bowl", &made).await, "");
        let tag = ana.get(&path).await.headers()["etag"].to_str().unwrap().to_owned();
        body_of(ana.patch(&path, None, &json!({"note": "x"})).await, 428).await;
        let patch = json!({"title": "Big bowl", "note": "Any colour", "quantity": "any", "priority": 10, "occasion": "Birthday",
            "variant": [{"name": "Size", "value": "L"}], "private_note": "for soup", "state": "received",
            "alert_threshold": {"amount_minor": 500, "currency": "GBP"}, "checked": false});
        let item = body_of(ana.patch(&path, Some(&tag), &patch).await, 200).await;
        for field in ["title", "note", "quantity", "priority", "occasion", "variant", "private_note", "state", "alert_threshold"] {
            assert_eq!(item[field], patch[field], "{field}");
        }
        assert_eq!(item["needs_check"], true);
        body_of(ana.patch(&path, Some(&tag), &json!({"note": "late"})).await, 412).await;
        let item = body_of(ana.patch(&path, Some("*"), &json!({"note": null, "quantity": 3})).await, 200).await;
        assert_eq!((&item["note"], &item["quantity"], &item["title"]), (&Value::Null, &json!(3), &json!("Big bowl")));
        // Two at once on one version: one wins, the other is told.
        let tag = format!("\"{}\"", item["version"]);
        let (one, two) = (json!({"note": "one"}), json!({"note": "two"}));
        let mut statuses = join_all([&one, &two].map(|patch| async { ana.patch(&path, Some(&tag), patch).await.status().as_u16() })).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
    }

    async fn the_bin_gives_back_what_was_deleted_by_a_slip(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let made = board(&ana, "Mine", "private").await;
        for title in ["C", "B", "A"] {
            wish(&ana, title, &made).await;
        }
        let b = text(&entries(&ana, &board_path(&made, "/items")).await[1]["id"]);
        assert_eq!(ana.delete(&item_path(&b, "")).await.status(), 204);
        assert_eq!(ana.delete(&item_path(&b, "")).await.status(), 204);
        assert_eq!(titles(&ana, &made).await, ["A", "C"]);
        assert_eq!(body_of(ana.get(&board_path(&made, "")).await, 200).await["item_count"], 2);
        assert_eq!(entries(&ana, "/api/v1/items").await.len(), 2);
        assert_eq!(entries(&ana, "/api/v1/bin/items").await.len(), 1);
        body_of(ana.patch(&item_path(&b, ""), Some("*"), &json!({"note": "x"})).await, 409).await;
        let back = body_of(ana.post(&item_path(&b, "/restore"), &json!({})).await, 200).await;
        assert_eq!(back["deleted_at"], Value::Null);
        assert_eq!(titles(&ana, &made).await, ["A", "B", "C"], "it lies where it lay");
    }

    async fn fields_and_filters_choose_what_is_read(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let (one, two) = (board(&ana, "One", "private").await, board(&ana, "Two", "private").await);
        let bowl = wish(&ana, "Bowl", &one).await;
        wish(&ana, "Cup", &two).await;
        body_of(ana.patch(&item_path(&bowl, ""), Some("*"), &json!({"state": "archived"})).await, 200).await;
        let sparse = entries(&ana, "/api/v1/items?fields=id,title").await;
        assert_eq!(sparse[0].as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "title"]);
        let on_one = entries(&ana, &format!("/api/v1/items?board={}", text(&one["id"]))).await;
        assert_eq!(on_one.iter().map(|item| text(&item["title"])).collect::<Vec<_>>(), ["Bowl"]);
        assert_eq!(entries(&ana, "/api/v1/items?state=wanted&fields=title").await, [json!({"title": "Cup"})]);
        for bad in ["fields=claims,viewers", "fields=title,", "state=lost", "board=x", "limit=0", "cursor=zz"] {
            for path in ["/api/v1/items".to_owned(), board_path(&one, "/items")] {
                if path.ends_with("/items") && path.contains("boards") && (bad.starts_with("state") || bad.starts_with("board")) { continue; }
                assert_eq!(ana.get(&format!("{path}?{bad}")).await.status(), 400, "{path}?{bad}");
            }
        }
    }

    async fn pages_of_items_hold_each_item_once_while_others_come_and_go(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let made = board(&ana, "Mine", "private").await;
        for i in 0..9 {
            wish(&ana, &format!("{i}"), &made).await;
        }
        for list in ["/api/v1/items".to_owned(), board_path(&made, "/items")] {
            let (mut seen, mut path) = (Vec::new(), format!("{list}?limit=4"));
            loop {
                let page = body_of(ana.get(&path).await, 200).await;
                seen.extend(page["entries"].as_array().unwrap().iter().map(|entry| text(&entry["title"])));
                wish(&ana, "later", &made).await;
                let Some(cursor) = page["next_cursor"].as_str() else { break };
                path = format!("{list}?limit=4&cursor={cursor}");
            }
            seen.retain(|title| title != "later");
            assert_eq!(seen, (0..9).rev().map(|i| i.to_string()).collect::<Vec<_>>(), "{list}");
        }
    }
}
