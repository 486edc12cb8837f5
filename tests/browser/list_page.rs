//! The server's own pages in a real browser: they fit every width, axe finds nothing, they ask nobody but this server and need no
//! script, and twelve wishes of a list go on a sheet of paper.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use giftos_tests::app::{body_of, sent};
use giftos_tests::chromium::{Chromium, Launch, Page, Scheme};
use giftos_tests::uploads::{jpeg, photo};
use giftos_tests::{Engine, TestApp};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// What reaches beyond the page's edge, and what is too small for a thumb.
pub(crate) const TROUBLE: &str = "(() => { const width = document.documentElement.clientWidth; const found = []; \
    if (document.documentElement.scrollWidth > width) found.push(`scrolls sideways: ${document.documentElement.scrollWidth}`); \
    for (const element of document.querySelectorAll('body *')) { if (element.closest('svg')) continue; \
    const box = element.getBoundingClientRect(); \
    if (box.width && (box.right > width + 1 || box.left < -1)) found.push(`outside: ${element.tagName}.${element.className}`); \
    const high = (element.closest('label') ?? element).getBoundingClientRect().height; \
    if (['a', 'button', 'input', 'select', 'summary'].includes(element.localName) && box.width && high < 44) found.push(`a target of ${high}: ${element.textContent}`); } \
    return found; })()";

/// axe-core's own rules for WCAG 2.2 AA and its good practice.
pub(crate) const AXE: &str = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})\
    .then(result => result.violations.map(each => `${each.id}: ${each.help}: ${each.nodes[0].html.slice(0, 160)}`))";

struct Scene {
    chromium: Chromium,
    test: TestApp,
    // Serves as long as it lives.
    _runtime: Runtime,
    list: String,
    empty: String,
    join: String,
}

/// Wishes as people have them: with and without pictures, prices, shops and notes; very long words; another direction.
fn wishes(picture: &str) -> Vec<Value> {
    let page = |url: &str, title: &str, minor: i64, currency: &str| json!({"url": url, "title": title, "image": picture, "verdict": "sure", "price": {"amount_minor": minor, "currency": currency}});
    let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    let far = format!("https://{}.example/x", "a".repeat(60));
    let mut wishes = vec![
        json!({"title": "🎁", "quantity": 9_999}),
        json!({"title": "ספר ישן על כוכבים", "price": {"amount_minor": 8_990, "currency": "ILS"}, "note": "בכריכה קשה"}),
        json!({"page": page(&far, long, 123_456_789, "ILS")}),
        json!({"title": "A day out at the lake, all of us together", "note": "In summer", "quantity": "any"}),
        json!({"page": page("https://shop.example/mug", "Blue mug", 1_299, "EUR"), "note": "The large one, please. Any blue is fine.",
            "quantity": 3, "variant": [{"name": "Colour", "value": "Cobalt"}]}),
    ];
    wishes.splice(
        0..0,
        (0..32).map(|number| {
            let url = format!("https://shop.example/wish/{number}");
            json!({"page": page(&url, &format!("Wish {number}"), 1_000 * number, "EUR")})
        }),
    );
    wishes
}

impl Scene {
    fn open() -> Self {
        let runtime = Runtime::new().unwrap();
        let (test, list, empty, join) = runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let notice = folder.path().join("privacy.txt");
            std::fs::write(&notice, "# Who runs this\nAna, Berlin\n\nNothing is kept that is not on a list.").unwrap();
            let told = |config: &mut giftos::config::Config| {
                config.mail.public_url = Some("https://gifts.example.org".parse().unwrap());
                config.privacy = Some(notice.to_str().unwrap().parse().unwrap());
            };
            let test = TestApp::start_with(Engine::Sqlite, told).await;
            let ana = test.register("ana").await;
            let upload =
                ana.request(Method::PUT, &format!("/api/v1/uploads/{}", id())).header("content-type", "image/jpeg");
            let picture = body_of(sent(upload.body(jpeg(&photo(600, 400)))).await, 201).await;
            let mut paths = Vec::new();
            for name in ["Ana's birthday", "Nothing yet"] {
                let new = json!({"id": id(), "name": name, "kind": "wish_list", "audience": "link",
                    "description": "9 December. Books are always right.", "cover_image": picture["path"]});
                let board = body_of(ana.post("/api/v1/boards", &new).await, 201).await;
                for mut wish in wishes(picture["path"].as_str().unwrap()) {
                    if paths.is_empty() {
                        wish["id"] = json!(id());
                        wish["boards"] = json!([board["id"]]);
                        body_of(ana.post("/api/v1/items", &wish).await, 201).await;
                    }
                }
                paths.push(format!("{}/l/{}", test.base, board["link_token"].as_str().unwrap()));
            }
            let group = json!({"id": id(), "name": "Family"});
            body_of(ana.post("/api/v1/groups", &group).await, 201).await;
            let invites = format!("/api/v1/groups/{}/invites", group["id"].as_str().unwrap());
            let invite = body_of(ana.post(&invites, &json!({"id": id()})).await, 201).await;
            let join = format!("{}/join/{}", test.base, invite["code"].as_str().unwrap());
            let empty = paths.pop().unwrap();
            (test, paths.pop().unwrap(), empty, join)
        });
        Self { chromium: Launch::default().start().unwrap(), test, _runtime: runtime, list, empty, join }
    }

    fn show(&self, address: &str, language: &str, width: u32, scheme: Scheme) -> Page {
        let page = self.chromium.open("about:blank").unwrap();
        page.call("Network.enable", json!({})).unwrap();
        page.call("Network.setExtraHTTPHeaders", json!({"headers": {"Accept-Language": language}})).unwrap();
        page.prefer(scheme).unwrap();
        page.resize(width, 900, 1.0).unwrap();
        page.go_to(address).unwrap();
        page
    }
}

pub(crate) fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

pub(crate) fn axe() -> String {
    let axe = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools/axe/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&axe).expect("axe-core is missing; `cargo xtask test` brings it")
}

#[test]
fn it_fits_every_width_and_axe_finds_nothing_in_light_and_dark() {
    let scene = Scene::open();
    let axe = axe();
    let gone = format!("{}/l/nothing", scene.test.base);
    let privacy = format!("{}/privacy", scene.test.base);
    let account = format!("{}/account", scene.join);
    let pages = [
        ("list", &scene.list),
        ("empty", &scene.empty),
        ("gone", &gone),
        ("join", &scene.join),
        ("account", &account),
        ("privacy", &privacy),
    ];
    let mut troubles = Vec::new();
    for (language, width, scheme) in [
        ("en", 320, Scheme::Light),
        ("de", 360, Scheme::Dark),
        ("he", 320, Scheme::Dark),
        ("he", 700, Scheme::Light),
        ("en", 1280, Scheme::Dark),
    ] {
        for (name, address) in pages {
            let page = scene.show(address, language, width, scheme);
            let found = page.evaluate(TROUBLE).unwrap();
            page.evaluate(&format!("{axe}; 1")).unwrap();
            let violations = page.evaluate(AXE).unwrap();
            if found != json!([]) || violations != json!([]) {
                troubles.push(format!("{name} {language} {width} {scheme:?}: {found} {violations}"));
            }
            if let Some(folder) = std::env::var_os("GIFTOS_LOOK") {
                page.screenshot(
                    &std::path::Path::new(&folder).join(format!("{name}-{language}-{width}-{scheme:?}.png")),
                )
                .unwrap();
            }
            page.close().unwrap();
        }
    }
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
}

#[test]
fn it_asks_nobody_but_this_server() {
    let scene = Scene::open();
    let mark = scene.chromium.connection().mark();
    let page = scene.show(&scene.list, "en", 1280, Scheme::Light);
    page.scripts_off().unwrap();
    page.go_to(&scene.list).unwrap();
    page.evaluate("scrollTo(0, document.body.scrollHeight)").unwrap();
    let pictures =
        "[...document.images].every((image) => image.complete && image.naturalWidth > 0) && document.images.length";
    assert_eq!(page.wait_for("all pictures", pictures).unwrap(), json!(35));
    let asked: Vec<String> = scene
        .chromium
        .connection()
        .events(mark)
        .into_iter()
        .filter(|event| event.method == "Network.requestWillBeSent")
        .map(|event| event.params["request"]["url"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert!(asked.len() >= 2, "{asked:?}");
    let others: Vec<&String> =
        asked.iter().filter(|url| !url.starts_with(&scene.test.base) && !url.starts_with("about:")).collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn twelve_wishes_go_on_a_sheet_of_paper() {
    let scene = Scene::open();
    for language in ["en", "he"] {
        let page = scene.show(&scene.list, language, 800, Scheme::Dark);
        let printed =
            page.call("Page.printToPDF", json!({"preferCSSPageSize": true, "printBackground": false})).unwrap();
        let pdf = STANDARD.decode(printed["data"].as_str().unwrap()).unwrap();
        if let Some(folder) = std::env::var_os("GIFTOS_LOOK") {
            std::fs::write(std::path::Path::new(&folder).join(format!("print-{language}.pdf")), &pdf).unwrap();
        }
        let text = String::from_utf8_lossy(&pdf);
        // Thirty-seven wishes: three times twelve, and one.
        assert_eq!(text.matches("/Type /Page\n").count(), 4, "sheets in {language}");
        // What is printed is black on white, the code is there, and what can only be pressed is not.
        page.call("Emulation.setEmulatedMedia", json!({"media": "print"})).unwrap();
        let look = "[getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.querySelector('.code')).display, \
            document.querySelector('.more') ? getComputedStyle(document.querySelector('.more')).display : 'none']";
        assert_eq!(page.evaluate(look).unwrap(), json!(["rgb(255, 255, 255)", "block", "none"]));
    }
}
