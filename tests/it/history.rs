//! The history of a wish's price: what was seen of each kind in each currency, for whoever sees the wish.

use giftos_tests::app::{START, body_of};
use giftos_tests::{Person, TestApp, on_both_engines};
use serde_json::{Value, json};

use crate::wishes::{board, id, item_path, save_of, text};

const MUG: &str = "https://shop.example/mug";
const DAY: i64 = 24 * 60 * 60 * 1000;

/// The extension saves the page again, that showed this price so many days ago.
async fn seen(person: &Person, price: &Value, kind: &str, days_ago: i64) -> Value {
    let mut save = save_of(MUG, &json!("default"));
    save["page"]["price"] = price.clone();
    save["page"]["price_kind"] = json!(kind);
    save["page"]["seen_at"] = json!(day(days_ago));
    person.post("/api/v1/items", &save).await.json().await.unwrap()
}

fn day(days_ago: i64) -> i64 {
    START.as_millis() - days_ago * DAY
}

fn euro(amount_minor: i64) -> Value {
    json!({"amount_minor": amount_minor, "currency": "EUR"})
}

async fn series(person: &Person, item: &str) -> Vec<Value> {
    let history = body_of(person.get(&item_path(item, "/history")).await, 200).await;
    history["series"].as_array().unwrap().clone()
}

fn amounts(series: &Value) -> Vec<i64> {
    series["runs"].as_array().unwrap().iter().map(|run| run["price"]["amount_minor"].as_i64().unwrap()).collect()
}

on_both_engines! {
    async fn a_history_tells_each_kind_and_currency_by_itself(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let saved = seen(&ana, &euro(10_000), "current", 40).await;
        let item = text(&saved["item"]["id"]);
        // For 30 days 100.00, looked at now and then; a sale of 4 days, and 100.00 again.
        for days_ago in [37, 30, 20, 10] {
            seen(&ana, &euro(10_000), "current", days_ago).await;
        }
        seen(&ana, &euro(7_000), "current", 9).await;
        seen(&ana, &euro(7_000), "current", 6).await;
        seen(&ana, &euro(10_000), "current", 5).await;
        // What is not that price: what members pay, what a used one costs, and what another country is asked.
        seen(&ana, &euro(6_000), "member", 4).await;
        seen(&ana, &euro(1), "used", 3).await;
        seen(&ana, &json!({"amount_minor": 500, "currency": "USD"}), "current", 2).await;

        let all = series(&ana, &item).await;
        let named: Vec<_> = all.iter().map(|one| (text(&one["kind"]), text(&one["currency"]))).collect();
        let names = [("current", "EUR"), ("current", "USD"), ("member", "EUR"), ("used", "EUR")];
        assert_eq!(named, names.map(|(kind, currency)| (kind.to_owned(), currency.to_owned())));
        let current = &all[0];
        assert_eq!(amounts(current), [10_000, 7_000, 10_000]);
        assert_eq!(current["runs"][0]["seen_at"], json!(day(40)));
        assert_eq!(current["lowest"], json!({"price": euro(7_000), "at": day(9)}));
        assert_eq!(current["highest"]["price"], euro(10_000));
        assert_eq!((&current["median"], &current["changes"]), (&euro(10_000), &json!(2)));
        assert_eq!(current["sales"], json!({"count": 1, "typical_per_mille": 300, "deepest_per_mille": 300}));
        assert_eq!((amounts(&all[1]), amounts(&all[2]), amounts(&all[3])), (vec![500], vec![6_000], vec![1]));
    }

    async fn what_a_device_saw_long_ago_finds_its_place(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let saved = seen(&ana, &euro(10_000), "current", 3).await;
        seen(&ana, &euro(10_000), "current", 1).await;
        seen(&ana, &euro(9_000), "current", 2).await;
        let all = series(&ana, &text(&saved["item"]["id"])).await;
        assert_eq!(amounts(&all[0]), [10_000, 9_000, 10_000]);
    }

    async fn whoever_sees_the_wish_sees_its_history_and_nobody_else(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let (open, mine) = (board(&ana, "Open", "public").await, board(&ana, "Mine", "private").await);
        let shown = body_of(ana.post("/api/v1/items", &save_of(MUG, &json!([open["id"]]))).await, 201).await;
        let hidden = body_of(ana.post("/api/v1/items", &save_of("https://shop.example/cup", &json!([mine["id"]]))).await, 201).await;
        assert_eq!(series(&bo, &text(&shown["item"]["id"])).await.len(), 1);
        let path = item_path(&text(&hidden["item"]["id"]), "/history");
        let none = item_path(&id(), "/history");
        let told = async |path: &str| { let mut body = body_of(bo.get(path).await, 404).await; body["instance"] = Value::Null; body };
        assert_eq!(told(&path).await, told(&none).await);
        // A wish without a page has no history, and says so.
        let typed = json!({"id": id(), "boards": [open["id"]], "title": "A day out"});
        let typed = body_of(ana.post("/api/v1/items", &typed).await, 201).await;
        assert_eq!(series(&bo, &text(&typed["item"]["id"])).await, Vec::<Value>::new());
    }
}
