//! Sessions: refresh tokens that rotate, and sign-outs that take effect at once.

use std::time::Duration;

use giftos_tests::app::{PASSWORD, body_of, sent};
use giftos_tests::{Engine, Person, TestApp, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};
use shared::wire::accounts::ServerRole;

const DAY: Duration = Duration::from_secs(24 * 3600);

async fn sign_in(test: &TestApp, device: &str) -> Person {
    let body = json!({"email": "ana@example.org", "password": PASSWORD, "device": device});
    test.person(test.post("/api/v1/sessions", &body).await).await
}

async fn refresh(test: &TestApp, person: &Person) -> reqwest::Response {
    test.post("/api/v1/sessions/refresh", &json!({"refresh_token": person.tokens.refresh_token.expose()})).await
}

on_both_engines! {
    async fn a_refresh_token_is_exchanged_once(engine) {
        let test = TestApp::start(engine).await;
        let first = test.register("ana").await;
        test.advance(Duration::from_secs(16 * 60));
        body_of(first.get("/api/v1/me").await, 401).await;
        let second = test.person(refresh(&test, &first).await).await;
        assert_eq!(second.tokens.session_id, first.tokens.session_id);
        body_of(second.get("/api/v1/me").await, 200).await;
        test.advance(6 * DAY);
        // Each exchange gives seven more days.
        let third = test.person(refresh(&test, &second).await).await;
        test.advance(6 * DAY);
        test.person(refresh(&test, &third).await).await;
    }

    async fn using_a_refresh_token_twice_ends_the_whole_family(engine) {
        let test = TestApp::start(engine).await;
        let first = test.register("ana").await;
        let other = sign_in(&test, "phone").await;
        let second = test.person(refresh(&test, &first).await).await;
        body_of(refresh(&test, &first).await, 401).await;
        body_of(second.get("/api/v1/me").await, 401).await;
        body_of(refresh(&test, &second).await, 401).await;
        // Another device has a family of its own.
        body_of(other.get("/api/v1/me").await, 200).await;
    }

    async fn of_two_exchanges_at_once_one_wins_and_the_family_ends(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let answers = futures::future::join_all((0..8).map(|_| refresh(&test, &ana))).await;
        let won = answers.iter().filter(|answer| answer.status() == 200).count();
        assert!(won <= 1, "{won} exchanges of one token");
        assert!(answers.iter().all(|answer| matches!(answer.status().as_u16(), 200 | 401)));
        body_of(ana.get("/api/v1/me").await, 401).await;
    }

    async fn a_refresh_token_ends_after_seven_days(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        test.advance(7 * DAY);
        body_of(refresh(&test, &ana).await, 401).await;
        body_of(test.post("/api/v1/sessions/refresh", &json!({"refresh_token": "no such token"})).await, 401).await;
    }

    async fn signing_out_ends_this_session_at_once(engine) {
        let test = TestApp::start(engine).await;
        let here = test.register("ana").await;
        let there = sign_in(&test, "phone").await;
        body_of(here.delete("/api/v1/sessions/current").await, 204).await;
        body_of(here.get("/api/v1/me").await, 401).await;
        body_of(refresh(&test, &here).await, 401).await;
        body_of(there.get("/api/v1/me").await, 200).await;
    }

    async fn signing_out_everywhere_ends_all_sessions(engine) {
        let test = TestApp::start(engine).await;
        let here = test.register("ana").await;
        let there = sign_in(&test, "phone").await;
        let bob = test.register("bob").await;
        body_of(here.delete("/api/v1/sessions").await, 204).await;
        for person in [&here, &there] {
            body_of(person.get("/api/v1/me").await, 401).await;
            body_of(refresh(&test, person).await, 401).await;
        }
        body_of(bob.get("/api/v1/me").await, 200).await;
    }

    /// A session is not asked for anew on each request: what was used a moment ago ends at once all the same.
    async fn what_ends_a_session_ends_it_also_where_it_was_just_used(engine) {
        for way in ["sign out", "everywhere", "password", "deactivated", "reuse"] {
            let test = TestApp::start(engine).await;
            let here = test.register("ana").await;
            let there = sign_in(&test, "phone").await;
            let boss = test.register("boss").await;
            giftos::accounts::set_role(&test.app.db, "boss@example.org", ServerRole::Operator).await.unwrap();
            let second = test.person(refresh(&test, &there).await).await;
            for person in [&here, &there, &second] {
                body_of(person.get("/api/v1/me").await, 200).await;
            }
            let new = json!({"current_password": PASSWORD, "new_password": "copper-lantern-77-moss"});
            let deactivate = format!("/api/v1/operator/accounts/{}/deactivate", here.tokens.account.id);
            match way {
                "sign out" => body_of(there.delete("/api/v1/sessions/current").await, 204).await,
                "everywhere" => body_of(here.delete("/api/v1/sessions").await, 204).await,
                "password" => body_of(here.put("/api/v1/me/password", &new).await, 204).await,
                "deactivated" => body_of(boss.post(&deactivate, &json!({})).await, 200).await,
                _ => body_of(refresh(&test, &there).await, 401).await,
            };
            for person in [&there, &second] {
                assert_eq!(person.get("/api/v1/me").await.status(), 401, "{way}");
            }
        }
    }

    async fn the_list_shows_the_own_devices(engine) {
        let test = TestApp::start(engine).await;
        let here = test.register("ana").await;
        test.register("bob").await;
        test.advance(Duration::from_secs(1));
        let there = sign_in(&test, "phone").await;
        let list = body_of(here.get("/api/v1/sessions").await, 200).await;
        let entries = list["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0]["device"], "phone");
        assert_eq!(entries[0]["current"], false);
        assert_eq!(entries[1]["device"], Value::Null);
        assert_eq!(entries[1]["current"], true);
        body_of(there.delete("/api/v1/sessions/current").await, 204).await;
        let list = body_of(here.get("/api/v1/sessions").await, 200).await;
        assert_eq!(list["entries"].as_array().unwrap().len(), 1);
    }
}

/// Processes that share a database learn of each other's endings by asking it again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_ended_here_is_refused_by_another_process_within_a_second() {
    let test = TestApp::start(Engine::Postgres).await;
    let url = test.app.config.database_url.clone();
    let other = TestApp::start_with(Engine::Postgres, |config| config.database_url = url).await;
    let ana = test.register("ana").await;
    let there = async || {
        let request = other.request(Method::GET, "/api/v1/me").bearer_auth(ana.tokens.access_token.expose());
        sent(request).await.status().as_u16()
    };
    assert_eq!(there().await, 200);
    body_of(ana.delete("/api/v1/sessions/current").await, 204).await;
    other.advance(Duration::from_secs(1));
    assert_eq!(there().await, 401);
}
