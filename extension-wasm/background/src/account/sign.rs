//! Sessions begin and end here. What waits in the outbox stays where it is, with whoever it belongs to.

use browser::client::{self, Call};
use browser::clock;
use browser::database::PICTURES;
use browser::durable::Change;
use browser::storage::keys;
use shared::wire::accounts::Secret;
use shared::wire::message::Refusal;

use super::call::{self, AccountError};
use super::session::{self, Given, Session};
use crate::boards;
use crate::outbox::row::{Row, owner_key};
use crate::outbox::{self, store};
use crate::page;
use crate::save::{index, recent};

/// A sign-out does not wait longer than this for the server.
const FAREWELL_MS: u32 = 5_000;

/// Takes over the session that a server gave to the options page.
pub(crate) async fn begin(server: String, tokens: &Secret) -> Result<(), Refusal> {
    let given: Given = client::read(tokens.expose()).map_err(client::refusal)?;
    if session::signed_in().await.is_some() {
        // Whoever was signed in until now leaves properly, so that no session stays open unseen.
        sign_out(false).await?;
    }
    let session = Session::new(server, given, clock::now());
    session::store(&session).await?;
    recent::clear().await;
    // Only fills in the form the next time.
    let _ = keys::SERVER.set(&session.server).await;
    wasm_bindgen_futures::spawn_local(async move {
        // The keystroke needs to know the boards; without them it saves to *My wishes*.
        let _ = boards::refresh(&session.owner()).await;
        outbox::show().await;
        outbox::send::flush(true).await;
        page::ticks(None);
    });
    Ok(())
}

/// Signs out here, or on every device.
pub(crate) async fn sign_out(everywhere: bool) -> Result<(), Refusal> {
    let owner = session::load().await.as_ref().map(Session::owner);
    if let Some(owner) = &owner {
        let path = if everywhere { "/sessions" } else { "/sessions/current" };
        let farewell = Call::new("DELETE", &owner.server, path).within_ms(FAREWELL_MS);
        if let Some(refused) = left_open(call::send(owner, farewell).await.err(), everywhere) {
            return Err(refused);
        }
        keys::boards(&owner_key(Some(owner))).remove().await;
    }
    session::forget().await?;
    if let Some(owner) = owner {
        let _held = store::turn().await;
        let mut changes = index::of_server(&owner).await?;
        // Pictures that were chosen and arrived, or were never saved, are not for whoever uses this device next. Where some still
        // wait, the page that signs out tells them apart.
        if store::rows().await?.is_empty() {
            changes.push(Change::Clear(PICTURES));
        }
        store::write(&changes).await?;
    }
    recent::clear().await;
    outbox::show().await;
    page::ticks(None);
    Ok(())
}

/// What the person has to know before it ends here: the server did not end the other devices' sessions. Where only this
/// one was meant it ends in any case; the server forgets the session by itself in a week.
fn left_open(failed: Option<AccountError>, everywhere: bool) -> Option<Refusal> {
    match failed? {
        AccountError::Call(error) if everywhere => Some(client::refusal(error)),
        _ => None,
    }
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
                changes.extend(index::forget(None, page, &saved));
                if index::get(Some(&owner), page).await?.is_none() {
                    changes.extend(index::learn(Some(&owner), page, &saved));
                }
            }
            changes.push(store::put(number, &Row { owner: Some(owner.clone()), ..row }));
        }
        store::write(&changes).await?;
    }
    session::store(&Session { asked: true, ..session }).await?;
    recent::clear().await;
    outbox::stirred().await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use browser::client::CallError;
    use shared::wire::problem::{Problem, ProblemKind};

    fn problem(kind: ProblemKind, status: u16) -> AccountError {
        let problem =
            Problem { kind, title: "No.".to_owned(), status, detail: None, instance: None, errors: Vec::new() };
        AccountError::Call(CallError::Problem { problem, retry_after: None })
    }

    #[test]
    fn everywhere_is_only_said_when_the_server_did_it() {
        let busy = [
            problem(ProblemKind::TooManyRequests, 429),
            problem(ProblemKind::Internal, 500),
            problem(ProblemKind::Busy, 503),
            AccountError::Call(CallError::Unreachable(String::new())),
        ];
        for error in busy {
            assert!(left_open(Some(error.clone()), true).is_some(), "{error:?}");
            assert_eq!(left_open(Some(error), false), None);
        }
        assert_eq!(left_open(None, true), None);
        assert_eq!(left_open(Some(AccountError::SignedOut), true), None);
    }
}
