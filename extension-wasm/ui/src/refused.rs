//! Why something did not work: our sentence, and what the server or the browser said itself.

use leptos::prelude::*;

use crate::bridge::Failure;
use crate::icons::{Icon, glyph};
use crate::parts::{block, paragraph};
use crate::words;

/// The failure, read out at once.
pub(crate) fn view(failure: &Failure) -> AnyView {
    said(failure, words::failure(failure))
}

/// The failure of signing in or registering.
pub(crate) fn at_sign_in(failure: &Failure) -> AnyView {
    said(failure, words::failure_at_sign_in(failure))
}

fn said(failure: &Failure, words: String) -> AnyView {
    let mut lines = vec![paragraph("", words.into_any())];
    // The server knows one language.
    let detail = |detail| view! { <p dir="auto" lang="en">{detail}</p> }.into_any();
    lines.extend(words::failure_details(failure).into_iter().map(detail));
    let content = vec![glyph(Icon::Failed), block("", lines)];
    view! { <div class="banner brick" role="alert">{content}</div> }.into_any()
}
