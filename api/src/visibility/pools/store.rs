//! Pools, read for one viewer with what decides whether they may know of them.

use shared::id::{AccountId, BoardId, ClaimId};
use shared::money::{Currency, Money};
use shared::wire::claims::ClaimedItem;
use shared::wire::pools::DueView;
use sqlx::{FromRow, query_as};

use super::{Part, SeenPool};
use crate::claims::{PoolRow, pool_columns};
use crate::db::{At, StoreError, Text, on, statements};
use crate::visibility::claims::{known, receives};

/// Columns of a pool, names, and what the viewer in `$1` is to it.
macro_rules! seen_pool {
    ($rest:literal) => {
        concat!(
            "select ",
            pool_columns!(),
            ", a.display_name as organiser, exists (select 1 from claim_dark d where d.claim_id = c.id and d.account_id = $1) \
             as was_for_viewer, exists (select 1 from pool_pledge y where y.claim_id = c.id and y.account_id = $1) as pays, ",
            known!("c.item_id", "$1"),
            " as known, ",
            receives!("c.item_id", "$1"),
            " as receives from pool o join claim c on c.id = o.claim_id join account a on a.id = c.account_id ",
            $rest
        )
    };
}

statements! {
    ONE = seen_pool!("where c.id = $2");
    ON_BOARD = seen_pool!("join placement p on p.item_id = c.item_id and p.board_id = $2 \
        join item i on i.id = c.item_id and i.deleted_at is null where c.ended_at is null order by o.created_at, c.id");
    MINE = seen_pool!("where c.account_id = $1 or exists (select 1 from pool_pledge m where m.claim_id = c.id and m.account_id = $1) \
        order by o.created_at desc, c.id desc");
    /// What the viewer owes and is owed, of what is completed and not settled.
    DUES = concat!("select c.id, c.snapshot, y.account_id = $1 as owed_by_me, y.account_id as payer_id, p.display_name as payer, \
        c.account_id as organiser_id, a.display_name as organiser, y.due_minor, coalesce(y.pays_currency, o.target_currency) as currency \
        from pool_pledge y join pool o on o.claim_id = y.claim_id and o.state = 'completed' join claim c on c.id = o.claim_id \
        join account p on p.id = y.account_id join account a on a.id = c.account_id where (y.account_id = $1 or c.account_id = $1) \
        and y.account_id <> c.account_id and y.settled_at is null and y.due_minor > 0 and not ", receives!("c.item_id", "$1"),
        " and not exists (select 1 from claim_dark d where d.claim_id = c.id and d.account_id = $1) order by c.id, y.account_id");
}

#[derive(FromRow)]
struct SeenRow {
    #[sqlx(flatten)]
    pool: PoolRow,
    organiser: String,
    was_for_viewer: bool,
    pays: bool,
    known: bool,
    receives: bool,
}

impl From<SeenRow> for SeenPool {
    fn from(row: SeenRow) -> Self {
        let SeenRow { pool, organiser, was_for_viewer, pays, known, receives } = row;
        Self { pool: pool.into(), organiser, was_for_viewer, pays, part: Part { known, receives } }
    }
}

pub(crate) async fn by_claim(
    at: impl Into<At<'_>>,
    viewer: AccountId,
    id: ClaimId,
) -> Result<Option<SeenPool>, StoreError> {
    let row: Option<SeenRow> = on!(at.into(), |e| query_as(ONE).bind(Text(viewer)).bind(Text(id)).fetch_optional(e))?;
    Ok(row.map(SeenPool::from))
}

/// Those of everything on a board, the first first.
pub(crate) async fn on_board(
    at: impl Into<At<'_>>,
    viewer: AccountId,
    board: BoardId,
) -> Result<Vec<SeenPool>, StoreError> {
    let rows: Vec<SeenRow> = on!(at.into(), |e| query_as(ON_BOARD).bind(Text(viewer)).bind(Text(board)).fetch_all(e))?;
    Ok(rows.into_iter().map(SeenPool::from).collect())
}

/// Those that the viewer organises or pays into, the latest first.
pub(crate) async fn mine(at: impl Into<At<'_>>, viewer: AccountId) -> Result<Vec<SeenPool>, StoreError> {
    let rows: Vec<SeenRow> = on!(at.into(), |e| query_as(MINE).bind(Text(viewer)).fetch_all(e))?;
    Ok(rows.into_iter().map(SeenPool::from).collect())
}

#[derive(FromRow)]
struct DueRow {
    id: Text<ClaimId>,
    snapshot: String,
    owed_by_me: bool,
    payer_id: Text<AccountId>,
    payer: String,
    organiser_id: Text<AccountId>,
    organiser: String,
    due_minor: i64,
    currency: Text<Currency>,
}

/// What the viewer owes and is owed.
pub(crate) async fn dues(at: impl Into<At<'_>>, viewer: AccountId) -> Result<Vec<DueView>, StoreError> {
    let rows: Vec<DueRow> = on!(at.into(), |e| query_as(DUES).bind(Text(viewer)).fetch_all(e))?;
    let view = |row: DueRow| {
        let other = if row.owed_by_me { (row.organiser_id, row.organiser) } else { (row.payer_id, row.payer) };
        DueView {
            claim_id: row.id.0,
            title: serde_json::from_str::<ClaimedItem>(&row.snapshot).unwrap_or_default().title,
            owed_by_me: row.owed_by_me,
            account_id: other.0.0,
            name: other.1,
            due: Money::new(row.due_minor, row.currency.0),
        }
    };
    Ok(rows.into_iter().map(view).collect())
}
