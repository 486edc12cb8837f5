//! The outbox: every save is durable here before anybody is told that it is saved, and stays until the server has it.
//! Pure rules in `row` and `settle`, the database in `store`, the sending in `send`, what goes before a row in `pictures`.
//! It never drops a row that has not arrived, never sends one account's row for another, and never sends out of order.

#[cfg(test)]
pub(crate) mod fixtures;
mod pictures;
pub(crate) mod row;
pub(crate) mod send;
pub(crate) mod settle;
pub(crate) mod store;
pub(crate) mod view;

use browser::{runtime, standing};
use shared::wire::message::{Push, Refusal};

use crate::account::session;
use crate::badge::{self, CommonBadge};
pub(crate) use view::state_of;

/// The alarm that wakes the worker while something waits.
pub(crate) const ALARM: &str = "outbox";

/// All rows, for an answer to a page.
pub(crate) async fn rows() -> Result<Vec<row::Numbered>, Refusal> {
    Ok(store::rows().await?)
}

/// After rows were written: the net is set first, then the sending starts by itself, and the pages are told.
pub(crate) async fn stirred() {
    standing::ring(ALARM).await;
    wasm_bindgen_futures::spawn_local(async {
        show().await;
        send::flush(false).await;
    });
}

/// Shows what waits, sets or stops the alarm, and tells the pages.
pub(crate) async fn show() {
    let Ok(rows) = store::rows().await else { return };
    let session = session::load().await;
    let owner = session.as_ref().map(session::Session::owner);
    let signed_in = session.is_some_and(|session| session.tokens.is_some());
    let counts = row::count(&rows, owner.as_ref());
    if signed_in && counts.to_send > 0 {
        standing::ring(ALARM).await;
    } else {
        standing::stop_ringing(ALARM).await;
    }
    badge::show_common(CommonBadge::of(counts, signed_in));
    runtime::tell(&Push::StatusChanged).await;
}
