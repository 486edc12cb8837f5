//! Finds the objects in a shop's program text that may be products, in one pass, without reading the rest of it.
//!
//! It knows just enough of JSON and JavaScript: strings, comments, brackets, and the keys of each object.

use super::keys::{self, Keys, key};
use crate::find::Find;

/// An object that may be a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    /// Where it opens and one past where it closes.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The content of the string that names it; empty where nothing does.
    pub(super) name: (usize, usize),
    /// The content of the currency that it or what is around it carries.
    pub(super) currency: Option<(usize, usize)>,
    pub(super) keys: Keys,
}

/// Objects inside each other; nothing deeper is looked at.
const DEPTH: usize = 120;
/// Spots of one text.
const MOST: usize = 400;
/// Bytes of an object: larger ones are the whole page's state.
const LARGEST: usize = 150_000;
/// From this length on a string may itself be program text.
const LONG: usize = 200;

#[derive(Clone, Copy, Default)]
struct Open {
    start: usize,
    is_object: bool,
    /// It stands below a key that leads to other products.
    aside: bool,
    keys: Keys,
    /// Keys of the objects directly inside, or in lists directly inside.
    inside: Keys,
    name: Option<(usize, usize)>,
    name_inside: Option<(usize, usize)>,
    currency: Option<(usize, usize)>,
}

/// What was found in a text.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// None of them inside another.
    pub(super) spots: Vec<Spot>,
    /// Contents of long strings that may hold state themselves.
    pub(super) inner: Vec<(usize, usize)>,
}

/// Scans a text. Total: broken text gives fewer spots.
pub(super) fn scan(text: &str) -> Scan {
    let bytes = text.as_bytes();
    let mut scan = Scan::default();
    let mut open: Vec<Open> = Vec::new();
    // The last word or string, which a colon makes a key; and the key whose value comes next.
    let mut last: Option<(usize, usize)> = None;
    let mut pending: Keys = 0;
    let mut pending_key = (0, 0);
    let mut at = 0;
    while let Some(&b) = bytes.get(at) {
        match b {
            b'"' | b'\'' | b'`' => {
                let end = string_end(bytes, at);
                let content = (at + 1, end);
                if let Some(top) = open.last_mut() {
                    value(top, pending, content);
                }
                if end - at > LONG && scan.inner.len() < 100 && text.get(at + 1..end).is_some_and(holds_state) {
                    scan.inner.push(content);
                }
                last = Some(content);
                at = end;
            }
            b'{' | b'[' => {
                if open.len() >= DEPTH {
                    break;
                }
                let (aside, currency) = open.last().map_or((false, None), |top| (top.aside, top.currency));
                let aside = aside || keys::leads_away(bytes.get(pending_key.0..pending_key.1).unwrap_or_default());
                open.push(Open { start: at, is_object: b == b'{', aside, currency, ..Open::default() });
                (last, pending, pending_key) = (None, 0, (0, 0));
            }
            b'}' | b']' => {
                if let Some(closed) = open.pop() {
                    close(&closed, at + 1, open.last_mut(), &mut scan.spots);
                }
                (last, pending, pending_key) = (None, 0, (0, 0));
            }
            b':' => {
                if let (Some(top), Some((start, end))) = (open.last_mut().filter(|top| top.is_object), last) {
                    pending = keys::of(bytes.get(start..end).unwrap_or_default());
                    pending_key = (start, end);
                    top.keys |= pending;
                }
                last = None;
            }
            b',' | b';' => (last, pending, pending_key) = (None, 0, (0, 0)),
            b'/' if bytes.get(at + 1) == Some(&b'*') => at = comment_end(bytes, at + 2, b"*/"),
            b'/' if bytes.get(at + 1) == Some(&b'/') => at = comment_end(bytes, at + 2, b"\n"),
            b if b.is_ascii_alphabetic() || b == b'_' || b == b'$' => {
                let length =
                    bytes.iter().skip(at).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$')).count();
                last = Some((at, at + length));
                at += length - 1;
            }
            _ => {}
        }
        at += 1;
        if scan.spots.len() >= MOST {
            break;
        }
    }
    scan
}

fn value(top: &mut Open, pending: Keys, content: (usize, usize)) {
    if pending & key::NAME != 0 && top.name.is_none() {
        top.name = Some(content);
    }
    if pending & key::CURRENCY != 0 && content.1 - content.0 == 3 {
        top.currency = Some(content);
    }
}

/// Judges an object that ends, and tells the one around it what it holds.
fn close(closed: &Open, end: usize, parent: Option<&mut Open>, spots: &mut Vec<Spot>) {
    let name = closed.name.or(closed.name_inside.filter(|_| closed.keys & key::VARIANTS != 0));
    let has = |wanted: Keys| closed.keys & wanted != 0;
    let priced = has(key::PRICE) || has(key::VARIANTS) && closed.inside & key::PRICE != 0;
    let named = name.is_some() && (priced || has(key::NUMBER) && has(key::MAKER));
    let is_config = closed.keys & key::CONFIG != 0;
    if closed.is_object && !closed.aside && (named || is_config) && end - closed.start <= LARGEST {
        // What closes later and opened earlier holds those inside.
        while spots.last().is_some_and(|inner| inner.start > closed.start) {
            spots.pop();
        }
        let spot = Spot {
            start: closed.start,
            end,
            name: name.unwrap_or_default(),
            currency: closed.currency,
            keys: closed.keys,
        };
        spots.push(spot);
    }
    if let Some(parent) = parent {
        parent.inside |= if closed.is_object { closed.keys } else { closed.inside };
        parent.name_inside = parent.name_inside.or(if closed.is_object { closed.name } else { closed.name_inside });
    }
}

/// Where a string closes; one in quotes ends with its line.
fn string_end(bytes: &[u8], open: usize) -> usize {
    let quote = bytes.get(open).copied().unwrap_or(b'"');
    let mut at = open + 1;
    while let Some(&b) = bytes.get(at) {
        match b {
            b'\\' => at += 1,
            b'\n' if quote != b'`' => return at,
            b if b == quote => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

fn comment_end(bytes: &[u8], from: usize, end: &[u8]) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.windows(end.len()).position(|here| here == end).map_or(bytes.len(), |at| from + at + end.len() - 1)
}

/// A string with JSON in it: its quotes are escaped, and it speaks of prices.
fn holds_state(content: &str) -> bool {
    content.holds("\\\"") && content.holds("rice") || content.starts_with("{\"") && content.holds("rice")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        scan(text).spots.iter().map(|spot| &text[spot.name.0..spot.name.1]).collect()
    }

    #[test]
    fn products_are_found_in_json_and_in_program_text() {
        for (text, want) in [
            (r#"{"product":{"name":"Lamp","price":3}}"#, vec!["Lamp"]),
            (r#"var x = 1; window.p = {title: 'Lamp', salePrice: "3"}; go();"#, vec!["Lamp"]),
            (
                r#"{"title":"Lamp","vendor":"A","variants":[{"title":"Red","price":3},{"title":"Blue","price":4}]}"#,
                vec!["Lamp"],
            ),
            (r#"{"id":1,"vendor":"A","variants":[{"name":"Lamp - Red","price":3}]}"#, vec!["Lamp - Red"]),
            (r#"{"name":"Lamp","sku":"1","brand":"A"}"#, vec!["Lamp"]),
            (r#"dataLayer.push({ecommerce:{items:[{item_name:"Lamp",price:3}]}})"#, vec!["Lamp"]),
            (r#"{"related":[{"name":"Other","price":3}],"cart":{"items":[{"name":"Old","price":1}]}}"#, vec![]),
            (r#"{"name":"Lamp"} // {"name":"X","price":1}"#, vec![]),
            (r#"/* {"name":"X","price":1} */ {"name":"La\"mp","price":1}"#, vec!["La\\\"mp"]),
            (r#"{"name":"Page","product":{"name":"Lamp","price":1}}"#, vec!["Lamp"]),
            (r#"it's broken {"name":"Lamp","price":1"#, vec![]),
        ] {
            assert_eq!(names(text), want, "{text}");
        }
    }

    #[test]
    fn the_currency_around_is_carried_in() {
        let text = r#"{"currencyCode":"EUR","detail":{"products":[{"name":"Lamp","price":"3"}]}}"#;
        let (start, end) = scan(text).spots[0].currency.unwrap();
        assert_eq!(&text[start..end], "EUR");
    }

    #[test]
    fn state_in_strings_is_pointed_out_and_hostile_text_ends() {
        let escaped = format!(r#"f.push([1,"{}{{\"price\":1}}"])"#, "x".repeat(300));
        assert_eq!(scan(&escaped).inner.len(), 1);
        for text in ["[".repeat(100_000), "{\"name\":".repeat(50_000), "\"".repeat(99_999), "/*".repeat(50_000)] {
            assert!(scan(&text).spots.is_empty());
        }
    }
}
