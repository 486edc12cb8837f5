//! The popup: one card, over the page it is about.
//! It opens on what was already found, and Enter saves it.
//! It never stays in the way: Esc closes it, and so does the way to the panel.

use leptos::prelude::*;

use crate::card::{self, Store, Surface};

/// The whole popup.
pub(crate) fn view() -> AnyView {
    let card = card::view(Store::new(Surface::Popup));
    view! { <main class="popup">{card}</main> }.into_any()
}
