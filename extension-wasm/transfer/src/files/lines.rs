//! Lines that somebody pastes: an address each, or what people write in a list, with a price and an address where there is one.

use super::MAX_ROWS;
use super::cell::address;
use super::columns;
use super::draft::{Draft, Field};
use super::table;
use super::wish::Row;
use shared::find::Find;
use shared::join::joined;
use shared::price_text::first_amount;

/// The wishes in a pasted text.
pub(super) fn rows(text: &str) -> Vec<Row> {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let tabbed = lines().filter(|line| line.trim().contains('\t')).count();
    // Cells that were copied out of a spreadsheet.
    if tabbed * 2 > lines().count() {
        return columns::rows(&table::records(text, MAX_ROWS + 1));
    }
    let numbered = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    numbered.flat_map(|(number, line)| of_line(line, number)).take(MAX_ROWS + 1).collect()
}

fn of_line(line: &str, number: u32) -> Vec<Row> {
    let line = without_bullet(line.trim());
    let is_address = |word: &&str| word.holds("://") || (word.contains('/') && address(word).is_some());
    let urls: Vec<&str> = line.split_whitespace().filter(is_address).collect();
    if let [_, _, ..] = urls.as_slice() {
        let one = |url: &&str| {
            let mut draft = Draft::default();
            draft.put(Field::Url, url);
            draft.row(number)
        };
        return urls.iter().map(one).collect();
    }
    let mut draft = Draft::default();
    let mut words = line.to_owned();
    if let Some(url) = urls.first() {
        draft.put(Field::Url, url.trim_end_matches([',', ';', ')']));
        words = words.replacen(url, " ", 1);
    } else if !line.contains(char::is_whitespace) && address(line).is_some() {
        draft.put(Field::Url, line);
        words.clear();
    }
    if let Some((without, price)) = priced(&words) {
        draft.put(Field::Price, &price);
        words = without;
    }
    let tidy: Vec<&str> = words.split_whitespace().collect();
    draft.put(Field::Title, joined(&tidy, " ").trim_matches([' ', '-', '–', '—', ':', ',', ';', '(', ')']));
    vec![draft.row(number)]
}

/// "- ", "* ", "• ", "[ ] ", "12. ": what begins a line of a list.
fn without_bullet(line: &str) -> &str {
    let line = line.trim_start_matches(['-', '*', '•', '–', '·', '☐', '□']).trim_start();
    let line = ["[ ]", "[x]", "[]"].iter().find_map(|bracket| line.strip_prefix(bracket)).unwrap_or(line).trim_start();
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let behind = line.get(digits..).unwrap_or_default();
    match behind.strip_prefix(['.', ')']).filter(|rest| digits > 0 && digits < 4 && rest.starts_with(' ')) {
        Some(rest) => rest.trim_start(),
        None => line,
    }
}

/// The price in a line, and the line without it. Only an amount with a currency is one: "iPhone 15" has none.
fn priced(words: &str) -> Option<(String, String)> {
    let amount = first_amount(words).filter(|amount| !amount.foreign)?;
    let (start, end) = amount.sign_at.filter(|_| amount.sign.is_some())?;
    let (start, end) = (start.min(amount.start), end.max(amount.end));
    let price = words.get(start..end)?.to_owned();
    Some(([words.get(..start)?, " ", words.get(end..)?].concat(), price))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_wish_as_people_write_one() {
        let text = "https://shop.example/p/1\n\n- Red kettle – 19,90 € https://shop.example/p/2\n2) iPhone 15\n☐ Mug (EUR 5)\nshop.example\n\
            http://a.example/1 http://b.example/2\n";
        let rows = rows(text);
        let short: Vec<_> = rows
            .iter()
            .map(|row| {
                let price = row.wish.price.map(|price| price.to_decimal()).unwrap_or_default();
                (row.line, row.wish.title.as_str(), row.wish.url.as_deref().unwrap_or_default(), price)
            })
            .collect();
        let wanted = [
            (1, "", "https://shop.example/p/1", ""),
            (3, "Red kettle", "https://shop.example/p/2", "19.90"),
            (4, "iPhone 15", "", ""),
            (5, "Mug", "", "5.00"),
            (6, "", "https://shop.example/", ""),
            (7, "", "http://a.example/1", ""),
            (7, "", "http://b.example/2", ""),
        ];
        assert_eq!(short, wanted.map(|(line, title, url, price)| (line, title, url, price.to_owned())));
    }

    #[test]
    fn cells_from_a_spreadsheet_stay_cells() {
        let rows = rows("Title\tPrice\nKettle\t5 EUR\nMug\t2 EUR\n");
        assert_eq!(rows.iter().map(|row| row.wish.title.as_str()).collect::<Vec<_>>(), ["Kettle", "Mug"]);
    }
}
