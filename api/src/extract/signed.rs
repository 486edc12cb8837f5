//! Who asks: a signed token, and a session that was found good in the database within the last half second.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use shared::id::{AccountId, SessionId};
use shared::time::Timestamp;
use shared::wire::accounts::ServerRole;
use shared::wire::problem::ProblemKind;

use crate::accounts::sessions;
use crate::accounts::token::Claims;
use crate::edge::limits::Caller;
use crate::error::ApiError;
use crate::{App, children};

/// What the `Authorization` header holds; put on the request once, before the rate limit asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bearer {
    /// There is none.
    None,
    /// A token of ours that has not expired, and when it does.
    Good(Claims, Timestamp),
    /// Something else.
    Bad,
}

impl Bearer {
    /// Reads the header; the session is looked up later.
    pub(crate) fn read(headers: &HeaderMap, app: &App) -> Self {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let Some(value) = values.next() else { return Self::None };
        // Two headers could be read differently by a proxy and by us.
        if values.next().is_some() {
            return Self::Bad;
        }
        let token = value.to_str().ok().and_then(|text| text.split_once(' '));
        match token {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
                let good = app.tokens.verify_until(token, app.clock.now());
                good.map_or(Self::Bad, |(claims, until)| Self::Good(claims, until))
            }
            _ => Self::Bad,
        }
    }
}

/// Somebody who is signed in, or the child that they act for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Viewer {
    pub(crate) account_id: AccountId,
    pub(crate) session_id: SessionId,
}

/// Takes only requests of people who are signed in.
#[derive(Debug, Clone, Copy)]
pub struct Signed {
    /// Whose account it is.
    pub account_id: AccountId,
    /// On which device.
    pub session_id: SessionId,
}

/// Takes signed-in people and everybody else; a token that is no longer good is refused, not overlooked.
#[derive(Debug, Clone, Copy)]
pub struct MaybeSigned(pub Option<Signed>);

/// Takes only requests of the server's operators.
#[derive(Debug, Clone, Copy)]
pub struct Operator(pub Signed);

/// Who asks as far as limits go, signed in or not.
#[derive(Debug, Clone, Copy)]
pub struct Asker(pub Caller);

async fn viewer(parts: &mut Parts, app: &App) -> Result<Option<Viewer>, ApiError> {
    // A part of a batch: the batch was checked as one request.
    if let Some(viewer) = parts.extensions.get::<Viewer>() {
        return Ok(Some(*viewer));
    }
    let bearer = parts.extensions.get::<Bearer>().copied().unwrap_or_else(|| Bearer::read(&parts.headers, app));
    let refused = || ApiError::new(ProblemKind::Unauthenticated);
    match bearer {
        Bearer::None => Ok(None),
        Bearer::Bad => Err(refused()),
        Bearer::Good(claims, _) => {
            if !sessions::is_good(app, claims).await? {
                return Err(refused());
            }
            let account_id = children::asking(app, &parts.headers, claims.account_id).await?;
            let viewer = Viewer { account_id, session_id: claims.session_id };
            parts.extensions.insert(viewer);
            Ok(Some(viewer))
        }
    }
}

impl FromRequestParts<App> for Viewer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        viewer(parts, app).await?.ok_or_else(|| ApiError::new(ProblemKind::Unauthenticated))
    }
}

impl OptionalFromRequestParts<App> for Viewer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, ApiError> {
        viewer(parts, app).await
    }
}

impl From<Viewer> for Signed {
    fn from(viewer: Viewer) -> Self {
        Self { account_id: viewer.account_id, session_id: viewer.session_id }
    }
}

impl FromRequestParts<App> for Signed {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        <Viewer as FromRequestParts<App>>::from_request_parts(parts, app).await.map(Self::from)
    }
}

impl FromRequestParts<App> for MaybeSigned {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        Ok(Self(viewer(parts, app).await?.map(Signed::from)))
    }
}

impl FromRequestParts<App> for Asker {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        let caller = parts.extensions.get::<Caller>().copied();
        caller.map(Self).ok_or_else(|| ApiError::internal("a request came past the limits"))
    }
}

impl FromRequestParts<App> for Operator {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let viewer = <Viewer as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        let claims = Claims { account_id: viewer.account_id, session_id: viewer.session_id };
        if sessions::role(app, claims).await? != Some(ServerRole::Operator) {
            return Err(ApiError::forbidden("Only an operator of this server may do that."));
        }
        Ok(Self(viewer.into()))
    }
}
