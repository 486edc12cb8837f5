//! What was changed on two devices that did not know of each other: both values, and one press to take the other one or to keep what is there.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::time::Timestamp;
use shared::wire::items::{ConflictView, ItemPatch, ItemView, Quantity};
use shared::wire::message::Request;

use super::desk::Desk;
use crate::bridge::{Failure, ask};
use crate::parts::{all, block, button, changing, heading, nothing, paragraph, press, rows, section, words};
use crate::signals::{Changing, Reading};
use crate::{intl, refused, words as named};

/// All of them; nothing where there are none. `taken` gets what the item is changed by when one was settled.
pub(super) fn view(desk: Desk, item: &ItemView, taken: impl Fn(&ItemPatch) + Copy + Send + 'static) -> AnyView {
    let left = RwSignal::new(item.conflicts.clone());
    let failure = RwSignal::new(None::<Failure>);
    let (id, version) = (item.id, item.version);
    let settle = move |at: usize, other: bool| {
        let Some(conflict) = left.glance(|left| left.get(at).cloned()) else { return };
        // Whoever chooses has seen both.
        let patch = if other { conflict.other } else { conflict.kept };
        let patch = ItemPatch { base: Some(version), ..patch };
        spawn_local(async move {
            match ask(Request::ItemEdit { id, patch: Box::new(patch.clone()) }).await {
                Ok(_) => {
                    taken(&patch);
                    left.change(|left| left.retain(|each| each.field != conflict.field));
                    desk.shelf.read_rows(None).await;
                }
                Err(problem) => {
                    let _ = failure.try_set(Some(problem));
                }
            }
        });
    };
    let one = move |(at, conflict): (usize, ConflictView)| {
        let other = conflict.device.unwrap_or_else(|| t!("conflict_other"));
        let said = |who: String, when: Timestamp| [who, intl::moment(when)].join(", ");
        let both = vec![
            (said(t!("conflict_now"), conflict.kept_at), value(&conflict.kept)),
            (said(other, conflict.other_at), value(&conflict.other)),
        ];
        let acts = vec![
            button("plain", None, t!("conflict_take"), press(move || settle(at, true))),
            button("quiet", None, t!("conflict_keep"), press(move || settle(at, false))),
        ];
        block(
            "conflict",
            vec![paragraph("name", words(name(&conflict.field))), rows("both", both), block("line", acts)],
        )
    };
    changing(move || {
        let conflicts = left.get();
        if conflicts.is_empty() {
            return nothing();
        }
        let failed = changing(move || failure.get().map_or_else(nothing, |failure| refused::view(&failure)));
        let mut content = vec![heading(t!("conflicts_heading")), paragraph("soft", words(t!("conflicts_explained")))];
        content.extend(conflicts.into_iter().enumerate().map(one));
        content.push(failed);
        section("conflicts", vec![all(content)])
    })
}

/// What a field is called.
fn name(field: &str) -> String {
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
fn value(patch: &ItemPatch) -> String {
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
