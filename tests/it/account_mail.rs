//! Accounts by mail: an address is confirmed, a password set anew, and each change told.

use std::time::Duration;

use giftos_tests::app::{PASSWORD, START, body_of, sent};
use giftos_tests::catcher::{Catcher, Caught, Setup};
use giftos_tests::{Person, TestApp, on_both_engines};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::mail::{PUBLIC, one, with_mail};

pub(crate) const NEW: &str = "copper-lantern-77-moss";

/// What stands behind the last slash of a mail's link.
pub(crate) fn token(caught: &Caught, page: &str) -> String {
    let start = format!("{PUBLIC}/mail/{page}/");
    let link = caught.link(&start).unwrap_or_else(|| panic!("no link: {}", caught.text()));
    assert!(caught.html().contains(&link), "{}", caught.html());
    link[start.len()..].to_owned()
}

/// The latest mail to an address, once there are `count` in all.
pub(crate) async fn latest(catcher: &Catcher, count: usize, to: &str) -> Caught {
    let caught = catcher.wait_for(count).await;
    assert_eq!(caught.len(), count);
    caught.into_iter().rev().find(|caught| caught.to == [to.to_owned()]).unwrap_or_else(|| panic!("nothing to {to}"))
}

pub(crate) async fn sign_in(test: &TestApp, email: &str, password: &str) -> Response {
    test.post("/api/v1/sessions", &json!({"email": email, "password": password})).await
}

pub(crate) async fn ask(test: &TestApp, email: &str) -> Response {
    test.post("/api/v1/password-resets", &json!({"email": email})).await
}

pub(crate) async fn finish(test: &TestApp, token: &str, password: &str) -> Response {
    test.post("/api/v1/password-resets/finish", &json!({"token": token, "new_password": password})).await
}

pub(crate) async fn confirm(test: &TestApp, token: &str) -> Response {
    test.post("/api/v1/confirmations", &json!({"token": token})).await
}

pub(crate) async fn change_address(person: &Person, email: &str) -> Response {
    person.put("/api/v1/me/email", &json!({"current_password": PASSWORD, "email": email})).await
}

async fn me(person: &Person) -> Value {
    body_of(person.get("/api/v1/me").await, 200).await
}

on_both_engines! {
    async fn a_new_address_is_confirmed_by_the_link_that_is_sent_to_it(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        // A name is no word to a stranger whose address somebody else may have typed.
        let body = json!({"email": "Ana@example.org", "password": PASSWORD, "display_name": "https://evil.example"});
        let request = test.request(Method::POST, "/api/v1/accounts").header("accept-language", "de-AT, en;q=0.5").json(&body);
        let ana = test.person(sent(request).await).await;
        let before = me(&ana).await;
        assert_eq!((&before["confirmed_at"], &before["locale"]), (&Value::Null, &json!("de")));
        let caught = latest(&catcher, 1, "Ana@example.org").await;
        assert!(caught.message().subject().unwrap().contains("Bestätige"), "{:?}", caught.message().subject());
        assert!(!String::from_utf8_lossy(&caught.raw).contains("evil.example") && !caught.text().contains("evil.example"));
        // It is about the person's own account: nobody is spared it.
        assert!(!String::from_utf8_lossy(&caught.raw).contains("List-Unsubscribe"));
        test.advance(Duration::from_secs(60));
        body_of(confirm(&test, &token(&caught, "confirm")).await, 204).await;
        let after = me(&ana).await;
        assert_eq!(after["confirmed_at"], START.as_millis() + 60_000);
        body_of(confirm(&test, &token(&caught, "confirm")).await, 401).await;
        assert_eq!(body_of(ana.post("/api/v1/me/confirmation", &json!({})).await, 409).await["type"], "/problems/conflict");
    }

    async fn the_mail_that_confirms_can_be_sent_again_in_another_language(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        let ana = test.register("ana").await;
        latest(&catcher, 1, "ana@example.org").await;
        body_of(ana.patch("/api/v1/me", None, &json!({"locale": "tlh"})).await, 422).await;
        assert_eq!(body_of(ana.patch("/api/v1/me", None, &json!({"locale": "he"})).await, 200).await["locale"], "he");
        body_of(ana.post("/api/v1/me/confirmation", &json!({})).await, 202).await;
        let again = latest(&catcher, 2, "ana@example.org").await;
        assert!(again.html().contains("<html lang=\"he\" dir=\"rtl\">"));
        // Both links are good until one is used; the other one then confirms what is confirmed.
        body_of(confirm(&test, &token(&again, "confirm")).await, 204).await;
        assert_eq!(me(&ana).await["confirmed_at"], START.as_millis());
    }

    async fn a_forgotten_password_is_set_anew_and_ends_every_session(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        let ana = test.register("ana").await;
        latest(&catcher, 1, "ana@example.org").await;
        // Whoever else signs in with the address, however it is written.
        body_of(ask(&test, " ANA@example.org").await, 202).await;
        let caught = catcher.wait_for(2).await.pop().unwrap();
        let token = token(&caught, "reset");
        assert!(token.len() >= 22, "128 bits at least: {token}");
        let stored = "select hash from account_link where purpose = 'reset_password'";
        assert!(one(&test, stored).await.is_some_and(|hash| hash.len() == 64 && !hash.contains(&token)));

        // A password that is refused costs no link.
        let weak = body_of(finish(&test, &token, "12345678").await, 422).await;
        assert_eq!(weak["errors"][0]["field"], "new_password");
        body_of(ana.get("/api/v1/me").await, 200).await;
        body_of(finish(&test, &token, NEW).await, 204).await;
        body_of(ana.get("/api/v1/me").await, 401).await;
        let refresh = json!({"refresh_token": ana.tokens.refresh_token.expose()});
        body_of(test.post("/api/v1/sessions/refresh", &refresh).await, 401).await;
        body_of(sign_in(&test, "ana@example.org", PASSWORD).await, 401).await;
        let back = test.person(sign_in(&test, "ana@example.org", NEW).await).await;
        // Who opened the link reads the mail of the address.
        assert_eq!(me(&back).await["confirmed_at"], START.as_millis());
        let notice = latest(&catcher, 3, "ana@example.org").await;
        assert_eq!(notice.message().subject(), Some("Your password was changed"));
        assert_eq!(notice.link(&format!("{PUBLIC}/mail/reset")).as_deref(), Some("https://gifts.example.org/mail/reset"));
    }

    async fn a_change_of_the_password_is_told(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        let ana = test.register("ana").await;
        latest(&catcher, 1, "ana@example.org").await;
        let wrong = json!({"current_password": "another-anchor-43", "new_password": NEW});
        body_of(ana.put("/api/v1/me/password", &wrong).await, 403).await;
        let right = json!({"current_password": PASSWORD, "new_password": NEW});
        body_of(ana.put("/api/v1/me/password", &right).await, 204).await;
        assert_eq!(latest(&catcher, 2, "ana@example.org").await.message().subject(), Some("Your password was changed"));
    }

    async fn another_address_takes_the_place_of_the_old_one_when_its_link_is_opened(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        let ana = test.register("ana").await;
        latest(&catcher, 1, "ana@example.org").await;
        let wrong = json!({"current_password": "another-anchor-43", "email": "new@example.org"});
        let refused = body_of(ana.put("/api/v1/me/email", &wrong).await, 403).await;
        assert_eq!(refused["errors"][0]["field"], "current_password");
        let none = json!({"current_password": PASSWORD, "email": "new\r\nBcc: x@example.org"});
        assert_eq!(body_of(ana.put("/api/v1/me/email", &none).await, 422).await["errors"][0]["field"], "email");
        body_of(change_address(&ana, "New@example.org").await, 202).await;
        let caught = latest(&catcher, 2, "New@example.org").await;
        assert_eq!(me(&ana).await["email"], "ana@example.org");

        body_of(confirm(&test, &token(&caught, "confirm")).await, 204).await;
        let after = me(&ana).await;
        assert_eq!((&after["email"], &after["confirmed_at"]), (&json!("New@example.org"), &json!(START.as_millis())));
        let notice = latest(&catcher, 3, "ana@example.org").await;
        assert_eq!(notice.message().subject(), Some("Your mail address was changed"));
        assert!(!notice.text().to_lowercase().contains("new@example.org"), "{}", notice.text());
        body_of(sign_in(&test, "ana@example.org", PASSWORD).await, 401).await;
        body_of(sign_in(&test, "new@example.org", PASSWORD).await, 201).await;
        // The old one is free for somebody else.
        test.register("ana").await;
    }

    async fn whose_address_it_is_is_told_to_who_reads_its_mail_alone(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        let ana = test.register("ana").await;
        test.register("ben").await;
        catcher.wait_for(2).await;
        let free = change_address(&ana, "free@example.org").await;
        let taken = change_address(&ana, "ben@example.org").await;
        assert_eq!((free.status().as_u16(), taken.status().as_u16()), (202, 202));
        catcher.wait_for(4).await;
        let caught = latest(&catcher, 4, "ben@example.org").await;
        let link = token(&caught, "confirm");
        assert_eq!(body_of(confirm(&test, &link).await, 409).await["type"], "/problems/conflict");
        assert_eq!(me(&ana).await["email"], "ana@example.org");

        // Asking for a new password answers alike, and writes down alike, whether or not anybody has the address.
        let (known, unknown) = (ask(&test, "ana@example.org").await, ask(&test, "nobody@example.org").await);
        let seen = |answer: &Response| {
            let mut headers: Vec<_> = answer.headers().iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
            headers.retain(|(name, _)| !["x-request-id", "date", "ratelimit"].contains(&name.as_str()));
            (answer.status(), headers)
        };
        assert_eq!(seen(&known), seen(&unknown));
        assert_eq!((known.text().await.unwrap(), unknown.text().await.unwrap()), (String::new(), String::new()));
        catcher.wait_for(5).await;
        let unwanted = crate::mail::eventually(&test, "select recipient || letter from mail where state = 'unwanted'").await;
        assert_eq!(unwanted, "", "who has no account is not kept in mind either");
        assert_eq!(latest(&catcher, 5, "ana@example.org").await.message().subject(), Some("Set a new password"));
    }

    async fn an_address_is_not_flooded_whoever_asks(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        for address in ["ana@example.org", "nobody@example.org"] {
            let mut answers = Vec::new();
            for _ in 0..6 {
                let answer = ask(&test, address).await;
                answers.push((answer.status().as_u16(), answer.headers().get("retry-after").cloned()));
            }
            assert!(answers[..5].iter().all(|(status, _)| *status == 202), "{address}: {answers:?}");
            assert!(answers[5].0 == 429 && answers[5].1.is_some(), "{address}: {answers:?}");
        }
        // Nobody is kept from an account by it, and after an hour all is as before.
        test.register("ana").await;
        test.advance(Duration::from_secs(3600));
        body_of(ask(&test, "ana@example.org").await, 202).await;
        catcher.wait_for(1).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_has_a_measure_of_mails_too() {
    let catcher = Catcher::start(Setup::default()).unwrap();
    let mut mail = catcher.settings(PUBLIC);
    mail.mails_per_hour = 3;
    let test = TestApp::start_with(giftos_tests::Engine::Sqlite, |config| config.mail = mail).await;
    for n in 0..4 {
        let status = if n < 3 { 202 } else { 429 };
        body_of(ask(&test, &format!("p{n}@example.org")).await, status).await;
    }
    // An account is made all the same; its person asks for the mail later, by a measure of their own.
    let ana = test.register("ana").await;
    body_of(ana.post("/api/v1/me/confirmation", &json!({})).await, 202).await;
    assert_eq!(catcher.wait_for(1).await[0].to, ["ana@example.org"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_mail_says_so_where_one_is_needed() {
    let test = TestApp::start(giftos_tests::Engine::Sqlite).await;
    let ana = test.register("ana").await;
    let change = json!({"current_password": PASSWORD, "email": "new@example.org"});
    for answer in [
        ask(&test, "ana@example.org").await,
        ana.post("/api/v1/me/confirmation", &json!({})).await,
        ana.put("/api/v1/me/email", &change).await,
    ] {
        let problem = body_of(answer, 409).await;
        assert_eq!(problem["type"], "/problems/mail-off");
    }
    let page = sent(test.request(Method::GET, "/mail/reset").header("accept-language", "de")).await;
    assert_eq!(page.status(), 409);
    assert!(page.text().await.unwrap().contains("verschickt keine Mails"));
    let change = json!({"current_password": PASSWORD, "new_password": NEW});
    body_of(ana.put("/api/v1/me/password", &change).await, 204).await;
    assert_eq!(one(&test, "select id from mail").await, None);
}
