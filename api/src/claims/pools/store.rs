//! The rows of pools and pledges, written. For a viewer they are read in `visibility`.

use shared::id::{AccountId, ClaimId, ItemId};
use shared::money::{Currency, Money};
use shared::time::Timestamp;
use shared::wire::claims::GiverNames;
use shared::wire::pools::PoolState;
use sqlx::{FromRow, query, query_as, query_scalar};

use super::{Pledge, Pool};
use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};
use crate::visibility::claims::{known, receives};

/// Columns of a pool as [`PoolRow`] reads them.
macro_rules! pool_columns {
    () => {
        "c.id as claim_id, c.item_id, c.account_id as organiser_id, c.names, c.snapshot, c.ended_at is not null as given_back, \
         o.target_minor, o.target_currency, o.deadline_at, o.note, o.state as pool_state, o.cost_minor, o.created_at, o.version "
    };
}
pub(crate) use pool_columns;

statements! {
    BY_CLAIM = concat!("select ", pool_columns!(), "from pool o join claim c on c.id = o.claim_id where c.id = $1");
    PLEDGES = "select y.account_id, a.display_name, y.amount_minor, o.target_currency, y.pays_minor, y.pays_currency, y.due_minor, \
        y.settled_at from pool_pledge y join pool o on o.claim_id = y.claim_id join account a on a.id = y.account_id \
        where y.claim_id = $1 order by y.pledged_at, y.account_id";
    /// Begins it, begins it anew, or changes it.
    CHOOSE = "insert into pool (claim_id, target_minor, target_currency, deadline_at, note, state, created_at, version) \
        values ($1, $2, $3, $4, $5, 'active', $6, 1) on conflict (claim_id) do update set target_minor = excluded.target_minor, \
        target_currency = excluded.target_currency, deadline_at = excluded.deadline_at, note = excluded.note, state = 'active', \
        cost_minor = null, version = pool.version + 1";
    SET_STATE = "update pool set state = $2, cost_minor = $3, version = version + 1 where claim_id = $1";
    PLEDGE = "insert into pool_pledge (claim_id, account_id, amount_minor, pays_minor, pays_currency, pledged_at) \
        values ($1, $2, $3, $4, $5, $6) on conflict (claim_id, account_id) do update set amount_minor = excluded.amount_minor, \
        pays_minor = excluded.pays_minor, pays_currency = excluded.pays_currency";
    WITHDRAW = "delete from pool_pledge where claim_id = $1 and account_id = $2";
    RELEASE = "delete from pool_pledge where claim_id = $1";
    OWE = "update pool_pledge set due_minor = $3, settled_at = $4 where claim_id = $1 and account_id = $2";
    SETTLE = "update pool_pledge set settled_at = $3 where claim_id = $1 and account_id = $2 and due_minor is not null";
    /// Those that fail, of which nobody wrote that down yet. (claim, wish)
    FAILED = "select o.claim_id, c.item_id from pool o join claim c on c.id = o.claim_id where o.state = 'active' \
        and o.deadline_at <= $1 order by o.deadline_at, o.claim_id limit $2";
    /// What somebody pledged, nobody bought yet, and they do not see any more; and whatever is for themselves by now.
    LET_GO = concat!("delete from pool_pledge where account_id = $1 and exists (select 1 from pool o join claim c on c.id = o.claim_id \
        where c.id = pool_pledge.claim_id and o.state in ('active', 'funded') and (not ", known!("c.item_id", "$1"), " or ",
        receives!("c.item_id", "$1"), ")) returning claim_id");
}

/// A pool as it lies in its row, and in that of its claim.
#[derive(Debug, FromRow)]
pub(crate) struct PoolRow {
    claim_id: Text<ClaimId>,
    item_id: Text<ItemId>,
    organiser_id: Text<AccountId>,
    names: Text<GiverNames>,
    snapshot: String,
    given_back: bool,
    target_minor: i64,
    target_currency: Text<Currency>,
    deadline_at: Millis,
    note: Option<String>,
    pool_state: Text<PoolState>,
    cost_minor: Option<i64>,
    created_at: Millis,
    version: i64,
}

impl From<PoolRow> for Pool {
    fn from(row: PoolRow) -> Self {
        let currency = row.target_currency.0;
        Self {
            claim_id: row.claim_id.0,
            item_id: row.item_id.0,
            organiser_id: row.organiser_id.0,
            names: row.names.0,
            // It was written by this program.
            snapshot: serde_json::from_str(&row.snapshot).unwrap_or_default(),
            given_back: row.given_back,
            target: Money::new(row.target_minor, currency),
            deadline_at: row.deadline_at.0,
            note: row.note,
            state: row.pool_state.0,
            cost: row.cost_minor.map(|minor| Money::new(minor, currency)),
            created_at: row.created_at.0,
            version: row.version,
        }
    }
}

#[derive(FromRow)]
struct PledgeRow {
    account_id: Text<AccountId>,
    display_name: String,
    amount_minor: i64,
    target_currency: Text<Currency>,
    pays_minor: Option<i64>,
    pays_currency: Option<Text<Currency>>,
    due_minor: Option<i64>,
    settled_at: Option<Millis>,
}

impl From<PledgeRow> for Pledge {
    fn from(row: PledgeRow) -> Self {
        let pays = row.pays_minor.zip(row.pays_currency).map(|(minor, currency)| Money::new(minor, currency.0));
        let currency = pays.map_or(row.target_currency.0, |pays| pays.currency);
        Self {
            account_id: row.account_id.0,
            name: row.display_name,
            amount: Money::new(row.amount_minor, row.target_currency.0),
            pays,
            due: row.due_minor.map(|minor| Money::new(minor, currency)),
            settled_at: row.settled_at.map(|at| at.0),
        }
    }
}

pub(super) async fn by_claim(at: impl Into<At<'_>>, claim: ClaimId) -> Result<Option<Pool>, StoreError> {
    let row: Option<PoolRow> = on!(at.into(), |e| query_as(BY_CLAIM).bind(Text(claim)).fetch_optional(e))?;
    Ok(row.map(Pool::from))
}

/// What everybody pays, the first first.
pub(super) async fn pledges(at: impl Into<At<'_>>, claim: ClaimId) -> Result<Vec<Pledge>, StoreError> {
    let rows: Vec<PledgeRow> = on!(at.into(), |e| query_as(PLEDGES).bind(Text(claim)).fetch_all(e))?;
    Ok(rows.into_iter().map(Pledge::from).collect())
}

/// Begins a pool for this claim, or changes it; it is active.
pub(super) async fn choose(
    tx: &mut Tx,
    claim: ClaimId,
    (target, deadline_at): (Money, Timestamp),
    note: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(CHOOSE)
            .bind(Text(claim))
            .bind(target.amount_minor)
            .bind(Text(target.currency))
            .bind(Millis(deadline_at))
            .bind(note)
            .bind(Millis(now))
            .execute(e)
            .await
            .map(|_| ())
    })
}

/// Writes how far it has come, and what it cost where it is completed.
pub(super) async fn set_state(
    tx: &mut Tx,
    claim: ClaimId,
    state: PoolState,
    cost: Option<Money>,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        let minor = cost.map(|cost| cost.amount_minor);
        query(SET_STATE).bind(Text(claim)).bind(Text(state)).bind(minor).execute(e).await.map(|_| ())
    })
}

/// They pay this from now on, whatever they paid before.
pub(super) async fn pledge(
    tx: &mut Tx,
    (claim, account): (ClaimId, AccountId),
    (amount, pays): (Money, Option<Money>),
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(PLEDGE)
            .bind(Text(claim))
            .bind(Text(account))
            .bind(amount.amount_minor)
            .bind(pays.map(|pays| pays.amount_minor))
            .bind(pays.map(|pays| Text(pays.currency)))
            .bind(Millis(now))
            .execute(e)
            .await
            .map(|_| ())
    })
}

/// False where they paid nothing.
pub(super) async fn withdraw(tx: &mut Tx, claim: ClaimId, account: AccountId) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        let done = query(WITHDRAW).bind(Text(claim)).bind(Text(account)).execute(e).await;
        done.map(|done| done.rows_affected() == 1)
    })
}

/// Nobody pays anything any more.
pub(super) async fn release(tx: &mut Tx, claim: ClaimId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(RELEASE).bind(Text(claim)).execute(e).await.map(|_| ()) })
}

/// They owe this much, in the currency that they pay in; settled at once where it is one's own.
pub(super) async fn owe(
    tx: &mut Tx,
    (claim, account): (ClaimId, AccountId),
    due: i64,
    settled_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        let owe = query(OWE).bind(Text(claim)).bind(Text(account)).bind(due).bind(settled_at.map(Millis));
        owe.execute(e).await.map(|_| ())
    })
}

/// False where they owe nothing.
pub(super) async fn settle(
    tx: &mut Tx,
    (claim, account): (ClaimId, AccountId),
    at: Option<Timestamp>,
) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        let settle = query(SETTLE).bind(Text(claim)).bind(Text(account)).bind(at.map(Millis));
        settle.execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

pub(super) async fn failed(
    at: impl Into<At<'_>>,
    now: Timestamp,
    most: i64,
) -> Result<Vec<(ClaimId, ItemId)>, StoreError> {
    let rows: Vec<(Text<ClaimId>, Text<ItemId>)> =
        on!(at.into(), |e| query_as(FAILED).bind(Millis(now)).bind(most).fetch_all(e))?;
    Ok(rows.into_iter().map(|(claim, item)| (claim.0, item.0)).collect())
}

/// The claims to whose pools they pay no more.
pub(super) async fn let_go(tx: &mut Tx, account: AccountId) -> Result<Vec<ClaimId>, StoreError> {
    let claims: Vec<Text<ClaimId>> = on!(&mut *tx, |e| query_scalar(LET_GO).bind(Text(account)).fetch_all(e))?;
    Ok(claims.into_iter().map(|claim| claim.0).collect())
}
