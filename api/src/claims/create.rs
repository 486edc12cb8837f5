//! Claiming a wish.

use axum::extract::State;
use axum::http::header::ETAG;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use shared::id::{AccountId, ClaimId, ItemId};
use shared::wire::boards::BoardRelation;
use shared::wire::claims::{ClaimState, ClaimView, ClaimedItem, NewClaim, PolicyChoice};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::claim::Claim;
use super::{giving, store, tell, together};
use crate::App;
use crate::db::Tx;
use crate::digest::of_body;
use crate::error::{Answer, ApiError};
use crate::extract::{Json, Path, Signed, etag};
use crate::fields::Fields;
use crate::items::Item;
use crate::{boards, placements, visibility};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create_claim))
}

pub(super) type Tagged = ([(HeaderName, HeaderValue); 1], Json<ClaimView>);

/// The claim as its giver sees it now, and the transaction's end.
pub(super) async fn answer(mut tx: Tx, account: AccountId, id: ClaimId) -> Answer<Tagged> {
    let claim = store::by_id(&mut tx, account, id).await?.ok_or_else(ApiError::not_found)?;
    let shares = together::of_claim(&mut tx, id).await?;
    tx.commit().await?;
    let tag = etag(claim.version);
    Ok(([(ETAG, tag)], Json(visibility::claims::own(claim, shares))))
}

/// Says that one gives this, and how many of it. The same id and body again answers 200. Whoever it is for sees nothing
/// of it, as far as the boards say so at this moment; what they say later uncovers nothing.
#[utoipa::path(post, path = "/api/v1/items/{id}/claims", tag = "claims", params(("id" = String, Path)), request_body = NewClaim,
    security(("bearer" = [])),
    responses((status = 201, body = ClaimView), (status = 200, body = ClaimView, description = "It was made before, by this very request."),
        (status = 403, description = "It is for them, or they may only look."), (status = 404, description = "No such item for this viewer."),
        (status = 409, description = "So many are not free (taken); or they give it already, nobody wishes for it any more, or the id is taken."),
        (status = 422, description = "A field breaks a rule.")))]
async fn create_claim(
    app: State<App>,
    signed: Signed,
    Path(item_id): Path<ItemId>,
    Json(mut new): Json<NewClaim>,
) -> Answer<(StatusCode, Tagged)> {
    let digest = of_body(&(item_id, &new))?;
    let mut fields = Fields::default();
    check(&mut fields, Some(new.quantity), &mut new.note, new.cost);
    fields.finish()?;
    let (account, now) = (signed.account_id, app.clock.now());
    let mut tx = app.db.begin().await?;
    // Before its turn is taken: whoever may not give it never waits for those who do.
    giving::givable((&mut tx).into(), account, item_id).await?;
    store::turn(&mut tx, item_id).await?;
    if let Some(before) = store::digest(&mut tx, new.id).await? {
        if before != (account, digest) {
            return Err(ApiError::conflict("This id is taken; draw another one."));
        }
        return Ok((StatusCode::OK, answer(tx, account, new.id).await?));
    }
    let item = giving::givable((&mut tx).into(), account, item_id).await?;
    let PolicyChoice { policy, names } = boards::policy::of_item(&mut tx, item_id, now).await?;
    let claim = Claim {
        id: new.id,
        item_id,
        account_id: account,
        quantity: new.quantity,
        state: ClaimState::Claimed,
        note: new.note,
        cost: new.cost,
        policy,
        names,
        snapshot: snapshot(&mut tx, &item).await?,
        reveals_at: boards::occasion::reveal_of(&mut tx, item_id, now).await?,
        thanked_at: None,
        thanks: None,
        created_at: now,
        confirmed_at: now,
        reminded_at: None,
        ended_at: None,
        version: 1,
    };
    giving::free(&mut tx, &item, &claim).await?;
    if !store::insert(&mut tx, &claim, &digest).await? {
        return Err(ApiError::conflict("This id is taken; draw another one."));
    }
    tell(&mut tx, item_id, account, now).await?;
    Ok((StatusCode::CREATED, answer(tx, account, new.id).await?))
}

/// What may stand in a claim.
pub(super) fn check(
    fields: &mut Fields,
    quantity: Option<u16>,
    note: &mut Option<String>,
    cost: Option<shared::money::Money>,
) {
    if quantity.is_some_and(|quantity| !(1..=9999).contains(&quantity)) {
        fields.refuse("quantity", "is 1 to 9,999");
    }
    fields.lines("note", note, 2000);
    fields.money("cost", cost);
}

/// The wish as its giver knows it now.
pub(super) async fn snapshot(tx: &mut Tx, item: &Item) -> Answer<ClaimedItem> {
    let mut owners = Vec::new();
    for board in placements::boards_of(&mut *tx, item.id).await? {
        let people = boards::persons(&mut *tx, board).await?;
        owners.extend(people.into_iter().filter(|person| person.relation == BoardRelation::Owner));
    }
    let mut names: Vec<String> = Vec::new();
    for owner in owners {
        if !names.contains(&owner.display_name) {
            names.push(owner.display_name);
        }
    }
    Ok(ClaimedItem {
        title: item.title.clone(),
        url: item.url.clone(),
        shop: item.shop.clone(),
        image: item.image.clone(),
        price: item.price,
        owners: names,
    })
}
