//! Handing a claim on, and thinking about one: nothing is free in between, and nobody learns of it whom it does not concern.

use futures::future::join_all;
use giftos_tests::app::body_of;
use giftos_tests::{Person, on_both_engines};
use serde_json::{Value, json};

use crate::claims::{claim_path, claiming, family};
use crate::groups::{account, group_path, join};
use crate::wishes::{board_path, entries, id, item_path, told};

async fn offer(person: &Person, claim: &Value, to: &Person) -> u16 {
    person.put(&claim_path(claim, "/offer"), &json!({"to": account(to).await})).await.status().as_u16()
}

async fn accept(person: &Person, claim: &Value) -> (u16, Value) {
    told(person.post(&claim_path(claim, "/accept"), &json!({})).await).await
}

async fn offers(person: &Person) -> Vec<Value> {
    body_of(person.get("/api/v1/claims/offers").await, 200).await.as_array().unwrap().clone()
}

async fn givers(person: &Person, item: &str) -> Vec<String> {
    let claims = body_of(person.get(&item_path(item, "/claims")).await, 200).await;
    claims["claims"]
        .as_array()
        .unwrap()
        .iter()
        .map(|claim| claim["giver"].as_str().unwrap_or("me").to_owned())
        .collect()
}

async fn thoughts(person: &Person) -> Vec<Value> {
    body_of(person.get("/api/v1/thoughts").await, 200).await.as_array().unwrap().clone()
}

on_both_engines! {
    async fn a_claim_is_handed_on_to_who_takes_it_as_far_as_it_has_come(engine) {
        let family = family(engine).await;
        let (bo, cy) = (&family.bo, &family.cy);
        let bowl = family.wish("Bowl", json!(1)).await;
        let (_, made) = claiming(bo, &bowl, 1).await;
        let bought = json!({"state": "bought", "note": "in the cellar"});
        body_of(bo.patch(&claim_path(&made, ""), Some("*"), &bought).await, 200).await;
        let nothing = accept(cy, &json!({"id": id()})).await;
        assert_eq!(accept(cy, &made).await, nothing, "nobody takes what is not offered");
        assert_eq!((offer(cy, &made, bo).await, offer(bo, &made, bo).await, offer(bo, &made, &family.ana).await), (404, 409, 409));
        assert_eq!((offer(bo, &made, cy).await, offer(bo, &made, cy).await), (204, 204));
        let offered = offers(cy).await;
        assert_eq!((offered.len(), &offered[0]["from"], &offered[0]["snapshot"]["title"], &offered[0]["state"]), (1, &json!("bo"), &json!("Bowl"), &json!("bought")));
        assert_eq!(givers(cy, &bowl).await, ["bo"], "until it is taken nothing changes");
        let (status, taken) = accept(cy, &made).await;
        assert_eq!((status, &taken["mine"], &taken["state"], &taken["note"]), (200, &json!(true), &json!("bought"), &json!("in the cellar")));
        assert_eq!((givers(bo, &bowl).await, offers(cy).await), (vec!["cy".to_owned()], vec![]));
        assert_eq!((entries(bo, "/api/v1/claims").await.len(), entries(cy, "/api/v1/claims").await.len()), (0, 1));
        body_of(bo.patch(&claim_path(&made, ""), Some("*"), &json!({"state": "given"})).await, 404).await;
        assert_eq!(accept(cy, &made).await, nothing, "it is theirs already");
    }

    async fn an_offer_is_declined_taken_back_or_outlived(engine) {
        let family = family(engine).await;
        let (bo, cy) = (&family.bo, &family.cy);
        let dee = family.test.register("dee").await;
        join(&family.ana, &family.group, &dee, "giver_only").await;
        let glasses = family.wish("Glass", json!(3)).await;
        let (_, made) = claiming(bo, &glasses, 1).await;
        let end = async |person: &Person| person.delete(&claim_path(&made, "/offer")).await.status().as_u16();
        assert_eq!((end(bo).await, end(cy).await), (204, 404));
        assert_eq!(offer(bo, &made, cy).await, 204);
        assert_eq!((end(&dee).await, end(cy).await, offers(cy).await), (404, 204, vec![]), "declined");
        assert_eq!(accept(cy, &made).await.0, 404);
        assert_eq!((offer(bo, &made, cy).await, offer(bo, &made, &dee).await), (204, 204));
        assert_eq!((offers(cy).await.len(), offers(&dee).await.len()), (0, 1), "one at a time");
        assert_eq!((end(bo).await, accept(&dee, &made).await.0), (204, 404), "taken back");
        // Who gives the wish already has one claim of it, and keeps it.
        assert_eq!(claiming(cy, &glasses, 1).await.0, 201);
        assert_eq!(offer(bo, &made, cy).await, 204);
        let refused = accept(cy, &made).await;
        assert_eq!((refused.0, &refused.1["detail"]), (409, &json!("You give it already; change how many instead.")));
        // Given back meanwhile, or its taker gone: there is nothing to take.
        assert_eq!(offer(bo, &made, &dee).await, 204);
        assert_eq!(dee.delete(&group_path(&family.group, &format!("/members/{}", account(&dee).await))).await.status(), 204);
        assert_eq!((accept(&dee, &made).await.0, offers(&dee).await), (404, vec![]));
        assert_eq!(bo.delete(&claim_path(&made, "")).await.status(), 204);
        assert_eq!((accept(cy, &made).await.0, offer(bo, &made, cy).await), (404, 409));
    }

    async fn whoever_it_is_for_or_was_for_is_offered_nothing(engine) {
        let family = family(engine).await;
        let bowl = family.wish("Bowl", json!(1)).await;
        let owners = board_path(&family.list, "/owners");
        let cy = account(&family.cy).await;
        body_of(family.ana.post(&board_path(&family.list, "/editors"), &json!({"email": "cy@example.org"})).await, 201).await;
        let (_, made) = claiming(&family.bo, &bowl, 1).await;
        assert_eq!(offer(&family.bo, &made, &family.cy).await, 204);
        // An owner by now, with an offer that was made before.
        assert_eq!(family.ana.put(&format!("{owners}/{cy}"), &json!({})).await.status(), 204);
        let nothing = accept(&family.cy, &json!({"id": id()})).await;
        assert_eq!((accept(&family.cy, &made).await, offers(&family.cy).await), (nothing, vec![]));
        assert_eq!(family.cy.delete(&claim_path(&made, "/offer")).await.status(), 404);
        let (_, second) = (family.bo.delete(&claim_path(&made, "")).await, claiming(&family.bo, &bowl, 1).await.1);
        assert_eq!(family.ana.delete(&format!("{owners}/{cy}")).await.status(), 204);
        assert_eq!(offer(&family.bo, &second, &family.cy).await, 409, "what was given while it was for them stays a surprise");
    }

    async fn one_taker_wins_however_many_things_happen_at_once(engine) {
        let family = family(engine).await;
        let bowl = family.wish("Bowl", json!(1)).await;
        let (_, made) = claiming(&family.bo, &bowl, 1).await;
        assert_eq!(offer(&family.bo, &made, &family.cy).await, 204);
        let taking = (0..8).map(|_| async { accept(&family.cy, &made).await.0 });
        let giving_back = async { family.bo.delete(&claim_path(&made, "")).await.status().as_u16() };
        let (taken, given_back) = futures::join!(join_all(taking), giving_back);
        let won = taken.iter().filter(|status| **status == 200).count();
        assert!(taken.iter().all(|status| [200, 404].contains(status)) && won <= 1, "{taken:?}");
        assert_eq!(givers(&family.cy, &bowl).await.len(), won, "it is given once or not at all");
        assert_eq!(given_back, if won == 1 { 404 } else { 204 });
    }

    async fn a_thought_is_nobody_elses_and_takes_nothing(engine) {
        let family = family(engine).await;
        let bowl = family.wish("Bowl", json!(1)).await;
        let think = async |person: &Person, note: Value| person.put(&item_path(&bowl, "/thought"), &json!({"note": note})).await.status().as_u16();
        assert_eq!((think(&family.ana, json!("mine")).await, think(&family.bo, json!("too dear?")).await, think(&family.bo, json!("in spring")).await), (403, 204, 204));
        let mine = thoughts(&family.bo).await;
        assert_eq!((mine.len(), &mine[0]["note"], &mine[0]["item"]["title"]), (1, &json!("in spring"), &json!("Bowl")));
        assert_eq!((thoughts(&family.cy).await, thoughts(&family.ana).await), (vec![], vec![]));
        assert_eq!(givers(&family.cy, &bowl).await, Vec::<String>::new());
        let events = entries(&family.cy, "/api/v1/events?after=0").await;
        assert!(events.iter().all(|event| event["type"] != "claims_changed"), "{events:?}");
        assert_eq!(claiming(&family.cy, &bowl, 1).await.0, 201);
        let eve = family.test.register("eve").await;
        assert_eq!(told(eve.put(&item_path(&bowl, "/thought"), &json!({})).await).await, told(eve.put(&item_path(&id(), "/thought"), &json!({})).await).await);
        let forget = async || family.bo.delete(&item_path(&bowl, "/thought")).await.status().as_u16();
        assert_eq!((forget().await, forget().await, thoughts(&family.bo).await), (204, 204, vec![]));
    }
}
