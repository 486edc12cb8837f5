//! Looking at a page: the browser runs `collect.js` there, and the program that reads pages says what is in what it gives.

use browser::storage::keys::{Looked, TabMemory};
use browser::{clock, reader, tabs};
use js_sys::Array;
use shared::json::parse;
use shared::wire::message::Refusal;
use shared::wire::seen::SeenPage;
use wasm_bindgen::JsValue;

use super::{corrections, memory};

const COLLECTOR: &str = "collect.js";

/// Looks now, and remembers it for the tab.
pub(crate) async fn anew(tab_id: i32) -> Result<Looked, Refusal> {
    let known = remembered(tab_id).await?;
    known.looked.ok_or(Refusal::PageNotReadable)
}

/// Looks now, and gives all that is then known of the tab.
async fn remembered(tab_id: i32) -> Result<TabMemory, Refusal> {
    let SeenPage { url, detection } = read(tab_id).await.ok_or(Refusal::PageNotReadable)?;
    let now = Looked { url, detection, at: clock::now() };
    let remember = move |memory: &mut TabMemory| {
        if memory.looked.as_ref().is_some_and(|before| before.url != now.url) {
            memory.just_saved = None;
        }
        memory.looked = Some(now);
    };
    Ok(memory::change(tab_id, Box::new(remember)).await)
}

async fn read(tab_id: i32) -> Option<SeenPage> {
    // While the page is summed up, the program is loaded, and what is remembered is read.
    reader::load();
    let summary = summary(tab_id);
    let known = corrections::text().await;
    let summary = summary.await?;
    match reader::ask("read", &Array::of2(&summary, &known.into())).await {
        Ok(text) => parse(&text?),
        Err(words) => {
            web_sys::console::warn_2(&"giftos: the page was not read:".into(), &words.into());
            None
        }
    }
}

/// Sums the page up, from now on. It may be anything; what is no text is no summary.
pub(super) fn summary(tab_id: i32) -> impl Future<Output = Option<JsValue>> {
    let asked = tabs::run(tab_id, COLLECTOR);
    async move { asked.await.ok().filter(JsValue::is_string) }
}

/// Looks now; where the browser lets nobody look any more (the panel has no gesture of its own), what was seen
/// on this same page before. With it, what else is known of the tab.
pub(crate) async fn anew_or_known(tab_id: i32) -> Result<(Looked, TabMemory), Refusal> {
    let (mut memory, refusal) = match remembered(tab_id).await {
        Ok(memory) => (memory, Refusal::PageNotReadable),
        Err(refusal) => (memory::get(tab_id).await, refusal),
    };
    let looked = memory.looked.take().ok_or(refusal)?;
    Ok((looked, memory))
}
