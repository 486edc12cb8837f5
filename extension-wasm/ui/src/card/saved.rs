//! Just saved: a tick, where it lies, and ten seconds to take it back.

use std::time::Duration;

use leptos::prelude::*;
use shared::detect::Verdict;
use shared::wire::message::{PageCard, SaveState, SavedMark};

use super::form::what_to_check;
use super::picture::tile;
use super::state::doubts;
use super::store::Store;
use crate::icons::{Icon, glyph};
use crate::{intl, refused, words};

/// Seconds left to take it back, counted down once a second while the view lives.
fn seconds_left(mark: &SavedMark) -> RwSignal<u32> {
    let until = mark.undo_until;
    let left = move || {
        let millis = until.map_or(0, |until| until.as_millis() - intl::now().as_millis());
        u32::try_from((millis.max(0) + 999) / 1000).unwrap_or(u32::MAX)
    };
    let seconds = RwSignal::new(left());
    if let Ok(interval) = set_interval_with_handle(move || seconds.set(left()), Duration::from_secs(1)) {
        on_cleanup(move || interval.clear());
    }
    seconds
}

/// What became of the save.
pub(crate) fn view(store: Store, card: &PageCard, mark: &SavedMark) -> AnyView {
    let check = card.detection.page == Verdict::Check && card.just_saved.is_some() && !mark.already;
    let heading = match (mark.already, check) {
        (true, _) => t!("saved_already"),
        (false, true) => t!("saved_check"),
        (false, false) => t!("saved"),
    };
    let where_to = t!("on_boards", words::board_names(&mark.boards));
    let advice = check.then(|| what_to_check(&doubts(&card.detection)));
    let state = words::save_state(mark.state);
    let sign_in = mark.state == SaveState::SignedOut;
    let image = store.form.with_untracked(|form| form.image.clone());
    let price = mark.price.map(|price| intl::money(&price));
    view! {
        <section class="card done">
            <h1>
                <span class="tick">{glyph(Icon::Check)}</span>
                <span>{heading}</span>
            </h1>
            <div class="where">
                <span>{where_to}</span>
                {undo(store, mark, check)}
            </div>
            {advice.map(|advice| view! { <p class="banner amber">{glyph(Icon::Eye)} <span>{advice}</span></p> })}
            <div class="top">
                {tile(image, &mark.title)} <div class="facts">
                    <p class="name" dir="auto">{mark.title.clone()}</p>
                    {price.map(|price| view! { <p class="price-line"><bdi class="price">{price}</bdi></p> })}
                </div>
            </div>
            {state
                .map(|state| {
                    view! {
                        <p class="banner">
                            {glyph(Icon::Clock)} <span>{state}</span>
                            {sign_in
                                .then(|| {
                                    view! {
                                        <button type="button" class="link" on:click=move |_| store.open_options()>{t!("sign_in")}</button>
                                    }
                                })}
                        </p>
                    }
                })}
            {move || store.failure.get().map(|failure| refused::view(&failure))}
            <div class="footer">{store.panel_link()}</div>
        </section>
    }
    .into_any()
}

/// Undo for as long as it is possible. The seconds are for the eye; they are not read out each second.
fn undo(store: Store, mark: &SavedMark, correct: bool) -> AnyView {
    let left = seconds_left(mark);
    let mark = StoredValue::new(mark.clone());
    let word = if correct { t!("undo_and_correct") } else { t!("undo") };
    view! {
        <Show when=move || left.get() != 0>
            <button type="button" class="link" on:click=move |_| mark.with_value(|mark| store.undo(mark))>
                {glyph(Icon::Undo)}
                <span>{word.clone()}</span>
                <span class="seconds" aria-hidden="true">{move || intl::count(left.get())}</span>
            </button>
        </Show>
    }
    .into_any()
}
