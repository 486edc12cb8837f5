//! Just saved: a tick, where it lies, and ten seconds to take it back.

use std::time::Duration;

use leptos::prelude::*;
use shared::detect::Verdict;
use shared::wire::message::{PageCard, SaveState, SavedMark};

use super::about::what_to_check;
use super::picture::tile;
use super::state::doubts;
use super::store::Store;
use crate::icons::{Icon, glyph};
use crate::parts::{
    banner, block, button, changing, figure, foreign, live, nothing, paragraph, press, section, when, words,
};
use crate::signals::Reading;
use crate::words as named;
use crate::{intl, refused};

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
    let heading = view! {
        <h1>
            <span class="tick">{glyph(Icon::Check)}</span>
            <span>{heading}</span>
        </h1>
    };
    let advice = if check {
        banner("banner amber", Some(Icon::Eye), what_to_check(&doubts(&card.detection)), None)
    } else {
        nothing()
    };
    let price = mark.price.map_or_else(|| t!("no_price"), |price| intl::money(&price));
    let price = paragraph("price-line", figure("price", price));
    let facts = block("facts", vec![foreign("name", mark.title.clone()), price]);
    let image = store.form.glance(|form| form.image.clone());
    section(
        "card done",
        vec![
            heading.into_any(),
            block("where", vec![words(t!("on_boards", named::board_names(&mark.boards))), undo(store, mark, check)]),
            advice,
            block("top", vec![tile(image, &mark.title), facts]),
            state(store, mark.state),
            changing(move || store.failure.get().map_or_else(nothing, |failure| refused::view(&failure))),
            block("footer", vec![store.panel_link()]),
        ],
    )
}

/// How far the save is, where the tick does not say it all.
pub(crate) fn state(store: Store, state: SaveState) -> AnyView {
    let action = (state == SaveState::SignedOut)
        .then(|| button("link", None, t!("sign_in"), press(move || store.open_options())));
    named::save_state(state).map_or_else(nothing, |words| banner("banner", Some(Icon::Clock), words, action))
}

/// Undo for as long as it is possible. The seconds are for the eye; they are not read out each second.
fn undo(store: Store, mark: &SavedMark, correct: bool) -> AnyView {
    let left = seconds_left(mark);
    let mark = StoredValue::new(mark.clone());
    when(
        move || left.get() != 0,
        move || {
            let word = if correct { t!("undo_and_correct") } else { t!("undo") };
            let seconds = live(move || intl::count(left.get()));
            let undo = press(move || mark.with_value(|mark| store.undo(mark)));
            block(
                "undo",
                vec![
                    button("link", Some(Icon::Undo), word, undo),
                    view! { <span class="seconds" aria-hidden="true">{seconds}</span> }.into_any(),
                ],
            )
        },
    )
}
