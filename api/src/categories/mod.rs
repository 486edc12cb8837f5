//! Categories of a group: what its lists are sorted by, and how much of each may be wished for.
//! So that a family can say "from grandparents, 200 together, nothing above 50", and a list keeps to it however many add at once.
//! It never reads a claim: what is used is what the wishes cost that their owner listed, and nothing else.

mod assign;
mod edit;
mod limits;
mod room;
pub(crate) mod store;
mod uses;

use shared::id::{AccountId, CategoryId, GroupId};
use shared::money::{Currency, Money};
use shared::time::Timestamp;
use utoipa_axum::router::OpenApiRouter;

pub(crate) use limits::{Listed, Wish, count, too_expensive, used};
pub(crate) use room::{follow, made_room, raised};

use crate::App;
use crate::boards::KEPT_MILLIS;
use crate::db::{Db, StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::groups;

/// Categories of a group at most, those in the bin left out.
const MOST_CATEGORIES: usize = 50;

/// One row of `category`.
#[derive(Debug, Clone)]
pub(crate) struct Category {
    pub(crate) id: CategoryId,
    pub(crate) group_id: GroupId,
    pub(crate) name: String,
    pub(crate) spending_limit: Option<Money>,
    pub(crate) highest_price: Option<Money>,
    pub(crate) created_at: Timestamp,
    pub(crate) deleted_at: Option<Timestamp>,
    pub(crate) version: i64,
}

impl Category {
    /// What its limits are in; `None` where it has none.
    pub(crate) fn currency(&self) -> Option<Currency> {
        self.spending_limit.or(self.highest_price).map(|money| money.currency)
    }
}

/// The routes of this capability.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(edit::routes()).merge(assign::routes()).merge(uses::routes())
}

/// The category, where it is not in the bin and this account is in its group.
///
/// # Errors
/// `NotFound` for everybody else.
async fn seen(tx: &mut Tx, account: AccountId, id: CategoryId) -> Answer<Category> {
    let category = store::by_id(&mut *tx, id).await?.filter(|category| category.deleted_at.is_none());
    let category = category.ok_or_else(ApiError::not_found)?;
    groups::role(tx, account, category.group_id).await?.ok_or_else(ApiError::not_found)?;
    Ok(category)
}

/// Removes for good what went to the bin 30 days before `now`, at most `most` categories; gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn purge(db: &Db, now: Timestamp, most: i64) -> Result<usize, StoreError> {
    let mut tx = db.begin().await?;
    let gone = store::purge(&mut tx, now.plus_millis(-KEPT_MILLIS), most).await?;
    tx.commit().await?;
    Ok(usize::try_from(gone).unwrap_or(usize::MAX))
}
