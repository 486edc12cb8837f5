//! Categories: what a list keeps to, however many add at once, and what is shown of it.

use futures::future::join_all;
use giftos_tests::app::{body_of, sent};
use giftos_tests::{Person, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};

use crate::claims::{Family, claiming, family};
use crate::groups::{account, group, group_path, join, list_of};
use crate::wishes::{board, board_path, entries, id, item_path, text, told};

/// A category of the group, with a limit and a highest price in cents of a euro.
async fn category(admin: &Person, group: &Value, name: &str, limit: Option<i64>, highest: Option<i64>) -> Value {
    let euro = |minor: Option<i64>| minor.map(|minor| json!({"amount_minor": minor, "currency": "EUR"}));
    let new = json!({"id": id(), "name": name, "spending_limit": euro(limit), "highest_item_price": euro(highest)});
    body_of(admin.post(&group_path(group, "/categories"), &new).await, 201).await
}

fn category_path(group: &Value, category: &Value, rest: &str) -> String {
    group_path(group, &format!("/categories/{}{rest}", text(&category["id"])))
}

fn place(item: &str, category: &Value) -> String {
    item_path(item, &format!("/categories/{}", text(&category["id"])))
}

/// A wish of this price; gives its id.
async fn priced(person: &Person, list: &Value, price: Option<(i64, &str)>, quantity: Value) -> String {
    let price = price.map(|(minor, currency)| json!({"amount_minor": minor, "currency": currency}));
    let new = json!({"id": id(), "boards": [list["id"]], "title": "A wish", "quantity": quantity, "price": price});
    text(&body_of(person.post("/api/v1/items", &new).await, 201).await["item"]["id"])
}

async fn put(person: &Person, item: &str, category: &Value) -> (u16, Value) {
    let response = person.put(&place(item, category), &json!({})).await;
    if response.status() == 204 { (204, Value::Null) } else { told(response).await }
}

/// What somebody uses of the group's categories, as this person sees it.
async fn uses(person: &Person, group: &Value, of: &Person) -> Vec<Value> {
    let path = group_path(group, &format!("/members/{}/categories", account(of).await));
    body_of(person.get(&path).await, 200).await.as_array().unwrap().clone()
}

async fn used(person: &Person, group: &Value, of: &Person) -> i64 {
    uses(person, group, of).await[0]["used"]["amount_minor"].as_i64().unwrap()
}

fn over(answer: &(u16, Value)) -> bool {
    answer.0 == 409 && answer.1["type"] == "/problems/over-limit"
}

impl Family {
    async fn priced(&self, minor: i64) -> String {
        priced(&self.ana, &self.list, Some((minor, "EUR")), json!(1)).await
    }

    async fn patch(&self, item: &str, patch: Value) -> (u16, Value) {
        told(self.ana.patch(&item_path(item, ""), Some("*"), &patch).await).await
    }
}

on_both_engines! {
    async fn an_admin_makes_orders_changes_and_deletes_categories(engine) {
        let family = family(engine).await;
        let (ana, bo, made) = (&family.ana, &family.bo, &family.group);
        let new = json!({"id": id(), "name": " From parents ", "spending_limit": {"amount_minor": 20_000, "currency": "EUR"}});
        let parents = body_of(ana.post(&group_path(made, "/categories"), &new).await, 201).await;
        assert_eq!((&parents["name"], &parents["highest_item_price"]), (&json!("From parents"), &Value::Null));
        assert_eq!(body_of(ana.post(&group_path(made, "/categories"), &new).await, 200).await, parents);
        body_of(ana.post(&group_path(made, "/categories"), &json!({"id": new["id"], "name": "Other"})).await, 409).await;
        body_of(bo.post(&group_path(made, "/categories"), &json!({"id": id(), "name": "Mine"})).await, 403).await;
        let mixed = json!({"id": id(), "name": "Mixed", "spending_limit": {"amount_minor": 1, "currency": "EUR"}, "highest_item_price": {"amount_minor": 1, "currency": "USD"}});
        body_of(ana.post(&group_path(made, "/categories"), &mixed).await, 422).await;
        let siblings = category(ana, made, "From siblings", Some(10_000), Some(3_000)).await;
        let names = async |person: &Person| -> Vec<String> {
            let all = body_of(person.get(&group_path(made, "/categories")).await, 200).await;
            all.as_array().unwrap().iter().map(|category| text(&category["name"])).collect()
        };
        assert_eq!(names(bo).await, ["From parents", "From siblings"]);
        let order = |ids: &[&Value]| json!({"order": ids});
        let path = group_path(made, "/category-order");
        assert_eq!(ana.put(&path, &order(&[&siblings["id"], &parents["id"]])).await.status(), 204);
        for wrong in [order(&[&siblings["id"]]), order(&[&siblings["id"], &siblings["id"]]), order(&[&siblings["id"], &json!(id())])] {
            body_of(ana.put(&path, &wrong).await, 409).await;
        }
        body_of(bo.put(&path, &order(&[&parents["id"], &siblings["id"]])).await, 403).await;
        assert_eq!(names(bo).await, ["From siblings", "From parents"]);
        let one = category_path(made, &siblings, "");
        body_of(ana.patch(&one, None, &json!({"name": "x"})).await, 428).await;
        let changed = body_of(ana.patch(&one, Some("\"1\""), &json!({"highest_item_price": null})).await, 200).await;
        assert_eq!((&changed["highest_item_price"], &changed["spending_limit"]["amount_minor"]), (&Value::Null, &json!(10_000)));
        body_of(ana.patch(&one, Some("\"1\""), &json!({"name": "x"})).await, 412).await;
        body_of(bo.patch(&one, Some("*"), &json!({"name": "x"})).await, 403).await;

        // Deleting it leaves its wishes on their lists, and bringing it back brings them back to it.
        let bowl = family.priced(2_000).await;
        assert_eq!(put(ana, &bowl, &siblings).await.0, 204);
        body_of(bo.delete(&one).await, 403).await;
        assert_eq!((ana.delete(&one).await.status().as_u16(), ana.delete(&one).await.status().as_u16()), (204, 204));
        assert_eq!((names(bo).await, names(ana).await.len()), (vec!["From parents".to_owned()], 2));
        assert_eq!(entries(bo, &board_path(&family.list, "/items")).await.len(), 1);
        assert_eq!(put(ana, &bowl, &siblings).await.0, 404);
        body_of(ana.patch(&one, Some("*"), &json!({"name": "x"})).await, 409).await;
        body_of(ana.post(&category_path(made, &siblings, "/restore"), &json!({})).await, 200).await;
        assert_eq!(uses(bo, made, ana).await[0]["items"][0]["item_id"], bowl);
        let eve = family.test.register("eve").await;
        for rest in ["/categories", "/category-order"] {
            let ask = async |of: &Value| told(sent(eve.request(if rest == "/categories" { Method::GET } else { Method::PUT }, &group_path(of, rest)).json(&order(&[]))).await).await;
            assert_eq!(ask(made).await, ask(&json!({"id": id()})).await);
        }
        assert_eq!(put(&eve, &bowl, &siblings).await, put(&eve, &id(), &siblings).await);
    }

    async fn a_list_keeps_to_its_limits_and_says_what_is_used(engine) {
        let family = family(engine).await;
        let (ana, made) = (&family.ana, &family.group);
        let parents = category(ana, made, "From parents", Some(20_000), Some(6_000)).await;
        let items = [family.priced(6_000).await, priced(ana, &family.list, Some((4_000, "EUR")), json!(2)).await, family.priced(6_000).await];
        for item in &items {
            assert_eq!(put(ana, item, &parents).await.0, 204);
        }
        assert_eq!(put(ana, &items[0], &parents).await.0, 204, "again changes nothing");
        assert_eq!(used(&family.bo, made, ana).await, 20_000, "the limit can be reached");
        let (cheap, dear) = (family.priced(1).await, family.priced(6_001).await);
        let refused = put(ana, &cheap, &parents).await;
        assert!(over(&refused), "{refused:?}");
        assert_eq!(refused.1["detail"], "It does not fit into “From parents” any more: 200.00 EUR together.");
        let refused = put(ana, &dear, &parents).await;
        assert!(over(&refused), "{refused:?}");
        assert_eq!(refused.1["detail"], "In “From parents” one piece costs 60.00 EUR at most.");
        // What cannot be counted is shown, never refused.
        let (dollars, unknown) = (priced(ana, &family.list, Some((99_900, "USD")), json!(1)).await, priced(ana, &family.list, None, json!("any")).await);
        for item in [&dollars, &unknown] {
            assert_eq!(put(ana, item, &parents).await.0, 204);
        }
        let line = uses(&family.bo, made, ana).await.remove(0);
        assert_eq!(line, uses(ana, made, ana).await[0]);
        let counted = |item: &str| line["items"].as_array().unwrap().iter().find(|entry| entry["item_id"] == item).unwrap()["counted"].clone();
        assert_eq!((counted(&items[1]), counted(&dollars), counted(&unknown)), (json!("counted"), json!("other_currency"), json!("no_price")));
        assert_eq!((&line["over_limit"], &line["category"]["name"]), (&json!(false), &json!("From parents")));

        // The way out of it: take one out, and another one fits.
        assert_eq!(ana.delete(&place(&items[0], &parents)).await.status(), 204);
        assert_eq!((put(ana, &cheap, &parents).await.0, used(ana, made, ana).await), (204, 14_001));
        // A limit that is lowered takes nothing away.
        body_of(ana.patch(&category_path(made, &parents, ""), Some("*"), &json!({"spending_limit": {"amount_minor": 10_000, "currency": "EUR"}})).await, 200).await;
        let line = uses(&family.bo, made, ana).await.remove(0);
        assert_eq!((&line["over_limit"], &line["used"]["amount_minor"]), (&json!(true), &json!(14_001)));
        // Everybody has the limit for themselves, and a wish is in one category of a group.
        let of_bo = list_of(&family.bo, made, "bo").await;
        let bike = priced(&family.bo, &of_bo, Some((6_000, "EUR")), json!(1)).await;
        assert_eq!(put(&family.bo, &bike, &parents).await.0, 204);
        let siblings = category(ana, made, "From siblings", None, None).await;
        assert_eq!(put(&family.bo, &bike, &siblings).await.0, 204);
        let lines = uses(ana, made, &family.bo).await;
        assert_eq!((&lines[0]["items"], &lines[1]["items"][0]["item_id"], &lines[1]["used"]), (&json!([]), &json!(bike), &Value::Null));
    }

    async fn an_edit_that_would_be_more_is_refused_and_a_price_that_rose_is_shown(engine) {
        let family = family(engine).await;
        let (ana, made) = (&family.ana, &family.group);
        let parents = category(ana, made, "From parents", Some(10_000), Some(6_000)).await;
        let euro = |minor: i64| json!({"price": {"amount_minor": minor, "currency": "EUR"}});
        let (bowl, vase) = (family.priced(5_000).await, family.priced(4_000).await);
        for item in [&bowl, &vase] {
            assert_eq!(put(ana, item, &parents).await.0, 204);
        }
        for patch in [euro(6_001), json!({"quantity": 2}), json!({"price": {"amount_minor": 5_001, "currency": "EUR"}, "quantity": 9_999})] {
            assert!(over(&family.patch(&bowl, patch.clone()).await), "{patch}");
        }
        assert_eq!((family.patch(&bowl, euro(6_000)).await.0, used(ana, made, ana).await), (200, 10_000));
        // Into another currency and back is no way around it, nor is the archive, nor the bin.
        assert_eq!(family.patch(&bowl, json!({"price": {"amount_minor": 9_000, "currency": "USD"}})).await.0, 200);
        let lamp = family.priced(6_000).await;
        assert_eq!(put(ana, &lamp, &parents).await.0, 204);
        assert!(over(&family.patch(&bowl, euro(1)).await));
        assert_eq!(family.patch(&lamp, json!({"state": "archived"})).await.0, 200);
        assert_eq!(family.patch(&bowl, euro(6_000)).await.0, 200);
        assert!(over(&family.patch(&lamp, json!({"state": "wanted"})).await));
        assert_eq!(ana.delete(&item_path(&vase, "")).await.status(), 204);
        let desk = family.priced(4_000).await;
        assert_eq!((put(ana, &desk, &parents).await.0, used(ana, made, ana).await), (204, 10_000));
        body_of(ana.post(&item_path(&vase, "/restore"), &json!({})).await, 200).await;
        assert_eq!(used(ana, made, ana).await, 10_000, "it is on its list again, in no category");
        assert!(over(&put(ana, &vase, &parents).await));
        assert_eq!(ana.delete(&item_path(&desk, "")).await.status(), 204);
        body_of(ana.post(&item_path(&desk, "/restore"), &json!({})).await, 200).await;
        assert_eq!(used(ana, made, ana).await, 10_000, "an undo while there is room brings it back to it");

        // A shop that raises its price asks nobody.
        let save = |price: i64| json!({"id": id(), "boards": [family.list["id"]], "page": {"url": "https://shop.example/mug", "title": "Mug",
            "price": {"amount_minor": price, "currency": "EUR"}, "verdict": "sure"}});
        assert_eq!(ana.delete(&item_path(&desk, "")).await.status(), 204);
        let mug = text(&body_of(ana.post("/api/v1/items", &save(3_000)).await, 201).await["item"]["id"]);
        assert_eq!(put(ana, &mug, &parents).await.0, 204);
        family.test.advance(std::time::Duration::from_secs(60));
        body_of(ana.post("/api/v1/items", &save(7_000)).await, 200).await;
        let line = uses(&family.bo, made, ana).await.remove(0);
        assert_eq!((&line["over_limit"], &line["used"]["amount_minor"]), (&json!(true), &json!(13_000)));
        let mug_line = line["items"].as_array().unwrap().iter().find(|entry| entry["item_id"] == mug).unwrap();
        assert_eq!(mug_line["too_expensive"], true);
        assert_eq!(family.patch(&mug, json!({"note": "any colour"})).await.0, 200, "and other edits go on");
        // A typed price is the person's word: emptying it is their edit as much.
        assert_eq!(family.patch(&mug, euro(1_000)).await.0, 200);
        assert!(over(&family.patch(&mug, json!({"price": null})).await));
    }

    async fn two_hundred_that_are_added_at_once_never_pass_the_limit(engine) {
        let family = family(engine).await;
        let (ana, made) = (&family.ana, &family.group);
        let parents = category(ana, made, "From parents", Some(50_000), None).await;
        let mut items = Vec::new();
        for _ in 0..20 {
            items.extend(join_all((0..10).map(|_| family.priced(1_000))).await);
        }
        let answers = join_all(items.iter().map(|item| async {
            // Whoever is told that the server is busy asks again, as it says.
            loop {
                let answer = put(ana, item, &parents).await;
                if answer.0 != 503 {
                    return answer;
                }
            }
        }))
        .await;
        let (won, refused) = (answers.iter().filter(|answer| answer.0 == 204).count(), answers.iter().filter(|answer| over(answer)).count());
        assert_eq!((won, refused), (50, 150), "{:?}", answers.iter().find(|answer| answer.0 != 204 && !over(answer)));
        assert_eq!(used(ana, made, ana).await, 50_000);
        // Edits, adding and coming back at once neither.
        let inside: Vec<&String> = items.iter().zip(&answers).filter(|(_, answer)| answer.0 == 204).map(|(item, _)| item).collect();
        for item in &inside[..20] {
            assert_eq!(ana.delete(&item_path(item, "")).await.status(), 204);
        }
        let outside: Vec<&String> = items.iter().filter(|item| !inside.contains(item)).collect();
        let restoring = inside[..20].iter().map(|item| async { ana.post(&item_path(item, "/restore"), &json!({})).await.status().as_u16() });
        let adding = outside[..20].iter().map(|item| async { put(ana, item, &parents).await.0 });
        let raising = inside[20..].iter().map(|item| async { family.patch(item, json!({"quantity": 2})).await.0 });
        let (restored, added, raised) = futures::join!(join_all(restoring), join_all(adding), join_all(raising));
        assert_eq!(restored, [200; 20], "coming back is never refused");
        let kinds: std::collections::BTreeSet<u16> = added.iter().chain(&raised).copied().collect();
        assert!(kinds.iter().all(|status| [200, 204, 409].contains(status)), "{kinds:?}");
        assert!(used(ana, made, ana).await <= 50_000);
    }

    async fn a_second_address_another_list_and_a_move_are_no_way_around_a_limit(engine) {
        let family = family(engine).await;
        let (ana, bo, made) = (&family.ana, &family.bo, &family.group);
        let parents = category(ana, made, "From parents", Some(10_000), None).await;
        let full = family.priced(10_000).await;
        assert_eq!(put(ana, &full, &parents).await.0, 204);
        // Their own second list, and somebody else who adds to their list.
        let second = board(ana, "Second", "private").await;
        assert_eq!(ana.put(&board_path(&second, &format!("/groups/{}", text(&made["id"]))), &json!({})).await.status(), 204);
        let there = priced(ana, &second, Some((1, "EUR")), json!(1)).await;
        assert!(over(&put(ana, &there, &parents).await));
        body_of(ana.post(&board_path(&family.list, "/editors"), &json!({"email": "bo@example.org"})).await, 201).await;
        let by_bo = priced(bo, &family.list, Some((1, "EUR")), json!(1)).await;
        assert!(over(&put(bo, &by_bo, &parents).await));
        // Moving it to another list of the group keeps it there, moving it away takes it out.
        let moving = |from: &Value, to: &Value| json!({"from": from["id"], "to": to["id"]});
        assert_eq!(ana.post(&item_path(&full, "/move"), &moving(&family.list, &second)).await.status(), 204);
        assert_eq!(used(bo, made, ana).await, 10_000);
        let private = board(ana, "Private", "private").await;
        assert_eq!(ana.post(&item_path(&full, "/move"), &moving(&second, &private)).await.status(), 204);
        assert_eq!(used(ana, made, ana).await, 0);
        assert_eq!(put(ana, &full, &parents).await.1["detail"], "It lies on no list that the group is shown.");
        assert_eq!(put(ana, &there, &parents).await.0, 204);
        // What is hidden from the group is not told to it, and counts for its owner as before.
        body_of(ana.patch(&board_path(&second, ""), Some("*"), &json!({"audience": "private"})).await, 200).await;
        assert_eq!((used(bo, made, ana).await, used(ana, made, ana).await), (0, 1));
        // Who edits but is not in the group is told no name and no limit of it.
        let dee = family.test.register("dee").await;
        body_of(ana.post(&board_path(&family.list, "/editors"), &json!({"email": "dee@example.org"})).await, 201).await;
        let vase = family.priced(9_999).await;
        assert_eq!(put(ana, &vase, &parents).await.0, 204);
        let refused = told(dee.patch(&item_path(&vase, ""), Some("*"), &json!({"quantity": 2})).await).await;
        assert!(over(&refused) && refused.1["detail"].is_null(), "{refused:?}");
        assert_eq!(put(&dee, &vase, &parents).await.0, 404);
    }

    async fn claims_never_enter_what_is_used(engine) {
        let family = family(engine).await;
        let (ana, made) = (&family.ana, &family.group);
        let parents = category(ana, made, "From parents", Some(10_000), None).await;
        let (bowl, vase) = (family.priced(10_000).await, family.priced(1).await);
        assert_eq!(put(ana, &bowl, &parents).await.0, 204);
        let look = async || (uses(ana, made, ana).await, put(ana, &vase, &parents).await, family.patch(&bowl, json!({"quantity": 2})).await);
        let before = look().await;
        assert_eq!(claiming(&family.cy, &bowl, 1).await.0, 201);
        assert_eq!(look().await, before);
        // Locked, nothing goes in or out.
        body_of(ana.patch(&group_path(made, ""), Some("*"), &json!({"locks_at": 0})).await, 200).await;
        for response in [ana.put(&place(&vase, &parents), &json!({})).await, ana.delete(&place(&bowl, &parents)).await] {
            assert_eq!(told(response).await.1["type"], "/problems/locked");
        }
        // A group of its own has categories of its own.
        let club = group(ana, "Club").await;
        join(ana, &club, &family.cy, "member").await;
        let other = category(ana, &club, "All", Some(1), None).await;
        assert_eq!(put(ana, &vase, &other).await.0, 409);
        body_of(ana.patch(&category_path(made, &other, ""), Some("*"), &json!({"name": "x"})).await, 404).await;
    }
}
