//! Whispers: givers hear of the same wish elsewhere and of each other, owners are nudged alike, and a giver sees what they give to whom.

use std::time::Duration;

use giftos_tests::app::body_of;
use giftos_tests::streams::Socket;
use giftos_tests::{Person, on_both_engines};
use serde_json::{Value, json};

use crate::claims::{Family, claim_path, claiming, family, until};
use crate::groups::{account, group_path, join, list_of};
use crate::my_pages::Browser;
use crate::wishes::{board, board_path, id, item_path, text, wish};

const GTIN: &str = "4006381333931";

/// A wish saved from this page to that list; gives its id.
async fn saved(person: &Person, list: &Value, url: &str, gtin: Option<&str>) -> String {
    let page = json!({"url": url, "title": "Blue mug", "gtin": gtin, "verdict": "sure"});
    let new = json!({"id": id(), "boards": [list["id"]], "page": page});
    text(&body_of(person.post("/api/v1/items", &new).await, 201).await["item"]["id"])
}

async fn whispers(person: &Person, item: &str) -> Value {
    body_of(person.get(&item_path(item, "/whispers")).await, 200).await
}

/// Whom the other wishes are for that are told of.
async fn also(person: &Person, item: &str) -> Vec<(String, String)> {
    let told = whispers(person, item).await;
    let other = |wish: &Value| (text(&wish["item_id"]), text(&wish["owners"][0]["display_name"]));
    told["also"].as_array().unwrap().iter().map(other).collect()
}

/// The answer to whether this page shows an own wish, to the letter.
async fn asked(person: &Person, page: &Value) -> String {
    let answer = person.post("/api/v1/products/own-wishes", page).await;
    assert_eq!(answer.status(), 200);
    answer.text().await.unwrap()
}

async fn nudged(person: &Person, page: &Value) -> (bool, Vec<String>) {
    let answer: Value = serde_json::from_str(&asked(person, page).await).unwrap();
    let ids = answer["wishes"].as_array().unwrap().iter().map(|wish| text(&wish["item_id"])).collect();
    (answer["nudge"].as_bool().unwrap(), ids)
}

/// Ana and Bo both wish for the mug, from two shops; Cy gives.
async fn twins(family: &Family) -> (String, String) {
    let of_bo = list_of(&family.bo, &family.group, "bo").await;
    let one = saved(&family.ana, &family.list, "https://a.example/mug", Some(GTIN)).await;
    let other = saved(&family.bo, &of_bo, "https://b.example/7", Some(&format!("0{GTIN}"))).await;
    (one, other)
}

on_both_engines! {
    async fn a_giver_hears_who_else_wishes_for_the_same_thing_and_nobody_of_their_own(engine) {
        let family = family(engine).await;
        let (of_ana, of_bo) = twins(&family).await;
        assert_eq!(also(&family.cy, &of_ana).await, [(of_bo.clone(), "bo".to_owned())]);
        assert_eq!(also(&family.cy, &of_bo).await, [(of_ana.clone(), "ana".to_owned())]);
        let before = whispers(&family.cy, &of_ana).await;
        assert_eq!(before["also"][0]["title"], "Blue mug");
        // Their own wish is not told of, and beside it they are told nothing.
        let mut own = Vec::new();
        for (person, theirs, other) in [(&family.ana, &of_ana, &of_bo), (&family.bo, &of_bo, &of_ana)] {
            let nothing = |item: &str| json!({"item_id": item, "also": [],
                "looking": {"item_id": item, "count": 0, "lookers": [], "held_until": null}});
            own.push((whispers(person, theirs).await, whispers(person, other).await));
            assert_eq!(own[own.len() - 1], (nothing(theirs), nothing(other)));
        }
        let eve = family.test.register("eve").await;
        assert_eq!(eve.get(&item_path(&of_ana, "/whispers")).await.status(), 404);
        // What is claimed changes nothing of it, for anybody.
        assert_eq!(claiming(&family.cy, &of_bo, 1).await.0, 201);
        assert_eq!(claiming(&family.cy, &of_ana, 1).await.0, 201);
        assert_eq!(whispers(&family.cy, &of_ana).await, before);
        assert_eq!((whispers(&family.ana, &of_ana).await, whispers(&family.ana, &of_bo).await), own[0]);
    }

    async fn the_same_page_is_the_same_thing_and_what_is_over_or_not_shown_is_not_told_of(engine) {
        let family = family(engine).await;
        let list = list_of(&family.bo, &family.group, "bo").await;
        let one = saved(&family.ana, &family.list, "https://a.example/pot", Some(GTIN)).await;
        // Whose save found no GTIN on the same page, and something else.
        let other = saved(&family.bo, &list, "https://a.example/pot?utm_source=mail", None).await;
        saved(&family.bo, &list, "https://a.example/pan", None).await;
        wish(&family.bo, "Blue mug", &list).await;
        assert_eq!(also(&family.cy, &one).await, [(other.clone(), "bo".to_owned())]);
        for (state, count) in [("received", 0), ("wanted", 1), ("archived", 0), ("wanted", 1)] {
            body_of(family.bo.patch(&item_path(&other, ""), Some("*"), &json!({"state": state})).await, 200).await;
            assert_eq!(also(&family.cy, &one).await.len(), count, "{state}");
        }
        assert_eq!(family.bo.delete(&item_path(&other, "")).await.status(), 204);
        assert_eq!(also(&family.cy, &one).await, []);
        assert!(family.bo.post(&item_path(&other, "/restore"), &json!({})).await.status().is_success());
        assert_eq!(also(&family.cy, &one).await.len(), 1);
        // Whoever becomes an owner of the list is told of nothing on it any more.
        let (cy, dan) = (account(&family.cy).await, family.test.register("dan").await);
        join(&family.ana, &family.group, &dan, "member").await;
        assert!(family.bo.post(&board_path(&list, "/editors"), &json!({"email": "cy@example.org"})).await.status().is_success());
        assert!(family.bo.put(&board_path(&list, &format!("/owners/{cy}")), &json!({})).await.status().is_success());
        assert_eq!(also(&family.cy, &one).await, []);
        assert_eq!(whispers(&family.cy, &other).await["also"], json!([]));
        let told = whispers(&family.ana, &other).await;
        assert_eq!(told["also"], json!([]), "what is for herself");
        let owners = whispers(&dan, &one).await["also"][0]["owners"].clone();
        let mut names: Vec<String> = owners.as_array().unwrap().iter().map(|owner| text(&owner["display_name"])).collect();
        names.sort();
        assert_eq!(names, ["bo", "cy"]);
        // Taken from the group, it is whispered of no more.
        let shown = board_path(&list, &format!("/groups/{}", text(&family.group["id"])));
        assert_eq!(family.bo.delete(&shown).await.status(), 204);
        assert_eq!(also(&dan, &one).await, []);
    }

    async fn who_looks_at_the_same_thing_elsewhere_is_told_to_givers_alone(engine) {
        let family = family(engine).await;
        let (of_ana, of_bo) = twins(&family).await;
        let dan = family.test.register("dan").await;
        join(&family.ana, &family.group, &dan, "giver_only").await;
        let mut socket = Socket::open(&dan, None).await.unwrap();
        socket.send(&json!({"frame": "look", "item_id": of_ana})).await.unwrap();
        let names = |view: &Value| view["lookers"].as_array().unwrap().iter().map(|one| text(&one["name"])).collect::<Vec<_>>();
        until("dan looks", async || names(&whispers(&family.cy, &of_ana).await["looking"]) == ["dan"]).await;
        let elsewhere = whispers(&family.cy, &of_bo).await;
        assert_eq!((elsewhere["looking"]["count"].clone(), names(&elsewhere["also"][0]["looking"])), (json!(0), vec!["dan".to_owned()]));
        // Bo gives to Ana, and sees that; Ana sees nothing of it, beside whichever wish.
        assert_eq!(names(&whispers(&family.bo, &of_ana).await["looking"]), ["dan"]);
        for item in [&of_ana, &of_bo] {
            let told = whispers(&family.ana, item).await;
            assert_eq!((&told["looking"]["count"], &told["also"]), (&json!(0), &json!([])));
        }
        assert_eq!(whispers(&dan, &of_ana).await["looking"]["count"], 0, "oneself");
        body_of(family.ana.put(&board_path(&family.list, "/policy"), &json!({"policy": "surprise", "names": "hidden"})).await, 200).await;
        let hidden = whispers(&family.cy, &of_ana).await;
        assert_eq!((&hidden["looking"]["count"], &hidden["looking"]["lookers"][0]["name"]), (&json!(1), &Value::Null));
    }

    async fn whoever_is_about_to_buy_an_own_wish_is_nudged_the_same_whatever_is_given(engine) {
        let family = family(engine).await;
        let mug = saved(&family.ana, &family.list, "https://a.example/mug", Some(GTIN)).await;
        let pages = [
            json!({"url": "https://www.a.example/mug?utm_source=mail#top"}),
            json!({"url": "https://elsewhere.example/9", "gtin": GTIN}),
            json!({"url": "https://m.a.example/p?id=7", "canonical_url": "https://a.example/mug",
                "variant": [{"name": "Colour", "value": "Blue"}], "gtin": GTIN}),
        ];
        let nothing = [json!({"url": "https://a.example/pan"}), json!({"url": "https://a.example/mug", "variant": [{"name": "Size", "value": "L"}]})];
        let all = pages.iter().chain(&nothing);
        let mut before = Vec::new();
        for page in all.clone() {
            before.push(asked(&family.ana, page).await);
        }
        for page in &pages {
            assert_eq!(nudged(&family.ana, page).await, (true, vec![mug.clone()]), "{page}");
        }
        assert_eq!(nudged(&family.ana, &nothing[0]).await, (false, Vec::new()));
        // Others' wishes are none of theirs.
        assert_eq!(nudged(&family.bo, &pages[0]).await, (false, Vec::new()));
        let (_, claim) = claiming(&family.bo, &mug, 1).await;
        for state in ["claimed", "bought", "given"] {
            body_of(family.bo.patch(&claim_path(&claim, ""), Some("*"), &json!({"state": state})).await, 200).await;
            for (page, before) in all.clone().zip(&before) {
                assert_eq!(&asked(&family.ana, page).await, before, "{state} {page}");
            }
        }
        // A clever owner throws it away and takes it back, and is told of their own doing alone.
        assert_eq!(family.ana.delete(&item_path(&mug, "")).await.status(), 204);
        assert_eq!(nudged(&family.ana, &pages[0]).await, (false, Vec::new()));
        assert!(family.ana.post(&item_path(&mug, "/restore"), &json!({})).await.status().is_success());
        assert_eq!(asked(&family.ana, &pages[0]).await, before[0]);
        // Shown to nobody, nobody may be about to give it.
        body_of(family.ana.patch(&board_path(&family.list, ""), Some("*"), &json!({"audience": "private"})).await, 200).await;
        assert_eq!(nudged(&family.ana, &pages[0]).await, (false, vec![mug.clone()]));
        body_of(family.ana.patch(&item_path(&mug, ""), Some("*"), &json!({"state": "received"})).await, 200).await;
        assert_eq!(nudged(&family.ana, &pages[0]).await, (false, Vec::new()));
        for (page, field) in [
            (json!({"url": "mug"}), "url"),
            (json!({"url": "https://a.example/mug", "gtin": "4006381333932"}), "gtin"),
            (json!({"url": "https://a.example/mug", "canonical_url": "javascript:1"}), "canonical_url"),
        ] {
            let refused = body_of(family.ana.post("/api/v1/products/own-wishes", &page).await, 422).await;
            assert_eq!(refused["errors"][0]["field"], field);
        }
    }

    async fn a_wish_of_both_is_an_own_wish_of_each(engine) {
        let family = family(engine).await;
        let ours = board(&family.ana, "Ours", "public").await;
        let bo = account(&family.bo).await;
        let mug = saved(&family.ana, &ours, "https://a.example/mug", Some(GTIN)).await;
        let page = json!({"url": "https://a.example/mug"});
        assert!(family.ana.post(&board_path(&ours, "/editors"), &json!({"email": "bo@example.org"})).await.status().is_success());
        assert_eq!(nudged(&family.bo, &page).await, (false, Vec::new()), "an editor");
        assert!(family.ana.put(&board_path(&ours, &format!("/owners/{bo}")), &json!({})).await.status().is_success());
        for page in [page, json!({"url": "https://b.example/7", "gtin": GTIN})] {
            for person in [&family.ana, &family.bo] {
                assert_eq!(nudged(person, &page).await, (true, vec![mug.clone()]), "{page}");
            }
        }
    }

    async fn a_season_tells_its_giver_alone_to_whom_they_give_how_much(engine) {
        let family = family(engine).await;
        let of_bo = list_of(&family.bo, &family.group, "bo").await;
        let (bowl, glass) = (family.wish("Bowl", json!(1)).await, family.wish("Glass", json!(6)).await);
        let book = wish(&family.bo, "Book", &of_bo).await;
        let season = async |person: &Person, query: &str| {
            body_of(person.get(&format!("/api/v1/gifts/season{query}")).await, 200).await["people"].clone()
        };
        assert_eq!(season(&family.cy, "").await, json!([]));
        claiming(&family.cy, &bowl, 1).await;
        let (_, glasses) = claiming(&family.cy, &glass, 4).await;
        let bought = json!({"state": "bought", "cost": {"amount_minor": 900, "currency": "JPY"}});
        body_of(family.cy.patch(&claim_path(&glasses, ""), Some("*"), &bought).await, 200).await;
        claiming(&family.cy, &book, 1).await;
        let told = json!([
            {"owners": ["bo"], "gifts": 1, "pieces": 1, "totals": []},
            {"owners": ["ana"], "gifts": 2, "pieces": 5, "totals": [
                {"currency": "EUR", "spent_minor": 0, "planned_minor": 1_000, "pieces": 1},
                {"currency": "JPY", "spent_minor": 900, "planned_minor": 0, "pieces": 4},
            ]},
        ]);
        assert_eq!(season(&family.cy, "").await, told);
        assert_eq!((season(&family.ana, "").await, season(&family.bo, "").await), (json!([]), json!([])));
        let later = |days: i64| format!("?since={}", giftos_tests::app::START.plus_millis(days * 86_400_000).as_millis());
        assert_eq!(season(&family.cy, &later(0)).await, told);
        assert_eq!(season(&family.cy, &later(1)).await, json!([]), "what was claimed before, and is never revealed");
        assert_eq!(family.cy.delete(&claim_path(&glasses, "")).await.status(), 204);
        assert_eq!(season(&family.cy, "").await[1]["gifts"], 1);
        body_of(family.cy.get("/api/v1/gifts/season?since=-1").await, 422).await;
        // Half a year on it is another season; what is revealed then belongs to it.
        let day = giftos_tests::app::START.plus_millis(200 * 86_400_000).as_millis();
        body_of(family.ana.put(&board_path(&family.list, "/occasion"), &json!({"occasion_at": day})).await, 200).await;
        claiming(&family.cy, &glass, 1).await;
        family.test.advance(Duration::from_secs(190 * 86_400));
        let cy = crate::groups::again(&family.test, "cy").await;
        let owners: Vec<Value> = season(&cy, "").await.as_array().unwrap().iter().map(|line| line["owners"].clone()).collect();
        assert_eq!(owners, [json!(["ana"])]);
        assert!(family.cy.get(&group_path(&family.group, "")).await.status() == 401, "its token ran out");
    }
    async fn what_is_whispered_stands_on_the_pages_of_whoever_gives(engine) {
        let family = family(engine).await;
        let (of_ana, of_bo) = twins(&family).await;
        let also = "Others wish for the same thing";
        let mut cy = Browser::of(&family.test, "cy").await;
        let page = cy.open(&format!("/my/wishes/{of_ana}")).await.html;
        assert!(page.contains(also) && page.contains(&format!("href=\"/my/wishes/{of_bo}\"")) && page.contains("<bdi>bo</bdi>"), "{page}");
        for item in [&of_ana, &of_bo] {
            let page = Browser::of(&family.test, "ana").await.open(&format!("/my/wishes/{item}")).await.html;
            assert!(page.contains("Blue mug") && !page.contains(also), "{page}");
        }
        assert!(!cy.open("/my/gifts").await.html.contains("this season"));
        assert_eq!(claiming(&family.cy, &of_bo, 1).await.0, 201);
        let page = cy.open("/my/gifts").await.html;
        assert!(page.contains("To whom you give this season") && page.contains("gifts: 1"), "{page}");
    }
}
