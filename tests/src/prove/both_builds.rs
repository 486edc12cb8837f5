//! One summary of a page, read by this program and by the extension's own WASM in a real Chromium: the same answer, byte for byte.
//! Both come from the same source; what differs would be the target's own: numbers, sizes, order.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use shared::page::summary::Summary;

use crate::bench::browser::{collector, with_hosts};
use crate::chromium::{Chromium, Launch, Page};
use crate::shop::PageServer;

/// What came of the comparison.
#[derive(Debug, Default)]
pub struct BothBuilds {
    /// Pages compared.
    pub compared: usize,
    /// What differs, for people.
    pub faults: Vec<String>,
}

/// Compares on these pages (name and address), which `server` serves without scripts that run; `extension` is the one built for Chromium.
///
/// # Errors
/// Chromium, the extension or a page is missing.
pub fn compare(pages: &[(String, String)], server: &PageServer, extension: &Path) -> Result<BothBuilds> {
    let allowed = with_hosts(extension)?;
    let chromium = Launch::default().through(server.address()).start()?;
    let own = chromium.load_extension(allowed.path())?.open("popup.html")?;
    let collect = collector()?;
    let mut outcome = BothBuilds::default();
    for (name, url) in pages {
        let (native, in_wasm) = both(&chromium, &own, &collect, url).with_context(|| name.clone())?;
        outcome.compared += 1;
        if native != in_wasm {
            let from = native.bytes().zip(in_wasm.bytes()).take_while(|(one, other)| one == other).count();
            let around = |text: &str| text.chars().skip(from.saturating_sub(40)).take(120).collect::<String>();
            outcome.faults.push(format!("{name}: native …{}… and WASM …{}…", around(&native), around(&in_wasm)));
        }
    }
    Ok(outcome)
}

fn both(chromium: &Chromium, own: &Page, collect: &str, url: &str) -> Result<(String, String)> {
    let page = chromium.open(url)?;
    page.offline(true)?;
    let text = page.evaluate(collect)?;
    let here = page.evaluate("location.href")?;
    // The popup asks as it always does. What the worker answers went through the browser's own JSON.
    let question = format!(
        "(async () => {{ const [tab] = (await chrome.tabs.query({{}})).filter((tab) => tab.url === {here}); \
         const answer = await chrome.runtime.sendMessage({{type: 'page.look', tab_id: tab.id}}); \
         return JSON.stringify(answer.detection ?? answer); }})()"
    );
    let answer = own.evaluate(&question)?;
    page.close()?;
    let summary = Summary::of(text.as_str().context("a summary")?).context("a summary of this version")?;
    let native = serde_json::to_value(shared::detect::detect(&shared::page::collect(&summary.dom())))?;
    let in_wasm: Value = serde_json::from_str(answer.as_str().context("an answer")?)?;
    Ok((one_spelling(native).to_string(), one_spelling(in_wasm).to_string()))
}

/// JavaScript writes 1.0 as 1, and leaves nothing else open.
fn one_spelling(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(many) => many.into_iter().map(one_spelling).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, one_spelling(value))).collect(),
        other => other,
    }
}
