//! The way back after something was done: said for ten seconds, at the lower edge, wherever the person has scrolled to.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::focus;
use crate::icons::Icon;
use crate::parts::{Knob, banner, changing, nothing, press};

/// How long something can be taken back from here; what lies in the bin comes back for 30 days.
const OFFERED: Duration = Duration::from_secs(10);

#[derive(Clone)]
struct Offer {
    number: u32,
    words: String,
    back: Arc<dyn Fn() + Send + Sync>,
}

/// What was done last and can be taken back. A copy is the same.
#[derive(Clone, Copy)]
pub(super) struct Undo {
    offer: RwSignal<Option<Offer>>,
    made: StoredValue<u32>,
}

impl Undo {
    pub(super) fn new() -> Self {
        Self { offer: RwSignal::new(None), made: StoredValue::new(0) }
    }

    /// Says what was done, and offers to take it back. `focused` where the place of the focus has gone with it.
    pub(super) fn offer(self, words: String, focused: bool, back: impl Fn() + Send + Sync + 'static) {
        let Some(number) = self.made.try_update_value(|made| {
            *made += 1;
            *made
        }) else {
            return;
        };
        self.offer.set(Some(Offer { number, words, back: Arc::new(back) }));
        if focused {
            request_animation_frame(|| focus("undo"));
        }
        set_timeout(move || self.forget(number), OFFERED);
    }

    fn forget(self, number: u32) {
        if self.offer.try_with_untracked(|offer| offer.as_ref().is_some_and(|offer| offer.number == number))
            == Some(true)
        {
            self.offer.set(None);
        }
    }

    pub(super) fn view(self) -> AnyView {
        let line = changing(move || {
            let Some(Offer { number, words, back }) = self.offer.get() else { return nothing() };
            let act = press(move || {
                back();
                self.forget(number);
            });
            let undo =
                Knob { id: Some("undo".to_owned()), ..Knob::new("link") }.view(crate::parts::words(t!("undo")), act);
            banner("banner", Some(Icon::Check), words, Some(undo))
        });
        view! { <div class="undo-line" role="status">{line}</div> }.into_any()
    }
}
