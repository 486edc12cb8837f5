//! Several requests in one.

use giftos_tests::app::{PASSWORD, body_of, sent};
use giftos_tests::{TestApp, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};

use crate::wishes::id;

on_both_engines! {
    async fn each_part_is_answered_on_its_own_and_in_order(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let batch = json!({"parts": [
            {"method": "GET", "path": "/me"},
            {"method": "PATCH", "path": "/me", "body": {"display_name": "Ana María"}},
            {"method": "PATCH", "path": "/me", "body": {"display_name": ""}},
            {"method": "GET", "path": "/nothing"},
            {"method": "POST", "path": "/me"},
            {"method": "GET", "path": "/me?fields=claims"},
        ]});
        let response = ana.post("/api/v1/batch", &batch).await;
        let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        let answers = body_of(response, 200).await;
        let answers = answers["answers"].as_array().unwrap();
        let statuses: Vec<u64> = answers.iter().map(|answer| answer["status"].as_u64().unwrap()).collect();
        assert_eq!(statuses, [200, 200, 422, 404, 405, 200]);
        assert_eq!(answers[0]["body"]["display_name"], "ana");
        assert_eq!(answers[1]["body"]["display_name"], "Ana María");
        assert_eq!(answers[2]["body"]["errors"][0]["field"], "display_name");
        assert_eq!(answers[3]["body"]["instance"], id);
        assert_eq!(answers[5]["body"]["display_name"], "Ana María");
    }

    async fn a_batch_holds_no_batches_and_no_tries_at_a_password(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let body = json!({"email": "ana@example.org", "password": PASSWORD});
        let parts = json!([
            {"method": "POST", "path": "/batch", "body": {"parts": []}},
            {"method": "POST", "path": "/sessions", "body": body},
            {"method": "POST", "path": "/accounts", "body": body},
            {"method": "PUT", "path": "/me/password", "body": {"current_password": PASSWORD, "new_password": "copper-lantern-77-moss"}},
            {"method": "POST", "path": "/sessions?x", "body": body},
        ]);
        let answers = body_of(ana.post("/api/v1/batch", &json!({"parts": parts})).await, 200).await;
        for answer in answers["answers"].as_array().unwrap() {
            assert_eq!(answer["status"], 403, "{answer}");
        }
        for (method, path) in [("TRACE", "/me"), ("get", "/me"), ("GET", "me"), ("GET", "//evil.example/"), ("GET", "/../../healthz"), ("GET", "/me#x"), ("GET", "/%62atch"), ("GET", "@evil.example/")] {
            let part = json!({"method": method, "path": path});
            let answers = body_of(ana.post("/api/v1/batch", &json!({"parts": [part]})).await, 200).await;
            let status = answers["answers"][0]["status"].as_u64().unwrap();
            assert!(matches!(status, 404 | 422), "{method} {path}: {status}");
        }
    }

    async fn a_part_that_cannot_be_sent_says_which_field_and_what_belongs_there(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let part = json!({"method": "PATCH", "path": "/me", "if_match": "\"7\"\n", "body": {"display_name": "Ana"}});
        let answers = body_of(ana.post("/api/v1/batch", &json!({"parts": [part]})).await, 200).await;
        assert_eq!(answers["answers"][0]["status"], 422);
        let refused = &answers["answers"][0]["body"]["errors"][0];
        assert_eq!(*refused, json!({"field": "if_match", "detail": "is the ETag of what you read, as \"7\", or * for any version"}));
    }

    async fn a_batch_has_one_to_fifty_parts_and_a_person(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let part = json!({"method": "GET", "path": "/me"});
        for count in [0, 51] {
            let parts: Vec<Value> = (0..count).map(|_| part.clone()).collect();
            body_of(ana.post("/api/v1/batch", &json!({"parts": parts})).await, 422).await;
        }
        body_of(test.post("/api/v1/batch", &json!({"parts": [part]})).await, 401).await;
    }

    async fn answers_that_are_too_much_together_end_a_batch_without_undoing_or_hiding_anything(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let long = "🎁".repeat(1900);
        for n in 0..30 {
            let wish = json!({"id": id(), "boards": "default", "title": format!("Wish {n}"), "note": long, "private_note": long});
            body_of(ana.post("/api/v1/items", &wish).await, 201).await;
        }
        let rename = |name: &str| json!({"method": "PATCH", "path": "/me", "body": {"display_name": name}});
        let mut parts = vec![rename("Before")];
        // Each of these lists is some 450 KB.
        parts.extend((0..12).map(|_| json!({"method": "GET", "path": "/items?limit=100"})));
        parts.push(rename("After"));
        let ask = || ana.request(Method::POST, "/api/v1/batch").header("idempotency-key", "k1").json(&json!({"parts": parts}));
        let first = body_of(sent(ask()).await, 200).await;
        assert!(first.to_string().len() <= 3 * 1024 * 1024 + 50 * 1024);
        let answers = first["answers"].as_array().unwrap();
        let statuses: Vec<u64> = answers.iter().map(|answer| answer["status"].as_u64().unwrap()).collect();
        let good = statuses.iter().position(|status| *status == 413).unwrap();
        assert!((5..12).contains(&good), "{statuses:?}");
        assert!(statuses[..good].iter().all(|status| *status == 200), "{statuses:?}");
        // From the first that has no room nothing is carried out any more, and each says so.
        for answer in &answers[good..] {
            assert_eq!((&answer["status"], &answer["body"]["type"]), (&json!(413), &json!("/problems/too-large")));
        }
        assert_eq!(body_of(ana.get("/api/v1/me").await, 200).await["display_name"], "Before");
        // It is kept like any other answer.
        let again = sent(ask()).await;
        assert_eq!(again.headers()["idempotency-replayed"], "true");
        assert_eq!(body_of(again, 200).await, first);
    }
}
