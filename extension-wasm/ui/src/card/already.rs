//! Saved before: where it lies, since when, and what its price has done since.

use leptos::prelude::*;
use shared::money::Money;
use shared::wire::message::{BoardChip, PageCard, SaveState, SavedMark};

use super::picture::tile;
use super::saved::state;
use super::store::{Drawer, Stage, Store};
use crate::icons::Icon;
use crate::parts::{
    all, banner, block, button, changing, chip, figure, flag, foreign, live, nothing, opener, paragraph, press,
    section, tick_line, when, words,
};
use crate::signals::Reading;
use crate::words as named;
use crate::{intl, parts, refused};

/// What the price has done since, where both prices are in one currency.
fn change(before: Money, now: Money) -> Option<AnyView> {
    if before.currency != now.currency {
        return None;
    }
    let difference = now.amount_minor.checked_sub(before.amount_minor)?;
    let amount = intl::money(&Money::new(difference.checked_abs()?, now.currency));
    Some(match difference {
        0 => chip("change", Icon::Equal, t!("price_same")),
        fell if fell < 0 => chip("change pine", Icon::TrendDown, t!("price_fell", amount)),
        _ => chip("change", Icon::TrendUp, t!("price_rose", amount)),
    })
}

/// The card of a page that is on a board.
pub(crate) fn view(store: Store, card: &PageCard, mark: &SavedMark) -> AnyView {
    let product = &card.detection.product;
    let now = product.price.as_ref().and_then(|price| price.value.money());
    let image = product.image.as_ref().map(|image| image.value.clone());
    let facts = vec![
        view! { <h1 class="name" dir="auto">{mark.title.clone()}</h1> }.into_any(),
        now.map_or_else(nothing, |now| paragraph("price-line", figure("price", intl::money(&now)))),
        mark.price.zip(now).and_then(|(before, now)| change(before, now)).unwrap_or_else(nothing),
    ];
    let (on, saved_at) = (RwSignal::new(mark.boards.clone()), mark.saved_at);
    let since = live(move || t!("saved_on", on.look(|on| named::board_names(on)), intl::date(saved_at)));
    let then = mark.price.map(|price| match &mark.shop {
        Some(shop) => t!("price_at_shop", intl::money(&price), shop),
        None => t!("price_when_saved", intl::money(&price)),
    });
    let head = match &mark.shop {
        Some(shop) => t!("already_saved_elsewhere", shop),
        None => t!("already_saved"),
    };
    section(
        "card",
        vec![
            view! { <header class="about">{chip("chip pine", Icon::Check, head)}</header> }.into_any(),
            block("top", vec![tile(image, &mark.title), block("facts", facts)]),
            paragraph("", words(since)),
            then.map_or_else(nothing, |then| parts::paragraph("soft", words(then))),
            state(store, mark.state),
            if mark.shop.is_none() { boards(store, mark, on) } else { nothing() },
            changing(move || store.failure.get().map_or_else(nothing, |failure| refused::view(&failure))),
            block("footer", acts(store, mark)),
        ],
    )
}

/// The boards that it lies on, to be ticked. The last one stays: off all boards it is removed.
fn boards(store: Store, mark: &SavedMark, on: RwSignal<Vec<BoardChip>>) -> AnyView {
    let open = flag(move || store.drawer.get() == Some(Drawer::MoreBoards));
    let mark = mark.clone();
    let ticks = move || {
        let ticks = store.boards.get().into_iter().map(|board| {
            let (id, mark, chip) = (board.id, mark.clone(), board.clone());
            let ticked = live(move || on.look(|on| on.iter().any(|other| other.id == id)));
            let last = live(move || on.look(|on| on.len() == 1 && on.iter().any(|other| other.id == id)));
            tick_line(
                named::board_name(&board),
                ticked,
                last,
                press(move || store.place(mark.clone(), chip.clone(), on)),
            )
        });
        view! { <div class="drawer boards" role="group" aria-label=t!("on_which_boards")>{all(ticks.collect())}</div> }
            .into_any()
    };
    all(vec![
        opener(
            "quiet small",
            Icon::ChevronDown,
            t!("on_which_boards"),
            open,
            press(move || store.toggle(Drawer::MoreBoards)),
        ),
        when(move || store.drawer.get() == Some(Drawer::MoreBoards), ticks),
    ])
}

/// What can be done with it.
fn acts(store: Store, mark: &SavedMark) -> Vec<AnyView> {
    if mark.shop.is_some() {
        let too = button("plain grow", None, t!("save_here_too"), press(move || store.stage.set(Stage::Form)));
        return vec![too, store.panel_link()];
    }
    let (edited, removed) = (mark.clone(), mark.clone());
    let another = button("plain grow", None, t!("save_to_another"), press(move || store.stage.set(Stage::Form)));
    let mut more = vec![store.panel_link()];
    if mark.state != SaveState::SignedOut {
        // Else it is nobody's yet: it lies on this device alone, and can be changed there.
        let away = press(move || store.put_away(removed.clone(), true));
        more.insert(0, button("quiet", Some(Icon::Bin), t!("remove_saved"), away));
    }
    vec![
        button("plain", Some(Icon::Pencil), t!("edit_saved"), press(move || store.edit_saved(&edited))),
        another,
        block("more", more),
    ]
}

/// It lies in the bin now, and comes back with one press.
pub(crate) fn removed(store: Store, card: &PageCard, mark: &SavedMark) -> AnyView {
    let image = card.detection.product.image.as_ref().map(|image| image.value.clone());
    let (back, again) = (mark.clone(), press(move || store.look()));
    let undo = button("link", Some(Icon::Undo), t!("undo"), press(move || store.put_away(back.clone(), false)));
    section(
        "card",
        vec![
            view! { <h1 class="unseen">{t!("item_removed", mark.title)}</h1> }.into_any(),
            block("top", vec![tile(image, &mark.title), block("facts", vec![foreign("name", mark.title.clone())])]),
            banner("banner", Some(Icon::Bin), t!("in_the_bin"), Some(undo)),
            changing(move || store.failure.get().map_or_else(nothing, |failure| refused::view(&failure))),
            block("footer", vec![button("plain grow", None, t!("save_anew"), again), store.panel_link()]),
        ],
    )
}
