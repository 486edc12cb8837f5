//! The guard of the outgoing client, against rows of every class of attack; `prove guard` runs the whole files.

use std::path::Path;
use std::time::Duration;

use giftos::fetch::{FetchError, Limits};
use giftos_tests::app::START;
use giftos_tests::guard::rows::Rows;
use giftos_tests::guard::{Tally, asker, names, pages, urls};
use giftos_tests::hostile_shop::{Authority, Canary, Certificate, Reply, Route, Script, Shop, Staged};

/// Rows cut down from the files of attacks, with some of our own.
const ROWS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/guard");

/// The product's limits with shorter times, so that slow rows end soon.
fn hasty() -> Limits {
    Limits {
        lookup: Duration::from_millis(400),
        head: Duration::from_secs(2),
        whole: Duration::from_secs(4),
        interval: Duration::ZERO,
        ..Limits::default()
    }
}

fn all_held(tally: &Tally, at_least: usize) {
    let (held, tried) = tally.total();
    assert!(held == tried && tried >= at_least, "{held} of {tried} held\n{tally}");
}

#[tokio::test]
async fn no_address_that_a_person_gives_reaches_the_inside() {
    let (rows, authority) = (Rows::read(Path::new(ROWS)).unwrap(), Authority::new().unwrap());
    let mut tally = Tally::default();
    for row in &rows.urls {
        tally.note(&row.class, &row.id, urls::check(row, &authority, &hasty()).await.unwrap());
    }
    all_held(&tally, 100);
}

#[tokio::test]
async fn no_answer_of_a_resolver_reaches_the_inside() {
    let (rows, authority) = (Rows::read(Path::new(ROWS)).unwrap(), Authority::new().unwrap());
    let mut tally = Tally::default();
    for row in &rows.names {
        tally.note("dns", &row.name, names::check(row, &authority, &hasty()).await.unwrap());
    }
    all_held(&tally, 16);
}

#[tokio::test]
async fn no_answer_of_a_shop_reaches_the_inside_or_goes_on_for_ever() {
    let (rows, authority) = (Rows::read(Path::new(ROWS)).unwrap(), Authority::new().unwrap());
    let checks = rows.pages.iter().map(|row| {
        let authority = &authority;
        async move { (row, pages::check(row, authority, &hasty()).await.unwrap()) }
    });
    let mut tally = Tally::default();
    for (row, outcome) in futures::future::join_all(checks).await {
        tally.note(&row.kind, &row.expect, outcome);
    }
    all_held(&tally, 25);
}

/// A shop on a public-looking address, on both ports.
async fn shop(authority: &Authority, reply: Reply) -> (Shop, Staged, Canary) {
    let (canary, public) = (Canary::listen().await.unwrap(), "93.184.215.14");
    let tls = authority.server("good.shop.example", Certificate::Good).unwrap();
    let shop = Shop::open(tls, std::sync::Arc::new(move |_| reply.clone())).await.unwrap();
    let route = Route::Map(shop.ports(public.parse().unwrap()).into(), canary.address());
    let world = Staged::new(Script::default().otherwise(public), route, authority).unwrap();
    (shop, world, canary)
}

#[tokio::test]
async fn a_good_shop_is_read_by_http_and_by_https_once_a_day() {
    let authority = Authority::new().unwrap();
    let (shop, world, _canary) = shop(&authority, Reply::html("<title>A thing</title>")).await;
    let client = world.client(hasty()).unwrap();
    for scheme in ["http", "https"] {
        for fragment in ["", "#reviews"] {
            let page = client.get(asker(), &format!("{scheme}://good.shop.example/p{fragment}"), START).await.unwrap();
            assert_eq!((page.url.as_str(), page.status), (format!("{scheme}://good.shop.example/p").as_str(), 200));
            assert_eq!(page.content_type.as_deref(), Some("text/html; charset=utf-8"));
            assert_eq!(&page.body[..], b"<title>A thing</title>");
        }
    }
    assert_eq!(shop.requests().len(), 2, "one for each scheme, the rest from what is kept");
    let agent = "user-agent: GiftOS/0.1 (+https://giftos.example/contact)";
    assert!(shop.requests().iter().all(|head| head.to_ascii_lowercase().contains(&agent.to_ascii_lowercase())));
}

#[tokio::test]
async fn a_failure_is_not_kept_and_says_when_to_come_back() {
    let authority = Authority::new().unwrap();
    let (shop, world, _canary) = shop(&authority, Reply::answer(429, &["Retry-After: 90"], b"")).await;
    let client = world.client(hasty()).unwrap();
    for _ in 0..2 {
        let refused = client.get(asker(), "http://good.shop.example/", START).await;
        assert_eq!(refused, Err(FetchError::Unreadable { status: 429, retry_after: Some(90) }));
    }
    assert_eq!(shop.requests().len(), 2);
}

#[tokio::test]
async fn one_shop_is_asked_once_in_an_interval_and_a_long_queue_is_refused() {
    let authority = Authority::new().unwrap();
    let (shop, world, _canary) = shop(&authority, Reply::html("<p>")).await;
    let spaced = Limits { interval: Duration::from_millis(300), patience: Duration::from_millis(700), ..hasty() };
    let client = world.client(spaced).unwrap();
    let begun = std::time::Instant::now();
    let visits = (0..5).map(|n| {
        let client = client.clone();
        async move { client.get(asker(), &format!("http://good.shop.example/{n}"), START).await }
    });
    let answers = futures::future::join_all(visits).await;
    assert!(begun.elapsed() >= Duration::from_millis(600));
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 3);
    assert_eq!(answers.iter().filter(|answer| matches!(answer, Err(FetchError::Busy { .. }))).count(), 2);
    assert_eq!(shop.requests().len(), 3);
}
