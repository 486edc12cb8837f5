//! Words before an amount ("was", "you save", "from"), in many languages, and what they make of it.

use super::words::{Flags, flag};
use crate::detect::text::word_starts;
use crate::find::Find;
use crate::lower_case::lower_case;
use crate::phrases::{Phrases, phrases};
use crate::price_text::kind::{BEFORE, says};
use crate::product::PriceKind;

/// Words before an amount that make it no price, or more surely one; lower-case, parted by `|`.
static LEADS: [(Flags, Phrases); 5] = [
    (
        flag::SAVING,
        phrases!(
            "save|you save|saving|spar|ersparnis|économisez|ahorra|risparmi|oszczędzasz|discount|rabatt|sleva|ušetříte|off|\
         cashback|coupon|economize|現省|省|estimate|estimation|schätzpreis|estimación|stima|оценка"
        ),
    ),
    (
        flag::SHIPPING,
        phrases!(
            "shipping|delivery|versand|livraison|envío|spedizione|frete|postage|p&p|porto|frakt|dostawa|doprava|orders over|\
         orders above|free over|ab einem|spend|min.|minimum|доставка"
        ),
    ),
    (
        flag::NET,
        phrases!(
            "excl|ex vat|ex. vat|ex tax|netto|without tax|ht|zzgl. mwst|bez dph|ex gst|before tax|fără tva|fara tva|без ндс|без пдв|sin iva|sem iva|iva escl|hors tax|ohne mwst"
        ),
    ),
    (flag::TOTAL, phrases!("total|subtotal|zwischensumme|summe")),
    (
        flag::NOW,
        phrases!(
            "now|sale|price|our price|jetzt|nur|only|preis|prix|precio|prezzo|cena|today|current bid|buy it now|por:|promo|\
         aktuelle|цена|special|deal"
        ),
    ),
];

/// Words directly behind an amount: a price without tax, or one for those who pay in some way; lower-case, parted by `|`.
static TAILS: [(Flags, Phrases); 2] = [
    (
        flag::NET,
        phrases!(
            "excl. vat|excl vat|ex vat|ex. vat|exc vat|exc. vat|excl. tax|excl tax|ex tax|ex. tax|ex gst|ex. gst|excl. gst|plus vat|\
         vat excl|excluding vat|excluding tax|without vat|without tax|net|netto|zzgl. mwst|zzgl. ust|zzgl. gesetzl|exkl. mwst|\
         ohne mwst|hors taxe|hors tva|ht|h.t|sin iva|más iva|iva no incluido|iva escl|senza iva|sem iva|s/ iva|\
         excl. btw|excl btw|ex btw|ex. btw|exkl. moms|exkl moms|ex moms|ex. moms|ekskl. moms|eks. moms|uden moms|ekskl. mva|\
         eks. mva|alv 0|ilman alv|bez dph|bez vat|áfa nélkül|nettó|fără tva|fara tva|без ндс|без пдв|без ддс|χωρίς φπα|kdv hariç|\
         税抜|税別|不含税|未稅|부가세 별도|לפני מע"
        ),
    ),
    (
        flag::MEMBER,
        phrases!(
            "pix|com pix|no pix|via pix|com o pix|no boleto|with code|with coupon|mit code|mit gutschein|avec le code|con el código|\
         con transferencia|por transferencia|con depósito|en efectivo|pagando en efectivo|com transferência|com boleto|\
         bei vorkasse|bei überweisung"
        ),
    ),
];

/// Words of a price with tax: lower-case, parted by `|`.
static GROSS: Phrases = phrases!(
    "incl|inkl|inc vat|inc. vat|inc gst|ttc|t.t.c|brutto|gross|iva incl|con iva|com iva|toutes taxes|tva incl|\
    vč. dph|s dph|včetně|z vat|с ндс|з пдв|с ддс|税込|含税|含稅|kdv dahil|med moms|bruttó|cu tva|με φπα|sis. alv|כולל מע"
);

/// Words directly before an amount that make it the lowest of several; lower-case, parted by `|`.
const FROM: &str = "from|starting at|starts at|starting from|ab|à partir de|dès|desde|a partir de|a partire da|da|vanaf|od|już od|\
    från|fra|alkaen|от|від|από|mulai|từ|החל מ|החל מ-|ab nur|from only|prices from|price from|já od|cena od|preis ab|prix dès";
/// The same, directly behind it.
static UP: Phrases = phrases!("起|から|～|부터|alkaen|-tól|-től|'den başlayan|and up|& up|and above|o más|y más");

/// What the words behind an amount say of it.
pub(super) fn tail_flags(tail: &str) -> Flags {
    let lower = lower_start(tail);
    TAILS.iter().filter(|(_, phrases)| says(&lower, &[0], phrases)).fold(0, |flags, (flag, _)| flags | flag)
}

/// The words behind an amount say that tax is in it.
pub(super) fn says_gross(text: &str) -> bool {
    says(&lower_start(text), &[0], &GROSS)
}

/// The amount is the lowest of several, by the words around it.
pub(super) fn is_lowest(lead: &str, tail: &str) -> bool {
    let lower = lower_case(lead.shorn_behind(|c| c.is_whitespace() || c == ':'));
    let ends = |word: &str| {
        let before = lower.strip_suffix(word);
        before.is_some_and(|before| !before.ends(char::is_alphanumeric))
    };
    let tail = lower_start(tail);
    !lower.is_empty() && FROM.parts("|").any(ends) || UP.at(&tail, 0).is_some()
}

/// Words that call a price a reduced one; lower-case, parted by `|`.
static REDUCED: Phrases = phrases!(
    "sale|special|promo|offer price|angebot|aktion|sonderpreis|jetzt|soldes|oferta|rebaj|offerta|aanbieding|\
    akční|akciós|rea|tilbud|tarjous|акция|со скидкой|распродажа|indirimli|促销|促銷|活动价|優惠價|优惠价|到手价|特価|特价|特價|\
    セール|할인가|מבצע|سعر العرض|khuyến mãi|harga promo|ราคาพิเศษ"
);

/// The words before an amount call it a reduced price.
pub(super) fn is_reduced(lead: &str) -> bool {
    let lead = lead.trim();
    if lead.is_empty() || lead.len() > 60 {
        return false;
    }
    let lower = lower_case(lead);
    let starts: Vec<usize> = word_starts(&lower).collect();
    says(&lower, &starts, &REDUCED)
}

/// The first words, lower-case, without the signs before them.
fn lower_start(tail: &str) -> String {
    let plain =
        tail.shorn_before(|c| c.is_whitespace() || matches!(c, '(' | '（' | '[' | '+' | '*' | '/' | ',' | '.' | '|'));
    lower_case(&plain.chars().take(24).collect::<String>())
}

fn flag_of(kind: PriceKind) -> Flags {
    match kind {
        PriceKind::List => flag::OLD,
        PriceKind::Member => flag::MEMBER,
        PriceKind::Used => flag::USED,
        PriceKind::Instalment => flag::INSTALMENT,
        PriceKind::Unit => flag::UNIT,
        PriceKind::Current | PriceKind::Sale => flag::NOW,
    }
}

/// What the last words before an amount say of it.
pub(super) fn lead_flags(lead: &str) -> Flags {
    let lead = lead.trim();
    if lead.is_empty() {
        return 0;
    }
    let lower = lower_case(lead);
    let from = lower.char_indices().rev().nth(27).map_or(0, |(at, _)| at);
    let tail = lower.get(from..).unwrap_or("");
    let starts: Vec<usize> = word_starts(tail).collect();
    let kinds = BEFORE.iter().map(|(kind, phrases)| (flag_of(*kind), phrases));
    LEADS
        .iter()
        .map(|(flag, phrases)| (*flag, phrases))
        .chain(kinds)
        .filter(|(_, phrases)| says(tail, &starts, phrases))
        .fold(0, |flags, (flag, _)| flags | flag)
}
