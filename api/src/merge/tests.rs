#![allow(clippy::unwrap_used)]
use proptest::prelude::*;
use serde_json::json;
use shared::id::SessionId;
use shared::time::Timestamp;

use super::*;

/// An item on the server, as far as edits of it go.
#[derive(Default)]
struct Server {
    fields: Map<String, Value>,
    edits: Edits,
    conflicts: Vec<Conflict>,
    version: i64,
}

impl Server {
    fn take(&mut self, sent: &Sent, session: SessionId, now: i64, by_device: i64) {
        let edit = Edit {
            at: now - (by_device - sent.made_at).max(0),
            base: Some(sent.base),
            session,
            mark: Some(sent.made_at),
            version: self.version + 1,
        };
        if !self.edits.is_new(&edit) {
            return;
        }
        let patch = Map::from_iter([(sent.field.to_owned(), sent.value.clone())]);
        let counts = self.edits.meet(&mut self.conflicts, &self.fields, patch, &edit);
        self.fields.extend(counts);
        self.version += 1;
    }
}

/// A row of a device's outbox.
#[derive(Debug, Clone)]
struct Sent {
    field: &'static str,
    value: Value,
    base: i64,
    /// By the device's own clock.
    made_at: i64,
}

/// A device whose clock is off by so much.
struct Device {
    session: SessionId,
    off: i64,
    /// The version that it last read.
    seen: i64,
    rows: Vec<Sent>,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Edits(usize, usize),
    Reads(usize),
    /// The first row that waits, and whether its answer is lost.
    Sends(usize, bool),
}

fn session(number: u8) -> SessionId {
    SessionId::new(Timestamp::from_millis(1), [number; 10])
}

fn steps() -> impl Strategy<Value = Vec<(Step, i64)>> {
    let step = prop_oneof![
        3 => (0..3_usize, 0..2_usize).prop_map(|(device, field)| Step::Edits(device, field)),
        2 => (0..3_usize).prop_map(Step::Reads),
        3 => (0..3_usize, prop::bool::weighted(0.3)).prop_map(|(device, lost)| Step::Sends(device, lost)),
    ];
    // From a moment to a day between them, so that what is sent late was made long ago.
    prop::collection::vec((step, prop_oneof![1..50_i64, 3_600_000..86_400_000_i64]), 1..40)
}

/// What a person typed, when in truth, and what they had seen.
struct Typed {
    field: &'static str,
    device: usize,
    value: Value,
    at: i64,
    base: i64,
    /// The version that shows it, as the one that counts or as the other one of a conflict.
    shown: Option<i64>,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_last_edit_counts_and_none_is_lost_unseen(
        steps in steps(),
        off in prop::array::uniform3(-400_000_000_000..400_000_000_000_i64),
    ) {
        let mut server = Server::default();
        let mut devices: Vec<Device> = (1..=3_u8)
            .map(|number| Device { session: session(number), off: off[usize::from(number) - 1], seen: 0, rows: Vec::new() })
            .collect();
        let (mut now, mut typed) = (1_000_000_000_000_i64, Vec::<Typed>::new());
        let send = |server: &mut Server, device: &mut Device, now: i64, lost: bool, typed: &mut Vec<Typed>| {
            let Some(row) = device.rows.first().cloned() else { return };
            server.take(&row, device.session, now, now + device.off);
            for each in typed.iter_mut().filter(|each| each.value == row.value && each.shown.is_none()) {
                each.shown = Some(server.version);
            }
            if !lost {
                device.rows.remove(0);
            }
        };
        for (step, pause) in steps {
            now += pause;
            match step {
                Step::Edits(device, field) => {
                    let (at, field) = (device, ["title", "note"][field]);
                    let device = &mut devices[device];
                    let value = json!(format!("{}", typed.len()));
                    device.rows.push(Sent { field, value: value.clone(), base: device.seen, made_at: now + device.off });
                    typed.push(Typed { field, device: at, value, at: now, base: device.seen, shown: None });
                }
                Step::Reads(device) => devices[device].seen = server.version,
                Step::Sends(device, lost) => send(&mut server, &mut devices[device], now, lost, &mut typed),
            }
        }
        for device in &mut devices {
            while !device.rows.is_empty() {
                now += 10;
                send(&mut server, device, now, false, &mut typed);
            }
        }
        for field in ["title", "note"] {
            let edits: Vec<&Typed> = typed.iter().filter(|each| each.field == field).collect();
            let Some(last) = edits.last() else { continue };
            prop_assert_eq!(&server.fields[field], &last.value, "the last in real time");
            for each in &edits[..edits.len() - 1] {
                // It was gone over by somebody who saw it, or by the same person.
                let known = edits.iter().any(|later| {
                    later.at > each.at && (later.device == each.device || each.shown.is_some_and(|shown| later.base >= shown))
                });
                let visible = server.conflicts.iter().any(|conflict| conflict.field == field && conflict.other == each.value);
                prop_assert_eq!(visible, !known, "{:?} of {:?}", each.value, field);
            }
        }
    }
}

fn edit(number: u8, at: i64, base: Option<i64>, version: i64) -> Edit {
    Edit { at, base, session: session(number), mark: None, version }
}

fn title(text: &str) -> Map<String, Value> {
    Map::from_iter([("title".to_owned(), json!(text))])
}

#[test]
fn who_saw_a_conflict_settles_it_by_taking_one_of_both() {
    for (taken, left) in [("Red", "Blue"), ("Blue", "Red")] {
        let (mut edits, mut conflicts) = (Edits::default(), Vec::new());
        edits.meet(&mut conflicts, &title("Pot"), title("Red"), &edit(1, 10, Some(1), 2));
        let counts = edits.meet(&mut conflicts, &title("Red"), title("Blue"), &edit(2, 20, Some(1), 3));
        assert_eq!((counts, conflicts.len(), &conflicts[0].other), (title("Blue"), 1, &json!("Red")), "{left}");
        assert_eq!((conflicts[0].other_at, conflicts[0].kept_at), (10, 20));
        let counts = edits.meet(&mut conflicts, &title("Blue"), title(taken), &edit(1, 30, Some(3), 4));
        assert_eq!((counts, conflicts.len()), (title(taken), 0));
    }
}

#[test]
fn the_same_on_two_devices_is_no_conflict_and_an_edit_that_comes_again_is_known() {
    let (mut edits, mut conflicts) = (Edits::default(), Vec::new());
    edits.meet(&mut conflicts, &title("Pot"), title("Red"), &edit(1, 10, Some(1), 2));
    edits.meet(&mut conflicts, &title("Red"), title("Red"), &edit(2, 5, Some(1), 3));
    assert!(conflicts.is_empty());
    let marked = |mark| Edit { mark: Some(mark), ..edit(1, 10, Some(1), 4) };
    assert!(edits.is_new(&marked(7)) && !edits.is_new(&marked(7)) && edits.is_new(&marked(8)));
    assert!(
        edits.is_new(&edit(1, 10, None, 4)) && edits.is_new(&edit(1, 10, None, 4)),
        "without a mark each is one of its own"
    );
}

#[test]
fn without_a_version_the_moment_tells_what_was_seen() {
    let (mut edits, mut conflicts) = (Edits::default(), Vec::new());
    edits.meet(&mut conflicts, &title("Pot"), title("Red"), &edit(1, 10, None, 2));
    assert!(edits.meet(&mut conflicts, &title("Red"), title("Blue"), &edit(2, 5, None, 3)).is_empty());
    assert_eq!(conflicts.len(), 1);
    assert_eq!(edits.meet(&mut conflicts, &title("Red"), title("Green"), &edit(2, 15, None, 4)), title("Green"));
    assert!(conflicts.is_empty(), "its own earlier word is said anew");
}
