//! Claims: nothing is given twice, givers know of each other, and whoever it is for knows nothing.

use std::time::Duration;

use futures::future::join_all;
use giftos_tests::app::{body_of, sent};
use giftos_tests::{Person, TestApp, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};

use crate::groups::{account, again, group, group_path, join, list_of};
use crate::wishes::{board_path, entries, id, item_path, text, told};

/// A family: Ana, whose list it is, and two who give.
pub(crate) struct Family {
    pub(crate) test: TestApp,
    pub(crate) ana: Person,
    pub(crate) bo: Person,
    pub(crate) cy: Person,
    pub(crate) group: Value,
    /// Ana's list there.
    pub(crate) list: Value,
}

pub(crate) async fn family(engine: giftos_tests::Engine) -> Family {
    family_of(TestApp::start(engine).await).await
}

/// The family on this server.
pub(crate) async fn family_of(test: TestApp) -> Family {
    let (ana, bo, cy) = (test.register("ana").await, test.register("bo").await, test.register("cy").await);
    let group = group(&ana, "Family").await;
    join(&ana, &group, &bo, "member").await;
    join(&ana, &group, &cy, "giver_only").await;
    let list = list_of(&ana, &group, "ana").await;
    Family { test, ana, bo, cy, group, list }
}

impl Family {
    /// A wish of Ana's, so many of it; gives its id.
    pub(crate) async fn wish(&self, title: &str, quantity: Value) -> String {
        let price = json!({"amount_minor": 1_000, "currency": "EUR"});
        let new =
            json!({"id": id(), "boards": [self.list["id"]], "title": title, "quantity": quantity, "price": price});
        text(&body_of(self.ana.post("/api/v1/items", &new).await, 201).await["item"]["id"])
    }
}

/// Claims so many; gives the answer.
pub(crate) async fn claiming(person: &Person, item: &str, quantity: u16) -> (u16, Value) {
    told(person.post(&item_path(item, "/claims"), &json!({"id": id(), "quantity": quantity})).await).await
}

/// `/api/v1/claims/ID…`.
pub(crate) fn claim_path(claim: &Value, rest: &str) -> String {
    format!("/api/v1/claims/{}{rest}", text(&claim["id"]))
}

async fn claims_on(person: &Person, item: &str) -> Value {
    body_of(person.get(&item_path(item, "/claims")).await, 200).await
}

/// Asks until it is so: what a worker does comes a moment later.
pub(crate) async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !is_so().await {
        assert!(begun.elapsed() < giftos_tests::wait::STEP, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

on_both_engines! {
    async fn what_one_gives_is_taken_for_the_others_until_it_is_given_back(engine) {
        let family = family(engine).await;
        let (bo, cy) = (&family.bo, &family.cy);
        let bowl = family.wish("Bowl", json!(1)).await;
        let new = json!({"id": id(), "note": "from the market", "cost": {"amount_minor": 900, "currency": "EUR"}});
        let made = body_of(bo.post(&item_path(&bowl, "/claims"), &new).await, 201).await;
        assert_eq!((&made["mine"], &made["quantity"], &made["state"]), (&json!(true), &json!(1), &json!("claimed")));
        assert_eq!(body_of(bo.post(&item_path(&bowl, "/claims"), &new).await, 200).await, made, "again is as good");
        assert_eq!(claiming(bo, &bowl, 1).await.0, 409, "one claim each");

        let seen = claims_on(cy, &bowl).await;
        assert_eq!((&seen["sight"], &seen["wanted"], &seen["taken"]), (&json!("giver"), &json!(1), &json!(1)));
        assert_eq!((&seen["claims"][0]["giver"], &seen["claims"][0]["note"]), (&json!("bo"), &json!("from the market")));
        assert_eq!(body_of(cy.get(&board_path(&family.list, "/claims")).await, 200).await, json!([seen]));
        let (status, refused) = claiming(cy, &bowl, 1).await;
        assert_eq!((status, &refused["type"], &refused["detail"]), (409, &json!("/problems/taken"), &json!("0 of 1 are free.")));

        body_of(cy.patch(&claim_path(&made, ""), Some("*"), &json!({"state": "given"})).await, 404).await;
        assert_eq!(cy.delete(&claim_path(&made, "")).await.status(), 404, "it is nobody else's to give back");
        assert_eq!((bo.delete(&claim_path(&made, "")).await.status().as_u16(), bo.delete(&claim_path(&made, "")).await.status().as_u16()), (204, 204));
        assert_eq!(claims_on(cy, &bowl).await["claims"], json!([]));
        assert_eq!(claiming(cy, &bowl, 1).await.0, 201);
        assert_eq!(told(bo.post(&claim_path(&made, "/restore"), &json!({})).await).await.1["type"], "/problems/taken");
    }

    async fn an_undo_takes_the_claim_up_again_as_it_was(engine) {
        let family = family(engine).await;
        let bowl = family.wish("Bowl", json!(2)).await;
        let (_, made) = claiming(&family.bo, &bowl, 2).await;
        let bought = body_of(family.bo.patch(&claim_path(&made, ""), Some("*"), &json!({"state": "bought", "note": "blue"})).await, 200).await;
        assert_eq!(family.bo.delete(&claim_path(&made, "")).await.status(), 204);
        body_of(family.bo.patch(&claim_path(&made, ""), Some("*"), &json!({"state": "given"})).await, 409).await;
        let back = body_of(family.bo.post(&claim_path(&made, "/restore"), &json!({})).await, 200).await;
        assert_eq!((&back["state"], &back["note"], &back["quantity"]), (&bought["state"], &bought["note"], &json!(2)));
        let same = body_of(family.bo.post(&claim_path(&made, "/restore"), &json!({})).await, 200).await;
        assert_eq!(same, back, "again is as good");
    }

    async fn never_more_is_given_than_is_wanted(engine) {
        let family = family(engine).await;
        let glasses = family.wish("Glass", json!(6)).await;
        let (_, bo) = claiming(&family.bo, &glasses, 4).await;
        assert_eq!(claiming(&family.cy, &glasses, 3).await.1["detail"], "2 of 6 are free.");
        let (status, cy) = claiming(&family.cy, &glasses, 1).await;
        assert_eq!(status, 201);
        let more = async |person: &Person, claim: &Value, quantity: u16| {
            told(person.patch(&claim_path(claim, ""), Some("*"), &json!({"quantity": quantity})).await).await.0
        };
        assert_eq!((more(&family.cy, &cy, 3).await, more(&family.cy, &cy, 2).await), (409, 200));
        assert_eq!((more(&family.bo, &bo, 5).await, more(&family.bo, &bo, 1).await, more(&family.cy, &cy, 5).await), (409, 200, 200));
        for quantity in [0, 10_000] {
            body_of(family.bo.post(&item_path(&glasses, "/claims"), &json!({"id": id(), "quantity": quantity})).await, 422).await;
        }
        // Its owner may want fewer at any time; then nothing is free, and nobody's claim is lost.
        body_of(family.ana.patch(&item_path(&glasses, ""), Some("*"), &json!({"quantity": 2})).await, 200).await;
        assert_eq!(claims_on(&family.bo, &glasses).await["taken"], 6);
        assert_eq!((more(&family.bo, &bo, 2).await, more(&family.cy, &cy, 1).await), (409, 200));
        let any = family.wish("Book", json!("any")).await;
        assert_eq!((claiming(&family.bo, &any, 9_999).await.0, claiming(&family.cy, &any, 9_999).await.0), (201, 201));
    }

    async fn of_many_who_claim_at_once_as_many_win_as_are_wanted(engine) {
        let family = family(engine).await;
        let people = join_all((0..12).map(|i| { let family = &family; async move {
            let person = family.test.register(&format!("p{i}")).await;
            join(&family.ana, &family.group, &person, "giver_only").await;
            person
        }})).await;
        for wanted in [1, 5] {
            let item = family.wish("Bowl", json!(wanted)).await;
            let answers = join_all(people.iter().map(|person| claiming(person, &item, 1))).await;
            let won = answers.iter().filter(|(status, _)| *status == 201).count();
            assert_eq!(won, wanted, "{answers:?}");
            let lost = answers.iter().filter(|(status, body)| *status == 409 && body["type"] == "/problems/taken").count();
            assert_eq!(lost, people.len() - wanted, "{answers:?}");
        }
    }

    async fn whoever_it_is_for_sees_nothing_wherever_they_look(engine) {
        let family = family(engine).await;
        let ana = &family.ana;
        let bowl = family.wish("Bowl", json!(3)).await;
        let paths = [
            item_path(&bowl, "/claims"), item_path(&bowl, ""), board_path(&family.list, ""), board_path(&family.list, "/items"),
            board_path(&family.list, "/claims"), board_path(&family.list, "/policy"), "/api/v1/claims".to_owned(), "/api/v1/claims/totals".to_owned(),
            "/api/v1/events?after=0".to_owned(), "/api/v1/boards".to_owned(), "/api/v1/items".to_owned(), group_path(&family.group, ""),
            group_path(&family.group, "/members"), group_path(&family.group, "/boards"),
        ];
        let look = async || {
            let mut seen = Vec::new();
            for path in &paths {
                let response = ana.get(path).await;
                seen.push((path.clone(), response.headers().get("etag").cloned(), told(response).await));
            }
            seen
        };
        let before = look().await;
        let (_, made) = claiming(&family.bo, &bowl, 2).await;
        body_of(family.bo.patch(&claim_path(&made, ""), Some("*"), &json!({"state": "wrapped"})).await, 200).await;
        claiming(&family.cy, &bowl, 1).await;
        assert_eq!(look().await, before);
        assert_eq!(claims_on(ana, &bowl).await, json!({"item_id": bowl, "sight": "receiver", "wanted": 3, "taken": 0, "claims": []}));
        // The refusal is that of a wish which nobody claimed.
        let free = family.wish("Vase", json!(1)).await;
        assert_eq!(claiming(ana, &bowl, 1).await, claiming(ana, &free, 1).await);
        assert_eq!(ana.get(&claim_path(&made, "")).await.status(), 405);
        body_of(ana.patch(&claim_path(&made, ""), Some("*"), &json!({"state": "given"})).await, 404).await;
    }

    async fn an_owner_throws_a_claimed_wish_away_as_any_other_and_its_giver_keeps_what_it_was(engine) {
        let family = family(engine).await;
        let (bowl, vase) = (family.wish("Bowl", json!(1)).await, family.wish("Vase", json!(1)).await);
        let (_, made) = claiming(&family.bo, &bowl, 1).await;
        body_of(family.ana.patch(&item_path(&bowl, ""), Some("*"), &json!({"title": "Large bowl"})).await, 200).await;
        let mine = entries(&family.bo, "/api/v1/claims").await;
        assert_eq!((&mine[0]["snapshot"]["title"], &mine[0]["item"]["title"]), (&json!("Bowl"), &json!("Large bowl")));
        assert_eq!((&mine[0]["changed"], &mine[0]["snapshot"]["owners"]), (&json!(["title"]), &json!(["ana"])));
        let (claimed, free) = (family.ana.delete(&item_path(&bowl, "")).await, family.ana.delete(&item_path(&vase, "")).await);
        assert_eq!((claimed.status().as_u16(), free.status().as_u16()), (204, 204));
        let mine = entries(&family.bo, "/api/v1/claims").await;
        assert_eq!((&mine[0]["snapshot"]["title"], &mine[0]["item"]), (&json!("Bowl"), &Value::Null));
        body_of(family.bo.patch(&claim_path(&made, ""), Some("*"), &json!({"state": "bought"})).await, 200).await;
        assert_eq!(claiming(&family.cy, &vase, 1).await.0, 404);
    }

    async fn who_leaves_gives_back_what_they_have_not_bought_and_see_no_more(engine) {
        let family = family(engine).await;
        let (bowl, vase) = (family.wish("Bowl", json!(1)).await, family.wish("Vase", json!(1)).await);
        let (_, bought) = claiming(&family.bo, &bowl, 1).await;
        body_of(family.bo.patch(&claim_path(&bought, ""), Some("*"), &json!({"state": "bought"})).await, 200).await;
        claiming(&family.bo, &vase, 1).await;
        let them = group_path(&family.group, &format!("/members/{}", account(&family.bo).await));
        assert_eq!(family.bo.delete(&them).await.status(), 204);
        let taken = async |item: &str| claims_on(&family.cy, item).await["taken"].as_i64();
        until("what they did not buy is free", async || taken(&vase).await == Some(0)).await;
        assert_eq!(taken(&bowl).await, Some(1));
        let mine = entries(&family.bo, "/api/v1/claims").await;
        assert_eq!(mine.iter().map(|line| text(&line["snapshot"]["title"])).collect::<Vec<_>>(), ["Bowl"]);
        assert_eq!(mine[0]["item"], Value::Null, "nor do they see the wish");
        assert_eq!(family.bo.get(&item_path(&bowl, "/claims")).await.status(), 404);
    }

    async fn claims_are_told_to_givers_and_to_nobody_else(engine) {
        let family = family(engine).await;
        let bowl = family.wish("Bowl", json!(1)).await;
        let eve = family.test.register("eve").await;
        let (_, made) = claiming(&family.bo, &bowl, 1).await;
        body_of(family.bo.patch(&claim_path(&made, ""), Some("*"), &json!({"state": "bought"})).await, 200).await;
        assert_eq!(family.bo.delete(&claim_path(&made, "")).await.status(), 204);
        let told = async |person: &Person| {
            let events = entries(person, "/api/v1/events?after=0").await;
            events.iter().filter(|event| event["type"] == "claims_changed" && event["item_id"] == bowl).count()
        };
        assert_eq!((told(&family.bo).await, told(&family.cy).await), (3, 3));
        assert_eq!((told(&family.ana).await, told(&eve).await), (0, 0));
    }

    async fn who_gives_a_wish_is_told_when_it_becomes_another_or_goes(engine) {
        let family = family(engine).await;
        let bowl = family.wish("Bowl", json!(1)).await;
        claiming(&family.bo, &bowl, 1).await;
        let told = async |person: &Person| {
            let events = entries(person, "/api/v1/events?after=0").await;
            events.iter().filter(|event| event["type"] == "claims_changed" && event["item_id"] == bowl).count()
        };
        let before = told(&family.bo).await;
        body_of(family.ana.patch(&item_path(&bowl, ""), Some("*"), &json!({"title": "Large bowl"})).await, 200).await;
        until("its giver knows that it changed", async || told(&family.bo).await == before + 1).await;
        assert_eq!(family.ana.delete(&item_path(&bowl, "")).await.status(), 204);
        until("and that it is gone", async || told(&family.bo).await == before + 2).await;
        assert_eq!(told(&family.ana).await, 0);
    }

    async fn an_onlooker_and_a_stranger_learn_nothing(engine) {
        let family = family(engine).await;
        let bowl = family.wish("Bowl", json!(1)).await;
        let eve = family.test.register("eve").await;
        claiming(&family.bo, &bowl, 1).await;
        let missing = id();
        for rest in ["/claims"] {
            assert_eq!(told(eve.get(&item_path(&bowl, rest)).await).await, told(eve.get(&item_path(&missing, rest)).await).await);
        }
        assert_eq!(claiming(&eve, &bowl, 1).await, claiming(&eve, &missing, 1).await);
        assert_eq!(eve.get(&board_path(&family.list, "/claims")).await.status(), 404);
        assert_eq!(sent(family.test.request(Method::GET, &item_path(&bowl, "/claims"))).await.status(), 401);
        // On a public board anybody may look, and nobody who is not known sees a claim or makes one.
        body_of(family.ana.patch(&board_path(&family.list, ""), Some("*"), &json!({"audience": "public"})).await, 200).await;
        let seen = claims_on(&eve, &bowl).await;
        assert_eq!((&seen["sight"], &seen["taken"], &seen["claims"]), (&json!("onlooker"), &json!(0), &json!([])));
        assert_eq!(claiming(&eve, &bowl, 1).await.0, 403);
        assert_eq!(body_of(eve.get(&board_path(&family.list, "/claims")).await, 200).await, json!([]));
    }

    async fn all_owners_are_kept_in_the_dark_and_so_is_who_was_one(engine) {
        let family = family(engine).await;
        let (bowl, vase) = (family.wish("Bowl", json!(2)).await, family.wish("Vase", json!(1)).await);
        let bo = account(&family.bo).await;
        let owners = board_path(&family.list, "/owners");
        let one = format!("{owners}/{bo}");
        body_of(family.ana.put(&one, &json!({})).await, 409).await;
        family.test.advance(Duration::from_secs(1));
        body_of(family.ana.post(&board_path(&family.list, "/editors"), &json!({"email": "bo@example.org"})).await, 201).await;
        assert_eq!(family.bo.put(&one, &json!({})).await.status(), 403, "nobody makes themselves one");
        assert_eq!(claiming(&family.bo, &bowl, 1).await.0, 201, "an editor may give");
        assert_eq!(claiming(&family.cy, &vase, 1).await.0, 201);
        assert_eq!(claims_on(&family.bo, &vase).await["taken"], 1);
        assert_eq!((family.ana.put(&one, &json!({})).await.status().as_u16(), family.ana.put(&one, &json!({})).await.status().as_u16()), (204, 204));
        let names = body_of(family.cy.get(&owners).await, 200).await;
        assert_eq!(names.as_array().unwrap().iter().map(|owner| text(&owner["display_name"])).collect::<Vec<_>>(), ["ana", "bo"]);

        until("what one would give oneself is free", async || claims_on(&family.cy, &bowl).await["taken"] == 0).await;
        assert_eq!(entries(&family.bo, "/api/v1/claims").await, Vec::<Value>::new());
        assert_eq!(claims_on(&family.bo, &vase).await["claims"], json!([]));
        assert_eq!(claiming(&family.bo, &bowl, 1).await.0, 403);
        assert_eq!(claiming(&family.cy, &bowl, 1).await.0, 201);
        assert_eq!(family.ana.delete(&format!("{owners}/{}", account(&family.ana).await)).await.status(), 409, "who made it stays");
        assert_eq!((family.ana.delete(&one).await.status().as_u16(), family.ana.delete(&one).await.status().as_u16()), (204, 204));
        assert_eq!(claims_on(&family.bo, &bowl).await["claims"], json!([]), "what was given while it was for them stays a surprise");
        assert_eq!(claims_on(&family.bo, &vase).await["taken"], 1, "what they knew before they know again");
    }

    async fn a_policy_is_announced_and_never_uncovers_what_was_claimed_before(engine) {
        let family = family(engine).await;
        let policy = board_path(&family.list, "/policy");
        let (early, late) = (family.wish("Bowl", json!(1)).await, family.wish("Vase", json!(1)).await);
        assert_eq!(claiming(&family.bo, &early, 1).await.0, 201);
        body_of(family.bo.put(&policy, &json!({"policy": "open", "names": "shown"})).await, 403).await;
        let chosen = body_of(family.ana.put(&policy, &json!({"policy": "open", "names": "initials"})).await, 200).await;
        assert_eq!((&chosen["policy"], &chosen["names"], &chosen["next"]["policy"]), (&json!("surprise"), &json!("initials"), &json!("open")));
        assert_eq!(body_of(family.bo.get(&policy).await, 200).await, chosen, "givers know what comes");
        let events = entries(&family.bo, "/api/v1/events?after=0").await;
        assert!(events.iter().any(|event| event["type"] == "board_changed" && event["board_id"] == family.list["id"]), "{events:?}");
        assert_eq!(claims_on(&family.cy, &early).await["claims"][0]["giver"], "B.");

        family.test.advance(Duration::from_secs(86_400));
        let (ana, bo) = (again(&family.test, "ana").await, again(&family.test, "bo").await);
        assert_eq!(body_of(ana.get(&policy).await, 200).await, json!({"policy": "open", "names": "initials", "next": null}));
        assert_eq!(claims_on(&ana, &early).await["claims"], json!([]), "what was claimed as a surprise stays one");
        assert_eq!(claiming(&bo, &late, 1).await.0, 201);
        assert_eq!(claims_on(&ana, &late).await["claims"][0]["giver"], "B.");
        // Back to a surprise counts at once, for what was open too.
        body_of(ana.put(&policy, &json!({"policy": "surprise", "names": "hidden"})).await, 200).await;
        assert_eq!(claims_on(&ana, &late).await["claims"], json!([]));
    }

    async fn one_claim_hangs_on_the_wish_wherever_it_lies(engine) {
        let family = family(engine).await;
        let bowl = family.wish("Bowl", json!(1)).await;
        let club = group(&family.ana, "Club").await;
        join(&family.ana, &club, &family.cy, "member").await;
        let second = list_of(&family.ana, &club, "ana").await;
        assert_eq!(claiming(&family.bo, &bowl, 1).await.0, 201);
        assert_eq!(family.ana.put(&board_path(&second, &format!("/items/{bowl}")), &json!({})).await.status(), 204);
        assert_eq!(claims_on(&family.cy, &bowl).await["taken"], 1);
        let moving = json!({"from": family.list["id"], "to": second["id"]});
        let here = family.wish("Vase", json!(1)).await;
        claiming(&family.cy, &here, 1).await;
        assert_eq!(family.ana.post(&item_path(&here, "/move"), &moving).await.status(), 204);
        assert_eq!(claims_on(&family.cy, &here).await["taken"], 1, "moving it drops nothing");
        assert_eq!(family.bo.get(&item_path(&here, "/claims")).await.status(), 404);
    }

    async fn a_shopping_list_says_what_is_to_be_bought_and_what_it_comes_to(engine) {
        let family = family(engine).await;
        let (bowl, vase) = (family.wish("Bowl", json!(2)).await, family.wish("Vase", json!(1)).await);
        claiming(&family.bo, &bowl, 2).await;
        let (_, made) = claiming(&family.bo, &vase, 1).await;
        let cost = json!({"state": "bought", "cost": {"amount_minor": 850, "currency": "EUR"}});
        body_of(family.bo.patch(&claim_path(&made, ""), Some("*"), &cost).await, 200).await;
        let titles = async |path: &str| entries(&family.bo, path).await.iter().map(|line| text(&line["snapshot"]["title"])).collect::<Vec<_>>();
        assert_eq!(titles("/api/v1/claims").await, ["Vase", "Bowl"]);
        assert_eq!(titles("/api/v1/claims?state=claimed").await, ["Bowl"]);
        let totals = body_of(family.bo.get("/api/v1/claims/totals").await, 200).await;
        assert_eq!(totals, json!([{"currency": "EUR", "spent_minor": 850, "planned_minor": 2_000, "pieces": 3}]));
        assert_eq!(body_of(family.cy.get("/api/v1/claims/totals").await, 200).await, json!([]));
        assert_eq!(titles("/api/v1/claims?limit=1").await, ["Vase"]);
    }
}
