//! The sites that are looked at by themselves, and those that are left alone: a switch each. A row stays while the page is open, so
//! that what was switched is switched back where it was.

use browser::permissions;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::site::{patterns, site};

use super::permissions::switch;
use super::store::Store;
use crate::parts::{all, block, button, changing, flag, following, live, paragraph, press, said, text_field, words};
use crate::sites::{Which, choose, chosen};

/// Both lists, and the field that a site is paused by.
pub(super) fn view(store: Store) -> AnyView {
    all(vec![
        list(
            store,
            Which::On,
            || paragraph("", words(t!("sites_on"))),
            || paragraph("hint", words(t!("sites_on_about"))),
        ),
        list(
            store,
            Which::Paused,
            || paragraph("", words(t!("sites_paused"))),
            || paragraph("hint", words(t!("sites_paused_about"))),
        ),
        pausing(store),
    ])
}

/// Each site that was on the list while this page is open, and whether it is now.
type Rows = RwSignal<Vec<(String, bool)>>;

fn read(rows: Rows, which: Which) {
    spawn_local(async move {
        let sites = chosen().await;
        let mut now = rows.get_untracked();
        now.iter_mut().for_each(|row| row.1 = false);
        for site in if which == Which::On { sites.on } else { sites.paused } {
            let is = which == Which::Paused || permissions::contains(&patterns(&site)).await;
            match now.iter_mut().find(|row| row.0 == site) {
                Some(row) => row.1 = is,
                None => now.push((site, is)),
            }
        }
        if rows.get_untracked() != now {
            rows.set(now);
        }
    });
}

fn list(store: Store, which: Which, title: fn() -> AnyView, about: fn() -> AnyView) -> AnyView {
    let rows: Rows = RwSignal::new(Vec::new());
    following(move || {
        store.status.track();
        read(rows, which);
    });
    changing(move || {
        let now = rows.get();
        if now.is_empty() && which == Which::On {
            return all(Vec::new());
        }
        let mut views = vec![title(), about()];
        views.extend(now.into_iter().map(|(site, is)| row(store, rows, which, site, is)));
        all(views)
    })
}

fn row(store: Store, rows: Rows, which: Which, site: String, is: bool) -> AnyView {
    let id = [if which == Which::On { "site-" } else { "paused-" }, &site].concat();
    let name = site.clone();
    let turn = press(move || {
        let done = choose(which, site.clone(), !is, None);
        spawn_local(async move {
            if let Err(failure) = done.await {
                store.failure.set(Some(failure));
            }
            read(rows, which);
        });
    });
    switch(&id, name, None, flag(move || is), turn)
}

/// A site that is named here.
fn pausing(store: Store) -> AnyView {
    let (typed, news) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let field = text_field(
        "text",
        Some(t!("site_to_pause")),
        typed.into(),
        Box::new(move |text| {
            news.set(String::new());
            typed.set(text);
        }),
    );
    let pause = press(move || {
        let Some(named) = named(&typed.get_untracked()) else {
            news.set(t!("site_not_understood"));
            return;
        };
        let done = choose(Which::Paused, named.clone(), true, None);
        spawn_local(async move {
            match done.await {
                Ok(_) => {
                    typed.set(String::new());
                    news.set(t!("site_paused", named));
                }
                Err(failure) => store.failure.set(Some(failure)),
            }
        });
    });
    all(vec![
        block("line", vec![field, button("plain", None, t!("site_pause_named"), pause)]),
        said("hint", live(move || news.get())),
    ])
}

/// The site that a person typed, with or without what stands before and behind its name. The browser writes it as it writes addresses.
fn named(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let whole = if typed.contains("://") { typed.to_owned() } else { ["https://", typed].concat() };
    let address = web_sys::Url::new(&whole).ok()?.href();
    let name = site(&address)?;
    // A word without a dot is a search, and no site.
    (name.contains(['.', ':']) || name == "localhost").then(|| name.to_owned())
}
