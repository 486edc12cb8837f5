//! `POST /api/v1/batch`: several requests in one, each answered on its own and in order.
//!
//! It is checked and counted as one request; its parts then go through the same routes as any other. A part that fails
//! does not keep the next ones from being carried out.

use axum::body::{Body, to_bytes};
use axum::extract::{Extension, Request};
use axum::http::header::{CONTENT_TYPE, ETAG, IF_MATCH};
use axum::http::{HeaderValue, Method, Uri};
use axum::response::{IntoResponse, Response};
use axum::{Router, middleware};
use shared::wire::batch::{Batch, BatchAnswer, BatchAnswers, BatchPart};
use shared::wire::problem::ProblemKind;
use tower::ServiceExt;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::edge::limits::tries_password;
use crate::edge::request::RequestId;
use crate::error::{Answer, ApiError, finish};
use crate::events::stream;
use crate::extract::{Bearer, Json, Viewer};
use crate::idempotency;

/// Parts at most.
const MOST: usize = 50;
/// All answers of a batch together, but for those that only say that there is no room. It leaves them enough of what is
/// kept for an `Idempotency-Key` (4 MiB).
const LARGEST: usize = 3 * 1024 * 1024;

/// The routes that parts go to.
#[derive(Clone)]
struct Inner(Router);

/// The route of batches; `inner` are the routes that their parts may name.
pub(crate) fn routes(app: &App, inner: Router) -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(carry_out_batch))
        .layer(middleware::from_fn_with_state(app.clone(), idempotency::once))
        .layer(Extension(Inner(inner)))
}

/// Carry out several requests in one.
///
/// Each part is answered on its own, in order; one that fails does not stop the next. It counts as one request. The
/// bodies of all answers are at most 3 MiB together: from the part on that has no room, each is answered with 413 and
/// nothing of it is done.
#[utoipa::path(post, path = "/api/v1/batch", tag = "batch", request_body = Batch, responses(
    (status = 200, description = "As many answers as parts", body = BatchAnswers),
))]
async fn carry_out_batch(
    Extension(inner): Extension<Inner>,
    Extension(request_id): Extension<RequestId>,
    Extension(bearer): Extension<Bearer>,
    viewer: Viewer,
    Json(batch): Json<Batch>,
) -> Answer<Json<BatchAnswers>> {
    if batch.parts.is_empty() || batch.parts.len() > MOST {
        return Err(ApiError::invalid("parts", format!("has 1 to {MOST} entries")));
    }
    let mut answers = Answers { list: Vec::with_capacity(batch.parts.len()), room: Some(LARGEST), request_id };
    for part in batch.parts {
        if answers.room.is_none() {
            answers.refuse("Nothing of it was done: earlier answers fill this batch. Send it in another one.").await;
            continue;
        }
        let reads = part.method == "GET";
        let response = match request(part) {
            Ok(mut request) => {
                let extensions = request.extensions_mut();
                extensions.insert(viewer);
                extensions.insert(bearer);
                extensions.insert(answers.request_id.clone());
                match inner.0.clone().oneshot(request).await {
                    Ok(response) => response,
                    Err(never) => match never {},
                }
            }
            Err(refused) => refused.into_response(),
        };
        answers.add(reads, response).await;
    }
    Ok(Json(BatchAnswers { answers: answers.list }))
}

/// The answers so far.
struct Answers {
    list: Vec<BatchAnswer>,
    /// Bytes that bodies may still take; `None` from the first one on that had no room.
    room: Option<usize>,
    request_id: RequestId,
}

impl Answers {
    /// Adds what a part was answered; `reads` says that it changed nothing.
    async fn add(&mut self, reads: bool, response: Response) {
        let response = finish(response, &self.request_id.0);
        let status = response.status().as_u16();
        let etag = response.headers().get(ETAG).and_then(|tag| tag.to_str().ok()).map(ToOwned::to_owned);
        let room = self.room.unwrap_or_default();
        let bytes = to_bytes(response.into_body(), room).await.ok();
        self.room = bytes.as_ref().map(|bytes| room - bytes.len());
        match bytes {
            None if reads => self.refuse("Its answer has no room in this batch; ask for it by itself.").await,
            // What was done is never called refused: it is told without its body.
            bytes => {
                let body = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
                self.list.push(BatchAnswer { status, etag, body });
            }
        }
    }

    /// Adds that a part is too much for this batch. Parts answered so have changed nothing.
    async fn refuse(&mut self, detail: &'static str) {
        let refused = ApiError::new(ProblemKind::TooLarge).detail(detail).into_response();
        let response = finish(refused, &self.request_id.0);
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), LARGEST).await.unwrap_or_default();
        self.list.push(BatchAnswer { status, etag: None, body: serde_json::from_slice(&bytes).ok() });
    }
}

/// A part as a request of its own.
fn request(part: BatchPart) -> Answer<Request> {
    let refused = |field: &str, detail: &str| ApiError::invalid(field, detail);
    let method = match part.method.as_str() {
        "GET" => Method::GET,
        "POST" => Method::POST,
        "PUT" => Method::PUT,
        "PATCH" => Method::PATCH,
        "DELETE" => Method::DELETE,
        _ => return Err(refused("method", "is GET, POST, PUT, PATCH or DELETE")),
    };
    if !part.path.starts_with('/') || part.path.len() > 2048 || part.path.contains('#') {
        return Err(refused("path", "is a path and query below /api/v1, as /items?limit=10"));
    }
    let uri: Uri = format!("/api/v1{}", part.path).parse().map_err(|_| refused("path", "cannot be read"))?;
    if uri.path() == "/api/v1/batch" {
        return Err(ApiError::forbidden("A batch holds no batches."));
    }
    if stream::is_one(uri.path()) {
        return Err(ApiError::forbidden("A stream does not end, and so is no part of a batch."));
    }
    // Fifty tries at a password would count as one.
    if tries_password(&method, uri.path()) || uri.path().starts_with("/api/v1/sessions") {
        return Err(ApiError::forbidden("Send what signs in or out by itself."));
    }
    let mut request = Request::new(match part.body {
        Some(body) => Body::from(serde_json::to_vec(&body).map_err(ApiError::internal)?),
        None => Body::empty(),
    });
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(tag) = part.if_match {
        let tag = HeaderValue::try_from(tag)
            .map_err(|_| refused("if_match", "is the ETag of what you read, as \"7\", or * for any version"))?;
        request.headers_mut().insert(IF_MATCH, tag);
    }
    Ok(request)
}
