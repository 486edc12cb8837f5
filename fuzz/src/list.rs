//! Files of wishes, broken at random: whatever comes in is read or refused, and what was read is what the API takes.

use transfer::files::{Fault, MAX_ROWS, Preview, Wish, read_file, read_lines};

use crate::splice::break_up;
use crate::{Chance, Outcome};

const SEEDS: [&str; 7] = [
    "Title;Price;Currency;Link\nKettle;19,90;EUR;https://shop.example/1\n\"Mug, \"\"red\"\"\";5;;x\n",
    "name\tqty\turl\nKettle\t2\tshop.example/1\n'=1+1\tany\t\n",
    "sep=,\nTitle,Options,Board\nShirt,Size: M; Colour: \\;,A\\;B; C\n",
    "{\"giftos\": 1, \"boards\": [{\"name\": \"Ana\", \"kind\": \"ideas\"}], \"wishes\": [{\"title\": \"Kettle\", \"price\": {\"amount_minor\": 5, \"currency\": \"EUR\"}, \"boards\": [\"Ana\"]}]}",
    "[{\"name\": \"Ana\", \"items\": [{\"title\": \"Kettle\", \"price\": 1e2, \"images\": [\"x\"], \"options\": {\"a\": 1}}]}]",
    "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><H3>Ana</H3><DL><p><DT><A HREF=\"https://shop.example/1?a&amp;b\">Tea &#8211;</A><DD>red</DL></DL>",
    "- Kettle 19,90 € https://shop.example/1\n2. Mug (EUR 5)\nshop.example/2 http://a.example/3\n",
];

/// One broken file, as a file and as pasted lines.
///
/// # Errors
/// A row that the API would refuse, or more rows than there may be.
pub(crate) fn trial(chance: &mut Chance) -> Outcome {
    let bytes = break_up(chance, SEEDS);
    held(read_file(&bytes).ok(), &bytes)?;
    held(read_lines(&String::from_utf8_lossy(&bytes)).ok(), &bytes)
}

fn held(preview: Option<Preview>, bytes: &[u8]) -> Outcome {
    let Some(preview) = preview else { return Ok(()) };
    let input = || String::from_utf8_lossy(bytes).into_owned();
    if preview.rows.is_empty() || preview.rows.len() > MAX_ROWS {
        return Err(format!("{} rows of {:?}", preview.rows.len(), input()));
    }
    match preview.rows.iter().find(|row| row.is_good() && !is_taken(&row.wish)) {
        None => Ok(()),
        Some(row) if row.faults.contains(&Fault::NoPage) => Ok(()),
        Some(row) => Err(format!("{row:?} of {:?}", input())),
    }
}

/// What the API's own rules say, as far as they can be said here.
fn is_taken(wish: &Wish) -> bool {
    let short = |text: &str, most: usize| text.chars().count() <= most;
    let web = |url: &Option<String>| url.as_deref().is_none_or(|url| url.starts_with("http") && url.len() <= 2_048);
    let whole = !wish.title.is_empty() || wish.url.is_some();
    let title = short(&wish.title, 500) && !wish.title.contains(char::is_control);
    let note = wish.note.as_deref().is_none_or(|note| short(note, 2_000));
    let price = wish.price.is_none_or(|price| (0..=9_007_199_254_740_991).contains(&price.amount_minor));
    whole && title && note && price && web(&wish.url) && web(&wish.image) && wish.boards.len() <= 20
}
