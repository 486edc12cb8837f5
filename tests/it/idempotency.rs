//! A POST that is sent twice is carried out once.

use std::time::Duration;

use giftos_tests::app::{body_of, sent};
use giftos_tests::{Person, TestApp, on_both_engines};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use shared::wire::accounts::ServerRole;

use crate::kept::write;

async fn rename(person: &Person, key: &str, name: &str) -> Response {
    let body = json!({"parts": [{"method": "PATCH", "path": "/me", "body": {"display_name": name}}]});
    sent(person.request(Method::POST, "/api/v1/batch").header("idempotency-key", key).json(&body)).await
}

async fn name(person: &Person) -> Value {
    body_of(person.get("/api/v1/me").await, 200).await["display_name"].clone()
}

on_both_engines! {
    async fn the_same_key_and_body_get_the_same_answer_without_being_carried_out_again(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let first = rename(&ana, "k1", "First").await;
        assert_eq!(first.headers().get("idempotency-replayed"), None);
        let first = body_of(first, 200).await;
        body_of(rename(&ana, "k2", "Second").await, 200).await;
        let again = rename(&ana, "k1", "First").await;
        assert_eq!(again.headers()["idempotency-replayed"], "true");
        assert_eq!(again.headers()["content-type"], "application/json");
        assert_eq!(body_of(again, 200).await, first);
        assert_eq!(name(&ana).await, "Second");
    }

    async fn the_same_key_for_another_request_is_refused(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        body_of(rename(&ana, "k1", "First").await, 200).await;
        assert_eq!(body_of(rename(&ana, "k1", "Other").await, 409).await["type"], "/problems/conflict");
        assert_eq!(name(&ana).await, "First");
        for key in ["", &"k".repeat(256)] {
            assert_eq!(rename(&ana, key, "First").await.status(), 400);
        }
    }

    async fn a_key_belongs_to_its_account_and_is_forgotten_after_a_day(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bob) = (test.register("ana").await, test.register("bob").await);
        body_of(rename(&ana, "k1", "Ana").await, 200).await;
        body_of(rename(&bob, "k1", "Bob").await, 200).await;
        assert_eq!((name(&ana).await, name(&bob).await), (json!("Ana"), json!("Bob")));
        test.advance(Duration::from_secs(24 * 3600));
        let refresh = json!({"refresh_token": ana.tokens.refresh_token.expose()});
        let ana = test.person(test.post("/api/v1/sessions/refresh", &refresh).await).await;
        body_of(rename(&ana, "k1", "Anna").await, 200).await;
        assert_eq!(name(&ana).await, "Anna");
    }

    async fn what_was_refused_may_be_sent_again_under_its_key(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let refused = || ana.request(Method::POST, "/api/v1/batch").header("idempotency-key", "k1").json(&json!({"parts": []}));
        body_of(sent(refused()).await, 422).await;
        body_of(sent(refused()).await, 422).await;
        body_of(rename(&ana, "k1", "Now").await, 200).await;
        let nobody = test.request(Method::POST, "/api/v1/batch").header("idempotency-key", "k1").json(&json!({"parts": []}));
        body_of(sent(nobody).await, 401).await;
    }

    async fn of_many_at_once_one_is_carried_out(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let answers = futures::future::join_all((0..12).map(|_| rename(&ana, "k1", "Once"))).await;
        let mut carried_out = 0;
        for answer in answers {
            match answer.status().as_u16() {
                200 if answer.headers().contains_key("idempotency-replayed") => {}
                200 => carried_out += 1,
                409 => assert!(answer.headers().contains_key("retry-after")),
                other => panic!("{other}"),
            }
        }
        assert_eq!(carried_out, 1);
    }

    /// However long an operator lets a request take, nobody else takes its key from it.
    async fn a_request_that_is_given_up_late_holds_its_key_until_then(engine) {
        let test = TestApp::start_with(engine, |config| config.request_seconds = 100).await;
        let ana = test.register("ana").await;
        body_of(rename(&ana, "k1", "First").await, 200).await;
        write(&test, "update idempotency_key set status = null").await;
        test.advance(Duration::from_secs(100));
        assert_eq!(body_of(rename(&ana, "k1", "First").await, 409).await["type"], "/problems/conflict");
        test.advance(Duration::from_secs(25));
        let taken = rename(&ana, "k1", "First").await;
        assert_eq!(taken.headers().get("idempotency-replayed"), None);
        body_of(taken, 200).await;
    }

    async fn what_an_operator_does_twice_is_done_once(engine) {
        let test = TestApp::start(engine).await;
        let (ana, boss) = (test.register("ana").await, test.register("boss").await);
        assert!(giftos::accounts::set_role(&test.app.db, "boss@example.org", ServerRole::Operator).await.unwrap());
        let path = format!("/api/v1/operator/accounts/{}/deactivate", ana.tokens.account.id);
        let send = || sent(boss.request(Method::POST, &path).header("idempotency-key", "k1"));
        let first = body_of(send().await, 200).await;
        let again = send().await;
        assert_eq!(again.headers().get("idempotency-replayed").unwrap(), "true");
        assert_eq!(body_of(again, 200).await, first);
    }

    /// Sixteen MiB of answers are kept for an account; the oldest go first.
    async fn the_oldest_answers_make_room_for_new_ones(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        for (person, key) in [(&ana, "k1"), (&ana, "k2"), (&bo, "k1")] {
            body_of(rename(person, key, "x").await, 200).await;
            test.advance(Duration::from_secs(1));
        }
        write(&test, "update idempotency_key set body_bytes = 9000000").await;
        body_of(rename(&ana, "k3", "x").await, 200).await;
        let replayed = async |person: &Person, key: &str| rename(person, key, "x").await.headers().contains_key("idempotency-replayed");
        assert!(replayed(&ana, "k3").await && replayed(&ana, "k2").await && replayed(&bo, "k1").await);
        assert!(!replayed(&ana, "k1").await);
    }

    async fn answers_with_tokens_are_not_kept(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let body = json!({"email": "ana@example.org", "password": giftos_tests::app::PASSWORD});
        let sign_in = || ana.request(Method::POST, "/api/v1/sessions").header("idempotency-key", "k1").json(&body);
        let first = body_of(sent(sign_in()).await, 201).await;
        let second = body_of(sent(sign_in()).await, 201).await;
        assert_ne!(first["session_id"], second["session_id"]);
    }
}
