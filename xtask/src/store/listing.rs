//! The texts of a store's listing: read from `store/LANGUAGE.md`, held against the manifest and the stores' limits, and put in the
//! order in which the forms of a store ask for them.

use std::fmt::Write;

use anyhow::{Context, Result, bail, ensure};

use super::asked::Asked;
use super::declared::Kind;
use crate::manifest::Browser;

/// Most characters that a store takes.
mod most {
    pub(super) const NAME: usize = 45;
    /// Of the manifest's description, which Chrome shows as the short one.
    pub(super) const SHORT: usize = 132;
    pub(super) const SUMMARY: usize = 250;
    pub(super) const DESCRIPTION: usize = 15_000;
    pub(super) const ANSWER: usize = 1_000;
}

const SECTIONS: [&str; 7] =
    ["summary", "description", "single purpose", "permissions", "data", "data use", "remote code"];

/// A text and what it is about.
type Entry = (String, String);

/// The texts of one language.
#[derive(Debug)]
pub(crate) struct Listing {
    sections: Vec<Entry>,
    /// The reason of each permission.
    pub(crate) permissions: Vec<Entry>,
    /// What is sent of each kind of data.
    pub(crate) data: Vec<Entry>,
}

/// The texts that the manifest takes from the catalogues of the interface.
pub(crate) struct InManifest {
    pub(crate) name: String,
    pub(crate) description: String,
}

impl Listing {
    /// Reads a file: `## section`, and in two of them a `### name` for each entry.
    ///
    /// # Errors
    /// Names what is missing, empty, twice there or unknown.
    pub(crate) fn read(text: &str) -> Result<Self> {
        let sections = parts(text, "## ")?;
        let names: Vec<&str> = sections.iter().map(|(name, _)| name.as_str()).collect();
        ensure!(names == SECTIONS, "the sections are {names:?} and should be {SECTIONS:?}");
        let entries = |name: &str| parts(of(&sections, name)?, "### ");
        let (permissions, data) = (entries("permissions")?, entries("data")?);
        Ok(Self { permissions, data, sections })
    }

    /// Everything that a store's forms ask for, in their order.
    ///
    /// # Errors
    /// Names what the manifest asks for without a reason here, and what is longer than the store takes.
    pub(crate) fn for_store(
        &self,
        browser: Browser,
        asked: &Asked,
        kinds: &[&Kind],
        manifest: &InManifest,
    ) -> Result<String> {
        let section = |name| of(&self.sections, name);
        let mut form = Form::default();
        form.field("Name (from the package)", &manifest.name, most::NAME)?;
        match browser {
            Browser::Chrome => {
                form.field("Short description (from the package)", &manifest.description, most::SHORT)?;
                form.field("Description", section("description")?, most::DESCRIPTION)?;
                form.field("Single purpose", section("single purpose")?, most::ANSWER)?;
            }
            Browser::Firefox => {
                form.field("Summary", section("summary")?, most::SUMMARY)?;
                form.field("Description", section("description")?, most::DESCRIPTION)?;
            }
        }
        for name in &asked.permissions {
            let reason = of(&self.permissions, name).with_context(|| format!("no reason for {name}"))?;
            form.field(&format!("Why {name}"), reason, most::ANSWER)?;
        }
        form.field("Remote code", section("remote code")?, most::ANSWER)?;
        for kind in kinds {
            let name = match browser {
                Browser::Chrome => kind.in_chrome.map(str::to_owned),
                Browser::Firefox => Some([kind.key, if kind.optional { ", optional" } else { "" }].concat()),
            };
            if let Some(name) = name {
                form.field(&format!("Data: {name}"), of(&self.data, kind.key)?, most::ANSWER)?;
            }
        }
        form.field("Use of the data", section("data use")?, most::ANSWER)?;
        Ok(form.text)
    }
}

#[derive(Default)]
struct Form {
    text: String,
}

impl Form {
    fn field(&mut self, name: &str, text: &str, most: usize) -> Result<()> {
        let length = text.chars().count();
        ensure!(length <= most, "{name} has {length} characters, and the store takes {most}");
        writeln!(self.text, "=== {name} ({length} of {most} characters)\n\n{text}\n")?;
        Ok(())
    }
}

fn of<'a>(entries: &'a [Entry], name: &str) -> Result<&'a str> {
    let found = entries.iter().find(|(own, _)| own == name);
    found.map(|(_, text)| text.as_str()).with_context(|| format!("no {name}"))
}

/// The parts of a text, each under a heading; what stands before the first is left out.
fn parts(text: &str, mark: &str) -> Result<Vec<Entry>> {
    let mut found: Vec<Entry> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix(mark) {
            let name = name.trim().trim_matches('`').to_owned();
            if found.iter().any(|(known, _)| *known == name) {
                bail!("{name} is there twice");
            }
            found.push((name, String::new()));
        } else if let Some((_, text)) = found.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    for (name, text) in &mut found {
        *text = text.trim().to_owned();
        ensure!(!text.is_empty(), "{name} is empty");
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::store::declared::KINDS;

    const TEXT: &str = "# Title\n\n## summary\ns\n## description\nd\n\n• e\n## single purpose\np\n## permissions\n### `storage`\nkeeps\n\
        ### `*://*/*`\nlooks\n## data\n### `websiteContent`\nproduct\n## data use\nu\n## remote code\nnone\n";

    fn form(browser: Browser, asked: &[&str], description: &str) -> Result<String> {
        let asked = Asked { permissions: asked.iter().map(|&name| name.to_owned()).collect(), ..Asked::default() };
        let manifest = InManifest { name: "GiftOS".to_owned(), description: description.to_owned() };
        let kinds: Vec<&Kind> = KINDS.iter().filter(|kind| kind.key == "websiteContent").collect();
        Listing::read(TEXT)?.for_store(browser, &asked, &kinds, &manifest)
    }

    #[test]
    fn each_store_gets_what_its_forms_ask_for() {
        let chrome = form(Browser::Chrome, &["storage", "*://*/*"], "short").unwrap();
        assert!(chrome.contains("=== Description (6 of 15000 characters)\n\nd\n\n• e\n"), "{chrome}");
        assert!(chrome.contains("Why storage (5") && chrome.contains("Data: Website content"), "{chrome}");
        assert!(chrome.contains("short") && !chrome.contains("=== Summary"), "{chrome}");
        let firefox = form(Browser::Firefox, &["storage"], "short").unwrap();
        assert!(firefox.contains("=== Summary (1 of 250") && firefox.contains("Data: websiteContent"), "{firefox}");
        assert!(!firefox.contains("*://*/*"), "{firefox}");
    }

    #[test]
    fn a_permission_without_a_reason_and_a_text_that_is_too_long_are_errors() {
        let missing = form(Browser::Chrome, &["storage", "history"], "short").unwrap_err();
        assert!(missing.to_string().contains("history"), "{missing}");
        assert!(form(Browser::Chrome, &[], &"é".repeat(132)).is_ok());
        let long = form(Browser::Chrome, &[], &"é".repeat(133)).unwrap_err();
        assert!(long.to_string().contains("133"), "{long}");
    }

    #[test]
    fn a_file_that_is_not_whole_is_an_error() {
        for (part, instead) in [
            ("## data use\nu\n", ""),
            ("### `storage`\nkeeps", "### `storage`\n"),
            ("### `*://*/*`", "### `storage`"),
            ("## remote code", "## Remote code"),
        ] {
            assert!(Listing::read(&TEXT.replace(part, instead)).is_err(), "{part}");
        }
    }
}
