//! What handlers take: bodies, paths, queries, versions and the person who asks.
//! So that each refusal is a problem of its own kind, and no request passes on a session that was not found good within half a second.
//! It never answers a request by itself, and it never reads what belongs to a capability.

mod cursor;
mod form;
mod request;
mod signed;
mod version;

pub use cursor::{BEHIND_EVERY_ID, Paging, cursor_of, page_of};
pub use form::FormFields;
pub(crate) use form::{FORM_LIMIT, WISH_LIMIT};
pub(crate) use request::{BODY_LIMIT, read_body};
pub use request::{Json, Path, Query};
pub use signed::{Asker, MaybeSigned, Operator, Signed};
pub(crate) use signed::{Bearer, Viewer};
pub use version::{IfMatch, OptionalIfMatch, etag};
