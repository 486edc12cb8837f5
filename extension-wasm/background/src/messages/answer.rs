//! The one table: what each request of our own pages does, and what it is answered.

use shared::wire::message::{Refusal, Request};

use super::reply::Answer;
use crate::account::{settings, sign, status};
use crate::outbox::send;
use crate::page::{corrections, everywhere, memory};
use crate::save::change::Wanted;
use crate::{boards, outbox, page, save};

/// Does what a page of ours asks, and gives the answer.
pub(crate) async fn answer(request: Request) -> Answer {
    done(request).await.unwrap_or_else(Answer::Refused)
}

/// What is told once the request is done. Told in one place: each of them is a question of its own.
enum Then {
    Done,
    Status,
    Corrections,
    Answer(Answer),
}

async fn done(request: Request) -> Result<Answer, Refusal> {
    Ok(match act(request).await? {
        Then::Done => Answer::Done,
        Then::Status => Answer::Status(Box::new(status::get().await?)),
        Then::Corrections => Answer::Corrections(corrections::text().await.unwrap_or_default()),
        Then::Answer(answer) => answer,
    })
}

async fn act(request: Request) -> Result<Then, Refusal> {
    let answer = match request {
        Request::ItemUndo { id } => {
            save::undo::undo(id).await?;
            return Ok(Then::Done);
        }
        // One call for all four: each place that waits for it would weigh as much again.
        Request::ItemEdit { id, .. }
        | Request::ItemBin { id }
        | Request::ItemRestore { id }
        | Request::ItemReadAgain { id } => {
            let wanted = match request {
                Request::ItemEdit { patch, .. } => Wanted::Edited(patch),
                Request::ItemBin { .. } => Wanted::Binned,
                Request::ItemRestore { .. } => Wanted::Restored,
                _ => Wanted::ReadAgain,
            };
            save::change::change(id, &wanted).await?;
            return Ok(Then::Done);
        }
        Request::LinkSave { url, board } => Answer::Saved(Box::new(save::link(&url, board).await?)),
        Request::DraftKeep { draft } => {
            memory::keep_draft(*draft).await;
            return Ok(Then::Done);
        }
        Request::DraftDrop { tab_id } => {
            memory::drop_draft(tab_id).await;
            return Ok(Then::Done);
        }
        Request::StatusGet => return Ok(Then::Status),
        Request::AccountBegin { server, tokens } => {
            sign::begin(server, &tokens).await?;
            return Ok(Then::Status);
        }
        Request::AccountSignOut { everywhere } => {
            sign::sign_out(everywhere).await?;
            return Ok(Then::Status);
        }
        Request::OutboxFlush => {
            send::try_again().await?;
            return Ok(Then::Status);
        }
        Request::OutboxSend => {
            outbox::stirred().await;
            return Ok(Then::Done);
        }
        Request::OutboxAdopt { take } => {
            sign::adopt(take).await?;
            return Ok(Then::Status);
        }
        Request::OutboxDiscard { id } => {
            save::discard::discard(id).await?;
            return Ok(Then::Status);
        }
        Request::CorrectionsList => return Ok(Then::Corrections),
        Request::CorrectionsForget { shop } => {
            corrections::forget(shop).await?;
            return Ok(Then::Corrections);
        }
        Request::DeviceChanged => {
            everywhere::changed().await;
            return Ok(Then::Done);
        }
        Request::PageLook { tab_id } => Answer::Page(Box::new(page::card(tab_id).await?)),
        Request::ItemSave { save } => Answer::Saved(Box::new(save::draft(*save).await?)),
        Request::BoardsList => boards::list().await?,
        Request::BoardCreate { name, kind } => boards::create(&name, kind).await?,
        Request::ServerRead { owner, path } => boards::read(&owner, &path).await?,
        Request::SettingsGet => Answer::Settings(settings::get().await),
        Request::SettingsSet { settings } => Answer::Settings(settings::set(settings).await?),
    };
    Ok(Then::Answer(answer))
}
