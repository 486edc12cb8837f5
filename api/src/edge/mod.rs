//! What happens to every request before and after its handler: ids, headers, limits, compression.
//! So that no capability has to think of it, and none can forget it.
//! It never looks into a body and decides nothing about boards or items.

pub(crate) mod health;
pub(crate) mod request;

use axum::Router;

use crate::App;

/// Wraps the routes, innermost first.
pub(crate) fn layers(routes: Router<App>, _app: &App) -> Router<App> {
    routes
}
