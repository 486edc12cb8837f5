//! The same thing under another address of its shop is the item that is there; in doubt it is another one.

use giftos_tests::app::body_of;
use giftos_tests::{Person, TestApp, on_both_engines};
use serde_json::{Value, json};

use crate::wishes::{board, entries, item_path, save_of, text};

const GTIN: &str = "4006381333931";

fn told(url: &str, gtin: Value, sku: Value) -> Value {
    let mut new = save_of(url, &json!("default"));
    (new["page"]["gtin"], new["page"]["sku"]) = (gtin, sku);
    new
}

async fn made(person: &Person, new: &Value) -> Value {
    body_of(person.post("/api/v1/items", new).await, 201).await["item"].clone()
}

async fn found(person: &Person, new: &Value) -> Value {
    let saved = body_of(person.post("/api/v1/items", new).await, 200).await;
    assert_eq!(saved["already_saved"], true, "{saved}");
    saved
}

on_both_engines! {
    async fn a_number_makes_one_item_of_two_addresses_of_a_shop(engine) {
        let test = TestApp::start(engine).await;
        for (name, gtin, sku) in [
            ("ana", json!(GTIN), Value::Null),
            ("bo", Value::Null, json!("MUG-1")),
            ("cy", json!(GTIN), json!("MUG-1")),
        ] {
            let person = test.register(name).await;
            let first = made(&person, &told("https://shop.example/mugs/blue", gtin.clone(), sku.clone())).await;
            let other = board(&person, "Ideas", "private").await;
            let mut again = told("https://www.shop.example/sale/blue-mug?utm_source=mail", gtin.clone(), sku.clone());
            again["boards"] = json!([other["id"]]);
            again["page"]["price"]["amount_minor"] = json!(999);
            let saved = found(&person, &again).await;
            assert_eq!((&saved["item"]["id"], &saved["placed_on"]), (&first["id"], &json!([other["id"]])), "{name}");
            // The price belongs to the shop's one listing of it, and the item still leads to where it was saved.
            assert_eq!((&saved["item"]["price"]["amount_minor"], &saved["item"]["url"]), (&json!(999), &first["url"]));
            let path = item_path(&text(&first["id"]), "/observations");
            assert_eq!(entries(&person, &path).await.len(), 2);
            let product = body_of(person.get(&format!("/api/v1/products/{}", text(&first["product_id"]))).await, 200).await;
            assert_eq!(product["offers"].as_array().unwrap().len(), 1);
            assert_eq!(entries(&person, "/api/v1/items").await.len(), 1, "{name}");
        }
    }

    async fn what_may_be_another_choice_or_another_thing_is_another_item(engine) {
        let test = TestApp::start(engine).await;
        for (name, gtin, sku) in [("ana", json!(GTIN), Value::Null), ("bo", Value::Null, json!("MUG-1"))] {
            let person = test.register(name).await;
            let address = |path: &str| told(&format!("https://shop.example/{path}"), gtin.clone(), sku.clone());
            let mut saves = vec![address("mug"), address("mug?colour=red"), told("https://other.example/mug", gtin.clone(), sku.clone())];
            for colour in ["Blue", "Red"] {
                let mut new = address(&format!("mug-{colour}"));
                new["variant"] = json!([{"name": "Colour", "value": colour}]);
                saves.push(new);
            }
            // A page that contradicts the first one.
            saves.push(told("https://shop.example/cup", json!("96385074"), sku.clone()));
            saves.push(told("https://shop.example/jug", gtin.clone(), json!("JUG-7")));
            for new in &saves {
                made(&person, new).await;
            }
            assert_eq!(entries(&person, "/api/v1/items").await.len(), saves.len(), "{name}");
        }
    }

    async fn a_shops_number_alone_names_too_little_without_the_same_title(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        made(&ana, &told("https://shop.example/blue", Value::Null, json!("MUG-1"))).await;
        let mut red = told("https://shop.example/red", Value::Null, json!("MUG-1"));
        red["page"]["title"] = json!("Red mug");
        made(&ana, &red).await;
    }

    async fn neither_the_bin_nor_somebody_else_holds_it(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let (one, other) = ("https://shop.example/mugs/blue", "https://shop.example/sale/blue");
        let first = made(&ana, &told(one, json!(GTIN), Value::Null)).await;
        made(&bo, &told(other, json!(GTIN), Value::Null)).await;
        assert_eq!(ana.delete(&item_path(&text(&first["id"]), "")).await.status(), 204);
        let second = made(&ana, &told(other, json!(GTIN), Value::Null)).await;
        // Both may lie there then: what was binned comes back as it was.
        body_of(ana.post(&item_path(&text(&first["id"]), "/restore"), &json!({})).await, 200).await;
        let there: Vec<Value> = entries(&ana, "/api/v1/items").await.iter().map(|item| item["id"].clone()).collect();
        assert_eq!(there, [second["id"].clone(), first["id"].clone()]);
        // The page itself goes before the thing.
        assert_eq!(found(&ana, &told(one, json!(GTIN), Value::Null)).await["item"]["id"], first["id"]);
    }
}
