//! Requests on the account's behalf: with its token, and once more with a new one where the server no longer took it.

use browser::client::{self, Call, CallError};
use browser::clock;
use browser::storage::keys;
use shared::json::{FromJson, to_text};
use shared::wire::accounts::{RefreshSession, Secret};
use shared::wire::message::Refusal;
use shared::wire::problem::ProblemKind;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::session::{self, Given, Session, Tokens};
use crate::outbox::row::Owner;
use crate::turn::Turn;

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
            AccountError::Call(error) => client::refusal(error),
        }
    }
}

/// Sends it for this owner, with its token, and again with a new one where the first was refused.
pub(crate) async fn send(owner: &Owner, call: Call) -> Result<String, AccountError> {
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
pub(crate) async fn ask<T: FromJson>(owner: &Owner, call: Call) -> Result<T, AccountError> {
    client::read(&send(owner, call).await?).map_err(AccountError::Call)
}

async fn attempt(call: Call, tokens: &Tokens) -> Result<String, CallError> {
    let answer = call.token(tokens.access.clone()).send().await;
    if !matches!(answer, Err(CallError::Unreachable(_))) {
        // Only told to the person; a failure to remember it changes nothing.
        let _ = keys::REACHED_AT.set(&clock::now()).await;
    }
    answer
}

/// Tokens that are worth a try, renewed where they are not.
async fn fresh(owner: &Owner, refused: Option<&Secret>) -> Result<Tokens, AccountError> {
    let tokens = current(owner).await?;
    if tokens.are_good(refused, clock::now()) {
        return Ok(tokens);
    }
    // A renewal is finished even when nobody waits for it any more: the server has taken the old token by then.
    let before = tokens;
    let renewing = future_to_promise(async move {
        let turn = RENEWING.with(Turn::clone);
        let _held = turn.take().await;
        // Somebody else may have renewed them while this one waited for its turn.
        if session::load().await.is_some_and(|session| session.tokens == Some(before)) {
            renew().await;
        }
        Ok(JsValue::UNDEFINED)
    });
    let _ = JsFuture::from(renewing).await;
    let tokens = current(owner).await?;
    let not_renewed = || AccountError::Call(CallError::Unreachable("the session was not renewed".to_owned()));
    if tokens.are_good(refused, clock::now()) { Ok(tokens) } else { Err(not_renewed()) }
}

async fn current(owner: &Owner) -> Result<Tokens, AccountError> {
    let session = session::load().await.filter(|session| session.owner() == *owner);
    session.and_then(|session| session.tokens).ok_or(AccountError::SignedOut)
}

/// Renews the tokens of the session, or ends it where the server does not know it any more.
async fn renew() {
    let Some(Session { server, tokens: Some(before), .. }) = session::load().await else { return };
    let body = to_text(&RefreshSession { refresh_token: before.refresh.clone() });
    let answer = Call::new("POST", &server, "/sessions/refresh").body(body).send().await;
    let given = match answer.and_then(|text| client::read::<Given>(&text)) {
        Ok(given) => Some(given),
        // Ended by the server: too old, revoked, or the account is deactivated. The rows stay.
        Err(CallError::Problem { problem, .. }) if problem.status == 401 || problem.status == 403 => None,
        Err(_) => return,
    };
    // Whoever signed out meanwhile stays signed out.
    let Some(session) = session::load().await.filter(|now| now.tokens.as_ref() == Some(&before)) else { return };
    let account = given.as_ref().map_or(session.account, |given| given.account.clone());
    // Where the disk refuses, the session ends: the token is good once, and its successor is lost.
    let _ = session::store(&Session { account, tokens: given.map(|given| Tokens::of(given, clock::now())), ..session })
        .await;
}
