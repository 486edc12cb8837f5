//! What one gives: the shopping list over all groups.

use axum::extract::State;
use serde::Deserialize;
use shared::id::AccountId;
use shared::wire::Page;
use shared::wire::claims::{ClaimState, ClaimedItem, MyClaimView};
use shared::wire::items::ItemView;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::claim::Claim;
use super::{reminders, store, together};
use crate::App;
use crate::error::Answer;
use crate::extract::{BEHIND_EVERY_ID, Json, Paging, Query, Signed, page_of};
use crate::{items, visibility};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_my_claims))
}

/// Which of one's claims.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only those in this state.
    state: Option<ClaimState>,
}

/// Everything that one gives, the newest first: the wish as it was when it was claimed, as it is now, and what is another
/// about it. One that its owner threw away stays in the list.
#[utoipa::path(get, path = "/api/v1/claims", tag = "claims", params(Filter, Paging), security(("bearer" = [])),
    responses((status = 200, body = Page<MyClaimView>)))]
async fn list_my_claims(
    app: State<App>,
    signed: Signed,
    Query(filter): Query<Filter>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<MyClaimView>>> {
    let limit = paging.limit()?;
    let before = paging.after::<String>()?.unwrap_or_else(|| BEHIND_EVERY_ID.to_owned());
    let state = filter.state.map_or("", ClaimState::as_str);
    let rows = store::mine(&app.db, (signed.account_id, state), before, limit as i64 + 1).await?;
    let page = page_of(rows, limit, |claim: &Claim| claim.id.to_string(), |claim| claim);
    let mut entries = Vec::with_capacity(page.entries.len());
    for claim in page.entries {
        entries.push(line(&app, signed.account_id, claim).await?);
    }
    Ok(Json(Page { entries, next_cursor: page.next_cursor }))
}

pub(super) async fn line(app: &App, account: AccountId, claim: Claim) -> Answer<MyClaimView> {
    let item = items::view(&app.db, account, claim.item_id).await?;
    let snapshot = claim.snapshot.clone();
    let changed = item.as_ref().map(|item| changes(&snapshot, item)).unwrap_or_default();
    let (asked_at, lapses_at) = (claim.reminded_at, reminders::lapses_at(&claim));
    let shares = together::of_claim(&app.db, claim.id).await?;
    let (reveals_at, thanked_at, thanks) = (claim.reveals_at, claim.thanked_at, claim.thanks.clone());
    Ok(MyClaimView {
        asked_at,
        lapses_at,
        reveals_at,
        thanked_at,
        thanks,
        claim: visibility::claims::own(claim, shares),
        snapshot,
        item,
        changed,
    })
}

fn changes(before: &ClaimedItem, now: &ItemView) -> Vec<String> {
    let fields =
        [("title", before.title != now.title), ("url", before.url != now.url), ("price", before.price != now.price)];
    fields.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name.to_owned()).collect()
}
