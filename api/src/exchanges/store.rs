//! The rows of exchanges: who takes part, who is not to draw whom, and who drew whom.

use shared::id::{AccountId, ExchangeId, GroupId};
use shared::money::{Currency, Money};
use shared::time::Timestamp;
use shared::wire::exchanges::Exclusion;
use sqlx::{FromRow, query, query_as, query_scalar};

use super::{Drawer, Exchange};
use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

macro_rules! exchange {
    ($rest:literal) => {
        concat!(
            "select x.id, x.group_id, x.name, x.budget_minor, x.budget_currency, x.held_at, x.past_draws, x.drawn_at, \
             x.created_at, x.deleted_at, x.version from exchange x ",
            $rest
        )
    };
}

statements! {
    BY_ID = exchange!("where x.id = $1");
    OF_GROUP = exchange!("where x.group_id = $1 order by x.created_at, x.id");
    /// Those of a group in which somebody takes part.
    OF_PERSON = exchange!("join exchange_person p on p.exchange_id = x.id where x.group_id = $1 and p.account_id = $2 order by x.id");
    DIGEST = "select made_by, group_id, body_digest from exchange where id = $1";
    INSERT = "insert into exchange (id, group_id, made_by, body_digest, name, budget_minor, budget_currency, held_at, past_draws, \
        created_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) on conflict do nothing";
    UPDATE = "update exchange set name = $2, budget_minor = $3, budget_currency = $4, held_at = $5, past_draws = $6, drawn_at = $7, \
        deleted_at = $8, version = version + 1 where id = $1";
    PURGE = "delete from exchange where id in (select id from exchange where deleted_at <= $1 order by deleted_at limit $2)";
    PEOPLE = "select p.account_id, p.household, a.display_name, a.avatar from exchange_person p \
        join account a on a.id = p.account_id where p.exchange_id = $1 order by a.display_name, p.account_id";
    PUT_PERSON = "insert into exchange_person (exchange_id, account_id, household) values ($1, $2, $3) \
        on conflict (exchange_id, account_id) do update set household = excluded.household";
    DROP_PERSON = "delete from exchange_person where exchange_id = $1 and account_id = $2";
    EXCLUSIONS = "select one, other from exchange_exclusion where exchange_id = $1 order by one, other";
    EXCLUDE = "insert into exchange_exclusion (exchange_id, one, other) values ($1, $2, $3) on conflict do nothing";
    DROP_EXCLUSIONS = "delete from exchange_exclusion where exchange_id = $1";
    DROP_EXCLUSIONS_OF = "delete from exchange_exclusion where exchange_id = $1 and (one = $2 or other = $2)";
    /// Everything that was drawn, for the draw alone.
    DRAWS = "select giver, receiver from exchange_draw where exchange_id = $1 order by giver";
    /// Whom somebody drew, in a draw that counts.
    MINE = "select a.id, a.display_name, a.avatar from exchange_draw d join account a on a.id = d.receiver \
        join exchange x on x.id = d.exchange_id where d.exchange_id = $1 and d.giver = $2 \
        and x.drawn_at is not null and x.deleted_at is null";
    PUT_DRAW = "insert into exchange_draw (exchange_id, giver, receiver) values ($1, $2, $3) \
        on conflict (exchange_id, giver) do update set receiver = excluded.receiver";
    DROP_DRAWS = "delete from exchange_draw where exchange_id = $1";
    DROP_DRAWS_OF = "delete from exchange_draw where exchange_id = $1 and (giver = $2 or receiver = $2)";
    /// The group's draws before, the last first.
    PAST = "select id from exchange where group_id = $1 and id <> $2 and drawn_at is not null order by drawn_at desc, id desc limit $3";
    NEWS = "update exchange_person set news = $3 where exchange_id = $1 and account_id = $2";
    UNTOLD = "select account_id, news from exchange_person where exchange_id = $1 and news is not null order by account_id";
}

#[derive(FromRow)]
struct ExchangeRow {
    id: Text<ExchangeId>,
    group_id: Text<GroupId>,
    name: String,
    budget_minor: Option<i64>,
    budget_currency: Option<Text<Currency>>,
    held_at: Option<Millis>,
    past_draws: i64,
    drawn_at: Option<Millis>,
    created_at: Millis,
    deleted_at: Option<Millis>,
    version: i64,
}

impl From<ExchangeRow> for Exchange {
    fn from(row: ExchangeRow) -> Self {
        Self {
            id: row.id.0,
            group_id: row.group_id.0,
            name: row.name,
            budget: row.budget_minor.zip(row.budget_currency).map(|(minor, currency)| Money::new(minor, currency.0)),
            held_at: row.held_at.map(|at| at.0),
            past_draws: u8::try_from(row.past_draws).unwrap_or_default(),
            drawn_at: row.drawn_at.map(|at| at.0),
            created_at: row.created_at.0,
            deleted_at: row.deleted_at.map(|at| at.0),
            version: row.version,
        }
    }
}

pub(super) async fn by_id(at: impl Into<At<'_>>, id: ExchangeId) -> Result<Option<Exchange>, StoreError> {
    let row: Option<ExchangeRow> = on!(at.into(), |e| query_as(BY_ID).bind(Text(id)).fetch_optional(e))?;
    Ok(row.map(Exchange::from))
}

/// All of a group, the bin too.
pub(super) async fn of_group(at: impl Into<At<'_>>, group: GroupId) -> Result<Vec<Exchange>, StoreError> {
    let rows: Vec<ExchangeRow> = on!(at.into(), |e| query_as(OF_GROUP).bind(Text(group)).fetch_all(e))?;
    Ok(rows.into_iter().map(Exchange::from).collect())
}

pub(super) async fn of_person(
    at: impl Into<At<'_>>,
    group: GroupId,
    account: AccountId,
) -> Result<Vec<Exchange>, StoreError> {
    let rows: Vec<ExchangeRow> =
        on!(at.into(), |e| query_as(OF_PERSON).bind(Text(group)).bind(Text(account)).fetch_all(e))?;
    Ok(rows.into_iter().map(Exchange::from).collect())
}

/// Who made it, where, and of which body.
pub(super) async fn digest(
    at: impl Into<At<'_>>,
    id: ExchangeId,
) -> Result<Option<(AccountId, GroupId, String)>, StoreError> {
    let row: Option<(Text<AccountId>, Text<GroupId>, String)> =
        on!(at.into(), |e| query_as(DIGEST).bind(Text(id)).fetch_optional(e))?;
    Ok(row.map(|(account, group, digest)| (account.0, group.0, digest)))
}

/// False where the id is taken.
pub(super) async fn insert(tx: &mut Tx, row: &Exchange, by: AccountId, digest: &str) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(INSERT)
            .bind(Text(row.id))
            .bind(Text(row.group_id))
            .bind(Text(by))
            .bind(digest)
            .bind(&row.name)
            .bind(row.budget.map(|money| money.amount_minor))
            .bind(row.budget.map(|money| Text(money.currency)))
            .bind(row.held_at.map(Millis))
            .bind(i64::from(row.past_draws))
            .bind(Millis(row.created_at))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Writes all that may change of it; its group is held.
pub(super) async fn update(tx: &mut Tx, row: &Exchange) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(UPDATE)
            .bind(Text(row.id))
            .bind(&row.name)
            .bind(row.budget.map(|money| money.amount_minor))
            .bind(row.budget.map(|money| Text(money.currency)))
            .bind(row.held_at.map(Millis))
            .bind(i64::from(row.past_draws))
            .bind(row.drawn_at.map(Millis))
            .bind(row.deleted_at.map(Millis))
            .execute(e)
            .await
            .map(|_| ())
    })
}

/// Removes for good what went to the bin at `before` or earlier; gives how many.
pub(super) async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, StoreError> {
    on!(&mut *tx, |e| async {
        query(PURGE).bind(Millis(before)).bind(most).execute(e).await.map(|done| done.rows_affected())
    })
}

/// Who takes part, by name.
pub(super) async fn people(at: impl Into<At<'_>>, id: ExchangeId) -> Result<Vec<Drawer>, StoreError> {
    type Row = (Text<AccountId>, Option<String>, String, Option<String>);
    let rows: Vec<Row> = on!(at.into(), |e| query_as(PEOPLE).bind(Text(id)).fetch_all(e))?;
    let drawer = |(account_id, household, display_name, avatar): Row| Drawer {
        account_id: account_id.0,
        household,
        display_name,
        avatar,
    };
    Ok(rows.into_iter().map(drawer).collect())
}

/// Takes somebody in, or says their household anew.
pub(super) async fn put_person(
    tx: &mut Tx,
    id: ExchangeId,
    account: AccountId,
    household: Option<&str>,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(PUT_PERSON).bind(Text(id)).bind(Text(account)).bind(household).execute(e).await.map(|_| ())
    })
}

/// Takes somebody out, with their exclusions and what they and others drew of it.
pub(super) async fn drop_person(tx: &mut Tx, id: ExchangeId, account: AccountId) -> Result<(), StoreError> {
    for text in [DROP_PERSON, DROP_EXCLUSIONS_OF, DROP_DRAWS_OF] {
        on!(&mut *tx, |e| async { query(text).bind(Text(id)).bind(Text(account)).execute(e).await.map(|_| ()) })?;
    }
    Ok(())
}

pub(super) async fn exclusions(at: impl Into<At<'_>>, id: ExchangeId) -> Result<Vec<Exclusion>, StoreError> {
    let rows: Vec<(Text<AccountId>, Text<AccountId>)> =
        on!(at.into(), |e| query_as(EXCLUSIONS).bind(Text(id)).fetch_all(e))?;
    Ok(rows.into_iter().map(|(one, other)| Exclusion { one: one.0, other: other.0 }).collect())
}

/// Writes these instead of those that were.
pub(super) async fn put_exclusions(tx: &mut Tx, id: ExchangeId, all: &[Exclusion]) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(DROP_EXCLUSIONS).bind(Text(id)).execute(e).await.map(|_| ()) })?;
    for Exclusion { one, other } in all {
        on!(&mut *tx, |e| async {
            query(EXCLUDE).bind(Text(id)).bind(Text(*one)).bind(Text(*other)).execute(e).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Who drew whom, for the draw alone: nobody is shown it.
pub(super) async fn draws(at: impl Into<At<'_>>, id: ExchangeId) -> Result<Vec<(AccountId, AccountId)>, StoreError> {
    let rows: Vec<(Text<AccountId>, Text<AccountId>)> =
        on!(at.into(), |e| query_as(DRAWS).bind(Text(id)).fetch_all(e))?;
    Ok(rows.into_iter().map(|(giver, receiver)| (giver.0, receiver.0)).collect())
}

/// Whom this person drew; `None` where nothing is drawn, or they take no part.
pub(super) async fn mine(
    at: impl Into<At<'_>>,
    id: ExchangeId,
    account: AccountId,
) -> Result<Option<Drawer>, StoreError> {
    let row: Option<(Text<AccountId>, String, Option<String>)> =
        on!(at.into(), |e| query_as(MINE).bind(Text(id)).bind(Text(account)).fetch_optional(e))?;
    Ok(row.map(|(id, display_name, avatar)| Drawer { account_id: id.0, household: None, display_name, avatar }))
}

pub(super) async fn put_draw(
    tx: &mut Tx,
    id: ExchangeId,
    (giver, receiver): (AccountId, AccountId),
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(PUT_DRAW).bind(Text(id)).bind(Text(giver)).bind(Text(receiver)).execute(e).await.map(|_| ())
    })
}

pub(super) async fn drop_draws(tx: &mut Tx, id: ExchangeId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(DROP_DRAWS).bind(Text(id)).execute(e).await.map(|_| ()) })
}

/// The group's draws before this one, the last first.
pub(super) async fn past(at: impl Into<At<'_>>, of: &Exchange) -> Result<Vec<ExchangeId>, StoreError> {
    let most = i64::from(of.past_draws);
    let ids: Vec<Text<ExchangeId>> =
        on!(at.into(), |e| query_scalar(PAST).bind(Text(of.group_id)).bind(Text(of.id)).bind(most).fetch_all(e))?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// What somebody is still to be told; `None` once they were.
pub(super) async fn set_news(
    tx: &mut Tx,
    id: ExchangeId,
    account: AccountId,
    news: Option<&str>,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(NEWS).bind(Text(id)).bind(Text(account)).bind(news).execute(e).await.map(|_| ()) })
}

/// Who is still to be told what.
pub(super) async fn untold(at: impl Into<At<'_>>, id: ExchangeId) -> Result<Vec<(AccountId, String)>, StoreError> {
    let rows: Vec<(Text<AccountId>, String)> = on!(at.into(), |e| query_as(UNTOLD).bind(Text(id)).fetch_all(e))?;
    Ok(rows.into_iter().map(|(account, news)| (account.0, news)).collect())
}
