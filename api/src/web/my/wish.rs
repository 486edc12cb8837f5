//! One wish: for whoever may change it a form with all of it, for givers what they do with it and who looks at it just now.

use askama::Template;
use axum::Router;
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use serde_json::json;
use shared::id::{BoardId, ItemId};
use shared::money::Money;
use shared::wire::boards::{BoardRelation, BoardView};
use shared::wire::claims::{ClaimSight, ItemClaimsView};
use shared::wire::items::{ItemView, Quantity};
use shared::wire::presence::PresenceView;
use shared::wire::whispers::{AlsoWishedView, WhispersView};

use super::give::{Giving, html};
use super::shell::{Done, Say, page, to};
use super::typed::{self, OFFERED};
use super::visit::{Sent, Visit, Visitor};
use crate::App;
use crate::error::Answer;
use crate::extract::{Path, Query, WISH_LIMIT};
use crate::locale::Locale;
use crate::web::tile::Tile;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/my/wishes/{id}", get(show_wish).post(save))
}

#[derive(Template)]
#[template(path = "my_wish.html")]
struct Wish {
    say: Say,
    word: String,
    item: ItemView,
    /// The lists that it lies on, as far as they are seen.
    lists: Vec<BoardView>,
    edits: bool,
    owns: bool,
    /// The wish as others see it, as HTML.
    tile: String,
    /// Who else looks at it just now.
    lookers: Option<String>,
    /// Others' wishes for the same thing.
    also: Vec<AlsoWishedView>,
}

impl Wish {
    fn price(&self) -> String {
        self.item.price.as_ref().map(Money::to_decimal).unwrap_or_default()
    }

    /// The currencies that are offered, and whether each is the wish's.
    fn currencies(&self) -> Vec<(String, bool)> {
        let own = self.item.price.map(|price| price.currency.code().to_owned());
        let mut all: Vec<String> = OFFERED.iter().map(|code| (*code).to_owned()).collect();
        all.extend(own.clone().filter(|code| !OFFERED.contains(&code.as_str())));
        all.into_iter().map(|code| (own.as_ref() == Some(&code), code)).map(|(own, code)| (code, own)).collect()
    }

    fn currency(&self) -> String {
        self.item.price.map(|price| price.currency.code().to_owned()).unwrap_or_default()
    }

    fn quantity(&self) -> String {
        match self.item.quantity {
            Quantity::Count(count) => count.to_string(),
            Quantity::Any(_) => String::new(),
        }
    }

    /// Whom somebody else's wish is for, as HTML.
    fn for_whom(&self, other: &AlsoWishedView) -> String {
        let names: Vec<&str> = other.owners.iter().map(|owner| owner.display_name.as_str()).collect();
        self.say.0.html("page_list_for", &[("names", &names.join(", "))])
    }

    /// Who looks at that just now, as HTML.
    fn lookers_there(&self, other: &AlsoWishedView) -> Option<String> {
        lookers(self.say.0, &other.looking)
    }

    fn note(&self) -> &str {
        self.item.note.as_deref().unwrap_or_default()
    }

    fn private_note(&self) -> &str {
        self.item.private_note.as_deref().unwrap_or_default()
    }
}

async fn show_wish(Visit(visitor): Visit, Path(id): Path<ItemId>, Query(done): Query<Done>) -> Answer<Response> {
    let item: ItemView = visitor.read(&format!("/items/{id}")).await?;
    let lists = lists(&visitor, &item.boards).await?;
    let owns = lists.iter().any(|list| list.relation == BoardRelation::Owner) || lists.is_empty();
    let edits = owns || lists.iter().any(|list| list.relation != BoardRelation::Viewer);
    let mut shown = Wish {
        say: Say(visitor.locale),
        word: visitor.word_field(),
        lists,
        edits,
        owns,
        tile: String::new(),
        lookers: None,
        also: Vec::new(),
        item,
    };
    if !owns {
        let claims: ItemClaimsView = visitor.read(&format!("/items/{id}/claims")).await?;
        let mut more = String::new();
        if claims.sight == ClaimSight::Giver {
            more = html(&Giving::of(&visitor, &shown.item, Some(&claims)))?;
            let whispers: WhispersView = visitor.read(&format!("/items/{id}/whispers")).await?;
            shown.lookers = lookers(visitor.locale, &whispers.looking);
            shown.also = whispers.also;
        }
        let none = crate::shop_pictures::Shown::new();
        shown.tile = html(&Tile::of(visitor.locale, shown.item.clone(), &none, Some(more)))?;
    }
    page(&visitor, &shown.item.title, &done, &shown)
}

async fn lists(visitor: &Visitor, boards: &[BoardId]) -> Answer<Vec<BoardView>> {
    let mut lists = Vec::with_capacity(boards.len());
    for board in boards {
        lists.push(visitor.read(&format!("/boards/{board}")).await?);
    }
    Ok(lists)
}

/// Who looks at it, in words, as HTML; `None` where nobody else does.
fn lookers(locale: Locale, seen: &PresenceView) -> Option<String> {
    if seen.count == 0 {
        return None;
    }
    let names: Option<Vec<&str>> = seen.lookers.iter().map(|looker| looker.name.as_deref()).collect();
    Some(match names {
        Some(names) => locale.html("my_looking", &[("names", &names.join(", "))]),
        None => locale.html("my_looking_hidden", &[]),
    })
}

/// What was changed in the form, over what its person saw when they opened it: a field that they left alone is not sent, so that
/// what somebody else wrote there meanwhile stays.
async fn save(Path(id): Path<ItemId>, Sent(visitor, fields): Sent<WISH_LIMIT>) -> Answer<Response> {
    let mut patch = json!({});
    if let Ok(base) = fields.get("base").parse::<i64>() {
        patch["base"] = json!(base);
    }
    let changed = |name: &str| {
        let plain = |text: &str| text.replace("\r\n", "\n");
        plain(fields.get(name)) != plain(fields.get(&format!("was_{name}")))
    };
    if changed("title") {
        patch["title"] = json!(fields.get("title"));
    }
    let currency_counts = changed("currency") && !fields.get("price").trim().is_empty();
    if changed("price") || currency_counts {
        patch["price"] = typed::price(fields.get("price"), fields.get("currency"))?;
    }
    if changed("quantity") {
        patch["quantity"] = typed::quantity(fields.get("quantity"))?;
    }
    for name in ["note", "private_note"] {
        if changed(name) {
            patch[name] = typed::text(fields.get(name));
        }
    }
    if patch.as_object().is_some_and(|patch| patch.keys().any(|name| name != "base")) {
        visitor.send(Method::PATCH, &format!("/items/{id}"), &patch).await?;
    }
    let list = fields.get("list").parse::<BoardId>().ok();
    let path = list.map_or_else(|| format!("/my/wishes/{id}"), |list| format!("/my/lists/{list}"));
    Ok(to(&format!("{path}?done=saved")))
}
