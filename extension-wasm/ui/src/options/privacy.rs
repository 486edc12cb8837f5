//! What leaves the page, and what never does.

use leptos::prelude::*;

use crate::parts::{heading, list, section, words};

/// The section.
pub(crate) fn view() -> AnyView {
    let leaves = [
        t!("privacy_leaves_save"),
        t!("privacy_leaves_account"),
        t!("privacy_leaves_server"),
        t!("privacy_leaves_pictures"),
        t!("privacy_leaves_choices"),
    ];
    let never = [t!("privacy_never_before"), t!("privacy_never_rest"), t!("privacy_never_tracking")];
    section(
        "",
        vec![
            heading(t!("privacy_heading")),
            view! { <h3>{t!("privacy_leaves")}</h3> }.into_any(),
            list("sentences", leaves.into_iter().map(words).collect()),
            view! { <h3>{t!("privacy_never")}</h3> }.into_any(),
            list("sentences", never.into_iter().map(words).collect()),
        ],
    )
}
