//! How the numbers of markup and state are meant, once the page is known: thousands behind a dot, hundredths without one.

use super::Source;
use super::found::{Found, amount_key};
use super::visible::Seen;
use crate::find::Find;
use crate::money::Currency;
use crate::price_text::Hints;

/// Writes the amounts of all offers as they are meant.
pub(super) fn settle(mains: &mut [Found], seen: &Seen, hints: &Hints) {
    let shown = |amount: &str| seen.prices.iter().any(|price| amount_key(&price.amount) == amount_key(amount));
    for found in mains {
        for offer in &mut found.offers {
            if let Some(amount) = thousands(&offer.amount, offer.currency.or_else(|| hints.unsigned())) {
                offer.amount = amount;
            } else if found.source == Source::State && !shown(&offer.amount) {
                // Programs count in the smallest coin; a person sees the price.
                offer.amount = hundredths(&offer.amount).filter(|amount| shown(amount)).unwrap_or(offer.amount.clone());
            }
        }
    }
}

/// Currencies whose prices have no decimals in daily life: three digits behind a dot are thousands ("1509.000" COP).
fn thousands(amount: &str, currency: Option<Currency>) -> Option<String> {
    let whole = currency
        .is_some_and(|currency| currency.code().is_one_of("COP|CLP|VND|IDR|PYG|KRW|JPY|IRR|LAK|KHR|UGX|ISK|HUF"));
    let (head, tail) = amount.parted(".")?;
    (whole && tail.len() == 3 && head != "0").then(|| format!("{head}{tail}"))
}

/// A whole number of hundredths as a decimal.
fn hundredths(amount: &str) -> Option<String> {
    let (head, tail) = amount.split_at_checked(amount.len().checked_sub(2)?)?;
    (!head.is_empty() && amount.bytes().all(|b| b.is_ascii_digit())).then(|| format!("{head}.{tail}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_groups_where_prices_have_no_decimals() {
        let of = |amount: &str, code: &str| thousands(amount, code.parse().ok());
        assert_eq!(of("1509.000", "COP").as_deref(), Some("1509000"));
        assert_eq!(of("0.999", "COP"), None);
        assert_eq!(of("15.90", "COP"), None);
        assert_eq!(of("12.500", "KWD"), None);
    }

    #[test]
    fn hundredths_are_whole_numbers() {
        assert_eq!(hundredths("1950").as_deref(), Some("19.50"));
        assert_eq!(hundredths("19.50"), None);
        assert_eq!(hundredths("50"), None);
    }
}
