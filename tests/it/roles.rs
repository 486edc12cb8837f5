//! Who may do what: each operation of the API, by each role, of what is there and what is not.

use std::collections::BTreeSet;

use giftos_tests::app::{body_of, sent};
use giftos_tests::roles::{NOT_YET, RELATIONS, ROLES, ROWS, Relation, Role, walk};
use giftos_tests::{Engine, TestApp};
use reqwest::Method;
use serde_json::Value;

#[tokio::test]
async fn every_operation_and_every_role_has_its_row() {
    let test = TestApp::start(Engine::Sqlite).await;
    let document = body_of(sent(test.request(Method::GET, "/openapi.json")).await, 200).await;
    let of = |(path, item): (&String, &Value)| {
        item.as_object().unwrap().keys().map(|method| format!("{} {path}", method.to_uppercase())).collect::<Vec<_>>()
    };
    let described: BTreeSet<String> = document["paths"].as_object().unwrap().iter().flat_map(of).collect();
    let rows: BTreeSet<String> = ROWS.iter().map(|row| row.operation.to_owned()).collect();
    assert_eq!(described, rows, "operations that the API describes, and rows of the matrix");
    assert_eq!(rows.len(), ROWS.len(), "a row stands twice");

    let data: Value = serde_json::from_str(include_str!("../data/roles.json")).unwrap();
    let words = |key: &str| data[key].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect::<Vec<_>>();
    let named: BTreeSet<&str> = words("roles").into_iter().chain(words("ours")).collect();
    let played: BTreeSet<&str> =
        ROLES.iter().map(|(_, name, _)| *name).chain(NOT_YET.iter().map(|(name, _)| *name)).collect();
    assert_eq!(named, played);
    assert_eq!(named.len(), ROLES.len() + NOT_YET.len());
    let relations: BTreeSet<&str> = RELATIONS.iter().map(|(_, name)| *name).collect();
    assert_eq!(words("relations").into_iter().collect::<BTreeSet<_>>(), relations);
}

/// What is there and what is not; whatever else is tried by `prove roles`.
async fn nobody_may_more_than_is_declared(engine: Engine, roles: &[Role], (cells, twins): (usize, usize)) {
    let found = walk(engine, &[Relation::SameGroup, Relation::Missing], roles).await.unwrap();
    assert!(found.deviations.is_empty(), "{} deviations: {:#?}", found.deviations.len(), found.deviations);
    assert!(found.asked > cells && found.twins > twins, "{found:?}");
}

#[tokio::test]
async fn nobody_may_more_than_is_declared_on_sqlite() {
    let roles: Vec<_> = ROLES.iter().map(|(role, ..)| *role).collect();
    nobody_may_more_than_is_declared(Engine::Sqlite, &roles, (3_000, 1_000)).await;
}

#[tokio::test]
async fn nobody_may_more_than_is_declared_on_postgres() {
    let roles = [Role::Stranger, Role::Claimer, Role::Owner, Role::Admin];
    nobody_may_more_than_is_declared(Engine::Postgres, &roles, (600, 200)).await;
}
