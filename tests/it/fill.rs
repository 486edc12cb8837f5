//! Pasted links: read by the server, filled in once, or failed with a reason; and the page without saving.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use giftos::fetch::Limits;
use giftos_tests::app::body_of;
use giftos_tests::hostile_shop::{Authority, Canary, Certificate, Reply, Route, Script, Shop, Staged};
use giftos_tests::{Engine, Person, TestApp, on_both_engines};
use serde_json::{Value, json};

use crate::wishes::{entries, id, item_path, save_of, text};

const PUBLIC: IpAddr = IpAddr::V4(Ipv4Addr::new(93, 184, 215, 14));
const HOST: &str = "shop.example.com";
const MUG: &str = r#"<!doctype html><html lang="en"><head><title>Blue mug</title>
    <script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Blue mug",
    "image":"https://shop.example.com/mug.jpg","brand":{"@type":"Brand","name":"Potters"},"sku":"MUG-1",
    "offers":{"@type":"Offer","price":"12.99","priceCurrency":"EUR","availability":"https://schema.org/InStock"}}</script>
    </head><body><h1>Blue mug</h1><img src="/mug.jpg" width=600 height=600><p>12,99 €</p><button>Add to cart</button></body></html>"#;

/// A server whose outgoing client finds one shop, which answers by path.
pub(crate) struct Scene {
    pub(crate) test: TestApp,
    pub(crate) shop: Shop,
    canary: Canary,
    pub(crate) broken: Arc<AtomicUsize>,
}

impl Scene {
    pub(crate) async fn open(engine: Engine) -> Self {
        let authority = Authority::new().unwrap();
        let canary = Canary::listen().await.unwrap();
        // So many requests for /shaky fail before it answers.
        let broken = Arc::new(AtomicUsize::new(0));
        let left = Arc::clone(&broken);
        let behaviour = Arc::new(move |head: &str| match head.split(' ').nth(1).unwrap_or_default() {
            "/text" => Reply::html(
                "<!doctype html><title>About us</title><h1>About us</h1><p>We make pots, and have done so for years.</p>",
            ),
            "/file" => Reply::answer(200, &["Content-Type: application/pdf"], b"%PDF-1.7"),
            "/gone" => Reply::answer(404, &["Content-Type: text/html"], b"gone"),
            "/inside" => Reply::answer(302, &["Location: http://169.254.169.254/latest/meta-data/"], b""),
            "/shaky" if left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1)).is_ok() => {
                Reply::answer(503, &["Content-Type: text/html"], b"later")
            }
            "/soon" if left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1)).is_ok() => {
                Reply::html(
                    "<!doctype html><title>Soon</title><h1>Soon</h1><p>Here will be something new before long.</p>",
                )
            }
            _ => Reply::html(MUG),
        });
        let shop = Shop::open(authority.server(HOST, Certificate::Good).unwrap(), behaviour).await.unwrap();
        let script = Script::default().with(HOST, vec![vec![PUBLIC.to_string()]]);
        let route = Route::Map(shop.ports(PUBLIC).into(), canary.address());
        let limits = Limits { interval: Duration::ZERO, ..Limits::default() };
        let client = Staged::new(script, route, &authority).unwrap().client(limits).unwrap();
        Self { test: TestApp::start_in(engine, client, |_| ()).await, shop, canary, broken }
    }
}

pub(crate) async fn paste(person: &Person, link: &str) -> String {
    let saved =
        body_of(person.post("/api/v1/items", &json!({"id": id(), "boards": "default", "link": link})).await, 201).await;
    assert_eq!(saved["item"]["fill"], "pending");
    text(&saved["item"]["id"])
}

/// Asks until the item is no longer pending; `each` runs between two looks.
pub(crate) async fn filled(person: &Person, id: &str, each: impl Fn()) -> Value {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let item = body_of(person.get(&item_path(id, "")).await, 200).await;
        if item["fill"] != "pending" {
            return item;
        }
        assert!(Instant::now() < deadline, "still pending: {item}");
        each();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

on_both_engines! {
    async fn a_pasted_link_is_filled_in(engine) {
        let scene = Scene::open(engine).await;
        let ana = scene.test.register("ana").await;
        let id = paste(&ana, "https://shop.example.com/mug?utm_source=chat").await;
        let item = filled(&ana, &id, || ()).await;
        assert_eq!((&item["fill"], &item["title"], &item["brand"]), (&json!("done"), &json!("Blue mug"), &json!("Potters")));
        assert_eq!(item["price"], json!({"amount_minor": 1299, "currency": "EUR"}));
        assert_eq!((&item["image"], &item["availability"]), (&json!("https://shop.example.com/mug.jpg"), &json!("in_stock")));
        let seen = entries(&ana, &item_path(&id, "/observations")).await;
        assert_eq!((seen.len(), &seen[0]["source"]), (1, &json!("server_fetch")));
        let events = entries(&ana, "/api/v1/events").await;
        assert_eq!(events.iter().map(|event| text(&event["type"])).collect::<Vec<_>>(), ["board_added", "item_saved", "board_items_changed", "item_changed"]);
        // The same page from the extension is this item.
        let again = body_of(ana.post("/api/v1/items", &save_of("https://shop.example.com/mug", &json!("default"))).await, 200).await;
        assert_eq!((&again["already_saved"], &again["item"]["id"]), (&json!(true), &json!(id)));
        body_of(ana.post(&item_path(&id, "/fill"), &json!({})).await, 200).await;
    }

    async fn what_was_typed_meanwhile_stays(engine) {
        let scene = Scene::open(engine).await;
        let ana = scene.test.register("ana").await;
        let new = json!({"id": id(), "boards": "default", "link": "https://shop.example.com/mug", "title": "The mug from the café"});
        let saved = body_of(ana.post("/api/v1/items", &new).await, 201).await;
        let item = filled(&ana, &text(&saved["item"]["id"]), || ()).await;
        assert_eq!((&item["fill"], &item["title"]), (&json!("done"), &json!("The mug from the café")));
    }

    async fn what_cannot_be_read_fails_with_its_reason(engine) {
        let scene = Scene::open(engine).await;
        let ana = scene.test.register("ana").await;
        for (link, problem) in [
            ("http://127.0.0.1/", "address_refused"),
            ("http://169.254.169.254/latest/meta-data/", "address_refused"),
            ("https://shop.example.com:8443/", "address_refused"),
            ("https://shop.example.com/inside", "address_refused"),
            ("https://shop.example.com/file", "not_a_page"),
            ("https://shop.example.com/text", "not_a_product"),
            ("https://shop.example.com/gone", "unreadable"),
        ] {
            let item = filled(&ana, &paste(&ana, link).await, || ()).await;
            assert_eq!((&item["fill"], &item["fill_problem"]), (&json!("failed"), &json!(problem)), "{link}");
        }
        assert_eq!(scene.canary.heard(), (0, 0));
    }

    async fn a_shop_that_stumbles_is_asked_again(engine) {
        let scene = Scene::open(engine).await;
        let ana = scene.test.register("ana").await;
        let later = || scene.test.advance(Duration::from_secs(1));
        scene.broken.store(2, Ordering::SeqCst);
        let link = "https://shop.example.com/shaky";
        let item = filled(&ana, &paste(&ana, link).await, later).await;
        assert_eq!(item["fill"], "done");
        assert_eq!(scene.shop.requests().len(), 3);
    }

    async fn after_three_tries_it_failed_and_can_be_tried_again(engine) {
        let scene = Scene::open(engine).await;
        let ana = scene.test.register("ana").await;
        let later = || scene.test.advance(Duration::from_secs(1));
        scene.broken.store(3, Ordering::SeqCst);
        let id = paste(&ana, "https://shop.example.com/shaky").await;
        let item = filled(&ana, &id, later).await;
        assert_eq!((&item["fill"], &item["fill_problem"]), (&json!("failed"), &json!("unreadable")));
        assert_eq!(scene.shop.requests().len(), 3);
        let asked = body_of(ana.post(&item_path(&id, "/fill"), &json!({})).await, 200).await;
        assert_eq!((&asked["fill"], &asked["fill_problem"]), (&json!("pending"), &Value::Null));
        assert_eq!(filled(&ana, &id, later).await["fill"], "done");
    }

    async fn a_page_is_read_without_saving_ten_times_a_minute(engine) {
        let scene = Scene::open(engine).await;
        let ana = scene.test.register("ana").await;
        let ask = async |url: &str| ana.post("/api/v1/products/scrape", &json!({"url": url})).await;
        let page = body_of(ask("https://shop.example.com/mug").await, 200).await;
        assert_eq!((&page["detection"]["product"]["title"]["value"], &page["url"]), (&json!("Blue mug"), &json!("https://shop.example.com/mug")));
        let refused = body_of(ask("http://10.0.0.1/").await, 422).await;
        assert_eq!(refused["type"], "/problems/address-refused");
        assert_eq!(body_of(ask("https://shop.example.com/gone").await, 422).await["errors"][0]["field"], "url");
        body_of(ask("javascript:alert(1)").await, 422).await;
        for _ in 0..7 {
            body_of(ask("https://shop.example.com/mug").await, 200).await;
        }
        let limited = ask("https://shop.example.com/mug").await;
        assert!(limited.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap() <= 60);
        body_of(limited, 429).await;
        scene.test.advance(Duration::from_secs(60));
        body_of(ask("https://shop.example.com/mug").await, 200).await;
        assert_eq!(scene.shop.requests().len(), 2, "a page is asked for once a day");
        assert_eq!(entries(&ana, "/api/v1/items").await.len(), 0);
        assert_eq!(scene.canary.heard(), (0, 0));
    }

    /// When a page was read tells when somebody looked: of one's own looks alone.
    async fn nobody_learns_when_another_account_looked_at_a_page(engine) {
        let scene = Scene::open(engine).await;
        let (ana, bo) = (scene.test.register("ana").await, scene.test.register("bo").await);
        let link = "https://shop.example.com/mug";
        let look = async |person: &Person| {
            let page = body_of(person.post("/api/v1/products/scrape", &json!({"url": link})).await, 200).await;
            page["read_at"].as_i64().unwrap()
        };
        let minutes = 5 * 60 * 1000;
        let first = look(&bo).await;
        scene.test.advance(Duration::from_secs(5 * 60));
        assert_eq!(look(&ana).await, first + minutes);
        assert_eq!(look(&bo).await, first, "one's own look is kept for a day");
        scene.test.advance(Duration::from_secs(5 * 60));
        let cyd = scene.test.register("cyd").await;
        let item = filled(&cyd, &paste(&cyd, link).await, || ()).await;
        assert_eq!(item["price_seen_at"], json!(first + 2 * minutes));
        let seen = entries(&cyd, &item_path(&text(&item["id"]), "/observations")).await;
        assert_eq!(seen[0]["seen_at"], json!(first + 2 * minutes));
        assert_eq!(scene.shop.requests().len(), 3);
    }

    async fn trying_again_costs_one_of_the_pages_of_a_minute(engine) {
        let scene = Scene::open(engine).await;
        let ana = scene.test.register("ana").await;
        let id = paste(&ana, "https://shop.example.com/gone").await;
        assert_eq!(filled(&ana, &id, || ()).await["fill"], "failed");
        let scrape = async || ana.post("/api/v1/products/scrape", &json!({"url": "https://shop.example.com/mug"})).await;
        for _ in 0..8 {
            body_of(scrape().await, 200).await;
        }
        body_of(ana.post(&item_path(&id, "/fill"), &json!({})).await, 200).await;
        assert_eq!(filled(&ana, &id, || ()).await["fill"], "failed", "the tenth page was left for it");
        body_of(scrape().await, 429).await;
    }

    async fn what_waits_when_the_server_stops_is_filled_by_the_next_one(engine) {
        let mut scene = Scene::open(engine).await;
        let ana = scene.test.register("ana").await;
        scene.broken.store(1, Ordering::SeqCst);
        let id = paste(&ana, "https://shop.example.com/shaky").await;
        while scene.shop.requests().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        scene.test.stop().await;
        // The clock moves on: the failed try's wait is over, or the lease of one that never ended.
        scene.test.advance(Duration::from_secs(300));
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let worker = tokio::spawn(giftos::jobs::work(scene.test.app.clone(), async move { drop(stopped.await) }));
        let url = scene.test.app.config.database_url.clone();
        let deadline = Instant::now() + Duration::from_secs(30);
        while fill_of(&url, &id).await != "done" {
            assert!(Instant::now() < deadline, "it is {}", fill_of(&url, &id).await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        stop.send(()).unwrap();
        worker.await.unwrap();
    }
}

/// Many pages may come at once, from shops or the cache; parsing them all at once would take the whole machine.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_is_parsed_when_it_is_its_turn() {
    let scene = Scene::open(Engine::Sqlite).await;
    let ana = scene.test.register("ana").await;
    let all = &scene.test.app.page_turns;
    let turns = futures::future::join_all((0..all.free()).map(|_| all.next())).await;
    let body = json!({"url": "https://shop.example.com/mug"});
    let mut asked = Box::pin(ana.post("/api/v1/products/scrape", &body));
    let come = async {
        while scene.shop.requests().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // Long enough for a page to be parsed that does not wait.
        tokio::time::sleep(Duration::from_millis(500)).await;
    };
    tokio::select! {
        answer = &mut asked => panic!("{} out of turn", answer.status()),
        () = come => {}
    }
    drop(turns);
    body_of(asked.await, 200).await;
}

/// What the row says, with no server in between.
async fn fill_of(url: &str, id: &str) -> String {
    use sqlx::{Connection, query_scalar};
    let text = "select fill from item where id = $1";
    if url.starts_with("postgres:") {
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        query_scalar(text).bind(id).fetch_one(&mut connection).await.unwrap()
    } else {
        let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
        query_scalar(text).bind(id).fetch_one(&mut connection).await.unwrap()
    }
}
