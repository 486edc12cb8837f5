//! What was changed on two devices that did not know of each other: both values, and one press to take the other one or to keep what is there.

use std::sync::Arc;

use leptos::prelude::*;
use shared::time::Timestamp;
use shared::wire::items::{ItemPatch, ItemView, Quantity};

use crate::parts::{block, button, heading, nothing, paragraph, press, rows, section, words};
use crate::{intl, words as named};

/// What is called with the patch that was chosen.
pub(super) type Settle = Arc<dyn Fn(ItemPatch)>;

/// All of them; nothing where there are none.
pub(super) fn view(item: &ItemView, settle: &Settle) -> AnyView {
    if item.conflicts.is_empty() {
        return nothing();
    }
    let act = |class: &'static str, word: String, patch: &ItemPatch| {
        let (settle, patch) = (settle.clone(), patch.clone());
        button(class, None, word, press(move || settle(patch.clone())))
    };
    let said = |who: String, when: Timestamp| [who, intl::moment(when)].join(", ");
    let mut content = vec![heading(t!("conflicts_heading")), paragraph("soft", words(t!("conflicts_explained")))];
    for conflict in &item.conflicts {
        let other = conflict.device.clone().unwrap_or_else(|| t!("conflict_other"));
        let both = vec![
            (said(t!("conflict_now"), conflict.kept_at), value(&conflict.kept)),
            (said(other, conflict.other_at), value(&conflict.other)),
        ];
        let acts =
            vec![act("plain", t!("conflict_take"), &conflict.other), act("quiet", t!("conflict_keep"), &conflict.kept)];
        content.push(paragraph("name", words(name(&conflict.field))));
        content.extend([rows("both", both), block("line", acts)]);
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
    let said = if let Some(title) = &patch.title {
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
    };
    if said.is_empty() { "–".to_owned() } else { said }
}
