//! Mails as a mail server gets them: every part, letter and header, by SMTP in the open and encrypted.

use giftos::db::Batch;
use giftos::locale::Locale;
use giftos::mail::{Letter, Recipient, queue};
use giftos_tests::catcher::{Catcher, Caught, Setup, Tls};
use giftos_tests::{Engine, TestApp, on_both_engines};
use mail_parser::MimeHeaders;
use scraper::{Html, Selector};
use serde_json::Value;

use crate::mail::{PUBLIC, invite, invite_to, with_mail};

const INJECTIONS: &str = include_str!("../../extension-wasm/transfer/src/files/text-injection.jsonl");

/// The headers of every mail, and no other.
const HEADERS: [&str; 10] = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "auto-submitted",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "mime-version",
    "content-type",
];

fn headers(caught: &Caught) -> Vec<String> {
    let mut names: Vec<_> =
        caught.message().headers().iter().map(|header| header.name().to_ascii_lowercase()).collect();
    names.sort();
    names
}

/// What a person sees of a text: invisible marks around values of another direction are no part of it.
fn seen(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

fn text_of(html: &str) -> String {
    Html::parse_document(html).select(&Selector::parse("body").unwrap()).next().unwrap().text().collect()
}

on_both_engines! {
    async fn both_parts_and_the_subject_arrive_in_every_script(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        let group = "משפחת לוי 🎁 Grüße";
        for (n, (locale, words, direction)) in [
            (Locale::En, "invites you to", "ltr"),
            (Locale::De, "lädt dich zu", "ltr"),
            (Locale::He, "הזמנה מאת", "rtl"),
        ].into_iter().enumerate() {
            invite(&test, locale, "Zoë Müller", group).await;
            let caught = catcher.wait_for(n + 1).await.pop().unwrap();
            assert_eq!((caught.from.as_str(), caught.to.as_slice()), ("gifts@giftos.example", &["ana@example.org".to_owned()][..]));
            // A mail server that knows nothing but ASCII can take it too.
            assert!(caught.raw.is_ascii(), "{}", String::from_utf8_lossy(&caught.raw));
            let message = caught.message();
            let subject = seen(message.subject().unwrap());
            for part in [words, "Zoë Müller", group] {
                assert!(subject.contains(part), "{subject}");
                assert!(part == words || seen(&caught.text()).contains(part), "{}", caught.text());
                assert!(part == words || text_of(&caught.html()).contains(part), "{}", caught.html());
            }
            let kind = message.content_type().unwrap();
            assert_eq!((kind.ctype(), kind.subtype()), ("multipart", Some("alternative")));
            let kinds: Vec<_> = message.parts.iter().skip(1).map(|part| part.content_type().unwrap().subtype().unwrap()).collect();
            assert_eq!(kinds, ["plain", "html"], "the best one last");
            assert!(caught.html().contains(&format!("<html lang=\"{locale}\" dir=\"{direction}\">")), "{}", caught.html());
            assert!(caught.text().contains(&format!("{PUBLIC}/join/abc")) && caught.html().contains(&format!("{PUBLIC}/join/abc")));
            // Why it came, for whom, from where.
            assert!(seen(&caught.text()).contains("ana@example.org") && caught.text().contains("gifts.example.org"));
            let from = message.from().unwrap().first().unwrap();
            assert_eq!((from.name(), from.address()), (Some("GiftOS"), Some("gifts@giftos.example")));
            assert_eq!(message.date().unwrap().to_rfc3339(), "2026-11-20T10:00:00Z");
            assert!(message.message_id().unwrap().ends_with("@giftos.example"));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_people_are_called_is_text_and_nothing_else() {
    let catcher = Catcher::start(Setup::default()).unwrap();
    let test = with_mail(Engine::Sqlite, &catcher).await;
    let rows: Vec<String> = INJECTIONS
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["s"].as_str().unwrap().to_owned())
        // In each language: short enough to stand in a header as it is, if it did not look like an encoded word.
        .chain(["=?utf-8?q?=41?="; 3].map(ToOwned::to_owned))
        .chain([".".to_owned(), "..".to_owned(), ".\r\nQUIT".to_owned(), "long ".repeat(600)])
        .collect();
    assert!(rows.len() > 80, "{}", rows.len());
    let mut expected = HEADERS;
    expected.sort_unstable();
    let elements = Selector::parse("body *").unwrap();
    let mut batch = Batch::default();
    for (n, row) in rows.iter().enumerate() {
        let to = Recipient::new("ana@example.org", Locale::ALL[n % 3]).unwrap();
        let letter = Letter::Invitation { from: row.clone(), group: row.clone(), path: format!("/join/{n}") };
        queue(&test.app, &mut batch, &to, &letter);
    }
    test.app.db.carry_out(batch).await.unwrap();
    let caught = catcher.wait_for(rows.len()).await;
    for (n, row) in rows.iter().enumerate() {
        let link = Some(format!("{PUBLIC}/join/{n}"));
        let caught = caught.iter().find(|caught| caught.link(&format!("{PUBLIC}/join/")) == link).unwrap();
        assert_eq!(caught.to, ["ana@example.org"], "{row:?}");
        assert_eq!(headers(caught), expected, "{row:?}");
        let line: String = row.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let message = caught.message();
        assert!(message.subject().unwrap().contains(line.trim()), "{line:?}: {:?}", message.subject());
        assert!(caught.text().contains(&line), "{line:?}: {}", caught.text());
        let page = Html::parse_document(&caught.html());
        assert!(text_of(&caught.html()).contains(&line), "{line:?}: {}", caught.html());
        let names: std::collections::BTreeSet<_> =
            page.select(&elements).map(|element| element.value().name()).collect();
        let ours = ["div", "h1", "bdi", "p", "a", "br", "hr"];
        assert!(names.iter().all(|name| ours.contains(name)), "{row:?}: {names:?}");
        for element in page.select(&elements) {
            let fine = |name: &str| ["style", "href", "dir"].contains(&name);
            assert!(element.value().attrs().all(|(name, _)| fine(name)), "{row:?}: {:?}", element.value());
            let link = element.value().attr("href").unwrap_or(PUBLIC);
            assert!(link.starts_with(PUBLIC), "{row:?}: {link}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lines_of_dots_and_of_any_length_arrive_as_they_were() {
    let catcher = Catcher::start(Setup::default()).unwrap();
    let test = with_mail(Engine::Sqlite, &catcher).await;
    // The lead of an invitation begins with the name; so does the line of the message.
    let long = format!(".{}", "a".repeat(3000));
    for (n, name) in [".", "..", ". leading", &long].into_iter().enumerate() {
        invite(&test, Locale::En, name, "x").await;
        let caught = catcher.wait_for(n + 1).await.pop().unwrap();
        assert!(caught.text().starts_with(name), "{}", caught.text());
        assert!(caught.raw.split(|byte| *byte == b'\n').all(|line| line.len() <= 999));
    }
    assert!(catcher.caught()[0].raw.windows(3).any(|bytes| bytes == b"\n. "), "no line begins with a dot");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn addresses_of_other_scripts_are_written_to_where_the_server_takes_them() {
    let catcher = Catcher::start(Setup::default()).unwrap();
    let test = with_mail(Engine::Sqlite, &catcher).await;
    // A domain has a form in ASCII; the part before it has none.
    invite_to(&test, "ana@exämple.org", Locale::De, "Bo", "x").await;
    assert_eq!(catcher.wait_for(1).await[0].to, ["ana@xn--exmple-cua.org"]);
    invite_to(&test, "añá@example.org", Locale::De, "Bo", "x").await;
    assert_eq!(catcher.wait_for(2).await[1].to, ["añá@example.org"]);

    let plain = Catcher::start(Setup { ascii_only: true, ..Setup::default() }).unwrap();
    let test = with_mail(Engine::Sqlite, &plain).await;
    invite_to(&test, "añá@example.org", Locale::De, "Bo", "x").await;
    let reason = crate::mail::parked(&test).await;
    assert!(reason.contains("SMTPUTF8"), "{reason}");
    invite_to(&test, "ana@exämple.org", Locale::He, "Bo", "x").await;
    assert_eq!(plain.wait_for(1).await.len(), 1);
}

/// A server whose catcher's certificate is believed, or not.
async fn encrypted(catcher: &Catcher, believed: bool) -> TestApp {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("certificate.pem");
    std::fs::write(&path, catcher.certificate()).unwrap();
    let mut mail = catcher.settings(PUBLIC);
    if believed {
        mail.smtp_certificates = Some(path.to_str().unwrap().parse().unwrap());
    }
    TestApp::start_with(Engine::Sqlite, |config| config.mail = mail).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_line_is_encrypted_and_the_password_goes_over_it_alone() {
    for tls in [Tls::Implicit, Tls::StartTls] {
        let catcher =
            Catcher::start(Setup { tls, credentials: Some(("giftos", "a-password")), ..Setup::default() }).unwrap();
        let test = encrypted(&catcher, true).await;
        invite(&test, Locale::En, "Bo", "x").await;
        let caught = catcher.wait_for(1).await;
        assert_eq!((caught[0].encrypted, caught[0].user.as_deref()), (true, Some("giftos")), "{tls:?}");

        // Somebody else's certificate: nothing is said to them.
        let test = encrypted(&catcher, false).await;
        invite(&test, Locale::En, "Bo", "x").await;
        let reason = crate::mail::retried(&test).await;
        assert!(reason.to_lowercase().contains("certificate"), "{tls:?}: {reason}");
        assert_eq!(catcher.caught().len(), 1, "{tls:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_from_before_the_encryption_is_not_taken_for_one_to_the_mail() {
    let catcher = Catcher::start(Setup { tls: Tls::StartTls, meddled: true, ..Setup::default() }).unwrap();
    let test = encrypted(&catcher, true).await;
    invite(&test, Locale::En, "Bo", "x").await;
    let reason = crate::mail::retried(&test).await;
    assert!(reason.contains("out of turn"), "{reason}");
    assert!(catcher.caught().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_offers_no_encryption_is_told_nothing() {
    let catcher = Catcher::start(Setup { credentials: Some(("giftos", "a-password")), ..Setup::default() }).unwrap();
    let mut mail = catcher.settings(PUBLIC);
    mail.smtp = Some(catcher.url().replace("?tls=none", "").parse().unwrap());
    let test = TestApp::start_with(Engine::Sqlite, |config| config.mail = mail).await;
    invite(&test, Locale::En, "Bo", "x").await;
    let reason = crate::mail::retried(&test).await;
    assert!(reason.contains("STARTTLS"), "{reason}");
    assert!(catcher.caught().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_of_every_kind_can_be_read_back() {
    let letter = Letter::Invitation { from: "a".to_owned(), group: "b".to_owned(), path: "/c".to_owned() };
    let text = serde_json::to_string(&letter).unwrap();
    assert_eq!(
        text, r#"{"letter":"invitation","from":"a","group":"b","path":"/c"}"#,
        "what lies in a row stays readable"
    );
    assert_eq!(serde_json::from_str::<Letter>(&text).unwrap(), letter);
}
