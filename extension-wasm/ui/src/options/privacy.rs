//! What leaves the page, and what never does.

use leptos::prelude::*;

/// The section.
pub(crate) fn view() -> AnyView {
    view! {
        <section>
            <h2>{t!("privacy_heading")}</h2>
            <h3>{t!("privacy_leaves")}</h3>
            <ul class="sentences">
                <li>{t!("privacy_leaves_save")}</li>
                <li>{t!("privacy_leaves_server")}</li>
                <li>{t!("privacy_leaves_pictures")}</li>
            </ul>
            <h3>{t!("privacy_never")}</h3>
            <ul class="sentences">
                <li>{t!("privacy_never_before")}</li>
                <li>{t!("privacy_never_rest")}</li>
                <li>{t!("privacy_never_tracking")}</li>
            </ul>
        </section>
    }
    .into_any()
}
