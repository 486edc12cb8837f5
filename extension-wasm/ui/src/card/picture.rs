//! Pictures: a square tile, a letter where there is none, and the other pictures of the page to choose from.

use leptos::prelude::*;
use shared::wire::message::PageCard;

use super::state::{Doubt, doubts};
use super::store::{Drawer, Store};
use crate::icons::{Icon, glyph};
use crate::parts::{changing, choice, flag, list, memo, press};
use crate::signals::Reading;

/// A picture as a square, never cropped; the first letter of the title where there is none, or where it does not load.
pub(crate) fn tile(image: Option<String>, title: &str) -> AnyView {
    let letter = title.chars().find(|c| c.is_alphanumeric()).map(String::from);
    let broken = RwSignal::new(false);
    let inside = changing(move || {
        match (image.clone().filter(|_| !broken.get()), letter.clone()) {
        (Some(image), _) => view! {
            <img src=image alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer" on:error=move |_| broken.set(true) />
        }
        .into_any(),
        (None, Some(letter)) => view! { <span class="letter" aria-hidden="true">{letter}</span> }.into_any(),
        (None, None) => glyph(Icon::Image),
    }
    });
    view! { <span class="tile">{inside}</span> }.into_any()
}

/// The chosen picture; where the page has others, a button that shows them.
pub(crate) fn chosen(store: Store, card: &PageCard) -> AnyView {
    let doubtful = doubts(&card.detection).contains(&Doubt::Image);
    let image = memo(move || store.form.look(|form| form.image.clone()));
    let title = card.detection.product.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
    let shown = changing(move || tile(image.get(), &title));
    if card.detection.images.is_empty() {
        return view! { <span class="picture">{shown}</span> }.into_any();
    }
    let label = if doubtful { t!("check_picture") } else { t!("choose_picture") };
    let class = if doubtful { "picture doubtful" } else { "picture" };
    view! {
        <button
            type="button"
            class=class
            aria-label=label.clone()
            title=label
            aria-expanded=flag(move || store.drawer.get() == Some(Drawer::Pictures))
            on:click=press(move || store.toggle(Drawer::Pictures))
        >
            {shown}
            <span class="corner" aria-hidden="true">{glyph(Icon::ChevronDown)}</span>
        </button>
    }
    .into_any()
}

/// All pictures of the page, one press each.
pub(crate) fn drawer(store: Store, card: &PageCard) -> AnyView {
    let total = card.detection.images.len().to_string();
    let pick = |image: Option<String>, name: Option<String>, shown: AnyView| {
        let is = image.clone();
        let pressed = flag(move || store.form.look(|form| form.image == is));
        let take = press(move || {
            store.edit(|form| form.image.clone_from(&image));
            store.drawer.set(None);
        });
        choice(name, pressed, shown, take)
    };
    let pictures = card.detection.images.iter().enumerate().map(|(index, image)| {
        let name = t!("picture_of", (index + 1).to_string(), total);
        pick(Some(image.url.clone()), Some(name), tile(Some(image.url.clone()), ""))
    });
    let mut choices: Vec<AnyView> = pictures.collect();
    choices.push(pick(None, None, view! { <span class="tile">{t!("no_picture")}</span> }.into_any()));
    view! { <div role="group" aria-label=t!("pictures_label")>{list("drawer pictures", choices)}</div> }.into_any()
}
