//! Changing an item that the server has: edited, put into the bin, brought back from it, read anew. Each is a row of the outbox like a
//! save: on the disk before the page is told, sent in order, also after a day without a network.

use browser::clock;
use browser::durable::Change;
use shared::id::ItemId;
use shared::json::to_text;
use shared::time::Timestamp;
use shared::wire::items::ItemPatch;
use shared::wire::message::Refusal;

use super::index;
use super::record::SavedPage;
use crate::account::session;
use crate::outbox::row::{Numbered, Owner, Row, Sending};
use crate::outbox::send::is_in_flight;
use crate::outbox::{self, store};
use crate::page;

/// What the person wants of an item.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Wanted {
    /// With these changes.
    Edited(Box<ItemPatch>),
    /// In the bin.
    Binned,
    /// Out of the bin.
    Restored,
    /// Read once more by the server, from the address that was pasted.
    ReadAgain,
}

/// Changes an item of whoever is signed in, or one that was saved here while nobody is.
pub(crate) async fn change(id: ItemId, wanted: &Wanted) -> Result<(), Refusal> {
    let owner = session::owner().await;
    let page = {
        let _held = store::turn().await;
        let mut changes = vec![planned(&store::rows().await?, owner.as_ref(), id, wanted, is_in_flight, clock::now())];
        let known = index::page_of(owner.as_ref(), id).await?;
        let page = known.map(|(page, saved)| {
            changes.push(index::put(owner.as_ref(), &page, &remembered(saved, wanted)));
            page
        });
        store::write(&changes).await?;
        page
    };
    match page {
        Some(page) if *wanted == Wanted::Binned => page::unsaved(&page).await,
        Some(page) => page::changed(&page).await,
        None => {}
    }
    outbox::stirred().await;
    Ok(())
}

/// What this device knows of the page after it.
fn remembered(saved: SavedPage, wanted: &Wanted) -> SavedPage {
    match wanted {
        Wanted::Edited(patch) => saved.edited(patch),
        Wanted::Binned => SavedPage { binned: true, ..saved },
        Wanted::Restored => SavedPage { binned: false, ..saved },
        Wanted::ReadAgain => saved,
    }
}

/// The change of the outbox. A way into the bin and the way back that nobody else has heard of yet are nothing together.
fn planned(
    rows: &[Numbered],
    owner: Option<&Owner>,
    id: ItemId,
    wanted: &Wanted,
    is_in_flight: impl Fn(u32) -> bool,
    now: Timestamp,
) -> Change {
    let (sending, opposite) = match wanted {
        Wanted::Edited(patch) => ((Sending::Edit(id), to_text(patch)), None),
        Wanted::Binned => ((Sending::Remove(id), String::new()), Some(Sending::Restore(id))),
        Wanted::Restored => ((Sending::Restore(id), String::new()), Some(Sending::Remove(id))),
        Wanted::ReadAgain => ((Sending::ReadAgain(id), String::new()), None),
    };
    let ours = rows.iter().rev().find(|(_, row)| row.owner.as_ref() == owner && row.item_id() == Some(id));
    match ours {
        Some((number, row))
            if Some(&row.sending) == opposite.as_ref() && row.is_untried() && !is_in_flight(*number) =>
        {
            store::delete(*number)
        }
        _ => store::add(&Row::new(owner.cloned(), sending, None, now)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::fixtures::{item_id, owner, row};

    const NOW: Timestamp = Timestamp::from_millis(90);

    fn plan(rows: &[Numbered], wanted: &Wanted, in_flight: u32) -> Change {
        planned(rows, Some(&owner(1)), item_id(1), wanted, |number| number == in_flight, NOW)
    }

    fn sent(sending: Sending) -> Row {
        row(Some(owner(1)), (sending, String::new()))
    }

    #[test]
    fn there_and_back_before_anybody_heard_is_nothing() {
        let removal = sent(Sending::Remove(item_id(1)));
        assert_eq!(plan(&[(4, removal.clone())], &Wanted::Restored, 0), store::delete(4));
        let back = sent(Sending::Restore(item_id(1)));
        assert_eq!(plan(&[(4, back)], &Wanted::Binned, 0), store::delete(4));
        // It may have left: the server is told of both.
        let left = Row { tried: true, ..removal.clone() };
        assert!(matches!(plan(&[(4, left)], &Wanted::Restored, 0), Change::Add(..)));
        assert!(matches!(plan(&[(4, removal)], &Wanted::Restored, 4), Change::Add(..)));
    }

    #[test]
    fn only_the_latest_row_of_the_same_item_and_person_counts() {
        let (other, removal) = (sent(Sending::Remove(item_id(2))), sent(Sending::Remove(item_id(1))));
        let stranger = row(Some(owner(2)), (Sending::Remove(item_id(1)), String::new()));
        for rows in [vec![(4, other)], vec![(4, stranger)], vec![(4, removal), (5, sent(Sending::Edit(item_id(1))))]] {
            assert!(matches!(plan(&rows, &Wanted::Restored, 0), Change::Add(..)), "{rows:?}");
        }
    }

    #[test]
    fn an_edit_is_sent_as_it_was_made() {
        let patch = ItemPatch { title: Some("Kettle".to_owned()), ..ItemPatch::default() };
        let Change::Add(_, text) = plan(&[], &Wanted::Edited(Box::new(patch)), 0) else { panic!("no row") };
        assert!(text.contains(r#"{\"title\":\"Kettle\"}"#), "{text}");
    }
}
