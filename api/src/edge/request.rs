//! The id of a request, and the bearer that the rate limit and the handlers share.

use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;

use crate::App;
use crate::error::finish;
use crate::extract::Bearer;

/// The id of the request in hand.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

/// Outermost: gives the request its id, reads the bearer, and writes the id into the answer.
pub(crate) async fn identify(State(app): State<App>, mut request: Request, next: Next) -> Response {
    // Always ours: an id that a client chooses could be made to look like another request in the log.
    let id = shared::id::v7(app.clock.now(), rand::random()).to_string();
    let bearer = Bearer::read(request.headers(), &app);
    request.extensions_mut().insert(bearer);
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = finish(next.run(request).await, &id);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}
