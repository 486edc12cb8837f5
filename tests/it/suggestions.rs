//! Suggestions for somebody's list: givers know of each, one of them gives it, and whoever it is for knows nothing before the reveal.

use std::time::Duration;

use futures::future::join_all;
use giftos_tests::app::{START, body_of};
use giftos_tests::{Person, on_both_engines};
use serde_json::{Value, json};

use crate::claims::{Family, family, until};
use crate::groups::{account, again, group_path};
use crate::wishes::{board_path, id, text, told};

const DAY_MILLIS: u64 = 86_400_000;

/// `/api/v1/suggestions/ID…`.
fn path(suggestion: &Value, rest: &str) -> String {
    format!("/api/v1/suggestions/{}{rest}", text(&suggestion["id"]))
}

async fn suggest(person: &Person, list: &Value, title: &str) -> (u16, Value) {
    let price = json!({"amount_minor": 1990, "currency": "EUR"});
    let new =
        json!({"id": id(), "title": title, "url": "https://shop.example/kite", "price": price, "note": "the red one"});
    told(person.post(&board_path(list, "/suggestions"), &new).await).await
}

async fn all(person: &Person, list: &Value) -> Value {
    body_of(person.get(&board_path(list, "/suggestions")).await, 200).await
}

async fn titles(person: &Person, list: &Value) -> Vec<String> {
    all(person, list).await["entries"].as_array().unwrap().iter().map(|one| text(&one["title"])).collect()
}

async fn mine(person: &Person) -> Vec<Value> {
    body_of(person.get("/api/v1/suggestions").await, 200).await.as_array().unwrap().clone()
}

async fn give(person: &Person, suggestion: &Value, state: &str) -> (u16, Value) {
    told(person.put(&path(suggestion, "/claim"), &json!({"state": state})).await).await
}

/// Everything that somebody can try with this id, as it is answered.
async fn tried(person: &Person, suggestion: &Value) -> Vec<(u16, Value)> {
    let mut answers = Vec::new();
    let patch = person.patch(&path(suggestion, ""), Some("*"), &json!({"title": "Mine"})).await;
    for response in [
        patch,
        person.put(&path(suggestion, "/claim"), &json!({"state": "claimed"})).await,
        person.delete(&path(suggestion, "/claim")).await,
        person.delete(&path(suggestion, "")).await,
        person.post(&path(suggestion, "/restore"), &json!({})).await,
    ] {
        answers.push(if response.status() == 204 { (204, Value::Null) } else { told(response).await });
    }
    answers
}

async fn choose_day(family: &Family, after: i64) {
    let day = json!({"reveals_at": START.plus_millis(after * 86_400_000).as_millis()});
    body_of(family.ana.put(&board_path(&family.list, "/occasion"), &day).await, 200).await;
}

on_both_engines! {
    async fn givers_see_what_is_suggested_and_whoever_it_is_for_is_answered_as_if_there_were_nothing(engine) {
        let family = family(engine).await;
        let (ana, bo, cy, list) = (&family.ana, &family.bo, &family.cy, &family.list);
        let zoe = family.test.register("zoe").await;
        let nothing = all(ana, list).await;
        assert_eq!(nothing, json!({"refused": false, "entries": []}));
        let absent = tried(ana, &json!({"id": id()})).await;
        assert!(absent.iter().all(|(status, _)| *status == 404), "{absent:?}");

        let (status, kite) = suggest(bo, list, "A kite").await;
        assert_eq!((status, &kite["mine"], &kite["taken"], &kite["owners"]), (201, &json!(true), &json!(false), &json!(["ana"])));
        let of_cy = all(cy, list).await;
        let first = &of_cy["entries"][0];
        assert_eq!((&first["title"], &first["note"], &first["mine"]), (&json!("A kite"), &json!("the red one"), &json!(false)));
        assert_eq!(first["suggested_by"], "bo");
        assert_eq!(give(cy, &kite, "bought").await.0, 200);
        let (status, taken) = give(bo, &kite, "claimed").await;
        assert_eq!((status, &taken["type"]), (409, &json!("/problems/taken")));
        assert_eq!(all(bo, list).await["entries"][0]["taken_by"], "cy");

        // Whoever it is for finds nothing, by no way, nor in what they have.
        assert_eq!(all(ana, list).await, nothing);
        assert_eq!(tried(ana, &kite).await, absent);
        assert_eq!(mine(ana).await, Vec::<Value>::new());
        assert_eq!(suggest(ana, list, "Mine").await.0, 403);
        let again = told(ana.post(&board_path(list, "/suggestions"), &json!({"id": kite["id"], "title": "Mine"})).await).await;
        assert_eq!(again.0, 403, "its id is not told as taken");
        // Nor a stranger, to whom the list does not exist either.
        assert_eq!(tried(&zoe, &kite).await, absent);
        assert_eq!((zoe.get(&board_path(list, "/suggestions")).await.status().as_u16(), suggest(&zoe, list, "Mine").await.0), (404, 404));
        // Other givers see it and leave it as it is.
        let not_theirs = tried(cy, &kite).await;
        assert_eq!([not_theirs[0].0, not_theirs[3].0, not_theirs[4].0], [403, 403, 403]);
    }

    async fn who_suggests_changes_it_takes_it_away_and_brings_it_back(engine) {
        let family = family(engine).await;
        let (bo, cy, list) = (&family.bo, &family.cy, &family.list);
        let new = json!({"id": id(), "title": "A kite"});
        let made = body_of(bo.post(&board_path(list, "/suggestions"), &new).await, 201).await;
        assert_eq!(body_of(bo.post(&board_path(list, "/suggestions"), &new).await, 200).await, made, "the same request again");
        let other = json!({"id": new["id"], "title": "A dragon"});
        body_of(bo.post(&board_path(list, "/suggestions"), &other).await, 409).await;
        body_of(bo.post(&board_path(list, "/suggestions"), &json!({"id": id(), "title": " "})).await, 422).await;

        let patch = json!({"title": "A dragon", "note": "with a tail", "price": {"amount_minor": 500, "currency": "ILS"}});
        assert_eq!(bo.patch(&path(&made, ""), None, &patch).await.status(), 428);
        let changed = body_of(bo.patch(&path(&made, ""), Some("\"1\""), &patch).await, 200).await;
        assert_eq!((&changed["title"], &changed["version"]), (&json!("A dragon"), &json!(2)));
        body_of(bo.patch(&path(&made, ""), Some("\"1\""), &patch).await, 412).await;
        body_of(bo.patch(&path(&made, ""), Some("*"), &json!({"url": "ftp://x"})).await, 422).await;

        assert_eq!(give(cy, &made, "claimed").await.0, 200);
        body_of(bo.delete(&path(&made, "")).await, 409).await;
        assert_eq!(cy.delete(&path(&made, "/claim")).await.status(), 204);
        assert_eq!(cy.delete(&path(&made, "/claim")).await.status(), 204, "again");
        assert_eq!((bo.delete(&path(&made, "")).await.status(), bo.delete(&path(&made, "")).await.status()), (204.try_into().unwrap(), 204.try_into().unwrap()));
        assert_eq!((titles(cy, list).await.len(), give(cy, &made, "claimed").await.0), (0, 404));
        body_of(bo.patch(&path(&made, ""), Some("*"), &patch).await, 409).await;
        assert!(mine(bo).await[0]["deleted_at"].is_i64());
        body_of(bo.post(&path(&made, "/restore"), &json!({})).await, 200).await;
        assert_eq!(titles(cy, list).await, ["A dragon"]);
        // Thirty days in the bin, and it is gone.
        bo.delete(&path(&made, "")).await;
        family.test.advance(Duration::from_secs(31 * 86_400));
        let bo = again(&family.test, "bo").await;
        until("the bin is emptied", async || mine(&bo).await.is_empty()).await;
    }

    async fn of_many_who_would_give_it_at_once_one_does(engine) {
        let family = family(engine).await;
        let (_, kite) = suggest(&family.bo, &family.list, "A kite").await;
        let asked = (0..12).map(|n| give(if n % 2 == 0 { &family.bo } else { &family.cy }, &kite, "claimed"));
        let statuses: Vec<u16> = join_all(asked).await.into_iter().map(|(status, _)| status).collect();
        let taken_by = text(&all(&family.bo, &family.list).await["entries"][0]["taken_by"]);
        let of = |place: usize| statuses.iter().skip(place).step_by(2).copied().collect::<Vec<_>>();
        let (winner, other) = if taken_by == "bo" { (of(0), of(1)) } else { (of(1), of(0)) };
        assert_eq!((winner, other), (vec![200; 6], vec![409; 6]));
    }

    async fn an_owner_who_wants_none_is_not_told_whether_there_are_any(engine) {
        let family = family(engine).await;
        let (ana, bo, cy, list) = (&family.ana, &family.bo, &family.cy, &family.list);
        suggest(bo, list, "A kite").await;
        let choose = async |person: &Person, refused: bool| person.put(&board_path(list, "/suggestions"), &json!({"refused": refused})).await.status().as_u16();
        assert_eq!((choose(bo, true).await, choose(ana, true).await, choose(ana, true).await), (403, 204, 204));
        assert_eq!(all(ana, list).await, json!({"refused": true, "entries": []}));
        assert_eq!(suggest(cy, list, "A dragon").await.0, 409);
        assert_eq!((titles(cy, list).await, &all(cy, list).await["refused"]), (vec!["A kite".to_owned()], &json!(true)));
        assert_eq!(choose(ana, false).await, 204);
        assert_eq!(suggest(cy, list, "A dragon").await.0, 201);
    }

    async fn at_the_reveal_whoever_it_was_for_sees_what_was_thought_of_and_saves_what_they_would_still_like(engine) {
        let family = family(engine).await;
        let list = &family.list;
        let (_, never) = suggest(&family.bo, list, "Without a day").await;
        choose_day(&family, 10).await;
        let (_, kite) = suggest(&family.bo, list, "A kite").await;
        suggest(&family.cy, list, "Thought of alone").await;
        assert_eq!((give(&family.cy, &kite, "given").await.0, give(&family.cy, &never, "given").await.0), (200, 200));

        family.test.advance(Duration::from_millis(DAY_MILLIS * 10 - 1));
        let ana = again(&family.test, "ana").await;
        assert_eq!(titles(&ana, list).await, [""; 0], "not a moment before");
        family.test.advance(Duration::from_millis(1));
        let ana = again(&family.test, "ana").await;
        let seen = all(&ana, list).await["entries"].clone();
        assert_eq!((seen.as_array().unwrap().len(), &seen[0]["title"], &seen[1]["title"]), (2, &json!("A kite"), &json!("Thought of alone")));
        assert_eq!((&seen[0]["suggested_by"], &seen[0]["taken_by"], &seen[0]["note"]), (&json!("bo"), &json!("cy"), &Value::Null));
        assert_eq!(tried(&ana, &kite).await.iter().map(|(status, _)| *status).collect::<Vec<_>>(), [404; 5], "it is to be read");
        let wish = json!({"id": id(), "boards": [list["id"]], "title": seen[1]["title"], "price": seen[1]["price"]});
        body_of(ana.post("/api/v1/items", &wish).await, 201).await;
    }

    async fn who_leaves_gives_back_what_they_have_not_bought_and_a_new_owner_is_kept_in_the_dark(engine) {
        let family = family(engine).await;
        let (ana, bo, cy, list) = (&family.ana, &family.bo, &family.cy, &family.list);
        let (_, kite) = suggest(bo, list, "A kite").await;
        let (_, dragon) = suggest(bo, list, "A dragon").await;
        let (_, puzzle) = suggest(cy, list, "A puzzle").await;
        assert_eq!((give(cy, &kite, "claimed").await.0, give(cy, &dragon, "bought").await.0), (200, 200));
        let left = ana.delete(&group_path(&family.group, &format!("/members/{}", account(cy).await))).await;
        assert_eq!(left.status(), 204);
        until("it is free", async || all(bo, list).await["entries"][0]["taken"] == false).await;
        assert_eq!(all(bo, list).await["entries"][1]["taken"], true);
        // What they bought they go on giving, and find it.
        assert_eq!((mine(cy).await.len(), give(cy, &dragon, "given").await.0, give(cy, &kite, "claimed").await.0), (1, 200, 404));
        // What they thought of stays with those who give: whether somebody does would be told to whoever is out.
        assert!(tried(cy, &puzzle).await.iter().all(|(status, _)| *status == 404));
        assert_eq!(titles(bo, list).await, ["A kite", "A dragon", "A puzzle"]);

        // Bo becomes one of those the list is for: what they thought of for it is none of theirs any more.
        body_of(ana.post(&board_path(list, "/editors"), &json!({"email": "bo@example.org"})).await, 201).await;
        let owner = ana.put(&board_path(list, &format!("/owners/{}", account(bo).await)), &json!({})).await;
        assert!(owner.status().is_success(), "{}", owner.status());
        assert_eq!((titles(bo, list).await, mine(bo).await.len()), (vec![], 0));
        assert!(tried(bo, &kite).await.iter().all(|(status, _)| *status == 404));
    }
}
