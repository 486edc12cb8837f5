//! Which groups a board is shown to, and the boards that a group is shown.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use shared::id::{AccountId, BoardId, GroupId};
use shared::time::Timestamp;
use shared::wire::Page;
use shared::wire::boards::{Audience, BoardKind, BoardRelation};
use shared::wire::event::Event;
use shared::wire::groups::{GroupBoardView, GroupView};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Board, board_unlocked, edit, owned, share, store};
use crate::App;
use crate::db::{StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Paging, Path, Query, Signed, page_of};
use crate::visibility::{self, Way};
use crate::{accounts, events, groups};

/// Groups that one board is shown to at most.
const MOST_GROUPS: usize = 20;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_groups_of_board))
        .routes(routes!(share_board, unshare_board))
        .routes(routes!(list_group_boards))
}

/// The groups that the board is shown to, as far as the person is in them.
#[utoipa::path(get, path = "/api/v1/boards/{id}/groups", tag = "groups", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = [GroupView]), (status = 403, description = "Only its owners may see that."),
        (status = 404, description = "No such board.")))]
async fn list_groups_of_board(
    app: State<App>,
    signed: Signed,
    Path(id): Path<BoardId>,
) -> Answer<Json<Vec<GroupView>>> {
    owned(&app.db, signed.account_id, id).await?;
    let mut seen = Vec::new();
    for group in share::groups_of(&app.db, id).await? {
        seen.extend(groups::view(&app.db, signed.account_id, group).await?);
    }
    Ok(Json(seen))
}

/// Shows the board to a group that its owner is in, and makes `groups` its audience. Doing it again changes nothing.
#[utoipa::path(put, path = "/api/v1/boards/{id}/groups/{group_id}", tag = "groups",
    params(("id" = String, Path), ("group_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "The group sees it."), (status = 403, description = "Only its owners may do that, and nobody who only gives in that group."),
        (status = 404, description = "No such board or group for this viewer."), (status = 409, description = "It is in the bin, locked, or shown to 20 groups; or the group takes no more wishes.")))]
async fn share_board(
    app: State<App>,
    signed: Signed,
    Path((id, group)): Path<(BoardId, GroupId)>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    // Asked before anything is held: nobody lets a group wait that they are not in.
    owned(&mut tx, signed.account_id, id).await?;
    groups::role(&mut tx, signed.account_id, group).await?.ok_or_else(ApiError::not_found)?;
    groups::hold(&mut tx, group).await?;
    store::hold(&mut tx, id).await?;
    let mut board = owned(&mut tx, signed.account_id, id).await?;
    let role = groups::role(&mut tx, signed.account_id, group).await?.ok_or_else(ApiError::not_found)?;
    if !groups::may_wish(role) {
        return Err(ApiError::forbidden("Who only gives in a group has no list there."));
    }
    if board.deleted_at.is_some() {
        return Err(ApiError::conflict("The board is in the bin; restore it first."));
    }
    let shown_to = share::groups_of(&mut tx, id).await?;
    let is_new = !shown_to.contains(&group);
    if is_new && shown_to.len() >= MOST_GROUPS {
        return Err(ApiError::conflict("A board is shown to 20 groups at most; take it from one first."));
    }
    if is_new || board.audience != Audience::Groups {
        share::show(&mut tx, id, group, now).await?;
        board.audience = Audience::Groups;
        board.link_token = None;
        edit::write(&mut tx, &board, now).await?;
        // A list with all its wishes is not added to a group that takes no more of them.
        board_unlocked(&mut tx, id, now).await?;
        tell(&mut tx, id, group, now).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows the board to the group no longer. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/boards/{id}/groups/{group_id}", tag = "groups",
    params(("id" = String, Path), ("group_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "The group does not see it."), (status = 403, description = "Only its owners may do that."),
        (status = 404, description = "No such board."), (status = 409, description = "It is locked.")))]
async fn unshare_board(
    app: State<App>,
    signed: Signed,
    Path((id, group)): Path<(BoardId, GroupId)>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    owned(&mut tx, signed.account_id, id).await?;
    groups::hold(&mut tx, group).await?;
    store::hold(&mut tx, id).await?;
    let board = owned(&mut tx, signed.account_id, id).await?;
    if share::groups_of(&mut tx, id).await?.contains(&group) {
        board.unlocked(now)?;
    }
    if share::hide(&mut tx, id, group).await? {
        super::touch(&mut tx, id, now).await?;
        tell(&mut tx, id, group, now).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tells the board's people that it changed, and the group that something is shown to it or no longer.
async fn tell(tx: &mut Tx, board_id: BoardId, group_id: GroupId, now: Timestamp) -> Result<(), StoreError> {
    let people = super::people(&mut *tx, board_id).await?;
    let mut told: Vec<_> = people.into_iter().map(|person| (person, Event::BoardChanged { board_id })).collect();
    let members = groups::people(&mut *tx, group_id).await?;
    told.extend(members.into_iter().map(|member| (member, Event::GroupChanged { group_id })));
    events::append(tx, told, now).await
}

/// Whose boards.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Whose {
    /// Only those for this member.
    #[param(value_type = Option<String>)]
    member: Option<AccountId>,
}

/// The boards that the group is shown, what was shown first first.
#[utoipa::path(get, path = "/api/v1/groups/{id}/boards", tag = "groups", params(("id" = String, Path), Whose, Paging),
    security(("bearer" = [])),
    responses((status = 200, body = Page<GroupBoardView>), (status = 404, description = "No such group for this viewer.")))]
async fn list_group_boards(
    app: State<App>,
    signed: Signed,
    Path(id): Path<GroupId>,
    Query(whose): Query<Whose>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<GroupBoardView>>> {
    let limit = paging.limit()?;
    let after = paging.after::<(i64, String)>()?.unwrap_or((0, String::new()));
    groups::role(&app.db, signed.account_id, id).await?.ok_or_else(ApiError::not_found)?;
    let rows = share::boards_of(&app.db, (signed.account_id, id, whose.member), after, limit as i64 + 1).await?;
    let key = |(board, shared_at): &(Board, Timestamp)| (shared_at.as_millis(), board.id.to_string());
    let page = page_of(rows, limit, key, |(board, _)| visibility::board(board, Some(signed.account_id), Way::Id));
    let mut entries = Vec::with_capacity(page.entries.len());
    for board in page.entries.into_iter().flatten() {
        let people = store::people(&app.db, board.id).await?;
        let owners = people.into_iter().filter(|person| person.relation == BoardRelation::Owner);
        entries.push(GroupBoardView { owners: owners.map(visibility::owner).collect(), board });
    }
    Ok(Json(Page { entries, next_cursor: page.next_cursor }))
}

/// A wish list of this account that the group is shown: what one finds there who has just joined. It is named after its
/// person and the group, which needs no translation.
///
/// # Errors
/// A conflict where the account has as many boards as it may, and those of the database.
pub(crate) async fn make_for_group(
    tx: &mut Tx,
    account: AccountId,
    (group, group_name): (GroupId, &str),
    now: Timestamp,
) -> Answer<BoardId> {
    edit::bounded(tx, account).await?;
    let person = accounts::name(&mut *tx, account).await?;
    let name: String = format!("{person} · {group_name}").chars().take(200).collect();
    let id = BoardId::new(now, rand::random());
    let board = Board::new(id, account, (name, BoardKind::WishList, Audience::Groups), now);
    store::insert(tx, &board, "").await?;
    store::add_person(tx, id, account, BoardRelation::Owner, now).await?;
    share::show(tx, id, group, now).await?;
    Ok(id)
}

/// Shows the group none of this account's boards any more, but for those that another owner in the group has a part in.
///
/// # Errors
/// Those of the database.
pub(crate) async fn hide_from_group(tx: &mut Tx, group: GroupId, account: AccountId) -> Result<(), StoreError> {
    share::hide_all(tx, group, account).await
}
