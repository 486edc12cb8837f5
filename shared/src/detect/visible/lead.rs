//! Words before an amount ("was", "you save", "from"), in many languages, and what they make of it.

use super::words::{Flags, flag};
use crate::detect::text::word_starts;
use crate::lower_case::lower_case;
use crate::price_text::kind::{BEFORE, says};
use crate::product::PriceKind;

/// Words before an amount that make it no price, or more surely one; lower-case, parted by `|`.
const LEADS: &[(Flags, &str)] = &[
    (
        flag::SAVING,
        "save|you save|saving|spar|ersparnis|économisez|ahorra|risparmi|oszczędzasz|discount|rabatt|sleva|ušetříte|off|\
         cashback|coupon|economize|現省|省",
    ),
    (
        flag::SHIPPING,
        "shipping|delivery|versand|livraison|envío|spedizione|frete|postage|p&p|porto|frakt|dostawa|doprava|orders over|\
         orders above|free over|ab einem|spend|min.|minimum|доставка",
    ),
    (flag::NET, "excl|ex vat|ex. vat|ex tax|netto|without tax|ht|zzgl. mwst|bez dph|ex gst|before tax"),
    (flag::TOTAL, "total|subtotal|zwischensumme|summe"),
    (
        flag::NOW,
        "now|sale|price|our price|jetzt|nur|only|preis|prix|precio|prezzo|cena|today|current bid|buy it now|por:|promo|\
         aktuelle|цена|special|deal",
    ),
];

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
    let kinds = BEFORE.iter().map(|(kind, phrases)| (flag_of(*kind), *phrases));
    LEADS
        .iter()
        .copied()
        .chain(kinds)
        .filter(|(_, phrases)| says(tail, &starts, phrases))
        .fold(0, |flags, (flag, _)| flags | flag)
}
