//! Ways into a group: a code that whoever has it can join by, for some days, until it is taken back.
//! So that a family is put together by one link, and a link that went astray is closed by one press.
//! It never makes somebody more than a member, and never tells who is in a group to somebody who has not joined.

mod join;
mod mail;
mod pages;
mod routes;
pub(crate) mod store;

pub(crate) use pages::routes as pages;
pub(crate) use store::Invite;

use shared::time::Timestamp;
use utoipa_axum::router::OpenApiRouter;

use crate::App;
use crate::db::{Db, StoreError};

/// Invites of a group that are open at once.
const MOST_INVITES: usize = 50;

pub(super) fn routes() -> OpenApiRouter<App> {
    routes::routes().merge(mail::routes())
}

/// Removes invites that expired before `now`, at most `most`; gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    let gone = store::purge(&mut tx, now, most).await?;
    tx.commit().await?;
    Ok(usize::try_from(gone).unwrap_or(usize::MAX))
}
