//! The rows of claims, and the turn by which one at a time claims the same wish.

use shared::id::{AccountId, ClaimId, ItemId};
use shared::money::{Currency, Money};
use shared::time::Timestamp;
use shared::wire::claims::{ClaimPolicy, ClaimState, ClaimedItem, GivenGiftView, GiverNames};
use sqlx::{FromRow, query, query_as, query_scalar};

use super::claim::Claim;
use crate::db::{At, Millis, StoreError, Text, Tx, on, or_empty, statements};
use crate::visibility::claims::{known, receives};

macro_rules! claim {
    ($rest:literal) => {
        concat!(
            "select c.id, c.item_id, c.account_id, c.quantity, c.state, c.note, c.cost_minor, c.cost_currency, c.policy, c.names, \
             c.snapshot, c.created_at, coalesce(c.confirmed_at, c.created_at) as confirmed_at, c.reminded_at, c.ended_at, c.version, \
             c.reveals_at, c.thanked_at, c.thanks from claim c ",
            $rest
        )
    };
}

statements! {
    BY_ID = claim!("where c.id = $1 and c.account_id = $2");
    /// `$2` an empty text: in every state.
    MINE = claim!("where c.account_id = $1 and c.ended_at is null and ($2 = '' or c.state = $2) and c.id < $3 \
        order by c.id desc limit $4");
    DIGEST = "select account_id, body_digest from claim where id = $1";
    /// Whoever comes after waits until this transaction ends. The wish itself is left alone: its owner may be changing it.
    TURN = "insert into claim_turn (item_id) values ($1) on conflict (item_id) do update set item_id = excluded.item_id";
    GIVERS_OF = concat!("select account_id from claim where item_id = $1 and ended_at is null union select s.account_id \
        from claim_share s join claim c on c.id = s.claim_id where c.item_id = $1 and c.ended_at is null \
        and s.agreed_at is not null and not ", receives!("$1", "s.account_id"));
    /// By members and by guests.
    TAKEN = "select cast(coalesce(sum(t.quantity), 0) as bigint) from (select quantity from claim where item_id = $1 \
        and ended_at is null and id <> $2 union all select quantity from guest_claim where item_id = $1 and ended_at is null) t";
    HAS_ONE = "select 1 from claim where item_id = $1 and account_id = $2 and ended_at is null and id <> $3 limit 1";
    INSERT = "insert into claim (id, item_id, account_id, body_digest, quantity, state, note, cost_minor, cost_currency, \
        policy, names, snapshot, created_at, updated_at, version, reveals_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, 1, $14) on conflict (id) do nothing";
    /// Its person, and the owners of every board that it lies on, those in the bin too.
    KEEP_IN_THE_DARK = "insert into claim_dark (claim_id, account_id) select $1, i.account_id from item i where i.id = $2 \
        union select $1, v.account_id from placement p join board_person v on v.board_id = p.board_id \
        and v.relation = 'owner' where p.item_id = $2 on conflict do nothing";
    UPDATE = "update claim set quantity = $3, state = $4, note = $5, cost_minor = $6, cost_currency = $7, updated_at = $8, \
        confirmed_at = $8, reminded_at = null, reveals_at = $9, version = version + 1 where id = $1 and version = $2 and ended_at is null";
    END = "update claim set ended_at = $2, updated_at = $2, version = version + 1 where id = $1 and ended_at is null";
    TAKE_UP = "update claim set ended_at = null, lapsed = false, confirmed_at = $2, reminded_at = null, \
        reveals_at = $3, created_at = $2, updated_at = $2, version = version + 1 where id = $1 and ended_at is not null";
    /// What they have not bought and see in no group any more, and whatever is for themselves by now.
    END_UNSEEN = concat!("update claim set ended_at = $2, updated_at = $2, version = version + 1 where account_id = $1 \
        and ended_at is null and ((state = 'claimed' and not ", known!("claim.item_id", "$1"), ") or ",
        receives!("claim.item_id", "$1"), ") returning item_id");
    /// Its version stays: that its giver was asked, and answered, is told to nobody else.
    CONFIRM = "update claim set confirmed_at = $2, reminded_at = null where id = $1 and ended_at is null";
    LAPSED = claim!("where c.account_id = $1 and c.ended_at is not null and c.lapsed order by c.ended_at desc, c.id");
    /// Not bought, and not heard of since `$1`; or asked about before `$2`.
    DUE = claim!("where c.ended_at is null and c.state = 'claimed' and ((c.reminded_at is null \
        and coalesce(c.confirmed_at, c.created_at) <= $1) or c.reminded_at <= $2) order by c.id limit $3");
    REMIND = "update claim set reminded_at = $3 where id = $1 and ended_at is null and state = 'claimed' \
        and reminded_at is null and coalesce(confirmed_at, created_at) <= $2";
    LAPSE = "update claim set ended_at = $3, lapsed = true, updated_at = $3, version = version + 1 where id = $1 \
        and ended_at is null and state = 'claimed' and reminded_at <= $2";
    /// `$2` an empty text: for whomever. By the year in which it is revealed, or was claimed where it never is.
    GIVEN = "select c.id, c.item_id, c.snapshot, c.quantity, c.state, c.cost_minor, c.cost_currency, c.reveals_at, c.thanked_at, \
        c.thanks, m.claim_id is not null as too, m.share_minor, cast((select sum(s.share_minor) from claim_share s \
        where s.claim_id = c.id and s.agreed_at is not null) as bigint) as of_others from claim c left join claim_share m \
        on m.claim_id = c.id and m.account_id = $1 and m.agreed_at is not null \
        where (c.account_id = $1 or m.claim_id is not null) and c.ended_at is null and ($2 = '' or exists (select 1 from claim_dark d \
        where d.claim_id = c.id and d.account_id = $2)) and coalesce(c.reveals_at, c.created_at) >= $3 \
        and coalesce(c.reveals_at, c.created_at) < $4 and c.id < $5 order by c.id desc limit $6";
    PURGE = "delete from claim where id in (select id from claim where ended_at <= $1 limit $2)";
    /// A piece costs what its giver said, less what others agreed to pay of it; else what was seen when it was claimed.
    /// (quantity, state, cost, snapshot)
    TO_COUNT = "select c.quantity, c.state, c.cost_minor - cast(coalesce((select sum(s.share_minor) from claim_share s \
        where s.claim_id = c.id and s.agreed_at is not null), 0) as bigint) as cost_minor, c.cost_currency, c.snapshot from claim c \
        where c.account_id = $1 and c.ended_at is null";
}

/// A claim as it lies in its row.
#[derive(Debug, FromRow)]
pub(crate) struct ClaimRow {
    id: Text<ClaimId>,
    item_id: Text<ItemId>,
    account_id: Text<AccountId>,
    quantity: i64,
    state: Text<ClaimState>,
    note: Option<String>,
    cost_minor: Option<i64>,
    cost_currency: Option<Text<Currency>>,
    policy: Text<ClaimPolicy>,
    names: Text<GiverNames>,
    snapshot: String,
    reveals_at: Option<Millis>,
    thanked_at: Option<Millis>,
    thanks: Option<String>,
    created_at: Millis,
    confirmed_at: Millis,
    reminded_at: Option<Millis>,
    ended_at: Option<Millis>,
    version: i64,
}

pub(super) fn money(minor: Option<i64>, currency: Option<Text<Currency>>) -> Option<Money> {
    Some(Money::new(minor?, currency?.0))
}

impl From<ClaimRow> for Claim {
    fn from(row: ClaimRow) -> Self {
        Self {
            id: row.id.0,
            item_id: row.item_id.0,
            account_id: row.account_id.0,
            quantity: u16::try_from(row.quantity).unwrap_or(u16::MAX),
            state: row.state.0,
            note: row.note,
            cost: money(row.cost_minor, row.cost_currency),
            policy: row.policy.0,
            names: row.names.0,
            // It was written by this program; one of a version that is not known yet shows nothing of the wish.
            snapshot: serde_json::from_str(&row.snapshot).unwrap_or_default(),
            reveals_at: row.reveals_at.map(|at| at.0),
            thanked_at: row.thanked_at.map(|at| at.0),
            thanks: row.thanks,
            created_at: row.created_at.0,
            confirmed_at: row.confirmed_at.0,
            reminded_at: row.reminded_at.map(|at| at.0),
            ended_at: row.ended_at.map(|at| at.0),
            version: row.version,
        }
    }
}

/// Their own claim, given back or not.
pub(super) async fn by_id(at: impl Into<At<'_>>, account: AccountId, id: ClaimId) -> Result<Option<Claim>, StoreError> {
    let row: Option<ClaimRow> =
        on!(at.into(), |e| query_as(BY_ID).bind(Text(id)).bind(Text(account)).fetch_optional(e))?;
    Ok(row.map(Claim::from))
}

/// A page of their claims, the newest first.
pub(super) async fn mine(
    at: impl Into<At<'_>>,
    (account, state): (AccountId, &'static str),
    before: String,
    limit: i64,
) -> Result<Vec<Claim>, StoreError> {
    let rows: Vec<ClaimRow> =
        on!(at.into(), |e| query_as(MINE).bind(Text(account)).bind(state).bind(before).bind(limit).fetch_all(e))?;
    Ok(rows.into_iter().map(Claim::from).collect())
}

/// Who made it, and of which body.
pub(super) async fn digest(at: impl Into<At<'_>>, id: ClaimId) -> Result<Option<(AccountId, String)>, StoreError> {
    let row: Option<(Text<AccountId>, String)> = on!(at.into(), |e| query_as(DIGEST).bind(Text(id)).fetch_optional(e))?;
    Ok(row.map(|(account, digest)| (account.0, digest)))
}

/// Lets nobody else claim this wish until the transaction ends. Count after this, not before.
pub(super) async fn turn(tx: &mut Tx, item: ItemId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(TURN).bind(Text(item)).execute(e).await.map(|_| ()) })
}

/// Those who give this wish.
pub(super) async fn givers_of(at: impl Into<At<'_>>, item: ItemId) -> Result<Vec<AccountId>, StoreError> {
    let ids: Vec<Text<AccountId>> = on!(at.into(), |e| query_scalar(GIVERS_OF).bind(Text(item)).fetch_all(e))?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// How many of the wish are taken by other claims than this one.
pub(super) async fn taken(at: impl Into<At<'_>>, item: ItemId, but: ClaimId) -> Result<i64, StoreError> {
    on!(at.into(), |e| query_scalar(TAKEN).bind(Text(item)).bind(Text(but)).fetch_one(e))
}

/// Whether they claim it by another claim than this one.
pub(super) async fn has_one(
    at: impl Into<At<'_>>,
    item: ItemId,
    account: AccountId,
    but: ClaimId,
) -> Result<bool, StoreError> {
    let one: Option<i32> = on!(at.into(), |e| {
        query_scalar(HAS_ONE).bind(Text(item)).bind(Text(account)).bind(Text(but)).fetch_optional(e)
    })?;
    Ok(one.is_some())
}

/// False where the id is taken. Keeps those in the dark whom the wish is for.
pub(super) async fn insert(tx: &mut Tx, claim: &Claim, digest: &str) -> Result<bool, StoreError> {
    let snapshot = serde_json::to_string(&claim.snapshot).map_err(StoreError::internal)?;
    let made = on!(&mut *tx, |e| async {
        query(INSERT)
            .bind(Text(claim.id))
            .bind(Text(claim.item_id))
            .bind(Text(claim.account_id))
            .bind(digest)
            .bind(i64::from(claim.quantity))
            .bind(Text(claim.state))
            .bind(&claim.note)
            .bind(claim.cost.map(|cost| cost.amount_minor))
            .bind(claim.cost.map(|cost| Text(cost.currency)))
            .bind(Text(claim.policy))
            .bind(Text(claim.names))
            .bind(&snapshot)
            .bind(Millis(claim.created_at))
            .bind(claim.reveals_at.map(Millis))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })?;
    if made {
        keep_in_the_dark(tx, claim).await?;
    }
    Ok(made)
}

async fn keep_in_the_dark(tx: &mut Tx, claim: &Claim) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(KEEP_IN_THE_DARK).bind(Text(claim.id)).bind(Text(claim.item_id)).execute(e).await.map(|_| ())
    })
}

/// Writes what its giver may change over `claim.version`; false where it has another one by now, or is given back.
pub(super) async fn update(tx: &mut Tx, claim: &Claim, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(UPDATE)
            .bind(Text(claim.id))
            .bind(claim.version)
            .bind(i64::from(claim.quantity))
            .bind(Text(claim.state))
            .bind(&claim.note)
            .bind(claim.cost.map(|cost| cost.amount_minor))
            .bind(claim.cost.map(|cost| Text(cost.currency)))
            .bind(Millis(now))
            .bind(claim.reveals_at.map(Millis))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// False where it was given back already.
pub(super) async fn end(tx: &mut Tx, id: ClaimId, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(END).bind(Text(id)).bind(Millis(now)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// False where it was never given back. Whoever it is for by now is kept in the dark beside those it was for.
pub(super) async fn take_up(
    tx: &mut Tx,
    claim: &Claim,
    reveals_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let taken = on!(&mut *tx, |e| async {
        let take = query(TAKE_UP).bind(Text(claim.id)).bind(Millis(now)).bind(reveals_at.map(Millis));
        take.execute(e).await.map(|done| done.rows_affected() == 1)
    })?;
    if taken {
        keep_in_the_dark(tx, claim).await?;
    }
    Ok(taken)
}

/// Its giver says that they still give it. False where it ended.
pub(super) async fn confirm(tx: &mut Tx, id: ClaimId, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(CONFIRM).bind(Text(id)).bind(Millis(now)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// Their claims that ended because nobody answered, the last first.
pub(super) async fn lapsed(at: impl Into<At<'_>>, account: AccountId) -> Result<Vec<Claim>, StoreError> {
    let rows: Vec<ClaimRow> = on!(at.into(), |e| query_as(LAPSED).bind(Text(account)).fetch_all(e))?;
    Ok(rows.into_iter().map(Claim::from).collect())
}

/// Claims that are to be asked about, or that nobody answered for.
pub(super) async fn due(
    at: impl Into<At<'_>>,
    (unheard, unanswered): (Timestamp, Timestamp),
    most: i64,
) -> Result<Vec<Claim>, StoreError> {
    let rows: Vec<ClaimRow> =
        on!(at.into(), |e| { query_as(DUE).bind(Millis(unheard)).bind(Millis(unanswered)).bind(most).fetch_all(e) })?;
    Ok(rows.into_iter().map(Claim::from).collect())
}

/// False where it is not due, or no more.
pub(super) async fn remind(tx: &mut Tx, id: ClaimId, unheard: Timestamp, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        let remind = query(REMIND).bind(Text(id)).bind(Millis(unheard)).bind(Millis(now));
        remind.execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// As [`remind`].
pub(super) async fn lapse(tx: &mut Tx, id: ClaimId, unanswered: Timestamp, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        let lapse = query(LAPSE).bind(Text(id)).bind(Millis(unanswered)).bind(Millis(now));
        lapse.execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// Gives back what they claimed, have not bought and see in no group any more, and what is for themselves by now; tells which wishes.
pub(super) async fn end_unseen(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<Vec<ItemId>, StoreError> {
    let items: Vec<Text<ItemId>> =
        on!(&mut *tx, |e| query_scalar(END_UNSEEN).bind(Text(account)).bind(Millis(now)).fetch_all(e))?;
    Ok(items.into_iter().map(|item| item.0).collect())
}

/// Removes what was given back at `before` or earlier; gives how many.
pub(super) async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, StoreError> {
    on!(&mut *tx, |e| async {
        query(PURGE).bind(Millis(before)).bind(most).execute(e).await.map(|done| done.rows_affected())
    })
}

/// What counts in the sums of somebody's claims.
pub(super) struct Counted {
    pub(super) quantity: i64,
    pub(super) state: ClaimState,
    pub(super) cost: Option<Money>,
    pub(super) snapshot: String,
}

type CountedRow = (i64, Text<ClaimState>, Option<i64>, Option<Text<Currency>>, String);

pub(super) async fn to_count(at: impl Into<At<'_>>, account: AccountId) -> Result<Vec<Counted>, StoreError> {
    let rows: Vec<CountedRow> = on!(at.into(), |e| query_as(TO_COUNT).bind(Text(account)).fetch_all(e))?;
    let counted = |(quantity, state, minor, currency, snapshot): CountedRow| Counted {
        quantity,
        state: state.0,
        cost: money(minor, currency),
        snapshot,
    };
    Ok(rows.into_iter().map(counted).collect())
}

type GivenRow = (
    Text<ClaimId>,
    Text<ItemId>,
    String,
    i64,
    Text<ClaimState>,
    Option<i64>,
    Option<Text<Currency>>,
    Option<Millis>,
    Option<Millis>,
    Option<String>,
    bool,
    Option<i64>,
    Option<i64>,
);

/// A page of what they give, alone or with others, the newest first: for somebody, within a span.
pub(super) async fn given(
    at: impl Into<At<'_>>,
    (account, person): (AccountId, Option<AccountId>),
    (from, until): (Timestamp, Timestamp),
    before: String,
    limit: i64,
) -> Result<Vec<GivenGiftView>, StoreError> {
    let rows: Vec<GivenRow> = on!(at.into(), |e| {
        query_as(GIVEN)
            .bind(Text(account))
            .bind(or_empty(person))
            .bind(Millis(from))
            .bind(Millis(until))
            .bind(before)
            .bind(limit)
            .fetch_all(e)
    })?;
    let gift = |row: GivenRow| {
        let (id, item, snapshot, quantity, state, minor, currency, reveals, thanked, thanks, too, share, of_others) =
            row;
        let ClaimedItem { title, image, owners, .. } = serde_json::from_str(&snapshot).unwrap_or_default();
        let cost = money(minor, currency);
        // Parts are of its cost and in its currency.
        let part = if too { share } else { cost.zip(of_others).map(|(cost, theirs)| cost.amount_minor - theirs) };
        GivenGiftView {
            claim_id: id.0,
            item_id: item.0,
            title,
            image,
            owners,
            quantity: u16::try_from(quantity).unwrap_or(u16::MAX),
            state: state.0,
            cost,
            share: cost.zip(part).map(|(cost, part)| Money::new(part, cost.currency)),
            reveals_at: reveals.map(|at| at.0),
            thanked_at: thanked.map(|at| at.0),
            thanks,
        }
    };
    Ok(rows.into_iter().map(gift).collect())
}
