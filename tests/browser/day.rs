//! The day without a network, in its quick form: `cargo xtask prove outbox` lives through the whole of it.

use giftos_tests::Engine;
use giftos_tests::day::{Fault, live};
use giftos_tests::journey::Kind;

/// Enough that the worker is stopped at ten different rows.
const SAVES: usize = 24;

fn lived(kind: Kind, engine: Engine, fault: Option<Fault>) -> Vec<String> {
    let day = live(kind, engine, &kind.built_extension(), SAVES, fault).unwrap();
    assert_eq!((day.saved, day.stops, day.edited), (SAVES + 4, 10, 4));
    day.faults
}

#[test]
fn a_day_without_a_network_loses_and_doubles_nothing_in_chromium() {
    assert_eq!(lived(Kind::Chromium, Engine::Sqlite, None), [""; 0]);
}

#[test]
fn a_day_without_a_network_loses_and_doubles_nothing_in_firefox() {
    assert_eq!(lived(Kind::Firefox, Engine::Postgres, None), [""; 0]);
}

#[test]
fn a_row_that_is_lost_is_found_to_be() {
    assert_eq!(lived(Kind::Chromium, Engine::Sqlite, Some(Fault::Drop)), ["thing-012 is lost"]);
}
