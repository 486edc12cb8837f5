//! Sending what waits: one row at a time, in order, as whoever is signed in. Sending is safe to repeat, because each
//! row carries the id that it was given when it was made; so the worker may be stopped anywhere in here.

use std::cell::Cell;

use browser::client::{self, Call, CallError};
use browser::clock;
use browser::durable::{Change, NotStored};
use shared::id::{BoardId, ItemId};
use shared::join::glued;
use shared::json::to_text;
use shared::json_record;
use shared::wire::outbox::about;

use super::row::{Next, Numbered, Owner, Row, Sending, next};
use super::settle::{Outcome, Step, settle};
use super::{pictures, show, store};
use crate::account::call::{self, AccountError};
use crate::account::session;
use crate::save::{index, recent};
use crate::{boards, page};

/// A pause up to this long is waited for here; a longer one is the alarm's.
const WAIT_HERE_MS: i64 = 25_000;

thread_local! {
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    static ONCE_MORE: Cell<bool> = const { Cell::new(false) };
    static IN_FLIGHT: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Whether this row is being sent right now: it may no longer be changed or taken out. Ask with the turn held.
pub(crate) fn is_in_flight(number: u32) -> bool {
    IN_FLIGHT.get() == Some(number)
}

/// Sends all that may be sent now. `hurry` tries at once what would have waited.
pub(crate) async fn flush(hurry: bool) {
    if RUNNING.replace(true) {
        ONCE_MORE.set(true);
        return;
    }
    let mut hurry = hurry;
    loop {
        ONCE_MORE.set(false);
        let wait = run(hurry).await;
        hurry = false;
        if !ONCE_MORE.get() {
            RUNNING.set(false);
            again_after(wait);
            return;
        }
    }
}

/// The person wants it tried now: what was refused too.
pub(crate) async fn try_again() -> Result<(), NotStored> {
    if let Some(owner) = session::owner().await {
        let _held = store::turn().await;
        let mut changes = Vec::new();
        for (number, row) in store::rows().await? {
            if row.owner.as_ref() == Some(&owner) && row.parked.is_some() {
                changes.push(store::put(number, &Row { parked: None, faults: 0, not_before: clock::now(), ..row }));
            }
        }
        store::write(&changes).await?;
    }
    flush(true).await;
    Ok(())
}

fn again_after(wait_ms: Option<i64>) {
    let Some(wait) = wait_ms.filter(|wait| *wait <= WAIT_HERE_MS).and_then(|wait| u32::try_from(wait).ok()) else {
        return;
    };
    wasm_bindgen_futures::spawn_local(async move {
        clock::sleep(wait).await;
        flush(false).await;
    });
}

/// Sends until nothing is left, or one has to wait: for so many milliseconds.
async fn run(hurry: bool) -> Option<i64> {
    let mut hurry = hurry;
    let mut sent = false;
    let wait = loop {
        let Some(owner) = session::owner().await else { break None };
        let chosen = {
            let _held = store::turn().await;
            let Ok(rows) = store::rows().await else { break None };
            let mut chosen = next(&rows, &owner, clock::now(), hurry);
            if let Next::Send(numbered) = &mut chosen {
                let (number, row) = numbered.as_mut();
                if !row.tried {
                    row.tried = true;
                    // What is not known to have left must not leave: it could be changed or taken out unseen.
                    if store::write(&[store::put(*number, row)]).await.is_err() {
                        break None;
                    }
                }
                IN_FLIGHT.set(Some(numbered.0));
            }
            chosen
        };
        match chosen {
            Next::Nothing => break None,
            Next::Wait(until) => break Some((until.as_millis() - clock::now().as_millis()).max(0)),
            Next::Send(numbered) => {
                sent = true;
                let went_on = send_one(&owner, *numbered).await;
                IN_FLIGHT.set(None);
                match went_on {
                    Ok(Went::On) => {}
                    Ok(Went::Waits) => hurry = false,
                    // The same row would be chosen again: only a sign-in changes that.
                    Ok(Went::Stopped) => break None,
                    // Not written down: the row is as it was and will be sent again.
                    Err(_) => break None,
                }
            }
        }
        if session::owner().await.is_none() {
            break None;
        }
    };
    if sent {
        show().await;
    }
    wait
}

/// What the server says of a saved item, as far as the index needs it.
#[derive(Debug)]
struct Arrival {
    item: ArrivedItem,
    already_saved: bool,
}

#[derive(Debug)]
struct ArrivedItem {
    id: ItemId,
    boards: Vec<BoardId>,
    version: i64,
}

json_record!(read Arrival { item, already_saved });
json_record!(read ArrivedItem { id, boards, version });

/// How the sending goes on after a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Went {
    /// With the next row.
    On,
    /// Not before this row's pause is over.
    Waits,
    /// Not until somebody signs in.
    Stopped,
}

/// Sends one row and writes down what became of it.
async fn send_one(owner: &Owner, (number, row): Numbered) -> Result<Went, NotStored> {
    let (outcome, arrival) = post(owner, &row).await;
    let other_boards = match &row.sending {
        Sending::Board(_) => true,
        Sending::Call(call) => call.boards,
        _ => false,
    };
    let step = settle(row.clone(), outcome, clock::now(), clock::random::<1>()[0]);
    let _held = store::turn().await;
    let (changes, went) = match step {
        Step::Done => (arrived(owner, number, &row, arrival).await?, Went::On),
        Step::Later(row) => (vec![store::put(number, &row)], Went::Waits),
        Step::Park(row) => (vec![store::put(number, &row)], Went::On),
        Step::Stop => (Vec::new(), Went::Stopped),
    };
    store::write(&changes).await?;
    drop(_held);
    if went == Went::On {
        if other_boards {
            // The list then tells of it itself; until it does, the board is known from the list before.
            let _ = boards::refresh(owner).await;
        }
        if let Some(page) = &row.page {
            page::changed(page).await;
        }
    }
    Ok(went)
}

async fn post(owner: &Owner, row: &Row) -> (Outcome, Option<Arrival>) {
    let body = match pictures::uploaded(owner, row.body.clone()).await {
        Ok(body) => body,
        Err(error) => return (failed(error), None),
    };
    let call = |method: &str, path: &str| Call::new(method, &owner.server, path);
    let body = || body;
    // An edit says how old it is, by one clock; and a number that tells it from others of this device.
    let dated = |path: &str| {
        let age = (clock::now().as_millis() - row.made_at.as_millis()).max(0);
        glued(&[path, "?age=", &to_text(&age), "&edit=", &to_text(&row.made_at)])
    };
    let call = match &row.sending {
        Sending::Item(_) => call("POST", "/items").body(body()),
        Sending::Board(_) => call("POST", "/boards").body(body()),
        Sending::Edit(id) => call("PATCH", &dated(&glued(&["/items/", &id.text()]))).any_version().body(body()),
        Sending::Remove(id) => call("DELETE", &glued(&["/items/", &id.text()])).any_version(),
        Sending::Restore(id) => call("POST", &glued(&["/items/", &id.text(), "/restore"])),
        Sending::ReadAgain(id) => call("POST", &glued(&["/items/", &id.text(), "/fill"])),
        Sending::Call(sent) if row.body.is_empty() => call(&sent.method, &sent.path).any_version(),
        // The fields of a board meet as those of an item do.
        Sending::Call(sent) if sent.path.starts_with("/boards/") && sent.method == "PATCH" => {
            call("PATCH", &dated(&sent.path)).any_version().body(body())
        }
        Sending::Call(sent) => call(&sent.method, &sent.path).any_version().body(body()),
    };
    match call::send(owner, call).await {
        Ok(answer) if row.item().is_some() => match client::read(&answer) {
            Ok(arrival) => (Outcome::Arrived, Some(arrival)),
            // A success that is none of ours: somebody stands between us and the server.
            Err(_) => (Outcome::Unreachable, None),
        },
        Ok(_) => (Outcome::Arrived, None),
        Err(error) => (failed(error), None),
    }
}

fn failed(error: AccountError) -> Outcome {
    match error {
        AccountError::SignedOut => Outcome::SessionOver,
        AccountError::Call(CallError::Unreachable(_)) => Outcome::Unreachable,
        AccountError::Call(CallError::Problem { problem, retry_after }) => Outcome::Refused(problem, retry_after),
    }
}

/// The changes after a row arrived: it goes, and the index learns what the server knows.
async fn arrived(owner: &Owner, number: u32, row: &Row, arrival: Option<Arrival>) -> Result<Vec<Change>, NotStored> {
    let mut changes = vec![store::delete(number)];
    let Sending::Item(sent) = &row.sending else { return Ok(changes) };
    if let Some(page) = &row.page
        && let Some(mut saved) = index::get(Some(owner), page).await?
    {
        saved.arrived = true;
        if let Some(arrival) = &arrival {
            saved.id = arrival.item.id;
            if !arrival.already_saved {
                // Of what was there before, this device knows nothing but that it is there.
                saved.version = arrival.item.version;
            }
            saved.boards.clone_from(&arrival.item.boards);
        }
        changes.push(index::put(Some(owner), page, &saved));
    }
    if let Some(arrival) = arrival.filter(|arrival| arrival.item.id != sent.id) {
        // The server had the page under another id: what still follows is meant for that one.
        changes.extend(renamed(owner, &store::rows().await?, sent.id, arrival.item.id));
        if arrival.already_saved {
            // It was there before: taking it back would remove what the person did not just save.
            recent::forget(sent.id).await;
        }
    }
    Ok(changes)
}

/// Rows that follow an item, as rows about the one that the server has instead. What was to go of it goes nowhere: the
/// server's one was there before.
fn renamed(owner: &Owner, rows: &[Numbered], from: ItemId, to: ItemId) -> Vec<Change> {
    let follows = |row: &Row| match &row.sending {
        Sending::Edit(_) | Sending::ReadAgain(_) => row.item_id() == Some(from),
        // An order names two items.
        Sending::Call(call) => call.item.is_some(),
        _ => false,
    };
    let ours = rows.iter().filter(|(_, row)| row.owner.as_ref() == Some(owner) && follows(row));
    ours.map(|(number, row)| store::put_text(*number, about(&to_text(row), from, to))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{item_id, owner, row};
    use super::*;
    use shared::wire::outbox::SentCall;

    #[test]
    fn what_follows_an_item_reaches_the_one_that_the_server_kept() {
        let (from, to) = (item_id(1), item_id(2));
        let call = |path: String, item, body: String| {
            row(Some(owner(1)), (Sending::Call(SentCall { method: "PUT".to_owned(), path, item, boards: false }), body))
        };
        let order = |item: ItemId, after: ItemId| {
            call(format!("/boards/b/order/{item}"), Some(item), format!(r#"{{"after":"{after}"}}"#))
        };
        let edit = |id| row(Some(owner(1)), (Sending::Edit(id), "{}".to_owned()));
        let stranger = Row { owner: Some(owner(3)), ..edit(from) };
        let rows = vec![
            (1, edit(from)),
            (2, order(from, item_id(7))),
            (3, order(item_id(7), from)),
            (4, row(Some(owner(1)), (Sending::Remove(from), String::new()))),
            (5, stranger),
            (6, call("/boards/b".to_owned(), None, format!(r#"{{"name":"{from}"}}"#))),
        ];
        let expected =
            [store::put(1, &edit(to)), store::put(2, &order(to, item_id(7))), store::put(3, &order(item_id(7), to))];
        assert_eq!(renamed(&owner(1), &rows, from, to), expected);
    }
}
