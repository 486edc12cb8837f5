#![allow(clippy::unwrap_used)]
use super::*;

fn read(text: &str) -> String {
    let hints = Hints::default();
    amounts(text)
        .iter()
        .map(|a| {
            let code = a.sign.and_then(|sign| hints.resolve(sign)).map_or("-".to_owned(), |code| code.to_string());
            let kind = if a.kind == PriceKind::Current { String::new() } else { format!(" {}", a.kind.as_str()) };
            format!("{} {code}{kind}", a.decimal)
        })
        .collect::<Vec<_>>()
        .join("; ")
}

#[test]
fn amounts_of_many_countries() {
    for (text, want) in [
        ("1.299,00 €", "1299.00 EUR"),
        ("$1,299.00", "1299.00 USD"),
        ("CHF 1'299.–", "1299 CHF"),
        ("1 500 Kč", "1500 CZK"),
        ("1\u{a0}299,90 zł", "1299.90 PLN"),
        ("17334 Lei", "17334 RON"),
        ("2,900원", "2900 KRW"),
        ("₹1,23,456.50", "123456.50 INR"),
        ("50.700 ₫", "50700 VND"),
        ("R$ 1.234,56", "1234.56 BRL"),
        ("R273", "273 ZAR"),
        ("4 990 руб.", "4990 RUB"),
        ("1000 р.", "1000 RUB"),
        ("99,- kr", "99 SEK"),
        ("0.999 KWD", "0.999 KWD"),
        ("$ 1.144.000", "1144000 USD"),
        ("35€ 99", "35.99 EUR"),
        ("۱۲۳ تومان", "123 -"),
        ("۱۲۳ ریال", "123 IRR"),
    ] {
        assert_eq!(read(text), want, "{text}");
    }
}

#[test]
fn several_numbers_in_one_text_stay_apart() {
    assert_eq!(read("71,91 EUR 79,90 EUR"), "71.91 EUR; 79.90 EUR");
    assert_eq!(read("€ 20 € 30"), "20 EUR; 30 EUR");
    assert_eq!(read("3 Ausgaben für 14,85 EUR"), "3 -; 14.85 EUR");
    assert_eq!(read("£537.00 £179.00"), "537.00 GBP; 179.00 GBP");
}

#[test]
fn kinds_are_told_apart() {
    assert_eq!(read("US $24.96/mo"), "24.96 USD instalment");
    assert_eq!(read("2,50 € / 100 g"), "2.50 EUR unit; 100 -");
    assert_eq!(read("12,90 €/kg"), "12.90 EUR unit");
}

#[test]
fn what_is_no_money_is_marked() {
    for text in ["-20%", "4K", "12/2026", "10:30", "#44"] {
        assert!(amounts(text).iter().all(|a| a.foreign), "{text}");
    }
    assert_eq!(first_amount("Save 20% now 15 €").unwrap().decimal, "15");
}

#[test]
fn an_open_sign_is_decided_by_the_page() {
    let dollar = amounts("$5")[0].sign.unwrap();
    for (languages, host, want) in [
        (&["en-ca"][..], "shop.com", "CAD"),
        (&["en"], "shop.com.au", "AUD"),
        (&["es-MX"], "shop.com", "MXN"),
        (&["en"], "shop.de", "USD"),
        (&[], "", "USD"),
    ] {
        assert_eq!(Hints::new(None, languages, host).resolve(dollar).unwrap().code(), want);
    }
    let declared = Hints::new("NZD".parse().ok(), &["en-us"], "shop.com");
    assert_eq!(declared.resolve(dollar).unwrap().code(), "NZD");
    assert_eq!(declared.markup("RUR").unwrap().code(), "RUB");
    assert_eq!(Hints::new(None, &["ja"], "").unsigned().unwrap().code(), "JPY");
}

#[test]
fn machine_numbers_are_exact() {
    for (text, want) in [
        ("1299.000", "1299.000"),
        ("19.9899999999", "19.99"),
        ("1,299.00", "1299.00"),
        ("0.5", "0.5"),
        ("29.999999", "30.00"),
        ("0.004999999", "0.00"),
    ] {
        assert_eq!(machine_decimal(text).unwrap(), want, "{text}");
    }
    assert_eq!(machine_decimal("on request"), None);
}

#[test]
fn any_text_is_read_without_harm() {
    for text in ["", "€", "1.", "..1..2..3", "1,,,2", "\u{202f}1", "€€€€1€", "99999999999999999999999999", "1\u{301}2"]
    {
        let _ = amounts(text);
        let _ = machine_decimal(text);
    }
}
