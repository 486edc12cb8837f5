//! Questions to the server about boards, by way of the worker, which alone has the tokens.

use shared::id::BoardId;
use shared::json::Json;
use shared::wire::message::{Reply, Request};
use shared::wire::outbox::Owner;

use crate::bridge::{Failure, ask};

/// Lists are not read further than this: a board of 10,000 items, or as many boards.
const MOST_PAGES: usize = 100;

/// One page of a list.
pub(super) struct ListPage {
    pub(super) texts: Vec<String>,
    pub(super) next: Option<String>,
}

/// What the server answers under a path.
pub(super) async fn read(owner: &Owner, path: &str) -> Result<String, Failure> {
    match ask(Request::ServerRead { owner: owner.clone(), path: path.to_owned() }).await? {
        Reply::Told { text } => Ok(text),
        _ => Err(Failure::NoAnswer),
    }
}

/// One page of a list.
pub(super) async fn page(owner: &Owner, path: &str, cursor: Option<&str>) -> Result<ListPage, Failure> {
    let path = match cursor {
        // A cursor is opaque.
        Some(cursor) => [path, "?limit=100&cursor=", &String::from(js_sys::encode_uri_component(cursor))].concat(),
        None => [path, "?limit=100"].concat(),
    };
    let text = read(owner, &path).await?;
    listed(&text).ok_or(Failure::NoAnswer)
}

fn listed(text: &str) -> Option<ListPage> {
    let json = Json::parse(text)?;
    let texts = json.get("entries")?.items()?.map(|entry| entry.as_text().to_owned()).collect();
    Some(ListPage { texts, next: json.field("next_cursor")? })
}

/// All boards, each as its text.
pub(super) async fn boards(owner: &Owner) -> Result<Vec<String>, Failure> {
    let (mut all, mut cursor) = (Vec::new(), None);
    for _ in 0..MOST_PAGES {
        let next = page(owner, "/boards", cursor.as_deref()).await?;
        all.extend(next.texts);
        cursor = next.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(all)
}

/// The items of a board, each as its text; `seen` is told of each page as it comes.
pub(super) async fn items(owner: &Owner, board: BoardId, seen: impl Fn(&[String])) -> Result<Vec<String>, Failure> {
    let path = ["/boards/", &board.text(), "/items"].concat();
    let (mut all, mut cursor) = (Vec::new(), None);
    for _ in 0..MOST_PAGES {
        let next = page(owner, &path, cursor.as_deref()).await?;
        all.extend(next.texts);
        cursor = next.next;
        if cursor.is_none() {
            break;
        }
        seen(&all);
    }
    Ok(all)
}
