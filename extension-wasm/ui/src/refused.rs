//! Why something did not work: our sentence, and what the server or the browser said itself.

use leptos::prelude::*;

use crate::bridge::Failure;
use crate::icons::{Icon, glyph};
use crate::words;

/// The failure, read out at once.
pub(crate) fn view(failure: &Failure) -> AnyView {
    let details = words::failure_details(failure);
    view! {
        <div class="banner brick" role="alert">
            {glyph(Icon::Failed)}
            <div>
                <p>{words::failure(failure)}</p>
                {details.into_iter().map(|detail| view! { <p dir="auto">{detail}</p> }).collect_view()}
            </div>
        </div>
    }
    .into_any()
}
