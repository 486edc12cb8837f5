//! What is going on: what waits, when the server was last reached, what was refused.

use leptos::prelude::*;
use shared::wire::message::{Request, Status};

use super::store::Store;
use crate::intl;
use crate::outbox::can_send;
use crate::parts::{button, changing, heading, nothing, press, rows, section, when};
use crate::signals::Reading;

/// The section.
pub(crate) fn view(store: Store) -> AnyView {
    section(
        "",
        vec![
            heading(t!("activity_heading")),
            changing(move || store.status.look(|status| status.as_ref().map_or_else(nothing, figures))),
            when(
                move || store.status.look(|status| status.as_ref().is_some_and(can_send)),
                move || button("plain", None, t!("send_now"), press(move || store.send(Request::OutboxFlush))),
            ),
        ],
    )
}

fn figures(status: &Status) -> AnyView {
    let mut lines = vec![(t!("activity_waiting"), counted!("waiting_items", status.waiting))];
    if status.refused > 0 {
        lines.push((t!("activity_refused"), counted!("refused_items", status.refused)));
    }
    let reached = status.reached_at.map_or_else(|| t!("never_reached"), intl::moment);
    lines.push((t!("activity_reached"), reached));
    lines.push((t!("activity_messages"), intl::count(status.refused_messages)));
    lines.push((t!("activity_version"), status.version.clone()));
    rows("rows", lines)
}
