//! The address bar: behind our keyword the person looks for boards and wishes of this device, and goes there.
//! A chunk of the worker's program (`xtask/src/split`), loaded when somebody first types the keyword: most people never do.
//! It never asks a server: what is typed stays on the device.

mod find;
mod known;

use std::cell::RefCell;
use std::pin::Pin;

use browser::omnibox::{self, Suggestion};
use browser::{chunks, runtime, surfaces, texts};
use shared::join::glued;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use find::{Found, Goes, among, plain, shown};

/// Firefox shows no more than these.
const MOST: usize = 6;

type Act = fn(String, String, String) -> Pin<Box<dyn Future<Output = JsValue>>>;

thread_local! {
    /// What acts, once the chunk is there; read from here alone, so that nothing else leads into it.
    static LOADED: RefCell<Vec<Act>> = const { RefCell::new(Vec::new()) };
    /// What is on this device, from the first key behind the keyword until the last.
    static KNOWN: RefCell<Option<Vec<Found>>> = const { RefCell::new(None) };
}

/// The chunk is there.
#[wasm_bindgen]
pub fn chunk_omnibox() {
    LOADED.with_borrow_mut(|loaded| loaded.push(act));
}

/// Something happened in the address bar: `started`, `changed` or `entered`, what is typed there, and where the person wants it opened.
/// Gives the lines to offer, where there are any.
pub(crate) async fn happened(what: String, typed: String, place: String) -> JsValue {
    let loaded = || LOADED.with_borrow(|loaded| loaded.first().copied());
    if loaded().is_none() {
        chunks::load("omnibox", "background").await;
    }
    match loaded() {
        Some(act) => act(what, typed, place).await,
        None => JsValue::UNDEFINED,
    }
}

fn act(what: String, typed: String, place: String) -> Pin<Box<dyn Future<Output = JsValue>>> {
    Box::pin(async move {
        match what.as_str() {
            "started" => {
                omnibox::set_default(&shown(&texts::message("omnibox_default", &[]), "", is_xml()));
                KNOWN.set(Some(known::all().await));
            }
            "changed" => {
                let found = with_known(|known| among(known, &typed, MOST)).await;
                let xml = is_xml();
                let line = |found: &Found| Suggestion {
                    content: found.content(),
                    description: shown(&found.title, &found.aside, xml),
                };
                return omnibox::lines(found.iter().map(line).collect());
            }
            _ => {
                let found = with_known(|known| known.iter().find(|one| one.content() == plain(&typed)).cloned()).await;
                KNOWN.set(None);
                let to = address(found.map_or(Goes::Find(typed), |found| found.goes));
                omnibox::open(&to, &place).await;
            }
        }
        JsValue::UNDEFINED
    })
}

/// Chromium reads descriptions as XML, Firefox as they are.
fn is_xml() -> bool {
    surfaces::has_side_panel()
}

/// What is on this device, read where the worker has slept since the first key.
async fn with_known<T>(look: impl FnOnce(&[Found]) -> T) -> T {
    let known = match KNOWN.take() {
        Some(known) => known,
        None => known::all().await,
    };
    let seen = look(&known);
    KNOWN.set(Some(known));
    seen
}

/// The page of a wish, or the place in the panel. No other address is opened than one that was saved.
fn address(to: Goes) -> String {
    let panel = |place: &str, what: &str| {
        let what = String::from(js_sys::encode_uri_component(what));
        glued(&[&runtime::base(), "panel.html#", place, "=", &what])
    };
    match to {
        Goes::Page(url) => url,
        Goes::Board(id) => panel("board", &id.text()),
        Goes::Find(words) => panel("find", &words),
    }
}
