//! `/healthz`: the process runs. `/readyz`: it can serve.

use axum::Router;
use axum::extract::State;
use axum::routing::get;

use crate::App;
use crate::error::{Answer, ApiError};
use shared::wire::problem::ProblemKind;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(ready))
}

/// Ready while the database answers and nobody has told the server to stop.
async fn ready(State(app): State<App>) -> Answer<&'static str> {
    if app.is_stopping() {
        return Err(ApiError::new(ProblemKind::Busy).detail("The server is stopping."));
    }
    app.db.ping().await?;
    Ok("ready\n")
}
