//! From a wish to what is sent for it: the body of a save, and the change after it where a save has no field for something.

use super::same::page_key;
use super::wish::Wish;
use shared::detect::{Source, Verdict};
use shared::id::BoardId;
use shared::id::ItemId;
use shared::json::to_text;
use shared::product::PriceKind;
use shared::product_url;
use shared::time::Timestamp;
use shared::wire::items::{BoardChoice, DefaultBoard, ItemPatch, ItemState, NewItem, PageSnapshot};
use shared::wire::message::my_wishes;
use shared::wire::outbox::{Sending, SentItem};

/// A wish as the outbox keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWish {
    /// What is shown of it until it has arrived.
    pub sent: SentItem,
    /// What is sent: the text of a [`NewItem`].
    pub body: String,
    /// The text of an [`ItemPatch`] that goes after it, for what a new item has no field for.
    pub patch: Option<String>,
    /// The key of its page in the index of saved pages, without the owner; nothing where it has no page.
    pub page: Option<String>,
}

/// What is sent for a wish. Its price is the person's word, and no sighting; but where the wish was `glimpsed` on a page that lists it, it is
/// what that page says, and somebody should look.
///
/// With a title and a picture or a price, the wish is whole and its page is not read; with less, the server fills it in from its
/// address.
#[must_use]
pub fn new_wish((wish, glimpsed): (&Wish, bool), id: ItemId, boards: &[BoardId], now: Timestamp) -> NewWish {
    let url = wish.url.as_deref().map(address);
    let whole = !wish.title.is_empty() && (wish.image.is_some() || wish.price.is_some());
    let page = url.clone().filter(|_| whole).map(|url| PageSnapshot {
        url,
        title: Some(wish.title.clone()),
        image: wish.image.clone(),
        price: wish.price.filter(|_| glimpsed),
        price_kind: wish.price.filter(|_| glimpsed).map(|_| PriceKind::Current),
        price_source: wish.price.filter(|_| glimpsed).map(|_| Source::Visible),
        verdict: glimpsed.then_some(Verdict::Check),
        seen_at: Some(now),
        ..PageSnapshot::default()
    });
    let image = wish.image.clone().filter(|_| page.is_none());
    let item = NewItem {
        id,
        boards: choice(boards),
        link: url.filter(|_| !whole),
        title: (page.is_none() && !wish.title.is_empty()).then(|| wish.title.clone()),
        price: wish.price.filter(|_| !glimpsed || page.is_none()),
        page,
        quantity: wish.quantity,
        variant: wish.variant.clone(),
        priority: wish.priority.unwrap_or(5),
        note: wish.note.clone(),
        private_note: wish.private_note.clone(),
        occasion: wish.occasion.clone(),
        alert_threshold: wish.alert_threshold,
    };
    let (_, body) = Sending::item(&item);
    let mut sent = SentItem::of(&item);
    sent.image = sent.image.or_else(|| image.clone());
    let state = (wish.state != ItemState::Wanted).then_some(wish.state);
    let patch = ItemPatch { image: image.map(Some), state, ..ItemPatch::default() };
    let patch = (patch != ItemPatch::default()).then(|| to_text(&patch));
    NewWish { sent, body, patch, page: page_key(wish) }
}

fn choice(boards: &[BoardId]) -> BoardChoice {
    // *My wishes* may be unknown to the server yet, and cannot be named beside others.
    if boards.iter().all(|board| *board == my_wishes()) {
        BoardChoice::Default(DefaultBoard::Default)
    } else {
        BoardChoice::Boards(boards.iter().copied().filter(|board| *board != my_wishes()).take(20).collect())
    }
}

/// Without its tracking, and short enough to send.
fn address(url: &str) -> String {
    // Some shops name the product behind the "#".
    let routed = url.split_once('#').is_some_and(|(_, route)| route.starts_with(['/', '!']));
    if routed { url.to_owned() } else { product_url::canonical(url).unwrap_or_else(|| url.to_owned()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::{Value, json};
    use shared::money::Money;

    fn sent(wish: &Wish) -> (Value, Option<Value>) {
        made(wish, false)
    }

    fn made(wish: &Wish, glimpsed: bool) -> (Value, Option<Value>) {
        let now = Timestamp::from_millis(9);
        let made = new_wish((wish, glimpsed), ItemId::new(now, [1; 10]), &[my_wishes()], now);
        let mut body: Value = serde_json::from_str(&made.body).unwrap();
        let known = body.as_object_mut().unwrap();
        assert_eq!(known.remove("boards"), Some(json!("default")));
        for plain in ["id", "quantity", "priority"] {
            assert!(known.remove(plain).is_some());
        }
        (body, made.patch.map(|patch| serde_json::from_str(&patch).unwrap()))
    }

    #[test]
    fn what_is_whole_is_a_page_and_what_is_not_is_read_by_the_server() {
        let url = Some("https://shop.example/p/1?utm_source=mail".to_owned());
        let clean = "https://shop.example/p/1";
        let bare = Wish { url, title: "Kettle".to_owned(), ..Wish::default() };
        assert_eq!(sent(&bare), (json!({"link": clean, "title": "Kettle"}), None));
        let priced = Wish { price: Some(Money::new(500, "EUR".parse().unwrap())), ..bare };
        let price = json!({"amount_minor": 500, "currency": "EUR"});
        let page = json!({"url": clean, "title": "Kettle", "seen_at": 9});
        assert_eq!(sent(&priced), (json!({"page": page, "price": price}), None));
        let glimpsed = json!({"url": clean, "title": "Kettle", "seen_at": 9, "price": price, "price_kind": "current",
            "price_source": "visible", "verdict": "check"});
        assert_eq!(made(&priced, true), (json!({"page": glimpsed}), None));
    }

    #[test]
    fn a_picture_without_a_page_and_a_state_come_after_the_save() {
        let image = "https://shop.example/1.jpg".to_owned();
        let (title, state) = ("A day out".to_owned(), ItemState::Received);
        let wish = Wish { title, image: Some(image.clone()), state, ..Wish::default() };
        let (body, patch) = sent(&wish);
        assert_eq!(body, json!({"title": "A day out"}));
        assert_eq!(patch, Some(json!({"image": image, "state": "received"})));
    }
}
