//! What happens to every request before and after its handler: ids, headers, limits, compression.
//! So that no capability has to think of it, and none can forget it.
//! It never looks into a body and decides nothing about boards or items.

pub(crate) mod connection;
mod cors;
mod headers;
pub(crate) mod health;
pub mod limits;
pub mod proxies;
pub(crate) mod request;

pub(crate) use cors::{IDEMPOTENCY_KEY, is_extension};
use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use shared::wire::problem::ProblemKind;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};

use crate::App;
use crate::error::{Answer, ApiError};
use crate::pictures;

/// A shorter body travels in one packet anyway: compressing it costs time and saves none.
const ONE_PACKET: u16 = 1400;

/// Wraps the routes; what is written first is nearest to them.
pub(crate) fn wrap(routes: Router, app: &App) -> Router {
    routes
        .layer(from_fn_with_state(app.clone(), in_time))
        .layer(from_fn_with_state(app.clone(), limits::limit))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(SizeAbove::new(ONE_PACKET))))
        .layer(cors::layer(&app.config))
        .layer(from_fn(headers::protect))
        .layer(from_fn_with_state(app.clone(), request::identify))
}

/// Gives up on a handler that takes too long; its transaction is taken back as it is dropped.
async fn in_time(State(app): State<App>, request: Request, next: Next) -> Answer<Response> {
    // The work on a picture begins when all of it is there.
    let arriving =
        if pictures::takes_long(request.method(), request.uri().path()) { app.config.upload_seconds } else { 0 };
    let patience = Duration::from_secs(app.config.request_seconds.saturating_add(arriving));
    tokio::time::timeout(patience, next.run(request))
        .await
        .map_err(|_| ApiError::new(ProblemKind::Busy).detail("It took too long; try again.").retry_after(5))
}

/// A bug ends its request and nothing else. The text is for the log alone.
// The layer's own signature asks for the box.
#[allow(clippy::needless_pass_by_value)]
fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    ApiError::internal(format!("a handler panicked: {}", text.unwrap_or("without a word"))).into_response()
}
