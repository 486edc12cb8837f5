//! Where the pre-check runs by itself: on every page or on single sites, as far as the person chose it and the browser grants it, and
//! nowhere on a paused one. The browser itself leaves the others out: there nothing of ours is put into a page.

use browser::permissions::{self, ALL_HOSTS, EVERY_PAGE};
use browser::storage::keys::{self, SITES};
use browser::{runtime, scripts};
use shared::site::{covers, patterns, site};
use shared::wire::message::Push;

use crate::account::settings;
use crate::turn::{Turn, Work};

const ID: &str = "precheck";
const FILE: &str = "precheck.js";

thread_local! {
    static TURN: Turn = Turn::default();
}

/// Whether the page at this address is looked at by itself. Where it was chosen and is not granted, the browser lets nobody look.
pub(crate) fn is_on(url: &str) -> Work<'_, bool> {
    Box::pin(async move {
        let Some(host) = site(url) else { return false };
        let sites = SITES.get().await.unwrap_or_default();
        let among = |list: &[String]| list.iter().any(|site| covers(site, host));
        !among(&sites.paused) && (among(&sites.on) || every_page().await)
    })
}

async fn every_page() -> bool {
    keys::SETTINGS.get().await.unwrap_or_else(settings::first).detect_everywhere
}

/// Makes the browser do what was chosen and granted.
pub(crate) fn apply() -> Work<'static, ()> {
    Box::pin(async {
        let turn = TURN.with(Turn::clone);
        let _held = turn.take().await;
        let sites = SITES.get().await.unwrap_or_default();
        let every = every_page().await;
        let pages = Pages { on: &sites.on, paused: &sites.paused, every, granted: permissions::hosts().await };
        let (on, paused) = pages.patterns();
        if let Err(words) = scripts::only_on(ID, FILE, &on, &paused).await {
            web_sys::console::warn_2(&"giftos: the pre-check cannot be registered:".into(), &words.into());
        }
    })
}

/// What was chosen, and the patterns that the browser says are granted.
struct Pages<'a> {
    on: &'a [String],
    paused: &'a [String],
    every: bool,
    granted: Vec<String>,
}

impl Pages<'_> {
    /// The patterns of what is looked at, and of what is left out of that.
    fn patterns(&self) -> (Vec<String>, Vec<String>) {
        let is_granted = |pattern: &str| self.granted.iter().any(|granted| granted == pattern);
        // A browser's own switch grants them by the pattern of the manifest.
        let all = EVERY_PAGE.iter().all(|pattern| is_granted(pattern)) || is_granted(ALL_HOSTS);
        let mut on: Vec<String> = Vec::new();
        if all && self.every {
            on.extend(EVERY_PAGE.iter().map(|pattern| (*pattern).to_owned()));
        } else {
            on.extend(self.on.iter().flat_map(|site| patterns(site)).filter(|pattern| all || is_granted(pattern)));
        }
        (on, self.paused.iter().flat_map(|site| patterns(site)).collect())
    }
}

/// What was chosen or granted has changed: made so, in what is open too.
pub(crate) async fn changed() {
    apply().await;
    super::ticks(None);
    runtime::tell(&Push::StatusChanged).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(sites: &[&str], every: bool, granted: &[&str]) -> Vec<String> {
        let own = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let (sites, paused) = (own(sites), own(&["quiet.example"]));
        let pages = Pages { on: &sites, paused: &paused, every, granted: own(granted) };
        let (on, paused) = pages.patterns();
        assert_eq!(paused, patterns("quiet.example"));
        on
    }

    #[test]
    fn what_was_chosen_counts_as_far_as_it_is_granted() {
        let shop = patterns("shop.example");
        assert_eq!(on(&["shop.example"], false, &[]), Vec::<String>::new());
        assert_eq!(on(&["shop.example", "no.example"], false, &[&shop[0], &shop[1]]), shop);
        // The person took back one half of it in the browser.
        assert_eq!(on(&["shop.example"], false, &[&shop[1]]), shop[1..]);
        for all in [EVERY_PAGE, &[ALL_HOSTS]] {
            assert_eq!(on(&["shop.example"], true, all), EVERY_PAGE);
            // Granted and not chosen is not looked at.
            assert_eq!(on(&["shop.example"], false, all), shop);
        }
        assert_eq!(on(&["shop.example"], true, &[&shop[0], &shop[1]]), shop);
    }
}
