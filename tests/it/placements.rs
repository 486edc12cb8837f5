//! Where items lie, and in which order.

use futures::future::join_all;
use giftos_tests::app::body_of;
use giftos_tests::{TestApp, on_both_engines};
use serde_json::json;

use crate::wishes::{board, board_path, entries, id, item_path, text, titles, wish};

on_both_engines! {
    async fn an_item_is_placed_taken_off_and_moved(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let (one, two) = (board(&ana, "One", "private").await, board(&ana, "Two", "private").await);
        let bowl = wish(&ana, "Bowl", &one).await;
        let place = board_path(&two, &format!("/items/{bowl}"));
        assert_eq!(ana.put(&place, &json!({})).await.status(), 204);
        assert_eq!(ana.put(&place, &json!({})).await.status(), 204);
        assert_eq!((titles(&ana, &one).await, titles(&ana, &two).await), (vec!["Bowl".to_owned()], vec!["Bowl".to_owned()]));
        assert_eq!(ana.delete(&place).await.status(), 204);
        assert_eq!(ana.delete(&place).await.status(), 204);
        assert_eq!(titles(&ana, &two).await, [""; 0]);
        let there = json!({"from": one["id"], "to": two["id"]});
        assert_eq!(ana.post(&item_path(&bowl, "/move"), &there).await.status(), 204);
        assert_eq!(ana.post(&item_path(&bowl, "/move"), &there).await.status(), 204, "it is there already");
        assert_eq!((titles(&ana, &one).await, titles(&ana, &two).await), (vec![], vec!["Bowl".to_owned()]));
        let nowhere = json!({"from": one["id"], "to": id()});
        assert_eq!(ana.post(&item_path(&bowl, "/move"), &nowhere).await.status(), 404);
        assert_eq!(body_of(ana.get(&board_path(&one, "")).await, 200).await["item_count"], 0);
    }

    async fn the_nil_id_is_the_accounts_own_my_wishes(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let one = board(&ana, "One", "private").await;
        let (bowl, cup) = (wish(&ana, "Bowl", &one).await, wish(&ana, "Cup", &one).await);
        let nil = json!({"id": "00000000-0000-0000-0000-000000000000"});
        let there = json!({"from": one["id"], "to": nil["id"]});
        assert_eq!(ana.post(&item_path(&bowl, "/move"), &there).await.status(), 204, "made where it is missing");
        assert_eq!(ana.put(&board_path(&nil, &format!("/items/{cup}")), &json!({})).await.status(), 204);
        let default = body_of(ana.put("/api/v1/boards/default", &json!({})).await, 200).await;
        assert_eq!(titles(&ana, &default).await, ["Cup", "Bowl"]);
        let order = board_path(&nil, &format!("/order/{cup}"));
        assert_eq!(ana.put(&order, &json!({"after": bowl})).await.status(), 204);
        assert_eq!(titles(&ana, &default).await, ["Bowl", "Cup"]);
        assert_eq!(ana.delete(&board_path(&nil, &format!("/items/{cup}"))).await.status(), 204);
        assert_eq!(titles(&ana, &default).await, ["Bowl"]);
        assert_eq!(bo.put(&board_path(&nil, &format!("/items/{cup}")), &json!({})).await.status(), 404);
        assert_eq!(ana.get(&board_path(&nil, "")).await.status(), 404, "it is no board to look at");
    }

    async fn only_its_person_shows_an_item_on_another_board(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let shared = board(&ana, "Shared", "private").await;
        body_of(ana.post(&board_path(&shared, "/editors"), &json!({"email": "bo@example.org"})).await, 201).await;
        let bowl = wish(&ana, "Bowl", &shared).await;
        let theirs = board(&bo, "Theirs", "public").await;
        assert_eq!(bo.put(&board_path(&theirs, &format!("/items/{bowl}")), &json!({})).await.status(), 403);
        let there = json!({"from": shared["id"], "to": theirs["id"]});
        assert_eq!(bo.post(&item_path(&bowl, "/move"), &there).await.status(), 403);
        assert_eq!(bo.delete(&item_path(&bowl, "")).await.status(), 403);
        assert_eq!(bo.delete(&board_path(&shared, &format!("/items/{bowl}"))).await.status(), 204, "an editor takes it off");
        assert_eq!(bo.get(&item_path(&bowl, "")).await.status(), 404);
        let mine = wish(&bo, "Cup", &theirs).await;
        assert_eq!(ana.delete(&board_path(&theirs, &format!("/items/{mine}"))).await.status(), 403);
        let private = board(&bo, "Private", "private").await;
        let hidden = wish(&bo, "Pen", &private).await;
        for path in [board_path(&private, &format!("/items/{hidden}")), board_path(&shared, &format!("/items/{hidden}"))] {
            assert_eq!(ana.delete(&path).await.status(), 404, "{path}");
            assert_eq!(ana.put(&path, &json!({})).await.status(), 404, "{path}");
        }
    }

    async fn an_item_goes_right_after_another_one_or_first(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let made = board(&ana, "Mine", "private").await;
        let mut ids = Vec::new();
        for title in ["D", "C", "B", "A"] {
            ids.insert(0, wish(&ana, title, &made).await);
        }
        let put = async |item: usize, after: Option<usize>| {
            let body = json!({"after": after.map(|after| ids[after].clone())});
            ana.put(&board_path(&made, &format!("/order/{}", ids[item])), &body).await.status().as_u16()
        };
        assert_eq!(titles(&ana, &made).await, ["A", "B", "C", "D"]);
        assert_eq!(put(3, None).await, 204);
        assert_eq!(titles(&ana, &made).await, ["D", "A", "B", "C"]);
        assert_eq!(put(3, Some(1)).await, 204);
        assert_eq!(titles(&ana, &made).await, ["A", "B", "D", "C"]);
        assert_eq!(put(0, Some(2)).await, 204);
        assert_eq!(titles(&ana, &made).await, ["B", "D", "C", "A"]);
        assert_eq!(put(0, Some(0)).await, 422);
        let other = board(&ana, "Other", "private").await;
        let elsewhere = wish(&ana, "X", &other).await;
        let after = json!({"after": elsewhere});
        assert_eq!(ana.put(&board_path(&made, &format!("/order/{}", ids[0])), &after).await.status(), 422);
        assert_eq!(ana.put(&board_path(&made, &format!("/order/{elsewhere}")), &json!({"after": null})).await.status(), 404);
    }

    /// Ever into the same gap, until there is no room and the board is numbered anew.
    async fn a_gap_that_is_full_is_made_wide_again(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let made = board(&ana, "Mine", "private").await;
        let mut ids = Vec::new();
        for title in ["C", "B", "A"] {
            ids.insert(0, wish(&ana, title, &made).await);
        }
        // B and C take turns to be right after A: each turn halves the gap.
        for turn in 0..90 {
            let path = board_path(&made, &format!("/order/{}", ids[1 + turn % 2]));
            assert_eq!(ana.put(&path, &json!({"after": ids[0]})).await.status(), 204, "turn {turn}");
        }
        assert_eq!(titles(&ana, &made).await, ["A", "C", "B"]);
    }

    async fn parallel_moves_keep_a_total_order(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let made = board(&ana, "Mine", "private").await;
        let mut ids = Vec::new();
        for title in ["D", "C", "B", "A"] {
            ids.insert(0, wish(&ana, title, &made).await);
        }
        let moves = (0..24).map(|i| {
            let path = board_path(&made, &format!("/order/{}", ids[i % 4]));
            let after = if i % 5 == 0 { json!(null) } else { json!(ids[(i * 3 + 1) % 4]) };
            let ana = &ana;
            async move { ana.put(&path, &json!({"after": after})).await.status().as_u16() }
        });
        let statuses = join_all(moves).await;
        assert!(statuses.iter().all(|status| matches!(status, 204 | 422)), "{statuses:?}");
        let rows = entries(&ana, &board_path(&made, "/items?fields=id,position")).await;
        let mut positions: Vec<i64> = rows.iter().map(|row| row["position"].as_i64().unwrap()).collect();
        let sorted = positions.clone();
        positions.sort_unstable();
        positions.dedup();
        assert_eq!((positions.len(), &positions), (4, &sorted));
        let again: Vec<_> = entries(&ana, &board_path(&made, "/items")).await.iter().map(|row| text(&row["id"])).collect();
        assert_eq!(again, rows.iter().map(|row| text(&row["id"])).collect::<Vec<_>>());
    }
}
