//! Giving up a save that the server refused: it goes from this device. What was not refused stays; it is taken back instead.

use shared::id::ItemId;
use shared::wire::message::Refusal;

use super::index;
use super::record::SavedPage;
use crate::account::session::{self, Session};
use crate::outbox::row::{Numbered, Owner, Row, Sending, SentItem};
use crate::outbox::send::is_in_flight;
use crate::outbox::{self, store};
use crate::page;

/// Gives up the refused save of this item.
pub(crate) async fn discard(id: ItemId) -> Result<(), Refusal> {
    let owner = session::load().await.as_ref().map(Session::owner).ok_or(Refusal::SignedOut)?;
    let mut gone = None;
    {
        let _held = store::turn().await;
        let rows = store::rows().await?;
        let given_up = given_up(&rows, &owner, id, is_in_flight);
        let mut changes: Vec<_> = given_up.numbers.into_iter().map(store::delete).collect();
        if let Some((page, item)) = given_up.save
            && let Some(saved) = index::get(Some(&owner), page).await?
        {
            match without(saved.clone(), item) {
                Some(saved) => changes.push(index::put(Some(&owner), page, &saved)),
                None => {
                    changes.extend(index::forget(Some(&owner), page, &saved));
                    gone = Some(page.to_owned());
                }
            }
        }
        store::write(&changes).await?;
    }
    if let Some(page) = gone {
        page::unsaved(&page).await;
    }
    outbox::stirred().await;
    Ok(())
}

/// What goes with a refused save.
#[derive(Debug, PartialEq)]
struct GivenUp<'a> {
    /// The rows.
    numbers: Vec<u32>,
    /// The save itself and its page, where it is the save that was refused and not only a change of it.
    save: Option<(&'a str, &'a SentItem)>,
}

fn given_up<'a>(rows: &'a [Numbered], owner: &Owner, id: ItemId, is_in_flight: impl Fn(u32) -> bool) -> GivenUp<'a> {
    let ours = || rows.iter().filter(|(_, row)| row.owner.as_ref() == Some(owner) && row.is_about(id));
    let refused = ours().find(|(_, row)| row.parked.is_some() && row.item().is_some()).map(|(_, row)| row);
    // What follows something that will never be there goes with it.
    let unmade = ours().any(|(_, row)| row.parked.is_some() && matches!(row.sending, Sending::Board(_)));
    let goes = |row: &Row| row.parked.is_some() || refused.is_some() || unmade;
    GivenUp {
        numbers: ours()
            .filter(|(number, row)| goes(row) && !is_in_flight(*number))
            .map(|(number, _)| *number)
            .collect(),
        save: refused.and_then(|row| Some((row.page.as_deref()?, row.item()?))),
    }
}

/// The saved page without that save; `None` where nothing is left of it.
fn without(mut saved: SavedPage, item: &SentItem) -> Option<SavedPage> {
    if saved.id == item.id {
        return None;
    }
    saved.boards.retain(|board| !item.boards.contains(board));
    (!saved.boards.is_empty()).then_some(saved)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::board;
    use super::*;
    use crate::outbox::fixtures::{item_id, item_row, owner, row};
    use crate::outbox::row::Parked;
    use shared::time::Timestamp;
    use shared::wire::items::Quantity;
    use shared::wire::message::my_wishes;
    use shared::wire::problem::ProblemKind;

    fn parked(row: Row) -> Row {
        Row { parked: Some(Parked { kind: ProblemKind::Conflict, detail: None }), ..row }
    }

    fn edit(owner_number: u8, number: u8) -> Row {
        row(Some(owner(owner_number)), (Sending::Edit(item_id(number)), "{}".to_owned()))
    }

    #[test]
    fn a_refused_save_goes_with_its_edits_and_nothing_else_does() {
        let rows = vec![
            (1, parked(item_row(Some(owner(1)), 1))),
            (2, edit(1, 1)),
            (3, edit(1, 2)),
            (4, edit(2, 1)),
            (5, parked(item_row(Some(owner(2)), 1))),
            (6, edit(1, 1)),
        ];
        let given_up = given_up(&rows, &owner(1), item_id(1), |number| number == 6);
        assert_eq!(given_up.numbers, [1, 2]);
        assert_eq!(given_up.save.map(|(page, item)| (page, item.id)), Some(("shop.example/p/1", item_id(1))));
    }

    #[test]
    fn what_still_waits_is_not_given_up() {
        let rows = vec![(1, item_row(Some(owner(1)), 1)), (2, edit(1, 1))];
        let nothing = GivenUp { numbers: Vec::new(), save: None };
        assert_eq!(given_up(&rows, &owner(1), item_id(1), |_| false), nothing);
    }

    #[test]
    fn a_refused_change_leaves_the_save() {
        let rows = vec![(1, item_row(Some(owner(1)), 1)), (2, parked(edit(1, 1)))];
        let only_the_change = GivenUp { numbers: vec![2], save: None };
        assert_eq!(given_up(&rows, &owner(1), item_id(1), |_| false), only_the_change);
    }

    #[test]
    fn a_page_that_is_saved_elsewhere_stays_saved_there() {
        let refused = item_row(Some(owner(1)), 1);
        let Some(item) = refused.item() else { panic!("no item") };
        let saved = |number, boards| SavedPage {
            id: item_id(number),
            title: String::new(),
            price: None,
            image: None,
            note: None,
            quantity: Quantity::default(),
            boards,
            saved_at: Timestamp::from_millis(1),
            to_check: false,
            arrived: true,
            binned: false,
            own_price: false,
            linked: false,
            version: 0,
            signs: Vec::new(),
            moved: None,
        };
        assert_eq!(without(saved(1, vec![my_wishes()]), item), None);
        let left = without(saved(2, vec![board(1), my_wishes()]), item);
        assert_eq!(left.map(|saved| saved.boards), Some(vec![board(1)]));
    }
}
