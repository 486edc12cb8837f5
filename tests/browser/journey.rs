//! The main job in real browsers, on page cases of our own: both browsers, both engines.

use giftos_tests::Engine;
use giftos_tests::journey::{Kind, Stage, Wanted, steps};
use giftos_tests::shop::Case;

fn products() -> Vec<Case> {
    Case::all().unwrap().into_iter().filter(|case| case.expected.page != "not_product").collect()
}

fn open(kind: Kind, engine: Engine, headed: bool) -> Stage {
    let site = Case::site(&Case::all().unwrap(), None);
    Stage::open(kind, engine, &kind.built_extension(), headed, site).unwrap()
}

/// Saves most pages as people do; the rest with the API away, the worker killed and the browser ended in between.
fn whole_way(kind: Kind, engine: Engine) {
    let wanted: Vec<Wanted> = products().iter().map(Wanted::case).collect();
    assert!(wanted.len() >= 10, "{} page cases", wanted.len());
    let (most, rest) = wanted.split_at(wanted.len() - 6);
    let mut stage = open(kind, engine, false);
    let who = stage.play("register", |stage| stage.register("Ana")).unwrap();
    let saves = stage.play("save-all", |stage| steps::save_all(stage, &who, most)).unwrap();
    assert_eq!((saves.faults, saves.misread), (Vec::<String>::new(), Vec::<String>::new()));
    assert_eq!((saves.ticked, saves.right.len(), saves.already), (most.len(), most.len(), most.len()));

    let mut before: Vec<&Wanted> = most.iter().collect();
    let [away, killed, closed_1, closed_2, crashed_1, crashed_2] = rest else { panic!("six pages") };
    stage.play("api-away", |stage| steps::api_away(stage, &who, &before, away)).unwrap();
    before.push(away);
    stage.play("worker-killed", |stage| steps::worker_killed(stage, &who, &before, killed)).unwrap();
    before.push(killed);
    stage.play("closed", |stage| steps::browser_restarted(stage, &who, &before, [closed_1, closed_2], false)).unwrap();
    before.extend([closed_1, closed_2]);
    stage
        .play("crashed", |stage| steps::browser_restarted(stage, &who, &before, [crashed_1, crashed_2], true))
        .unwrap();
}

#[test]
fn whole_way_chromium_sqlite() {
    whole_way(Kind::Chromium, Engine::Sqlite);
}

#[test]
fn whole_way_chromium_postgres() {
    whole_way(Kind::Chromium, Engine::Postgres);
}

#[test]
fn whole_way_firefox_sqlite() {
    whole_way(Kind::Firefox, Engine::Sqlite);
}

#[test]
fn whole_way_firefox_postgres() {
    whole_way(Kind::Firefox, Engine::Postgres);
}

/// Saved signed out, asked once; then two people on one device.
fn whose_rows(kind: Kind, engine: Engine) {
    let wanted: Vec<Wanted> = products().iter().map(Wanted::case).collect();
    let mut stage = open(kind, engine, false);
    stage.play("signed-out", |stage| steps::signed_out(stage, "Ben", &wanted[0])).unwrap();
    stage.play("sign-out", |stage| giftos_tests::journey::sign_out(stage.driver.as_mut())).unwrap();
    let first = stage.play("register", |stage| stage.register("Cem")).unwrap();
    stage.play("two-accounts", |stage| steps::two_accounts(stage, &first, "Dora", &wanted[1])).unwrap();
}

#[test]
fn rows_belong_to_their_account_in_chromium() {
    whose_rows(Kind::Chromium, Engine::Postgres);
}

#[test]
fn rows_belong_to_their_account_in_firefox() {
    whose_rows(Kind::Firefox, Engine::Sqlite);
}

/// Real keys and a real mouse on a screen.
fn keys_and_menu(kind: Kind, engine: Engine) {
    let cases = products();
    let sure: Vec<&Case> = cases.iter().filter(|case| case.expected.page == "sure").take(2).collect();
    let wanted: Vec<Wanted> = sure.iter().map(|case| Wanted::case(case)).collect();
    let title = |case: &Case| {
        let html = String::from_utf8(case.html().unwrap()).unwrap();
        let title = html.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
        // Enough of it to know the window by, without signs that a title bar may write otherwise.
        title.split([' ', '&']).next().unwrap().to_owned()
    };
    let mut stage = open(kind, engine, true);
    let who = stage.play("register", |stage| stage.register("Eli")).unwrap();
    let first = title(sure[0]);
    stage.play("shortcut", |stage| steps::by_shortcut(stage, &who, &[], &wanted[0], &first)).unwrap();
    let second = title(sure[1]);
    stage.play("menu", |stage| steps::by_menu(stage, &who, &[&wanted[0]], &wanted[1], &second)).unwrap();
}

#[test]
fn keys_and_menu_in_chromium() {
    keys_and_menu(Kind::Chromium, Engine::Sqlite);
}

#[test]
fn keys_and_menu_in_firefox() {
    keys_and_menu(Kind::Firefox, Engine::Postgres);
}
