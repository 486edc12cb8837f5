//! That the server cannot be reached, and from when the boards are. It is known only after they are drawn, so it stands at the lower
//! edge, where its place is kept: nothing that somebody is about to press moves away or is covered.

use leptos::prelude::*;

use super::Tab;
use super::desk::Desk;
use crate::icons::Icon;
use crate::intl;
use crate::parts::{banner, changing, nothing};
use crate::shelf::Reach;

/// The line, on the tabs that show boards.
pub(super) fn view(desk: Desk, tab: RwSignal<Tab>) -> AnyView {
    let shelf = desk.shelf;
    let line = changing(move || {
        if tab.get() == Tab::Page || shelf.reach.get() != Reach::Offline {
            return nothing();
        }
        let words = shelf.as_of.get().map_or_else(|| t!("boards_offline"), |at| t!("boards_as_of", intl::moment(at)));
        banner("banner", Some(Icon::Off), words, None)
    });
    view! { <div class="offline-line" role="status">{line}</div> }.into_any()
}
