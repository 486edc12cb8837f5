//! Guests: somebody without an account gives by the link of a mail, sees what who invited them sees, and nobody who is to be surprised becomes one.

use std::time::Duration;

use futures::future::join_all;
use giftos_tests::app::{START, body_of, sent};
use giftos_tests::catcher::{Catcher, Setup};
use giftos_tests::{Person, TestApp, on_both_engines};
use regex::Regex;
use reqwest::Method;
use reqwest::header::LOCATION;
use serde_json::{Value, json};

use crate::account_mail::{change_address, confirm, token};
use crate::claims::{Family, claiming, family_of, until};
use crate::groups::{again, group_path};
use crate::mail::{PUBLIC, with_mail};
use crate::my_pages::Browser;
use crate::wishes::{board, board_path, id, item_path, text, told};

/// A family whose server sends mail, with their own confirmations out of the way.
async fn mailing(engine: giftos_tests::Engine) -> (Family, Catcher) {
    let catcher = Catcher::start(Setup::default()).unwrap();
    let family = family_of(with_mail(engine, &catcher).await).await;
    catcher.wait_for(3).await;
    (family, catcher)
}

async fn invite(giver: &Person, list: &Value, name: &str, email: &str) -> (u16, Value) {
    told(giver.post(&board_path(list, "/guests"), &json!({"id": id(), "name": name, "email": email})).await).await
}

/// The path of the newest link to this address.
async fn link_to(catcher: &Catcher, email: &str) -> String {
    let link = || {
        let mails = catcher.caught();
        let mail = mails
            .iter()
            .rev()
            .find(|mail| mail.to.iter().any(|to| to.contains(email)) && mail.text().contains("/guest/"))?;
        mail.link(&format!("{PUBLIC}/guest/")).map(|link| link[PUBLIC.len()..].to_owned())
    };
    until("a guest's mail", async || link().is_some()).await;
    link().unwrap()
}

/// An invited guest who pressed the button of their link; gives its path.
async fn guest(family: &Family, catcher: &Catcher, giver: &Person, name: &str) -> String {
    let email = format!("{name}@example.net");
    assert_eq!(invite(giver, &family.list, name, &email).await.0, 201);
    let path = link_to(catcher, &email).await;
    assert_eq!(press(&family.test, &path, &[]).await.0, 303);
    path
}

async fn open(test: &TestApp, path: &str) -> (u16, String) {
    let response = sent(test.request(Method::GET, path).header("accept-language", "en")).await;
    assert_eq!(response.headers()["cache-control"], "private, no-store");
    assert_eq!(response.headers()["referrer-policy"], "no-referrer");
    (response.status().as_u16(), response.text().await.unwrap())
}

/// Sends a form; gives the status and what is told of it on the way on.
async fn press(test: &TestApp, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let form: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = test.request(Method::POST, path).header("accept-language", "en");
    let response = sent(request.header("content-type", "application/x-www-form-urlencoded").body(form)).await;
    let to = response.headers().get(LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
    (response.status().as_u16(), to.split_once("?done=").map(|(_, done)| done.to_owned()).unwrap_or_default())
}

async fn give(test: &TestApp, path: &str, item: &str) -> (u16, String) {
    press(test, &format!("{path}/give"), &[("item", item)]).await
}

async fn give_back(test: &TestApp, path: &str) -> (u16, String) {
    let html = open(test, path).await.1;
    let (_, rest) = html.split_once("name=\"claim\" value=\"").unwrap_or_else(|| panic!("nothing given: {html}"));
    press(test, &format!("{path}/back"), &[("claim", rest.split('"').next().unwrap())]).await
}

/// Everything that the owner of the list reads, without what was drawn for it by chance.
async fn all_that_the_owner_sees(family: &Family, items: &[&str]) -> Vec<String> {
    let drawn = Regex::new("(name=\"(?:id|claim)\" value=\")[^\"]+").unwrap();
    let request_id = Regex::new("\"instance\":\"[^\"]+\"").unwrap();
    let word = Regex::new("name=\"form\" value=\"[^\"]+\"").unwrap();
    let list = text(&family.list["id"]);
    let group = text(&family.group["id"]);
    let mut paths =
        vec!["/api/v1/events?after=0".to_owned(), "/api/v1/activity".to_owned(), "/api/v1/claims".to_owned()];
    paths.extend(
        ["", "/items", "/claims", "/guests", "/policy", "/owners"].map(|rest| format!("/api/v1/boards/{list}{rest}")),
    );
    paths.extend(["", "/members", "/boards"].map(|rest| format!("/api/v1/groups/{group}{rest}")));
    for item in items {
        paths.extend(["", "/claims", "/history"].map(|rest| item_path(item, rest)));
    }
    let mut seen = Vec::new();
    for path in &paths {
        let response = family.ana.get(path).await;
        let status = response.status();
        seen.push(format!("{path} {status} {}", request_id.replace_all(&response.text().await.unwrap(), "")));
    }
    let mut browser = Browser::of(&family.test, "ana").await;
    for path in ["/my".to_owned(), "/my/gifts".to_owned(), format!("/my/lists/{list}"), format!("/my/groups/{group}")] {
        let html = browser.open(&path).await.html;
        seen.push(word.replace_all(&drawn.replace_all(&html, "$1"), "").into_owned());
    }
    seen
}

on_both_engines! {
    async fn somebody_without_an_account_sees_what_is_free_gives_it_and_takes_it_back_by_one_link(engine) {
        let (family, catcher) = mailing(engine).await;
        let (mug, book) = (family.wish("Blue mug", json!(1)).await, family.wish("Old book", json!(2)).await);
        assert_eq!(claiming(&family.cy, &book, 1).await.0, 201);
        let (status, made) = invite(&family.bo, &family.list, "Oma <Erna>", "erna@example.net").await;
        assert_eq!((status, &made["email"], &made["confirmed_at"]), (201, &json!("erna@example.net"), &Value::Null));
        let path = link_to(&catcher, "erna@example.net").await;
        let mail = catcher.caught().into_iter().rev().find(|mail| mail.text().contains(&path)).unwrap();
        assert_eq!(mail.message().subject(), Some("bo lets you choose a gift from ana · Family"));
        assert!(String::from_utf8_lossy(&mail.raw).contains("List-Unsubscribe: <"));

        // Whoever opens links of mails to look behind them sees nothing, and changes nothing.
        let (status, html) = open(&family.test, &path).await;
        assert!(status == 200 && html.contains("<bdi>bo</bdi> lets you see") && !html.contains("Blue mug"), "{html}");
        assert!(!html.contains("<script") && html.len() < 12_000);
        assert_eq!(give(&family.test, &path, &mug).await, (303, "gone".to_owned()), "not before the press");
        assert_eq!(press(&family.test, &path, &[]).await, (303, String::new()));

        let (_, html) = open(&family.test, &path).await;
        for told in ["Blue mug", "I give this", "Free: 1 of 2", "This page is yours alone"] {
            assert!(html.contains(told), "{told}: {html}");
        }
        assert!(!html.contains(">cy<") && !html.contains("Given by"), "no giver's name: {html}");
        assert_eq!(give(&family.test, &path, &mug).await, (303, "given".to_owned()));
        assert_eq!(give(&family.test, &path, &mug).await, (303, "given".to_owned()), "again is as good");
        let (_, html) = open(&family.test, &path).await;
        assert!(html.contains("What you give") && html.contains("You give this"), "{html}");
        let seen = body_of(family.cy.get(&item_path(&mug, "/claims")).await, 200).await;
        assert_eq!((&seen["taken"], &seen["claims"][0]["giver"], &seen["claims"][0]["mine"]), (&json!(1), &json!("Oma <Erna>"), &json!(false)));
        let on_board = body_of(family.cy.get(&board_path(&family.list, "/claims")).await, 200).await;
        assert_eq!(on_board.as_array().unwrap().len(), 2);
        let page = Browser::of(&family.test, "cy").await.open(&format!("/my/lists/{}", text(&family.list["id"]))).await.html;
        assert!(page.contains("Given by <bdi>Oma &lt;Erna&gt;</bdi>") && page.contains("Taken"), "{page}");
        assert_eq!(claiming(&family.cy, &mug, 1).await.1["detail"], "0 of 1 are free.");
        // The other one is taken by another guest a moment before.
        let other = guest(&family, &catcher, &family.cy, "uncle").await;
        assert_eq!(give(&family.test, &other, &book).await.1, "given");
        assert_eq!(give(&family.test, &path, &book).await.1, "taken");
        assert!(open(&family.test, &format!("{path}?done=taken")).await.1.contains("Somebody else was faster"));
        assert!(open(&family.test, &other).await.1.contains("Taken"));

        assert_eq!(give_back(&family.test, &path).await, (303, "back".to_owned()));
        assert_eq!(claiming(&family.cy, &mug, 1).await.0, 201);
        assert!(open(&family.test, &path).await.1.contains("Taken"));
    }

    async fn whoever_it_is_for_sees_the_same_with_guests_and_without(engine) {
        let (family, catcher) = mailing(engine).await;
        let mug = family.wish("Blue mug", json!(1)).await;
        let before = all_that_the_owner_sees(&family, &[&mug]).await;
        let path = guest(&family, &catcher, &family.bo, "oma").await;
        assert_eq!(give(&family.test, &path, &mug).await.1, "given");
        // Those who give are told, by a job that comes a moment later.
        let told_of = async |person: &Person| body_of(person.get("/api/v1/events?after=0").await, 200).await.to_string();
        until("the others are told", async || {
            let log = told_of(&family.cy).await;
            log.contains("list_changed") && log.contains("claims_changed")
        }).await;
        for (before, after) in before.iter().zip(&all_that_the_owner_sees(&family, &[&mug]).await) {
            assert_eq!(before, after);
        }
        // She neither reads nor makes nor removes any, and is told the same whatever there is.
        for list in [family.list.clone(), board(&family.ana, "Mine", "private").await] {
            let guests = board_path(&list, "/guests");
            assert_eq!(family.ana.get(&guests).await.status(), 403);
            assert_eq!(invite(&family.ana, &list, "Oma", "oma@example.net").await.0, 403);
            assert_eq!(family.ana.delete(&format!("{guests}/{}", id())).await.status(), 403);
        }
        // Of her own server's mails to that address she is refused no earlier than of those to any other.
        let linked = board(&family.ana, "Birthday", "link").await;
        for address in ["oma@example.net", "nobody@example.net"] {
            let mut said = Vec::new();
            for _ in 0..6 {
                said.push(family.ana.post(&board_path(&linked, "/link/mail"), &json!({"email": address})).await.status().as_u16());
            }
            assert_eq!(said, [202, 202, 202, 202, 202, 429], "{address}");
        }
    }

    async fn a_second_address_of_an_owner_learns_nothing(engine) {
        let (family, catcher) = mailing(engine).await;
        let (mug, bowl) = (family.wish("Blue mug", json!(1)).await, family.wish("Bowl", json!(1)).await);
        // By the address of her account, whoever invites it: the list as anybody sees it, and nothing is given.
        assert_eq!(invite(&family.bo, &family.list, "Ana", "ANA@example.org").await.0, 201);
        let own = link_to(&catcher, "ANA@example.org").await;
        press(&family.test, &own, &[]).await;
        let before = open(&family.test, &own).await;
        assert!(before.1.contains("Blue mug") && !before.1.contains("I give this") && !before.1.contains("Free"), "{}", before.1);
        assert_eq!(claiming(&family.cy, &mug, 1).await.0, 201);
        assert_eq!(open(&family.test, &own).await, before);
        assert_eq!((give(&family.test, &own, &mug).await.1, give(&family.test, &own, &bowl).await.1), ("gone".to_owned(), "gone".to_owned()));
        // Nor once her account has another address.
        assert!(change_address(&family.ana, "other@example.org").await.status().is_success());
        until("the mail to her new address", async || catcher.caught().iter().any(|mail| mail.to == ["other@example.org"])).await;
        let mail = catcher.caught().into_iter().rev().find(|mail| mail.to == ["other@example.org"]).unwrap();
        assert!(confirm(&family.test, &token(&mail, "confirm")).await.status().is_success());
        assert_eq!(open(&family.test, &own).await, before);
        // Links of her own making, and another guest's with one sign changed, are as links that never were.
        let path = guest(&family, &catcher, &family.bo, "oma").await;
        let gone = open(&family.test, &format!("/guest/{}.{}", id(), "A".repeat(43))).await;
        assert_eq!(gone.0, 404);
        let (whole, signature) = path.rsplit_once('.').unwrap();
        let changed = if signature.starts_with('A') { "B" } else { "A" };
        for forged in [format!("{whole}.{changed}{}", &signature[1..]), whole.to_owned(), format!("{}.{signature}", whole.to_uppercase().replace("/GUEST/", "/guest/")), "/guest/x".to_owned()] {
            assert_eq!(open(&family.test, &forged).await, gone, "{forged}");
            assert_eq!(give(&family.test, &forged, &bowl).await.0, 404);
            assert_eq!(press(&family.test, &format!("{forged}/back"), &[("claim", &id())]).await.0, 404);
        }
        // By her own link nothing is said of anybody, and nothing can be given there.
        let linked = board(&family.ana, "Birthday", "link").await;
        assert!(family.ana.put(&board_path(&linked, &format!("/items/{mug}")), &json!({})).await.status().is_success());
        let shown = sent(family.test.request(Method::GET, &format!("/l/{}", text(&linked["link_token"])))).await.text().await.unwrap();
        assert!(shown.contains("Blue mug") && !shown.contains("<form") && !shown.contains("Taken"), "{shown}");
        // Guests of a list give what lies there and nothing else, whatever who invited them may give.
        let elsewhere = board(&family.bo, "Ideas", "private").await;
        let alone = json!({"id": id(), "boards": [elsewhere["id"]], "title": "Only there"});
        let alone = text(&body_of(family.bo.post("/api/v1/items", &alone).await, 201).await["item"]["id"]);
        assert_eq!(give(&family.test, &path, &alone).await.1, "gone");
    }

    async fn a_guest_sees_as_long_as_who_invited_them_gives_there(engine) {
        let (family, catcher) = mailing(engine).await;
        let mug = family.wish("Blue mug", json!(1)).await;
        let path = guest(&family, &catcher, &family.bo, "oma").await;
        let unseen = guest(&family, &catcher, &family.bo, "uncle").await;
        assert_eq!(give(&family.test, &path, &mug).await.1, "given");
        // Bo is one of those it is for by now.
        let editor = json!({"email": "bo@example.org"});
        assert!(family.ana.post(&board_path(&family.list, "/editors"), &editor).await.status().is_success());
        let bo = crate::groups::account(&family.bo).await;
        assert!(family.ana.put(&board_path(&family.list, &format!("/owners/{bo}")), &json!({})).await.status().is_success());
        let (status, html) = open(&family.test, &path).await;
        assert!(status == 200 && html.contains("not shown to you any more") && html.contains("Blue mug"), "{html}");
        assert!(!html.contains("I give this") && !html.contains("class=\"tile"), "{html}");
        assert_eq!(open(&family.test, &unseen).await.0, 404, "nothing is left for them");
        assert_eq!(give(&family.test, &unseen, &mug).await.1, "gone");
        assert_eq!(give_back(&family.test, &path).await.1, "back", "always");
        assert_eq!(open(&family.test, &path).await.0, 404);
        // Who left the group shows nothing more either.
        let aunt = guest(&family, &catcher, &family.cy, "aunt").await;
        assert!(open(&family.test, &aunt).await.1.contains("I give this"));
        let cy = crate::groups::account(&family.cy).await;
        assert_eq!(family.cy.delete(&group_path(&family.group, &format!("/members/{cy}"))).await.status(), 204);
        assert_eq!(open(&family.test, &aunt).await.0, 404);
    }

    async fn other_givers_know_of_every_guest_and_take_off_whom_they_like(engine) {
        let (family, catcher) = mailing(engine).await;
        let mug = family.wish("Blue mug", json!(1)).await;
        let path = guest(&family, &catcher, &family.bo, "oma").await;
        assert_eq!(give(&family.test, &path, &mug).await.1, "given");
        let guests = board_path(&family.list, "/guests");
        let seen = body_of(family.cy.get(&guests).await, 200).await;
        let only = &seen[0];
        assert_eq!((&only["name"], &only["invited_by"], &only["email"]), (&json!("oma"), &json!("bo"), &Value::Null));
        assert!(only["confirmed_at"].is_i64());
        let list = format!("/my/lists/{}", text(&family.list["id"]));
        let mut cy = Browser::of(&family.test, "cy").await;
        let page = cy.open(&list).await.html;
        assert!(page.contains("invited by <bdi>bo</bdi>") && !page.contains("oma@example.net"), "{page}");
        // Whose address is a guest's already, and who was sent too many.
        assert_eq!(invite(&family.cy, &family.list, "Oma", "OMA@example.net").await.0, 409);
        let remove = format!("{list}/guests/{}/remove", text(&only["id"]));
        let removed = cy.submit(&remove, &[]).await;
        assert_eq!((removed.status, removed.to), (303, format!("{list}?done=guest_gone")));
        assert_eq!(open(&family.test, &path).await.0, 404);
        assert_eq!(press(&family.test, &path, &[]).await.0, 404);
        assert_eq!(claiming(&family.cy, &mug, 1).await.0, 201, "it is free again");
        for _ in 0..2 {
            let (status, made) = invite(&family.cy, &family.list, "Oma", "oma@example.net").await;
            assert_eq!(status, 201);
            assert_eq!(family.cy.delete(&format!("{guests}/{}", text(&made["id"]))).await.status(), 204);
        }
        assert_eq!(invite(&family.bo, &family.list, "Oma", "oma@example.net").await.0, 429, "three links a day");
        let invited = cy.submit(&format!("{list}/guests"), &[("id", &id()), ("name", "Opa"), ("email", "opa@example.net")]).await;
        assert_eq!((invited.status, invited.to), (303, format!("{list}?done=guest")));
        assert!(link_to(&catcher, "opa@example.net").await.starts_with("/guest/"));
        // Strangers learn nothing, and who may only look may not.
        let eve = family.test.register("eve").await;
        assert_eq!(eve.get(&guests).await.status(), 404);
        let editor = json!({"email": "eve@example.org"});
        assert!(family.ana.post(&board_path(&family.list, "/editors"), &editor).await.status().is_success());
        assert_eq!((eve.get(&guests).await.status().as_u16(), invite(&eve, &family.list, "X", "x@example.net").await.0), (403, 403));
    }

    async fn one_too_many_never_happens_whoever_comes_at_once(engine) {
        let (family, catcher) = mailing(engine).await;
        let mug = family.wish("Blue mug", json!(1)).await;
        let mut paths = Vec::new();
        for name in ["one", "two", "three", "four"] {
            paths.push(guest(&family, &catcher, &family.bo, name).await);
        }
        let guests = join_all(paths.iter().map(|path| give(&family.test, path, &mug)));
        let (guests, bo, cy) = tokio::join!(guests, claiming(&family.bo, &mug, 1), claiming(&family.cy, &mug, 1));
        let won = guests.iter().filter(|(_, done)| done == "given").count();
        let members = [bo.0, cy.0].iter().filter(|status| **status == 201).count();
        assert_eq!(won + members, 1, "{guests:?} {bo:?} {cy:?}");
        assert!(guests.iter().all(|(status, done)| *status == 303 && (done == "given" || done == "taken")), "{guests:?}");
    }

    async fn what_a_guest_gave_is_revealed_at_its_date_and_not_before(engine) {
        let (family, catcher) = mailing(engine).await;
        let day = |after: i64| START.plus_millis(after * 86_400_000).as_millis();
        let occasion = json!({"occasion_at": day(10)});
        body_of(family.ana.put(&board_path(&family.list, "/occasion"), &occasion).await, 200).await;
        let mug = family.wish("Blue mug", json!(1)).await;
        let path = guest(&family, &catcher, &family.bo, "oma").await;
        assert_eq!(give(&family.test, &path, &mug).await.1, "given");
        let seen = async |person: &Person| body_of(person.get(&item_path(&mug, "/claims")).await, 200).await["claims"].clone();
        assert_eq!(seen(&family.ana).await, json!([]));
        family.test.advance(Duration::from_millis(u64::try_from(day(11) - 1 - family.test.clock.now().as_millis()).unwrap()));
        assert_eq!(seen(&again(&family.test, "ana").await).await, json!([]));
        family.test.advance(Duration::from_millis(1));
        assert_eq!(seen(&again(&family.test, "ana").await).await[0]["giver"], "oma");
    }
}
