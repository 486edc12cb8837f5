//! What becomes of a row after it was sent. The server's answer decides alone; nothing is dropped that has not arrived.

use shared::time::Timestamp;
use shared::wire::problem::{Problem, ProblemKind};

use super::row::{Parked, Row, Sending};

/// How sending a row went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The server has it, from now or from an earlier try.
    Arrived,
    /// Nobody answered, or somebody who is not our API.
    Unreachable,
    /// The API said no, and how long to wait where it says.
    Refused(Problem, Option<u32>),
    /// Nobody is signed in any more.
    SessionOver,
}

/// What to do with the row then.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// It is done: take it out.
    Done,
    /// Keep it, try it later; those behind it wait as well.
    Later(Row),
    /// Keep it for the person to look at; those behind it go on.
    Park(Row),
    /// Leave it as it is until somebody signs in.
    Stop,
}

/// First pause, doubled each time.
const FIRST_PAUSE_MS: i64 = 1_000;
/// The longest pause where nobody answers: whoever switches the server on again wants to see it soon.
const UNREACHABLE_CAP_MS: i64 = 60_000;
/// The longest pause where the server is there and overloaded.
const BUSY_CAP_MS: i64 = 300_000;

/// Decides what becomes of the row. `chance` (0 to 255) spreads the tries of many devices.
pub(crate) fn settle(row: Row, outcome: Outcome, now: Timestamp, chance: u8) -> Step {
    match outcome {
        Outcome::Arrived => Step::Done,
        Outcome::SessionOver => Step::Stop,
        Outcome::Unreachable => later(row, now, UNREACHABLE_CAP_MS, None, chance),
        Outcome::Refused(problem, retry_after) => refused(row, problem, retry_after, now, chance),
    }
}

fn refused(row: Row, problem: Problem, retry_after: Option<u32>, now: Timestamp, chance: u8) -> Step {
    match problem.kind {
        // What is to go is gone.
        ProblemKind::NotFound if matches!(row.sending, Sending::Remove(_)) => Step::Done,
        // It is gone for good, or its page was saved anew and that item is there; it lies in the bin, or was filled in.
        ProblemKind::NotFound | ProblemKind::Conflict
            if matches!(row.sending, Sending::Restore(_) | Sending::ReadAgain(_)) =>
        {
            Step::Done
        }
        // What is to go is gone. Any other change that is not taken is the person's to decide over.
        ProblemKind::NotFound if matches!(&row.sending, Sending::Call(call) if call.method == "DELETE") => Step::Done,
        // A token that was only just given is no longer taken: that passes, or the next renewal ends the session.
        // And what was too slow on its way may be faster next time.
        ProblemKind::Unauthenticated
        | ProblemKind::TooManyRequests
        | ProblemKind::Busy
        | ProblemKind::RequestTimeout => later(row, now, BUSY_CAP_MS, retry_after, chance),
        _ if problem.status >= 500 => {
            let row = Row { faults: row.faults.saturating_add(1), ..row };
            later(row, now, BUSY_CAP_MS, retry_after, chance)
        }
        kind => Step::Park(Row {
            attempts: row.attempts.saturating_add(1),
            parked: Some(Parked { kind, detail: problem.detail.or(Some(problem.title)) }),
            ..row
        }),
    }
}

fn later(row: Row, now: Timestamp, cap_ms: i64, retry_after: Option<u32>, chance: u8) -> Step {
    let attempts = row.attempts.saturating_add(1);
    let pause = (FIRST_PAUSE_MS << row.attempts.min(20)).min(cap_ms);
    // Half of the pause is fixed, the other half by chance.
    let pause = pause / 2 + pause / 2 * i64::from(chance) / 255;
    let asked = retry_after.map_or(0, |seconds| i64::from(seconds).min(3_600) * 1_000);
    Step::Later(Row { attempts, not_before: now.plus_millis(pause.max(asked)), ..row })
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{item_id, item_row, owner, row};
    use super::*;
    use shared::wire::outbox::SentCall;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    fn problem(kind: ProblemKind, status: u16) -> Outcome {
        let problem =
            Problem { kind, title: "No.".to_owned(), status, detail: None, instance: None, errors: Vec::new() };
        Outcome::Refused(problem, None)
    }

    fn save() -> Row {
        item_row(Some(owner(1)), 1)
    }

    fn pause(step: Step) -> i64 {
        match step {
            Step::Later(row) => row.not_before.as_millis() - NOW.as_millis(),
            other => panic!("not later but {other:?}"),
        }
    }

    #[test]
    fn what_arrived_is_done() {
        assert_eq!(settle(save(), Outcome::Arrived, NOW, 0), Step::Done);
    }

    #[test]
    fn a_conflict_is_a_refusal_and_the_save_is_kept() {
        // Also a board in the bin and a full list: the same save again is answered with a success.
        match settle(save(), problem(ProblemKind::Conflict, 409), NOW, 0) {
            Step::Park(row) => {
                assert_eq!((&row.sending, &row.body), (&save().sending, &save().body));
                assert_eq!(row.parked.map(|parked| parked.kind), Some(ProblemKind::Conflict));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn taking_back_what_is_gone_is_done() {
        let removal = row(Some(owner(1)), (Sending::Remove(item_id(1)), String::new()));
        assert_eq!(settle(removal, problem(ProblemKind::NotFound, 404), NOW, 0), Step::Done);
    }

    #[test]
    fn what_was_typed_over_a_wish_that_is_gone_stays_for_the_person() {
        let edit = || row(Some(owner(1)), (Sending::Edit(item_id(1)), r#"{"title":"Pot"}"#.to_owned()));
        for (kind, status) in [(ProblemKind::NotFound, 404), (ProblemKind::Conflict, 409)] {
            let Step::Park(parked) = settle(edit(), problem(kind, status), NOW, 0) else { panic!("{kind:?}") };
            assert_eq!((parked.body, parked.parked.map(|parked| parked.kind)), (edit().body, Some(kind)));
        }
    }

    #[test]
    fn what_cannot_come_back_any_more_is_done_with() {
        let back = || row(Some(owner(1)), (Sending::Restore(item_id(1)), String::new()));
        assert_eq!(settle(back(), problem(ProblemKind::NotFound, 404), NOW, 0), Step::Done);
        assert_eq!(settle(back(), problem(ProblemKind::Conflict, 409), NOW, 0), Step::Done);
    }

    #[test]
    fn a_change_of_a_board_that_is_refused_is_the_persons_to_decide_over() {
        let call = |method: &str| {
            let call = SentCall { method: method.to_owned(), path: "/boards/x".to_owned(), item: None, boards: true };
            row(Some(owner(1)), (Sending::Call(call), String::new()))
        };
        for (kind, status) in [
            (ProblemKind::NotFound, 404),
            (ProblemKind::Conflict, 409),
            (ProblemKind::Forbidden, 403),
            (ProblemKind::Invalid, 422),
        ] {
            assert!(matches!(settle(call("PATCH"), problem(kind, status), NOW, 0), Step::Park(_)), "{kind:?}");
        }
        assert_eq!(settle(call("DELETE"), problem(ProblemKind::NotFound, 404), NOW, 0), Step::Done);
        assert!(matches!(settle(call("DELETE"), problem(ProblemKind::Forbidden, 403), NOW, 0), Step::Park(_)));
        assert!(matches!(settle(call("PATCH"), problem(ProblemKind::Busy, 503), NOW, 0), Step::Later(_)));
    }

    #[test]
    fn a_save_onto_a_missing_board_is_parked_not_dropped() {
        match settle(save(), problem(ProblemKind::NotFound, 404), NOW, 0) {
            Step::Park(row) => {
                assert_eq!(row.sending, save().sending);
                assert_eq!(row.parked.map(|parked| parked.kind), Some(ProblemKind::NotFound));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_pause_doubles_up_to_its_cap_and_varies_by_half() {
        let tried = |attempts| Row { attempts, ..save() };
        for (attempts, most) in [(0, 1_000), (1, 2_000), (5, 32_000), (6, 60_000), (40, 60_000)] {
            assert_eq!(pause(settle(tried(attempts), Outcome::Unreachable, NOW, 255)), most, "{attempts}");
            assert_eq!(pause(settle(tried(attempts), Outcome::Unreachable, NOW, 0)), most / 2, "{attempts}");
        }
        let busy = problem(ProblemKind::Busy, 503);
        assert_eq!(pause(settle(tried(40), busy, NOW, 255)), 300_000);
    }

    #[test]
    fn the_server_may_ask_for_a_longer_pause() {
        let Outcome::Refused(problem, _) = problem(ProblemKind::TooManyRequests, 429) else { return };
        assert_eq!(pause(settle(save(), Outcome::Refused(problem, Some(90)), NOW, 255)), 90_000);
    }

    #[test]
    fn a_save_that_was_too_slow_on_its_way_is_sent_again() {
        assert_eq!(pause(settle(save(), problem(ProblemKind::RequestTimeout, 408), NOW, 255)), 1_000);
    }

    #[test]
    fn a_fault_of_the_server_is_counted_and_tried_again() {
        let tried = Row { faults: 7, attempts: 9, ..save() };
        match settle(tried, problem(ProblemKind::Internal, 500), NOW, 0) {
            Step::Later(row) => assert_eq!((row.faults, row.attempts), (8, 10)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_save_that_nobody_answers_is_never_given_up() {
        let tired = Row { attempts: u32::MAX, ..save() };
        assert!(matches!(settle(tired, Outcome::Unreachable, NOW, 0), Step::Later(_)));
    }

    #[test]
    fn an_ended_session_leaves_the_row_as_it_is() {
        assert_eq!(settle(save(), Outcome::SessionOver, NOW, 0), Step::Stop);
    }

    #[test]
    fn a_token_that_is_refused_although_it_is_new_makes_a_pause() {
        assert_eq!(pause(settle(save(), problem(ProblemKind::Unauthenticated, 401), NOW, 255)), 1_000);
        let tried = Row { attempts: 40, ..save() };
        assert_eq!(pause(settle(tried, problem(ProblemKind::Unauthenticated, 401), NOW, 255)), 300_000);
    }
}
