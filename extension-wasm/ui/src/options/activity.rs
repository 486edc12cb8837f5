//! What is going on: what waits, when the server was last reached, what was refused.

use leptos::prelude::*;
use shared::wire::message::{Request, Status};

use super::store::Store;
use crate::intl;

/// The section.
pub(crate) fn view(store: Store) -> AnyView {
    view! {
        <section>
            <h2>{t!("activity_heading")}</h2>
            {move || store.status.with(|status| status.as_ref().map(rows))}
            <Show when=move || {
                store.status.with(|status| status.as_ref().is_some_and(|status| status.account.is_some() && status.waiting > 0))
            }>
                <button type="button" class="plain" on:click=move |_| store.send(Request::OutboxFlush)>
                    {t!("send_now")}
                </button>
            </Show>
        </section>
    }
    .into_any()
}

fn rows(status: &Status) -> AnyView {
    let reached = status.reached_at.map_or_else(|| t!("never_reached"), intl::moment);
    let refused = (status.refused > 0).then(|| row(t!("activity_refused"), counted!("refused_items", status.refused)));
    view! {
        <dl class="rows">
            {row(t!("activity_waiting"), counted!("waiting_items", status.waiting))}
            {refused}
            {row(t!("activity_reached"), reached)}
            {row(t!("activity_messages"), intl::count(status.refused_messages))}
            {row(t!("activity_version"), status.version.clone())}
        </dl>
    }
    .into_any()
}

fn row(name: String, value: String) -> AnyView {
    view! { <div><dt>{name}</dt><dd><bdi>{value}</bdi></dd></div> }.into_any()
}
