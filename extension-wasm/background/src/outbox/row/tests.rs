use super::*;
use crate::outbox::fixtures::{item_id, item_row, owner, row};
use shared::json::{parse, to_text};
use shared::wire::boards::BoardKind;
use shared::wire::message::{BoardChip, my_wishes};
use shared::wire::outbox::SentCall;
use shared::wire::problem::ProblemKind;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

#[test]
fn rows_go_in_order_and_only_their_owners() {
    let rows = vec![
        (1, item_row(Some(owner(2)), 1)),
        (2, item_row(None, 2)),
        (3, item_row(Some(owner(1)), 3)),
        (4, item_row(Some(owner(1)), 4)),
    ];
    assert_eq!(next(&rows, &owner(1), at(0), false), Next::Send(Box::new(rows[2].clone())));
    assert_eq!(next(&rows, &owner(2), at(0), false), Next::Send(Box::new(rows[0].clone())));
    assert_eq!(next(&rows, &owner(3), at(0), false), Next::Nothing);
}

#[test]
fn a_row_that_waits_holds_back_those_behind_it() {
    let mut first = item_row(Some(owner(1)), 1);
    first.not_before = at(500);
    let rows = vec![(1, first), (2, item_row(Some(owner(1)), 2))];
    assert_eq!(next(&rows, &owner(1), at(499), false), Next::Wait(at(500)));
    assert_eq!(next(&rows, &owner(1), at(500), false), Next::Send(Box::new(rows[0].clone())));
    assert_eq!(next(&rows, &owner(1), at(0), true), Next::Send(Box::new(rows[0].clone())));
}

#[test]
fn a_pause_of_more_than_an_hour_is_a_clock_that_was_put_back() {
    let mut first = item_row(Some(owner(1)), 1);
    first.not_before = at(3_600_001);
    let rows = vec![(1, first)];
    assert_eq!(next(&rows, &owner(1), at(0), false), Next::Send(Box::new(rows[0].clone())));
    assert_eq!(next(&rows, &owner(1), at(1), false), Next::Wait(at(3_600_001)));
}

#[test]
fn a_row_that_has_left_is_tried_whatever_came_back() {
    let fresh = item_row(Some(owner(1)), 1);
    assert!(fresh.is_untried());
    assert!(!Row { tried: true, ..fresh.clone() }.is_untried());
    assert!(!Row { attempts: 1, ..fresh }.is_untried());
}

#[test]
fn a_row_of_an_earlier_version_is_read() {
    let before = Row { attempts: 2, ..item_row(Some(owner(1)), 1) };
    let text = to_text(&before);
    let earlier = text.replace("\"tried\":false,", "");
    assert_ne!(earlier, text);
    assert_eq!(parse::<Row>(&earlier), Some(before));
}

#[test]
fn a_parked_row_lets_the_others_pass() {
    let mut parked = item_row(Some(owner(1)), 1);
    parked.parked = Some(Parked { kind: ProblemKind::Invalid, detail: None });
    let rows = vec![(1, parked), (2, item_row(Some(owner(1)), 2))];
    assert_eq!(next(&rows, &owner(1), at(0), true), Next::Send(Box::new(rows[1].clone())));
}

#[test]
fn a_row_that_the_server_stumbles_over_holds_nobody_back() {
    let mut odd = item_row(Some(owner(1)), 1);
    (odd.faults, odd.not_before) = (6, at(900));
    let mut rows = vec![(1, odd), (2, item_row(Some(owner(1)), 2))];
    assert_eq!(next(&rows, &owner(1), at(0), false), Next::Send(Box::new(rows[1].clone())));
    rows[1].1.not_before = at(500);
    assert_eq!(next(&rows, &owner(1), at(0), false), Next::Wait(at(500)));
    assert_eq!(next(&rows, &owner(1), at(900), false), Next::Send(Box::new(rows[0].clone())));
}

#[test]
fn a_change_never_overtakes_the_save_it_is_of() {
    let edit = row(Some(owner(1)), (Sending::Edit(item_id(1)), "{}".to_owned()));
    let mut odd = item_row(Some(owner(1)), 1);
    (odd.faults, odd.not_before) = (6, at(900));
    let mut rows = vec![(1, odd), (2, edit), (3, item_row(Some(owner(1)), 2))];
    assert_eq!(next(&rows, &owner(1), at(0), true), Next::Send(Box::new(rows[2].clone())), "of another item");
    let last = rows.remove(2);
    assert_eq!(next(&rows, &owner(1), at(0), true), Next::Wait(at(900)));
    rows[0].1.parked = Some(Parked { kind: ProblemKind::Invalid, detail: None });
    rows.push(last);
    assert_eq!(next(&rows, &owner(1), at(0), true), Next::Send(Box::new(rows[2].clone())));
    rows.pop();
    assert_eq!(next(&rows, &owner(1), at(0), true), Next::Nothing, "the person is asked first");
    assert_eq!(count(&rows, Some(&owner(1))).to_send, 0, "no alarm rings for what the person has to say");
    rows.remove(0);
    assert_eq!(next(&rows, &owner(1), at(0), false), Next::Send(Box::new(rows[0].clone())));
    assert_eq!(count(&rows, Some(&owner(1))).to_send, 1);
}

#[test]
fn a_refused_change_does_not_hold_back_the_way_into_the_bin() {
    let mut edit = row(Some(owner(1)), (Sending::Edit(item_id(1)), "{}".to_owned()));
    edit.parked = Some(Parked { kind: ProblemKind::Invalid, detail: None });
    let rows = vec![(1, edit), (2, row(Some(owner(1)), (Sending::Remove(item_id(1)), String::new())))];
    assert_eq!(next(&rows, &owner(1), at(0), false), Next::Send(Box::new(rows[1].clone())));
    assert_eq!(count(&rows, Some(&owner(1))).to_send, 1);
}

#[test]
fn counts_are_of_one_owner_and_of_nobody() {
    let mut parked = item_row(Some(owner(1)), 1);
    parked.parked = Some(Parked { kind: ProblemKind::Invalid, detail: None });
    let removal = row(Some(owner(1)), (Sending::Remove(item_id(9)), String::new()));
    let rows = vec![
        (1, parked),
        (2, item_row(Some(owner(1)), 2)),
        (3, removal),
        (4, item_row(None, 4)),
        (5, item_row(Some(owner(2)), 5)),
    ];
    assert_eq!(count(&rows, Some(&owner(1))), Counts { waiting: 1, refused: 1, nobodys: 1, to_send: 2 });
    assert_eq!(count(&rows, None), Counts { waiting: 0, refused: 0, nobodys: 1, to_send: 0 });
}

fn call(item: Option<shared::id::ItemId>) -> Sending {
    let path = "/boards/01936f3e-0000-7000-8000-000000000002/order/01936f3e-0000-7000-8000-000000000101".to_owned();
    Sending::Call(SentCall { method: "PUT".to_owned(), path, item, boards: item.is_none() })
}

#[test]
fn what_is_done_with_an_item_waits_for_its_save_and_counts_as_no_save() {
    let done = row(Some(owner(1)), (call(Some(item_id(1))), String::new()));
    let mut parked = item_row(Some(owner(1)), 1);
    parked.parked = Some(Parked { kind: ProblemKind::Invalid, detail: None });
    let rows = vec![(1, parked), (2, done.clone())];
    assert_eq!(next(&rows, &owner(1), at(0), true), Next::Nothing);
    assert_eq!(next(&rows[1..], &owner(1), at(0), false), Next::Send(Box::new((2, done))));
    assert_eq!(count(&rows[1..], Some(&owner(1))), Counts { to_send: 1, ..Counts::default() });
}

#[test]
fn every_row_reads_back_as_it_was_written() {
    let chip = BoardChip { id: my_wishes(), name: "Ideas \"for\" Ana\n".to_owned(), kind: BoardKind::Ideas };
    let parked = Some(Parked { kind: ProblemKind::Invalid, detail: Some("Too dear.".to_owned()) });
    let rows = [
        item_row(Some(owner(1)), 7),
        Row { parked, tried: true, attempts: 3, ..item_row(None, 8) },
        row(None, (Sending::Board(chip), "{}".to_owned())),
        row(None, (Sending::Edit(item_id(1)), "{\"note\":null}".to_owned())),
        row(None, (Sending::Remove(item_id(1)), String::new())),
        row(None, (call(Some(item_id(1))), "{\"after\":null}".to_owned())),
        row(None, (call(None), String::new())),
    ];
    for written in rows {
        assert_eq!(parse::<Row>(&to_text(&written)), Some(written));
    }
}
