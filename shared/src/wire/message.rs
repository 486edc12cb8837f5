//! Messages inside the extension: a closed set. Popup, panel and options ask; the worker answers.
//! Content scripts may send nothing but [`Hint`]; pages and other extensions may send nothing at all.
//! It never carries a token, and a password only from the options page to the worker.

use serde::{Deserialize, Serialize};

use super::accounts::{AccountView, Secret};
use super::boards::{BoardKind, BoardView, PlacedItemView};
use super::items::Quantity;
use super::problem::ProblemKind;
use crate::detect::Detection;
use crate::id::{BoardId, ItemId};
use crate::money::Money;
use crate::product::VariantOption;
use crate::time::Timestamp;

/// The largest message that is read at all, in bytes of JSON.
pub const MAX_MESSAGE_BYTES: usize = 256 * 1024;

/// Stands for *My wishes* wherever a [`BoardId`] is asked for and the server has not made that board yet:
/// signed out, offline, or before the first save. The nil UUID; it never goes to the server.
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
    /// The items of a board, those still waiting in the outbox first. Answer: [`Reply::BoardItems`].
    #[serde(rename = "board.items")]
    BoardItems {
        /// The board.
        id: BoardId,
        /// From an earlier answer.
        #[serde(default)]
        cursor: Option<String>,
    },
    /// Who is signed in where, and what waits. Answer: [`Reply::Status`].
    #[serde(rename = "status.get")]
    StatusGet,
    /// Make an account and sign in. Only from the options page. Answer: [`Reply::Status`].
    #[serde(rename = "account.register")]
    AccountRegister {
        /// Origin of the server ("https://gifts.example").
        server: String,
        /// Mail address.
        email: String,
        /// Password.
        password: Secret,
        /// The name that others see.
        display_name: String,
    },
    /// Sign in. Only from the options page. Answer: [`Reply::Status`].
    #[serde(rename = "account.sign_in")]
    AccountSignIn {
        /// Origin of the server.
        server: String,
        /// Mail address.
        email: String,
        /// Password.
        password: Secret,
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
    /// Sent by the pre-check where *detect everywhere* is on.
    #[serde(rename = "page.hint")]
    PageHint,
}

/// What the worker answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Reply {
    /// To [`Request::PageLook`].
    #[serde(rename = "page")]
    Page(Box<PageCard>),
    /// To [`Request::ItemSave`].
    #[serde(rename = "saved")]
    Saved(SavedMark),
    /// To [`Request::BoardsList`] and [`Request::BoardCreate`].
    #[serde(rename = "boards")]
    Boards {
        /// All boards that can be saved to, made on this device ones too; the first is *My wishes*
        /// (under [`my_wishes`] while the server has none).
        boards: Vec<BoardChip>,
        /// Where the last save went.
        last: Option<BoardId>,
        /// The list is from an earlier time, because the server cannot be reached.
        stale: bool,
    },
    /// To [`Request::BoardItems`].
    #[serde(rename = "board_items")]
    BoardItems {
        /// The board, where the server knows it.
        board: Option<BoardView>,
        /// Saved here and not yet arrived.
        waiting: Vec<WaitingItem>,
        /// What the server holds.
        entries: Vec<PlacedItemView>,
        /// For the next page.
        next_cursor: Option<String>,
        /// The server cannot be reached; `entries` may be old or missing.
        offline: bool,
    },
    /// To [`Request::StatusGet`] and what changes it.
    #[serde(rename = "status")]
    Status(Box<Status>),
    /// To [`Request::SettingsGet`] and [`Request::SettingsSet`].
    #[serde(rename = "settings")]
    Settings(Settings),
    /// Done, and nothing to tell.
    #[serde(rename = "done")]
    Done,
    /// It did not work; nothing was lost.
    #[serde(rename = "refused")]
    Refused(Refusal),
}

/// Why the worker did not do what was asked. The words are the page's: it knows the language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Refusal {
    /// The browser lets nobody look at this page (settings, the extension store, a PDF).
    PageNotReadable,
    /// The server cannot be reached.
    Offline,
    /// Nobody is signed in.
    SignedOut,
    /// The server said no.
    Problem {
        /// The kind decides the words.
        kind: ProblemKind,
        /// The server's own sentence, where it adds something.
        detail: Option<String>,
        /// Refused fields as (field, what to do).
        fields: Vec<(String, String)>,
    },
    /// The server address is none, or not https (http is for this machine only).
    BadServer,
    /// The ten seconds are over.
    TooLate,
    /// The disk is full or the browser refuses to store.
    NotStored {
        /// What the browser said.
        detail: String,
    },
    /// The request was none of ours.
    NotUnderstood,
}

/// The page of a tab, as the popup shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageCard {
    /// The browser's number of the tab.
    pub tab_id: i32,
    /// The page's address.
    pub url: String,
    /// What was found.
    pub detection: Detection,
    /// This page was saved before, on this device or as the server said.
    pub saved: Option<SavedMark>,
    /// What was typed here before the popup closed.
    pub draft: Option<SaveDraft>,
    /// The keystroke or menu saved it just now; the popup shows the tick (or, with *check me*, what to check).
    pub just_saved: Option<SavedMark>,
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

/// Where a saved page stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedMark {
    /// The item.
    pub id: ItemId,
    /// Its title when it was saved.
    pub title: String,
    /// The price when it was saved.
    pub price: Option<Money>,
    /// The boards it lies on.
    pub boards: Vec<BoardChip>,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// It was there before: nothing was doubled.
    pub already: bool,
    /// How far it is.
    pub state: SaveState,
    /// Until when it can be taken back.
    pub undo_until: Option<Timestamp>,
}

/// How far a save is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaveState {
    /// Durable on this device, on its way.
    Waiting,
    /// Durable on this device; nobody is signed in.
    SignedOut,
    /// The server has it.
    Arrived,
    /// The server refused it; it waits for the person.
    Refused,
}

/// A board in a list to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardChip {
    /// Its id.
    pub id: BoardId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: BoardKind,
}

/// A save that has not arrived yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WaitingItem {
    /// The item.
    pub id: ItemId,
    /// Its title.
    pub title: String,
    /// Its price.
    pub price: Option<Money>,
    /// Its picture.
    pub image: Option<String>,
    /// How far it is.
    pub state: SaveState,
    /// What the server said, where it refused.
    pub problem: Option<String>,
}

/// What is going on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// Origin of the server.
    pub server: String,
    /// Who is signed in.
    pub account: Option<AccountView>,
    /// Saves of this account that wait.
    pub waiting: u32,
    /// Saves of this account that the server refused.
    pub refused: u32,
    /// Saves made while nobody was signed in, for which the person was not asked yet.
    pub unclaimed: u32,
    /// When the server was last reached.
    pub reached_at: Option<Timestamp>,
    /// The session ended by itself (too old, or revoked): sign in again. What waits is kept, and counted above.
    pub ended: bool,
    /// Messages that were refused since the browser started.
    pub refused_messages: u32,
    /// Version of the extension.
    pub version: String,
}

/// The person's choices, kept on this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Look for products on every page that is opened (asks for the hosts).
    pub detect_everywhere: bool,
    /// Light, dark, or as the system says.
    pub theme: Theme,
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
