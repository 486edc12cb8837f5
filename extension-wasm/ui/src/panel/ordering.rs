//! The order of a board: drawn by the handle, or moved with Alt and an arrow, while all of it is shown as it lies.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use shared::id::ItemId;
use wasm_bindgen::JsCast;

use super::board::Open;
use super::focus;
use super::wishes::{List, is_focus_lost, place_of};
use crate::icons::{Icon, glyph};
use crate::intl;
use crate::parts::{Knob, live, memo, press, when};
use crate::shelf::{Doing, Entry};
use crate::signals::Reading;

/// Putting wishes in order. A copy is the same.
#[derive(Clone, Copy)]
pub(super) struct Ordering {
    open: Open,
    list: List,
    /// What is being drawn, and over which place it is.
    drawn: RwSignal<Option<(ItemId, usize)>>,
}

/// Before which entry one goes that is moved from one place to another: the item that it comes right after.
fn after(entries: &[Arc<Entry>], from: usize, to: usize) -> Option<ItemId> {
    let before = if to > from { to } else { to.checked_sub(1)? };
    entries.get(before).map(|entry| entry.id())
}

impl Ordering {
    pub(super) fn new(open: Open, list: List) -> Self {
        Self { open, list, drawn: RwSignal::new(None) }
    }

    /// Puts the wish at `from` to where the one at `to` lies.
    fn put(self, from: usize, to: usize, focused: Option<&'static str>) {
        let (desk, board) = (self.open.desk, self.open.board);
        let entries = self.open.all.get_untracked().0;
        let (Some(entry), true) = (entries.get(from), from != to && to < entries.len()) else { return };
        let (item, title) = (entry.id(), entry.placed.item.title.clone());
        let forth = Doing::Order { board, item, after: after(&entries, from, to) };
        let before = from.checked_sub(1).and_then(|at| entries.get(at)).map(|entry| entry.id());
        let (place, of) =
            (intl::count(u32::try_from(to + 1).unwrap_or(0)), intl::count(u32::try_from(entries.len()).unwrap_or(0)));
        desk.act(vec![forth], move || {
            desk.said.set(t!("put_at", title, place, of));
            let back = Doing::Order { board, item, after: before };
            desk.undo.offer(t!("order_changed", title), false, move || desk.act(vec![back.clone()], || {}));
            if let Some(what) = focused {
                self.list.active.set(to);
                // It keeps the focus while its line is drawn in another place; this is for what could not keep it.
                let back = move || {
                    if is_focus_lost() {
                        focus(&format!("{what}-{item}"));
                    }
                };
                request_animation_frame(move || request_animation_frame(back));
            }
        });
    }

    /// The handle of one wish.
    pub(super) fn handle(self, at: usize, entry: &Arc<Entry>, here: Signal<bool>) -> AnyView {
        let (item, title) = (entry.id(), entry.placed.item.title.clone());
        let whole = memo(move || self.open.desk.finding.get().is_whole());
        let tabindex = live(move || Some(if here.get() { "0".to_owned() } else { "-1".to_owned() }));
        let class = live(move || {
            let more = match self.drawn.get() {
                Some((drawn, _)) if drawn == item => " drawn",
                Some((_, over)) if over == at => " over",
                _ => "",
            };
            ["quiet only grab", more].concat()
        });
        when(
            move || whole.get(),
            move || {
                let handle = Knob {
                    class,
                    tabindex,
                    title: Some(t!("grab_how")),
                    ..Knob::icon(format!("grab-{item}"), t!("grab", title))
                };
                handle.view(glyph(Icon::Grip), press(|| {}))
            },
        )
    }

    /// A key on a wish: with Alt the arrows move it, on the handle without too. True where it was one of these.
    pub(super) fn key(self, at: usize, event: &ev::KeyboardEvent) -> bool {
        let on_handle = handle_of(event.target()).is_some();
        let key = event.key();
        if !(event.alt_key() || on_handle) || !matches!(key.as_str(), "ArrowUp" | "ArrowDown") {
            return false;
        }
        event.prevent_default();
        if self.open.desk.finding.get_untracked().is_whole()
            && let Some(to) = if key == "ArrowUp" { at.checked_sub(1) } else { Some(at + 1) }
        {
            self.put(at, to, Some(if on_handle { "grab" } else { "edit" }));
        }
        true
    }

    /// The pointer went down, moved, or up on the list.
    pub(super) fn pointer(self, event: &ev::PointerEvent) {
        match event.type_().as_str() {
            "pointerdown" => self.take(event),
            "pointermove" => self.draw(event),
            "pointerup" => {
                if let Some((item, over)) = self.drawn.try_update(Option::take).flatten() {
                    let entries = self.open.all.get_untracked().0;
                    if let Some(from) = entries.iter().position(|entry| entry.id() == item) {
                        self.put(from, over, None);
                    }
                }
            }
            _ => self.drawn.set(None),
        }
    }

    fn take(self, event: &ev::PointerEvent) {
        let Some(handle) = handle_of(event.target()).filter(|_| event.button() == 0) else { return };
        let Some(at) = place_of(Some(&handle)) else { return };
        if let Some(item) = self.open.all.glance(|all| all.0.get(at).map(|entry| entry.id())) {
            // Without the capture it ends where the pointer leaves the handle.
            let _ = handle.set_pointer_capture(event.pointer_id());
            self.drawn.set(Some((item, at)));
        }
    }

    fn draw(self, event: &ev::PointerEvent) {
        let Some((item, over)) = self.drawn.get_untracked() else { return };
        event.prevent_default();
        let y = f64::from(event.client_y());
        let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(800.0);
        // Near an edge the list moves under the pointer.
        let step = if y < 90.0 {
            -24.0
        } else if y > height - 60.0 {
            24.0
        } else {
            0.0
        };
        if step != 0.0 {
            window().scroll_by_with_x_and_y(0.0, step);
        }
        if let Some(now) = self.list.at(f64::from(event.client_x()), y)
            && now != over
        {
            self.drawn.set(Some((item, now)));
        }
    }
}

/// The handle that an event came from.
fn handle_of(target: Option<web_sys::EventTarget>) -> Option<web_sys::Element> {
    target?.dyn_into::<web_sys::Element>().ok()?.closest(".grab").ok()?
}

#[cfg(test)]
mod tests;
