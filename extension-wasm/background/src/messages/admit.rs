//! Who may say what: the sender first, then the size, then the shape, then whether this page may ask that.
//! The sender is what the browser says; what a message claims about itself is never read.

use browser::json::{get, number};
use shared::find::Find;
use shared::json::Json;
use shared::wire::message::{MAX_MESSAGE_BYTES, Request};

use wasm_bindgen::JsValue;

use super::read;

/// `runtime.MessageSender`, as far as it decides anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sender {
    /// Id of the extension that sent it.
    pub(crate) id: Option<String>,
    /// Address of the page or frame that sent it.
    pub(crate) url: Option<String>,
    /// Its origin; not every browser tells.
    pub(crate) origin: Option<String>,
    /// The frame within the tab; 0 is the page itself.
    pub(crate) frame_id: Option<i32>,
    /// The number of the tab, where it came from one.
    pub(crate) tab_id: Option<i32>,
}

impl Sender {
    /// What the browser says of a sender.
    pub(crate) fn of(sender: &JsValue) -> Self {
        let text = |name| get(sender, name).as_string();
        Self {
            id: text("id"),
            url: text("url"),
            origin: text("origin"),
            frame_id: number(&get(sender, "frameId")),
            tab_id: number(&get(&get(sender, "tab"), "id")),
        }
    }
}

/// What is ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ours {
    /// Id of this extension.
    pub(crate) id: String,
    /// Address of our pages, with the last slash.
    pub(crate) base: String,
    /// The page that it came from is looked at by itself, as was chosen and granted: its content script may hint.
    pub(crate) everywhere: bool,
}

/// A message that may be acted on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Admitted {
    /// One of our pages asks.
    Request(Box<Request>),
    /// The pre-check in this tab found a hint of a product.
    Hint {
        /// The tab.
        tab_id: i32,
    },
}

/// Why a message is refused. Each is counted; none has any other effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefusedBecause {
    /// Another extension, or nobody that the browser knows.
    Stranger,
    /// A web page, an unknown page, or a content script that says more than it may.
    Place,
    /// Larger than is read at all.
    TooLarge,
    /// No message of ours.
    Shape,
    /// A page of ours that may not ask this.
    Page,
}

/// A page of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    Popup,
    Panel,
    Options,
}

/// Where a message came from, as the browser tells.
enum Place {
    Page(Page),
    ContentScript { tab_id: i32 },
}

/// Decides over one message. `text` gives its JSON and is asked only once the sender is known to be ours.
///
/// # Errors
/// See [`RefusedBecause`].
pub(crate) fn admit(
    ours: &Ours,
    sender: &Sender,
    text: impl FnOnce() -> Option<String>,
) -> Result<Admitted, RefusedBecause> {
    let place = place(ours, sender)?;
    let text = text().ok_or(RefusedBecause::Shape)?;
    if text.len() > MAX_MESSAGE_BYTES {
        return Err(RefusedBecause::TooLarge);
    }
    let message = Json::parse(&text).ok_or(RefusedBecause::Shape)?;
    match place {
        Place::ContentScript { tab_id } if read::is_hint(message) => Ok(Admitted::Hint { tab_id }),
        Place::ContentScript { .. } => Err(RefusedBecause::Place),
        Place::Page(page) => {
            let request = read::request(message).ok_or(RefusedBecause::Shape)?;
            if may_ask(page, &request) { Ok(Admitted::Request(Box::new(request))) } else { Err(RefusedBecause::Page) }
        }
    }
}

fn place(ours: &Ours, sender: &Sender) -> Result<Place, RefusedBecause> {
    if sender.id.as_deref() != Some(ours.id.as_str()) {
        return Err(RefusedBecause::Stranger);
    }
    let url = sender.url.as_deref().ok_or(RefusedBecause::Place)?;
    if let Some(path) = url.strip_prefix(&ours.base) {
        let origin = ours.base.strip_suffix('/');
        // Only the top frame of a page: nothing of ours lies in a frame.
        if sender.origin.as_deref().is_some_and(|said| Some(said) != origin) || sender.frame_id.unwrap_or(0) != 0 {
            return Err(RefusedBecause::Place);
        }
        return match path.up_to("?").up_to("#") {
            "popup.html" => Ok(Place::Page(Page::Popup)),
            "panel.html" => Ok(Place::Page(Page::Panel)),
            "options.html" => Ok(Place::Page(Page::Options)),
            _ => Err(RefusedBecause::Place),
        };
    }
    let web = url.starts_with("https://") || url.starts_with("http://");
    match sender.tab_id {
        Some(tab_id) if web && ours.everywhere && sender.frame_id == Some(0) => Ok(Place::ContentScript { tab_id }),
        _ => Err(RefusedBecause::Place),
    }
}

fn may_ask(page: Page, request: &Request) -> bool {
    match request {
        Request::AccountBegin { .. }
        | Request::AccountSignOut { .. }
        | Request::CorrectionsList
        | Request::CorrectionsForget { .. } => page == Page::Options,
        Request::ItemSave { .. } | Request::DraftKeep { .. } | Request::DraftDrop { .. } => page != Page::Options,
        Request::ItemBin { .. } | Request::ItemRestore { .. } => page != Page::Options,
        Request::OutboxDiscard { .. } => page != Page::Popup,
        Request::ItemEdit { .. } | Request::ItemReadAgain { .. } | Request::LinkSave { .. } => page == Page::Panel,
        _ => true,
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
