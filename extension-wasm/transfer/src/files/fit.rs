//! A wish in our own form, held against what the API takes: what fits stays to the letter, all else is read like any other row.

use super::cell::address;
use super::draft::{Draft, Field};
use super::wish::{Row, Wish};
use shared::money::Money;
use shared::wire::items::Quantity;

/// The row of a wish.
pub(super) fn fitted(wish: Wish, line: u32) -> Row {
    if fits(&wish) {
        return Row { line, wish, faults: Vec::new() };
    }
    let mut draft = Draft { boards: wish.boards.clone(), variant: wish.variant.clone(), ..Draft::default() };
    let money = |money: Option<Money>| money.map(|money| [&money.to_decimal(), " ", money.currency.code()].concat());
    let quantity = match wish.quantity {
        Quantity::Count(count) => count.to_string(),
        Quantity::Any(_) => "any".to_owned(),
    };
    for (field, text) in [
        (Field::Title, Some(wish.title)),
        (Field::Url, wish.url),
        (Field::Image, wish.image),
        (Field::Price, money(wish.price)),
        (Field::Below, money(wish.alert_threshold)),
        (Field::Note, wish.note),
        (Field::PrivateNote, wish.private_note),
        (Field::Occasion, wish.occasion),
        (Field::Quantity, Some(quantity)),
        (Field::Priority, wish.priority.map(|rank| rank.to_string())),
        (Field::State, Some(wish.state.as_str().to_owned())),
    ] {
        draft.put(field, &text.unwrap_or_default());
    }
    draft.row(line)
}

fn fits(wish: &Wish) -> bool {
    let short = |text: &str, most: usize| text.chars().count() <= most;
    let line = |text: &str, most| {
        short(text, most) && text.trim() == text && !text.is_empty() && !text.contains(char::is_control)
    };
    let lines = |text: &str| {
        short(text, 2_000) && !text.contains(|sign: char| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t'))
    };
    let web = |url: &Option<String>| url.as_deref().is_none_or(|url| address(url).as_deref() == Some(url));
    let money =
        |money: &Option<Money>| money.is_none_or(|money| (0..=9_007_199_254_740_991).contains(&money.amount_minor));
    let named = if wish.title.is_empty() { wish.url.is_some() } else { line(&wish.title, 500) };
    let distinct =
        |names: &[&str]| names.iter().enumerate().all(|(at, name)| !names.iter().take(at).any(|other| other == name));
    let options: Vec<&str> = wish.variant.iter().map(|option| option.name.as_str()).collect();
    let boards: Vec<&str> = wish.boards.iter().map(String::as_str).collect();
    named
        && web(&wish.url)
        && web(&wish.image)
        && money(&wish.price)
        && money(&wish.alert_threshold)
        && [&wish.note, &wish.private_note].iter().all(|note| note.as_deref().is_none_or(lines))
        && wish.occasion.as_deref().is_none_or(|text| line(text, 100))
        && !matches!(wish.quantity, Quantity::Count(count) if !(1..=9_999).contains(&count))
        && wish.priority.is_none_or(|rank| (1..=10).contains(&rank))
        && options.len() <= 20
        && distinct(&options)
        && wish.variant.iter().all(|option| line(&option.name, 100) && line(&option.value, 200))
        && boards.len() <= 20
        && distinct(&boards)
        && boards.iter().all(|name| line(name, 200))
}
