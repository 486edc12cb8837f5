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
        ("1 299,-", "1299 -"),
        ("1.198,- Kr", "1198 SEK"),
        ("₹1,29,999", "129999 INR"),
        ("47 405 Kč", "47405 CZK"),
        ("3.350 €", "3350 EUR"),
        ("12.500 KWD", "12.500 KWD"),
        ("89,000 TND", "89.000 TND"),
        ("٢٬٤٩٩٫٥٠ ر.س", "2499.50 SAR"),
        ("₹१,२९,९९९", "129999 INR"),
        ("৳১,২৯৯", "1299 BDT"),
        ("‏370 ‏₪", "370 ILS"),
        ("1 890 Р", "1890 RUB"),
        ("100 RUR", "100 RUB"),
        ("DEM 170 000", "170000 -"),
        ("1,500 ₦", "1500 NGN"),
        ("$.75", "0.75 USD"),
        ("119. 95 €", "119.95 EUR"),
        ("1.837, 32 €", "1837.32 EUR"),
        ("US $24", "24 USD"),
        ("$ SGD4.90", "4.90 SGD"),
        ("$12.50 CAD", "12.50 CAD"),
        ("CUC$ 5", "5 -"),
        ("1.299 TRY", "1299 TRY"),
        ("$1.299.00", "1299.00 USD"),
        ("1,299/-", "1299 -"),
        ("Rs. 1,299/-", "1299 INR"),
        ("990:- kr", "990 SEK"),
        ("1000 РУБ.", "1000 RUB"),
        ("5 990 тг", "5990 KZT"),
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
    assert_eq!(read("10,50 – 20 €"), "10.50 EUR; 20 EUR");
    assert_eq!(read("$10 - 20"), "10 USD; 20 USD");
    assert_eq!(read("was CA$25.00 now $19.99"), "25.00 CAD; 19.99 CAD");
}

#[test]
fn kinds_are_told_apart() {
    assert_eq!(read("US $24.96/mo"), "24.96 USD instalment");
    assert_eq!(read("2,50 € / 100 g"), "2.50 EUR unit; 100 -");
    assert_eq!(read("12,90 €/kg"), "12.90 EUR unit");
    assert_eq!(read("1,29 € je 100 g"), "1.29 EUR unit; 100 -");
    assert_eq!(read("(1 kg = 12,90 €)"), "1 -; 12.90 EUR unit");
    assert_eq!(read("990 ₽/мес"), "990 RUB instalment");
    assert_eq!(read("5 €/Stück"), "5 EUR");
}

#[test]
fn what_is_no_money_is_marked() {
    for text in ["-20%", "4K", "12/2026", "10:30", "#44", "15.08.2017", "TOP10"] {
        assert!(amounts(text).iter().all(|a| a.foreign), "{text}");
    }
    assert!(["1,299/-", "990:-"].iter().all(|text| !amounts(text)[0].foreign));
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

#[test]
fn words_that_look_like_codes_are_no_money() {
    for text in ["TOP 10", "ALL 20 colours", "PEN 3 pack", "php 8", "10 mad days", "Rabatt 5", "128 GB", "5 l", "10 m"]
    {
        assert!(amounts(text).iter().all(|amount| amount.sign.is_none()), "{text}: {:?}", amounts(text));
    }
}

#[test]
fn a_line_is_read_with_its_hint() {
    for (price, hint, want) in [
        ("16.00", "zł", "16.00 PLN current"),
        ("$4.00", "USD", "4.00 USD current"),
        ("$4.00", "CAD", "4.00 CAD current"),
        ("150 kr", "", "150 kr current"),
        ("150 kr", "Pris NOK 150", "150 NOK current"),
        ("11,13 €", "£", "11.13 EUR current"),
        ("1 Db", "", "1 STN current"),
        ("1 L", "", "1 L current"),
        ("94,000 تومان", "", "94000 تومان current"),
        ("149,00", "TTC", "149.00 - current"),
        ("Free!", "", "0 - current"),
        ("Free shipping", "", "- - current"),
        ("$4.59", "Sale Price: $4.59", "4.59 $ sale"),
        ("UVP 39,90 €", "", "39.90 EUR list"),
        ("$9 with card", "", "9 $ member"),
        ("member price $9", "", "9 $ member"),
        ("refurbished from £99", "", "99 £ used"),
        ("US $24.96/mo", "", "24.96 USD instalment"),
        ("", "€", "- EUR current"),
    ] {
        let line = read_line(Some(price), Some(hint));
        let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        assert_eq!(
            format!("{} {} {}", or_dash(line.amount), or_dash(line.currency), line.kind),
            want,
            "{price} {hint}"
        );
    }
}
