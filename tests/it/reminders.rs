//! Claims of which nothing is heard: their givers are asked, then they are free again, and whoever they are for knows nothing of it.

use std::time::Duration;

use giftos_tests::app::body_of;
use giftos_tests::catcher::{Catcher, Setup};
use giftos_tests::{Engine, Person, TestApp, on_both_engines};
use serde_json::{Value, json};

use crate::account_mail::{confirm, token};
use crate::claims::{Family, claim_path, claiming, family_of, until};
use crate::groups::{again, group_path};
use crate::mail::one;
use crate::wishes::{board_path, entries, item_path, told};

const DAY: u64 = 86_400;

async fn line(person: &Person) -> Value {
    entries(person, "/api/v1/claims").await.into_iter().next().unwrap_or_default()
}

async fn lapsed(person: &Person) -> Vec<Value> {
    body_of(person.get("/api/v1/claims/lapsed").await, 200).await.as_array().unwrap().clone()
}

/// How often somebody was told that claims on a wish changed.
async fn events(person: &Person, item: &str) -> usize {
    let events = entries(person, "/api/v1/events?after=0").await;
    events.iter().filter(|event| event["type"] == "claims_changed" && event["item_id"] == item).count()
}

/// A family on a server that sends mail. Bo has confirmed his address, Cy has not.
async fn posted(engine: Engine, catcher: &Catcher) -> Family {
    let family = family_of(crate::mail::with_mail(engine, catcher).await).await;
    let caught = catcher.wait_for(3).await;
    let to_bo = caught.iter().find(|mail| mail.to.iter().any(|to| to == "bo@example.org")).unwrap();
    body_of(confirm(&family.test, &token(to_bo, "confirm")).await, 204).await;
    family
}

impl Family {
    /// Moves the clock, and signs in anew whose token is no longer good.
    async fn days(&mut self, days: u64) {
        self.test.advance(Duration::from_secs(days * DAY));
        let test = &self.test;
        (self.ana, self.bo, self.cy) = (again(test, "ana").await, again(test, "bo").await, again(test, "cy").await);
    }
}

on_both_engines! {
    async fn a_claim_of_which_nothing_is_heard_is_asked_about_and_then_free(engine) {
        let catcher = Catcher::start(Setup::default()).unwrap();
        let mut family = posted(engine, &catcher).await;
        let (bowl, vase) = (family.wish("Bowl", json!(1)).await, family.wish("Vase", json!(1)).await);
        let (_, made) = claiming(&family.bo, &bowl, 1).await;
        let (_, bought) = claiming(&family.cy, &vase, 1).await;
        body_of(family.cy.patch(&claim_path(&bought, ""), Some("*"), &json!({"state": "bought"})).await, 200).await;
        let mine = line(&family.bo).await;
        assert_eq!((&mine["asked_at"], mine["lapses_at"].as_i64()), (&Value::Null, Some(giftos_tests::app::START.as_millis() + 28 * 86_400_000)));
        assert_eq!(line(&family.cy).await["lapses_at"], Value::Null, "what is bought is nobody's to ask about");
        family.days(20).await;
        assert_eq!(line(&family.bo).await["asked_at"], Value::Null);

        family.days(1).await;
        until("it is asked about", async || line(&family.bo).await["asked_at"].is_i64()).await;
        let mails = catcher.wait_for(4).await;
        let mail = &mails[3];
        assert_eq!(mail.to, ["bo@example.org"]);
        assert_eq!(mail.message().subject(), Some("Do you still give it?"), "what it is is not for whoever looks at a screen");
        assert!(mail.text().contains("you give Bowl"), "{}", mail.text());
        assert_eq!(line(&family.bo).await["version"], made["version"], "nobody else is told that they were asked");
        let events = async |family: &Family| (events(&family.bo, &bowl).await, events(&family.cy, &bowl).await, events(&family.ana, &bowl).await);
        assert_eq!(events(&family).await, (2, 1, 0));
        // No clock goes on while the job of a mail is held.
        until("the mail is done with", async || one(&family.test, "select id from job where kind = 'send_mail' limit 1").await.is_none()).await;

        family.days(7).await;
        until("it is free", async || line(&family.bo).await.is_null()).await;
        let gone = lapsed(&family.bo).await;
        assert_eq!((gone.len(), &gone[0]["snapshot"]["title"], &gone[0]["lapses_at"]), (1, &json!("Bowl"), &Value::Null));
        assert_eq!(events(&family).await, (3, 2, 0));
        assert_eq!(line(&family.cy).await["state"], "bought");
        // While it is free it can be taken up again, and begins anew.
        body_of(family.bo.post(&claim_path(&made, "/confirm"), &json!({})).await, 409).await;
        body_of(family.bo.post(&claim_path(&made, "/restore"), &json!({})).await, 200).await;
        assert_eq!((lapsed(&family.bo).await, &line(&family.bo).await["asked_at"]), (vec![], &Value::Null));
        assert_eq!(catcher.caught().len(), 4, "one mail for each time it is asked");
    }

    async fn whoever_says_something_keeps_it_for_three_weeks_more(engine) {
        let mut family = family_of(TestApp::start(engine).await).await;
        let (bowl, vase) = (family.wish("Bowl", json!(1)).await, family.wish("Vase", json!(1)).await);
        let ((_, still), (_, noted)) = (claiming(&family.bo, &bowl, 1).await, claiming(&family.cy, &vase, 1).await);
        family.days(21).await;
        until("both are asked about", async || line(&family.bo).await["asked_at"].is_i64() && line(&family.cy).await["asked_at"].is_i64()).await;
        family.days(6).await;
        assert_eq!(told(family.cy.post(&claim_path(&still, "/confirm"), &json!({})).await).await.0, 404, "nobody else says it");
        let said = body_of(family.bo.post(&claim_path(&still, "/confirm"), &json!({})).await, 200).await;
        assert_eq!(said["version"], still["version"]);
        body_of(family.cy.patch(&claim_path(&noted, ""), Some("*"), &json!({"note": "blue"})).await, 200).await;
        for person in [&family.bo, &family.cy] {
            assert_eq!(line(person).await["asked_at"], Value::Null);
        }
        family.days(20).await;
        assert!(line(&family.bo).await["asked_at"].is_null() && line(&family.cy).await["asked_at"].is_null());
        family.days(1).await;
        until("and asked about again", async || line(&family.bo).await["asked_at"].is_i64()).await;
        body_of(family.bo.patch(&claim_path(&still, ""), Some("*"), &json!({"state": "bought"})).await, 200).await;
        family.days(60).await;
        assert_eq!((line(&family.bo).await["state"].clone(), lapsed(&family.bo).await), (json!("bought"), vec![]));
    }

    async fn whoever_it_is_for_sees_the_same_while_it_is_claimed_asked_about_and_lapsed(engine) {
        let mut family = family_of(TestApp::start(engine).await).await;
        let bowl = family.wish("Bowl", json!(1)).await;
        let paths = [
            item_path(&bowl, ""), item_path(&bowl, "/claims"), board_path(&family.list, ""), board_path(&family.list, "/items"), board_path(&family.list, "/claims"),
            "/api/v1/claims".to_owned(), "/api/v1/claims/lapsed".to_owned(), "/api/v1/claims/totals".to_owned(), "/api/v1/events?after=0".to_owned(),
            group_path(&family.group, ""), group_path(&family.group, "/members"), "/api/v1/items".to_owned(),
        ];
        let look = async |ana: &Person| {
            let mut seen = Vec::new();
            for path in &paths {
                let response = ana.get(path).await;
                seen.push((path.clone(), response.headers().get("etag").cloned(), told(response).await));
            }
            seen
        };
        let before = look(&family.ana).await;
        let (_, made) = claiming(&family.bo, &bowl, 1).await;
        family.days(21).await;
        until("it is asked about", async || line(&family.bo).await["asked_at"].is_i64()).await;
        assert_eq!(look(&family.ana).await, before);
        assert_eq!(told(family.ana.post(&claim_path(&made, "/confirm"), &json!({})).await).await.0, 404);
        family.days(7).await;
        until("it is free", async || line(&family.bo).await.is_null()).await;
        assert_eq!(look(&family.ana).await, before);
    }
}
