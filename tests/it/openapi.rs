//! The description says what there is, and the pages work without script and network.

use giftos_tests::app::{body_of, sent};
use giftos_tests::{Engine, Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};
use shared::wire::accounts::ServerRole;

use crate::wishes::{source_lines, told};

async fn document(test: &TestApp) -> Value {
    body_of(sent(test.request(Method::GET, "/openapi.json")).await, 200).await
}

/// A POST takes the key that it describes, a PATCH asks for the version that it describes, and no other one does.
async fn takes_its_headers(boss: &Person, method: &Method, url: &str, operation: &Value) {
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let describes = |name: &str| parameters.iter().any(|parameter| parameter["name"] == name);
    let request = boss.request(method.clone(), url).json(&json!({}));
    if *method == Method::POST {
        // Of a key too long nobody learns anything but whether keys are looked at.
        let (status, body) = told(sent(request.header("idempotency-key", "k".repeat(256))).await).await;
        let looked = status == 400 && body["detail"].as_str().is_some_and(|text| text.starts_with("Idempotency-Key"));
        assert_eq!(looked, describes("Idempotency-Key"), "{method} {url} answers {status} {body}");
    } else if *method == Method::PATCH {
        let status = sent(request).await.status().as_u16();
        assert_eq!(status == 428, describes("If-Match"), "{method} {url} answers {status}");
    }
}

async fn page(test: &TestApp, path: &str) -> String {
    let response = sent(test.request(Method::GET, path)).await;
    assert_eq!(response.status(), 200, "{path}");
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/html"), "{path}");
    response.text().await.unwrap()
}

#[tokio::test]
async fn every_operation_is_there_and_asks_for_what_it_says() {
    let test = TestApp::start(Engine::Sqlite).await;
    let boss = test.register("boss").await;
    assert!(giftos::accounts::set_role(&test.app.db, "boss@example.org", ServerRole::Operator).await.unwrap());
    let document = document(&test).await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut operations = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            operations += 1;
            let label = format!("{method} {path}");
            assert!(path.starts_with("/api/v1/"), "{label}");
            assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{label} has no summary");
            assert!(operation["tags"][0].is_string(), "{label} has no tag");
            let anonymous = operation["security"].as_array().is_some_and(|ways| ways.contains(&json!({})));
            let responses = operation["responses"].as_object().unwrap();
            for status in ["429", "500", "503"] {
                assert!(responses.contains_key(status), "{label} lacks {status}");
            }
            // What is described is what happens: the route exists, and without a token it refuses or not as it says.
            let url = path
                .split('/')
                .map(|part| if part.starts_with('{') { "01936f3e-0000-7000-8000-000000000000" } else { part });
            let url = url.collect::<Vec<_>>().join("/");
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            takes_its_headers(&boss, &method, &url, operation).await;
            let mut request = test.request(method, &url);
            if !operation["requestBody"].is_null() {
                assert!(responses.contains_key("415") && responses.contains_key("422"), "{label}");
                request = request.header("content-type", "application/json").body("{}");
            }
            let response = sent(request).await;
            let status = response.status().as_u16();
            assert_eq!(status == 401, !anonymous, "{label} answers {status}");
            assert!(
                responses.contains_key(&status.to_string()),
                "{label} answers {status}, which it does not describe"
            );
        }
    }
    let written = source_lines(|line| line.trim_start().starts_with("#[utoipa::path("));
    assert_eq!(operations, written, "operations that are written, and those that are described");
}

#[tokio::test]
async fn problems_are_described_by_what_they_are_called_in_an_answer() {
    let test = TestApp::start(Engine::Sqlite).await;
    let described = document(&test).await["components"]["schemas"]["ProblemKind"]["enum"].clone();
    let sent: Vec<&str> = shared::wire::problem::ProblemKind::ALL.iter().map(|kind| kind.uri()).collect();
    assert_eq!(described, json!(sent));
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let test = TestApp::start(Engine::Sqlite).await;
    let document = document(&test).await;
    let mut open = vec![&document];
    let mut references = 0;
    while let Some(value) = open.pop() {
        if let Some(reference) = value["$ref"].as_str() {
            references += 1;
            assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
        }
        match value {
            Value::Object(fields) => open.extend(fields.values()),
            Value::Array(entries) => open.extend(entries),
            _ => {}
        }
    }
    assert!(references > 20);
    // Bytes are no list of numbers.
    for (path, method, message) in
        [("/api/v1/uploads/{id}", "put", "/requestBody"), ("/api/v1/pictures/{key}", "get", "/responses/200")]
    {
        let media = document["paths"][path][method].pointer(&format!("{message}/content/image~1png"));
        assert_eq!(media, Some(&json!({})), "{path}");
    }
}

#[tokio::test]
async fn the_pages_need_no_script_and_no_network() {
    let test = TestApp::start(Engine::Sqlite).await;
    let docs = page(&test, "/docs").await;
    for path in document(&test).await["paths"].as_object().unwrap().keys() {
        assert!(docs.contains(path.as_str()), "{path} is missing");
    }
    let front = page(&test, "/").await;
    let problems = page(&test, "/problems").await;
    for text in [&docs, &front, &problems] {
        assert!(
            !text.contains("<script") && !text.contains("src=") && !text.contains("http:") && !text.contains("https:")
        );
    }
    for kind in shared::wire::problem::ProblemKind::ALL {
        let text = page(&test, kind.uri()).await;
        assert!(text.contains(kind.uri()));
    }
    // A request that was given up may have reached the database all the same.
    let busy = page(&test, "/problems/busy").await;
    assert!(!busy.contains("Nothing was changed") && busy.contains("the same id or key"), "{busy}");
    assert_eq!(sent(test.request(Method::GET, "/problems/nonsense")).await.status(), 404);
}
