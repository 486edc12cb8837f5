//! Wishes that come as a file or as pasted lines, and boards that leave as a file.
//! One preview for all of them, before anything is saved: what each row would become, and what is wrong with it, by line.
//! It never guesses a price or a currency, never saves by itself, and one bad row never stops the others.

mod bookmarks;
mod cell;
mod columns;
mod compose;
mod decode;
mod draft;
mod fit;
mod guard;
mod lines;
mod records;
mod same;
mod table;
mod wish;
mod write;

pub use compose::{NewWish, new_wish};
pub use same::page_key;
use shared::json::Json;
use shared::json_record;
use shared::wire::boards::BoardKind;
pub use wish::{Fault, Row, Wish};
pub use write::{own, table};

/// Larger files are not read.
pub const MAX_BYTES: usize = 10_000_000;

/// Of more rows, none is read: whoever has so many must know what was left out.
pub const MAX_ROWS: usize = 5_000;

/// A board as a file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedBoard {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: BoardKind,
}

json_record!(NamedBoard { name, kind });

/// Boards and what lies on them, as a file holds them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Collection {
    /// The boards.
    pub boards: Vec<NamedBoard>,
    /// The wishes; each names its boards.
    pub wishes: Vec<Wish>,
}

/// Why nothing of a file can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// Nothing that could be a wish stands in it.
    Empty,
    /// It is larger than [`MAX_BYTES`], or has more than [`MAX_ROWS`] rows.
    TooLarge,
    /// It was written by a later version of us.
    Later,
    /// It is some other kind of file: a picture, a spreadsheet's own form, a page.
    Unknown,
}

impl Unread {
    /// Its name between programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::Later => "later",
            Self::Unknown => "unknown",
        }
    }
}

/// What stands in a file, a text or a list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Preview {
    /// Boards with what they are for, where the file says so.
    pub boards: Vec<NamedBoard>,
    /// Each row, good or bad, in its order.
    pub rows: Vec<Row>,
}

/// Reads a file of any kind that is known, by what stands in it and not by its name.
///
/// # Errors
/// See [`Unread`].
pub fn read_file(bytes: &[u8]) -> Result<Preview, Unread> {
    if bytes.len() > MAX_BYTES {
        return Err(Unread::TooLarge);
    }
    // Archives (a spreadsheet's own form is one), PDF and pictures.
    if [&b"PK\x03\x04"[..], b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0"]
        .iter()
        .any(|mark| bytes.starts_with(mark))
    {
        return Err(Unread::Unknown);
    }
    let text = decode::text(bytes);
    let begin = text.trim_start();
    if begin.starts_with(['{', '['])
        && let Some(json) = Json::parse(begin.trim_end())
    {
        return match records::read(json) {
            records::Found::Rows(boards, rows) => checked(Preview { boards, rows }),
            records::Found::Later => Err(Unread::Later),
            records::Found::Nothing => Err(Unread::Empty),
        };
    }
    if bookmarks::are_in(begin) {
        return checked(Preview { rows: bookmarks::rows(&text), ..Preview::default() });
    }
    let head: String = begin.chars().take(200).collect::<String>().to_ascii_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") || head.starts_with("<?xml") {
        return Err(Unread::Unknown);
    }
    checked(Preview { rows: columns::rows(&table::records(&text, MAX_ROWS + 20)), ..Preview::default() })
}

/// Reads lines that somebody pasted.
///
/// # Errors
/// See [`Unread`].
pub fn read_lines(text: &str) -> Result<Preview, Unread> {
    if text.len() > MAX_BYTES {
        return Err(Unread::TooLarge);
    }
    checked(Preview { rows: lines::rows(text), ..Preview::default() })
}

fn checked(mut preview: Preview) -> Result<Preview, Unread> {
    if preview.rows.len() > MAX_ROWS {
        return Err(Unread::TooLarge);
    }
    if preview.rows.is_empty() {
        return Err(Unread::Empty);
    }
    same::joined(&mut preview.rows);
    Ok(preview)
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
