//! Rows for the tests of this folder.

use shared::id::{AccountId, ItemId};
use shared::time::Timestamp;
use shared::wire::items::{BoardChoice, DefaultBoard, NewItem, PageSnapshot, Quantity};

use super::row::{Owner, Row, Sending};

/// An account, told apart by a number.
pub(crate) fn owner(number: u8) -> Owner {
    Owner {
        server: "https://gifts.example".to_owned(),
        account: AccountId::new(Timestamp::from_millis(1), [number; 10]),
    }
}

/// An item's id, told apart by a number.
pub(crate) fn item_id(number: u8) -> ItemId {
    ItemId::new(Timestamp::from_millis(2), [number; 10])
}

/// A fresh row.
pub(crate) fn row(owner: Option<Owner>, sending: (Sending, String)) -> Row {
    Row::new(owner, sending, None, Timestamp::from_millis(0))
}

/// A save on *My wishes*.
pub(crate) fn new_item(number: u8) -> NewItem {
    NewItem {
        id: item_id(number),
        boards: BoardChoice::Default(DefaultBoard::Default),
        page: Some(PageSnapshot { url: format!("https://shop.example/p/{number}"), ..PageSnapshot::default() }),
        link: None,
        title: Some(format!("Kettle {number}")),
        price: None,
        quantity: Quantity::default(),
        variant: Vec::new(),
        priority: 5,
        note: None,
        private_note: None,
        occasion: None,
        alert_threshold: None,
    }
}

/// A fresh row that saves something.
pub(crate) fn item_row(owner: Option<Owner>, number: u8) -> Row {
    let page = Some(format!("shop.example/p/{number}"));
    let sending = Sending::item(&new_item(number));
    Row { page, ..row(owner, sending) }
}
