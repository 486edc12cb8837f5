//! Pictures: a square tile, a letter where there is none, and the other pictures of the page to choose from.

use std::cell::RefCell;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::wire::message::PageCard;
use shared::wire::pictures::{UPLOADED, waiting_in};

use super::state::{Doubt, doubts};
use super::store::{Drawer, Store, Surface};
use crate::icons::{Icon, glyph};
use crate::parts::{block, changing, choice, flag, list, live, memo, press};
use crate::pictures::{self, Bring};
use crate::signals::Reading;

thread_local! {
    static SERVER: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Uploaded pictures lie on this server from now on.
pub(crate) fn uploaded_to(server: &str) {
    SERVER.set(server.to_owned());
}

/// Where a picture is shown: an uploaded one is known by its path, and small enough for a tile.
fn address(image: String, server: &str) -> String {
    if image.starts_with(UPLOADED) { [server, &image, "?size=thumb"].concat() } else { image }
}

/// A picture as a square, never cropped; the first letter of the title where there is none, or where it does not load.
pub(crate) fn tile(image: Option<String>, title: &str) -> AnyView {
    let shown = RwSignal::new(None);
    match image {
        // It waits on this device to be uploaded.
        Some(path) if waiting_in(&path).is_some() => spawn_local(async move {
            // What is not there any more is shown as what does not load.
            let _ = shown.try_set(pictures::shown(&path).await);
        }),
        Some(image) => shown.set(Some(SERVER.with_borrow(|server| address(image, server)))),
        None => {}
    }
    let letter = title.chars().find(|c| c.is_alphanumeric()).map(String::from);
    let inside = changing(move || {
        match (shown.get(), letter.clone()) {
        (Some(image), _) => view! {
            <img src=image alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer" on:error=move |_| shown.set(None) />
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

/// Takes a picture that is brought to the form.
pub(crate) fn bring(store: Store) -> Bring {
    Bring::new(true, Arc::new(move |image| store.edit(|form| form.image = image)))
}

/// All pictures of the page, one press each, and the ways to another one.
pub(crate) fn drawer(store: Store, card: &PageCard, bring: Bring) -> AnyView {
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
    let choices = list("pictures", choices);
    let content = vec![
        view! { <div role="group" aria-label=t!("pictures_label")>{choices}</div> }.into_any(),
        // A popup closes over the dialog for a file. None is one of the choices.
        bring.controls(store.surface == Surface::Panel, live(|| None)),
    ];
    block("drawer", content)
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_uploaded_picture_is_shown_by_its_server_and_any_other_by_its_own() {
        let at = |image: &str| address(image.to_owned(), "https://gifts.example");
        assert_eq!(at("/api/v1/pictures/abc"), "https://gifts.example/api/v1/pictures/abc?size=thumb");
        assert_eq!(at("https://shop.example/api/v1/pictures/1.jpg"), "https://shop.example/api/v1/pictures/1.jpg");
    }
}
