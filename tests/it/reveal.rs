//! The reveal: from its date on those it was for see who gave what, and not a moment before, nor because a setting is missing.

use std::time::Duration;

use giftos_tests::app::{START, body_of};
use giftos_tests::{Person, on_both_engines};
use serde_json::{Value, json};

use crate::claims::{Family, claim_path, claiming, family};
use crate::groups::{again, group, join, list_of};
use crate::wishes::{board, board_path, entries, id, item_path, text, told};

const DAY: i64 = 86_400_000;

fn day(after: i64) -> i64 {
    START.plus_millis(after * DAY).as_millis()
}

async fn choose(person: &Person, board: &Value, choice: Value) -> (u16, Value) {
    told(person.put(&board_path(board, "/occasion"), &choice).await).await
}

/// Moves the clock to so many milliseconds after the beginning; gives everybody, signed in anew.
async fn at(family: &Family, millis: i64) -> (Person, Person, Person) {
    let now = family.test.clock.now().as_millis();
    family.test.advance(Duration::from_millis(u64::try_from(START.as_millis() + millis - now).unwrap()));
    let test = &family.test;
    (again(test, "ana").await, again(test, "bo").await, again(test, "cy").await)
}

/// Who gives how much of a wish, as this person sees it.
async fn seen(person: &Person, item: &str) -> Vec<(Value, Value)> {
    let claims = body_of(person.get(&item_path(item, "/claims")).await, 200).await;
    claims["claims"]
        .as_array()
        .unwrap()
        .iter()
        .map(|claim| (claim["giver"].clone(), claim["quantity"].clone()))
        .collect()
}

async fn received(person: &Person, query: &str) -> Vec<Value> {
    entries(person, &format!("/api/v1/gifts/received{query}")).await
}

async fn thank(person: &Person, claim: &Value) -> (u16, Value) {
    let response = person.put(&claim_path(claim, "/thanks"), &json!({"text": "It fits!"})).await;
    if response.status() == 204 { (204, Value::Null) } else { told(response).await }
}

on_both_engines! {
    async fn a_day_after_the_occasion_those_it_was_for_see_who_gave_what_and_thank_them(engine) {
        let family = family(engine).await;
        let chosen = choose(&family.ana, &family.list, json!({"occasion_at": day(10)})).await;
        assert_eq!((chosen.0, &chosen.1["reveals_at"]), (200, &json!(day(11))));
        assert_eq!(told(family.cy.get(&board_path(&family.list, "/occasion")).await).await, chosen, "givers know when");
        let glasses = family.wish("Glass", json!(6)).await;
        let note = json!({"id": id(), "quantity": 4, "note": "the blue ones", "cost": {"amount_minor": 990, "currency": "EUR"}});
        let by_bo = body_of(family.bo.post(&item_path(&glasses, "/claims"), &note).await, 201).await;
        let (_, by_cy) = claiming(&family.cy, &glasses, 2).await;
        body_of(family.bo.patch(&claim_path(&by_bo, ""), Some("*"), &json!({"state": "given"})).await, 200).await;
        let vase = family.wish("Vase", json!(1)).await;
        let (_, back) = claiming(&family.cy, &vase, 1).await;
        assert_eq!(family.cy.delete(&claim_path(&back, "")).await.status(), 204);
        let nothing = thank(&family.ana, &json!({"id": id()})).await;

        let (ana, bo, _) = at(&family, 11 * DAY - 1).await;
        assert_eq!((seen(&ana, &glasses).await, received(&ana, "").await), (vec![], vec![]), "not a moment before");
        assert_eq!(thank(&ana, &by_bo).await, nothing, "as if it were not there");
        let (ana, ..) = at(&family, 11 * DAY).await;
        assert_eq!(seen(&ana, &glasses).await, [(json!("bo"), json!(4)), (json!("cy"), json!(2))]);
        let of_board = body_of(ana.get(&board_path(&family.list, "/claims")).await, 200).await;
        let first = &of_board[0]["claims"][0];
        assert_eq!((&first["state"], &first["note"], &first["cost"]), (&json!("given"), &Value::Null, &Value::Null), "what they wrote and paid stays theirs");
        let gifts = received(&ana, "").await;
        let told: Vec<_> = gifts.iter().map(|gift| (text(&gift["giver"]), gift["quantity"].as_i64().unwrap())).collect();
        assert_eq!(told, [("cy".to_owned(), 2), ("bo".to_owned(), 4)], "what was given back is nobody's gift");
        assert_eq!(received(&ana, &format!("?person={}", text(&gifts[1]["giver_id"]))).await, gifts[1..]);
        assert_eq!((received(&ana, "?year=2026").await.len(), received(&ana, "?year=2025").await.len()), (2, 0));
        body_of(ana.get("/api/v1/gifts/received?year=1969").await, 422).await;
        assert_eq!(received(&bo, "").await, Vec::<Value>::new());

        assert_eq!(thank(&bo, &by_cy).await.0, 404, "it was not for them");
        assert_eq!(thank(&ana, &by_bo).await.0, 204);
        let given = entries(&bo, "/api/v1/gifts/given?year=2026").await;
        assert_eq!((&given[0]["title"], &given[0]["owners"], &given[0]["thanks"]), (&json!("Glass"), &json!(["ana"]), &json!("It fits!")));
        assert_eq!(entries(&bo, "/api/v1/claims").await[0]["thanks"], "It fits!");
        for state in ["received", "thanked", "archived"] {
            body_of(ana.patch(&item_path(&glasses, ""), Some("*"), &json!({"state": state})).await, 200).await;
        }
        assert_eq!(ana.delete(&item_path(&glasses, "")).await.status(), 204);
        assert_eq!(received(&ana, "").await.len(), 2, "history keeps what is thrown away");
    }

    async fn a_missing_date_never_reveals_anything_and_an_early_one_counts_for_later_claims(engine) {
        let family = family(engine).await;
        let (early, late, after) = (family.wish("Early", json!(1)).await, family.wish("Late", json!(1)).await, family.wish("After", json!(1)).await);
        assert_eq!(claiming(&family.bo, &early, 1).await.0, 201);
        assert_eq!(choose(&family.bo, &family.list, json!({"occasion_at": day(10)})).await.0, 403);
        for near in [json!({"reveals_at": day(1) - 1}), json!({"occasion_at": day(0) - 1}), json!({"reveals_at": 0}), json!({"occasion_at": -1})] {
            assert_eq!(choose(&family.ana, &family.list, near.clone()).await.0, 422, "{near}");
        }
        assert_eq!(choose(&family.ana, &family.list, json!({"reveals_at": day(10)})).await.0, 200);
        assert_eq!(claiming(&family.bo, &late, 1).await.0, 201);
        // Nearer again: what was claimed keeps the date that its giver knew.
        assert_eq!(choose(&family.ana, &family.list, json!({"reveals_at": day(1)})).await.0, 200);
        let (ana, bo, _) = at(&family, DAY).await;
        assert_eq!((seen(&ana, &early).await, seen(&ana, &late).await), (vec![], vec![]));
        // What is claimed after the day is not of it.
        assert_eq!(claiming(&bo, &after, 1).await.0, 201);
        let (ana, ..) = at(&family, 10 * DAY).await;
        assert_eq!((seen(&ana, &early).await, seen(&ana, &after).await), (vec![], vec![]));
        assert_eq!(seen(&ana, &late).await.len(), 1);
        let (ana, ..) = at(&family, 400 * DAY).await;
        assert_eq!((seen(&ana, &early).await, seen(&ana, &after).await, received(&ana, "").await.len()), (vec![], vec![], 1));
    }

    async fn a_later_date_puts_it_off_and_next_years_hides_nothing_that_was_revealed(engine) {
        let family = family(engine).await;
        let bowl = family.wish("Bowl", json!(1)).await;
        assert_eq!(choose(&family.ana, &family.list, json!({"occasion_at": day(1)})).await.0, 200);
        assert_eq!(claiming(&family.bo, &bowl, 1).await.0, 201);
        assert_eq!(choose(&family.ana, &family.list, json!({"occasion_at": day(4)})).await.0, 200);
        let (ana, ..) = at(&family, 3 * DAY).await;
        assert_eq!(seen(&ana, &bowl).await, []);
        assert_eq!(choose(&ana, &family.list, json!({})).await.0, 200);
        let (ana, ..) = at(&family, 6 * DAY).await;
        assert_eq!(seen(&ana, &bowl).await, [], "without a date never");
        assert_eq!(choose(&ana, &family.list, json!({"reveals_at": day(8)})).await.0, 200);
        let (ana, ..) = at(&family, 8 * DAY).await;
        assert_eq!(seen(&ana, &bowl).await.len(), 1);
        assert_eq!(choose(&ana, &family.list, json!({"occasion_at": day(370)})).await.0, 200);
        assert_eq!((seen(&ana, &bowl).await.len(), received(&ana, "").await.len()), (1, 1));
        assert_eq!(choose(&ana, &family.list, json!({})).await.0, 200);
        assert_eq!(seen(&ana, &bowl).await.len(), 1);
    }

    async fn every_list_that_others_see_the_wish_on_has_its_say_and_so_has_its_giver(engine) {
        let family = family(engine).await;
        let club = group(&family.ana, "Club").await;
        join(&family.ana, &club, &family.cy, "member").await;
        let second = list_of(&family.ana, &club, "ana").await;
        let (two, one, put_off) = (family.wish("Two", json!(1)).await, family.wish("One", json!(1)).await, family.wish("Put off", json!(1)).await);
        let private = board(&family.ana, "Notes", "private").await;
        for (board, item) in [(&second, &two), (&private, &one)] {
            assert_eq!(family.ana.put(&board_path(board, &format!("/items/{item}")), &json!({})).await.status(), 204);
        }
        assert_eq!(choose(&family.ana, &family.list, json!({"reveals_at": day(2)})).await.0, 200);
        for item in [&two, &one] {
            assert_eq!(claiming(&family.bo, item, 1).await.0, 201);
        }
        let (_, mine) = claiming(&family.bo, &put_off, 1).await;
        let date = async |bo: &Person, at: Value| told(bo.patch(&claim_path(&mine, ""), Some("*"), &json!({"reveals_at": at})).await).await.0;
        assert_eq!((date(&family.bo, json!(day(2) - 1)).await, date(&family.bo, json!(day(5))).await), (422, 200));
        let (ana, bo, _) = at(&family, 2 * DAY).await;
        assert_eq!((seen(&ana, &two).await, seen(&ana, &one).await.len(), seen(&ana, &put_off).await), (vec![], 1, vec![]));
        let (ana, ..) = at(&family, 5 * DAY).await;
        assert_eq!((seen(&ana, &put_off).await.len(), received(&ana, "").await.len()), (1, 2));
        // A list without a date takes none from its giver either.
        let alone = text(&body_of(ana.post("/api/v1/items", &json!({"id": id(), "boards": [second["id"]], "title": "Alone"})).await, 201).await["item"]["id"]);
        let cy = again(&family.test, "cy").await;
        let (_, claim) = claiming(&cy, &alone, 1).await;
        assert_eq!(told(cy.patch(&claim_path(&claim, ""), Some("*"), &json!({"reveals_at": day(90)})).await).await.0, 422);
        drop(bo);
    }

    async fn whoever_became_its_owner_before_it_was_taken_up_again_is_kept_in_the_dark(engine) {
        let family = family(engine).await;
        let bowl = family.wish("Bowl", json!(1)).await;
        let (_, made) = claiming(&family.bo, &bowl, 1).await;
        assert_eq!(family.bo.delete(&claim_path(&made, "")).await.status(), 204);
        body_of(family.ana.post(&board_path(&family.list, "/editors"), &json!({"email": "cy@example.org"})).await, 201).await;
        let one = board_path(&family.list, &format!("/owners/{}", crate::groups::account(&family.cy).await));
        assert_eq!(family.ana.put(&one, &json!({})).await.status(), 204);
        body_of(family.bo.post(&claim_path(&made, "/restore"), &json!({})).await, 200).await;
        assert_eq!(family.ana.delete(&one).await.status(), 204);
        assert_eq!(seen(&family.cy, &bowl).await, [], "what was given while it was for them stays a surprise");
    }
}
