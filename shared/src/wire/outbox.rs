//! Rows of the outbox: what is to be sent, for whom, and how far it is. The worker and the panel write them, the worker sends them,
//! in order and one at a time. They stay on the device, in its database.

use serde::{Deserialize, Serialize};

use super::items::{BoardChoice, NewItem};
use super::message::{BoardChip, my_wishes};
use super::problem::ProblemKind;
use crate::find::Find;
use crate::id::{AccountId, BoardId, ItemId};
use crate::join::glued;
use crate::json::{FromJson, Json, Object, Record, to_text};
use crate::json_record;
use crate::money::Money;
use crate::time::Timestamp;

/// Whose a row is: an account on a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// Origin of the server.
    pub server: String,
    /// The account there.
    pub account: AccountId,
}

/// The path of the account itself.
pub const ME: &str = "/me";

/// The part of a key that keeps owners apart. Nobody's rows have one of their own.
#[must_use]
pub fn owner_key(owner: Option<&Owner>) -> String {
    owner.map_or_else(|| "nobody".to_owned(), |owner| glued(&[&owner.server, " ", &owner.account.text()]))
}

/// What a row sends, as far as it has to be known here; the body itself is kept as the text that is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sending {
    /// A board made on this device.
    Board(BoardChip),
    /// A save.
    Item(SentItem),
    /// What a person changed of a save.
    Edit(ItemId),
    /// A save that was taken back after it had left, or an item for the bin.
    Remove(ItemId),
    /// An item that comes back from the bin.
    Restore(ItemId),
    /// An item whose pasted address the server is to read again.
    ReadAgain(ItemId),
    /// Any other change, as the panel asked for it.
    Call(SentCall),
}

/// A request of the panel's: done on the server as often as it is sent, with the same result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentCall {
    /// Method of HTTP.
    pub method: String,
    /// Path below `/api/v1`.
    pub path: String,
    /// The item it is about: it waits for what is before it of the same item.
    pub item: Option<ItemId>,
    /// The list of boards is another one after it.
    pub boards: bool,
}

/// A save on its way, as the panel shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentItem {
    /// The item.
    pub id: ItemId,
    /// The boards it goes to; *My wishes* by its nil id.
    pub boards: Vec<BoardId>,
    /// Its title.
    pub title: String,
    /// Its price.
    pub price: Option<Money>,
    /// Its picture.
    pub image: Option<String>,
}

impl SentItem {
    /// What is to be known of this item.
    #[must_use]
    pub fn of(item: &NewItem) -> Self {
        let page = item.page.as_ref();
        let title = item.title.clone().or_else(|| page?.title.clone()).or_else(|| item.link.clone());
        let boards = match &item.boards {
            BoardChoice::Default(_) => vec![my_wishes()],
            BoardChoice::Boards(boards) => boards.clone(),
        };
        Self {
            id: item.id,
            boards,
            title: title.unwrap_or_default(),
            price: item.price.or_else(|| page?.price),
            image: page.and_then(|page| page.image.clone()),
        }
    }
}

/// Why the server will not take a row as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// The kind of the problem.
    pub kind: ProblemKind,
    /// The server's own sentence.
    pub detail: Option<String>,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Whose it is; `None` while it was saved signed out.
    pub owner: Option<Owner>,
    /// What is sent.
    pub sending: Sending,
    /// The JSON that is sent, byte for byte the same at each try: the server knows a repeated save by its body.
    pub body: String,
    /// The key of the page it came from in the index of saved pages, without the owner.
    pub page: Option<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// It has left this device at least once: written before the first try, because the answer may never be.
    pub tried: bool,
    /// How often it was tried and not taken.
    pub attempts: u32,
    /// How often the server met a fault of its own over it.
    pub faults: u32,
    /// Not tried again before.
    pub not_before: Timestamp,
    /// The server refused it; it waits for the person.
    pub parked: Option<Parked>,
}

impl Sending {
    /// A save, and the body it is sent as.
    #[must_use]
    pub fn item(item: &NewItem) -> (Self, String) {
        (Self::Item(SentItem::of(item)), to_text(item))
    }
}

json_record!(closed Owner { server, account });
json_record!(SentItem { id, boards, title, price, image });
json_record!(Parked { kind, detail });
json_record!(SentCall { method, path, item, boards });
json_record!(Row { owner, sending, body, page, made_at, tried: default, attempts, faults, not_before, parked });
json_record!(object Sending);

impl Record for Sending {
    fn put_into(&self, object: &mut Object<'_>) {
        match self {
            Self::Board(chip) => object.put("board", chip),
            Self::Item(item) => object.put("item", item),
            Self::Edit(id) => object.put("edit", id),
            Self::Remove(id) => object.put("remove", id),
            Self::Restore(id) => object.put("restore", id),
            Self::ReadAgain(id) => object.put("read_again", id),
            Self::Call(call) => object.put("call", call),
        };
    }
}

impl FromJson for Sending {
    fn from_json(json: Json<'_>) -> Option<Self> {
        let (kind, value) = json.fields().next()?;
        Some(match kind.text()?.as_str() {
            "board" => Self::Board(BoardChip::from_json(value)?),
            "item" => Self::Item(SentItem::from_json(value)?),
            "edit" => Self::Edit(ItemId::from_json(value)?),
            "remove" => Self::Remove(ItemId::from_json(value)?),
            "restore" => Self::Restore(ItemId::from_json(value)?),
            "read_again" => Self::ReadAgain(ItemId::from_json(value)?),
            "call" => Self::Call(SentCall::from_json(value)?),
            _ => return None,
        })
    }
}

/// The text of a row, with each mention of an item as another one: the server keeps what it saves under that id.
#[must_use]
pub fn about(text: &str, from: ItemId, to: ItemId) -> String {
    replaced(text, &from.text(), &to.text())
}

/// The text with something else wherever `from` stands.
#[must_use]
pub(super) fn replaced(text: &str, from: &str, to: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, behind)) = rest.parted(from) {
        out.push_str(before);
        out.push_str(to);
        rest = behind;
    }
    out.push_str(rest);
    out
}

impl Row {
    /// A fresh row.
    #[must_use]
    pub fn new(owner: Option<Owner>, (sending, body): (Sending, String), page: Option<String>, now: Timestamp) -> Self {
        Self {
            owner,
            sending,
            body,
            page,
            made_at: now,
            tried: false,
            attempts: 0,
            faults: 0,
            not_before: now,
            parked: None,
        }
    }

    /// The item it is about.
    #[must_use]
    pub fn item_id(&self) -> Option<ItemId> {
        match &self.sending {
            Sending::Board(_) => None,
            Sending::Call(call) => call.item,
            Sending::Item(item) => Some(item.id),
            Sending::Edit(id) | Sending::Remove(id) | Sending::Restore(id) | Sending::ReadAgain(id) => Some(*id),
        }
    }

    /// Whether it is about this item, a board of this id, or the account of this id.
    #[must_use]
    pub fn is_about(&self, id: ItemId) -> bool {
        let board = match &self.sending {
            Sending::Board(chip) => Some(chip.id.text()),
            Sending::Call(call) if call.path == ME => self.owner.as_ref().map(|owner| owner.account.text()),
            Sending::Call(call) if call.item.is_none() => call.path.parts("/").nth(2).map(str::to_owned),
            _ => None,
        };
        self.item_id() == Some(id) || board.as_deref() == Some(&id.text())
    }

    /// Nobody but this device has heard of it.
    #[must_use]
    pub fn is_untried(&self) -> bool {
        // Rows of earlier versions only count their answers.
        !self.tried && self.attempts == 0
    }

    /// The save in it.
    #[must_use]
    pub fn item(&self) -> Option<&SentItem> {
        match &self.sending {
            Sending::Item(item) => Some(item),
            _ => None,
        }
    }
}
