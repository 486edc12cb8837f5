//! Who may change a board beside its owner.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{AccountId, BoardId};
use shared::wire::boards::{BoardRelation, EditorView, NewEditor};
use shared::wire::event::Event;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::Person;
use super::{editable, owned, people, store};
use crate::edge::limits::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::{App, accounts, events};

/// Editors of one board at most.
const MOST_EDITORS: usize = 50;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_editors, add_editor)).routes(routes!(remove_editor))
}

fn view(person: Person) -> Option<EditorView> {
    (person.relation == BoardRelation::Editor).then_some(EditorView {
        account_id: person.account_id,
        display_name: person.display_name,
        avatar: person.avatar,
        added_at: person.added_at,
    })
}

/// The board's editors, for its owner and themselves.
#[utoipa::path(get, path = "/api/v1/boards/{id}/editors", tag = "boards", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = [EditorView]), (status = 403, description = "Only its owner and editors may see that."),
        (status = 404, description = "No such board."), (status = 409, description = "It is in the bin.")))]
async fn list_editors(app: State<App>, signed: Signed, Path(id): Path<BoardId>) -> Answer<Json<Vec<EditorView>>> {
    editable(&app.db, signed.account_id, id).await?;
    let people = store::people(&app.db, id).await?;
    Ok(Json(people.into_iter().filter_map(view).collect()))
}

/// Lets an account of this server change the board. Whether an address has an account is told to nobody who could not
/// see it anyway: without one, the refusal is the same as for an address that may not be added.
#[utoipa::path(post, path = "/api/v1/boards/{id}/editors", tag = "boards", params(("id" = String, Path)), request_body = NewEditor,
    security(("bearer" = [])),
    responses((status = 201, body = EditorView), (status = 200, body = EditorView, description = "They were one already."),
        (status = 403, description = "Only its owner may do that."), (status = 404, description = "No such board."),
        (status = 409, description = "It is in the bin, or has 50 editors."), (status = 422, description = "Nobody can be added by this address."),
        (status = 429, description = "Too many tries; wait a little.")))]
async fn add_editor(
    app: State<App>,
    signed: Signed,
    Path(id): Path<BoardId>,
    Json(new): Json<NewEditor>,
) -> Answer<(StatusCode, Json<EditorView>)> {
    // Each try tells whether an address is known, so tries are few.
    app.lookups.take(Caller::Account(signed.account_id))?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let board = owned(&mut tx, signed.account_id, id).await?;
    if board.deleted_at.is_some() {
        return Err(ApiError::conflict("The board is in the bin; restore it first."));
    }
    let account = accounts::person_by_email(&mut tx, &new.email).await?;
    let account = account.map(|person| person.id).filter(|account| *account != signed.account_id);
    let account =
        account.ok_or_else(|| ApiError::invalid("email", "is no address that somebody else uses on this server"))?;
    let people = store::people(&mut tx, id).await?;
    if people.len() > MOST_EDITORS && people.iter().all(|person| person.account_id != account) {
        return Err(ApiError::conflict("A board has at most 50 editors; remove one first."));
    }
    let added = store::add_person(&mut tx, id, account, BoardRelation::Editor, now).await?;
    let people = store::people(&mut tx, id).await?;
    let editor = people.into_iter().find(|person| person.account_id == account).and_then(view);
    let editor = editor.ok_or_else(|| ApiError::invalid("email", "is the address of an owner of this board"))?;
    if added {
        super::touch(&mut tx, id, now).await?;
        events::append(&mut tx, vec![(account, Event::BoardAdded { board_id: id })], now).await?;
    }
    // With nothing to do as well: what it found may not be on the disk yet, and is only told once it is.
    tx.commit().await?;
    Ok((if added { StatusCode::CREATED } else { StatusCode::OK }, Json(editor)))
}

/// Takes an editor off; the owner does it to anybody, an editor to themselves.
#[utoipa::path(delete, path = "/api/v1/boards/{id}/editors/{account_id}", tag = "boards",
    params(("id" = String, Path), ("account_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "They are no editor."), (status = 403, description = "Only the owner and the editor themselves may do that."),
        (status = 404, description = "No such board."), (status = 409, description = "It is in the bin.")))]
async fn remove_editor(
    app: State<App>,
    signed: Signed,
    Path((id, account)): Path<(BoardId, AccountId)>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let board = editable(&mut tx, signed.account_id, id).await?;
    if account != signed.account_id && board.person != Some(BoardRelation::Owner) {
        return Err(ApiError::forbidden("Only the board's owner may do that."));
    }
    if store::remove_editor(&mut tx, id, account).await? {
        super::touch(&mut tx, id, now).await?;
        let mut told = vec![(account, Event::BoardRemoved { board_id: id })];
        told.extend(
            people(&mut tx, id).await?.into_iter().map(|person| (person, Event::BoardChanged { board_id: id })),
        );
        events::append(&mut tx, told, now).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
