//! Four people at once, each with a browser of their own, by pages alone: Ana wishes, Bo and Cy give, and Dee, who has no account, gives
//! on a telephone without a script. Whatever they do to each other's pages, Ana's stay as they were.

use std::path::Path;
use std::time::Duration;

use giftos_tests::app::{PASSWORD, body_of};
use giftos_tests::catcher::{Catcher, Setup};
use giftos_tests::chromium::{Chromium, Launch, Page, Scheme};
use giftos_tests::wait::until;
use giftos_tests::{Engine, Person, TestApp};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::list_page::id;

/// What links in mails begin with; the browsers go to the same path of the server under test.
const PUBLIC: &str = "https://gifts.example.org";

/// What is drawn anew each time a page is written, and says nothing.
const AS_SEEN: &str = "(() => { const seen = document.querySelector('main').cloneNode(true); \
     for (const field of seen.querySelectorAll('input[type=hidden]')) field.removeAttribute('value'); return seen.innerHTML; })()";

/// One person before their browser.
struct Seat {
    _chromium: Chromium,
    page: Page,
    base: String,
    /// Without scripts nothing of a page's can wait, and no driver finds where to click.
    has_scripts: bool,
}

impl Seat {
    fn take(test: &TestApp, width: u32, scheme: Scheme) -> Self {
        let chromium = Launch::default().start().unwrap();
        let page = chromium.open("about:blank").unwrap();
        page.call("Network.enable", json!({})).unwrap();
        page.call("Network.setExtraHTTPHeaders", json!({"headers": {"Accept-Language": "en"}})).unwrap();
        page.prefer(scheme).unwrap();
        page.resize(width, 900, 1.0).unwrap();
        Self { _chromium: chromium, page, base: test.base.clone(), has_scripts: true }
    }

    fn go(&self, path: &str) {
        self.page.go_to(&format!("{}{path}", self.base)).unwrap();
    }

    /// Types into the field with this id or name; what it lies in is opened for it.
    fn fill(&self, name: &str, text: &str) {
        let field = format!("document.querySelector({})", json!(format!("main :is(#{name}, [name={name}])")));
        assert_eq!(self.page.evaluate(&format!("!!{field}")).unwrap(), true, "no field {name:?}: {}", self.words());
        let open = format!(
            "(() => {{ const field = {field}; const box = field.closest('details'); if (box) box.open = true; field.focus(); return 1; }})()"
        );
        self.page.evaluate(&open).unwrap();
        self.page.call("Input.insertText", json!({"text": text})).unwrap();
    }

    /// Presses the button that is called so, and waits for the page after it.
    fn press(&self, name: &str) {
        let find = format!(
            "(() => {{ for (const one of document.querySelectorAll('main button')) {{ \
             const is = (one.getAttribute('aria-label') ?? one.textContent.trim()) === {}; one.toggleAttribute('data-pressed', is); \
             if (is) document.documentElement.setAttribute('data-before', ''); }} return !!document.querySelector('[data-pressed]'); }})()",
            json!(name)
        );
        assert_eq!(self.page.evaluate(&find).unwrap(), true, "no button {name:?}: {}", self.words());
        if self.has_scripts {
            self.page.click("[data-pressed]").unwrap();
        } else {
            self.page.evaluate("document.querySelector('[data-pressed]').focus()").unwrap();
            self.page.press("Enter").unwrap();
        }
        let there = "!document.documentElement.hasAttribute('data-before') && document.readyState === 'complete'";
        self.page.wait_for(&format!("the page after {name}"), there).unwrap();
    }

    fn offers(&self, name: &str) -> bool {
        let find = format!(
            "[...document.querySelectorAll('main button')].some((one) => one.getAttribute('aria-label') === {})",
            json!(name)
        );
        self.page.evaluate(&find).unwrap() == true
    }

    fn words(&self) -> String {
        self.page.evaluate("document.body.innerText").unwrap().as_str().unwrap_or_default().to_owned()
    }

    fn is_told(&self, words: &str) {
        let seen = self.words();
        assert!(seen.contains(words), "{words:?} is not on the page: {seen}");
    }

    /// What stands on the tile of this wish.
    fn tile(&self, title: &str) -> String {
        let find = format!(
            "[...document.querySelectorAll('.tile')].find((tile) => tile.innerText.includes({}))?.innerText ?? ''",
            json!(title)
        );
        self.page.evaluate(&find).unwrap().as_str().unwrap_or_default().to_owned()
    }

    fn sign_in(&self, name: &str) {
        self.go("/my/sign-in");
        self.fill("email", &format!("{name}@example.org"));
        self.fill("password", PASSWORD);
        self.press("Sign in");
    }

    fn look(&self, name: &str) {
        if let Some(folder) = std::env::var_os("GIFTOS_LOOK") {
            self.page.screenshot(&Path::new(&folder).join(format!("four-{name}.png"))).unwrap();
        }
    }
}

async fn made(person: &Person, path: &str, new: Value) -> Value {
    body_of(person.post(path, &new).await, 201).await
}

/// Ana, Bo and Cy in a group; gives the address of the page of Ana's list.
async fn family(test: &TestApp) -> String {
    let (ana, bo, cy) = (test.register("ana").await, test.register("bo").await, test.register("cy").await);
    let group = made(&ana, "/api/v1/groups", json!({"id": id(), "name": "Family"})).await["id"].clone();
    let group = group.as_str().unwrap();
    let invite = made(&ana, &format!("/api/v1/groups/{group}/invites"), json!({"id": id()})).await;
    for person in [&bo, &cy] {
        let path = format!("/api/v1/invites/{}", invite["code"].as_str().unwrap());
        assert!(person.post(&path, &json!({})).await.status().is_success());
    }
    let me = body_of(ana.get("/api/v1/me").await, 200).await;
    let lists = format!("/api/v1/groups/{group}/boards?member={}", me["id"].as_str().unwrap());
    let list = body_of(ana.get(&lists).await, 200).await["entries"][0]["id"].clone();
    format!("/my/lists/{}", list.as_str().unwrap())
}

/// The path of the link that Dee was sent.
fn link(catcher: &Catcher) -> String {
    until("Dee's mail", Duration::from_secs(30), || {
        let mails = catcher.caught();
        let to_dee = mails.iter().find(|mail| mail.to.iter().any(|to| to.contains("dee@example.net")));
        let link = to_dee.and_then(|mail| mail.link(&format!("{PUBLIC}/guest/")));
        Ok(link.and_then(|link| link.strip_prefix(PUBLIC).map(str::to_owned)))
    })
    .unwrap()
}

#[test]
fn four_people_at_once_give_by_pages_alone_and_whoever_wishes_sees_nothing_of_it() {
    let runtime = Runtime::new().unwrap();
    let catcher = Catcher::start(Setup::default()).unwrap();
    let test = runtime.block_on(TestApp::start_with(Engine::Postgres, |config| config.mail = catcher.settings(PUBLIC)));
    let list = runtime.block_on(family(&test));
    let ana = Seat::take(&test, 1280, Scheme::Light);
    let bo = Seat::take(&test, 768, Scheme::Dark);
    let cy = Seat::take(&test, 360, Scheme::Dark);
    let mut dee = Seat::take(&test, 360, Scheme::Light);
    dee.page.scripts_off().unwrap();
    dee.has_scripts = false;
    for (seat, name) in [(&ana, "ana"), (&bo, "bo"), (&cy, "cy")] {
        seat.sign_in(name);
        seat.go(&list);
    }
    for (title, price) in [("Blue mug", "12.99"), ("Old book", "8")] {
        ana.fill("title", title);
        ana.fill("price", price);
        ana.press("Add");
        ana.is_told("It is on the list.");
    }
    let seen_by_ana = |what: &str| {
        ana.go(&list);
        let on_list = ana.page.evaluate(AS_SEEN).unwrap();
        ana.look(what);
        ana.go("/my/gifts");
        [on_list, ana.page.evaluate(AS_SEEN).unwrap()]
    };
    let before = seen_by_ana("ana-before");

    // Both givers look at it at the same time; one is faster.
    bo.go(&list);
    cy.go(&list);
    bo.press("I give this: Blue mug");
    bo.is_told("You give this. Whoever it is for is told nothing.");
    cy.press("I give this: Blue mug");
    cy.is_told("Somebody else was faster and gives it.");
    cy.go(&list);
    assert!(!cy.offers("I give this: Blue mug") && cy.offers("I give this: Old book"));
    cy.look("cy-taken");

    bo.go(&list);
    bo.fill("guest_name", "Dee");
    bo.fill("guest_email", "dee@example.net");
    bo.look("bo-invites");
    bo.press("Send the link");
    bo.is_told("The link is on its way by mail.");
    let link = link(&catcher);
    dee.go(&link);
    dee.look("dee-asked");
    dee.press("Show the list");
    let mug = dee.tile("Blue mug");
    assert!(mug.contains("Taken") && !mug.to_lowercase().contains("given by"), "{mug}");
    dee.look("dee-chooses");
    dee.press("I give this: Old book");
    dee.is_told("You give this. Whoever it is for is told nothing.");
    dee.look("dee-gives");
    cy.go(&list);
    assert!(!cy.offers("I give this: Old book"), "{}", cy.words());
    assert!(cy.tile("Old book").contains("Dee"), "{}", cy.tile("Old book"));
    assert_eq!(seen_by_ana("ana-after"), before);

    dee.press("I do not give it after all: Old book");
    dee.is_told("It is free for others again.");
    cy.go(&list);
    cy.press("I give this: Old book");
    cy.is_told("You give this. Whoever it is for is told nothing.");
    dee.go(&link);
    assert!(dee.tile("Old book").contains("Taken"), "{}", dee.tile("Old book"));
    assert_eq!(seen_by_ana("ana-end"), before);
}
