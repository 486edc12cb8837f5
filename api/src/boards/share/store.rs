//! The rows that show boards to groups.

use shared::id::{AccountId, BoardId, GroupId, ItemId};
use shared::time::Timestamp;
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type, query, query_as, query_scalar};

use crate::boards::Board;
use crate::boards::store::board_for_viewer;
use crate::db::{At, Millis, StoreError, Text, Tx, on, or_empty, statements};

statements! {
    SHOW = "insert into board_group (board_id, group_id, shared_at) values ($1, $2, $3) on conflict do nothing";
    HIDE = "delete from board_group where board_id = $1 and group_id = $2";
    /// What an owner shared who has left, unless another owner of the board is still in the group and may wish there.
    HIDE_ALL = "delete from board_group where group_id = $1 and board_id in (select p.board_id from board_person p \
        where p.account_id = $2 and p.relation = 'owner') and not exists (select 1 from board_person o \
        join member m on m.account_id = o.account_id and m.group_id = $1 and m.role <> 'giver_only' \
        where o.board_id = board_group.board_id and o.relation = 'owner' and o.account_id <> $2)";
    GROUPS_OF = "select group_id from board_group where board_id = $1 order by shared_at, group_id";
    /// The earliest lock date of the groups that it is shown to, where that is its audience.
    LOCKS_AT = "select min(g.locks_at) from board b join board_group s on s.board_id = b.id join gift_group g \
        on g.id = s.group_id and g.deleted_at is null where b.id = $1 and b.audience = 'groups'";
    /// As [`LOCKS_AT`], of all boards that an item lies on.
    ITEM_LOCKS_AT = "select min(g.locks_at) from placement p join board b on b.id = p.board_id and b.audience = 'groups' \
        and b.deleted_at is null join board_group s on s.board_id = b.id join gift_group g on g.id = s.group_id \
        and g.deleted_at is null where p.item_id = $1";
    /// Members of the groups that a board is shown to who are none of its own people; `$2` says that it may be shown no longer.
    ONLOOKERS = "select distinct m.account_id from board b join account a on a.id = b.account_id \
        join board_group s on s.board_id = b.id join gift_group g on g.id = s.group_id and g.deleted_at is null \
        join member m on m.group_id = g.id where b.id = $1 and ($2 or (b.audience = 'groups' and b.deleted_at is null \
        and a.deactivated_at is null)) and not exists (select 1 from board_person v where v.board_id = b.id \
        and v.account_id = m.account_id) order by m.account_id";
    /// `$3` an empty text: for whomever.
    BOARDS_OF = board_for_viewer!(more "s.shared_at", "join board_group s on s.board_id = b.id where s.group_id = $2 \
        and b.audience = 'groups' and b.deleted_at is null and ($3 = '' or exists (select 1 from board_person w \
        where w.board_id = b.id and w.account_id = $3 and w.relation = 'owner')) and (s.shared_at, b.id) > ($4, $5) \
        order by s.shared_at, b.id limit $6");
}

/// A board and since when the group is shown it.
struct Shared(Board, Timestamp);

impl<'r, R: Row> FromRow<'r, R> for Shared
where
    Board: FromRow<'r, R>,
    usize: ColumnIndex<R>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> sqlx::Result<Self> {
        Ok(Self(Board::from_row(row)?, row.try_get::<Millis, _>(18)?.0))
    }
}

/// Changes nothing where it is shown already.
pub(in crate::boards) async fn show(
    tx: &mut Tx,
    board: BoardId,
    group: GroupId,
    now: Timestamp,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(SHOW).bind(Text(board)).bind(Text(group)).bind(Millis(now)).execute(e).await.map(|_| ())
    })
}

/// False where it was not shown.
pub(in crate::boards) async fn hide(tx: &mut Tx, board: BoardId, group: GroupId) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(HIDE).bind(Text(board)).bind(Text(group)).execute(e).await.map(|done| done.rows_affected() == 1)
    })
}

/// As [`hide`], of all that this account owns.
pub(in crate::boards) async fn hide_all(tx: &mut Tx, group: GroupId, account: AccountId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(HIDE_ALL).bind(Text(group)).bind(Text(account)).execute(e).await.map(|_| ()) })
}

/// The groups that a board is shown to, the first first.
pub(in crate::boards) async fn groups_of(at: impl Into<At<'_>>, board: BoardId) -> Result<Vec<GroupId>, StoreError> {
    let ids: Vec<Text<GroupId>> = on!(at.into(), |e| query_scalar(GROUPS_OF).bind(Text(board)).fetch_all(e))?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// A page of the boards that a group is shown, for one of its people: all, or those for one owner.
pub(in crate::boards) async fn boards_of(
    at: impl Into<At<'_>>,
    (viewer, group, owner): (AccountId, GroupId, Option<AccountId>),
    (shared_at, id): (i64, String),
    limit: i64,
) -> Result<Vec<(Board, Timestamp)>, StoreError> {
    let rows: Vec<Shared> = on!(at.into(), |e| {
        query_as(BOARDS_OF)
            .bind(Text(viewer))
            .bind(Text(group))
            .bind(or_empty(owner))
            .bind(shared_at)
            .bind(id)
            .bind(limit)
            .fetch_all(e)
    })?;
    Ok(rows.into_iter().map(|Shared(board, at)| (board, at)).collect())
}

/// The earliest lock date of the groups that the board is shown to.
pub(in crate::boards) async fn locks_at(
    at: impl Into<At<'_>>,
    board: BoardId,
) -> Result<Option<Timestamp>, StoreError> {
    let moment: Option<Millis> = on!(at.into(), |e| query_scalar(LOCKS_AT).bind(Text(board)).fetch_one(e))?;
    Ok(moment.map(|at| at.0))
}

/// That of all boards which the item lies on.
pub(in crate::boards) async fn item_locks_at(
    at: impl Into<At<'_>>,
    item: ItemId,
) -> Result<Option<Timestamp>, StoreError> {
    let moment: Option<Millis> = on!(at.into(), |e| query_scalar(ITEM_LOCKS_AT).bind(Text(item)).fetch_one(e))?;
    Ok(moment.map(|at| at.0))
}

/// Those who are shown the board and are none of its own people; `hidden`: who were until just now, too.
pub(in crate::boards) async fn onlookers(
    at: impl Into<At<'_>>,
    board: BoardId,
    hidden: bool,
) -> Result<Vec<AccountId>, StoreError> {
    let ids: Vec<Text<AccountId>> =
        on!(at.into(), |e| query_scalar(ONLOOKERS).bind(Text(board)).bind(hidden).fetch_all(e))?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}
