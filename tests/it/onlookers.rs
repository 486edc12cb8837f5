//! Members of a group hear that a list changed which the group is shown, once, and whoever is not shown it hears nothing.

use giftos_tests::app::body_of;
use giftos_tests::on_both_engines;
use giftos_tests::streams::Sse;
use serde_json::{Value, json};

use crate::claims::{Family, family};
use crate::groups::{account, group_path};
use crate::wishes::{board, board_path, id, item_path, wish};

async fn stream(person: &giftos_tests::Person) -> Sse {
    let mut stream = Sse::open(person, None).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().kind, "ready");
    stream
}

async fn next(stream: &mut Sse) -> Value {
    stream.event().await.unwrap().body
}

/// Each of them hears of the list next.
async fn told(streams: &mut [&mut Sse], list: &Value, what: &str) {
    for stream in streams {
        let event = next(stream).await;
        assert_eq!((&event["type"], &event["board_id"]), (&json!("list_changed"), &list["id"]), "{what}: {event}");
    }
}

/// What they hear next is of a board of their own: nothing came before it.
async fn heard_nothing(person: &giftos_tests::Person, stream: &mut Sse) {
    let own = board(person, "Own", "private").await;
    let event = next(stream).await;
    assert_eq!((&event["type"], &event["board_id"]), (&json!("board_added"), &own["id"]), "{event}");
}

on_both_engines! {
    async fn a_group_hears_of_the_lists_that_it_is_shown(engine) {
        let Family { test, ana, bo, cy, group, list } = family(engine).await;
        let dan = test.register("dan").await;
        let (mut of_bo, mut of_cy, mut of_dan) = (stream(&bo).await, stream(&cy).await, stream(&dan).await);
        let mut of_ana = stream(&ana).await;
        let bowl = wish(&ana, "Bowl", &list).await;
        told(&mut [&mut of_bo, &mut of_cy], &list, "a new wish").await;
        body_of(ana.patch(&item_path(&bowl, ""), Some("*"), &json!({"title": "Blue bowl"})).await, 200).await;
        told(&mut [&mut of_bo, &mut of_cy], &list, "another title").await;
        assert_eq!(ana.delete(&item_path(&bowl, "")).await.status(), 204);
        told(&mut [&mut of_bo, &mut of_cy], &list, "the bin").await;
        body_of(ana.post(&item_path(&bowl, "/restore"), &json!({})).await, 200).await;
        told(&mut [&mut of_bo, &mut of_cy], &list, "and back").await;
        assert_eq!(ana.delete(&board_path(&list, &format!("/items/{bowl}"))).await.status(), 204);
        told(&mut [&mut of_bo, &mut of_cy], &list, "off the list").await;
        assert_eq!(ana.put(&board_path(&list, &format!("/items/{bowl}")), &Value::Null).await.status(), 204);
        told(&mut [&mut of_bo, &mut of_cy], &list, "onto it").await;
        body_of(ana.patch(&board_path(&list, ""), Some("*"), &json!({"name": "For my birthday"})).await, 200).await;
        told(&mut [&mut of_bo, &mut of_cy], &list, "another name").await;
        assert_eq!(ana.delete(&board_path(&list, "")).await.status(), 204);
        told(&mut [&mut of_bo, &mut of_cy], &list, "the list in the bin").await;
        body_of(ana.post(&board_path(&list, "/restore"), &json!({})).await, 200).await;
        told(&mut [&mut of_bo, &mut of_cy], &list, "and back").await;
        body_of(ana.patch(&board_path(&list, ""), Some("*"), &json!({"audience": "private"})).await, 200).await;
        told(&mut [&mut of_bo, &mut of_cy], &list, "shown no longer").await;
        // What happens where they do not look is none of their business.
        wish(&ana, "Secret", &list).await;
        let elsewhere = board(&ana, "Elsewhere", "private").await;
        wish(&ana, "Another secret", &elsewhere).await;
        body_of(ana.patch(&board_path(&list, ""), Some("*"), &json!({"audience": "groups"})).await, 200).await;
        told(&mut [&mut of_bo, &mut of_cy], &list, "shown again").await;
        heard_nothing(&dan, &mut of_dan).await;

        // An editor is told as one of the board's people, and whoever is out not at all.
        body_of(ana.post(&board_path(&list, "/editors"), &json!({"email": "bo@example.org"})).await, 201).await;
        assert_eq!(next(&mut of_bo).await["type"], "board_added");
        let path = group_path(&group, &format!("/members/{}", account(&cy).await));
        assert_eq!(ana.delete(&path).await.status(), 204);
        assert_eq!(next(&mut of_cy).await["type"], "group_removed");
        assert_eq!(next(&mut of_bo).await["type"], "group_changed");
        let new = json!({"id": id(), "boards": [list["id"]], "title": "Plate"});
        body_of(ana.post("/api/v1/items", &new).await, 201).await;
        assert_eq!((next(&mut of_bo).await["type"].clone(), next(&mut of_bo).await["type"].clone()), (json!("item_saved"), json!("board_items_changed")));
        heard_nothing(&cy, &mut of_cy).await;
        heard_nothing(&bo, &mut of_bo).await;
        // The owner hears what owners hear, whoever is told besides.
        let mut own = Vec::new();
        while own.last() != Some(&json!("group_changed")) {
            own.push(next(&mut of_ana).await["type"].clone());
        }
        assert!(!own.contains(&json!("list_changed")), "{own:?}");
    }
}
