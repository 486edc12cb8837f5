//! Saving: from a page, a draft, a link or a picture to a durable row in the outbox.
//! One place composes what is sent, one remembers which pages are saved, so that no path saves the same page twice.
//! It never waits for the network before it says *saved*.

pub(crate) mod amend;
pub(crate) mod change;
pub(crate) mod compose;
pub(crate) mod discard;
#[cfg(test)]
pub(crate) mod fixtures;
pub(crate) mod gesture;
pub(crate) mod gone;
pub(crate) mod index;
pub(crate) mod keep;
pub(crate) mod recent;
pub(crate) mod record;
pub(crate) mod settling;
pub(crate) mod undo;

use shared::id::BoardId;
use shared::join::glued;
use shared::json::to_text;
use shared::product_url;
use shared::wire::message::{Refusal, SaveDraft, SavedMark, my_wishes};
use shared::wire::problem::ProblemKind;

use crate::page::{corrections, memory};
use keep::Wish;

/// Saves what the person sees in popup or panel.
pub(crate) async fn draft(draft: SaveDraft) -> Result<SavedMark, Refusal> {
    if draft.title.trim().is_empty() {
        return Err(refused("title"));
    }
    if draft.boards.is_empty() {
        return Err(refused("boards"));
    }
    // What was not looked at in this tab cannot be saved from it: the tab has gone elsewhere meanwhile.
    let looked = memory::get(draft.tab_id).await.looked.filter(|looked| looked.url == draft.url);
    let looked = looked.ok_or(Refusal::PageNotReadable)?;
    let tab_id = draft.tab_id;
    let found = compose::draft_of(&looked, tab_id, my_wishes());
    let as_found = found.title == draft.title && found.price == draft.price && found.image == draft.image;
    let picked = (!as_found).then(|| (to_text(&looked.detection), to_text(&draft)));
    let wish = Wish::Page { draft: Box::new(draft), looked: Box::new(looked), settles: false };
    let kept = keep::keep(&wish).await?;
    gesture::saved(tab_id, &kept, false).await;
    if let Some((shown, kept)) = picked {
        corrections::learn(tab_id, shown, kept);
    }
    let mark = kept.mark.clone();
    wasm_bindgen_futures::spawn_local(async move { gesture::saved_anew_if_gone(tab_id, &wish, &kept).await });
    Ok(mark)
}

/// Saves an address that the server reads.
pub(crate) async fn link(typed: &str, board: BoardId) -> Result<SavedMark, Refusal> {
    let typed = typed.trim();
    let whole = ["https://", "http://"].iter().any(|scheme| typed.starts_with(scheme));
    let url = if whole { typed.to_owned() } else { glued(&["https://", typed]) };
    // A name without a dot is a word, and no shop's.
    if !product_url::host(&url).bytes().any(|byte| byte == b'.') || product_url::identity_key(&url).is_none() {
        return Err(refused("link"));
    }
    Ok(keep::keep(&Wish::Link { url, title: None, board }).await?.mark)
}

fn refused(field: &str) -> Refusal {
    Refusal::Problem { kind: ProblemKind::Invalid, detail: None, fields: vec![(field.to_owned(), String::new())] }
}
