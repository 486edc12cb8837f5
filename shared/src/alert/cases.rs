//! Each promise, and each complaint that people have of price alerts, as a story of sightings.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::history::{History, Sighting};

const HOUR: i64 = 3_600_000;

/// Somebody's rule on one offer, and all that was seen.
struct Watch {
    rule: Rule,
    state: State,
    seen: Vec<Sighting>,
    told: Vec<(i64, Reason)>,
}

fn at(hour: i64) -> Timestamp {
    Timestamp::from_millis(hour * HOUR)
}

fn money(amount_minor: i64, code: &str) -> Money {
    Money::new(amount_minor, code.parse().unwrap())
}

fn euro(test: Test) -> Condition {
    Condition::Price { kind: PriceKind::Current, currency: "EUR".parse().unwrap(), test }
}

impl Watch {
    fn of(condition: Condition) -> Self {
        let rule = Rule { condition, since: at(-1), until: None };
        Self { rule, state: State::default(), seen: Vec::new(), told: Vec::new() }
    }

    fn at_most(amount_minor: i64) -> Self {
        Self::of(euro(Test::AtMost { amount_minor }))
    }

    fn sees(&mut self, hour: i64, seen: Seen) -> &mut Self {
        let observation = Observation { at: at(hour), seen };
        let history = History::of(&self.seen);
        let (state, reason) = evaluate(&self.rule, &self.state, &history, &observation, at(hour));
        self.state = state;
        self.told.extend(reason.map(|reason| (hour, reason)));
        if let Seen::Page { price: Some((price, kind)), .. } = seen {
            self.seen.push(Sighting { price, kind, seen_at: at(hour), seen_until: at(hour) });
        }
        self
    }

    fn page(&mut self, hour: i64, price: (i64, &str), kind: PriceKind) -> &mut Self {
        let price = Some((money(price.0, price.1), kind));
        self.sees(hour, Seen::Page { price, availability: Some(Availability::InStock) })
    }

    /// A price in euros, of the usual kind, each hour from this one on.
    fn prices(&mut self, from: i64, amounts: &[i64]) -> &mut Self {
        for (hour, amount) in (from..).zip(amounts) {
            self.page(hour, (*amount, "EUR"), PriceKind::Current);
        }
        self
    }

    fn stock(&mut self, from: i64, there: &[bool]) -> &mut Self {
        for (hour, there) in (from..).zip(there) {
            let availability = Some(if *there { Availability::InStock } else { Availability::OutOfStock });
            self.sees(hour, Seen::Page { price: Some((money(1000, "EUR"), PriceKind::Current)), availability });
        }
        self
    }

    fn told(&self) -> Vec<i64> {
        self.told.iter().map(|(hour, _)| *hour).collect()
    }
}

#[test]
fn a_target_is_told_at_the_second_sighting() {
    let mut watch = Watch::at_most(4500);
    watch.prices(0, &[5000, 5000, 4500, 4500, 4500]);
    assert_eq!(watch.told(), [3]);
    let reason = watch.told[0].1;
    assert_eq!((reason.price, reason.before), (Some(money(4500, "EUR")), Some(money(5000, "EUR"))));
    assert_eq!(reason.lowest_since, Some(at(0)));
}

#[test]
fn what_was_seen_once_is_not_told() {
    let mut watch = Watch::at_most(4500);
    watch.prices(0, &[5000, 399, 5000, 399, 5000]);
    assert_eq!(watch.told(), [0; 0]);
    // Nor is the same sighting twice, or a second one a moment later.
    let mut watch = Watch::at_most(4500);
    let seen = Seen::Page { price: Some((money(4000, "EUR"), PriceKind::Current)), availability: None };
    for minutes in [0, 0, 1, 4] {
        let observation = Observation { at: Timestamp::from_millis(minutes * 60_000), seen };
        let (state, reason) = evaluate(&watch.rule, &watch.state, &History::default(), &observation, at(1));
        assert_eq!(reason, None);
        watch.state = state;
    }
    assert!(watch.state.waits());
    assert_eq!(watch.prices(1, &[4000]).told(), [1]);
}

#[test]
fn a_price_that_stays_is_told_once() {
    let mut watch = Watch::at_most(4500);
    watch.prices(0, &[4000; 200]);
    assert_eq!(watch.told(), [1]);
}

#[test]
fn a_price_at_the_edge_does_not_repeat() {
    let mut watch = Watch::at_most(4500);
    // It trembles around the target, within two hundredths of it.
    watch.prices(0, &[4500, 4500, 4550, 4550, 4490, 4490, 4590, 4590, 4400, 4400]);
    assert_eq!(watch.told(), [1]);
}

#[test]
fn a_sale_that_ends_and_comes_again_is_told_again() {
    let mut watch = Watch::at_most(4500);
    watch.prices(0, &[4000, 4000, 5000, 5000, 4000, 4000, 4000]);
    assert_eq!(watch.told(), [1, 5]);
    // An end that was seen once is none: the same sale is not told twice.
    let mut watch = Watch::at_most(4500);
    watch.prices(0, &[4000, 4000, 5000, 4000, 4000, 4000]);
    assert_eq!(watch.told(), [1]);
}

#[test]
fn another_kind_of_price_is_another_thing() {
    let mut watch = Watch::at_most(4500);
    watch.prices(0, &[5000, 5000]);
    for kind in
        [PriceKind::Member, PriceKind::Used, PriceKind::Instalment, PriceKind::Unit, PriceKind::List, PriceKind::Sale]
    {
        let hour = watch.seen.len() as i64;
        watch.page(hour, (1000, "EUR"), kind).page(hour + 1, (1000, "EUR"), kind);
    }
    assert_eq!(watch.told(), [0; 0]);
    // Nor does it end what holds.
    let mut watch = Watch::at_most(4500);
    watch.prices(0, &[4000, 4000]).page(2, (9000, "EUR"), PriceKind::List).page(3, (9000, "EUR"), PriceKind::List);
    watch.prices(4, &[4000, 4000]);
    assert_eq!(watch.told(), [1]);
}

#[test]
fn a_threshold_keeps_its_currency() {
    let mut watch = Watch::at_most(4500);
    watch.prices(0, &[5000, 5000]);
    watch.page(2, (4000, "USD"), PriceKind::Current).page(3, (4000, "USD"), PriceKind::Current);
    watch.page(4, (60, "JPY"), PriceKind::Current).page(5, (60, "JPY"), PriceKind::Current);
    assert_eq!(watch.told(), [0; 0]);
    // Any change is none either when the shop counts otherwise today.
    let mut watch = Watch::of(euro(Test::AnyChange { from_minor: 5000 }));
    watch.page(0, (5500, "USD"), PriceKind::Current).page(1, (5500, "USD"), PriceKind::Current);
    assert_eq!(watch.told(), [0; 0]);
}

#[test]
fn a_shop_that_cannot_be_read_says_nothing() {
    let mut watch = Watch::at_most(4500);
    watch.prices(0, &[4000, 4000]).sees(2, Seen::Unreadable).sees(3, Seen::Gone).sees(4, Seen::Unreadable);
    watch.prices(5, &[4000, 4000]);
    assert_eq!(watch.told(), [1]);
    let nothing = Seen::Page { price: None, availability: None };
    let mut watch = Watch::at_most(4500);
    watch.sees(0, nothing).prices(1, &[4000]).sees(2, nothing).sees(3, Seen::Unreadable).prices(4, &[4000]);
    assert_eq!(watch.told(), [4]);
}

#[test]
fn what_is_sold_out_is_at_no_price() {
    let mut watch = Watch::at_most(4500);
    let seen = Seen::Page {
        price: Some((money(1000, "EUR"), PriceKind::Current)),
        availability: Some(Availability::OutOfStock),
    };
    watch.sees(0, seen).sees(1, seen);
    assert_eq!(watch.told(), [0; 0]);
    // Nor does anything cost nothing.
    watch.prices(2, &[0, 0, 0]);
    assert_eq!(watch.told(), [0; 0]);
}

#[test]
fn per_cent_are_exact() {
    // 15 % below 9.99 is 8.4915: 8.49 is, 8.50 is not.
    let mut watch = Watch::of(euro(Test::FallenBy { per_cent: 15, from_minor: 999 }));
    watch.prices(0, &[850, 850, 849, 849]);
    assert_eq!(watch.told(), [3]);
    // 10 % above 9.99 is 10.989.
    let mut watch = Watch::of(euro(Test::RisenBy { per_cent: 10, from_minor: 999 }));
    watch.prices(0, &[1098, 1098, 1099, 1099, 1090, 1090, 1099, 1099, 1000, 1000, 1200, 1200]);
    assert_eq!(watch.told(), [3, 11]);
}

#[test]
fn a_new_low_is_lower_than_any_before() {
    let mut watch = Watch::of(euro(Test::LowestEver));
    watch.prices(0, &[5000, 5000, 4000, 4000, 5000, 5000, 4000, 4000, 3900, 3900]);
    assert_eq!(watch.told(), [3, 9]);
    // With nothing to compare nothing is said.
    assert_eq!(Watch::of(euro(Test::LowestEver)).prices(0, &[5000, 5000, 5000]).told(), [0; 0]);
}

#[test]
fn a_cent_less_each_hour_is_no_news_each_hour() {
    let mut watch = Watch::of(euro(Test::LowestEver));
    let falling: Vec<i64> = (0..100).map(|hour| 5000 - hour).collect();
    watch.prices(0, &[5000, 5000]).prices(2, &falling);
    // Prices that were seen once each are no lows to beat; each step of a hundredth is told once.
    assert!(watch.told().len() <= 3, "{:?}", watch.told());
    assert!(!watch.told().is_empty());
}

#[test]
fn a_broken_page_does_not_spoil_the_lows() {
    let mut watch = Watch::of(euro(Test::LowestEver));
    watch.prices(0, &[5000, 5000, 1, 5000, 5000, 4000, 4000]);
    assert_eq!(watch.told(), [6]);
}

#[test]
fn the_lowest_of_some_days_forgets_what_was_before() {
    let mut watch = Watch::of(euro(Test::LowestIn { days: 30 }));
    watch.prices(0, &[3000, 3000]).prices(24, &[5000, 5000]);
    for day in 2..60 {
        watch.prices(day * 24, &[5000, 5000]);
    }
    watch.prices(60 * 24, &[4000, 4000]);
    assert_eq!(watch.told(), [60 * 24 + 1]);
    // It says since when: it was 30.00 once, and until the first day's end.
    assert_eq!(watch.told[0].1.lowest_since, Some(at(24)));
}

#[test]
fn any_change_is_told_once_a_day() {
    let mut watch = Watch::of(euro(Test::AnyChange { from_minor: 5000 }));
    watch.prices(0, &[5000, 5000, 5100, 5100, 5000, 5000, 5100, 5100]);
    assert_eq!(watch.told(), [3]);
    watch.prices(3 + 24, &[5000, 5000, 5000]);
    assert_eq!(watch.told(), [3, 3 + 25]);
    // Two sightings of two other prices are none of either.
    let mut watch = Watch::of(euro(Test::AnyChange { from_minor: 5000 }));
    watch.prices(0, &[5100, 5200, 5300, 5400]);
    assert_eq!(watch.told(), [0; 0]);
}

#[test]
fn back_in_stock_needs_to_have_been_out() {
    let mut watch = Watch::of(Condition::BackInStock);
    watch.stock(0, &[true, true, true]);
    assert_eq!(watch.told(), [0; 0]);
    watch.stock(3, &[false, true, false, false, true, false, true, true, true]);
    assert_eq!(watch.told(), [10]);
    assert_eq!(watch.told[0].1.price, Some(money(1000, "EUR")));
    // A page that was gone is out as well; one that cannot be read is neither.
    watch.sees(20, Seen::Gone).sees(21, Seen::Unreadable).sees(22, Seen::Gone).stock(23, &[true, true]);
    assert_eq!(watch.told(), [10, 24]);
}

#[test]
fn a_rule_ends_and_begins_when_it_says() {
    let mut watch = Watch::at_most(4500);
    watch.rule.until = Some(at(1));
    assert_eq!(watch.prices(0, &[4000, 4000, 4000]).told(), [0; 0]);
    let mut watch = Watch::at_most(4500);
    watch.rule.since = at(2);
    assert_eq!(watch.prices(0, &[4000, 4000, 4000, 4000]).told(), [3]);
}

#[test]
fn what_comes_late_or_twice_changes_nothing() {
    let mut watch = Watch::at_most(4500);
    watch.prices(10, &[4000, 4000]);
    let state = watch.state;
    watch.prices(10, &[4000, 4000]).prices(5, &[9000, 9000]);
    assert_eq!((watch.state, watch.told()), (state, vec![11]));
}

#[test]
fn a_condition_says_what_is_wrong_with_it() {
    let refused = |test| euro(test).check().unwrap_err();
    assert_eq!(refused(Test::AtMost { amount_minor: 0 }), InvalidCondition::Amount);
    assert_eq!(refused(Test::FallenBy { per_cent: 96, from_minor: 1 }), InvalidCondition::PerCent);
    assert_eq!(refused(Test::RisenBy { per_cent: 0, from_minor: 1 }), InvalidCondition::PerCent);
    assert_eq!(refused(Test::LowestIn { days: 0 }), InvalidCondition::Days);
    assert_eq!(refused(Test::AnyChange { from_minor: i64::MAX }), InvalidCondition::Amount);
    for fine in [Condition::BackInStock, euro(Test::LowestEver), euro(Test::FallenBy { per_cent: 95, from_minor: 1 })] {
        assert_eq!(fine.check(), Ok(()));
        let text = serde_json::to_string(&fine).unwrap();
        assert_eq!(serde_json::from_str::<Condition>(&text).unwrap(), fine, "{text}");
    }
}
