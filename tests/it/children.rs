//! Children: lists of people without a sign-in, whose parents act for them and stay givers, and see nothing by it that is not for them.

use giftos::db::every_statement;
use giftos_tests::app::{PASSWORD, body_of, sent};
use giftos_tests::{Person, on_both_engines};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::claims::{Family, claim_path, claiming, family, until};
use crate::groups::{account, group_path, list_of};
use crate::wishes::{board_path, id, item_path, text, told};

/// A child of this person; gives its id.
async fn child(person: &Person, name: &str) -> String {
    let new = json!({"id": id(), "display_name": name});
    text(&body_of(person.post("/api/v1/children", &new).await, 201).await["account_id"])
}

/// Asks as the child.
async fn acting(person: &Person, child: &str, method: Method, path: &str, body: &Value) -> Response {
    let request = person.request(method.clone(), path).header("giftos-acts-for", child);
    let request = if method == Method::PATCH { request.header("if-match", "*") } else { request };
    sent(if matches!(method, Method::GET | Method::DELETE) { request } else { request.json(body) }).await
}

async fn reading(person: &Person, child: &str, path: &str) -> Value {
    body_of(acting(person, child, Method::GET, path, &Value::Null).await, 200).await
}

/// The child joins the family; gives its list there.
async fn joined(family: &Family, child: &str) -> Value {
    let invite =
        body_of(family.ana.post(&group_path(&family.group, "/invites"), &json!({"id": id()})).await, 201).await;
    let path = format!("/api/v1/invites/{}", text(&invite["code"]));
    body_of(acting(&family.ana, child, Method::POST, &path, &json!({})).await, 200).await;
    list_of(&family.ana, &family.group, "Tim").await
}

/// A wish of the child's on its list; gives its id.
async fn wish_of(family: &Family, child: &str, list: &Value, title: &str) -> String {
    let new = json!({"id": id(), "boards": [list["id"]], "title": title});
    let made = acting(&family.ana, child, Method::POST, "/api/v1/items", &new).await;
    text(&body_of(made, 201).await["item"]["id"])
}

/// Where it is asked who is shown a board, as a child is like anybody; and of givers alone, whom others found to be that.
const WHO_SEES: [&str; 4] = ["boards::share::store", "boards::store", "items::store", "whispers::store"];

#[test]
fn whoever_reads_who_may_give_leaves_children_out() {
    let asks = |text: &str| text.contains("board_group") && text.contains("join member");
    let (mut heeded, mut forgets) = (0, Vec::new());
    for (module, name, text) in every_statement().filter(|(_, _, text)| asks(text)) {
        let module = module.replace(' ', "");
        match (text.contains("from child"), WHO_SEES.contains(&module.as_str())) {
            (true, _) => heeded += 1,
            (false, true) => {}
            (false, false) => forgets.push(format!("{module} {name}")),
        }
    }
    assert_eq!((forgets, heeded > 5), (Vec::new(), true), "{heeded}");
}

on_both_engines! {
    async fn a_child_has_lists_of_its_own_and_who_acts_for_it_stays_a_giver(engine) {
        let family = family(engine).await;
        let tim = child(&family.ana, "Tim").await;
        let list = joined(&family, &tim).await;
        assert_eq!(list["owners"], json!([{"account_id": tim, "display_name": "Tim", "avatar": null}]));
        let (train, ball) = (wish_of(&family, &tim, &list, "Train").await, wish_of(&family, &tim, &list, "Ball").await);
        let seen = ["/api/v1/items", "/api/v1/events", "/api/v1/claims", "/api/v1/gifts/received", "/api/v1/claims/totals"].map(str::to_owned);
        let seen = seen.into_iter().chain([item_path(&train, ""), item_path(&train, "/claims"), board_path(&list, "/items"), board_path(&list, "/claims")]);
        let seen: Vec<String> = seen.collect();
        let mut before = Vec::new();
        for path in &seen {
            before.push(reading(&family.ana, &tim, path).await);
        }
        // Bo and the mother give; she sees what he gives, and the child, whom she asks as, sees nothing of either.
        let (_, claim) = claiming(&family.bo, &train, 1).await;
        assert_eq!(claiming(&family.ana, &ball, 1).await.0, 201);
        body_of(family.bo.patch(&claim_path(&claim, ""), Some("*"), &json!({"state": "bought"})).await, 200).await;
        let known = body_of(family.ana.get(&item_path(&train, "/claims")).await, 200).await;
        assert_eq!((&known["sight"], &known["claims"][0]["giver"]), (&json!("giver"), &json!("bo")));
        for (path, before) in seen.iter().zip(&before) {
            assert_eq!(&reading(&family.ana, &tim, path).await, before, "{path}");
        }
        assert_eq!(reading(&family.ana, &tim, &item_path(&train, "/claims")).await["sight"], "receiver");
        // Its wishes are edited as the child's, and by nobody in their own name.
        let title = json!({"title": "Wooden train"});
        body_of(family.ana.patch(&item_path(&train, ""), Some("*"), &title).await, 403).await;
        body_of(acting(&family.ana, &tim, Method::PATCH, &item_path(&train, ""), &title).await, 200).await;
        body_of(acting(&family.bo, &tim, Method::PATCH, &item_path(&train, ""), &title).await, 403).await;
    }

    async fn who_acts_for_a_child_is_an_owner_of_its_list_only_where_they_say_so(engine) {
        let family = family(engine).await;
        let tim = child(&family.ana, "Tim").await;
        let list = joined(&family, &tim).await;
        let train = wish_of(&family, &tim, &list, "Train").await;
        assert_eq!(claiming(&family.bo, &train, 1).await.0, 201);
        let ana = account(&family.ana).await;
        let editor = json!({"email": "ana@example.org"});
        assert!(acting(&family.ana, &tim, Method::POST, &board_path(&list, "/editors"), &editor).await.status().is_success());
        let claims = async || body_of(family.ana.get(&item_path(&train, "/claims")).await, 200).await;
        assert_eq!(claims().await["taken"], 1);
        let owner = board_path(&list, &format!("/owners/{ana}"));
        assert!(acting(&family.ana, &tim, Method::PUT, &owner, &json!({})).await.status().is_success());
        let kept = claims().await;
        assert_eq!((&kept["sight"], &kept["claims"]), (&json!("receiver"), &json!([])));
    }

    async fn nobody_sees_through_a_child_what_is_given_to_themselves(engine) {
        let family = family(engine).await;
        let tim = child(&family.ana, "Tim").await;
        joined(&family, &tim).await;
        let bowl = family.wish("Bowl", json!(2)).await;
        let paths = [
            item_path(&bowl, ""), item_path(&bowl, "/claims"), item_path(&bowl, "/whispers"), board_path(&family.list, "/claims"),
            board_path(&family.list, "/items"), group_path(&family.group, "/boards"), group_path(&family.group, "/stats"),
            "/api/v1/events".to_owned(), "/api/v1/activity".to_owned(), "/api/v1/claims/offers".to_owned(), "/api/v1/gifts/season".to_owned(),
        ];
        // Who is told that the list changed hears of it a moment later.
        until("it is told", async || reading(&family.ana, &tim, "/api/v1/events").await.to_string().contains("list_changed")).await;
        let mut before = Vec::new();
        for path in &paths {
            before.push(reading(&family.ana, &tim, path).await);
        }
        let refusals = async || {
            let mut refused = Vec::new();
            for (method, path, body) in [
                (Method::POST, item_path(&bowl, "/claims"), json!({"id": id()})),
                (Method::PUT, item_path(&bowl, "/thought"), json!({})),
            ] {
                refused.push(told(acting(&family.ana, &tim, method, &path, &body).await).await);
            }
            refused
        };
        let free = refusals().await;
        assert_eq!(free.iter().map(|(status, _)| *status).collect::<Vec<_>>(), [403, 403]);
        let (_, claim) = claiming(&family.bo, &bowl, 2).await;
        // Nor is anything handed on to the child.
        let offered = family.bo.put(&claim_path(&claim, "/offer"), &json!({"to": tim})).await.status().as_u16();
        assert!((400..500).contains(&offered), "{offered}");
        body_of(family.bo.patch(&claim_path(&claim, ""), Some("*"), &json!({"state": "given"})).await, 200).await;
        for (path, before) in paths.iter().zip(&before) {
            assert_eq!(&reading(&family.ana, &tim, path).await, before, "{path}");
        }
        assert_eq!(refusals().await, free);
        assert_eq!(reading(&family.ana, &tim, &item_path(&bowl, "/claims")).await["sight"], "onlooker");
    }

    async fn several_act_for_a_child_and_somebody_always_does(engine) {
        let family = family(engine).await;
        let (tim, eve) = (child(&family.ana, "Tim").await, family.test.register("eve").await);
        let (ana, bo) = (account(&family.ana).await, account(&family.bo).await);
        joined(&family, &tim).await;
        let path = |who: &str| format!("/api/v1/children/{tim}/guardians/{who}");
        let may = async |person: &Person| acting(person, &tim, Method::GET, "/api/v1/me", &Value::Null).await.status().as_u16();
        assert_eq!((may(&family.ana).await, may(&family.bo).await), (200, 403));
        assert_eq!(family.bo.put(&path(&bo), &json!({})).await.status(), 404, "not by themselves");
        assert_eq!(family.ana.put(&path(&account(&eve).await), &json!({})).await.status(), 404, "a stranger");
        assert_eq!(family.ana.put(&path(&tim), &json!({})).await.status(), 404, "a child");
        assert_eq!(family.ana.delete(&path(&ana)).await.status(), 409);
        for _ in 0..2 {
            assert_eq!(family.ana.put(&path(&bo), &json!({})).await.status(), 204);
        }
        assert_eq!(may(&family.bo).await, 200);
        let told = body_of(family.bo.get("/api/v1/children").await, 200).await;
        let names: Vec<String> = told[0]["guardians"].as_array().unwrap().iter().map(|one| text(&one["display_name"])).collect();
        assert_eq!((&told[0]["display_name"], names.len()), (&json!("Tim"), 2));
        assert_eq!(family.bo.delete(&path(&ana)).await.status(), 204);
        assert_eq!((may(&family.ana).await, may(&family.bo).await), (403, 200), "at once");
        assert_eq!(family.ana.put(&path(&ana), &json!({})).await.status(), 404);
        assert_eq!(body_of(family.ana.get("/api/v1/children").await, 200).await, json!([]));
        assert_eq!(family.bo.delete(&path(&bo)).await.status(), 409);
        assert_eq!(family.cy.delete(&path(&bo)).await.status(), 404);
    }

    async fn nobody_signs_in_as_a_child_or_acts_as_anybody_else(engine) {
        let family = family(engine).await;
        let (tim, cy) = (child(&family.ana, "Tim").await, account(&family.cy).await);
        let missing = id();
        let mut answers = Vec::new();
        for other in [cy.as_str(), missing.as_str(), "nobody", ""] {
            answers.push(told(acting(&family.ana, other, Method::GET, "/api/v1/me", &Value::Null).await).await);
        }
        assert!(answers.iter().all(|answer| answer.0 == 403 && *answer == answers[0]), "{answers:?}");
        let twice = family.ana.request(Method::GET, "/api/v1/me").header("giftos-acts-for", &tim).header("giftos-acts-for", &tim);
        assert_eq!(sent(twice).await.status(), 403);
        let unsigned = family.test.request(Method::GET, "/api/v1/me").header("giftos-acts-for", &tim);
        assert_eq!(sent(unsigned).await.status(), 401);
        let address = text(&reading(&family.ana, &tim, "/api/v1/me").await["email"]);
        for password in ["", PASSWORD] {
            let refused = family.test.post("/api/v1/sessions", &json!({"email": address, "password": password})).await;
            assert_eq!(refused.status(), 401, "{password}");
        }
        let change = json!({"current_password": "", "new_password": PASSWORD});
        assert_eq!(acting(&family.ana, &tim, Method::PUT, "/api/v1/me/password", &change).await.status(), 403);
        body_of(acting(&family.ana, &tim, Method::POST, "/api/v1/children", &json!({"id": id(), "display_name": "Tom"})).await, 403).await;
        // Signing out as the child ends nothing of who acts for it.
        assert_eq!(acting(&family.ana, &tim, Method::DELETE, "/api/v1/sessions", &Value::Null).await.status(), 204);
        assert_eq!(family.ana.get("/api/v1/me").await.status(), 200);
        let new = json!({"id": id(), "display_name": "Tom"});
        let made = body_of(family.ana.post("/api/v1/children", &new).await, 201).await;
        assert_eq!(body_of(family.ana.post("/api/v1/children", &new).await, 200).await, made);
        assert_eq!(family.bo.post("/api/v1/children", &new).await.status(), 409);
        assert_eq!(family.bo.post("/api/v1/children", &json!({"id": cy, "display_name": "Mine"})).await.status(), 409, "the id of an account");
        body_of(family.ana.post("/api/v1/children", &json!({"id": id(), "display_name": " "})).await, 422).await;
        for number in 0..18 {
            child(&family.ana, &format!("Child {number}")).await;
        }
        body_of(family.ana.post("/api/v1/children", &json!({"id": id(), "display_name": "One more"})).await, 409).await;
    }
}
