//! What was changed on two devices that did not know of each other: both values, and one press to take the other one or to keep what is there.

use std::sync::Arc;

use leptos::prelude::*;
use shared::id::BoardId;
use shared::time::Timestamp;
use shared::wire::boards::{Audience, BoardPatch};
use shared::wire::items::{ItemPatch, ItemView, Quantity};

use super::desk::Desk;
use crate::parts::{block, button, changing, heading, memo, nothing, paragraph, press, rows, section, words};
use crate::shelf::Doing;
use crate::{intl, words as named};

/// What is called with the patch that was chosen.
pub(super) type Settle = Arc<dyn Fn(ItemPatch)>;

/// One field, and what is done with it.
struct Both {
    field: String,
    kept: (String, Timestamp),
    other: (String, Timestamp),
    /// What the other device is called.
    device: Option<String>,
    take: AnyView,
    keep: AnyView,
}

/// All of an item; nothing where there are none.
pub(super) fn view(item: &ItemView, settle: &Settle) -> AnyView {
    let act = |class: &'static str, word: String, patch: &ItemPatch| {
        let (settle, patch) = (settle.clone(), patch.clone());
        button(class, None, word, press(move || settle(patch.clone())))
    };
    let both = item.conflicts.iter().map(|conflict| Both {
        field: name(&conflict.field),
        kept: (value(&conflict.kept), conflict.kept_at),
        other: (value(&conflict.other), conflict.other_at),
        device: conflict.device.clone(),
        take: act("plain", t!("conflict_take"), &conflict.other),
        keep: act("quiet", t!("conflict_keep"), &conflict.kept),
    });
    shown(both.collect())
}

/// All of a board that is its person's own; nothing where there are none.
pub(super) fn of_board(desk: Desk, id: BoardId) -> AnyView {
    let board = memo(move || desk.shelf.list().into_iter().find(|board| board.id == id && !board.conflicts.is_empty()));
    let act = move |class: &'static str, word: String, patch: &BoardPatch, base: Option<i64>| {
        let patch = Box::new(BoardPatch { base, ..patch.clone() });
        let doing = Doing::Change { board: id, patch };
        button(class, None, word, press(move || desk.act(vec![doing.clone()], || {})))
    };
    changing(move || {
        let Some(board) = board.get() else { return nothing() };
        let base = board.version;
        let both = board.conflicts.iter().map(|conflict| Both {
            field: board_field(&conflict.field),
            kept: (board_value(&conflict.kept), conflict.kept_at),
            other: (board_value(&conflict.other), conflict.other_at),
            device: conflict.device.clone(),
            take: act("plain", t!("conflict_take"), &conflict.other, base),
            keep: act("quiet", t!("conflict_keep"), &conflict.kept, base),
        });
        shown(both.collect())
    })
}

fn shown(all: Vec<Both>) -> AnyView {
    if all.is_empty() {
        return nothing();
    }
    // The moment first: it has the direction of the language, and what a device is called may have another.
    let said = |who: String, when: Timestamp| [intl::moment(when), who].join(" · ");
    let or_dash = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    let mut content = vec![heading(t!("conflicts_heading")), paragraph("soft", words(t!("conflicts_explained")))];
    for Both { field, kept, other, device, take, keep } in all {
        let device = device.unwrap_or_else(|| t!("conflict_other"));
        let both = vec![(said(t!("conflict_now"), kept.1), or_dash(kept.0)), (said(device, other.1), or_dash(other.0))];
        content.push(paragraph("name", words(field)));
        content.extend([rows("both", both), block("line", vec![take, keep])]);
    }
    section("conflicts", content)
}

/// What a field is called.
pub(super) fn name(field: &str) -> String {
    match field {
        "title" => t!("field_title"),
        "image" => t!("field_image"),
        "price" | "alert_threshold" => t!("field_price"),
        "quantity" => t!("field_quantity"),
        "priority" => t!("field_priority"),
        "note" => t!("field_note"),
        "private_note" => t!("field_private_note"),
        "occasion" => t!("field_occasion"),
        "state" => t!("field_state"),
        // The options name themselves.
        _ => String::new(),
    }
}

/// The one value of a patch, in words.
pub(super) fn value(patch: &ItemPatch) -> String {
    let count = |count: u16| intl::count(u32::from(count));
    let text = [&patch.image, &patch.note, &patch.private_note, &patch.occasion];
    if let Some(title) = &patch.title {
        title.clone()
    } else if let Some(text) = text.into_iter().find_map(Option::as_ref) {
        text.clone().unwrap_or_default()
    } else if let Some(price) = patch.price.or(patch.alert_threshold) {
        price.map(|price| intl::money(&price)).unwrap_or_default()
    } else if let Some(variant) = &patch.variant {
        variant.iter().map(|option| option.value.as_str()).collect::<Vec<_>>().join(", ")
    } else if let Some(state) = patch.state {
        named::item_state(state)
    } else {
        match patch.quantity {
            Some(Quantity::Any(_)) => t!("any"),
            Some(Quantity::Count(number)) => count(number),
            None => count(patch.priority.map_or(0, u16::from)),
        }
    }
}

/// What a field of a board is called.
fn board_field(field: &str) -> String {
    match field {
        "name" => t!("field_board_name"),
        "description" => t!("field_description"),
        "cover_image" => t!("field_image"),
        "kind" => t!("board_for"),
        "audience" => t!("field_audience"),
        _ => String::new(),
    }
}

/// The one value of a patch of a board, in words.
fn board_value(patch: &BoardPatch) -> String {
    if let Some(name) = &patch.name {
        name.clone()
    } else if let Some(text) = patch.description.as_ref().or(patch.cover_image.as_ref()) {
        text.clone().unwrap_or_default()
    } else if let Some(kind) = patch.kind {
        named::board_kind(kind)
    } else {
        match patch.audience {
            Some(Audience::Private) => t!("audience_private"),
            Some(Audience::Groups) => t!("audience_groups"),
            Some(Audience::Link) => t!("audience_link"),
            Some(Audience::Public) => t!("audience_public"),
            None => String::new(),
        }
    }
}
