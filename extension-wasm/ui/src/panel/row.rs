//! One wish in a list: what it is, how far a pasted link is, and what can be done with it there.

use std::sync::Arc;

use leptos::prelude::*;
use shared::wire::items::{FillProblem, FillState, ItemState, ItemView};

use crate::card::tile;
use crate::icons::{Icon, glyph};
use crate::parts::{Knob, Press, block, chip, figure, live, nothing, words};
use crate::shelf::Entry;
use crate::{intl, words as named};

/// What the person may want of a wish.
pub(super) type Act = Arc<dyn Fn(&Arc<Entry>) + Send + Sync>;

/// What can be done with each wish of a list.
#[derive(Clone)]
pub(super) struct Acts {
    /// Open it, with all that can be changed.
    pub(super) open: Act,
    /// Put it into the bin.
    pub(super) remove: Act,
    /// Have its address read again.
    pub(super) read_again: Act,
}

/// The row. `before` stands at its start, `beside` at its end; it is `here` where Tab leads to it.
pub(super) fn view(
    entry: &Arc<Entry>,
    acts: &Acts,
    here: Signal<bool>,
    before: AnyView,
    beside: AnyView,
    on_board: Option<String>,
) -> AnyView {
    let on = |act: &Act| -> Press {
        let (entry, act) = (entry.clone(), act.clone());
        Box::new(move |_| act(&entry))
    };
    let item = &entry.placed.item;
    let (title, id) = (item.title.clone(), format!("edit-{}", item.id));
    let reach = live(move || Some(if here.get() { "0".to_owned() } else { "-1".to_owned() }));
    let named =
        Knob { id: Some(id), title: Some(title.clone()), dir: Some("auto"), tabindex: reach, ..Knob::new("name open") };
    let name = named.view(words(title), on(&acts.open));
    let mut price: Vec<AnyView> = item.price.iter().map(|price| figure("amount", intl::money(price))).collect();
    price.extend(state(entry));
    let again = (item.fill == Some(FillState::Failed)).then(|| {
        let (id, name) = (format!("again-{}", item.id), format!("{}: {}", t!("try_again"), item.title));
        let again = Knob { id: Some(id), name: Some(name), tabindex: reach, ..Knob::new("link") };
        again.view(words(t!("try_again")), on(&acts.read_again))
    });
    let facts =
        vec![name, block("parts", price), block("soft about", about(item, on_board)), again.unwrap_or_else(nothing)];
    let (id, said) = (format!("remove-{}", item.id), format!("{}: {}", t!("item_remove"), item.title));
    let remove = Knob { tabindex: reach, title: Some(t!("item_remove")), ..Knob::icon(id, said) }
        .view(glyph(Icon::Bin), on(&acts.remove));
    let facts = block("facts", facts);
    let side = block("side", vec![beside, remove]);
    block("item", vec![before, tile(item.image.clone(), &item.title), facts, side])
}

fn about(item: &ItemView, on_board: Option<String>) -> Vec<AnyView> {
    if item.fill == Some(FillState::Failed) {
        return vec![words(why(item.fill_problem))];
    }
    let mut about: Vec<AnyView> = on_board.into_iter().map(|name| figure("", name)).collect();
    about.extend(item.shop.iter().map(|shop| figure("", shop.clone())));
    about.extend(item.availability.map(|availability| words(named::availability(availability))));
    about.extend(item.variant.iter().map(|option| figure("", format!("{}: {}", option.name, option.value))));
    about
}

/// That it waits to be sent, how far a pasted link is, that somebody should look, or that it is a wish no more.
fn state(entry: &Entry) -> Option<AnyView> {
    if entry.waits {
        return Some(chip("chip plain", Icon::Clock, t!("waiting_word")));
    }
    let item = &entry.placed.item;
    match (item.fill, item.state) {
        (Some(FillState::Pending), _) => Some(chip("chip amber", Icon::Clock, t!("fill_pending"))),
        (Some(FillState::Failed), _) => Some(chip("chip brick", Icon::Failed, t!("fill_failed"))),
        (_, state) if state != ItemState::Wanted => Some(chip("chip pine", Icon::Check, named::item_state(state))),
        _ if !item.conflicts.is_empty() => Some(chip("chip amber", Icon::Eye, t!("conflicts_heading"))),
        _ if item.needs_check => Some(chip("chip amber", Icon::Eye, t!("verdict_check"))),
        _ => None,
    }
}

/// Why a link could not be read, and what to do then.
pub(super) fn why(problem: Option<FillProblem>) -> String {
    match problem {
        Some(FillProblem::AddressRefused) => t!("fill_address_refused"),
        Some(FillProblem::NotAPage) => t!("fill_not_a_page"),
        Some(FillProblem::NotAProduct) => t!("fill_not_a_product"),
        Some(FillProblem::Unreadable) | None => t!("fill_unreadable"),
    }
}
