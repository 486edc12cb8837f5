//! Joining by an invite's link with nothing installed, and invitations by mail.

use giftos::config::{Config, Registration};
use giftos_tests::app::{PASSWORD, body_of, sent};
use giftos_tests::catcher::{Catcher, Setup};
use giftos_tests::{Engine, Person, TestApp, on_both_engines};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::groups::{group, group_path};
use crate::mail::with_mail;
use crate::wishes::{board, board_path, entries, id, text};

async fn invite(admin: &Person, group: &Value, role: &str) -> Value {
    body_of(admin.post(&group_path(group, "/invites"), &json!({"id": id(), "role": role})).await, 201).await
}

async fn open(test: &TestApp, path: &str) -> (u16, String) {
    let response = sent(test.request(Method::GET, path).header("accept-language", "en")).await;
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn send(test: &TestApp, path: &str, fields: &[(&str, &str)]) -> Response {
    let form: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = test.request(Method::POST, path).header("accept-language", "en");
    sent(request.header("content-type", "application/x-www-form-urlencoded").body(form)).await
}

async fn names(person: &Person, group: &Value) -> Vec<String> {
    let members = body_of(person.get(&group_path(group, "/members")).await, 200).await;
    let mut names: Vec<String> =
        members.as_array().unwrap().iter().map(|member| text(&member["display_name"])).collect();
    // Who joined in the same moment has no order.
    names.sort();
    names
}

on_both_engines! {
    async fn a_link_shows_who_invites_and_the_form_makes_an_account_that_belongs(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let family = group(&ana, "The <b>Family</b>").await;
        let code = text(&invite(&ana, &family, "member").await["code"]);
        let path = format!("/join/{code}");
        let (status, html) = open(&test, &path).await;
        assert_eq!(status, 200);
        for told in ["<bdi>ana</bdi> invites you", "The &lt;b&gt;Family&lt;/b&gt;", "<label for=\"display_name\">", "new-password"] {
            assert!(html.contains(told), "{told}: {html}");
        }
        assert!(html.len() < 12_000 && !html.contains("<script"));

        let fields = [("display_name", "Oma"), ("email", "oma@example.org"), ("password", PASSWORD)];
        let response = send(&test, &path, &fields).await;
        assert_eq!(response.status(), 200);
        assert!(response.headers().get("set-cookie").is_none());
        assert!(response.text().await.unwrap().contains("You are in the group"));
        assert_eq!(names(&ana, &family).await, ["Oma", "ana"]);
        let body = json!({"email": "oma@example.org", "password": PASSWORD});
        let oma = test.person(test.post("/api/v1/sessions", &body).await).await;
        // Who may wish there has a list there, as by the API.
        assert_eq!(entries(&oma, &group_path(&family, "/boards")).await.len(), 2);
        // Again, with the same address: said so, and nothing is made.
        let again = send(&test, &path, &fields).await;
        assert_eq!(again.status(), 409);
        assert!(again.text().await.unwrap().contains("has an account here already"));
    }

    async fn who_has_an_account_joins_with_it(engine) {
        let test = TestApp::start_with(engine, |config: &mut Config| config.sign_ins_per_minute = 8).await;
        let ana = test.register("ana").await;
        test.register("bo").await;
        let family = group(&ana, "Family").await;
        let path = format!("/join/{}/account", text(&invite(&ana, &family, "giver_only").await["code"]));
        assert_eq!(open(&test, &path).await.0, 200);
        let wrong = send(&test, &path, &[("email", "bo@example.org"), ("password", "another-guess-77")]).await;
        assert_eq!(wrong.status(), 401);
        let nobody = send(&test, &path, &[("email", "nobody@example.org"), ("password", PASSWORD)]).await;
        assert_eq!(nobody.status(), 401);
        // Whether the address has an account is not told by the page either, but for what was typed into it.
        let shown = |html: String| html.replace("bo@example.org", "*").replace("nobody@example.org", "*");
        assert_eq!(shown(wrong.text().await.unwrap()), shown(nobody.text().await.unwrap()));
        assert_eq!(send(&test, &path, &[("email", "bo@example.org"), ("password", PASSWORD)]).await.status(), 200);
        assert_eq!(names(&ana, &family).await, ["ana", "bo"]);
        // Each was a try at a password.
        let mut last = 0;
        for _ in 0..9 {
            last = send(&test, &path, &[("email", "bo@example.org"), ("password", "x")]).await.status().as_u16();
        }
        assert_eq!(last, 429);
    }

    async fn what_cannot_be_joined_makes_no_account(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let family = group(&ana, "Family").await;
        let open_one = invite(&ana, &family, "member").await;
        let taken_back = invite(&ana, &family, "member").await;
        body_of(ana.delete(&group_path(&family, &format!("/invites/{}", text(&taken_back["id"])))).await, 204).await;
        let fields = [("display_name", "Oma"), ("email", "oma@example.org"), ("password", PASSWORD)];
        let gone = [text(&taken_back["code"]), "A".repeat(32), "x".to_owned()];
        let mut said = Vec::new();
        for code in &gone {
            said.push(open(&test, &format!("/join/{code}")).await);
            assert_eq!(send(&test, &format!("/join/{code}"), &fields).await.status(), 404);
        }
        assert!(said.iter().all(|answer| answer.0 == 404 && *answer == said[0]), "{said:?}");
        let path = format!("/join/{}", text(&open_one["code"]));
        for (name, email, password) in [("", "oma@example.org", PASSWORD), ("Oma", "no address", PASSWORD), ("Oma", "oma@example.org", "short")] {
            let refused = send(&test, &path, &[("display_name", name), ("email", email), ("password", password)]).await;
            assert_eq!(refused.status(), 422, "{name} {email}");
            let html = refused.text().await.unwrap();
            assert!(html.contains("role=\"alert\"") && !html.contains(PASSWORD), "{html}");
        }
        let signed = test.post("/api/v1/sessions", &json!({"email": "oma@example.org", "password": PASSWORD})).await;
        assert_eq!(signed.status(), 401);
        assert_eq!(names(&ana, &family).await, ["ana"]);
    }

    async fn an_invite_and_a_list_go_by_mail_and_can_be_stopped(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let test = with_mail(engine, &catcher).await;
        let ana = test.register("ana").await;
        let bo = test.register("bo").await;
        catcher.wait_for(2).await;
        let family = group(&ana, "Family").await;
        let made = invite(&ana, &family, "member").await;
        let mail = group_path(&family, &format!("/invites/{}/mail", text(&made["id"])));
        let to = json!({"email": "oma@example.net"});
        body_of(ana.post(&mail, &to).await, 202).await;
        let list = board(&ana, "Birthday", "link").await;
        body_of(ana.post(&board_path(&list, "/link/mail"), &to).await, 202).await;
        let mails = catcher.wait_for(4).await;
        for (subject, link) in [("ana invites you to Family", format!("/join/{}", text(&made["code"]))),
            ("ana shows you the list Birthday", format!("/l/{}", text(&list["link_token"])))] {
            let found = mails.iter().find(|mail| mail.message().subject() == Some(subject)).unwrap_or_else(|| panic!("no mail: {subject}"));
            assert!(found.to.iter().all(|to| to.contains("oma@example.net")), "{:?}", found.to);
            assert!(found.text().contains(&link) && found.html().contains(&link), "{}", found.text());
            assert!(String::from_utf8_lossy(&found.raw).contains("List-Unsubscribe: <"));
        }
        // Whose group and board it is not, and what is not shown by link.
        body_of(bo.post(&mail, &to).await, 404).await;
        body_of(bo.post(&board_path(&list, "/link/mail"), &to).await, 404).await;
        let private = board(&ana, "Mine", "private").await;
        body_of(ana.post(&board_path(&private, "/link/mail"), &to).await, 409).await;
        body_of(ana.post(&mail, &json!({"email": "no address"})).await, 422).await;
        // Five to one address in an hour, whoever asks.
        for expected in [202, 202, 202, 429] {
            body_of(ana.post(&mail, &to).await, expected).await;
        }
    }
}

/// The server takes no new accounts: the page says so, and leads to the form for those who have one.
#[tokio::test]
async fn where_no_account_is_made_one_that_is_there_still_joins() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/giftos.sqlite", folder.path().display());
    let mut test = TestApp::start_with(Engine::Sqlite, |config: &mut Config| config.database_url = url.clone()).await;
    let ana = test.register("ana").await;
    test.register("bo").await;
    let family = group(&ana, "Family").await;
    let path = format!("/join/{}", text(&invite(&ana, &family, "member").await["code"]));
    test.stop().await;
    let test = TestApp::start_with(Engine::Sqlite, |config: &mut Config| {
        config.database_url = url;
        config.registration = Registration::Closed;
    })
    .await;
    let (status, html) = open(&test, &path).await;
    assert!(status == 200 && html.contains("takes no new accounts") && !html.contains("<form"), "{html}");
    let fields = [("display_name", "Oma"), ("email", "oma@example.org"), ("password", PASSWORD)];
    assert_eq!(send(&test, &path, &fields).await.status(), 403);
    let fields = [("email", "bo@example.org"), ("password", PASSWORD)];
    assert_eq!(send(&test, &format!("{path}/account"), &fields).await.status(), 200);
}
