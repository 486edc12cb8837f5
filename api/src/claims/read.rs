//! Reading the claims on a wish and on a board, as far as the viewer may know of them.

use axum::extract::State;
use shared::id::{AccountId, BoardId, ItemId};
use shared::wire::claims::ItemClaimsView;
use shared::wire::items::{AnyNumber, Quantity};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::visibility::claims::{self, SeenClaim};
use crate::{boards, items};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_item_claims)).routes(routes!(list_board_claims))
}

/// The claims on a wish. Givers see all of them; whoever it is for sees what its boards say that they may, and in a surprise
/// nothing.
#[utoipa::path(get, path = "/api/v1/items/{id}/claims", tag = "claims", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = ItemClaimsView), (status = 404, description = "No such item for this viewer.")))]
async fn list_item_claims(app: State<App>, signed: Signed, Path(id): Path<ItemId>) -> Answer<Json<ItemClaimsView>> {
    let viewer = signed.account_id;
    let (item, _) = items::seen(&app.db, Some(viewer), id).await?;
    let part = claims::part(&app.db, viewer, id).await?;
    let told = boards::policy::of_item(&app.db, id, app.clock.now()).await?;
    let seen = claims::on_item(&app.db, viewer, id, app.clock.now()).await?;
    Ok(Json(claims::of_item(id, (viewer, part), wanted(item.quantity), (seen, told))))
}

fn wanted(quantity: Option<u16>) -> Quantity {
    quantity.map_or(Quantity::Any(AnyNumber::Any), Quantity::Count)
}

/// The claims on everything that lies on a board, item by item; wishes of which the viewer may know no claim are left out.
#[utoipa::path(get, path = "/api/v1/boards/{id}/claims", tag = "claims", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = [ItemClaimsView]), (status = 404, description = "No such board for this viewer.")))]
async fn list_board_claims(
    app: State<App>,
    signed: Signed,
    Path(id): Path<BoardId>,
) -> Answer<Json<Vec<ItemClaimsView>>> {
    let viewer = signed.account_id;
    boards::relation(&app.db, Some(viewer), id).await?.ok_or_else(ApiError::not_found)?;
    let told = boards::policy::of_items_on(&app.db, id, app.clock.now()).await?;
    let quantities = items::quantities_on(&app.db, id).await?;
    let seen = claims::on_board(&app.db, viewer, id, app.clock.now()).await?;
    let of_one = |claims: Vec<SeenClaim>| {
        let first = claims.first()?;
        let (item, part) = (first.claim.item_id, first.part);
        let choice = *told.get(&item)?;
        Some(of_item(item, (viewer, part), *quantities.get(&item)?, (claims, choice)))
    };
    let by_item = seen.chunk_by(|a, b| a.claim.item_id == b.claim.item_id).map(<[SeenClaim]>::to_vec);
    Ok(Json(by_item.filter_map(of_one).filter(|view| !view.claims.is_empty()).collect()))
}

fn of_item(
    item: ItemId,
    who: (AccountId, claims::Part),
    quantity: Option<u16>,
    claimed: (Vec<SeenClaim>, shared::wire::claims::PolicyChoice),
) -> ItemClaimsView {
    claims::of_item(item, who, wanted(quantity), claimed)
}
