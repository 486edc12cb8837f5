//! Above the form: what the page is taken for, what to check, and what stands in the way of sending.

use leptos::prelude::*;
use shared::detect::Verdict;
use shared::detect::corrections::applied;
use shared::join::joined;
use shared::wire::message::PageCard;

use super::state::{Doubt, doubts};
use super::store::{Store, Surface};
use crate::icons::Icon;
use crate::parts::{all, banner, button, chip, nothing, paragraph, press, when, words};
use crate::signals::Reading;
use crate::words as named;

/// The verdict in icon and word, and the news about this save.
pub(crate) fn view(store: Store, card: &PageCard) -> AnyView {
    let (word, icon, class) = named::verdict(card.detection.page);
    let advice = match card.detection.page {
        Verdict::Sure => nothing(),
        Verdict::NotProduct => paragraph("advice", words(t!("not_product_advice"))),
        Verdict::Check => paragraph("advice", words(what_to_check(&doubts(&card.detection)))),
    };
    let picked: Vec<String> = applied(&card.detection).map(named::correctable).collect();
    let picked =
        if picked.is_empty() { nothing() } else { paragraph("advice", words(t!("as_picked", joined(&picked, ", ")))) };
    let signed_out = move || store.status.look(|status| status.as_ref().is_some_and(|status| status.account.is_none()));
    let sign_in = move || button("link", None, t!("sign_in"), press(move || store.open_options()));
    let start_over = move || button("link", None, t!("start_over"), press(move || store.start_over()));
    // A popup would close over it; a page that surely shows one thing is no list.
    let tab_id = card.tab_id;
    let several = if store.surface == Surface::Panel && card.detection.page != Verdict::Sure {
        button("plain small", Some(Icon::Rows), t!("save_several"), press(move || store.several.set(Some(tab_id))))
    } else {
        nothing()
    };
    let back = move || button("link", Some(Icon::Undo), t!("undo"), press(move || store.start_over_undone()));
    all(vec![
        view! { <header class="about"><h1 class="unseen">{t!("form_heading")}</h1>{vec![chip(class, icon, word), advice, picked]}</header> }.into_any(),
        several,
        when(move || store.restored.get(), move || banner("banner", None, t!("restored"), Some(start_over()))),
        when(
            move || store.dropped.with(Option::is_some),
            move || banner("banner", None, t!("started_over"), Some(back())),
        ),
        when(signed_out, move || banner("banner", Some(Icon::Clock), t!("signed_out_banner"), Some(sign_in()))),
        when(
            move || store.stale.get() && !signed_out(),
            || banner("banner", Some(Icon::Off), t!("offline_banner"), None),
        ),
    ])
}

/// The fields to look at, by name.
pub(crate) fn what_to_check(doubts: &[Doubt]) -> String {
    let name = |doubt: &Doubt| match doubt {
        Doubt::Title => t!("doubt_title"),
        Doubt::Price => t!("doubt_price"),
        Doubt::Currency => t!("doubt_currency"),
        Doubt::Image => t!("doubt_image"),
    };
    let names: Vec<String> = doubts.iter().map(name).collect();
    if names.is_empty() { t!("check_all") } else { t!("check_these", joined(&names, ", ")) }
}
