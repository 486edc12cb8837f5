//! An invite by mail: its link, to one address, in the words of the server.

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{GroupId, InviteId};
use shared::wire::groups::MailTo;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::routes::inviting;
use super::store;
use crate::App;
use crate::accounts;
use crate::edge::limits::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::mail::{self, Letter};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(mail_invite))
}

/// Sends an invite of the group to a mail address. Nobody is told whether the address has an account, or asked to be spared
/// such mails.
#[utoipa::path(post, path = "/api/v1/groups/{id}/invites/{invite_id}/mail", tag = "groups",
    params(("id" = String, Path), ("invite_id" = String, Path)), request_body = MailTo, security(("bearer" = [])),
    responses((status = 202, description = "A mail is under way."), (status = 403, description = "Only admins and organisers may do that."),
        (status = 404, description = "No such group for this viewer, or no such invite (any more)."),
        (status = 409, description = "The server sends no mail."), (status = 422, description = "It is no mail address.")))]
async fn mail_invite(
    State(app): State<App>,
    signed: Signed,
    Path((id, invite)): Path<(GroupId, InviteId)>,
    Json(to): Json<MailTo>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let group = inviting(&mut tx, &signed, id).await?;
    let invite = store::by_id(&mut tx, invite).await?.filter(|invite| invite.group_id == id);
    let code = invite.ok_or_else(ApiError::not_found)?.code;
    // Only what still opens the group is worth a mail.
    store::by_code(&mut tx, &code, now).await?.ok_or_else(ApiError::not_found)?;
    let (from, locale) = accounts::writer(&mut tx, signed.account_id).await?;
    let to = mail::recipient(&to.email, locale)?;
    mail::admit(&app, &mut tx, Caller::Account(signed.account_id), &to).await?;
    let letter = Letter::Invitation { from, group: group.name, path: super::pages::path(&code) };
    mail::enqueue(&app, &mut tx, &to, &letter).await?;
    tx.commit().await?;
    app.jobs.ring();
    Ok(StatusCode::ACCEPTED)
}
