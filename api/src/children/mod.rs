//! Children: people who have no sign-in, with lists of their own, whom one or several others act for.
//! So that a child's wishes are the child's, and its parents stay givers beside everybody else.
//! It never lets anybody see by it what is given: who is asked for as a child gives nothing and is told of no claim.

mod routes;
pub(crate) mod store;

use axum::http::{HeaderMap, HeaderName};
use shared::id::AccountId;

pub(crate) use routes::routes;

use crate::App;
use crate::error::{Answer, ApiError};

/// Says as which child somebody asks.
pub(crate) const ACTS_FOR: HeaderName = HeaderName::from_static("giftos-acts-for");

/// As whom somebody asks: themselves, or the child that the header names.
///
/// # Errors
/// `Forbidden`, the same whoever else it names, and those of the database.
pub(crate) async fn asking(app: &App, headers: &HeaderMap, account: AccountId) -> Answer<AccountId> {
    let mut values = headers.get_all(ACTS_FOR).iter();
    let Some(value) = values.next() else { return Ok(account) };
    // Two headers could be read differently by a proxy and by us.
    let one = value.to_str().ok().filter(|_| values.next().is_none());
    if let Some(child) = one.and_then(|text| text.parse::<AccountId>().ok())
        && store::acts_for(&app.db, account, child).await?
    {
        return Ok(child);
    }
    Err(ApiError::forbidden("You act for nobody of this id."))
}
