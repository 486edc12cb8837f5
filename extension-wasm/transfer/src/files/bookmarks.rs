//! Bookmarks as every browser exports them (the Netscape form): a folder is a board, a bookmark a wish, the text below it its note.

use shared::find::Find;
use shared::join::joined;
use shared::lower_case::lower_case;

use super::MAX_ROWS;
use super::cell::address;
use super::draft::{Draft, Field};
use super::wish::{Fault, Row};

/// Whether a file is one of bookmarks, or close enough.
pub(super) fn are_in(text: &str) -> bool {
    let head: String = text.chars().take(4_000).collect::<String>().to_ascii_lowercase();
    head.holds("netscape-bookmark") || (head.holds("<dl") && head.holds("<dt"))
}

/// Folders that every browser has by itself: no board is called so.
const OWN_FOLDERS: &str = "bookmarks|bookmarks bar|bookmarks toolbar|bookmarks menu|other bookmarks|mobile bookmarks|favorites|favorites bar|\
favourites|lesezeichen|lesezeichenleiste|lesezeichen symbolleiste|weitere lesezeichen|mobile lesezeichen|סימניות|סרגל הסימניות|סימניות אחרות";

/// The bookmarks, in their order.
pub(super) fn rows(text: &str) -> Vec<Row> {
    let mut folders: Vec<String> = Vec::new();
    let (mut named, mut rows): (Option<String>, Vec<Row>) = (None, Vec::new());
    let (mut rest, mut line) = (text, 1u32);
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, behind) = tag.split_at(end);
        let begins = line + newlines(before);
        line = begins + newlines(tag);
        rest = behind;
        let name = name_of(tag);
        let words = behind.split('<').next().unwrap_or_default();
        match name.as_str() {
            "h3" | "h1" => named = Some(plain(words)),
            "dl" => folders.push(named.take().unwrap_or_default()),
            "/dl" => drop(folders.pop()),
            "a" => {
                if rows.len() > MAX_ROWS {
                    break;
                }
                rows.push(bookmark(tag, &plain(words), folders.last().map_or("", String::as_str), begins));
            }
            "dd" => {
                if let Some(row) = rows.last_mut()
                    && named.is_none()
                    && row.wish.note.is_none()
                {
                    let mut draft = Draft::default();
                    draft.put(Field::Title, "x");
                    draft.put(Field::Note, &plain(words));
                    row.wish.note = draft.row(0).wish.note;
                }
            }
            _ => {}
        }
    }
    rows
}

fn newlines(text: &str) -> u32 {
    u32::try_from(text.bytes().filter(|byte| *byte == b'\n').count()).unwrap_or(u32::MAX)
}

fn name_of(tag: &str) -> String {
    let name = tag.trim_start_matches('<').split([' ', '\t', '\n', '\r', '>']).next().unwrap_or_default();
    name.to_ascii_lowercase()
}

fn bookmark(tag: &str, title: &str, folder: &str, line: u32) -> Row {
    let mut draft = Draft::default();
    let url = attribute(tag, "href").unwrap_or_default();
    draft.put(Field::Title, title);
    draft.put(Field::Url, &url);
    if !folder.is_empty() && !OWN_FOLDERS.split('|').any(|own| own == lower_case(folder).replace('-', " ")) {
        draft.boards.push(folder.to_owned());
    }
    let no_page = address(&url).is_none();
    let mut row = draft.row(line);
    if no_page {
        row.faults = vec![Fault::NoPage];
    }
    row
}

/// What an attribute says.
fn attribute(tag: &str, wanted: &str) -> Option<String> {
    let mut rest = tag;
    loop {
        let at = rest.to_ascii_lowercase().find(wanted)?;
        let (before, found) = rest.split_at(at);
        let value = found.get(wanted.len()..)?.trim_start();
        let apart = before.ends_with(|sign: char| sign.is_ascii_whitespace());
        match value.strip_prefix('=').filter(|_| apart) {
            Some(value) => {
                let value = value.trim_start();
                let inner = match value.chars().next()? {
                    quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
                    _ => value.split([' ', '\t', '\n', '\r', '>']).next()?,
                };
                return Some(plain(inner));
            }
            None => rest = found.get(wanted.len()..)?,
        }
    }
}

/// Text without what HTML writes for its own signs.
fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('&') {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        let end = found.char_indices().take(10).find(|(_, sign)| *sign == ';').map(|(end, _)| end);
        match end.and_then(|end| Some((sign(found.get(1..end)?)?, found.get(end + 1..)?))) {
            Some((sign, behind)) => {
                out.push(sign);
                rest = behind;
            }
            None => {
                out.push('&');
                rest = found.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    joined(&out.split_whitespace().collect::<Vec<_>>(), " ")
}

fn sign(name: &str) -> Option<char> {
    let number = |digits: &str, base| u32::from_str_radix(digits, base).ok().and_then(char::from_u32);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => match name.strip_prefix(['#'])? {
            hex if hex.starts_with(['x', 'X']) => number(hex.get(1..)?, 16),
            digits => number(digits, 10),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<!-- It will be read. -->\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n\
<DL><p>\n    <DT><H3 PERSONAL_TOOLBAR_FOLDER=\"true\">Bookmarks bar</H3>\n    <DL><p>\n        <DT><A HREF=\"https://shop.example/1?a=1&amp;b=2\" ADD_DATE=\"1\">Tea &amp; cups &#8211; &quot;small&quot;</A>\n\
        <DT><H3>Für Ana</H3>\n        <DL><p>\n            <DT><A ICON=\"data:x\" HREF='https://shop.example/2'>Kettle</A>\n            <DD>the red one\n        </DL><p>\n\
        <DT><A HREF=\"javascript:void(0)\">A button</A>\n    </DL><p>\n</DL>";

    #[test]
    fn folders_are_boards_and_bookmarks_wishes() {
        assert!(are_in(FILE) && !are_in("Title,Price\n<b>,2"));
        let rows = rows(FILE);
        let short: Vec<_> =
            rows.iter().map(|row| (row.line, row.wish.title.as_str(), row.wish.boards.join(","))).collect();
        let none = String::new();
        let wanted =
            [(8, "Tea & cups – \"small\"", none.clone()), (11, "Kettle", "Für Ana".to_owned()), (14, "A button", none)];
        assert_eq!(short, wanted);
        assert_eq!(rows[0].wish.url.as_deref(), Some("https://shop.example/1?a=1&b=2"));
        assert_eq!((rows[1].wish.note.as_deref(), &rows[2].faults[..]), (Some("the red one"), &[Fault::NoPage][..]));
        assert!(!rows[2].is_good());
    }

    #[test]
    fn what_breaks_off_is_read_as_far_as_it_goes() {
        for end in 0..FILE.len() {
            if let Some(part) = FILE.get(..end) {
                assert!(rows(part).len() <= 3);
            }
        }
        assert_eq!(plain("&amp &#x41; &#xD800; &bogus; &"), "&amp A &#xD800; &bogus; &");
    }
}
