//! What is going on: what waits and since when, what was refused and why, whether the server answers, and what is installed.
//! So that nobody has to guess whether a wish has arrived, and whoever helps them need not ask.
//! It changes nothing but by *Send now* and *Give up*, and what it copies for support names nothing that was saved.

mod facts;
mod queue;
mod support;

use std::sync::Arc;

use browser::about;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::wire::message::Request;
use shared::wire::outbox::Row;

use super::store::Store;
use crate::outbox::can_send;
use crate::parts::{Knob, block, button, changing, following, heading, nothing, paragraph, press, rows, when, words};
use crate::shelf;
use crate::signals::{Changing, Reading};
use facts::Facts;

/// Under it the section is found by an address: `options.html#going`.
pub(crate) const PLACE: &str = "going";

/// The section.
pub(super) fn view(store: Store) -> AnyView {
    let waiting = RwSignal::new(Vec::<Arc<Row>>::new());
    let facts = RwSignal::new(Facts::default());
    let asked = StoredValue::new(None::<String>);
    // Each status that the worker tells is one that something changed for.
    following(move || {
        let Some(status) = store.status.get() else { return };
        spawn_local(async move {
            waiting.set(shelf::all_rows().await);
            let known = facts.get_untracked();
            facts.set(facts::gather(&status, known).await);
            // The server is asked once, and only one that somebody signed in to.
            let new = status.account.is_some() && asked.get_value().as_ref() != Some(&status.server);
            if new {
                asked.set_value(Some(status.server.clone()));
                let version = facts::ask(&status.server).await;
                facts.change(|facts| facts.answered(version));
            }
        });
    });
    let shown = changing(move || {
        store.status.look(|status| {
            let Some(status) = status else { return nothing() };
            rows("rows", facts.look(|facts| facts.lines(status)))
        })
    });
    let queue = changing(move || {
        let owner = store.status.look(|status| status.as_ref().and_then(shelf::owner_of));
        waiting.look(|rows| queue::view(store, owner.as_ref(), rows))
    });
    let send = when(
        move || store.status.look(|status| status.as_ref().is_some_and(can_send)),
        move || button("plain", None, t!("send_now"), press(move || store.send(Request::OutboxFlush))),
    );
    // Before all of it is known there is nothing to give.
    let known = move || facts.look(|facts| !facts.browser.is_empty());
    let support = when(known, move || for_support(store, waiting, facts));
    let content = vec![heading(t!("activity_heading")), queue, block("line", vec![send]), shown, support];
    view! { <section id=PLACE tabindex="-1">{content}</section> }.into_any()
}

/// The text for whoever helps: copied, and shown, so that one sees what one gives.
fn for_support(store: Store, waiting: RwSignal<Vec<Arc<Row>>>, facts: RwSignal<Facts>) -> AnyView {
    let (copied, done) = (RwSignal::new(String::new()), RwSignal::new(false));
    let copy = press(move || {
        let Some(status) = store.status.get_untracked() else { return };
        let text = facts.glance(|facts| waiting.glance(|rows| support::text(facts, &status, rows)));
        // Asked for in the click itself.
        let copying = about::copy(&text);
        spawn_local(async move {
            done.set(copying.await);
            copied.set(text);
        });
    });
    let shown = changing(move || {
        let text = copied.get();
        if text.is_empty() {
            return nothing();
        }
        let said = if done.get() { t!("support_copied") } else { t!("support_select") };
        let lines = support::LINES;
        let field = view! {
            <textarea class="field support" dir="ltr" readonly rows=lines aria-label=t!("support_text") prop:value=text></textarea>
        };
        block("stack", vec![paragraph("hint", words(said)), field.into_any()])
    });
    let shown = view! { <div role="status">{shown}</div> }.into_any();
    block(
        "support-part",
        vec![
            Knob { id: Some("support".to_owned()), ..Knob::new("plain") }.view(words(t!("support_copy")), copy),
            paragraph("hint", words(t!("support_means"))),
            shown,
        ],
    )
}
