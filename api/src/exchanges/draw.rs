//! Drawing, drawing anew, undoing it, and reading whom one drew oneself.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use shared::id::{AccountId, ExchangeId};
use shared::time::Timestamp;
use shared::wire::exchanges::{
    DrawCheckView, DrawObstacle, ExchangeView, HindranceReason, HindranceView, MyDrawView, NewDraw,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::edit::{Tagged, answer, tell};
use super::rule::{self, Allowed, Obstacle};
use super::told::{DRAWN, UNDONE, soon};
use super::{Drawer, Exchange, Whole, managed, may_manage, not_binned, only_who_manages, seen, store, whole};
use crate::App;
use crate::chance;
use crate::db::{StoreError, Tx};
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed};
use crate::visibility;

/// What keeps people from drawing others is told of so many pairs.
const MOST_HINDRANCES: usize = 50;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(check_exchange)).routes(routes!(
        draw_exchange,
        undo_exchange_draw,
        read_my_draw
    ))
}

/// Why these two do not draw each other; `None` where they may.
fn hindrance(of: &Whole, one: &Drawer, other: &Drawer) -> Option<HindranceReason> {
    if one.household.is_some() && one.household == other.household {
        return Some(HindranceReason::Household);
    }
    let both = [one.account_id, other.account_id];
    let excluded = |pair: &shared::wire::exchanges::Exclusion| both.contains(&pair.one) && both.contains(&pair.other);
    of.exclusions.iter().any(excluded).then_some(HindranceReason::Exclusion)
}

/// Who may draw whom, as households and exclusions say. What was drawn in other years is no part of it: whether it is possible
/// would tell of that.
pub(super) fn allowed(of: &Whole) -> Allowed {
    let mut allowed = Allowed::all(of.people.len());
    for (giver, one) in of.people.iter().enumerate() {
        for (receiver, other) in of.people.iter().enumerate() {
            if hindrance(of, one, other).is_some() {
                allowed.forbid(giver, receiver);
            }
        }
    }
    allowed
}

/// The same without what was drawn before, as far back as it is possible so: the oldest draw is let go first.
pub(super) async fn unrepeated(tx: &mut Tx, of: &Whole) -> Result<Allowed, StoreError> {
    let mut kept = allowed(of);
    let places: BTreeMap<AccountId, usize> =
        of.people.iter().enumerate().map(|(place, person)| (person.account_id, place)).collect();
    for past in store::past(&mut *tx, &of.exchange).await? {
        let mut next = kept.clone();
        for (giver, receiver) in store::draws(&mut *tx, past).await? {
            if let (Some(giver), Some(receiver)) = (places.get(&giver), places.get(&receiver)) {
                next.forbid(*giver, *receiver);
            }
        }
        if next.matching().is_err() {
            break;
        }
        kept = next;
    }
    Ok(kept)
}

/// Writes down what came out, and who is to be told: everybody whose draw is another one than before.
pub(super) async fn keep(tx: &mut Tx, of: &Whole, drawn: &[usize]) -> Result<(), StoreError> {
    let id = of.exchange.id;
    let before: BTreeMap<AccountId, AccountId> = store::draws(&mut *tx, id).await?.into_iter().collect();
    for (giver, receiver) in of.people.iter().zip(drawn) {
        let Some(receiver) = of.people.get(*receiver) else { continue };
        if before.get(&giver.account_id) != Some(&receiver.account_id) {
            store::put_draw(tx, id, (giver.account_id, receiver.account_id)).await?;
            store::set_news(tx, id, giver.account_id, Some(DRAWN)).await?;
        }
    }
    Ok(())
}

/// Draws for everybody. False where nothing comes out.
pub(super) async fn anew(tx: &mut Tx, of: &Whole) -> Result<bool, StoreError> {
    let permitted = unrepeated(tx, of).await?;
    let Some(drawn) = rule::draw(&permitted, &mut chance::below) else { return Ok(false) };
    keep(tx, of, &drawn).await?;
    Ok(true)
}

/// Nothing is drawn any more, and everybody is to be told so.
pub(super) async fn undo(
    tx: &mut Tx,
    exchange: &mut Exchange,
    people: &[Drawer],
    now: Timestamp,
) -> Result<(), StoreError> {
    store::drop_draws(tx, exchange.id).await?;
    for person in people {
        store::set_news(tx, exchange.id, person.account_id, Some(UNDONE)).await?;
    }
    exchange.drawn_at = None;
    soon(tx, exchange.id, now).await
}

/// Names as people say them: "Ana, Bo and Cy".
fn names(people: &[&Drawer]) -> String {
    let names: Vec<&str> = people.iter().map(|person| person.display_name.as_str()).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.join(""),
    }
}

/// What stands in the way, for who looks after it.
pub(super) fn explained(of: &Whole, obstacle: Option<Obstacle>) -> DrawCheckView {
    let at = |places: &[usize]| places.iter().filter_map(|place| of.people.get(*place)).collect::<Vec<&Drawer>>();
    let (kind, people, from, text) = match obstacle {
        None => (None, vec![], vec![], None),
        Some(Obstacle::TooFewPeople) => {
            let text = "At least three people take part, or each would know who gives to them.";
            (Some(DrawObstacle::TooFewPeople), vec![], vec![], Some(text.to_owned()))
        }
        Some(Obstacle::NotEnough { people, from }) => {
            let (people, from) = (at(&people), at(&from));
            let text = if from.is_empty() {
                format!("{} could draw nobody. Take away what stands between them and others.", names(&people))
            } else {
                let (many, few) = (people.len(), from.len());
                format!(
                    "{} could only draw {}: {many} people, and {few} to draw. Take away what stands between them and others.",
                    names(&people),
                    names(&from)
                )
            };
            (Some(DrawObstacle::NotEnoughToDraw), people, from, Some(text))
        }
        Some(Obstacle::Foreseen { people, from }) => {
            let (people, from) = (at(&people), at(&from));
            let text = format!(
                "Whatever is drawn, it is known beforehand whom {} would draw. Take away what stands between them and others.",
                names(&people)
            );
            (Some(DrawObstacle::Foreseen), people, from, Some(text))
        }
    };
    let mut because = Vec::new();
    for one in &people {
        for other in of.people.iter().filter(|other| other.account_id != one.account_id) {
            if let Some(reason) = hindrance(of, one, other) {
                because.push(HindranceView { one: visibility::drawer(one), other: visibility::drawer(other), reason });
            }
        }
    }
    because.truncate(MOST_HINDRANCES);
    let views = |people: Vec<&Drawer>| people.into_iter().map(visibility::drawer).collect();
    let (people, from) = (views(people), views(from));
    DrawCheckView { possible: kind.is_none(), obstacle: kind, text, people, from, because }
}

/// Refuses where nothing can be drawn, and says why.
pub(super) fn possible(of: &Whole) -> Answer<()> {
    let view = explained(of, rule::check(&allowed(of)).err());
    match view.text {
        None => Ok(()),
        Some(text) => Err(ApiError::conflict(text)),
    }
}

/// Whether it can be drawn, and why not. It goes by people, households and exclusions alone, and tells nothing of any draw.
#[utoipa::path(get, path = "/api/v1/exchanges/{id}/check", tag = "exchanges", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = DrawCheckView), (status = 403, description = "Only admins and organisers may do that."),
        (status = 404, description = "No such exchange for this viewer.")))]
async fn check_exchange(app: State<App>, signed: Signed, Path(id): Path<ExchangeId>) -> Answer<Json<DrawCheckView>> {
    let (exchange, role) = seen((&app.db).into(), signed.account_id, id).await?;
    if !may_manage(role) {
        return Err(only_who_manages());
    }
    let of = whole((&app.db).into(), exchange).await?;
    let obstacle = rule::check(&allowed(&of)).err();
    Ok(Json(explained(&of, obstacle)))
}

/// Draws for everybody. Whom one drew, one reads oneself; who draws sees that it is drawn, and no more. Where it is drawn already
/// it is refused, unless it is said that everybody draws anew.
#[utoipa::path(post, path = "/api/v1/exchanges/{id}/draw", tag = "exchanges", params(("id" = String, Path)), request_body = NewDraw,
    security(("bearer" = [])),
    responses((status = 200, body = ExchangeView), (status = 403, description = "Only admins and organisers may do that."),
        (status = 404, description = "No such exchange for this viewer."),
        (status = 409, description = "It is drawn already, in the bin, or cannot be drawn: the detail says why."),
        (status = 422, description = "A field breaks a rule.")))]
async fn draw_exchange(
    app: State<App>,
    signed: Signed,
    Path(id): Path<ExchangeId>,
    Json(NewDraw { again }): Json<NewDraw>,
) -> Answer<Tagged> {
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    let exchange = managed(&mut tx, account, id).await?;
    not_binned(&exchange)?;
    if exchange.drawn_at.is_some() && !again {
        return Err(ApiError::conflict("It is drawn already. Say `again` where everybody is to draw anew."));
    }
    let mut of = whole((&mut tx).into(), exchange).await?;
    possible(&of)?;
    if !anew(&mut tx, &of).await? {
        return Err(ApiError::internal("a draw that is possible did not come out"));
    }
    of.exchange.drawn_at = Some(now);
    // Who drew the same person again looks again all the same: whether somebody was told must not tell whom they drew.
    for person in &of.people {
        store::set_news(&mut tx, id, person.account_id, Some(DRAWN)).await?;
    }
    store::update(&mut tx, &of.exchange).await?;
    soon(&mut tx, id, now).await?;
    tell(&mut tx, of.exchange.group_id, now).await?;
    let drawn = answer(tx, account, id).await?;
    app.jobs.ring();
    Ok(drawn)
}

/// Undoes the draw, so that households and exclusions can be changed: everybody is told that it counts no more. Doing it again
/// changes nothing.
#[utoipa::path(delete, path = "/api/v1/exchanges/{id}/draw", tag = "exchanges", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 204, description = "Nothing is drawn."), (status = 403, description = "Only admins and organisers may do that."),
        (status = 404, description = "No such exchange for this viewer."), (status = 409, description = "It is in the bin.")))]
async fn undo_exchange_draw(app: State<App>, signed: Signed, Path(id): Path<ExchangeId>) -> Answer<StatusCode> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let exchange = managed(&mut tx, signed.account_id, id).await?;
    not_binned(&exchange)?;
    if exchange.drawn_at.is_some() {
        let mut of = whole((&mut tx).into(), exchange).await?;
        undo(&mut tx, &mut of.exchange, &of.people, now).await?;
        store::update(&mut tx, &of.exchange).await?;
        tell(&mut tx, of.exchange.group_id, now).await?;
    }
    tx.commit().await?;
    app.jobs.ring();
    Ok(StatusCode::NO_CONTENT)
}

/// Whom one drew oneself. Nobody is ever answered with what somebody else drew.
#[utoipa::path(get, path = "/api/v1/exchanges/{id}/draw", tag = "exchanges", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = MyDrawView),
        (status = 404, description = "No such exchange for this viewer, nothing is drawn, or they take no part.")))]
async fn read_my_draw(app: State<App>, signed: Signed, Path(id): Path<ExchangeId>) -> Answer<Json<MyDrawView>> {
    seen((&app.db).into(), signed.account_id, id).await?;
    let drawn = store::mine(&app.db, id, signed.account_id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Json(MyDrawView { exchange_id: id, gives_to: visibility::drawer(&drawn) }))
}
