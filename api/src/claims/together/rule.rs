//! How a cost is shared: parts of it in its own currency, and never more than all of it: the rest is left to who claimed it.

use shared::money::Money;

/// Whether these parts can be parts of this cost, and why not.
///
/// # Errors
/// What is wrong with them, to be said of a field.
pub(in crate::claims) fn fits(cost: Option<Money>, parts: impl Iterator<Item = Money>) -> Result<(), &'static str> {
    let mut left = cost;
    for part in parts {
        let Some(cost) = left else { return Err("needs the claim to say what it costs") };
        if part.currency != cost.currency {
            return Err("is in another currency than what the claim costs");
        }
        match cost.amount_minor.checked_sub(part.amount_minor) {
            Some(minor) if minor >= 0 => left = Some(Money::new(minor, cost.currency)),
            _ => return Err("makes the shares more than what the claim costs"),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn money(minor: i64, code: &str) -> Money {
        Money::new(minor, code.parse().unwrap())
    }

    #[test]
    fn parts_are_of_a_known_cost_in_its_currency_and_never_more_than_all_of_it() {
        let cost = money(10_000, "EUR");
        let fit = |cost, parts: &[Money]| fits(cost, parts.iter().copied()).is_ok();
        assert!(fit(None, &[]) && fit(Some(cost), &[]));
        assert!(fit(Some(cost), &[money(3_333, "EUR"), money(6_667, "EUR"), money(0, "EUR")]));
        assert!(!fit(Some(cost), &[money(3_333, "EUR"), money(6_668, "EUR")]));
        assert!(!fit(Some(cost), &[money(1, "USD")]) && !fit(None, &[money(0, "EUR")]));
        assert!(!fit(Some(cost), &[money(i64::MAX, "EUR"), money(i64::MAX, "EUR")]));
    }
}
