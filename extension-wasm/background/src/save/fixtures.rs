//! A page and a draft for the tests of this folder.

use browser::storage::keys::Looked;
use shared::detect::{DetectedProduct, Detection, Field, PriceCandidate, PriceText, Source, Verdict};
use shared::id::BoardId;
use shared::money::{Currency, Money};
use shared::product::PriceKind;
use shared::time::Timestamp;
use shared::wire::items::Quantity;
use shared::wire::message::SaveDraft;
use shared::wire::seen::Seen;

/// A board's id, told apart by a number.
pub(crate) fn board(number: u8) -> BoardId {
    BoardId::new(Timestamp::from_millis(3), [number; 10])
}

fn currency() -> Option<Currency> {
    "EUR".parse().ok()
}

/// So many cents.
pub(crate) fn euros(cents: i64) -> Option<Money> {
    currency().map(|currency| Money::new(cents, currency))
}

fn field<T>(value: T, source: Source) -> Option<Field<T>> {
    Some(Field { value, source, confidence: 0.9 })
}

fn price(amount: &str) -> PriceText {
    PriceText { amount: amount.to_owned(), currency: currency() }
}

/// A page with a red kettle: 19.99 now, 24.99 before, 17.99 with a card.
pub(crate) fn detection() -> Detection {
    let candidate = |amount: &str, kind, context: &str| PriceCandidate {
        price: price(amount),
        kind,
        source: Source::Visible,
        confidence: 0.8,
        context: context.to_owned(),
    };
    Detection {
        page: Verdict::Sure,
        page_confidence: 0.97,
        product: DetectedProduct {
            title: field("Red kettle".to_owned(), Source::JsonLd),
            price: field(price("19.99"), Source::JsonLd),
            list_price: field(price("24.99"), Source::Visible),
            image: field("https://shop.example/kettle.jpg".to_owned(), Source::OpenGraph),
            brand: field("Teapot & Sons".to_owned(), Source::JsonLd),
            ..DetectedProduct::default()
        },
        canonical_url: Some("https://shop.example/p/1".to_owned()),
        prices: vec![
            candidate("19.99", PriceKind::Current, ""),
            candidate("24.99", PriceKind::List, "was"),
            candidate("17.99", PriceKind::Member, "with card"),
        ],
        images: Vec::new(),
        notes: Vec::new(),
    }
}

/// A detection as the program that reads pages hands it over.
pub(crate) fn seen(detection: &Detection) -> Seen {
    let text = serde_json::to_string(detection).unwrap_or_default();
    shared::json::parse(&text).unwrap_or_else(|| panic!("{text}"))
}

/// The look at that page.
pub(crate) fn looked() -> Looked {
    Looked {
        url: "https://shop.example/p/1?utm_source=mail".to_owned(),
        detection: seen(&detection()),
        at: Timestamp::from_millis(5),
    }
}

/// What the popup shows of it.
pub(crate) fn draft() -> SaveDraft {
    SaveDraft {
        tab_id: 7,
        url: looked().url,
        title: "Red kettle".to_owned(),
        price: euros(1_999),
        image: Some("https://shop.example/kettle.jpg".to_owned()),
        variant: Vec::new(),
        boards: vec![board(1)],
        note: None,
        quantity: Quantity::default(),
        checked: true,
    }
}
