//! Guests: people without an account whom somebody who gives lets see what is given on a list, by a link that goes to their mail alone.
//! So that a grandmother gives as everybody does, on an old phone, and nobody who is to be surprised becomes a guest by a second address.
//! It never shows anything by itself: a guest sees with the eyes of who invited them, and what that is `visibility` decides.

mod edit;
pub(crate) mod store;

use shared::id::{AccountId, BoardId, GuestId};
use shared::time::Timestamp;
use utoipa_axum::router::OpenApiRouter;

use crate::App;
use crate::boards::KEPT_MILLIS;
use crate::db::{At, Db, StoreError, Tx};
use crate::error::{Answer, ApiError};

/// Guests of one list at most.
const MOST_GUESTS: usize = 50;
/// Links to one address in a day, whichever list they are for and whoever sends them.
const MOST_LINKS: i64 = 3;
/// What the tokens of their links are made for.
const PURPOSE: &str = "guest";

/// One row of `guest`, with the name of who invited them.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    pub(crate) id: GuestId,
    pub(crate) board_id: BoardId,
    /// A giver, with whose eyes they see.
    pub(crate) invited_by: AccountId,
    pub(crate) inviter: String,
    pub(crate) body_digest: String,
    pub(crate) name: String,
    /// As typed.
    pub(crate) email: String,
    pub(crate) created_at: Timestamp,
    /// Since when they are known to read the mail of that address.
    pub(crate) confirmed_at: Option<Timestamp>,
    pub(crate) ended_at: Option<Timestamp>,
}

/// The routes of this capability.
pub(crate) fn routes() -> OpenApiRouter<App> {
    edit::routes()
}

/// The path of a guest's page. Whoever has it is that guest.
pub(crate) fn path(app: &App, id: GuestId) -> String {
    format!("/guest/{id}.{}", app.mail.token(PURPOSE, &id.to_string()))
}

/// The path to put into their mail; `None` where they were taken off meanwhile.
///
/// # Errors
/// Those of the database.
pub(crate) async fn path_to(app: &App, id: GuestId) -> Result<Option<String>, StoreError> {
    let guest = store::by_id(&app.db, id).await?.filter(|guest| guest.ended_at.is_none());
    Ok(guest.map(|_| path(app, id)))
}

/// Whose link this is, as we made it ourselves; `None` for any other text. The database is not asked.
pub(crate) fn named(app: &App, token: &str) -> Option<GuestId> {
    let (about, signature) = token.split_once('.')?;
    let id: GuestId = about.parse().ok()?;
    // As we write it: the same id in capitals is nobody's link.
    (about == id.to_string() && app.mail.made(PURPOSE, about, signature)).then_some(id)
}

/// The guest whose link this is.
///
/// # Errors
/// `NotFound` where it opens nothing any more.
pub(crate) async fn by_id(app: &App, id: GuestId) -> Answer<Guest> {
    let guest = store::by_id(&app.db, id).await?.filter(|guest| guest.ended_at.is_none());
    guest.ok_or_else(ApiError::not_found)
}

/// They came by their link: from now on they see.
///
/// # Errors
/// Those of the database.
pub(crate) async fn confirm(tx: &mut Tx, guest: &Guest, now: Timestamp) -> Result<(), StoreError> {
    store::confirm(tx, guest.id, now).await
}

/// Lets nobody take the guest off until the transaction ends.
///
/// # Errors
/// `NotFound` where somebody did already.
pub(crate) async fn hold(tx: &mut Tx, id: GuestId) -> Answer<()> {
    if store::hold(tx, id).await? { Ok(()) } else { Err(ApiError::not_found()) }
}

/// Whether somebody may let guests see the board: they give on it themselves.
///
/// # Errors
/// `NotFound` where the board does not exist for them, `Forbidden` where it is for them, or they may only look.
async fn giving(mut at: At<'_>, account: AccountId, board: BoardId) -> Answer<()> {
    let relation = crate::boards::relation(at.again(), Some(account), board).await?;
    relation.ok_or_else(ApiError::not_found)?;
    if crate::visibility::claims::gives_on(at, account, board).await? {
        return Ok(());
    }
    Err(ApiError::forbidden("Only members of a group that it is shown to, and whom it is not for, may do that."))
}

/// Removes for good whom somebody took off 30 days before `now`, at most `most`; gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    let gone = store::purge(&mut tx, now.plus_millis(-KEPT_MILLIS), most).await?;
    tx.commit().await?;
    Ok(usize::try_from(gone).unwrap_or(usize::MAX))
}
