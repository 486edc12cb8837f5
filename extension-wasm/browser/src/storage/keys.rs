//! Every key of `chrome.storage` that the extension uses, and what lies under it.

use shared::id::{BoardId, ItemId};
use shared::join::glued;
use shared::json::to_text;
use shared::json_record;
use shared::time::Timestamp;
use shared::wire::message::{BoardChip, SaveDraft, Settings, Sites};
use shared::wire::seen::Seen;

use super::{Area, Key};

/// Origin of the server that was last signed in to.
pub const SERVER: Key<String> = Key::new(Area::Local, "server");
/// What the person chose.
pub const SETTINGS: Key<Settings> = Key::new(Area::Local, "settings");
/// The sites that the person chose something for.
pub const SITES: Key<Sites> = Key::new(Area::Local, "sites");
/// A choice of this device that could not be given to the browser to carry: it is not to be undone by an older one.
pub const CHOICES_UNSENT: Key<bool> = Key::new(Area::Local, "choices_unsent");
/// When the server last answered.
pub const REACHED_AT: Key<Timestamp> = Key::new(Area::Local, "reached_at");
/// How lists of wishes are looked at.
pub const LISTS: Key<ListLook> = Key::new(Area::Local, "lists");
/// Messages refused since the browser started.
pub const REFUSED_MESSAGES: Key<u32> = Key::new(Area::Session, "refused_messages");
/// Saves that can still be taken back.
pub const RECENT: Key<Vec<RecentSave>> = Key::new(Area::Session, "recent");

/// The boards of an account as the server last told them, *My wishes* first where it is there.
#[must_use]
pub fn boards(owner: &str) -> Key<Vec<KnownBoard>> {
    Key::of(Area::Local, glued(&["boards ", owner]))
}

/// The board that an account (or nobody) last saved to.
#[must_use]
pub fn last_board(owner: &str) -> Key<BoardId> {
    Key::of(Area::Local, glued(&["last_board ", owner]))
}

/// What an account (or nobody) picked at shops, as the program that reads pages writes it.
#[must_use]
pub fn corrections(owner: &str) -> Key<String> {
    Key::of(Area::Local, glued(&["corrections ", owner]))
}

/// What is known of a tab's page.
#[must_use]
pub fn tab(tab_id: i32) -> Key<TabMemory> {
    Key::of(Area::Session, glued(&["tab ", &to_text(&tab_id)]))
}

/// How lists of wishes are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListLook {
    /// As pictures side by side.
    pub grid: bool,
    /// The name of their order.
    pub sort: String,
}

/// A board as it was last told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownBoard {
    /// Id, name and kind.
    pub chip: BoardChip,
    /// It is *My wishes*.
    pub is_default: bool,
}

/// What is known of a tab's page until it goes elsewhere. A page looked at in a private window is forgotten with its tab.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TabMemory {
    /// The page that was looked at, and what was found.
    pub looked: Option<Looked>,
    /// What was typed in this tab and not saved yet, a page each, the latest last.
    pub drafts: Vec<SaveDraft>,
    /// What was saved here just now.
    pub just_saved: Option<JustSaved>,
}

/// A save that the popup shows the tick of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JustSaved {
    /// The key of the page in the index of saved pages.
    pub page: String,
    /// It was there before.
    pub already: bool,
    /// Shown until then.
    pub until: Timestamp,
}

/// One look at a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// The page's address.
    pub url: String,
    /// What was found.
    pub detection: Seen,
    /// When.
    pub at: Timestamp,
}

/// A save of the last seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentSave {
    /// The item, and the second one where a save had to be sent in two.
    pub ids: Vec<ItemId>,
    /// The key of its page in the index of saved pages, where it has one.
    pub page: Option<String>,
    /// Until when it can be taken back.
    pub until: Timestamp,
}

json_record!(ListLook { grid, sort });
json_record!(KnownBoard { chip, is_default });
json_record!(TabMemory { looked, drafts: default, just_saved });
json_record!(JustSaved { page, already, until });
json_record!(Looked { url, detection, at });
json_record!(RecentSave { ids, page, until });
