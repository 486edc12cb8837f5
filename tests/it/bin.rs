//! What lay in the bin for 30 days goes for good, and what it alone needed with it.

use std::time::{Duration, Instant};

use giftos_tests::app::{PASSWORD, body_of};
use giftos_tests::{Person, TestApp, on_both_engines};
use serde_json::json;

use crate::claims::{claim_path, claiming, family, until};
use crate::groups::{again, group, group_path, join};
use crate::saving::change_rows;
use crate::wishes::{board, board_path, entries, item_path, save_of, text, titles, wish};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Access tokens end long before the bin is emptied.
async fn signed_in_again(test: &TestApp) -> Person {
    let body = json!({"email": "ana@example.org", "password": PASSWORD});
    test.person(test.post("/api/v1/sessions", &body).await).await
}

on_both_engines! {
    async fn a_board_comes_back_only_where_there_is_room(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let account = ana.tokens.account.id;
        let first = board(&ana, "First", "private").await;
        change_rows(&test, format!("with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 499) \
            insert into board (id, account_id, body_digest, name, kind, audience, created_at, updated_at, version) \
            select 'filler ' || n, '{account}', '', 'Filler', 'wish_list', 'private', 0, 0, 1 from numbers")).await;
        assert_eq!(ana.delete(&board_path(&first, "")).await.status(), 204);
        let last = board(&ana, "Last", "private").await;
        let refused = body_of(ana.post(&board_path(&first, "/restore"), &json!({})).await, 409).await;
        assert_eq!(refused["detail"], "An account has at most 500 boards; delete one first.");
        assert_eq!(ana.delete(&board_path(&last, "")).await.status(), 204);
        body_of(ana.post(&board_path(&first, "/restore"), &json!({})).await, 200).await;
        // It is there: asking again is no further board.
        body_of(ana.post(&board_path(&first, "/restore"), &json!({})).await, 200).await;
    }

    async fn thirty_days_and_no_longer(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let made = board(&ana, "Mine", "private").await;
        let other = board(&ana, "Other", "private").await;
        let kept = wish(&ana, "Kept", &made).await;
        let gone = body_of(ana.post("/api/v1/items", &save_of("https://shop.example/mug", &json!([made["id"]]))).await, 201).await;
        let (gone, product) = (text(&gone["item"]["id"]), text(&gone["item"]["product_id"]));
        assert_eq!(ana.delete(&item_path(&gone, "")).await.status(), 204);
        assert_eq!(ana.delete(&board_path(&other, "")).await.status(), 204);

        test.advance(DAY * 29);
        let ana = signed_in_again(&test).await;
        body_of(ana.post(&item_path(&gone, "/restore"), &json!({})).await, 200).await;
        assert_eq!(ana.delete(&item_path(&gone, "")).await.status(), 204);
        assert_eq!(ana.delete(&item_path(&kept, "")).await.status(), 204);
        body_of(ana.post(&item_path(&kept, "/restore"), &json!({})).await, 200).await;

        test.advance(DAY * 30 + Duration::from_secs(1));
        let ana = signed_in_again(&test).await;
        let deadline = Instant::now() + Duration::from_secs(30);
        while ana.get(&item_path(&gone, "")).await.status() != 404 || ana.get(&board_path(&other, "")).await.status() != 404 {
            assert!(Instant::now() < deadline, "the bin was not emptied");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(ana.get(&format!("/api/v1/products/{product}")).await.status(), 404);
        assert_eq!(entries(&ana, "/api/v1/bin/items").await.len(), 0);
        assert_eq!(titles(&ana, &made).await, ["Kept"], "what was restored stays where it lay");
        body_of(ana.post("/api/v1/items", &save_of("https://shop.example/mug", &json!([made["id"]]))).await, 201).await;
    }
    async fn what_is_given_waits_for_a_group_in_the_bin_and_is_free_once_it_is_gone(engine) {
        let family = family(engine).await;
        let (bowl, glass) = (family.wish("Bowl", json!(1)).await, family.wish("Glass", json!(1)).await);
        let club = group(&family.ana, "Club").await;
        join(&family.ana, &club, &family.cy, "giver_only").await;
        let shown = board_path(&family.list, &format!("/groups/{}", text(&club["id"])));
        assert!(family.ana.put(&shown, &json!({})).await.status().is_success());
        let (_, meant) = claiming(&family.bo, &bowl, 1).await;
        let (_, bought) = claiming(&family.bo, &glass, 1).await;
        body_of(family.bo.patch(&claim_path(&bought, ""), Some("*"), &json!({"state": "bought"})).await, 200).await;
        assert_eq!(family.ana.delete(&group_path(&family.group, "")).await.status(), 204);
        // The list is Ana's as before, and Bo finds what he gives although he sees the list no more.
        let given = async |bo: &Person| entries(bo, "/api/v1/claims").await.len();
        assert_eq!((titles(&family.ana, &family.list).await.len(), given(&family.bo).await), (2, 2));
        assert_eq!(family.bo.get(&item_path(&bowl, "")).await.status(), 404);
        family.test.advance(DAY * 20);
        let bo = again(&family.test, "bo").await;
        body_of(bo.post(&claim_path(&meant, "/confirm"), &json!({})).await, 200).await;
        assert_eq!(claiming(&again(&family.test, "cy").await, &bowl, 1).await.0, 409);
        assert_eq!(given(&bo).await, 2);

        family.test.advance(DAY * 10 + Duration::from_secs(1));
        let (bo, cy) = (again(&family.test, "bo").await, again(&family.test, "cy").await);
        until("what is not bought is free", async || given(&bo).await == 1).await;
        assert_eq!(text(&entries(&bo, "/api/v1/claims").await[0]["id"]), text(&bought["id"]));
        assert_eq!((claiming(&cy, &bowl, 1).await.0, claiming(&cy, &glass, 1).await.0), (201, 409));
        let ana = again(&family.test, "ana").await;
        assert_eq!(titles(&ana, &family.list).await.len(), 2, "a list is never lost with a group");
    }
}
