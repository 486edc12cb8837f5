//! Wishes that come in by hand, as pasted lines, as a file or from a page that lists them, and boards that leave as a file: parts of the panel, drawn by a program
//! that is loaded when somebody first wants one of them, so that no other carries it.
//! It saves as the panel does, by rows added to the outbox; it never saves what the person has not seen, and never asks the network.

#[macro_use]
extern crate browser;

mod dom;
mod export;
pub mod files;
mod known;
pub mod outbox;
mod view;
mod words;

use std::rc::Rc;

use browser::panics;
use js_sys::Function;
use shared::json::Json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use view::Sheet;

/// An allocator that is smaller than the one Rust brings, and quicker.
#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Shows how wishes are added, in this place of the panel. `tell` says as JSON whose they are and which boards there are. A place that
/// is gone meanwhile is left alone.
#[wasm_bindgen]
pub fn add(place: &str, tell: &Function) {
    panics::report();
    if let (Some(place), Some(told)) = (dom::place(place), told_by(tell))
        && let Some(sheet) = Json::parse(&told).and_then(|told| Sheet::of(place, told))
    {
        view::begin(&Rc::new(sheet));
    }
}

/// Shows what a page lists, to be chosen from, in this place of the panel. `found` is what the program that reads pages says.
#[wasm_bindgen]
pub fn list(place: &str, tell: &Function, found: &str) {
    panics::report();
    if let (Some(place), Some(told)) = (dom::place(place), told_by(tell))
        && let Some(sheet) = Json::parse(&told).and_then(|told| Sheet::of(place, told))
    {
        view::listed(&Rc::new(sheet), found);
    }
}

/// Shows how boards become a file, in this place of the panel. `tell` says as JSON whose they are, and of each board what lies on it.
#[wasm_bindgen]
pub fn take_along(place: &str, tell: Function) {
    panics::report();
    if let Some(place) = dom::place(place) {
        view::take_along(&place, Rc::new(move || told_by(&tell)));
    }
}

fn told_by(tell: &Function) -> Option<String> {
    tell.call0(&JsValue::UNDEFINED).ok()?.as_string()
}
