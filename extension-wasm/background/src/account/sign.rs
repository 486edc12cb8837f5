//! Signing in and out. What waits in the outbox stays where it is, with whoever it belongs to.

use browser::client::{self, Call, CallError};
use browser::runtime;
use browser::storage::keys;
use shared::wire::accounts::{NewAccount, NewSession, Secret, SessionTokens};
use shared::wire::message::Refusal;

use super::call::{self, AccountError, refusal};
use super::origin::server_origin;
use super::session::{self, Session};
use crate::boards;
use crate::outbox::row::{Row, owner_key};
use crate::outbox::{self, store};
use crate::save::{index, recent};

/// A sign-out does not wait longer than this for the server.
const FAREWELL_MS: u32 = 5_000;

/// Makes an account and signs in.
pub(crate) async fn register(
    server: &str,
    email: String,
    password: Secret,
    display_name: String,
) -> Result<(), Refusal> {
    let server = server_origin(server).ok_or(Refusal::BadServer)?;
    let body = NewAccount { email, password, display_name, device: Some(runtime::device().await) };
    begin(server, "/accounts", serde_json::to_string(&body).unwrap_or_default()).await
}

/// Signs in.
pub(crate) async fn sign_in(server: &str, email: String, password: Secret) -> Result<(), Refusal> {
    let server = server_origin(server).ok_or(Refusal::BadServer)?;
    let body = NewSession { email, password, device: Some(runtime::device().await) };
    begin(server, "/sessions", serde_json::to_string(&body).unwrap_or_default()).await
}

async fn begin(server: String, path: &str, body: String) -> Result<(), Refusal> {
    let answer = Call::new("POST", &server, path).body(body).send().await;
    let given: SessionTokens = answer.and_then(client::read).map_err(refusal)?;
    if session::signed_in().await.is_some() {
        // Whoever was signed in until now leaves properly, so that no session stays open unseen.
        sign_out(false).await?;
    }
    let session = Session::new(server, given);
    session::store(&session).await?;
    recent::clear().await;
    // Only fills in the form the next time.
    let _ = keys::SERVER.set(&session.server).await;
    wasm_bindgen_futures::spawn_local(async move {
        // The keystroke needs to know the boards; without them it saves to *My wishes*.
        let _ = boards::refresh(&session.owner()).await;
        outbox::show().await;
        outbox::send::flush(true).await;
    });
    Ok(())
}

/// Signs out here, or on every device.
pub(crate) async fn sign_out(everywhere: bool) -> Result<(), Refusal> {
    if let Some(session) = session::load().await {
        let owner = session.owner();
        let path = if everywhere { "/sessions" } else { "/sessions/current" };
        let farewell = Call::new("DELETE", &owner.server, path).within_ms(FAREWELL_MS);
        match call::send(&owner, farewell).await {
            // Without the server the other devices would stay signed in, unknown to the person.
            Err(AccountError::Call(error @ CallError::Unreachable(_))) if everywhere => return Err(refusal(error)),
            // Here it ends in any case; the server forgets the session by itself in a week.
            _ => {}
        }
        keys::boards(&owner_key(Some(&owner))).remove().await;
    }
    session::forget().await?;
    recent::clear().await;
    outbox::show().await;
    Ok(())
}

/// The person was asked what to do with the saves of nobody: takes them, or leaves them for the next who signs in.
pub(crate) async fn adopt(take: bool) -> Result<(), Refusal> {
    let session = session::signed_in().await.ok_or(Refusal::SignedOut)?;
    if take {
        let owner = session.owner();
        let _held = store::turn().await;
        let mut changes = Vec::new();
        for (number, row) in store::rows().await?.into_iter().filter(|(_, row)| row.owner.is_none()) {
            if let Some(page) = &row.page
                && let Some(saved) = index::get(None, page).await?
            {
                changes.push(index::delete(None, page));
                if index::get(Some(&owner), page).await?.is_none() {
                    changes.push(index::put(Some(&owner), page, &saved)?);
                }
            }
            changes.push(store::put(number, &Row { owner: Some(owner.clone()), ..row })?);
        }
        store::write(&changes).await?;
    }
    session::store(&Session { asked: true, ..session }).await?;
    recent::clear().await;
    outbox::stirred().await;
    Ok(())
}
