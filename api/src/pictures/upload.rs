//! Taking a picture in: read, told by its bytes, decoded, written anew, kept.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, StatusCode};
use sha2::{Digest, Sha256};
use shared::id::{AccountId, PictureId};
use shared::wire::pictures::PictureView;
use shared::wire::problem::ProblemKind;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::kind::{Kind, is_taken};
use super::store::{self, Picture};
use super::{UNUSED_MILLIS, address, render};
use crate::db::{At, StoreError};
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed, read_body};
use crate::{App, accounts, digest};

/// The largest file.
const LARGEST: usize = 10 * 1024 * 1024;
const ACCEPTED: &str = "Send a JPEG, PNG, WebP or GIF.";
const ROUTE: &str = "/api/v1/uploads/";

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(upload_picture))
}

/// Whether a request carries a picture: over a slow line that takes longer than any other request may.
pub(crate) fn takes_long(method: &Method, path: &str) -> bool {
    *method == Method::PUT && path.starts_with(ROUTE)
}

type Uploaded = (StatusCode, Json<PictureView>);

/// Uploads a picture: the bytes of a JPEG, PNG, WebP or GIF, at most 10 MB. The client makes the id; the same id and
/// bytes again answer 200. So do bytes that this account has sent before: then with the picture that is there.
///
/// It is decoded and written anew, at most 1,600 pixels on the longer side and beside it one that fits into 320 by 320.
/// Nothing that the file carried beside its pixels is kept, such as where it was taken. Of an animation the first frame is kept.
/// A picture that nothing shows is removed after a day; one that was shown, 30 days after it was last shown.
#[utoipa::path(put, path = "/api/v1/uploads/{id}", tag = "pictures", params(("id" = String, Path)), security(("bearer" = [])),
    request_body(content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"), (Vec<u8> = "image/webp"), (Vec<u8> = "image/gif"))),
    responses((status = 201, body = PictureView), (status = 200, body = PictureView, description = "It was there."),
        (status = 409, description = "The id is taken by another picture, or the account has no room for one more."),
        (status = 413, description = "It has more than 10 MB."),
        (status = 415, description = "It is no JPEG, PNG, WebP or GIF, whatever its header says."),
        (status = 422, description = "It is damaged, or has more than 50 million pixels or 20,000 on a side."),
        (status = 429, description = "Too many requests, or two pictures of this account are on their way.")))]
async fn upload_picture(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<PictureId>,
    request: Request,
) -> Answer<Uploaded> {
    let account = signed.account_id;
    let (parts, body) = request.into_parts();
    announced(&parts.headers)?;
    let place = app.pictures.enter(account).await?;
    let bytes = read(&app, body).await?;
    let mut hash = Sha256::new();
    hash.update(&bytes);
    let digest = digest::hex(hash);
    if let Some(found) = there(&app.db, account, id, &digest).await? {
        return again(&app, found).await;
    }
    let kind = Kind::of(&bytes).map_err(|what| unsupported(format!("This is {what}. {ACCEPTED}")))?;
    bounded(&app, &app.db, account, 0).await?;
    let rendered = app.pictures.turn().await.run(move || render(&bytes, kind)).await;
    let rendered = rendered
        .map_err(ApiError::internal)?
        .map_err(|refusal| ApiError::new(ProblemKind::Invalid).detail(refusal.words()))?;
    drop(place);

    let now = app.clock.now();
    let picture = Picture::new((id, account), (address::new_key(), digest), &rendered, now);
    let mut tx = app.db.begin().await?;
    // One upload of an account is counted after the other.
    accounts::hold(&mut tx, account).await?;
    if let Some(found) = there(&mut tx, account, id, &picture.digest).await? {
        drop(tx);
        return again(&app, found).await;
    }
    bounded(&app, &mut tx, account, picture.bytes).await?;
    store::insert(&mut tx, &picture, &rendered, now.plus_millis(UNUSED_MILLIS)).await.map_err(|error| match error {
        StoreError::Conflict => taken(),
        other => other.into(),
    })?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(view(picture))))
}

/// What the headers say already.
fn announced(headers: &HeaderMap) -> Answer<()> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !is_taken(text(CONTENT_TYPE)) {
        return Err(unsupported(format!("{ACCEPTED} Content-Type is image/jpeg, image/png, image/webp or image/gif.")));
    }
    if headers.contains_key(CONTENT_ENCODING) {
        return Err(unsupported("Send the picture without further compression.".to_owned()));
    }
    if text(CONTENT_LENGTH).parse::<u64>().is_ok_and(|length| length > LARGEST as u64) {
        return Err(too_large());
    }
    Ok(())
}

async fn read(app: &App, body: Body) -> Answer<axum::body::Bytes> {
    let read = read_body(body, LARGEST, Duration::from_secs(app.config.upload_seconds)).await;
    read.map_err(|error| if error.kind() == ProblemKind::TooLarge { too_large() } else { error })
}

fn too_large() -> ApiError {
    ApiError::new(ProblemKind::TooLarge)
        .detail("A picture has at most 10 MB (10485760 bytes); make it smaller and send that.")
}

fn unsupported(detail: String) -> ApiError {
    ApiError::new(ProblemKind::UnsupportedMediaType).detail(detail)
}

fn taken() -> ApiError {
    ApiError::conflict("This id is taken; draw another one.")
}

/// The picture of this id, or of these bytes.
///
/// # Errors
/// A conflict where the id is another picture's, whoever's that is.
async fn there(at: impl Into<At<'_>>, account: AccountId, id: PictureId, digest: &str) -> Answer<Option<Picture>> {
    let mut at = at.into();
    match store::by_id(at.again(), id).await? {
        Some(found) if found.account() == account && found.digest == digest => Ok(Some(found)),
        Some(_) => Err(taken()),
        None => Ok(store::by_digest(at, account, digest).await?),
    }
}

/// Sent again: it is kept as long as if it were new.
async fn again(app: &App, found: Picture) -> Answer<Uploaded> {
    let mut tx = app.db.begin().await?;
    store::keep_until(&mut tx, found.id(), app.clock.now().plus_millis(UNUSED_MILLIS)).await?;
    // It may have been removed since it was found.
    let gone = || ApiError::new(ProblemKind::Busy).detail("It was removed just now; send it again.").retry_after(1);
    let found = store::by_id(&mut tx, found.id()).await?.ok_or_else(gone)?;
    tx.commit().await?;
    Ok((StatusCode::OK, Json(view(found))))
}

/// Refuses one more picture of so many bytes where the account has no room for it.
async fn bounded(app: &App, at: impl Into<At<'_>>, account: AccountId, more: i64) -> Answer<()> {
    let (most, megabytes) = (i64::from(app.config.max_pictures), i64::from(app.config.max_picture_megabytes));
    let (count, bytes) = store::taken(at, account).await?;
    let goes = "one that nothing shows any more goes within 30 days.";
    if count >= most {
        return Err(ApiError::conflict(format!("An account has at most {most} pictures; {goes}")));
    }
    if bytes + more > megabytes * 1024 * 1024 {
        return Err(ApiError::conflict(format!("The pictures of an account have at most {megabytes} MB; {goes}")));
    }
    Ok(())
}

fn view(picture: Picture) -> PictureView {
    PictureView {
        id: picture.id(),
        path: address::path(&picture.key),
        width: picture.width(),
        height: picture.height(),
        bytes: picture.bytes,
        created_at: picture.created_at(),
        content_type: picture.content_type,
    }
}
