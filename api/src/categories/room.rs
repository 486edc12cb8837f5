//! Whether there is room for a wish in its categories, one adding at a time; and what becomes of it where there is none.

use shared::id::{AccountId, BoardId, ItemId};
use shared::money::Money;
use shared::wire::problem::ProblemKind;

use super::limits::{TooMuch, fits, may_count_more};
use super::{Category, Listed, store};
use crate::db::{StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::groups;

/// Whether the wish fits for each of these people. The category is this transaction's.
async fn fits_for(
    tx: &mut Tx,
    category: &Category,
    people: &[AccountId],
    (item, listed): (ItemId, &Listed),
) -> Result<Result<(), TooMuch>, StoreError> {
    for person in people {
        let wishes = store::of_person(&mut *tx, category.id, *person, false).await?;
        let others = wishes.iter().filter(|wish| wish.item_id != item).map(|wish| &wish.listed);
        if let Err(too_much) = fits(category, others, listed) {
            return Ok(Err(too_much));
        }
    }
    Ok(Ok(()))
}

/// Lets a wish into the category through this list. The category is this transaction's.
///
/// # Errors
/// `OverLimit`, where it does not fit for its person or somebody whom the list is for. Which of them, and what they have, is not
/// said: an editor may see neither.
pub(super) async fn enter(tx: &mut Tx, category: &Category, board: BoardId, wish: (ItemId, &Listed)) -> Answer<()> {
    let people = store::counted_for(&mut *tx, wish.0, board).await?;
    fits_for(tx, category, &people, wish).await?.map_err(|too_much| refusal(category, too_much))
}

fn refusal(category: &Category, too_much: TooMuch) -> ApiError {
    let told = |money: Money| format!("{} {}", money.to_decimal(), money.currency);
    let name = &category.name;
    let detail = match too_much {
        TooMuch::Together(limit) => format!("It does not fit into “{name}” any more: {} together.", told(limit)),
        TooMuch::Piece(highest) => format!("In “{name}” one piece costs {} at most.", told(highest)),
    };
    ApiError::new(ProblemKind::OverLimit).detail(detail)
}

/// Refuses an edit by which a wish counts more than there is room for. A price that a shop raised asks nobody.
///
/// # Errors
/// `OverLimit`; it names the category only to people of its group.
pub(crate) async fn raised(
    tx: &mut Tx,
    editor: AccountId,
    item: ItemId,
    (before, after): (Listed, Listed),
) -> Answer<()> {
    if !may_count_more(&before, &after) {
        return Ok(());
    }
    for (id, board) in store::of_item(&mut *tx, item).await? {
        store::hold(tx, id).await?;
        let Some(category) = store::by_id(&mut *tx, id).await? else { continue };
        if category.deleted_at.is_some() {
            continue;
        }
        if let Err(refused) = enter(tx, &category, board, (item, &after)).await {
            let in_group = groups::role(&mut *tx, editor, category.group_id).await?.is_some();
            return Err(if in_group { refused } else { ApiError::new(ProblemKind::OverLimit) });
        }
    }
    Ok(())
}

/// A wish comes back from the bin: it stays in the categories that still have room for it, and is in no other one.
///
/// # Errors
/// Those of the database.
pub(crate) async fn made_room(tx: &mut Tx, item: ItemId, listed: &Listed) -> Result<(), StoreError> {
    for (id, board) in store::of_item(&mut *tx, item).await? {
        let people = store::counted_for(&mut *tx, item, board).await?;
        stay(tx, (id, &people), (item, listed)).await?;
    }
    Ok(())
}

/// Takes the wish out of the category where it does not fit for one of these people.
async fn stay(
    tx: &mut Tx,
    (id, people): (shared::id::CategoryId, &[AccountId]),
    wish: (ItemId, &Listed),
) -> Result<(), StoreError> {
    store::hold(tx, id).await?;
    let Some(category) = store::by_id(&mut *tx, id).await? else { return Ok(()) };
    if fits_for(tx, &category, people, wish).await?.is_err() {
        store::take(tx, wish.0, id).await?;
    }
    Ok(())
}

/// A wish is about to be taken off this list: where it lies on another one of the same group, it stays in its category through
/// that, as far as there is room with those whom that list is for besides.
///
/// # Errors
/// Those of the database.
pub(crate) async fn follow(tx: &mut Tx, item: ItemId, board: BoardId, listed: &Listed) -> Result<(), StoreError> {
    let before = store::of_item(&mut *tx, item).await?;
    if !before.iter().any(|(_, through)| *through == board) {
        return Ok(());
    }
    let counted = store::counted_for(&mut *tx, item, board).await?;
    store::follow(tx, item, board).await?;
    for (id, through) in store::of_item(&mut *tx, item).await? {
        if through != board && before.contains(&(id, board)) {
            let mut people = store::counted_for(&mut *tx, item, through).await?;
            people.retain(|person| !counted.contains(person));
            stay(tx, (id, &people), (item, listed)).await?;
        }
    }
    Ok(())
}
