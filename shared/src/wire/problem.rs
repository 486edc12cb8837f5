//! Problem details (RFC 9457). Programs decide by [`ProblemKind`], never by the words.

use serde::{Deserialize, Serialize};

/// The body of every answer that is no success, as `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Stable name of the kind, as a relative reference: `/problems/not-found`.
    #[serde(rename = "type")]
    pub kind: ProblemKind,
    /// One sentence, the same for all of a kind.
    pub title: String,
    /// The HTTP status again.
    pub status: u16,
    /// What happened here and what to do; absent where that would tell too much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The id of the request, to quote to the operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// Which fields were refused, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// One refused field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Where: `items[2].title`.
    pub field: String,
    /// What to do.
    pub detail: String,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $uri:literal),+ $(,)?) => {
        /// The kinds of problem. The list only grows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ProblemKind {
            $($(#[$doc])* #[serde(rename = $uri)] $name,)+
            /// A kind that this version does not know yet.
            #[serde(other)]
            Unknown,
        }

        // utoipa's own derive does not look through the texts of a macro, and would describe the names of the variants.
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for ProblemKind {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some("The kinds of problem. The list only grows."))
                    .enum_values(Some([$($uri),+]))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for ProblemKind {}

        impl ProblemKind {
            /// Every kind, for the page that explains them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The relative reference in `type`.
            #[must_use]
            pub const fn uri(self) -> &'static str {
                match self { $(Self::$name => $uri,)+ Self::Unknown => "about:blank" }
            }
        }
    };
}

kinds! {
    /// The body or a parameter cannot be read (400).
    Malformed = "/problems/malformed",
    /// A field breaks a rule; `errors` says which (422).
    Invalid = "/problems/invalid",
    /// Nobody is signed in, or the token is no longer good (401).
    Unauthenticated = "/problems/unauthenticated",
    /// Mail address and password do not belong together (401).
    WrongCredentials = "/problems/wrong-credentials",
    /// The account may not do this (403).
    Forbidden = "/problems/forbidden",
    /// It does not exist, or not for this viewer (404).
    NotFound = "/problems/not-found",
    /// The path does not take this method (405).
    MethodNotAllowed = "/problems/method-not-allowed",
    /// The body did not arrive in time (408).
    RequestTimeout = "/problems/request-timeout",
    /// It is there already, in another form (409).
    Conflict = "/problems/conflict",
    /// So many are no longer free (409).
    Taken = "/problems/taken",
    /// It is more than the limits of its category leave room for (409).
    OverLimit = "/problems/over-limit",
    /// The list stays as it is since its lock date (409).
    Locked = "/problems/locked",
    /// `If-Match` names an older version (412).
    Changed = "/problems/changed",
    /// `If-Match` is missing where it is needed (428).
    PreconditionRequired = "/problems/precondition-required",
    /// The body is larger than this route takes (413).
    TooLarge = "/problems/too-large",
    /// The body is not JSON, or no picture where one is taken (415).
    UnsupportedMediaType = "/problems/unsupported-media-type",
    /// Too many requests; `Retry-After` says when (429).
    TooManyRequests = "/problems/too-many-requests",
    /// The server sends no mail, and what was asked for cannot be done without (409).
    MailOff = "/problems/mail-off",
    /// The address leads to a place that the server does not visit (422).
    AddressRefused = "/problems/address-refused",
    /// The server is at its limit for now; `Retry-After` says when (503).
    Busy = "/problems/busy",
    /// A fault of the server, logged under the request id (500).
    Internal = "/problems/internal",
}
