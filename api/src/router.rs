//! All routes on one screen.

use axum::Router;
use axum::middleware::from_fn_with_state;
use shared::wire::problem::ProblemKind;
use utoipa_axum::router::OpenApiRouter;

use crate::error::ApiError;
use crate::{
    App, accounts, batch, boards, categories, children, claims, edge, events, exchanges, follows, groups, guests,
    idempotency, items, mail, openapi, pictures, placements, products, shop_pictures, web, whispers,
};

/// What people do who are signed in: here a POST with an `Idempotency-Key` is carried out once.
fn signed_in() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(boards::routes())
        .merge(groups::routes())
        .merge(categories::routes())
        .merge(claims::routes())
        .merge(guests::routes())
        .merge(items::routes())
        .merge(placements::routes())
        .merge(pictures::routes())
        .merge(products::routes())
        .merge(events::routes())
        .merge(follows::routes())
        .merge(exchanges::routes())
        .merge(whispers::routes())
        .merge(children::routes())
        .merge(accounts::operator_routes())
        .merge(accounts::signed_routes())
}

/// The whole server as one service.
pub fn router(app: App) -> Router {
    let once = from_fn_with_state(app.clone(), idempotency::once);
    let api = OpenApiRouter::new().merge(accounts::routes()).merge(signed_in().layer(once));
    let inner = fallbacks(Router::from(api.clone())).with_state(app.clone());
    let own_pages = web::own_pages(&app, inner.clone());
    let (routes, described) = api.merge(batch::routes(&app, inner)).split_for_parts();
    let routes = routes
        .merge(edge::health::routes())
        .merge(openapi::routes(&described))
        .merge(mail::routes())
        .merge(accounts::pages())
        .merge(groups::pages())
        .merge(shop_pictures::routes())
        .merge(web::routes())
        .merge(own_pages);
    edge::wrap(fallbacks(routes).with_state(app.clone()), &app)
}

fn fallbacks(routes: Router<App>) -> Router<App> {
    routes
        .fallback(async || ApiError::not_found())
        .method_not_allowed_fallback(async || ApiError::new(ProblemKind::MethodNotAllowed))
}
