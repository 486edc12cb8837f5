//! The list as a guest sees it: what is still free, what they give themselves, and before they came by their link a question alone.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use shared::id::{ClaimId, ItemId};
use shared::wire::boards::{BoardRelation, PlacedItemView};
use shared::wire::items::{ItemState, ItemView, Quantity};

use super::{Asked, Visit};
use crate::claims::guests as claims;
use crate::error::{Answer, ApiError};
use crate::locale::Locale;
use crate::web::tile::Tile;
use crate::web::{self, Form};
use crate::{boards, items, shop_pictures, visibility};

/// Wishes of a list that are looked through, and rows that are read at once.
const MOST: usize = 1_000;
const ROWS: usize = 100;
/// Wishes on a page, and bytes that they take: a page is there in some seconds on a slow line.
const MOST_TILES: usize = 48;
const MOST_BYTES: usize = 44_000;
/// What is told after a form was sent, as it stands in the address, and the key of its words.
const DONE: [(&str, &str); 4] = [
    ("given", "my_done_given"),
    ("back", "my_done_back"),
    ("taken", "my_refused_taken"),
    ("gone", "page_guest_not_wished"),
];

/// What the guest gives of it, or may.
#[derive(Template)]
#[template(path = "guest_give.html")]
struct Giving<'a> {
    locale: Locale,
    path: &'a str,
    item: ItemId,
    title: &'a str,
    mine: Option<ClaimId>,
    /// How many can still be given; `None` where any number can.
    left: Option<i64>,
    wanted: i64,
}

impl Giving<'_> {
    fn say(&self, key: &str) -> String {
        self.locale.text(key, &[])
    }

    fn label(&self, key: &str) -> String {
        format!("{}: {}", self.say(key), self.title)
    }

    fn some_left(&self) -> String {
        let (left, wanted) = (self.left.unwrap_or_default().to_string(), self.wanted.to_string());
        self.locale.text("my_free_of", &[("left", &left), ("wanted", &wanted)])
    }
}

#[derive(Template)]
#[template(path = "guest.html")]
struct Sheet {
    locale: Locale,
    title: String,
    path: String,
    done: Option<String>,
    /// Whom it is for, as HTML; `None` where the list is shown no more.
    owners: Option<String>,
    given: Vec<claims::Given>,
    /// Each as HTML.
    tiles: Vec<String>,
    first: bool,
    next: Option<usize>,
}

impl Sheet {
    fn say(&self, key: &str) -> String {
        self.locale.text(key, &[])
    }

    fn label(&self, key: &str, given: &claims::Given) -> String {
        format!("{}: {}", self.say(key), given.snapshot.title)
    }
}

impl Visit {
    /// What the list is called, where who invited them still gives on it.
    async fn list(&self) -> Answer<Option<String>> {
        let (inviter, board) = (self.guest.invited_by, self.guest.board_id);
        let gives = visibility::claims::gives_on(&self.app.db, inviter, board).await?;
        let name = boards::name(&self.app.db, inviter, board).await?;
        Ok(name.filter(|_| gives))
    }

    fn ask(&self, list: &str) -> Response {
        let slots = [("from", self.guest.inviter.as_str()), ("list", list)];
        let form = Form::default().button(&self.locale.text("page_guest_confirm", &[]));
        let body = format!("<p>{}</p>", self.locale.html("page_guest_ask", &slots))
            + &web::paragraph(self.locale, "page_guest_secret")
            + &form.write();
        web::page(self.locale, "page_guest_title", &body)
    }

    pub(super) async fn sheet(&self, asked: &Asked) -> Answer<Response> {
        let list = self.list().await?;
        if let (None, Some(list)) = (self.guest.confirmed_at, &list) {
            return Ok(self.ask(list));
        }
        let given = claims::given(&self.app.db, self.guest.id).await?;
        if list.is_none() && given.is_empty() {
            return Err(ApiError::not_found());
        }
        let done = DONE.iter().find(|(name, _)| *name == asked.done).map(|(_, key)| self.locale.text(key, &[]));
        let mut sheet = Sheet {
            locale: self.locale,
            title: list.clone().unwrap_or_else(|| self.locale.text("page_guest_title", &[])),
            path: self.path.clone(),
            done,
            owners: None,
            given,
            tiles: Vec::new(),
            first: false,
            next: None,
        };
        if list.is_some() {
            let people = boards::persons(&self.app.db, self.guest.board_id).await?.into_iter();
            let owners = people.filter(|person| person.relation == BoardRelation::Owner).map(visibility::owner);
            let names = owners.map(|owner| owner.display_name).collect::<Vec<_>>().join(", ");
            sheet.owners = Some(self.locale.html("page_list_for", &[("names", &names)]));
            self.fill(&mut sheet, asked.from.parse().unwrap_or_default()).await?;
        }
        web::answer(StatusCode::OK, &sheet)
    }

    /// Puts as many wishes on the page as it may weigh.
    async fn fill(&self, sheet: &mut Sheet, from: usize) -> Answer<()> {
        let shown = shop_pictures::shown_on(&self.app.db, self.guest.board_id).await?;
        let sight = visibility::claims::guest_sight(&self.app.db, self.guest.id).await?;
        let mine: BTreeMap<ItemId, ClaimId> = sheet.given.iter().map(|given| (given.item_id, given.id)).collect();
        let mut left = MOST_BYTES.saturating_sub(sheet.render().map_err(ApiError::internal)?.len());
        sheet.first = from > 0;
        for (place, item) in self.wishes().await?.into_iter().enumerate().skip(from) {
            let giving = sight.get(&item.id).map(|taken| self.giving(&item, *taken, mine.get(&item.id).copied()));
            let more = giving.map(|giving| giving.render()).transpose().map_err(ApiError::internal)?;
            let tile = Tile::of(self.locale, item, &shown, more).render().map_err(ApiError::internal)?;
            if sheet.tiles.len() >= MOST_TILES || tile.len() > left && !sheet.tiles.is_empty() {
                sheet.next = Some(place);
                break;
            }
            left = left.saturating_sub(tile.len());
            sheet.tiles.push(tile);
        }
        Ok(())
    }

    fn giving<'a>(&'a self, item: &'a ItemView, taken: i64, mine: Option<ClaimId>) -> Giving<'a> {
        let wanted = match item.quantity {
            Quantity::Count(count) => Some(i64::from(count)),
            Quantity::Any(_) => None,
        };
        Giving {
            locale: self.locale,
            path: &self.path,
            item: item.id,
            title: &item.title,
            mine,
            left: wanted.map(|wanted| (wanted - taken).max(0)),
            wanted: wanted.unwrap_or_default(),
        }
    }

    /// What is wished for on the list, as anybody sees it who may look.
    async fn wishes(&self) -> Answer<Vec<ItemView>> {
        let mut wishes = Vec::new();
        let mut after = None;
        while wishes.len() < MOST {
            let rows = items::placed(&self.app.db, self.guest.board_id, after, ROWS as i64).await?;
            let last = rows.len() < ROWS;
            after = rows.last().map(|row| (row.position, row.item.id.to_string()));
            let items = rows.into_iter().map(|PlacedItemView { item, .. }| item);
            wishes.extend(items.filter(|item| item.state == ItemState::Wanted));
            if last {
                break;
            }
        }
        Ok(wishes)
    }
}
