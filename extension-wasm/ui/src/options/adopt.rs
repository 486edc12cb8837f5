//! Asked once after signing in: what becomes of things that were saved while nobody was.

use leptos::prelude::*;
use shared::wire::message::Request;

use super::store::Store;

/// The question; nothing where nothing waits for it.
pub(crate) fn view(store: Store) -> AnyView {
    let count = move || {
        store.status.with(|status| {
            status.as_ref().filter(|status| status.account.is_some()).map_or(0, |status| status.unclaimed)
        })
    };
    let answer = move |take: bool| store.send(Request::OutboxAdopt { take });
    view! {
        <Show when=move || count() != 0>
            <section class="ask" aria-labelledby="adopt">
                <h2 id="adopt">{move || counted!("adopt_question", count())}</h2>
                <p>{t!("adopt_explained")}</p>
                <div class="line">
                    <button type="button" class="primary" on:click=move |_| answer(true)>{t!("adopt_take")}</button>
                    <button type="button" class="plain" on:click=move |_| answer(false)>{t!("adopt_leave")}</button>
                </div>
            </section>
        </Show>
    }
    .into_any()
}
