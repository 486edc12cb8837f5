//! What is believed of a page that was looked at again. Rather nothing than a guess.

use shared::detect::Verdict;
use shared::money::Money;
use shared::product::Availability;
use shared::time::Timestamp;

use super::store::Watched;
use crate::fetch::Validators;
use crate::items;
use crate::products::{Identity, ReadPage};

/// A price that moved to less than a tenth, or to more than ten times, is seen twice before it is believed: pages show a `0.01` where
/// a script should have put the price.
const WILD: i128 = 10;

/// A page of the same offer.
pub(super) struct Judged {
    pub(super) price: Option<Money>,
    pub(super) list_price: Option<Money>,
    pub(super) availability: Option<Availability>,
    pub(super) known: Validators,
}

/// `None` where the page is not surely a product's, is another one's (shops lead to their start page, or to what is alike), or says
/// neither what it costs nor whether it is there.
pub(super) fn of(watched: &Watched, read: &ReadPage, known: Validators) -> Option<Judged> {
    let page = items::fill::snapshot(read);
    let identity = Identity::of(&read.url, page.canonical_url.as_deref(), None, &[])?;
    let judged = Judged { price: page.price, list_price: page.list_price, availability: page.availability, known };
    let says = judged.price.is_some() || judged.availability.is_some();
    (read.detection.page == Verdict::Sure && identity.page_key == watched.page_key && says).then_some(judged)
}

impl Judged {
    /// The price, where it is not to be believed yet. `doubt` is what was doubted the last time.
    pub(super) fn doubted(&self, latest: Option<(Money, Timestamp)>, doubt: Option<Money>) -> Option<Money> {
        let price = self.price?;
        let (before, _) = latest?;
        let (now, then) = (i128::from(price.amount_minor), i128::from(before.amount_minor));
        let wild = price.currency == before.currency && (now * WILD < then || then * WILD < now);
        (wild && doubt != Some(price)).then_some(price)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn money(amount_minor: i64, currency: &str) -> Money {
        Money::new(amount_minor, currency.parse().unwrap())
    }

    #[test]
    fn a_wild_price_is_seen_twice_and_another_currency_is_never_held_against_it() {
        let judged = |price| Judged { price, list_price: None, availability: None, known: Validators::default() };
        let latest = Some((money(5_000, "EUR"), Timestamp::from_millis(0)));
        let doubted = |price: Money, doubt| judged(Some(price)).doubted(latest, doubt);
        assert_eq!(doubted(money(1, "EUR"), None), Some(money(1, "EUR")));
        assert_eq!(doubted(money(1, "EUR"), Some(money(2, "EUR"))), Some(money(1, "EUR")));
        assert_eq!(doubted(money(1, "EUR"), Some(money(1, "EUR"))), None);
        assert_eq!(doubted(money(50_001, "EUR"), None), Some(money(50_001, "EUR")));
        for fine in [money(500, "EUR"), money(50_000, "EUR"), money(1, "USD")] {
            assert_eq!(doubted(fine, None), None);
        }
        assert_eq!(judged(None).doubted(latest, None), None);
        assert_eq!(judged(Some(money(1, "EUR"))).doubted(None, None), None);
    }
}
