//! Keeping an answer, and giving it again.

use axum::body::{Body, HttpBody, to_bytes};
use axum::http::header::{CONTENT_TYPE, ETAG, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

use super::Held;
use super::store::{self, KeptRow};
use crate::error::{self, ApiError};

/// What a client may rely on in an answer; everything else is made anew.
const HEADERS: [HeaderName; 3] = [CONTENT_TYPE, ETAG, LOCATION];
/// A larger answer is sent and not kept.
const LARGEST: usize = 4 * 1024 * 1024;
/// Bytes of all bodies that are kept for an account; past them the oldest go.
const MOST_OF_ACCOUNT: i64 = 16 * 1024 * 1024;

/// Whether an answer is kept. Its size is known before anything is read of it: what was read could not be sent any more.
fn worth_keeping(response: &Response) -> bool {
    let size = response.body().size_hint().exact();
    response.status().is_success() && size.is_some_and(|size| size <= LARGEST as u64)
}

/// Keeps the answer where it is a success of no great size, and frees the key where it is not.
pub(super) async fn keep(held: Held<'_>, response: Response) -> error::Answer<Response> {
    if !worth_keeping(&response) {
        free(&held).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, LARGEST).await.map_err(ApiError::internal)?;
    // Our bodies are JSON, so they are text.
    let Ok(text) = String::from_utf8(bytes.to_vec()) else {
        free(&held).await?;
        return Ok(Response::from_parts(parts, Body::from(bytes)));
    };
    let headers = serde_json::to_string(&kept_headers(&parts.headers)).map_err(ApiError::internal)?;
    let answer = store::Answer { status: parts.status.as_u16(), headers, body: text };
    let mut tx = held.app.db.begin().await?;
    store::keep(&mut tx, held.account, &held.key, held.since, &answer).await?;
    store::make_room(&mut tx, held.account, MOST_OF_ACCOUNT).await?;
    tx.commit().await?;
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

async fn free(held: &Held<'_>) -> error::Answer<()> {
    let mut tx = held.app.db.begin().await?;
    store::release(&mut tx, held.account, &held.key, held.since).await?;
    Ok(tx.commit().await?)
}

fn kept_headers(headers: &HeaderMap) -> Vec<(&str, &str)> {
    let kept = headers.iter().filter(|(name, _)| HEADERS.contains(name));
    kept.filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect()
}

/// The kept answer again.
pub(super) fn answer(status: StatusCode, row: KeptRow) -> error::Answer<Response> {
    let mut response = Response::new(Body::from(row.body.unwrap_or_default()));
    *response.status_mut() = status;
    let headers: Vec<(String, String)> =
        serde_json::from_str(row.headers.as_deref().unwrap_or("[]")).map_err(ApiError::internal)?;
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use axum::body::Bytes;

    use super::*;

    fn of(status: StatusCode, body: Body) -> Response {
        let mut response = Response::new(body);
        *response.status_mut() = status;
        response
    }

    #[test]
    fn an_answer_too_large_to_keep_is_left_as_it_is() {
        assert!(worth_keeping(&of(StatusCode::OK, Body::empty())));
        assert!(worth_keeping(&of(StatusCode::CREATED, Body::from(vec![b' '; LARGEST]))));
        assert!(!worth_keeping(&of(StatusCode::OK, Body::from(vec![b' '; LARGEST + 1]))));
        let endless = futures::stream::repeat_with(|| Ok::<_, Infallible>(Bytes::from_static(b" ")));
        assert!(!worth_keeping(&of(StatusCode::OK, Body::from_stream(endless))));
        assert!(!worth_keeping(&of(StatusCode::CONFLICT, Body::empty())));
    }
}
