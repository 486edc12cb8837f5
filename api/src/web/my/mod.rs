//! Pages for members who have nothing installed: their groups and lists, what others wish for, and giving it.
//! So that whoever joined by a link on a phone belongs as much as anybody, without a script and on an old browser.
//! They never decide what somebody may see or do: whatever they show and change, they ask of the API's own routes.

mod ask;
mod cookie;
mod door;
mod filter;
mod give;
mod group;
mod guests;
mod home;
mod list;
mod origin;
mod own;
mod refused;
mod shell;
mod typed;
mod visit;
mod wish;

use axum::middleware::from_fn_with_state;
use axum::{Extension, Router};

use ask::Api;

use crate::App;

/// The pages; `api` are the routes that they ask.
pub(crate) fn routes(app: &App, api: Router) -> Router<App> {
    Router::new()
        .merge(door::routes())
        .merge(home::routes())
        .merge(group::routes())
        .merge(list::routes())
        .merge(wish::routes())
        .merge(give::routes())
        .merge(own::routes())
        .merge(guests::routes())
        .layer(from_fn_with_state(app.clone(), visit::enter))
        .layer(Extension(Api(api)))
}
