//! Text to amounts: "1.299,00 €", "US $24.96/mo", "17334 Lei", "2,900원", with their currencies and kinds kept apart.
//! Written by hand because it is the product's own strength: one pass, exact decimals, no table larger than a page.
//! It never uses floats, never converts, and leaves a currency open where the page does not tell.

mod alone;
mod aside;
mod chosen;
mod currency;
mod escaped;
mod foreign;
mod glued;
pub(crate) mod kind;
mod line;
mod number;
mod pair;
mod region;
mod rows;
mod signs;
mod spoken;
mod tokens;

pub use currency::Sign;
pub use line::{PriceLine, read_line};
pub use number::{machine_decimal, plain_decimal};
pub use region::Hints;

use crate::product::PriceKind;

/// One amount in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// Plain decimal as written ("1299.00").
    pub decimal: String,
    /// The currency sign that belongs to it, if any.
    pub sign: Option<Sign>,
    /// First byte of that sign, and the byte after it.
    pub sign_at: Option<(usize, usize)>,
    /// What the text itself says of it: a unit price, an instalment; else [`PriceKind::Current`].
    pub kind: PriceKind,
    /// Byte at which the number starts.
    pub start: usize,
    /// Byte after the number.
    pub end: usize,
    /// A percent sign, a letter or another unit than money stands directly at the number.
    pub foreign: bool,
}

/// All amounts of a text in order, at most 40. A text longer than 2,000 bytes is read no further.
#[must_use]
pub fn amounts(text: &str) -> Vec<Amount> {
    let mut end = text.len().min(2_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end).unwrap_or("");
    pair::pair(text, &tokens::tokens(text, currency::Wanted::Price))
}

/// The amount a text stands for: the first with a sign, rather a price than a part of one or what is saved, else the first that
/// is nothing else. What one must spend for free shipping is none.
#[must_use]
pub fn first_amount(text: &str) -> Option<Amount> {
    let mut all = amounts(text);
    all.retain(|amount| !aside::is_threshold(text, amount));
    let paid =
        |amount: &Amount| amount.sign.is_some() && !aside::is_saved(text, amount) && !aside::is_added(text, amount);
    // "3 for 100,-"
    let dashed = |amount: &Amount| {
        let tail = text.get(amount.end..).unwrap_or("");
        !amount.foreign && [",-", ".-", ":-", ",–"].iter().any(|dash| tail.starts_with(*dash))
    };
    let at = all
        .iter()
        .position(|amount| paid(amount) && amount.kind == PriceKind::Current)
        .or_else(|| all.iter().position(|amount| paid(amount) && !amount.foreign))
        .or_else(|| all.iter().position(|amount| amount.sign.is_some() && !amount.foreign))
        .or_else(|| all.iter().position(dashed))
        .or_else(|| all.iter().position(|amount| !amount.foreign))?;
    Some(all.swap_remove(at))
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod world;
