//! Who may do what: every operation of the API, asked by everybody there is, of everything that they could name.
//! So that a route is never open to more people than was thought of, and what somebody may not see is never told apart from what does not exist.
//! It never says what the server should answer cell by cell: a few rules do, and whatever deviates from them is a fault of one of both.

mod ask;
mod role;
mod rows;
mod rule;
mod things;
mod tried;

use std::collections::BTreeMap;

use anyhow::Result;

use crate::Engine;
use ask::{ask, of_role, without};
use things::{Cast, State, World};

pub(crate) use ask::word_of;
pub(crate) use tried::Tried;

pub use role::{NOT_YET, RELATIONS, ROLES, Relation, Role};
pub use rows::{ROWS, Row, Subject};
pub use rule::{Answer, Standing, cell, expected};

/// What came of a walk through the matrix.
#[derive(Debug, Default)]
pub struct Found {
    /// Cells that were asked.
    pub asked: usize,
    /// Cells that are none, with their reason.
    pub none: usize,
    /// How many cells are declared to be answered so.
    pub answers: BTreeMap<Answer, usize>,
    /// Answers of *nothing here* that were held against those where nothing is.
    pub twins: usize,
    /// Where an answer is not as it is declared.
    pub deviations: Vec<String>,
}

/// What a success leaves as it is for the next cell.
const KEEPS: [&str; 18] = [
    "PATCH",
    "GET",
    "POST /api/v1/items ",
    "POST /api/v1/boards/{id}/editors",
    "POST /api/v1/groups/{id}/invites",
    "PUT /api/v1/boards/{id}/policy",
    "PUT /api/v1/boards/{id}/occasion",
    "POST /api/v1/claims/{id}/confirm",
    "PUT /api/v1/items/{id}/thought",
    "DELETE /api/v1/items/{id}/thought",
    "PUT /api/v1/boards/{id}/suggestions",
    "POST /api/v1/boards/{id}/suggestions",
    "DELETE /api/v1/suggestions/{id}/claim",
    "DELETE /api/v1/claims/{id}/pool/pledge",
    "PUT /api/v1/follows",
    "DELETE /api/v1/follows",
    "DELETE /api/v1/boards/{id}/owners/{account_id}",
    "POST /api/v1/operator/accounts/{id}/restore",
];

/// Asks every cell of these relations.
///
/// # Errors
/// A world that cannot be set up.
pub async fn walk(engine: Engine, relations: &[Relation], roles: &[Role]) -> Result<Found> {
    let mut found = Found::default();
    let mut world = World::start(engine).await?;
    for relation in relations {
        for (role, _, who) in ROLES.iter().filter(|(role, ..)| roles.contains(role)) {
            let mut rows: Vec<&Row> = ROWS.iter().collect();
            // One state of the family serves the rows of one subject.
            rows.sort_by_key(|row| row.subject);
            for row in rows {
                if cell(row, *role, *relation).is_err() {
                    found.none += 1;
                    continue;
                }
                if world.is_used_up() {
                    world.stop().await;
                    world = World::start(engine).await?;
                }
                one(&mut world, row, (*role, *who), *relation, &mut found).await?;
            }
        }
    }
    world.stop().await;
    Ok(found)
}

fn cast(role: Role, who: Option<&'static str>, relation: Relation) -> Cast {
    match (relation, who) {
        (Relation::OtherGroup, _) => Cast::Club,
        (Relation::Own, Some(who)) => Cast::Own(who),
        _ if role == Role::OwnerAdmin => Cast::Family(role),
        _ => Cast::Family(Role::Owner),
    }
}

/// Asks one cell, and whatever it has to be alike to.
async fn one(
    world: &mut World,
    row: &Row,
    (role, who): (Role, Option<&'static str>),
    relation: Relation,
    found: &mut Found,
) -> Result<()> {
    let state = match relation {
        Relation::Archived => State::Archived,
        Relation::Locked => State::Locked,
        Relation::Deleted => State::Deleted(row.subject),
        _ => State::Live,
    };
    let there = of_role(world.things(cast(role, who, relation), state).await?, role);
    let missing = matches!(relation, Relation::Missing | Relation::OtherType);
    let things = if missing { without(there.clone(), row, relation) } else { there.clone() };
    let declared = expected(row, role, relation);
    let told = ask(world, row, who, &things).await?;
    found.asked += 1;
    *found.answers.entry(declared).or_default() += 1;
    let label = format!("{} | {role:?} | {relation:?}", row.operation);
    let answer = told.answer();
    if answer != Some(declared) {
        found.deviations.push(format!("{label}: declared {declared:?}, is {} {}", told.status, told.body));
    } else if declared == Answer::Absent {
        let twin = ask(world, row, who, &without(there.clone(), row, Relation::Missing)).await?;
        found.twins += 1;
        if twin != told {
            found.deviations.push(format!("{label}: is told apart from nothing: {told:?} and {twin:?}"));
        }
    }
    let tells = |what: &str| told.body.contains(&format!("{what}-{}", there["mark"]));
    if (tells("wish") || tells("list")) && !sees(row, role, relation) {
        found.deviations.push(format!("{label}: tells what they may not see: {}", told.body));
    }
    if tells("secret") && !gives(role, relation) {
        found.deviations.push(format!("{label}: tells what is given in secret: {}", told.body));
    }
    if answer == Some(Answer::Done) {
        settle(world, row, who).await?;
    }
    Ok(())
}

/// Whether something of the list may be told to them.
fn sees(row: &Row, role: Role, relation: Relation) -> bool {
    let is = |subject| rule::standing(role, relation, subject) > Standing::Nobody;
    matches!(row.subject, Subject::Link) || is(Subject::Board) || is(Subject::Item) || is(Subject::Product)
}

/// Whether claims may be told to them: never to those whom the list is for.
fn gives(role: Role, relation: Relation) -> bool {
    let gives = rule::standing(role, relation, Subject::Give) == Standing::Owns;
    !rule::receives(role) && (gives || role == Role::Claimer)
}

/// What an answer leaves behind.
async fn settle(world: &mut World, row: &Row, who: Option<&'static str>) -> Result<()> {
    let ends = ["PUT /api/v1/me/password", "DELETE /api/v1/sessions", "DELETE /api/v1/sessions/current"];
    if ends.contains(&row.operation) {
        if let Some(who) = who {
            world.sign_in(who).await?;
        }
    } else if !matches!(row.subject, Subject::Own | Subject::Server | Subject::Account)
        && !KEEPS.iter().any(|keeps| format!("{} ", row.operation).starts_with(keeps))
    {
        world.spoil();
    }
    Ok(())
}
