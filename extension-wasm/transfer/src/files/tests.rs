#![allow(clippy::unwrap_used)]
use super::*;
use serde_json::Value;

/// Texts that become something else where they are not written as what they are.
const INJECTIONS: &str = include_str!("text-injection.jsonl");

fn injections() -> Vec<String> {
    let rows = INJECTIONS.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let texts: Vec<String> = rows.filter_map(|row| Some(row["s"].as_str()?.to_owned())).collect();
    assert!(texts.len() >= 80, "{}", texts.len());
    texts
}

/// As the API takes a line.
fn as_line(text: &str) -> String {
    let line: String = text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
    line.trim().chars().take(500).collect::<String>().trim_end().to_owned()
}

#[test]
fn texts_that_attack_come_back_literally_and_no_cell_is_a_formula() {
    let titles: Vec<String> = injections().iter().map(|text| as_line(text)).filter(|title| !title.is_empty()).collect();
    let wishes: Vec<Wish> = titles
        .iter()
        .map(|title| Wish { title: title.clone(), note: Some(title.clone()), ..Wish::default() })
        .collect();
    let collection = Collection { boards: Vec::new(), wishes };
    for file in [own(&collection), super::table(&collection)] {
        let read = read_file(file.as_bytes()).unwrap();
        let back: Vec<&str> = read.rows.iter().map(|row| row.wish.title.as_str()).collect();
        assert_eq!(back, titles);
        let notes: Vec<Option<&str>> = read.rows.iter().map(|row| row.wish.note.as_deref()).collect();
        assert_eq!(notes, titles.iter().map(|title| Some(title.as_str())).collect::<Vec<_>>());
    }
    let cells = super::table::records(super::table(&collection).trim_start_matches('\u{feff}'), 1_000);
    for cell in cells.iter().flat_map(|record| &record.cells) {
        assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell:?}");
    }
}

#[test]
fn what_is_no_list_is_refused_and_says_why() {
    let many = "Title\n".to_owned() + &"Kettle\n".repeat(MAX_ROWS + 1);
    for (bytes, why) in [
        (&b""[..], Unread::Empty),
        (b"\n \n", Unread::Empty),
        (b"Title,Price\n", Unread::Empty),
        (b"{\"giftos\": 9}", Unread::Later),
        (b"PK\x03\x04rest", Unread::Unknown),
        (b"\x89PNG\r\n", Unread::Unknown),
        (b"<!DOCTYPE html><p>Hello", Unread::Unknown),
        (many.as_bytes(), Unread::TooLarge),
        (&vec![b'x'; MAX_BYTES + 1], Unread::TooLarge),
    ] {
        assert_eq!(read_file(bytes).err(), Some(why), "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(20)]));
    }
    assert_eq!(
        read_file(format!("Title\n{}", "Kettle\n".repeat(MAX_ROWS)).as_bytes()).map(|found| found.rows.len()),
        Ok(MAX_ROWS)
    );
}

#[test]
fn a_bad_row_never_stops_the_others() {
    let file = "Title;Price;Currency;Link\nKettle;19,90;EUR;https://shop.example/1\n;5;EUR;\nMug;dear;EUR;ftp://x\nJug;3;;https://shop.example/1\n";
    let rows = read_file(file.as_bytes()).unwrap().rows;
    let said: Vec<(u32, bool, Vec<&str>)> = rows
        .iter()
        .map(|row| (row.line, row.is_good(), row.faults.iter().map(|fault| fault.name()).collect()))
        .collect();
    let wanted = [
        (2, true, vec![]),
        (3, false, vec!["nameless"]),
        (4, true, vec!["address", "price"]),
        (5, false, vec!["currency", "same"]),
    ];
    assert_eq!(said, wanted);
}
