//! All routes on one screen, and the layers around them.

use axum::Router;
use axum::middleware::from_fn_with_state;
use utoipa_axum::router::OpenApiRouter;

use crate::error::ApiError;
use crate::{App, accounts, edge};
use shared::wire::problem::ProblemKind;

/// What the API offers under `/api/v1`. Each capability brings its own routes and their description.
fn api() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(accounts::routes())
}

/// The whole server as one service.
#[must_use]
pub fn router(app: App) -> Router {
    let (api, _document) = api().split_for_parts();
    let routes = api
        .merge(edge::health::routes())
        .fallback(async || ApiError::not_found())
        .method_not_allowed_fallback(async || ApiError::new(ProblemKind::MethodNotAllowed));
    edge::layers(routes, &app).layer(from_fn_with_state(app.clone(), edge::request::identify)).with_state(app)
}
