//! No more mails of a kind to an address: by the link in each of them, without signing in.
//!
//! The link is signed, so that nobody unsubscribes whom they like, and names the address by its digest alone. Opening it
//! changes nothing, because mail servers open links to look behind them; a press on the page does, and so does the one press
//! of a mail program (RFC 8058).

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;

use super::key::Key;
use super::letter::Topic;
use super::store;
use crate::App;
use crate::error::Answer;
use crate::extract::Path;
use crate::locale::Locale;
use crate::web;

const PURPOSE: &str = "unsubscribe";

/// The page of the link.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/mail/unsubscribe/{token}", get(ask).post(unsubscribe))
}

/// The path that spares an address a topic.
pub(super) fn path(key: &Key, topic: Topic, digest: &str) -> String {
    format!("/mail/unsubscribe/{topic}.{digest}.{}", key.token(PURPOSE, &format!("{topic}.{digest}")))
}

/// What a token of ours says.
fn read(key: &Key, token: &str) -> Option<(Topic, String)> {
    let (about, signature) = token.rsplit_once('.')?;
    if !key.made(PURPOSE, about, signature) {
        return None;
    }
    let (topic, digest) = about.split_once('.')?;
    Some((topic.parse().ok()?, digest.to_owned()))
}

async fn ask(State(app): State<App>, headers: HeaderMap, Path(token): Path<String>) -> Response {
    let locale = Locale::asked(&headers);
    if read(&app.mail.key, &token).is_none() {
        return web::link_refused(locale);
    }
    let form = web::Form::default().button(&locale.text("page_unsubscribe_action", &[]));
    web::page(locale, "page_unsubscribe_title", &(web::paragraph(locale, "page_unsubscribe_ask") + &form.write()))
}

async fn unsubscribe(State(app): State<App>, headers: HeaderMap, Path(token): Path<String>) -> Answer<Response> {
    let locale = Locale::asked(&headers);
    let Some((topic, digest)) = read(&app.mail.key, &token) else { return Ok(web::link_refused(locale)) };
    let mut tx = app.db.begin().await?;
    store::unsubscribe(&mut tx, &digest, topic, app.clock.now()).await?;
    tx.commit().await?;
    Ok(web::page(locale, "page_unsubscribe_title", &web::paragraph(locale, "page_unsubscribe_done")))
}
