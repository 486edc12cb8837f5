//! Pictures that rows speak of: each is uploaded before its row is sent, under the id it was given when it was chosen. So it may be sent
//! again however often the worker is stopped between both: the server answers with the path that it has.

use browser::client::{Call, CallError};
use browser::database::{self, PICTURES};
use browser::durable::RowKey;
use shared::json::Json;
use shared::wire::pictures::{NewPicture, arrived, waiting_in};

use super::row::Owner;
use crate::account::call::{self, AccountError};

/// Over a slow line a picture takes longer than anything else that is sent.
const UPLOAD_MS: u32 = 60_000;

/// The body as it is sent: with the path of the picture that it speaks of, which the server has by then. Where this device has that
/// picture no longer, the server says what is wrong with the body.
pub(super) async fn uploaded(owner: &Owner, body: String) -> Result<String, AccountError> {
    if let Some(id) = waiting_in(&body)
        && let Ok(database) = database::open().await
        && let Ok(bytes) = database.value(PICTURES, &RowKey::Text(id.text())).await
        && bytes.is_object()
    {
        let picture = NewPicture { id, bytes };
        let call = Call::new("PUT", &owner.server, &["/uploads/", &id.text()].concat()).picture(picture.bytes);
        let answer = call::send(owner, call.within_ms(UPLOAD_MS)).await?;
        let path: Option<String> = Json::parse(&answer).and_then(|picture| picture.field("path"));
        // A success that is none of ours: somebody stands between us and the server.
        let path = path.ok_or_else(|| AccountError::Call(CallError::Unreachable(String::new())))?;
        return Ok(arrived(&body, id, &path));
    }
    Ok(body)
}
