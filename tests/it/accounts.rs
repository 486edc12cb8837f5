//! Accounts: making one, its profile, its password, and what an operator may do with it.

use std::time::{Duration, Instant};

use giftos::config::Registration;
use giftos_tests::app::{PASSWORD, START, body_of};
use giftos_tests::{Engine, Person, TestApp, on_both_engines};
use serde_json::{Value, json};
use shared::wire::accounts::ServerRole;

async fn sign_in(test: &TestApp, name: &str, password: &str) -> reqwest::Response {
    let body = json!({"email": format!("{name}@example.org"), "password": password});
    test.post("/api/v1/sessions", &body).await
}

async fn operator(test: &TestApp, name: &str) -> Person {
    let person = test.register(name).await;
    let email = format!("{name}@example.org");
    assert!(giftos::accounts::set_role(&test.app.db, &email, ServerRole::Operator).await.unwrap());
    person
}

#[tokio::test]
async fn a_server_that_is_closed_takes_no_accounts_and_signs_in_those_it_has() {
    let test = TestApp::start_with(Engine::Sqlite, |config| config.registration = Registration::Closed).await;
    let new = |name: &str| json!({"email": format!("{name}@example.org"), "password": PASSWORD, "display_name": name});
    let refused = body_of(test.post("/api/v1/accounts", &new("ana")).await, 403).await;
    assert_eq!(refused["detail"], "This server takes no new accounts. Ask its operator, or sign in to another server.");
    body_of(sign_in(&test, "ana", PASSWORD).await, 401).await;

    let url = test.app.config.database_url.clone();
    let open = TestApp::start_with(Engine::Sqlite, |config| config.database_url = url).await;
    open.register("ben").await;
    body_of(test.post("/api/v1/accounts", &new("ben")).await, 403).await;
    body_of(sign_in(&test, "ben", PASSWORD).await, 201).await;
}

on_both_engines! {
    async fn registering_signs_in_and_the_account_can_be_read(engine) {
        let test = TestApp::start(engine).await;
        let body = json!({"email": " Ana@Example.org ", "password": PASSWORD, "display_name": "Ana 🎁", "device": "Firefox"});
        let answer = body_of(test.post("/api/v1/accounts", &body).await, 201).await;
        assert_eq!(answer["account"]["email"], "Ana@Example.org");
        assert_eq!(answer["access_expires_at"], START.as_millis() + 15 * 60 * 1000);
        assert_eq!(answer["refresh_expires_at"], START.as_millis() + 7 * 24 * 3600 * 1000);
        let me = test.request(reqwest::Method::GET, "/api/v1/me").bearer_auth(answer["access_token"].as_str().unwrap());
        let me = body_of(me.send().await.unwrap(), 200).await;
        assert_eq!(me["display_name"], "Ana 🎁");
        assert_eq!(me["role"], "person");
        assert_eq!(me["last_sign_in_at"], Value::Null);
        assert!(!answer.to_string().contains("password"));
    }

    async fn an_address_has_one_account_whatever_its_case(engine) {
        let test = TestApp::start(engine).await;
        test.register("ana").await;
        let body = json!({"email": "ANA@example.ORG", "password": PASSWORD, "display_name": "Other"});
        let problem = body_of(test.post("/api/v1/accounts", &body).await, 409).await;
        assert_eq!(problem["type"], "/problems/conflict");
    }

    async fn what_no_account_can_be_made_of_is_refused_by_field(engine) {
        let test = TestApp::start(engine).await;
        let good = json!({"email": "ana@example.org", "password": PASSWORD, "display_name": "Ana"});
        for (field, value) in [
            ("email", json!("ana")),
            ("email", json!("a\u{0}na@example.org")),
            ("password", json!("short7!")),
            ("password", json!("password1")),
            ("password", json!("ana@example.org")),
            ("password", json!("a".repeat(129))),
            ("password", json!("violet-anchor\u{0}-42-teapot")),
            ("display_name", json!("")),
            ("display_name", json!("\u{3164}")),
            ("display_name", json!("a".repeat(101))),
            ("display_name", json!("a\u{0}b")),
            ("device", json!("d".repeat(101))),
        ] {
            let mut body = good.clone();
            body[field] = value.clone();
            let problem = body_of(test.post("/api/v1/accounts", &body).await, 422).await;
            assert_eq!(problem["errors"][0]["field"], field, "{value}: {problem}");
        }
        for (field, value) in [("role", json!("operator")), ("email_verified", json!(true)), ("email", json!([]))] {
            let mut body = good.clone();
            body[field] = value;
            let problem = body_of(test.post("/api/v1/accounts", &body).await, 422).await;
            assert_eq!(problem["type"], "/problems/invalid", "{problem}");
        }
        body_of(test.post("/api/v1/accounts", &good).await, 201).await;
    }

    async fn a_password_is_the_same_however_its_letters_are_composed(engine) {
        let test = TestApp::start(engine).await;
        let composed = "Caf\u{e9}-anchor-42-teapot";
        let body = json!({"email": "ana@example.org", "password": composed, "display_name": "Ana"});
        body_of(test.post("/api/v1/accounts", &body).await, 201).await;
        body_of(sign_in(&test, "ana", "Cafe\u{301}-anchor-42-teapot").await, 201).await;
        body_of(sign_in(&test, "ana", "Cafe-anchor-42-teapot").await, 401).await;
    }

    async fn unknown_addresses_and_wrong_passwords_look_alike(engine) {
        let test = TestApp::start(engine).await;
        test.register("ana").await;
        let mut wrong = body_of(sign_in(&test, "ana", "another-anchor-43").await, 401).await;
        let mut unknown = body_of(sign_in(&test, "nobody", PASSWORD).await, 401).await;
        wrong["instance"] = Value::Null;
        unknown["instance"] = Value::Null;
        assert_eq!(wrong, unknown);
        assert_eq!(wrong["type"], "/problems/wrong-credentials");
        body_of(sign_in(&test, "ana", &"a".repeat(200)).await, 422).await;
        // Not much more than is read: who is refused while still sending a megabyte may not come to reading why.
        body_of(sign_in(&test, "ana", &"a".repeat(300_000)).await, 413).await;
        body_of(sign_in(&test, "an\u{0}a", PASSWORD).await, 401).await;
    }

    async fn the_sign_in_before_this_one_is_shown(engine) {
        let test = TestApp::start(engine).await;
        test.register("ana").await;
        test.advance(Duration::from_secs(60));
        let first = body_of(sign_in(&test, "ana", PASSWORD).await, 201).await;
        assert_eq!(first["account"]["last_sign_in_at"], START.as_millis());
        test.advance(Duration::from_secs(60));
        let second = body_of(sign_in(&test, "ana", PASSWORD).await, 201).await;
        assert_eq!(second["account"]["last_sign_in_at"], START.as_millis() + 60_000);
    }

    async fn the_profile_can_be_changed(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let body = body_of(ana.patch("/api/v1/me", None, &json!({"display_name": " Ana María "})).await, 200).await;
        assert_eq!(body["display_name"], "Ana María");
        assert_eq!(body_of(ana.get("/api/v1/me").await, 200).await, body);
        body_of(ana.patch("/api/v1/me", None, &json!({})).await, 200).await;
        body_of(ana.patch("/api/v1/me", None, &json!({"display_name": " "})).await, 422).await;
        body_of(ana.patch("/api/v1/me", None, &json!({"role": "operator"})).await, 422).await;
    }

    async fn changing_the_password_ends_the_other_sessions(engine) {
        let test = TestApp::start(engine).await;
        let here = test.register("ana").await;
        let there = test.person(sign_in(&test, "ana", PASSWORD).await).await;
        let wrong = json!({"current_password": "another-anchor-43", "new_password": "copper-lantern-77-moss"});
        let problem = body_of(here.put("/api/v1/me/password", &wrong).await, 403).await;
        assert_eq!(problem["errors"][0]["field"], "current_password");
        let weak = json!({"current_password": PASSWORD, "new_password": "12345678"});
        assert_eq!(body_of(here.put("/api/v1/me/password", &weak).await, 422).await["errors"][0]["field"], "new_password");
        body_of(there.get("/api/v1/me").await, 200).await;

        let right = json!({"current_password": PASSWORD, "new_password": "copper-lantern-77-moss"});
        body_of(here.put("/api/v1/me/password", &right).await, 204).await;
        body_of(here.get("/api/v1/me").await, 200).await;
        body_of(there.get("/api/v1/me").await, 401).await;
        let refresh = json!({"refresh_token": there.tokens.refresh_token.expose()});
        body_of(test.post("/api/v1/sessions/refresh", &refresh).await, 401).await;
        body_of(sign_in(&test, "ana", PASSWORD).await, 401).await;
        body_of(sign_in(&test, "ana", "copper-lantern-77-moss").await, 201).await;
    }

    async fn an_operator_deactivates_and_restores(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let boss = operator(&test, "boss").await;
        let path = format!("/api/v1/operator/accounts/{}", ana.tokens.account.id);
        let deactivated = body_of(boss.post(&format!("{path}/deactivate"), &json!({})).await, 200).await;
        assert_eq!(deactivated["deactivated_at"], START.as_millis());
        body_of(ana.get("/api/v1/me").await, 401).await;
        let refresh = json!({"refresh_token": ana.tokens.refresh_token.expose()});
        body_of(test.post("/api/v1/sessions/refresh", &refresh).await, 401).await;
        assert_eq!(body_of(sign_in(&test, "ana", PASSWORD).await, 403).await["type"], "/problems/forbidden");
        // Who does not know the password is not told either.
        body_of(sign_in(&test, "ana", "another-anchor-43").await, 401).await;

        let restored = body_of(boss.post(&format!("{path}/restore"), &json!({})).await, 200).await;
        assert_eq!(restored["deactivated_at"], Value::Null);
        // The old sessions stay ended: whoever held one has to show the password again.
        body_of(ana.get("/api/v1/me").await, 401).await;
        body_of(sign_in(&test, "ana", PASSWORD).await, 201).await;
    }

    async fn operators_alone_see_accounts_and_cannot_lock_themselves_out(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let boss = operator(&test, "boss").await;
        for path in ["/deactivate", "/restore"] {
            let path = format!("/api/v1/operator/accounts/{}{path}", boss.tokens.account.id);
            body_of(ana.post(&path, &json!({})).await, 403).await;
            body_of(test.post(&path, &json!({})).await, 401).await;
        }
        body_of(ana.get("/api/v1/operator/accounts").await, 403).await;
        let own = format!("/api/v1/operator/accounts/{}/deactivate", boss.tokens.account.id);
        body_of(boss.post(&own, &json!({})).await, 409).await;
        for id in ["01936f3e-0000-7000-8000-000000000000", "not-an-id"] {
            body_of(boss.post(&format!("/api/v1/operator/accounts/{id}/deactivate"), &json!({})).await, 404).await;
        }
    }

    async fn the_list_of_accounts_is_paged_without_gaps(engine) {
        let test = TestApp::start(engine).await;
        let boss = operator(&test, "boss").await;
        for name in ["a", "b", "c", "d"] {
            test.advance(Duration::from_millis(1));
            test.register(name).await;
        }
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = body_of(boss.get(&format!("/api/v1/operator/accounts?limit=2{cursor}")).await, 200).await;
            let entries = page["entries"].as_array().unwrap();
            assert!((1..=2).contains(&entries.len()));
            seen.extend(entries.iter().map(|entry| entry["display_name"].as_str().unwrap().to_owned()));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen, ["boss", "a", "b", "c", "d"]);
        let long = "a".repeat(8000);
        for query in ["limit=0", "limit=101", "limit=-1", "limit=x", "cursor=%00", "cursor=nonsense", &format!("cursor={long}")] {
            let problem = body_of(boss.get(&format!("/api/v1/operator/accounts?{query}")).await, 400).await;
            assert_eq!(problem["type"], "/problems/malformed", "{query}");
        }
    }

    /// All of them show the password that was right when they were sent; only the first to be written may count.
    async fn of_many_changes_of_a_password_at_once_one_is_made(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let new = |n: usize| format!("copper-lantern-{n}-moss");
        let changes = (0..4).map(|n| {
            let (ana, body) = (ana.clone(), json!({"current_password": PASSWORD, "new_password": new(n)}));
            async move { ana.put("/api/v1/me/password", &body).await }
        });
        let mut made = Vec::new();
        for (n, answer) in futures::future::join_all(changes).await.into_iter().enumerate() {
            if answer.status() == 204 {
                made.push(n);
            } else {
                assert_eq!(body_of(answer, 403).await["errors"][0]["field"], "current_password");
            }
        }
        assert_eq!(made.len(), 1, "{made:?}");
        body_of(sign_in(&test, "ana", &new(made[0])).await, 201).await;
    }
}

/// What becomes of a sign-in while `change` to its account is written and not yet committed: the sign-in has read the
/// account as it was, and waits. SQLite has one writer, so nothing can come between there.
async fn signed_in_during(change: &'static str) -> u16 {
    use sqlx::{Connection, PgConnection, query, query_scalar};
    let test = TestApp::start(Engine::Postgres).await;
    test.register("ana").await;
    let url = &test.app.config.database_url;
    let mut held = PgConnection::connect(url).await.unwrap();
    let mut tx = held.begin().await.unwrap();
    query(change).execute(&mut *tx).await.unwrap();
    let watch = async {
        let mut watcher = PgConnection::connect(url).await.unwrap();
        let waiting =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        let deadline = Instant::now() + Duration::from_secs(60);
        while query_scalar::<_, i64>(waiting).fetch_one(&mut watcher).await.unwrap() == 0 {
            assert!(Instant::now() < deadline, "the sign-in waits for nothing");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        tx.commit().await.unwrap();
    };
    let (answer, ()) = tokio::join!(sign_in(&test, "ana", PASSWORD), watch);
    answer.status().as_u16()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_session_survives_that_was_opened_while_its_account_changed() {
    assert_eq!(signed_in_during("update account set password_hash = 'another'").await, 401);
    assert_eq!(signed_in_during("update account set deactivated_at = 1").await, 403);
}
