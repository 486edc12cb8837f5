//! What a product is, and what a shop's page shows right now.

use axum::extract::State;
use shared::id::{OfferId, ProductId};
use shared::wire::items::{OfferView, ProductView, ScrapeLink, ScrapedPage};
use shared::wire::problem::ProblemKind;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Listing, ReadError, read_page, store};
use crate::App;
use crate::edge::limits::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::fetch::FetchError;
use crate::fields::Fields;
use crate::prices;

/// The routes of this capability.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_product)).routes(routes!(scrape_page))
}

/// One of the account's products with the offers it was saved from. Another account's products do not exist here.
#[utoipa::path(get, path = "/api/v1/products/{id}", tag = "products", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = ProductView), (status = 404, description = "No such product for this viewer.")))]
async fn read_product(app: State<App>, signed: Signed, Path(id): Path<ProductId>) -> Answer<Json<ProductView>> {
    let found = store::by_id(&app.db, signed.account_id, id).await?;
    let (facts, created_at) = found.ok_or_else(ApiError::not_found)?;
    let mut offers = Vec::new();
    for (offer, listing) in store::offers(&app.db, signed.account_id, id).await? {
        offers.push(offer_view(&app, offer, listing).await?);
    }
    Ok(Json(ProductView {
        id,
        gtin: facts.gtin,
        title: facts.title,
        brand: facts.brand,
        image: facts.image,
        category: facts.category,
        description: facts.description,
        offers,
        created_at,
    }))
}

async fn offer_view(app: &App, id: OfferId, listing: Listing) -> Answer<OfferView> {
    let (price, price_seen_at) = prices::latest(&app.db, id).await?.unzip();
    let Listing { url, shop, sku, variant, availability } = listing;
    Ok(OfferView { id, url, shop, sku, variant, availability, price, price_seen_at })
}

/// Reads a page of a shop and says what is there, without saving anything. At most 10 a minute for each account.
#[utoipa::path(post, path = "/api/v1/products/scrape", tag = "products", request_body = ScrapeLink, security(("bearer" = [])),
    responses((status = 200, body = ScrapedPage), (status = 422, description = "No address, one that the server does not visit, or one that gives no page."),
        (status = 429, description = "Too many pages were asked for; wait a little."), (status = 503, description = "Too many pages are being read; wait a little.")))]
async fn scrape_page(app: State<App>, signed: Signed, Json(link): Json<ScrapeLink>) -> Answer<Json<ScrapedPage>> {
    let mut fields = Fields::default();
    let mut url = Some(link.url);
    fields.address("url", &mut url);
    fields.finish()?;
    app.scrapes.take(Caller::Account(signed.account_id))?;
    let page = read_page(&app, signed.account_id, &url.unwrap_or_default()).await.map_err(refused)?;
    Ok(Json(ScrapedPage { url: page.url, detection: page.detection, read_at: page.seen_at }))
}

fn refused(error: ReadError) -> ApiError {
    match error {
        ReadError::Fetch(FetchError::AddressRefused { .. }) => ApiError::new(ProblemKind::AddressRefused),
        ReadError::Fetch(FetchError::Busy { retry_after }) => {
            ApiError::new(ProblemKind::Busy).retry_after(u64::from(retry_after))
        }
        ReadError::Fetch(error) => ApiError::invalid("url", format!("gives no page: {error}")),
        ReadError::Detection(error) => ApiError::internal(error),
    }
}
