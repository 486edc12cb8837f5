//! Rows of what was given to somebody, each asked in one statement.

use shared::id::{AccountId, ClaimId, ItemId};
use shared::time::Timestamp;
use shared::wire::claims::{ClaimState, ClaimedItem};
use sqlx::{FromRow, query_as};

use crate::db::{At, Millis, StoreError, Text, Tx, on, or_empty, statements};
use crate::visibility::claims::together;
use crate::visibility::claims::{receives, revealed};

statements! {
    /// `$2` an empty text: by whomever.
    RECEIVED = concat!("select c.id, c.item_id, c.snapshot, c.account_id, a.display_name, c.quantity, c.state, c.reveals_at, \
        c.thanked_at, c.thanks from claim c join claim_dark d on d.claim_id = c.id and d.account_id = $1 \
        join account a on a.id = c.account_id where c.ended_at is null and c.account_id <> $1 and ($2 = '' or c.account_id = $2 \
        or exists (select 1 from claim_share gs where gs.claim_id = c.id and gs.account_id = $2 and gs.agreed_at is not null)) \
        and c.reveals_at >= $3 and c.reveals_at < $4 and c.id < $5 and ", revealed!("$7"), " order by c.id desc limit $6");
    THANK = concat!("update claim as c set thanked_at = $3, thanks = $4 where c.id = $1 and c.ended_at is null and c.account_id <> $2 \
        and (exists (select 1 from claim_dark d where d.claim_id = c.id and d.account_id = $2) or ", receives!("c.item_id", "$2"),
        ") and ", revealed!("$3"), " returning item_id, account_id");
}

/// A gift that was revealed to somebody.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) claim_id: ClaimId,
    pub(crate) item_id: ItemId,
    pub(crate) snapshot: ClaimedItem,
    pub(crate) giver_id: AccountId,
    pub(crate) giver: String,
    /// The names of those who gave it too.
    pub(crate) together: Vec<String>,
    pub(crate) quantity: u16,
    pub(crate) state: ClaimState,
    pub(crate) revealed_at: Timestamp,
    pub(crate) thanked_at: Option<Timestamp>,
    pub(crate) thanks: Option<String>,
}

#[derive(FromRow)]
struct ReceivedRow {
    id: Text<ClaimId>,
    item_id: Text<ItemId>,
    snapshot: String,
    account_id: Text<AccountId>,
    display_name: String,
    quantity: i64,
    state: Text<ClaimState>,
    reveals_at: Millis,
    thanked_at: Option<Millis>,
    thanks: Option<String>,
}

impl From<ReceivedRow> for Received {
    fn from(row: ReceivedRow) -> Self {
        Self {
            claim_id: row.id.0,
            item_id: row.item_id.0,
            snapshot: serde_json::from_str(&row.snapshot).unwrap_or_default(),
            giver_id: row.account_id.0,
            giver: row.display_name,
            together: Vec::new(),
            quantity: u16::try_from(row.quantity).unwrap_or(u16::MAX),
            state: row.state.0,
            revealed_at: row.reveals_at.0,
            thanked_at: row.thanked_at.map(|at| at.0),
            thanks: row.thanks,
        }
    }
}

/// A page of what this account was given and may know of at this moment, the newest first: within a span of reveal dates.
pub(crate) async fn received(
    at: impl Into<At<'_>>,
    (viewer, giver): (AccountId, Option<AccountId>),
    (from, until): (Timestamp, Timestamp),
    (before, limit): (String, i64),
    now: Timestamp,
) -> Result<Vec<Received>, StoreError> {
    let mut at = at.into();
    let rows: Vec<ReceivedRow> = on!(at.again(), |e| {
        query_as(RECEIVED)
            .bind(Text(viewer))
            .bind(or_empty(giver))
            .bind(Millis(from))
            .bind(Millis(until))
            .bind(before)
            .bind(limit)
            .bind(Millis(now))
            .fetch_all(e)
    })?;
    // Asked whatever was found.
    let too = together::received(at, viewer, now).await?;
    let mut gifts: Vec<Received> = rows.into_iter().map(Received::from).collect();
    for gift in &mut gifts {
        gift.together = too.iter().filter(|(claim, _)| *claim == gift.claim_id).map(|(_, name)| name.clone()).collect();
    }
    Ok(gifts)
}

/// Writes down thanks; gives the wish and its giver, or nothing where it is not for this account, or not revealed yet.
pub(crate) async fn thank(
    tx: &mut Tx,
    (viewer, id): (AccountId, ClaimId),
    text: Option<&str>,
    now: Timestamp,
) -> Result<Option<(ItemId, AccountId)>, StoreError> {
    let row: Option<(Text<ItemId>, Text<AccountId>)> = on!(&mut *tx, |e| {
        query_as(THANK).bind(Text(id)).bind(Text(viewer)).bind(Millis(now)).bind(text).fetch_optional(e)
    })?;
    Ok(row.map(|(item, giver)| (item.0, giver.0)))
}
