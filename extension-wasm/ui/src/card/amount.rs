//! Amounts in the form: as a person types them ("279,00", "1.299", "1 299.50"), and as pages and drafts give them.

use shared::find::Find;
use shared::money::{Currency, Money};

/// Reads a typed amount exactly. `None` where it is no amount of this currency, so that nothing is guessed.
///
/// A point or comma is the decimal sign where at most so many digits follow it as the currency has decimals, and else groups
/// thousands, if exactly three digits follow: "1.299" is 1299 in euros (which have two decimals) and 1.299 in dinars (three).
pub(crate) fn typed(text: &str, currency: Currency) -> Option<Money> {
    let text: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '\u{200e}' | '\u{200f}')).collect();
    let as_decimal = text.rfind(['.', ',']).and_then(|at| {
        let (whole, rest) = text.split_at_checked(at)?;
        let (sign, fraction) = rest.split_at_checked(1)?;
        // The decimal sign stands once; the other one may group what is before it.
        if whole.holds(sign) || fraction.is_empty() {
            return None;
        }
        plain(&format!("{}.{fraction}", ungrouped(whole)?), currency)
    });
    as_decimal.or_else(|| plain(&ungrouped(&text)?, currency))
}

/// Reads a plain decimal exactly: a point is the decimal sign, however many digits follow. `None` where it does not fit.
pub(crate) fn plain(text: &str, currency: Currency) -> Option<Money> {
    Money::from_decimal(text, currency).filter(|money| money.amount_minor >= 0)
}

/// The digits without their grouping; `None` where the groups are not three digits each.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(['.', ',']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || ((1..=3).contains(&first.len()) && !first.starts_with('0'));
    (grouped && rest.iter().all(|group| group.len() == 3)).then(|| format!("{first}{}", rest.concat()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::typed;

    fn read(text: &str, currency: &str) -> Option<String> {
        typed(text, currency.parse().unwrap()).map(|money| money.to_decimal())
    }

    #[test]
    fn both_ways_of_writing_are_read() {
        for (text, currency, decimal) in [
            ("279", "EUR", "279.00"),
            ("279,00", "EUR", "279.00"),
            ("279.5", "USD", "279.50"),
            ("1.299,00", "EUR", "1299.00"),
            ("1,299.00", "USD", "1299.00"),
            ("1 299,50", "PLN", "1299.50"),
            ("1’299.50", "CHF", "1299.50"),
            ("1.299", "EUR", "1299.00"),
            ("1.299.000", "IDR", "1299000.00"),
            ("1,299", "JPY", "1299"),
            ("1.299", "KWD", "1.299"),
            ("0.99", "EUR", "0.99"),
        ] {
            assert_eq!(read(text, currency).as_deref(), Some(decimal), "{text} {currency}");
        }
    }

    #[test]
    fn what_could_be_two_amounts_or_none_is_not_read() {
        for (text, currency) in [
            ("", "EUR"),
            ("abc", "EUR"),
            ("0.999", "EUR"),
            ("12.3456", "EUR"),
            ("1.5", "JPY"),
            ("1,2,3", "EUR"),
            ("-5", "EUR"),
            ("5.", "EUR"),
            ("1.29.000", "EUR"),
        ] {
            assert_eq!(read(text, currency), None, "{text} {currency}");
        }
    }
}
