//! Tables as text (RFC 4180, and what programs really write): records of cells, with the line that each begins in.

/// One record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// The line it begins in, from 1.
    pub(super) line: u32,
    pub(super) cells: Vec<String>,
    /// A quotation mark in it was never closed: it was read as a plain sign, so that the rows behind it stay rows.
    pub(super) open: bool,
}

/// What parts cells, the likeliest first.
const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// Records that are looked at to find the separator.
const LOOKED_AT: usize = 20;

/// So many quotation marks that never close are looked after; behind them every mark is a plain sign.
const MOST_OPEN: usize = 20;

/// Cells of a record that are kept.
const MOST_CELLS: usize = 200;

/// The records of a table that have anything in them, at most `most`.
pub(super) fn records(text: &str, most: usize) -> Vec<Record> {
    // Excel's own way to name the separator.
    let named = text.strip_prefix("sep=").and_then(|rest| {
        let mut signs = rest.chars();
        let separator = signs.next()?;
        let rest = signs.as_str();
        Some((separator, rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r']))?))
    });
    match named {
        Some((separator, rest)) => read(rest, separator, most, 2),
        None => read(text, separator(text), most, 1),
    }
}

/// The separator that cuts the first records into the most columns that agree.
fn separator(text: &str) -> char {
    let score = |separator| {
        let records = read(text, separator, LOOKED_AT, 1);
        let width = records.first().map_or(0, |first| first.cells.len());
        let same = records.iter().filter(|record| record.cells.len() == width).count();
        if width < 2 { 0 } else { same * 100 / records.len().max(1) * 100 + width.min(99) }
    };
    let scores = SEPARATORS.map(score);
    let best = scores.iter().copied().max().unwrap_or(0);
    SEPARATORS.into_iter().zip(scores).find(|(_, score)| *score == best).map_or(',', |(separator, _)| separator)
}

fn read(text: &str, separator: char, most: usize, first_line: u32) -> Vec<Record> {
    let (mut all, mut rest, mut line, mut open) = (Vec::new(), text, first_line, 0);
    while !rest.is_empty() && all.len() < most {
        let quotes = open < MOST_OPEN;
        let (mut record, after) = match record(rest, separator, quotes) {
            Some(read) => read,
            None => {
                open += 1;
                let (cells, after) = record(rest, separator, false).unwrap_or_default();
                (Record { open: true, ..cells }, after)
            }
        };
        record.line = line;
        let read = rest.len() - after.len();
        line += lines(rest.get(..read).unwrap_or_default());
        rest = after;
        if record.cells.iter().any(|cell| !cell.trim().is_empty()) {
            all.push(record);
        }
    }
    all
}

/// How many lines end in a text, however they end.
fn lines(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    u32::try_from(ends.count()).unwrap_or(u32::MAX)
}

/// One record, and what follows it; `None` where a quotation mark is never closed.
fn record(text: &str, separator: char, quotes: bool) -> Option<(Record, &str)> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut signs = text.char_indices().peekable();
    // Whether the cell may still begin with a quotation mark.
    let mut begins = true;
    while let Some((_, sign)) = signs.next() {
        if quoted {
            if sign != '"' {
                cell.push(sign);
            } else if signs.next_if(|(_, next)| *next == '"').is_some() {
                cell.push('"');
            } else {
                quoted = false;
            }
            continue;
        }
        match sign {
            '"' if begins && quotes => (quoted, begins) = (true, false),
            '\r' | '\n' => {
                if sign == '\r' {
                    let _ = signs.next_if(|(_, next)| *next == '\n');
                }
                cells.push(cell);
                let end = signs.peek().map_or(text.len(), |(at, _)| *at);
                return Some((whole(cells), text.get(end..).unwrap_or_default()));
            }
            sign if sign == separator => {
                cells.push(std::mem::take(&mut cell));
                begins = true;
            }
            sign => {
                begins &= sign == ' ';
                cell.push(sign);
            }
        }
    }
    if quoted {
        return None;
    }
    cells.push(cell);
    Some((whole(cells), ""))
}

fn whole(mut cells: Vec<String>) -> Record {
    cells.truncate(MOST_CELLS);
    Record { cells, ..Record::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        records(text, 100).into_iter().map(|record| record.cells).collect()
    }

    #[test]
    fn each_separator_is_found_and_quotes_keep_what_is_in_them() {
        for separator in [",", ";", "\t", "|"] {
            let text = ["Title|Price|Note", "Kettle|\"1,50; or\t2\"|\"the \"\"red\"\"\none\"", "Mug||"].join("\r\n");
            let text = text.replace('|', separator);
            let wanted = [
                vec!["Title", "Price", "Note"],
                vec!["Kettle", "1,50; or\t2", "the \"red\"\none"],
                vec!["Mug", "", ""],
            ];
            assert_eq!(cells(&text), wanted, "{separator:?}");
        }
        assert_eq!(cells("sep=;\nA,B;C\n"), [["A,B", "C"]]);
        assert_eq!(cells("one column\nonly"), [["one column"], ["only"]]);
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let found = records("A,B\r\n\r\n\"x\ny\",1\rC,2\nD,3", 100);
        assert_eq!(found.iter().map(|record| record.line).collect::<Vec<_>>(), [1, 3, 5, 6]);
        assert_eq!(records("sep=,\nA,B\nC,D", 100).iter().map(|record| record.line).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn a_quotation_mark_that_never_closes_costs_one_row() {
        let found = records("A,B\n\"Kettle,1\nMug,2\nJug,3\n", 100);
        let open: Vec<(bool, &str)> = found.iter().map(|record| (record.open, record.cells[0].as_str())).collect();
        assert_eq!(open, [(false, "A"), (true, "\"Kettle"), (false, "Mug"), (false, "Jug")]);
    }

    #[test]
    fn a_file_of_marks_is_read_in_one_go() {
        let text = "x,\"a\n".repeat(200_000) + &"\"\"\"\n".repeat(200_001);
        assert!(records(&text, 1_000_000).len() < 600_000);
        assert_eq!(records(&"a\n".repeat(50), 7).len(), 7);
    }
}
