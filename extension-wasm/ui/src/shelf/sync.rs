//! Bringing the copy up to what the server has: by the events since the last time, so that nothing is asked for that did not change.
//! The board that is looked at comes first; boards that were never read are read too, so that they are there without a network.

use std::sync::Arc;

use browser::clock;
use browser::durable::Change;
use leptos::prelude::*;
use shared::id::BoardId;
use shared::json::Json;
use shared::wire::message::Refusal;
use shared::wire::outbox::{Owner, Row};
use shared::wire::problem::ProblemKind;

use super::copy::{self, Known};
use super::rewrite::{items_alone, list_of};
use super::told::Told;
use super::{Reach, Shelf, ask, fill, lay, news};
use crate::bridge::Failure;
use crate::signals::{Changing, Reading};

/// More items than this that changed by themselves are not asked for one by one.
const MOST_ITEMS: usize = 20;
/// Boards that are read unasked in one look; the next look goes on.
const MOST_BOARDS: usize = 40;
/// How often a board is read before what arrives meanwhile is waited for.
const MOST_READINGS: usize = 3;

/// Looks at the server; once more where that was asked for meanwhile.
pub(super) async fn run(shelf: Shelf) {
    let starts = shelf.inner.try_update_value(|inner| {
        let running = std::mem::replace(&mut inner.running, true);
        inner.once_more |= running;
        !running
    });
    if starts != Some(true) {
        return;
    }
    loop {
        shelf.inner.update_value(|inner| inner.once_more = false);
        if let Some(owner) = shelf.owner.get_untracked().filter(|_| shelf.sure.get_untracked()) {
            let arrived = shelf.inner.with_value(|inner| inner.arrived.clone());
            let looked = look(shelf, &owner).await;
            let quiet = looked == Ok(Looked::All);
            let reach = match looked {
                Ok(_) => Reach::Well,
                Err(Failure::Refused(Refusal::Offline)) => Reach::Offline,
                Err(failure) => Reach::Failed(failure),
            };
            if shelf.owner.get_untracked().as_ref() == Some(&owner) {
                if quiet {
                    // What had arrived before the look is in what was told now.
                    let told = |row: &Arc<Row>| arrived.iter().any(|each| Arc::ptr_eq(each, row));
                    shelf.inner.update_value(|inner| inner.arrived.retain(|row| !told(row)));
                    shelf.included.change(|included| included.retain(|(_, row)| !told(row)));
                    shelf.read_rows(None).await;
                }
                shelf.reach.set(reach);
            }
        }
        if shelf.inner.try_update_value(|inner| inner.once_more) != Some(true) {
            break;
        }
    }
    shelf.inner.update_value(|inner| inner.running = false);
}

/// How far a look came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looked {
    /// All that happened is in the copies.
    All,
    /// Changes of this device arrived all the while: what they changed is read when they are through.
    InPart,
}

async fn look(shelf: Shelf, owner: &Owner) -> Result<Looked, Failure> {
    let known = copy::boards(owner).await;
    let news = news::since(owner, known.as_ref().map(|known| known.number)).await?;
    let first = known.is_none();
    let list = match known {
        Some(known) if !news.list && !news.everything => known.still(clock::now(), news.number),
        _ => Known::of(clock::now(), news.number, ask::boards(owner).await?),
    };
    let ours = || shelf.owner.get_untracked().as_ref() == Some(owner);
    if !ours() {
        return Ok(Looked::InPart);
    }
    let ids: Vec<BoardId> =
        list.boards.iter().filter(|board| board.deleted_at.is_none()).map(|board| board.id).collect();
    shelf.boards.set(Some(list.boards.clone()));
    if first {
        // Boards whose items do not come any more are missing, and read the next time.
        copy::keep(owner, &copy::put_boards(owner, &list)).await;
    }
    let mut stale = news.boards.clone();
    if news.everything || news.items.len() > MOST_ITEMS {
        stale.extend(&ids);
    } else {
        stale.extend(items_alone(shelf, owner, &news.items, &ids).await?);
    }
    let open = shelf
        .open
        .get_untracked()
        .map(|open| if ids.contains(&open) { open } else { shelf.default_board().unwrap_or(open) });
    let (first, others): (Vec<_>, Vec<_>) = ids.iter().partition(|id| Some(**id) == open);
    let (mut unasked, mut looked) = (0, Looked::All);
    for id in first.into_iter().chain(others).copied() {
        let missing = copy::items_text(owner, id).await.is_none();
        if !stale.contains(&id) && !missing {
            continue;
        }
        unasked += usize::from(missing && Some(id) != open);
        if unasked > MOST_BOARDS {
            continue;
        }
        if board(shelf, owner, id).await? == Looked::InPart {
            looked = Looked::InPart;
        }
        if !ours() {
            return Ok(Looked::InPart);
        }
    }
    if looked == Looked::All {
        // Last: what is told of here is in the copies by now.
        copy::keep(owner, &copy::put_boards(owner, &list)).await;
        shelf.as_of.set(Some(list.at));
        // Pages that were saved elsewhere are known here from now on.
        fill::run(owner.clone(), Some(list.number), || {});
    }
    Ok(looked)
}

/// Reads a board whole. Where nothing is known of it yet, it is shown as it comes. What of this device arrives while it is read
/// may be in it or not, and laid over it once more it could put things where nobody put them: then it is read again.
async fn board(shelf: Shelf, owner: &Owner, id: BoardId) -> Result<Looked, Failure> {
    shelf.bring(id).await;
    let first = shelf.open.get_untracked() == Some(id) && !shelf.told.glance(|told| told.get(id).is_some());
    let so_far = move |texts: &[String]| {
        if first {
            let told = Told { partial: true, ..Told::of(texts.iter().filter_map(|text| Json::parse(text))) };
            shelf.told.change(|all| all.put(id, told));
        }
    };
    for _ in 0..MOST_READINGS {
        shelf.read_rows(None).await;
        let before = shelf.inner.with_value(|inner| inner.arrived.clone());
        let texts = match ask::items(owner, id, so_far).await {
            Ok(texts) => texts,
            Err(Failure::Refused(Refusal::Problem { kind: ProblemKind::NotFound, .. })) => {
                copy::keep(owner, &[copy::drop_items(owner, id)]).await;
                shelf.told.change(|all| all.drop_board(id));
                return Ok(Looked::All);
            }
            Err(failure) => return Err(failure),
        };
        shelf.read_rows(None).await;
        let default = shelf.default_board();
        let since =
            |row: &Arc<Row>| !before.iter().any(|each| Arc::ptr_eq(each, row)) && lay::touches(row, id, default);
        if !shelf.inner.with_value(|inner| inner.arrived.iter().any(since)) {
            keep(shelf, owner, vec![(id, list_of(&texts))], &before).await;
            return Ok(Looked::All);
        }
    }
    Ok(Looked::InPart)
}

/// Keeps boards, and shows those that are shown. What had arrived before they were read is in them, and is laid over them no more.
pub(super) async fn keep(shelf: Shelf, owner: &Owner, boards: Vec<(BoardId, String)>, arrived: &[Arc<Row>]) {
    let shown = boards.iter().filter_map(|(id, text)| Some((*id, copy::told(text)?))).collect::<Vec<_>>();
    let changes: Vec<Change> = boards.into_iter().map(|(id, text)| copy::put_items(owner, id, text)).collect();
    copy::keep(owner, &changes).await;
    if shelf.owner.get_untracked().as_ref() != Some(owner) {
        return;
    }
    let open = shelf.open.get_untracked();
    let everywhere = shelf.inner.with_value(|inner| inner.everywhere);
    let read: Vec<(BoardId, Arc<Row>)> =
        shown.iter().flat_map(|(id, _)| arrived.iter().map(|row| (*id, row.clone()))).collect();
    // In one breath with the boards: nothing is shown between the two.
    shelf.included.change(|included| included.extend(read));
    shelf.told.change(|all| {
        for (id, told) in shown {
            // What nobody looks at stays on the disk.
            if everywhere || Some(id) == open || all.get(id).is_some() || shelf.default_board() == Some(id) {
                all.put(id, told);
            }
        }
    });
}
