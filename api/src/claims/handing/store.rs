//! The rows of offers.

use shared::id::{AccountId, ClaimId, ItemId};
use shared::time::Timestamp;
use shared::wire::claims::{ClaimOfferView, ClaimState};
use sqlx::{query, query_as, query_scalar};

use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};
use crate::visibility::claims::{known, receives};

statements! {
    OFFER = "insert into claim_offer (claim_id, to_account, offered_at) values ($1, $2, $3) on conflict (claim_id) do update \
        set to_account = excluded.to_account, offered_at = excluded.offered_at";
    TAKE_BACK = "delete from claim_offer where claim_id = $1";
    OFFERED_TO = "select o.to_account from claim_offer o join claim c on c.id = o.claim_id where o.claim_id = $1 and c.ended_at is null";
    /// The wish of a claim that is offered to `$2`, as far as they may still give it.
    OFFERED_ITEM = concat!("select c.item_id from claim_offer o join claim c on c.id = o.claim_id where o.claim_id = $1 \
        and o.to_account = $2 and c.ended_at is null and ", known!("c.item_id", "$2"), " and not ", receives!("c.item_id", "$2"),
        " and not exists (select 1 from claim_dark d where d.claim_id = c.id and d.account_id = $2)");
    DECLINE = "delete from claim_offer where claim_id = $1 and to_account = $2";
    /// The claim is another person's from now on.
    HAND_ON = "update claim set account_id = $2, confirmed_at = $3, reminded_at = null, updated_at = $3, version = version + 1 \
        where id = $1 and ended_at is null";
    /// What is offered to somebody, as far as they may still give it, the oldest first.
    OFFERS = concat!("select c.id, c.item_id, a.display_name, c.quantity, c.state, c.snapshot, o.offered_at from claim_offer o \
        join claim c on c.id = o.claim_id join account a on a.id = c.account_id where o.to_account = $1 and c.ended_at is null and ",
        known!("c.item_id", "$1"), " and not ", receives!("c.item_id", "$1"), " and not exists (select 1 from claim_dark d \
        where d.claim_id = c.id and d.account_id = $1) order by o.offered_at, c.id");
}

/// Offers the claim to this account, and to nobody else any more.
pub(super) async fn offer(tx: &mut Tx, claim: ClaimId, to: AccountId, now: Timestamp) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(OFFER).bind(Text(claim)).bind(Text(to)).bind(Millis(now)).execute(e).await.map(|_| ())
    })
}

/// False where it was offered to nobody.
pub(in crate::claims) async fn take_back(tx: &mut Tx, claim: ClaimId) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(TAKE_BACK).bind(Text(claim)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// Whom the claim is offered to.
pub(super) async fn offered_to(at: impl Into<At<'_>>, claim: ClaimId) -> Result<Option<AccountId>, StoreError> {
    let to: Option<Text<AccountId>> = on!(at.into(), |e| query_scalar(OFFERED_TO).bind(Text(claim)).fetch_optional(e))?;
    Ok(to.map(|to| to.0))
}

/// The wish of a claim that is offered to this account.
pub(super) async fn offered_item(
    at: impl Into<At<'_>>,
    claim: ClaimId,
    to: AccountId,
) -> Result<Option<ItemId>, StoreError> {
    let item: Option<Text<ItemId>> =
        on!(at.into(), |e| query_scalar(OFFERED_ITEM).bind(Text(claim)).bind(Text(to)).fetch_optional(e))?;
    Ok(item.map(|item| item.0))
}

/// False where it was not offered to this account.
pub(super) async fn decline(tx: &mut Tx, claim: ClaimId, to: AccountId) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(DECLINE).bind(Text(claim)).bind(Text(to)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// `Conflict` where they give the wish by another claim; false where it ended.
pub(super) async fn hand_on(tx: &mut Tx, claim: ClaimId, to: AccountId, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        let hand_on = query(HAND_ON).bind(Text(claim)).bind(Text(to)).bind(Millis(now));
        hand_on.execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

type OfferRow = (Text<ClaimId>, Text<ItemId>, String, i64, Text<ClaimState>, String, Millis);

pub(super) async fn offers(at: impl Into<At<'_>>, to: AccountId) -> Result<Vec<ClaimOfferView>, StoreError> {
    let rows: Vec<OfferRow> = on!(at.into(), |e| query_as(OFFERS).bind(Text(to)).fetch_all(e))?;
    let offer = |(claim_id, item_id, from, quantity, state, snapshot, offered_at): OfferRow| ClaimOfferView {
        claim_id: claim_id.0,
        item_id: item_id.0,
        from,
        quantity: u16::try_from(quantity).unwrap_or(u16::MAX),
        state: state.0,
        snapshot: serde_json::from_str(&snapshot).unwrap_or_default(),
        offered_at: offered_at.0,
    };
    Ok(rows.into_iter().map(offer).collect())
}
