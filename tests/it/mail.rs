//! Mails as jobs: sent for what is on the disk alone, tried again, given up with a reason, spared whom wants none.

use std::time::{Duration, Instant};

use giftos::db::{Batch, Db};
use giftos::locale::Locale;
use giftos::mail::{Letter, Recipient, enqueue, queue};
use giftos_tests::app::{body_of, sent};
use giftos_tests::catcher::{Catcher, Fault, Setup, Step};
use giftos_tests::{Engine, TestApp, on_both_engines};
use reqwest::Method;

/// Where people reach the server, as far as its mails know.
pub(crate) const PUBLIC: &str = "https://gifts.example.org";

/// A server that sends through the catcher.
pub(crate) async fn with_mail(engine: Engine, catcher: &Catcher) -> TestApp {
    TestApp::start_with(engine, |config| config.mail = catcher.settings(PUBLIC)).await
}

fn invitation(from: &str, group: &str) -> Letter {
    Letter::Invitation { from: from.to_owned(), group: group.to_owned(), path: "/join/abc".to_owned() }
}

/// Writes down an invitation to Ana.
pub(crate) async fn invite(test: &TestApp, locale: Locale, from: &str, group: &str) {
    invite_to(test, "ana@example.org", locale, from, group).await;
}

pub(crate) async fn invite_to(test: &TestApp, address: &str, locale: Locale, from: &str, group: &str) {
    let mut batch = Batch::default();
    queue(&test.app, &mut batch, &Recipient::new(address, locale).unwrap(), &invitation(from, group));
    test.app.db.carry_out(batch).await.unwrap();
}

/// One text of one row, on either engine; `None` where there is no row or it is null.
pub(crate) async fn one(test: &TestApp, query: &'static str) -> Option<String> {
    let found: Option<Option<String>> = match &test.app.db {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(query).fetch_optional(readers).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_scalar(query).fetch_optional(pool).await.unwrap(),
    };
    found.flatten()
}

/// Waits for a text.
pub(crate) async fn eventually(test: &TestApp, query: &'static str) -> String {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(text) = one(test, query).await {
            return text;
        }
        assert!(Instant::now() < deadline, "waited for {query}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The reason of a mail that nobody tries to send any more.
pub(crate) async fn parked(test: &TestApp) -> String {
    eventually(test, "select last_error from job where kind = 'send_mail' and parked_at is not null").await
}

/// The reason of a mail that is tried again.
pub(crate) async fn retried(test: &TestApp) -> String {
    eventually(test, "select last_error from job where kind = 'send_mail' and parked_at is null and attempts > 0").await
}

/// Waits until a try of the mail has ended and it is put off for so many seconds. Before that somebody holds it, and whoever
/// moved the clock then would have its hold run out and the mail tried twice at once.
async fn rests_for(test: &TestApp, seconds: u64) {
    let due = test.clock.now().plus_millis(i64::try_from(seconds).unwrap() * 1000).as_millis().to_string();
    let deadline = Instant::now() + Duration::from_secs(30);
    let query = "select cast(run_at as text) from job where kind = 'send_mail' and last_error is not null";
    loop {
        let found = one(test, query).await;
        if found.as_deref() == Some(&due) {
            return;
        }
        assert!(Instant::now() < deadline, "put off until {found:?} instead of {due}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn state(test: &TestApp) -> String {
    eventually(test, "select state from mail where state <> 'waiting'").await
}

on_both_engines! {
    async fn a_mail_is_sent_for_what_was_written_and_for_nothing_else(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        let to = Recipient::new("ana@example.org", Locale::En).unwrap();
        let mut tx = test.app.db.begin().await.unwrap();
        enqueue(&test.app, &mut tx, &to, &invitation("Taken back", "x")).await.unwrap();
        drop(tx);
        let mut tx = test.app.db.begin().await.unwrap();
        enqueue(&test.app, &mut tx, &to, &invitation("Kept", "x")).await.unwrap();
        tx.commit().await.unwrap();
        assert!(catcher.wait_for(1).await[0].text().starts_with("Kept"));
        assert_eq!(state(&test).await, "sent");
        // Of what was sent nothing is left that says who wrote what to whom.
        let left = "select recipient || letter || answer from mail";
        assert_eq!(one(&test, left).await.as_deref(), Some("250 2.0.0 taken"));
        // The job ends a transaction later.
        let deadline = Instant::now() + Duration::from_secs(30);
        while one(&test, "select id from job where kind = 'send_mail'").await.is_some() {
            assert!(Instant::now() < deadline, "the job of a mail that was sent stays");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        invite(&test, Locale::En, "Another", "x").await;
        assert_eq!(catcher.wait_for(2).await.len(), 2, "the one that was taken back came");
    }

    async fn a_refusal_for_good_is_kept_with_its_reason_and_not_tried_again(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        for (step, words) in [(Step::Mail, "5.1.8 no such sender"), (Step::Rcpt, "5.1.1 no such user"), (Step::Message, "5.7.1 spam")] {
            let test = with_mail(engine, &catcher).await;
            catcher.fail(step, Fault::Refuse(550, words));
            invite(&test, Locale::En, "Bo", "x").await;
            let reason = parked(&test).await;
            assert!(reason.contains("550") && reason.contains(words), "{reason}");
            assert_eq!(state(&test).await, "refused");
            let sessions = catcher.sessions();
            test.advance(Duration::from_secs(3600));
            invite(&test, Locale::En, "Another", "x").await;
            eventually(&test, "select state from mail where state = 'sent'").await;
            assert_eq!(catcher.sessions(), sessions + 1, "{step:?}");
        }
    }

    async fn what_may_be_otherwise_the_next_time_is_tried_again_and_comes_once(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        let faults = [
            (Step::Greeting, Fault::Refuse(554, "no service")),
            (Step::Greeting, Fault::Drop),
            (Step::Mail, Fault::Refuse(451, "4.3.0 later")),
            (Step::Rcpt, Fault::Refuse(450, "4.2.0 greylisted")),
            (Step::Data, Fault::Drop),
            (Step::Message, Fault::Refuse(452, "4.3.1 full")),
            (Step::Message, Fault::Drop),
        ];
        for (step, fault) in faults {
            catcher.fail(step, fault);
        }
        invite(&test, Locale::En, "Bo", "x").await;
        for wait in [10, 40, 160, 640, 2560, 3600, 3600] {
            rests_for(&test, wait).await;
            test.advance(Duration::from_secs(wait));
        }
        assert_eq!(state(&test).await, "sent");
        assert_eq!(catcher.caught().len(), 1);
        assert_eq!(catcher.sessions(), faults.len() + 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_nobody_knows_whether_it_was_taken_it_comes_again_as_the_same_mail() {
    let catcher = Catcher::start(Setup::default()).unwrap();
    let test = with_mail(Engine::Sqlite, &catcher).await;
    catcher.fail(Step::Message, Fault::KeepAndDrop);
    invite(&test, Locale::En, "Bo", "x").await;
    retried(&test).await;
    test.advance(Duration::from_secs(11));
    let caught = catcher.wait_for(2).await;
    assert_eq!(caught[0].raw, caught[1].raw, "to the letter, so that a mailbox knows it by its Message-ID");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_that_hangs_holds_up_nothing_else() {
    let catcher = Catcher::start(Setup::default()).unwrap();
    let mut mail = catcher.settings(PUBLIC);
    mail.smtp_seconds = 2;
    let test = TestApp::start_with(Engine::Sqlite, |config| config.mail = mail).await;
    let ana = test.register("ana").await;
    catcher.wait_for(1).await;
    let before = catcher.sessions();
    catcher.fail(Step::Rcpt, Fault::Hang);
    invite(&test, Locale::En, "Bo", "x").await;
    catcher.wait_for_sessions(before + 1).await;
    // While it hangs, people are answered, and other mails are sent.
    body_of(ana.get("/api/v1/me").await, 200).await;
    invite(&test, Locale::En, "Another", "x").await;
    let reason = retried(&test).await;
    assert!(reason.contains("too long"), "{reason}");
    test.advance(Duration::from_secs(11));
    let deadline = Instant::now() + Duration::from_secs(30);
    while catcher.caught().iter().filter(|caught| caught.text().contains("would like to have you")).count() < 2 {
        assert!(Instant::now() < deadline, "one of two is missing");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_is_the_operators_fault_and_no_mail_is_lost_by_it() {
    let catcher = Catcher::start(Setup { credentials: Some(("giftos", "a-password")), ..Setup::default() }).unwrap();
    let mut mail = catcher.settings(PUBLIC);
    mail.smtp = Some(catcher.url().replace("a-password", "another").parse().unwrap());
    let mut test = TestApp::start_with(Engine::Sqlite, |config| config.mail = mail).await;
    invite(&test, Locale::En, "Bo", "x").await;
    let reason = retried(&test).await;
    assert!(reason.contains("535") && !reason.contains("another"), "{reason}");
    let url = test.app.config.database_url.clone();
    test.stop().await;
    let right = TestApp::start_with(Engine::Sqlite, |config| {
        (config.mail, config.database_url) = (catcher.settings(PUBLIC), url);
    })
    .await;
    right.advance(Duration::from_secs(11));
    assert_eq!(catcher.wait_for(1).await[0].user.as_deref(), Some("giftos"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_too_late_is_not_sent_any_more() {
    let catcher = Catcher::start(Setup::default()).unwrap();
    let test = with_mail(Engine::Sqlite, &catcher).await;
    catcher.fail(Step::Greeting, Fault::Drop);
    invite(&test, Locale::En, "Bo", "x").await;
    retried(&test).await;
    test.advance(Duration::from_secs(7 * 24 * 3600));
    assert_eq!(state(&test).await, "expired");
    assert_eq!((catcher.sessions(), catcher.caught().len()), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_mail_writes_none_down() {
    let test = TestApp::start(Engine::Sqlite).await;
    invite(&test, Locale::En, "Bo", "x").await;
    assert_eq!(one(&test, "select id from mail").await, None);
    assert_eq!(one(&test, "select id from job where kind = 'send_mail'").await, None);
}

async fn page(test: &TestApp, method: Method, path: &str, language: &str) -> (u16, String) {
    let answer = sent(test.request(method, path).header("accept-language", language)).await;
    let status = answer.status().as_u16();
    let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    (status, answer.text().await.unwrap())
}

on_both_engines! {
    async fn an_address_is_spared_by_the_link_in_the_mail_without_signing_in(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        invite(&test, Locale::En, "Bo", "x").await;
        let caught = catcher.wait_for(1).await.pop().unwrap();
        let raw = String::from_utf8(caught.raw.clone()).unwrap();
        assert!(raw.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{raw}");
        let (_, header) = raw.split_once("\r\nList-Unsubscribe: <").unwrap();
        let (link, _) = header.split_once(">\r\n").unwrap();
        assert_eq!(caught.link(&format!("{PUBLIC}/mail/unsubscribe/")).as_deref(), Some(link));
        let path = link.strip_prefix(PUBLIC).unwrap();
        assert!(!path.contains("ana"), "{path}");

        // Looking behind the link, as mail servers do, changes nothing.
        let (status, text) = page(&test, Method::GET, path, "he").await;
        assert!(status == 200 && text.contains("<html lang=\"he\" dir=\"rtl\">") && text.contains("<button>"), "{text}");
        assert_eq!(page(&test, Method::HEAD, path, "en").await.0, 200);
        invite(&test, Locale::En, "Bo", "again").await;
        assert_eq!(catcher.wait_for(2).await.len(), 2);

        // One letter less, or of another kind, and it is no link of ours.
        for wrong in [path.trim_end_matches(|c| c != '.').to_owned(), path[..path.len() - 1].to_owned(), path.replace("invitations", "account"), format!("{path}%00")] {
            let status = page(&test, Method::POST, &wrong, "en").await.0;
            assert_eq!(status, 404, "{wrong}");
        }
        let press = test.request(Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
        assert_eq!(sent(press.body("List-Unsubscribe=One-Click")).await.status(), 200);
        // Again is as good.
        let (status, text) = page(&test, Method::POST, path, "de").await;
        assert!(status == 200 && text.contains("Erledigt"), "{text}");

        test.advance(Duration::from_secs(1));
        invite_to(&test, "ANA@example.org", Locale::En, "Bo", "spared").await;
        assert_eq!(eventually(&test, "select state from mail where state = 'unwanted'").await, "unwanted");
        invite_to(&test, "ben@example.org", Locale::En, "Bo", "x").await;
        assert_eq!(catcher.wait_for(3).await[2].to, ["ben@example.org"]);
    }
}
