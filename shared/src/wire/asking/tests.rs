#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};

use super::*;
use crate::id::{AccountId, BoardId, ItemId};
use crate::json::{parse, to_text};
use crate::money::Money;
use crate::time::Timestamp;
use crate::wire::accounts::Secret;
use crate::wire::boards::BoardKind;
use crate::wire::items::ItemPatch;
use crate::wire::message::{SaveDraft, Settings, Theme};
use crate::wire::outbox::Owner;

fn item() -> ItemId {
    ItemId::new(Timestamp::from_millis(2), [2; 10])
}

fn board() -> BoardId {
    BoardId::new(Timestamp::from_millis(3), [3; 10])
}

fn owner() -> Owner {
    Owner { server: "https://gifts.example".to_owned(), account: AccountId::new(Timestamp::from_millis(1), [1; 10]) }
}

fn draft() -> Box<SaveDraft> {
    let price = Some(Money::new(1_999, "EUR".parse().unwrap()));
    Box::new(SaveDraft {
        tab_id: 7,
        url: "https://shop.example/p".to_owned(),
        title: "Kettle".to_owned(),
        price,
        image: None,
        variant: Vec::new(),
        boards: vec![board()],
        note: None,
        quantity: crate::wire::items::Quantity::default(),
        checked: true,
    })
}

fn every_request() -> Vec<Request> {
    let text = |text: &str| text.to_owned();
    let settings = Settings { detect_everywhere: true, theme: Theme::Dark };
    vec![
        Request::PageLook { tab_id: None },
        Request::PageLook { tab_id: Some(7) },
        Request::ItemSave { save: draft() },
        Request::ItemUndo { id: item() },
        Request::ItemEdit { id: item(), patch: Box::new(ItemPatch { note: Some(None), ..ItemPatch::default() }) },
        Request::ItemBin { id: item() },
        Request::ItemRestore { id: item() },
        Request::ItemReadAgain { id: item() },
        Request::LinkSave { url: text("shop.example/p/1"), board: board() },
        Request::DraftKeep { draft: draft() },
        Request::DraftDrop { tab_id: 7 },
        Request::BoardsList,
        Request::BoardCreate { name: text("Ana's \"ideas\""), kind: BoardKind::Ideas },
        Request::ServerRead { owner: owner(), path: text("/boards?limit=100") },
        Request::StatusGet,
        Request::AccountBegin {
            server: text("https://gifts.example"),
            tokens: Secret::new("{\"access_token\":\"t\"}"),
        },
        Request::AccountSignOut { everywhere: true },
        Request::OutboxFlush,
        Request::OutboxSend,
        Request::OutboxAdopt { take: true },
        Request::OutboxDiscard { id: item() },
        Request::CorrectionsList,
        Request::CorrectionsForget { shop: Some(text("shop.example")) },
        Request::DeviceChanged,
        Request::SettingsGet,
        Request::SettingsSet { settings },
    ]
}

#[test]
fn every_request_is_written_as_the_contract_says() {
    let mut kinds = std::collections::BTreeSet::new();
    for request in every_request() {
        let ours: Value = serde_json::from_str(&to_text(&request)).unwrap();
        assert_eq!(ours, serde_json::to_value(&request).unwrap());
        kinds.insert(ours["type"].to_string());
    }
    let contract = include_str!("../message.rs");
    let requests = contract.split("pub enum Request").nth(1).unwrap().split("\n}").next().unwrap();
    assert_eq!(kinds.len(), requests.matches("#[serde(rename = ").count());
}

/// Both read the same, and where a field is missing or is something else both refuse it or both take it.
fn read(reply: &Value) {
    let text = reply.to_string();
    let ours = parse::<Reply>(&text);
    assert!(ours.is_some(), "{text}");
    assert_eq!(ours, serde_json::from_str::<Reply>(&text).ok(), "{text}");
    for name in reply.as_object().unwrap().keys() {
        for other in [None, Some(Value::Null), Some(json!("x")), Some(json!(-7)), Some(json!([])), Some(json!({}))] {
            let mut odd = reply.as_object().unwrap().clone();
            match other {
                Some(other) => odd.insert(name.clone(), other),
                None => odd.remove(name),
            };
            let odd = Value::Object(odd).to_string();
            assert_eq!(parse::<Reply>(&odd), serde_json::from_str::<Reply>(&odd).ok(), "{odd}");
        }
    }
}

fn placed() -> Value {
    let money = json!({"amount_minor": 1999, "currency": "EUR"});
    json!({
        "id": item().to_string(), "product_id": null, "offer_id": null, "title": "Kettle", "url": "https://shop.example/p",
        "shop": "shop.example", "image": null, "price": money, "price_seen_at": 5, "list_price": null, "brand": "Teapot",
        "availability": "in_stock", "quantity": 2, "variant": [{"name": "Colour", "value": "Red"}], "priority": 5,
        "note": "n", "private_note": null, "occasion": null, "alert_threshold": null, "needs_check": true,
        "fill": "failed", "fill_problem": "unreadable", "state": "wanted", "boards": [board().to_string()],
        "created_at": 1, "updated_at": 2, "deleted_at": null, "version": 3, "position": 4, "placed_at": 6
    })
}

fn held() -> Value {
    json!({
        "id": board().to_string(), "name": "Ideas", "description": null, "cover_image": null, "kind": "ideas",
        "audience": "private", "relation": "owner", "is_default": false, "link_token": null, "item_count": 3,
        "created_at": 1, "updated_at": 2, "deleted_at": null, "version": 7, "locks_at": 9
    })
}

#[test]
fn every_reply_is_read_as_the_contract_says() {
    let chip = json!({"id": board().to_string(), "name": "Ideas", "kind": "ideas"});
    let mark = json!({
        "id": item().to_string(), "title": "Kettle", "price": null, "boards": [chip], "saved_at": 4, "already": true,
        "state": "refused", "undo_until": 9
    });
    let field = |value: Value| json!({"value": value, "source": "visible", "confidence": 0.75});
    let detection = json!({
        "page": "check", "page_confidence": 0.5,
        "product": {"title": field(json!("Kettle")), "price": field(json!({"amount": "19.99", "currency": null})),
            "rating": field(json!({"value": 4.5, "count": 12})), "variant": []},
        "canonical_url": null,
        "prices": [{"price": {"amount": "17", "currency": "EUR"}, "kind": "member", "source": "state", "confidence": 1,
            "context": "card"}],
        "images": [{"url": "https://shop.example/k.jpg", "source": "json_ld", "confidence": 0.25}], "notes": ["odd"]
    });
    let card = json!({
        "type": "page", "tab_id": 7, "url": "https://shop.example/p", "detection": detection, "saved": mark,
        "draft": serde_json::to_value(draft()).unwrap(), "just_saved": null
    });
    let mut saved = mark.clone();
    saved["type"] = json!("saved");
    let account = json!({
        "id": item().to_string(), "email": "a@b.example", "display_name": "Ana", "role": "person", "created_at": 1,
        "last_sign_in_at": null
    });
    for reply in [
        card,
        saved,
        json!({"type": "boards", "boards": [chip], "last": board().to_string(), "stale": false}),
        json!({"type": "told", "text": "{\"name\": \"\\\"Ideas\\\"\"}"}),
        json!({"type": "status", "server": "https://gifts.example", "account": account, "waiting": 1, "refused": 2,
            "unclaimed": 3, "reached_at": 4, "ended": false, "refused_messages": 5, "version": "0.1.0"}),
        json!({"type": "corrections", "shops": [{"shop": "shop.example", "picks": [{"field": "title", "source": "json_ld"}]}]}),
        json!({"type": "settings", "detect_everywhere": true, "theme": "dark"}),
        json!({"type": "done"}),
        json!({"type": "refused", "reason": "offline"}),
        json!({"type": "refused", "reason": "not_stored", "detail": "disk"}),
        json!({"type": "refused", "reason": "problem", "kind": "/problems/invalid", "detail": null, "fields": [["title", "Shorter."]]}),
    ] {
        read(&reply);
    }
}

#[test]
fn what_the_server_tells_of_boards_is_read_as_the_contract_says() {
    fn same<T: FromJson + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(value: &Value) {
        let ours = parse::<T>(&value.to_string());
        assert!(ours.is_some(), "{value}");
        assert_eq!(ours, serde_json::from_value(value.clone()).ok(), "{value}");
        for name in value.as_object().unwrap().keys() {
            let mut odd = value.clone();
            odd[name] = json!([{"x": 1}]);
            assert_eq!(parse::<T>(&odd.to_string()), serde_json::from_value(odd.clone()).ok(), "{odd}");
        }
    }
    same::<PlacedItemView>(&placed());
    same::<BoardView>(&held());
    let (board_id, item_id) = (board().to_string(), item().to_string());
    for (kind, of) in [
        ("board_added", "board_id"),
        ("board_changed", "board_id"),
        ("board_removed", "board_id"),
        ("board_items_changed", "board_id"),
        ("item_saved", "item_id"),
        ("item_changed", "item_id"),
        ("item_binned", "item_id"),
        ("item_restored", "item_id"),
    ] {
        let id = if of == "board_id" { &board_id } else { &item_id };
        same::<EventPage>(
            &json!({"entries": [{"number": 3, "at": 5, "type": kind, of: id}], "last_number": 4, "reset": false}),
        );
    }
}

#[test]
fn what_is_told_unasked_is_read_and_nothing_else() {
    for push in [Push::StatusChanged, Push::PageChanged { tab_id: 7 }] {
        assert_eq!(parse(&to_text(&push)), Some(push));
    }
    for other in [r#"{"type":"status.get"}"#, r#"{"type":"page.changed"}"#, "{}", "null", "7"] {
        assert_eq!(parse::<Push>(other), None, "{other}");
    }
}
