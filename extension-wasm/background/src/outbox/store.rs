//! The outbox in the database.

use browser::durable::{Change, NotStored, RowKey};
use shared::json::{parse, to_text};

use super::row::{Numbered, Row};
use crate::turn::{Held, Turn};
use browser::database::{self, OUTBOX};

thread_local! {
    static TURN: Turn = Turn::default();
}

/// Hold it while rows are read, decided over and written.
pub(crate) async fn turn() -> Held {
    let turn = TURN.with(Turn::clone);
    turn.take().await
}

/// All rows, in order. A row of an unknown form is left where it is, for the version that understands it.
pub(crate) async fn rows() -> Result<Vec<Numbered>, NotStored> {
    let texts = database::open().await?.rows(OUTBOX).await?;
    Ok(texts.into_iter().filter_map(|(number, text)| Some((number, parse(&text)?))).collect())
}

/// A new last row.
pub(crate) fn add(row: &Row) -> Change {
    Change::Add(OUTBOX, to_text(row))
}

/// The row in its place, changed.
pub(crate) fn put(number: u32, row: &Row) -> Change {
    put_text(number, to_text(row))
}

/// The row in its place, as this text.
pub(crate) fn put_text(number: u32, text: String) -> Change {
    Change::Put(OUTBOX, RowKey::Number(number), text)
}

/// The row taken out.
pub(crate) fn delete(number: u32) -> Change {
    Change::Delete(OUTBOX, RowKey::Number(number))
}

/// Writes all changes or none, and returns when the disk has them.
pub(crate) async fn write(changes: &[Change]) -> Result<(), NotStored> {
    database::open().await?.write(changes).await
}
