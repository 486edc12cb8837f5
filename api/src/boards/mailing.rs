//! A list by mail: its link, to one address, in the words of the server.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::BoardId;
use shared::wire::boards::Audience;
use shared::wire::groups::MailTo;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::editable;
use crate::App;
use crate::accounts;
use crate::edge::limits::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::mail::{self, Letter};
use crate::web;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(mail_link))
}

/// Sends a board's link to a mail address. Nobody is told whether the address has an account, or asked to be spared such mails.
#[utoipa::path(post, path = "/api/v1/boards/{id}/link/mail", tag = "boards", params(("id" = String, Path)), request_body = MailTo,
    security(("bearer" = [])),
    responses((status = 202, description = "A mail is under way."), (status = 403, description = "They may only look."),
        (status = 404, description = "No such board."), (status = 409, description = "The board is not shared by link, or the server sends no mail."),
        (status = 422, description = "It is no mail address.")))]
async fn mail_link(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<BoardId>,
    Json(to): Json<MailTo>,
) -> Answer<StatusCode> {
    let mut tx = app.db.begin().await?;
    let board = editable(&mut tx, signed.account_id, id).await?;
    let token = board.link_token.filter(|_| board.audience == Audience::Link);
    let token = token.ok_or_else(|| ApiError::conflict("Only a board with the audience link has a link."))?;
    let (from, locale) = accounts::writer(&mut tx, signed.account_id).await?;
    let to = mail::recipient(&to.email, locale)?;
    mail::admit(&app, &mut tx, Caller::Account(signed.account_id), &to).await?;
    let letter = Letter::ListInvitation { from, list: board.name, path: web::list_path(&token) };
    mail::enqueue(&app, &mut tx, &to, &letter).await?;
    tx.commit().await?;
    app.jobs.ring();
    Ok(StatusCode::ACCEPTED)
}
