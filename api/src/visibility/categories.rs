//! Categories and what of them is used, as the people of a group may see them. Claims have no part in it.

use shared::money::{Currency, Money};
use shared::wire::categories::{CategorisedItemView, CategoryUseView, CategoryView, CountedAs};
use shared::wire::items::{AnyNumber, ItemState, Quantity};

use crate::categories::{Category, Wish, count, too_expensive, used};
use crate::fields::MOST_MINOR;

/// The category for people of its group.
pub(crate) fn category(category: Category) -> CategoryView {
    CategoryView {
        id: category.id,
        group_id: category.group_id,
        name: category.name,
        spending_limit: category.spending_limit,
        highest_item_price: category.highest_price,
        created_at: category.created_at,
        deleted_at: category.deleted_at,
        version: category.version,
    }
}

/// What of it these wishes use. Which of somebody's wishes the viewer may see was decided where they were read.
pub(crate) fn category_use(of: Category, wishes: &[Wish]) -> CategoryUseView {
    let (currency, highest) = (of.currency(), of.highest_price);
    let sum = currency.map(|currency| (used(wishes.iter().map(|wish| &wish.listed), currency), currency));
    let over_limit = of.spending_limit.zip(sum).is_some_and(|(limit, (sum, _))| sum > i128::from(limit.amount_minor));
    let item = |wish: &Wish| CategorisedItemView {
        item_id: wish.item_id,
        board_id: wish.board_id,
        price: wish.listed.price,
        quantity: wish.listed.quantity.map_or(Quantity::Any(AnyNumber::Any), Quantity::Count),
        counted: counted(wish, currency),
        too_expensive: too_expensive(&wish.listed, highest),
    };
    CategoryUseView {
        items: wishes.iter().map(item).collect(),
        used: sum.map(|(sum, currency)| Money::new(i64::try_from(sum).unwrap_or(MOST_MINOR).min(MOST_MINOR), currency)),
        over_limit,
        category: category(of),
    }
}

fn counted(wish: &Wish, currency: Option<Currency>) -> CountedAs {
    // Where there is no limit there is nothing that a currency could differ from.
    let currency = currency.or(wish.listed.price.map(|price| price.currency));
    currency.map_or_else(
        || if wish.listed.state == ItemState::Archived { CountedAs::Archived } else { CountedAs::NoPrice },
        |currency| count(&wish.listed, currency).0,
    )
}
