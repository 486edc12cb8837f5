//! The extension's pages in every state they can be in, without a worker: their own program over a table of answers.
//! The table is `tests/browser/states/states.json`; `fake_chrome.js` beside it is the `chrome` that answers from it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use crate::chromium::{Chromium, Page, Scheme};
use crate::shop::{Asked, Given, PageServer};

/// Where the pages are served, by the page server's proxy; shops are under `shop.example`.
const ORIGIN: &str = "http://pages.giftos.example";

/// How a state is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// "en", "de" or "he".
    pub locale: &'static str,
    /// CSS pixels.
    pub width: u32,
    /// Light or dark.
    pub scheme: Scheme,
}

/// The table of states.
#[derive(Debug)]
pub struct States {
    answers: Map<String, Value>,
    states: Map<String, Value>,
    fixture: String,
    extension: PathBuf,
}

impl States {
    /// Reads the table. The extension must have been built for Chromium.
    ///
    /// # Errors
    /// When a file is missing.
    pub fn read() -> Result<Self> {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let extension = tests.join("../dist/chrome");
        ensure!(extension.join("wasm/pages_bg.wasm").exists(), "no extension in dist; build it with: cargo xtask dist");
        let folder = tests.join("browser/states");
        let text = std::fs::read_to_string(folder.join("states.json")).context("states.json")?;
        let mut table: Value = serde_json::from_str(&text)?;
        let mut take = |name: &str| match table[name].take() {
            Value::Object(map) => Ok(map),
            other => Err(anyhow::anyhow!("{name} is {other}")),
        };
        let fixture = std::fs::read_to_string(folder.join("fake_chrome.js")).context("fake_chrome.js")?;
        Ok(Self { answers: take("answers")?, states: take("states")?, fixture, extension })
    }

    /// The names of all states, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.states.keys().map(String::as_str)
    }

    /// What the worker answers in this state, by question.
    #[must_use]
    pub fn answer(&self, name: &str, question: &str) -> Value {
        let own = &self.states[name]["answers"][question];
        if own.is_null() { self.answers[question].clone() } else { own.clone() }
    }

    /// What lies on the second board in this state.
    #[must_use]
    pub fn shelf(&self, name: &str) -> Value {
        self.states[name]["shelf"].clone()
    }

    /// "popup", "panel" or "options".
    #[must_use]
    pub fn page_of(&self, name: &str) -> &str {
        self.states[name]["page"].as_str().unwrap_or_default()
    }

    /// Two texts under a name of a state: a selector, and what is done there.
    fn pair(&self, name: &str, what: &str) -> &[Value] {
        self.states[name][what].as_array().map_or(&[], Vec::as_slice)
    }

    /// Serves the built extension under the rules of its manifest, and shops that only have pictures.
    ///
    /// # Errors
    /// When no port is free or the manifest cannot be read.
    pub fn serve(&self) -> Result<PageServer> {
        let manifest = std::fs::read_to_string(self.extension.join("manifest.json"))?;
        let manifest: Value = serde_json::from_str(&manifest)?;
        let rules = manifest["content_security_policy"]["extension_pages"].as_str().context("no policy")?.to_owned();
        let folder = self.extension.clone();
        PageServer::start(move |asked| answer(&folder, &rules, asked))
    }

    /// Opens a state in a tab of its own, presses what the state says, and gives the page. `changes` go before the table's answers.
    ///
    /// # Errors
    /// When the page does not come up.
    pub fn show(&self, chromium: &Chromium, name: &str, look: Look, changes: &Value) -> Result<Page> {
        let state = self.states.get(name).with_context(|| format!("no state {name}"))?;
        let page = chromium.open("about:blank")?;
        page.resize(look.width, if self.page_of(name) == "popup" { 560 } else { 800 }, 1.0)?;
        page.prefer(look.scheme)?;
        let mut answers = self.answers.clone();
        for more in [&state["answers"], &changes["answers"]] {
            answers.extend(more.as_object().into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())));
        }
        let path = self.extension.join("_locales").join(look.locale).join("messages.json");
        let messages: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
        let direction = if look.locale == "he" { "rtl" } else { "ltr" };
        let mut setup =
            json!({"messages": messages, "locale": look.locale, "direction": direction, "answers": answers});
        for more in [state, changes] {
            let fields = more.as_object().into_iter().flatten().filter(|(key, _)| *key != "answers" && *key != "press");
            setup.as_object_mut().context("an object")?.extend(fields.map(|(key, value)| (key.clone(), value.clone())));
        }
        let source = format!("{};installFakeChrome({setup});", self.fixture);
        page.call("Page.addScriptToEvaluateOnNewDocument", json!({"source": source}))?;
        let place = state["place"].as_str().unwrap_or_default();
        page.go_to(&format!("{ORIGIN}/{}.html#{place}", self.page_of(name)))?;
        page.wait_for("the page to be mounted", "!!document.querySelector('main h1')")?;
        for selector in state["press"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            // What lies on a board comes from the device's database, some frames later.
            page.wait_for(selector, &format!("!!document.querySelector({})", json!(selector)))?;
            page.click(selector)?;
            settle(&page)?;
        }
        if let [Value::String(selector), text] = self.pair(name, "type") {
            page.wait_for(selector, &format!("!!document.querySelector({})", json!(selector)))?;
            page.click(selector)?;
            page.call("Input.insertText", json!({"text": text}))?;
        }
        if let Some(selector) = state["then"].as_str() {
            page.click(selector)?;
            page.wait_for("what comes of it", "!!document.querySelector('.picked-rows li')")?;
        }
        if let [Value::String(selector), Value::String(key)] = self.pair(name, "keys") {
            page.wait_for(selector, &format!("!!document.querySelector({})", json!(selector)))?;
            page.evaluate(&format!("document.querySelector({}).focus()", json!(selector)))?;
            page.press(key)?;
        }
        settle(&page)?;
        Ok(page)
    }
}

/// Two frames: what was answered is drawn.
fn settle(page: &Page) -> Result<()> {
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))").map(drop)
}

fn answer(folder: &Path, rules: &str, asked: &Asked) -> Option<Given> {
    if asked.url.host_str() == Some("shop.example") {
        let number = asked.url.path().bytes().find(u8::is_ascii_digit)?;
        let hue = u32::from(number - b'0') * 70;
        let picture = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='400'><rect width='300' height='400' \
             fill='hsl({hue} 40% 75%)'/><circle cx='150' cy='200' r='120' fill='#fff8'/></svg>"
        );
        return Some(Given::new("image/svg+xml", picture));
    }
    let kind = match asked.url.path().rsplit('.').next()? {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript",
        "css" => "text/css",
        "wasm" => "application/wasm",
        "png" => "image/png",
        _ => return None,
    };
    let body = std::fs::read(folder.join(asked.url.path().trim_start_matches('/'))).ok()?;
    Some(Given::new(kind, body).with_header("Content-Security-Policy", rules))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use shared::wire::message::Reply;

    use super::*;

    /// The table must not drift from the messages that the worker really sends.
    #[test]
    fn every_answer_of_the_table_is_one_that_the_worker_could_give() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/states/states.json");
        let text = std::fs::read_to_string(path).unwrap().replace("\"soon\"", "1795600010000");
        let table: Value = serde_json::from_str(&text).unwrap();
        let states = table["states"].as_object().unwrap();
        let tables = states.values().map(|state| &state["answers"]).chain([&table["answers"]]);
        let mut read = 0;
        for (question, answer) in tables.flat_map(|answers| answers.as_object().unwrap()) {
            // What a server answers is no message of the worker's.
            if answer.is_null() || answer["type"] == "nonsense" || question == "fake.fetch" {
                continue;
            }
            let reply: Result<Reply, _> = serde_json::from_value(answer.clone());
            assert!(reply.is_ok(), "{question}: {:?} in {answer}", reply.err());
            read += 1;
        }
        assert!(read > 40, "only {read} answers");
    }
}
