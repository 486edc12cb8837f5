//! What a group's lists come to: people, boards, wishes and their prices.
//! So that a family sees at a glance whose list is still empty, and how much is wished for.
//! It never counts anything that somebody gives: the same figures for everybody in the group, whoever a list is for.

pub(crate) mod store;

use std::collections::BTreeMap;

use axum::extract::State;
use shared::id::GroupId;
use shared::money::{Currency, Money};
use shared::wire::groups::MemberView;
use shared::wire::people::{GroupStatsView, MemberStatsView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::seen;
use crate::App;
use crate::error::Answer;
use crate::extract::{Json, Path, Signed};
use crate::fields::MOST_MINOR;
use crate::visibility;
use store::Priced;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_group_stats))
}

/// What the group's lists hold: how many boards and wishes, what they come to, and whose they are. Everybody in the group reads the
/// same, and nothing of it depends on what anybody gives.
#[utoipa::path(get, path = "/api/v1/groups/{id}/stats", tag = "groups", params(("id" = String, Path)), security(("bearer" = [])),
    responses((status = 200, body = GroupStatsView), (status = 404, description = "No such group for this viewer.")))]
async fn read_group_stats(app: State<App>, signed: Signed, Path(id): Path<GroupId>) -> Answer<Json<GroupStatsView>> {
    seen(&app.db, signed.account_id, id).await?;
    let members = super::store::members(&app.db, id).await?;
    let (boards, wishes) = store::counts(&app.db, id).await?;
    let by_person = store::by_person(&app.db, id).await?;
    let prices = store::prices(&app.db, id).await?;
    let person = |MemberView { person, .. }: MemberView| {
        let (boards, wishes) = by_person.get(&person.account_id).copied().unwrap_or_default();
        MemberStatsView { person, boards, wishes }
    };
    Ok(Json(GroupStatsView {
        members: i64::try_from(members.len()).unwrap_or(i64::MAX),
        boards,
        wishes,
        priced: prices.iter().map(|priced| priced.wishes).sum(),
        totals: totals(&prices),
        people: members.into_iter().map(visibility::member).map(person).collect(),
    }))
}

/// What they come to, by currency; no more than JavaScript counts exactly.
fn totals(prices: &[Priced]) -> Vec<Money> {
    let mut sums: BTreeMap<String, (Currency, i128)> = BTreeMap::new();
    for Priced { price, quantity, wishes } in prices {
        let (_, sum) = sums.entry(price.currency.to_string()).or_insert((price.currency, 0));
        *sum += i128::from(price.amount_minor) * i128::from(*quantity) * i128::from(*wishes);
    }
    let total = |(currency, sum): (Currency, i128)| {
        Money::new(i64::try_from(sum).unwrap_or(MOST_MINOR).min(MOST_MINOR), currency)
    };
    sums.into_values().map(total).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn currencies_are_never_added_up_and_no_sum_is_too_large_to_tell() {
        let priced = |minor, code: &str, quantity, wishes| Priced {
            price: Money::new(minor, code.parse().unwrap()),
            quantity,
            wishes,
        };
        let told = totals(&[priced(500, "EUR", 2, 3), priced(MOST_MINOR, "USD", 9_999, 2), priced(7, "EUR", 1, 1)]);
        let told: Vec<_> = told.iter().map(|money| (money.currency.to_string(), money.amount_minor)).collect();
        assert_eq!(told, [("EUR".to_owned(), 3_007), ("USD".to_owned(), MOST_MINOR)]);
    }
}
