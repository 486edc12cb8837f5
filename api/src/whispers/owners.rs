//! The guard of a surprise against its own owner: whether a page of a shop shows what they wish for themselves.
//!
//! The answer is made of their wishes and boards alone. So it is the same, by the same statements, whether somebody gives the
//! wish or nobody does, and who is nudged learns nothing by it.

use axum::extract::State;
use shared::wire::whispers::{OwnWishView, OwnWishesView, ShopPage};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::{self, Sought};
use crate::App;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Signed};
use crate::fields::Fields;
use crate::items;
use crate::products::{Identity, is_gtin};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(find_own_wishes))
}

/// Own wishes that are told of at most.
const MOST_OWN: i64 = 20;

/// Whether this page of a shop shows something that the person wishes for themselves, alone or with others, so that a client can
/// remind them before they buy it. Ask when they are about to: nothing of the question is kept, and nothing in the answer depends on
/// what anybody gives.
#[utoipa::path(post, path = "/api/v1/products/own-wishes", tag = "products", request_body = ShopPage, security(("bearer" = [])),
    responses((status = 200, body = OwnWishesView), (status = 422, description = "A field breaks a rule.")))]
async fn find_own_wishes(
    app: State<App>,
    signed: Signed,
    Json(mut page): Json<ShopPage>,
) -> Answer<Json<OwnWishesView>> {
    let keys = sought(&mut page)?;
    let mut view = OwnWishesView { nudge: false, wishes: Vec::new() };
    for (item_id, shown) in store::own(&app.db, signed.account_id, &keys, MOST_OWN).await? {
        if let Some(item) = items::view(&app.db, signed.account_id, item_id).await? {
            view.nudge |= shown;
            view.wishes.push(OwnWishView { item_id, title: item.title, boards: item.boards });
        }
    }
    Ok(Json(view))
}

/// What the page is recognised by: as a save of it would be, and as one would be that found no GTIN there.
fn sought(page: &mut ShopPage) -> Answer<Sought> {
    let mut fields = Fields::default();
    let mut url = Some(std::mem::take(&mut page.url));
    fields.address("url", &mut url);
    fields.address("canonical_url", &mut page.canonical_url);
    if page.gtin.as_deref().is_some_and(|gtin| !is_gtin(gtin)) {
        fields.refuse("gtin", "is no GTIN of 8, 12, 13 or 14 digits with a right check digit");
    }
    fields.variant("variant", &mut page.variant);
    fields.finish()?;
    let url = url.unwrap_or_default();
    let of = |gtin| Identity::of(&url, page.canonical_url.as_deref(), gtin, &page.variant);
    let (Some(known), Some(plain)) = (of(page.gtin.as_deref()), of(None)) else {
        return Err(ApiError::invalid("url", "is no address of a page"));
    };
    Ok(Sought { product: known.product_key, page: plain.product_key, choice: plain.page_key })
}
