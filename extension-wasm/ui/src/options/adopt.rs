//! Asked once after signing in: what becomes of things that were saved while nobody was.

use leptos::prelude::*;
use shared::wire::message::{Request, Status};

use super::store::Store;
use crate::parts::{block, button, live, paragraph, press, section, when, words};
use crate::signals::Reading;

/// The question; nothing where nothing waits for it.
pub(crate) fn view(store: Store) -> AnyView {
    let open = |status: &Status| if status.account.is_some() { status.unclaimed } else { 0 };
    let count = move || store.status.look(|status| status.as_ref().map_or(0, open));
    let answer = move |take: bool| press(move || store.send(Request::OutboxAdopt { take }));
    when(
        move || count() != 0,
        move || {
            let question = live(move || counted!("adopt_question", count()));
            let buttons = vec![
                button("primary", None, t!("adopt_take"), answer(true)),
                button("plain", None, t!("adopt_leave"), answer(false)),
            ];
            section(
                "ask",
                vec![
                    view! { <h2>{question}</h2> }.into_any(),
                    paragraph("", words(t!("adopt_explained"))),
                    block("line", buttons),
                ],
            )
        },
    )
}
