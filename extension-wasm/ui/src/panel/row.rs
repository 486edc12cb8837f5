//! One wish in the list of a board: what it is, how far a pasted link is, and what can be done with it.

use leptos::prelude::*;
use shared::wire::items::{FillProblem, FillState, ItemView};

use crate::card::tile;
use crate::icons::{Icon, glyph};
use crate::parts::{Press, all, block, chip, figure, foreign, nothing, paragraph, words};
use crate::{intl, words as named};

/// What the person may want of a row.
#[derive(Clone, Copy)]
pub(super) struct Acts<E, R, A> {
    /// Open it to change it.
    pub(super) edit: E,
    /// Put it into the bin.
    pub(super) remove: R,
    /// Have its address read again.
    pub(super) read_again: A,
}

/// The row.
pub(super) fn view<E, R, A>(item: &ItemView, acts: Acts<E, R, A>) -> AnyView
where
    E: Fn(&ItemView) + Copy + 'static,
    R: Fn(&ItemView) + Copy + 'static,
    A: Fn(&ItemView) + Copy + 'static,
{
    let on = |act: Box<dyn Fn(&ItemView)>| -> Press {
        let item = item.clone();
        Box::new(move |_| act(&item))
    };
    let mut buttons = vec![
        action(item, Icon::Pencil, t!("item_edit"), "edit", on(Box::new(acts.edit))),
        action(item, Icon::Bin, t!("item_remove"), "remove", on(Box::new(acts.remove))),
    ];
    if item.fill == Some(FillState::Failed) {
        buttons.insert(0, action(item, Icon::Undo, t!("try_again"), "again", on(Box::new(acts.read_again))));
    }
    let facts = vec![title(item), block("parts", price(item)), block("soft parts", about(item)), state(item)];
    all(vec![tile(item.image.clone(), &item.title), block("facts", facts), block("actions", buttons)])
}

/// A button of the row. Its name says of which wish it is, for those who hear one button after the other.
fn action(item: &ItemView, icon: Icon, word: String, what: &str, press: Press) -> AnyView {
    let (id, name) = (format!("{what}-{}", item.id), format!("{word}: {}", item.title));
    let content = vec![glyph(icon), words(word)];
    view! { <button type="button" class="quiet small" id=id aria-label=name on:click=press>{content}</button> }
        .into_any()
}

fn title(item: &ItemView) -> AnyView {
    let title = item.title.clone();
    match item.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
        Some(url) => {
            view! { <a class="name" dir="auto" href=url target="_blank" rel="noopener noreferrer">{title}</a> }
                .into_any()
        }
        None => foreign("name", title),
    }
}

fn price(item: &ItemView) -> Vec<AnyView> {
    let mut price: Vec<AnyView> = item.price.iter().map(|price| figure("amount", intl::money(price))).collect();
    price.extend(
        item.price_seen_at.map(|at| view! { <span class="soft">{t!("seen_on", intl::date(at))}</span> }.into_any()),
    );
    price
}

fn about(item: &ItemView) -> Vec<AnyView> {
    let mut about: Vec<AnyView> = item.shop.iter().map(|shop| figure("", shop.clone())).collect();
    about.extend(item.availability.map(|availability| words(named::availability(availability))));
    about.extend(item.variant.iter().map(|option| figure("", format!("{}: {}", option.name, option.value))));
    about
}

/// How far a pasted link is, or that somebody should look.
fn state(item: &ItemView) -> AnyView {
    match item.fill {
        Some(FillState::Pending) => chip("chip amber", Icon::Clock, t!("fill_pending")),
        Some(FillState::Failed) => all(vec![
            chip("chip brick", Icon::Failed, t!("fill_failed")),
            paragraph("soft", words(why(item.fill_problem))),
        ]),
        _ if item.needs_check => chip("chip amber", Icon::Eye, t!("verdict_check")),
        _ => nothing(),
    }
}

/// Why a link could not be read, and what to do then.
fn why(problem: Option<FillProblem>) -> String {
    match problem {
        Some(FillProblem::AddressRefused) => t!("fill_address_refused"),
        Some(FillProblem::NotAPage) => t!("fill_not_a_page"),
        Some(FillProblem::NotAProduct) => t!("fill_not_a_product"),
        Some(FillProblem::Unreadable) | None => t!("fill_unreadable"),
    }
}
