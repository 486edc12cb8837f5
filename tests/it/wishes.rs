//! What tests say again and again: of boards and items, and of the source that they walk.

use giftos_tests::Person;
use giftos_tests::app::body_of;
use serde_json::{Value, json};

/// A fresh UUIDv7, as clients draw them.
pub(crate) fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// The body of a board.
pub(crate) fn new_board(name: &str, audience: &str) -> Value {
    json!({"id": id(), "name": name, "kind": "wish_list", "audience": audience})
}

/// A board of this audience; gives its view.
pub(crate) async fn board(person: &Person, name: &str, audience: &str) -> Value {
    body_of(person.post("/api/v1/boards", &new_board(name, audience)).await, 201).await
}

/// The body of a save from a page.
pub(crate) fn save_of(url: &str, boards: &Value) -> Value {
    json!({"id": id(), "boards": boards, "page": {
        "url": url, "title": "Blue mug", "price": {"amount_minor": 1299, "currency": "EUR"},
        "image": "https://shop.example/mug.jpg", "brand": "Potters", "availability": "in_stock", "verdict": "sure",
    }})
}

/// A wish typed by hand on this board; gives its id.
pub(crate) async fn wish(person: &Person, title: &str, board: &Value) -> String {
    let new = json!({"id": id(), "boards": [board["id"]], "title": title});
    let saved = body_of(person.post("/api/v1/items", &new).await, 201).await;
    text(&saved["item"]["id"])
}

/// The text of a JSON string.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// `/api/v1/boards/ID…`.
pub(crate) fn board_path(board: &Value, rest: &str) -> String {
    format!("/api/v1/boards/{}{rest}", text(&board["id"]))
}

/// `/api/v1/items/ID…`.
pub(crate) fn item_path(id: &str, rest: &str) -> String {
    format!("/api/v1/items/{id}{rest}")
}

/// A list's entries.
pub(crate) async fn entries(person: &Person, path: &str) -> Vec<Value> {
    let page = body_of(person.get(path).await, 200).await;
    page["entries"].as_array().unwrap().clone()
}

/// Titles of what lies on a board, in order.
pub(crate) async fn titles(person: &Person, board: &Value) -> Vec<String> {
    entries(person, &board_path(board, "/items?fields=title")).await.iter().map(|entry| text(&entry["title"])).collect()
}

/// What a stranger is told but for the request's id: status and body.
pub(crate) async fn told(response: reqwest::Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let mut body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    if let Some(fields) = body.as_object_mut() {
        fields.insert("instance".to_owned(), Value::Null);
    }
    (status, body)
}

/// How many lines of the API's source are of a kind: what a test walks must be all that is written.
pub(crate) fn source_lines(of_kind: impl Fn(&str) -> bool) -> usize {
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../api/src"))];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                count += std::fs::read_to_string(path).unwrap().lines().filter(|line| of_kind(line)).count();
            }
        }
    }
    count
}
