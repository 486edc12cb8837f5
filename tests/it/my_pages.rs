//! The pages of members who have nothing installed: coming in and going out, forms of other sites, and the cookie.

use std::time::Duration;

use giftos::config::{Config, Registration};
use giftos_tests::app::{PASSWORD, sent};
use giftos_tests::{TestApp, on_both_engines};
use reqwest::header::{LOCATION, SET_COOKIE};
use reqwest::{Method, Response};

/// A browser: it keeps one cookie and sends it, and follows nothing by itself.
pub(crate) struct Browser<'t> {
    test: &'t TestApp,
    pub(crate) cookie: Option<String>,
}

/// What came back.
pub(crate) struct Shown {
    pub(crate) status: u16,
    /// Where it leads.
    pub(crate) to: String,
    set_cookie: String,
    pub(crate) html: String,
}

impl<'t> Browser<'t> {
    /// One that nobody has signed in with.
    pub(crate) fn new(test: &'t TestApp) -> Self {
        Self { test, cookie: None }
    }

    /// One that this person has signed in with.
    pub(crate) async fn of(test: &'t TestApp, name: &str) -> Self {
        let mut browser = Self::new(test);
        let email = format!("{name}@example.org");
        let shown = browser.send("/my/sign-in", &[("email", &email), ("password", PASSWORD)], &[]).await;
        assert_eq!(shown.status, 303, "{}", shown.html);
        browser
    }

    async fn keep(&mut self, response: Response) -> Shown {
        let said = |name| response.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        let (status, to, set_cookie) = (response.status().as_u16(), said(LOCATION), said(SET_COOKIE));
        if let Some(value) = set_cookie.split(';').next().and_then(|pair| pair.strip_prefix("giftos=")) {
            self.cookie = (!value.is_empty()).then(|| value.to_owned());
        }
        Shown { status, to, set_cookie, html: response.text().await.unwrap() }
    }

    async fn ask(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: String) -> Shown {
        let mut request = self.test.request(method, path).header("accept-language", "en").body(body);
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", format!("giftos={cookie}"));
        }
        let response = sent(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await;
        self.keep(response).await
    }

    pub(crate) async fn open(&mut self, path: &str) -> Shown {
        self.ask(Method::GET, path, &[], String::new()).await
    }

    /// Sends these fields and nothing else.
    pub(crate) async fn send(&mut self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Shown {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = ("content-type", "application/x-www-form-urlencoded");
        self.ask(Method::POST, path, &[&[kind][..], headers].concat(), form).await
    }

    /// The word that the forms of this browser carry.
    pub(crate) async fn word(&mut self) -> String {
        let html = self.open("/my").await.html;
        let (_, rest) = html.split_once("name=\"form\" value=\"").unwrap_or_else(|| panic!("no word: {html}"));
        rest.split('"').next().unwrap().to_owned()
    }

    /// Sends a form of a page.
    pub(crate) async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Shown {
        let word = self.word().await;
        self.send(path, &[&[("form", word.as_str())][..], fields].concat(), &[]).await
    }
}

on_both_engines! {
    async fn somebody_signs_in_by_a_password_and_out_again(engine) {
        let test = TestApp::start(engine).await;
        test.register("ana").await;
        let mut browser = Browser::new(&test);
        let asked = browser.open("/my/gifts").await;
        assert_eq!((asked.status, asked.to.as_str()), (303, "/my/sign-in?next=%2Fmy%2Fgifts"));
        assert!(browser.open(&asked.to).await.html.contains("current-password"));
        let wrong = [("email", "ana@example.org"), ("password", "another-guess-77")];
        let refused = browser.send(&asked.to, &wrong, &[]).await;
        assert_eq!(refused.status, 401);
        assert!(refused.html.contains("role=\"alert\"") && refused.html.contains("ana@example.org"), "{}", refused.html);
        assert!(!refused.html.contains("another-guess-77") && browser.cookie.is_none());

        let right = [("email", "ana@example.org"), ("password", PASSWORD)];
        let entered = browser.send(&asked.to, &right, &[]).await;
        assert_eq!((entered.status, entered.to.as_str()), (303, "/my/sign-in?next=%2Fmy%2Fgifts&kept=1"));
        let token = browser.cookie.clone().unwrap();
        assert_eq!(entered.set_cookie, format!("giftos={token}; Path=/my; Max-Age=604800; HttpOnly; SameSite=Lax"));
        assert_eq!(browser.open(&entered.to).await.to, "/my/gifts");
        assert_eq!(browser.open("/my/gifts").await.status, 200);

        let out = browser.submit("/my/sign-out", &[]).await;
        assert_eq!((out.status, out.to.as_str()), (303, "/my/sign-in"));
        assert!(out.set_cookie.starts_with("giftos=; ") && out.set_cookie.contains("Max-Age=0"), "{}", out.set_cookie);
        // Whoever kept the cookie has nothing of it.
        browser.cookie = Some(token);
        assert_eq!(browser.open("/my").await.status, 303);
    }

    async fn who_is_led_back_is_led_nowhere_else(engine) {
        let test = TestApp::start(engine).await;
        test.register("ana").await;
        for next in ["https://evil.example/", "//evil.example", "/my/../../evil", "/mystery", "/my\\evil", ""] {
            let mut browser = Browser::of(&test, "ana").await;
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
            let to = browser.open(&format!("/my/sign-in?{query}")).await.to;
            assert!(to == "/my" || to.starts_with("/my/"), "{next}: {to}");
        }
    }

    async fn a_browser_that_keeps_no_cookie_is_told_why(engine) {
        let test = TestApp::start(engine).await;
        test.register("ana").await;
        let mut browser = Browser::new(&test);
        let fields = [("email", "ana@example.org"), ("password", PASSWORD)];
        // A browser keeps no such cookie where nothing is encrypted.
        let entered = browser.send("/my/sign-in", &fields, &[("host", "192.168.0.7:8787")]).await;
        assert!(entered.set_cookie.ends_with("; Secure"), "{}", entered.set_cookie);
        browser.cookie = None;
        let told = browser.open(&entered.to).await;
        assert_eq!(told.status, 200);
        assert!(told.html.contains("role=\"alert\"") && told.html.contains("begins with https"), "{}", told.html);
    }

    async fn an_account_is_made_here_where_that_is_allowed(engine) {
        let test = TestApp::start(engine).await;
        let mut browser = Browser::new(&test);
        let fields = [("display_name", "Oma <b>"), ("email", "oma@example.org"), ("password", PASSWORD)];
        assert_eq!(browser.send("/my/register", &fields, &[]).await.status, 303);
        assert!(browser.open("/my").await.html.contains("Oma"));
        assert_eq!(Browser::new(&test).send("/my/register", &fields, &[]).await.status, 409);
        let closed = TestApp::start_with(engine, |config: &mut Config| config.registration = Registration::Closed).await;
        let refused = Browser::new(&closed).send("/my/register", &fields, &[]).await;
        assert_eq!(refused.status, 403);
        assert!(!refused.html.contains("new-password"));
    }

    async fn a_session_goes_on_while_it_is_used_and_ends_a_week_after(engine) {
        let test = TestApp::start(engine).await;
        test.register("ana").await;
        let mut browser = Browser::of(&test, "ana").await;
        let first = browser.cookie.clone().unwrap();
        assert!(browser.open("/my").await.set_cookie.is_empty());
        test.advance(Duration::from_secs(16 * 60));
        assert_eq!(browser.open("/my").await.status, 200);
        let second = browser.cookie.clone().unwrap();
        assert_ne!(first, second);
        // A page that was asked for at the same time still opens, and gives no other.
        let mut late = Browser { test: &test, cookie: Some(first.clone()) };
        let shown = late.open("/my").await;
        assert_eq!((shown.status, shown.set_cookie.as_str()), (200, ""));
        test.advance(Duration::from_secs(6 * 24 * 60 * 60));
        assert_eq!(browser.open("/my").await.status, 200);
        test.advance(Duration::from_secs(7 * 24 * 60 * 60 + 1));
        let ended = browser.open("/my").await;
        assert_eq!((ended.status, browser.cookie.as_ref()), (303, None));

        // What was exchanged before comes from a copy: the session ends, whoever has it.
        let mut browser = Browser::of(&test, "ana").await;
        let mut copy = Browser { test: &test, cookie: browser.cookie.clone() };
        test.advance(Duration::from_secs(16 * 60));
        assert_eq!(browser.open("/my").await.status, 200);
        test.advance(Duration::from_secs(31));
        assert_eq!(copy.open("/my").await.status, 303);
        assert_eq!(browser.open("/my").await.status, 303);
    }

    async fn no_other_site_sends_a_form(engine) {
        let test = TestApp::start(engine).await;
        test.register("ana").await;
        test.register("bo").await;
        let mut browser = Browser::of(&test, "ana").await;
        let (word, other) = (browser.word().await, Browser::of(&test, "bo").await.word().await);
        let again = Browser::of(&test, "ana").await.word().await;
        let id = crate::wishes::id();
        type Headers = &'static [(&'static str, &'static str)];
        let cases: [(&str, &str, Headers); 8] = [
            ("no word", "", &[]),
            ("a made-up word", "AAAA", &[]),
            ("the word of somebody else", &other, &[]),
            ("the word of another session", &again, &[]),
            ("another site", &word, &[("origin", "https://evil.example")]),
            ("a hidden site", &word, &[("origin", "null")]),
            ("another site, by the newer header", &word, &[("sec-fetch-site", "cross-site")]),
            ("a neighbour", &word, &[("sec-fetch-site", "same-site")]),
        ];
        for (what, word, headers) in cases {
            let fields = [("form", word), ("id", id.as_str()), ("name", "Theirs")];
            let refused = browser.send("/my/lists", &fields, headers).await;
            assert_eq!(refused.status, 403, "{what}");
            assert!(refused.html.contains("href=\"/my\""), "{what}: {}", refused.html);
        }
        assert!(!browser.open("/my").await.html.contains("Theirs"));
        // Nor does another site sign somebody in as somebody else.
        let fields = [("email", "bo@example.org"), ("password", PASSWORD)];
        let foreign = Browser::new(&test).send("/my/sign-in", &fields, &[("origin", "https://evil.example")]).await;
        assert_eq!((foreign.status, foreign.set_cookie.as_str()), (403, ""));
        let fields = [("form", word.as_str()), ("id", id.as_str()), ("name", "Mine")];
        let own = [("sec-fetch-site", "same-origin"), ("origin", "null")];
        assert_eq!(browser.send("/my/lists", &fields, &own).await.status, 303);
        assert!(browser.open("/my").await.html.contains("Mine"));
    }

    async fn whoever_guesses_passwords_here_is_let_go_as_by_the_api(engine) {
        let test = TestApp::start_with(engine, |config: &mut Config| config.sign_ins_per_minute = 5).await;
        let mut browser = Browser::new(&test);
        let fields = [("email", "ana@example.org"), ("password", "x")];
        let mut last = browser.send("/my/sign-in", &fields, &[]).await;
        for _ in 0..5 {
            assert_eq!(last.status, 401);
            last = browser.send("/my/sign-in", &fields, &[]).await;
        }
        assert_eq!(last.status, 429);
        assert!(last.html.contains("too often") && last.html.contains("current-password"), "{}", last.html);
    }

    async fn pages_count_and_a_form_has_an_end(engine) {
        let test = TestApp::start_with(engine, |config: &mut Config| config.signed_in_per_hour = 30).await;
        test.register("ana").await;
        let mut browser = Browser::of(&test, "ana").await;
        let word = browser.word().await;
        let long = "ש".repeat(2_000);
        let fields = [("form", word.as_str()), ("id", "none"), ("name", long.as_str())];
        assert_eq!(browser.send("/my/lists", &fields, &[]).await.status, 413);
        let list = crate::wishes::id();
        let fields = [("form", word.as_str()), ("id", list.as_str()), ("name", "Mine")];
        assert_eq!(browser.send("/my/lists", &fields, &[]).await.status, 303);
        // A note of 2,000 signs, as the field takes it.
        let item = crate::wishes::id();
        let fields = [("form", word.as_str()), ("id", item.as_str()), ("title", "A book"), ("note", long.as_str())];
        let added = browser.send(&format!("/my/lists/{list}/add"), &fields, &[]).await;
        assert_eq!(added.status, 303, "{}", added.html);
        let mut last = browser.open("/my").await;
        for _ in 0..30 {
            last = browser.open("/my").await;
        }
        assert_eq!(last.status, 429);
        assert!(last.html.contains("too often"), "{}", last.html);
    }
}
