//! Giving: what a giver reads of a wish and does with it, and all that they give on one page.

use askama::Template;
use axum::Router;
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::json;
use shared::id::{ClaimId, ItemId};
use shared::money::Money;
use shared::wire::claims::{
    ClaimState, ClaimTotalView, ClaimView, ItemClaimsView, MyClaimView, SeasonGiftsView, SeasonView,
};
use shared::wire::items::{ItemView, Quantity};

use super::shell::{Done, Say, back, page};
use super::visit::{Sent, Visit, Visitor};
use crate::App;
use crate::error::{Answer, ApiError};
use crate::extract::{Path, Query};
use crate::web::words;

/// Claims that are shown.
const MOST: usize = 300;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/my/gifts", get(show_gifts))
        .route("/my/wishes/{id}/give", post(give))
        .route("/my/claims/{id}/bought", post(buy))
        .route("/my/claims/{id}/back", post(give_back))
}

/// What is written below a wish for somebody who may give it.
#[derive(Template)]
#[template(path = "my_give.html")]
pub(super) struct Giving {
    say: Say,
    word: String,
    item: ItemId,
    title: String,
    /// A new claim gets it, so that a form that is sent twice makes one.
    claim: ClaimId,
    mine: Option<ClaimView>,
    /// How many can still be given; `None` where any number can.
    left: Option<i64>,
    /// Of how many.
    wanted: i64,
    /// Who gives it, as far as it is told.
    givers: String,
}

impl Giving {
    /// `claims` is what the viewer may know of claims on it, and nothing where there are none.
    pub(super) fn of<'c>(visitor: &Visitor, item: &ItemView, claims: Option<&'c ItemClaimsView>) -> Self {
        let all = claims.map(|claims| claims.claims.as_slice()).unwrap_or_default();
        let taken = claims.map_or(0, |claims| claims.taken);
        let wanted = match item.quantity {
            Quantity::Count(count) => Some(i64::from(count)),
            Quantity::Any(_) => None,
        };
        let too = |claim: &'c ClaimView| claim.together.iter().filter(|too| too.agreed && !too.mine);
        let names =
            all.iter().flat_map(|claim| claim.giver.iter().chain(too(claim).filter_map(|too| too.name.as_ref())));
        let givers: Vec<&str> = names.map(String::as_str).collect();
        Self {
            say: Say(visitor.locale),
            word: visitor.word_field(),
            item: item.id,
            title: item.title.clone(),
            claim: ClaimId::new(visitor.app.clock.now(), rand::random()),
            mine: all.iter().find(|claim| claim.mine).cloned(),
            left: wanted.map(|wanted| (wanted - taken).max(0)),
            wanted: wanted.unwrap_or_default(),
            givers: givers.join(", "),
        }
    }

    /// Whether one may say that they give it: they do not yet, and there is something left.
    pub(super) fn free(&self) -> bool {
        self.mine.is_none() && self.left != Some(0)
    }

    fn bought(&self) -> bool {
        self.mine.as_ref().is_some_and(|claim| claim.state != Some(ClaimState::Claimed))
    }

    fn by(&self) -> String {
        self.say.0.html("my_given_by", &[("names", &self.givers)])
    }

    fn some_left(&self) -> String {
        let (left, wanted) = (self.left.unwrap_or_default().to_string(), self.wanted.to_string());
        self.say.0.text("my_free_of", &[("left", &left), ("wanted", &wanted)])
    }

    fn label(&self, key: &str) -> String {
        format!("{}: {}", self.say.of(key), self.title)
    }
}

async fn give(Path(id): Path<ItemId>, Sent(visitor, fields): Sent) -> Answer<Response> {
    let new = json!({"id": fields.get("claim"), "quantity": 1});
    visitor.send(Method::POST, &format!("/items/{id}/claims"), &new).await?;
    Ok(back(&visitor, &format!("/my/wishes/{id}"), &[("done", "given")]))
}

async fn buy(Path(id): Path<ClaimId>, Sent(visitor, _): Sent) -> Answer<Response> {
    visitor.send(Method::PATCH, &format!("/claims/{id}"), &json!({"state": ClaimState::Bought})).await?;
    Ok(back(&visitor, "/my/gifts", &[("done", "bought")]))
}

async fn give_back(Path(id): Path<ClaimId>, Sent(visitor, _): Sent) -> Answer<Response> {
    visitor.ask_for(Method::DELETE, &format!("/claims/{id}")).await?;
    Ok(back(&visitor, "/my/gifts", &[("done", "back")]))
}

#[derive(Template)]
#[template(path = "my_gifts.html")]
struct Gifts {
    say: Say,
    word: String,
    gifts: Vec<MyClaimView>,
    /// What it comes to this season, person by person.
    season: SeasonView,
}

impl Gifts {
    fn price(&self, gift: &MyClaimView) -> String {
        gift.snapshot.price.map(|price| words::money(self.say.0, price)).unwrap_or_default()
    }

    fn for_whom(&self, gift: &MyClaimView) -> String {
        self.say.0.html("page_list_for", &[("names", &gift.snapshot.owners.join(", "))])
    }

    /// How many, and what they come to by currency; the currencies are never added up.
    fn comes_to(&self, line: &SeasonGiftsView) -> String {
        let money = |total: &ClaimTotalView| {
            let sum = total.spent_minor.saturating_add(total.planned_minor);
            format!("<bdi dir=\"ltr\">{}</bdi>", words::money(self.say.0, Money::new(sum, total.currency)))
        };
        let count = self.say.count("my_season_gifts", &line.gifts);
        std::iter::once(count).chain(line.totals.iter().map(money)).collect::<Vec<_>>().join(" · ")
    }

    fn state(&self, gift: &MyClaimView) -> String {
        self.say.of(match gift.claim.state {
            Some(ClaimState::Bought) => "my_state_bought",
            Some(ClaimState::Wrapped) => "my_state_wrapped",
            Some(ClaimState::Given) => "my_state_given",
            Some(ClaimState::Claimed) | None => "my_state_claimed",
        })
    }

    fn to_buy(&self, gift: &MyClaimView) -> bool {
        gift.claim.state == Some(ClaimState::Claimed)
    }

    fn label(&self, key: &str, gift: &MyClaimView) -> String {
        format!("{}: {}", self.say.of(key), gift.snapshot.title)
    }
}

async fn show_gifts(Visit(visitor): Visit, Query(done): Query<Done>) -> Answer<Response> {
    let gifts = visitor.read_all("/claims?", MOST).await?;
    let season = visitor.read("/gifts/season").await?;
    let shown = Gifts { say: Say(visitor.locale), word: visitor.word_field(), gifts, season };
    page(&visitor, &visitor.locale.text("my_gifts", &[]), &done, &shown)
}

/// As HTML.
///
/// # Errors
/// `Internal`.
pub(super) fn html(part: &impl Template) -> Answer<String> {
    part.render().map_err(ApiError::internal)
}
