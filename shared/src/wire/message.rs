//! Messages inside the extension: a closed set. Popup, panel and options ask; the worker answers.
//! Content scripts may send nothing but [`Hint`]; pages and other extensions may send nothing at all.
//! It never carries a token, and a password only from the options page to the worker.

use serde::{Deserialize, Serialize};

use super::accounts::Secret;
use super::boards::BoardKind;
use super::items::{ItemPatch, Quantity};
use super::outbox::Owner;
pub use super::reply::{BoardChip, PageCard, Refusal, Reply, SaveState, SavedMark, Status};
use crate::id::{BoardId, ItemId};
use crate::money::Money;
use crate::product::VariantOption;

/// The largest message that is read at all, in bytes of JSON.
pub const MAX_MESSAGE_BYTES: usize = 256 * 1024;

/// Stands for *My wishes* wherever a [`BoardId`] is asked for and the server has not made that board yet:
/// signed out, offline, or before the first save. The nil UUID; where an item is placed, taken off, moved or put in order, the
/// server knows it as the account's own.
#[must_use]
pub fn my_wishes() -> BoardId {
    BoardId::from(uuid::Uuid::nil())
}

/// What the extension's own pages ask of the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
pub enum Request {
    /// Look at the page in this tab (the active one where absent). Answer: [`Reply::Page`].
    #[serde(rename = "page.look")]
    PageLook {
        /// The browser's number of the tab.
        #[serde(default)]
        tab_id: Option<i32>,
    },
    /// Save what the person sees in the popup. Answer: [`Reply::Saved`], only after it is durable.
    #[serde(rename = "item.save")]
    ItemSave {
        /// What to save.
        save: Box<SaveDraft>,
    },
    /// Take back a save of the last ten seconds. Answer: [`Reply::Done`].
    #[serde(rename = "item.undo")]
    ItemUndo {
        /// The id that [`Reply::Saved`] gave.
        id: ItemId,
    },
    /// Change an item that the server has. Only from the panel. Answer: [`Reply::Done`], only after it is durable.
    #[serde(rename = "item.edit")]
    ItemEdit {
        /// The item.
        id: ItemId,
        /// What changes of it.
        patch: Box<ItemPatch>,
    },
    /// Put an item into the bin, whatever boards it lies on. Only from popup and panel. Answer: [`Reply::Done`], only after it is
    /// durable.
    #[serde(rename = "item.bin")]
    ItemBin {
        /// The item.
        id: ItemId,
    },
    /// Take an item out of the bin, to where it lay. Only from popup and panel. Answer: [`Reply::Done`], only after it is durable.
    #[serde(rename = "item.restore")]
    ItemRestore {
        /// The item.
        id: ItemId,
    },
    /// Have the server read an item's pasted address again. Only from the panel. Answer: [`Reply::Done`], only after it is
    /// durable.
    #[serde(rename = "item.read_again")]
    ItemReadAgain {
        /// The item.
        id: ItemId,
    },
    /// Save an address that the server reads. Only from the panel. Answer: [`Reply::Saved`], only after it is durable.
    #[serde(rename = "link.save")]
    LinkSave {
        /// The address; `https://` may be missing.
        url: String,
        /// The board.
        board: BoardId,
    },
    /// Keep what was typed for this tab. Answer: [`Reply::Done`].
    #[serde(rename = "draft.keep")]
    DraftKeep {
        /// The draft; it replaces the tab's earlier one.
        draft: Box<SaveDraft>,
    },
    /// Forget what was typed for this tab. Answer: [`Reply::Done`].
    #[serde(rename = "draft.drop")]
    DraftDrop {
        /// The tab.
        tab_id: i32,
    },
    /// The boards to save to. Answer: [`Reply::Boards`].
    #[serde(rename = "boards.list")]
    BoardsList,
    /// Make a board; works offline too. Answer: [`Reply::Boards`].
    #[serde(rename = "board.create")]
    BoardCreate {
        /// Its name, 1 to 200 characters.
        name: String,
        /// What it is for.
        kind: BoardKind,
    },
    /// What the server tells of boards, items and the account. Answer: [`Reply::Told`]; refused where somebody else is signed in.
    #[serde(rename = "server.read")]
    ServerRead {
        /// Who asks.
        owner: Owner,
        /// Path and query below `/api/v1`.
        path: String,
    },
    /// A page of ours added rows to the outbox: send them. Answer: [`Reply::Done`].
    #[serde(rename = "outbox.send")]
    OutboxSend,
    /// Who is signed in where, and what waits. Answer: [`Reply::Status`].
    #[serde(rename = "status.get")]
    StatusGet,
    /// A server let somebody in, who registered or signed in on the options page: the session of this browser from now on.
    /// Only from there; the password stays between that page and the server. Answer: [`Reply::Status`].
    #[serde(rename = "account.begin")]
    AccountBegin {
        /// Origin of the server ("https://gifts.example").
        server: String,
        /// What it answered, as it came: the text of a [`SessionTokens`](super::accounts::SessionTokens).
        tokens: Secret,
    },
    /// Sign out here, or on every device. What waits in the outbox stays. Answer: [`Reply::Status`].
    #[serde(rename = "account.sign_out")]
    AccountSignOut {
        /// On every device.
        everywhere: bool,
    },
    /// Try to send what waits, now. Answer: [`Reply::Status`].
    #[serde(rename = "outbox.flush")]
    OutboxFlush,
    /// What was saved signed out: take it into the account that is signed in now, or keep it waiting. Answer: [`Reply::Status`].
    #[serde(rename = "outbox.adopt")]
    OutboxAdopt {
        /// Take it.
        take: bool,
    },
    /// Give up what the server refused of an item, a board or the account: it goes from this device; a save with all that was done with it.
    /// Only from panel and options page; nothing happens where nothing of it is refused (any more). Answer: [`Reply::Status`].
    #[serde(rename = "outbox.discard")]
    OutboxDiscard {
        /// The item, or the board or the account under the same name.
        id: ItemId,
    },
    /// What was picked at shops in place of what was found. Only from the options page. Answer: [`Reply::Corrections`].
    #[serde(rename = "corrections.list")]
    CorrectionsList,
    /// Forget what was picked at one shop, or at all. Only from the options page. Answer: [`Reply::Corrections`].
    #[serde(rename = "corrections.forget")]
    CorrectionsForget {
        /// The shop; all where absent.
        #[serde(default)]
        shop: Option<String>,
    },
    /// A page of ours has changed what only the worker acts on: [`Sites`], or the index of saved pages. Answer: [`Reply::Done`].
    #[serde(rename = "device.changed")]
    DeviceChanged,
    /// What the person chose in the options. Answer: [`Reply::Settings`].
    #[serde(rename = "settings.get")]
    SettingsGet,
    /// Change choices. Answer: [`Reply::Settings`].
    #[serde(rename = "settings.set")]
    SettingsSet {
        /// The new choices.
        settings: Settings,
    },
}

/// What a content script may say: this page looks as if it might hold a product. It carries nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
pub enum Hint {
    /// Sent by the pre-check, on pages that are looked at by themselves.
    #[serde(rename = "page.hint")]
    PageHint,
}

/// What the popup would save.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveDraft {
    /// The tab it was seen in.
    pub tab_id: i32,
    /// The page's address; the worker refuses it where the tab has gone elsewhere meanwhile.
    pub url: String,
    /// The title as shown; empty is refused.
    pub title: String,
    /// The chosen price.
    pub price: Option<Money>,
    /// The chosen picture.
    pub image: Option<String>,
    /// The chosen options.
    #[serde(default)]
    pub variant: Vec<VariantOption>,
    /// The boards, at least one.
    pub boards: Vec<BoardId>,
    /// For those who give.
    #[serde(default)]
    pub note: Option<String>,
    /// How many are wanted.
    #[serde(default)]
    pub quantity: Quantity,
    /// A person looked at the fields and pressed Save (false only for the keystroke).
    pub checked: bool,
}

/// The person's choices as they count on this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Look for products on every page that is opened (asks for the hosts).
    pub detect_everywhere: bool,
    /// Light, dark, or as the system says.
    pub theme: Theme,
}

/// Sites that the person chose something for, by their names (`shared::site`). Of those in both lists, the second counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sites {
    /// Looked at by themselves, as far as the browser grants it.
    pub on: Vec<String>,
    /// Not looked at by themselves, whatever else is chosen.
    pub paused: Vec<String>,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the worker tells open pages without being asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Push {
    /// Something of [`Status`] changed; ask again.
    #[serde(rename = "status.changed")]
    StatusChanged,
    /// The page of this tab was looked at anew.
    #[serde(rename = "page.changed")]
    PageChanged {
        /// The tab.
        tab_id: i32,
    },
}
