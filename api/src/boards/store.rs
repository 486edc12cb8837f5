//! The rows of boards and of their people.

use shared::id::{AccountId, BoardId};
use shared::time::Timestamp;
use shared::wire::boards::{Audience, BoardKind, BoardRelation};
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type, query, query_as, query_scalar};

use super::board::Board;
use crate::db::{At, Batch, Millis, StoreError, Text, Tx, on, or_empty, statements};

/// A board for the viewer in `$1`; an empty text is nobody.
macro_rules! board_for_viewer {
    ($rest:literal) => {
        board_for_viewer!(counted "", $rest)
    };
    // With one more column.
    (more $more:literal, $rest:literal) => {
        board_for_viewer!(counted concat!(", ", $more), $rest)
    };
    (counted $more:expr, $rest:literal) => {
        board_for_viewer!(
            "(select count(*) from placement p join item i on i.id = p.item_id \
                where p.board_id = b.id and i.deleted_at is null)",
            $more,
            $rest
        )
    };
    ($count:literal, $rest:literal) => {
        board_for_viewer!($count, "", $rest)
    };
    ($count:literal, $more:expr, $rest:literal) => {
        concat!(
            "select b.id, b.account_id, b.default_for, b.name, b.description, b.cover_image, b.kind, b.audience, \
             b.link_token, b.created_at, b.updated_at, b.deleted_at, b.version, b.conflicts, coalesce(v.relation, \
             case when b.audience = 'groups' and exists (select 1 from board_group s \
             join gift_group g on g.id = s.group_id and g.deleted_at is null \
             join member m on m.group_id = s.group_id and m.account_id = $1 where s.board_id = b.id) then 'viewer' end), ",
            $count,
            " as item_count, (b.audience <> 'private' and exists (select 1 from account m \
             where m.id = b.account_id and m.deactivated_at is not null)) as maker_shut_out, \
             (select min(g.locks_at) from board_group s join gift_group g on g.id = s.group_id and g.deleted_at is null \
             where s.board_id = b.id) as group_lock",
            $more,
            " from board b left join board_person v on v.board_id = b.id and v.account_id = $1 ",
            $rest
        )
    };
}
pub(super) use board_for_viewer;

statements! {
    BY_ID = board_for_viewer!("where b.id = $2");
    BY_LINK = board_for_viewer!("where b.link_token = $2");
    /// Without its count, which takes longer the fuller a board is: for deciding what the viewer may do.
    UNCOUNTED = board_for_viewer!("cast(0 as bigint)", "where b.id = $2");
    /// As [`UNCOUNTED`].
    LINKED = board_for_viewer!("cast(0 as bigint)", "where b.link_token = $2");
    DEFAULT = "select id from board where default_for = $1";
    /// *My wishes* first, then in the order of their making.
    LIST = board_for_viewer!("where v.account_id = $1 and b.deleted_at is null \
        and (case when b.default_for = $1 then 0 else 1 end, b.created_at, b.id) > ($2, $3, $4) \
        order by case when b.default_for = $1 then 0 else 1 end, b.created_at, b.id limit $5");
    LIST_BIN = board_for_viewer!("where v.account_id = $1 and v.relation = 'owner' and b.deleted_at is not null \
        and (b.deleted_at, b.id) > ($2, $3) order by b.deleted_at, b.id limit $4");
    DIGEST = "select account_id, body_digest from board where id = $1";
    COUNT = "select count(*) from board where account_id = $1 and deleted_at is null";
    INSERT = "insert into board (id, account_id, default_for, body_digest, name, description, cover_image, kind, audience, \
        link_token, created_at, updated_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, 1) \
        on conflict do nothing";
    UPDATE = "update board set name = $3, description = $4, cover_image = $5, kind = $6, audience = $7, link_token = $8, \
        updated_at = $9, version = version + 1 where id = $1 and version = $2 and deleted_at is null";
    HOLD = "update board set version = version where id = $1";
    TOUCH = "update board set updated_at = $2, version = version + 1 where id = $1";
    AUDIENCE = "select audience from board where id = $1";
    ADD_PERSON = "insert into board_person (board_id, account_id, relation, added_at) values ($1, $2, $3, $4) \
        on conflict (board_id, account_id) do nothing";
    REMOVE_EDITOR = "delete from board_person where board_id = $1 and account_id = $2 and relation = 'editor'";
    SET_RELATION = "update board_person set relation = $3 where board_id = $1 and account_id = $2";
    PEOPLE = "select p.account_id, p.relation, p.added_at, a.display_name, a.avatar from board_person p \
        join account a on a.id = p.account_id where p.board_id = $1 order by p.added_at, p.account_id";
}

impl<'r, R: Row> FromRow<'r, R> for Board
where
    usize: ColumnIndex<R>,
    &'r str: Decode<'r, R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> sqlx::Result<Self> {
        let odd = |error| sqlx::Error::Decode(Box::new(error));
        let conflicts: Option<String> = row.try_get(13)?;
        Ok(Self {
            id: row.try_get::<Text<BoardId>, _>(0)?.0,
            account_id: row.try_get::<Text<AccountId>, _>(1)?.0,
            default_for: row.try_get::<Option<Text<AccountId>>, _>(2)?.map(|text| text.0),
            name: row.try_get(3)?,
            description: row.try_get(4)?,
            cover_image: row.try_get(5)?,
            kind: row.try_get::<Text<BoardKind>, _>(6)?.0,
            audience: row.try_get::<Text<Audience>, _>(7)?.0,
            link_token: row.try_get(8)?,
            created_at: row.try_get::<Millis, _>(9)?.0,
            updated_at: row.try_get::<Millis, _>(10)?.0,
            deleted_at: row.try_get::<Option<Millis>, _>(11)?.map(|at| at.0),
            version: row.try_get(12)?,
            conflicts: conflicts.map_or(Ok(Vec::new()), |text| serde_json::from_str(&text)).map_err(odd)?,
            person: row.try_get::<Option<Text<BoardRelation>>, _>(14)?.map(|text| text.0),
            item_count: row.try_get(15)?,
            maker_shut_out: row.try_get(16)?,
            group_lock: row.try_get::<Option<Millis>, _>(17)?.map(|at| at.0),
        })
    }
}

pub(super) async fn by_id(
    at: impl Into<At<'_>>,
    viewer: Option<AccountId>,
    id: BoardId,
) -> Result<Option<Board>, StoreError> {
    on!(at.into(), |e| query_as(BY_ID).bind(or_empty(viewer)).bind(Text(id)).fetch_optional(e))
}

/// A board whose `item_count` says nothing.
pub(super) async fn uncounted(
    at: impl Into<At<'_>>,
    viewer: Option<AccountId>,
    id: BoardId,
) -> Result<Option<Board>, StoreError> {
    on!(at.into(), |e| query_as(UNCOUNTED).bind(or_empty(viewer)).bind(Text(id)).fetch_optional(e))
}

pub(super) async fn by_link(
    at: impl Into<At<'_>>,
    viewer: Option<AccountId>,
    token: &str,
) -> Result<Option<Board>, StoreError> {
    on!(at.into(), |e| query_as(BY_LINK).bind(or_empty(viewer)).bind(token).fetch_optional(e))
}

/// As [`uncounted`], behind a link.
pub(super) async fn linked(
    at: impl Into<At<'_>>,
    viewer: Option<AccountId>,
    token: &str,
) -> Result<Option<Board>, StoreError> {
    on!(at.into(), |e| query_as(LINKED).bind(or_empty(viewer)).bind(token).fetch_optional(e))
}

pub(super) async fn default_board(at: impl Into<At<'_>>, account: AccountId) -> Result<Option<BoardId>, StoreError> {
    let id: Option<Text<BoardId>> = on!(at.into(), |e| query_scalar(DEFAULT).bind(Text(account)).fetch_optional(e))?;
    Ok(id.map(|id| id.0))
}

/// The key of a page of the list: (rank, created_at, id).
pub(super) type ListKey = (i64, i64, String);

pub(super) async fn list(
    at: impl Into<At<'_>>,
    account: AccountId,
    (rank, created_at, id): ListKey,
    limit: i64,
) -> Result<Vec<Board>, StoreError> {
    on!(at.into(), |e| {
        query_as(LIST).bind(Text(account)).bind(rank).bind(created_at).bind(id).bind(limit).fetch_all(e)
    })
}

pub(super) async fn list_bin(
    at: impl Into<At<'_>>,
    account: AccountId,
    (deleted_at, id): (i64, String),
    limit: i64,
) -> Result<Vec<Board>, StoreError> {
    on!(at.into(), |e| query_as(LIST_BIN).bind(Text(account)).bind(deleted_at).bind(id).bind(limit).fetch_all(e))
}

/// Who made it, and of which body.
pub(super) async fn digest(at: impl Into<At<'_>>, id: BoardId) -> Result<Option<(AccountId, String)>, StoreError> {
    let row: Option<(Text<AccountId>, String)> = on!(at.into(), |e| query_as(DIGEST).bind(Text(id)).fetch_optional(e))?;
    Ok(row.map(|(account, digest)| (account.0, digest)))
}

pub(super) async fn count(at: impl Into<At<'_>>, account: AccountId) -> Result<i64, StoreError> {
    on!(at.into(), |e| query_scalar(COUNT).bind(Text(account)).fetch_one(e))
}

/// False where a board with this id, or another *My wishes*, was there first.
pub(super) async fn insert(tx: &mut Tx, board: &Board, digest: &str) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(INSERT)
            .bind(Text(board.id))
            .bind(Text(board.account_id))
            .bind(board.default_for.map(Text))
            .bind(digest)
            .bind(&board.name)
            .bind(&board.description)
            .bind(&board.cover_image)
            .bind(Text(board.kind))
            .bind(Text(board.audience))
            .bind(&board.link_token)
            .bind(Millis(board.created_at))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Writes the board's own fields over `version`; false where it has another one by now.
pub(super) async fn update(tx: &mut Tx, board: &Board, version: i64, now: Timestamp) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(UPDATE)
            .bind(Text(board.id))
            .bind(version)
            .bind(&board.name)
            .bind(&board.description)
            .bind(&board.cover_image)
            .bind(Text(board.kind))
            .bind(Text(board.audience))
            .bind(&board.link_token)
            .bind(Millis(now))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Lets nobody else change the board until the transaction ends. Read it after this, not before.
pub(super) async fn hold(tx: &mut Tx, id: BoardId) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(HOLD).bind(Text(id)).execute(e).await.map(|_| ()) })
}

/// What lies on it changed. Holds the board until the transaction ends, so that its order has one writer.
pub(super) async fn touch(tx: &mut Tx, id: BoardId, now: Timestamp) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async { query(TOUCH).bind(Text(id)).bind(Millis(now)).execute(e).await.map(|_| ()) })
}

/// Who the board is for; `None` where there is none.
pub(super) async fn audience(at: impl Into<At<'_>>, id: BoardId) -> Result<Option<Audience>, StoreError> {
    let audience: Option<Text<Audience>> = on!(at.into(), |e| query_scalar(AUDIENCE).bind(Text(id)).fetch_optional(e))?;
    Ok(audience.map(|audience| audience.0))
}

/// As [`touch`].
pub(super) fn add_touch(batch: &mut Batch, id: BoardId, now: Timestamp) {
    batch.add(TOUCH).bind(Text(id)).bind(Millis(now));
}

/// False where they were one of its people already.
pub(super) async fn add_person(
    tx: &mut Tx,
    board: BoardId,
    account: AccountId,
    relation: BoardRelation,
    now: Timestamp,
) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(ADD_PERSON)
            .bind(Text(board))
            .bind(Text(account))
            .bind(Text(relation))
            .bind(Millis(now))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// False where they were no editor.
pub(super) async fn remove_editor(tx: &mut Tx, board: BoardId, account: AccountId) -> Result<bool, StoreError> {
    on!(&mut *tx, |e| async {
        query(REMOVE_EDITOR)
            .bind(Text(board))
            .bind(Text(account))
            .execute(e)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Makes one of the board's people something else to it.
pub(super) async fn set_relation(
    tx: &mut Tx,
    board: BoardId,
    account: AccountId,
    relation: BoardRelation,
) -> Result<(), StoreError> {
    on!(&mut *tx, |e| async {
        query(SET_RELATION).bind(Text(board)).bind(Text(account)).bind(Text(relation)).execute(e).await.map(|_| ())
    })
}

/// One of a board's people.
pub(crate) struct Person {
    pub(crate) account_id: AccountId,
    pub(crate) relation: BoardRelation,
    pub(crate) added_at: Timestamp,
    pub(crate) display_name: String,
    pub(crate) avatar: Option<String>,
}

type PersonRow = (Text<AccountId>, Text<BoardRelation>, Millis, String, Option<String>);

/// Owners and editors, the first first.
pub(super) async fn people(at: impl Into<At<'_>>, board: BoardId) -> Result<Vec<Person>, StoreError> {
    let rows: Vec<PersonRow> = on!(at.into(), |e| query_as(PEOPLE).bind(Text(board)).fetch_all(e))?;
    let person = |(account_id, relation, added_at, display_name, avatar): PersonRow| Person {
        account_id: account_id.0,
        relation: relation.0,
        added_at: added_at.0,
        display_name,
        avatar,
    };
    Ok(rows.into_iter().map(person).collect())
}
