//! What changed, numbered for each viewer without gaps; asked for as *events after number N*.
//! So that a panel that slept, or a worker that was killed, misses nothing and asks for nothing twice.
//! It never writes outside the transaction of the cause, and an event carries ids alone, never what a viewer might not see.

mod activity;
mod notice;
mod routes;
pub(crate) mod store;
pub(crate) mod stream;

use std::collections::BTreeSet;

use shared::id::{AccountId, BoardId, ItemId};
use shared::time::Timestamp;
use shared::wire::event::Event;

use crate::boards;
use crate::db::{Batch, Db, StoreError, Tx};

pub(crate) use notice::{Which, sessions_ended, tell_presence};
pub(crate) use routes::routes;
use routes::{MOST_AT_ONCE, views};

/// How long an event is kept.
const KEPT_MILLIS: i64 = 90 * 24 * 60 * 60 * 1000;
/// Events of an account that are kept at most.
const MOST_KEPT: i64 = 10_000;
/// Rows that one transaction removes, so that nobody waits long for it.
const AT_ONCE: i64 = 2_000;

/// Forgets events that are too old or too many, of at most `most` accounts; gives how many accounts that were.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let until = now.plus_millis(-KEPT_MILLIS);
    let overdue = store::overdue(db, until, MOST_KEPT, most).await?;
    for (account, last_number) in &overdue {
        let mut tx = db.begin().await?;
        store::forget(&mut tx, *account, last_number - MOST_KEPT, until, AT_ONCE).await?;
        tx.commit().await?;
    }
    Ok(overdue.len())
}

/// Tells accounts of what happened once `tx` is committed. Call it once, and last in a transaction: it holds each
/// account's log until then, in the order of their ids, so that two transactions never wait for each other in a circle.
///
/// # Errors
/// Those of the database.
pub(crate) async fn append(tx: &mut Tx, mut told: Vec<(AccountId, Event)>, now: Timestamp) -> Result<(), StoreError> {
    tell_groups(tx, &told, now).await?;
    told.sort_by_key(|(account, _)| *account);
    let mut accounts = Vec::new();
    for of_one in told.chunk_by(|(a, _), (b, _)| a == b) {
        let account = of_one[0].0;
        accounts.push(account);
        let bodies: Vec<String> = of_one
            .iter()
            .map(|(_, event)| serde_json::to_string(event).map_err(StoreError::internal))
            .collect::<Result<_, _>>()?;
        let count = i64::try_from(bodies.len()).map_err(StoreError::internal)?;
        let mut number = store::take_numbers(tx, account, count).await? - count + 1;
        for bodies in bodies.chunks(2) {
            match bodies {
                [first, second] => store::insert_two(tx, account, number, now, (first, second)).await?,
                rest => {
                    for body in rest {
                        store::insert(tx, account, number, now, body).await?;
                    }
                }
            }
            number += 2;
        }
    }
    notice::logs_grew(tx, &accounts);
    Ok(())
}

/// What a board's people are told at once, the groups that are shown it are told soon.
async fn tell_groups(tx: &mut Tx, told: &[(AccountId, Event)], now: Timestamp) -> Result<(), StoreError> {
    let (mut changed, mut items) = (BTreeSet::new(), BTreeSet::new());
    for (_, event) in told {
        match *event {
            Event::BoardItemsChanged { board_id } | Event::BoardChanged { board_id } => {
                changed.insert(board_id);
            }
            Event::ItemChanged { item_id } | Event::ItemBinned { item_id } | Event::ItemRestored { item_id } => {
                items.insert(item_id);
            }
            _ => {}
        }
    }
    boards::lists_changed(tx, changed, items, now).await
}

/// Tells owners and editors of the boards that a new item lies on, within the batch that placed it, and last in it.
///
/// # Errors
/// An event that cannot be written.
pub(crate) fn add_new_item(
    batch: &mut Batch,
    item: ItemId,
    boards: impl ExactSizeIterator<Item = BoardId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let boards: Vec<BoardId> = boards.collect();
    notice::add_boards_changed(batch, &boards);
    let body = |event: &Event| serde_json::to_string(event).map_err(StoreError::internal);
    let of_item = body(&Event::ItemSaved { item_id: item })?;
    let alone = boards.len() == 1;
    if !alone {
        store::add_numbers(batch, item);
        store::add_event(batch, item, None, now, &of_item);
    }
    for board_id in boards {
        let of_board = body(&Event::BoardItemsChanged { board_id })?;
        if alone {
            store::add_on_one_board(batch, board_id, now, (&of_item, &of_board));
        } else {
            store::add_event(batch, item, Some(board_id), now, &of_board);
        }
    }
    Ok(())
}
