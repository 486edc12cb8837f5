//! A price that stands alone in a list: one text, perhaps with a hint beside it, and no page that could say more.

use super::currency::{self, Sign, Wanted};
use super::tokens::{Token, tokens};
use super::{Amount, amounts, chosen, escaped, first_amount, glued, kind, spoken};
use crate::find::Find;
use crate::lower_case::lower_case;
use crate::money::Currency;
use crate::phrases::{Phrases, phrases};
use crate::product::PriceKind;
use crate::script::word_starts;

/// What such a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceLine {
    /// Plain decimal as written ("1299.00").
    pub amount: Option<String>,
    /// A code of ISO 4217; the sign as written where it names several currencies and nothing decides, or one without a code.
    pub currency: Option<String>,
    /// What the words around the amount make of it.
    pub kind: PriceKind,
}

/// Words that are the price nought where nothing else is said.
const FREE: &str = "free|for free|gratis|kostenlos|gratuit|gratuito|grátis|gratuita|bezpłatnie|za darmo|zdarma|zadarmo|ingyenes|\
бесплатно|безкоштовно|безплатно|δωρεάν|ücretsiz|miễn phí|無料|免费|免費|무료|חינם|ilmainen|ilmaiseksi|maksuton|besplatno|brezplačno|tasuta|nemokamai|bezmaksas|percuma|pulsuz|مجاني|رایگان|मुफ़्त|ฟรี";

/// Words that call a price a reduced one.
static REDUCED: Phrases = phrases!(
    "sale|special price|offer price|discounted price|angebot|aktionspreis|sonderpreis|prix promo|soldes|oferta|\
precio rebajado|offerta|aanbieding|promocja|cena promocyjna|akční cena|akciós|rea|tilbud|tarjous|акция|распродажа|indirimli|\
セール|特価|特价|特價|세일"
);

/// Reads a price, with a hint of its currency or of what it is.
#[must_use]
pub fn read_line(price: Option<&str>, hint: Option<&str>) -> PriceLine {
    let (text, hint) = (escaped::plain(price.unwrap_or("")), escaped::plain(hint.unwrap_or("")));
    let (text, hint) = (&*text, &*hint);
    let plain = spoken::in_digits(text).or_else(|| apart(text));
    let text = plain.as_deref().unwrap_or(text);
    let parted = if chosen::amount(text).is_none() { glued::parted(text) } else { None };
    let text = parted.as_deref().unwrap_or(text);
    let (mut found, from) = chosen::amount(text).map_or((None, 0), |(amount, from)| (Some(amount), from));
    let currency = currency(text, found.as_ref(), hint);
    let in_thousandths = || {
        let known = currency.as_deref()?.parse().ok()?;
        let number = found.as_ref().filter(|amount| amount.sign.is_none())?;
        super::number::read(text, number.start, number.start)?.with_thousandths(known)
    };
    if let (Some(decimal), Some(amount)) = (in_thousandths(), found.as_mut()) {
        amount.decimal = decimal;
    }
    let kind = found.as_ref().map_or(PriceKind::Current, |amount| kind_of(text, from, amount, hint));
    let amount = cents(text).or(found.map(|amount| amount.decimal));
    let amount = amount.or_else(|| is_free(text).then(|| "0".to_owned()));
    PriceLine { amount, currency, kind }
}

/// A number with a sign at it that is a letter like others ("Q129.90"), with a gap between them; `None` for all other texts.
fn apart(text: &str) -> Option<String> {
    let text = text.trim();
    let letters: usize = text.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
    let (sign, number) = text.split_at_checked(letters)?;
    let is_number = number.begins(|c| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\''));
    let lone = is_number && !sign.is_empty() && first_amount(text).is_none();
    (lone && currency::alone(sign).is_some()).then(|| format!("{sign} {number}"))
}

/// "99c", "85 cents": nothing but coins, of whichever money.
fn cents(text: &str) -> Option<String> {
    let text = text.trim();
    let word = text.shorn_before(|c| c.is_ascii_digit());
    let count = text.strip_suffix(word).filter(|count| matches!(count.len(), 1 | 2))?;
    let is_coin = matches!(&*lower_case(word.trim()), "c" | "ct" | "cts" | "cent" | "cents" | "pence" | "céntimos");
    is_coin.then(|| format!("0.{count:0>2}"))
}

/// The code, or the sign as written.
fn currency(text: &str, amount: Option<&Amount>, hint: &str) -> Option<String> {
    let hinted = name(hint);
    let own = amount.and_then(|amount| own_sign(text, amount));
    // "€ --": a currency without an amount.
    let alone = || amount.is_none().then(|| name(text)).flatten();
    let (sign, written) = own.or_else(|| hinted.clone()).or_else(alone)?;
    let by_hint = hinted.and_then(|(hint, _)| hint.exact()).filter(|currency| sign.allows(*currency));
    Some(sign.exact().or(by_hint).map_or(written, |currency| currency.code().to_owned()))
}

/// The sign at an amount, or the only word beside it.
fn own_sign(text: &str, amount: &Amount) -> Option<(Sign, String)> {
    if let (Some(sign), Some((start, end))) = (amount.sign, amount.sign_at) {
        // "49,90 руб. BYN": the code behind says whose.
        if let Some(code) = text.get(end..).and_then(code_ahead) {
            return Some((Sign::Exact(code), code.code().to_owned()));
        }
        return Some((sign, text.get(start..end)?.to_owned()));
    }
    let (before, after) = (text.get(..amount.start)?.trim(), text.get(amount.end..)?.trim());
    let word = if before.is_empty() { after } else { before };
    let sign = currency::alone(word).filter(|_| before.is_empty() != after.is_empty())?;
    Some((sign, word.to_owned()))
}

/// A code of ISO 4217 in capitals that follows a sign.
fn code_ahead(text: &str) -> Option<Currency> {
    let word = text.shorn_before(|sign| matches!(sign, ' ' | '\u{a0}' | '.' | '('));
    let len = word.first_such(|c| !c.is_alphanumeric()).unwrap_or(word.len());
    let word = word.get(..len).filter(|word| word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase()))?;
    word.parse().ok()
}

/// The first currency that a hint names, exact ones first.
fn name(hint: &str) -> Option<(Sign, String)> {
    // "MUR" is a wall in French, but not where nothing else is said.
    if let Some(currency) = hint.trim().parse::<Currency>().ok().filter(|_| currency::is_clear(hint.trim())) {
        return Some((Sign::Exact(currency), hint.trim().to_owned()));
    }
    let found: Vec<(Sign, String)> = tokens(hint, Wanted::Name)
        .into_iter()
        .filter_map(|token| match token {
            Token::Sign(sign, start, end) => Some((sign, hint.get(start..end)?.to_owned())),
            Token::Number(_) => None,
        })
        .collect();
    let named = found.iter().find(|(sign, _)| sign.exact().is_some()).or(found.first()).cloned();
    named.or_else(|| Some((currency::alone(hint).filter(|_| currency::is_clear(hint.trim()))?, hint.trim().to_owned())))
}

/// Nothing but a word for "free".
fn is_free(text: &str) -> bool {
    let lower = lower_case(text.shorn(|c| !c.is_alphanumeric()));
    FREE.parts("|").any(|word| word == lower)
}

/// What is said behind the amount, else before it, no further back than `from`; also in the hint, where that speaks of the same amount.
fn kind_of(text: &str, from: usize, amount: &Amount, hint: &str) -> PriceKind {
    if amount.kind != PriceKind::Current {
        return amount.kind;
    }
    let in_hint = amounts(hint).into_iter().find(|other| other.decimal == amount.decimal);
    let leads = [text.get(from..amount.start), in_hint.and_then(|other| hint.get(..other.start))];
    leads.into_iter().flatten().find_map(said_before).unwrap_or(PriceKind::Current)
}

pub(super) fn said_before(lead: &str) -> Option<PriceKind> {
    let lower = lower_case(lead);
    let starts: Vec<usize> = word_starts(&lower).collect();
    let said = |phrases: &Phrases| kind::says(&lower, &starts, phrases);
    let kind = kind::BEFORE.iter().find(|(_, phrases)| said(phrases)).map(|(kind, _)| *kind);
    kind.or_else(|| said(&REDUCED).then_some(PriceKind::Sale))
}
