//! Words before an amount ("was", "you save", "from"), in many languages, and what they make of it.

use super::words::{Flags, flag};
use crate::detect::text::word_starts;

/// Words before an amount, lower-case, and what they make of it.
const LEADS: &[(Flags, &[&str])] = &[
    (
        flag::OLD,
        &[
            "was",
            "rrp",
            "msrp",
            "uvp",
            "statt",
            "list price",
            "regular price",
            "retail",
            "instead of",
            "reg.",
            "original",
            "compare at",
            "before",
            "vorher",
            "avant",
            "prix conseillé",
            "antes",
            "de:",
            "prezzo di listino",
            "adviesprijs",
            "van ",
            "stara cena",
            "cena regularna",
            "běžná cena",
            "původní",
            "førpris",
            "ord.",
            "старая цена",
            "worth",
            "value",
            "m.r.p",
            "mrp",
            "lowest price in",
            "najniższa cena",
            "niedrigster preis",
            "prix public",
            "原價",
            "原价",
            "定価",
            "市價",
        ],
    ),
    (
        flag::SAVING,
        &[
            "save",
            "you save",
            "saving",
            "spar",
            "ersparnis",
            "économisez",
            "ahorra",
            "risparmi",
            "oszczędzasz",
            "discount",
            "rabatt",
            "sleva",
            "ušetříte",
            "off",
            "cashback",
            "coupon",
            "economize",
            "現省",
            "省",
        ],
    ),
    (
        flag::SHIPPING,
        &[
            "shipping",
            "delivery",
            "versand",
            "livraison",
            "envío",
            "spedizione",
            "frete",
            "postage",
            "p&p",
            "porto",
            "frakt",
            "dostawa",
            "doprava",
            "orders over",
            "orders above",
            "free over",
            "ab einem",
            "spend",
            "min.",
            "minimum",
            "доставка",
        ],
    ),
    (
        flag::INSTALMENT,
        &[
            "per month",
            "a month",
            "x de",
            "monthly",
            "raten",
            "payments of",
            "instal",
            "mtl.",
            "finance",
            "klarna",
            "afterpay",
            "as low as",
            "deposit",
            "em até",
            "cuotas",
            "/mo",
        ],
    ),
    (
        flag::NET,
        &[
            "excl",
            "ex vat",
            "ex. vat",
            "ex tax",
            "netto",
            "without tax",
            "ht",
            "zzgl. mwst",
            "bez dph",
            "ex gst",
            "before tax",
        ],
    ),
    (flag::MEMBER, &["member", "club", "with card", "prime", "points", "gift card", "trade-in", "trade in"]),
    (
        flag::USED,
        &[
            "used",
            "gebraucht",
            "refurb",
            "pre-owned",
            "d'occasion",
            "new & used",
            "new from",
            "used from",
            "other sellers",
        ],
    ),
    (flag::TOTAL, &["total", "subtotal", "zwischensumme", "summe"]),
    (flag::UNIT, &["unit price", "grundpreis", "per unit", "price per"]),
    (
        flag::NOW,
        &[
            "now",
            "sale",
            "price",
            "our price",
            "jetzt",
            "nur",
            "only",
            "preis",
            "prix",
            "precio",
            "prezzo",
            "cena",
            "today",
            "current bid",
            "buy it now",
            "por:",
            "promo",
            "aktuelle",
            "цена",
            "special",
            "deal",
        ],
    ),
];

/// What the last words before an amount say of it.
pub(super) fn lead_flags(lead: &str) -> Flags {
    let lead = lead.trim();
    if lead.is_empty() {
        return 0;
    }
    let lower = lead.to_lowercase();
    let tail: String = {
        let chars: Vec<char> = lower.chars().collect();
        chars.iter().skip(chars.len().saturating_sub(28)).collect()
    };
    let starts: Vec<usize> = word_starts(&tail).collect();
    LEADS
        .iter()
        .filter(|(_, words)| words.iter().any(|word| starts.iter().any(|at| stands_at(&tail, *at, word))))
        .fold(0, |flags, (flag, _)| flags | flag)
}

/// The word stands at this place; a short one ends there too.
fn stands_at(text: &str, at: usize, word: &str) -> bool {
    text.as_bytes().get(at) == word.as_bytes().first()
        && text[at..]
            .strip_prefix(word)
            .is_some_and(|rest| word.len() > 3 || !rest.chars().next().is_some_and(char::is_alphabetic))
}
