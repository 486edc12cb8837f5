//! The same page twice is one wish: what a later row adds of boards goes to the first.

use std::collections::BTreeMap;

use super::wish::{Fault, Row, Wish};
use shared::product_url::identity_key;

/// The key of a wish's page in the index of saved pages, without the owner; nothing where it has no page.
#[must_use]
pub fn page_key(wish: &Wish) -> Option<String> {
    let mut key = identity_key(wish.url.as_deref()?)?;
    let mut options: Vec<(&str, &str)> =
        wish.variant.iter().map(|option| (option.name.as_str(), option.value.as_str())).collect();
    options.sort_unstable();
    for (name, value) in options {
        key.push_str(&["\u{1f}", name, "\u{1f}", value].concat());
    }
    Some(key)
}

/// Names what comes twice.
pub(super) fn joined(rows: &mut [Row]) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for at in 0..rows.len() {
        let Some(row) = rows.get(at).filter(|row| row.is_good()) else { continue };
        let Some(key) = page_key(&row.wish) else { continue };
        match first.get(&key) {
            None => drop(first.insert(key, at)),
            Some(&earlier) => {
                let boards = row.wish.boards.clone();
                if let Some(row) = rows.get_mut(at) {
                    row.fault(Fault::Same);
                }
                let Some(known) = rows.get_mut(earlier).map(|row| &mut row.wish.boards) else { continue };
                for board in boards {
                    if !known.contains(&board) && known.len() < 20 {
                        known.push(board);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_twice_is_one_wish_on_both_boards() {
        let row = |line, url: &str, board: &str| Row {
            line,
            wish: Wish { url: Some(url.to_owned()), boards: vec![board.to_owned()], ..Wish::default() },
            faults: Vec::new(),
        };
        let mut rows = [
            row(1, "https://shop.example/p/1?utm_source=mail", "Ana"),
            row(2, "https://shop.example/p/2", "Ana"),
            row(3, "https://www.shop.example/p/1", "Home"),
        ];
        joined(&mut rows);
        assert_eq!(rows.each_ref().map(Row::is_good), [true, true, false]);
        assert_eq!((rows[0].wish.boards.join(","), &rows[2].faults[..]), ("Ana,Home".to_owned(), &[Fault::Same][..]));
    }
}
