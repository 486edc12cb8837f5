//! Whose address a request counts for when the server stands behind others.

use giftos_tests::{Engine, TestApp};
use reqwest::Method;
use serde_json::json;

/// A server whose sign-ins are limited to two for an address.
async fn behind(proxies: &str) -> TestApp {
    let proxies = proxies.parse().unwrap();
    TestApp::start_with(Engine::Sqlite, |config| {
        config.sign_ins_per_minute = 2;
        config.trusted_proxies = proxies;
    })
    .await
}

/// The status of a sign-in with these lines of `X-Forwarded-For`.
async fn sign_in(test: &TestApp, lines: &[&str]) -> u16 {
    let mut request = test.request(Method::POST, "/api/v1/sessions");
    for line in lines {
        request = request.header("x-forwarded-for", *line);
    }
    request.json(&json!({"email": "ana@example.org", "password": "x"})).send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_address_has_limits_of_its_own() {
    let test = behind("10.0.0.0/8, 127.0.0.0/8").await;
    for client in ["203.0.113.5", "203.0.113.6", "2001:db8:1:2::1"] {
        assert_eq!([sign_in(&test, &[client]).await, sign_in(&test, &[client]).await], [401; 2], "{client}");
        assert_eq!(sign_in(&test, &[client]).await, 429, "{client}");
    }
    // Through two proxies of ours, with a port, and from the same household.
    for lines in ["203.0.113.5, 10.1.2.3", "203.0.113.5:4711", "::ffff:203.0.113.5", "[2001:db8:1:2::9]:80"] {
        assert_eq!(sign_in(&test, &[lines]).await, 429, "{lines}");
    }
}

#[tokio::test]
async fn what_a_client_writes_into_the_header_gives_it_no_more_tries() {
    let test = behind("127.0.0.0/8").await;
    let attacker = "203.0.113.5";
    assert_eq!([sign_in(&test, &[attacker]).await, sign_in(&test, &[attacker]).await], [401; 2]);
    for n in 0..4 {
        let chosen = format!("198.51.100.{n}");
        assert_eq!(sign_in(&test, &[&format!("{chosen}, {attacker}")]).await, 429);
        assert_eq!(sign_in(&test, &[&chosen, attacker]).await, 429, "a line of its own");
        assert_eq!(sign_in(&test, &[&format!("{chosen}, nonsense, {attacker}")]).await, 429);
        assert_eq!(sign_in(&test, &[&format!("127.0.0.{n}, {attacker}")]).await, 429);
    }
    // What the proxy itself cannot have written counts for the proxy, once for all.
    assert_eq!([sign_in(&test, &["198.51.100.7, nonsense"]).await, sign_in(&test, &[""]).await], [401; 2]);
    for lines in [&["198.51.100.8, unknown"][..], &["198.51.100.9,"], &[]] {
        assert_eq!(sign_in(&test, lines).await, 429, "{lines:?}");
    }
}

#[tokio::test]
async fn nobody_else_may_say_whose_request_it_is() {
    for proxies in ["", "10.0.0.0/8, ::/0"] {
        let test = behind(proxies).await;
        let statuses = [
            sign_in(&test, &["203.0.113.1"]).await,
            sign_in(&test, &["203.0.113.2"]).await,
            sign_in(&test, &["203.0.113.3"]).await,
        ];
        assert_eq!(statuses, [401, 401, 429], "{proxies:?}");
    }
}
