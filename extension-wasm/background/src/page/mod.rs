//! The page of a tab: looking at it, remembering what was found, and the card that popup and panel show.
//! Nothing runs on a page until a person acts there, or has turned *detect everywhere* on.
//! It never sends anything of a page anywhere: what is found stays in this worker until it is saved.

pub(crate) mod corrections;
pub(crate) mod everywhere;
pub(crate) mod follow;
pub(crate) mod look;
pub(crate) mod memory;

use browser::storage::keys::Looked;
use browser::{clock, runtime, tabs};
use shared::wire::message::{Push, Refusal, SavedMark};

use crate::account::session;
use crate::badge::{self, TabBadge};
use crate::boards::Boards;
use crate::messages::reply::Card;
use crate::outbox::row::{Numbered, Owner};
use crate::outbox::{self, state_of};
use crate::save::compose::shown_key;
use crate::save::record::SavedPage;
use crate::save::{index, recent};
use crate::turn::together;

/// Looks at the page of a tab and says all that is known of it.
pub(crate) async fn card(tab_id: Option<i32>) -> Result<Card, Refusal> {
    let tab_id = match tab_id {
        Some(tab_id) => tab_id,
        None => tabs::active().await.and_then(|tab| tab.id).ok_or(Refusal::PageNotReadable)?,
    };
    let (looked, owner) = together(look::anew_or_known(tab_id), session::owner()).await;
    let (looked, memory) = looked?;
    let (rows, saved) = together(outbox::rows(), saved_page(owner.as_ref(), shown_key(&looked))).await;
    let (rows, saved) = (rows?, saved?);
    let saved = saved_mark(owner.as_ref(), saved, &rows, true).await;
    let just_saved = match memory.just_saved.filter(|just| just.until > clock::now()) {
        Some(just) => {
            let saved = saved_page(owner.as_ref(), Some(just.page)).await?;
            saved_mark(owner.as_ref(), saved, &rows, just.already).await
        }
        None => None,
    };
    if just_saved.is_none() {
        show_badge(tab_id, &looked, saved.is_some());
    }
    follow::follow(tab_id, looked.url.clone());
    Ok(Card {
        tab_id,
        draft: memory.draft.filter(|draft| draft.url == looked.url),
        url: looked.url,
        detection: looked.detection,
        saved,
        just_saved,
    })
}

fn show_badge(tab_id: i32, looked: &Looked, saved: bool) {
    let state = if saved { Some(TabBadge::Saved) } else { TabBadge::of(looked.detection.page()) };
    match state {
        Some(state) => badge::show(tab_id, state),
        None => badge::clear(tab_id),
    }
}

/// The page of this key, where this owner saved it.
async fn saved_page(owner: Option<&Owner>, page: Option<String>) -> Result<Option<SavedPage>, Refusal> {
    let Some(page) = page else { return Ok(None) };
    Ok(index::get(owner, &page).await?)
}

/// The mark of a page that this owner saved.
async fn saved_mark(
    owner: Option<&Owner>,
    saved: Option<SavedPage>,
    rows: &[Numbered],
    already: bool,
) -> Option<SavedMark> {
    Some(mark(owner, &saved?, rows, already).await)
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
    let saved = match shown_key(looked) {
        Some(page) => index::get(owner.as_ref(), &page).await.ok().flatten().is_some(),
        None => false,
    };
    show_badge(tab_id, looked, saved);
}

/// A page is not saved any more: where its tab is in front, the tick goes and an open card is told.
pub(crate) async fn unsaved(page: &str) {
    let Some(tab_id) = tabs::active().await.and_then(|tab| tab.id) else { return };
    let known = memory::get(tab_id).await;
    let shown = known.looked.as_ref().and_then(shown_key);
    let just_saved = known.just_saved.map(|just| just.page);
    if shown.as_deref() != Some(page) && just_saved.as_deref() != Some(page) {
        return;
    }
    memory::change(tab_id, Box::new(|memory| memory.just_saved = None)).await;
    match known.looked {
        // A link was saved from here, and the page itself is saved as before.
        Some(_) if shown.as_deref() != Some(page) => {}
        Some(looked) => show_badge(tab_id, &looked, false),
        None => badge::clear(tab_id),
    }
    runtime::tell(&Push::PageChanged { tab_id }).await;
}

/// How far a saved page is has changed: an open card of it is told.
pub(crate) async fn changed(page: &str) {
    let Some(tab_id) = tabs::active().await.and_then(|tab| tab.id) else { return };
    let looked = memory::get(tab_id).await.looked;
    if looked.and_then(|looked| shown_key(&looked)).as_deref() == Some(page) {
        runtime::tell(&Push::PageChanged { tab_id }).await;
    }
}
