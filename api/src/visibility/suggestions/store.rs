//! Suggestions, read for one viewer with what decides whether they may know of them.

use shared::id::{AccountId, BoardId, SuggestionId};
use shared::time::Timestamp;
use sqlx::{FromRow, query_as};

use super::{Part, SeenSuggestion};
use crate::claims::SuggestionRow;
use crate::db::{At, Millis, StoreError, Text, on, statements};

/// Whether the account in the second text is in a group that the board in the first is shown to, and may give. A child gives nothing:
/// who acts for it might be whom the board is for.
macro_rules! board_known {
    ($board:literal, $account:literal) => {
        concat!(
            "exists (select 1 from board kb join board_group ks on ks.board_id = kb.id \
             join gift_group kg on kg.id = ks.group_id and kg.deleted_at is null join member km on km.group_id = kg.id \
             where kb.audience = 'groups' and kb.deleted_at is null and kb.id = ",
            $board,
            " and km.account_id = ",
            $account,
            " and not exists (select 1 from child kc where kc.account_id = km.account_id))"
        )
    };
}
pub(crate) use board_known;

/// Whether the board is for the account. One in the bin is as much theirs as before.
macro_rules! board_receives {
    ($board:literal, $account:literal) => {
        concat!(
            "exists (select 1 from board_person rv where rv.relation = 'owner' and rv.board_id = ",
            $board,
            " and rv.account_id = ",
            $account,
            ")"
        )
    };
}
pub(crate) use board_receives;

/// Columns of a suggestion as [`SuggestionRow`] reads them, names, and what the viewer in `$1` is to it at the moment in `$2`.
macro_rules! seen_suggestion {
    ($rest:literal) => {
        concat!(
            "select s.id, s.board_id, s.account_id, s.title, s.url, s.price_minor, s.price_currency, s.note, s.owners, s.names, \
             s.reveals_at, s.created_at, s.deleted_at, s.taken_by, s.state, s.version, a.display_name as suggester, \
             t.display_name as taker, exists (select 1 from suggestion_dark d where d.suggestion_id = s.id \
             and d.account_id = $1) as was_for_viewer, ",
            board_known!("s.board_id", "$1"),
            " as known, ",
            board_receives!("s.board_id", "$1"),
            " as receives, (s.reveals_at is not null and s.reveals_at <= $2 and not exists (select 1 from board vb \
             where vb.id = s.board_id and vb.deleted_at is null and vb.audience <> 'private' \
             and coalesce(vb.turned_at, -1) < s.reveals_at and (vb.reveals_at is null or vb.reveals_at > $2))) as revealed \
             from suggestion s join account a on a.id = s.account_id left join account t on t.id = s.taken_by ",
            $rest
        )
    };
}

statements! {
    PART = concat!("select ", board_known!("$2", "$1"), " as known, ", board_receives!("$2", "$1"), " as receives");
    ONE = seen_suggestion!("where s.id = $3");
    ON_BOARD = seen_suggestion!("where s.board_id = $3 order by s.created_at, s.id");
    MINE = seen_suggestion!("where s.account_id = $1 or s.taken_by = $1 order by s.created_at desc, s.id desc");
    /// Everybody in a group that the board is shown to, but those it is for.
    GIVERS = concat!("select distinct m.account_id from board b join board_group g on g.board_id = b.id \
        join gift_group p on p.id = g.group_id and p.deleted_at is null join member m on m.group_id = p.id \
        where b.id = $1 and b.audience = 'groups' and b.deleted_at is null and not ",
        board_receives!("b.id", "m.account_id"),
        " and not exists (select 1 from child h where h.account_id = m.account_id) \
        and not exists (select 1 from suggestion_dark d join suggestion s on s.id = d.suggestion_id where s.board_id = b.id \
        and s.deleted_at is null and d.account_id = m.account_id)");
}

#[derive(FromRow)]
struct SeenRow {
    #[sqlx(flatten)]
    suggestion: SuggestionRow,
    suggester: String,
    taker: Option<String>,
    was_for_viewer: bool,
    known: bool,
    receives: bool,
    revealed: bool,
}

impl From<SeenRow> for SeenSuggestion {
    fn from(row: SeenRow) -> Self {
        let SeenRow { suggestion, suggester, taker, was_for_viewer, known, receives, revealed } = row;
        let part = Part { known, receives };
        Self { suggestion: suggestion.into(), suggester, taker, was_for_viewer, part, revealed }
    }
}

/// What the viewer is to suggestions for this board. Whether they see the board is asked before.
pub(crate) async fn part(at: impl Into<At<'_>>, viewer: AccountId, board: BoardId) -> Result<Part, StoreError> {
    let (known, receives): (bool, bool) =
        on!(at.into(), |e| query_as(PART).bind(Text(viewer)).bind(Text(board)).fetch_one(e))?;
    Ok(Part { known, receives })
}

pub(crate) async fn by_id(
    at: impl Into<At<'_>>,
    viewer: AccountId,
    id: SuggestionId,
    now: Timestamp,
) -> Result<Option<SeenSuggestion>, StoreError> {
    let row: Option<SeenRow> =
        on!(at.into(), |e| query_as(ONE).bind(Text(viewer)).bind(Millis(now)).bind(Text(id)).fetch_optional(e))?;
    Ok(row.map(SeenSuggestion::from))
}

/// All for a board, the oldest first.
pub(crate) async fn on_board(
    at: impl Into<At<'_>>,
    viewer: AccountId,
    board: BoardId,
    now: Timestamp,
) -> Result<Vec<SeenSuggestion>, StoreError> {
    let rows: Vec<SeenRow> =
        on!(at.into(), |e| query_as(ON_BOARD).bind(Text(viewer)).bind(Millis(now)).bind(Text(board)).fetch_all(e))?;
    Ok(rows.into_iter().map(SeenSuggestion::from).collect())
}

/// What the viewer suggested or gives, the newest first.
pub(crate) async fn mine(
    at: impl Into<At<'_>>,
    viewer: AccountId,
    now: Timestamp,
) -> Result<Vec<SeenSuggestion>, StoreError> {
    let rows: Vec<SeenRow> = on!(at.into(), |e| query_as(MINE).bind(Text(viewer)).bind(Millis(now)).fetch_all(e))?;
    Ok(rows.into_iter().map(SeenSuggestion::from).collect())
}

/// Everybody who may be told of suggestions for this board.
pub(crate) async fn givers(at: impl Into<At<'_>>, board: BoardId) -> Result<Vec<AccountId>, StoreError> {
    let ids: Vec<(Text<AccountId>,)> = on!(at.into(), |e| query_as(GIVERS).bind(Text(board)).fetch_all(e))?;
    Ok(ids.into_iter().map(|(id,)| id.0).collect())
}
