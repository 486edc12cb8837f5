//! Exchanges: everybody who takes part draws one of the others and gives to them, and nobody knows who gives to whom.
//! So that a family of twenty gives each of them one good thing, and a draw that cannot come out is explained before it is tried.
//! It never shows a draw to anybody but who drew: not to who looks after the exchange, and not to the operator's routes.

mod draw;
mod edit;
mod people;
mod rule;
pub(crate) mod store;
mod told;

use shared::id::{AccountId, ExchangeId, GroupId};
use shared::money::Money;
use shared::time::Timestamp;
use shared::wire::exchanges::Exclusion;
use shared::wire::groups::MemberRole;
use utoipa_axum::router::OpenApiRouter;

pub(crate) use people::left;
pub(crate) use told::tell_drawn;

use crate::App;
use crate::boards::KEPT_MILLIS;
use crate::db::{At, Db, StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::groups;

/// Exchanges of a group at most, those in the bin left out.
const MOST_EXCHANGES: usize = 50;

/// One row of `exchange`.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    pub(crate) id: ExchangeId,
    pub(crate) group_id: GroupId,
    pub(crate) name: String,
    pub(crate) budget: Option<Money>,
    pub(crate) held_at: Option<Timestamp>,
    pub(crate) past_draws: u8,
    pub(crate) drawn_at: Option<Timestamp>,
    pub(crate) created_at: Timestamp,
    pub(crate) deleted_at: Option<Timestamp>,
    pub(crate) version: i64,
}

/// Somebody who takes part.
#[derive(Debug, Clone)]
pub(crate) struct Drawer {
    pub(crate) account_id: AccountId,
    pub(crate) household: Option<String>,
    pub(crate) display_name: String,
    pub(crate) avatar: Option<String>,
}

/// All of an exchange but who drew whom.
#[derive(Debug, Clone)]
pub(crate) struct Whole {
    pub(crate) exchange: Exchange,
    pub(crate) people: Vec<Drawer>,
    pub(crate) exclusions: Vec<Exclusion>,
}

/// The routes of this capability.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(edit::routes()).merge(people::routes()).merge(draw::routes())
}

/// Looks after the exchanges of a group: makes them, says who takes part, draws.
pub(crate) fn may_manage(role: MemberRole) -> bool {
    matches!(role, MemberRole::Admin | MemberRole::Organiser)
}

async fn whole(mut at: At<'_>, exchange: Exchange) -> Result<Whole, StoreError> {
    let people = store::people(at.again(), exchange.id).await?;
    let exclusions = store::exclusions(at, exchange.id).await?;
    Ok(Whole { exchange, people, exclusions })
}

/// The exchange, and what this person is to its group.
///
/// # Errors
/// `NotFound` for who is not in the group; in the bin, for who does not look after it.
async fn seen(mut at: At<'_>, account: AccountId, id: ExchangeId) -> Answer<(Exchange, MemberRole)> {
    let exchange = store::by_id(at.again(), id).await?.ok_or_else(ApiError::not_found)?;
    let role = groups::role(at, account, exchange.group_id).await?.ok_or_else(ApiError::not_found)?;
    if exchange.deleted_at.is_some() && !may_manage(role) {
        return Err(ApiError::not_found());
    }
    Ok((exchange, role))
}

/// The same, its group held until the transaction ends, for who looks after it; in the bin too.
///
/// # Errors
/// `NotFound` for who is not in the group, `Forbidden` for who does not look after it.
async fn managed(tx: &mut Tx, account: AccountId, id: ExchangeId) -> Answer<Exchange> {
    let (exchange, _) = seen((&mut *tx).into(), account, id).await?;
    groups::hold(tx, exchange.group_id).await?;
    let (exchange, role) = seen(tx.into(), account, id).await?;
    if may_manage(role) { Ok(exchange) } else { Err(only_who_manages()) }
}

fn only_who_manages() -> ApiError {
    ApiError::forbidden("Only admins and organisers of the group may do that.")
}

fn not_binned(exchange: &Exchange) -> Answer<()> {
    match exchange.deleted_at {
        None => Ok(()),
        Some(_) => Err(ApiError::conflict("The exchange is in the bin; restore it first.")),
    }
}

/// Removes for good what went to the bin 30 days before `now`, at most `most` exchanges; gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    let gone = store::purge(&mut tx, now.plus_millis(-KEPT_MILLIS), most).await?;
    tx.commit().await?;
    Ok(usize::try_from(gone).unwrap_or(usize::MAX))
}
