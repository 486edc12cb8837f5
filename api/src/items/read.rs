//! Reading one item and the prices seen for it.

use axum::extract::State;
use axum::http::header::ETAG;
use axum::http::{HeaderName, HeaderValue};
use shared::id::ItemId;
use shared::wire::Page;
use shared::wire::history::PriceHistoryView;
use shared::wire::items::{ItemView, ObservationView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{seen, store};
use crate::App;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, MaybeSigned, Paging, Path, Query, etag};
use crate::{prices, visibility, watch};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_item)).routes(routes!(list_observations)).routes(routes!(read_history))
}

/// One item: the person's own, also from the bin, or one that lies on a board that the viewer may see.
#[utoipa::path(get, path = "/api/v1/items/{id}", tag = "items", params(("id" = String, Path)), security((), ("bearer" = [])),
    responses((status = 200, body = ItemView), (status = 404, description = "No such item for this viewer.")))]
async fn read_item(
    app: State<App>,
    MaybeSigned(signed): MaybeSigned,
    Path(id): Path<ItemId>,
) -> Answer<([(HeaderName, HeaderValue); 1], Json<ItemView>)> {
    let viewer = signed.map(|signed| signed.account_id);
    let item = store::by_id(&app.db, viewer, id).await?.ok_or_else(ApiError::not_found)?;
    let tag = etag(item.version);
    let view = visibility::item(item, viewer).ok_or_else(ApiError::not_found)?;
    Ok(([(ETAG, tag)], Json(view)))
}

/// The prices seen for the item's offer, the latest first. Empty where the item has no offer.
#[utoipa::path(get, path = "/api/v1/items/{id}/observations", tag = "prices", params(("id" = String, Path), Paging),
    security((), ("bearer" = [])),
    responses((status = 200, body = Page<ObservationView>), (status = 404, description = "No such item for this viewer.")))]
async fn list_observations(
    app: State<App>,
    MaybeSigned(signed): MaybeSigned,
    Path(id): Path<ItemId>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<ObservationView>>> {
    let (item, _) = seen(&app.db, signed.map(|signed| signed.account_id), id).await?;
    match item.offer_id {
        Some(offer) => Ok(Json(prices::page(&app.db, offer, &paging).await?)),
        None => Ok(Json(Page { entries: Vec::new(), next_cursor: None })),
    }
}

/// What the item's offer cost when, with what can be said of it: of each kind of price and each currency by itself, and of the last
/// 1,000 sightings. Empty where the item has no offer.
#[utoipa::path(get, path = "/api/v1/items/{id}/history", tag = "prices", params(("id" = String, Path)), security((), ("bearer" = [])),
    responses((status = 200, body = PriceHistoryView), (status = 404, description = "No such item for this viewer.")))]
async fn read_history(
    app: State<App>,
    MaybeSigned(signed): MaybeSigned,
    Path(id): Path<ItemId>,
) -> Answer<Json<PriceHistoryView>> {
    let (item, _) = seen(&app.db, signed.map(|signed| signed.account_id), id).await?;
    match item.offer_id {
        Some(offer) => {
            let check = watch::check_of(&app.db, offer).await?;
            Ok(Json(prices::history(&app.db, offer, check).await?))
        }
        None => Ok(Json(PriceHistoryView { series: Vec::new(), check: None })),
    }
}
