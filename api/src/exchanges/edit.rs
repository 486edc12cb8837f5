//! Making an exchange, reading and changing it, and its bin.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::header::ETAG;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use shared::id::{AccountId, ExchangeId, GroupId};
use shared::time::Timestamp;
use shared::wire::event::Event;
use shared::wire::exchanges::{ExchangePatch, ExchangeView, Exclusion, NewExchange, NewExchangePerson};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::rule::MOST_PEOPLE;
use super::{Exchange, MOST_EXCHANGES, managed, may_manage, not_binned, only_who_manages, seen, store, whole};
use crate::App;
use crate::db::{StoreError, Tx};
use crate::digest::of_body;
use crate::error::{Answer, ApiError};
use crate::extract::{IfMatch, Json, OptionalIfMatch, Path, Signed, etag};
use crate::fields::Fields;
use crate::{groups, visibility};

/// Exclusions of an exchange at most.
const MOST_EXCLUSIONS: usize = 1000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create_exchange, list_exchanges))
        .routes(routes!(read_exchange, patch_exchange, bin_exchange))
        .routes(routes!(restore_exchange))
}

pub(super) type Tagged = ([(HeaderName, HeaderValue); 1], Json<ExchangeView>);

/// The exchange as this person sees it now, and the transaction's end.
pub(super) async fn answer(mut tx: Tx, account: AccountId, id: ExchangeId) -> Answer<Tagged> {
    let (exchange, role) = seen((&mut tx).into(), account, id).await?;
    let tag = etag(exchange.version);
    let view = visibility::exchange(whole((&mut tx).into(), exchange).await?, may_manage(role));
    tx.commit().await?;
    Ok(([(ETAG, tag)], Json(view)))
}

/// Tells everybody in the group that something of it changed. Call it last in a transaction.
pub(super) async fn tell(tx: &mut Tx, group_id: GroupId, now: Timestamp) -> Result<(), StoreError> {
    groups::tell(tx, group_id, Vec::new(), Event::GroupChanged { group_id }, now).await
}

fn check(exchange: &mut Exchange, people: &mut [NewExchangePerson], exclusions: &[Exclusion]) -> Answer<()> {
    let mut fields = Fields::default();
    fields.title("name", &mut exchange.name, 200);
    fields.money("budget", exchange.budget);
    fields.moment("held_at", exchange.held_at);
    if exchange.past_draws > 10 {
        fields.refuse("past_draws", "is 0 to 10");
    }
    if people.len() > MOST_PEOPLE {
        fields.refuse("people", "are more than 100");
    }
    let mut seen = BTreeSet::new();
    for (number, person) in people.iter_mut().enumerate() {
        fields.line(&format!("people[{number}].household"), &mut person.household, 100);
        if !seen.insert(person.account_id) {
            fields.refuse(format!("people[{number}].account_id"), "is there twice");
        }
    }
    if exclusions.len() > MOST_EXCLUSIONS {
        fields.refuse("exclusions", "are more than 1,000");
    }
    fields.finish()
}

/// Writes who takes part and who does not draw whom, instead of what was.
async fn put(
    tx: &mut Tx,
    exchange: &Exchange,
    people: Option<&[NewExchangePerson]>,
    exclusions: Option<&[Exclusion]>,
) -> Answer<()> {
    let group = groups::people(&mut *tx, exchange.group_id).await?;
    if let Some(people) = people {
        if people.iter().any(|person| !group.contains(&person.account_id)) {
            return Err(ApiError::invalid("people", "names somebody who is not in the group"));
        }
        for before in store::people(&mut *tx, exchange.id).await? {
            if !people.iter().any(|person| person.account_id == before.account_id) {
                store::drop_person(tx, exchange.id, before.account_id).await?;
            }
        }
        for person in people {
            store::put_person(tx, exchange.id, person.account_id, person.household.as_deref()).await?;
        }
    }
    let Some(exclusions) = exclusions else { return Ok(()) };
    let people = store::people(&mut *tx, exchange.id).await?;
    let part = |account: &AccountId| people.iter().any(|person| person.account_id == *account);
    if exclusions.iter().any(|pair| !part(&pair.one) || !part(&pair.other)) {
        return Err(ApiError::invalid("exclusions", "names somebody who takes no part"));
    }
    // Nobody draws themselves in any case.
    let pairs = exclusions.iter().filter(|pair| pair.one != pair.other);
    let sorted: Vec<Exclusion> =
        pairs.map(|pair| Exclusion { one: pair.one.min(pair.other), other: pair.one.max(pair.other) }).collect();
    Ok(store::put_exclusions(tx, exchange.id, &sorted).await?)
}

/// Makes an exchange in a group. Nothing is drawn by that. The same id and body again answers 200.
#[utoipa::path(post, path = "/api/v1/groups/{id}/exchanges", tag = "exchanges", params(("id" = String, Path)), request_body = NewExchange,
    security(("bearer" = [])),
    responses((status = 201, body = ExchangeView), (status = 200, body = ExchangeView, description = "It was made before, by this very request."),
        (status = 403, description = "Only admins and organisers may do that."), (status = 404, description = "No such group for this viewer."),
        (status = 409, description = "The id is taken, or the group has 50 exchanges."), (status = 422, description = "A field breaks a rule.")))]
async fn create_exchange(
    app: State<App>,
    signed: Signed,
    Path(group_id): Path<GroupId>,
    Json(new): Json<NewExchange>,
) -> Answer<(StatusCode, Tagged)> {
    let digest = of_body(&(group_id, &new))?;
    let (account, now) = (signed.account_id, app.clock.now());
    let NewExchange { id, name, budget, held_at, past_draws, mut people, exclusions } = new;
    let mut exchange = Exchange {
        id,
        group_id,
        name,
        budget,
        held_at,
        past_draws,
        drawn_at: None,
        created_at: now,
        deleted_at: None,
        version: 1,
    };
    check(&mut exchange, &mut people, &exclusions)?;
    let mut tx = app.db.begin().await?;
    groups::hold(&mut tx, group_id).await?;
    let role = groups::role(&mut tx, account, group_id).await?.ok_or_else(ApiError::not_found)?;
    if !may_manage(role) {
        return Err(only_who_manages());
    }
    if let Some(before) = store::digest(&mut tx, id).await? {
        if before != (account, group_id, digest) {
            return Err(ApiError::conflict("This id is taken; draw another one."));
        }
        return Ok((StatusCode::OK, answer(tx, account, id).await?));
    }
    let open = store::of_group(&mut tx, group_id).await?.into_iter().filter(|other| other.deleted_at.is_none());
    if open.count() >= MOST_EXCHANGES {
        return Err(ApiError::conflict("A group has at most 50 exchanges; delete one first."));
    }
    if !store::insert(&mut tx, &exchange, account, &digest).await? {
        return Err(ApiError::conflict("This id is taken; draw another one."));
    }
    put(&mut tx, &exchange, Some(&people), Some(&exclusions)).await?;
    tell(&mut tx, group_id, now).await?;
    Ok((StatusCode::CREATED, answer(tx, account, id).await?))
}

/// The exchanges of a group, the oldest first; those in the bin for who looks after them.
#[utoipa::path(get, path = "/api/v1/groups/{id}/exchanges", tag = "exchanges", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = [ExchangeView]), (status = 404, description = "No such group for this viewer.")))]
async fn list_exchanges(
    app: State<App>,
    signed: Signed,
    Path(group): Path<GroupId>,
) -> Answer<Json<Vec<ExchangeView>>> {
    let role = groups::role(&app.db, signed.account_id, group).await?.ok_or_else(ApiError::not_found)?;
    let mut views = Vec::new();
    for exchange in store::of_group(&app.db, group).await? {
        if exchange.deleted_at.is_none() || may_manage(role) {
            views.push(visibility::exchange(whole((&app.db).into(), exchange).await?, may_manage(role)));
        }
    }
    Ok(Json(views))
}

/// One exchange, for the people of its group. Who drew whom is no part of it, for nobody.
#[utoipa::path(get, path = "/api/v1/exchanges/{id}", tag = "exchanges", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = ExchangeView), (status = 404, description = "No such exchange for this viewer.")))]
async fn read_exchange(app: State<App>, signed: Signed, Path(id): Path<ExchangeId>) -> Answer<Tagged> {
    let (exchange, role) = seen((&app.db).into(), signed.account_id, id).await?;
    let tag = etag(exchange.version);
    let view = visibility::exchange(whole((&app.db).into(), exchange).await?, may_manage(role));
    Ok(([(ETAG, tag)], Json(view)))
}

/// Changes an exchange. Once it is drawn, who takes part and who does not draw whom stays as it is, until the draw is undone: what a
/// change would do to a draw would tell of it.
#[utoipa::path(patch, path = "/api/v1/exchanges/{id}", tag = "exchanges", params(("id" = String, Path), ("If-Match" = String, Header)),
    request_body = ExchangePatch, security(("bearer" = [])),
    responses((status = 200, body = ExchangeView), (status = 403, description = "Only admins and organisers may do that."),
        (status = 404, description = "No such exchange for this viewer."), (status = 409, description = "It is drawn, or in the bin."),
        (status = 412, description = "It was changed meanwhile."), (status = 422, description = "A field breaks a rule."),
        (status = 428, description = "If-Match is missing.")))]
async fn patch_exchange(
    app: State<App>,
    signed: Signed,
    version: IfMatch,
    Path(id): Path<ExchangeId>,
    Json(patch): Json<ExchangePatch>,
) -> Answer<Tagged> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let mut exchange = managed(&mut tx, account, id).await?;
    not_binned(&exchange)?;
    version.check(exchange.version)?;
    let ExchangePatch { name, budget, held_at, past_draws, mut people, exclusions } = patch;
    if exchange.drawn_at.is_some() && (past_draws.is_some() || people.is_some() || exclusions.is_some()) {
        return Err(ApiError::conflict("It is drawn. Undo the draw first, or take in and out single people."));
    }
    exchange.name = name.unwrap_or(exchange.name);
    exchange.budget = budget.unwrap_or(exchange.budget);
    exchange.held_at = held_at.unwrap_or(exchange.held_at);
    exchange.past_draws = past_draws.unwrap_or(exchange.past_draws);
    let (some, none) = (people.is_some(), &mut [][..]);
    check(&mut exchange, people.as_deref_mut().unwrap_or(none), exclusions.as_deref().unwrap_or_default())?;
    store::update(&mut tx, &exchange).await?;
    put(&mut tx, &exchange, people.as_deref().filter(|_| some), exclusions.as_deref()).await?;
    tell(&mut tx, exchange.group_id, now).await?;
    answer(tx, account, id).await
}

/// Puts an exchange into the bin, with its draw: while it lies there, nobody reads whom they drew. Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/exchanges/{id}", tag = "exchanges", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "It is in the bin."), (status = 403, description = "Only admins and organisers may do that."),
        (status = 404, description = "No such exchange for this viewer."), (status = 412, description = "It was changed meanwhile.")))]
async fn bin_exchange(
    app: State<App>,
    signed: Signed,
    version: OptionalIfMatch,
    Path(id): Path<ExchangeId>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let mut exchange = managed(&mut tx, signed.account_id, id).await?;
    if exchange.deleted_at.is_none() {
        version.check(exchange.version)?;
        exchange.deleted_at = Some(now);
        store::update(&mut tx, &exchange).await?;
        tell(&mut tx, exchange.group_id, now).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings an exchange back from the bin, with its draw.
#[utoipa::path(post, path = "/api/v1/exchanges/{id}/restore", tag = "exchanges", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = ExchangeView), (status = 403, description = "Only admins and organisers may do that."),
        (status = 404, description = "No such exchange for this viewer."), (status = 409, description = "The group has 50 exchanges.")))]
async fn restore_exchange(app: State<App>, signed: Signed, Path(id): Path<ExchangeId>) -> Answer<Tagged> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let mut exchange = managed(&mut tx, signed.account_id, id).await?;
    if exchange.deleted_at.is_some() {
        let all = store::of_group(&mut tx, exchange.group_id).await?;
        if all.iter().filter(|other| other.deleted_at.is_none()).count() >= MOST_EXCHANGES {
            return Err(ApiError::conflict("A group has at most 50 exchanges; delete one first."));
        }
        exchange.deleted_at = None;
        store::update(&mut tx, &exchange).await?;
        tell(&mut tx, exchange.group_id, now).await?;
    }
    answer(tx, signed.account_id, id).await
}
