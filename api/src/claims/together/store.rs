//! The rows of those who give something together. For other viewers they are read in `visibility`.

use shared::id::{AccountId, ClaimId, ItemId};
use shared::money::{Currency, Money};
use shared::time::Timestamp;
use shared::wire::claims::ClaimState;
use sqlx::{FromRow, query, query_as, query_scalar};

use super::Share;
use crate::db::{At, Millis, StoreError, Text, Tx, on, or_empty, statements};
use crate::visibility::claims::{known, receives};

/// Whether the account in this text may know of the claim `c` by the share `s` in it: in a group that the wish is shown to, or they
/// agreed and it is bought; and nobody whom it is or was for.
macro_rules! concerned {
    ($account:literal) => {
        concat!(
            "s.account_id = ",
            $account,
            " and c.ended_at is null and (",
            known!("c.item_id", $account),
            " or (s.agreed_at is not null and c.state <> 'claimed')) and not ",
            receives!("c.item_id", $account),
            " and not exists (select 1 from claim_dark d where d.claim_id = c.id and d.account_id = ",
            $account,
            ")"
        )
    };
}

statements! {
    /// Whoever agreed is left as they are.
    ASK = "insert into claim_share (claim_id, account_id, share_minor, share_currency, asked_at) values ($1, $2, $3, $4, $5) \
        on conflict (claim_id, account_id) do update set share_minor = excluded.share_minor, \
        share_currency = excluded.share_currency, asked_at = excluded.asked_at where claim_share.agreed_at is null";
    AGREE = "update claim_share set share_minor = $3, share_currency = $4, agreed_at = coalesce(agreed_at, $5) \
        where claim_id = $1 and account_id = $2";
    REMOVE = "delete from claim_share where claim_id = $1 and account_id = $2";
    COUNT_CHANGE = "update claim set version = version + 1, updated_at = $2 where id = $1 returning item_id, account_id";
    OF_CLAIM = "select s.claim_id, s.account_id, a.display_name, s.share_minor, s.share_currency, s.asked_at, s.agreed_at \
        from claim_share s join account a on a.id = s.account_id where s.claim_id = $1 order by s.asked_at, s.account_id";
    /// What somebody gives together with others, or is asked to: the claim, and who made it. `$2` an empty text: all of it.
    SHARED = concat!("select c.id, c.item_id, c.account_id, a.display_name from claim_share s join claim c on c.id = s.claim_id \
        join account a on a.id = c.account_id where ($2 = '' or c.id = $2) and ", concerned!("$1"),
        " order by s.asked_at desc, c.id desc");
    /// But those whom it is for by now.
    OF_GIVER = concat!("select distinct s.account_id from claim_share s join claim c on c.id = s.claim_id where c.item_id = $1 \
        and c.account_id = $2 and s.agreed_at is not null and not ", receives!("c.item_id", "s.account_id"));
    LET_GO = concat!("delete from claim_share where account_id = $1 and exists (select 1 from claim c \
        where c.id = claim_share.claim_id and (((c.state = 'claimed' or claim_share.agreed_at is null) and not ",
        known!("c.item_id", "$1"), ") or ", receives!("c.item_id", "$1"), ")) returning claim_id");
    /// Of a claim that is taken up again: who may not give the wish any more.
    LET_GO_OF = concat!("delete from claim_share where claim_id = $1 and (not ", known!("$2", "claim_share.account_id"), " or ",
        receives!("$2", "claim_share.account_id"), ")");
    /// What somebody pays of claims that others made. (state, share)
    TO_COUNT = concat!("select c.state, s.share_minor, s.share_currency from claim_share s join claim c on c.id = s.claim_id \
        where s.agreed_at is not null and s.share_minor is not null and ", concerned!("$1"));
}

#[derive(FromRow)]
pub(crate) struct ShareRow {
    claim_id: Text<ClaimId>,
    account_id: Text<AccountId>,
    display_name: String,
    share_minor: Option<i64>,
    share_currency: Option<Text<Currency>>,
    asked_at: Millis,
    agreed_at: Option<Millis>,
}

impl From<ShareRow> for Share {
    fn from(row: ShareRow) -> Self {
        Self {
            claim_id: row.claim_id.0,
            account_id: row.account_id.0,
            name: row.display_name,
            share: row.share_minor.zip(row.share_currency).map(|(minor, currency)| Money::new(minor, currency.0)),
            asked_at: row.asked_at.0,
            agreed_at: row.agreed_at.map(|at| at.0),
        }
    }
}

/// Asks them, or asks anew. False where they agreed already.
pub(super) async fn ask(
    tx: &mut Tx,
    (claim, account): (ClaimId, AccountId),
    share: Option<Money>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(ASK)
            .bind(Text(claim))
            .bind(Text(account))
            .bind(share.map(|share| share.amount_minor))
            .bind(share.map(|share| Text(share.currency)))
            .bind(Millis(now))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// They give it too from now on, this much of it.
pub(super) async fn agree(
    tx: &mut Tx,
    (claim, account): (ClaimId, AccountId),
    share: Option<Money>,
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(AGREE)
            .bind(Text(claim))
            .bind(Text(account))
            .bind(share.map(|share| share.amount_minor))
            .bind(share.map(|share| Text(share.currency)))
            .bind(Millis(now))
            .execute(e)
            .await
            .map(|_| ())
    })
}

/// False where they were not asked.
pub(in crate::claims) async fn remove(tx: &mut Tx, claim: ClaimId, account: AccountId) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        let done = query(REMOVE).bind(Text(claim)).bind(Text(account)).execute(e).await;
        done.map(|done| done.rows_affected() == 1)
    })
}

/// The claim is another one than it was; its wish, and who made it.
pub(super) async fn count_change(
    tx: &mut Tx,
    claim: ClaimId,
    now: Timestamp,
) -> Result<Option<(ItemId, AccountId)>, StoreError> {
    let row: Option<(Text<ItemId>, Text<AccountId>)> =
        on!(&mut *tx, |e| query_as(COUNT_CHANGE).bind(Text(claim)).bind(Millis(now)).fetch_optional(e))?;
    Ok(row.map(|(item, giver)| (item.0, giver.0)))
}

/// All of a claim, for who made it.
pub(in crate::claims) async fn of_claim(at: impl Into<At<'_>>, claim: ClaimId) -> Result<Vec<Share>, StoreError> {
    let rows: Vec<ShareRow> = on!(at.into(), |e| query_as(OF_CLAIM).bind(Text(claim)).fetch_all(e))?;
    Ok(rows.into_iter().map(Share::from).collect())
}

/// A claim that somebody gives together with who made it, or is asked to.
#[derive(Debug, Clone)]
pub(super) struct Shared {
    pub(super) claim_id: ClaimId,
    pub(super) item_id: ItemId,
    pub(super) giver_id: AccountId,
    /// The name of who made it.
    pub(super) giver: String,
}

type SharedRow = (Text<ClaimId>, Text<ItemId>, Text<AccountId>, String);

/// What this account gives together with others or is asked to, the latest first: all of it, or this claim.
pub(super) async fn shared(
    at: impl Into<At<'_>>,
    account: AccountId,
    claim: Option<ClaimId>,
) -> Result<Vec<Shared>, StoreError> {
    let rows: Vec<SharedRow> =
        on!(at.into(), |e| query_as(SHARED).bind(Text(account)).bind(or_empty(claim)).fetch_all(e))?;
    let shared =
        |(claim, item, of, giver): SharedRow| Shared { claim_id: claim.0, item_id: item.0, giver_id: of.0, giver };
    Ok(rows.into_iter().map(shared).collect())
}

pub(super) async fn of_giver(
    at: impl Into<At<'_>>,
    item: ItemId,
    giver: AccountId,
) -> Result<Vec<AccountId>, StoreError> {
    let ids: Vec<Text<AccountId>> =
        on!(at.into(), |e| query_scalar(OF_GIVER).bind(Text(item)).bind(Text(giver)).fetch_all(e))?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// The claims that they give no more.
pub(super) async fn let_go(tx: &mut Tx, account: AccountId) -> Result<Vec<ClaimId>, StoreError> {
    let claims: Vec<Text<ClaimId>> = on!(&mut *tx, |e| query_scalar(LET_GO).bind(Text(account)).fetch_all(e))?;
    Ok(claims.into_iter().map(|claim| claim.0).collect())
}

/// How far each thing has come of which this account pays a part, and the part.
pub(in crate::claims) async fn to_count(
    at: impl Into<At<'_>>,
    account: AccountId,
) -> Result<Vec<(ClaimState, Money)>, StoreError> {
    let rows: Vec<(Text<ClaimState>, i64, Text<Currency>)> =
        on!(at.into(), |e| query_as(TO_COUNT).bind(Text(account)).fetch_all(e))?;
    Ok(rows.into_iter().map(|(state, minor, currency)| (state.0, Money::new(minor, currency.0))).collect())
}

pub(in crate::claims) async fn let_go_of(tx: &mut Tx, claim: ClaimId, item: ItemId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(LET_GO_OF).bind(Text(claim)).bind(Text(item)).execute(e).await.map(|_| ()) })
}
