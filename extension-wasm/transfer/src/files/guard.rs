//! Texts in a table that a spreadsheet would carry out: they leave with an apostrophe before them, and come back without.

/// What a formula begins with, or what a spreadsheet skips before one.
const BEGINS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fn is_dangerous(text: &str) -> bool {
    text.starts_with(BEGINS) || text.trim_start().starts_with(BEGINS)
}

/// The text as no spreadsheet carries it out. Apostrophes that were put before one are told from a person's own by their number.
pub(super) fn put_on(text: &str) -> String {
    let bare = text.trim_start_matches('\'');
    if is_dangerous(bare) { ["'", text].concat() } else { text.to_owned() }
}

/// The text as it was.
pub(super) fn taken_off(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_dangerous(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{put_on, taken_off};

    #[test]
    fn no_cell_begins_as_a_formula_and_each_comes_back() {
        for text in
            ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "'=1", "''+1", "'quoted'", "plain", "", "'", "5-1"]
        {
            let safe = put_on(text);
            assert!(!safe.trim_start_matches([' ', '\n']).starts_with(['=', '+', '-', '@', '\t', '\r']), "{safe:?}");
            assert_eq!(taken_off(&safe), text);
        }
    }
}
