//! Saved before: where it lies, since when, and what its price has done since.

use leptos::prelude::*;
use shared::money::Money;
use shared::wire::message::{PageCard, SavedMark};

use super::picture::tile;
use super::saved::state;
use super::store::{Stage, Store};
use crate::icons::Icon;
use crate::parts::{block, button, chip, figure, nothing, paragraph, press, section, words};
use crate::words as named;
use crate::{intl, parts};

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
    let head = vec![chip("chip pine", Icon::Check, t!("already_saved"))];
    let since = t!("saved_on", named::board_names(&mark.boards), intl::date(mark.saved_at));
    let then = mark.price.map(|price| t!("price_when_saved", intl::money(&price)));
    let another = button("plain grow", None, t!("save_to_another"), press(move || store.stage.set(Stage::Form)));
    section(
        "card",
        vec![
            view! { <header class="about">{head}</header> }.into_any(),
            block("top", vec![tile(image, &mark.title), block("facts", facts)]),
            paragraph("", words(since)),
            then.map_or_else(nothing, |then| parts::paragraph("soft", words(then))),
            state(store, mark.state),
            block("footer", vec![another, store.panel_link()]),
        ],
    )
}
