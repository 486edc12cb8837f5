//! Saved before: where it lies, since when, and what its price has done since.

use leptos::prelude::*;
use shared::money::Money;
use shared::wire::message::{PageCard, SavedMark};

use super::picture::tile;
use super::store::{Stage, Store};
use crate::icons::{Icon, glyph};
use crate::{intl, words};

/// What the price has done since, where both prices are in one currency.
fn change(before: Money, now: Money) -> Option<(Icon, &'static str, String)> {
    if before.currency != now.currency {
        return None;
    }
    let difference = now.amount_minor.checked_sub(before.amount_minor)?;
    let amount = intl::money(&Money::new(difference.checked_abs()?, now.currency));
    Some(match difference {
        0 => (Icon::Equal, "change", t!("price_same")),
        fell if fell < 0 => (Icon::TrendDown, "change pine", t!("price_fell", amount)),
        _ => (Icon::TrendUp, "change", t!("price_rose", amount)),
    })
}

/// The card of a page that is on a board.
pub(crate) fn view(store: Store, card: &PageCard, mark: &SavedMark) -> AnyView {
    let product = &card.detection.product;
    let now = product.price.as_ref().and_then(|price| price.value.money());
    let image = product.image.as_ref().map(|image| image.value.clone());
    let since = t!("saved_on", words::board_names(&mark.boards), intl::date(mark.saved_at));
    let then = mark.price.map(|price| t!("price_when_saved", intl::money(&price)));
    let changed = mark.price.zip(now).and_then(|(before, now)| change(before, now));
    let state = words::save_state(mark.state);
    view! {
        <section class="card">
            <header class="about">
                <p class="chip pine">{glyph(Icon::Check)} <span>{t!("already_saved")}</span></p>
            </header>
            <div class="top">
                {tile(image, &mark.title)} <div class="facts">
                    <h1 class="name" dir="auto">{mark.title.clone()}</h1>
                    {now.map(|now| view! { <p class="price-line"><bdi class="price">{intl::money(&now)}</bdi></p> })}
                    {changed
                        .map(|(icon, class, words)| view! { <p class=class>{glyph(icon)} <span>{words}</span></p> })}
                </div>
            </div>
            <p>{since}</p>
            {then.map(|then| view! { <p class="soft">{then}</p> })}
            {state.map(|state| view! { <p class="banner">{glyph(Icon::Clock)} <span>{state}</span></p> })}
            <div class="footer">
                <button type="button" class="plain grow" on:click=move |_| store.stage.set(Stage::Form)>
                    {t!("save_to_another")}
                </button>
                {store.panel_link()}
            </div>
        </section>
    }
    .into_any()
}
