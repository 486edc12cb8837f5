//! Taking back a save: what still waits is taken out, what has left is removed where it arrived.

use browser::clock;
use browser::durable::Change;
use shared::id::ItemId;
use shared::time::Timestamp;
use shared::wire::message::Refusal;

use super::{index, recent};
use crate::account::session;
use crate::outbox::row::{Numbered, Owner, Row, Sending};
use crate::outbox::send::is_in_flight;
use crate::outbox::{self, store};
use crate::page;

/// Takes back the save of this id, within its ten seconds.
pub(crate) async fn undo(id: ItemId) -> Result<(), Refusal> {
    let owner = session::owner().await;
    let page = {
        let _held = store::turn().await;
        let save = recent::find(id).await.ok_or(Refusal::TooLate)?;
        let mut changes = taken_back(&store::rows().await?, &save.ids, owner.as_ref(), is_in_flight, clock::now());
        if let Some(page) = &save.page
            && let Some(saved) = index::get(owner.as_ref(), page).await?
        {
            changes.extend(index::forget(owner.as_ref(), page, &saved));
        }
        store::write(&changes).await?;
        // Only now: where the disk refused, it can still be taken back.
        recent::forget(id).await;
        save.page
    };
    if let Some(page) = page {
        page::unsaved(&page).await;
    }
    outbox::stirred().await;
    Ok(())
}

fn taken_back(
    rows: &[Numbered],
    ids: &[ItemId],
    owner: Option<&Owner>,
    is_in_flight: impl Fn(u32) -> bool,
    now: Timestamp,
) -> Vec<Change> {
    let removal = |owner: Option<Owner>, id| Row::new(owner, (Sending::Remove(id), String::new()), None, now);
    let mut changes = Vec::new();
    for id in ids {
        let waiting = rows.iter().find(|(_, row)| row.item().is_some_and(|item| item.id == *id));
        changes.push(match waiting {
            // On its way right now: removed after it.
            Some((number, row)) if is_in_flight(*number) => store::add(&removal(row.owner.clone(), *id)),
            // Nobody else has heard of it.
            Some((number, row)) if row.is_untried() => store::delete(*number),
            // It may have arrived although no answer came: its place is taken by its removal.
            Some((number, row)) => store::put(*number, &removal(row.owner.clone(), *id)),
            None => store::add(&removal(owner.cloned(), *id)),
        });
    }
    // What was done with it meanwhile goes with it.
    for (number, row) in rows {
        let follows = row.item().is_none() && row.item_id().is_some_and(|id| ids.contains(&id));
        if follows && !is_in_flight(*number) {
            changes.push(store::delete(*number));
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::fixtures::{item_id, item_row, owner, row};

    fn back(row: &Row, in_flight: bool) -> Vec<Change> {
        let (rows, now) = ([(4, row.clone())], Timestamp::from_millis(9));
        taken_back(&rows, &[item_id(1)], Some(&owner(1)), |_| in_flight, now)
    }

    #[test]
    fn a_save_that_may_have_left_is_removed_and_not_just_forgotten() {
        let fresh = item_row(Some(owner(1)), 1);
        assert_eq!(back(&fresh, false), [store::delete(4)]);
        // The worker ended before the answer: nothing but this mark tells that it left.
        let left = Row { tried: true, ..fresh.clone() };
        assert!(matches!(back(&left, false)[..], [Change::Put(..)]));
        assert!(matches!(back(&fresh, true)[..], [Change::Add(..)]));
    }

    #[test]
    fn its_edits_go_with_it() {
        let edit = row(Some(owner(1)), (Sending::Edit(item_id(1)), "{}".to_owned()));
        let changes = back(&edit, false);
        assert!(matches!(&changes[..], [Change::Add(..), gone] if *gone == store::delete(4)), "{changes:?}");
    }
}
