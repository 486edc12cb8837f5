//! Sessions of pages: a browser's cookie is a refresh token, exchanged for the next one as the extension exchanges its own.
//!
//! A browser asks for several pages at once. So a token that was exchanged a moment ago still opens them, and gives no next one;
//! later it was copied.

use shared::wire::accounts::Secret;

use super::{end_copied, hash, next_tokens, store};
use crate::App;
use crate::accounts::token::ACCESS_MILLIS;
use crate::error::Answer;
use crate::extract::Signed;

/// How long pages are still answered for that were asked for before the exchange.
const AT_ONCE_MILLIS: i64 = 30_000;

/// A browser that is signed in.
pub(crate) struct Browser {
    pub(crate) signed: Signed,
    /// What its cookie holds from now on, where that changes.
    pub(crate) next: Option<Secret>,
}

/// Whose browser it is that shows this token; `None` where it is no longer good. Every quarter of an hour the token is exchanged.
///
/// # Errors
/// Those of the database.
pub(crate) async fn browser(app: &App, token: &str) -> Answer<Option<Browser>> {
    let now = app.clock.now();
    let hash = hash(token);
    let Some(row) = store::refresh(&app.db, &hash).await? else { return Ok(None) };
    let signed = Signed { account_id: row.account_id(), session_id: row.session_id() };
    if row.used_at().is_some_and(|used_at| used_at.plus_millis(AT_ONCE_MILLIS) <= now) {
        end_copied(app, app.db.begin().await?, &row, now).await?;
        return Ok(None);
    }
    if !row.good_at(now) {
        return Ok(None);
    }
    if row.used_at().is_some() || row.made_at().plus_millis(ACCESS_MILLIS) > now {
        return Ok(Some(Browser { signed, next: None }));
    }
    let mut tx = app.db.begin().await?;
    if !store::use_refresh(&mut tx, &hash, now).await? {
        // Another page of the same browser was faster.
        return Ok(Some(Browser { signed, next: None }));
    }
    // Again, as the session may have ended meanwhile.
    let Some(row) = store::refresh(&mut tx, &hash).await?.filter(|row| row.good_at(now)) else { return Ok(None) };
    let Some(tokens) = next_tokens(app, &mut tx, &row, now).await? else { return Ok(None) };
    tx.commit().await?;
    Ok(Some(Browser { signed, next: Some(tokens.refresh_token) }))
}
