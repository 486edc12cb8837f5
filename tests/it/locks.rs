//! The lock date: from then on lists stay as they are, whatever way an owner tries, and givers go on.

use std::time::Duration;

use giftos_tests::app::body_of;
use giftos_tests::{Person, on_both_engines};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::claims::{claim_path, claiming, family};
use crate::groups::{again, group, group_path, join, list_of};
use crate::wishes::{board, board_path, entries, id, item_path, text, told, wish};

const HOUR: i64 = 3_600_000;

/// Sets the date so many milliseconds from the moment when every test begins; `None` takes it away.
async fn lock(admin: &Person, group: &Value, after: Option<i64>) -> Value {
    let at = after.map(|after| giftos_tests::app::START.plus_millis(after).as_millis());
    body_of(admin.patch(&group_path(group, ""), Some("*"), &json!({"locks_at": at})).await, 200).await
}

async fn refused_as_locked(response: Response, what: &str) {
    let (status, body) = told(response).await;
    assert_eq!((status, &body["type"]), (409, &json!("/problems/locked")), "{what}: {body}");
}

async fn taken(response: Response, what: &str) {
    let (status, text) = (response.status(), response.text().await.unwrap());
    assert!(status.is_success(), "{what}: {status} {text}");
}

/// Everything by which somebody could make the list another one, each on its own wish or board.
async fn attempts(
    ana: &Person,
    list: &Value,
    (bowl, vase): (&str, &str),
    (other, outside): (&Value, &str),
    group: &Value,
) -> Vec<(&'static str, Response)> {
    let send = async |method: Method, path: String, body: Value| {
        giftos_tests::app::sent(ana.request(method, &path).header("if-match", "*").json(&body)).await
    };
    let placed = |item: &str| board_path(list, &format!("/items/{item}"));
    vec![
        (
            "a wish is added",
            send(Method::POST, "/api/v1/items".into(), json!({"id": id(), "boards": [list["id"]], "title": "New"}))
                .await,
        ),
        (
            "one is pasted",
            send(
                Method::POST,
                "/api/v1/items".into(),
                json!({"id": id(), "boards": [other["id"], list["id"]], "link": "https://shop.example/new"}),
            )
            .await,
        ),
        ("one is placed", send(Method::PUT, placed(outside), json!({})).await),
        (
            "one is moved there",
            send(Method::POST, item_path(outside, "/move"), json!({"from": other["id"], "to": list["id"]})).await,
        ),
        (
            "one is moved away",
            send(Method::POST, item_path(bowl, "/move"), json!({"from": list["id"], "to": other["id"]})).await,
        ),
        ("one is taken off", send(Method::DELETE, placed(bowl), json!({})).await),
        (
            "one is put first",
            send(Method::PUT, board_path(list, &format!("/order/{vase}")), json!({"after": null})).await,
        ),
        ("one is thrown away", send(Method::DELETE, item_path(bowl, ""), json!({})).await),
        ("one is edited", send(Method::PATCH, item_path(bowl, ""), json!({"title": "Another"})).await),
        (
            "one is edited beside what is one's own",
            send(Method::PATCH, item_path(bowl, ""), json!({"private_note": "x", "quantity": 7})).await,
        ),
        ("one is put away", send(Method::PATCH, item_path(bowl, ""), json!({"state": "archived"})).await),
        (
            "an edit from before is sent late",
            send(Method::PATCH, item_path(bowl, &format!("?age={}", 10 * HOUR)), json!({"note": "late"})).await,
        ),
        ("the list is renamed", send(Method::PATCH, board_path(list, ""), json!({"name": "Other"})).await),
        ("the list is hidden", send(Method::PATCH, board_path(list, ""), json!({"audience": "private"})).await),
        ("the list is thrown away", send(Method::DELETE, board_path(list, ""), json!({})).await),
        (
            "the list is taken from the group",
            send(Method::DELETE, board_path(list, &format!("/groups/{}", text(&group["id"]))), json!({})).await,
        ),
        (
            "another list is shown to it",
            send(Method::PUT, board_path(other, &format!("/groups/{}", text(&group["id"]))), json!({})).await,
        ),
    ]
}

on_both_engines! {
    async fn from_the_lock_date_on_a_list_stays_as_it_is_whatever_way_its_owner_tries(engine) {
        let family = family(engine).await;
        let (ana, list) = (&family.ana, &family.list);
        let (bowl, vase) = (family.wish("Bowl", json!(1)).await, family.wish("Vase", json!(1)).await);
        let other = board(ana, "Private", "private").await;
        let outside = wish(ana, "Outside", &other).await;
        let set = lock(ana, &family.group, Some(HOUR)).await;
        let at = giftos_tests::app::START.plus_millis(HOUR).as_millis();
        assert_eq!(set["locks_at"], at);
        for person in [ana, &family.bo] {
            assert_eq!(body_of(person.get(&board_path(list, "")).await, 200).await["locks_at"], at, "whoever sees it can say when");
        }
        assert_eq!(body_of(ana.get(&board_path(&other, "")).await, 200).await["locks_at"], Value::Null);
        // Up to that moment nothing is refused.
        let early = family.wish("Early", json!(1)).await;
        taken(ana.delete(&item_path(&early, "")).await, "before").await;

        family.test.advance(Duration::from_millis(HOUR.unsigned_abs()));
        let ana = &again(&family.test, "ana").await;
        let before = entries(ana, &board_path(list, "/items")).await;
        for (what, response) in attempts(ana, list, (&bowl, &vase), (&other, &outside), &family.group).await {
            refused_as_locked(response, what).await;
        }
        refused_as_locked(ana.post(&item_path(&early, "/restore"), &json!({})).await, "one comes back").await;
        assert_eq!(entries(ana, &board_path(list, "/items")).await, before);
        // The refusal is the same to the letter for what somebody gives.
        let cy = again(&family.test, "cy").await;
        let refusal = async |item: &str| told(ana.delete(&item_path(item, "")).await).await;
        let free = refusal(&bowl).await;
        let (status, claim) = claiming(&cy, &bowl, 1).await;
        assert_eq!(status, 201, "givers go on");
        body_of(cy.patch(&claim_path(&claim, ""), Some("*"), &json!({"state": "bought"})).await, 200).await;
        assert_eq!(refusal(&bowl).await, free);
        // What is one's own, and that something came, is said at any time.
        for patch in [json!({"private_note": "mine"}), json!({"checked": true}), json!({"state": "received"}), json!({"state": "thanked"})] {
            body_of(ana.patch(&item_path(&vase, ""), Some("*"), &patch).await, 200).await;
        }
        // Lists that no such group is shown are no concern of it, and an admin may move the date.
        body_of(ana.patch(&item_path(&outside, ""), Some("*"), &json!({"title": "Inside"})).await, 200).await;
        lock(ana, &family.group, None).await;
        for (what, response) in [("edited", ana.patch(&item_path(&bowl, ""), Some("*"), &json!({"title": "Another"})).await),
            ("back", ana.post(&item_path(&early, "/restore"), &json!({})).await)] {
            taken(response, what).await;
        }
    }

    async fn a_page_that_is_saved_again_on_a_locked_list_is_there_and_one_that_is_not_is_refused(engine) {
        let family = family(engine).await;
        let save = |boards: Value, price: i64| json!({"id": id(), "boards": boards, "page": {"url": "https://shop.example/mug", "title": "Mug",
            "price": {"amount_minor": price, "currency": "EUR"}, "verdict": "sure"}});
        let here = json!([family.list["id"]]);
        let saved = body_of(family.ana.post("/api/v1/items", &save(here.clone(), 900)).await, 201).await;
        lock(&family.ana, &family.group, Some(0)).await;
        // It is a sighting of its price and no edit: what rises is shown.
        let seen = body_of(family.ana.post("/api/v1/items", &save(here.clone(), 1_100)).await, 200).await;
        assert_eq!((&seen["item"]["id"], &seen["item"]["price"]["amount_minor"], &seen["placed_on"]), (&saved["item"]["id"], &json!(1_100), &json!([])));
        // *My wishes*, where the group is shown them, takes no more either.
        let mine = body_of(family.ana.put("/api/v1/boards/default", &json!({})).await, 200).await;
        lock(&family.ana, &family.group, None).await;
        taken(family.ana.put(&board_path(&mine, &format!("/groups/{}", text(&family.group["id"]))), &json!({})).await, "shown").await;
        lock(&family.ana, &family.group, Some(0)).await;
        refused_as_locked(family.ana.post("/api/v1/items", &save(json!("default"), 1_100)).await, "placed on it by saving again").await;
        refused_as_locked(family.ana.post("/api/v1/items", &json!({"id": id(), "boards": "default", "title": "New"})).await, "by no name").await;
    }

    async fn neither_an_editor_nor_a_detour_gets_around_the_lock_date(engine) {
        let family = family(engine).await;
        let (ana, bo) = (&family.ana, &family.bo);
        let bowl = family.wish("Bowl", json!(1)).await;
        body_of(ana.post(&board_path(&family.list, "/editors"), &json!({"email": "bo@example.org"})).await, 201).await;
        // Hidden before the date, in the bin before the date, on two lists.
        let (hidden, binned) = (board(ana, "Hidden", "private").await, board(ana, "Binned", "private").await);
        let to = |board: &Value| board_path(board, &format!("/groups/{}", text(&family.group["id"])));
        for board in [&hidden, &binned] {
            taken(ana.put(&to(board), &json!({})).await, "shown").await;
        }
        body_of(ana.patch(&board_path(&hidden, ""), Some("*"), &json!({"audience": "private"})).await, 200).await;
        taken(ana.delete(&board_path(&binned, "")).await, "binned").await;
        let two = wish(ana, "On two", &hidden).await;
        taken(ana.put(&board_path(&family.list, &format!("/items/{two}")), &json!({})).await, "placed").await;
        lock(ana, &family.group, Some(0)).await;
        refused_as_locked(bo.patch(&item_path(&bowl, ""), Some("*"), &json!({"title": "x"})).await, "by an editor").await;
        refused_as_locked(bo.delete(&board_path(&family.list, &format!("/items/{bowl}"))).await, "by an editor").await;
        refused_as_locked(ana.patch(&board_path(&hidden, ""), Some("*"), &json!({"audience": "groups"})).await, "shown again").await;
        refused_as_locked(ana.put(&to(&hidden), &json!({})).await, "shown again by name").await;
        refused_as_locked(ana.post(&board_path(&binned, "/restore"), &json!({})).await, "brought back").await;
        refused_as_locked(ana.patch(&item_path(&two, ""), Some("*"), &json!({"title": "x"})).await, "by the other list").await;
        refused_as_locked(ana.delete(&item_path(&two, "")).await, "by the other list").await;
        taken(ana.delete(&board_path(&hidden, &format!("/items/{two}"))).await, "off the list that is not locked").await;
        let club = group(ana, "Club").await;
        let there = list_of(ana, &club, "ana").await;
        taken(ana.put(&board_path(&there, &format!("/items/{two}")), &json!({})).await, "onto a list that is not locked").await;
        // A refusal comes after the question who somebody is.
        let eve = family.test.register("eve").await;
        assert_eq!(told(eve.delete(&item_path(&bowl, "")).await).await, told(eve.delete(&item_path(&id(), "")).await).await);
        assert_eq!(family.cy.patch(&item_path(&bowl, ""), Some("*"), &json!({"title": "x"})).await.status(), 403);
        // In the bin a group locks nothing.
        taken(ana.delete(&group_path(&family.group, "")).await, "the group goes").await;
        taken(ana.patch(&item_path(&bowl, ""), Some("*"), &json!({"title": "Free"})).await, "edited").await;
    }

    async fn an_admin_moves_the_date_and_everybody_sees_that_they_did(engine) {
        let family = family(engine).await;
        let path = group_path(&family.group, "/lock-changes");
        for odd in [-1_i64, 253_402_300_800_000] {
            body_of(family.ana.patch(&group_path(&family.group, ""), Some("*"), &json!({"locks_at": odd})).await, 422).await;
        }
        body_of(family.bo.patch(&group_path(&family.group, ""), Some("*"), &json!({"locks_at": 0})).await, 403).await;
        assert_eq!(entries(&family.bo, &path).await, Vec::<Value>::new());
        let first = lock(&family.ana, &family.group, Some(HOUR)).await["locks_at"].clone();
        body_of(family.ana.patch(&group_path(&family.group, ""), Some("*"), &json!({"name": "Clan"})).await, 200).await;
        lock(&family.ana, &family.group, Some(HOUR)).await;
        family.test.advance(Duration::from_secs(1));
        let second = lock(&family.ana, &family.group, Some(2 * HOUR)).await["locks_at"].clone();
        lock(&family.ana, &family.group, None).await;
        let seen = entries(&family.cy, &path).await;
        let moves: Vec<_> = seen.iter().map(|change| (&change["by"], &change["before"], &change["after"])).collect();
        let ana = json!("ana");
        assert_eq!(moves, [(&ana, &second, &Value::Null), (&ana, &first, &second), (&ana, &Value::Null, &first)]);
        assert_eq!(entries(&family.cy, &format!("{path}?limit=1")).await, seen[..1]);
        let events = entries(&family.cy, "/api/v1/events?after=0").await;
        assert!(events.iter().filter(|event| event["type"] == "group_changed" && event["group_id"] == family.group["id"]).count() >= 3);
        let eve = family.test.register("eve").await;
        assert_eq!(told(eve.get(&path).await).await, told(eve.get(&group_path(&json!({"id": id()}), "/lock-changes")).await).await);
        // Who joins late finds a list that takes no wish.
        lock(&family.ana, &family.group, Some(0)).await;
        join(&family.ana, &family.group, &eve, "member").await;
        let late = list_of(&eve, &family.group, "eve").await;
        refused_as_locked(eve.post("/api/v1/items", &json!({"id": id(), "boards": [late["id"]], "title": "Late"})).await, "a latecomer").await;
    }
}
