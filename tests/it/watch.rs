//! Looks at prices by the server itself: what is believed of a shop's page, how politely it is asked, and what people are told.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use giftos::fetch::Limits;
use giftos_tests::app::{PASSWORD, body_of};
use giftos_tests::hostile_shop::{Authority, Canary, Certificate, Reply, Route, Script, Shop, Staged, Then};
use giftos_tests::{Engine, Person, TestApp, on_both_engines};
use serde_json::{Value, json};

use crate::account_mail::sign_in;
use crate::claims::{claiming, family_of, until};
use crate::mail::one;
use crate::wishes::{id, item_path, save_of, text};

const PUBLIC: IpAddr = IpAddr::V4(Ipv4Addr::new(93, 184, 215, 14));
const HOST: &str = "shop.example.com";
const MUG: &str = "https://shop.example.com/mug";
const HOUR: Duration = Duration::from_secs(60 * 60);

/// The page of the mug at this price.
fn mug(price: &str, more: &str) -> String {
    format!(
        r#"<!doctype html><html lang="en"><head><title>Blue mug</title><link rel="canonical" href="{MUG}">
        <script type="application/ld+json">{{"@context":"https://schema.org","@type":"Product","name":"Blue mug",
        "image":"https://shop.example.com/mug.jpg","brand":{{"@type":"Brand","name":"Potters"}},"sku":"MUG-1",
        "offers":{{"@type":"Offer","price":"{price}","priceCurrency":"EUR","availability":"https://schema.org/InStock"{more}}}}}</script>
        </head><body><h1>Blue mug</h1><img src="/mug.jpg" width=600 height=600><p>{price} €</p><button>Add to cart</button></body></html>"#
    )
}

/// A server that looks at prices, and the one shop that its client finds.
struct Scene {
    test: TestApp,
    shop: Shop,
    canary: Canary,
    /// What the shop answers, `robots.txt` apart.
    page: Arc<Mutex<Reply>>,
    robots: Arc<Mutex<Reply>>,
}

impl Scene {
    async fn open(engine: Engine) -> Self {
        let authority = Authority::new().unwrap();
        let canary = Canary::listen().await.unwrap();
        let page = Arc::new(Mutex::new(Reply::html(&mug("12.99", ""))));
        let robots = Arc::new(Mutex::new(Reply::answer(404, &[], b"")));
        let (pages, files) = (Arc::clone(&page), Arc::clone(&robots));
        let behaviour = Arc::new(move |head: &str| {
            let of = if head.starts_with("GET /robots.txt ") { &files } else { &pages };
            of.lock().unwrap().clone()
        });
        let shop = Shop::open(authority.server(HOST, Certificate::Good).unwrap(), behaviour).await.unwrap();
        let script = Script::default().with(HOST, vec![vec![PUBLIC.to_string()]]);
        let route = Route::Map(shop.ports(PUBLIC).into(), canary.address());
        let limits = Limits {
            interval: Duration::ZERO,
            head: Duration::from_secs(2),
            whole: Duration::from_secs(2),
            body_bytes: 200_000,
            ..Limits::default()
        };
        let client = Staged::new(script, route, &authority).unwrap().client(limits).unwrap();
        let test = TestApp::start_in(engine, client, |config| config.price_checks = true).await;
        Self { test, shop, canary, page, robots }
    }

    fn shows(&self, reply: Reply) {
        *self.page.lock().unwrap() = reply;
    }

    /// Ana, signed in now, whatever the clock has done.
    async fn ana(&self) -> Person {
        self.test.person(sign_in(&self.test, "ana@example.org", PASSWORD).await).await
    }

    /// The history of the item, once a look at or after this moment has been written down. No job is held then.
    async fn looked(&self, item: &str, after: Duration) -> Value {
        let before = self.test.app.clock.now().as_millis();
        self.test.advance(after);
        let ana = self.ana().await;
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let history = body_of(ana.get(&item_path(item, "/history")).await, 200).await;
            if history["check"]["checked_at"].as_i64().is_some_and(|at| at > before) {
                self.at_rest().await;
                return history;
            }
            assert!(Instant::now() < deadline, "nobody looked: {history}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until no look is under way: a job ends a transaction later than what it wrote.
    async fn at_rest(&self) {
        let held = "select id from job where kind = 'refresh_price' and attempts > 0";
        until("a look is under way", async || one(&self.test, held).await.is_none()).await;
    }

    fn pages_asked(&self) -> Vec<String> {
        let requests = self.shop.requests();
        requests.into_iter().filter(|head| !head.starts_with("GET /robots.txt ")).collect()
    }
}

/// Ana saves the mug from its page; gives the wish.
async fn saved(scene: &Scene) -> String {
    let ana = scene.test.register("ana").await;
    let mut save = save_of(MUG, &json!("default"));
    save["page"]["canonical_url"] = json!(MUG);
    text(&body_of(ana.post("/api/v1/items", &save).await, 201).await["item"]["id"])
}

fn amounts(history: &Value) -> Vec<i64> {
    let runs = history["series"][0]["runs"].as_array().unwrap();
    runs.iter().map(|run| run["price"]["amount_minor"].as_i64().unwrap()).collect()
}

fn state(history: &Value) -> &str {
    history["check"]["state"].as_str().unwrap()
}

on_both_engines! {
    async fn a_price_that_fell_is_seen_without_a_visit(engine) {
        let scene = Scene::open(engine).await;
        let item = saved(&scene).await;
        let history = scene.looked(&item, 5 * HOUR).await;
        assert_eq!((state(&history), amounts(&history)), ("ok", vec![1299]));
        scene.shows(Reply::html(&mug("9.99", "")));
        let history = scene.looked(&item, 5 * HOUR).await;
        assert_eq!((state(&history), amounts(&history)), ("ok", vec![1299, 999]));
        let history = scene.looked(&item, 5 * HOUR).await;
        assert_eq!((state(&history), amounts(&history)), ("unchanged", vec![1299, 999]));
        let ana = scene.ana().await;
        let wish = body_of(ana.get(&item_path(&item, "")).await, 200).await;
        assert_eq!(wish["price"]["amount_minor"], 999);
        assert_eq!(scene.canary.heard(), (0, 0));
    }

    async fn a_shop_is_asked_for_what_changed_alone(engine) {
        let scene = Scene::open(engine).await;
        let item = saved(&scene).await;
        scene.shows(Reply::answer(200, &["Content-Type: text/html", "ETag: \"one\""], mug("12.99", "").as_bytes()));
        scene.looked(&item, 5 * HOUR).await;
        scene.shows(Reply::answer(304, &["ETag: \"one\""], b""));
        let history = scene.looked(&item, 5 * HOUR).await;
        assert_eq!((state(&history), amounts(&history)), ("unchanged", vec![1299]));
        assert_eq!(history["series"][0]["runs"][0]["seen_until"], history["check"]["checked_at"]);
        let asked: Vec<bool> = scene.pages_asked().iter().map(|head| head.to_lowercase().contains("if-none-match: \"one\"")).collect();
        assert_eq!(asked, [false, true]);
    }

    async fn a_shop_that_asks_programs_to_stay_away_is_left_alone(engine) {
        let scene = Scene::open(engine).await;
        let item = saved(&scene).await;
        *scene.robots.lock().unwrap() = Reply::answer(200, &["Content-Type: text/plain"], b"User-agent: *\nDisallow: /mug");
        let history = scene.looked(&item, 5 * HOUR).await;
        assert_eq!((state(&history), amounts(&history)), ("unreadable", vec![1299]));
        assert_eq!(scene.pages_asked(), Vec::<String>::new());
    }

    async fn a_shop_that_has_enough_is_left_alone_as_long_as_it_says(engine) {
        let scene = Scene::open(engine).await;
        let item = saved(&scene).await;
        let refuses = || Reply::answer(429, &["Retry-After: 86400"], b"");
        scene.shows(refuses());
        assert_eq!(state(&scene.looked(&item, 5 * HOUR).await), "unreadable");
        let asked = scene.pages_asked().len();
        // Another wish of the same shop is not asked for either.
        let ana = scene.ana().await;
        let cup = save_of("https://shop.example.com/cup", &json!("default"));
        let cup = text(&body_of(ana.post("/api/v1/items", &cup).await, 201).await["item"]["id"]);
        scene.test.advance(20 * HOUR);
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        assert_eq!(scene.pages_asked().len(), asked);
        // What lies in the bin takes no turn from the other one.
        assert_eq!(scene.ana().await.delete(&item_path(&cup, "")).await.status(), 204);
        scene.shows(Reply::html(&mug("12.99", "")));
        assert_eq!(state(&scene.looked(&item, 10 * HOUR).await), "ok");
    }

    /// What shops do by fault or on purpose: nothing of it is taken for a price, and none of it reaches an address of ours.
    async fn what_is_not_sure_is_no_price(engine) {
        let scene = Scene::open(engine).await;
        let item = saved(&scene).await;
        let html = "Content-Type: text/html";
        let redirect = |to: &str| Reply::answer(302, &[&format!("Location: {to}")], b"");
        let other = mug("1.99", "").replace("/mug\">", "/cup\">");
        let slow = Reply { first: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".to_vec(),
            then: Then::Repeat { bytes: b"<p>".to_vec(), times: 1_000, pause: Duration::from_millis(100) } };
        let huge = Reply { first: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".to_vec(),
            then: Then::Repeat { bytes: vec![b' '; 50_000], times: 1_000, pause: Duration::ZERO } };
        for (what, reply, said) in [
            ("a redirect inside", redirect("http://169.254.169.254/latest/meta-data/"), "unreadable"),
            ("a redirect to loopback", redirect("http://127.0.0.1/"), "unreadable"),
            ("a redirect to loopback in IPv6", redirect("http://[::ffff:7f00:1]/"), "unreadable"),
            ("a redirect to itself", redirect(MUG), "unreadable"),
            ("another product", Reply::html(&other), "unreadable"),
            ("a start page", Reply::html("<!doctype html><title>Shop</title><h1>Welcome</h1><p>All our pots, for everybody.</p>"), "unreadable"),
            ("a slow body", slow, "unreadable"),
            ("a huge body", huge, "unreadable"),
            ("no HTTP", Reply::raw(*b"SSH-2.0-OpenSSH_9.2\r\n"), "unreadable"),
            ("a wrong length", Reply::raw(*b"HTTP/1.1 200 OK\r\nContent-Length: 9000000000000000000\r\n\r\n<p>"), "unreadable"),
            ("a sign-in", Reply::answer(401, &["WWW-Authenticate: Basic realm=x"], b""), "unreadable"),
            ("a broken shop", Reply::answer(500, &[html], b""), "unreadable"),
            ("a page that is gone", Reply::answer(410, &[html], b""), "gone"),
        ] {
            scene.shows(reply);
            let history = scene.looked(&item, 200 * HOUR).await;
            assert_eq!((state(&history), amounts(&history)), (said, vec![1299]), "{what}");
        }
        assert_eq!(scene.canary.heard(), (0, 0));
        // A script was to put the price: 0.01 is doubted, and believed no sooner than it is seen again.
        scene.shows(Reply::html(&mug("0.01", "")));
        let history = scene.looked(&item, 200 * HOUR).await;
        assert_eq!((state(&history), amounts(&history)), ("unreadable", vec![1299]));
        scene.shows(Reply::html(&mug("12.99", "")));
        let history = scene.looked(&item, 200 * HOUR).await;
        assert_eq!(amounts(&history).last(), Some(&1299));
        assert!(!amounts(&history).contains(&1));
    }

    async fn what_was_typed_stays_and_a_price_never_turns_into_another_currency(engine) {
        let scene = Scene::open(engine).await;
        let item = saved(&scene).await;
        scene.shows(Reply::html(&mug("9.99", "").replace("EUR", "USD").replace('€', "$")));
        let history = scene.looked(&item, 5 * HOUR).await;
        let series: Vec<_> = history["series"].as_array().unwrap().iter().map(|one| text(&one["currency"])).collect();
        assert_eq!(series, ["EUR", "USD"]);
        let ana = scene.ana().await;
        let wish = body_of(ana.get(&item_path(&item, "")).await, 200).await;
        assert_eq!(wish["price"], json!({"amount_minor": 1299, "currency": "EUR"}));
        let typed = json!({"price": {"amount_minor": 1500, "currency": "USD"}});
        body_of(ana.patch(&item_path(&item, ""), Some("*"), &typed).await, 200).await;
        scene.looked(&item, 25 * HOUR).await;
        let wish = body_of(scene.ana().await.get(&item_path(&item, "")).await, 200).await;
        assert_eq!(wish["price"], typed["price"]);
    }

    /// Of three wishes that are due one is looked at; the next one comes when the shop had its rest.
    async fn a_shop_is_asked_for_one_page_at_a_time(engine) {
        let scene = Scene::open(engine).await;
        let ana = scene.test.register("ana").await;
        for page in ["one", "two", "three"] {
            let save = save_of(&format!("https://shop.example.com/{page}"), &json!("default"));
            body_of(ana.post("/api/v1/items", &save).await, 201).await;
        }
        let due = "select id from job where kind = 'refresh_price' and attempts = 0 and run_at <= 1795186800000";
        scene.test.advance(5 * HOUR);
        until("some are still due", async || one(&scene.test, due).await.is_none()).await;
        scene.at_rest().await;
        assert_eq!(scene.pages_asked().len(), 1);
        for asked in [2, 3] {
            scene.test.advance(Duration::from_secs(200));
            until("the next one is asked", async || scene.pages_asked().len() >= asked).await;
            scene.at_rest().await;
            assert_eq!(scene.pages_asked().len(), asked);
        }
    }

    /// Somebody who wants to know whether their wish was claimed looks when the shop is asked: it tells them nothing.
    async fn a_claim_moves_no_look_and_leaves_no_trace_in_a_history(engine) {
        let scene = Scene::open(engine).await;
        let Scene { test, shop, canary, page, robots } = scene;
        let family = family_of(test).await;
        let mut save = save_of(MUG, &json!([family.list["id"]]));
        save["page"]["canonical_url"] = json!(MUG);
        let item = text(&body_of(family.ana.post("/api/v1/items", &save).await, 201).await["item"]["id"]);
        let jobs = "select min(subject) || ' ' || min(cast(run_at as text)) || ' ' || cast(count(*) as text) from job \
            where kind = 'refresh_price'";
        let path = item_path(&item, "/history");
        let before = (one(&family.test, jobs).await, body_of(family.ana.get(&path).await, 200).await);
        assert_eq!(claiming(&family.bo, &item, 1).await.0, 201);
        assert_eq!((one(&family.test, jobs).await, body_of(family.ana.get(&path).await, 200).await), before);
        // And it is looked at as if nothing had been.
        let scene = Scene { test: family.test, shop, canary, page, robots };
        let run_at = "select cast(run_at - 1795168800000 as text) from job where kind = 'refresh_price'";
        assert_eq!(one(&scene.test, run_at).await.as_deref(), Some("14400000"));
        assert_eq!(amounts(&scene.looked(&item, 5 * HOUR).await), [1299]);
    }

    /// A chosen variant is not what its page shows by itself.
    async fn of_a_variant_only_visits_tell(engine) {
        let scene = Scene::open(engine).await;
        let ana = scene.test.register("ana").await;
        let mut red = save_of(MUG, &json!("default"));
        red["id"] = json!(id());
        red["variant"] = json!([{"name": "Colour", "value": "Red"}]);
        let item = text(&body_of(ana.post("/api/v1/items", &red).await, 201).await["item"]["id"]);
        scene.test.advance(5 * HOUR);
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        assert_eq!(scene.shop.requests(), Vec::<String>::new());
        let history = body_of(scene.ana().await.get(&item_path(&item, "/history")).await, 200).await;
        assert_eq!((&history["check"], amounts(&history)), (&Value::Null, vec![1299]));
    }
}
