//! Why something did not work: our sentence, and what the server or the browser said itself.

use leptos::prelude::*;

use crate::bridge::Failure;
use crate::icons::{Icon, glyph};
use crate::parts::{block, foreign, paragraph};
use crate::words;

/// The failure, read out at once.
pub(crate) fn view(failure: &Failure) -> AnyView {
    let mut lines = vec![paragraph("", words::failure(failure).into_any())];
    lines.extend(words::failure_details(failure).into_iter().map(|detail| foreign("", detail)));
    let content = vec![glyph(Icon::Failed), block("", lines)];
    view! { <div class="banner brick" role="alert">{content}</div> }.into_any()
}
