//! What waits to be sent, where anything does, and the one thing to do about it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::wire::message::{Reply, Request, Status};

use crate::bridge::ask;
use crate::card::Store;
use crate::icons::Icon;
use crate::outbox::can_send;
use crate::parts::{banner, button, changing, nothing, press};
use crate::signals::Reading;

/// The worst news first: refused, then waiting, then not asked about. True where sending now could help.
fn news(status: &Status) -> Option<(String, bool)> {
    let words = match (status.refused, status.waiting, status.unclaimed) {
        (0, 0, 0) => return None,
        (0, 0, unclaimed) => counted!("unclaimed_items", unclaimed),
        (0, waiting, _) => counted!("waiting_items", waiting),
        (refused, _, _) => counted!("refused_items", refused),
    };
    Some((words, can_send(status)))
}

/// The line above the tabs.
pub(crate) fn view(store: Store) -> AnyView {
    let send = move || {
        spawn_local(async move {
            if let Ok(Reply::Status(status)) = ask(Request::OutboxFlush).await {
                store.status.set(Some(*status));
            }
        });
    };
    let line = changing(move || {
        let Some((words, sendable)) = store.status.look(|status| status.as_ref().and_then(news)) else {
            return nothing();
        };
        let action = if sendable {
            button("link", None, t!("send_now"), press(send))
        } else {
            button("link", None, t!("see_options"), press(move || store.open_options()))
        };
        banner("banner", Some(Icon::Clock), words, Some(action))
    });
    view! { <div role="status">{line}</div> }.into_any()
}
