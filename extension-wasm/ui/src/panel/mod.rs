//! The side panel (a sidebar in Firefox): what waits to be sent, the page beside it, and the boards.
//! It stays open while the person goes from page to page, so it looks anew whenever the page changes.
//! It never takes the focus from the page, and has no tab without something behind it.

mod board;
mod boards;
mod conflicts;
mod desk;
pub(crate) mod draft;
mod finding;
mod item;
mod link;
mod naming;
mod ordering;
mod picking;
mod places;
mod row;
mod tools;
mod undo;
mod unsent;
mod waiting;
mod window;
mod wishes;

use browser::surfaces;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::card::{self, Store, Surface};
use crate::parts::{changing, flag, live, press};
use desk::Desk;

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

    /// The tab that a key leads to from here (WAI-ARIA, tabs).
    fn by_key(self, key: &str) -> Option<Self> {
        match (key, self) {
            ("ArrowLeft" | "ArrowRight", Self::Page) | ("End", _) => Some(Self::Boards),
            ("ArrowLeft" | "ArrowRight", Self::Boards) | ("Home", _) => Some(Self::Page),
            _ => None,
        }
    }
}

/// The whole panel.
pub(crate) fn view() -> AnyView {
    let store = Store::new(Surface::Panel);
    surfaces::on_page_change(move || store.look());
    let desk = Desk::new(store);
    let tab = RwSignal::new(Tab::Page);
    let tabs: Vec<AnyView> = Tab::ALL.into_iter().map(|each| tab_button(each, tab)).collect();
    let content = changing(move || match tab.get() {
        Tab::Page => card::view(store),
        Tab::Boards => boards::view(desk),
    });
    let said: Signal<String> = desk.said.into();
    let label = live(move || tab.get().id().to_owned());
    view! {
        <div class="panel">
            <header class="panel-head">
                {waiting::view(store)} <div class="tabs" role="tablist" aria-label=t!("tabs_label")>
                    {tabs}
                </div>
            </header>
            <main>
                <div id="tab-panel" role="tabpanel" aria-labelledby=label>
                    {content}
                </div>
                {desk.undo.view()}
                <p class="unseen" aria-live="assertive">{said}</p>
            </main>
        </div>
    }
    .into_any()
}

fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id)
        && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
    {
        // What cannot be focused is one Tab away.
        let _ = element.focus();
    }
}

fn tab_button(each: Tab, tab: RwSignal<Tab>) -> AnyView {
    let selected = move || tab.get() == each;
    let go = move |event: ev::KeyboardEvent| {
        let Some(next) = each.by_key(&event.key()) else { return };
        event.prevent_default();
        tab.set(next);
        focus(next.id());
    };
    view! {
        <button
            type="button"
            role="tab"
            id=each.id()
            aria-controls="tab-panel"
            aria-selected=flag(selected)
            tabindex=live(move || if selected() { "0".to_owned() } else { "-1".to_owned() })
            on:click=press(move || tab.set(each))
            on:keydown=go
        >
            {each.word()}
        </button>
    }
    .into_any()
}
