//! The pages of members in a real browser: they fit every width, axe finds nothing in light and dark, they are small, and a wish is
//! given with nothing but a keyboard, without a script.

use giftos_tests::app::{PASSWORD, body_of, sent};
use giftos_tests::chromium::{Chromium, Launch, Page, Scheme};
use giftos_tests::{Engine, Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::list_page::{AXE, TROUBLE, axe, id};

struct Scene {
    chromium: Chromium,
    test: TestApp,
    runtime: Runtime,
    ana: Person,
    bo: Person,
    group: String,
    list: String,
    wish: String,
}

fn named(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Makes it; gives the answer.
async fn made(person: &Person, path: &str, new: Value) -> Value {
    body_of(person.post(path, &new).await, 201).await
}

async fn wishes(ana: &Person, list: &str) -> Vec<String> {
    let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    let mut all = vec![
        json!({"title": "Blue mug", "quantity": 3, "note": "The large one, please. Any blue is fine.",
            "price": {"amount_minor": 1_299, "currency": "EUR"}}),
        json!({"title": "ספר ישן על כוכבים", "price": {"amount_minor": 8_990, "currency": "ILS"}, "note": "בכריכה קשה"}),
        json!({"title": long, "price": {"amount_minor": 123_456_789, "currency": "EUR"}}),
        json!({"title": "A day out at the lake, all of us together", "quantity": "any"}),
    ];
    all.extend((0..60).map(|number| json!({"title": format!("Wish {number}"), "note": "In summer"})));
    let mut made_ones = Vec::new();
    for mut new in all {
        new["id"] = json!(id());
        new["boards"] = json!([list]);
        made_ones.push(named(&made(ana, "/api/v1/items", new).await["item"]["id"]));
    }
    made_ones
}

impl Scene {
    fn open() -> Self {
        let runtime = Runtime::new().unwrap();
        let (test, ana, bo, group, list, wish) = runtime.block_on(async {
            let test = TestApp::start(Engine::Sqlite).await;
            let (ana, bo, cy) = (test.register("ana").await, test.register("bo").await, test.register("cy").await);
            let group = named(&made(&ana, "/api/v1/groups", json!({"id": id(), "name": "Family"})).await["id"]);
            let invites = format!("/api/v1/groups/{group}/invites");
            let code = named(&made(&ana, &invites, json!({"id": id()})).await["code"]);
            for person in [&bo, &cy] {
                let joined = person.post(&format!("/api/v1/invites/{code}"), &json!({})).await;
                assert!(joined.status().is_success(), "{}", joined.status());
            }
            let limit = json!({"amount_minor": 20_000, "currency": "EUR"});
            let category = json!({"id": id(), "name": "From grandparents", "spending_limit": limit});
            made(&ana, &format!("/api/v1/groups/{group}/categories"), category).await;
            let me = body_of(ana.get("/api/v1/me").await, 200).await;
            let lists = format!("/api/v1/groups/{group}/boards?member={}", named(&me["id"]));
            let list = named(&body_of(ana.get(&lists).await, 200).await["entries"][0]["id"]);
            let all = wishes(&ana, &list).await;
            for (person, item) in [(&bo, &all[0]), (&cy, &all[1])] {
                let claim = json!({"id": id(), "quantity": 1});
                made(person, &format!("/api/v1/items/{item}/claims"), claim).await;
            }
            (test, ana, bo, group, list, all[2].clone())
        });
        Self { chromium: Launch::default().start().unwrap(), test, runtime, ana, bo, group, list, wish }
    }

    /// A page as this person sees it.
    fn show(&self, who: Option<&Person>, path: &str, language: &str, width: u32, scheme: Scheme) -> Page {
        let page = self.chromium.open("about:blank").unwrap();
        page.call("Network.enable", json!({})).unwrap();
        let mut headers = json!({"Accept-Language": language});
        if let Some(person) = who {
            headers["Authorization"] = json!(format!("Bearer {}", person.tokens.access_token.expose()));
        }
        page.call("Network.setExtraHTTPHeaders", json!({"headers": headers})).unwrap();
        page.prefer(scheme).unwrap();
        page.resize(width, 900, 1.0).unwrap();
        page.go_to(&format!("{}{path}", self.test.base)).unwrap();
        page
    }
}

#[test]
fn they_fit_every_width_and_axe_finds_nothing_in_light_and_dark() {
    let scene = Scene::open();
    let axe = axe();
    let (list, wish) = (format!("/my/lists/{}", scene.list), format!("/my/wishes/{}", scene.wish));
    let group = format!("/my/groups/{}", scene.group);
    let (ana, bo) = (Some(&scene.ana), Some(&scene.bo));
    let given = format!("{list}?group={}", scene.group);
    let pages: [(&str, Option<&Person>, &str); 10] = [
        ("my-sign-in", None, "/my/sign-in?kept=1"),
        ("my-register", None, "/my/register"),
        ("my-home", bo, "/my?done=given"),
        ("my-group", bo, &group),
        ("my-list-giver", bo, &given),
        ("my-list-owner", ana, &list),
        ("my-wish-giver", bo, &wish),
        ("my-wish-owner", ana, &wish),
        ("my-gifts", bo, "/my/gifts"),
        ("my-gone", bo, "/my/wishes/nothing"),
    ];
    let mut troubles = Vec::new();
    for (language, width, scheme) in
        [("en", 360, Scheme::Light), ("de", 320, Scheme::Dark), ("he", 360, Scheme::Dark), ("he", 1280, Scheme::Light)]
    {
        for (name, who, path) in pages {
            let page = scene.show(who, path, language, width, scheme);
            // What opens is looked at open.
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })").unwrap();
            let found = page.evaluate(TROUBLE).unwrap();
            page.evaluate(&format!("{axe}; 1")).unwrap();
            let violations = page.evaluate(AXE).unwrap();
            if found != json!([]) || violations != json!([]) {
                troubles.push(format!("{name} {language} {width} {scheme:?}: {found} {violations}"));
            }
            if let Some(folder) = std::env::var_os("GIFTOS_LOOK") {
                let file = format!("{name}-{language}-{width}-{scheme:?}.png");
                page.screenshot(&std::path::Path::new(&folder).join(file)).unwrap();
            }
            page.close().unwrap();
        }
    }
    // The longest page there is, for whoever gives and for whoever wishes.
    for person in [&scene.ana, &scene.bo] {
        let html = scene.runtime.block_on(async {
            let request = person.request(Method::GET, &list).header("accept-language", "he");
            sent(request).await.bytes().await.unwrap()
        });
        assert!(html.len() > 20_000 && html.len() <= 60_000, "{} bytes", html.len());
    }
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
}

#[test]
fn a_wish_is_given_by_keyboard_without_a_script() {
    let scene = Scene::open();
    // The one of its wishes that costs so much.
    let page = scene.show(None, &format!("/my/lists/{}?min=1000", scene.list), "en", 360, Scheme::Light);
    page.scripts_off().unwrap();
    let focused = "`${document.activeElement.localName} ${document.activeElement.getAttribute('aria-label') ?? \
        document.activeElement.name ?? ''}`";
    let reach = |what: &str| {
        for _ in 0..40 {
            page.press("Tab").unwrap();
            if page.evaluate(focused).unwrap().as_str().unwrap_or_default().contains(what) {
                return;
            }
        }
        panic!("no way by keyboard to {what}");
    };
    reach("input email");
    page.call("Input.insertText", json!({"text": "bo@example.org"})).unwrap();
    reach("input password");
    page.call("Input.insertText", json!({"text": PASSWORD})).unwrap();
    page.press("Enter").unwrap();
    // On to the list that was wanted first.
    page.wait_for("the list", "location.pathname.startsWith('/my/lists/') && document.readyState === 'complete'")
        .unwrap();
    reach("I give this: Donaudampf");
    page.press("Enter").unwrap();
    page.wait_for(
        "the answer",
        "document.body.textContent.includes('You give this. Whoever it is for is told nothing.')",
    )
    .unwrap();
    let given = scene
        .runtime
        .block_on(async { body_of(scene.bo.get(&format!("/api/v1/items/{}/claims", scene.wish)).await, 200).await });
    assert_eq!((&given["taken"], &given["claims"][0]["mine"]), (&json!(1), &json!(true)));
}
