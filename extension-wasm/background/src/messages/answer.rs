//! The one table: what each request of our own pages does, and what it is answered.

use shared::id::ItemId;
use shared::wire::message::{Refusal, Request};

use super::reply::Answer;
use crate::account::{settings, sign, status};
use crate::outbox::send;
use crate::page::memory;
use crate::save::change::Wanted;
use crate::{boards, page, save};

/// Does what a page of ours asks, and gives the answer.
pub(crate) async fn answer(request: Request) -> Answer {
    done(request).await.unwrap_or_else(Answer::Refused)
}

async fn done(request: Request) -> Result<Answer, Refusal> {
    match request {
        Request::PageLook { tab_id } => Ok(Answer::Page(Box::new(page::card(tab_id).await?))),
        Request::ItemSave { save } => Ok(Answer::Saved(Box::new(save::draft(*save).await?))),
        Request::ItemUndo { id } => {
            save::undo::undo(id).await?;
            Ok(Answer::Done)
        }
        Request::ItemEdit { id, patch } => changed(id, &Wanted::Edited(*patch)).await,
        Request::ItemBin { id } => changed(id, &Wanted::Binned).await,
        Request::ItemRestore { id } => changed(id, &Wanted::Restored).await,
        Request::DraftKeep { draft } => {
            memory::change(draft.tab_id, Box::new(|memory| memory.draft = Some(*draft))).await;
            Ok(Answer::Done)
        }
        Request::DraftDrop { tab_id } => {
            memory::change(tab_id, Box::new(|memory| memory.draft = None)).await;
            Ok(Answer::Done)
        }
        Request::BoardsList => boards::list().await,
        Request::BoardCreate { name, kind } => boards::create(&name, kind).await,
        Request::BoardItems { id, cursor } => Ok(Answer::BoardItems(Box::new(boards::items(id, cursor).await?))),
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
        Request::SettingsGet => Ok(Answer::Settings(settings::get().await)),
        Request::SettingsSet { settings } => Ok(Answer::Settings(settings::set(settings).await?)),
    }
}

async fn changed(id: ItemId, wanted: &Wanted) -> Result<Answer, Refusal> {
    save::change::change(id, wanted).await?;
    Ok(Answer::Done)
}

async fn status() -> Result<Answer, Refusal> {
    Ok(Answer::Status(Box::new(status::get().await?)))
}
