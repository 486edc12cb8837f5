//! Looking again while a page still changes: prices that load late, pages that go elsewhere without loading anew.
//! It stops by itself, as soon as the page is quiet and at the latest after some rounds, however long the page goes on.

use std::cell::RefCell;

use browser::{clock, runtime, tabs};
use shared::detect::Verdict;
use shared::wire::message::{Push, Refusal};

use super::{look, memory, show_badge_of};
use browser::storage::keys::Looked;

const WAITER: &str = "settle.js";
const PRE_CHECK: &str = "precheck.js";

/// Looks at one page of a tab beside the first, at most.
const ROUNDS: usize = 6;
/// Looks at a page in doubt after a gesture, at most: what was saved waits for them, see [`crate::save::settling`].
const ROUNDS_OF_GESTURE: usize = 3;

/// How often a page is asked for anew that nobody may look at, right after the gesture that lets one look.
const GRANT_TRIES: u32 = 5;
/// Before the first of these, in milliseconds, and twice as long before each next: 0.6 s in all, after which the popup says
/// that this page cannot be read.
const GRANT_MS: u32 = 20;

/// A page that is or was followed.
struct Followed {
    tab_id: i32,
    url: String,
    rounds: usize,
    runs: bool,
}

thread_local! {
    static FOLLOWED: RefCell<Vec<Followed>> = const { RefCell::new(Vec::new()) };
}

/// One more round for this page, if it has one and nobody else runs it.
fn begin(tab_id: i32, url: &str) -> bool {
    FOLLOWED.with_borrow_mut(|all| {
        let at = match all.iter().position(|one| one.tab_id == tab_id) {
            Some(at) => at,
            None => {
                all.push(Followed { tab_id, url: url.to_owned(), rounds: 0, runs: false });
                all.len() - 1
            }
        };
        let Some(one) = all.get_mut(at) else { return false };
        if one.url != url {
            (one.url, one.rounds) = (url.to_owned(), 0);
        }
        let may = !one.runs && one.rounds < ROUNDS;
        if may {
            one.runs = true;
            one.rounds += 1;
        }
        may
    })
}

fn end(tab_id: i32) {
    FOLLOWED.with_borrow_mut(|all| all.iter_mut().filter(|one| one.tab_id == tab_id).for_each(|one| one.runs = false));
}

/// The tab is gone or loads: what comes is another page.
pub(crate) fn forget(tab_id: i32) {
    FOLLOWED.with_borrow_mut(|all| all.retain(|one| one.tab_id != tab_id));
}

/// Waits until the page has changed and is quiet again; `false` where nothing changed, or nobody may look.
async fn changes(tab_id: i32) -> bool {
    tabs::run(tab_id, WAITER).await.ok().and_then(|said| said.as_string()).as_deref() == Some("changed")
}

/// Follows the page that was just looked at.
pub(crate) fn follow(tab_id: i32, url: String) {
    wasm_bindgen_futures::spawn_local(async move {
        let mut url = url;
        while begin(tab_id, &url) {
            let changed = changes(tab_id).await;
            end(tab_id);
            if !changed {
                return;
            }
            let before = memory::get(tab_id).await.looked;
            let Ok(now) = look::anew(tab_id).await else { return };
            if before.is_none_or(|before| before.detection != now.detection || before.url != now.url) {
                show_badge_of(tab_id, &now).await;
                runtime::tell(&Push::PageChanged { tab_id }).await;
            }
            url = now.url;
        }
    });
}

/// The tab shows another address without having loaded: the page is looked at again once it is quiet, where somebody looked
/// before or the site is looked at by itself.
pub(crate) async fn moved(tab_id: i32, was_looked_at: bool, is_on: bool) {
    if was_looked_at {
        changes(tab_id).await;
        let Ok(now) = look::anew(tab_id).await else { return };
        show_badge_of(tab_id, &now).await;
        runtime::tell(&Push::PageChanged { tab_id }).await;
        follow(tab_id, now.url);
    } else if is_on {
        changes(tab_id).await;
        // It says itself whether there is a hint.
        let _ = tabs::run(tab_id, PRE_CHECK).await;
    }
}

/// Looks for a gesture that saves at once. A page that has just become another may still show the one before: only that
/// is waited for.
pub(crate) async fn first(tab_id: i32) -> Result<Looked, Refusal> {
    let before = memory::get(tab_id).await.looked;
    let moved_lately = memory::moved_lately(tab_id);
    let looked = granted(tab_id).await?;
    let moved = moved_lately || before.is_some_and(|before| before.url != looked.url);
    if !moved {
        return Ok(looked);
    }
    // Also where nothing changed: it may have done so between the look and the waiting.
    changes(tab_id).await;
    look::anew(tab_id).await.or(Ok(looked))
}

/// Looks as soon as the gesture counts: Chromium tells of a keystroke up to some hundredths of a second before it lets the
/// page be seen.
async fn granted(tab_id: i32) -> Result<Looked, Refusal> {
    let mut tries = 0;
    loop {
        let looked = look::anew(tab_id).await;
        if looked.is_ok() || tries == GRANT_TRIES {
            return looked;
        }
        clock::sleep(GRANT_MS << tries).await;
        tries += 1;
    }
}

/// Looks on while the page is in doubt, until it is quiet. Gives the last look that anybody could take.
pub(crate) async fn settled(tab_id: i32, looked: Looked) -> Looked {
    let mut looked = looked;
    for _ in 0..ROUNDS_OF_GESTURE {
        if looked.detection.page() == Verdict::Sure || !changes(tab_id).await {
            break;
        }
        let Ok(now) = look::anew(tab_id).await else { break };
        looked = now;
    }
    looked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_followed_a_few_rounds_and_one_at_a_time() {
        assert!(begin(1, "https://shop.example/a"));
        assert!(!begin(1, "https://shop.example/a"), "it runs already");
        for _ in 1..ROUNDS {
            end(1);
            assert!(begin(1, "https://shop.example/a"));
        }
        end(1);
        assert!(!begin(1, "https://shop.example/a"), "the rounds are over");
        assert!(begin(2, "https://shop.example/a"), "another tab");
        assert!(begin(1, "https://shop.example/b"), "another page");
        forget(1);
        assert!(begin(1, "https://shop.example/a"));
    }
}
