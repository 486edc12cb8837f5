//! What the stores are handed: `cargo xtask store` builds the packages, the source archive, the texts and the pictures into `dist/store`.
//! Everything in there is made from files of this repository, so that nothing is typed or drawn by hand at the last minute.
//! It never uploads anything, and never says of the extension what a test has not compared with it.

mod asked;
mod declared;
mod listing;
mod source;
mod verify;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use crate::manifest::{BROWSERS, Browser, for_browser};
use crate::pack::{entries, pack};
use crate::shell::root;
use crate::{dist, install, suite};

#[cfg(test)]
pub(crate) use asked::Asked;
#[cfg(test)]
pub(crate) use declared::{KINDS, Kind, NONE, PARTS, Sent, kinds_of, read as declared};
pub(crate) use verify::verify;

/// The languages of the listings, which are those of the interface.
pub(crate) const LANGUAGES: [&str; 3] = ["en", "de", "he"];

/// Builds everything that a store asks for.
pub(crate) fn store() -> Result<()> {
    install::system()?;
    dist::dist()?;
    let folder = root().join("dist/store");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    packages(&folder)?;
    source::archive(&folder.join(source::name()))?;
    for browser in BROWSERS {
        for language in LANGUAGES {
            let file = folder.join(browser.name()).join(format!("listing-{language}.txt"));
            fs::create_dir_all(file.parent().unwrap_or(&folder))?;
            fs::write(file, listing_for(browser, language)?)?;
        }
    }
    fs::copy(root().join("docs/PRIVACY.md"), folder.join("privacy.md"))?;
    suite::program("store", &[])?;
    println!("\nEverything for the stores is in dist/store; store/README.md says what goes where.");
    Ok(())
}

/// The packages as they are uploaded: Firefox's as it was built, Chrome's without the key that gives the extension one id on every
/// developer's machine, because that store refuses it.
fn packages(folder: &Path) -> Result<()> {
    let dist = root().join("dist");
    let name = |browser: Browser| folder.join(format!("giftos-{}-{}.zip", browser.name(), env!("CARGO_PKG_VERSION")));
    fs::copy(dist.join("giftos-firefox.zip"), name(Browser::Firefox))?;
    let mut files = entries(&dist.join("chrome"))?;
    let manifest = files.iter_mut().find(|file| file.name == "manifest.json").context("dist/chrome has no manifest")?;
    manifest.bytes = without_key(&manifest.bytes)?;
    pack(files, &name(Browser::Chrome))
}

fn without_key(manifest: &[u8]) -> Result<Vec<u8>> {
    let mut fields: Map<String, Value> = serde_json::from_slice(manifest)?;
    fields.remove("key").context("the manifest has no key: then the package can be uploaded as it is")?;
    Ok((serde_json::to_string_pretty(&fields)? + "\n").into_bytes())
}

/// The manifest of one browser, and what it asks for.
pub(crate) fn manifest_of(browser: Browser) -> Result<Value> {
    let template = fs::read_to_string(root().join("manifest.json")).context("manifest.json cannot be read")?;
    Ok(serde_json::from_str(&for_browser(&template, browser, env!("CARGO_PKG_VERSION"))?)?)
}

/// A file of ours as text.
fn text_of(path: &str) -> Result<String> {
    fs::read_to_string(root().join(path)).with_context(|| format!("{path} cannot be read"))
}

/// The texts of one language, not yet held against any store.
pub(crate) fn texts_in(language: &str) -> Result<listing::Listing> {
    let path = format!("store/{language}.md");
    listing::Listing::read(&text_of(&path)?).with_context(|| path)
}

/// What one store's forms are filled in with.
pub(crate) fn listing_for(browser: Browser, language: &str) -> Result<String> {
    let messages: Value = serde_json::from_str(&text_of(&format!("extension/_locales/{language}/messages.json"))?)?;
    let message = |key: &str| messages[key]["message"].as_str().unwrap_or_default().to_owned();
    let manifest = listing::InManifest { name: message("ext_name"), description: message("ext_description") };
    let sent = declared::read(&text_of("docs/PRIVACY.md")?)?;
    let asked = asked::Asked::read(&manifest_of(browser)?);
    texts_in(language)?
        .for_store(browser, &asked, &declared::kinds_of(&sent), &manifest)
        .with_context(|| format!("the listing in {language} for {}", browser.name()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn chromes_package_differs_by_the_key_alone() {
        let built = manifest_of(Browser::Chrome).unwrap();
        let uploaded: Value = serde_json::from_slice(&without_key(built.to_string().as_bytes()).unwrap()).unwrap();
        let mut expected = built.clone();
        assert!(expected.as_object_mut().unwrap().remove("key").is_some());
        assert_eq!(uploaded, expected);
        assert!(without_key(uploaded.to_string().as_bytes()).is_err());
    }
}
