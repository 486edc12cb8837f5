//! Rows of the outbox as the panel reads and adds them: what waits of an owner, and what a person does on a board.

use std::sync::Arc;

use browser::clock;
use browser::database::{self, OUTBOX, SAVED};
use browser::durable::{Change, NotStored, RowKey};
use shared::id::{BoardId, ItemId};
use shared::join::joined;
use shared::json::{FromJson, Json, object, parse, to_text};
use shared::money::Money;
use shared::wire::boards::BoardPatch;
use shared::wire::message::my_wishes;
use shared::wire::outbox::{ME, Owner, Row, Sending, SentCall, owner_key};
use shared::wire::saved::SavedPage;

/// A save that has not arrived.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unsent {
    pub(crate) id: ItemId,
    pub(crate) title: String,
    pub(crate) price: Option<Money>,
    pub(crate) image: Option<String>,
    /// The server refused it.
    pub(crate) refused: bool,
    /// What the server said, where it refused.
    pub(crate) problem: Option<String>,
}

/// What a person does on a board. Done twice, each is as if done once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Doing {
    /// An item right after another one, or first.
    Order { board: BoardId, item: ItemId, after: Option<ItemId> },
    /// An item on one more board.
    Place { board: BoardId, item: ItemId },
    /// An item off a board.
    Unplace { board: BoardId, item: ItemId },
    /// An item from one board to another.
    Move { item: ItemId, from: BoardId, to: BoardId },
    /// Other fields for a board: its name, or what was in conflict.
    Change { board: BoardId, patch: Box<BoardPatch> },
    /// Another picture beside the name of whoever is signed in, or none.
    Avatar(Option<String>),
    /// A board into the bin.
    Bin(BoardId),
    /// A board out of it.
    Restore(BoardId),
}

impl Doing {
    /// What is sent for it, and the body.
    pub(crate) fn sent(&self) -> (Sending, String) {
        let path = |parts: &[&str]| ["/", &joined(parts, "/")].concat();
        let (method, path, item, body) = match self {
            Self::Order { board, item, after } => (
                "PUT",
                path(&["boards", &board.text(), "order", &item.text()]),
                Some(*item),
                object(&[("after", after)]),
            ),
            Self::Place { board, item } => {
                ("PUT", path(&["boards", &board.text(), "items", &item.text()]), Some(*item), String::new())
            }
            Self::Unplace { board, item } => {
                ("DELETE", path(&["boards", &board.text(), "items", &item.text()]), Some(*item), String::new())
            }
            Self::Move { item, from, to } => {
                ("POST", path(&["items", &item.text(), "move"]), Some(*item), object(&[("from", from), ("to", to)]))
            }
            Self::Change { board, patch } => ("PATCH", path(&["boards", &board.text()]), None, to_text(&**patch)),
            Self::Avatar(image) => ("PATCH", ME.to_owned(), None, object(&[("avatar", image)])),
            Self::Bin(board) => ("DELETE", path(&["boards", &board.text()]), None, String::new()),
            Self::Restore(board) => ("POST", path(&["boards", &board.text(), "restore"]), None, String::new()),
        };
        (Sending::Call(SentCall { method: method.to_owned(), item, boards: item.is_none() && path != ME, path }), body)
    }

    /// The same on the server's *My wishes*, where its id is known.
    pub(super) fn on_real(mut self, default: Option<BoardId>) -> Self {
        if let Some(default) = default {
            let real = |board: &mut BoardId| {
                if *board == my_wishes() {
                    *board = default;
                }
            };
            match &mut self {
                Self::Move { from, to, .. } => {
                    real(from);
                    real(to);
                }
                Self::Order { board, .. } | Self::Place { board, .. } | Self::Unplace { board, .. } => real(board),
                Self::Change { .. } | Self::Avatar(_) | Self::Bin(_) | Self::Restore(_) => {}
            }
        }
        self
    }

    /// What a row does on a board, where it is one of these.
    pub(crate) fn of(row: &Row) -> Option<Self> {
        let Sending::Call(call) = &row.sending else { return None };
        let parts: Vec<&str> = call.path.split('/').skip(1).collect();
        let body = Json::parse(&row.body);
        Some(match (call.method.as_str(), parts.as_slice()) {
            ("PUT", ["boards", board, "order", item]) => {
                Self::Order { board: id(board)?, item: id(item)?, after: body?.field("after")? }
            }
            ("PUT", ["boards", board, "items", item]) => Self::Place { board: id(board)?, item: id(item)? },
            ("DELETE", ["boards", board, "items", item]) => Self::Unplace { board: id(board)?, item: id(item)? },
            ("POST", ["items", item, "move"]) => {
                Self::Move { item: id(item)?, from: body?.field("from")?, to: body?.field("to")? }
            }
            ("PATCH", ["boards", board]) => Self::Change { board: id(board)?, patch: Box::new(parse(&row.body)?) },
            ("PATCH", _) if call.path == ME => Self::Avatar(body?.field("avatar")?),
            ("DELETE", ["boards", board]) => Self::Bin(id(board)?),
            ("POST", ["boards", board, "restore"]) => Self::Restore(id(board)?),
            _ => return None,
        })
    }
}

fn id<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// The rows of this owner, in order.
pub(super) async fn of(owner: Option<&Owner>) -> Result<Vec<Arc<Row>>, NotStored> {
    let mut rows = all().await?;
    rows.retain(|row| row.owner.as_ref() == owner);
    Ok(rows)
}

/// All rows, in order, whosever they are.
pub(super) async fn all() -> Result<Vec<Arc<Row>>, NotStored> {
    let texts = database::open().await?.rows(OUTBOX).await?;
    Ok(texts.iter().filter_map(|(_, text)| parse::<Row>(text)).map(Arc::new).collect())
}

/// Adds rows, in order, and returns when they are on the disk.
pub(crate) async fn add(owner: Option<&Owner>, doings: &[Doing]) -> Result<(), NotStored> {
    add_all(owner, doings.iter().map(Doing::sent).collect()).await
}

/// Adds what is sent, each with its body, likewise.
pub(super) async fn add_all(owner: Option<&Owner>, sent: Vec<(Sending, String)>) -> Result<(), NotStored> {
    let now = clock::now();
    let row = |sent| Change::Add(OUTBOX, to_text(&Row::new(owner.cloned(), sent, None, now)));
    database::open().await?.write(&sent.into_iter().map(row).collect::<Vec<_>>()).await
}

/// Puts an item on one more board or takes it off one, where no shelf is held: on the disk before it returns, in the index too, where
/// `boards` are all that it then lies on.
pub(crate) async fn place(
    owner: Option<&Owner>,
    doing: Doing,
    item: ItemId,
    boards: Vec<BoardId>,
) -> Result<(), NotStored> {
    add(owner, &[doing]).await?;
    let prefix = [&owner_key(owner), " "].concat();
    let database = database::open().await?;
    for (key, text) in database.texts_from(SAVED, &prefix).await? {
        if let Some(saved) = parse::<SavedPage>(&text).filter(|saved| saved.id == item) {
            let saved = SavedPage { boards, ..saved };
            return database.write(&[Change::Put(SAVED, RowKey::Text(key), to_text(&saved))]).await;
        }
    }
    Ok(())
}

/// The change that a row makes of an item's fields.
pub(super) fn patch<T: FromJson>(row: &Row) -> Option<T> {
    parse(&row.body)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use shared::time::Timestamp;

    #[test]
    fn what_is_done_is_read_from_its_row_as_it_was_written() {
        let board = |number| BoardId::new(Timestamp::from_millis(1), [number; 10]);
        let item = |number| ItemId::new(Timestamp::from_millis(2), [number; 10]);
        let name = Some("Ana’s \"ideas\"".to_owned());
        let patch = BoardPatch { name, description: Some(None), base: Some(4), ..BoardPatch::default() };
        for doing in [
            Doing::Order { board: board(1), item: item(1), after: None },
            Doing::Order { board: board(1), item: item(1), after: Some(item(2)) },
            Doing::Place { board: board(1), item: item(1) },
            Doing::Unplace { board: board(1), item: item(1) },
            Doing::Move { item: item(1), from: board(1), to: board(2) },
            Doing::Change { board: board(1), patch: Box::new(patch.clone()) },
            Doing::Avatar(Some("/api/v1/pictures/x".to_owned())),
            Doing::Avatar(None),
            Doing::Bin(board(1)),
            Doing::Restore(board(1)),
        ] {
            let row = Row::new(None, doing.sent(), None, Timestamp::from_millis(3));
            let kept: Row = parse(&to_text(&row)).unwrap();
            assert_eq!(kept, row);
            assert_eq!(Doing::of(&kept), Some(doing));
        }
    }
}
