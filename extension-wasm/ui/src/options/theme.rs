//! Light, dark, or as the system says.

use leptos::prelude::*;
use shared::wire::message::Theme;

use super::store::Store;

/// The section.
pub(crate) fn view(store: Store) -> AnyView {
    let choice = move |theme: Theme, word: String| {
        let chosen =
            move || store.settings.with(|settings| settings.as_ref().is_some_and(|settings| settings.theme == theme));
        view! {
            <label class="radio">
                <input
                    type="radio"
                    name="theme"
                    prop:checked=chosen
                    on:change=move |_| store.choose(|settings| settings.theme = theme)
                />
                <span>{word}</span>
            </label>
        }
    };
    view! {
        <section>
            <h2 id="theme">{t!("theme_heading")}</h2>
            <div class="line" role="radiogroup" aria-labelledby="theme">
                {choice(Theme::System, t!("theme_system"))}
                {choice(Theme::Light, t!("theme_light"))}
                {choice(Theme::Dark, t!("theme_dark"))}
            </div>
        </section>
    }
    .into_any()
}
