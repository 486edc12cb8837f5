//! Below the card: whether the pages of this site are looked at by themselves, and the choice of it, explained where it is asked.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::site::site;

use super::store::{Look, Store};
use crate::parts::{banner, button, changing, nothing, press};
use crate::sites::{Site, Which, choose};

impl Store {
    /// Reads anew how it stands with the site of the page that is shown.
    pub(super) fn ask_site(self) {
        let Look::Page(card) = self.look.get_untracked() else { return };
        spawn_local(async move {
            if let Some(host) = site(&card.url) {
                let now = Some(Site::of(host.to_owned()).await);
                if self.site.get_untracked() != now {
                    self.site.set(now);
                }
            }
        });
    }
}

/// The line.
pub(super) fn view(store: Store) -> AnyView {
    changing(move || {
        let Some(Site { name, looked_at, paused, sites }) = store.site.get() else { return nothing() };
        let (text, word, which, on) = match (looked_at, paused) {
            (_, true) => (t!("site_paused", name), t!("site_resume"), Which::Paused, false),
            (true, false) => (t!("site_on", name), t!("site_pause"), Which::Paused, true),
            (false, false) => (t!("site_look_about"), t!("site_look", name), Which::On, true),
        };
        let act = press(move || {
            let done = choose(which, name.clone(), on, Some(sites.clone()));
            spawn_local(async move {
                match done.await {
                    Ok(true) => {}
                    Ok(false) => store.said.set(t!("permission_refused")),
                    Err(failure) => store.failure.set(Some(failure)),
                }
                store.ask_site();
            });
        });
        banner("site", None, text, Some(button("link", None, word, act)))
    })
}
