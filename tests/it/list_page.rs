//! The page of a list behind its link, for relatives without an account: what stands on it, what never does, and what it weighs.

use giftos::config::Config;
use giftos_tests::app::{body_of, sent};
use giftos_tests::{Engine, Person, TestApp, on_both_engines};
use reqwest::{Method, Response};
use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::wishes::{board, board_path, id, item_path, text, wish};

const INJECTIONS: &str = include_str!("../../extension-wasm/transfer/src/files/text-injection.jsonl");
/// What pages are made of. Anything else came to life from a text.
const OURS: &str = "a bdi body div h1 h2 head header html img li main meta nav p path span style svg title ul";
/// HTML and CSS of a page, in bytes.
const MOST: usize = 60_000;

/// A list shown by link, and the path of its page.
pub(crate) async fn shared(ana: &Person) -> (Value, String) {
    let list = board(ana, "Ana's wishes", "link").await;
    let path = format!("/l/{}", text(&list["link_token"]));
    (list, path)
}

async fn open(test: &TestApp, path: &str, language: &str) -> Response {
    sent(test.request(Method::GET, path).header("accept-language", language)).await
}

async fn page(test: &TestApp, path: &str, language: &str) -> String {
    let response = open(test, path, language).await;
    assert_eq!(response.status(), 200, "{path}");
    response.text().await.unwrap()
}

fn texts(html: &Html, selector: &str) -> Vec<String> {
    html.select(&Selector::parse(selector).unwrap()).map(|found| found.text().collect()).collect()
}

/// What is compared of a text: spaces and ends of lines are drawn as they fall.
fn seen(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control() && !sign.is_whitespace()).collect()
}

on_both_engines! {
    async fn whoever_has_the_link_sees_the_list_and_nothing_else(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let (list, path) = shared(&ana).await;
        let page_of_shop = json!({"url": "https://shop.example/mug", "title": "Blue mug", "price": {"amount_minor": 127_900, "currency": "EUR"},
            "image": "https://shop.example/mug.jpg", "verdict": "sure"});
        let new = json!({"id": id(), "boards": [list["id"]], "page": page_of_shop, "quantity": 3, "note": "The blue one, please",
            "private_note": "only for me", "variant": [{"name": "Size", "value": "L"}]});
        body_of(ana.post("/api/v1/items", &new).await, 201).await;
        wish(&ana, "A day out", &list).await;
        let received = wish(&ana, "Had it", &list).await;
        body_of(ana.patch(&item_path(&received, ""), Some("*"), &json!({"state": "received"})).await, 200).await;

        let response = open(&test, &path, "en").await;
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "text/html; charset=utf-8");
        assert_eq!((header("referrer-policy"), header("cache-control")), ("no-referrer".to_owned(), "no-store".to_owned()));
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && policy.contains("img-src 'self'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        let html = response.text().await.unwrap();
        assert!(html.len() < 12_000, "{} bytes", html.len());
        for told in ["Ana&#39;s wishes", "For <bdi>ana</bdi>", "Blue mug", "€1,279.00", "seen on 20 November 2026", "3 wanted", "Size: L", "The blue one, please"] {
            assert!(html.contains(told), "{told} is missing: {html}");
        }
        for hidden in ["only for me", "Had it", "<script", "shop.example/mug.jpg", "mailto", "ana@example.org"] {
            assert!(!html.contains(hidden), "{hidden} is there");
        }
        let document = Html::parse_document(&html);
        assert_eq!(texts(&document, ".tile h2"), ["A day out", "Blue mug"]);
        let link = document.select(&Selector::parse(".shop a").unwrap()).next().unwrap().value();
        assert_eq!((link.attr("href"), link.attr("rel")), (Some("https://shop.example/mug"), Some("noopener noreferrer nofollow")));
        // No claim, no name of a giver, no count of anything: the owner opens it too. Signed in it is the same page.
        assert_eq!(ana.get(&path).await.text().await.unwrap(), html);

        let german = page(&test, &path, "de-AT,de;q=0.9").await;
        assert!(german.contains("lang=\"de\" dir=\"ltr\"") && german.contains("1.279,00\u{a0}€") && german.contains("gesehen am"), "{german}");
        assert!(page(&test, &path, "he").await.contains("lang=\"he\" dir=\"rtl\""));
    }

    async fn an_empty_list_says_so(engine) {
        let test = TestApp::start(engine).await;
        let (_, path) = shared(&test.register("ana").await).await;
        let html = page(&test, &path, "en").await;
        assert!(html.contains("Nothing is wished for here yet") && !html.contains("class=\"tile\""), "{html}");
    }

    async fn a_link_that_opens_nothing_never_says_why(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let mut gone = vec![format!("/l/{}", "A".repeat(32)), "/l/x".to_owned(), format!("/l/{}", "ü".repeat(99))];
        // Renewed, shown to others by now, thrown away, and of somebody who was shut out.
        let (list, path) = shared(&ana).await;
        let renew = ana.request(Method::POST, &board_path(&list, "/link")).header("if-match", "*");
        body_of(sent(renew.json(&json!({}))).await, 200).await;
        gone.push(path);
        let (list, path) = shared(&ana).await;
        body_of(ana.patch(&board_path(&list, ""), Some("*"), &json!({"audience": "private"})).await, 200).await;
        gone.push(path);
        let (list, path) = shared(&ana).await;
        body_of(ana.delete(&board_path(&list, "")).await, 204).await;
        gone.push(path);
        let mut answers = Vec::new();
        for path in &gone {
            let response = open(&test, path, "en").await;
            assert_eq!(response.status(), 404, "{path}");
            let headers: Vec<_> = response.headers().iter().filter(|(name, _)| !["date", "x-request-id"].contains(&name.as_str()))
                .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
            answers.push((headers, response.text().await.unwrap()));
        }
        assert!(answers[0].1.contains("This list is not here"), "{}", answers[0].1);
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    }

    async fn a_long_list_comes_in_pages_that_weigh_no_more_than_they_may(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let (list, path) = shared(&ana).await;
        // Every fourth as heavy as one can be: each sign of the note takes six bytes.
        for number in 0..110 {
            let note = if number % 4 == 0 { "\"".repeat(2_000) } else { "any colour".to_owned() };
            let new = json!({"id": id(), "boards": [list["id"]], "title": format!("Wish {number:03}"), "note": note});
            body_of(ana.post("/api/v1/items", &new).await, 201).await;
        }
        let (mut titles, mut next, mut pages) = (Vec::new(), path.clone(), 0);
        loop {
            let html = page(&test, &next, "de").await;
            assert!(html.len() <= MOST, "{} bytes", html.len());
            let document = Html::parse_document(&html);
            titles.extend(texts(&document, ".tile h2"));
            pages += 1;
            let links = Selector::parse(".more a").unwrap();
            let more = document.select(&links).filter_map(|link| link.attr("href")).find(|href| href.starts_with("?cursor="));
            let Some(more) = more else { break };
            next = format!("{path}{more}");
        }
        titles.sort();
        assert_eq!(titles, (0..110).map(|number| format!("Wish {number:03}")).collect::<Vec<_>>());
        assert!((4..=12).contains(&pages), "{pages} pages");
        // What is no cursor of ours begins at the beginning.
        assert_eq!(page(&test, &format!("{path}?cursor=x"), "de").await, page(&test, &path, "de").await);
    }

    async fn what_people_wrote_stands_there_to_the_letter(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let rows = INJECTIONS.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["s"].as_str().unwrap().to_owned());
        let texts: Vec<String> = rows.filter(|text| !seen(text).is_empty()).collect();
        assert!(texts.len() >= 80);
        let mut shown = 0;
        for few in texts.chunks(20) {
            let (list, path) = shared(&ana).await;
            let mut taken = Vec::new();
            for text in few {
                let new = json!({"id": id(), "boards": [list["id"]], "title": text, "note": text,
                    "variant": [{"name": "Colour", "value": text}]});
                let saved = ana.post("/api/v1/items", &new).await;
                if saved.status() == 201 { taken.push(text); }
            }
            let named = ana.patch(&board_path(&list, ""), Some("*"), &json!({"name": few[0], "description": few[0]})).await;
            assert!(named.status() == 200 || named.status() == 422);
            let html = Html::parse_document(&page(&test, &path, "he").await);
            let words: String = seen(&html.root_element().text().collect::<String>());
            for text in taken {
                assert!(words.matches(&seen(text)).count() >= 2, "{text:?} is not there to the letter");
                shown += 1;
            }
            for element in html.select(&Selector::parse("*").unwrap()) {
                assert!(OURS.split(' ').any(|ours| ours == element.value().name()), "{} came to life", element.value().name());
                for (name, value) in element.value().attrs() {
                    assert!(!name.starts_with("on"), "{name}={value}");
                    let alive = ["href", "src", "action", "srcdoc", "style"].contains(&name);
                    assert!(!alive || value.starts_with("https://") || value.starts_with("http://") || value.starts_with('?'), "{name}={value}");
                }
            }
        }
        assert!(shown >= 70, "only {shown} texts could be saved");
    }

    async fn pages_count_against_the_limit_and_say_so_in_words(engine) {
        let test = TestApp::start_with(engine, |config: &mut Config| config.anonymous_per_hour = 6).await;
        let (_, path) = shared(&test.register("ana").await).await;
        // A person's registration was one of them.
        let mut statuses = Vec::new();
        for _ in 0..8 {
            statuses.push(open(&test, &path, "en").await.status().as_u16());
        }
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 6, "{statuses:?}");
        let last = open(&test, &path, "en").await;
        assert_eq!(last.status(), 429);
        assert!(last.text().await.unwrap().contains("Wait some minutes"));
    }
}

#[tokio::test]
async fn paper_carries_the_way_back() {
    let address = |config: &mut Config| config.mail.public_url = Some("https://gifts.example.org".parse().unwrap());
    let test = TestApp::start_with(Engine::Sqlite, address).await;
    let (_, path) = shared(&test.register("ana").await).await;
    let html = page(&test, &path, "en").await;
    assert!(html.contains("<svg viewBox=") && html.contains(&format!("https://gifts.example.org{path}")), "{html}");
    // Where nobody said how people reach this server, nothing wrong is printed.
    let test = TestApp::start(Engine::Sqlite).await;
    let (_, path) = shared(&test.register("ana").await).await;
    assert!(!page(&test, &path, "en").await.contains("<svg"));
}
