//! Who may open a stream, how many, and that they cost nobody a request.

use std::time::{Duration, Instant};

use giftos::config::CHROMIUM_ORIGIN;
use giftos_tests::app::{body_of, sent};
use giftos_tests::streams::{SSE, Socket, Sse};
use giftos_tests::{Engine, TestApp};
use reqwest::{Method, StatusCode};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_socket_answers_nobody_who_did_not_say_who_they_are() {
    let test = TestApp::start_with(Engine::Sqlite, |config| config.max_connections = 30).await;
    let ana = test.register("ana").await;
    for origin in ["https://shop.example", "null", "chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", &test.base] {
        let refused = Socket::connect(&test.base, Some(origin)).await.err().unwrap();
        assert_eq!(refused.to_string(), "refused: 403 Forbidden", "{origin}");
    }
    for origin in [CHROMIUM_ORIGIN, "moz-extension://3f0c2a52-6c0b-4c0e-9d8e-0a1b2c3d4e5f"] {
        let mut socket = Socket::connect(&test.base, Some(origin)).await.unwrap();
        socket.sign_in(&ana, None).await.unwrap();
        assert_eq!(socket.next().await.unwrap().unwrap().body, json!({"frame": "ready", "after": 0}));
    }
    // Whoever says nothing hears nothing, and is let go after five seconds.
    let mut silent = Socket::connect(&test.base, None).await.unwrap();
    let begun = Instant::now();
    assert_eq!((silent.end().await.unwrap().0.as_str(), silent.closed), ("sign_in", Some(4001)));
    assert!((4..15).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
    assert_eq!(silent.text.len(), 1);
    let token = ana.tokens.access_token.expose();
    for (frame, reason) in [
        (json!({"frame": "sign_in", "token": "x"}), "sign_in"),
        (json!({"frame": "sign_in", "token": format!("{}x", token)}), "sign_in"),
        (json!({"frame": "ping"}), "refused"),
        (json!({"frame": "sign_in"}), "refused"),
        (json!({"frame": "sign_in", "token": token, "more": 1}), "refused"),
        (json!([]), "refused"),
    ] {
        let mut socket = Socket::connect(&test.base, None).await.unwrap();
        socket.send(&frame).await.unwrap();
        assert_eq!(socket.end().await.unwrap().0, reason, "{frame}");
    }
    // A frame that is too large is not even read; one that means nothing ends it.
    let mut socket = Socket::open(&ana, None).await.unwrap();
    drop(socket.send(&json!({"frame": "ping", "more": "x".repeat(5000)})).await);
    assert_eq!(socket.next().await.unwrap(), None);
    let mut socket = Socket::open(&ana, None).await.unwrap();
    socket.send(&json!({"frame": "shout"})).await.unwrap();
    assert_eq!((socket.end().await.unwrap().0.as_str(), socket.closed), ("refused", Some(1008)));
    // No token is taken from an address, and none but a WebSocket is opened there.
    let path = format!("/api/v1/events/socket?token={token}");
    assert_eq!(sent(test.request(Method::GET, &path)).await.status(), 400);
    assert_eq!(sent(test.request(Method::GET, &format!("{SSE}?token={token}"))).await.status(), 401);
    // A socket takes a place among the connections, as long as it is open.
    let mut held = Vec::new();
    while let Ok(socket) = Socket::connect(&test.base, None).await {
        held.push(socket);
        assert!(held.len() <= 30, "sockets are not counted");
    }
    assert!(held.len() > 20, "{}", held.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn streams_have_limits_of_their_own_and_count_as_no_request() {
    let test = TestApp::start_with(Engine::Sqlite, |config| {
        (config.max_streams, config.streams_per_minute) = (3, 8);
    })
    .await;
    let ana = test.register("ana").await;
    let left = async || {
        let headers = ana.get("/api/v1/me").await.headers().clone();
        let state = headers["ratelimit"].to_str().unwrap().to_owned();
        state.rsplit_once("r=").unwrap().1.parse::<u32>().unwrap()
    };
    let before = left().await;
    let (one, _two) = (Sse::open(&ana, None).await.unwrap(), Socket::open(&ana, None).await.unwrap());
    let _three = Sse::open(&ana, None).await.unwrap();
    assert_eq!(before - left().await, 1, "only the request that asked");
    let refused = sent(ana.request(Method::GET, SSE)).await;
    assert_eq!(
        (refused.status(), refused.headers().contains_key("retry-after")),
        (StatusCode::TOO_MANY_REQUESTS, true)
    );
    let mut socket = Socket::connect(&test.base, None).await.unwrap();
    socket.sign_in(&ana, None).await.unwrap();
    assert_eq!((socket.end().await.unwrap().0.as_str(), socket.closed), ("too_many", Some(4029)));
    // Somebody else has as many of their own, and a place is free again when a stream is left.
    Sse::open(&test.register("bo").await, None).await.unwrap();
    drop(one);
    let begun = Instant::now();
    while test.app.streams.count() > 2 {
        assert!(begun.elapsed() < giftos_tests::wait::STEP, "it stays open");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    drop(Sse::open(&ana, None).await.unwrap());
    // Opened and left again and again they would cost as much as requests.
    let mut statuses = Vec::new();
    for _ in 0..8 {
        statuses.push(sent(ana.request(Method::GET, SSE)).await.status().as_u16());
    }
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    let batch =
        json!({"parts": [{"method": "GET", "path": "/events/stream"}, {"method": "GET", "path": "/events/socket"}]});
    let answers = body_of(ana.post("/api/v1/batch", &batch).await, 200).await;
    assert_eq!((&answers["answers"][0]["status"], &answers["answers"][1]["status"]), (&json!(403), &json!(403)));
}
