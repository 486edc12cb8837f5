//! Finding within a board or over all of them: a field for words, list or grid, and a drawer with the other filters and the order.

use leptos::prelude::*;

use super::finding::{Band, Finding, Sort, bands, shops};
use super::wishes::Wishes;
use crate::icons::{Icon, glyph};
use crate::parts::{
    Knob, Press, block, button, changing, flag, labelled, live, opener, paragraph, press, select, text_field,
    tick_line, when, words,
};
use crate::signals::Changing;
use crate::{intl, words as named};

/// The field for words. `name` says where it looks.
pub(super) fn search(finding: RwSignal<Finding>, name: &str) -> AnyView {
    let value = live(move || finding.get().words);
    let input = text_field(
        "search",
        Some(name.to_owned()),
        value,
        Box::new(move |typed| finding.change(|finding| finding.words = typed)),
    );
    let content = vec![glyph(Icon::Search), input];
    block("search", content)
}

/// List or grid, as a button that leads to the other one.
pub(super) fn view_switch(grid: RwSignal<bool>) -> AnyView {
    changing(move || {
        let (icon, word) = if grid.get() { (Icon::Rows, t!("view_list")) } else { (Icon::Grid, t!("view_grid")) };
        let change = press(move || grid.change(|grid| *grid = !*grid));
        Knob::icon("view-switch".to_owned(), word).view(glyph(icon), change)
    })
}

/// The button that opens the filters, and the filters. `all_of` are the wishes that they choose among.
pub(super) fn filters(finding: RwSignal<Finding>, all_of: Memo<Wishes>) -> (AnyView, AnyView) {
    let open = RwSignal::new(false);
    let word = live(move || match finding.get().filters() {
        0 => t!("filter"),
        count => t!("filter_with", intl::count(count)),
    });
    let toggle = press(move || open.change(|open| *open = !*open));
    let opener = opener("quiet small", Icon::ChevronDown, word, flag(move || open.get()), toggle);
    let drawer = when(move || open.get(), move || block("drawer filters", fields(finding, all_of)));
    (opener, drawer)
}

fn fields(finding: RwSignal<Finding>, all_of: Memo<Wishes>) -> Vec<AnyView> {
    let any = |chosen: bool| (String::new(), t!("any"), chosen);
    let shop = live(move || {
        let chosen = finding.get().shop;
        let shops = shops(&all_of.get().0).into_iter();
        let named = shops.map(|shop| (shop.clone(), shop.clone(), chosen.as_ref() == Some(&shop)));
        std::iter::once(any(chosen.is_none())).chain(named).collect()
    });
    let price = live(move || {
        let chosen = finding.get().band;
        let bands = bands(&all_of.get().0).into_iter().enumerate();
        let named = bands.map(|(at, band)| (at.to_string(), band_words(&band), chosen == Some(band)));
        std::iter::once(any(chosen.is_none())).chain(named).collect()
    });
    let state = live(move || {
        let chosen = finding.get().state;
        let named = named::ITEM_STATES
            .map(|state| (named::item_state_key(state).to_owned(), named::item_state(state), chosen == Some(state)));
        std::iter::once(any(chosen.is_none())).chain(named).collect()
    });
    let sort = live(move || {
        let chosen = finding.get().sort;
        Sort::ALL.map(|sort| (sort.name().to_owned(), sort_word(sort), sort == chosen)).into()
    });
    let set = move |change: Box<dyn FnOnce(&mut Finding)>| finding.change(|finding| change(finding));
    let choose_state = move |name: String| {
        let state = named::ITEM_STATES.into_iter().find(|state| named::item_state_key(*state) == name);
        set(Box::new(move |finding: &mut Finding| finding.state = state));
    };
    let choose_price = move |at: String| {
        let band = at.parse::<usize>().ok().and_then(|at| bands(&all_of.get_untracked().0).get(at).copied());
        set(Box::new(move |finding| finding.band = band));
    };
    let only = live(move || finding.get().check);
    let check = tick_line(
        t!("only_check"),
        only,
        live(|| false),
        press(move || finding.change(|finding| finding.check = !finding.check)),
    );
    vec![
        labelled(
            "stack",
            t!("sort_by"),
            vec![select(sort, move |name| set(Box::new(move |finding| finding.sort = Sort::named(&name))))],
        ),
        labelled(
            "stack",
            t!("filter_shop"),
            vec![select(shop, move |shop| {
                set(Box::new(move |finding| finding.shop = Some(shop).filter(|shop| !shop.is_empty())))
            })],
        ),
        labelled("stack", t!("field_price"), vec![select(price, choose_price)]),
        labelled("stack", t!("field_state"), vec![select(state, choose_state)]),
        check,
        when(move || finding.get().filters() > 0, move || button("link", None, t!("clear_filters"), cleared(finding))),
    ]
}

fn band_words(band: &Band) -> String {
    let money = |minor: i64| intl::money(&shared::money::Money::new(minor, band.currency));
    match (band.from, band.below) {
        (Some(from), Some(below)) => t!("price_between", money(from), money(below)),
        (Some(from), None) => t!("price_from", money(from)),
        (None, Some(below)) => t!("price_below", money(below)),
        (None, None) => t!("any"),
    }
}

fn sort_word(sort: Sort) -> String {
    match sort {
        Sort::Own => t!("sort_own"),
        Sort::Newest => t!("sort_newest"),
        Sort::PriceUp => t!("sort_price_up"),
        Sort::PriceDown => t!("sort_price_down"),
        Sort::Title => t!("sort_title"),
    }
}

/// Nothing was found: said, with the way back to all.
pub(super) fn none_found(finding: RwSignal<Finding>) -> AnyView {
    let show_all = button("plain", None, t!("show_all"), cleared(finding));
    block("empty", vec![paragraph("", words(t!("none_found"))), show_all])
}

/// Takes back all filters and words; the order stays.
fn cleared(finding: RwSignal<Finding>) -> Press {
    press(move || finding.change(|finding| *finding = Finding { sort: finding.sort, ..Finding::default() }))
}
