//! What a viewer sees of a board and of an item, and what they never see.

use giftos_tests::app::{body_of, sent};
use giftos_tests::{TestApp, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};
use shared::wire::accounts::ServerRole;

use crate::wishes::{board, board_path, entries, id, item_path, text, told, wish};

on_both_engines! {
    async fn what_a_person_keeps_to_themselves_is_shown_to_nobody_else(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo, cy) = (test.register("ana").await, test.register("bo").await, test.register("cy").await);
        let made = board(&ana, "Ours", "public").await;
        body_of(ana.post(&board_path(&made, "/editors"), &json!({"email": "bo@example.org"})).await, 201).await;
        let private = board(&ana, "Mine alone", "private").await;
        let new = json!({"id": id(), "boards": [made["id"], private["id"]], "title": "Bowl", "note": "any colour",
            "private_note": "secret", "alert_threshold": {"amount_minor": 900, "currency": "EUR"}});
        let item = text(&body_of(ana.post("/api/v1/items", &new).await, 201).await["item"]["id"]);
        for path in [item_path(&item, ""), board_path(&made, "/items")] {
            let own = body_of(ana.get(&path).await, 200).await;
            let own = own.get("entries").map_or(&own, |entries| &entries[0]);
            assert_eq!((&own["private_note"], &own["alert_threshold"]["amount_minor"]), (&json!("secret"), &json!(900)));
            assert_eq!(own["boards"].as_array().unwrap().len(), 2);
            for response in [bo.get(&path).await, cy.get(&path).await, sent(test.request(Method::GET, &path)).await] {
                let body = body_of(response, 200).await;
                assert!(!body.to_string().contains("secret"), "{body}");
                let seen = body.get("entries").map_or(&body, |entries| &entries[0]);
                assert_eq!((&seen["private_note"], &seen["alert_threshold"]), (&Value::Null, &Value::Null));
                assert_eq!((&seen["note"], &seen["boards"]), (&json!("any colour"), &json!([made["id"]])));
            }
        }
        let path = item_path(&item, "");
        body_of(bo.patch(&path, Some("*"), &json!({"note": "in blue"})).await, 200).await;
        body_of(bo.patch(&path, Some("*"), &json!({"private_note": "x"})).await, 403).await;
        body_of(cy.patch(&path, Some("*"), &json!({"note": "x"})).await, 403).await;
        let kept = body_of(ana.get(&path).await, 200).await;
        assert_eq!((&kept["note"], &kept["private_note"]), (&json!("in blue"), &json!("secret")));
    }

    async fn boards_of_a_deactivated_account_are_for_their_own_people_alone(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo, cy) = (test.register("ana").await, test.register("bo").await, test.register("cy").await);
        let boss = test.register("boss").await;
        assert!(giftos::accounts::set_role(&test.app.db, "boss@example.org", ServerRole::Operator).await.unwrap());
        let (public, linked) = (board(&ana, "Public", "public").await, board(&ana, "Linked", "link").await);
        let empty = board(&ana, "Empty", "public").await;
        body_of(ana.post(&board_path(&public, "/editors"), &json!({"email": "bo@example.org"})).await, 201).await;
        let item = wish(&ana, "Bowl", &public).await;
        wish(&ana, "Cup", &linked).await;
        let link = format!("/api/v1/links/{}", text(&linked["link_token"]));
        let open = [
            board_path(&public, ""), board_path(&public, "/items"), board_path(&empty, ""), board_path(&empty, "/items"),
            item_path(&item, ""), link.clone(), format!("{link}/items"),
        ];
        let seen = async |status: u16| {
            for path in &open {
                assert_eq!(cy.get(path).await.status(), status, "{path}");
                assert_eq!(sent(test.request(Method::GET, path)).await.status(), status, "signed out: {path}");
            }
        };
        seen(200).await;
        let account = format!("/api/v1/operator/accounts/{}", ana.tokens.account.id);
        body_of(boss.post(&format!("{account}/deactivate"), &json!({})).await, 200).await;
        seen(404).await;
        assert_eq!(told(cy.get(&open[0]).await).await, told(cy.get(&format!("/api/v1/boards/{}", id())).await).await);
        assert_eq!(told(cy.get(&open[1]).await).await, told(cy.get(&format!("/api/v1/boards/{}/items", id())).await).await);
        // Whom she made its editor keeps what they work on.
        body_of(bo.get(&board_path(&public, "/items")).await, 200).await;
        body_of(bo.patch(&item_path(&item, ""), Some("*"), &json!({"note": "in blue"})).await, 200).await;
        body_of(boss.post(&format!("{account}/restore"), &json!({})).await, 200).await;
        seen(200).await;
    }

    async fn to_a_stranger_what_is_private_does_not_exist(engine) {
        let test = TestApp::start(engine).await;
        let (ana, eve) = (test.register("ana").await, test.register("eve").await);
        let made = board(&ana, "Mine", "private").await;
        let item = wish(&ana, "Bowl", &made).await;
        let (no_board, no_item) = (json!({"id": id()}), id());
        let theirs = board(&eve, "Eve's", "private").await;
        let own = wish(&eve, "Cup", &theirs).await;
        let pairs = [
            (item_path(&item, ""), item_path(&no_item, "")),
            (item_path(&item, "/observations"), item_path(&no_item, "/observations")),
            (item_path(&item, "/history"), item_path(&no_item, "/history")),
            (board_path(&made, ""), board_path(&no_board, "")),
            (board_path(&made, "/items"), board_path(&no_board, "/items")),
            (board_path(&made, "/editors"), board_path(&no_board, "/editors")),
        ];
        for (there, not_there) in &pairs {
            assert_eq!(told(eve.get(there).await).await, told(eve.get(not_there).await).await, "GET {there}");
            let out = sent(test.request(Method::GET, there)).await;
            assert_eq!(told(out).await, told(sent(test.request(Method::GET, not_there)).await).await, "signed out {there}");
        }
        let body = json!({});
        let moving = |from: &Value| json!({"from": from["id"], "to": theirs["id"]});
        for (method, there, not_there, one, other) in [
            (Method::PATCH, item_path(&item, ""), item_path(&no_item, ""), body.clone(), body.clone()),
            (Method::DELETE, item_path(&item, ""), item_path(&no_item, ""), body.clone(), body.clone()),
            (Method::POST, item_path(&item, "/restore"), item_path(&no_item, "/restore"), body.clone(), body.clone()),
            (Method::POST, item_path(&item, "/fill"), item_path(&no_item, "/fill"), body.clone(), body.clone()),
            (Method::POST, item_path(&item, "/move"), item_path(&no_item, "/move"), moving(&made), moving(&made)),
            (Method::POST, item_path(&own, "/move"), item_path(&own, "/move"), moving(&made), moving(&no_board)),
            (Method::PUT, board_path(&theirs, &format!("/items/{item}")), board_path(&theirs, &format!("/items/{no_item}")), body.clone(), body.clone()),
            (Method::PUT, board_path(&made, &format!("/items/{own}")), board_path(&no_board, &format!("/items/{own}")), body.clone(), body.clone()),
            (Method::DELETE, board_path(&made, &format!("/items/{own}")), board_path(&no_board, &format!("/items/{own}")), body.clone(), body.clone()),
            (Method::DELETE, board_path(&theirs, &format!("/items/{item}")), board_path(&theirs, &format!("/items/{no_item}")), body.clone(), body.clone()),
            (Method::PUT, board_path(&made, &format!("/order/{item}")), board_path(&no_board, &format!("/order/{item}")), json!({"after": null}), json!({"after": null})),
            (Method::PUT, board_path(&theirs, &format!("/order/{own}")), board_path(&theirs, &format!("/order/{own}")), json!({"after": item}), json!({"after": no_item})),
            (Method::PATCH, board_path(&made, ""), board_path(&no_board, ""), body.clone(), body.clone()),
            (Method::DELETE, board_path(&made, ""), board_path(&no_board, ""), body.clone(), body.clone()),
            (Method::POST, board_path(&made, "/restore"), board_path(&no_board, "/restore"), body.clone(), body.clone()),
            (Method::POST, board_path(&made, "/link"), board_path(&no_board, "/link"), body.clone(), body.clone()),
            (Method::POST, board_path(&made, "/editors"), board_path(&no_board, "/editors"), json!({"email": "ana@example.org"}), json!({"email": "ana@example.org"})),
        ] {
            let ask = async |path: &str, body: &Value| {
                told(sent(eve.request(method.clone(), path).header("if-match", "*").json(body)).await).await
            };
            let (seen, absent) = (ask(&there, &one).await, ask(&not_there, &other).await);
            assert_eq!(seen, absent, "{method} {there}");
            assert!(matches!(seen.0, 404 | 422), "{method} {there}: {seen:?}");
        }
        let save = |board: &Value| json!({"id": id(), "boards": [board["id"]], "title": "x"});
        let told_of = async |board: &Value| told(eve.post("/api/v1/items", &save(board)).await).await;
        assert_eq!(told_of(&made).await, told_of(&no_board).await);
        let on = async |board: &Value| entries(&eve, &format!("/api/v1/items?board={}", text(&board["id"]))).await;
        assert_eq!(on(&made).await, on(&no_board).await);
    }
}
