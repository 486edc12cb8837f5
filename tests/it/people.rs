//! People of one's groups are found by name, and what a group's lists come to is the same for everybody, whatever is given.

use giftos_tests::app::body_of;
use giftos_tests::{Person, on_both_engines};
use serde_json::{Value, json};

use crate::claims::{claim_path, claiming, family};
use crate::groups::{account, group, group_path, join, list_of};
use crate::wishes::{board, board_path, entries, id, item_path, text, wish};

async fn renamed(person: &Person, name: &str) {
    let me = person.patch("/api/v1/me", None, &json!({"display_name": name})).await;
    assert!(me.status().is_success(), "{}", me.status());
}

/// The names that are found, with the groups that both are in.
async fn found(person: &Person, sought: &str) -> Vec<(String, Vec<String>)> {
    let found = body_of(person.get(&format!("/api/v1/people?q={sought}")).await, 200).await;
    let of = |one: &Value| {
        let groups = one["groups"].as_array().unwrap().iter().map(|group| text(&group["name"])).collect();
        (text(&one["display_name"]), groups)
    };
    found.as_array().unwrap().iter().map(of).collect()
}

/// The statistics of a group, to the letter.
async fn stats(person: &Person, group: &Value) -> String {
    let answer = person.get(&group_path(group, "/stats")).await;
    assert_eq!(answer.status(), 200);
    answer.text().await.unwrap()
}

on_both_engines! {
    async fn people_of_ones_groups_are_found_by_name_and_nobody_else(engine) {
        let family = family(engine).await;
        let (dan, eve) = (family.test.register("dan").await, family.test.register("eve").await);
        for (person, name) in [(&family.bo, "Zoë van Dam"), (&family.cy, "Dana Cohen"), (&dan, "Danny"), (&eve, "Dana Eve")] {
            renamed(person, name).await;
        }
        family.test.advance(std::time::Duration::from_secs(1));
        let club = group(&family.bo, "Club").await;
        join(&family.bo, &club, &family.ana, "member").await;
        join(&family.bo, &club, &dan, "giver_only").await;
        let both = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(found(&family.ana, "zoe").await, [("Zoë van Dam".to_owned(), both(&["Family", "Club"]))]);
        assert_eq!(found(&family.ana, "DAN").await, [
            ("Dana Cohen".to_owned(), both(&["Family"])),
            ("Danny".to_owned(), both(&["Club"])),
        ]);
        assert_eq!(found(&family.cy, "dan").await, [], "Danny is in no group of hers, and she is herself");
        assert_eq!(found(&family.bo, "coh%20d").await.len(), 1);
        assert_eq!((found(&family.ana, "%25").await, found(&family.ana, "_").await, found(&eve, "dan").await), (vec![], vec![], vec![]));
        // Not by what only they themselves know, and no more than the group's own list shows.
        assert_eq!(found(&family.ana, "dan%40example.org").await, []);
        let whole = body_of(family.ana.get("/api/v1/people?q=danny").await, 200).await;
        let names: Vec<&String> = whole[0].as_object().unwrap().keys().collect();
        assert_eq!(names, ["account_id", "avatar", "display_name", "groups"]);
        for refused in ["?q=", "?q=%20", &format!("?q={}", "a".repeat(101))] {
            body_of(family.ana.get(&format!("/api/v1/people{refused}")).await, 422).await;
        }
        // Who left is found no more, and nobody through a group in the bin.
        assert_eq!(dan.delete(&group_path(&club, &format!("/members/{}", account(&dan).await))).await.status(), 204);
        assert_eq!(found(&family.ana, "danny").await, []);
        assert_eq!(family.bo.delete(&group_path(&club, "")).await.status(), 204);
        assert_eq!(found(&family.ana, "zoe").await, [("Zoë van Dam".to_owned(), both(&["Family"]))]);
    }

    async fn of_many_the_first_by_name_are_found(engine) {
        let family = family(engine).await;
        for number in 0..22 {
            let person = family.test.register(&format!("guest{number:02}")).await;
            join(&family.ana, &family.group, &person, "giver_only").await;
        }
        let names: Vec<String> = found(&family.bo, "guest").await.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, (0..20).map(|number| format!("guest{number:02}")).collect::<Vec<_>>());
    }

    async fn what_a_groups_lists_come_to_is_the_same_for_everybody_whatever_is_given(engine) {
        let family = family(engine).await;
        let of_bo = list_of(&family.bo, &family.group, "bo").await;
        let (bowl, glass) = (family.wish("Bowl", json!(1)).await, family.wish("Glass", json!(6)).await);
        family.wish("Spoon", json!("any")).await;
        wish(&family.bo, "Book", &of_bo).await;
        let yen = json!({"id": id(), "boards": [of_bo["id"]], "title": "Tea", "price": {"amount_minor": 700, "currency": "JPY"}});
        body_of(family.bo.post("/api/v1/items", &yen).await, 201).await;
        let told = stats(&family.ana, &family.group).await;
        let view: Value = serde_json::from_str(&told).unwrap();
        assert_eq!((&view["members"], &view["boards"], &view["wishes"], &view["priced"]), (&json!(3), &json!(2), &json!(5), &json!(4)));
        assert_eq!(view["totals"], json!([{"amount_minor": 8_000, "currency": "EUR"}, {"amount_minor": 700, "currency": "JPY"}]));
        let mut people: Vec<_> = view["people"].as_array().unwrap().iter()
            .map(|one| (text(&one["display_name"]), one["boards"].clone(), one["wishes"].clone())).collect();
        people.sort_by_key(|(name, ..)| name.clone());
        assert_eq!(people, [("ana".to_owned(), json!(1), json!(3)), ("bo".to_owned(), json!(1), json!(2)), ("cy".to_owned(), json!(0), json!(0))]);
        // Whoever asks, and whatever is given.
        let (_, claim) = claiming(&family.bo, &bowl, 1).await;
        claiming(&family.cy, &glass, 6).await;
        for state in ["claimed", "bought", "given"] {
            body_of(family.bo.patch(&claim_path(&claim, ""), Some("*"), &json!({"state": state})).await, 200).await;
            for person in [&family.ana, &family.bo, &family.cy] {
                assert_eq!(stats(person, &family.group).await, told);
            }
        }
        let eve = family.test.register("eve").await;
        assert_eq!(eve.get(&group_path(&family.group, "/stats")).await.status(), 404);
    }

    async fn a_wish_on_two_lists_is_one_and_what_is_not_shown_does_not_count(engine) {
        let family = family(engine).await;
        let bowl = family.wish("Bowl", json!(1)).await;
        let more = board(&family.ana, "More", "groups").await;
        let here = format!("/groups/{}", text(&family.group["id"]));
        assert!(family.ana.put(&board_path(&more, &here), &json!({})).await.status().is_success());
        assert!(family.ana.put(&board_path(&more, &format!("/items/{bowl}")), &json!({})).await.status().is_success());
        let counts = async || {
            let view: Value = serde_json::from_str(&stats(&family.bo, &family.group).await).unwrap();
            let of_ana = view["people"].as_array().unwrap().iter().find(|one| one["display_name"] == "ana").unwrap();
            [&view["boards"], &view["wishes"], &of_ana["wishes"]].map(|count| count.as_i64().unwrap())
        };
        assert_eq!(counts().await, [3, 1, 1]);
        for (state, wishes) in [("received", 0), ("archived", 0), ("wanted", 1)] {
            body_of(family.ana.patch(&item_path(&bowl, ""), Some("*"), &json!({"state": state})).await, 200).await;
            assert_eq!(counts().await, [3, wishes, wishes], "{state}");
        }
        assert_eq!(family.ana.delete(&board_path(&more, "")).await.status(), 204);
        assert_eq!(counts().await, [2, 1, 1]);
        body_of(family.ana.patch(&board_path(&family.list, ""), Some("*"), &json!({"audience": "private"})).await, 200).await;
        assert_eq!(counts().await, [1, 0, 0]);
        assert_eq!(entries(&family.bo, &group_path(&family.group, "/boards")).await.len(), 1, "as the lists say");
    }
}
