//! Which wishes of a list are shown and in which order, as somebody asks for it in the address.
//!
//! What is free is asked by givers alone: for everybody else that part of the question changes nothing.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde::Deserialize;
use shared::id::ItemId;
use shared::money::Money;
use shared::wire::boards::PlacedItemView;

use super::typed::amount;

/// What is asked for; what cannot be read asks for nothing.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Asked {
    /// A category's id.
    #[serde(default)]
    pub(super) category: String,
    #[serde(default)]
    pub(super) min: String,
    #[serde(default)]
    pub(super) max: String,
    /// Anything: only what is free.
    #[serde(default)]
    pub(super) free: String,
    #[serde(default)]
    pub(super) sort: String,
    /// How many wishes of these stand on the pages before.
    #[serde(default)]
    pub(super) from: String,
    /// The group that one came from: its categories are offered.
    #[serde(default)]
    pub(super) group: String,
}

/// The orders that are offered, with the keys of their words. The first is the list's own.
pub(super) const ORDERS: [(&str, &str); 5] = [
    ("", "my_sort_list"),
    ("priority", "my_sort_priority"),
    ("price", "my_sort_price"),
    ("price-down", "my_sort_price_down"),
    ("new", "my_sort_new"),
];

impl Asked {
    /// Whether anything is left out.
    pub(super) fn narrows(&self) -> bool {
        [&self.category, &self.min, &self.max, &self.free].iter().any(|part| !part.is_empty())
    }

    fn price_fits(&self, price: Option<Money>) -> bool {
        let holds = |bound: &str, wrong: Ordering| {
            if bound.trim().is_empty() {
                return true;
            }
            let Some(price) = price else { return false };
            // What is no amount bounds nothing.
            amount(bound, price.currency).is_none_or(|bound| price.amount_minor.cmp(&bound.amount_minor) != wrong)
        };
        holds(&self.min, Ordering::Less) && holds(&self.max, Ordering::Greater)
    }

    /// What is shown of these. `inside` are the wishes of the category; `free` those that can be given, where the viewer may know.
    pub(super) fn applied(
        &self,
        wishes: Vec<PlacedItemView>,
        inside: Option<&BTreeSet<ItemId>>,
        free: Option<&BTreeSet<ItemId>>,
    ) -> Vec<PlacedItemView> {
        let free = free.filter(|_| !self.free.is_empty());
        let fits = |wish: &PlacedItemView| {
            self.price_fits(wish.item.price)
                && inside.is_none_or(|inside| inside.contains(&wish.item.id))
                && free.is_none_or(|free| free.contains(&wish.item.id))
        };
        let mut shown: Vec<PlacedItemView> = wishes.into_iter().filter(fits).collect();
        // Amounts of one currency stand together; what has no price stands last. The list's own order decides the rest.
        let price = |wish: &PlacedItemView| wish.item.price.map(|price| (price.currency, price.amount_minor));
        match self.sort.as_str() {
            "priority" => shown.sort_by_key(|wish| std::cmp::Reverse(wish.item.priority)),
            "price" => shown.sort_by_key(|wish| (price(wish).is_none(), price(wish))),
            "price-down" => shown.sort_by_key(|wish| {
                (price(wish).is_none(), price(wish).map(|(currency, minor)| (currency, std::cmp::Reverse(minor))))
            }),
            "new" => shown.sort_by_key(|wish| std::cmp::Reverse(wish.placed_at)),
            _ => {}
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn wish(number: u8, minor: Option<i64>, currency: &str) -> PlacedItemView {
        let price = minor.map(|minor| json!({"amount_minor": minor, "currency": currency}));
        serde_json::from_value(json!({
            "id": format!("00000000-0000-7000-8000-0000000000{number:02}"), "product_id": null, "offer_id": null, "title": number.to_string(),
            "url": null, "shop": null, "image": null, "price": price, "price_seen_at": null, "list_price": null, "brand": null,
            "availability": null, "quantity": 1, "variant": [], "priority": number, "note": null, "private_note": null, "occasion": null,
            "alert_threshold": null, "needs_check": false, "fill": null, "boards": [], "created_at": 0, "updated_at": 0,
            "deleted_at": null, "version": 1, "position": number, "placed_at": i64::from(number),
        }))
        .unwrap()
    }

    fn titles(asked: &Asked) -> String {
        let wishes = vec![
            wish(1, Some(2_000), "EUR"),
            wish(2, None, "EUR"),
            wish(3, Some(500), "USD"),
            wish(4, Some(1_250), "EUR"),
        ];
        let free = BTreeSet::from([wishes[0].item.id, wishes[2].item.id]);
        let shown = asked.applied(wishes, None, Some(&free));
        shown.into_iter().map(|wish| wish.item.title).collect()
    }

    #[test]
    fn wishes_are_left_out_and_put_in_order_as_it_is_asked() {
        let asked = |change: fn(&mut Asked)| {
            let mut asked = Asked::default();
            change(&mut asked);
            titles(&asked)
        };
        assert_eq!(asked(|_| ()), "1234");
        assert_eq!(asked(|asked| asked.max = "12,50".to_owned()), "34");
        assert_eq!(asked(|asked| asked.min = "12.50".to_owned()), "14");
        assert_eq!(asked(|asked| asked.min = "nothing".to_owned()), "134");
        assert_eq!(asked(|asked| asked.free = "1".to_owned()), "13");
        assert_eq!(asked(|asked| asked.sort = "price".to_owned()), "4132");
        assert_eq!(asked(|asked| asked.sort = "price-down".to_owned()), "1432");
        assert_eq!(asked(|asked| asked.sort = "new".to_owned()), "4321");
        assert_eq!(asked(|asked| asked.sort = "priority".to_owned()), "4321");
        // Whoever may not know what is free is shown all of it, whatever they ask.
        let all = Asked { free: "1".to_owned(), ..Asked::default() };
        assert_eq!(all.applied(vec![wish(1, None, "EUR"), wish(2, None, "EUR")], None, None).len(), 2);
    }
}
