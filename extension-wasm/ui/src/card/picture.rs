//! Pictures: a square tile, a letter where there is none, and the other pictures of the page to choose from.

use leptos::prelude::*;
use shared::wire::message::PageCard;

use super::state::{Doubt, doubts};
use super::store::{Drawer, Store};
use crate::icons::{Icon, glyph};

/// A picture as a square, never cropped; the first letter of the title where there is none, or where it does not load.
pub(crate) fn tile(image: Option<String>, title: &str) -> AnyView {
    let letter = title.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_uppercase().to_string());
    let broken = RwSignal::new(false);
    view! {
        <span class="tile">
            {move || match image.clone().filter(|_| !broken.get()) {
                Some(image) => {
                    view! {
                        <img
                            src=image
                            alt=""
                            loading="lazy"
                            decoding="async"
                            referrerpolicy="no-referrer"
                            on:error=move |_| broken.set(true)
                        />
                    }
                        .into_any()
                }
                None => match letter.clone() {
                    Some(letter) => view! { <span class="letter" aria-hidden="true">{letter}</span> }.into_any(),
                    None => glyph(Icon::Image),
                },
            }}
        </span>
    }
    .into_any()
}

/// The chosen picture; where the page has others, a button that shows them.
pub(crate) fn chosen(store: Store, card: &PageCard) -> AnyView {
    let count = card.detection.images.len();
    let doubtful = doubts(&card.detection).contains(&Doubt::Image);
    let image = Memo::new(move |_| store.form.with(|form| form.image.clone()));
    let title = card.detection.product.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
    let shown = move || tile(image.get(), &title);
    if count == 0 {
        return view! { <span class="picture">{shown}</span> }.into_any();
    }
    let label = if doubtful { t!("check_picture") } else { t!("choose_picture") };
    view! {
        <button
            type="button"
            class="picture"
            class:doubtful=doubtful
            aria-label=label.clone()
            title=label
            aria-expanded=move || (store.drawer.get() == Some(Drawer::Pictures)).to_string()
            on:click=move |_| store.toggle(Drawer::Pictures)
        >
            {shown}
            <span class="corner" aria-hidden="true">{glyph(Icon::ChevronDown)}</span>
        </button>
    }
    .into_any()
}

/// All pictures of the page, one press each.
pub(crate) fn drawer(store: Store, card: &PageCard) -> AnyView {
    let images: Vec<String> = card.detection.images.iter().map(|image| image.url.clone()).collect();
    let total = images.len().to_string();
    let choices = images.into_iter().enumerate().map(|(index, url)| {
        let number = (index + 1).to_string();
        let (is, pick) = (Some(url.clone()), Some(url.clone()));
        view! {
            <li>
                <button
                    type="button"
                    class="choice"
                    aria-label=t!("picture_of", number, total)
                    aria-pressed=move || store.form.with(|form| form.image == is).to_string()
                    on:click=move |_| {
                        store.edit(|form| form.image.clone_from(&pick));
                        store.drawer.set(None);
                    }
                >
                    {tile(Some(url), "")}
                </button>
            </li>
        }
    });
    view! {
        <ul class="drawer pictures" aria-label=t!("pictures_label")>
            {choices.collect_view()}
            <li>
                <button
                    type="button"
                    class="choice"
                    aria-pressed=move || store.form.with(|form| form.image.is_none()).to_string()
                    on:click=move |_| {
                        store.edit(|form| form.image = None);
                        store.drawer.set(None);
                    }
                >
                    <span class="tile">{t!("no_picture")}</span>
                </button>
            </li>
        </ul>
    }
    .into_any()
}
