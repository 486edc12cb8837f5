//! What must hold for every amount, currency, locale and text: written and read again it is the same, and nothing is harmful.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::money::{CODES, Currency, Money};

/// How a locale writes a price: its tag, its currency, the text around the number, marks of thousands and decimals, the zero of
/// its digits. `L` after the mark of thousands stands for the lakhs of India.
type Locale = (&'static str, &'static str, &'static str, &'static str, &'static str, char);

const LOCALES: &[Locale] = &[
    ("en-US", "USD", "$#", ",", ".", '0'),
    ("en-CA", "CAD", "$#", ",", ".", '0'),
    ("fr-CA", "CAD", "#\u{a0}$", "\u{a0}", ",", '0'),
    ("en-AU", "AUD", "$#", ",", ".", '0'),
    ("en-NZ", "NZD", "$#", ",", ".", '0'),
    ("en-SG", "SGD", "$#", ",", ".", '0'),
    ("en-HK", "HKD", "HK$#", ",", ".", '0'),
    ("es-MX", "MXN", "$#", ",", ".", '0'),
    ("es-AR", "ARS", "$\u{a0}#", ".", ",", '0'),
    ("es-CL", "CLP", "$#", ".", ",", '0'),
    ("es-CO", "COP", "$\u{a0}#", ".", ",", '0'),
    ("es-PE", "PEN", "S/ #", ",", ".", '0'),
    ("es-GT", "GTQ", "GTQ #", ",", ".", '0'),
    ("pt-BR", "BRL", "R$\u{a0}#", ".", ",", '0'),
    ("pt-PT", "EUR", "#\u{a0}€", "\u{a0}", ",", '0'),
    ("en-GB", "GBP", "£#", ",", ".", '0'),
    ("en-IE", "EUR", "€#", ",", ".", '0'),
    ("de-DE", "EUR", "#\u{a0}€", ".", ",", '0'),
    ("de-AT", "EUR", "€\u{a0}#", "\u{a0}", ",", '0'),
    ("de-CH", "CHF", "CHF\u{a0}#", "’", ".", '0'),
    ("fr-CH", "CHF", "#\u{a0}CHF", "\u{202f}", ".", '0'),
    ("fr-FR", "EUR", "#\u{a0}€", "\u{202f}", ",", '0'),
    ("it-IT", "EUR", "#\u{a0}€", ".", ",", '0'),
    ("es-ES", "EUR", "#\u{a0}€", ".", ",", '0'),
    ("nl-NL", "EUR", "€\u{a0}#", ".", ",", '0'),
    ("fi-FI", "EUR", "#\u{a0}€", "\u{a0}", ",", '0'),
    ("el-GR", "EUR", "#\u{a0}€", ".", ",", '0'),
    ("sv-SE", "SEK", "#\u{a0}kr", "\u{a0}", ",", '0'),
    ("da-DK", "DKK", "#\u{a0}kr.", ".", ",", '0'),
    ("nb-NO", "NOK", "kr\u{a0}#", "\u{a0}", ",", '0'),
    ("is-IS", "ISK", "#\u{a0}kr.", ".", ",", '0'),
    ("pl-PL", "PLN", "#\u{a0}zł", "\u{a0}", ",", '0'),
    ("cs-CZ", "CZK", "#\u{a0}Kč", "\u{a0}", ",", '0'),
    ("hu-HU", "HUF", "#\u{a0}Ft", "\u{a0}", ",", '0'),
    ("ro-RO", "RON", "#\u{a0}lei", ".", ",", '0'),
    ("bg-BG", "BGN", "#\u{a0}лв.", "\u{a0}", ",", '0'),
    ("sr-RS", "RSD", "#\u{a0}дин.", ".", ",", '0'),
    ("mk-MK", "MKD", "#\u{a0}ден.", ".", ",", '0'),
    ("tr-TR", "TRY", "₺#", ".", ",", '0'),
    ("ru-RU", "RUB", "#\u{a0}₽", "\u{a0}", ",", '0'),
    ("uk-UA", "UAH", "#\u{a0}грн", "\u{a0}", ",", '0'),
    ("be-BY", "BYN", "#\u{a0}BYN", "\u{a0}", ",", '0'),
    ("kk-KZ", "KZT", "#\u{a0}₸", "\u{a0}", ",", '0'),
    ("ka-GE", "GEL", "#\u{a0}₾", "\u{a0}", ",", '0'),
    ("he-IL", "ILS", "\u{200f}#\u{a0}\u{200f}₪", ",", ".", '0'),
    ("ar-SA", "SAR", "\u{200f}#\u{a0}ر.س.\u{200f}", "٬", "٫", '٠'),
    ("ar-EG", "EGP", "\u{200f}#\u{a0}ج.م.\u{200f}", "٬", "٫", '٠'),
    ("ar-AE", "AED", "#\u{a0}د.إ.", ",", ".", '0'),
    ("ar-KW", "KWD", "#\u{a0}د.ك.", "٬", "٫", '٠'),
    ("fa-IR", "IRR", "#\u{a0}ریال", "٬", "٫", '۰'),
    ("hi-IN", "INR", "₹#", ",L", ".", '0'),
    ("mr-IN", "INR", "₹#", ",L", ".", '०'),
    ("bn-BD", "BDT", "#৳", ",L", ".", '০'),
    ("ne-NP", "NPR", "रू\u{a0}#", ",L", ".", '०'),
    ("ur-PK", "PKR", "Rs\u{a0}#", ",", ".", '0'),
    ("th-TH", "THB", "฿#", ",", ".", '0'),
    ("vi-VN", "VND", "#\u{a0}₫", ".", ",", '0'),
    ("id-ID", "IDR", "Rp\u{a0}#", ".", ",", '0'),
    ("ms-MY", "MYR", "RM\u{a0}#", ",", ".", '0'),
    ("en-PH", "PHP", "₱#", ",", ".", '0'),
    ("ja-JP", "JPY", "#円", ",", ".", '0'),
    ("zh-CN", "CNY", "¥#", ",", ".", '0'),
    ("zh-TW", "TWD", "NT$#", ",", ".", '0'),
    ("ko-KR", "KRW", "#원", ",", ".", '0'),
    ("en-ZA", "ZAR", "R\u{a0}#", "\u{a0}", ",", '0'),
    ("en-NG", "NGN", "₦#", ",", ".", '0'),
    ("sw-KE", "KES", "KSh\u{a0}#", ",", ".", '0'),
    ("fr-SN", "XOF", "#\u{a0}FCFA", "\u{202f}", ",", '0'),
];

/// Digits from the right in threes, or in twos after the first three.
fn group(whole: &str, mark: &str) -> String {
    let (mark, lakhs) = mark.strip_suffix('L').map_or((mark, false), |mark| (mark, true));
    let mut parts: Vec<&str> = Vec::new();
    let mut rest = whole;
    let mut size = 3;
    while rest.len() > size {
        let (head, tail) = rest.split_at(rest.len() - size);
        parts.push(tail);
        rest = head;
        size = if lakhs { 2 } else { 3 };
    }
    parts.push(rest);
    parts.reverse();
    parts.join(mark)
}

/// An amount in a locale's marks and digits.
fn written(money: Money, thousands: &str, decimal: &str, zero: char) -> String {
    let plain = money.to_decimal();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let grouped = group(whole, thousands);
    let text = if fraction.is_empty() { grouped } else { format!("{grouped}{decimal}{fraction}") };
    text.chars().map(|c| c.to_digit(10).map_or(c, |digit| char::from_u32(zero as u32 + digit).unwrap())).collect()
}

fn only(text: &str) -> Amount {
    let mut found = amounts(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.remove(0)
}

/// Three decimals behind a lone mark are thousands elsewhere; these are written with the mark that their countries use.
fn three_decimals(currency: Currency) -> bool {
    currency.exponent() == 3
}

/// Mostly prices of everyday things, now and then a house.
fn minor() -> impl Strategy<Value = i64> {
    prop_oneof![1_i64..1_000, 1_i64..200_000, 1_i64..100_000_000, 1_i64..1_000_000_000_000]
}

proptest! {
    #[test]
    fn a_price_of_any_locale_reads_back(at in 0..LOCALES.len(), minor in minor()) {
        let (tag, code, pattern, thousands, decimal, zero) = LOCALES[at];
        let currency: Currency = code.parse().unwrap();
        let money = Money::new(minor, currency);
        let text = pattern.replace('#', &written(money, thousands, decimal, zero));
        let amount = only(&text);
        let told = Hints::new(None, &[tag], "shop.example").resolve(amount.sign.unwrap());
        prop_assert_eq!(told, Some(currency), "{}", text);
        prop_assert_eq!(Money::from_decimal(&amount.decimal, currency), Some(money), "{} was read as {}", text, amount.decimal);
        prop_assert_eq!(amount.kind, PriceKind::Current);
    }

    #[test]
    fn a_price_with_any_code_of_iso_4217_reads_back(
        at in 0..CODES.split(' ').count(),
        minor in minor(),
        style in 0..5_usize,
        before: bool,
    ) {
        let currency: Currency = CODES.split(' ').nth(at).unwrap().parse().unwrap();
        let money = Money::new(minor, currency);
        let (thousands, decimal) = [(",", "."), (".", ","), ("\u{a0}", ","), ("’", "."), (",L", ".")][style];
        // With three decimals, one mark alone is read as the countries of that currency write it.
        prop_assume!(!three_decimals(currency) || money.to_decimal().len() > 7 && style < 4);
        let number = written(money, thousands, decimal, '0');
        // "TOP 10" is no price: a code that is a word needs a mark in the number behind it.
        let text = if before { format!("{currency} {number}") } else { format!("{number} {currency}") };
        let amount = only(&text);
        prop_assert_eq!(amount.sign.and_then(Sign::exact), Some(currency), "{}", text);
        prop_assert_eq!(Money::from_decimal(&amount.decimal, currency), Some(money), "{} was read as {}", text, amount.decimal);
    }

    #[test]
    fn two_prices_in_one_text_stay_two(low in minor(), high in minor(), at in 0..LOCALES.len()) {
        let (_, code, pattern, thousands, decimal, zero) = LOCALES[at];
        let currency: Currency = code.parse().unwrap();
        let one = |minor| pattern.replace('#', &written(Money::new(minor, currency), thousands, decimal, zero));
        let text = format!("{} {}", one(low), one(high));
        let read: Vec<Option<Money>> =
            amounts(&text).iter().map(|amount| Money::from_decimal(&amount.decimal, currency)).collect();
        prop_assert_eq!(read, [Some(Money::new(low, currency)), Some(Money::new(high, currency))], "{}", text);
    }

    #[test]
    fn any_text_is_read_without_harm_and_spans_lie_in_it(text in "\\PC{0,60}|[0-9 .,'€$kr£%/–-]{0,40}|(?s).{0,30}") {
        for amount in amounts(&text) {
            prop_assert!(text.get(amount.start..amount.end).is_some_and(|span| !span.is_empty()));
            prop_assert!(amount.sign_at.is_none_or(|(start, end)| text.get(start..end).is_some_and(|span| !span.is_empty())));
            let (whole, fraction) = amount.decimal.split_once('.').unwrap_or((&amount.decimal, "0"));
            prop_assert!([whole, fraction].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())));
        }
        let line = read_line(Some(&text), Some(&text));
        prop_assert!(line.currency.is_none_or(|currency| !currency.is_empty()));
        let _ = (plain_decimal(&text), machine_decimal(&text), Hints::default().markup(&text));
    }

    #[test]
    fn a_number_for_machines_reads_back(whole in 0_u64..1_000_000_000, cents in 0_u8..100) {
        let decimal = format!("{whole}.{cents:02}");
        let read = machine_decimal(&decimal).unwrap();
        let euro: Currency = "EUR".parse().unwrap();
        prop_assert_eq!(Money::from_decimal(&read, euro), Money::from_decimal(&decimal, euro));
    }
}

#[test]
fn locales_are_many() {
    let mut tags: Vec<&str> = LOCALES.iter().map(|locale| locale.0).collect();
    tags.dedup();
    assert!(tags.len() >= 60 && tags.len() == LOCALES.len());
}
