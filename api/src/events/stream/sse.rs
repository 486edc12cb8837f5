//! A log as server-sent events, for pages: whoever loses the line comes again with the last number, as browsers do by themselves.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Extension, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::sse::{Event as Sent, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use serde::Deserialize;
use serde_json::json;
use shared::wire::event::EventView;
use shared::wire::problem::ProblemKind;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Said, Stream};
use crate::App;
use crate::edge::connection::Cut;
use crate::error::{Answer, ApiError};
use crate::extract::{Bearer, Query, Signed};

/// Sent by whoever comes again.
pub(crate) const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// How soon a browser comes again.
const RETRY: Duration = Duration::from_secs(2);

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(stream_events))
}

/// From where on.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct After {
    /// The number of the last event seen; from now on unless said. `Last-Event-ID` goes before it.
    #[param(minimum = 0)]
    after: Option<i64>,
}

/// What changes for this person, as it happens: server-sent events (HTML 9.2). First `ready` with the number after which
/// it goes on; then an event of no name for each, its number as `id` and its body as in the list; `reset` where some are
/// forgotten; `end` with a `reason` before the server ends it. A comment comes where nothing happened for 20 seconds.
/// It ends when the token runs out: come again with the next one and `Last-Event-ID`. It does not count as a request;
/// so many may be open and opened as the operator says.
#[utoipa::path(get, path = "/api/v1/events/stream", tag = "events",
    params(After, ("Last-Event-ID" = Option<i64>, Header, description = "The number of the last event seen.")),
    security(("bearer" = [])),
    responses((status = 200, description = "The stream, until one of both ends it.", body = EventView, content_type = "text/event-stream")))]
async fn stream_events(
    State(app): State<App>,
    _signed: Signed,
    Extension(bearer): Extension<Bearer>,
    cut: Option<Extension<Cut>>,
    Query(After { after }): Query<After>,
    headers: HeaderMap,
) -> Answer<Response> {
    let Bearer::Good(claims, until) = bearer else { return Err(ApiError::new(ProblemKind::Unauthenticated)) };
    let after = last_event_id(&headers)?.or(after);
    if after.is_some_and(|after| after < 0) {
        return Err(ApiError::new(ProblemKind::Malformed).detail("after is 0 or more."));
    }
    let stream = Stream::open(app, (claims, until), after, cut.map(|Extension(cut)| cut)).await?;
    let ready = Sent::default().event("ready").id(stream.after.to_string()).retry(RETRY);
    let ready = ready.data(json!({"after": stream.after}).to_string());
    let begun = stream::once(async move { vec![ready] });
    let rest = stream::unfold(stream, |mut stream| async move {
        let said = stream.next().await?;
        Some((written(said), stream))
    });
    let events = futures::StreamExt::chain(begun, rest);
    let events =
        futures::StreamExt::flat_map(events, |events| stream::iter(events.into_iter().map(Ok::<_, Infallible>)));
    let mut response = Sse::new(events).into_response();
    let headers = response.headers_mut();
    // What a person may see is kept by no cache on the way, and held back by no proxy.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

fn last_event_id(headers: &HeaderMap) -> Answer<Option<i64>> {
    let Some(value) = headers.get(LAST_EVENT_ID) else { return Ok(None) };
    let number = value.to_str().ok().and_then(|text| text.parse().ok());
    number
        .map(Some)
        .ok_or_else(|| ApiError::new(ProblemKind::Malformed).detail("Last-Event-ID is a number of this log."))
}

fn written(said: Said) -> Vec<Sent> {
    match said {
        Said::Events(entries) => entries.iter().filter_map(event).collect(),
        Said::Reset(number) => {
            let body = json!({"last_number": number}).to_string();
            vec![Sent::default().event("reset").id(number.to_string()).data(body)]
        }
        Said::SignOfLife => vec![Sent::default().comment("")],
        Said::End(reason) => vec![Sent::default().event("end").data(json!({"reason": reason}).to_string())],
    }
}

fn event(entry: &EventView) -> Option<Sent> {
    // Ids, numbers and words always serialise.
    let body = serde_json::to_string(entry).ok()?;
    Some(Sent::default().id(entry.number.to_string()).data(body))
}
