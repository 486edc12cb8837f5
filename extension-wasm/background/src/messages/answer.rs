//! The one table: what each request of our own pages does, and what it is answered.

use serde::Serialize;
use shared::wire::message::{Refusal, Reply, Request};

use crate::account::{settings, sign, status};
use crate::outbox::send;
use crate::page::memory;
use crate::{boards, page, save};

/// Does what a page of ours asks, and gives the JSON of the answer: a [`Reply`].
pub(crate) async fn answer(request: Request) -> String {
    if let Request::BoardItems { id, cursor } = request {
        return match boards::items(id, cursor).await {
            Ok(items) => json(&items),
            Err(refusal) => json(&Reply::Refused(refusal)),
        };
    }
    json(&done(request).await.unwrap_or_else(Reply::Refused))
}

fn json<T: Serialize>(reply: &T) -> String {
    // An empty text is no answer at all, and the page says so; no type of ours comes to that.
    serde_json::to_string(reply).unwrap_or_default()
}

async fn done(request: Request) -> Result<Reply, Refusal> {
    match request {
        Request::PageLook { tab_id } => Ok(Reply::Page(Box::new(page::card(tab_id).await?))),
        Request::ItemSave { save } => Ok(Reply::Saved(save::draft(*save).await?)),
        Request::ItemUndo { id } => {
            save::undo::undo(id).await?;
            Ok(Reply::Done)
        }
        Request::DraftKeep { draft } => {
            memory::change(draft.tab_id, |memory| memory.draft = Some(*draft)).await;
            Ok(Reply::Done)
        }
        Request::DraftDrop { tab_id } => {
            memory::change(tab_id, |memory| memory.draft = None).await;
            Ok(Reply::Done)
        }
        Request::BoardsList => boards::list().await,
        Request::BoardCreate { name, kind } => boards::create(&name, kind).await,
        // Answered above, without its types.
        Request::BoardItems { .. } => Err(Refusal::NotUnderstood),
        Request::StatusGet => status().await,
        Request::AccountRegister { server, email, password, display_name } => {
            sign::register(&server, email, password, display_name).await?;
            status().await
        }
        Request::AccountSignIn { server, email, password } => {
            sign::sign_in(&server, email, password).await?;
            status().await
        }
        Request::AccountSignOut { everywhere } => {
            sign::sign_out(everywhere).await?;
            status().await
        }
        Request::OutboxFlush => {
            send::try_again().await?;
            status().await
        }
        Request::OutboxAdopt { take } => {
            sign::adopt(take).await?;
            status().await
        }
        Request::OutboxDiscard { id } => {
            save::discard::discard(id).await?;
            status().await
        }
        Request::SettingsGet => Ok(Reply::Settings(settings::get().await)),
        Request::SettingsSet { settings } => Ok(Reply::Settings(settings::set(settings).await?)),
    }
}

async fn status() -> Result<Reply, Refusal> {
    Ok(Reply::Status(Box::new(status::get().await?)))
}
