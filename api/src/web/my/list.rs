//! A list: for those who give, what is still free and how to say that one gives it; for those who may change it, its wishes to edit.
//!
//! What is claimed is asked for where the list is not the viewer's own. Whatever else they are, the API tells its owners nothing of it.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use shared::id::{BoardId, GroupId, ItemId};
use shared::wire::boards::{Audience, BoardRelation, BoardView, PlacedItemView};
use shared::wire::categories::{CategoryUseView, CategoryView};
use shared::wire::claims::ItemClaimsView;
use shared::wire::groups::{GroupView, PersonView};
use shared::wire::items::{FillState, ItemState, ItemView};
use shared::wire::problem::ProblemKind;

use super::filter::{Asked, ORDERS};
use super::give::{Giving, html};
use super::guests;
use super::shell::{Done, Say, page};
use super::typed::OFFERED;
use super::visit::{Visit, Visitor};
use crate::error::Answer;
use crate::extract::{Path, Query};
use crate::locale::escape;
use crate::web::tile::Tile;
use crate::web::words;
use crate::{App, shop_pictures, visibility};

/// Wishes of a list that are looked through.
const MOST: usize = 1_000;
/// Wishes on a page, and bytes that they take: a page is there in some seconds on a slow line.
const MOST_TILES: usize = 48;
const MOST_BYTES: usize = 44_000;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/my/lists/{id}", get(show_list))
}

#[derive(Template)]
#[template(path = "my_list.html")]
struct List {
    say: Say,
    word: String,
    board: BoardView,
    /// Whom it is for, as HTML.
    owners: String,
    locks: Option<String>,
    /// They may change it.
    edits: bool,
    /// It is for them, and they say who sees it.
    owns: bool,
    /// What they may give of it.
    givable: BTreeSet<ItemId>,
    /// A new wish gets it, so that a form that is sent twice makes one.
    new: ItemId,
    asked: Asked,
    categories: Vec<CategoryView>,
    /// Whom givers let see it, as HTML.
    guests: String,
    /// Groups of theirs, and whether those are shown the list.
    groups: Vec<(GroupView, bool)>,
    /// Each as HTML.
    tiles: Vec<String>,
    /// How many wishes there are, and how many of them fit what is asked.
    total: usize,
    fitting: usize,
    /// The query of the page before and of the next one.
    first: Option<String>,
    next: Option<String>,
}

impl List {
    fn orders(&self) -> Vec<(&'static str, String, bool)> {
        ORDERS.iter().map(|(name, key)| (*name, self.say.of(key), self.asked.sort == *name)).collect()
    }

    fn chosen(&self, category: &CategoryView) -> bool {
        self.asked.category == category.id.to_string()
    }

    fn audience(&self, name: &str) -> bool {
        let audience = match self.board.audience {
            Audience::Private => "private",
            Audience::Groups => "groups",
            Audience::Link => "link",
            Audience::Public => "public",
        };
        audience == name
    }

    fn currencies(&self) -> [&'static str; 8] {
        OFFERED
    }
}

async fn show_list(
    Visit(visitor): Visit,
    Path(id): Path<BoardId>,
    Query(asked): Query<Asked>,
    Query(done): Query<Done>,
) -> Answer<Response> {
    let board: BoardView = visitor.read(&format!("/boards/{id}")).await?;
    let owners: Vec<PersonView> = visitor.read(&format!("/boards/{id}/owners")).await?;
    let wishes: Vec<PlacedItemView> = visitor.read_all(&format!("/boards/{id}/items?"), MOST).await?;
    let wishes: Vec<_> = wishes.into_iter().filter(|wish| wish.item.state == ItemState::Wanted).collect();
    let owns = board.relation == BoardRelation::Owner;
    let givable = if owns { BTreeSet::new() } else { givable(&visitor, id).await? };
    let claims = if givable.is_empty() { BTreeMap::new() } else { claims(&visitor, id).await? };
    let (categories, inside) = sorted(&visitor, &asked, &owners).await?;
    let total = wishes.len();
    let free = (!givable.is_empty()).then(|| free(&visitor, &wishes, &givable, &claims));
    let shown = asked.applied(wishes, inside.as_ref(), free.as_ref());
    let names: Vec<&str> = owners.iter().map(|owner| owner.display_name.as_str()).collect();
    let mut list = List {
        say: Say(visitor.locale),
        word: visitor.word_field(),
        owners: visitor.locale.html("page_list_for", &[("names", &names.join(", "))]),
        locks: board.locks_at.map(|at| visitor.locale.text("my_locks", &[("day", &words::day(visitor.locale, at))])),
        edits: board.relation != BoardRelation::Viewer,
        owns,
        givable,
        new: ItemId::new(visitor.app.clock.now(), rand::random()),
        categories,
        guests: if owns { String::new() } else { guests::part(&visitor, id).await? },
        groups: if owns { groups(&visitor, id).await? } else { Vec::new() },
        tiles: Vec::new(),
        total,
        fitting: shown.len(),
        first: None,
        next: None,
        board,
        asked,
    };
    fill(&visitor, &mut list, shown, &claims).await?;
    page(&visitor, &list.board.name, &done, &list)
}

/// What may be known of claims on the list, by wish.
async fn claims(visitor: &Visitor, id: BoardId) -> Answer<BTreeMap<ItemId, ItemClaimsView>> {
    let told: Vec<ItemClaimsView> = visitor.read(&format!("/boards/{id}/claims")).await?;
    Ok(told.into_iter().map(|told| (told.item_id, told)).collect())
}

/// The wishes of the list that the viewer may give: by the API's own rule, whoever else sees the list and by which way.
async fn givable(visitor: &Visitor, id: BoardId) -> Answer<BTreeSet<ItemId>> {
    let Some(signed) = visitor.signed else { return Ok(BTreeSet::new()) };
    Ok(visibility::claims::givable_on(&visitor.app.db, signed.account_id, id).await?)
}

/// The wishes that are still to be given.
fn free(
    visitor: &Visitor,
    wishes: &[PlacedItemView],
    givable: &BTreeSet<ItemId>,
    claims: &BTreeMap<ItemId, ItemClaimsView>,
) -> BTreeSet<ItemId> {
    let theirs = wishes.iter().map(|wish| &wish.item).filter(|item| givable.contains(&item.id));
    theirs.filter(|item| Giving::of(visitor, item, claims.get(&item.id)).free()).map(|item| item.id).collect()
}

/// The categories of the group that one came from, and the wishes of the one that is asked for.
async fn sorted(
    visitor: &Visitor,
    asked: &Asked,
    owners: &[PersonView],
) -> Answer<(Vec<CategoryView>, Option<BTreeSet<ItemId>>)> {
    let Ok(group) = asked.group.parse::<GroupId>() else { return Ok((Vec::new(), None)) };
    let (mut categories, mut inside): (Vec<CategoryView>, Option<BTreeSet<ItemId>>) = (Vec::new(), None);
    for owner in owners {
        let uses = visitor.read(&format!("/groups/{group}/members/{}/categories", owner.account_id)).await;
        let uses: Vec<CategoryUseView> = match uses {
            // They are in no such group, or the viewer is not.
            Err(error) if error.kind() == ProblemKind::NotFound => continue,
            uses => uses?,
        };
        for used in uses {
            if used.category.id.to_string() == asked.category {
                inside.get_or_insert_default().extend(used.items.iter().map(|item| item.item_id));
            }
            if categories.iter().all(|known| known.id != used.category.id) {
                categories.push(used.category);
            }
        }
    }
    Ok((categories, inside))
}

/// The groups of the viewer, and whether they are shown the list.
async fn groups(visitor: &Visitor, id: BoardId) -> Answer<Vec<(GroupView, bool)>> {
    let shown: Vec<GroupView> = visitor.read(&format!("/boards/{id}/groups")).await?;
    let all: Vec<GroupView> = visitor.read_all("/groups?", 100).await?;
    let is_shown = |group: &GroupView| shown.iter().any(|shown| shown.id == group.id);
    Ok(all.into_iter().map(|group| (is_shown(&group), group)).map(|(shown, group)| (group, shown)).collect())
}

/// Puts as many wishes on the page as it may weigh.
async fn fill(
    visitor: &Visitor,
    list: &mut List,
    wishes: Vec<PlacedItemView>,
    claims: &BTreeMap<ItemId, ItemClaimsView>,
) -> Answer<()> {
    let from: usize = list.asked.from.parse().unwrap_or_default();
    let shown = shop_pictures::shown_on(&visitor.app.db, list.board.id).await?;
    let mut left = MOST_BYTES.saturating_sub(html(list)?.len());
    for (place, wish) in wishes.into_iter().enumerate().skip(from) {
        let more = more(visitor, list, &wish.item, claims)?;
        let tile = html(&Tile::of(visitor.locale, wish.item, &shown, Some(more)))?;
        if list.tiles.len() >= MOST_TILES || tile.len() > left && !list.tiles.is_empty() {
            list.next = Some(query(&list.asked, place));
            break;
        }
        left = left.saturating_sub(tile.len());
        list.tiles.push(tile);
    }
    list.first = (from > 0).then(|| query(&list.asked, 0));
    Ok(())
}

fn query(asked: &Asked, from: usize) -> String {
    let from = if from == 0 { String::new() } else { from.to_string() };
    let parts = [
        ("group", &asked.group),
        ("category", &asked.category),
        ("min", &asked.min),
        ("max", &asked.max),
        ("free", &asked.free),
        ("sort", &asked.sort),
        ("from", &from),
    ];
    let said = parts.iter().filter(|(_, value)| !value.is_empty());
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(said).finish()
}

#[derive(Template)]
#[template(path = "my_own.html")]
struct Own<'i> {
    say: Say,
    word: &'i str,
    item: &'i ItemView,
    owns: bool,
}

impl Own<'_> {
    fn is_read(&self) -> bool {
        self.item.fill == Some(FillState::Pending)
    }

    fn is_unread(&self) -> bool {
        self.item.fill == Some(FillState::Failed)
    }

    fn label(&self, key: &str) -> String {
        format!("{}: {}", self.say.of(key), self.item.title)
    }
}

/// What stands below a wish, as HTML.
fn more(visitor: &Visitor, list: &List, item: &ItemView, claims: &BTreeMap<ItemId, ItemClaimsView>) -> Answer<String> {
    let mut more = String::new();
    if list.givable.contains(&item.id) {
        more += &html(&Giving::of(visitor, item, claims.get(&item.id)))?;
    }
    if list.edits {
        more += &html(&Own { say: list.say, word: &list.word, item, owns: list.owns })?;
        return Ok(more);
    }
    more += &format!(
        "<p><a class=\"other\" href=\"/my/wishes/{}\" aria-label=\"{}\">{}</a></p>",
        item.id,
        escape(&format!("{}: {}", list.say.of("my_look"), item.title)),
        escape(&list.say.of("my_look"))
    );
    Ok(more)
}
