#![allow(clippy::unwrap_used)]
use std::slice::from_ref;

use super::*;
use crate::shelf::entries_for_tests;
use serde_json::json;
use shared::id::AccountId;
use shared::json::to_text;
use shared::time::Timestamp;
use shared::wire::boards::BoardPatch;
use shared::wire::message::BoardChip;
use shared::wire::outbox::{Owner, Parked};
use shared::wire::problem::ProblemKind;

fn board(number: u8) -> BoardId {
    BoardId::new(Timestamp::from_millis(1), [number; 10])
}

fn item(number: u8) -> ItemId {
    ItemId::new(Timestamp::from_millis(2), [number; 10])
}

fn told() -> ByBoard {
    let all = entries_for_tests(4);
    let of = |numbers: &[u8]| Told {
        entries: numbers.iter().map(|number| all[usize::from(*number) - 1].clone()).collect(),
        partial: false,
    };
    let mut told = ByBoard::default();
    told.put(board(1), of(&[1, 2, 3]));
    told.put(board(2), of(&[4]));
    told
}

fn row(sending: (Sending, String)) -> Arc<Row> {
    let account = AccountId::new(Timestamp::from_millis(1), [9; 10]);
    let owner = Owner { server: "https://gifts.example".to_owned(), account };
    Arc::new(Row::new(Some(owner), sending, None, Timestamp::from_millis(7)))
}

fn done(doing: Doing) -> Arc<Row> {
    row(doing.sent())
}

fn titles(board: BoardId, rows: &[Arc<Row>]) -> Vec<String> {
    let shown = items(board, &told(), rows, Some(super::tests::board(1)));
    shown.entries.iter().map(|entry| entry.placed.item.title.replace("Kettle ", "")).collect()
}

#[test]
fn order_is_as_the_person_left_it() {
    let put =
        |number, after: Option<u8>| done(Doing::Order { board: board(1), item: item(number), after: after.map(item) });
    assert_eq!(titles(board(1), &[put(3, None)]), ["3", "1", "2"]);
    assert_eq!(titles(board(1), &[put(1, Some(3))]), ["2", "3", "1"]);
    assert_eq!(titles(board(1), &[put(1, Some(2)), put(3, None)]), ["3", "2", "1"]);
    // After one that is gone it stays, and what is done on another board does nothing here.
    assert_eq!(titles(board(1), &[put(2, Some(9))]), ["1", "2", "3"]);
    assert_eq!(titles(board(2), &[put(3, None)]), ["4"]);
}

#[test]
fn moved_copied_and_taken_off_is_seen_on_both_boards() {
    let there = done(Doing::Move { item: item(2), from: board(1), to: board(2) });
    assert_eq!(
        (titles(board(1), from_ref(&there)), titles(board(2), from_ref(&there))),
        (vec!["1".into(), "3".into()], vec!["4".into(), "2".into()])
    );
    let back = done(Doing::Move { item: item(2), from: board(2), to: board(1) });
    assert_eq!(titles(board(2), &[there.clone(), back.clone()]), ["4"]);
    assert_eq!(titles(board(1), &[there, back]), ["1", "3", "2"]);
    let copy = done(Doing::Place { board: board(2), item: item(1) });
    assert_eq!(titles(board(2), &[copy.clone(), copy.clone()]), ["4", "1"], "twice is once");
    let off = done(Doing::Unplace { board: board(2), item: item(1) });
    assert_eq!(titles(board(2), &[copy, off]), ["4"]);
}

#[test]
fn edits_follow_an_item_to_another_board_and_refused_ones_do_not_show() {
    let patch = ItemPatch { title: Some("Teapot".to_owned()), ..ItemPatch::default() };
    let edit = row((Sending::Edit(item(2)), to_text(&patch)));
    let there = done(Doing::Move { item: item(2), from: board(1), to: board(2) });
    assert_eq!(titles(board(2), &[edit.clone(), there]), ["4", "Teapot"]);
    let refused = Row { parked: Some(Parked { kind: ProblemKind::Invalid, detail: None }), ..(*edit).clone() };
    assert_eq!(titles(board(1), &[Arc::new(refused)]), ["1", "2", "3"]);
    let gone = row((Sending::Remove(item(2)), String::new()));
    assert_eq!(titles(board(1), from_ref(&gone)), ["1", "3"]);
    assert_eq!(titles(board(1), &[gone, row((Sending::Restore(item(2)), String::new()))]), ["1", "2", "3"]);
}

fn save(number: u8, boards: Vec<BoardId>) -> Arc<Row> {
    let item = SentItem { id: item(number), boards, title: format!("Kettle {number}"), price: None, image: None };
    row((Sending::Item(item), "{}".to_owned()))
}

#[test]
fn saves_wait_on_their_board_until_the_server_tells_of_them() {
    let rows = [save(7, vec![my_wishes()]), save(8, vec![board(1)]), save(1, vec![board(1)]), save(9, vec![board(2)])];
    let shown = items(my_wishes(), &told(), &rows, Some(board(1)));
    let unsent: Vec<_> = shown.unsent.iter().map(|unsent| (unsent.id, unsent.refused)).collect();
    assert_eq!(unsent, [(item(8), false), (item(7), false)], "the newest first, none twice");
    assert_eq!(shown.entries.len(), 3);
    assert!(!items(board(3), &told(), &rows, None).known, "nothing was told of it");
    assert_eq!(items(my_wishes(), &ByBoard::default(), &rows, None).unsent.len(), 1);
}

fn nobodys(row: Arc<Row>) -> Arc<Row> {
    Arc::new(Row { owner: None, ..(*row).clone() })
}

/// The titles on a board where nobody is signed in.
fn here(board: BoardId, rows: &[Arc<Row>]) -> Vec<String> {
    let shown = items(board, &ByBoard::default(), rows, None);
    assert!(shown.known && shown.entries.iter().all(|entry| !entry.waits));
    shown.entries.iter().map(|entry| entry.placed.item.title.replace("Kettle ", "")).collect()
}

#[test]
fn boards_work_with_nobody_signed_in() {
    let chip = BoardChip { id: board(3), name: "Garden".to_owned(), kind: BoardKind::Ideas };
    let mut rows: Vec<Arc<Row>> = vec![row((Sending::Board(chip), "{}".to_owned()))];
    rows.extend((1..=4).map(|number| save(number, vec![my_wishes()])));
    let mut rows: Vec<Arc<Row>> = rows.into_iter().map(nobodys).collect();
    assert_eq!(here(my_wishes(), &rows), ["4", "3", "2", "1"]);
    let mut does = |doing: Doing| rows.push(nobodys(done(doing)));
    does(Doing::Order { board: my_wishes(), item: item(1), after: Some(item(4)) });
    does(Doing::Move { item: item(2), from: my_wishes(), to: board(3) });
    does(Doing::Place { board: board(3), item: item(4) });
    does(Doing::Move { item: item(4), from: board(3), to: my_wishes() });
    let patch = ItemPatch { title: Some("Teapot".to_owned()), ..ItemPatch::default() };
    rows.push(nobodys(row((Sending::Edit(item(2)), to_text(&patch)))));
    rows.push(nobodys(row((Sending::Remove(item(3)), String::new()))));
    assert_eq!(
        (here(my_wishes(), &rows), here(board(3), &rows)),
        (vec!["4".into(), "1".into()], vec!["Teapot".into()])
    );
    let lies = items(board(3), &ByBoard::default(), &rows, None);
    assert_eq!(boards_of(&lies.entries[0].placed.item, &rows, None), [board(3)]);
    rows.push(nobodys(row((Sending::Restore(item(3)), String::new()))));
    assert_eq!(here(my_wishes(), &rows), ["4", "1", "3"]);
    // Taken into an account, all of it waits on that account's boards, under the id that *My wishes* has there.
    let owner = done(Doing::Bin(board(9))).owner.clone();
    let theirs: Vec<_> = rows.iter().map(|each| Arc::new(Row { owner: owner.clone(), ..(**each).clone() })).collect();
    let shown = items(board(1), &ByBoard::default(), &theirs, Some(board(1)));
    assert_eq!((shown.unsent.len(), shown.entries.len()), (0, 3));
    assert!(shown.entries.iter().all(|entry| entry.waits && entry.placed.item.boards.contains(&board(1))));
}

#[test]
fn a_page_that_is_saved_to_two_boards_is_one_wish_and_saved_anew_from_the_bin_another() {
    let of_page = |number, on| {
        nobodys(Arc::new(Row { page: Some("shop.example/p/1".to_owned()), ..(*save(number, on)).clone() }))
    };
    let mut rows = vec![of_page(1, vec![my_wishes()]), of_page(2, vec![board(3)])];
    let chip = BoardChip { id: board(3), name: "Garden".to_owned(), kind: BoardKind::Ideas };
    rows.insert(0, nobodys(row((Sending::Board(chip), "{}".to_owned()))));
    assert_eq!((here(my_wishes(), &rows), here(board(3), &rows)), (vec!["1".into()], vec!["1".into()]));
    let both = &items(board(3), &ByBoard::default(), &rows, None).entries[0].placed.item.boards.clone();
    assert_eq!(*both, [my_wishes(), board(3)]);
    rows.push(nobodys(row((Sending::Remove(item(1)), String::new()))));
    rows.push(of_page(4, vec![my_wishes()]));
    assert_eq!(here(my_wishes(), &rows), ["4"]);
}

fn view(number: u8, name: &str, is_default: bool) -> BoardView {
    serde_json::from_value(json!({
        "id": board(number).to_string(), "name": name, "description": null, "cover_image": null, "kind": "ideas",
        "audience": "private", "relation": "owner", "is_default": is_default, "link_token": null, "item_count": 3,
        "created_at": 1, "updated_at": 2, "deleted_at": null, "version": 7
    }))
    .unwrap()
}

#[test]
fn boards_are_named_made_and_removed_as_the_person_left_them() {
    let told = [view(2, "Ideas", false), view(1, "My wishes", true)];
    let names = |rows: &[Arc<Row>]| boards(&told, rows).into_iter().map(|board| board.name).collect::<Vec<_>>();
    assert_eq!(names(&[]), ["My wishes", "Ideas"]);
    let chip = BoardChip { id: board(3), name: "Garden".to_owned(), kind: BoardKind::Ideas };
    let made = row((Sending::Board(chip), "{}".to_owned()));
    let name =
        |name: &str| Box::new(BoardPatch { name: Some(name.to_owned()), base: Some(7), ..BoardPatch::default() });
    let renamed = done(Doing::Change { board: board(3), patch: name("Balcony") });
    assert_eq!(names(&[made, renamed]), ["My wishes", "Ideas", "Balcony"]);
    let gone = done(Doing::Bin(board(2)));
    assert_eq!(names(from_ref(&gone)), ["My wishes"]);
    assert_eq!(names(&[gone, done(Doing::Restore(board(2)))]), ["My wishes", "Ideas"]);
    let one = |name: &str| serde_json::from_value(json!({"name": name})).unwrap();
    let conflict = BoardConflictView {
        field: "name".to_owned(),
        kept: one("Ideas"),
        kept_at: Timestamp::from_millis(2),
        other: one("Thoughts"),
        other_at: Timestamp::from_millis(1),
        device: None,
    };
    let torn = [BoardView { conflicts: vec![conflict], ..told[0].clone() }];
    let of_first = |rows: &[Arc<Row>]| boards(&torn, rows).iter().map(|board| board.conflicts.len()).max();
    let settled = done(Doing::Change { board: board(2), patch: name("Thoughts") });
    let other = done(Doing::Change {
        board: board(2),
        patch: Box::new(BoardPatch { kind: Some(BoardKind::Ideas), ..BoardPatch::default() }),
    });
    assert_eq!((of_first(&[]), of_first(&[settled]), of_first(&[other])), (Some(1), Some(0), Some(1)));
    let first = boards(&told[..1], &[]);
    assert_eq!((first[0].id, first[0].is_default, first.len()), (my_wishes(), true, 2), "not made by the server yet");
}
