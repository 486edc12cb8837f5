#![allow(clippy::unwrap_used)]
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::*;
use crate::id::{AccountId, BoardId, ItemId};
use crate::json::{parse, to_text};
use crate::product::{Availability, PriceKind};
use crate::time::Timestamp;
use crate::wire::accounts::ServerRole;
use crate::wire::boards::{Audience, BoardKind};
use crate::wire::items::{DefaultBoard, ItemState};
use crate::wire::message::{SaveState, Theme, my_wishes};

/// Both write the same value.
fn written<T: ToJson + Serialize>(value: &T) -> String {
    let ours = to_text(value);
    let theirs = serde_json::to_value(value).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&ours).unwrap(), theirs);
    ours
}

/// Both read the same from it, or both refuse it.
fn agrees<T: FromJson + DeserializeOwned + Serialize>(text: &str) -> bool {
    let plain = serde_json::from_str::<T>(text).ok().map(|value| serde_json::to_value(&value).unwrap());
    let ours = parse::<T>(text).map(|value| serde_json::to_value(&value).unwrap());
    assert_eq!(ours, plain, "{text}");
    ours.is_some()
}

/// Both write it, read it back, and refuse it alike with a field less, a field more, or a field that is something else.
fn is_the_contract<T: FromJson + ToJson + DeserializeOwned + Serialize>(value: &T) {
    let text = written(value);
    assert!(agrees::<T>(&text));
    let Ok(serde_json::Value::Object(fields)) = serde_json::from_str(&text) else { return };
    for name in fields.keys() {
        let mut odd = fields.clone();
        odd.remove(name);
        agrees::<T>(&serde_json::Value::Object(odd.clone()).to_string());
        for other in [
            serde_json::json!(null),
            true.into(),
            7.into(),
            (-7).into(),
            1.5.into(),
            "x".into(),
            serde_json::json!([]),
            serde_json::json!({}),
        ] {
            odd.insert(name.clone(), other);
            agrees::<T>(&serde_json::Value::Object(odd.clone()).to_string());
        }
    }
    let mut more = fields;
    more.insert("more".to_owned(), 1.into());
    agrees::<T>(&serde_json::Value::Object(more).to_string());
    for text in ["", "null", "7", "\"x\"", "{}", "{"] {
        agrees::<T>(text);
    }
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn euros(cents: i64) -> Money {
    Money::new(cents, "EUR".parse().unwrap())
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn item() -> ItemId {
    ItemId::new(at(2), [2; 10])
}

fn board() -> BoardId {
    BoardId::new(at(3), [3; 10])
}

fn option() -> VariantOption {
    VariantOption { name: "Colour".to_owned(), value: "Red \"deep\"\n".to_owned() }
}

fn draft() -> SaveDraft {
    SaveDraft {
        tab_id: -7,
        url: "https://shop.example/p".to_owned(),
        title: "Kettle".to_owned(),
        price: Some(euros(-5)),
        image: None,
        variant: vec![option()],
        boards: vec![board(), my_wishes()],
        note: text("for Ana"),
        quantity: Quantity::Any(AnyNumber::Any),
        checked: true,
    }
}

#[test]
fn what_is_read_and_written_is_the_contract() {
    is_the_contract(&euros(1_999));
    is_the_contract(&option());
    is_the_contract(&draft());
    is_the_contract(&SaveDraft { price: None, note: None, quantity: Quantity::Count(3), ..draft() });
    is_the_contract(&Settings { detect_everywhere: true, theme: Theme::Dark });
    is_the_contract(&BoardChip { id: board(), name: "Ideas".to_owned(), kind: BoardKind::Ideas });
    is_the_contract(&account());
    is_the_contract(&AccountView { last_sign_in_at: None, avatar: None, role: ServerRole::Operator, ..account() });
}

fn account() -> AccountView {
    AccountView {
        id: AccountId::new(at(1), [1; 10]),
        email: "a@b.example".to_owned(),
        display_name: "Ana".to_owned(),
        role: ServerRole::Person,
        created_at: at(1),
        last_sign_in_at: Some(at(2)),
        avatar: text("/api/v1/pictures/abc"),
    }
}

#[test]
fn problems_are_read_as_the_server_writes_them() {
    for kind in ProblemKind::ALL.iter().copied().chain([ProblemKind::Unknown]) {
        assert_eq!(parse::<ProblemKind>(&written(&kind)), Some(kind));
    }
    assert!(agrees::<Problem>(r#"{"type":"/problems/new","title":"x","status":418}"#));
    assert!(agrees::<Problem>(
        r#"{"type":"/problems/invalid","title":"x","status":422,"detail":"d","instance":"i","errors":[{"field":"a","detail":"b"}]}"#
    ));
    for odd in [r#"{"title":"x","status":418}"#, r#"{"type":"x","title":"x","status":70000}"#, "<html>", "[]", "{}"] {
        assert!(!agrees::<Problem>(odd), "{odd}");
    }
}

fn snapshot() -> PageSnapshot {
    PageSnapshot {
        url: "https://shop.example/p".to_owned(),
        canonical_url: text("https://shop.example/p/1"),
        title: text("Kettle"),
        price: Some(euros(1)),
        price_kind: Some(PriceKind::Member),
        list_price: Some(euros(2)),
        image: text("https://shop.example/k.jpg"),
        brand: text("Teapot & Sons"),
        gtin: text("4006381333931"),
        sku: text("K-1"),
        description: text("Red."),
        category: text("Kettles"),
        availability: Some(Availability::InStock),
        verdict: Some(crate::detect::Verdict::Check),
        price_source: Some(crate::detect::Source::JsonLd),
        seen_at: Some(at(7)),
    }
}

#[test]
fn what_is_sent_to_the_server_is_the_contract() {
    let item = NewItem {
        id: item(),
        boards: BoardChoice::Boards(vec![board()]),
        page: Some(snapshot()),
        link: text("https://shop.example/p"),
        title: text("Kettle"),
        price: Some(euros(5)),
        quantity: Quantity::Count(2),
        variant: vec![option()],
        priority: 9,
        note: text("n"),
        private_note: text("p"),
        occasion: text("Birthday"),
        alert_threshold: Some(euros(3)),
    };
    written(&item);
    let page = Some(PageSnapshot { url: snapshot().url, ..PageSnapshot::default() });
    let boards = BoardChoice::Default(DefaultBoard::Default);
    let (link, title, note, private_note, occasion) = (None, None, None, None, None);
    let (price, alert_threshold) = (None, None);
    written(&NewItem {
        boards,
        page,
        link,
        title,
        price,
        variant: Vec::new(),
        note,
        private_note,
        occasion,
        alert_threshold,
        ..item
    });
    is_the_contract(&ItemPatch::default());
    is_the_contract(&ItemPatch {
        title: text("t"),
        image: Some(None),
        price: Some(Some(euros(4))),
        quantity: Some(Quantity::Any(AnyNumber::Any)),
        variant: Some(vec![option()]),
        priority: Some(1),
        note: Some(text("n")),
        private_note: Some(None),
        occasion: Some(None),
        alert_threshold: Some(None),
        checked: Some(true),
        state: Some(ItemState::Thanked),
        base: Some(7),
    });
    is_the_contract(&BoardPatch::default());
    is_the_contract(&BoardPatch {
        name: text("n"),
        description: Some(None),
        cover_image: Some(text("c")),
        kind: Some(BoardKind::Ideas),
        audience: Some(Audience::Link),
        base: Some(7),
    });
    let (id, name) = (board(), "Ideas".to_owned());
    let board = NewBoard {
        id,
        name,
        description: text("d"),
        cover_image: None,
        kind: BoardKind::Ideas,
        audience: Audience::Private,
    };
    written(&board);
    written(&NewBoard { description: None, cover_image: text("c"), ..board });
    let (email, password) = ("a@b.example".to_owned(), Secret::new("correct horse"));
    written(&NewSession { email: email.clone(), password: password.clone(), device: text("Firefox") });
    written(&NewAccount { email, password: password.clone(), display_name: "Ana".to_owned(), device: None });
    written(&RefreshSession { refresh_token: password });
}

#[test]
fn what_the_pages_are_told_is_the_contract() {
    let mark = SavedMark {
        id: item(),
        title: "Kettle".to_owned(),
        price: Some(euros(1)),
        own_price: true,
        image: text("https://shop.example/1.jpg"),
        note: text("n"),
        quantity: Some(Quantity::Count(2)),
        boards: vec![BoardChip { id: board(), name: "Ideas".to_owned(), kind: BoardKind::Ideas }],
        saved_at: at(4),
        already: true,
        state: SaveState::Refused,
        undo_until: None,
        shop: text("shop.example"),
    };
    written(&mark);
    written(&SavedMark {
        price: None,
        image: None,
        note: None,
        quantity: None,
        state: SaveState::SignedOut,
        undo_until: Some(at(5)),
        ..mark
    });
    written(&Status {
        server: "https://gifts.example".to_owned(),
        account: Some(account()),
        waiting: 1,
        refused: 2,
        unclaimed: 3,
        reached_at: Some(at(6)),
        ended: false,
        refused_messages: 4,
        version: "0.1.0".to_owned(),
    });
    let fields = vec![("title".to_owned(), "Shorter.".to_owned())];
    for refusal in [
        Refusal::PageNotReadable,
        Refusal::Offline,
        Refusal::SignedOut,
        Refusal::Problem { kind: ProblemKind::Invalid, detail: None, fields },
        Refusal::TooLate,
        Refusal::NotStored { detail: "disk \"full\"".to_owned() },
        Refusal::NotUnderstood,
    ] {
        written(&refusal);
    }
    written(&Push::StatusChanged);
    written(&Push::PageChanged { tab_id: 7 });
}
