//! Claims, read for one viewer with what decides whether they may know of them.

use std::collections::BTreeSet;

use shared::id::{AccountId, BoardId, ItemId};
use shared::time::Timestamp;
use sqlx::{FromRow, query_as};

use super::{Part, SeenClaim, guests, together};
use crate::claims::{ClaimRow, Share};
use crate::db::{At, Millis, StoreError, Text, on, statements};

/// Whether the account in the second text is in a group that the item in the first is shown to, and may give it. A child gives
/// nothing: who acts for it might be whom the wish is for.
macro_rules! known {
    ($item:literal, $account:literal) => {
        concat!(
            "exists (select 1 from placement kp join board kb on kb.id = kp.board_id and kb.audience = 'groups' \
             and kb.deleted_at is null join board_group ks on ks.board_id = kb.id \
             join gift_group kg on kg.id = ks.group_id and kg.deleted_at is null \
             join member km on km.group_id = kg.id where kp.item_id = ",
            $item,
            " and km.account_id = ",
            $account,
            " and not exists (select 1 from child kc where kc.account_id = km.account_id))"
        )
    };
}
pub(crate) use known;

/// Whether the item is for the account: theirs, or on a board of theirs. A board in the bin is as much theirs as before.
macro_rules! receives {
    ($item:literal, $account:literal) => {
        concat!(
            "(exists (select 1 from item ri where ri.id = ",
            $item,
            " and ri.account_id = ",
            $account,
            ") or exists (select 1 from placement rp join board_person rv on rv.board_id = rp.board_id \
             and rv.relation = 'owner' where rp.item_id = ",
            $item,
            " and rv.account_id = ",
            $account,
            "))"
        )
    };
}

pub(crate) use receives;

/// Whether the reveal date of the claim `c` has come by the moment in this text. It is the claim's own, and no board that it was
/// claimed on puts it off: by a later date, or by none. Where a board turned over once, what it revealed stays revealed.
macro_rules! revealed {
    ($now:literal) => {
        concat!(
            "(c.reveals_at is not null and c.reveals_at <= ",
            $now,
            " and not exists (select 1 from placement vp join board vb on vb.id = vp.board_id and vb.deleted_at is null \
             and vb.audience <> 'private' where vp.item_id = c.item_id and vp.placed_at <= c.created_at \
             and coalesce(vb.turned_at, -1) < c.reveals_at and (vb.reveals_at is null or vb.reveals_at > ",
            $now,
            ")))"
        )
    };
}
pub(crate) use revealed;

/// Columns of a claim as [`ClaimRow`] reads them, its giver's name, and whether the wish was for the viewer in `$1` then.
macro_rules! seen_claim {
    ($rest:literal) => {
        concat!(
            "select c.id, c.item_id, c.account_id, c.quantity, c.state, c.note, c.cost_minor, c.cost_currency, c.policy, c.names, \
             c.snapshot, c.created_at, coalesce(c.confirmed_at, c.created_at) as confirmed_at, c.reminded_at, c.ended_at, c.version, \
             c.reveals_at, c.thanked_at, c.thanks, a.display_name as giver, \
             exists (select 1 from claim_dark d where d.claim_id = c.id and d.account_id = $1) as was_for_viewer, ",
            known!("c.item_id", "$1"),
            " as known, ",
            receives!("c.item_id", "$1"),
            " as receives, ",
            revealed!("$3"),
            " as revealed from claim c join account a on a.id = c.account_id ",
            $rest
        )
    };
}

statements! {
    PART = concat!("select ", known!("$2", "$1"), " as known, ", receives!("$2", "$1"), " as receives");
    /// The wishes on a board that the viewer may give: no claim is read for it.
    GIVABLE_ON = concat!("select gp.item_id from placement gp where gp.board_id = $2 and ", known!("gp.item_id", "$1"),
        " and not ", receives!("gp.item_id", "$1"));
    OF_ITEM = seen_claim!("where c.item_id = $2 and c.ended_at is null order by c.created_at, c.id");
    /// Of everything that lies on a board and is claimed, item by item.
    ON_BOARD = seen_claim!("join placement p on p.item_id = c.item_id and p.board_id = $2 \
        join item i on i.id = c.item_id and i.deleted_at is null where c.ended_at is null order by c.item_id, c.created_at, c.id");
    /// Everybody who may know of all claims on this item: in a group that it is shown to, and neither now nor at any claim one of those it is for.
    GIVERS = concat!("select distinct m.account_id from placement p join board b on b.id = p.board_id and b.audience = 'groups' \
        and b.deleted_at is null join board_group s on s.board_id = b.id join gift_group g on g.id = s.group_id \
        and g.deleted_at is null join member m on m.group_id = g.id where p.item_id = $1 and not ",
        receives!("$1", "m.account_id"),
        " and not exists (select 1 from child h where h.account_id = m.account_id) \
        and not exists (select 1 from claim_dark d join claim c on c.id = d.claim_id where c.item_id = $1 \
        and c.ended_at is null and d.account_id = m.account_id) and not exists (select 1 from guest_claim_dark d \
        join guest_claim c on c.id = d.claim_id where c.item_id = $1 and c.ended_at is null and d.account_id = m.account_id)");
}

pub(super) async fn part(at: impl Into<At<'_>>, viewer: AccountId, item: ItemId) -> Result<Part, StoreError> {
    let (known, receives): (bool, bool) =
        on!(at.into(), |e| query_as(PART).bind(Text(viewer)).bind(Text(item)).fetch_one(e))?;
    Ok(Part { known, receives })
}

/// The wishes on a board that the viewer may give, whatever is claimed.
///
/// # Errors
/// Those of the database.
pub(crate) async fn givable_on(
    at: impl Into<At<'_>>,
    viewer: AccountId,
    board: BoardId,
) -> Result<BTreeSet<ItemId>, StoreError> {
    let found: Vec<(Text<ItemId>,)> =
        on!(at.into(), |e| query_as(GIVABLE_ON).bind(Text(viewer)).bind(Text(board)).fetch_all(e))?;
    Ok(found.into_iter().map(|(Text(item),)| item).collect())
}

#[derive(FromRow)]
pub(super) struct SeenRow {
    #[sqlx(flatten)]
    claim: ClaimRow,
    giver: String,
    was_for_viewer: bool,
    known: bool,
    receives: bool,
    revealed: bool,
}

impl From<SeenRow> for SeenClaim {
    fn from(row: SeenRow) -> Self {
        let SeenRow { claim, giver, was_for_viewer, known, receives, revealed } = row;
        let part = Part { known, receives };
        Self { claim: claim.into(), giver, together: Vec::new(), was_for_viewer, part, revealed }
    }
}

/// The claims on one item, of members and of guests, the first first.
pub(crate) async fn on_item(
    at: impl Into<At<'_>>,
    viewer: AccountId,
    item: ItemId,
    now: Timestamp,
) -> Result<Vec<SeenClaim>, StoreError> {
    let mut at = at.into();
    let rows: Vec<SeenRow> =
        on!(at.again(), |e| query_as(OF_ITEM).bind(Text(viewer)).bind(Text(item)).bind(Millis(now)).fetch_all(e))?;
    let of_guests = guests::on_item(at.again(), viewer, item, now).await?;
    Ok(in_order(rows, together::on_item(at, item).await?, of_guests))
}

/// The claims, those of members each with those who give it too.
fn in_order(of_members: Vec<SeenRow>, shares: Vec<Share>, of_guests: Vec<SeenClaim>) -> Vec<SeenClaim> {
    let mut all: Vec<SeenClaim> = of_members.into_iter().map(SeenClaim::from).collect();
    for share in shares {
        let of = all.iter_mut().find(|seen| seen.claim.id == share.claim_id);
        if let Some(seen) = of {
            seen.together.push(share);
        }
    }
    all.extend(of_guests);
    all.sort_by_key(|seen| (seen.claim.item_id, seen.claim.created_at, seen.claim.id));
    all
}

/// Those of everything on a board, item by item.
pub(crate) async fn on_board(
    at: impl Into<At<'_>>,
    viewer: AccountId,
    board: BoardId,
    now: Timestamp,
) -> Result<Vec<SeenClaim>, StoreError> {
    let mut at = at.into();
    let rows: Vec<SeenRow> =
        on!(at.again(), |e| query_as(ON_BOARD).bind(Text(viewer)).bind(Text(board)).bind(Millis(now)).fetch_all(e))?;
    let of_guests = guests::on_board(at.again(), viewer, board, now).await?;
    Ok(in_order(rows, together::on_board(at, board).await?, of_guests))
}

/// Everybody who may be told of a claim on this item.
pub(crate) async fn givers(at: impl Into<At<'_>>, item: ItemId) -> Result<Vec<AccountId>, StoreError> {
    let ids: Vec<(Text<AccountId>,)> = on!(at.into(), |e| query_as(GIVERS).bind(Text(item)).fetch_all(e))?;
    Ok(ids.into_iter().map(|(id,)| id.0).collect())
}
