//! A page with other options is another wish, also when its options change later.

use giftos_tests::app::body_of;
use giftos_tests::{TestApp, on_both_engines};
use serde_json::{Value, json};

use crate::wishes::{entries, item_path, save_of, text};

fn mug(variant: &Value) -> Value {
    let mut new = save_of("https://shop.example/mug", &json!("default"));
    new["variant"] = variant.clone();
    new
}

on_both_engines! {
    async fn an_item_is_recognised_by_the_options_that_it_has_now(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let (blue, red) = (json!([{"name": "Colour", "value": "Blue"}]), json!([{"name": "Colour", "value": "Red"}]));
        let first = body_of(ana.post("/api/v1/items", &mug(&blue)).await, 201).await["item"].clone();
        let path = item_path(&text(&first["id"]), "");
        let changed = body_of(ana.patch(&path, Some("*"), &json!({"variant": red})).await, 200).await;
        assert_eq!(changed["product_id"], first["product_id"]);
        assert_ne!(changed["offer_id"], first["offer_id"]);
        let product = body_of(ana.get(&format!("/api/v1/products/{}", text(&first["product_id"]))).await, 200).await;
        assert_eq!(product["offers"].as_array().unwrap().len(), 1, "the offer that nobody wants is gone");
        assert_eq!((&product["offers"][0]["id"], &product["offers"][0]["variant"]), (&changed["offer_id"], &red));

        let again = body_of(ana.post("/api/v1/items", &mug(&red)).await, 200).await;
        assert_eq!((&again["already_saved"], &again["item"]["id"]), (&json!(true), &first["id"]));
        assert_eq!(entries(&ana, &item_path(&text(&first["id"]), "/observations")).await.len(), 1);
        let second = body_of(ana.post("/api/v1/items", &mug(&blue)).await, 201).await["item"].clone();
        assert_ne!(second["id"], first["id"]);

        let clash = body_of(ana.patch(&item_path(&text(&second["id"]), ""), Some("*"), &json!({"variant": red})).await, 409).await;
        assert_eq!(clash["detail"], "Another one of your items is of this page with these options.");
        let unchanged = body_of(ana.get(&item_path(&text(&second["id"]), "")).await, 200).await;
        assert_eq!(unchanged, second);
    }

    async fn options_in_another_order_are_the_same_options(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let (colour, size) = (json!({"name": "Colour", "value": "Blue"}), json!({"name": "Size", "value": "L"}));
        let saved = body_of(ana.post("/api/v1/items", &mug(&json!([colour, size]))).await, 201).await["item"].clone();
        let turned = json!({"variant": [size, colour]});
        let changed = body_of(ana.patch(&item_path(&text(&saved["id"]), ""), Some("*"), &turned).await, 200).await;
        assert_eq!((&changed["offer_id"], &changed["variant"]), (&saved["offer_id"], &turned["variant"]));
        let again = body_of(ana.post("/api/v1/items", &mug(&json!([colour, size]))).await, 200).await;
        assert_eq!(again["item"]["id"], saved["id"]);
    }

    async fn what_was_typed_by_hand_takes_any_options(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        for _ in 0..2 {
            let new = json!({"id": crate::wishes::id(), "boards": "default", "title": "A mug"});
            let saved = body_of(ana.post("/api/v1/items", &new).await, 201).await["item"].clone();
            let patch = json!({"variant": [{"name": "Colour", "value": "Blue"}]});
            body_of(ana.patch(&item_path(&text(&saved["id"]), ""), Some("*"), &patch).await, 200).await;
        }
    }
}
