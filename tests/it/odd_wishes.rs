//! Odd texts, numbers and shapes in every field: kept as they are or refused, never a fault, and alike on both engines.

use giftos_tests::app::{body_of, sent};
use giftos_tests::{Engine, Person, TestApp, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};

use crate::wishes::{board, board_path, id, item_path, text, wish};

/// Cut down from the collection of attacks, with some of our own.
const TEXTS: &str = include_str!("../data/odd/texts.jsonl");

/// Where a text can be put: an item's or a board's field, and as how it comes back.
const ITEM_FIELDS: &[&str] = &["title", "note", "private_note", "occasion", "image"];
const BOARD_FIELDS: &[&str] = &["name", "description", "cover_image"];

fn texts() -> impl Iterator<Item = String> {
    TEXTS.lines().map(|line| text(&serde_json::from_str::<Value>(line).unwrap()["text"]))
}

/// A refusal, or the text as it was sent (but for white space around it), or nothing where there was nothing to see.
fn judge(field: &str, sent: &str, status: u16, kept: &Value) -> String {
    match status {
        422 => "refused".to_owned(),
        200 => {
            let same = kept.as_str().is_some_and(|kept| kept == sent || kept == sent.trim());
            let address = field.ends_with("image") && kept.as_str().is_some_and(|kept| kept.starts_with("http"));
            assert!(same || address || (kept.is_null() && sent.trim().is_empty()), "{field}: {sent:?} became {kept}");
            format!("kept {kept}")
        }
        other => panic!("{field}: {sent:?} was answered with {other}"),
    }
}

async fn try_all(person: &Person, path: &str, fields: &[&str]) -> Vec<String> {
    let mut outcomes = Vec::new();
    for field in fields {
        for text in texts() {
            let response = person.patch(path, Some("*"), &json!({ *field: text })).await;
            let (status, body) = (response.status().as_u16(), response.json::<Value>().await.unwrap());
            outcomes.push(format!("{field} {text:?}: {}", judge(field, &text, status, &body[*field])));
        }
    }
    outcomes
}

async fn outcomes(engine: Engine) -> Vec<String> {
    let test = TestApp::start(engine).await;
    let ana = test.register("ana").await;
    let made = board(&ana, "Mine", "private").await;
    let item = wish(&ana, "Bowl", &made).await;
    let mut all = try_all(&ana, &item_path(&item, ""), ITEM_FIELDS).await;
    all.extend(try_all(&ana, &board_path(&made, ""), BOARD_FIELDS).await);
    // The rules are the same for all lines, so a part of the texts shows that each field has them.
    for text in texts().step_by(4) {
        for name in ["name", "value"] {
            let mut option = json!({"name": "Colour", "value": "Blue"});
            option[name] = json!(text);
            let status =
                ana.patch(&item_path(&item, ""), Some("*"), &json!({"variant": [option]})).await.status().as_u16();
            all.push(format!("variant {name} {text:?}: {status}"));
        }
        for field in ["url", "canonical_url", "title", "image", "brand", "gtin", "sku", "description", "category"] {
            let mut page = json!({"url": "https://shop.example/odd", "title": "Odd"});
            page[field] = json!(text);
            let answer = ana.post("/api/v1/items", &json!({"id": id(), "boards": "default", "page": page})).await;
            let status = answer.status().as_u16();
            assert!(matches!(status, 200 | 201 | 422), "page.{field} {text:?}: {status}");
            all.push(format!("page.{field} {text:?}: {}", status == 422));
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn texts_are_kept_or_refused_alike_on_both_engines() {
    let (sqlite, postgres) = futures::join!(outcomes(Engine::Sqlite), outcomes(Engine::Postgres));
    assert!(sqlite.len() > 500 && sqlite.iter().any(|outcome| outcome.contains("refused")));
    for (one, other) in sqlite.iter().zip(&postgres) {
        assert_eq!(one, other);
    }
}

on_both_engines! {
    async fn numbers_and_shapes_are_exact_or_refused(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let made = board(&ana, "Mine", "private").await;
        let item = item_path(&wish(&ana, "Bowl", &made).await, "");
        let patch = async |body: String| {
            let request = ana.request(Method::PATCH, &item).header("if-match", "*").header("content-type", "application/json");
            sent(request.body(body)).await
        };
        for number in [
            "-1", "0.5", ".5", "NaN", "1e2", "-69.0", "9007199254740993", "9223372036854775807", "9223372036854775808",
            "18446744073709551616", "123456789012345678901234567890", "\"5\"", "[]", "{}", "true",
        ] {
            for body in [
                format!(r#"{{"priority":{number}}}"#),
                format!(r#"{{"quantity":{number}}}"#),
                format!(r#"{{"price":{{"amount_minor":{number},"currency":"EUR"}}}}"#),
                format!(r#"{{"alert_threshold":{{"amount_minor":{number},"currency":"EUR"}}}}"#),
            ] {
                let status = patch(body.clone()).await.status().as_u16();
                assert!(matches!(status, 400 | 422), "{body}: {status}");
            }
        }
        for good in [0_i64, 1, 9_007_199_254_740_991] {
            let body = json!({"price": {"amount_minor": good, "currency": "KWD"}});
            assert_eq!(body_of(patch(body.to_string()).await, 200).await["price"], body["price"]);
        }
        for body in [
            r#"{"price":{"amount_minor":1,"currency":"XXX"}}"#, r#"{"claimed_by":"me"}"#, r#"{"price_verified":true}"#, r#"{"role":"owner"}"#,
            r#"{"__proto__":{"admin":1}}"#, r#"{"account_id":"x"}"#, r#"{"version":9}"#, "'{}'", "[]", "null", "",
            r#"{"title":1}"#, r#"{"title":[]}"#, r#"{"variant":[{"name":"a","value":"b"},{"name":"a","value":"c"}]}"#, r#"{"state":"lost"}"#,
            r#"{"quantity":0}"#, r#"{"quantity":10000}"#, r#"{"priority":0}"#, r#"{"priority":11}"#, "\u{feff}{}",
        ] {
            let status = patch(body.to_owned()).await.status().as_u16();
            assert!(matches!(status, 400 | 422), "{body}: {status}");
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(matches!(patch(deep).await.status().as_u16(), 400 | 422));
        let long = |count: usize| json!({"title": "ü".repeat(count)}).to_string();
        assert_eq!((patch(long(500)).await.status().as_u16(), patch(long(501)).await.status().as_u16()), (200, 422));
        let variant = |count: usize| json!({"variant": (0..count).map(|i| json!({"name": format!("n{i}"), "value": "v"})).collect::<Vec<_>>()}).to_string();
        assert_eq!((patch(variant(20)).await.status().as_u16(), patch(variant(21)).await.status().as_u16()), (200, 422));
    }

    async fn a_save_says_all_that_is_wrong_with_it_at_once(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let bad = json!({"id": id(), "boards": [], "link": "https://a.example/", "priority": 0, "quantity": 0, "page": {
            "url": "javascript:x", "title": "a\nb", "gtin": "4006381333932", "price": {"amount_minor": -1, "currency": "EUR"}, "seen_at": -5}});
        let refused = body_of(ana.post("/api/v1/items", &bad).await, 422).await;
        let mut fields: Vec<String> = refused["errors"].as_array().unwrap().iter().map(|error| text(&error["field"])).collect();
        fields.sort();
        assert_eq!(fields, ["boards", "link", "page.gtin", "page.price", "page.seen_at", "page.title", "page.url", "priority", "quantity"]);
        for bad in [
            json!({"id": id(), "boards": "default"}),
            json!({"id": id(), "boards": "mine", "title": "x"}),
            json!({"id": "1", "boards": "default", "title": "x"}),
            json!({"boards": "default", "title": "x"}),
            json!({"id": id(), "boards": (0..21).map(|_| id()).collect::<Vec<_>>(), "title": "x"}),
            json!({"id": id(), "boards": "default", "title": "x", "claims": []}),
        ] {
            body_of(ana.post("/api/v1/items", &bad).await, 422).await;
        }
        assert_eq!(body_of(ana.get("/api/v1/boards").await, 200).await["entries"], json!([]), "nothing was made on the way");
    }

    async fn a_device_with_a_wrong_clock_saw_nothing_in_the_future(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let new = json!({"id": id(), "boards": "default", "page": {"url": "https://shop.example/mug", "title": "Mug",
            "price": {"amount_minor": 1, "currency": "JPY"}, "seen_at": 4_102_444_800_000_i64}});
        let saved = body_of(ana.post("/api/v1/items", &new).await, 201).await;
        assert_eq!(saved["item"]["price_seen_at"].as_i64(), Some(test.clock.now().as_millis()));
    }
}
