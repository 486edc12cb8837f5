//! Rows of shops: what comes back over a connection that the guard allowed.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use anyhow::Result;
use giftos::fetch::{FetchError, Limits, Page};
use giftos::page::detect_html;

use super::replies::{Expect, Scene, scene};
use super::rows::PageRow;
use super::{Outcome, asker, hold};
use crate::app::START;
use crate::hostile_shop::{Authority, Canary, Route, Script, Shop, Staged};

const PUBLIC: IpAddr = IpAddr::V4(Ipv4Addr::new(93, 184, 215, 14));
/// The host that every hostile shop stands on.
const HOST: &str = "hostile.shop.example";
/// Tolerated over a limit on a busy machine.
const SLACK: Duration = Duration::from_secs(1);
/// Read of an answer that is refused for its headers.
const EARLY: u64 = 64 * 1024;

/// What was seen of one visit.
struct Visit {
    answer: Result<Page, FetchError>,
    elapsed: Duration,
    requests: Vec<String>,
    read: u64,
    strayed: bool,
    canary: (u64, u64),
}

/// Tries one row.
///
/// # Errors
/// The staged world cannot be set up.
pub async fn check(row: &PageRow, authority: &Authority, limits: &Limits) -> Result<Outcome> {
    let canary = Canary::listen().await?;
    let scene = scene(row, HOST, canary.address().port());
    let shop = Shop::open(authority.server(HOST, scene.certificate)?, scene.behaviour.clone()).await?;
    let route = Route::Map(shop.ports(PUBLIC).into(), canary.address());
    let script = Script::default().with(HOST, vec![vec![PUBLIC.to_string()]]);
    let world = Staged::new(script, route, authority)?;
    let scheme = if scene.https { "https" } else { "http" };
    let begun = Instant::now();
    let answer = world.client(limits.clone())?.get(asker(), &format!("{scheme}://{HOST}/a"), START).await;
    let elapsed = begun.elapsed();
    let strayed = world.ledger().dials().iter().any(|at| at.ip() != PUBLIC);
    let (requests, read, canary) = (shop.requests(), world.ledger().read(), canary.heard());
    Ok(judge(&scene, limits, &Visit { answer, elapsed, requests, read, strayed, canary }))
}

fn judge(scene: &Scene, limits: &Limits, visit: &Visit) -> Outcome {
    let allowed = limits.whole.min(limits.head * u32::try_from(scene.requests.max(1)).unwrap_or(1) + limits.whole);
    hold(visit.canary == (0, 0) && !visit.strayed, || format!("dialled elsewhere, canary {:?}", visit.canary))?;
    hold(visit.requests.len() <= scene.requests, || format!("{} requests", visit.requests.len()))?;
    let plain = visit.requests.iter().all(|head| super::urls::is_plain(head, HOST));
    hold(plain, || format!("sent {:?}", visit.requests))?;
    hold(visit.elapsed <= allowed + SLACK, || format!("took {:?}", visit.elapsed))?;
    let most = (limits.body_bytes * 3 / 2 + limits.head_bytes) as u64;
    hold(visit.read <= most, || format!("{} bytes read", visit.read))?;
    let seen = || {
        format!(
            "{:?} after {:?}, {} bytes read",
            visit.answer.as_ref().map(|page| page.body.len()),
            visit.elapsed,
            visit.read
        )
    };
    match &scene.expect {
        Expect::Refused => hold(matches!(visit.answer, Err(FetchError::AddressRefused { .. })), seen),
        Expect::Fails(error) => hold(visit.answer.as_ref().err() == Some(error), seen),
        Expect::FailsEarly(error) => {
            let meant = error.as_ref().is_none_or(|error| visit.answer.as_ref().err() == Some(error));
            let early = visit.read <= EARLY && visit.elapsed <= limits.head + SLACK;
            hold(visit.answer.is_err() && meant && early, seen)
        }
        Expect::Page(bytes) => hold(visit.answer.as_ref().is_ok_and(|page| page.body.len() == *bytes), seen),
        Expect::PageAsSent => match &visit.answer {
            Ok(page) => harmless(page),
            Err(_) => hold(false, seen),
        },
        Expect::Contained => visit.answer.as_ref().map_or(Ok(()), harmless),
    }
}

/// Detection of the page follows nothing, and every address it hands on is http(s).
fn harmless(page: &Page) -> Outcome {
    let detection = detect_html(&page.body, page.url.as_str(), page.content_type.as_deref());
    let product = &detection.product;
    let images = detection.images.iter().map(|image| &image.url).chain(product.image.iter().map(|image| &image.value));
    for image in images {
        hold(image.starts_with("http://") || image.starts_with("https://"), || format!("image {image}"))?;
    }
    let title = product.title.as_ref().map_or("", |title| title.value.as_str());
    hold(!title.contains("<script"), || format!("title {title}"))
}
