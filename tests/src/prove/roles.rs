//! `prove roles`: every operation of the API, asked by everybody there is, of everything that they could name; and by requests that
//! nobody thought of.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::{Verdict, requests};
use crate::Engine;
use crate::roles::{NOT_YET, RELATIONS, ROLES, ROWS, walk};

/// Requests for each person in every run of the tests, on one engine.
const FEW: usize = 300;
/// And here, on both.
const MANY: usize = 3_000;

/// Which part of it.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Only the cells whose relation holds this text, and no requests.
    #[arg(long)]
    only: Option<String>,
    /// Where schemathesis is.
    #[arg(long)]
    schemathesis: Option<PathBuf>,
    /// Only requests that nobody thought of, 300 for each person on SQLite, as the tests do.
    #[arg(long)]
    requests: bool,
}

/// Walks through it on both engines and prints what came of it.
///
/// # Errors
/// A world that cannot be set up.
pub async fn run(arguments: &Arguments) -> Result<Verdict> {
    if arguments.requests {
        let held = tried(arguments, &[Engine::Sqlite], FEW).await?;
        return Ok(if held { Verdict::Held } else { Verdict::NotHeld });
    }
    let matrix = matrix(arguments.only.as_deref().unwrap_or_default()).await?;
    let requests = arguments.only.is_none() && tried(arguments, &[Engine::Sqlite, Engine::Postgres], MANY).await?;
    println!(
        "roles: {}: deviations from the matrix: {}, requests: {}",
        if matrix && requests { "HELD" } else { "NOT HELD" },
        if matrix { "none" } else { "some" },
        if requests { "all answered as described" } else { "not all answered as described, or not tried" }
    );
    Ok(if matrix && requests { Verdict::Held } else { Verdict::NotHeld })
}

/// Requests of schemathesis on these engines.
async fn tried(arguments: &Arguments, engines: &[Engine], cases: usize) -> Result<bool> {
    let Some(program) = &arguments.schemathesis else {
        println!("requests: not tried, as it is not said where schemathesis is");
        return Ok(false);
    };
    let mut held = true;
    for engine in engines {
        held &= requests::show(program, *engine, cases).await?;
    }
    println!(
        "requests: {}: {cases} at least for each person on {engines:?}; bar: no fault, nothing but what is described, no token ignored",
        if held { "HELD" } else { "NOT HELD" }
    );
    Ok(held)
}

/// Walks through the cells of these relations.
async fn matrix(only: &str) -> Result<bool> {
    let relations: Vec<_> = RELATIONS.iter().filter(|(_, name)| name.contains(only)).collect();
    let roles: Vec<_> = ROLES.iter().map(|(role, ..)| *role).collect();
    for (name, why) in NOT_YET {
        println!("    n/a: {name}: {why}");
    }
    let (mut asked, mut deviations) = (0, 0);
    println!("{:<9} {:<26} {:>6} {:>6} {:>6} {:>11}", "engine", "relation", "cells", "n/a", "twins", "deviations");
    for engine in [Engine::Sqlite, Engine::Postgres] {
        for (relation, name) in &relations {
            let found = walk(engine, &[*relation], &roles).await?;
            for deviation in &found.deviations {
                println!("    {deviation}");
            }
            let (engine, wrong) = (format!("{engine:?}"), found.deviations.len());
            println!("{engine:<9} {name:<26} {:>6} {:>6} {:>6} {wrong:>11}", found.asked, found.none, found.twins);
            asked += found.asked;
            deviations += wrong;
        }
    }
    let held = deviations == 0 && asked > 0 && relations.len() == RELATIONS.len();
    println!(
        "matrix: {}: {deviations} deviations in {asked} cells of {} operations, {} roles and {} relations; bar 0 in all of them, on both engines",
        if held { "HELD" } else { "NOT HELD" },
        ROWS.len(),
        ROLES.len(),
        relations.len()
    );
    Ok(held)
}
