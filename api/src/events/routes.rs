//! Asking for events after a number.

use axum::extract::State;
use serde::Deserialize;
use shared::time::Timestamp;
use shared::wire::event::{EventPage, EventView};
use shared::wire::problem::ProblemKind;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{activity, store, stream};
use crate::App;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Query, Signed};

/// Events of one answer at most.
pub(super) const MOST_AT_ONCE: usize = 200;

/// The routes of this capability.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_events)).merge(stream::routes()).merge(activity::routes())
}

/// From where on.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct After {
    /// The number of the last event seen; 0 unless said.
    #[serde(default)]
    #[param(minimum = 0)]
    after: i64,
}

/// What changed for this person after a number. A number from the future is answered with nothing, and the newest number.
/// Events are kept for 90 days, and 10,000 of an account: who comes after one that was forgotten is told to start anew
/// (`reset`).
#[utoipa::path(get, path = "/api/v1/events", tag = "events", params(After), security(("bearer" = [])),
    responses((status = 200, body = EventPage)))]
async fn list_events(app: State<App>, signed: Signed, Query(After { after }): Query<After>) -> Answer<Json<EventPage>> {
    if after < 0 {
        return Err(ApiError::new(ProblemKind::Malformed).detail("after is 0 or more."));
    }
    // The newest number first: an event that comes in between is in the entries, and never skipped.
    let last_number = store::last_number(&app.db, signed.account_id).await?;
    let mut entries = views(store::after(&app.db, signed.account_id, after, MOST_AT_ONCE as i64).await?)?;
    let last_number = entries.last().map_or(last_number, |event| event.number.max(last_number));
    // Numbers have no gaps: where the next one is not there, it was forgotten.
    let reset = entries.first().map_or(after < last_number, |event| event.number > after + 1);
    if reset {
        entries.clear();
    }
    Ok(Json(EventPage { entries, last_number, reset }))
}

/// Rows of a log as its viewer sees them.
pub(super) fn views(rows: Vec<(i64, Timestamp, String)>) -> Answer<Vec<EventView>> {
    let view = |(number, at, body): (i64, Timestamp, String)| {
        Ok(EventView { number, at, event: serde_json::from_str(&body).map_err(ApiError::internal)? })
    };
    rows.into_iter().map(view).collect()
}
