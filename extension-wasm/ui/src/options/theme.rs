//! Light, dark, or as the system says.

use leptos::prelude::*;
use shared::wire::message::Theme;

use super::store::Store;
use crate::parts::{live, section};
use crate::signals::Reading;

/// The section.
pub(crate) fn view(store: Store) -> AnyView {
    let choices = vec![
        choice(store, Theme::System, t!("theme_system")),
        choice(store, Theme::Light, t!("theme_light")),
        choice(store, Theme::Dark, t!("theme_dark")),
    ];
    section(
        "",
        vec![
            view! { <h2 id="theme">{t!("theme_heading")}</h2> }.into_any(),
            view! { <div class="line" role="radiogroup" aria-labelledby="theme">{choices}</div> }.into_any(),
        ],
    )
}

fn choice(store: Store, theme: Theme, word: String) -> AnyView {
    let chosen =
        live(move || store.settings.look(|settings| settings.as_ref().is_some_and(|settings| settings.theme == theme)));
    view! {
        <label class="radio">
            <input type="radio" name="theme" prop:checked=chosen on:change=move |_| store.choose(|settings| settings.theme = theme) />
            <span>{word}</span>
        </label>
    }
    .into_any()
}
