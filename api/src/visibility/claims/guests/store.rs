//! Guests' claims, read for one viewer as those of members are, and claims as a guest may know of them.

use std::collections::BTreeMap;

use shared::id::{AccountId, BoardId, GuestId, ItemId};
use shared::time::Timestamp;
use sqlx::{query_as, query_scalar};

use super::super::store::SeenRow;
use crate::db::{At, Millis, StoreError, Text, on, statements};
use crate::visibility::claims::{SeenClaim, known, receives, revealed};

/// A guest's claim as [`SeenRow`] reads it. Whose it is stands in the place of the account, which no viewer's id ever equals.
macro_rules! seen_guest_claim {
    ($rest:literal) => {
        concat!(
            "select c.id, c.item_id, c.guest_id as account_id, c.quantity, 'claimed' as state, cast(null as text) as note, \
             cast(null as bigint) as cost_minor, cast(null as text) as cost_currency, c.policy, c.names, c.snapshot, c.created_at, \
             c.created_at as confirmed_at, cast(null as bigint) as reminded_at, c.ended_at, cast(1 as bigint) as version, \
             c.reveals_at, cast(null as bigint) as thanked_at, cast(null as text) as thanks, a.name as giver, \
             exists (select 1 from guest_claim_dark d where d.claim_id = c.id and d.account_id = $1) as was_for_viewer, ",
            known!("c.item_id", "$1"),
            " as known, ",
            receives!("c.item_id", "$1"),
            " as receives, ",
            revealed!("$3"),
            " as revealed from guest_claim c join guest a on a.id = c.guest_id ",
            $rest
        )
    };
}

statements! {
    OF_ITEM = seen_guest_claim!("where c.item_id = $2 and c.ended_at is null");
    ON_BOARD = seen_guest_claim!("join placement p on p.item_id = c.item_id and p.board_id = $2 \
        join item i on i.id = c.item_id and i.deleted_at is null where c.ended_at is null");
    /// Whether somebody gives on a board: in a group that it is shown to, no child, and none of those it is for. No claim is read for it.
    GIVES_ON = "select exists (select 1 from board b join board_group s on s.board_id = b.id join gift_group g on g.id = s.group_id \
        and g.deleted_at is null join member m on m.group_id = g.id and m.account_id = $1 where b.id = $2 \
        and b.audience = 'groups' and b.deleted_at is null) and not exists (select 1 from child h where h.account_id = $1) \
        and not exists (select 1 from board_person v \
        where v.board_id = $2 and v.account_id = $1 and v.relation = 'owner')";
    /// The wishes of their list that a guest may give, and how many of each are taken: what who invited them gives there, as long as they
    /// are one of those who know, and nothing that is for somebody with the guest's own address.
    SIGHT = concat!("select gp.item_id, cast(coalesce((select sum(c.quantity) from claim c where c.item_id = gp.item_id \
        and c.ended_at is null), 0) + coalesce((select sum(c.quantity) from guest_claim c where c.item_id = gp.item_id \
        and c.ended_at is null), 0) as bigint) from guest g join placement gp on gp.board_id = g.board_id \
        join account ga on ga.id = g.invited_by and ga.deactivated_at is null \
        where g.id = $1 and g.confirmed_at is not null and g.ended_at is null and ", known!("gp.item_id", "g.invited_by"),
        " and not ", receives!("gp.item_id", "g.invited_by"), " and not exists (select 1 from claim_dark d \
        join claim c on c.id = d.claim_id where c.item_id = gp.item_id and c.ended_at is null and d.account_id = g.invited_by) \
        and not exists (select 1 from guest_claim_dark d join guest_claim c on c.id = d.claim_id where c.item_id = gp.item_id \
        and c.ended_at is null and d.account_id = g.invited_by) \
        and not exists (select 1 from account gm where (gm.email_key = g.email_key or gm.id = g.account_id) and ", receives!("gp.item_id", "gm.id"), ")");
}

/// Guests' claims on one item.
pub(in crate::visibility::claims) async fn on_item(
    at: impl Into<At<'_>>,
    viewer: AccountId,
    item: ItemId,
    now: Timestamp,
) -> Result<Vec<SeenClaim>, StoreError> {
    let rows: Vec<SeenRow> =
        on!(at.into(), |e| query_as(OF_ITEM).bind(Text(viewer)).bind(Text(item)).bind(Millis(now)).fetch_all(e))?;
    Ok(rows.into_iter().map(SeenClaim::from).collect())
}

/// Those of everything on a board.
pub(in crate::visibility::claims) async fn on_board(
    at: impl Into<At<'_>>,
    viewer: AccountId,
    board: BoardId,
    now: Timestamp,
) -> Result<Vec<SeenClaim>, StoreError> {
    let rows: Vec<SeenRow> =
        on!(at.into(), |e| query_as(ON_BOARD).bind(Text(viewer)).bind(Text(board)).bind(Millis(now)).fetch_all(e))?;
    Ok(rows.into_iter().map(SeenClaim::from).collect())
}

/// Whether somebody gives on the board, whatever is claimed there.
///
/// # Errors
/// Those of the database.
pub(crate) async fn gives_on(at: impl Into<At<'_>>, viewer: AccountId, board: BoardId) -> Result<bool, StoreError> {
    on!(at.into(), |e| query_scalar(GIVES_ON).bind(Text(viewer)).bind(Text(board)).fetch_one(e))
}

/// What the guest may give, and how many of it are taken.
///
/// # Errors
/// Those of the database.
pub(crate) async fn sight(at: impl Into<At<'_>>, guest: GuestId) -> Result<BTreeMap<ItemId, i64>, StoreError> {
    let rows: Vec<(Text<ItemId>, i64)> = on!(at.into(), |e| query_as(SIGHT).bind(Text(guest)).fetch_all(e))?;
    Ok(rows.into_iter().map(|(item, taken)| (item.0, taken)).collect())
}
