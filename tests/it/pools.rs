//! Pools: what is pledged adds up to the target and never beyond, what is owed to what it cost, and to whoever it is for there is none.

use std::time::Duration;

use futures::future::join_all;
use giftos_tests::app::{START, body_of};
use giftos_tests::{Person, on_both_engines};
use serde_json::{Value, json};

use crate::claims::{Family, claim_path, claiming, family, until};
use crate::groups::{account, again, group_path, join};
use crate::wishes::{board_path, entries, id, item_path, text, told};

const DAY: Duration = Duration::from_secs(86_400);

fn euros(minor: i64) -> Value {
    json!({"amount_minor": minor, "currency": "EUR"})
}

/// Bo claims a wish and begins a pool of 100 euros, for ten days; the wish, and the claim.
async fn pooled(family: &Family) -> (String, Value) {
    let bowl = family.wish("Bowl", json!(1)).await;
    let (_, made) = claiming(&family.bo, &bowl, 1).await;
    let pool = json!({"target": euros(10_000), "deadline_at": START.plus_millis(864_000_000).as_millis(), "note": "the blue one"});
    assert_eq!(choose(&family.bo, &made, &pool).await.0, 200);
    (bowl, made)
}

async fn choose(person: &Person, claim: &Value, pool: &Value) -> (u16, Value) {
    told(person.put(&claim_path(claim, "/pool"), pool).await).await
}

async fn pool(person: &Person, claim: &Value) -> (u16, Value) {
    told(person.get(&claim_path(claim, "/pool")).await).await
}

async fn pledge(person: &Person, claim: &Value, minor: i64) -> (u16, Value) {
    told(person.put(&claim_path(claim, "/pool/pledge"), &json!({"amount": euros(minor)})).await).await
}

async fn withdraw(person: &Person, claim: &Value) -> u16 {
    person.delete(&claim_path(claim, "/pool/pledge")).await.status().as_u16()
}

async fn cancel(person: &Person, claim: &Value) -> u16 {
    person.delete(&claim_path(claim, "/pool")).await.status().as_u16()
}

async fn complete(person: &Person, claim: &Value, body: &Value) -> (u16, Value) {
    told(person.post(&claim_path(claim, "/pool/complete"), body).await).await
}

async fn settle(person: &Person, claim: &Value, who: &Person, settled: bool) -> u16 {
    let path = claim_path(claim, &format!("/pool/settled/{}", account(who).await));
    person.put(&path, &json!({"settled": settled})).await.status().as_u16()
}

async fn list(person: &Person, path: &str) -> Vec<Value> {
    body_of(person.get(path).await, 200).await.as_array().unwrap().clone()
}

/// What is still to be settled: whether one owes it oneself, with whom, how much.
async fn dues(person: &Person) -> Vec<(bool, String, Value)> {
    let lines = list(person, "/api/v1/pools/dues").await;
    lines.iter().map(|line| (line["owed_by_me"] == true, text(&line["name"]), line["due"].clone())).collect()
}

/// Everything that somebody can try with this id, as it is answered.
async fn tried(person: &Person, claim: &Value) -> Vec<(u16, Value)> {
    let good = json!({"target": euros(1), "deadline_at": START.plus_millis(9_000_000_000).as_millis()});
    let mut answers = vec![
        pool(person, claim).await,
        choose(person, claim, &good).await,
        pledge(person, claim, 1).await,
        complete(person, claim, &json!({})).await,
    ];
    let path = claim_path(claim, &format!("/pool/settled/{}", account(person).await));
    answers.push(told(person.put(&path, &json!({"settled": true})).await).await);
    for path in ["/pool", "/pool/pledge"] {
        let response = person.delete(&claim_path(claim, path)).await;
        answers.push(if response.status() == 204 { (204, Value::Null) } else { told(response).await });
    }
    answers
}

on_both_engines! {
    async fn what_is_pledged_funds_it_and_what_it_cost_is_owed_to_the_last_unit_in_each_ones_currency(engine) {
        let family = family(engine).await;
        let (bo, cy) = (&family.bo, &family.cy);
        let dee = family.test.register("dee").await;
        join(&family.ana, &family.group, &dee, "giver_only").await;
        let (bowl, made) = pooled(&family).await;
        let seen = body_of(cy.get(&claim_path(&made, "/pool")).await, 200).await;
        assert_eq!((&seen["organiser"], &seen["state"], &seen["pledged"], &seen["pledges"]), (&json!("bo"), &json!("active"), &euros(0), &Value::Null));
        assert_eq!(list(cy, &board_path(&family.list, "/pools")).await, [seen]);
        assert_eq!(complete(bo, &made, &json!({})).await.0, 409);

        assert_eq!((pledge(bo, &made, 3_333).await.0, pledge(cy, &made, 3_333).await.0), (200, 200));
        let shekels = json!({"amount": euros(3_334), "pays": {"amount_minor": 13_336, "currency": "ILS"}});
        let funded = told(dee.put(&claim_path(&made, "/pool/pledge"), &shekels).await).await;
        let in_shekels = funded.1["pledges"].as_array().unwrap().iter().filter(|one| one["pays"]["currency"] == "ILS").count();
        assert_eq!((funded.0, &funded.1["state"], &funded.1["pledged"], in_shekels), (200, &json!("funded"), &euros(10_000), 1));
        let (status, refused) = pledge(cy, &made, 3_334).await;
        assert_eq!((status, &refused["type"]), (409, &json!("/problems/taken")));
        assert_eq!((withdraw(cy, &made).await, pool(bo, &made).await.1["state"].clone(), pledge(cy, &made, 3_333).await.0), (204, json!("active"), 200));

        assert_eq!((complete(cy, &made, &json!({})).await.0, complete(bo, &made, &json!({"cost": euros(10_001)})).await.0), (404, 422));
        assert_eq!((dues(bo).await, dues(cy).await), (vec![], vec![]));
        let (status, done) = complete(bo, &made, &json!({"cost": euros(9_001)})).await;
        assert_eq!((status, &done["state"], &done["cost"]), (200, &json!("completed"), &euros(9_001)));
        let ils = json!({"amount_minor": 12_003, "currency": "ILS"});
        assert_eq!(dues(bo).await.len(), 2);
        assert_eq!(dues(cy).await, [(true, "bo".to_owned(), euros(3_000))]);
        assert_eq!(dues(&dee).await, [(true, "bo".to_owned(), ils.clone())]);
        assert!(dues(bo).await.contains(&(false, "dee".to_owned(), ils)), "{:?}", dues(bo).await);
        assert_eq!((pledge(cy, &made, 1).await.0, withdraw(cy, &made).await, cancel(bo, &made).await, complete(bo, &made, &json!({})).await.0), (409, 409, 409, 409));
        assert_eq!((settle(cy, &made, cy, true).await, settle(bo, &made, bo, true).await, settle(bo, &made, cy, true).await), (404, 409, 204));
        assert_eq!((dues(cy).await, dues(bo).await.len()), (vec![], 1));
        assert_eq!((settle(bo, &made, cy, false).await, dues(cy).await.len()), (204, 1), "a slip is taken back");
        // Nobody else takes over what others owe for.
        assert_eq!(bo.put(&claim_path(&made, "/offer"), &json!({"to": account(cy).await})).await.status(), 409);
        assert_eq!(body_of(cy.get(&item_path(&bowl, "/claims")).await, 200).await["taken"], 1);
        assert_eq!((list(cy, "/api/v1/pools").await.len(), list(bo, "/api/v1/pools").await.len()), (1, 1));
    }

    async fn however_many_pledge_at_once_it_is_never_more_than_the_target(engine) {
        let family = family(engine).await;
        let (_, made) = pooled(&family).await;
        let people = join_all((0..7).map(|i| { let family = &family; async move {
            let person = family.test.register(&format!("p{i}")).await;
            join(&family.ana, &family.group, &person, "giver_only").await;
            person
        }})).await;
        let answers = join_all(people.iter().map(|person| pledge(person, &made, 3_000))).await;
        let won = answers.iter().filter(|(status, _)| *status == 200).count();
        assert_eq!(won, 3, "{answers:?}");
        assert!(answers.iter().all(|(status, body)| *status == 200 || body["detail"] == "1000 of 10000 EUR are left."), "{answers:?}");
        assert_eq!(pool(&family.bo, &made).await.1["pledged"], euros(9_000));
        let cost = json!({"target": euros(8_999), "deadline_at": START.plus_millis(864_000_000).as_millis()});
        assert_eq!(choose(&family.bo, &made, &cost).await.0, 409);
        let lower = json!({"target": euros(9_000), "deadline_at": START.plus_millis(864_000_000).as_millis()});
        assert_eq!(choose(&family.bo, &made, &lower).await.1["state"], "funded");
        let other = json!({"target": {"amount_minor": 9_000, "currency": "USD"}, "deadline_at": START.plus_millis(864_000_000).as_millis()});
        assert_eq!(choose(&family.bo, &made, &other).await.0, 409);
        for bad in [json!({"target": euros(0), "deadline_at": 4_000_000_000_000_i64}), json!({"target": euros(1), "deadline_at": START.as_millis()})] {
            assert_eq!(choose(&family.bo, &made, &bad).await.0, 422, "{bad}");
        }
        for bad in [json!({"amount": euros(0)}), json!({"amount": {"amount_minor": 1, "currency": "USD"}}), json!({"amount": euros(1), "pays": euros(2)})] {
            assert_eq!(family.cy.put(&claim_path(&made, "/pool/pledge"), &bad).await.status(), 422, "{bad}");
        }
    }

    async fn what_is_not_funded_by_its_deadline_is_released_and_so_is_the_wish(engine) {
        let family = family(engine).await;
        let (bowl, made) = pooled(&family).await;
        let (vase, full) = pooled(&family).await;
        assert_eq!((pledge(&family.cy, &made, 9_999).await.0, pledge(&family.cy, &full, 10_000).await.0), (200, 200));
        family.test.advance(DAY * 10);
        let (bo, cy) = (again(&family.test, "bo").await, again(&family.test, "cy").await);
        // At once, whoever wrote it down or not.
        assert_eq!((pledge(&bo, &made, 1).await.0, complete(&bo, &made, &json!({})).await.0), (409, 409));
        let taken = async |item: &str| body_of(cy.get(&item_path(item, "/claims")).await, 200).await["taken"].clone();
        until("the wish is free", async || taken(&bowl).await == 0).await;
        assert_eq!((pool(&bo, &made).await.1["state"].clone(), pool(&cy, &made).await.0, list(&cy, "/api/v1/pools").await.len()), (json!("cancelled"), 404, 1));
        // What was funded stays so, and is not left any more.
        assert_eq!((pool(&cy, &full).await.1["state"].clone(), withdraw(&cy, &full).await, taken(&vase).await), (json!("funded"), 409, json!(1)));
        assert_eq!(complete(&bo, &full, &json!({})).await.0, 200);
        assert_eq!(dues(&cy).await, [(true, "bo".to_owned(), euros(10_000))]);
        // Taken up again, it begins anew, with nothing in it.
        body_of(bo.post(&claim_path(&made, "/restore"), &json!({})).await, 200).await;
        let anew = json!({"target": euros(500), "deadline_at": START.plus_millis(20 * 86_400_000).as_millis()});
        let (status, begun) = choose(&bo, &made, &anew).await;
        assert_eq!((status, &begun["state"], &begun["pledged"]), (200, &json!("active"), &euros(0)));
        assert_eq!((pledge(&cy, &made, 100).await.0, cancel(&bo, &made).await, cancel(&bo, &made).await), (200, 204, 204));
        assert_eq!((pool(&cy, &made).await.1["state"].clone(), taken(&bowl).await), (json!("cancelled"), json!(1)), "given up, the claim stays");
    }

    async fn whoever_it_is_for_resolves_none_by_any_way_also_not_after_the_reveal(engine) {
        let family = family(engine).await;
        let (ana, bo, cy) = (&family.ana, &family.bo, &family.cy);
        let day = json!({"reveals_at": START.plus_millis(15 * 86_400_000).as_millis()});
        body_of(ana.put(&board_path(&family.list, "/occasion"), &day).await, 200).await;
        let zoe = family.test.register("zoe").await;
        let absent = tried(ana, &json!({"id": id()})).await;
        assert!(absent.iter().all(|(status, _)| *status == 404), "{absent:?}");
        let (_, made) = pooled(&family).await;
        assert_eq!((pledge(bo, &made, 5_000).await.0, pledge(cy, &made, 5_000).await.0), (200, 200));
        for person in [ana, &zoe] {
            assert_eq!(tried(person, &made).await, absent);
            assert_eq!((list(person, "/api/v1/pools").await, dues(person).await), (vec![], vec![]));
        }
        assert_eq!(list(ana, &board_path(&family.list, "/pools")).await, Vec::<Value>::new());
        assert_eq!(zoe.get(&board_path(&family.list, "/pools")).await.status(), 404);
        assert_eq!(complete(bo, &made, &json!({})).await.0, 200);
        assert_eq!(tried(ana, &made).await, absent);
        let told_to_ana = entries(ana, "/api/v1/events?after=0").await;
        assert!(told_to_ana.iter().all(|event| event["type"] != "claims_changed"), "{told_to_ana:?}");

        // Cy becomes one of those the list is for: also what they pay for is none of theirs, now and afterwards.
        body_of(ana.post(&board_path(&family.list, "/editors"), &json!({"email": "cy@example.org"})).await, 201).await;
        let one = board_path(&family.list, &format!("/owners/{}", account(cy).await));
        assert_eq!(ana.put(&one, &json!({})).await.status(), 204);
        assert_eq!((tried(cy, &made).await, list(cy, "/api/v1/pools").await, dues(cy).await), (absent.clone(), vec![], vec![]));
        family.test.advance(DAY * 15);
        let (ana, cy) = (again(&family.test, "ana").await, again(&family.test, "cy").await);
        assert_eq!(body_of(ana.get("/api/v1/gifts/received").await, 200).await["entries"].as_array().unwrap().len(), 1);
        assert_eq!((tried(&ana, &made).await, tried(&cy, &made).await), (absent.clone(), absent));
        assert_eq!(list(&ana, &board_path(&family.list, "/pools")).await, Vec::<Value>::new());
    }

    async fn who_leaves_pays_nothing_of_what_is_not_bought_and_settles_what_is(engine) {
        let family = family(engine).await;
        let (bo, cy) = (&family.bo, &family.cy);
        let ((_, open), (_, bought)) = (pooled(&family).await, pooled(&family).await);
        assert_eq!((pledge(cy, &open, 10_000).await.0, pledge(cy, &bought, 10_000).await.0), (200, 200));
        assert_eq!(complete(bo, &bought, &json!({"cost": euros(8_000)})).await.0, 200);
        let gone = family.ana.delete(&group_path(&family.group, &format!("/members/{}", account(cy).await))).await;
        assert_eq!(gone.status(), 204);
        until("it is not funded any more", async || pool(bo, &open).await.1["pledged"] == euros(0)).await;
        assert_eq!(pool(bo, &open).await.1["state"], "active");
        assert_eq!((pool(cy, &open).await.0, pledge(cy, &open, 1).await.0), (404, 404));
        assert_eq!(dues(cy).await, [(true, "bo".to_owned(), euros(8_000))]);
        assert_eq!((settle(bo, &bought, cy, true).await, dues(cy).await), (204, vec![]));
        // Given back, the pool is none; taken up again, it goes on.
        assert_eq!(pledge(bo, &open, 10_000).await.0, 200);
        assert_eq!(bo.delete(&claim_path(&open, "")).await.status(), 204);
        assert_eq!((pool(bo, &open).await.1["state"].clone(), pledge(bo, &open, 1).await.0), (json!("cancelled"), 409));
        body_of(bo.post(&claim_path(&open, "/restore"), &json!({})).await, 200).await;
        assert_eq!(pool(bo, &open).await.1["state"], "funded");
    }
}
