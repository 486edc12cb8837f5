//! Edits of one item on two devices: the later one counts, and the other one is there until somebody decides.

use std::time::Duration;

use giftos_tests::app::{PASSWORD, body_of};
use giftos_tests::{Person, TestApp, on_both_engines};
use serde_json::{Value, json};

use crate::wishes::{board, board_path, entries, item_path, titles, wish};

/// The same account on one more device.
async fn on_another_device(test: &TestApp, name: &str, device: &str) -> Person {
    let new = json!({"email": format!("{name}@example.org"), "password": PASSWORD, "device": device});
    test.person(test.post("/api/v1/sessions", &new).await).await
}

/// Sends an edit that was made so long ago, over the version that its person saw.
async fn edit(person: &Person, id: &str, (ago, mark): (u64, u64), mut patch: Value, base: &Value) -> Value {
    patch["base"] = base.clone();
    let path = item_path(id, &format!("?age={}&edit={mark}", ago * 1_000));
    body_of(person.patch(&path, Some("*"), &patch).await, 200).await
}

on_both_engines! {
    async fn the_later_edit_counts_and_the_other_is_listed_until_one_is_taken(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let phone = on_another_device(&test, "ana", "Firefox on the sofa").await;
        let made = board(&ana, "Mine", "public").await;
        let bowl = wish(&ana, "Bowl", &made).await;
        let read = body_of(ana.get(&item_path(&bowl, "")).await, 200).await;
        assert_eq!(read.get("conflicts"), None);
        let base = read["version"].clone();
        test.advance(Duration::from_secs(600));
        // Sent first, made later: what was made before it arrives after it.
        let now = edit(&ana, &bowl, (60, 1), json!({"title": "Red bowl", "priority": 9}), &base).await;
        assert_eq!((&now["title"], now.get("conflicts")), (&json!("Red bowl"), None));
        let now = edit(&phone, &bowl, (300, 1), json!({"title": "  Blue bowl ", "note": "big"}), &base).await;
        assert_eq!((&now["title"], &now["priority"], &now["note"]), (&json!("Red bowl"), &json!(9), &json!("big")));
        let conflict = &now["conflicts"][0];
        assert_eq!((&conflict["field"], &conflict["kept"], &conflict["other"]), (&json!("title"), &json!({"title": "Red bowl"}), &json!({"title": "Blue bowl"})));
        assert_eq!(conflict["device"], "Firefox on the sofa");
        assert_eq!(conflict["kept_at"].as_i64().unwrap() - conflict["other_at"].as_i64().unwrap(), 240_000);
        // The answer was lost: sent again, it changes nothing.
        let again = edit(&phone, &bowl, (301, 1), json!({"title": "  Blue bowl ", "note": "big"}), &base).await;
        assert_eq!(again["version"], now["version"]);
        // Whoever sees both takes one.
        let settled = edit(&ana, &bowl, (0, 2), json!({"title": "Blue bowl"}), &now["version"]).await;
        assert_eq!((&settled["title"], settled.get("conflicts")), (&json!("Blue bowl"), None));
        assert_eq!(titles(&ana, &made).await, ["Blue bowl"]);
    }

    async fn only_whoever_may_edit_sees_what_is_in_conflict(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo, cy) = (test.register("ana").await, test.register("bo").await, test.register("cy").await);
        let made = board(&ana, "Mine", "public").await;
        body_of(ana.post(&board_path(&made, "/editors"), &json!({"email": "bo@example.org"})).await, 201).await;
        let bowl = wish(&ana, "Bowl", &made).await;
        let phone = on_another_device(&test, "ana", "Firefox on the sofa").await;
        let base = json!(1);
        test.advance(Duration::from_secs(600));
        edit(&ana, &bowl, (60, 1), json!({"title": "Red", "private_note": "from Oma"}), &base).await;
        edit(&phone, &bowl, (90, 1), json!({"title": "Blue", "private_note": "from Opa"}), &base).await;
        edit(&bo, &bowl, (30, 1), json!({"title": "Green"}), &base).await;
        let seen = async |person: &Person| {
            let item = body_of(person.get(&item_path(&bowl, "")).await, 200).await;
            let on_board = entries(person, &board_path(&made, "/items")).await;
            assert_eq!(on_board[0].get("conflicts"), item.get("conflicts"));
            assert_eq!(item["title"], "Green");
            let conflicts = item["conflicts"].as_array().cloned().unwrap_or_default();
            conflicts.into_iter().map(|each| (each["other"].clone(), each["device"].clone())).collect::<Vec<_>>()
        };
        let title = |title: &str| json!({"title": title});
        let sofa = json!("Firefox on the sofa");
        let private = (json!({"private_note": "from Opa"}), sofa.clone());
        let mut own = seen(&ana).await;
        assert!(own.contains(&private) && own.len() == 3, "{own:?}");
        own.retain(|each| *each != private);
        assert_eq!(own, [(title("Blue"), sofa), (title("Red"), Value::Null)]);
        assert_eq!(seen(&bo).await, [(title("Blue"), Value::Null), (title("Red"), Value::Null)], "not what is private, nor the devices of another");
        assert_eq!(seen(&cy).await, []);
    }

    async fn an_edit_over_a_version_is_as_before(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let bowl = wish(&ana, "Bowl", &board(&ana, "Mine", "private").await).await;
        body_of(ana.patch(&item_path(&bowl, ""), Some("\"1\""), &json!({"title": "Red"})).await, 200).await;
        body_of(ana.patch(&item_path(&bowl, ""), Some("\"1\""), &json!({"title": "Blue"})).await, 412).await;
        let odd = json!({"title": " "});
        body_of(ana.patch(&item_path(&bowl, "?age=999999999999"), Some("*"), &odd).await, 422).await;
        body_of(ana.patch(&item_path(&bowl, "?age=x"), Some("*"), &json!({"title": "Blue"})).await, 400).await;
        let phone = on_another_device(&test, "ana", "Phone").await;
        let now = body_of(phone.patch(&item_path(&bowl, ""), Some("*"), &json!({"title": "Blue"})).await, 200).await;
        assert_eq!((&now["title"], now.get("conflicts")), (&json!("Blue"), None));
    }
}

/// Sends an edit of a board that was made so long ago, over the version that its person saw.
async fn edit_board(person: &Person, board: &Value, (ago, mark): (u64, u64), mut patch: Value, base: &Value) -> Value {
    patch["base"] = base.clone();
    let path = board_path(board, &format!("?age={}&edit={mark}", ago * 1_000));
    body_of(person.patch(&path, Some("*"), &patch).await, 200).await
}

on_both_engines! {
    async fn a_board_that_is_edited_on_two_devices_has_the_later_word_of_each_field(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let phone = on_another_device(&test, "ana", "Firefox on the sofa").await;
        let made = board(&ana, "Mine", "link").await;
        let base = made["version"].clone();
        // What is put on it meanwhile rises its version, and says nothing of its fields.
        wish(&ana, "Bowl", &made).await;
        test.advance(Duration::from_secs(600));
        let now = edit_board(&ana, &made, (60, 1), json!({"name": "Kitchen", "audience": "private"}), &base).await;
        assert_eq!((&now["name"], &now["audience"], now.get("conflicts")), (&json!("Kitchen"), &json!("private"), None));
        let late = json!({"name": " Garden ", "description": "All of it", "audience": "public"});
        let now = edit_board(&phone, &made, (300, 1), late.clone(), &base).await;
        let kept = (&now["name"], &now["description"], &now["audience"], &now["link_token"]);
        assert_eq!(kept, (&json!("Kitchen"), &json!("All of it"), &json!("private"), &json!(null)));
        let conflicts = now["conflicts"].as_array().unwrap();
        let told: Vec<_> = conflicts.iter().map(|each| (&each["field"], &each["kept"], &each["other"], &each["device"])).collect();
        let sofa = json!("Firefox on the sofa");
        assert_eq!(told, [
            (&json!("audience"), &json!({"audience": "private"}), &json!({"audience": "public"}), &sofa),
            (&json!("name"), &json!({"name": "Kitchen"}), &json!({"name": "Garden"}), &sofa),
        ]);
        assert_eq!(conflicts[1]["kept_at"].as_i64().unwrap() - conflicts[1]["other_at"].as_i64().unwrap(), 240_000);
        // The answer was lost: sent again, it changes nothing.
        let again = edit_board(&phone, &made, (301, 1), late, &base).await;
        assert_eq!(again, now);
        // Whoever saw both takes one of each.
        let taken = json!({"name": "Garden", "audience": "private"});
        let settled = edit_board(&ana, &made, (0, 2), taken, &now["version"]).await;
        assert_eq!((&settled["name"], settled.get("conflicts")), (&json!("Garden"), None));
        let listed = entries(&ana, "/api/v1/boards").await;
        assert!(listed.iter().any(|each| each["name"] == "Garden"), "{listed:?}");
    }

    async fn only_who_may_edit_a_board_sees_what_is_in_conflict_on_it(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo, cy) = (test.register("ana").await, test.register("bo").await, test.register("cy").await);
        let made = board(&ana, "Mine", "public").await;
        body_of(ana.post(&board_path(&made, "/editors"), &json!({"email": "bo@example.org"})).await, 201).await;
        test.advance(Duration::from_secs(600));
        let base = made["version"].clone();
        edit_board(&ana, &made, (60, 1), json!({"name": "Kitchen"}), &base).await;
        edit_board(&bo, &made, (30, 1), json!({"name": "Cooking"}), &base).await;
        let seen = async |person: &Person| {
            let board = body_of(person.get(&board_path(&made, "")).await, 200).await;
            assert_eq!(board["name"], "Cooking");
            board["conflicts"].as_array().map(|all| all.iter().map(|each| each["other"].clone()).collect::<Vec<_>>())
        };
        let both = Some(vec![json!({"name": "Kitchen"})]);
        assert_eq!((seen(&ana).await, seen(&bo).await, seen(&cy).await), (both.clone(), both, None));
        // What is the owner's alone is refused whole, whatever else stands beside it.
        let path = board_path(&made, "?age=1000&edit=2");
        body_of(bo.patch(&path, Some("*"), &json!({"name": "Baking", "audience": "private", "base": base})).await, 403).await;
        body_of(ana.patch(&path, Some("*"), &json!({"name": " "})).await, 422).await;
        body_of(ana.patch(&path, Some("\"1\""), &json!({"name": "Late"})).await, 412).await;
    }

    async fn edits_of_a_board_that_come_at_once_are_all_kept(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let phone = on_another_device(&test, "ana", "Phone").await;
        let made = board(&ana, "Mine", "private").await;
        let base = made["version"].clone();
        let one = edit_board(&ana, &made, (9, 1), json!({"name": "Kitchen"}), &base);
        let other = edit_board(&phone, &made, (5, 1), json!({"description": "Pots"}), &base);
        let saved = wish(&ana, "Bowl", &made);
        tokio::join!(one, other, saved);
        let now = body_of(ana.get(&board_path(&made, "")).await, 200).await;
        assert_eq!((&now["name"], &now["description"], &now["item_count"]), (&json!("Kitchen"), &json!("Pots"), &json!(1)));
        assert_eq!(now.get("conflicts"), None);
    }
}
