//! Looking for people by name, among those of one's groups.
//! So that somebody is found whose list one wants, without knowing in which group they are.
//! It never finds anybody whom the list of a group's people would not show, and nobody by their mail address.

pub(crate) mod store;

use axum::extract::State;
use serde::Deserialize;
use shared::wire::groups::PersonView;
use shared::wire::people::{FoundInView, FoundPersonView};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::error::Answer;
use crate::extract::{Json, Query, Signed};
use crate::fields::Fields;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(find_people))
}

/// People that are found at most.
const MOST_FOUND: usize = 20;
/// People that are read at once.
const BATCH: i64 = 1000;

/// Whom one looks for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Sought {
    /// Beginnings of words of the name, in any order; upper case and accents make no difference. 1 to 100 characters.
    #[param(min_length = 1, max_length = 100)]
    #[serde(default)]
    q: String,
}

/// People of one's groups by name, at most 20, in the order of their names. Oneself is not among them.
#[utoipa::path(get, path = "/api/v1/people", tag = "groups", params(Sought), security(("bearer" = [])),
    responses((status = 200, body = [FoundPersonView]), (status = 422, description = "There is nothing to look for.")))]
async fn find_people(
    app: State<App>,
    signed: Signed,
    Query(Sought { mut q }): Query<Sought>,
) -> Answer<Json<Vec<FoundPersonView>>> {
    let mut fields = Fields::default();
    fields.title("q", &mut q, 100);
    fields.finish()?;
    let sought = words(&q);
    let mut found: Vec<(String, PersonView)> = Vec::new();
    let mut after = None;
    loop {
        // A few hundred at most in life; read in parts, so that a hundred crowded groups do not lie in memory at once.
        let batch = store::people(&app.db, signed.account_id, after, BATCH).await?;
        after = batch.last().map(|person| person.account_id);
        let is_last = (batch.len() as i64) < BATCH;
        let named = batch.into_iter().filter(|person| is_named(&person.display_name, &sought));
        found.extend(named.map(|person| (plain(&person.display_name), person)));
        found.sort_by(|(one, a), (other, b)| (one, a.account_id).cmp(&(other, b.account_id)));
        found.truncate(MOST_FOUND);
        if is_last {
            break;
        }
    }
    let mut people = Vec::with_capacity(found.len());
    for (_, person) in found {
        let shared = store::shared_with(&app.db, signed.account_id, person.account_id).await?;
        let groups = shared.into_iter().map(|(group_id, name)| FoundInView { group_id, name }).collect();
        people.push(FoundPersonView { person, groups });
    }
    Ok(Json(people))
}

/// The name as it is compared: lower case, without accents.
fn plain(name: &str) -> String {
    name.nfd().filter(|sign| !is_combining_mark(*sign)).flat_map(char::to_lowercase).collect()
}

fn words(name: &str) -> Vec<String> {
    let plain = plain(name);
    plain.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether each of these begins another word of the name. Nothing but signs begins no word.
fn is_named(name: &str, sought: &[String]) -> bool {
    let mut words = words(name);
    !sought.is_empty()
        && sought.iter().all(|begin| match words.iter().position(|word| word.starts_with(begin.as_str())) {
            Some(place) => {
                words.remove(place);
                true
            }
            None => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_beginnings_of_its_words_in_any_order_and_script() {
        for (name, sought, is_found) in [
            ("Zoë van Dam", "zoe", true),
            ("Zoe van Dam", "ZOË D", true),
            ("Zoë van Dam", "dam zo", true),
            ("Zoë van Dam", "oe", false),
            ("Zoë van Dam", "zoe x", false),
            ("Anna", "an an", false),
            ("Anna Anders", "an an", true),
            ("Jean-Luc O'Neill", "luc nei", true),
            ("דנה כהן", "כה", true),
            ("Ана", "ан", true),
            ("Max", "-", false),
            ("😀", "😀", false),
        ] {
            assert_eq!(is_named(name, &words(sought)), is_found, "{name} {sought}");
        }
    }
}
