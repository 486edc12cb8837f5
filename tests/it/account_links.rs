//! Links in mails of accounts: good once, for one thing, for their time; and the pages behind them.

use std::time::Duration;

use giftos_tests::app::{PASSWORD, body_of, sent};
use giftos_tests::catcher::{Catcher, Setup};
use giftos_tests::{TestApp, on_both_engines};
use reqwest::Method;
use serde_json::json;

use crate::account_mail::{NEW, ask, change_address, confirm, finish, latest, sign_in, token};
use crate::mail::with_mail;

/// The token of a reset that was asked for now; `count` mails were caught before.
async fn reset_token(test: &TestApp, catcher: &Catcher, count: usize) -> String {
    body_of(ask(test, "ana@example.org").await, 202).await;
    token(&latest(catcher, count + 1, "ana@example.org").await, "reset")
}

on_both_engines! {
    async fn a_link_is_good_once_for_its_purpose_and_for_its_time(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        test.register("ana").await;
        let confirming = token(&latest(&catcher, 1, "ana@example.org").await, "confirm");
        let resetting = reset_token(&test, &catcher, 1).await;
        // Of another purpose: refused, and still good for its own.
        body_of(confirm(&test, &resetting).await, 401).await;
        body_of(finish(&test, &confirming, NEW).await, 401).await;

        // An hour after it was asked for, and a moment before.
        test.advance(Duration::from_millis(3_599_999));
        body_of(finish(&test, &resetting, "short").await, 422).await;
        test.advance(Duration::from_millis(1));
        body_of(finish(&test, &resetting, NEW).await, 401).await;

        let fresh = reset_token(&test, &catcher, 2).await;
        assert_ne!(fresh, resetting);
        body_of(finish(&test, &fresh, NEW).await, 204).await;
        catcher.wait_for(4).await;
        body_of(finish(&test, &fresh, "violet-harbour-31-plume").await, 401).await;
        body_of(sign_in(&test, "ana@example.org", NEW).await, 201).await;
        // From before the new password.
        body_of(confirm(&test, &confirming).await, 401).await;
    }

    async fn what_is_no_link_of_ours_opens_nothing(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        test.register("ana").await;
        let confirming = token(&latest(&catcher, 1, "ana@example.org").await, "confirm");
        let resetting = reset_token(&test, &catcher, 1).await;
        let flipped = |at: usize, token: &str| -> String {
            token.chars().enumerate().map(|(n, c)| if n == at { if c == 'A' { 'B' } else { 'A' } } else { c }).collect()
        };
        let mut wrong = vec![
            String::new(),
            " ".to_owned(),
            "null".to_owned(),
            "A".repeat(43),
            "A".repeat(256),
            "' or '1'='1".to_owned(),
            "%00".to_owned(),
            "../../etc/passwd".to_owned(),
            "🎁".repeat(43),
        ];
        for good in [&confirming, &resetting] {
            wrong.extend([
                format!("{good} "),
                format!(" {good}"),
                format!("{good}\n"),
                format!("{good}\u{0}"),
                format!("{good}="),
                good[..42].to_owned(),
                good.to_lowercase(),
                good.chars().rev().collect(),
            ]);
            wrong.extend((0..42).map(|at| flipped(at, good)));
        }
        for token in &wrong {
            let problem = body_of(confirm(&test, token).await, 401).await;
            assert_eq!(problem["type"], "/problems/unauthenticated", "{token:?}");
            body_of(finish(&test, token, NEW).await, 401).await;
        }
        // An access token is none, and a link's token is no access token.
        let ana = test.person(sign_in(&test, "ana@example.org", PASSWORD).await).await;
        body_of(finish(&test, ana.tokens.access_token.expose(), NEW).await, 401).await;
        body_of(finish(&test, ana.tokens.refresh_token.expose(), NEW).await, 401).await;
        let borrowed = test.request(Method::GET, "/api/v1/me").bearer_auth(&resetting);
        assert_eq!(sent(borrowed).await.status(), 401);
        body_of(test.post("/api/v1/sessions/refresh", &json!({"refresh_token": resetting})).await, 401).await;
        // None of all that spoilt the good ones.
        body_of(confirm(&test, &confirming).await, 204).await;
        body_of(finish(&test, &resetting, NEW).await, 204).await;
    }

    async fn a_link_from_before_a_change_opens_nothing(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        let ana = test.register("ana").await;
        latest(&catcher, 1, "ana@example.org").await;
        // The mail of the old address no longer speaks for the account.
        let before = reset_token(&test, &catcher, 1).await;
        body_of(change_address(&ana, "new@example.org").await, 202).await;
        let moving = token(&latest(&catcher, 3, "new@example.org").await, "confirm");
        body_of(confirm(&test, &moving).await, 204).await;
        body_of(finish(&test, &before, NEW).await, 401).await;
        catcher.wait_for(4).await;

        // Who had the password for a while, and asked for another address, comes too late.
        body_of(change_address(&ana, "thief@example.org").await, 202).await;
        let stolen = token(&latest(&catcher, 5, "thief@example.org").await, "confirm");
        body_of(ask(&test, "new@example.org").await, 202).await;
        let right = token(&latest(&catcher, 6, "new@example.org").await, "reset");
        body_of(finish(&test, &right, NEW).await, 204).await;
        body_of(confirm(&test, &stolen).await, 401).await;
        body_of(sign_in(&test, "new@example.org", NEW).await, 201).await;
    }

    /// Also of those that are still to be sent when the password changes.
    async fn a_mail_that_was_asked_for_before_a_change_is_not_sent_after_it(engine) {
        use giftos_tests::catcher::{Fault, Step};
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        let ana = test.register("ana").await;
        latest(&catcher, 1, "ana@example.org").await;
        catcher.fail(Step::Greeting, Fault::Drop);
        body_of(change_address(&ana, "thief@example.org").await, 202).await;
        crate::mail::retried(&test).await;
        body_of(ana.put("/api/v1/me/password", &json!({"current_password": PASSWORD, "new_password": NEW})).await, 204).await;
        latest(&catcher, 2, "ana@example.org").await;
        test.advance(Duration::from_secs(11));
        assert_eq!(crate::mail::eventually(&test, "select state from mail where state = 'unwanted'").await, "unwanted");
        assert_eq!(catcher.caught().len(), 2);
    }

    async fn of_many_who_use_a_link_at_once_one_does(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        test.register("ana").await;
        latest(&catcher, 1, "ana@example.org").await;
        let link = reset_token(&test, &catcher, 1).await;
        let new = |n: usize| format!("copper-lantern-{n}-moss");
        let tries = (0..4).map(|n| {
            let (test, link) = (&test, &link);
            async move { finish(test, link, &new(n)).await.status().as_u16() }
        });
        let statuses = futures::future::join_all(tries).await;
        assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 3, "{statuses:?}");
        let winner = statuses.iter().position(|status| *status == 204).unwrap();
        body_of(sign_in(&test, "ana@example.org", &new(winner)).await, 201).await;
    }

    async fn a_deactivated_account_is_opened_by_no_link(engine) {
        use shared::wire::accounts::ServerRole;
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        let ana = test.register("ana").await;
        let boss = test.register("boss").await;
        assert!(giftos::accounts::set_role(&test.app.db, "boss@example.org", ServerRole::Operator).await.unwrap());
        catcher.wait_for(2).await;
        let link = reset_token(&test, &catcher, 2).await;
        let path = format!("/api/v1/operator/accounts/{}/deactivate", ana.tokens.account.id);
        body_of(boss.post(&path, &json!({})).await, 200).await;
        body_of(finish(&test, &link, NEW).await, 401).await;
        body_of(ask(&test, "ana@example.org").await, 202).await;
        crate::mail::eventually(&test, "select state from mail where state = 'unwanted'").await;
        assert_eq!(catcher.caught().len(), 3);
    }
}

/// A page as a browser without script would ask for it, and what its form sends.
async fn page(test: &TestApp, path: &str, language: &str, form: Option<&[(&str, &str)]>) -> (u16, String) {
    let method = if form.is_some() { Method::POST } else { Method::GET };
    let mut request = test.request(method, path).header("accept-language", language);
    if let Some(form) = form {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        request =
            request.header("content-type", "application/x-www-form-urlencoded").body(body.extend_pairs(form).finish());
    }
    let answer = sent(request).await;
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(answer.headers()[name], value, "{path}");
    }
    let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'") && policy.contains("form-action 'self'"), "{policy}");
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap();
    assert!(!text.contains("<script") && !text.contains("http:") && !text.contains("https:"), "{text}");
    (status, text)
}

on_both_engines! {
    async fn the_pages_behind_the_links_do_it_without_a_script(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        let ana = test.register("ana").await;
        let path = format!("/mail/confirm/{}", token(&latest(&catcher, 1, "ana@example.org").await, "confirm"));
        for _ in 0..2 {
            // As often as a mail server likes to look.
            let (status, text) = page(&test, &path, "de", None).await;
            assert!(status == 200 && text.contains("Diese Adresse bestätigen") && text.contains("<form method=\"post\">"), "{text}");
        }
        assert_eq!(body_of(ana.get("/api/v1/me").await, 200).await["confirmed_at"], serde_json::Value::Null);
        let (status, text) = page(&test, &path, "de", Some(&[])).await;
        assert!(status == 200 && text.contains("Erledigt"), "{text}");
        assert!(body_of(ana.get("/api/v1/me").await, 200).await["confirmed_at"].is_number());
        let (status, text) = page(&test, &path, "de", Some(&[])).await;
        assert!(status == 404 && text.contains("Dieser Link gilt nicht"), "{text}");

        let (status, text) = page(&test, "/mail/reset", "he", None).await;
        assert!(status == 200 && text.contains("dir=\"rtl\"") && text.contains("type=\"email\""), "{text}");
        let (status, text) = page(&test, "/mail/reset", "en", Some(&[("email", "\"><script>alert(1)</script>")])).await;
        assert!(status == 422 && text.contains("role=\"alert\""), "{text}");
        for address in ["ana@example.org", "nobody@example.org"] {
            let (status, text) = page(&test, "/mail/reset", "en", Some(&[("email", address)])).await;
            assert!(status == 200 && text.contains("If this address has an account here"), "{text}");
        }
        let path = format!("/mail/reset/{}", token(&latest(&catcher, 2, "ana@example.org").await, "reset"));
        let (status, text) = page(&test, &path, "en", None).await;
        assert!(status == 200 && text.contains("autocomplete=\"new-password\""), "{text}");
        let (status, text) = page(&test, &path, "en", Some(&[("new_password", "12345678")])).await;
        assert!(status == 422 && text.contains("too easy to guess") && !text.contains("12345678"), "{text}");
        let (status, text) = page(&test, &path, "en", Some(&[("new_password", NEW)])).await;
        assert!(status == 200 && text.contains("every device was signed out"), "{text}");
        body_of(ana.get("/api/v1/me").await, 401).await;
        body_of(sign_in(&test, "ana@example.org", NEW).await, 201).await;
        assert_eq!(page(&test, &path, "en", None).await.0, 404);
        assert_eq!(page(&test, "/mail/confirm/nonsense", "en", None).await.0, 404);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_and_pages_are_tried_as_often_as_passwords_and_no_oftener() {
    let catcher = Catcher::start(Setup::default()).unwrap();
    let test = TestApp::start_with(giftos_tests::Engine::Sqlite, |config| {
        (config.mail, config.sign_ins_per_minute) = (catcher.settings(crate::mail::PUBLIC), 5);
    })
    .await;
    let wrong = "A".repeat(43);
    body_of(confirm(&test, &wrong).await, 401).await;
    body_of(finish(&test, &wrong, NEW).await, 401).await;
    body_of(ask(&test, "ana@example.org").await, 202).await;
    assert_eq!(page(&test, &format!("/mail/confirm/{wrong}"), "en", Some(&[])).await.0, 404);
    assert_eq!(page(&test, &format!("/mail/reset/{wrong}"), "en", Some(&[("new_password", NEW)])).await.0, 404);
    let (status, text) = page(&test, "/mail/reset", "en", Some(&[("email", "ana@example.org")])).await;
    assert!(status == 429 && text.contains("too often"), "{text}");
    body_of(confirm(&test, &wrong).await, 429).await;
    // Nor do they travel in a batch.
    let ana = test.person({
        test.advance(Duration::from_secs(60));
        let body = json!({"email": "ana@example.org", "password": PASSWORD, "display_name": "Ana"});
        test.post("/api/v1/accounts", &body).await
    });
    let part = json!({"method": "POST", "path": "/password-resets", "body": {"email": "ana@example.org"}});
    let answers = body_of(ana.await.post("/api/v1/batch", &json!({"parts": [part]})).await, 200).await;
    assert!(answers["answers"][0]["status"].as_u64().unwrap() >= 400, "{answers}");
}
