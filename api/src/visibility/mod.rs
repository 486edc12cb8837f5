//! What a viewer may see of a board and of an item, decided in one place.
//! So that no two ways to the same thing can disagree; when claims come, this is the one module that reads them for a viewer.
//! It never asks who somebody is (relations come in with the rows), and every view that leaves the API is made here.

mod categories;
pub(crate) mod claims;
mod exchanges;
mod guests;
mod people;
pub(crate) mod pools;
mod presence;
pub(crate) mod suggestions;

use shared::id::{AccountId, BoardId};
use shared::wire::boards::{Audience, BoardConflictView, BoardRelation, BoardView, PlacedItemView};
use shared::wire::items::{AnyNumber, ConflictView, ItemView, Quantity};

use crate::boards::Board;
use crate::items::{Item, Place, PlacedItem};
use crate::merge::{Both, Edited};

pub(crate) use categories::{category, category_use};
pub(crate) use exchanges::{drawer, exchange};
pub(crate) use guests::guest;
pub(crate) use people::{group, invite, member, open_invite, owner};
pub(crate) use presence::{Looker, looks, nobody, presence};

/// How somebody came to a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Asked for by its id.
    Id,
    /// Asked for by the token of its link.
    Link,
}

/// Whether a board stands open to its audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It does.
    Open,
    /// Who made it was shut out of this server.
    MakerShutOut,
    /// It lies in the bin.
    Binned,
}

/// What somebody is to a board, `None` where it does not exist for them.
///
/// Owners and editors are what they were made. Everybody may look at a public board; whoever has the link at one shared
/// by link; at one for groups their members, whose rows come in as `person` like those of its own people. What lies in the bin
/// is its owners' alone. The board of somebody who was shut out is shown to nobody but its own people, who may have work on it.
pub(crate) fn relation(
    audience: Audience,
    person: Option<BoardRelation>,
    standing: Standing,
    way: Way,
) -> Option<BoardRelation> {
    match standing {
        Standing::Open => {}
        Standing::MakerShutOut => return person.filter(|relation| may_edit(*relation)),
        Standing::Binned => return person.filter(|relation| *relation == BoardRelation::Owner),
    }
    person.or(match (audience, way) {
        (Audience::Public, _) | (Audience::Link, Way::Link) => Some(BoardRelation::Viewer),
        (Audience::Private | Audience::Groups, _) | (Audience::Link, Way::Id) => None,
    })
}

/// May change the board and what lies on it.
pub(crate) fn may_edit(relation: BoardRelation) -> bool {
    matches!(relation, BoardRelation::Owner | BoardRelation::Editor)
}

/// The board as this viewer may see it; `None` where it does not exist for them.
pub(crate) fn board(mut board: Board, viewer: Option<AccountId>, way: Way) -> Option<BoardView> {
    let relation = relation(board.audience, board.person, board.standing(), way)?;
    let conflicts = board_conflicts(&mut board, relation, viewer);
    let locks_at = board.locks_at();
    Some(BoardView {
        id: board.id,
        name: board.name,
        description: board.description,
        cover_image: board.cover_image,
        kind: board.kind,
        audience: board.audience,
        relation,
        is_default: viewer.is_some() && board.default_for == viewer,
        link_token: board.link_token.filter(|_| may_edit(relation)),
        item_count: board.item_count,
        created_at: board.created_at,
        updated_at: board.updated_at,
        deleted_at: board.deleted_at,
        version: board.version,
        locks_at,
        conflicts,
    })
}

/// What of a board was edited on two devices, for those who may edit it.
fn board_conflicts(board: &mut Board, relation: BoardRelation, viewer: Option<AccountId>) -> Vec<BoardConflictView> {
    let conflicts = std::mem::take(&mut board.conflicts);
    if !may_edit(relation) || conflicts.is_empty() {
        return Vec::new();
    }
    let kept = board.as_patch();
    let both = conflicts.into_iter().filter_map(|conflict| conflict.view(&kept, viewer));
    both.map(|both| {
        let Both { field, kept, kept_at, other, other_at, device } = both;
        BoardConflictView { field, kept, kept_at, other, other_at, device }
    })
    .collect()
}

/// What somebody is to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ItemRelation {
    /// It is their wish.
    Own,
    /// They may change a board it lies on.
    Editor,
    /// They may look.
    Viewer,
}

/// What this viewer is to the item, `None` where it does not exist for them. What lies in the bin is its person's alone.
pub(crate) fn item_relation(item: &Item, viewer: Option<AccountId>) -> Option<ItemRelation> {
    if viewer == Some(item.account_id) {
        return Some(ItemRelation::Own);
    }
    if item.deleted_at.is_some() {
        return None;
    }
    let best = item.places.iter().filter_map(place_relation);
    best.fold(None, |best, relation| match (best, may_edit(relation)) {
        (Some(ItemRelation::Editor), _) | (_, true) => Some(ItemRelation::Editor),
        (_, false) => Some(ItemRelation::Viewer),
    })
}

fn place_relation(place: &Place) -> Option<BoardRelation> {
    relation(place.audience, place.person, place.standing, Way::Id)
}

/// The item as this viewer may see it; `None` where it does not exist for them.
pub(crate) fn item(item: Item, viewer: Option<AccountId>) -> Option<ItemView> {
    item_relation(&item, viewer).map(|relation| project(item, relation, (viewer, None)))
}

/// What of an item was edited on two devices: for those who may edit it. A device's name is told to its own account alone.
fn conflicts(item: &mut Item, relation: ItemRelation, viewer: Option<AccountId>) -> Vec<ConflictView> {
    let conflicts = std::mem::take(&mut item.conflicts);
    if relation == ItemRelation::Viewer || conflicts.is_empty() {
        return Vec::new();
    }
    let kept = item.as_patch();
    let private = ["private_note", "alert_threshold"];
    let shown = conflicts
        .into_iter()
        .filter(|conflict| relation == ItemRelation::Own || !private.contains(&conflict.field.as_str()));
    let both = shown.filter_map(|conflict| conflict.view(&kept, viewer));
    both.map(|both| {
        let Both { field, kept, kept_at, other, other_at, device } = both;
        ConflictView { field, kept, kept_at, other, other_at, device }
    })
    .collect()
}

/// An item on a board that the viewer was found to see already, perhaps by its link.
pub(crate) fn placed_item(placed: PlacedItem, viewer: Option<AccountId>, board: BoardId) -> PlacedItemView {
    let relation = item_relation(&placed.item, viewer).unwrap_or(ItemRelation::Viewer);
    PlacedItemView {
        item: project(placed.item, relation, (viewer, Some(board))),
        position: placed.position,
        placed_at: placed.placed_at,
    }
}

/// `through` is the board it was come to by.
fn project(
    mut item: Item,
    relation: ItemRelation,
    (viewer, through): (Option<AccountId>, Option<BoardId>),
) -> ItemView {
    let conflicts = conflicts(&mut item, relation, viewer);
    let own = relation == ItemRelation::Own;
    let seen = |place: &&Place| Some(place.board_id) == through || place_relation(place).is_some();
    let mut boards: Vec<BoardId> = item.places.iter().filter(seen).map(|place| place.board_id).collect();
    boards.sort_unstable();
    ItemView {
        id: item.id,
        product_id: item.product_id,
        offer_id: item.offer_id,
        title: item.title,
        url: item.url,
        shop: item.shop,
        image: item.image,
        price: item.price,
        price_seen_at: item.price_seen_at,
        list_price: item.list_price,
        brand: item.brand,
        availability: item.availability,
        quantity: item.quantity.map_or(Quantity::Any(AnyNumber::Any), Quantity::Count),
        variant: item.variant,
        priority: item.priority,
        note: item.note,
        private_note: item.private_note.filter(|_| own),
        occasion: item.occasion,
        alert_threshold: item.alert_threshold.filter(|_| own),
        needs_check: item.needs_check,
        fill: item.fill,
        fill_problem: item.fill_problem,
        state: item.state,
        boards,
        created_at: item.created_at,
        updated_at: item.updated_at,
        deleted_at: item.deleted_at,
        version: item.version,
        conflicts,
    }
}
