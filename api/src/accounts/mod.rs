//! Accounts and sessions: who somebody is, and on which devices they are signed in.
//! So that a stolen token dies within minutes, a stolen refresh token ends its whole family, and an operator can shut somebody out.
//! It never keeps a password or a refresh token as text, and never says whether a mail address has an account.

mod role;
pub(crate) mod store;
pub mod token;

use shared::wire::accounts::ServerRole;
use utoipa_axum::router::OpenApiRouter;

use crate::App;
use crate::clock::Clock;
use crate::db::{Db, StoreError};
use token::{Claims, Tokens};

/// The routes of this capability.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}

/// What the person of a session may do; `None` where it ended.
///
/// # Errors
/// Those of the database.
pub(crate) async fn role_of_session(app: &App, claims: Claims) -> Result<Option<ServerRole>, StoreError> {
    store::role_of_session(&app.db, claims.session_id, claims.account_id, app.clock.now()).await
}

/// The key that signs access tokens; made where this database has none yet.
///
/// # Errors
/// Those of the database.
pub(crate) async fn signing_key(db: &Db, clock: &Clock) -> Result<Tokens, StoreError> {
    if let Some(pkcs8) = store::signing_key(db).await? {
        return Tokens::new(&pkcs8);
    }
    let mut tx = db.begin().await?;
    store::insert_signing_key(&mut tx, &Tokens::new_key()?, clock.now()).await?;
    tx.commit().await?;
    Tokens::new(&store::signing_key(db).await?.ok_or(StoreError::NotFound)?)
}
