//! Whoever a list is for sees the same, whether or not anything on it was claimed: 500 pairs of worlds in every run.
//!
//! A program of its own: what SQL a request issues is heard in the whole process, and nothing else may speak meanwhile.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use giftos_tests::app::{body_of, sent};
use giftos_tests::surprise::{OPERATIONS, live};
use giftos_tests::{Engine, TestApp};
use reqwest::Method;

/// Operations that are no owner's, and why no pair of worlds uses them.
const LEFT_OUT: [(&str, &str); 19] = [
    ("POST /api/v1/accounts", "makes another person"),
    ("PUT /api/v1/me/password", "ends the sessions that the pairs share, and reads nothing but the account"),
    ("POST /api/v1/sessions", "each pair signs in before it begins"),
    ("POST /api/v1/sessions/refresh", "each pair goes on with it before it begins"),
    ("DELETE /api/v1/sessions", "ends the sessions that the pairs share"),
    ("DELETE /api/v1/sessions/current", "ends the sessions that the pairs share"),
    ("GET /api/v1/operator/accounts", "an operator's"),
    ("POST /api/v1/operator/accounts/{id}/deactivate", "an operator's"),
    ("POST /api/v1/operator/accounts/{id}/restore", "an operator's"),
    ("GET /api/v1/pictures/{key}", "bytes of a picture that its own key opens"),
    ("PUT /api/v1/uploads/{id}", "bytes of a picture, of the account's own"),
    ("POST /api/v1/products/scrape", "reads a shop's page and nothing of ours"),
    ("PUT /api/v1/me/email", "sends a mail to the account's own new address"),
    ("POST /api/v1/me/confirmation", "sends a mail to the account's own address"),
    ("POST /api/v1/confirmations", "a link of the account's own mail opens it"),
    ("POST /api/v1/password-resets", "sends a mail to an account's own address"),
    ("POST /api/v1/password-resets/finish", "a link of the account's own mail opens it"),
    (
        "POST /api/v1/exchanges/{id}/draw",
        "each world draws by its own chance, and it reads nothing that concerns a wish",
    ),
    ("DELETE /api/v1/exchanges/{id}/draw", "there is none to undo, as none is drawn"),
];

/// Pages that the server draws, which the API's description does not name and an owner opens like anybody. Their
/// forms ask the API's own routes, which are all among what the owner does.
const PAGES: [&str; 7] = [
    "GET /join/{code}",
    "GET /l/{token}",
    "GET /my",
    "GET /my/gifts",
    "GET /my/groups/{id}",
    "GET /my/lists/{id}",
    "GET /my/wishes/{id}",
];

async fn described() -> BTreeSet<String> {
    let test = TestApp::start(Engine::Sqlite).await;
    let document = body_of(sent(test.request(Method::GET, "/openapi.json")).await, 200).await;
    let paths = document["paths"].as_object().unwrap();
    let of = |(path, item): (&String, &serde_json::Value)| {
        item.as_object().unwrap().keys().map(|method| format!("{} {path}", method.to_uppercase())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of).chain(PAGES.map(str::to_owned)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_owner_cannot_tell_whether_anything_was_claimed() {
    // Whatever an owner can reach is used, or it is said why not: a new route without a line here fails.
    let described = described().await;
    let covered: BTreeSet<String> =
        OPERATIONS.iter().copied().chain(LEFT_OUT.iter().map(|(name, _)| *name)).map(str::to_owned).collect();
    assert_eq!(described, covered);

    for (engine, pairs) in [(Engine::Sqlite, 500), (Engine::Postgres, 40)] {
        let found = live(engine, 7, pairs).await.unwrap();
        assert_eq!(found.differences, [""; 0], "{engine:?}");
        assert_eq!(found.pairs, pairs);
        assert!(found.secrets > pairs, "givers did next to nothing in secret: {}", found.secrets);
        assert!(found.statements > found.observations / 2, "no SQL was held side by side");
        if pairs >= 500 {
            assert_eq!(found.rare(50), [""; 0], "used in too few pairs");
        }
    }
}
