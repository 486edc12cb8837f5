//! What happened, to be read by people: a viewer's own log, the newest first, with the names of what it happened to.

use std::collections::HashMap;

use axum::extract::State;
use shared::id::{AccountId, BoardId, GroupId, ItemId};
use shared::wire::Page;
use shared::wire::event::{Event, EventView};
use shared::wire::follows::ActivityView;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::routes::views;
use super::store;
use crate::db::StoreError;
use crate::error::Answer;
use crate::extract::{Json, Paging, Query, Signed, page_of};
use crate::{App, boards, groups, items};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_activity))
}

/// What it happened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Subject {
    Board(BoardId),
    Item(ItemId),
    Group(GroupId),
}

fn subject(event: &Event) -> Subject {
    match *event {
        Event::BoardAdded { board_id }
        | Event::BoardChanged { board_id }
        | Event::BoardRemoved { board_id }
        | Event::BoardItemsChanged { board_id }
        | Event::ListChanged { board_id } => Subject::Board(board_id),
        Event::ItemSaved { item_id }
        | Event::ItemChanged { item_id }
        | Event::ItemBinned { item_id }
        | Event::ItemRestored { item_id }
        | Event::WishAdded { item_id }
        | Event::ClaimsChanged { item_id } => Subject::Item(item_id),
        Event::GroupAdded { group_id } | Event::GroupChanged { group_id } | Event::GroupRemoved { group_id } => {
            Subject::Group(group_id)
        }
    }
}

/// What happened that this person may know of, the newest first, with what it is called now. What they see no longer has no name.
#[utoipa::path(get, path = "/api/v1/activity", tag = "events", params(Paging), security(("bearer" = [])),
    responses((status = 200, body = Page<ActivityView>)))]
async fn list_activity(
    app: State<App>,
    signed: Signed,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<ActivityView>>> {
    let account = signed.account_id;
    let limit = paging.limit()?;
    let before = paging.after::<i64>()?.unwrap_or(i64::MAX);
    let rows = views(store::before(&app.db, account, before, limit as i64 + 1).await?)?;
    let page = page_of(rows, limit, |event| event.number, |event| event);
    let mut names: HashMap<Subject, Option<String>> = HashMap::new();
    let mut entries = Vec::with_capacity(page.entries.len());
    for EventView { number, at, event } in page.entries {
        let subject = subject(&event);
        let name = match names.get(&subject) {
            Some(name) => name.clone(),
            None => name(&app, account, subject).await?,
        };
        names.insert(subject, name.clone());
        entries.push(ActivityView { number, at, event, name });
    }
    Ok(Json(Page { entries, next_cursor: page.next_cursor }))
}

/// What it is called, for whoever sees it.
async fn name(app: &App, viewer: AccountId, subject: Subject) -> Result<Option<String>, StoreError> {
    Ok(match subject {
        Subject::Board(id) => boards::name(&app.db, viewer, id).await?,
        Subject::Item(id) => items::view(&app.db, viewer, id).await?.map(|item| item.title),
        Subject::Group(id) => groups::view(&app.db, viewer, id).await?.map(|group| group.name),
    })
}
