//! The side panel (a sidebar in Firefox): what waits to be sent, the page beside it, and the boards.
//! It stays open while the person goes from page to page, so it looks anew whenever the page changes.
//! It never takes the focus from the page, and has no tab without something behind it.

mod board;
mod boards;

use browser::surfaces;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::wire::message::{Reply, Request, Status};

use crate::bridge::ask;
use crate::card::{self, Store, Surface};
use crate::icons::{Icon, glyph};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Page,
    Boards,
}

impl Tab {
    const ALL: [Self; 2] = [Self::Page, Self::Boards];

    const fn id(self) -> &'static str {
        match self {
            Self::Page => "tab-page",
            Self::Boards => "tab-boards",
        }
    }

    fn word(self) -> String {
        match self {
            Self::Page => t!("tab_page"),
            Self::Boards => t!("tab_boards"),
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Page => Self::Boards,
            Self::Boards => Self::Page,
        }
    }
}

/// The whole panel.
pub(crate) fn view() -> AnyView {
    let store = Store::new(Surface::Panel);
    surfaces::on_page_change(move || store.look());
    let tab = RwSignal::new(Tab::Page);
    view! {
        <div class="panel">
            <header class="panel-head">
                {waiting(store)} <div class="tabs" role="tablist" aria-label=t!("tabs_label")>
                    {Tab::ALL.map(|each| tab_button(each, tab)).collect_view()}
                </div>
            </header>
            <main id="tab-panel" role="tabpanel" aria-labelledby=move || tab.get().id()>
                {move || match tab.get() {
                    Tab::Page => card::view(store),
                    Tab::Boards => boards::view(store),
                }}
            </main>
        </div>
    }
    .into_any()
}

/// A tab; the arrow keys go to its neighbour (WAI-ARIA, tabs with automatic activation).
fn tab_button(each: Tab, tab: RwSignal<Tab>) -> AnyView {
    let selected = move || tab.get() == each;
    let go = move |event: leptos::ev::KeyboardEvent| {
        if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight" | "Home" | "End") {
            event.prevent_default();
            let next = match event.key().as_str() {
                "Home" => Tab::ALL[0],
                "End" => Tab::ALL[1],
                _ => each.other(),
            };
            tab.set(next);
            if let Some(button) = document().get_element_by_id(next.id()) {
                // Without focus the tab is chosen all the same.
                let _ = wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(button).focus();
            }
        }
    };
    view! {
        <button
            type="button"
            role="tab"
            id=each.id()
            aria-controls="tab-panel"
            aria-selected=move || selected().to_string()
            tabindex=move || if selected() { "0" } else { "-1" }
            on:click=move |_| tab.set(each)
            on:keydown=go
        >
            {each.word()}
        </button>
    }
    .into_any()
}

/// What waits, where anything does.
fn waiting(store: Store) -> AnyView {
    let retry = move |_| {
        spawn_local(async move {
            if let Ok(Reply::Status(status)) = ask(Request::OutboxFlush).await {
                store.status.set(Some(*status));
            }
        });
    };
    let line = move |status: &Status| {
        if status.refused > 0 {
            return Some((counted!("refused_items", status.refused), false));
        }
        match (status.waiting, status.unclaimed) {
            (0, 0) => None,
            (0, unclaimed) => Some((counted!("unclaimed_items", unclaimed), false)),
            (waiting, _) => Some((counted!("waiting_items", waiting), status.account.is_some())),
        }
    };
    view! {
        <div role="status">
            {move || {
                store
                    .status
                    .with(|status| status.as_ref().and_then(line))
                    .map(|(words, sendable)| {
                        view! {
                            <p class="banner">
                                {glyph(Icon::Clock)} <span>{words}</span>
                                {if sendable {
                                    view! { <button type="button" class="link" on:click=retry>{t!("send_now")}</button> }.into_any()
                                } else {
                                    view! {
                                        <button type="button" class="link" on:click=move |_| store.open_options()>{t!("see_options")}</button>
                                    }
                                        .into_any()
                                }}
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}
