//! Lists of items: one's own, and those on a board. A board is read by one query, whatever lies on it.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::id::{AccountId, BoardId};
use shared::wire::Page;
use shared::wire::boards::PlacedItemView;
use shared::wire::items::{ItemState, ItemView};
use shared::wire::problem::ProblemKind;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Item, PlacedItem, store};
use crate::db::{At, StoreError};
use crate::error::{Answer, ApiError};
use crate::extract::{BEHIND_EVERY_ID, Json, MaybeSigned, Paging, Path, Query, Signed, page_of};
use crate::visibility::{self, Way};
use crate::{App, boards};

/// What may be asked for by `fields`.
const FIELDS: &[&str] = &[
    "id",
    "product_id",
    "offer_id",
    "title",
    "url",
    "shop",
    "image",
    "price",
    "price_seen_at",
    "list_price",
    "brand",
    "availability",
    "quantity",
    "variant",
    "priority",
    "note",
    "private_note",
    "occasion",
    "alert_threshold",
    "needs_check",
    "fill",
    "fill_problem",
    "state",
    "boards",
    "created_at",
    "updated_at",
    "deleted_at",
    "version",
    "position",
    "placed_at",
];

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_items))
        .routes(routes!(list_board_items))
        .routes(routes!(list_linked_board_items))
}

/// Which of one's items.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only those on this board.
    #[param(value_type = Option<String>)]
    board: Option<BoardId>,
    /// Only those in this state.
    state: Option<ItemState>,
}

/// Which fields.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Sparse {
    /// Names of fields, separated by commas; all of them unless said.
    #[param(max_length = 500, example = "id,title,price")]
    fields: Option<String>,
}

impl Sparse {
    /// The page, or what was asked for of it. A name that is none of an item's is refused, the same for every list.
    fn answer<T: Serialize>(&self, page: Page<T>) -> Answer<Response> {
        let Some(fields) = &self.fields else { return Ok(Json(page).into_response()) };
        let wanted: BTreeSet<&str> = fields.split(',').map(str::trim).collect();
        if let Some(unknown) = wanted.iter().find(|name| !FIELDS.contains(name)) {
            let detail = format!("fields names {unknown:?}, which no item has.");
            return Err(ApiError::new(ProblemKind::Malformed).detail(detail));
        }
        let mut page = serde_json::to_value(page).map_err(ApiError::internal)?;
        for entry in page["entries"].as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
            entry.retain(|name, _| wanted.contains(name.as_str()));
        }
        Ok(Json(page).into_response())
    }
}

/// Before the first position.
const ON_BOARD_START: (i64, String) = (i64::MIN, String::new());

/// The person's own items, the newest first; those in the bin are in a list of their own.
#[utoipa::path(get, path = "/api/v1/items", tag = "items", params(Filter, Sparse, Paging), security(("bearer" = [])),
    responses((status = 200, body = Page<ItemView>)))]
async fn list_items(
    app: State<App>,
    signed: Signed,
    Query(filter): Query<Filter>,
    Query(sparse): Query<Sparse>,
    Query(paging): Query<Paging>,
) -> Answer<Response> {
    let account = signed.account_id;
    let limit = paging.limit()?;
    let before = paging.after::<String>()?.unwrap_or_else(|| BEHIND_EVERY_ID.to_owned());
    let board = filter.board.map(|board| board.to_string()).unwrap_or_default();
    let state = filter.state.map_or("", ItemState::as_str);
    let rows = store::list(&app.db, account, (board, state), before, limit as i64 + 1).await?;
    let page = page_of(rows, limit, |item: &Item| item.id.to_string(), |item| visibility::item(item, Some(account)));
    sparse
        .answer(Page { entries: page.entries.into_iter().flatten().collect::<Vec<_>>(), next_cursor: page.next_cursor })
}

/// The items of a board in their order.
#[utoipa::path(get, path = "/api/v1/boards/{id}/items", tag = "boards", params(("id" = String, Path), Sparse, Paging),
    security((), ("bearer" = [])),
    responses((status = 200, body = Page<PlacedItemView>), (status = 404, description = "No such board for this viewer.")))]
async fn list_board_items(
    app: State<App>,
    MaybeSigned(signed): MaybeSigned,
    Path(id): Path<BoardId>,
    Query(sparse): Query<Sparse>,
    Query(paging): Query<Paging>,
) -> Answer<Response> {
    let viewer = signed.map(|signed| signed.account_id);
    let rows = on_board(&app, viewer, id, &paging).await?;
    // The rows themselves say what the viewer is to their board; only without any it is asked apart.
    let here = rows.first().and_then(|row| row.item.places.iter().find(|place| place.board_id == id));
    let seen = match here {
        Some(place) => visibility::relation(place.audience, place.person, place.standing, Way::Id),
        None => boards::relation(&app.db, viewer, id).await?,
    };
    if seen.is_none() {
        return Err(ApiError::not_found());
    }
    sparse.answer(page_on_board(rows, viewer, id, &paging)?)
}

/// The items of the board behind a link.
#[utoipa::path(get, path = "/api/v1/links/{token}/items", tag = "boards",
    params(("token" = String, Path, max_length = 64), Sparse, Paging), security((), ("bearer" = [])),
    responses((status = 200, body = Page<PlacedItemView>), (status = 404, description = "The link opens nothing (any more).")))]
async fn list_linked_board_items(
    app: State<App>,
    MaybeSigned(signed): MaybeSigned,
    Path(token): Path<String>,
    Query(sparse): Query<Sparse>,
    Query(paging): Query<Paging>,
) -> Answer<([(HeaderName, HeaderValue); 1], Response)> {
    let viewer = signed.map(|signed| signed.account_id);
    let id = boards::by_link(&app.db, viewer, &token).await?;
    let rows = on_board(&app, viewer, id, &paging).await?;
    let answer = sparse.answer(page_on_board(rows, viewer, id, &paging)?)?;
    Ok(([(CACHE_CONTROL, HeaderValue::from_static("private, no-store"))], answer))
}

/// One page of a board's rows, and one more. Whether the viewer may see them is not decided here.
///
/// # Errors
/// A bad cursor or limit, and those of the database.
async fn on_board(app: &App, viewer: Option<AccountId>, board: BoardId, paging: &Paging) -> Answer<Vec<PlacedItem>> {
    let after = paging.after::<(i64, String)>()?.unwrap_or(ON_BOARD_START);
    Ok(store::on_board(&app.db, viewer, board, after, paging.limit()? as i64 + 1).await?)
}

/// What somebody without an account sees of a board that they were found to see, from behind this key on; at most `limit`.
///
/// # Errors
/// Those of the database.
pub(crate) async fn placed(
    at: impl Into<At<'_>>,
    board: BoardId,
    after: Option<(i64, String)>,
    limit: i64,
) -> Result<Vec<PlacedItemView>, StoreError> {
    let rows = store::on_board(at, None, board, after.unwrap_or(ON_BOARD_START), limit).await?;
    Ok(rows.into_iter().map(|row| visibility::placed_item(row, None, board)).collect())
}

fn page_on_board(
    rows: Vec<PlacedItem>,
    viewer: Option<AccountId>,
    board: BoardId,
    paging: &Paging,
) -> Answer<Page<PlacedItemView>> {
    let key = |row: &PlacedItem| (row.position, row.item.id.to_string());
    Ok(page_of(rows, paging.limit()?, key, |row| visibility::placed_item(row, viewer, board)))
}
