//! The page of a tab: looking at it, remembering what was found, and the card that popup and panel show.
//! Nothing runs on a page until a person acts there, or has asked that its site, or every page, be looked at by itself.
//! It never sends anything of a page anywhere: what is found stays in this worker until it is saved.

pub(crate) mod corrections;
pub(crate) mod everywhere;
pub(crate) mod follow;
pub(crate) mod look;
pub(crate) mod memory;

use browser::storage::keys::Looked;
use browser::tabs::Tab;
use browser::{clock, runtime, tabs};
use shared::detect::Verdict;
use shared::product_url;
use shared::same_thing::{ADDRESS, ANYWHERE, AT_SHOP, sign_of_address};
use shared::wire::message::{Push, Refusal, SavedMark};

use crate::account::session;
use crate::badge::{self, TabBadge};
use crate::boards::Boards;
use crate::messages::reply::Card;
use crate::outbox::row::{Numbered, Owner};
use crate::outbox::{self, state_of, store};
use crate::save::compose::{shown_key, signs};
use crate::save::record::SavedPage;
use crate::save::{index, recent};
use crate::turn::{Work, together};

/// Looks at the page of a tab and says all that is known of it.
pub(crate) async fn card(tab_id: Option<i32>) -> Result<Card, Refusal> {
    let tab_id = match tab_id {
        Some(tab_id) => tab_id,
        None => tabs::active().await.and_then(|tab| tab.id).ok_or(Refusal::PageNotReadable)?,
    };
    let (looked, owner) = together(look::anew_or_known(tab_id), session::owner()).await;
    let (looked, memory) = looked?;
    let (rows, known) = together(outbox::rows(), known(owner.as_ref(), &looked)).await;
    let (rows, known) = (rows?, known?);
    let just_saved = match memory.just_saved.filter(|just| just.until > clock::now()) {
        Some(just) => match index::get(owner.as_ref(), &just.page).await? {
            Some(saved) => Some(mark(owner.as_ref(), &saved, &rows, just.already).await),
            None => None,
        },
        None => None,
    };
    if just_saved.is_none() {
        show_badge(tab_id, &looked, known.as_ref().map(|known| &known.saved));
    }
    remember_price(owner.as_ref(), known.as_ref(), &looked);
    let saved = match known {
        Some(Known { saved, shop, .. }) => Some(SavedMark { shop, ..mark(owner.as_ref(), &saved, &rows, true).await }),
        None => None,
    };
    follow::follow(tab_id, looked.url.clone());
    Ok(Card {
        tab_id,
        draft: memory.drafts.into_iter().find(|draft| draft.url == looked.url),
        url: looked.url,
        detection: looked.detection,
        saved,
        just_saved,
    })
}

fn show_badge(tab_id: i32, looked: &Looked, saved: Option<&SavedPage>) {
    let state = match saved {
        Some(saved) => Some(TabBadge::saved(saved.to_check)),
        None => TabBadge::of(looked.detection.page()),
    };
    match state {
        Some(state) => badge::show(tab_id, state),
        None => badge::clear(tab_id),
    }
}

/// What is saved of what a page shows.
struct Known {
    /// The key of the page that it was saved from.
    page: String,
    saved: SavedPage,
    /// The shop that it was saved from, where that is another one.
    shop: Option<String>,
}

fn known<'a>(owner: Option<&'a Owner>, looked: &'a Looked) -> Work<'a, Result<Option<Known>, Refusal>> {
    Box::pin(async move {
        let Some(own) = shown_key(looked) else { return Ok(None) };
        let found = index::find(owner, &own, &signs(&own, looked), &[AT_SHOP, ANYWHERE]).await?;
        let Some((page, saved)) = found else { return Ok(None) };
        let shop = (shop_of(&own) != shop_of(&page)).then(|| shop_of(&page).to_owned());
        Ok(Some(Known { page, saved, shop }))
    })
}

/// The shop in the key of a page.
fn shop_of(key: &str) -> &str {
    let end = key.bytes().position(|byte| matches!(byte, b'/' | b'?' | 0x1f)).unwrap_or(key.len());
    key.get(..end).unwrap_or_default()
}

/// How a saved page is told to the pages of the extension.
pub(crate) async fn mark(owner: Option<&Owner>, saved: &SavedPage, rows: &[Numbered], already: bool) -> SavedMark {
    let boards = Boards::of(owner, rows).await;
    SavedMark {
        id: saved.id,
        title: saved.title.clone(),
        price: saved.price,
        own_price: saved.own_price,
        image: saved.image.clone(),
        note: saved.note.clone(),
        quantity: (!saved.linked).then_some(saved.quantity),
        boards: boards.named(&saved.boards),
        saved_at: saved.saved_at,
        already,
        state: state_of(rows, saved.id),
        undo_until: recent::undo_until(saved.id).await,
        shop: None,
    }
}

/// A content script found a hint of a product: looks, and shows the badge.
pub(crate) async fn hinted(tab_id: i32) {
    // However often a page asks, it is looked at once a second at most.
    let recently = clock::now().plus_millis(-1_000);
    if memory::get(tab_id).await.looked.is_some_and(|looked| looked.at > recently) {
        return;
    }
    let Ok(looked) = look::anew(tab_id).await else { return };
    show_badge_of(tab_id, &looked).await;
    runtime::tell(&Push::PageChanged { tab_id }).await;
    follow::follow(tab_id, looked.url);
}

/// Shows what was found, or that it is saved already.
async fn show_badge_of(tab_id: i32, looked: &Looked) {
    let owner = session::owner().await;
    let known = known(owner.as_ref(), looked).await.ok().flatten();
    show_badge(tab_id, looked, known.as_ref().map(|known| &known.saved));
    remember_price(owner.as_ref(), known.as_ref(), looked);
}

/// The page of a wish shows another price than it did: that is remembered, on this device alone. A price in doubt is no news.
fn remember_price(owner: Option<&Owner>, known: Option<&Known>, looked: &Looked) {
    let Some(Known { page, saved, shop: None }) = known else { return };
    let price = looked.detection.price().filter(|_| looked.detection.page() == Verdict::Sure);
    let Some(price) = price.map(|seen| seen.price).filter(|price| saved.clone().sees(*price, looked.at)) else {
        return;
    };
    let (owner, page, at) = (owner.cloned(), page.clone(), looked.at);
    wasm_bindgen_futures::spawn_local(async move {
        let _turn = store::turn().await;
        // As it is by now.
        let Ok(Some(mut saved)) = index::get(owner.as_ref(), &page).await else { return };
        if saved.sees(price, at) {
            // What is not kept is seen again on the next visit.
            let _ = store::write(&[index::put(owner.as_ref(), &page, &saved)]).await;
        }
    });
}

/// A page is not saved any more: the tick goes in every tab that shows it, and an open card is told.
pub(crate) async fn unsaved(page: &str) {
    ticks(Some(page.to_owned()));
    let Some(tab_id) = tabs::active().await.and_then(|tab| tab.id) else { return };
    runtime::tell(&Push::PageChanged { tab_id }).await;
}

/// What is saved has changed, or whose it is: the tick of every tab follows. `gone`: this page is not saved any more.
pub(crate) fn ticks(gone: Option<String>) {
    wasm_bindgen_futures::spawn_local(async move {
        for tab in tabs::all().await {
            tick(tab, gone.as_ref(), true).await;
        }
    });
}

/// A tab shows a page that nobody has looked at: the tick shows before anybody does. Whether its site is looked at by itself.
pub(crate) async fn arrived(tab_id: i32) -> bool {
    match tabs::tab(tab_id).await {
        Some(tab) => tick(tab, None, false).await,
        None => false,
    }
}

/// The tick of a tab: of a page that was looked at by what it shows, of another by its address alone. `again`: what the tab has may
/// no longer be right. Whether nobody looked and the site is looked at by itself.
fn tick(tab: Tab, gone: Option<&String>, again: bool) -> Work<'_, bool> {
    Box::pin(async move {
        let Some(tab_id) = tab.id else { return false };
        let known = memory::get(tab_id).await;
        if let Some(just) = known.just_saved.filter(|just| just.until > clock::now()) {
            // It shows what was saved here just now, which may be a link on the page.
            if gone != Some(&just.page) {
                return false;
            }
            memory::change(tab_id, Box::new(|memory| memory.just_saved = None)).await;
        }
        // Where the person has not asked for it, an address is not even looked up.
        let url = tab.url.unwrap_or_default();
        let is_on = everywhere::is_on(&url).await;
        if let Some(looked) = &known.looked {
            if again || is_on {
                show_badge_of(tab_id, looked).await;
            }
            return false;
        }
        if !is_on {
            return false;
        }
        let page = product_url::identity_key(&url).unwrap_or_default();
        match index::find(session::owner().await.as_ref(), &page, &[sign_of_address(&page)], &[ADDRESS]).await {
            Ok(Some((_, saved))) => badge::show(tab_id, TabBadge::saved(saved.to_check)),
            _ if again => badge::clear(tab_id),
            _ => {}
        }
        true
    })
}

/// How far a saved page is has changed: an open card of it is told.
pub(crate) async fn changed(page: &str) {
    let Some(tab_id) = tabs::active().await.and_then(|tab| tab.id) else { return };
    let Some(looked) = memory::get(tab_id).await.looked else { return };
    let shown = known(session::owner().await.as_ref(), &looked).await;
    if shown.ok().flatten().is_some_and(|known| known.page == page) {
        runtime::tell(&Push::PageChanged { tab_id }).await;
    }
}
