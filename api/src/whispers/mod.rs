//! Whispers: what a giver is told where they look at a wish, and what an owner is told who is about to buy their own.
//! So that nobody gives the same thing beside somebody else unknowing, and no surprise is spoilt by its own owner's purchase.
//! It never reads a claim, never tells whoever a wish is for who looks at it, and never keeps which page was asked about.

mod owners;
pub(crate) mod store;

use axum::extract::State;
use shared::id::{AccountId, BoardId, ItemId};
use shared::wire::boards::BoardRelation;
use shared::wire::groups::PersonView;
use shared::wire::whispers::{AlsoWishedView, WhispersView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::db::StoreError;
use crate::error::Answer;
use crate::extract::{Json, Path, Signed};
use crate::{boards, items, presence, visibility};

/// Wishes of others that are told of at most.
const MOST_ALSO: i64 = 10;

/// The routes of this capability.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_whispers)).merge(owners::routes())
}

/// What a giver is told beside a wish: who else looks at it just now, and who else of their groups wishes for the same thing. Of
/// wishes that are for themselves nothing is told, and whoever may not give this one is told of nobody.
#[utoipa::path(get, path = "/api/v1/items/{id}/whispers", tag = "claims", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = WhispersView), (status = 404, description = "No such item for this viewer.")))]
async fn read_whispers(app: State<App>, signed: Signed, Path(id): Path<ItemId>) -> Answer<Json<WhispersView>> {
    let viewer = signed.account_id;
    items::seen(&app.db, Some(viewer), id).await?;
    let part = visibility::claims::part(&app.db, viewer, id).await?;
    if !visibility::looks(part) {
        return Ok(Json(WhispersView { item_id: id, looking: visibility::nobody(id), also: Vec::new() }));
    }
    let looking = presence::glance(&app, viewer, id).await?;
    let mut also = Vec::new();
    for other in store::also_wished(&app.db, viewer, id, MOST_ALSO).await? {
        also.extend(also_wished(&app, viewer, other).await?);
    }
    Ok(Json(WhispersView { item_id: id, looking, also }))
}

/// The wish as it is whispered of; `None` where it went while it was asked about.
async fn also_wished(app: &App, viewer: AccountId, id: ItemId) -> Result<Option<AlsoWishedView>, StoreError> {
    let Some(item) = items::view(&app.db, viewer, id).await? else { return Ok(None) };
    let owners = owners_of(app, &item.boards).await?;
    let looking = presence::glance(app, viewer, id).await?;
    Ok(Some(AlsoWishedView { item_id: id, title: item.title, owners, looking }))
}

/// Those whom these boards are for, each once.
async fn owners_of(app: &App, boards: &[BoardId]) -> Result<Vec<PersonView>, StoreError> {
    let mut owners: Vec<PersonView> = Vec::new();
    for board in boards {
        for person in boards::persons(&app.db, *board).await? {
            let is_new = owners.iter().all(|owner| owner.account_id != person.account_id);
            if person.relation == BoardRelation::Owner && is_new {
                owners.push(visibility::owner(person));
            }
        }
    }
    Ok(owners)
}
