//! What the extension sends and of which kind each field is, as the list in docs/PRIVACY.md declares it. That page is the one place
//! where this is said; consents, listings and tests follow it.

use anyhow::{Context, Result, bail, ensure};

/// A kind of data: Firefox's key for the consent, and Chrome's words for the box in its dashboard, where it has one.
pub(crate) struct Kind {
    pub(crate) key: &'static str,
    pub(crate) in_chrome: Option<&'static str>,
    /// Firefox never lets an extension insist on it.
    pub(crate) optional: bool,
}

pub(crate) const KINDS: [Kind; 5] = [
    Kind { key: "authenticationInfo", in_chrome: Some("Authentication information"), optional: false },
    Kind { key: "personallyIdentifyingInfo", in_chrome: Some("Personally identifiable information"), optional: false },
    Kind { key: "browsingActivity", in_chrome: Some("Web history"), optional: false },
    Kind { key: "websiteContent", in_chrome: Some("Website content"), optional: false },
    Kind { key: "technicalAndInteraction", in_chrome: None, optional: true },
];

/// A row of the list: a type of `shared::wire`, its field, and the field's kind: the key of one of [`KINDS`], [`PARTS`] or [`NONE`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) sent_as: String,
    pub(crate) field: String,
    pub(crate) kind: String,
}

/// The kind of a field that is made of the fields of another type in the list.
pub(crate) const PARTS: &str = "parts";
/// The kind of a number that says nothing about anybody.
pub(crate) const NONE: &str = "none";

/// Reads the list.
pub(crate) fn read(page: &str) -> Result<Vec<Sent>> {
    let (_, table) = page.split_once("| sent as | field |").context("docs/PRIVACY.md has no list of fields")?;
    let rows: Result<Vec<Sent>> = table.lines().skip(2).take_while(|line| line.starts_with('|')).map(row).collect();
    let rows = rows?;
    ensure!(!rows.is_empty(), "the list of fields in docs/PRIVACY.md is empty");
    Ok(rows)
}

fn row(line: &str) -> Result<Sent> {
    let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
    let [sent_as, field, what, kind] = cells[..] else { bail!("four cells, please: {line}") };
    let name = |cell: &str| cell.trim_matches('`').to_owned();
    let sent = Sent { sent_as: name(sent_as), field: name(field), kind: name(kind) };
    let known = [PARTS, NONE].contains(&sent.kind.as_str()) || KINDS.iter().any(|kind| kind.key == sent.kind);
    ensure!(known && !what.is_empty(), "a kind that there is, and what the field is, please: {line}");
    Ok(sent)
}

/// The kinds of which there is a field, as their keys, in the order of [`KINDS`].
pub(crate) fn kinds_of(sent: &[Sent]) -> Vec<&'static Kind> {
    KINDS.iter().filter(|kind| sent.iter().any(|sent| sent.kind == kind.key)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HEAD: &str = "Words.\n\n| sent as | field | what it is | kind |\n|---|---|---|---|\n";

    #[test]
    fn a_list_is_read_to_its_end() {
        let page = [
            HEAD,
            "| `A` | `one` | a number | `none` |\n| `A` | `two` | a page | `websiteContent` |\n\n| other | list |\n",
        ];
        let sent = read(&page.concat()).unwrap();
        assert_eq!(sent.len(), 2);
        assert_eq!(sent[1], Sent { sent_as: "A".into(), field: "two".into(), kind: "websiteContent".into() });
        assert_eq!(kinds_of(&sent).iter().map(|kind| kind.key).collect::<Vec<_>>(), ["websiteContent"]);
    }

    #[test]
    fn what_is_no_row_is_an_error() {
        for odd in
            ["| `A` | `one` | what | `nonsense` |\n", "| `A` | `one` | `none` |\n", "| `A` | `one` |  | `none` |\n", ""]
        {
            assert!(read(&[HEAD, odd].concat()).is_err(), "{odd}");
        }
    }
}
