//! What the operator says of privacy and of terms, as pages: `/privacy` and `/terms`.
//!
//! Texts are files of theirs, read at the start. An empty line ends a paragraph, and `# ` begins a heading; nothing else is more than text.

use std::str::FromStr;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use shared::wire::problem::ProblemKind;

use super::{page, paragraph, refusal};
use crate::App;
use crate::locale::{Locale, escape};

/// Characters of a text at most.
const MOST: usize = 200_000;

/// A text of the operator's, as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalText {
    html: String,
}

impl FromStr for LegalText {
    type Err = String;

    /// Of the file with this path.
    fn from_str(path: &str) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        if text.trim().is_empty() {
            return Err("there is no text in it".to_owned());
        }
        if text.len() > MOST {
            return Err(format!("it is longer than {MOST} bytes"));
        }
        Ok(Self { html: html_of(&text) })
    }
}

fn html_of(text: &str) -> String {
    let mut html = String::new();
    for part in text.replace("\r\n", "\n").split("\n\n") {
        let mut lines = Vec::new();
        for line in part.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(heading) = line.strip_prefix("# ") {
                close(&mut html, &mut lines);
                html.push_str(&format!("<h2 dir=\"auto\">{}</h2>", escape(heading)));
            } else {
                lines.push(escape(line));
            }
        }
        close(&mut html, &mut lines);
    }
    html
}

fn close(html: &mut String, lines: &mut Vec<String>) {
    if !lines.is_empty() {
        html.push_str(&format!("<p dir=\"auto\">{}</p>", lines.join("<br>")));
        lines.clear();
    }
}

pub(super) fn routes() -> Router<App> {
    Router::new().route("/privacy", get(show_privacy)).route("/terms", get(show_terms))
}

/// The pages that there are, with the keys of their titles.
pub(super) fn notices(app: &App) -> Vec<(&'static str, &'static str)> {
    let privacy = app.config.privacy.as_ref().map(|_| ("/privacy", "page_privacy"));
    let terms = app.config.terms.as_ref().map(|_| ("/terms", "page_terms"));
    privacy.into_iter().chain(terms).collect()
}

async fn show_privacy(State(app): State<App>, headers: HeaderMap) -> Response {
    show(app.config.privacy.as_ref(), &headers, "page_privacy")
}

async fn show_terms(State(app): State<App>, headers: HeaderMap) -> Response {
    show(app.config.terms.as_ref(), &headers, "page_terms")
}

fn show(text: Option<&LegalText>, headers: &HeaderMap, title: &str) -> Response {
    let locale = Locale::asked(headers);
    match text {
        Some(text) => page(locale, title, &text.html),
        None => refusal(ProblemKind::NotFound, locale, title, &paragraph(locale, "page_legal_none")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_paragraphs_and_headings_and_nothing_else() {
        let html = html_of(
            "# Who we are\r\nAna, <Berlin>\nGermany\n\n\n# What we keep\n\n<script>x</script> & more\n#no heading",
        );
        assert_eq!(
            html,
            "<h2 dir=\"auto\">Who we are</h2><p dir=\"auto\">Ana, &lt;Berlin&gt;<br>Germany</p>\
             <h2 dir=\"auto\">What we keep</h2><p dir=\"auto\">&lt;script&gt;x&lt;/script&gt; &amp; more<br>#no heading</p>"
        );
        assert!("/nothing/there".parse::<LegalText>().is_err());
    }
}
