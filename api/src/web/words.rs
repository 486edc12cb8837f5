//! Amounts and days as people of each language write them.

use shared::money::Money;
use shared::time::Timestamp;

use crate::locale::Locale;

const DAY_MILLIS: i64 = 86_400_000;
const MONTHS: [&str; 12] = [
    "page_month_1",
    "page_month_2",
    "page_month_3",
    "page_month_4",
    "page_month_5",
    "page_month_6",
    "page_month_7",
    "page_month_8",
    "page_month_9",
    "page_month_10",
    "page_month_11",
    "page_month_12",
];
/// What stands for a currency where everybody knows it; others are written by their code.
const SIGNS: [(&str, &str); 6] = [("EUR", "€"), ("GBP", "£"), ("ILS", "₪"), ("INR", "₹"), ("JPY", "¥"), ("USD", "$")];

/// `€1,279.00`, `1.279,00 €`, `1,279.00 ₪`. It runs from left to right in every language.
pub(super) fn money(locale: Locale, money: Money) -> String {
    let code = money.currency.code();
    let sign = SIGNS.iter().find(|(known, _)| *known == code).map(|(_, sign)| *sign);
    let (thousands, decimal) = if locale == Locale::De { ('.', ',') } else { (',', '.') };
    let plain = money.to_decimal();
    let (minus, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut amount = minus.to_owned();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            amount.push(thousands);
        }
        amount.push(digit);
    }
    if !fraction.is_empty() {
        amount.push(decimal);
        amount.push_str(fraction);
    }
    match (locale, sign) {
        (Locale::En, Some(sign)) => format!("{sign}{amount}"),
        (Locale::En, None) => format!("{code}\u{a0}{amount}"),
        (Locale::De | Locale::He, sign) => format!("{amount}\u{a0}{}", sign.unwrap_or(code)),
    }
}

/// `20 November 2026`, by the days of UTC.
pub(super) fn day(locale: Locale, at: Timestamp) -> String {
    let (year, month, day) = civil(at.as_millis().div_euclid(DAY_MILLIS));
    let month = MONTHS.get(month).map(|key| locale.text(key, &[])).unwrap_or_default();
    locale.text("page_day", &[("day", &day.to_string()), ("month", &month), ("year", &year.to_string())])
}

/// Year, month from 0 and day of a number of days since 1970, by the calendar of today for all times.
fn civil(days: i64) -> (i64, usize, i64) {
    // Counted in eras of 400 years that begin with a first of March, so that a leap day is a year's last.
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march + 2) / 5 + 1;
    let month = (march + 2) % 12;
    (year + era * 400 + i64::from(month < 2), usize::try_from(month).unwrap_or(0), day)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn amounts_are_written_as_each_language_does() {
        let say = |locale, minor, code: &str| money(locale, Money::new(minor, code.parse().unwrap()));
        assert_eq!(say(Locale::En, 127_900, "EUR"), "€1,279.00");
        assert_eq!(say(Locale::De, 127_900, "EUR"), "1.279,00\u{a0}€");
        assert_eq!(say(Locale::He, 127_900, "ILS"), "1,279.00\u{a0}₪");
        assert_eq!(say(Locale::En, 1_234_567, "JPY"), "¥1,234,567");
        assert_eq!(say(Locale::En, 999, "KWD"), "KWD\u{a0}0.999");
        assert_eq!(say(Locale::De, -5, "CHF"), "-0,05\u{a0}CHF");
        assert_eq!(say(Locale::En, i64::MIN, "JPY"), "¥-9,223,372,036,854,775,808");
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        let say = |locale, millis| day(locale, Timestamp::from_millis(millis));
        assert_eq!(say(Locale::En, 1_795_168_800_000), "20 November 2026");
        assert_eq!(say(Locale::De, 1_795_168_800_000), "20. November 2026");
        assert_eq!(say(Locale::En, 0), "1 January 1970");
        assert_eq!(say(Locale::En, -1), "31 December 1969");
        assert_eq!(say(Locale::En, 951_782_400_000), "29 February 2000");
        assert_eq!(say(Locale::En, 951_868_800_000), "1 March 2000");
        // Whatever a client wrote down as a moment has a day.
        assert!(!say(Locale::En, i64::MAX).is_empty() && !say(Locale::En, i64::MIN).is_empty());
    }
}
