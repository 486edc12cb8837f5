//! Rows of addresses: what a person pastes.

use std::collections::{BTreeSet, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use anyhow::{Context, Result};
use giftos::fetch::{FetchError, Limits};

use super::rows::UrlRow;
use super::{Outcome, asker, hold};
use crate::app::START;
use crate::hostile_shop::{Authority, Canary, Certificate, Reply, Route, Script, Shop, Staged};

/// What every public-looking name resolves to here, so that only the guard's own rules refuse one.
const PUBLIC: &str = "93.184.215.14";

/// Header fields that a request carries, and no others.
const FIELDS: [&str; 5] = ["accept", "accept-encoding", "connection", "host", "user-agent"];

/// Tries one row.
///
/// # Errors
/// The staged world cannot be set up; what the row shows is in the outcome.
pub async fn check(row: &UrlRow, authority: &Authority, limits: &Limits) -> Result<Outcome> {
    match row.expect.as_str() {
        "block" => blocked(row, authority, limits).await,
        "allow" => allowed(row, authority, limits).await,
        "no-header-injection" => not_injected(row, authority, limits).await,
        other => Ok(Err(format!("expectation {other} is not known"))),
    }
}

async fn blocked(row: &UrlRow, authority: &Authority, limits: &Limits) -> Result<Outcome> {
    let canary = Canary::listen().await?;
    let route = Route::Map(HashMap::new(), canary.address());
    let world = Staged::new(Script::default().otherwise(PUBLIC), route, authority)?;
    let answer = world.client(limits.clone())?.get(asker(), &row.url, START).await;
    let (dials, heard) = (world.ledger().dials(), canary.heard());
    let refused = matches!(answer, Err(FetchError::AddressRefused { .. }));
    Ok(hold(refused && dials.is_empty() && heard == (0, 0), || {
        format!("{answer:?}, dialled {dials:?}, canary {heard:?}")
    }))
}

async fn allowed(row: &UrlRow, authority: &Authority, limits: &Limits) -> Result<Outcome> {
    let world = Staged::new(Script::default().otherwise(PUBLIC), Route::Refuse, authority)?;
    let answer = world.client(limits.clone())?.get(asker(), &row.url, START).await;
    let dials = world.ledger().dials();
    let port = if row.url.to_ascii_lowercase().starts_with("https") { 443 } else { 80 };
    let address = row.parse.strip_prefix("ip:").unwrap_or(PUBLIC).parse().context("the row's parse")?;
    let meant = SocketAddr::new(address, port);
    Ok(hold(dials == [meant] && answer == Err(FetchError::Unreachable), || format!("{answer:?}, dialled {dials:?}")))
}

async fn not_injected(row: &UrlRow, authority: &Authority, limits: &Limits) -> Result<Outcome> {
    let host = row.parse.split_once(':').map_or("", |(_, host)| host);
    let name = if host.is_empty() { "shop.example" } else { host };
    let shop = Shop::open(authority.server(name, Certificate::Good)?, Arc::new(|_| Reply::html("<p>"))).await?;
    let canary = Canary::listen().await?;
    let public: IpAddr = host.parse().or_else(|_| PUBLIC.parse())?;
    let route = Route::Map(shop.ports(public).into(), canary.address());
    let world = Staged::new(Script::default().otherwise(PUBLIC), route, authority)?;
    let answer = world.client(limits.clone())?.get(asker(), &row.url, START).await;
    if matches!(answer, Err(FetchError::AddressRefused { .. })) && world.ledger().dials().is_empty() {
        return Ok(Ok(()));
    }
    let requests = shop.requests();
    let plain = requests.len() == 1 && requests.iter().all(|head| is_plain(head, name));
    Ok(hold(answer.is_ok() && plain && canary.heard() == (0, 0), || format!("{answer:?}, sent {requests:?}")))
}

/// One GET without spaces in its target, the usual fields once each, the right `Host`.
pub(super) fn is_plain(head: &str, host: &str) -> bool {
    let Some(fields) = head.strip_suffix("\r\n\r\n") else { return false };
    let mut lines = fields.split("\r\n");
    let first: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
    let fields: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(": ")).collect();
    let names: BTreeSet<String> = fields.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    let hosts = fields.iter().filter(|(name, value)| name.eq_ignore_ascii_case("host") && *value == host).count();
    matches!(first[..], ["GET", _, "HTTP/1.1"])
        && !head.replace("\r\n", "").contains(['\r', '\n'])
        && fields.len() == FIELDS.len()
        && names.iter().eq(FIELDS)
        && hosts == 1
}
