//! Who takes part: somebody comes, also when it is drawn already, and somebody goes.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{AccountId, ExchangeId, GroupId};
use shared::time::Timestamp;
use shared::wire::exchanges::{ExchangePersonChoice, ExchangeView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::draw::{allowed, anew, keep, possible, undo, unrepeated};
use super::edit::{Tagged, answer, tell};
use super::rule::{self, MOST_PEOPLE};
use super::told::soon;
use super::{Exchange, managed, may_manage, not_binned, only_who_manages, seen, store, whole};
use crate::App;
use crate::chance;
use crate::db::{StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::fields::Fields;
use crate::groups;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(put_exchange_person, remove_exchange_person))
}

/// Takes somebody of the group into an exchange, or says their household anew. Where it is drawn already, two of the others, whom
/// chance chooses, and the newcomer draw other people than before; where that cannot be, everybody draws anew. Whose draw
/// changed is told. The household of somebody who took part in a draw stays as it is.
#[utoipa::path(put, path = "/api/v1/exchanges/{id}/people/{account_id}", tag = "exchanges",
    params(("id" = String, Path), ("account_id" = String, Path)), request_body = ExchangePersonChoice, security(("bearer" = [])),
    responses((status = 200, body = ExchangeView), (status = 403, description = "Only admins and organisers may do that."),
        (status = 404, description = "No such exchange for this viewer, or nobody of the group."),
        (status = 409, description = "It is in the bin, has 100 people, or with them nothing can be drawn: the detail says why."),
        (status = 422, description = "A field breaks a rule.")))]
async fn put_exchange_person(
    app: State<App>,
    signed: Signed,
    Path((id, account)): Path<(ExchangeId, AccountId)>,
    Json(ExchangePersonChoice { mut household }): Json<ExchangePersonChoice>,
) -> Answer<Tagged> {
    let mut fields = Fields::default();
    fields.line("household", &mut household, 100);
    fields.finish()?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let exchange = managed(&mut tx, signed.account_id, id).await?;
    not_binned(&exchange)?;
    if !groups::people(&mut tx, exchange.group_id).await?.contains(&account) {
        return Err(ApiError::not_found());
    }
    let people = store::people(&mut tx, id).await?;
    let before = people.iter().find(|person| person.account_id == account);
    if before.is_some_and(|before| before.household == household) {
        return answer(tx, signed.account_id, id).await;
    }
    if before.is_some() && exchange.drawn_at.is_some() {
        return Err(ApiError::conflict("It is drawn. Undo the draw first, to change a household."));
    }
    if before.is_none() && people.len() >= MOST_PEOPLE {
        return Err(ApiError::conflict("At most 100 people take part in an exchange."));
    }
    store::put_person(&mut tx, id, account, household.as_deref()).await?;
    if exchange.drawn_at.is_some() {
        let of = whole((&mut tx).into(), exchange.clone()).await?;
        possible(&of)?;
        come(&mut tx, of, account).await?;
        soon(&mut tx, id, now).await?;
    }
    store::update(&mut tx, &exchange).await?;
    tell(&mut tx, exchange.group_id, now).await?;
    let answer = answer(tx, signed.account_id, id).await?;
    app.jobs.ring();
    Ok(answer)
}

/// Draws for who came late, and for as few others as can be.
async fn come(tx: &mut Tx, mut of: super::Whole, late: AccountId) -> Answer<()> {
    // The rule takes who comes late as the last one.
    of.people.sort_by_key(|person| person.account_id == late);
    let places: BTreeMap<AccountId, usize> =
        of.people.iter().enumerate().map(|(place, person)| (person.account_id, place)).collect();
    let before: BTreeMap<AccountId, AccountId> = store::draws(&mut *tx, of.exchange.id).await?.into_iter().collect();
    let had = |person: &super::Drawer| before.get(&person.account_id).and_then(|other| places.get(other)).copied();
    let drawn: Option<Vec<usize>> = of.people.iter().filter(|person| person.account_id != late).map(had).collect();
    let permitted = unrepeated(tx, &of).await?;
    let mended = drawn.and_then(|drawn| rule::insert(&permitted, &drawn, &mut chance::below));
    match mended {
        Some(drawn) => keep(tx, &of, &drawn).await?,
        None if anew(tx, &of).await? => {}
        None => return Err(ApiError::internal("a draw that is possible did not come out")),
    }
    Ok(())
}

/// Takes somebody out of an exchange: who looks after it anybody, everybody themselves. Where it is drawn, who gave to them gives to
/// whom they would have given to; where that may not be, everybody draws anew; and where without them nothing can be drawn, the draw is undone.
/// Doing it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/exchanges/{id}/people/{account_id}", tag = "exchanges",
    params(("id" = String, Path), ("account_id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "They take no part."), (status = 403, description = "Only admins, organisers and they themselves may do that."),
        (status = 404, description = "No such exchange for this viewer."), (status = 409, description = "It is in the bin.")))]
async fn remove_exchange_person(
    app: State<App>,
    signed: Signed,
    Path((id, account)): Path<(ExchangeId, AccountId)>,
) -> Answer<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let (exchange, _) = seen((&mut tx).into(), signed.account_id, id).await?;
    groups::hold(&mut tx, exchange.group_id).await?;
    let (exchange, role) = seen((&mut tx).into(), signed.account_id, id).await?;
    if !may_manage(role) && account != signed.account_id {
        return Err(only_who_manages());
    }
    not_binned(&exchange)?;
    let group = exchange.group_id;
    if go(&mut tx, exchange, account, now).await? {
        tell(&mut tx, group, now).await?;
    }
    tx.commit().await?;
    app.jobs.ring();
    Ok(StatusCode::NO_CONTENT)
}

/// Takes them out, and mends the draw. False where they took no part.
async fn go(tx: &mut Tx, exchange: Exchange, account: AccountId, now: Timestamp) -> Result<bool, StoreError> {
    let id = exchange.id;
    if !store::people(&mut *tx, id).await?.iter().any(|person| person.account_id == account) {
        return Ok(false);
    }
    let before: BTreeMap<AccountId, AccountId> = store::draws(&mut *tx, id).await?.into_iter().collect();
    store::drop_person(tx, id, account).await?;
    let mut of = whole((&mut *tx).into(), exchange).await?;
    if of.exchange.drawn_at.is_some() {
        let places: BTreeMap<AccountId, usize> =
            of.people.iter().enumerate().map(|(place, person)| (person.account_id, place)).collect();
        let had = |person: &super::Drawer| before.get(&person.account_id).and_then(|other| places.get(other)).copied();
        let drawn: Vec<Option<usize>> = of.people.iter().map(had).collect();
        let rules = allowed(&of);
        let mended = rule::check(&rules).is_ok().then(|| rule::close(&rules, &drawn));
        let kept = match mended {
            Some(Some(drawn)) => {
                keep(tx, &of, &drawn).await?;
                true
            }
            Some(None) => anew(tx, &of).await?,
            None => false,
        };
        if kept {
            soon(tx, id, now).await?;
        } else {
            undo(tx, &mut of.exchange, &of.people, now).await?;
        }
    }
    store::update(tx, &of.exchange).await?;
    Ok(true)
}

/// Somebody left the group, which is held: they take no part in its exchanges any more. What was held already stays as it was.
/// Whoever asked tells the group.
///
/// # Errors
/// Those of the database.
pub(crate) async fn left(tx: &mut Tx, group: GroupId, account: AccountId, now: Timestamp) -> Result<(), StoreError> {
    for exchange in store::of_person(&mut *tx, group, account).await? {
        if exchange.held_at.is_none_or(|day| day > now) {
            go(tx, exchange, account, now).await?;
        }
    }
    Ok(())
}
