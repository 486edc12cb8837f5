//! Giving something together: who is asked says yes or no, nobody pays more than all of it, and nobody learns of it whom it is for.

use std::time::Duration;

use futures::future::join_all;
use giftos_tests::app::{START, body_of};
use giftos_tests::{Person, on_both_engines};
use serde_json::{Value, json};

use crate::claims::{Family, claim_path, claiming, family, until};
use crate::groups::{account, again, group_path, join};
use crate::wishes::{board_path, entries, id, item_path, text, told};

fn euros(minor: i64) -> Value {
    json!({"amount_minor": minor, "currency": "EUR"})
}

/// Claims a new wish for 100 euros; the wish, and the claim.
async fn claimed(family: &Family, giver: &Person) -> (String, Value) {
    let bowl = family.wish("Bowl", json!(1)).await;
    let (_, made) = claiming(giver, &bowl, 1).await;
    body_of(giver.patch(&claim_path(&made, ""), Some("*"), &json!({"cost": euros(10_000)})).await, 200).await;
    (bowl, made)
}

async fn ask(giver: &Person, claim: &Value, to: &Person, share: &Value) -> (u16, Value) {
    let path = claim_path(claim, &format!("/co-givers/{}", account(to).await));
    told(giver.put(&path, &json!({"share": share})).await).await
}

async fn without(giver: &Person, claim: &Value, other: &Person) -> u16 {
    giver.delete(&claim_path(claim, &format!("/co-givers/{}", account(other).await))).await.status().as_u16()
}

async fn say_yes(person: &Person, claim: &Value, patch: &Value) -> (u16, Value) {
    told(person.put(&claim_path(claim, "/share"), patch).await).await
}

async fn leave(person: &Person, claim: &Value) -> u16 {
    person.delete(&claim_path(claim, "/share")).await.status().as_u16()
}

async fn shares(person: &Person) -> Vec<Value> {
    body_of(person.get("/api/v1/claims/shares").await, 200).await.as_array().unwrap().clone()
}

async fn seen(person: &Person, item: &str) -> Vec<Value> {
    body_of(person.get(&item_path(item, "/claims")).await, 200).await["claims"].as_array().unwrap().clone()
}

async fn events(person: &Person, item: &str) -> usize {
    let all = entries(person, "/api/v1/events?after=0").await;
    all.iter().filter(|event| event["type"] == "claims_changed" && event["item_id"] == item).count()
}

async fn spent(person: &Person) -> Value {
    body_of(person.get("/api/v1/claims/totals").await, 200).await
}

on_both_engines! {
    async fn who_is_asked_says_yes_and_each_pays_their_part(engine) {
        let family = family(engine).await;
        let (bo, cy) = (&family.bo, &family.cy);
        let dee = family.test.register("dee").await;
        join(&family.ana, &family.group, &dee, "giver_only").await;
        let (bowl, made) = claimed(&family, bo).await;
        let before = events(&dee, &bowl).await;

        let (status, asked) = ask(bo, &made, cy, &euros(3_333)).await;
        assert_eq!((status, &asked["together"][0]["name"], &asked["together"][0]["agreed"]), (200, &json!("cy"), &json!(false)));
        assert_eq!((seen(&dee, &bowl).await[0]["together"].clone(), events(&dee, &bowl).await), (json!([]), before), "nobody else knows who is asked");
        let proposed = shares(cy).await;
        assert_eq!((proposed.len(), &proposed[0]["giver"], &proposed[0]["share"], &proposed[0]["agreed"]), (1, &json!("bo"), &euros(3_333), &json!(false)));
        assert_eq!((&proposed[0]["snapshot"]["title"], &proposed[0]["mine"]), (&json!("Bowl"), &json!(false)));
        assert_eq!(spent(cy).await, json!([]), "who is asked pays nothing yet");
        assert_eq!(say_yes(&dee, &made, &json!({})).await.0, 404, "nobody joins unasked");

        let (status, joined) = say_yes(cy, &made, &json!({})).await;
        assert_eq!((status, &joined["share"], &joined["agreed"], &joined["cost"]), (200, &euros(3_333), &json!(true), &euros(10_000)));
        let of_dee = seen(&dee, &bowl).await[0]["together"].clone();
        assert_eq!(of_dee, json!([{"account_id": null, "name": "cy", "mine": false, "agreed": true, "share": euros(3_333)}]));
        assert!(events(&dee, &bowl).await > before);
        assert_eq!(spent(bo).await[0]["planned_minor"], 6_667);
        assert_eq!(spent(cy).await, json!([{"currency": "EUR", "spent_minor": 0, "planned_minor": 3_333, "pieces": 0}]));
        body_of(bo.patch(&claim_path(&made, ""), Some("*"), &json!({"state": "bought"})).await, 200).await;
        assert_eq!((spent(bo).await[0]["spent_minor"].clone(), spent(cy).await[0]["spent_minor"].clone()), (json!(6_667), json!(3_333)));
        assert_eq!(body_of(bo.get(&item_path(&bowl, "/claims")).await, 200).await["taken"], 1, "no piece more");

        let given = async |person: &Person| entries(person, "/api/v1/gifts/given").await[0]["share"].clone();
        assert_eq!((given(bo).await, given(cy).await), (euros(6_667), euros(3_333)));
        assert_eq!(entries(&dee, "/api/v1/gifts/given").await, Vec::<Value>::new());
        assert_eq!((leave(cy, &made).await, leave(cy, &made).await, shares(cy).await), (204, 404, vec![]));
        assert_eq!((spent(bo).await[0]["spent_minor"].clone(), given(bo).await), (json!(10_000), Value::Null));
    }

    async fn shares_are_parts_of_the_cost_and_never_more_than_all_of_it(engine) {
        let family = family(engine).await;
        let (bo, cy) = (&family.bo, &family.cy);
        let dee = family.test.register("dee").await;
        join(&family.ana, &family.group, &dee, "giver_only").await;
        let (_, made) = claimed(&family, bo).await;
        for bad in [euros(10_001), euros(-1), json!({"amount_minor": 1, "currency": "USD"})] {
            assert_eq!(ask(bo, &made, cy, &bad).await.0, 422, "{bad}");
        }
        assert_eq!((ask(bo, &made, cy, &euros(6_000)).await.0, ask(bo, &made, &dee, &euros(4_001)).await.0), (200, 422));
        assert_eq!((ask(bo, &made, &dee, &euros(4_000)).await.0, say_yes(cy, &made, &json!({"share": euros(6_001)})).await.0), (200, 422));
        assert_eq!(say_yes(cy, &made, &json!({"share": euros(5_000)})).await.0, 200);
        let again = ask(bo, &made, cy, &euros(3_000)).await;
        assert_eq!((again.0, &again.1["detail"]), (409, &json!("They give it with you already, and say themselves how much.")));
        let cost = async |cost: Value| bo.patch(&claim_path(&made, ""), Some("*"), &json!({"cost": cost})).await.status().as_u16();
        assert_eq!((cost(euros(8_999)).await, cost(Value::Null).await, cost(json!({"amount_minor": 99_999, "currency": "USD"})).await), (422, 422, 422));
        assert_eq!(cost(euros(9_000)).await, 200);
        // Of both who would pay the last euro at once one does.
        assert_eq!((cost(euros(10_000)).await, say_yes(&dee, &made, &json!({"share": null})).await.0), (200, 200));
        let both = join_all([cy, &dee].map(|person| { let made = &made; async move {
            let share = if account(person).await == account(cy).await { 6_000 } else { 5_000 };
            say_yes(person, made, &json!({"share": euros(share)})).await.0
        }})).await;
        assert!(both == [200, 422] || both == [422, 200], "{both:?}");
        // Without a cost nothing can be shared but the giving.
        let vase = family.wish("Vase", json!(1)).await;
        let (_, free) = claiming(bo, &vase, 1).await;
        assert_eq!((ask(bo, &free, cy, &euros(1)).await.0, ask(bo, &free, cy, &Value::Null).await.0, say_yes(cy, &free, &json!({"share": euros(1)})).await.0), (422, 200, 422));
    }

    async fn nobody_is_asked_who_may_not_give_it_and_no_claim_is_found_by_asking(engine) {
        let family = family(engine).await;
        let (ana, bo, cy) = (&family.ana, &family.bo, &family.cy);
        let zoe = family.test.register("zoe").await;
        let (bowl, made) = claimed(&family, bo).await;
        let missing = json!({"id": id()});
        let not_them = ask(bo, &made, &zoe, &Value::Null).await;
        assert_eq!((not_them.0, ask(bo, &made, bo, &Value::Null).await, ask(bo, &made, ana, &Value::Null).await), (409, not_them.clone(), not_them.clone()));
        for person in [ana, cy, &zoe] {
            assert_eq!(ask(person, &made, cy, &Value::Null).await, ask(person, &missing, cy, &Value::Null).await);
            assert_eq!(say_yes(person, &made, &json!({})).await, say_yes(person, &missing, &json!({})).await);
            assert_eq!((without(person, &made, cy).await, leave(person, &made).await, shares(person).await), (404, 404, vec![]));
        }
        // Given back, it is nobody's; taken up again, it is as it was.
        assert_eq!((ask(bo, &made, cy, &Value::Null).await.0, say_yes(cy, &made, &json!({})).await.0), (200, 200));
        assert_eq!(bo.delete(&claim_path(&made, "")).await.status(), 204);
        assert_eq!((shares(cy).await, say_yes(cy, &made, &json!({})).await.0, ask(bo, &made, cy, &Value::Null).await.0), (vec![], 404, 409));
        body_of(bo.post(&claim_path(&made, "/restore"), &json!({})).await, 200).await;
        assert_eq!((shares(cy).await.len(), seen(cy, &bowl).await[0]["together"][0]["mine"].clone()), (1, json!(true)));
        assert_eq!((without(bo, &made, cy).await, without(bo, &made, cy).await, shares(cy).await), (204, 204, vec![]));
        // Handed on to who gives it too, it is theirs.
        assert_eq!((ask(bo, &made, cy, &euros(4_000)).await.0, say_yes(cy, &made, &json!({})).await.0), (200, 200));
        assert_eq!(bo.put(&claim_path(&made, "/offer"), &json!({"to": account(cy).await})).await.status(), 204);
        let taken = body_of(cy.post(&claim_path(&made, "/accept"), &json!({})).await, 200).await;
        assert_eq!((&taken["together"], spent(cy).await[0]["planned_minor"].clone()), (&json!([]), json!(10_000)));
    }

    async fn who_leaves_or_becomes_an_owner_gives_it_no_more_and_learns_nothing_of_it(engine) {
        let family = family(engine).await;
        let (ana, bo, cy) = (&family.ana, &family.bo, &family.cy);
        let dee = family.test.register("dee").await;
        join(ana, &family.group, &dee, "giver_only").await;
        let ((bowl, unbought), (vase, bought)) = (claimed(&family, bo).await, claimed(&family, bo).await);
        for claim in [&unbought, &bought] {
            for person in [cy, &dee] {
                assert_eq!((ask(bo, claim, person, &euros(1_000)).await.0, say_yes(person, claim, &json!({})).await.0), (200, 200));
            }
        }
        body_of(bo.patch(&claim_path(&bought, ""), Some("*"), &json!({"state": "bought"})).await, 200).await;
        let gone = ana.delete(&group_path(&family.group, &format!("/members/{}", account(&dee).await))).await;
        assert_eq!(gone.status(), 204);
        assert_eq!(shares(&dee).await.iter().map(|line| text(&line["id"])).collect::<Vec<_>>(), [text(&bought["id"])], "at once");
        until("their part is free", async || seen(bo, &bowl).await[0]["together"].as_array().unwrap().len() == 1).await;
        assert_eq!(seen(bo, &vase).await[0]["together"].as_array().unwrap().len(), 2);

        // Cy becomes one of those the list is for: asked or agreed, bought or not, it is none of theirs, and they are told nothing.
        let before = (events(cy, &bowl).await, events(cy, &vase).await);
        body_of(ana.post(&board_path(&family.list, "/editors"), &json!({"email": "cy@example.org"})).await, 201).await;
        let one = board_path(&family.list, &format!("/owners/{}", account(cy).await));
        assert_eq!(ana.put(&one, &json!({})).await.status(), 204);
        assert_eq!((shares(cy).await, say_yes(cy, &bought, &json!({})).await.0, leave(cy, &bought).await), (vec![], 404, 404));
        until("nothing is theirs", async || seen(bo, &vase).await[0]["together"].as_array().unwrap().len() == 1).await;
        assert_eq!((seen(cy, &bowl).await, seen(cy, &vase).await, spent(cy).await), (vec![], vec![], json!([])));
        assert_eq!(without(bo, &bought, cy).await, 204);
        assert_eq!((events(cy, &bowl).await, events(cy, &vase).await), before);
    }

    async fn at_the_reveal_all_who_gave_it_are_named_and_thanked_and_no_part_is_told(engine) {
        let family = family(engine).await;
        let day = json!({"reveals_at": START.plus_millis(10 * 86_400_000).as_millis()});
        body_of(family.ana.put(&board_path(&family.list, "/occasion"), &day).await, 200).await;
        let dee = family.test.register("dee").await;
        join(&family.ana, &family.group, &dee, "giver_only").await;
        let (bowl, made) = claimed(&family, &family.bo).await;
        assert_eq!((ask(&family.bo, &made, &family.cy, &euros(5_000)).await.0, say_yes(&family.cy, &made, &json!({})).await.0), (200, 200));
        assert_eq!(ask(&family.bo, &made, &dee, &euros(1_000)).await.0, 200);
        assert_eq!((seen(&family.ana, &bowl).await, entries(&family.ana, "/api/v1/gifts/received").await), (vec![], vec![]));

        family.test.advance(Duration::from_secs(10 * 86_400));
        let (ana, cy) = (again(&family.test, "ana").await, again(&family.test, "cy").await);
        let view = seen(&ana, &bowl).await;
        assert_eq!((&view[0]["giver"], &view[0]["cost"]), (&json!("bo"), &Value::Null));
        assert_eq!(view[0]["together"], json!([{"account_id": null, "name": "cy", "mine": false, "agreed": true, "share": null}]));
        let received = entries(&ana, "/api/v1/gifts/received").await;
        assert_eq!((&received[0]["giver"], &received[0]["together"]), (&json!("bo"), &json!(["cy"])));
        let from_cy = format!("/api/v1/gifts/received?person={}", account(&cy).await);
        assert_eq!(entries(&ana, &from_cy).await.len(), 1);
        let before = events(&cy, &bowl).await;
        assert_eq!(ana.put(&claim_path(&made, "/thanks"), &json!({"text": "Thank you both!"})).await.status(), 204);
        assert_eq!(events(&cy, &bowl).await, before + 1);
        assert_eq!(entries(&cy, "/api/v1/gifts/given").await[0]["thanks"], "Thank you both!");
    }
}
