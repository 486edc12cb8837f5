#![allow(clippy::unwrap_used)]

use shared::json::to_text;
use shared::time::Timestamp;
use shared::wire::outbox::Sending;

use super::*;

fn id(number: u8) -> ItemId {
    ItemId::new(Timestamp::from_millis(1), [number; 10])
}

fn item(number: u8, seen_at: i64, deleted_at: &str) -> String {
    let id = to_text(&id(number));
    format!(
        r#"{{"id":{id},"product_id":null,"offer_id":null,"title":"Kettle","url":"https://shop.example/p/{number}?utm_source=x",
        "shop":"shop.example","image":null,"price":{{"amount_minor":100,"currency":"EUR"}},"price_seen_at":{seen_at},"list_price":null,
        "brand":null,"availability":null,"quantity":2,"variant":[{{"name":"Colour","value":"Red"}}],"priority":5,"note":"n",
        "private_note":null,"occasion":null,"alert_threshold":null,"needs_check":true,"fill":null,"boards":[],"created_at":9,
        "updated_at":9,"deleted_at":{deleted_at},"version":3}}"#
    )
}

fn told(texts: &[String], all: bool) -> Told {
    let mut told = Told { all, ..Told::default() };
    texts.iter().for_each(|text| told.take(text));
    told
}

fn saved(number: u8) -> Saved {
    told(&[item(number, 7, "null")], false).saved.pop().unwrap()
}

fn removal(number: u8) -> Arc<Row> {
    Arc::new(Row::new(None, (Sending::Remove(id(number)), String::new()), None, Timestamp::from_millis(1)))
}

#[test]
fn an_item_of_another_device_is_known_by_its_page_and_its_address() {
    let (page, saved) = saved(1);
    assert_eq!(page, "shop.example/p/1\u{1f}Colour\u{1f}Red");
    assert_eq!((saved.id, saved.title.as_str(), saved.note.as_deref()), (id(1), "Kettle", Some("n")));
    assert_eq!((saved.saved_at.as_millis(), saved.to_check, saved.arrived, saved.version), (9, true, true, 3));
    assert_eq!(saved.signs, ["u shop.example/p/1"]);
    assert!(saved.price.is_some() && !saved.own_price);
}

#[test]
fn a_price_that_was_looked_up_later_is_not_the_one_of_the_save() {
    assert_eq!(told(&[item(1, 90_000, "null")], false).saved[0].1.price, None);
    assert!(
        told(&[item(1, 7, "null").replace("\"https://shop.example/p/1?utm_source=x\"", "null")], false)
            .saved
            .is_empty()
    );
}

#[test]
fn what_was_saved_elsewhere_comes_in_and_what_was_removed_there_goes() {
    let (one, two, three) = (saved(1), saved(2), saved(3));
    let known = || vec![one.clone(), two.clone()];
    let list = |all| told(&[item(1, 7, "null"), item(3, 7, "null")], all);
    let learnt = Step::Learn(three.0.clone(), three.1.clone());
    let forgotten = Step::Forget(two.0.clone(), two.1.clone());
    assert_eq!(steps(known(), list(true), &[]), [learnt, forgotten]);
    // Not all of it was told.
    assert_eq!(steps(known(), list(false), &[]), [Step::Learn(three.0.clone(), three.1.clone())]);
    // It was changed here, and that is still on its way.
    assert_eq!(steps(known(), list(true), &[removal(2), removal(3)]), []);
    // It is told to be in the bin.
    let binned = told(&[item(2, 7, "12")], false);
    assert_eq!(steps(known(), binned, &[]), [Step::Forget(two.0.clone(), two.1.clone())]);
}

#[test]
fn what_this_device_knows_of_a_save_stays_and_the_rest_is_as_it_is_now() {
    let (page, now) = saved(1);
    let before = SavedPage {
        price: None,
        saved_at: Timestamp::from_millis(1),
        title: "Pot".to_owned(),
        signs: vec!["t x".to_owned()],
        binned: true,
        ..now.clone()
    };
    let after = SavedPage { price: None, saved_at: before.saved_at, signs: before.signs.clone(), ..now.clone() };
    let told = Told { saved: vec![(page, now)], ..Told::default() };
    assert_eq!(steps(vec![("elsewhere".to_owned(), before)], told, &[]), [Step::Learn("elsewhere".to_owned(), after)]);
}
