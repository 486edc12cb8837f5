//! What this device knows as saved may have been removed elsewhere. The server is asked after the person was answered, so
//! that a save never waits for the network; where it does not answer quickly, what this device knows counts.

use browser::client::{Call, CallError};
use browser::clock;
use shared::id::ItemId;
use shared::join::glued;
use shared::json_record;
use shared::time::Timestamp;
use shared::wire::problem::ProblemKind;

use super::index;
use super::keep::{Kept, Wish, keep};
use crate::account::call::{self, AccountError};
use crate::account::session;
use crate::outbox::row::Owner;
use crate::outbox::store;

/// The server is not asked longer than this.
const STILL_THERE_MS: u32 = 1_000;

/// Keeps the wish as a new one, where the page that was said to be saved already is not any more.
pub(crate) async fn kept_anew(wish: &Wish, kept: &Kept) -> Option<Kept> {
    let page = kept.page.as_ref().filter(|_| kept.mark.already)?;
    let owner = session::owner().await?;
    let saved = index::get(Some(&owner), page).await.ok()?.filter(|saved| saved.arrived)?;
    if !is_gone(&owner, saved.id).await {
        return None;
    }
    {
        let _held = store::turn().await;
        // Meanwhile it may have been saved anew by another gesture.
        index::get(Some(&owner), page).await.ok()?.filter(|now| now.id == saved.id)?;
        store::write(&index::forget(Some(&owner), page, &saved)).await.ok()?;
    }
    keep(wish).await.ok()
}

async fn is_gone(owner: &Owner, id: ItemId) -> bool {
    struct Standing {
        deleted_at: Option<Timestamp>,
    }
    json_record!(read Standing { deleted_at });
    let ask = Call::new("GET", &owner.server, &glued(&["/items/", &id.text()])).within_ms(STILL_THERE_MS);
    // The request has its own end, but before it the session may have to be renewed.
    match clock::within(STILL_THERE_MS, call::ask::<Standing>(owner, ask)).await {
        Some(Ok(standing)) => standing.deleted_at.is_some(),
        Some(Err(AccountError::Call(CallError::Problem { problem, .. }))) => problem.kind == ProblemKind::NotFound,
        Some(Err(_)) | None => false,
    }
}
