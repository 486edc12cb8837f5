//! What the words around an amount make of it: an old price, a member's, a used one's, a part of a payment, a price per unit.

use crate::find::Find;
use crate::lower_case::lower_case;
use crate::phrases::{Phrases, phrases};
use crate::product::PriceKind;

/// Kinds that words before an amount name; lower case, parted by `|`. A word of at most three letters ends where it ends.
pub(crate) static BEFORE: [(PriceKind, Phrases); 5] = [
    (
        PriceKind::List,
        phrases!(
            "was|rrp|msrp|uvp|statt|list price|list:|regular price|retail|instead of|reg.|original|compare at|before|vorher|avant|\
         prix conseillé|au lieu de|antes|de:|prezzo di listino|adviesprijs|van|stara cena|cena regularna|běžná cena|původní|\
         ord.|było|старая цена|worth|value|m.r.p|mrp|lowest price in|najniższa cena|niedrigster preis|prix public|\
         原價|原价|定価|市價|市价|정가|قبل|precio anterior|precio de lista|preço de tabela|vanliga priset|tidigare pris|ovh|pvp|\
         ursprünglich|původně|před|pôvodn|predtým|før|tidligere|oprindelig|normalpris|norm.|prix initial|prix barré|\
         prix d'origine|precio original|precio normal|preço original|prezzo originale|prezzo pieno|oorspronkelijk|voorheen|\
         eredeti ár|régi ár|preț vechi|ennen|стара ціна|вместо|önceki|eski fiyat|liste fiyatı|giá gốc|giá cũ|harga normal|\
         ราคาปกติ|ราคาเต็ม|通常価格|参考価格|メーカー希望|希望小売|소비자가|정상가|시중가|市场价|市場價|建议零售|建議售價|原售價|\
         מחיר קודם|מחיר מחירון|במקום|السعر السابق|السعر الأصلي|بدلا من|αρχική|από τιμή"
        ),
    ),
    (
        PriceKind::Instalment,
        phrases!(
            "per month|a month|x de|monthly|raten|payments of|instal|mtl.|finance|klarna|afterpay|as low as|deposit|em até|\
         cuotas|/mo"
        ),
    ),
    (
        PriceKind::Member,
        phrases!(
            "member|club|with card|prime|points|gift card|trade-in|trade in|prezzo soci|con carta|con tarjeta|precio soci|avec carte|\
         avec la carte|mitglied|mit karte|ledenprijs|medlem|z kartą|s kartou|по карте|会員|会员|회원"
        ),
    ),
    (
        PriceKind::Used,
        phrases!("used|gebraucht|refurb|pre-owned|d'occasion|new & used|new from|used from|other sellers"),
    ),
    (PriceKind::Unit, phrases!("unit price|grundpreis|per unit|price per")),
];

/// Kinds that the words directly behind an amount name.
static BEHIND: [(PriceKind, Phrases); 3] = [
    (PriceKind::Instalment, phrases!("a month|monthly|mtl|im monat|al mes|por mes|par mois|в месяц")),
    (
        PriceKind::Instalment,
        phrases!("p/m|p.m.|sem juros|s/ juros|sin interés|sin interes|sans frais|interest-free|interest free"),
    ),
    (
        PriceKind::Member,
        phrases!(
            "with card|with club|for members|members only|mit karte|für mitglieder|avec la carte|avec carte|con tarjeta|con carta|\
         z kartą|s kartou|с картой"
        ),
    ),
];

/// Words for one part of time, behind "/" or "per".
const TIMES: &str = "mo|month|months|mth|monat|mois|mes|mese|maand|måned|mån|mån.|md|mnd|мес|месяц|ay|mies|měs|hó|měsíc|miesiąc|week|woche|\
wk|yr|year|jahr|月|mo.|شهر|חודש";

/// Units of mass, volume, length and area, behind "/" or "per"; a piece is none, since its price is the price.
const UNITS: &str = "kg|g|mg|kilo|kilogram|100g|100ml|l|ml|cl|dl|liter|litre|litro|litr|m|m2|m²|m³|cm|mm|km|lb|lbs|pound|oz|ounce|gal|gallon|gram|ft|yd|sqft|qm|lfm|\
кг|л|м|м2|мл|г|ק\"ג|كجم";

/// What is counted and never paid with.
const PIECES: &str = "x|er|%|pcs|pieces|stück|stk|szt|шт|gram|pack|pk|pc|st|ks|db|adet|unidades|piezas|pièces|pezzi|stuks|jours|tage|days|monate|raten";

/// What stands for "each one of" between an amount and a unit.
static EACH: Phrases = phrases!("/|per |pro |je |par |al |por |za |за ");

fn is_one_of(table: &str, word: &str) -> bool {
    table.parts("|").any(|known| known == word)
}

fn may_be_said(rest: &str) -> bool {
    let each = rest.as_bytes().iter().take(2).any(|b| !b.is_ascii())
        || matches!(rest.as_bytes(), [b'p' | b'P' | b'j' | b'J' | b'a' | b'A' | b'z' | b'Z', ..]);
    each || BEHIND.iter().any(|(_, said)| said.may_begin(rest))
}

/// Per month, per kilogram: said directly behind an amount.
pub(super) fn behind(text: &str, end: usize) -> PriceKind {
    let rest = text.get(end..).unwrap_or("").trim_start();
    // Mostly nothing is said at all.
    if rest.is_empty() || !rest.starts_with("/") && !may_be_said(rest) {
        return PriceKind::Current;
    }
    let lower: String = lower_case(&rest.chars().take(24).collect::<String>());
    let kind = BEHIND.iter().find(|(_, said)| said.at(&lower, 0).is_some());
    if let Some((kind, _)) = kind {
        return *kind;
    }
    let what = EACH.all_at(&lower, 0).next().and_then(|(_, each)| lower.get(each.len()..));
    let Some(what) = what.map(str::trim_start) else { return PriceKind::Current };
    let counted = what.shorn_before(|c| c.is_ascii_digit() || c == ',' || c == '.').trim_start();
    let word: &str = counted.parts_at(|c| !c.is_alphanumeric() && c != '"').next().unwrap_or("");
    if is_one_of(UNITS, word) {
        PriceKind::Unit
    } else if counted.len() == what.len() && is_one_of(TIMES, word) {
        PriceKind::Instalment
    } else {
        PriceKind::Current
    }
}

/// A number that ends here counts things, time or a share ("35 € 10 Stück", "35 € 20 %"), so it is no cents.
pub(super) fn counts(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or("").trim_start();
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '%').take(12).collect();
    let word = lower_case(&word);
    [UNITS, TIMES, PIECES].iter().any(|table| is_one_of(table, &word))
}

/// "12x de R$ 99,90", "4 × 24,98 €": so many payments or pieces; one alone is the price.
fn is_share(before: &str) -> bool {
    let lead = lower_case(before.get(before.len().saturating_sub(12)..).unwrap_or("").trim_end());
    let lead = lead.strip_suffix(" de").unwrap_or(&lead);
    let Some(count) = lead.strip_suffix(['x', '×', 'х']) else { return false };
    let digits = count.trim_end().rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
    matches!(digits.len(), 1 | 2) && digits != "1"
}

/// What stands directly around an amount says of it: behind it, or "1 kg = " or "12x" before it.
pub(super) fn of(text: &str, start: usize, end: usize) -> PriceKind {
    let before = text.get(..start).unwrap_or("").shorn_behind(|c| !c.is_alphanumeric() && c != '=');
    let equal = before.strip_suffix('=').map(|left| lower_case(left.trim_end()));
    let unit = equal
        .as_deref()
        .and_then(|left| left.rsplit([' ', '\u{a0}', '(']).next())
        .is_some_and(|word| is_one_of(UNITS, word.shorn_before(|c| c.is_ascii_digit())));
    if unit {
        return PriceKind::Unit;
    }
    let said = behind(text, end);
    if said == PriceKind::Current && text.get(..start).is_some_and(is_share) { PriceKind::Instalment } else { said }
}

/// One of the phrases stands in a lower-case text, at one of `starts`; a short one ends there too.
pub(crate) fn says(text: &str, starts: &[usize], phrases: &Phrases) -> bool {
    starts.iter().any(|at| phrases.all_at(text, *at).any(|(_, phrase)| ends(text, at + phrase.len(), phrase)))
}

fn ends(text: &str, at: usize, phrase: &str) -> bool {
    phrase.len() > 3 || !text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphabetic)
}
