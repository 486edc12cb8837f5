//! What somebody's claims come to, currency by currency.

use std::collections::BTreeMap;

use axum::extract::State;
use shared::money::{Currency, Money};
use shared::wire::claims::{ClaimState, ClaimTotalView, ClaimedItem};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::{self, Counted};
use super::together;
use crate::App;
use crate::error::Answer;
use crate::extract::{Json, Signed};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(sum_my_claims))
}

/// What one's claims come to, by currency; of what several give together one's own share. What costs nobody knows what is not counted.
#[utoipa::path(get, path = "/api/v1/claims/totals", tag = "claims", security(("bearer" = [])),
    responses((status = 200, body = [ClaimTotalView])))]
async fn sum_my_claims(app: State<App>, signed: Signed) -> Answer<Json<Vec<ClaimTotalView>>> {
    let mut all = store::to_count(&app.db, signed.account_id).await?;
    // Of what others claimed one has no piece, and pays a part.
    let parts = together::to_count(&app.db, signed.account_id).await?;
    all.extend(parts.into_iter().map(|(state, part)| Counted {
        quantity: 0,
        state,
        cost: Some(part),
        snapshot: String::new(),
    }));
    Ok(Json(sums(all)))
}

/// A claim's cost is that of all its pieces where its giver said it; the price that was seen is that of one.
fn cost(claim: &Counted) -> Option<Money> {
    claim.cost.or_else(|| {
        let price = serde_json::from_str::<ClaimedItem>(&claim.snapshot).ok()?.price?;
        Some(Money::new(price.amount_minor.checked_mul(claim.quantity)?, price.currency))
    })
}

/// What they come to, by currency.
pub(super) fn sums(claims: Vec<Counted>) -> Vec<ClaimTotalView> {
    let mut by_currency: BTreeMap<String, ClaimTotalView> = BTreeMap::new();
    for claim in claims {
        let Some(Money { amount_minor, currency }) = cost(&claim) else { continue };
        let empty = |currency: Currency| ClaimTotalView { currency, spent_minor: 0, planned_minor: 0, pieces: 0 };
        let total = by_currency.entry(currency.to_string()).or_insert_with(|| empty(currency));
        let sum = match claim.state {
            ClaimState::Claimed => &mut total.planned_minor,
            ClaimState::Bought | ClaimState::Wrapped | ClaimState::Given => &mut total.spent_minor,
        };
        *sum = sum.saturating_add(amount_minor);
        total.pieces += claim.quantity;
    }
    by_currency.into_values().collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn currencies_are_never_added_up_and_what_was_paid_comes_before_what_was_seen() {
        let money = |minor, code: &str| Money::new(minor, code.parse().unwrap());
        let seen = |price: Option<Money>| {
            let item = ClaimedItem { price, ..ClaimedItem::default() };
            serde_json::to_string(&item).unwrap()
        };
        let claim = |quantity, state, cost, price| Counted { quantity, state, cost, snapshot: seen(price) };
        let totals = sums(vec![
            claim(2, ClaimState::Claimed, None, Some(money(1_000, "EUR"))),
            claim(3, ClaimState::Bought, Some(money(2_500, "EUR")), Some(money(1_000, "EUR"))),
            claim(1, ClaimState::Given, None, Some(money(700, "JPY"))),
            claim(1, ClaimState::Claimed, None, None),
        ]);
        let told: Vec<_> =
            totals.iter().map(|t| (t.currency.to_string(), t.planned_minor, t.spent_minor, t.pieces)).collect();
        assert_eq!(told, [("EUR".to_owned(), 2_000, 2_500, 5), ("JPY".to_owned(), 0, 700, 1)]);
    }
}
