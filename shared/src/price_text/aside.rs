//! Amounts that nobody pays for the thing: what is saved, what comes to it, and what one must spend for free shipping.

use super::Amount;
use crate::lower_case::lower_case;
use crate::phrases::{Phrases, phrases};

/// What stands before an amount that is saved.
static SAVED: Phrases =
    phrases!("save|you save|spare|sie sparen|économisez|ahorra|risparmi|bespaar|oszczędz|ušetř|spar |скидка|экономия");

/// What stands before an amount from which on shipping is free.
static FREE_FROM: Phrases = phrases!(
    "free shipping|free delivery|versandkostenfrei|kostenloser versand|gratis versand|gratisversand|livraison gratuite|\
     livraison offerte|envío gratis|frete grátis|spedizione gratuita|gratis verzending|darmowa dostawa|doprava zdarma|fri frakt|\
     бесплатная доставка|送料無料"
);

/// The words between the amount before and this one, lower-case; few bytes of a long text.
fn lead(text: &str, amount: &Amount) -> String {
    let start = amount.sign_at.map_or(amount.start, |(from, _)| from.min(amount.start));
    let head = text.get(..start).unwrap_or("");
    let words = head.rsplit(|c: char| c.is_ascii_digit()).next().unwrap_or("");
    if words.len() > 60 { String::new() } else { lower_case(words.trim_start()) }
}

/// "Save $5", "$5 off".
pub(super) fn is_saved(text: &str, amount: &Amount) -> bool {
    let end = amount.sign_at.map_or(amount.end, |(_, to)| to.max(amount.end));
    let tail = text.get(end..).unwrap_or("").trim_start();
    let off = tail.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("off"));
    off || SAVED.at(&lead(text, amount), 0).is_some()
}

/// "+ $4.99 shipping": what comes to another amount.
pub(super) fn is_added(text: &str, amount: &Amount) -> bool {
    let lead = lead(text, amount);
    lead.trim_end().ends_with("+") || lead.starts_with("zzgl") || lead.starts_with("plus ")
}

/// "Free shipping over $50".
pub(super) fn is_threshold(text: &str, amount: &Amount) -> bool {
    FREE_FROM.at(&lead(text, amount), 0).is_some()
}
