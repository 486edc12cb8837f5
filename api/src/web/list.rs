//! A board behind its link, for whoever has it: the wishes with pictures, prices and shops, to read and to print.
//!
//! Nothing on it says who else was here or what anybody gives: it is the owner's own link, and they open it too.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::get;
use shared::id::BoardId;
use shared::wire::boards::{BoardRelation, BoardView, PlacedItemView};
use shared::wire::items::ItemState;
use shared::wire::problem::ProblemKind;

use super::code::Code;
use super::legal;
use super::tile::{Tile, own_picture};
use crate::error::{Answer, ApiError};
use crate::extract::{Asker, Paging, Path, Query, cursor_of};
use crate::locale::Locale;
use crate::{App, boards, items, shop_pictures, visibility};

/// HTML and CSS of a page, in bytes: on a slow line it is there in some seconds.
const MOST_BYTES: usize = 60_000;
/// Wishes on a page: four sheets of paper.
const MOST_TILES: usize = 48;
/// Rows that are read at once.
const ROWS: usize = 50;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/l/{token}", get(show_list))
}

/// Where the board behind a link is shown.
pub(crate) fn path(token: &str) -> String {
    format!("/l/{token}")
}

#[derive(Template)]
#[template(path = "list.html")]
struct List {
    locale: Locale,
    title: String,
    /// Names of those whom it is for.
    owners: String,
    about: Option<String>,
    cover: Option<String>,
    code: Option<Code>,
    /// Pages of the operator's, and the keys of their titles.
    notices: Vec<(&'static str, &'static str)>,
    /// Each as HTML.
    tiles: Vec<String>,
    /// It is not the first page.
    later: bool,
    /// Where the next page begins.
    next: Option<String>,
}

impl List {
    fn say(&self, key: &str) -> String {
        self.locale.text(key, &[])
    }

    /// Whom it is for, as HTML.
    fn addressed(&self) -> String {
        self.locale.html("page_list_for", &[("names", &self.owners)])
    }
}

async fn show_list(
    State(app): State<App>,
    headers: HeaderMap,
    Asker(caller): Asker,
    Path(token): Path<String>,
    Query(paging): Query<Paging>,
) -> Answer<Response> {
    let locale = Locale::asked(&headers);
    let found = match app.limits.open_page(caller) {
        Ok(()) => boards::behind_link(&app.db, &token).await,
        Err(refused) => Err(refused),
    };
    let board = match found {
        Ok(board) => board,
        Err(error) => return refused(error, locale),
    };
    let after = paging.after().unwrap_or_default();
    let mut list = head(&app, locale, &board, &token).await?;
    list.later = after.is_some();
    fill(&app, &mut list, board.id, after).await?;
    super::answer(StatusCode::OK, &list)
}

/// A link that was renewed, one whose board has another audience by now or lies in the bin, and one that never was: the same.
fn refused(error: ApiError, locale: Locale) -> Answer<Response> {
    let (title, text) = match error.kind() {
        ProblemKind::NotFound => ("page_list_gone_title", "page_list_gone"),
        ProblemKind::TooManyRequests => ("page_wait_title", "page_wait"),
        _ => return Err(error),
    };
    Ok(super::refusal(error.kind(), locale, title, &super::paragraph(locale, text)))
}

/// The page without its wishes.
async fn head(app: &App, locale: Locale, board: &BoardView, token: &str) -> Answer<List> {
    let people = boards::persons(&app.db, board.id).await?.into_iter();
    let owners = people.filter(|person| person.relation == BoardRelation::Owner).map(visibility::owner);
    let address = app.config.mail.public_url.as_ref().map(|public| public.to(&path(token)));
    Ok(List {
        locale,
        title: board.name.clone(),
        owners: owners.map(|owner| owner.display_name).collect::<Vec<_>>().join(", "),
        about: board.description.clone(),
        cover: board.cover_image.as_deref().and_then(own_picture),
        code: address.and_then(Code::of),
        notices: legal::notices(app),
        tiles: Vec::new(),
        later: false,
        next: None,
    })
}

/// Puts as many wishes on the page as it may weigh, those that are still wished for.
async fn fill(app: &App, list: &mut List, board: BoardId, mut after: Option<(i64, String)>) -> Answer<()> {
    let shown = shop_pictures::shown_on(&app.db, board).await?;
    let empty = list.render().map_err(ApiError::internal)?.len();
    // What stands behind the last wish takes some bytes more.
    let mut left = MOST_BYTES.saturating_sub(empty + 1_000);
    loop {
        let rows = items::placed(&app.db, board, after.clone(), ROWS as i64).await?;
        let last = rows.len() < ROWS;
        for PlacedItemView { item, position, .. } in rows {
            let key = (position, item.id.to_string());
            if item.state == ItemState::Wanted {
                let tile = Tile::of(list.locale, item, &shown, None).render().map_err(ApiError::internal)?;
                let full = list.tiles.len() >= MOST_TILES || tile.len() > left;
                if full && !list.tiles.is_empty() {
                    list.next = after.as_ref().map(cursor_of);
                    return Ok(());
                }
                left = left.saturating_sub(tile.len());
                list.tiles.push(tile);
            }
            after = Some(key);
        }
        if last {
            return Ok(());
        }
    }
}
