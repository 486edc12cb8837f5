//! A page in doubt is kept at once, as it was first seen, and its row is held on this device while the page is looked at
//! again: then the row takes what is found by then, and leaves. What the person changes or takes back meanwhile goes before.
//! Where nobody comes back to it (the worker ended), the row leaves by itself when its time is over, as it was first seen.

use browser::clock;
use browser::durable::Change;
use shared::detect::Verdict;
use shared::id::ItemId;
use shared::time::Timestamp;
use shared::wire::items::{BoardChoice, NewItem};

use super::keep::{Kept, Wish};
use super::record::SavedPage;
use super::{amend, index, recent};
use crate::account::session;
use crate::outbox::row::{Numbered, Row};
use crate::outbox::send::is_in_flight;
use crate::outbox::{self, store};
use crate::page;

/// Longer than the rounds of looking take together.
const HOLD_MS: i64 = 20_000;

/// The row, held back.
pub(crate) fn held(row: Row) -> Row {
    Row { not_before: row.made_at.plus_millis(HOLD_MS), ..row }
}

/// Nobody has touched it since.
fn is_held(row: &Row) -> bool {
    row.is_untried() && row.not_before == row.made_at.plus_millis(HOLD_MS)
}

/// Writes what was found by now into what was kept of the wish, and lets it leave. Gives what is to be shown, and whether
/// somebody should look; `None` where it was taken back, or a person has looked already.
pub(crate) async fn renew(kept: &Kept, wish: &Wish, found: &Wish) -> Option<(Kept, bool)> {
    let owner = session::owner().await;
    let page = kept.page.as_ref()?;
    let turn = store::turn().await;
    let rows = store::rows().await.ok()?;
    let saved = index::get(owner.as_ref(), page).await.ok()??;
    // Another page by now, or none: what was first seen counts.
    let found = if is_same_page(wish, found) { found } else { wish };
    let moved_to = match found.page().filter(|now| now != page) {
        // A page that is saved under that key already stays what it is; the server puts both together.
        Some(now) if index::get(owner.as_ref(), &now).await.ok()?.is_none() => Some(now),
        _ => None,
    };
    let target = moved_to.as_ref().unwrap_or(page);
    let now = clock::now();
    let anew = |id| found.item(id, BoardChoice::Boards(Vec::new()), now);
    let held = held_of(&rows, &kept.new_ids, is_in_flight);
    let mut changes = renewed(held, target, &anew, now);
    let mut record = saved;
    if !changes.is_empty() {
        changes.extend(index::forget(owner.as_ref(), page, &record));
        record = SavedPage { boards: record.boards, ..found.record(record.id, record.saved_at) };
        changes.extend(index::learn(owner.as_ref(), target, &record));
        store::write(&changes).await.ok()?;
    } else if !record.to_check {
        return None;
    }
    drop(turn);
    if let Some(page) = moved_to.clone() {
        recent::moved(record.id, page).await;
    }
    let mark = page::mark(owner.as_ref(), &record, &rows, false).await;
    outbox::stirred().await;
    Some((Kept { mark, page: Some(target.clone()), url: wish.looked_at(), new_ids: Vec::new() }, record.to_check))
}

fn is_same_page(one: &Wish, other: &Wish) -> bool {
    let (Wish::Page { looked: one, .. }, Wish::Page { draft, looked, .. }) = (one, other) else { return false };
    one.url == looked.url && looked.detection.page() != Verdict::NotProduct && !draft.title.is_empty()
}

/// The rows of these items that are still held.
fn held_of<'a>(rows: &'a [Numbered], ids: &[ItemId], is_in_flight: fn(u32) -> bool) -> Vec<&'a Numbered> {
    let ours = |row: &Row| row.item_id().is_some_and(|id| ids.contains(&id));
    rows.iter().filter(|(number, row)| ours(row) && is_held(row) && !is_in_flight(*number)).collect()
}

/// These rows as they would be saved now, to be sent at once.
fn renewed(held: Vec<&Numbered>, page: &str, anew: &dyn Fn(ItemId) -> Option<NewItem>, now: Timestamp) -> Vec<Change> {
    let mut changes = Vec::new();
    for (number, row) in held {
        let item = row.item_id().and_then(anew);
        let fresh = item.and_then(|item| amend::renewed(row, &item)).unwrap_or_else(|| row.clone());
        changes.push(store::put(*number, &Row { page: Some(page.to_owned()), not_before: now, ..fresh }));
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::fixtures::{item_id, item_row, new_item, owner};
    use crate::outbox::row::{Next, next};

    const NOW: Timestamp = Timestamp::from_millis(1_500);

    fn later(rows: &[Numbered]) -> Vec<Change> {
        let anew = |_| Some(NewItem { title: Some("Kettle, blue".to_owned()), ..new_item(9) });
        renewed(held_of(rows, &[item_id(1)], |number| number == 7), "shop.example/p/1?blue", &anew, NOW)
    }

    #[test]
    fn a_held_row_is_on_the_disk_and_leaves_when_the_page_is_quiet_or_its_time_is_over() {
        let kept = held(item_row(Some(owner(1)), 1));
        let rows = vec![(4, kept.clone()), (5, item_row(Some(owner(1)), 2))];
        let over = Timestamp::from_millis(HOLD_MS);
        assert_eq!(next(&rows, &owner(1), NOW, false), Next::Wait(over));
        assert_eq!(next(&rows, &owner(1), over, false), Next::Send(Box::new(rows[0].clone())));
        let Some(expected) = amend::renewed(&kept, &NewItem { title: Some("Kettle, blue".to_owned()), ..new_item(9) })
        else {
            panic!("no row")
        };
        let page = Some("shop.example/p/1?blue".to_owned());
        assert_eq!(later(&rows), [store::put(4, &Row { page, not_before: NOW, ..expected })]);
    }

    #[test]
    fn what_was_sent_taken_back_or_changed_by_the_person_is_left_alone() {
        let kept = held(item_row(Some(owner(1)), 1));
        assert!(later(&[(7, kept.clone())]).is_empty(), "it is being sent");
        assert!(later(&[(4, Row { tried: true, ..kept.clone() })]).is_empty(), "it has left");
        assert!(later(&[(4, Row { not_before: NOW, ..kept })]).is_empty(), "the person was here");
        assert!(later(&[]).is_empty());
    }
}
