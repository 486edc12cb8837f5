//! The keystroke and the context menu: one gesture, and the page, the link or the picture is saved.

use browser::json::get;
use browser::storage::keys::{JustSaved, Looked, TabMemory};
use browser::{action, clock, tabs};
use shared::detect::Verdict;
use shared::find::Find;
use shared::id::BoardId;
use shared::wire::message::{Push, Refusal, SaveDraft};
use wasm_bindgen::JsValue;

use super::compose::draft_of;
use super::keep::{Kept, Wish, keep};
use super::{gone, recent, settling};
use crate::account::session;
use crate::badge::{self, TabBadge};
use crate::boards::Boards;
use crate::outbox;
use crate::page::{follow, memory};

/// `contextMenus.OnClickData`, as far as it says what was clicked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Clicked {
    /// Which entry.
    pub(crate) menu_item_id: String,
    /// Address of the page it was clicked on.
    page_url: String,
    /// Address of a link.
    link_url: Option<String>,
    /// Address of a picture.
    src_url: Option<String>,
    /// Words that were selected.
    selection_text: Option<String>,
}

/// What a click in the context menu means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Meant {
    /// The page that the link leads to.
    Link(String),
    /// This page, with this picture.
    Picture(String),
    /// This page, under these words.
    Words(String),
    /// This page.
    Page,
}

impl Clicked {
    /// What the browser tells; `None` where it does not say which entry it was.
    pub(crate) fn of(details: &JsValue) -> Option<Self> {
        let text = |name| get(details, name).as_string();
        Some(Self {
            menu_item_id: text("menuItemId")?,
            page_url: text("pageUrl").unwrap_or_default(),
            link_url: text("linkUrl"),
            src_url: text("srcUrl"),
            selection_text: text("selectionText"),
        })
    }

    /// A picture inside a link is a tile of a list: the link counts, unless it only shows the picture larger
    /// or leads nowhere else.
    fn meant(&self) -> Meant {
        let link = self.link_url.as_deref().filter(|link| leads_elsewhere(link, &self.page_url));
        match (link, &self.src_url, &self.selection_text) {
            (Some(link), ..) => Meant::Link(link.to_owned()),
            (None, Some(picture), _) if picture.starts_with("http") => Meant::Picture(picture.clone()),
            (None, _, Some(words)) if !words.trim().is_empty() => Meant::Words(words.trim().to_owned()),
            _ => Meant::Page,
        }
    }
}

fn leads_elsewhere(link: &str, page: &str) -> bool {
    let bare = |url: &str| url.up_to("#").to_owned();
    let path = link.up_to("?").up_to("#").to_ascii_lowercase();
    let picture = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"].iter().any(|ending| path.ends_with(ending));
    let web = link.starts_with("https://") || link.starts_with("http://");
    web && !picture && bare(link) != bare(page)
}

/// The keystroke, on the page in this tab.
pub(crate) async fn keystroke(tab_id: i32) {
    page(tab_id, Meant::Page).await;
}

/// A click in the context menu, on the page in this tab.
pub(crate) async fn menu(tab_id: i32, clicked: &Clicked) {
    match clicked.meant() {
        Meant::Link(url) => {
            let title = clicked.selection_text.clone();
            let owner = session::owner().await;
            let rows = outbox::rows().await.unwrap_or_default();
            let board = Boards::of(owner.as_ref(), &rows).await.last(owner.as_ref()).await;
            let wish = Wish::Link { url, title, board };
            told(tab_id, &wish, keep(&wish).await).await;
        }
        meant => page(tab_id, meant).await,
    }
}

impl Meant {
    /// What is saved of the page as it was found, with what the gesture adds.
    fn wish(&self, looked: Looked, tab_id: i32, board: BoardId) -> (SaveDraft, Looked) {
        let mut draft = draft_of(&looked, tab_id, board);
        match self {
            Self::Picture(picture) => draft.image = Some(picture.clone()),
            Self::Words(words) => draft.title.clone_from(words),
            Self::Link(_) | Self::Page => {}
        }
        (draft, looked)
    }
}

/// What is no product, or has no name, is for the popup.
fn is_for_the_popup((draft, looked): &(SaveDraft, Looked)) -> bool {
    looked.detection.page() == Verdict::NotProduct || draft.title.is_empty()
}

/// Saves the page as it is found at once. A page in doubt may only not be complete yet: what was saved then waits until it is.
async fn page(tab_id: i32, meant: Meant) {
    let Ok(looked) = follow::first(tab_id).await else {
        // The popup says that nobody may look at this page.
        action::open_popup().await;
        return;
    };
    let owner = session::owner().await;
    let rows = outbox::rows().await.unwrap_or_default();
    let board = Boards::of(owner.as_ref(), &rows).await.last(owner.as_ref()).await;
    let mut found = meant.wish(looked, tab_id, board);
    if is_for_the_popup(&found) {
        found = meant.wish(follow::settled(tab_id, found.1).await, tab_id, board);
        if is_for_the_popup(&found) {
            if meant != Meant::Page {
                memory::keep_draft(found.0).await;
            }
            action::open_popup().await;
            return;
        }
    }
    let (draft, looked) = found;
    let doubted = (looked.detection.page() == Verdict::Check).then(|| looked.clone());
    let wish = Wish::Page { draft: Box::new(draft), looked: Box::new(looked), settles: doubted.is_some() };
    let kept = keep(&wish).await;
    match (kept, doubted) {
        (Ok(kept), Some(looked)) if !kept.mark.already => {
            saved(tab_id, &kept, true).await;
            let (draft, looked) = meant.wish(follow::settled(tab_id, looked).await, tab_id, board);
            let found = Wish::Page { draft: Box::new(draft), looked: Box::new(looked), settles: false };
            let Some((kept, doubtful)) = settling::renew(&kept, &wish, &found).await else { return };
            saved(tab_id, &kept, doubtful).await;
            // Whoever has gone elsewhere meanwhile is left in peace.
            if doubtful && tabs::active().await.and_then(|tab| tab.id) == Some(tab_id) {
                action::open_popup().await;
            }
        }
        (kept, _) => told(tab_id, &wish, kept).await,
    }
}

/// Shows how a gesture went: the tick; and the popup where there is something to say.
async fn told(tab_id: i32, wish: &Wish, kept: Result<Kept, Refusal>) {
    match kept {
        Ok(kept) => {
            saved(tab_id, &kept, false).await;
            if kept.mark.already {
                action::open_popup().await;
                saved_anew_if_gone(tab_id, wish, &kept).await;
            }
        }
        Err(_) => badge::show(tab_id, TabBadge::NotStored),
    }
}

/// What was said to be saved already may have been removed elsewhere: then it is saved anew, and that is shown.
pub(crate) async fn saved_anew_if_gone(tab_id: i32, wish: &Wish, kept: &Kept) {
    if let Some(kept) = gone::kept_anew(wish, kept).await {
        saved(tab_id, &kept, false).await;
    }
}

/// Shows the tick and remembers it for the popup; the draft has become a wish.
pub(crate) async fn saved(tab_id: i32, kept: &Kept, to_check: bool) {
    badge::show(tab_id, TabBadge::saved(to_check));
    let until = clock::now().plus_millis(recent::UNDO_MS);
    let just_saved = kept.page.clone().map(|page| JustSaved { page, already: kept.mark.already, until });
    let url = kept.url.clone();
    let remember = move |memory: &mut TabMemory| {
        memory.drafts.retain(|draft| Some(&draft.url) != url.as_ref());
        memory.just_saved = just_saved;
    };
    memory::change(tab_id, Box::new(remember)).await;
    browser::runtime::tell(&Push::PageChanged { tab_id }).await;
    // The same page may be open in other tabs.
    crate::page::ticks(None);
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://shop.example/list?page=2";

    fn clicked(link: Option<&str>, picture: Option<&str>, words: Option<&str>) -> Meant {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let clicked = Clicked {
            menu_item_id: "save".to_owned(),
            page_url: PAGE.to_owned(),
            link_url: own(link),
            src_url: own(picture),
            selection_text: own(words),
        };
        clicked.meant()
    }

    #[test]
    fn a_link_is_saved_and_a_picture_picked() {
        let (link, picture) = ("https://shop.example/p/1", "https://shop.example/1.jpg");
        assert_eq!(clicked(Some(link), None, None), Meant::Link(link.to_owned()));
        assert_eq!(clicked(None, Some(picture), None), Meant::Picture(picture.to_owned()));
        assert_eq!(clicked(None, None, Some(" Red kettle ")), Meant::Words("Red kettle".to_owned()));
        assert_eq!(clicked(None, None, None), Meant::Page);
    }

    #[test]
    fn a_picture_in_a_link_is_a_tile_unless_the_link_is_only_the_picture() {
        let picture = "https://shop.example/1.jpg";
        let tile = clicked(Some("https://shop.example/p/1"), Some(picture), None);
        assert_eq!(tile, Meant::Link("https://shop.example/p/1".to_owned()));
        for link in ["https://shop.example/1-large.JPG?v=2", "https://shop.example/list?page=2#zoom"] {
            assert_eq!(clicked(Some(link), Some(picture), None), Meant::Picture(picture.to_owned()), "{link}");
        }
    }

    #[test]
    fn what_is_no_web_address_is_neither() {
        assert_eq!(clicked(Some("javascript:void(0)"), Some("data:image/png;base64,AA"), None), Meant::Page);
        assert_eq!(clicked(Some("mailto:a@b.example"), None, Some("Kettle")), Meant::Words("Kettle".to_owned()));
    }
}
