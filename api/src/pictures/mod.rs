//! Pictures that people upload: for items, covers of boards and themselves.
//! So that a picture can come from a file, a clipboard or a camera, and tells nothing but what it shows: every one is decoded and written anew.
//! It never keeps what was sent, never fetches a picture from elsewhere, and never tells what another account uploaded.

mod address;
mod intake;
mod jpeg;
mod kind;
mod render;
mod scale;
mod serve;
pub(crate) mod store;
mod upload;
mod uses;

use shared::time::Timestamp;
use utoipa_axum::router::OpenApiRouter;

pub(crate) use address::{is_path, is_served, path_of};
pub use intake::Intake;
pub use kind::Kind;
pub use render::{Refusal, Rendered, render};
pub(crate) use upload::takes_long;
pub(crate) use uses::{Change, Own, Subject, add, choose, choose_own, expire, own, show, shown_by};

use crate::App;
use crate::db::{Db, StoreError};

/// How long an upload waits to be shown by something.
const UNUSED_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// The routes of this capability.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(upload::routes()).merge(serve::routes())
}

/// Removes for good what nothing shows and nothing will, at most `most` pictures; gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let expired = store::expired(db, now, most).await?;
    let mut gone = 0;
    for id in expired {
        let mut tx = db.begin().await?;
        match store::purge(&mut tx, id, now).await {
            Ok(removed) => {
                tx.commit().await?;
                gone += usize::from(removed);
            }
            // Something began to show it just now.
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(gone)
}
