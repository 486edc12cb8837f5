//! Exchanges: drawn fairly, read by whoever drew alone, mended when somebody comes or goes, and explained where nothing can come out.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures::future::join_all;
use giftos_tests::app::{START, body_of};
use giftos_tests::catcher::{Catcher, Setup};
use giftos_tests::{Engine, Person, TestApp, on_both_engines};
use serde_json::{Value, json};

use crate::account_mail::{confirm, token};
use crate::groups::{account, group, group_path, join};
use crate::wishes::{entries, id, text, told};

/// An exchange of these people, with whatever else is said of it.
pub(crate) async fn exchange(admin: &Person, group: &Value, people: &[&Person], more: &Value) -> Value {
    let people: Vec<Value> = people.iter().map(|person| json!({"account_id": person.tokens.account.id})).collect();
    let mut new = json!({"id": id(), "name": "Christmas draw", "people": people});
    for (name, value) in more.as_object().unwrap() {
        new[name] = value.clone();
    }
    body_of(admin.post(&group_path(group, "/exchanges"), &new).await, 201).await
}

fn path(exchange: &Value, rest: &str) -> String {
    format!("/api/v1/exchanges/{}{rest}", text(&exchange["id"]))
}

async fn draw(person: &Person, exchange: &Value, again: bool) -> (u16, Value) {
    told(person.post(&path(exchange, "/draw"), &json!({"again": again})).await).await
}

/// Whom somebody drew, by name.
async fn drew(person: &Person, exchange: &Value) -> Option<String> {
    let (status, body) = told(person.get(&path(exchange, "/draw")).await).await;
    assert!(status == 200 || status == 404, "{status} {body}");
    (status == 200).then(|| text(&body["gives_to"]["display_name"]))
}

/// Ana, who looks after the group, and the others.
struct Club {
    test: TestApp,
    group: Value,
    people: Vec<Person>,
}

const NAMES: [&str; 6] = ["ana", "bo", "cy", "dee", "eve", "finn"];

impl Club {
    async fn of(test: TestApp, count: usize) -> Self {
        let mut people = Vec::new();
        for name in &NAMES[..count] {
            people.push(test.register(name).await);
        }
        let group = group(&people[0], "Club").await;
        for person in &people[1..] {
            join(&people[0], &group, person, "member").await;
        }
        Self { test, group, people }
    }

    async fn exchange(&self, count: usize, more: &Value) -> Value {
        exchange(&self.people[0], &self.group, &self.people[..count].iter().collect::<Vec<_>>(), more).await
    }

    /// Who drew whom, as each of them reads it.
    async fn drawn(&self, exchange: &Value) -> BTreeMap<&'static str, String> {
        let mut drawn = BTreeMap::new();
        for (name, person) in NAMES.iter().zip(&self.people) {
            if let Some(other) = drew(person, exchange).await {
                drawn.insert(*name, other);
            }
        }
        drawn
    }

    fn id(&self, place: usize) -> Value {
        json!(self.people[place].tokens.account.id)
    }
}

/// Everybody gives to somebody else, and to each somebody gives.
fn whole(drawn: &BTreeMap<&'static str, String>, names: &[&str]) {
    assert_eq!(drawn.keys().copied().collect::<BTreeSet<_>>(), names.iter().copied().collect());
    assert_eq!(drawn.values().map(String::as_str).collect::<BTreeSet<_>>(), names.iter().copied().collect());
    assert!(drawn.iter().all(|(giver, receiver)| giver != receiver), "{drawn:?}");
}

on_both_engines! {
    async fn whoever_takes_part_reads_whom_they_drew_and_nobody_reads_another(engine) {
        let club = Club::of(TestApp::start(engine).await, 6).await;
        let (ana, bo, finn) = (&club.people[0], &club.people[1], &club.people[5]);
        let zoe = club.test.register("zoe").await;
        let more = json!({"budget": {"amount_minor": 2500, "currency": "EUR"}, "held_at": START.plus_millis(86_400_000).as_millis(),
            "exclusions": [{"one": club.id(1), "other": club.id(2)}]});
        let made = club.exchange(5, &more).await;
        assert_eq!((&made["budget"]["amount_minor"], &made["drawn_at"], &made["past_draws"]), (&json!(2500), &Value::Null, &json!(1)));
        assert_eq!(made["exclusions"].as_array().unwrap().len(), 1);
        let nothing = told(ana.get(&path(&json!({"id": id()}), "/draw")).await).await;
        assert_eq!(told(bo.get(&path(&made, "/draw")).await).await, nothing, "nothing is drawn yet");

        let check = body_of(ana.get(&path(&made, "/check")).await, 200).await;
        assert_eq!((&check["possible"], &check["text"]), (&json!(true), &Value::Null));
        for (person, status) in [(bo, 403), (&zoe, 404)] {
            assert_eq!((draw(person, &made, false).await.0, person.get(&path(&made, "/check")).await.status().as_u16()), (status, status));
        }
        let (status, drawn) = draw(ana, &made, false).await;
        assert_eq!((status, &drawn["drawn_at"]), (200, &json!(START.as_millis())));
        let all = club.drawn(&made).await;
        whole(&all, &NAMES[..5]);
        assert!(all["bo"] != "cy" && all["cy"] != "bo", "{all:?}");

        // Who takes no part, who is a stranger, and who asks for a thing that is not there are answered alike.
        for person in [finn, &zoe] {
            assert_eq!(told(person.get(&path(&made, "/draw")).await).await, nothing);
        }
        assert_eq!(told(zoe.get(&path(&made, "")).await).await, nothing);
        let of_finn = body_of(finn.get(&path(&made, "")).await, 200).await;
        assert_eq!((&of_finn["exclusions"], &of_finn["may_manage"]), (&json!([]), &json!(false)));
        assert_eq!(draw(ana, &made, false).await.0, 409, "not by a second press");
    }

    /// What they look after, and all that they are told, is the same whatever was drawn.
    async fn who_looks_after_it_learns_nothing_of_what_was_drawn(engine) {
        let club = Club::of(TestApp::start(engine).await, 6).await;
        let ana = &club.people[0];
        // Ana takes no part herself, so that nothing of it is hers to know.
        let others: Vec<&Person> = club.people[1..].iter().collect();
        let made = exchange(ana, &club.group, &others, &json!({})).await;
        let mut seen = BTreeSet::new();
        let mut outcomes = BTreeSet::new();
        for _ in 0..12 {
            assert_eq!(draw(ana, &made, true).await.0, 200);
            outcomes.insert(club.drawn(&made).await.into_values().collect::<Vec<_>>());
            let mut view = body_of(ana.get(&path(&made, "")).await, 200).await;
            view["version"] = Value::Null;
            let list = body_of(ana.get(&group_path(&club.group, "/exchanges")).await, 200).await;
            assert_eq!(list.as_array().unwrap().len(), 1);
            let check = body_of(ana.get(&path(&made, "/check")).await, 200).await;
            // What would change the rules is refused alike, whatever it would do to the draw.
            let mut refused = Vec::new();
            for other in 2..6 {
                let pair = json!({"exclusions": [{"one": club.id(1), "other": club.id(other)}]});
                refused.push(told(ana.patch(&path(&made, ""), Some("*"), &pair).await).await);
                let household = json!({"household": "One roof"});
                let person = path(&made, &format!("/people/{}", text(&club.id(other))));
                refused.push(told(ana.put(&person, &household).await).await);
            }
            assert!(refused.iter().all(|(status, _)| *status == 409), "{refused:?}");
            seen.insert(json!([view, check, refused]).to_string());
        }
        assert!(outcomes.len() > 3, "drawn anew it comes out otherwise: {outcomes:?}");
        assert_eq!(seen.len(), 1, "{seen:?}");
        let events = entries(ana, "/api/v1/events?after=0").await;
        assert!(events.iter().filter(|event| event["type"] == "group_changed").count() >= 12);
        assert!(events.iter().all(|event| event.get("account_id").is_none()));
    }

    async fn what_cannot_be_drawn_is_explained_before(engine) {
        let club = Club::of(TestApp::start(engine).await, 6).await;
        let ana = &club.people[0];
        let made = club.exchange(2, &json!({})).await;
        let check = async || body_of(ana.get(&path(&made, "/check")).await, 200).await;
        assert_eq!(check().await["obstacle"], "too_few_people");
        assert_eq!(draw(ana, &made, false).await.0, 409);

        // A household of four, and two: the four could only draw the two.
        let home = |place: usize| json!({"account_id": club.id(place), "household": "Home"});
        let people = json!({"people": [home(0), home(1), home(2), home(3), {"account_id": club.id(4)}, {"account_id": club.id(5)}]});
        body_of(ana.patch(&path(&made, ""), Some("*"), &people).await, 200).await;
        let found = check().await;
        assert_eq!((&found["possible"], &found["obstacle"]), (&json!(false), &json!("not_enough_to_draw")));
        let names = |field: &str| found[field].as_array().unwrap().iter().map(|person| text(&person["display_name"])).collect::<Vec<_>>();
        assert_eq!((names("people").len(), names("from")), (3, vec!["eve".to_owned(), "finn".to_owned()]));
        assert!(names("people").iter().all(|name| NAMES[..4].contains(&name.as_str())));
        assert!(found["because"].as_array().unwrap().iter().all(|pair| pair["reason"] == "household"));
        let words = text(&found["text"]);
        assert!(words.contains("could only draw eve and finn: 3 people, and 2 to draw."), "{words}");
        assert_eq!(draw(ana, &made, false).await.1["detail"], found["text"]);

        // Whoever says that Bo draws nobody but Ana would know whom Bo draws.
        let pair = |other: usize| json!({"one": club.id(1), "other": club.id(other)});
        let rigged = json!({"people": (0..5).map(|n| json!({"account_id": club.id(n)})).collect::<Vec<_>>(), "exclusions": [pair(2), pair(3), pair(4)]});
        body_of(ana.patch(&path(&made, ""), Some("*"), &rigged).await, 200).await;
        let found = check().await;
        assert_eq!((&found["obstacle"], &found["people"][0]["display_name"], &found["from"][0]["display_name"]), (&json!("foreseen"), &json!("ana"), &json!("bo")));
        assert_eq!(draw(ana, &made, false).await.0, 409);
        let free = json!({"exclusions": []});
        body_of(ana.patch(&path(&made, ""), Some("*"), &free).await, 200).await;
        assert_eq!((draw(ana, &made, false).await.0, check().await["possible"].clone()), (200, json!(true)));

        let stranger = json!({"people": [{"account_id": id()}]});
        let other = club.exchange(0, &json!({})).await;
        assert_eq!(told(ana.patch(&path(&other, ""), Some("*"), &stranger).await).await.0, 422);
        let outside = json!({"exclusions": [pair(2)]});
        assert_eq!(told(ana.patch(&path(&other, ""), Some("*"), &outside).await).await.0, 422);
    }

    async fn who_comes_late_changes_two_and_who_goes_changes_one(engine) {
        let club = Club::of(TestApp::start(engine).await, 6).await;
        let (ana, finn) = (&club.people[0], &club.people[5]);
        let made = club.exchange(5, &json!({})).await;
        assert_eq!(draw(ana, &made, false).await.0, 200);
        let before = club.drawn(&made).await;
        let changed = |before: &BTreeMap<&'static str, String>, after: &BTreeMap<&'static str, String>| {
            before.iter().filter(|(name, had)| after.get(*name).is_some_and(|has| has != *had)).count()
        };
        let of_finn = path(&made, &format!("/people/{}", account(finn).await));
        body_of(ana.put(&of_finn, &json!({})).await, 200).await;
        let with_finn = club.drawn(&made).await;
        whole(&with_finn, &NAMES);
        assert_eq!(changed(&before, &with_finn), 2, "{before:?} {with_finn:?}");
        body_of(ana.put(&of_finn, &json!({})).await, 200).await;
        assert_eq!(club.drawn(&made).await, with_finn, "doing it again changes nothing");

        assert_eq!(club.people[1].delete(&of_finn).await.status(), 403, "nobody takes out somebody else");
        assert_eq!((finn.delete(&of_finn).await.status().as_u16(), finn.delete(&of_finn).await.status().as_u16()), (204, 204));
        let without = club.drawn(&made).await;
        whole(&without, &NAMES[..5]);
        let each_other = with_finn.iter().any(|(name, had)| had == "finn" && with_finn["finn"] == *name);
        assert!(changed(&with_finn, &without) == 1 || each_other, "{with_finn:?} {without:?}");

        // Leaving the group is leaving its exchanges; with two left nothing is drawn any more.
        for (place, left) in [(4, true), (3, true), (2, false)] {
            let person = &club.people[place];
            let gone = format!("/members/{}", account(person).await);
            assert_eq!(person.delete(&group_path(&club.group, &gone)).await.status(), 204);
            assert_eq!(person.get(&path(&made, "/draw")).await.status(), 404);
            let rest = club.drawn(&made).await;
            if left {
                whole(&rest, &NAMES[..place]);
            } else {
                assert!(rest.is_empty(), "{rest:?}");
            }
        }
        assert_eq!(body_of(ana.get(&path(&made, "")).await, 200).await["drawn_at"], Value::Null);
    }

    async fn what_was_drawn_before_is_not_drawn_again_as_long_as_that_is_possible(engine) {
        let club = Club::of(TestApp::start(engine).await, 5).await;
        let ana = &club.people[0];
        let mut years: Vec<BTreeMap<&'static str, String>> = Vec::new();
        // Four others for each: in the fifth year at the latest somebody is drawn again.
        for year in 0..6_usize {
            club.test.advance(Duration::from_secs(60));
            let made = club.exchange(5, &json!({"past_draws": 3, "name": format!("Year {year}")})).await;
            assert_eq!(body_of(ana.get(&path(&made, "/check")).await, 200).await["possible"], true, "it tells nothing of other years");
            assert_eq!(draw(ana, &made, false).await.0, 200);
            let drawn = club.drawn(&made).await;
            whole(&drawn, &NAMES[..5]);
            if let Some(last) = years.last() {
                assert!(drawn.iter().all(|(name, had)| last[name] != *had), "{last:?} {drawn:?}");
            }
            years.push(drawn);
        }
    }

    async fn two_who_draw_at_once_draw_once_and_what_is_binned_comes_back_as_it_was(engine) {
        let club = Club::of(TestApp::start(engine).await, 5).await;
        let ana = &club.people[0];
        let made = club.exchange(5, &json!({})).await;
        let mut answers: Vec<u16> = join_all((0..6).map(|_| draw(ana, &made, false))).await.into_iter().map(|(status, _)| status).collect();
        answers.sort_unstable();
        assert_eq!(answers, [200, 409, 409, 409, 409, 409]);
        let drawn = club.drawn(&made).await;
        assert_eq!(club.people[1].delete(&path(&made, "")).await.status(), 403);
        assert_eq!((ana.delete(&path(&made, "")).await.status().as_u16(), ana.delete(&path(&made, "")).await.status().as_u16()), (204, 204));
        assert!(club.drawn(&made).await.is_empty());
        assert_eq!((club.people[1].get(&path(&made, "")).await.status().as_u16(), draw(ana, &made, true).await.0), (404, 409));
        body_of(ana.post(&path(&made, "/restore"), &json!({})).await, 200).await;
        assert_eq!(club.drawn(&made).await, drawn);
        assert_eq!(ana.delete(&path(&made, "/draw")).await.status(), 204);
        assert!(club.drawn(&made).await.is_empty(), "undone");
        let (status, stale) = told(ana.patch(&path(&made, ""), Some("\"1\""), &json!({"name": "Late"})).await).await;
        assert_eq!(status, 412, "{stale}");
        let renamed = body_of(ana.patch(&path(&made, ""), Some("*"), &json!({"name": "Epiphany", "budget": null})).await, 200).await;
        assert_eq!((&renamed["name"], &renamed["people"].as_array().unwrap().len()), (&json!("Epiphany"), &5));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_who_take_part_are_told_by_mail_that_it_is_drawn_and_not_whom() {
    let catcher = Catcher::start(Setup::default()).unwrap();
    let club = Club::of(crate::mail::with_mail(Engine::Sqlite, &catcher).await, 4).await;
    let ana = &club.people[0];
    let confirming = catcher.wait_for(4).await;
    for name in ["bo", "cy"] {
        let to = format!("{name}@example.org");
        let mail = confirming.iter().find(|mail| mail.to.contains(&to)).unwrap();
        body_of(confirm(&club.test, &token(mail, "confirm")).await, 204).await;
    }
    let made = club.exchange(4, &json!({})).await;
    assert_eq!(draw(ana, &made, false).await.0, 200);
    let mails = catcher.wait_for(6).await;
    for mail in &mails[4..] {
        assert!(
            ["bo@example.org", "cy@example.org"].contains(&mail.to[0].as_str()),
            "confirmed addresses alone: {:?}",
            mail.to
        );
        assert_eq!(mail.message().subject(), Some("It is drawn whom you give to"));
        let words = mail.text();
        assert!(words.contains("Christmas draw"), "{words}");
        assert!(NAMES.iter().all(|name| !words.split_whitespace().any(|word| word == *name)), "{words}");
    }
    assert_eq!(ana.delete(&path(&made, "/draw")).await.status(), 204);
    let mails = catcher.wait_for(8).await;
    assert!(mails[6..].iter().all(|mail| mail.message().subject() == Some("What was drawn counts no more")));
}
