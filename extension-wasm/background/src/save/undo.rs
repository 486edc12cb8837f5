//! Taking back a save: what still waits is taken out, what has left is removed where it arrived.

use browser::clock;
use shared::id::ItemId;
use shared::wire::message::Refusal;

use super::{index, recent};
use crate::account::session;
use crate::outbox::row::{Owner, Row, Sending};
use crate::outbox::send::is_in_flight;
use crate::outbox::{self, store};

/// Takes back the save of this id, within its ten seconds.
pub(crate) async fn undo(id: ItemId) -> Result<(), Refusal> {
    let save = recent::take(id).await.ok_or(Refusal::TooLate)?;
    let owner = session::owner().await;
    {
        let _held = store::turn().await;
        let rows = store::rows().await?;
        let mut changes = Vec::new();
        for id in &save.ids {
            let waiting = rows.iter().find(|(_, row)| row.item().is_some_and(|item| item.id == *id));
            match waiting {
                // Never tried: nobody else has heard of it.
                Some((number, row)) if row.attempts == 0 && !is_in_flight(*number) => {
                    changes.push(store::delete(*number));
                }
                // It may have arrived although no answer came: its place is taken by its removal.
                Some((number, row)) if !is_in_flight(*number) => {
                    changes.push(store::put(*number, &removal(row.owner.clone(), *id))?);
                }
                // On its way right now: removed after it.
                Some((_, row)) => changes.push(store::add(&removal(row.owner.clone(), *id))?),
                None => changes.push(store::add(&removal(owner.clone(), *id))?),
            }
        }
        // What was changed of it meanwhile goes with it.
        for (number, row) in &rows {
            let edits = matches!(&row.sending, Sending::Edit(edited) if save.ids.contains(edited));
            if edits && !is_in_flight(*number) {
                changes.push(store::delete(*number));
            }
        }
        if let Some(page) = &save.page {
            changes.push(index::delete(owner.as_ref(), page));
        }
        store::write(&changes).await?;
    }
    outbox::stirred().await;
    Ok(())
}

fn removal(owner: Option<Owner>, id: ItemId) -> Row {
    Row::new(owner, (Sending::Remove(id), String::new()), None, clock::now())
}
