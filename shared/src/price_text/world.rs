//! The rows of `world.txt` and `lines.txt`: prices as shops of the world write them, each read as [`read_line`] reads it.
#![allow(clippy::unwrap_used)]
use super::*;
use crate::find::Find;

/// `\u{..}` and the like, as Rust writes them.
fn unescaped(text: &str) -> String {
    let mut parts = text.replace("\\n", "\n").replace("\\t", "\t");
    while let Some((head, rest)) = parts.split_once("\\u{") {
        let (code, tail) = rest.parted("}").unwrap();
        let c = char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
        parts = format!("{head}{c}{tail}");
    }
    parts
}

/// The hint stands behind the text.
fn said(text: &str) -> String {
    let (text, hint) = text.split_once(" @@ ").unwrap_or((text, ""));
    let line = read_line(Some(text), Some(hint));
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let kind = if line.kind == PriceKind::Current { String::new() } else { format!(" {}", line.kind.as_str()) };
    format!("{} {}{kind}", or_dash(line.amount), or_dash(line.currency))
}

#[test]
fn prices_of_the_world_are_read_as_their_shops_mean_them() {
    let rows = include_str!("world.txt").lines().chain(include_str!("lines.txt").lines());
    let rows = rows.filter(|row| !row.starts_with("#"));
    let rows: Vec<(&str, &str)> = rows.map(|row| row.split_once(" => ").unwrap()).collect();
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(text, want)| {
            let got = said(&unescaped(text));
            (got != *want).then(|| format!("{text}  is  {want}  not  {got}"))
        })
        .collect();
    assert!(rows.len() >= 400, "{} rows", rows.len());
    assert!(wrong.is_empty(), "{} of {} rows\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
