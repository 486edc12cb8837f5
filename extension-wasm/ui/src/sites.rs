//! Sites that are looked at by themselves, and those that are paused: how it stands with them, and how it is changed.

use browser::permissions::{self, EVERY_PAGE};
use browser::storage::keys::{SETTINGS, SITES};
use shared::site::{covers, patterns};
use shared::wire::message::{Request, Sites};

use crate::bridge::{Failure, ask};

/// What the person chose.
pub(crate) async fn chosen() -> Sites {
    SITES.get().await.unwrap_or_default()
}

/// How it stands with the site of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Site {
    /// Its name: the one that was chosen for, where the page's own lies below it.
    pub(crate) name: String,
    pub(crate) looked_at: bool,
    pub(crate) paused: bool,
    /// All that was chosen.
    pub(crate) sites: Sites,
}

impl Site {
    /// Of the site of a page.
    pub(crate) async fn of(host: String) -> Self {
        let sites = chosen().await;
        let among = |list: &[String]| list.iter().find(|site| covers(site, &host)).cloned();
        if let Some(name) = among(&sites.paused) {
            return Self { name, looked_at: false, paused: true, sites };
        }
        let every = SETTINGS.get().await.is_some_and(|settings| settings.detect_everywhere);
        let on = among(&sites.on);
        // Every page is looked at only where every page is granted.
        let looked_at = (every && permissions::contains(EVERY_PAGE).await)
            || (on.is_some() && permissions::contains(&patterns(&host)).await);
        Self { name: on.unwrap_or(host), looked_at, paused: false, sites }
    }
}

/// One of the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    On,
    Paused,
}

/// Puts the site on a list, or takes it off. The browser is asked before the first await, so call it straight from a click. What is
/// no longer looked at is given back. `known` is what was chosen until now, where the browser's question may close the page that asks.
/// `false` where the person, or the browser, says no.
pub(crate) fn choose(
    which: Which,
    site: String,
    on: bool,
    known: Option<Sites>,
) -> impl Future<Output = Result<bool, Failure>> {
    let asked =
        (which == Which::On && on).then(|| permissions::request(&patterns(&site).each_ref().map(String::as_str)));
    async move {
        let Some(asked) = asked else {
            keep(&changed(which, &site, on, chosen().await)).await?;
            if which == Which::On {
                permissions::remove(&patterns(&site)).await;
            }
            return Ok(true);
        };
        // Kept before the answer: what the browser does not grant does not count.
        let known = match known {
            Some(known) => known,
            None => chosen().await,
        };
        keep(&changed(Which::Paused, &site, false, changed(Which::On, &site, true, known))).await?;
        let granted = asked.await;
        if !granted {
            keep(&changed(Which::On, &site, false, chosen().await)).await?;
        }
        Ok(granted)
    }
}

fn changed(which: Which, site: &str, on: bool, mut sites: Sites) -> Sites {
    let list = if which == Which::On { &mut sites.on } else { &mut sites.paused };
    list.retain(|other| other != site);
    if on {
        list.push(site.to_owned());
    }
    sites
}

async fn keep(sites: &Sites) -> Result<(), Failure> {
    SITES.set(sites).await.map_err(|failure| Failure::Refused(failure.into()))?;
    ask(Request::DeviceChanged).await.map(drop)
}
