//! Which of the amounts in one line is to be paid: not the old one, not a part of it, rather the one that is called today's.

use super::line::said_before;
use super::pair::is_range;
use super::{Amount, aside, first_amount};
use crate::find::Find;
use crate::lower_case::lower_case;
use crate::product::PriceKind;
use crate::script::is_cjk;

/// What stands alone before today's price, behind an older one ("De: R$ 199,90 Por: R$ 149,90").
const NOW: &str = "now|now only|only|our price|sale price|jetzt|jetzt nur|nur|maintenant|ahora|agora|ora|adesso|por|por apenas|voor|nu|\
nå|nyt|teraz|nyní|teď|сейчас|теперь|зараз|şimdi|acum|most|τώρα|今|現在|现在|現價|现价|지금|כעת|الآن";

/// The amount that a line stands for, and where the words begin that speak of it.
pub(super) fn amount(text: &str) -> Option<(Amount, usize)> {
    let first = first_amount(text)?;
    let all = super::amounts(text);
    let at = all.iter().position(|amount| amount.start == first.start)?;
    if first.sign.is_none() {
        // "Was 12.99 Now 9.99"
        let now =
            (at + 1..all.len()).find(|&at| all.get(at).is_some_and(|a| !a.foreign) && is_now(lead(text, &all, at)));
        return Some(now.and_then(|at| Some((all.get(at)?.clone(), behind(&all, at)))).unwrap_or((first, 0)));
    }
    if let Some(low) = at.checked_sub(1).and_then(|low| all.get(low)).filter(|low| is_lower_end(text, low, &first)) {
        return Some((Amount { sign: first.sign, sign_at: first.sign_at, ..low.clone() }, 0));
    }
    let is_old = matches!(kind(text, &all, at), Some(PriceKind::List | PriceKind::Instalment));
    // Chinese and Japanese put no gap between words ("特価1,980円").
    let in_row = |amount: &Amount| text.get(..amount.start).is_some_and(|before| before.ends(is_cjk));
    let paid = |amount: &Amount| {
        amount.sign.is_some()
            && (!amount.foreign || in_row(amount))
            && !aside::is_saved(text, amount)
            && !aside::is_threshold(text, amount)
    };
    let better = (at + 1..all.len()).find(|&at| {
        // The upper end of a range is no other price ("van € 12,50 tot € 19,95").
        all.get(at).is_some_and(paid)
            && !is_range(lead(text, &all, at))
            && (is_old && kind(text, &all, at) == Some(PriceKind::Current) || is_now(lead(text, &all, at)))
    });
    let better = better.and_then(|at| Some((all.get(at)?.clone(), behind(&all, at))));
    let others = at.checked_sub(1).and_then(|before| all.get(before)).is_some_and(|before| before.sign.is_some());
    Some(better.unwrap_or((first, if others { behind(&all, at) } else { 0 })))
}

/// Where the amount before this one ends, its sign with it.
fn behind(all: &[Amount], at: usize) -> usize {
    let before = at.checked_sub(1).and_then(|before| all.get(before));
    before.map_or(0, |amount| amount.sign_at.map_or(amount.end, |(_, to)| to.max(amount.end)))
}

/// What stands between the amount before and this one, its sign left out.
fn lead<'t>(text: &'t str, all: &[Amount], at: usize) -> &'t str {
    let start = all.get(at).map_or(0, |amount| amount.sign_at.map_or(amount.start, |(from, _)| from.min(amount.start)));
    text.get(behind(all, at)..start).unwrap_or("")
}

/// What is said of an amount by the words before it; a reduced price is as good as any.
fn kind(text: &str, all: &[Amount], at: usize) -> Option<PriceKind> {
    let own = all.get(at)?.kind;
    let said = || said_before(lead(text, all, at)).or_else(|| is_share(text, all, at).then_some(PriceKind::Instalment));
    let said = (own == PriceKind::Current).then(said).flatten();
    Some(said.map_or(own, |said| if said == PriceKind::Sale { PriceKind::Current } else { said }))
}

/// What payments are counted in, and what stands between their count and the amount of one ("3x sans frais de 33,33 €").
const PAYMENTS: &str = "x|×|х|cuotas|pagos|parcelas|mensualidades|mensalidades|payments|raten";
const OF_EACH: &str =
    "de|of|à|von|je|a|sem|sin|sans|juros|interés|interes|intereses|frais|interest-free|fijas|iguales|fixas|iguais";

/// It is one of several payments, by their count before it.
fn is_share(text: &str, all: &[Amount], at: usize) -> bool {
    let Some(count) = at.checked_sub(1).and_then(|before| all.get(before)) else { return false };
    let words = lower_case(lead(text, all, at));
    let mut words = words.split_whitespace();
    matches!(count.decimal.len(), 1 | 2)
        && count.decimal != "1"
        && words.next().is_some_and(|first| is_one_of(PAYMENTS, first))
        && words.all(|word| is_one_of(OF_EACH, word))
}

/// "zwischen 15 und 25 €": a word before the first of two amounts, a word between them, one sign.
fn is_lower_end(text: &str, low: &Amount, high: &Amount) -> bool {
    let start = high.sign_at.map_or(high.start, |(from, _)| from.min(high.start));
    let gap = text.get(low.end..start).unwrap_or("");
    let lead = text.get(..low.start).unwrap_or("").trim_end();
    let lead = lower_case(lead.behind_last(" "));
    low.sign.is_none()
        && is_one_of("zwischen|entre|between|mellem|mellan|mellom|tussen|tra|między|între|от|od", &lead)
        && is_one_of("und|y|e|et|and|og|och|en|a|i|și|до|do", gap.trim())
}

fn is_one_of(table: &str, word: &str) -> bool {
    table.parts("|").any(|known| known == word)
}

fn is_now(lead: &str) -> bool {
    let words = lower_case(lead.shorn(|c| !c.is_alphanumeric()));
    is_one_of(NOW, &words)
}
