//! One request of one cell, and what it says.

use anyhow::Result;
use regex::Regex;
use reqwest::Method;
use serde_json::{Value, json};

use super::role::{Relation, Role};
use super::rows::{Row, Subject};
use super::rule::Answer;
use super::things::{Things, World, id};
use crate::app::{PASSWORD, sent};
use crate::uploads;

/// An answer without what is of every answer anew: when it was given, its id, and how many requests are left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) body: String,
}

/// What the subject of an operation is called among the things.
fn word(row: &Row) -> Option<&'static str> {
    Some(match row.subject {
        Subject::Server | Subject::Own => return None,
        Subject::Account => "account",
        Subject::Board | Subject::Suggest | Subject::Guests => "board",
        Subject::Suggestion => "suggestion",
        Subject::Item | Subject::Give => "item",
        Subject::Claim | Subject::Offer | Subject::Offered | Subject::Pool => "claim",
        Subject::Mark if row.operation.contains("/items/") => "item",
        Subject::Mark if row.operation.contains("/boards/") => "board",
        Subject::Mark | Subject::Person => "person",
        Subject::Group => "group",
        Subject::Category => "category",
        Subject::Exchange => "exchange",
        Subject::Code => "code",
        Subject::Link => "token",
        Subject::Product => "product",
        Subject::Picture => "picture",
    })
}

/// The things as this role has them: a link's visitor knows the ids of what lies behind it.
pub(super) fn of_role(mut things: Things, role: Role) -> Things {
    if matches!(role, Role::Visitor | Role::RevokedVisitor) {
        things.insert("board", things["linked"].clone());
        things.insert("item", things["linked_item"].clone());
    }
    if role == Role::RevokedVisitor {
        things.insert("token", things["revoked"].clone());
    }
    things
}

/// The things with another id for what the row is about: one that nothing has, or that something else has.
pub(super) fn without(mut things: Things, row: &Row, relation: Relation) -> Things {
    if let Some(word) = word(row) {
        let other = if word == "board" { "item" } else { "board" };
        let other = match (relation, word) {
            (Relation::OtherType, "token") => things["code"].clone(),
            (Relation::OtherType, "code") => things["token"].clone(),
            (Relation::OtherType, _) => things[other].clone(),
            (_, "token" | "code" | "picture") => id().replace('-', ""),
            _ => id(),
        };
        things.insert(word, other);
    }
    things
}

/// What a parameter of a path is called among the things, by what stands before it; empty where it is none of them.
pub(crate) fn word_of(before: &str, parameter: &str) -> &'static str {
    match (before, parameter) {
        ("boards", _) => "board",
        ("items" | "order", _) => "item",
        ("claims", _) => "claim",
        ("groups", _) => "group",
        ("categories", _) => "category",
        ("exchanges", _) => "exchange",
        ("suggestions", _) => "suggestion",
        ("members" | "people" | "co-givers" | "settled", _) => "person",
        ("editors" | "owners", _) => "editor",
        ("invites", "{code}") => "code",
        ("invites", _) => "invite",
        ("links", _) => "token",
        ("products", _) => "product",
        ("pictures", _) => "picture",
        ("accounts", _) => "account",
        _ => "",
    }
}

fn path(row: &Row, things: &Things) -> (Method, String) {
    let (method, path) = row.operation.split_once(' ').unwrap_or_default();
    let mut before = "";
    let mut parts = Vec::new();
    for part in path.split('/') {
        if part.starts_with('{') {
            parts.push(things.get(word_of(before, part)).cloned().unwrap_or_else(id));
        } else {
            before = part;
            parts.push(part.to_owned());
        }
    }
    (method.parse().unwrap_or(Method::GET), parts.join("/"))
}

/// A body that is taken of whoever may.
fn body(row: &Row, who: &str, things: &Things) -> Value {
    let of = |word: &str| things.get(word).cloned().unwrap_or_default();
    match row.operation {
        "POST /api/v1/accounts" => {
            json!({"email": format!("{}@example.org", id()), "password": PASSWORD, "display_name": "New"})
        }
        "POST /api/v1/sessions" => json!({"email": "max@example.org", "password": PASSWORD}),
        "POST /api/v1/sessions/refresh" => json!({"refresh_token": "none"}),
        "POST /api/v1/confirmations" => json!({"token": "none"}),
        "POST /api/v1/password-resets" => json!({"email": "max@example.org"}),
        "POST /api/v1/password-resets/finish" => json!({"token": "none", "new_password": PASSWORD}),
        "PATCH /api/v1/me" => json!({"display_name": who}),
        "PUT /api/v1/me/email" => json!({"current_password": PASSWORD, "email": "new@example.org"}),
        "PUT /api/v1/me/password" => json!({"current_password": PASSWORD, "new_password": PASSWORD}),
        "POST /api/v1/batch" => json!({"parts": [{"method": "GET", "path": "/me"}]}),
        "POST /api/v1/products/scrape" => json!({"url": "http://127.0.0.1/"}),
        "POST /api/v1/products/own-wishes" => json!({"url": "https://shop.example/mug"}),
        "POST /api/v1/children" => json!({"id": id(), "display_name": "Tim"}),
        "POST /api/v1/boards" => json!({"id": id(), "name": "More", "kind": "wish_list"}),
        "PATCH /api/v1/boards/{id}" => json!({"description": "For all of you"}),
        "PUT /api/v1/boards/{id}/order/{item_id}" => json!({"after": null}),
        "PUT /api/v1/boards/{id}/policy" => json!({"policy": "surprise", "names": "shown"}),
        "PUT /api/v1/boards/{id}/occasion" => json!({"occasion_at": 4_000_000_000_000_i64}),
        "POST /api/v1/boards/{id}/link/mail" | "POST /api/v1/groups/{id}/invites/{invite_id}/mail" => {
            json!({"email": "aunt@example.org"})
        }
        "POST /api/v1/boards/{id}/editors" => json!({"email": "max@example.org"}),
        "POST /api/v1/items" => json!({"id": id(), "boards": [of("board")], "title": "One more"}),
        "PATCH /api/v1/items/{id}" => json!({"priority": 2}),
        "POST /api/v1/items/{id}/move" => json!({"from": of("board"), "to": of("second")}),
        "POST /api/v1/items/{id}/claims" => json!({"id": id()}),
        "PUT /api/v1/items/{id}/thought" => json!({"note": "for myself"}),
        "PUT /api/v1/claims/{id}/offer" => json!({"to": of("person")}),
        "PUT /api/v1/claims/{id}/thanks" => json!({"text": "It fits!"}),
        "PATCH /api/v1/claims/{id}" => json!({"state": "bought"}),
        "POST /api/v1/groups" => json!({"id": id(), "name": "Club"}),
        "POST /api/v1/groups/{id}/invites" => json!({"id": id()}),
        "PATCH /api/v1/groups/{id}" => json!({"description": "All of us"}),
        "PUT /api/v1/groups/{id}/members/{account_id}" => json!({"role": "giver_only"}),
        "POST /api/v1/groups/{id}/categories" => json!({"id": id(), "name": "More"}),
        "PUT /api/v1/groups/{id}/category-order" => json!({"order": [of("category")]}),
        "PATCH /api/v1/groups/{id}/categories/{category_id}" => json!({"name": "Everything"}),
        "PUT /api/v1/boards/{id}/suggestions" => json!({"refused": false}),
        "POST /api/v1/boards/{id}/suggestions" => json!({"id": id(), "title": "A kite"}),
        "PUT /api/v1/suggestions/{id}/claim" => json!({"state": "claimed"}),
        "PUT /api/v1/claims/{id}/pool" => {
            json!({"target": {"amount_minor": 900, "currency": "EUR"}, "deadline_at": 4_000_000_000_000_i64})
        }
        "PUT /api/v1/claims/{id}/pool/pledge" => json!({"amount": {"amount_minor": 100, "currency": "EUR"}}),
        "PUT /api/v1/claims/{id}/pool/settled/{account_id}" => json!({"settled": true}),
        "PATCH /api/v1/suggestions/{id}" => json!({"note": "the red one"}),
        "POST /api/v1/boards/{id}/guests" => json!({"id": id(), "name": "Oma", "email": "oma@example.net"}),
        "POST /api/v1/groups/{id}/exchanges" => json!({"id": id(), "name": "Epiphany"}),
        "PATCH /api/v1/exchanges/{id}" => json!({"name": "Christmas"}),
        _ => json!({}),
    }
}

/// Asks it.
pub(super) async fn ask(world: &World, row: &Row, who: Option<&'static str>, things: &Things) -> Result<Told> {
    let (method, path) = path(row, things);
    let request = match who {
        Some(who) => world.person(who)?.request(method.clone(), &path),
        None => world.test.request(method.clone(), &path),
    };
    let request =
        if method == Method::PATCH || path.ends_with("/link") { request.header("if-match", "*") } else { request };
    let request = if path.ends_with("/events/socket") {
        let key = ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        let asked = [("connection", "upgrade"), ("upgrade", "websocket"), ("sec-websocket-version", "13"), key];
        asked.into_iter().fold(request, |request, (name, value)| request.header(name, value))
    } else {
        request
    };
    let response = sent(if path.contains("/uploads/") {
        request.header("content-type", "image/png").body(uploads::png(&uploads::photo(2, 2)))
    } else if method == Method::GET || method == Method::DELETE {
        request
    } else {
        request.json(&body(row, who.unwrap_or_default(), things))
    })
    .await;
    let status = response.status().as_u16();
    let mut headers: Vec<(String, String)> = Vec::new();
    for (name, value) in response.headers() {
        let value = String::from_utf8_lossy(value.as_bytes());
        let value = match name.as_str() {
            "date" | "x-request-id" => continue,
            name if name.starts_with("ratelimit") => value.chars().filter(|c| !c.is_ascii_digit()).collect(),
            _ => value.into_owned(),
        };
        headers.push((name.to_string(), value));
    }
    let instance = Regex::new("\"instance\":\"[^\"]*\"")?;
    // A stream that is open does not end.
    let open = row.operation.contains("/events/s") && status < 300;
    let body = if open { String::new() } else { String::from_utf8_lossy(&response.bytes().await?).into_owned() };
    Ok(Told { status, headers, body: instance.replace(&body, "\"instance\":\"\"").into_owned() })
}

impl Told {
    /// Which answer this is.
    pub(super) fn answer(&self) -> Option<Answer> {
        let kind: Value = serde_json::from_str(&self.body).unwrap_or_default();
        Some(match (self.status, kind["type"].as_str().unwrap_or_default()) {
            (101 | 200..300, _) => Answer::Done,
            // What is shown instead of a token is told in words why it opens nothing.
            (401, "/problems/unauthenticated") if kind["detail"].is_null() => Answer::SignIn,
            (401, _) => Answer::Refused,
            (403, _) => Answer::Forbidden,
            (404, _) => Answer::Absent,
            (409, "/problems/locked") => Answer::Locked,
            (409, _) => Answer::Conflict,
            (422, _) => Answer::Unprocessable,
            _ => return None,
        })
    }
}
