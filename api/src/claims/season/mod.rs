//! The mirror of a season: to whom somebody gives how much, told to themselves alone.
//! So that nobody is forgotten, and what it comes to is known before the last gift is bought.
//! It never reads what anybody else gives.

pub(crate) mod store;

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Deserialize;
use shared::id::AccountId;
use shared::time::Timestamp;
use shared::wire::claims::{SeasonGiftsView, SeasonView};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::totals::sums;
use crate::App;
use crate::error::Answer;
use crate::extract::{Json, Query, Signed};
use crate::fields::Fields;
use store::Gift;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_season))
}

/// How far a season reaches back unless it is said: half a year.
const SEASON_MILLIS: i64 = 183 * 24 * 60 * 60 * 1000;

/// Which season.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Since {
    /// From when on, as epoch milliseconds; half a year ago unless said.
    #[param(value_type = Option<i64>, minimum = 0)]
    since: Option<Timestamp>,
}

/// What one gives to whom this season, and what it comes to by currency: everything that is revealed since then or later, and of
/// what never is, what was claimed since then. Whoever it is for is named as they were when it was claimed.
#[utoipa::path(get, path = "/api/v1/gifts/season", tag = "claims", params(Since), security(("bearer" = [])),
    responses((status = 200, body = SeasonView), (status = 422, description = "It is no moment of a calendar.")))]
async fn read_season(app: State<App>, signed: Signed, Query(asked): Query<Since>) -> Answer<Json<SeasonView>> {
    let mut fields = Fields::default();
    fields.moment("since", asked.since);
    fields.finish()?;
    let earliest = app.clock.now().plus_millis(-SEASON_MILLIS).max(Timestamp::from_millis(0));
    let since = asked.since.unwrap_or(earliest);
    let gifts = store::since(&app.db, signed.account_id, since).await?;
    Ok(Json(SeasonView { since, people: by_person(gifts) }))
}

/// Those to whom something is given, whom the latest is for first. Two who share a list are one line beside what is for each alone:
/// people are told apart by who they are, as two may have the same name.
fn by_person(gifts: Vec<Gift>) -> Vec<SeasonGiftsView> {
    let mut places: BTreeMap<Vec<AccountId>, usize> = BTreeMap::new();
    let mut lines: Vec<(Vec<String>, Vec<Gift>)> = Vec::new();
    for gift in gifts {
        let place = *places.entry(gift.people.clone()).or_insert(lines.len());
        if place == lines.len() {
            lines.push((gift.owners(), Vec::new()));
        }
        if let Some((_, gifts)) = lines.get_mut(place) {
            gifts.push(gift);
        }
    }
    let line = |(owners, gifts): (Vec<String>, Vec<Gift>)| SeasonGiftsView {
        owners,
        gifts: i64::try_from(gifts.len()).unwrap_or(i64::MAX),
        pieces: gifts.iter().map(|gift| gift.counted.quantity).sum(),
        totals: sums(gifts.into_iter().map(|gift| gift.counted).collect()),
    };
    lines.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use shared::money::Money;
    use shared::wire::claims::{ClaimState, ClaimedItem};

    use super::super::store::Counted;
    use super::*;

    fn gift(people: &[u8], owners: &[&str], minor: i64, code: &str) -> Gift {
        let at = Timestamp::from_millis(0);
        let price = Some(Money::new(minor, code.parse().unwrap()));
        let owners = owners.iter().map(|name| (*name).to_owned()).collect();
        let snapshot = serde_json::to_string(&ClaimedItem { price, owners, ..ClaimedItem::default() }).unwrap();
        let people = people.iter().map(|number| AccountId::new(at, [*number; 10])).collect();
        Gift { people, counted: Counted { quantity: 2, state: ClaimState::Claimed, cost: None, snapshot } }
    }

    #[test]
    fn people_of_one_name_are_told_apart_and_whoever_took_another_name_is_not() {
        let told = by_person(vec![
            gift(&[1], &["Max van Dam"], 100, "EUR"),
            gift(&[2], &["Max"], 200, "EUR"),
            gift(&[1, 2], &["Max van Dam", "Max"], 400, "EUR"),
            gift(&[1], &["Max"], 800, "EUR"),
            gift(&[1], &["Max"], 1_600, "JPY"),
        ]);
        let told: Vec<_> = told
            .iter()
            .map(|line| {
                let sums: Vec<i64> = line.totals.iter().map(|total| total.planned_minor).collect();
                (line.owners.join(" & "), line.gifts, line.pieces, sums)
            })
            .collect();
        let both = "Max van Dam & Max".to_owned();
        assert_eq!(
            told,
            [
                ("Max van Dam".to_owned(), 3, 6, vec![1_800, 3_200]),
                ("Max".to_owned(), 1, 2, vec![400]),
                (both, 1, 2, vec![800]),
            ]
        );
    }
}
