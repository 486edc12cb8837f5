//! Requests on the account's behalf: with its token, renewed in time, and once more where the server no longer took it.

use browser::client::{self, Call, CallError};
use browser::clock;
use browser::storage::keys;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::wire::accounts::{RefreshSession, Secret, SessionTokens};
use shared::wire::message::Refusal;
use shared::wire::problem::ProblemKind;

use super::session::{self, Session, Tokens};
use crate::outbox::row::Owner;
use crate::turn::Turn;

/// A token that ends within so many milliseconds is renewed first.
const RENEW_BEFORE_MS: i64 = 30_000;

thread_local! {
    // A refresh token is good once: two tasks that renew at the same time would end the session.
    static RENEWING: Turn = Turn::default();
}

/// Why a request on the account's behalf gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AccountError {
    /// Nobody, or somebody else, is signed in.
    SignedOut,
    /// See there.
    Call(CallError),
}

impl From<AccountError> for Refusal {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::SignedOut => Self::SignedOut,
            AccountError::Call(error) => refusal(error),
        }
    }
}

/// What a page is told of a failed request.
pub(crate) fn refusal(error: CallError) -> Refusal {
    match error {
        CallError::Unreachable(_) => Refusal::Offline,
        CallError::Problem { problem, .. } => Refusal::Problem {
            kind: problem.kind,
            detail: problem.detail,
            fields: problem.errors.into_iter().map(|error| (error.field, error.detail)).collect(),
        },
    }
}

/// Sends it for this owner, with its token, and again with a new one where the first was refused.
pub(crate) async fn send(owner: &Owner, call: Call) -> Result<Value, AccountError> {
    let tokens = fresh(owner, None).await?;
    match attempt(call.clone(), &tokens).await {
        Err(CallError::Problem { problem, .. }) if problem.kind == ProblemKind::Unauthenticated => {
            let tokens = fresh(owner, Some(&tokens.access)).await?;
            attempt(call, &tokens).await.map_err(AccountError::Call)
        }
        other => other.map_err(AccountError::Call),
    }
}

/// Sends it likewise and reads the answer.
pub(crate) async fn ask<T: DeserializeOwned>(owner: &Owner, call: Call) -> Result<T, AccountError> {
    client::read(send(owner, call).await?).map_err(AccountError::Call)
}

async fn attempt(call: Call, tokens: &Tokens) -> Result<Value, CallError> {
    let answer = call.token(tokens.access.clone()).send().await;
    if !matches!(answer, Err(CallError::Unreachable(_))) {
        // Only told to the person; a failure to remember it changes nothing.
        let _ = keys::REACHED_AT.set(&clock::now()).await;
    }
    answer
}

/// Tokens that are good for the next seconds and are not `refused`.
async fn fresh(owner: &Owner, refused: Option<&Secret>) -> Result<Tokens, AccountError> {
    let good = |tokens: &Tokens| {
        Some(&tokens.access) != refused
            && tokens.access_expires_at.as_millis() > clock::now().as_millis() + RENEW_BEFORE_MS
    };
    let (_, tokens) = current(owner).await?;
    if good(&tokens) {
        return Ok(tokens);
    }
    let turn = RENEWING.with(Turn::clone);
    let _held = turn.take().await;
    // Somebody else may have renewed them while this task waited for its turn.
    let (session, tokens) = current(owner).await?;
    if good(&tokens) { Ok(tokens) } else { renew(session, tokens).await }
}

async fn current(owner: &Owner) -> Result<(Session, Tokens), AccountError> {
    let session = session::load().await.filter(|session| session.owner() == *owner).ok_or(AccountError::SignedOut)?;
    let tokens = session.tokens.clone().ok_or(AccountError::SignedOut)?;
    Ok((session, tokens))
}

async fn renew(session: Session, tokens: Tokens) -> Result<Tokens, AccountError> {
    let body = serde_json::to_string(&RefreshSession { refresh_token: tokens.refresh }).unwrap_or_default();
    let answer = Call::new("POST", &session.server, "/sessions/refresh").body(body).send().await;
    match answer.and_then(client::read::<SessionTokens>) {
        Ok(given) => {
            let session = Session { account: given.account.clone(), tokens: Some(given.into()), ..session };
            let stored = session::store(&session).await;
            stored.map_err(|failure| AccountError::Call(CallError::Unreachable(failure.0)))?;
            session.tokens.ok_or(AccountError::SignedOut)
        }
        Err(CallError::Problem { problem, .. }) if problem.status == 401 || problem.status == 403 => {
            // Ended by the server: too old, revoked, or the account is deactivated. The rows stay.
            let _ = session::store(&Session { tokens: None, ..session }).await;
            Err(AccountError::SignedOut)
        }
        Err(error) => Err(AccountError::Call(error)),
    }
}
