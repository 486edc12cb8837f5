//! Making one copy: the picture is fetched by the guarded client and written anew from its pixels alone, small.

use shared::id::ItemId;

use super::store;
use crate::App;
use crate::chance;
use crate::db::StoreError;
use crate::fetch::FetchError;
use crate::jobs::Outcome;
use crate::pictures::{Kind, Refusal, Rendered, render};

/// One try, for the item that the job is about. What cannot be had leaves the tile of its letter.
///
/// # Errors
/// Those of the database.
pub(crate) async fn run(app: &App, subject: &str, last: bool) -> Result<Outcome, StoreError> {
    let Ok(item) = subject.parse::<ItemId>() else { return Ok(Outcome::Done) };
    let Some(address) = store::waiting(&app.db, item).await? else { return Ok(Outcome::Done) };
    let bytes = match app.fetch.picture(&address, app.clock.now()).await {
        Ok(bytes) => bytes,
        Err(FetchError::Busy { retry_after }) => return Ok(Outcome::Later(i64::from(retry_after) * 1000)),
        Err(error) if error.may_pass() && !last => return Ok(Outcome::Retry { after: 0, reason: error.to_string() }),
        Err(_) => return Ok(Outcome::Done),
    };
    let Some(rendered) = rendered(app, bytes.to_vec()).await? else { return Ok(Outcome::Done) };
    let mut tx = app.db.begin().await?;
    store::fill(&mut tx, (item, &address), &chance::token(), (rendered.content_type, &rendered.thumb)).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

/// `None` where it is no picture that is read here.
async fn rendered(app: &App, bytes: Vec<u8>) -> Result<Option<Rendered>, StoreError> {
    let Ok(kind) = Kind::of(&bytes) else { return Ok(None) };
    let turn = app.pictures.turn().await;
    let done = tokio::task::spawn_blocking(move || {
        let rendered: Result<Rendered, Refusal> = render(&bytes, kind);
        drop(turn);
        rendered.ok()
    });
    done.await.map_err(StoreError::internal)
}
