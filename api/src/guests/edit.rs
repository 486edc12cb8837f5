//! Whom givers let see a list: those who are there, one more, and one less.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{BoardId, GuestId};
use shared::wire::guests::{GuestView, NewGuest};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Guest, MOST_GUESTS, MOST_LINKS, giving, store};
use crate::App;
use crate::accounts;
use crate::accounts::email::Email;
use crate::boards;
use crate::claims;
use crate::db::Tx;
use crate::digest::of_body;
use crate::edge::limits::Caller;
use crate::error::{Answer, ApiError, refuse};
use crate::extract::{Json, Path, Signed};
use crate::fields::Fields;
use crate::mail::{self, Letter, Recipient};
use crate::visibility;
use shared::time::Timestamp;
use shared::wire::problem::ProblemKind;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_guests, invite_guest)).routes(routes!(remove_guest))
}

/// Whom givers let see what is given on a board, for those who give on it.
#[utoipa::path(get, path = "/api/v1/boards/{id}/guests", tag = "guests", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = [GuestView]), (status = 403, description = "It is for them, or they may only look."),
        (status = 404, description = "No such board for this viewer.")))]
async fn list_guests(app: State<App>, signed: Signed, Path(id): Path<BoardId>) -> Answer<Json<Vec<GuestView>>> {
    giving((&app.db).into(), signed.account_id, id).await?;
    let guests = store::of_board(&app.db, id).await?;
    Ok(Json(guests.into_iter().map(|guest| visibility::guest(guest, signed.account_id)).collect()))
}

/// Lets somebody without an account see what is given on a board, and give: a link goes to their mail, and they see nothing before
/// they came by it. All others who give are told. The same id and body again answers 200 and sends nothing.
#[utoipa::path(post, path = "/api/v1/boards/{id}/guests", tag = "guests", params(("id" = String, Path)), request_body = NewGuest,
    security(("bearer" = [])),
    responses((status = 201, body = GuestView, description = "A mail is under way."),
        (status = 200, body = GuestView, description = "They were invited before, by this very request."),
        (status = 403, description = "It is for them, or they may only look."), (status = 404, description = "No such board for this viewer."),
        (status = 409, description = "The address is a guest's of this board, it has 50 guests, the id is taken, or the server sends no mail."),
        (status = 422, description = "A field breaks a rule."), (status = 429, description = "Too many mails; wait a little.")))]
async fn invite_guest(
    app: State<App>,
    signed: Signed,
    Path(id): Path<BoardId>,
    Json(mut new): Json<NewGuest>,
) -> Answer<(StatusCode, Json<GuestView>)> {
    let body_digest = of_body(&(id, &new))?;
    let mut fields = Fields::default();
    fields.title("name", &mut new.name, 100);
    fields.finish()?;
    let mut errors = Vec::new();
    let email = Email::read(&new.email, &mut errors);
    refuse(errors)?;
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    giving((&mut tx).into(), account, id).await?;
    if let Some(guest) = store::by_id(&mut tx, new.id).await? {
        if (guest.invited_by, &guest.body_digest) != (account, &body_digest) || guest.ended_at.is_some() {
            return Err(ApiError::conflict("This id is taken; draw another one."));
        }
        tx.commit().await?;
        return Ok((StatusCode::OK, Json(visibility::guest(guest, account))));
    }
    mail::admit_apart(&app, Caller::Account(account))?;
    if store::of_board(&mut tx, id).await?.len() >= MOST_GUESTS {
        return Err(ApiError::conflict("A board has at most 50 guests; take one off first."));
    }
    if store::links_to(&mut tx, &email.key, now.plus_millis(-DAY_MILLIS)).await? >= MOST_LINKS {
        let detail = "This address was sent several links within a day. Look among them, or wait.";
        return Err(ApiError::new(ProblemKind::TooManyRequests).detail(detail).retry_after(24 * 3600));
    }
    let (inviter, locale) = accounts::writer(&mut tx, account).await?;
    let to = Recipient::of(&email, locale).apart();
    let guest = Guest {
        id: new.id,
        board_id: id,
        invited_by: account,
        inviter: inviter.clone(),
        body_digest,
        name: new.name,
        email: email.typed,
        created_at: now,
        confirmed_at: None,
        ended_at: None,
    };
    if !store::insert(&mut tx, &guest, &email.key).await? {
        return Err(ApiError::conflict("Whoever has this address is a guest here already, or the id is taken."));
    }
    let list = boards::name(&mut tx, account, id).await?.ok_or_else(ApiError::not_found)?;
    mail::enqueue(&app, &mut tx, &to, &Letter::GuestInvitation { from: inviter, list, guest: guest.id }).await?;
    tell(&mut tx, id, now).await?;
    tx.commit().await?;
    app.jobs.ring();
    Ok((StatusCode::CREATED, Json(visibility::guest(guest, account))))
}

/// Takes a guest off: their link opens nothing any more, and what they gave is free again. Any giver may, and doing it again
/// changes nothing.
#[utoipa::path(delete, path = "/api/v1/boards/{id}/guests/{guest_id}", tag = "guests",
    params(("id" = String, Path), ("guest_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "They are no guest."), (status = 403, description = "It is for them, or they may only look."),
        (status = 404, description = "No such board for this viewer.")))]
async fn remove_guest(
    app: State<App>,
    signed: Signed,
    Path((id, guest)): Path<(BoardId, GuestId)>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    giving((&mut tx).into(), signed.account_id, id).await?;
    if store::end(&mut tx, id, guest, now).await? {
        tell(&mut tx, id, now).await?;
        claims::guests::end_all(&mut tx, guest, now).await?;
    }
    tx.commit().await?;
    app.jobs.ring();
    Ok(StatusCode::NO_CONTENT)
}

/// Those who are shown the board are told that it changed, by a job, and find its guests there. Those it is for are none of them.
async fn tell(tx: &mut Tx, id: BoardId, now: Timestamp) -> Answer<()> {
    Ok(boards::lists_changed(tx, BTreeSet::from([id]), BTreeSet::new(), now).await?)
}
