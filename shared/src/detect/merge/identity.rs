//! The shop's number for the product, and its maker: markup, state and the page's own labels vote.

use super::confidence;
use crate::detect::found::Found;
use crate::detect::visible::Seen;
use crate::detect::{Field, Source};
use crate::find::Find;
use crate::lower_case::lower_case;
use crate::product_url;

struct Candidate {
    text: String,
    key: String,
    source: Source,
    points: i32,
}

/// A number or a name in one spelling.
fn key(text: &str) -> String {
    lower_case(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Adds a candidate, or speaks for one that says the same.
fn add(all: &mut Vec<Candidate>, text: &str, source: Source, points: i32) {
    let key = key(text);
    if key.is_empty() {
        return;
    }
    match all.iter_mut().find(|known| known.key == key) {
        Some(known) if known.source == source => known.points = known.points.max(points),
        Some(known) => known.points = known.points.max(points) + 20,
        None => all.push(Candidate { text: text.to_owned(), key, source, points }),
    }
}

/// A number without the zeros that some systems fill theirs up with ("000000000001357247").
fn unfilled(number: &str) -> &str {
    let trimmed = number.shorn_before(|sign| sign == '0');
    let filled = number.len() >= 14 && number.len() - trimmed.len() >= 5 && number.bytes().all(|b| b.is_ascii_digit());
    if filled && !trimmed.is_empty() { trimmed } else { number }
}

fn best(all: Vec<Candidate>, most: i32) -> Option<Field<String>> {
    let best = all.iter().map(|candidate| candidate.points).max()?;
    let winner = all.into_iter().find(|candidate| candidate.points == best)?;
    let trust = (600 + best * 5).min(most);
    Some(Field { value: winner.text, source: winner.source, confidence: confidence(trust) })
}

/// Decides the shop's own number.
pub(in crate::detect) fn sku(mains: &[Found], seen: &Seen, url: &str) -> Option<Field<String>> {
    let mut all = Vec::new();
    let mut others: Vec<(&str, Source, i32)> = Vec::new();
    for found in mains {
        let (own, other) = match found.source {
            Source::OpenGraph => (30, 10),
            // What programs call an id is the last to be asked with, behind the number in the address.
            Source::State => (55, 6),
            // The general sources of a shop outlive what a rule knows of it.
            Source::Store => (58, 0),
            _ => (65, 32),
        };
        if let Some(sku) = &found.sku {
            add(&mut all, unfilled(sku), found.source, own);
        }
        others.extend(found.number.as_deref().map(|number| (number, found.source, other)));
    }
    if let Some(said) = &seen.named.sku {
        // What markup knows as the maker's number is no better for a label.
        let is_other = others.iter().any(|(number, ..)| key(number) == key(&said.text));
        add(&mut all, &said.text, Source::Visible, said.points - if is_other { 20 } else { 0 });
    }
    for (number, source, points) in others {
        if !all.iter().any(|known| known.key == key(number)) {
            add(&mut all, number, source, points);
        }
    }
    if let Some(number) = number_in(url) {
        add(&mut all, number, Source::Visible, 8);
    }
    best(all, 950)
}

/// Decides the maker.
pub(in crate::detect) fn brand(mains: &[Found], seen: &Seen) -> Option<Field<String>> {
    let mut all = Vec::new();
    for found in mains {
        let points = match found.source {
            Source::OpenGraph => 50,
            Source::State => 55,
            Source::Store => 58,
            _ => 65,
        };
        if let Some(brand) = &found.brand {
            add(&mut all, brand, found.source, points);
        }
    }
    if let Some(said) = &seen.named.brand {
        add(&mut all, &said.text, Source::Visible, said.points);
    }
    best(all, 960)
}

/// The number of the product at the end of its address: "…/kettle-1234567.html", "/dp/B000123456", "?id=12345".
fn number_in(url: &str) -> Option<&str> {
    let is_number = |text: &&str| text.len() >= 5 && text.len() <= 14 && text.bytes().all(|b| b.is_ascii_digit());
    let query = url.parted("?").map_or("", |(_, query)| query).up_to("#");
    let said = |names: &[&str]| {
        let mut pairs = query.parts("&").filter_map(|pair| pair.parted("="));
        pairs.find(|(name, value)| is_number(value) && names.contains(&name.to_ascii_lowercase().as_str()))
    };
    // A part of the address that is called the product's goes before the number of a folder.
    if let Some((_, value)) = said(&[
        "pid",
        "sku",
        "product_id",
        "productid",
        "product_no",
        "prodid",
        "goods_id",
        "goodsno",
        "itemid",
        "item_id",
    ]) {
        return Some(value);
    }
    let in_query = said(&["id", "item"]).map(|(_, value)| value);
    let mut segments = product_url::path(url).shorn_behind(|sign| sign == '/').rsplit('/');
    let last = segments.next().unwrap_or("");
    let last = last.up_to(".");
    let in_path = last.rsplit(['-', '_', ',']).next().map(|part| part.shorn_before(|c| c.is_ascii_alphabetic()));
    // Markets put it first: "…/MLM-1234567890-kettle".
    let inner = last.parts_at(|sign| matches!(sign, '-' | '_' | ',')).find(|part| part.len() >= 8 && is_number(part));
    in_path.filter(is_number).or(in_query).or(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_product_stands_at_the_end_of_its_address() {
        for (url, want) in [
            ("https://a.example/cardigan-12185160.html?cgid=1", Some("12185160")),
            ("https://a.example/ad/Calculator_36029524", Some("36029524")),
            ("https://a.example/garage/7221815683.html", Some("7221815683")),
            ("https://a.example/regal-p400105394.html", Some("400105394")),
            ("https://a.example/goods.php?id=114768", Some("114768")),
            ("https://a.example/store/36064?pid=262388", Some("262388")),
            ("https://a.example/MLM-1234567890-tetera-roja-_JM", Some("1234567890")),
            ("https://a.example/kettle-2024", None),
            ("https://a.example/", None),
        ] {
            assert_eq!(number_in(url), want, "{url}");
        }
    }
}
