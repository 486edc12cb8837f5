//! The program comes in several files: the first draws the popup, and these are loaded when somebody first wants what they draw. They
//! share the memory of the first one. A chunk is what only its export here leads to (`xtask/src/split`): whoever names its views
//! elsewhere takes them into the file that everybody loads.

use std::cell::RefCell;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::bridge::Failure;
use crate::parts::{changing, nothing};
use crate::{options, panel, refused};

/// Something that is drawn by a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Panel,
    Boards,
    Activity,
    Options,
}

type Draw = fn() -> AnyView;

thread_local! {
    /// What can be drawn by now. Read from here alone, so that no chunk is named by who draws it.
    static LOADED: RefCell<Vec<(Part, Draw)>> = const { RefCell::new(Vec::new()) };
}

/// The chunk of the side panel is there.
#[wasm_bindgen]
pub fn chunk_panel() {
    offer(Part::Panel, panel::view);
}

/// The chunk of boards, and of what happened to them, is there.
#[wasm_bindgen]
pub fn chunk_boards() {
    offer(Part::Boards, panel::boards);
    offer(Part::Activity, panel::activity);
}

/// The chunk of the options is there.
#[wasm_bindgen]
pub fn chunk_options() {
    offer(Part::Options, options::view);
}

fn offer(part: Part, draw: Draw) {
    LOADED.with_borrow_mut(|loaded| loaded.push((part, draw)));
}

fn loaded(part: Part) -> Option<Draw> {
    LOADED.with_borrow(|loaded| loaded.iter().find(|(known, _)| *known == part).map(|(_, draw)| *draw))
}

/// Loads what draws this, once.
pub(crate) async fn load(part: Part) -> Option<fn() -> AnyView> {
    let (chunk, below) = match part {
        Part::Panel => ("panel", "pages"),
        Part::Boards | Part::Activity => ("boards", "panel"),
        Part::Options => ("options", "pages"),
    };
    browser::chunks::load(chunk, below).await;
    loaded(part)
}

/// The part, as soon as what draws it is there.
pub(crate) fn view(part: Part) -> AnyView {
    if let Some(draw) = loaded(part) {
        return draw();
    }
    let come = RwSignal::new(None::<Option<Draw>>);
    spawn_local(async move {
        let _ = come.try_set(Some(load(part).await));
    });
    changing(move || match come.get() {
        Some(Some(draw)) => draw(),
        Some(None) => refused::view(&Failure::NoAnswer),
        None => nothing(),
    })
}
