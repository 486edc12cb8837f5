//! Those who give something together, read for whoever looks at a wish, a board, or what they were given.

use shared::id::{AccountId, BoardId, ClaimId, ItemId};
use shared::time::Timestamp;
use sqlx::query_as;

use crate::claims::{Share, ShareRow};
use crate::db::{At, Millis, StoreError, Text, on, statements};
use crate::visibility::claims::revealed;

macro_rules! shares {
    ($rest:literal) => {
        concat!(
            "select s.claim_id, s.account_id, a.display_name, s.share_minor, s.share_currency, s.asked_at, s.agreed_at \
             from claim_share s join account a on a.id = s.account_id join claim c on c.id = s.claim_id and c.ended_at is null ",
            $rest
        )
    };
}

statements! {
    ON_ITEM = shares!("where c.item_id = $1 order by s.asked_at, s.account_id");
    ON_BOARD = shares!("join placement p on p.item_id = c.item_id and p.board_id = $1 order by s.asked_at, s.account_id");
    /// Who agreed to give what was revealed to somebody.
    RECEIVED = concat!("select s.claim_id, a.display_name from claim_share s join account a on a.id = s.account_id \
        join claim c on c.id = s.claim_id join claim_dark d on d.claim_id = c.id and d.account_id = $1 \
        where c.ended_at is null and s.agreed_at is not null and ", revealed!("$2"), " order by s.asked_at, s.account_id");
}

pub(in crate::visibility::claims) async fn on_item(
    at: impl Into<At<'_>>,
    item: ItemId,
) -> Result<Vec<Share>, StoreError> {
    let rows: Vec<ShareRow> = on!(at.into(), |e| query_as(ON_ITEM).bind(Text(item)).fetch_all(e))?;
    Ok(rows.into_iter().map(Share::from).collect())
}

pub(in crate::visibility::claims) async fn on_board(
    at: impl Into<At<'_>>,
    board: BoardId,
) -> Result<Vec<Share>, StoreError> {
    let rows: Vec<ShareRow> = on!(at.into(), |e| query_as(ON_BOARD).bind(Text(board)).fetch_all(e))?;
    Ok(rows.into_iter().map(Share::from).collect())
}

/// Claims that were revealed to this account, with the name of each who gave them too.
pub(in crate::visibility::claims) async fn received(
    at: impl Into<At<'_>>,
    viewer: AccountId,
    now: Timestamp,
) -> Result<Vec<(ClaimId, String)>, StoreError> {
    let rows: Vec<(Text<ClaimId>, String)> =
        on!(at.into(), |e| query_as(RECEIVED).bind(Text(viewer)).bind(Millis(now)).fetch_all(e))?;
    Ok(rows.into_iter().map(|(claim, name)| (claim.0, name)).collect())
}
