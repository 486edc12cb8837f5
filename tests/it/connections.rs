//! How a connection begins and ends: slow clients, too many of them, and a server that stops.

use std::time::{Duration, Instant};

use giftos_tests::app::sent;
use giftos_tests::{Engine, TestApp, on_both_engines};
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Reads until the server closes, and says how long that took.
async fn closed(mut stream: TcpStream) -> Duration {
    let start = Instant::now();
    let mut rest = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut rest)).await;
    // A reset is a close too.
    drop(read.expect("the server keeps the connection"));
    start.elapsed()
}

#[tokio::test]
async fn clients_that_send_no_headers_are_dropped_and_others_are_served() {
    let test = TestApp::start_with(Engine::Sqlite, |config| config.header_seconds = 1).await;
    let mut slow = Vec::new();
    // Nothing; one letter; the start of a request; the start of HTTP/2; HTTP/2 without a request.
    for start in ["", "P", "GET / HTTP/1.1\r\nhost: x\r\nx-slow: ", "PRI * HT", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"] {
        for _ in 0..20 {
            let mut stream = TcpStream::connect(test.address).await.unwrap();
            stream.write_all(start.as_bytes()).await.unwrap();
            slow.push(closed(stream));
        }
    }
    let waiting = tokio::spawn(futures::future::join_all(slow));
    assert_eq!(sent(test.request(Method::GET, "/healthz")).await.status(), 200);
    for took in waiting.await.unwrap() {
        assert!(took < Duration::from_secs(10), "{took:?}");
    }
}

#[tokio::test]
async fn a_body_that_never_ends_is_given_up() {
    let test = TestApp::start_with(Engine::Sqlite, |config| config.body_seconds = 1).await;
    let mut stream = TcpStream::connect(test.address).await.unwrap();
    let head = "POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read(&mut answer)).await.unwrap().unwrap();
    let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("/problems/request-timeout"), "{answer}");
}

#[tokio::test]
async fn past_its_limit_the_server_takes_no_more_connections() {
    let test = TestApp::start_with(Engine::Sqlite, |config| config.max_connections = 2).await;
    let held = [TcpStream::connect(test.address).await.unwrap(), TcpStream::connect(test.address).await.unwrap()];
    let third = TcpStream::connect(test.address).await.unwrap();
    assert!(closed(third).await < Duration::from_secs(5));
    drop(held);
    // The places are free again as soon as the server sees that they are.
    let deadline = Instant::now() + Duration::from_secs(10);
    while test.request(Method::GET, "/healthz").send().await.is_err() {
        assert!(Instant::now() < deadline, "no place became free");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

on_both_engines! {
    async fn a_server_that_stops_answers_what_it_accepted(engine) {
        let mut test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        // Changing a password hashes twice, so all of these are at work when the server is told to stop.
        let body = json!({"current_password": giftos_tests::app::PASSWORD, "new_password": "copper-lantern-77-moss"});
        let (token, body) = (ana.tokens.access_token.expose(), body.to_string());
        let request = format!(
            "PUT /api/v1/me/password HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        );
        // Connections are accepted in the order in which they were made: all of these before the ones that are held.
        let working: Vec<_> = (0..6).map(|_| TcpStream::connect(test.address)).collect();
        let mut working = futures::future::try_join_all(working).await.unwrap();
        for stream in &mut working {
            stream.write_all(request.as_bytes()).await.unwrap();
        }
        let held: Vec<_> = (0..6).map(|_| TcpStream::connect(test.address)).collect();
        let mut held = futures::future::try_join_all(held).await.unwrap();
        for stream in &mut held {
            stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        }
        // The stop comes while they are at work: one of them has got through when the first answer is there.
        let mut first = [0; 15];
        held[0].read_exact(&mut first).await.unwrap();
        test.stop().await;
        for mut stream in working {
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.unwrap();
            let status = answer.get(9..12).map(String::from_utf8_lossy);
            let answered = status.as_deref().is_some_and(|status| ["204", "403"].contains(&status));
            assert!(answered, "{}", String::from_utf8_lossy(&answer));
        }
        for (n, mut stream) in held.into_iter().enumerate() {
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.unwrap();
            assert!(n == 0 || answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
        }
        assert!(TcpStream::connect(test.address).await.is_err(), "the port is still open");
    }
}
