//! The keystroke that saves, and where the browser lets it be changed.

use browser::surfaces;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The name of the command in the manifest.
const COMMAND: &str = "save-product";

/// The section.
pub(crate) fn view() -> AnyView {
    let keys = RwSignal::new(None::<String>);
    spawn_local(async move { keys.set(surfaces::shortcut(COMMAND).await) });
    let open = move || {
        spawn_local(async {
            // Where the browser refuses, its own menu still leads there; the words above say so.
            let _ = surfaces::open_shortcuts().await;
        });
    };
    view! {
        <section>
            <h2>{t!("shortcut_heading")}</h2>
            <p class="line">
                {move || match keys.get().filter(|keys| !keys.is_empty()) {
                    Some(keys) => view! { <span>{t!("shortcut_saves")}</span> <kbd dir="ltr">{keys}</kbd> }.into_any(),
                    None => view! { <span>{t!("shortcut_none")}</span> }.into_any(),
                }}
            </p>
            <button type="button" class="plain" on:click=move |_| open()>
                {t!("shortcut_change")}
            </button>
        </section>
    }
    .into_any()
}
