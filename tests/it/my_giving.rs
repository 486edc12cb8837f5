//! Giving on the pages of members: what is offered, to whom, what is chosen from, and that whoever it is for sees nothing of it.

use giftos_tests::app::body_of;
use giftos_tests::on_both_engines;
use regex::Regex;
use serde_json::json;

use crate::claims::{claiming, family};
use crate::groups::group_path;
use crate::my_pages::Browser;
use crate::wishes::{board, board_path, id, item_path, text};

/// A page without the ids that were drawn for it.
fn plain(html: &str) -> String {
    let drawn = Regex::new("(name=\"(?:id|claim)\" value=\")[^\"]+").unwrap();
    drawn.replace_all(html, "$1").into_owned()
}

/// The claim's own address, out of a page.
fn claim_on(html: &str) -> String {
    let (_, rest) = html.split_once("/my/claims/").unwrap_or_else(|| panic!("nothing given: {html}"));
    rest.split('/').next().unwrap().to_owned()
}

on_both_engines! {
    async fn a_giver_gives_buys_and_takes_back_and_the_owner_sees_the_same(engine) {
        let family = family(engine).await;
        let item = family.wish("Blue mug", json!(1)).await;
        let list = format!("/my/lists/{}", text(&family.list["id"]));
        let mut ana = Browser::of(&family.test, "ana").await;
        let mut bo = Browser::of(&family.test, "bo").await;
        let mut cy = Browser::of(&family.test, "cy").await;
        let pages = [list.clone(), format!("/my/wishes/{item}"), "/my".to_owned(), "/my/gifts".to_owned()];
        let mut before = Vec::new();
        for page in &pages {
            before.push(plain(&ana.open(page).await.html));
        }
        for page in &before[..2] {
            assert!(page.contains("Blue mug") && !page.contains("/give\"") && !page.contains("I give this"), "{page}");
        }
        assert!(bo.open(&list).await.html.contains("I give this"));
        let claim = id();
        let given = bo.submit(&format!("/my/wishes/{item}/give"), &[("claim", &claim)]).await;
        assert_eq!(given.status, 303, "{}", given.html);
        assert!(bo.open(&given.to).await.html.contains("You give this"));
        // Sent twice, it is given once.
        assert_eq!(bo.submit(&format!("/my/wishes/{item}/give"), &[("claim", &claim)]).await.status, 303);
        let shown = bo.open(&list).await.html;
        assert_eq!(claim_on(&shown), claim);
        let others = cy.open(&list).await.html;
        assert!(others.contains("Taken") && !others.contains("I give this"), "{others}");
        let refused = cy.submit(&format!("/my/wishes/{item}/give"), &[("claim", &id())]).await;
        assert_eq!(refused.status, 409);
        assert!(refused.html.contains("Somebody else was faster"), "{}", refused.html);
        assert_eq!(bo.submit(&format!("/my/claims/{claim}/bought"), &[]).await.status, 303);
        assert!(bo.open("/my/gifts").await.html.contains("bought"));
        for (page, before) in pages.iter().zip(&before) {
            assert_eq!(&plain(&ana.open(page).await.html), before, "{page}");
        }
        // She can do nothing with it, nor with a wish of her own.
        assert_eq!(ana.submit(&format!("/my/claims/{claim}/back"), &[]).await.status, 404);
        let own = ana.submit(&format!("/my/wishes/{item}/give"), &[("claim", &id())]).await;
        assert_eq!(own.status, 403);
        assert_eq!(bo.submit(&format!("/my/claims/{claim}/back"), &[]).await.status, 303);
        assert!(cy.open(&list).await.html.contains("I give this"));
        assert_eq!(plain(&own.html), plain(&ana.submit(&format!("/my/wishes/{item}/give"), &[("claim", &id())]).await.html));
    }

    async fn giving_is_offered_where_the_api_lets_somebody_give_and_nowhere_else(engine) {
        let family = family(engine).await;
        let item = family.wish("Blue mug", json!(1)).await;
        family.test.register("eve").await;
        let open = board(&family.ana, "For everybody", "public").await;
        let place = board_path(&open, &format!("/items/{item}"));
        assert!(family.ana.put(&place, &json!({})).await.status().is_success());
        let alone = json!({"id": id(), "boards": [open["id"]], "title": "Only there"});
        let alone = text(&body_of(family.ana.post("/api/v1/items", &alone).await, 201).await["item"]["id"]);
        let page = format!("/my/lists/{}", text(&open["id"]));
        // Bo is in a group that sees the mug elsewhere: the API lets him give that, and not the other.
        let shown = Browser::of(&family.test, "bo").await.open(&page).await.html;
        assert!(shown.contains(&format!("/my/wishes/{item}/give")) && !shown.contains(&format!("/my/wishes/{alone}/give")), "{shown}");
        assert_eq!(claiming(&family.bo, &alone, 1).await.0, 403);
        let stranger = Browser::of(&family.test, "eve").await.open(&page).await;
        assert!(stranger.status == 200 && stranger.html.contains("Blue mug") && !stranger.html.contains("/give\""), "{}", stranger.html);
        // Who may change a list that is not for them gives from it too.
        let editor = json!({"email": "bo@example.org"});
        assert!(family.ana.post(&board_path(&family.list, "/editors"), &editor).await.status().is_success());
        let edited = Browser::of(&family.test, "bo").await.open(&format!("/my/lists/{}", text(&family.list["id"]))).await.html;
        assert!(edited.contains(&format!("/my/wishes/{item}/give")) && edited.contains("/add\""), "{edited}");
        assert_eq!(claiming(&family.bo, &item, 1).await.0, 201);
    }

    async fn a_list_is_chosen_from_by_price_category_and_what_is_free(engine) {
        let family = family(engine).await;
        let (mug, book) = (family.wish("Blue mug", json!(1)).await, family.wish("Old book", json!(1)).await);
        let dearer = json!({"price": {"amount_minor": 4_000, "currency": "EUR"}});
        body_of(family.ana.patch(&item_path(&book, ""), Some("*"), &dearer).await, 200).await;
        let category = json!({"id": id(), "name": "Books"});
        let made = body_of(family.ana.post(&group_path(&family.group, "/categories"), &category).await, 201).await;
        let put = item_path(&book, &format!("/categories/{}", text(&made["id"])));
        assert!(family.ana.put(&put, &json!({})).await.status().is_success());
        assert_eq!(claiming(&family.cy, &mug, 1).await.0, 201);
        let mut bo = Browser::of(&family.test, "bo").await;
        let path = format!("/my/lists/{}?group={}", text(&family.list["id"]), text(&family.group["id"]));
        let chosen = format!("&category={}", text(&made["id"]));
        for (query, mug, book) in [
            ("", true, true),
            ("&max=12,50", true, false),
            ("&min=12.50", false, true),
            ("&min=12&max=13", false, false),
            ("&max=nothing", true, true),
            ("&free=1", false, true),
            (chosen.as_str(), false, true),
        ] {
            let html = bo.open(&format!("{path}{query}")).await.html;
            assert_eq!((html.contains("Blue mug"), html.contains("Old book")), (mug, book), "{query}: {html}");
        }
        // Whoever it is for asks for what is free in vain.
        let html = Browser::of(&family.test, "ana").await.open(&format!("{path}&free=1")).await.html;
        assert!(html.contains("Blue mug") && html.contains("Old book") && !html.contains("name=\"free\""), "{html}");
    }
}
