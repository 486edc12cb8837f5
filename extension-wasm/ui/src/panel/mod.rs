//! The side panel (a sidebar in Firefox): what waits to be sent, the page beside it, and the boards.
//! It stays open while the person goes from page to page, so it looks anew whenever the page changes.
//! It never takes the focus from the page, and has no tab without something behind it.

mod activity;
mod adding;
mod asked;
mod board;
mod boards;
mod conflicts;
mod desk;
pub(crate) mod draft;
mod finding;
mod item;
mod link;
mod naming;
mod opened;
mod ordering;
mod picking;
mod places;
mod reach;
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
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use crate::card::{self, Store, Surface};
use crate::chunks::{self, Part};
use crate::icons::{Icon, glyph};
use crate::options::going;
use crate::parts::{Knob, all, changing, flag, following, live, press};
use crate::signals::Reading;
use desk::Desk;
pub(crate) use unsent::give_up;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Page,
    Boards,
    Activity,
}

impl Tab {
    const ALL: [Self; 3] = [Self::Page, Self::Boards, Self::Activity];

    const fn id(self) -> &'static str {
        match self {
            Self::Page => "tab-page",
            Self::Boards => "tab-boards",
            Self::Activity => "tab-activity",
        }
    }

    fn word(self) -> String {
        match self {
            Self::Page => t!("tab_page"),
            Self::Boards => t!("tab_boards"),
            Self::Activity => t!("tab_activity"),
        }
    }

    /// The tab that a key leads to from here (WAI-ARIA, tabs). `on` is the key towards the end of a line.
    fn by_key(self, key: &str, right_to_left: bool) -> Option<Self> {
        let (on, back) = if right_to_left { ("ArrowLeft", "ArrowRight") } else { ("ArrowRight", "ArrowLeft") };
        let (at, count) = (self as usize, Self::ALL.len());
        let to = match key {
            "Home" => 0,
            "End" => count - 1,
            _ if key == on => (at + 1) % count,
            _ if key == back => (at + count - 1) % count,
            _ => return None,
        };
        Self::ALL.get(to).copied()
    }
}

/// The whole panel.
pub(crate) fn view() -> AnyView {
    let store = Store::new(Surface::Panel);
    surfaces::on_page_change(move || store.look());
    let desk = Desk::new(store);
    provide_context(desk);
    // What most people go to next is loaded while nothing else is to do.
    request_idle_callback(|| {
        spawn_local(async {
            let _ = chunks::load(Part::Boards).await;
        })
    });
    let tab = RwSignal::new(if desk.asked.glance(Option::is_some) { Tab::Boards } else { Tab::Page });
    let tabs: Vec<AnyView> = Tab::ALL.into_iter().map(|each| tab_button(each, tab)).collect();
    following(move || {
        if store.several.get().is_some() {
            tab.set(Tab::Boards);
        }
    });
    let content = changing(move || match tab.get() {
        Tab::Page => card::view(store),
        Tab::Boards => chunks::view(Part::Boards),
        Tab::Activity => chunks::view(Part::Activity),
    });
    let said: Signal<String> = desk.said.into();
    let label = live(move || tab.get().id().to_owned());
    view! {
        <div class="panel">
            <header class="panel-head">
                {waiting::view(store)}
                <div class="head-line">
                    <div class="tabs" role="tablist" aria-label=t!("tabs_label")>
                        {tabs}
                    </div>
                    {ways_out()}
                </div>
            </header>
            <main>
                <div id="tab-panel" role="tabpanel" aria-labelledby=label>
                    {content}
                </div>
                <div class="lower">{reach::view(desk, tab)} {desk.undo.view()}</div>
                <p class="unseen" aria-live="assertive">{said}</p>
            </main>
        </div>
    }
    .into_any()
}

/// What the tab of boards shows.
pub(crate) fn boards() -> AnyView {
    boards::view(expect_context())
}

/// What the tab of what happened shows.
pub(crate) fn activity() -> AnyView {
    activity::view(expect_context())
}

/// To what is going on, and to the settings.
fn ways_out() -> AnyView {
    let open = |place: &'static str| {
        press(move || {
            spawn_local(async move {
                let _ = surfaces::open_options_at(place, true).await;
            })
        })
    };
    all(vec![
        Knob::icon("open-going".to_owned(), t!("activity_heading")).view(glyph(Icon::Pulse), open(going::PLACE)),
        Knob::icon("open-settings".to_owned(), t!("open_settings")).view(glyph(Icon::Settings), open("")),
    ])
}

/// Puts the focus on the element with this id.
pub(crate) fn focus(id: &str) {
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
        let Some(next) = each.by_key(&event.key(), wishes::is_right_to_left()) else { return };
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
