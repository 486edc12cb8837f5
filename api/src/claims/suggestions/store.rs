//! The rows of suggestions, written. For a viewer they are read in `visibility`.

use shared::id::{AccountId, BoardId, SuggestionId};
use shared::money::{Currency, Money};
use shared::time::Timestamp;
use shared::wire::claims::{ClaimState, GiverNames};
use sqlx::{FromRow, query, query_as, query_scalar};

use super::Suggestion;
use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};
use crate::visibility::suggestions::{board_known, board_receives};

statements! {
    DIGEST = "select account_id, board_id, body_digest from suggestion where id = $1";
    COUNT = "select count(*) from suggestion where board_id = $1 and deleted_at is null";
    INSERT = "insert into suggestion (id, board_id, account_id, body_digest, title, url, price_minor, price_currency, note, owners, \
        names, reveals_at, created_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1) on conflict do nothing";
    /// Those whom the list is for now.
    KEEP_IN_THE_DARK = "insert into suggestion_dark (suggestion_id, account_id) select $1, v.account_id from board_person v \
        where v.board_id = $2 and v.relation = 'owner' on conflict do nothing";
    UPDATE = "update suggestion set title = $2, url = $3, price_minor = $4, price_currency = $5, note = $6, version = version + 1 \
        where id = $1 and version = $7 and deleted_at is null";
    /// Not where somebody else gives it: they keep it.
    BIN = "update suggestion set deleted_at = $3, version = version + 1 where id = $1 and deleted_at is null \
        and (taken_by is null or taken_by = $2)";
    RESTORE = "update suggestion set deleted_at = null, version = version + 1 where id = $1 and deleted_at is not null";
    TAKE = "update suggestion set taken_by = $2, state = $3, version = version + 1 where id = $1 and deleted_at is null \
        and (taken_by is null or taken_by = $2)";
    GIVE_BACK = "update suggestion set taken_by = null, state = null, version = version + 1 where id = $1 and taken_by = $2";
    /// What they have not bought and see in no group any more, and whatever is for themselves by now.
    LET_GO = concat!("update suggestion set taken_by = null, state = null, version = version + 1 where taken_by = $1 \
        and ((state = 'claimed' and not ", board_known!("suggestion.board_id", "$1"), ") or ",
        board_receives!("suggestion.board_id", "$1"), ") returning board_id");
    REFUSED = "select count(*) from suggestion_refusal where board_id = $1";
    REFUSE = "insert into suggestion_refusal (board_id) values ($1) on conflict do nothing";
    ALLOW = "delete from suggestion_refusal where board_id = $1";
    PURGE = "delete from suggestion where id in (select s.id from suggestion s where s.deleted_at <= $1 or (s.taken_by is null \
        and not exists (select 1 from board b where b.id = s.board_id)) limit $2)";
}

/// A suggestion as it lies in its row.
#[derive(Debug, FromRow)]
pub(crate) struct SuggestionRow {
    id: Text<SuggestionId>,
    board_id: Text<BoardId>,
    account_id: Text<AccountId>,
    title: String,
    url: Option<String>,
    price_minor: Option<i64>,
    price_currency: Option<Text<Currency>>,
    note: Option<String>,
    owners: String,
    names: Text<GiverNames>,
    reveals_at: Option<Millis>,
    created_at: Millis,
    deleted_at: Option<Millis>,
    taken_by: Option<Text<AccountId>>,
    state: Option<Text<ClaimState>>,
    version: i64,
}

impl From<SuggestionRow> for Suggestion {
    fn from(row: SuggestionRow) -> Self {
        Self {
            id: row.id.0,
            board_id: row.board_id.0,
            account_id: row.account_id.0,
            title: row.title,
            url: row.url,
            price: row.price_minor.zip(row.price_currency).map(|(minor, currency)| Money::new(minor, currency.0)),
            note: row.note,
            // It was written by this program.
            owners: serde_json::from_str(&row.owners).unwrap_or_default(),
            names: row.names.0,
            reveals_at: row.reveals_at.map(|at| at.0),
            created_at: row.created_at.0,
            deleted_at: row.deleted_at.map(|at| at.0),
            taken_by: row.taken_by.map(|account| account.0),
            state: row.state.map(|state| state.0),
            version: row.version,
        }
    }
}

/// Who made it, for which list, and of which body.
pub(super) async fn digest(
    at: impl Into<At<'_>>,
    id: SuggestionId,
) -> Result<Option<(AccountId, BoardId, String)>, StoreError> {
    let row: Option<(Text<AccountId>, Text<BoardId>, String)> =
        on!(at.into(), |e| query_as(DIGEST).bind(Text(id)).fetch_optional(e))?;
    Ok(row.map(|(account, board, digest)| (account.0, board.0, digest)))
}

/// How many there are for a list, those in the bin left out.
pub(super) async fn count(at: impl Into<At<'_>>, board: BoardId) -> Result<i64, StoreError> {
    on!(at.into(), |e| query_scalar(COUNT).bind(Text(board)).fetch_one(e))
}

/// Writes it down, hidden from whoever the list is for now. False where the id is taken.
pub(super) async fn insert(tx: &mut Tx, row: &Suggestion, digest: &str) -> Result<bool, StoreError> {
    let owners = serde_json::to_string(&row.owners).map_err(StoreError::internal)?;
    let made = on!(&mut *tx, |e| async {
        query(INSERT)
            .bind(Text(row.id))
            .bind(Text(row.board_id))
            .bind(Text(row.account_id))
            .bind(digest)
            .bind(&row.title)
            .bind(&row.url)
            .bind(row.price.map(|money| money.amount_minor))
            .bind(row.price.map(|money| Text(money.currency)))
            .bind(&row.note)
            .bind(&owners)
            .bind(Text(row.names))
            .bind(row.reveals_at.map(Millis))
            .bind(Millis(row.created_at))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })?;
    if made {
        keep_in_the_dark(tx, row).await?;
    }
    Ok(made)
}

async fn keep_in_the_dark(tx: &mut Tx, of: &Suggestion) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(KEEP_IN_THE_DARK).bind(Text(of.id)).bind(Text(of.board_id)).execute(e).await.map(|_| ())
    })
}

/// Writes what it is over its version; false where it has another one by now.
pub(super) async fn update(tx: &mut Tx, row: &Suggestion) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(UPDATE)
            .bind(Text(row.id))
            .bind(&row.title)
            .bind(&row.url)
            .bind(row.price.map(|money| money.amount_minor))
            .bind(row.price.map(|money| Text(money.currency)))
            .bind(&row.note)
            .bind(row.version)
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// False where somebody else gives it.
pub(super) async fn bin(tx: &mut Tx, id: SuggestionId, by: AccountId, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        let done = query(BIN).bind(Text(id)).bind(Text(by)).bind(Millis(now)).execute(e).await;
        done.map(|done| done.rows_affected() == 1)
    })
}

pub(super) async fn restore(tx: &mut Tx, id: SuggestionId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(RESTORE).bind(Text(id)).execute(e).await.map(|_| ()) })
}

/// They give it from now on, this far; false where somebody else does.
pub(super) async fn take(tx: &mut Tx, of: &Suggestion, by: AccountId, state: ClaimState) -> Result<bool, StoreError> {
    let taken = on!(&mut *tx, |e| async {
        let done = query(TAKE).bind(Text(of.id)).bind(Text(by)).bind(Text(state)).execute(e).await;
        done.map(|done| done.rows_affected() == 1)
    })?;
    if taken {
        keep_in_the_dark(tx, of).await?;
    }
    Ok(taken)
}

/// False where they do not give it.
pub(super) async fn give_back(tx: &mut Tx, id: SuggestionId, by: AccountId) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        let done = query(GIVE_BACK).bind(Text(id)).bind(Text(by)).execute(e).await;
        done.map(|done| done.rows_affected() == 1)
    })
}

/// The lists for which they gave something that they may not any more, or do not see.
pub(super) async fn let_go(tx: &mut Tx, account: AccountId) -> Result<Vec<BoardId>, StoreError> {
    let boards: Vec<Text<BoardId>> = on!(&mut *tx, |e| query_scalar(LET_GO).bind(Text(account)).fetch_all(e))?;
    Ok(boards.into_iter().map(|board| board.0).collect())
}

/// Whether the list's owner wants none.
pub(super) async fn refused(at: impl Into<At<'_>>, board: BoardId) -> Result<bool, StoreError> {
    let count: i64 = on!(at.into(), |e| query_scalar(REFUSED).bind(Text(board)).fetch_one(e))?;
    Ok(count > 0)
}

pub(super) async fn set_refused(tx: &mut Tx, board: BoardId, refused: bool) -> Result<(), StoreError> {
    let text = if refused { REFUSE } else { ALLOW };
    on!(&mut *tx, |e| async { query(text).bind(Text(board)).execute(e).await.map(|_| ()) })
}

pub(super) async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, StoreError> {
    on!(&mut *tx, |e| async {
        query(PURGE).bind(Millis(before)).bind(most).execute(e).await.map(|done| done.rows_affected())
    })
}
