//! Suggestions: what givers think of for somebody's list, seen and given by the others who give.
//! So that a good idea need not stand on the list to be given once, and is no surprise lost.
//! It never becomes an item, lies on no board and counts in no total of its owner's: who it is for learns of it at the reveal.

mod edit;
mod list;
pub(crate) mod store;
mod take;

use shared::id::{AccountId, BoardId, SuggestionId};
use shared::money::Money;
use shared::time::Timestamp;
use shared::wire::claims::{ClaimState, GiverNames};
use shared::wire::event::Event;
use utoipa_axum::router::OpenApiRouter;

pub(super) use take::let_go;

use crate::App;
use crate::boards::KEPT_MILLIS;
use crate::db::{At, Db, StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::visibility::suggestions::SeenSuggestion;
use crate::{events, visibility};

/// Suggestions for one list at most.
const MOST_SUGGESTIONS: i64 = 200;

/// One row of `suggestion`.
#[derive(Debug, Clone)]
pub(crate) struct Suggestion {
    pub(crate) id: SuggestionId,
    pub(crate) board_id: BoardId,
    /// Who suggests it.
    pub(crate) account_id: AccountId,
    pub(crate) title: String,
    pub(crate) url: Option<String>,
    pub(crate) price: Option<Money>,
    pub(crate) note: Option<String>,
    /// The names of those it is for.
    pub(crate) owners: Vec<String>,
    /// What givers were told of each other when it was made.
    pub(crate) names: GiverNames,
    /// From when on those it is for may know of it; `None`: never.
    pub(crate) reveals_at: Option<Timestamp>,
    pub(crate) created_at: Timestamp,
    pub(crate) deleted_at: Option<Timestamp>,
    /// Who gives it.
    pub(crate) taken_by: Option<AccountId>,
    pub(crate) state: Option<ClaimState>,
    pub(crate) version: i64,
}

/// The routes of this capability.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(list::routes()).merge(edit::routes()).merge(take::routes())
}

/// The suggestion, for one who gives: in a group that the list is shown to, or who gives it; and never for those it is for.
///
/// # Errors
/// `NotFound` for everybody else, and in the bin for everybody but who suggested it.
async fn seen(at: impl Into<At<'_>>, viewer: AccountId, id: SuggestionId, now: Timestamp) -> Answer<SeenSuggestion> {
    let seen = visibility::suggestions::by_id(at, viewer, id, now).await?;
    seen.filter(|seen| seen.among_givers(viewer)).ok_or_else(ApiError::not_found)
}

/// Tells everybody who may know of suggestions for the list that they changed, and these. Call it last in a transaction.
async fn tell(tx: &mut Tx, board_id: BoardId, more: &[AccountId], now: Timestamp) -> Result<(), StoreError> {
    let mut people = visibility::suggestions::givers(&mut *tx, board_id).await?;
    people.extend(more);
    people.sort_unstable();
    people.dedup();
    let told = people.into_iter().map(|account| (account, Event::ListChanged { board_id })).collect();
    events::append(tx, told, now).await
}

/// Removes for good what went to the bin 30 days before `now`, and what nobody gives of lists that are gone, at most `most`;
/// gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    let gone = store::purge(&mut tx, now.plus_millis(-KEPT_MILLIS), most).await?;
    tx.commit().await?;
    Ok(usize::try_from(gone).unwrap_or(usize::MAX))
}
