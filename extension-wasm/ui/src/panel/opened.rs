//! The wish that is open in a list, and the way back to where it was opened. The same for every list, so that the wish itself is
//! compiled once.

use leptos::prelude::*;
use shared::wire::items::ItemView;

use super::focus;

/// The wish that is open in a list, and the way back there.
#[derive(Clone, Copy)]
pub(super) struct Opened {
    /// The wish; none while the list is shown.
    pub(super) wish: RwSignal<Option<ItemView>>,
    /// In the list, the id of a wish's button is this and the wish's own id.
    from: &'static str,
}

impl Opened {
    pub(super) fn new(from: &'static str) -> Self {
        Self { wish: RwSignal::new(None), from }
    }

    /// Back to the list, with the focus where it was.
    pub(super) fn close(self) {
        let Some(id) = self.wish.try_update(Option::take).flatten().map(|item| item.id) else { return };
        let id = [self.from, &id.text()].concat();
        focus_when_drawn(id, FRAMES);
    }
}

/// How many frames a list may take until its wishes are drawn.
const FRAMES: u32 = 30;

/// Puts the focus on the element with this id, as soon as there is one.
fn focus_when_drawn(id: String, frames: u32) {
    request_animation_frame(move || {
        focus(&id);
        let is_there = document().active_element().is_some_and(|element| element.id() == id);
        if !is_there && frames > 0 {
            focus_when_drawn(id, frames - 1);
        }
    });
}
