//! Rows of names: what a hostile resolver answers, lookup by lookup.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use anyhow::Result;
use giftos::fetch::{FetchError, Limits};

use super::rows::NameRow;
use fuzz::address::oracle;

use super::{Outcome, asker};
use crate::app::START;
use crate::hostile_shop::{Authority, Canary, Route, Script, Staged};

/// Tolerated over a limit on a busy machine.
const SLACK: Duration = Duration::from_secs(1);

/// Tries one row: one fetch for each scripted lookup.
///
/// # Errors
/// The staged world cannot be set up.
pub async fn check(row: &NameRow, authority: &Authority, limits: &Limits) -> Result<Outcome> {
    let canary = Canary::listen().await?;
    let route = Route::Map(shut(row), canary.address());
    let script = Script::default().with(&row.name, row.answers_per_lookup.clone());
    let world = Staged::new(script, route, authority)?;
    let client = world.client(limits.clone())?;
    let (mut dialled, mut refused) = (false, false);
    for (n, answers) in row.answers_per_lookup.iter().enumerate() {
        let before = world.ledger().dials().len();
        let begun = Instant::now();
        let answer = client.get(asker(), &format!("http://{}/{n}", row.name), START).await;
        let dials = world.ledger().dials().split_off(before);
        let elapsed = begun.elapsed();
        if elapsed > limits.lookup + limits.interval + SLACK {
            return Ok(Err(format!("took {elapsed:?}")));
        }
        let addresses: Option<Vec<IpAddr>> = answers.iter().map(|answer| answer.parse().ok()).collect();
        let good = addresses.as_ref().is_some_and(|all| !all.is_empty() && all.iter().all(|at| oracle::global(*at)));
        let admitted = addresses.unwrap_or_default();
        if dials.iter().any(|at| !good || at.port() != 80 || !admitted.contains(&at.ip())) {
            return Ok(Err(format!("dialled {dials:?}")));
        }
        let hostile = admitted.iter().any(|at| !oracle::global(*at));
        if hostile && !matches!(answer, Err(FetchError::AddressRefused { .. })) {
            return Ok(Err(format!("{answer:?}")));
        }
        dialled |= !dials.is_empty();
        refused |= answer.is_err() && dials.is_empty();
    }
    if world.ledger().lookups().len() > row.answers_per_lookup.len() && row.expect.starts_with("block") {
        return Ok(Err("looked up more than once for one fetch".into()));
    }
    let (connections, bytes) = canary.heard();
    Ok(match row.expect.split([' ', ',', ';']).next().unwrap_or_default() {
        "allow" if dialled => Ok(()),
        "block" | "fail" | "bounded" if refused && connections == 0 => Ok(()),
        // Words of another row: what was checked at each lookup is what the guard promises.
        other if !matches!(other, "allow" | "block" | "fail" | "bounded") => Ok(()),
        _ => Err(format!("dialled {dialled}, refused {refused}, canary {connections} and {bytes} bytes")),
    })
}

/// Public addresses lead to a port where nothing listens, so that only the others can reach the canary.
fn shut(row: &NameRow) -> HashMap<SocketAddr, SocketAddr> {
    let addresses = row.answers_per_lookup.iter().flatten().filter_map(|answer| answer.parse().ok());
    let public = addresses.filter(|address| oracle::global(*address));
    public.map(|address| (SocketAddr::new(address, 80), SocketAddr::from(([127, 0, 0, 1], 1)))).collect()
}
