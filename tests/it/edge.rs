//! What happens to every request: ids, problems, headers, limits, compression.

use std::time::Duration;

use giftos_tests::app::{body_of, sent};
use giftos_tests::{Engine, TestApp, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const EXTENSION: &str = "chrome-extension://chodboholjciodoneibeamnhnjaeakek";
const FIREFOX: &str = "moz-extension://3f0c2a52-6c0b-4c0e-9d8e-0a1b2c3d4e5f";

on_both_engines! {
    async fn health_and_readiness_are_told_apart(engine) {
        let mut test = TestApp::start(engine).await;
        assert_eq!(sent(test.request(Method::GET, "/healthz")).await.status(), 200);
        assert_eq!(sent(test.request(Method::GET, "/readyz")).await.status(), 200);
        // A database that went away: alive, and not ready.
        test.app.db.close().await;
        assert_eq!(sent(test.request(Method::GET, "/healthz")).await.status(), 200);
        let response = sent(test.request(Method::GET, "/readyz")).await;
        assert!(response.status().is_server_error(), "{}", response.status());
        test.stop().await;
    }
}

#[tokio::test]
async fn every_failure_is_a_problem_with_the_id_of_its_request() {
    let test = TestApp::start(Engine::Sqlite).await;
    let ana = test.register("ana").await;
    let text = |request: reqwest::RequestBuilder| request.header("content-type", "text/plain").body("{}");
    let json = |request: reqwest::RequestBuilder, body: &'static str| {
        request.header("content-type", "application/json").body(body)
    };
    let at = |method: Method, path: &str| ana.request(method, path);
    let deep: &'static str = Box::leak("[".repeat(100_000).into_boxed_str());
    for (request, status, kind) in [
        (at(Method::GET, "/api/v1/nothing"), 404, "not-found"),
        (at(Method::GET, "/nothing"), 404, "not-found"),
        (at(Method::POST, "/api/v1/me"), 405, "method-not-allowed"),
        (test.request(Method::GET, "/api/v1/me"), 401, "unauthenticated"),
        (text(at(Method::PATCH, "/api/v1/me")), 415, "unsupported-media-type"),
        (json(at(Method::PATCH, "/api/v1/me"), "{").header("content-encoding", "gzip"), 415, "unsupported-media-type"),
        (json(at(Method::PATCH, "/api/v1/me"), "{"), 400, "malformed"),
        (json(at(Method::PATCH, "/api/v1/me"), ""), 400, "malformed"),
        (json(at(Method::PATCH, "/api/v1/me"), "NaN"), 400, "malformed"),
        (json(at(Method::PATCH, "/api/v1/me"), deep), 422, "invalid"),
        (json(at(Method::PATCH, "/api/v1/me"), "[]"), 422, "invalid"),
        (json(at(Method::PATCH, "/api/v1/me"), "{\"claimed_by\":\"me\"}"), 422, "invalid"),
        (at(Method::PATCH, "/api/v1/me").json(&json!({"display_name": "a".repeat(300_000)})), 413, "too-large"),
    ] {
        let response = sent(request).await;
        let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        assert_eq!(response.headers()["content-type"], "application/problem+json", "{kind}");
        let problem = body_of(response, status).await;
        assert_eq!(problem["type"], format!("/problems/{kind}"));
        assert_eq!(problem["status"], status);
        assert_eq!(problem["instance"], id);
        assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()));
    }
}

#[tokio::test]
async fn a_fault_of_the_server_tells_only_the_id_of_the_request() {
    let test = TestApp::start(Engine::Sqlite).await;
    let ana = test.register("ana").await;
    test.app.db.close().await;
    let response = ana.get("/api/v1/me").await;
    let problem = body_of(response, 500).await;
    assert_eq!(problem["type"], "/problems/internal");
    assert_eq!(problem.get("detail"), None);
    assert!(!problem.to_string().contains("database"), "{problem}");
}

#[tokio::test]
async fn a_client_cannot_choose_the_id_of_its_request_nor_its_method() {
    let test = TestApp::start(Engine::Sqlite).await;
    let ana = test.register("ana").await;
    let request = ana.request(Method::GET, "/api/v1/me").header("x-request-id", "chosen");
    let response = sent(request.header("x-http-method-override", "DELETE")).await;
    assert_ne!(response.headers()["x-request-id"], "chosen");
    body_of(response, 200).await;
    body_of(ana.get("/api/v1/me").await, 200).await;
}

#[tokio::test]
async fn only_the_extension_may_read_answers_across_origins() {
    let test = TestApp::start(Engine::Sqlite).await;
    let preflight = |origin: &str| {
        let request = test.request(Method::OPTIONS, "/api/v1/me").header("origin", origin);
        request
            .header("access-control-request-method", "PATCH")
            .header("access-control-request-headers", "authorization,if-match")
    };
    for origin in [EXTENSION, FIREFOX] {
        let response = sent(preflight(origin)).await;
        assert!(response.status().is_success());
        assert_eq!(response.headers()["access-control-allow-origin"], origin);
        assert!(response.headers()["access-control-allow-methods"].to_str().unwrap().contains("PATCH"));
        assert!(response.headers()["access-control-allow-headers"].to_str().unwrap().contains("if-match"));
        assert_eq!(response.headers().get("access-control-allow-credentials"), None);
        // Failures can be read too, or the extension could not tell a 401 from a broken line.
        let response = sent(test.request(Method::GET, "/api/v1/me").header("origin", origin)).await;
        assert_eq!(response.status(), 401);
        assert_eq!(response.headers()["access-control-allow-origin"], origin);
    }
    for origin in ["https://shop.example", "null", "chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
        let response = sent(preflight(origin)).await;
        assert_eq!(response.headers().get("access-control-allow-origin"), None, "{origin}");
        let response = sent(test.request(Method::GET, "/api/v1/me").header("origin", origin)).await;
        assert_eq!(response.headers().get("access-control-allow-origin"), None, "{origin}");
    }
}

#[tokio::test]
async fn answers_keep_a_browser_from_doing_more_than_it_should() {
    let test = TestApp::start(Engine::Sqlite).await;
    for path in ["/", "/docs", "/api/v1/me", "/nothing"] {
        let response = sent(test.request(Method::GET, path)).await;
        let headers = response.headers();
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["giftos-version"], env!("CARGO_PKG_VERSION"), "{path}");
        assert!(headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"), "{path}");
        assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
        assert_eq!(headers.get("set-cookie"), None, "{path}");
    }
    let response = sent(test.request(Method::GET, "/api/v1/me")).await;
    assert_eq!(response.headers()["cache-control"], "no-store");
}

#[tokio::test]
async fn answers_are_compressed_as_the_client_likes() {
    let test = TestApp::start(Engine::Sqlite).await;
    for (encoding, path, packed) in [
        ("gzip", "/openapi.json", "content-encoding: gzip"),
        ("br", "/openapi.json", "content-encoding: br"),
        // It fits one packet as it is.
        ("gzip", "/api/v1/me", "content-length"),
    ] {
        // A client of its own: the shared one unpacks by itself and hides the header.
        let mut stream = TcpStream::connect(test.address).await.unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: x\r\naccept-encoding: {encoding}\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let head = String::from_utf8_lossy(&answer[..answer.len().min(2000)]).to_lowercase();
        assert!(head.contains(packed), "{head}");
        assert_eq!(head.contains("content-encoding"), path == "/openapi.json", "{head}");
    }
}

#[tokio::test]
async fn sign_ins_are_limited_per_address_and_the_answer_says_when_to_come_back() {
    let test = TestApp::start_with(Engine::Sqlite, |config| config.sign_ins_per_minute = 5).await;
    let body = json!({"email": "ana@example.org", "password": "x"});
    for left in (0..5).rev() {
        let response = test.post("/api/v1/sessions", &body).await;
        assert_eq!(response.headers()["ratelimit"].to_str().unwrap(), format!("\"sign-in\";r={left}"));
        assert_eq!(response.headers()["ratelimit-policy"], "\"sign-in\";q=5;w=60");
        assert_eq!(response.status(), 401);
    }
    let response = test.post("/api/v1/sessions", &body).await;
    let seconds: u64 = response.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=12).contains(&seconds), "{seconds}");
    assert_eq!(body_of(response, 429).await["type"], "/problems/too-many-requests");
    test.advance(Duration::from_secs(seconds));
    assert_eq!(test.post("/api/v1/sessions", &body).await.status(), 401);
    assert_eq!(test.post("/api/v1/sessions", &body).await.status(), 429);
}

#[tokio::test]
async fn a_good_token_gives_no_more_tries_at_signing_in() {
    let test = TestApp::start_with(Engine::Sqlite, |config| config.sign_ins_per_minute = 5).await;
    let mut people = Vec::new();
    for name in ["a", "b", "c", "d", "e", "f"] {
        people.push(test.register(name).await);
        test.advance(Duration::from_secs(12));
    }
    test.advance(Duration::from_secs(60));
    let mut statuses = Vec::new();
    for (n, person) in people.iter().enumerate() {
        let path = if n % 2 == 0 { "/api/v1/sessions" } else { "/api/v1/accounts" };
        let body = json!({"email": "a@example.org", "password": "x"});
        statuses.push(person.post(path, &body).await.status().as_u16());
    }
    assert_eq!(statuses, [401, 422, 401, 422, 401, 429]);
    // Trying the password of one's own account counts for that account.
    let body = json!({"current_password": "x", "new_password": "copper-lantern-77-moss"});
    body_of(people[0].put("/api/v1/me/password", &body).await, 403).await;
}

#[tokio::test]
async fn requests_are_limited_per_address_or_per_account() {
    let test = TestApp::start_with(Engine::Sqlite, |config| {
        config.anonymous_per_hour = 3;
        config.signed_in_per_hour = 4;
    })
    .await;
    let (ana, bob) = (test.register("ana").await, test.register("bob").await);
    let anonymous = async || sent(test.request(Method::GET, "/api/v1/me")).await.status().as_u16();
    assert_eq!([anonymous().await, anonymous().await, anonymous().await, anonymous().await], [401, 401, 401, 429]);
    let signed = async || ana.get("/api/v1/me").await.status().as_u16();
    assert_eq!([signed().await, signed().await, signed().await], [200; 3]);
    // A batch counts once, however many parts it has.
    let parts: Vec<Value> = (0..10).map(|_| json!({"method": "GET", "path": "/me"})).collect();
    let answers = body_of(ana.post("/api/v1/batch", &json!({"parts": parts})).await, 200).await;
    assert!(answers["answers"].as_array().unwrap().iter().all(|answer| answer["status"] == 200));
    assert_eq!(signed().await, 429);
    // Others are not held up, and pages and health checks do not count.
    assert_eq!(bob.get("/api/v1/me").await.status(), 200);
    for path in ["/healthz", "/docs", "/openapi.json", "/"] {
        assert_eq!(sent(test.request(Method::GET, path)).await.status(), 200, "{path}");
    }
}
