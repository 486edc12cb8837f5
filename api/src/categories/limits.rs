//! How wishes count against a category's limits: in its currency, by what was listed, exactly.

use shared::id::{BoardId, ItemId};
use shared::money::{Currency, Money};
use shared::wire::categories::CountedAs;
use shared::wire::items::ItemState;

use super::Category;

/// What of a wish counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listed {
    /// Of one piece.
    pub(crate) price: Option<Money>,
    /// `None`: any number, which counts as one.
    pub(crate) quantity: Option<u16>,
    pub(crate) state: ItemState,
}

/// A wish in a category.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish {
    pub(crate) item_id: ItemId,
    pub(crate) board_id: BoardId,
    pub(crate) listed: Listed,
}

/// Why a wish is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TooMuch {
    /// It would be more than this together.
    Together(Money),
    /// One piece costs more than this.
    Piece(Money),
}

/// How a wish counts, and with how much. Prices of 2^53 by ten thousand pieces are more than 64 bits hold.
pub(crate) fn count(listed: &Listed, currency: Currency) -> (CountedAs, i128) {
    if listed.state == ItemState::Archived {
        return (CountedAs::Archived, 0);
    }
    match listed.price {
        None => (CountedAs::NoPrice, 0),
        Some(price) if price.currency != currency => (CountedAs::OtherCurrency, 0),
        Some(price) => (CountedAs::Counted, i128::from(price.amount_minor) * i128::from(listed.quantity.unwrap_or(1))),
    }
}

/// What they come to together.
pub(crate) fn used<'w>(wishes: impl IntoIterator<Item = &'w Listed>, currency: Currency) -> i128 {
    wishes.into_iter().map(|listed| count(listed, currency).1).sum()
}

/// One piece costs more than the highest price.
pub(crate) fn too_expensive(listed: &Listed, highest: Option<Money>) -> bool {
    let (Some(highest), Some(price)) = (highest, listed.price) else { return false };
    listed.state != ItemState::Archived
        && price.currency == highest.currency
        && price.amount_minor > highest.amount_minor
}

/// Whether a change of the wish can make it count more, in whatever currency.
pub(super) fn may_count_more(before: &Listed, after: &Listed) -> bool {
    let Some(price) = after.price else { return false };
    let more = |listed: &Listed| {
        (count(listed, price.currency).1, listed.price.filter(|_| listed.state != ItemState::Archived))
    };
    let ((before, old), (after, new)) = (more(before), more(after));
    let piece = |price: Option<Money>| price.map(|price| price.amount_minor);
    let dearer = old.map(|price| price.currency) != new.map(|price| price.currency) || piece(new) > piece(old);
    after > before || (new.is_some() && dearer)
}

/// Lets a wish in beside the others, or says why not. What costs nothing, or nobody knows what, always fits.
pub(super) fn fits<'w>(
    category: &Category,
    others: impl IntoIterator<Item = &'w Listed>,
    listed: &Listed,
) -> Result<(), TooMuch> {
    if let Some(highest) = category.highest_price.filter(|highest| too_expensive(listed, Some(*highest))) {
        return Err(TooMuch::Piece(highest));
    }
    let Some(limit) = category.spending_limit else { return Ok(()) };
    let (_, amount) = count(listed, limit.currency);
    if amount > 0 && used(others, limit.currency) + amount > i128::from(limit.amount_minor) {
        return Err(TooMuch::Together(limit));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
