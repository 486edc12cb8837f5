//! What was given, person by person and year by year: by somebody, and to somebody once it was revealed; and thanks for it.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use shared::id::{AccountId, ClaimId};
use shared::time::Timestamp;
use shared::wire::Page;
use shared::wire::claims::{GivenGiftView, ReceivedGiftView, Thanks};
use shared::wire::event::Event;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{store, together};
use crate::App;
use crate::error::{Answer, ApiError};
use crate::events;
use crate::extract::{BEHIND_EVERY_ID, Json, Paging, Path, Query, Signed, page_of};
use crate::fields::Fields;
use crate::visibility::claims::{self, Received};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_given_gifts))
        .routes(routes!(list_received_gifts))
        .routes(routes!(thank_for_claim))
}

/// Which gifts.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Only those of this year (UTC), 1970 to 9999.
    #[param(minimum = 1970, maximum = 9999)]
    year: Option<i64>,
    /// Only those for, or from, this person.
    #[param(value_type = Option<String>)]
    person: Option<AccountId>,
}

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// When a year begins, in UTC.
fn beginning(year: i64) -> Timestamp {
    let before = year - 1;
    let leap_days = before / 4 - before / 100 + before / 400 - 477;
    Timestamp::from_millis(((year - 1970) * 365 + leap_days) * DAY_MILLIS)
}

impl Which {
    /// From this moment until before that one.
    fn span(self) -> Answer<(Timestamp, Timestamp)> {
        match self.year {
            None => Ok((Timestamp::from_millis(0), Timestamp::from_millis(i64::MAX))),
            Some(year) if (1970..=9999).contains(&year) => Ok((beginning(year), beginning(year + 1))),
            Some(_) => Err(ApiError::invalid("year", "is 1970 to 9999")),
        }
    }
}

/// What one gives and gave, the newest first, by the year in which it is revealed, or was claimed where it never is.
#[utoipa::path(get, path = "/api/v1/gifts/given", tag = "claims", params(Which, Paging), security(("bearer" = [])),
    responses((status = 200, body = Page<GivenGiftView>), (status = 422, description = "There is no such year.")))]
async fn list_given_gifts(
    app: State<App>,
    signed: Signed,
    Query(which): Query<Which>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<GivenGiftView>>> {
    let limit = paging.limit()?;
    let before = paging.after::<String>()?.unwrap_or_else(|| BEHIND_EVERY_ID.to_owned());
    let who = (signed.account_id, which.person);
    let rows = store::given(&app.db, who, which.span()?, before, limit as i64 + 1).await?;
    Ok(Json(page_of(rows, limit, |gift: &GivenGiftView| gift.claim_id.to_string(), |gift| gift)))
}

/// What one was given and may know of, the newest first: what has been revealed, at the date that it was claimed under. Nothing
/// tells whether there is more to come.
#[utoipa::path(get, path = "/api/v1/gifts/received", tag = "claims", params(Which, Paging), security(("bearer" = [])),
    responses((status = 200, body = Page<ReceivedGiftView>), (status = 422, description = "There is no such year.")))]
async fn list_received_gifts(
    app: State<App>,
    signed: Signed,
    Query(which): Query<Which>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Page<ReceivedGiftView>>> {
    let limit = paging.limit()?;
    let before = paging.after::<String>()?.unwrap_or_else(|| BEHIND_EVERY_ID.to_owned());
    let who = (signed.account_id, which.person);
    let rows = claims::received(&app.db, who, which.span()?, (before, limit as i64 + 1), app.clock.now()).await?;
    Ok(Json(page_of(rows, limit, |gift: &Received| gift.claim_id.to_string(), claims::received_gift)))
}

/// Thanks whoever gave something, once it was revealed; what is said replaces what was. The giver is told.
#[utoipa::path(put, path = "/api/v1/claims/{id}/thanks", tag = "claims", params(("id" = String, Path)), request_body = Thanks,
    security(("bearer" = [])),
    responses((status = 204, description = "They are thanked."), (status = 404, description = "Nothing that they were given, as far as they may know."),
        (status = 422, description = "A field breaks a rule.")))]
async fn thank_for_claim(
    app: State<App>,
    signed: Signed,
    Path(id): Path<ClaimId>,
    Json(Thanks { mut text }): Json<Thanks>,
) -> Answer<StatusCode> {
    let mut fields = Fields::default();
    fields.lines("text", &mut text, 2000);
    fields.finish()?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    // One statement for whatever stands against it: what is not revealed is as if it were not there.
    let thanked = claims::thank(&mut tx, (signed.account_id, id), text.as_deref(), now).await?;
    let (item_id, giver) = thanked.ok_or_else(ApiError::not_found)?;
    let mut givers = together::co_givers(&mut tx, item_id, giver).await?;
    givers.push(giver);
    let told = givers.into_iter().map(|giver| (giver, Event::ClaimsChanged { item_id })).collect();
    events::append(&mut tx, told, now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_begin_where_calendars_say() {
        for (year, seconds) in [
            (1970, 0),
            (1971, 31_536_000),
            (2000, 946_684_800),
            (2001, 978_307_200),
            (2027, 1_798_761_600),
            (2100, 4_102_444_800),
        ] {
            assert_eq!(beginning(year).as_millis(), seconds * 1000, "{year}");
        }
    }
}
