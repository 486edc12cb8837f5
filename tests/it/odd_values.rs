//! Odd values in every field of every body: refused or taken, never a fault, and alike on both engines.
//!
//! Bodies are made of the API's own description, so that a new route is tried as soon as it exists.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use giftos_tests::app::{body_of, sent};
use giftos_tests::catcher::{Catcher, Setup};
use giftos_tests::{Engine, Person, TestApp, on_both_engines, uploads};
use reqwest::Method;
use serde_json::{Value, json};

/// A body, and where its texts and numbers lie.
struct Example<'a> {
    document: &'a Value,
    ids: &'a Ids,
}

/// What exists, for paths and references.
struct Ids {
    board: String,
    item: String,
    other_item: String,
    account: String,
    picture: String,
    group: String,
    category: String,
    /// Of three people, and not drawn.
    exchange: String,
    /// Somebody else who may give that wish.
    other_giver: String,
    /// A board that is shown by link, and a way into the group.
    linked: String,
    invite: String,
    /// A board of somebody else's, on which one gives.
    given_on: String,
    /// A wish of somebody else's, and what is given of another one.
    wish: String,
    claim: String,
    /// Somebody else's list, and what is suggested for it.
    others_board: String,
    suggestion: String,
    /// What somebody else asks to give together.
    shared_claim: String,
    /// Of one's own: a claim whose pool is funded, and one that somebody else owes for.
    funded: String,
    completed: String,
}

/// A moment long after every test.
const LATE: i64 = 4_000_000_000_000;

impl Ids {
    /// What `{id}` stands for in this path.
    fn own(&self, method: &str, path: &str) -> &str {
        if path.ends_with("/guests") {
            &self.given_on
        } else if path.ends_with("/link/mail") {
            &self.linked
        } else if path.ends_with("/items/{id}/claims") || path.ends_with("/items/{id}/thought") {
            &self.wish
        } else if path.ends_with("/suggestions") && method == "post" {
            &self.others_board
        } else if path.contains("/suggestions/{id}") {
            &self.suggestion
        } else if path.ends_with("/claims/{id}/share") || path.ends_with("/pool/pledge") {
            &self.shared_claim
        } else if path.ends_with("/pool/complete") {
            &self.funded
        } else if path.contains("/pool/settled/") {
            &self.completed
        } else if path.contains("/claims/{id}") {
            &self.claim
        } else if path.contains("/exchanges/{id}") {
            &self.exchange
        } else if path.contains("/groups/{id}") {
            &self.group
        } else if path.contains("/items/{id}") {
            &self.item
        } else {
            &self.board
        }
    }
}

impl Example<'_> {
    fn resolve<'v>(&'v self, schema: &'v Value) -> &'v Value {
        match schema["$ref"].as_str() {
            Some(reference) => self.document.pointer(reference.trim_start_matches('#')).unwrap(),
            None => schema,
        }
    }

    /// A value that the schema takes, with all its fields.
    fn of(&self, schema: &Value) -> Value {
        self.named("", schema)
    }

    fn named(&self, name: &str, schema: &Value) -> Value {
        let kind = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()).unwrap_or_default();
        match (kind, name) {
            // New things have ids that the client draws; everything else refers to what is there.
            (_, "id") => return json!(uuid::Uuid::now_v7()),
            ("BoardId", _) => return json!(self.ids.board),
            ("ItemId", _) => return json!(self.ids.other_item),
            ("Timestamp", _) => return json!(giftos_tests::app::START.plus_millis(30 * 86_400_000).as_millis()),
            ("CategoryId", _) => return json!(self.ids.category),
            ("AccountId", _) => return json!(self.ids.other_giver),
            ("Currency", _) => return json!("EUR"),
            (_, "avatar") => return json!(self.ids.picture),
            (_, "gtin") => return json!("4006381333931"),
            (_, "email") => return json!("bob@example.org"),
            (_, "locale") => return json!("de"),
            _ => {}
        }
        let schema = self.resolve(schema);
        for key in ["oneOf", "anyOf"] {
            if let Some(parts) = schema[key].as_array() {
                let part = parts.iter().find(|part| part["type"] != "null").unwrap();
                return self.named(name, part);
            }
        }
        if let Some(words) = schema["enum"].as_array() {
            return words[0].clone();
        }
        let kind = match &schema["type"] {
            Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").unwrap().clone(),
            kind => kind.clone(),
        };
        match kind.as_str().unwrap_or("object") {
            "object" => {
                let fields = schema["properties"].as_object().into_iter().flatten();
                // An item comes from a page or from a link, not from both.
                let fields = fields.filter(|(name, _)| *name != "link" || schema["properties"].get("page").is_none());
                Value::Object(fields.map(|(name, field)| (name.clone(), self.named(name, field))).collect())
            }
            "array" => json!([self.of(&schema["items"])]),
            "string" if schema["format"] == "uuid" => json!(uuid::Uuid::now_v7()),
            "string" => json!("https://shop.example/thing"),
            "integer" => schema["minimum"].as_i64().map_or(json!(1), |least| json!(least.max(1))),
            "boolean" => json!(true),
            other => panic!("no example of {other}: {schema}"),
        }
    }
}

/// JSON pointers of all leaves.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                leaves(field, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(entries) => {
            for (n, entry) in entries.iter().enumerate() {
                leaves(entry, &format!("{at}/{n}"), found);
            }
        }
        _ => found.push(at.to_owned()),
    }
}

/// Rows of the class `string`, `number` and `date` of the attack list, and what they are at their worst.
fn odd() -> Vec<Value> {
    vec![
        json!("a\u{0}b"),
        json!("A".repeat(10_001)),
        json!("😀".repeat(200)),
        json!("\u{3164}"),
        json!("\u{fffe}"),
        json!("e\u{301}"),
        json!("\u{fdfa}".repeat(1000)),
        json!("\u{202e}\u{2066}x"),
        json!("%00"),
        json!("\\"),
        json!("'; drop table item; --"),
        json!("{{7*7}}${7*7}<script>alert(1)</script>"),
        json!("\t\r\n"),
        json!("İ straße STRASSE"),
        json!("9999-12-31T23:59:60Z"),
        json!(""),
        json!(-1),
        json!(0),
        json!(9_007_199_254_740_993_i64),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1.5),
        json!(true),
        json!(null),
        json!([]),
        json!({}),
        json!({"__proto__": {"admin": 1}}),
    ]
}

async fn prepare(test: &TestApp) -> (Person, Ids) {
    let ana = test.register("ana").await;
    let board = uuid::Uuid::now_v7().to_string();
    let made = ana.post("/api/v1/boards", &json!({"id": board, "name": "Wishes", "kind": "wish_list"})).await;
    body_of(made, 201).await;
    let (item, other_item) = (uuid::Uuid::now_v7().to_string(), uuid::Uuid::now_v7().to_string());
    for id in [&item, &other_item] {
        let saved = ana.post("/api/v1/items", &json!({"id": id, "boards": [board], "title": "A thing"})).await;
        body_of(saved, 201).await;
    }
    let bob = test.register("bob").await;
    let account = ana.tokens.account.id.to_string();
    let picture = crate::pictures::upload(&ana, uploads::png(&uploads::photo(4, 3))).await;
    let made = crate::groups::group(&ana, "Family").await;
    crate::groups::join(&ana, &made, &bob, "member").await;
    let cy = test.register("cy").await;
    crate::groups::join(&ana, &made, &cy, "giver_only").await;
    let other_giver = cy.tokens.account.id.to_string();
    let list = crate::groups::list_of(&bob, &made, "bob").await;
    let category = uuid::Uuid::now_v7().to_string();
    let new = json!({"id": category, "name": "From parents"});
    body_of(ana.post(&crate::groups::group_path(&made, "/categories"), &new).await, 201).await;
    let exchange = crate::exchanges::exchange(&ana, &made, &[&ana, &bob, &cy], &json!({})).await;
    let exchange = crate::wishes::text(&exchange["id"]);
    let day = json!({"occasion_at": giftos_tests::app::START.plus_millis(10 * 86_400_000).as_millis()});
    body_of(bob.put(&crate::wishes::board_path(&list, "/occasion"), &day).await, 200).await;
    let (wish, given) =
        (crate::wishes::wish(&bob, "A wish", &list).await, crate::wishes::wish(&bob, "Another", &list).await);
    let (status, claim) = crate::claims::claiming(&ana, &given, 1).await;
    assert_eq!(status, 201, "{claim}");
    let (group, claim) = (crate::wishes::text(&made["id"]), crate::wishes::text(&claim["id"]));
    let given_on = crate::wishes::text(&list["id"]);
    let linked = crate::wishes::text(&crate::wishes::board(&ana, "Shown", "link").await["id"]);
    let new = json!({"id": crate::wishes::id()});
    let invite = body_of(ana.post(&format!("/api/v1/groups/{group}/invites"), &new).await, 201).await;
    let invite = crate::wishes::text(&invite["id"]);
    let (suggestion, others_board) = (crate::wishes::id(), crate::wishes::text(&list["id"]));
    let new = json!({"id": suggestion, "title": "A kite"});
    body_of(ana.post(&crate::wishes::board_path(&list, "/suggestions"), &new).await, 201).await;
    // Both cost enough for whatever part of them is given by others.
    let cost = json!({"cost": {"amount_minor": 1000, "currency": "EUR"}});
    body_of(ana.patch(&format!("/api/v1/claims/{claim}"), Some("*"), &cost).await, 200).await;
    let shared = crate::wishes::wish(&bob, "A third", &list).await;
    let (status, shared) = crate::claims::claiming(&cy, &shared, 1).await;
    assert_eq!(status, 201, "{shared}");
    let of_shared = |rest: &str| crate::claims::claim_path(&shared, rest);
    body_of(cy.patch(&of_shared(""), Some("*"), &cost).await, 200).await;
    body_of(cy.put(&of_shared(&format!("/co-givers/{account}")), &json!({})).await, 200).await;
    let shared_claim = crate::wishes::text(&shared["id"]);
    let pool = json!({"target": {"amount_minor": 1, "currency": "EUR"}, "deadline_at": LATE});
    body_of(cy.put(&of_shared("/pool"), &pool).await, 200).await;
    let mut pools = Vec::new();
    for title in ["A fourth", "A fifth"] {
        let (status, made) = crate::claims::claiming(&ana, &crate::wishes::wish(&bob, title, &list).await, 1).await;
        assert_eq!(status, 201, "{made}");
        let of_made = |rest: &str| crate::claims::claim_path(&made, rest);
        body_of(ana.put(&of_made("/pool"), &pool).await, 200).await;
        body_of(
            cy.put(&of_made("/pool/pledge"), &json!({"amount": {"amount_minor": 1, "currency": "EUR"}})).await,
            200,
        )
        .await;
        pools.push(crate::wishes::text(&made["id"]));
    }
    body_of(ana.post(&format!("/api/v1/claims/{}/pool/complete", pools[1]), &json!({})).await, 200).await;
    let [funded, completed] = [pools[0].clone(), pools[1].clone()];
    let ids = Ids {
        board,
        item,
        other_item,
        account,
        picture,
        group,
        category,
        exchange,
        other_giver,
        linked,
        given_on,
        invite,
        wish,
        claim,
        others_board,
        suggestion,
        shared_claim,
        funded,
        completed,
    };
    (ana, ids)
}

/// Every operation with a body, each field with each odd value; what was answered, by operation and field and value.
async fn statuses(engine: Engine) -> BTreeMap<String, u16> {
    let catcher = Catcher::start(Setup::default()).unwrap();
    let test = crate::mail::with_mail(engine, &catcher).await;
    let document = body_of(sent(test.request(Method::GET, "/openapi.json")).await, 200).await;
    let mut answers = BTreeMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            // Hashing a password for each value takes minutes; its own tests try odd ones.
            if schema.is_null() || path == "/api/v1/batch" || path.ends_with("/password") || path == "/api/v1/accounts"
            {
                continue;
            }
            let test = crate::mail::with_mail(engine, &catcher).await;
            let (ana, ids) = prepare(&test).await;
            let example = Example { document: &document, ids: &ids };
            let mut found = Vec::new();
            leaves(&example.of(schema), "", &mut found);
            assert!(!found.is_empty(), "{method} {path} has no fields");
            // What an odd value spoils was good before.
            let url = path
                .replace("{id}", ids.own(method, path))
                .replace("{item_id}", &ids.item)
                .replace("{category_id}", &ids.category)
                .replace("{invite_id}", &ids.invite)
                .replace("settled/{account_id}", &format!("settled/{}", ids.other_giver))
                .replace("co-givers/{account_id}", &format!("co-givers/{}", ids.other_giver))
                .replace("{account_id}", &ids.account);
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let ask = |body: &Value| sent(ana.request(method.clone(), &url).header("if-match", "*").json(body));
            let good = ask(&example.of(schema)).await;
            let refused = [
                "/api/v1/sessions",
                "/api/v1/sessions/refresh",
                "/api/v1/products/scrape",
                "/api/v1/me/email",
                "/api/v1/confirmations",
                "/api/v1/password-resets/finish",
                // What nobody was told of can be thanked for by nobody.
                "/api/v1/claims/{id}/thanks",
            ];
            let refused = refused.contains(&path.as_str());
            assert_eq!(good.status().is_success(), !refused, "{method} {path}: {}", good.text().await.unwrap());
            for field in found {
                for (n, value) in odd().into_iter().enumerate() {
                    let mut body = example.of(schema);
                    *body.pointer_mut(&field).unwrap() = value;
                    let answer = ask(&body).await;
                    let status = answer.status().as_u16();
                    let text = answer.text().await.unwrap();
                    assert!(status < 500, "{method} {path} {field} {}: {status} {text}", body.pointer(&field).unwrap());
                    if status >= 400 {
                        let problem: Value = serde_json::from_str(&text).unwrap();
                        assert_eq!(problem["status"], status, "{text}");
                    }
                    answers.insert(format!("{method} {path} {field} {n}"), status);
                }
            }
        }
    }
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn odd_values_are_no_fault_and_are_answered_alike_on_both_engines() {
    let (sqlite, postgres) = tokio::join!(statuses(Engine::Sqlite), statuses(Engine::Postgres));
    assert!(sqlite.len() > 1000, "{} combinations", sqlite.len());
    let differing: Vec<_> =
        sqlite.iter().filter(|(what, status)| postgres.get(*what) != Some(status)).take(20).collect();
    assert!(differing.is_empty(), "{differing:#?}");
}

on_both_engines! {
    /// PostgreSQL holds no NUL in text, SQLite does: neither may be asked for one.
    async fn a_nul_in_an_address_or_a_cursor_is_no_fault(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let board = crate::wishes::board(&ana, "Wishes", "private").await;
        let on_board = crate::wishes::board_path(&board, "/items").replace("/api/v1/", "");
        for path in ["links/%00", "links/a%00b", "links/%00/items", "boards/%00", "items/%00/observations", "items/%00/history"] {
            assert_eq!(ana.get(&format!("/api/v1/{path}")).await.status(), 404, "{path}");
        }
        for path in ["items", "bin/items", "boards", "bin/boards", &on_board] {
            for key in [r#""\u0000""#, r#"[0,"\u0000"]"#, "\"\0\"", r#"[0,"a\"b"]"#] {
                let answer = ana.get(&format!("/api/v1/{path}?cursor={}", URL_SAFE_NO_PAD.encode(key))).await;
                assert_eq!(answer.status(), 400, "{path} {key}");
            }
        }
    }
}
