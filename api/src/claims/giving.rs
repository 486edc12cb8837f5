//! Whether somebody may give this wish, and so many of it.

use shared::id::{AccountId, ClaimId, ItemId};
use shared::wire::claims::ClaimSight;
use shared::wire::items::ItemState;
use shared::wire::problem::ProblemKind;

use super::claim::Claim;
use super::store;
use crate::db::{At, Tx};
use crate::error::{Answer, ApiError};
use crate::items::{self, Item};
use crate::visibility;

/// The wish, where this account may claim it.
///
/// # Errors
/// `NotFound` where they do not see it, `Forbidden` where it is for them, or where they may only look; a conflict where
/// nobody wishes for it any more.
pub(super) async fn givable(mut at: At<'_>, account: AccountId, id: ItemId) -> Answer<Item> {
    let (item, _) = items::seen(at.again(), Some(account), id).await?;
    match visibility::claims::part(at, account, id).await?.sight() {
        ClaimSight::Giver => {}
        ClaimSight::Receiver => return Err(ApiError::forbidden("It is for you; others give it.")),
        ClaimSight::Onlooker => {
            return Err(ApiError::forbidden("Only members of a group that it is shown to may give it."));
        }
    }
    if item.deleted_at.is_some() || item.state != ItemState::Wanted {
        return Err(ApiError::conflict("Nobody wishes for it any more."));
    }
    Ok(item)
}

/// Refuses more than are free. The wish's turn is this transaction's.
///
/// # Errors
/// `Taken`, with how many are free.
pub(super) async fn free(tx: &mut Tx, item: &Item, claim: &Claim) -> Answer<()> {
    if store::has_one(&mut *tx, item.id, claim.account_id, claim.id).await? {
        return Err(ApiError::conflict("You give it already; change how many."));
    }
    room(tx, item, claim.id, claim.quantity).await
}

/// Refuses more than are free beside this claim, whoever makes it. The wish's turn is this transaction's.
///
/// # Errors
/// `Taken`, with how many are free.
pub(super) async fn room(tx: &mut Tx, item: &Item, but: ClaimId, quantity: u16) -> Answer<()> {
    let Some(wanted) = item.quantity else { return Ok(()) };
    let taken = store::taken(&mut *tx, item.id, but).await?;
    let free = (i64::from(wanted) - taken).max(0);
    if i64::from(quantity) > free {
        return Err(ApiError::new(ProblemKind::Taken).detail(format!("{free} of {wanted} are free.")));
    }
    Ok(())
}
