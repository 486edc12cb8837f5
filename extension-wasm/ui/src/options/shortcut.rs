//! The keystroke that saves, and where the browser lets it be changed.

use browser::surfaces;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::parts::{all, button, changing, heading, press, section, words};

/// The name of the command in the manifest.
const COMMAND: &str = "save-product";

/// What the keys do, and the keys as they are set in this browser.
pub(super) fn told(saves: String) -> AnyView {
    let keys = RwSignal::new(None::<String>);
    spawn_local(async move { keys.set(surfaces::shortcut(COMMAND).await) });
    let told = changing(move || match keys.get().filter(|keys| !keys.is_empty()) {
        Some(keys) => all(vec![words(saves.clone()), view! { <kbd dir="ltr">{keys}</kbd> }.into_any()]),
        None => words(t!("shortcut_none")),
    });
    view! { <p class="line">{told}</p> }.into_any()
}

/// The section.
pub(super) fn view() -> AnyView {
    let open = press(|| {
        spawn_local(async {
            // Where the browser refuses, its own menu still leads there.
            let _ = surfaces::open_shortcuts().await;
        });
    });
    let content = vec![
        heading(t!("shortcut_heading")),
        told(t!("shortcut_saves")),
        button("plain", None, t!("shortcut_change"), open),
    ];
    section("", content)
}
