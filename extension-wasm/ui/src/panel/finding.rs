//! Finding wishes among many: by words, shop, price and state, in the order that the person wants. Pure.

use std::cmp::Ordering;
use std::sync::Arc;

use shared::find::Find;
use shared::lower_case::lower_case;
use shared::money::{Currency, Money};
use shared::wire::items::ItemState;

use crate::shelf::Entry;

/// In which order wishes stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Sort {
    /// As they lie on the board.
    #[default]
    Own,
    Newest,
    PriceUp,
    PriceDown,
    Title,
}

impl Sort {
    pub(super) const ALL: [Self; 5] = [Self::Own, Self::Newest, Self::PriceUp, Self::PriceDown, Self::Title];

    /// As it is kept.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Newest => "newest",
            Self::PriceUp => "price_up",
            Self::PriceDown => "price_down",
            Self::Title => "title",
        }
    }

    pub(super) fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.name() == name).unwrap_or_default()
    }
}

/// A price from here, and below there, in minor units of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Band {
    pub(super) currency: Currency,
    pub(super) from: Option<i64>,
    pub(super) below: Option<i64>,
}

impl Band {
    fn holds(self, price: Money) -> bool {
        price.currency == self.currency
            && self.from.is_none_or(|from| price.amount_minor >= from)
            && self.below.is_none_or(|below| price.amount_minor < below)
    }
}

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Finding {
    pub(super) words: String,
    pub(super) shop: Option<String>,
    pub(super) band: Option<Band>,
    pub(super) state: Option<ItemState>,
    /// Only what somebody should look at.
    pub(super) check: bool,
    pub(super) sort: Sort,
}

impl Finding {
    /// How many filters are set, the words aside.
    pub(super) fn filters(&self) -> u32 {
        let set = [self.shop.is_some(), self.band.is_some(), self.state.is_some(), self.check];
        set.into_iter().map(u32::from).sum()
    }

    /// Whether all wishes are shown as they lie: only then can they be put in another order.
    pub(super) fn is_whole(&self) -> bool {
        self.sort == Sort::Own && self.filters() == 0 && self.words.trim().is_empty()
    }

    fn finds(&self, words: &[String], entry: &Entry) -> bool {
        let item = &entry.placed.item;
        words.iter().all(|word| entry.words.holds(word))
            && self.shop.as_ref().is_none_or(|shop| item.shop.as_ref() == Some(shop))
            && self.band.is_none_or(|band| item.price.is_some_and(|price| band.holds(price)))
            && self.state.is_none_or(|state| item.state == state)
            && (!self.check || item.needs_check)
    }

    /// Those that it finds, in its order.
    pub(super) fn among(&self, entries: &[Arc<Entry>]) -> Vec<Arc<Entry>> {
        let words: Vec<String> = lower_case(&self.words).split_whitespace().map(str::to_owned).collect();
        let mut found: Vec<Arc<Entry>> = entries.iter().filter(|entry| self.finds(&words, entry)).cloned().collect();
        let placed = |entry: &Entry| entry.placed.placed_at;
        match self.sort {
            Sort::Own => {}
            Sort::Newest => put_in_order(&mut found, &|a, b| placed(b).cmp(&placed(a))),
            // The title stands first among the words.
            Sort::Title => put_in_order(&mut found, &|a, b| a.words.cmp(&b.words)),
            Sort::PriceUp | Sort::PriceDown => by_price(&mut found, self.sort == Sort::PriceDown),
        }
        found
    }
}

/// Amounts of different currencies cannot be compared: the most frequent one comes first, what has no price last.
fn by_price(entries: &mut Vec<Arc<Entry>>, down: bool) {
    let often = currencies(entries);
    let rank = |currency: Currency| often.iter().position(|(other, _)| *other == currency);
    let key = |entry: &Entry| match entry.placed.item.price {
        Some(price) => (
            rank(price.currency).unwrap_or(usize::MAX - 1),
            if down { -price.amount_minor } else { price.amount_minor },
        ),
        None => (usize::MAX, 0),
    };
    put_in_order(entries, &|a, b| key(a).cmp(&key(b)));
}

/// Sorts by merging, what is equal as it stood: one small piece of code for all orders.
fn put_in_order(entries: &mut Vec<Arc<Entry>>, order: &dyn Fn(&Entry, &Entry) -> Ordering) {
    let mut width = 1;
    while width < entries.len() {
        let mut merged = Vec::with_capacity(entries.len());
        for pair in entries.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let ([first, others @ ..], [second, rest @ ..]) = (left, right) {
                if order(first, second) == Ordering::Greater {
                    merged.push(Arc::clone(second));
                    right = rest;
                } else {
                    merged.push(Arc::clone(first));
                    left = others;
                }
            }
            merged.extend(left.iter().chain(right).cloned());
        }
        *entries = merged;
        width *= 2;
    }
}

/// The currencies and how many wishes have a price in them; the most frequent stands first.
fn currencies(entries: &[Arc<Entry>]) -> Vec<(Currency, usize)> {
    let mut counts: Vec<(Currency, usize)> = Vec::new();
    for price in entries.iter().filter_map(|entry| entry.placed.item.price) {
        match counts.iter_mut().find(|(currency, _)| *currency == price.currency) {
            Some((_, count)) => *count += 1,
            None => counts.push((price.currency, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    if let Some(first) = counts.iter().position(|(_, count)| *count == most) {
        counts.swap(0, first);
    }
    counts
}

/// The shops of these wishes, by name.
pub(super) fn shops(entries: &[Arc<Entry>]) -> Vec<String> {
    let mut shops: Vec<String> = Vec::new();
    for shop in entries.iter().filter_map(|entry| entry.placed.item.shop.as_ref()) {
        if let Err(at) = shops.binary_search(shop) {
            shops.insert(at, shop.clone());
        }
    }
    shops
}

/// Bands of price that divide these wishes, at round amounts of their most frequent currency; none where a division says nothing.
pub(super) fn bands(entries: &[Arc<Entry>]) -> Vec<Band> {
    let Some((currency, _)) = currencies(entries).first().copied() else { return Vec::new() };
    let mut entries = entries.to_vec();
    by_price(&mut entries, false);
    let prices = entries.iter().filter_map(|entry| entry.placed.item.price);
    let amounts: Vec<i64> = prices.filter(|price| price.currency == currency).map(|price| price.amount_minor).collect();
    let quarter = |part: usize| amounts.get(amounts.len() * part / 4).copied().unwrap_or_default();
    let mut cuts: Vec<i64> = [1, 2, 3].map(|part| round(quarter(part))).into();
    cuts.dedup();
    let divides =
        |cut: &i64| amounts.first().is_some_and(|least| least < cut) && amounts.last().is_some_and(|most| most >= cut);
    cuts.retain(divides);
    let ends =
        std::iter::once(None).chain(cuts.iter().copied().map(Some)).zip(cuts.iter().copied().map(Some).chain([None]));
    let bands = ends.filter(|ends| *ends != (None, None));
    bands.map(|(from, below)| Band { currency, from, below }).collect()
}

/// 1, 2 or 5 followed by noughts: the largest such amount that is not above this one.
fn round(amount: i64) -> i64 {
    let mut power = 1;
    while amount / 10 >= power {
        power *= 10;
    }
    [5, 2, 1].into_iter().map(|step| step * power).find(|round| *round <= amount).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn entry(number: u32, title: &str, price: Option<(i64, &str)>, shop: &str) -> Arc<Entry> {
        let price = price.map(|(amount, currency)| json!({"amount_minor": amount, "currency": currency}));
        let placed = json!({
            "id": format!("01936f3e-0000-7000-8000-0000{number:08}"), "product_id": null, "offer_id": null, "title": title,
            "url": null, "shop": shop, "image": null, "price": price, "price_seen_at": null, "list_price": null,
            "brand": "Ægir", "availability": null, "quantity": 1, "variant": [], "priority": 5, "note": "for the Garden",
            "private_note": null, "occasion": null, "alert_threshold": null, "needs_check": number == 2, "fill": null,
            "fill_problem": null, "state": if number == 3 { "received" } else { "wanted" }, "boards": [], "created_at": 1,
            "updated_at": 1, "deleted_at": null, "version": 1, "position": number, "placed_at": number
        });
        Arc::new(Entry::of(serde_json::from_value(placed).unwrap()))
    }

    fn some() -> Vec<Arc<Entry>> {
        vec![
            entry(1, "Kettle", Some((2_000, "EUR")), "a.example"),
            entry(2, "anchor", Some((900, "EUR")), "b.example"),
            entry(3, "Pan", Some((1_000, "USD")), "a.example"),
            entry(4, "Boat", None, "c.example"),
        ]
    }

    fn found(finding: &Finding) -> Vec<String> {
        finding.among(&some()).iter().map(|entry| entry.placed.item.title.clone()).collect()
    }

    #[test]
    fn words_are_looked_for_in_all_that_is_written_whatever_their_case() {
        let words = |words: &str| found(&Finding { words: words.to_owned(), ..Finding::default() });
        assert_eq!(words("  KETT "), ["Kettle"]);
        assert_eq!(words("garden ægir b.example"), ["anchor"]);
        assert_eq!(words("kettle boat"), Vec::<String>::new());
        assert_eq!(words("").len(), 4);
    }

    #[test]
    fn filters_go_together() {
        let euros = Band { currency: "EUR".parse().unwrap(), from: Some(1_000), below: None };
        let finding = Finding { shop: Some("a.example".to_owned()), ..Finding::default() };
        assert_eq!(found(&finding), ["Kettle", "Pan"]);
        assert_eq!(found(&Finding { band: Some(euros), ..finding.clone() }), ["Kettle"]);
        assert_eq!(found(&Finding { state: Some(ItemState::Received), ..finding.clone() }), ["Pan"]);
        let check = Finding { check: true, ..Finding::default() };
        assert_eq!((found(&check), check.filters(), check.is_whole()), (vec!["anchor".to_owned()], 1, false));
    }

    #[test]
    fn the_order_is_the_one_that_was_chosen() {
        let sorted = |sort| found(&Finding { sort, ..Finding::default() });
        assert_eq!(sorted(Sort::Own), ["Kettle", "anchor", "Pan", "Boat"]);
        assert_eq!(sorted(Sort::Newest), ["Boat", "Pan", "anchor", "Kettle"]);
        assert_eq!(sorted(Sort::Title), ["anchor", "Boat", "Kettle", "Pan"]);
        assert_eq!(sorted(Sort::PriceUp), ["anchor", "Kettle", "Pan", "Boat"], "another currency after, no price last");
        assert_eq!(sorted(Sort::PriceDown), ["Kettle", "anchor", "Pan", "Boat"]);
        for sort in Sort::ALL {
            assert_eq!(Sort::named(sort.name()), sort);
        }
    }

    #[test]
    fn bands_divide_at_round_amounts() {
        let many: Vec<_> = (1..=40).map(|n| entry(n, "x", Some((i64::from(n) * 300, "EUR")), "a.example")).collect();
        let cuts: Vec<_> = bands(&many).iter().map(|band| (band.from, band.below)).collect();
        assert_eq!(cuts, [(None, Some(2_000)), (Some(2_000), Some(5_000)), (Some(5_000), None)]);
        let all: usize = bands(&many)
            .iter()
            .map(|band| Finding { band: Some(*band), ..Finding::default() }.among(&many).len())
            .sum();
        assert_eq!(all, 40, "each wish lies in one band");
        assert_eq!((bands(&many[..1]).len(), bands(&some()[3..]).len()), (0, 0));
        assert_eq!([round(0), round(1), round(49), round(50), round(999), round(1_000)], [0, 1, 20, 50, 500, 1_000]);
    }
}
