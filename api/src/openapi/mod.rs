//! The description of the API (OpenAPI 3.1), made of the code, and the pages that show it to people.
//! So that a route cannot exist without its description, and the description never needs the network.
//! It never says anything by hand that the code could say.

mod front;
mod page;
mod shape;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde_json::{Map, Value, json};
use shared::wire::problem::ProblemKind;
use utoipa::PartialSchema;

use crate::error::meaning;

/// Our pages hold one style sheet and nothing else.
const PAGE_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const ABOUT: &str = "The API of a GiftOS server. All times are milliseconds since 1970-01-01T00:00:00Z, money is in minor \
units with its ISO 4217 currency, text lengths count Unicode scalar values. Failures are problem details (RFC 9457); decide by \
their `type`, which `/problems/…` explains. Lists are paged by `cursor`. Changes name the version they mean with `If-Match`. \
A POST with an `Idempotency-Key` is carried out once and answered alike for 24 hours. `RateLimit` says how many requests are left.";

/// `/openapi.json`, `/docs`, `/problems/{kind}` and `/`.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>(described: &utoipa::openapi::OpenApi) -> Router<S> {
    let document = complete(serde_json::to_value(described).unwrap_or_default());
    let docs = page::render(&document);
    let text = document.to_string();
    let json = get(async move || ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")], text.clone()));
    Router::new()
        .route("/openapi.json", json)
        .route("/docs", get(async move || html(docs.clone())))
        .merge(front::routes())
}

/// A page of ours.
fn html(text: String) -> Response {
    let mut response = Html(text).into_response();
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// Adds what is true of every operation, so that no handler has to repeat it and none can forget it.
fn complete(mut document: Value) -> Value {
    document["info"] = json!({"title": "GiftOS", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT});
    document["servers"] = json!([{"url": "/"}]);
    document["security"] = json!([{"bearer": []}]);
    document["components"]["securitySchemes"]["bearer"] = json!({
        "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
        "description": "The access token of a sign-in; good for 15 minutes, and only while its session lasts.",
    });
    let schemas = &mut document["components"]["schemas"];
    for (name, schema) in [
        ("Problem", shared::wire::problem::Problem::schema()),
        ("ProblemKind", ProblemKind::schema()),
        ("FieldError", shared::wire::problem::FieldError::schema()),
    ] {
        schemas[name] = serde_json::to_value(schema).unwrap_or_default();
    }
    if let Some(paths) = document["paths"].as_object_mut() {
        for (path, item) in paths {
            for (method, operation) in item.as_object_mut().into_iter().flatten() {
                if let Some(operation) = operation.as_object_mut() {
                    complete_operation(path, method, operation);
                }
            }
        }
    }
    document
}

/// Pictures are bytes, which OpenAPI 3.1 says by saying nothing of their shape.
fn say_bytes(message: &mut Value) {
    for (kind, media) in message.get_mut("content").and_then(Value::as_object_mut).into_iter().flatten() {
        if kind.starts_with("image/") {
            *media = json!({});
        }
    }
}

/// Which failures an operation can have follows from its shape.
fn complete_operation(path: &str, method: &str, operation: &mut Map<String, Value>) {
    let anonymous = operation.get("security").and_then(Value::as_array).is_some_and(|ways| *ways == [json!({})]);
    let body = operation.contains_key("requestBody");
    let parameters = operation.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
    let lies_in = |place: &str| parameters.iter().any(|parameter| parameter["in"] == place);
    let mut kinds = vec![ProblemKind::TooManyRequests, ProblemKind::Internal, ProblemKind::Busy];
    if !anonymous {
        kinds.push(ProblemKind::Unauthenticated);
    }
    if path.contains('{') {
        kinds.push(ProblemKind::NotFound);
    }
    if body || lies_in("query") || lies_in("path") || method == "post" {
        kinds.push(ProblemKind::Malformed);
    }
    if body {
        kinds.extend([
            ProblemKind::RequestTimeout,
            ProblemKind::TooLarge,
            ProblemKind::UnsupportedMediaType,
            ProblemKind::Invalid,
        ]);
    }
    // A POST that is carried out once can stand against another one with the same key.
    if method == "post" && !anonymous {
        kinds.push(ProblemKind::Conflict);
        let header = json!({"name": "Idempotency-Key", "in": "header", "required": false,
            "description": "The same key and body again get the same answer for 24 hours.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255}});
        let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
        if let Some(parameters) = parameters.as_array_mut() {
            parameters.push(header);
        }
    }
    if let Some(body) = operation.get_mut("requestBody") {
        say_bytes(body);
    }
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    for kind in kinds {
        let (status, title) = meaning(kind);
        if responses.get(status.as_str()).is_none() {
            responses[status.as_str()] = json!({"description": title});
        }
    }
    for (status, response) in responses.as_object_mut().into_iter().flatten() {
        say_bytes(response);
        if status.as_str() >= "400" {
            response["content"] =
                json!({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}});
        }
    }
}
