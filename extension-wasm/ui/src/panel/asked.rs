//! What the address of the panel asks for: somebody came from the address bar, for a board or to look for something.

use leptos::prelude::window;
use shared::id::BoardId;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    Board(BoardId),
    Find(String),
}

/// What this page was opened for; `None` where nothing is asked.
pub(super) fn asked() -> Option<Asked> {
    let place = window().location().hash().ok()?;
    let what = |name: &str| {
        let text = place.strip_prefix(name)?;
        js_sys::decode_uri_component(text).ok().map(String::from)
    };
    match what("#board=") {
        Some(id) => id.parse().ok().map(Asked::Board),
        None => what("#find=").map(Asked::Find),
    }
}
