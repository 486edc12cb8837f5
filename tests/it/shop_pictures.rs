//! Pictures of shops on a list that is shown by link: copied by the server, for everybody alike, whoever looks.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use giftos::fetch::Limits;
use giftos_tests::app::{body_of, sent};
use giftos_tests::hostile_shop::{Authority, Canary, Certificate, Reply, Route, Script, Shop, Staged};
use giftos_tests::uploads::{jpeg, photo};
use giftos_tests::{Engine, TestApp, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};

use crate::list_page::shared;
use crate::wishes::{board, board_path, id, item_path};

const PUBLIC: IpAddr = IpAddr::V4(Ipv4Addr::new(93, 184, 215, 14));
const HOST: &str = "shop.example.com";

/// A server, and a shop with two pictures, a page that pretends to be one, and a way into the server's own network.
struct Scene {
    test: TestApp,
    shop: Shop,
    canary: Canary,
}

impl Scene {
    async fn open(engine: Engine) -> Self {
        let authority = Authority::new().unwrap();
        let canary = Canary::listen().await.unwrap();
        let behaviour = Arc::new(|head: &str| match head.split(' ').nth(1).unwrap_or_default() {
            "/mug.jpg" => Reply::answer(200, &["Content-Type: text/plain"], &jpeg(&photo(800, 400))),
            "/cup.jpg" => Reply::answer(200, &["Content-Type: image/jpeg"], &jpeg(&photo(300, 300))),
            "/page.jpg" => Reply::answer(200, &["Content-Type: image/jpeg"], b"<svg onload=alert(1)>"),
            "/inside.jpg" => Reply::answer(302, &["Location: http://169.254.169.254/latest/meta-data/"], b""),
            _ => Reply::answer(404, &[], b""),
        });
        let shop = Shop::open(authority.server(HOST, Certificate::Good).unwrap(), behaviour).await.unwrap();
        let script = Script::default().with(HOST, vec![vec![PUBLIC.to_string()]]);
        let route = Route::Map(shop.ports(PUBLIC).into(), canary.address());
        let limits = Limits { interval: Duration::ZERO, ..Limits::default() };
        let client = Staged::new(script, route, &authority).unwrap().client(limits).unwrap();
        // A server whose limits are used up by a handful of requests: pictures are none of them.
        let test = TestApp::start_in(engine, client, |config| config.anonymous_per_hour = 1_000).await;
        Self { test, shop, canary }
    }

    fn asked(&self, path: &str) -> usize {
        self.shop.requests().iter().filter(|head| head.starts_with(&format!("GET {path} "))).count()
    }

    /// Until the shop was asked for this, or the page shows a copy where `page` is one.
    async fn until(&self, what: &str, mut done: impl AsyncFnMut() -> bool) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while !done().await {
            assert!(Instant::now() < deadline, "never: {what}");
            // The server looks every five seconds by its clock, which the test moves while nothing is held.
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn copies(&self, path: &str) -> Vec<String> {
        let html = sent(self.test.request(Method::GET, path)).await.text().await.unwrap();
        html.split("src=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    }
}

fn new(list: &Value, title: &str, picture: &str) -> Value {
    json!({"id": id(), "boards": [list["id"]], "page": {"url": format!("https://{HOST}/{title}"), "title": title,
        "image": format!("https://{HOST}/{picture}"), "verdict": "sure"}})
}

on_both_engines! {
    async fn a_list_that_is_shown_by_link_shows_copies_and_the_shop_never_learns_who_looks(engine) {
        let scene = Scene::open(engine).await;
        let ana = scene.test.register("ana").await;
        let private = board(&ana, "Mine", "private").await;
        body_of(ana.post("/api/v1/items", &new(&private, "secret", "secret.jpg")).await, 201).await;
        let (list, path) = shared(&ana).await;
        let mug = body_of(ana.post("/api/v1/items", &new(&list, "mug", "mug.jpg")).await, 201).await;
        for (title, picture) in [("page", "page.jpg"), ("inside", "inside.jpg"), ("gone", "gone.jpg")] {
            body_of(ana.post("/api/v1/items", &new(&list, title, picture)).await, 201).await;
        }
        // Nobody looks at anything, and the pictures come.
        scene.test.advance(Duration::from_secs(6));
        scene.until("four pictures are asked for", async || {
            ["/mug.jpg", "/page.jpg", "/inside.jpg", "/gone.jpg"].iter().all(|picture| scene.asked(picture) > 0)
        }).await;
        scene.until("the copy is there", async || scene.copies(&path).await.len() == 1).await;
        let copy = scene.copies(&path).await.remove(0);
        assert!(copy.starts_with("/shop-pictures/") && copy.len() == 15 + 32, "{copy}");
        for _ in 0..5 {
            let response = sent(scene.test.request(Method::GET, &copy)).await;
            assert_eq!(response.status(), 200);
            assert_eq!(response.headers()["content-type"], "image/jpeg");
            assert_eq!(response.headers()["cache-control"], "private, max-age=31536000, immutable");
            let bytes = response.bytes().await.unwrap();
            let picture = image::load_from_memory(&bytes).unwrap();
            assert_eq!((picture.width(), picture.height()), (320, 160));
            scene.copies(&path).await;
        }
        // However often it was looked at: each picture was asked for once, what lies on no such list never, and nothing inside.
        assert_eq!((scene.asked("/mug.jpg"), scene.asked("/secret.jpg")), (1, 0));
        assert_eq!(scene.canary.heard(), (0, 0));
        let head = scene.shop.requests().into_iter().find(|head| head.starts_with("GET /mug.jpg")).unwrap().to_lowercase();
        assert!(head.contains("accept: image/jpeg") && !head.contains("cookie") && !head.contains("referer"), "{head}");

        // Another picture is another copy; the one before is shown nowhere and opens nothing.
        let item = mug["item"]["id"].as_str().unwrap();
        let patch = json!({"image": format!("https://{HOST}/cup.jpg")});
        body_of(ana.patch(&item_path(item, ""), Some("*"), &patch).await, 200).await;
        assert!(scene.copies(&path).await.is_empty());
        scene.test.advance(Duration::from_secs(6));
        scene.until("the other copy is there", async || scene.copies(&path).await.len() == 1).await;
        assert_ne!(scene.copies(&path).await[0], copy);
        assert_eq!(sent(scene.test.request(Method::GET, &copy)).await.status(), 404);

        // Shown by link later: the private list's picture is thought of then.
        body_of(ana.patch(&board_path(&private, ""), Some("*"), &json!({"audience": "link"})).await, 200).await;
        scene.test.advance(Duration::from_secs(6));
        scene.until("the other list's picture is asked for", async || scene.asked("/secret.jpg") > 0).await;
    }
}
