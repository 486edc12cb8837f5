//! A long list of wishes: lines of one height, of which only those near the window are drawn, so that 10,000 scroll as ten do.
//! Arrow keys, Home and End lead through all of them; the one that has the focus stays drawn wherever the list is scrolled to.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;

use super::focus;
use super::ordering::Ordering;
use super::window::{self, Seen};
use crate::parts::{following, live, memo};
use crate::shelf::Entry;
use crate::signals::Reading;

/// After a leap what lies beside the window is drawn so much later.
const REST: Duration = Duration::from_millis(120);

/// Wishes to show. Two are the same where they hold the very same entries, so that comparing them costs little.
#[derive(Clone, Default)]
pub(super) struct Wishes(pub(super) Arc<Vec<Arc<Entry>>>);

impl PartialEq for Wishes {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.0.len() == other.0.len() && self.0.iter().zip(other.0.iter()).all(|(a, b)| Arc::ptr_eq(a, b)))
    }
}

/// How one wish is drawn: its place in the list, and the wish.
pub(super) type Draw = Arc<dyn Fn(usize, &Arc<Entry>) -> AnyView + Send + Sync>;

/// The list as it stands. A copy is the same.
#[derive(Clone, Copy)]
pub(super) struct List {
    pub(super) wishes: Memo<Wishes>,
    grid: Signal<bool>,
    /// The wish that Tab leads to.
    pub(super) active: RwSignal<usize>,
    node: NodeRef<html::Ul>,
    columns: RwSignal<usize>,
    drawn: RwSignal<Range<usize>>,
    /// How often somebody leapt through the list: where no other leap follows, they rest.
    leaps: StoredValue<u32>,
}

impl List {
    pub(super) fn new(wishes: Memo<Wishes>, grid: Signal<bool>) -> Self {
        let (node, columns) = (NodeRef::new(), RwSignal::new(1));
        let (drawn, leaps) = (RwSignal::new(0..0), StoredValue::new(0));
        Self { wishes, grid, active: RwSignal::new(0), node, columns, drawn, leaps }
    }

    fn count(self) -> usize {
        self.wishes.get_untracked().0.len()
    }

    /// Looks how much of the list is seen.
    fn measure(self) {
        let Some(node) = self.node.try_get_untracked().flatten() else { return };
        let style = window().get_computed_style(&node).ok().flatten();
        let columns = style
            .and_then(|style| style.get_property_value("--columns").ok())
            .and_then(|text| text.trim().parse().ok());
        let (columns, count): (usize, usize) = (columns.unwrap_or(1), self.count());
        let (box_, lines) = (node.get_bounding_client_rect(), count.div_ceil(columns.max(1)).max(1));
        if columns != self.columns.get_untracked() {
            // The lines are others now: measured again once they are laid out.
            self.columns.set(columns);
            return request_animation_frame(move || self.measure());
        }
        let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(800.0);
        #[allow(clippy::cast_precision_loss, reason = "lines of a list")]
        let pitch = box_.height() / lines as f64;
        let seen = Seen { above: -box_.top(), height, pitch };
        let (drawn, more) = self.drawn.glance(|before| window::next(seen, count, columns, before));
        if more {
            let leap = self.leaps.get_value() + 1;
            self.leaps.set_value(leap);
            let rest = move || {
                if self.leaps.try_get_value() == Some(leap) {
                    self.measure();
                }
            };
            set_timeout(rest, REST);
        }
        if drawn != self.drawn.get_untracked() {
            self.drawn.set(drawn);
        }
    }

    /// Lines are about to be drawn: what has the focus keeps it, where its line is put elsewhere among the others or drawn anew,
    /// because its wish is another version now. As soon as they are drawn, before any other key is heard: a key never finds the
    /// focus gone, and the focus is never taken from where a key has led it since.
    fn hold_focus(self) {
        let Some(node) = self.node.try_get_untracked().flatten() else { return };
        let Some(focused) = document().active_element().filter(|element| node.contains(Some(element))) else { return };
        queue_microtask(move || {
            if is_focus_lost() {
                let anew = document().get_element_by_id(&focused.id());
                keep_focus(anew.as_ref().unwrap_or(&focused));
            }
        });
    }

    /// The wish at this height of the window.
    pub(super) fn at(self, x: f64, y: f64) -> Option<usize> {
        let node = self.node.try_get_untracked().flatten()?;
        let (box_, columns, count) =
            (node.get_bounding_client_rect(), self.columns.get_untracked().max(1), self.count());
        #[allow(clippy::cast_precision_loss, reason = "lines of a list")]
        let (pitch, width) = (box_.height() / count.div_ceil(columns).max(1) as f64, box_.width() / columns as f64);
        let x = if is_right_to_left() { box_.right() - x } else { x - box_.left() };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lines of a list")]
        let (line, column) =
            (((y - box_.top()) / pitch).max(0.0) as usize, ((x / width).max(0.0) as usize).min(columns - 1));
        Some((line * columns + column).min(count.checked_sub(1)?))
    }

    /// Leads the focus to a wish, wherever it lies.
    pub(super) fn go(self, to: usize) {
        self.active.set(to);
        // Drawn first, then focused: the browser scrolls to what has the focus.
        request_animation_frame(move || {
            let id = self.wishes.try_with_untracked(|wishes| wishes.0.get(to).map(|entry| entry.id())).flatten();
            if let Some(id) = id {
                focus(&format!("edit-{id}"));
            }
        });
    }

    fn press(self, event: &ev::KeyboardEvent, ordering: Option<Ordering>) {
        if ordering.is_some_and(|ordering| ordering.key(self.active.get_untracked(), event))
            || event.alt_key()
            || event.ctrl_key()
            || event.meta_key()
        {
            return;
        }
        let columns = self.columns.get_untracked();
        let at = self.active.get_untracked();
        if let Some(to) = window::by_key(&event.key(), at, self.count(), columns, is_right_to_left()) {
            event.prevent_default();
            self.go(to);
        }
    }
}

/// Whether nothing has the focus, as when what had it is gone.
pub(super) fn is_focus_lost() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

/// Gives the focus back to what had it, without scrolling there.
fn keep_focus(element: &web_sys::Element) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>().filter(|element| element.is_connected()) {
        // What is gone by now cannot have it.
        let _ = element.focus_with_options(&options);
    }
}

pub(super) fn is_right_to_left() -> bool {
    document().document_element().and_then(|root| root.get_attribute("dir")).as_deref() == Some("rtl")
}

/// The list.
pub(super) fn view(list: List, draw: Draw, ordering: Option<Ordering>) -> AnyView {
    let scrolled = window_event_listener(ev::scroll, move |_| list.measure());
    let resized = window_event_listener(ev::resize, move |_| list.measure());
    on_cleanup(move || {
        scrolled.remove();
        resized.remove();
    });
    following(move || {
        list.wishes.track();
        list.grid.track();
        list.node.track();
        let most = list.count().saturating_sub(1);
        if list.active.get_untracked() > most {
            list.active.set(most);
        }
        list.measure();
        request_animation_frame(move || list.measure());
    });
    let rows = memo(move || {
        let (drawn, active, columns) = (list.drawn.get(), list.active.get(), list.columns.get());
        list.wishes.look(|wishes| {
            let beside = (!drawn.contains(&active)).then_some(active);
            let all = drawn.clone().chain(beside).filter_map(|at| Some((at, columns, wishes.0.get(at)?.clone())));
            all.map(|(at, columns, entry)| Row { at, columns, entry }).collect::<Vec<_>>()
        })
    });
    let height = live(move || {
        let lines = list.wishes.get().0.len().div_ceil(list.columns.get().max(1));
        format!("calc(var(--row) * {lines})")
    });
    let class = live(move || if list.grid.get() { "wishes grid".to_owned() } else { "wishes list".to_owned() });
    let pointer = || -> Box<dyn FnMut(ev::PointerEvent)> {
        Box::new(move |event| {
            if let Some(ordering) = ordering {
                ordering.pointer(&event);
            }
        })
    };
    let children = move |row: Row| line(list, &row, draw(row.at, &row.entry));
    view! {
        <ul
            node_ref=list.node
            class=class
            style:block-size=height
            on:keydown=move |event| list.press(&event, ordering)
            on:focusin=move |event| {
                let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                if let Some(at) = place_of(target.as_ref()) {
                    list.active.set(at);
                }
            }
            on:pointerdown=pointer()
            on:pointermove=pointer()
            on:pointerup=pointer()
            on:pointercancel=pointer()
        >
            <For
                each=move || {
                    list.hold_focus();
                    rows.get()
                }
                key=Row::key
                children=children
            />
        </ul>
    }
    .into_any()
}

#[derive(Clone)]
struct Row {
    at: usize,
    columns: usize,
    entry: Arc<Entry>,
}

impl Row {
    /// Drawn anew where another wish, or another version of it, stands there.
    fn key(&self) -> (usize, usize, usize) {
        (self.at, self.columns, Arc::as_ptr(&self.entry) as usize)
    }
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

fn line(list: List, row: &Row, content: AnyView) -> AnyView {
    let (at, columns) = (row.at, row.columns.max(1));
    let top = format!("calc(var(--row) * {})", at / columns);
    let start = format!("calc(100% * {} / {columns})", at % columns);
    let of = live(move || list.wishes.get().0.len().to_string());
    view! {
        <li
            class="wish"
            data-at=at.to_string()
            aria-posinset=(at + 1).to_string()
            aria-setsize=of
            style:inset-block-start=top
            style:inset-inline-start=start
        >
            {content}
        </li>
    }
    .into_any()
}

/// The place in the list of what lies in it.
pub(super) fn place_of(element: Option<&web_sys::Element>) -> Option<usize> {
    element?.closest("[data-at]").ok()??.get_attribute("data-at")?.parse().ok()
}
