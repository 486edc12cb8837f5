//! What the rows of boards say of claims.

use shared::id::{BoardId, ItemId};
use shared::wire::claims::{ClaimPolicy, GiverNames, PolicyChoice};
use sqlx::{query, query_as};

use super::Policies;
use crate::db::{At, Millis, StoreError, Text, Tx, on, statements};

statements! {
    OF_BOARD = "select claim_policy, claim_names, next_claim_policy, next_claim_names, next_claims_at from board where id = $1";
    /// Boards in the bin too: they come back as they were.
    OF_ITEM = "select b.claim_policy, b.claim_names, b.next_claim_policy, b.next_claim_names, b.next_claims_at \
        from placement p join board b on b.id = p.board_id where p.item_id = $1";
    /// Of everything that lies on a board, with the item.
    OF_ITEMS_ON = "select q.item_id, b.claim_policy, b.claim_names, b.next_claim_policy, b.next_claim_names, b.next_claims_at \
        from placement q join placement p on p.item_id = q.item_id join board b on b.id = p.board_id where q.board_id = $1";
    SET = "update board set claim_policy = $2, claim_names = $3, next_claim_policy = $4, next_claim_names = $5, \
        next_claims_at = $6 where id = $1";
}

type Row = (Text<ClaimPolicy>, Text<GiverNames>, Option<Text<ClaimPolicy>>, Option<Text<GiverNames>>, Option<Millis>);

fn read((policy, names, next_policy, next_names, from): Row) -> Policies {
    let next = match (next_policy, next_names, from) {
        (Some(policy), Some(names), Some(from)) => Some((PolicyChoice { policy: policy.0, names: names.0 }, from.0)),
        _ => None,
    };
    Policies { current: PolicyChoice { policy: policy.0, names: names.0 }, next }
}

pub(super) async fn of_board(at: impl Into<At<'_>>, id: BoardId) -> Result<Option<Policies>, StoreError> {
    let row: Option<Row> = on!(at.into(), |e| query_as(OF_BOARD).bind(Text(id)).fetch_optional(e))?;
    Ok(row.map(read))
}

/// Of each board that the item lies on.
pub(super) async fn of_item(at: impl Into<At<'_>>, item: ItemId) -> Result<Vec<Policies>, StoreError> {
    let rows: Vec<Row> = on!(at.into(), |e| query_as(OF_ITEM).bind(Text(item)).fetch_all(e))?;
    Ok(rows.into_iter().map(read).collect())
}

/// Of each item on a board, for each board that it lies on.
pub(super) async fn of_items_on(at: impl Into<At<'_>>, board: BoardId) -> Result<Vec<(ItemId, Policies)>, StoreError> {
    type Placed = (
        Text<ItemId>,
        Text<ClaimPolicy>,
        Text<GiverNames>,
        Option<Text<ClaimPolicy>>,
        Option<Text<GiverNames>>,
        Option<Millis>,
    );
    let rows: Vec<Placed> = on!(at.into(), |e| query_as(OF_ITEMS_ON).bind(Text(board)).fetch_all(e))?;
    Ok(rows.into_iter().map(|(item, a, b, c, d, e)| (item.0, read((a, b, c, d, e)))).collect())
}

pub(super) async fn set(tx: &mut Tx, id: BoardId, policies: &Policies) -> Result<(), StoreError> {
    let next = policies.next;
    on!(&mut *tx, |e| async {
        query(SET)
            .bind(Text(id))
            .bind(Text(policies.current.policy))
            .bind(Text(policies.current.names))
            .bind(next.map(|(next, _)| Text(next.policy)))
            .bind(next.map(|(next, _)| Text(next.names)))
            .bind(next.map(|(_, from)| Millis(from)))
            .execute(e)
            .await
            .map(|_| ())
    })
}
