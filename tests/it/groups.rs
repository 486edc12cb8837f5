//! Groups: made, joined by a code, left, and what of their lists is seen by whom.

use std::time::Duration;

use futures::future::join_all;
use giftos_tests::app::{PASSWORD, body_of, sent};
use giftos_tests::{Person, TestApp, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};

use crate::wishes::{board, board_path, entries, id, item_path, text, told, wish};

/// A group of this person; gives its view.
pub(crate) async fn group(person: &Person, name: &str) -> Value {
    body_of(person.post("/api/v1/groups", &json!({"id": id(), "name": name})).await, 201).await
}

/// `/api/v1/groups/ID…`.
pub(crate) fn group_path(group: &Value, rest: &str) -> String {
    format!("/api/v1/groups/{}{rest}", text(&group["id"]))
}

/// Lets somebody join, as `member` or `giver_only`.
pub(crate) async fn join(admin: &Person, group: &Value, person: &Person, role: &str) {
    let new = json!({"id": id(), "role": role});
    let invite = body_of(admin.post(&group_path(group, "/invites"), &new).await, 201).await;
    body_of(person.post(&format!("/api/v1/invites/{}", text(&invite["code"])), &json!({})).await, 200).await;
}

/// Signs in anew: an access token is good for 15 minutes.
pub(crate) async fn again(test: &TestApp, name: &str) -> Person {
    let body = json!({"email": format!("{name}@example.org"), "password": PASSWORD});
    test.person(test.post("/api/v1/sessions", &body).await).await
}

/// Whose account it is.
pub(crate) async fn account(person: &Person) -> String {
    text(&body_of(person.get("/api/v1/me").await, 200).await["id"])
}

async fn names(person: &Person, group: &Value) -> Vec<String> {
    let members = body_of(person.get(&group_path(group, "/members")).await, 200).await;
    members
        .as_array()
        .unwrap()
        .iter()
        .map(|member| format!("{} {}", text(&member["display_name"]), text(&member["role"])))
        .collect()
}

/// The names of the boards that the group is shown, by the alphabet: what was shown in the same moment has no order.
async fn shown(person: &Person, group: &Value) -> Vec<String> {
    let boards = entries(person, &group_path(group, "/boards")).await;
    let mut names: Vec<String> = boards.iter().map(|board| text(&board["name"])).collect();
    names.sort();
    names
}

/// The list that somebody was given when they joined.
pub(crate) async fn list_of(person: &Person, group: &Value, owner: &str) -> Value {
    let mut boards = entries(person, &group_path(group, "/boards")).await;
    boards.retain(|board| board["owners"][0]["display_name"] == owner);
    boards.remove(0)
}

on_both_engines! {
    async fn a_family_comes_together_by_one_code_and_everybody_has_a_list(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo, cy) = (test.register("ana").await, test.register("bo").await, test.register("cy").await);
        let new = json!({"id": id(), "name": "Family", "description": "All of us"});
        let made = body_of(ana.post("/api/v1/groups", &new).await, 201).await;
        assert_eq!((&made["role"], &made["member_count"]), (&json!("admin"), &json!(1)));
        assert_eq!(body_of(ana.post("/api/v1/groups", &new).await, 200).await, made);
        let mut other = new.clone();
        other["name"] = json!("Others");
        body_of(ana.post("/api/v1/groups", &other).await, 409).await;
        body_of(bo.post("/api/v1/groups", &new).await, 409).await;

        test.advance(Duration::from_secs(1));
        join(&ana, &made, &bo, "member").await;
        test.advance(Duration::from_secs(1));
        join(&ana, &made, &cy, "giver_only").await;
        assert_eq!(names(&cy, &made).await, ["ana admin", "bo member", "cy giver_only"], "who came first first");
        assert_eq!(shown(&cy, &made).await, ["ana · Family", "bo · Family"], "who only gives has no list");
        let boards = [list_of(&bo, &made, "ana").await, list_of(&bo, &made, "bo").await];
        assert_eq!((&boards[0]["relation"], &boards[1]["relation"]), (&json!("viewer"), &json!("owner")));
        assert_eq!(boards[0]["owners"][0]["display_name"], "ana");
        let of_ana = format!("{}?member={}", group_path(&made, "/boards"), account(&ana).await);
        assert_eq!(entries(&bo, &of_ana).await, [boards[0].clone()]);

        let item = wish(&ana, "Bowl", &boards[0]).await;
        assert_eq!(body_of(cy.get(&item_path(&item, "")).await, 200).await["title"], "Bowl");
        assert_eq!(entries(&cy, &board_path(&boards[0], "/items")).await.len(), 1);
        body_of(cy.patch(&item_path(&item, ""), Some("*"), &json!({"title": "Mine"})).await, 403).await;
        assert_eq!(entries(&bo, "/api/v1/groups").await.len(), 1);
    }

    async fn a_group_does_not_exist_for_a_stranger(engine) {
        let test = TestApp::start(engine).await;
        let (ana, eve) = (test.register("ana").await, test.register("eve").await);
        let made = group(&ana, "Family").await;
        let list = entries(&ana, &group_path(&made, "/boards")).await.remove(0);
        let item = wish(&ana, "Bowl", &list).await;
        let nothing = json!({"id": id()});
        let person = account(&ana).await;
        let invite = body_of(ana.post(&group_path(&made, "/invites"), &json!({"id": id()})).await, 201).await;
        for (method, rest, body) in [
            (Method::GET, String::new(), json!({})),
            (Method::PATCH, String::new(), json!({"name": "Mine"})),
            (Method::DELETE, String::new(), json!({})),
            (Method::POST, "/restore".to_owned(), json!({})),
            (Method::GET, "/members".to_owned(), json!({})),
            (Method::PUT, format!("/members/{person}"), json!({"role": "member"})),
            (Method::DELETE, format!("/members/{person}"), json!({})),
            (Method::GET, "/invites".to_owned(), json!({})),
            (Method::POST, "/invites".to_owned(), json!({"id": id()})),
            (Method::DELETE, format!("/invites/{}", text(&invite["id"])), json!({})),
            (Method::GET, "/boards".to_owned(), json!({})),
        ] {
            let ask = async |of: &Value| {
                told(sent(eve.request(method.clone(), &group_path(of, &rest)).header("if-match", "*").json(&body)).await).await
            };
            let (seen, absent) = (ask(&made).await, ask(&nothing).await);
            assert_eq!(seen, absent, "{method} {rest}");
            assert_eq!(seen.0, 404, "{method} {rest}");
        }
        for path in [board_path(&list, ""), board_path(&list, "/items"), item_path(&item, ""), board_path(&list, "/groups")] {
            assert_eq!(eve.get(&path).await.status(), 404, "{path}");
        }
        let mine = board(&eve, "Mine", "private").await;
        let share = |group: &Value| board_path(&mine, &format!("/groups/{}", text(&group["id"])));
        assert_eq!(told(eve.put(&share(&made), &json!({})).await).await, told(eve.put(&share(&nothing), &json!({})).await).await);
        assert_eq!(entries(&eve, "/api/v1/groups").await, Vec::<Value>::new());
        assert_eq!(entries(&eve, "/api/v1/bin/groups").await, Vec::<Value>::new());
    }

    async fn a_code_opens_the_group_until_it_is_taken_back_or_its_days_are_over(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        test.register("cy").await;
        let made = group(&ana, "Family").await;
        let invites = group_path(&made, "/invites");
        for (role, days) in [("admin", 14), ("organiser", 14), ("member", 0), ("member", 91)] {
            body_of(ana.post(&invites, &json!({"id": id(), "role": role, "days": days})).await, 422).await;
        }
        let new = json!({"id": id(), "days": 2});
        let invite = body_of(ana.post(&invites, &new).await, 201).await;
        assert_eq!(body_of(ana.post(&invites, &new).await, 200).await, invite);
        let code = text(&invite["code"]);
        assert!(code.len() >= 22, "128 bits need 22 characters: {code}");
        let open = async |code: &str| told(sent(test.request(Method::GET, &format!("/api/v1/invites/{code}"))).await).await;
        let (status, says) = open(&code).await;
        assert_eq!(status, 200);
        let said: Vec<_> = says.as_object().unwrap().keys().cloned().collect();
        assert_eq!(said, ["expires_at", "group_name", "instance", "invited_by", "role"], "nothing of who is in it");
        assert_eq!((&says["group_name"], &says["invited_by"]), (&json!("Family"), &json!("ana")));

        let joining = async |person: &Person, code: &str| person.post(&format!("/api/v1/invites/{code}"), &json!({})).await.status().as_u16();
        assert_eq!(joining(&bo, &code).await, 200);
        assert_eq!(joining(&bo, &code).await, 200, "again is as good");
        assert_eq!(entries(&bo, "/api/v1/boards").await.len(), 1, "and makes no second list");
        body_of(bo.get(&invites).await, 403).await;
        body_of(bo.post(&invites, &json!({"id": id()})).await, 403).await;

        let dead = open("nothing").await;
        assert_eq!(dead.0, 404);
        test.advance(Duration::from_secs(2 * 86_400));
        let (ana, bo, cy) = (again(&test, "ana").await, again(&test, "bo").await, again(&test, "cy").await);
        assert_eq!((open(&code).await, joining(&cy, &code).await), (dead.clone(), 404));
        let second = body_of(ana.post(&invites, &json!({"id": id()})).await, 201).await;
        let one = format!("{invites}/{}", text(&second["id"]));
        assert_eq!((ana.delete(&one).await.status().as_u16(), ana.delete(&one).await.status().as_u16()), (204, 204));
        assert_eq!((open(&text(&second["code"])).await, joining(&cy, &text(&second["code"])).await), (dead.clone(), 404));

        // Who invited and is gone lets nobody in any more.
        body_of(ana.put(&group_path(&made, &format!("/members/{}", account(&bo).await)), &json!({"role": "organiser"})).await, 200).await;
        let third = text(&body_of(bo.post(&invites, &json!({"id": id()})).await, 201).await["code"]);
        assert_eq!(open(&third).await.0, 200);
        assert_eq!(ana.delete(&group_path(&made, &format!("/members/{}", account(&bo).await))).await.status(), 204);
        assert_eq!((open(&third).await, joining(&cy, &third).await), (dead, 404));
    }

    async fn twenty_that_join_at_once_are_in_it_once_each(engine) {
        let test = TestApp::start(engine).await;
        let ana = test.register("ana").await;
        let made = group(&ana, "Family").await;
        let code = text(&body_of(ana.post(&group_path(&made, "/invites"), &json!({"id": id()})).await, 201).await["code"]);
        let people = join_all((0..10).map(|i| { let test = &test; async move { test.register(&format!("p{i}")).await } })).await;
        let joining = people.iter().chain(&people).map(|person| async { person.post(&format!("/api/v1/invites/{code}"), &json!({})).await.status().as_u16() });
        assert_eq!(join_all(joining).await, [200; 20]);
        assert_eq!(names(&ana, &made).await.len(), 11);
        assert_eq!(shown(&ana, &made).await.len(), 11, "and each has one list");
    }

    async fn who_leaves_sees_nothing_and_shows_nothing_any_more(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let made = group(&ana, "Family").await;
        join(&ana, &made, &bo, "member").await;
        let lists = [list_of(&ana, &made, "ana").await, list_of(&ana, &made, "bo").await];
        let item = wish(&bo, "Bike", &lists[1]).await;
        let mine = wish(&ana, "Bowl", &lists[0]).await;
        assert_eq!(bo.get(&item_path(&mine, "")).await.status(), 200);
        body_of(bo.delete(&group_path(&made, &format!("/members/{}", account(&ana).await))).await, 403).await;
        let them = group_path(&made, &format!("/members/{}", account(&bo).await));
        assert_eq!(bo.delete(&them).await.status(), 204);
        assert_eq!(bo.delete(&them).await.status(), 404, "the group is not there for them");
        for path in [group_path(&made, ""), board_path(&lists[0], ""), item_path(&mine, "")] {
            assert_eq!(bo.get(&path).await.status(), 404, "{path}");
        }
        for path in [board_path(&lists[1], ""), item_path(&item, "")] {
            assert_eq!(ana.get(&path).await.status(), 404, "{path}");
            assert_eq!(bo.get(&path).await.status(), 200, "their list stays theirs: {path}");
        }
        assert_eq!(shown(&ana, &made).await, ["ana · Family"]);
        assert_eq!(ana.delete(&them).await.status(), 204, "taking out who is not in it changes nothing");
    }

    async fn a_group_always_has_an_admin_and_the_last_one_out_may_bring_it_back(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo, cy) = (test.register("ana").await, test.register("bo").await, test.register("cy").await);
        let made = group(&ana, "Family").await;
        test.advance(Duration::from_secs(1));
        join(&ana, &made, &bo, "giver_only").await;
        test.advance(Duration::from_secs(1));
        join(&ana, &made, &cy, "member").await;
        let of = async |person: &Person| group_path(&made, &format!("/members/{}", account(person).await));
        let refused = body_of(ana.put(&of(&ana).await, &json!({"role": "member"})).await, 409).await;
        assert!(text(&refused["detail"]).contains("admin"), "{refused}");
        assert_eq!(ana.delete(&of(&ana).await).await.status(), 204);
        assert_eq!(names(&cy, &made).await, ["bo giver_only", "cy admin"], "a member comes before who only gives");
        assert_eq!(shown(&cy, &made).await, ["cy · Family"]);
        // Who only gives from now on shows no list.
        body_of(cy.put(&of(&bo).await, &json!({"role": "admin"})).await, 200).await;
        body_of(bo.put(&of(&cy).await, &json!({"role": "giver_only"})).await, 200).await;
        assert_eq!(shown(&bo, &made).await, Vec::<String>::new());
        assert_eq!(cy.delete(&of(&cy).await).await.status(), 204);
        assert_eq!(bo.delete(&of(&bo).await).await.status(), 204);
        assert_eq!(entries(&bo, "/api/v1/groups").await, Vec::<Value>::new());
        assert_eq!(entries(&bo, "/api/v1/bin/groups").await.len(), 1);
        body_of(bo.post(&group_path(&made, "/restore"), &json!({})).await, 200).await;
        assert_eq!(names(&bo, &made).await, ["bo admin"]);
    }

    async fn a_group_in_the_bin_shows_nothing_and_comes_back_whole(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo) = (test.register("ana").await, test.register("bo").await);
        let made = group(&ana, "Family").await;
        join(&ana, &made, &bo, "member").await;
        let list = list_of(&bo, &made, "ana").await;
        let item = wish(&ana, "Bowl", &list).await;
        body_of(bo.delete(&group_path(&made, "")).await, 403).await;
        assert_eq!(ana.delete(&group_path(&made, "")).await.status(), 204);
        assert_eq!(ana.delete(&group_path(&made, "")).await.status(), 204, "again is as good");
        for path in [group_path(&made, ""), group_path(&made, "/members"), board_path(&list, ""), board_path(&list, "/items"), item_path(&item, "")] {
            assert_eq!(bo.get(&path).await.status(), 404, "{path}");
        }
        assert!(body_of(ana.get(&group_path(&made, "")).await, 200).await["deleted_at"].is_i64());
        body_of(ana.patch(&group_path(&made, ""), Some("*"), &json!({"name": "x"})).await, 404).await;
        body_of(bo.post(&group_path(&made, "/restore"), &json!({})).await, 404).await;
        let back = body_of(ana.post(&group_path(&made, "/restore"), &json!({})).await, 200).await;
        assert_eq!((&back["deleted_at"], &back["member_count"]), (&Value::Null, &json!(2)));
        assert_eq!(body_of(bo.get(&item_path(&item, "")).await, 200).await["title"], "Bowl");
    }

    async fn a_board_is_shown_to_the_groups_that_its_owner_says(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo, cy) = (test.register("ana").await, test.register("bo").await, test.register("cy").await);
        let (family, club) = (group(&ana, "Family").await, group(&ana, "Club").await);
        join(&ana, &family, &bo, "giver_only").await;
        join(&ana, &club, &cy, "member").await;
        let mine = board(&ana, "Hobby", "private").await;
        let to = |group: &Value| board_path(&mine, &format!("/groups/{}", text(&group["id"])));
        assert_eq!(bo.put(&to(&family), &json!({})).await.status(), 404, "it does not exist for them");
        let of_bo = board(&bo, "Mine", "private").await;
        let refused = bo.put(&board_path(&of_bo, &format!("/groups/{}", text(&family["id"]))), &json!({})).await;
        assert_eq!(refused.status(), 403, "who only gives shows no list");
        assert_eq!((ana.put(&to(&family), &json!({})).await.status().as_u16(), ana.put(&to(&family), &json!({})).await.status().as_u16()), (204, 204));
        let seen = body_of(bo.get(&board_path(&mine, "")).await, 200).await;
        assert_eq!((&seen["audience"], &seen["relation"]), (&json!("groups"), &json!("viewer")));
        assert_eq!(cy.get(&board_path(&mine, "")).await.status(), 404);
        let groups = body_of(ana.get(&board_path(&mine, "/groups")).await, 200).await;
        assert_eq!(groups.as_array().unwrap().iter().map(|group| text(&group["name"])).collect::<Vec<_>>(), ["Family"]);
        body_of(bo.get(&board_path(&mine, "/groups")).await, 403).await;
        // Another audience hides it, and coming back shows it again.
        body_of(ana.patch(&board_path(&mine, ""), Some("*"), &json!({"audience": "private"})).await, 200).await;
        assert_eq!(bo.get(&board_path(&mine, "")).await.status(), 404);
        body_of(ana.patch(&board_path(&mine, ""), Some("*"), &json!({"audience": "groups"})).await, 200).await;
        assert_eq!(bo.get(&board_path(&mine, "")).await.status(), 200);
        assert_eq!((ana.delete(&to(&family)).await.status().as_u16(), ana.delete(&to(&family)).await.status().as_u16()), (204, 204));
        assert_eq!(bo.get(&board_path(&mine, "")).await.status(), 404);
    }

    async fn everybody_of_a_group_is_told_what_happens_to_it_and_nobody_else(engine) {
        let test = TestApp::start(engine).await;
        let (ana, bo, eve) = (test.register("ana").await, test.register("bo").await, test.register("eve").await);
        let made = group(&ana, "Family").await;
        join(&ana, &made, &bo, "giver_only").await;
        body_of(ana.patch(&group_path(&made, ""), Some("*"), &json!({"name": "Clan"})).await, 200).await;
        assert_eq!(bo.delete(&group_path(&made, &format!("/members/{}", account(&bo).await))).await.status(), 204);
        let told = async |person: &Person| -> Vec<String> {
            let page = entries(person, "/api/v1/events?after=0").await;
            page.iter().filter(|event| event["group_id"] == made["id"]).map(|event| text(&event["type"])).collect()
        };
        assert_eq!(told(&bo).await, ["group_added", "group_changed", "group_removed"]);
        assert_eq!(told(&ana).await, ["group_added", "group_changed", "group_changed", "group_changed"]);
        assert_eq!(entries(&eve, "/api/v1/events?after=0").await, Vec::<Value>::new());
    }
}
