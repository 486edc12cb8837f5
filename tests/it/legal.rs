//! The operator's own texts of privacy and terms.

use giftos::config::Config;
use giftos_tests::app::sent;
use giftos_tests::{Engine, TestApp};
use reqwest::Method;

use crate::list_page::shared;

async fn open(test: &TestApp, path: &str) -> (u16, String) {
    let response = sent(test.request(Method::GET, path).header("accept-language", "en")).await;
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn the_operators_texts_are_pages_and_lists_lead_there() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("privacy.txt");
    std::fs::write(&file, "# Who runs this\nAna & Bo, Berlin\n\nWe keep <nothing> else.\n").unwrap();
    let privacy = file.to_str().unwrap().parse().unwrap();
    let test = TestApp::start_with(Engine::Sqlite, |config: &mut Config| config.privacy = Some(privacy)).await;
    let (status, html) = open(&test, "/privacy").await;
    assert_eq!(status, 200);
    assert!(html.contains("<h2 dir=\"auto\">Who runs this</h2><p dir=\"auto\">Ana &amp; Bo, Berlin</p>"), "{html}");
    assert!(html.contains("We keep &lt;nothing&gt; else."), "{html}");
    // What nobody wrote is not there, and no list leads to it.
    assert_eq!(open(&test, "/terms").await.0, 404);
    let (_, path) = shared(&test.register("ana").await).await;
    let (_, list) = open(&test, &path).await;
    assert!(list.contains("<a href=\"/privacy\">Privacy</a>") && !list.contains("/terms"), "{list}");
    let test = TestApp::start(Engine::Sqlite).await;
    assert_eq!(open(&test, "/privacy").await.0, 404);
}
