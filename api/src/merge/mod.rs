//! Edits of an item or a board that meet: for each field the last edit counts, by the moment when it was made, and what it went over unseen stays visible.
//! So that two devices that were offline come to one and the same, whatever their clocks say, and nobody's words vanish without a sign.
//! It never asks a device what time it is.
//!
//! The moment is the server's: a device says how long ago an edit was made, by one clock of its own, so that none has to be
//! right. An edit goes over one that its person had seen (the version that they edited tells), or that came from the same device,
//! whatever the moments say. Two that did not see each other are in conflict: the later one is kept, and the other is listed
//! until somebody who saw it edits the field again. The rule is pure.

pub(crate) mod store;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use shared::id::{AccountId, SessionId};
use shared::time::Timestamp;
use utoipa::IntoParams;

use crate::accounts::sessions;
use crate::db::{StoreError, Tx};
use crate::error::Answer;
use crate::extract::{IfMatch, Signed};
use store::set_edits;
pub(crate) use store::{Subject, edits};

/// More than anybody will look through; the oldest go.
const MOST_CONFLICTS: usize = 50;
/// Devices of which the last edit is remembered, so that it is known when it comes again.
const MOST_DEVICES: usize = 32;
/// No edit waits for longer than the sessions that could send it: beyond a year nothing is later or earlier.
const LONGEST_AGE_MILLIS: i64 = 366 * 86_400_000;

/// How an edit was sent.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Sent {
    /// How long ago the person made it, in milliseconds, by one clock of the device: now where absent.
    #[param(minimum = 0)]
    age: Option<i64>,
    /// A number that tells it from other edits of this device: sent again, it changes nothing.
    edit: Option<i64>,
}

/// What is edited field by field.
pub(crate) trait Edited: Clone {
    /// What changes it: an absent field stays.
    type Patch: Serialize + DeserializeOwned;
    /// The patch that would make it what it is.
    fn as_patch(&self) -> Self::Patch;
    /// Makes it what the patch says.
    fn apply(&mut self, patch: Self::Patch);
    /// Brings its fields into the form that they are kept in.
    ///
    /// # Errors
    /// Where one breaks a rule.
    fn check(&mut self) -> Answer<()>;
}

/// When and where each field was last edited.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Edits {
    fields: BTreeMap<String, Last>,
    /// The mark of the last edit of each device. A device sends one edit at a time, so only its last one can come again.
    devices: BTreeMap<SessionId, i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Last {
    /// Epoch milliseconds, by the server's clock.
    at: i64,
    /// The version that showed it first.
    version: i64,
    session: SessionId,
}

/// A value that lost against another one unseen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Conflict {
    /// As a patch names it.
    pub(crate) field: String,
    /// The value that lost.
    pub(crate) other: Value,
    /// When it was edited, epoch milliseconds.
    pub(crate) other_at: i64,
    /// When the value was edited that is kept.
    pub(crate) kept_at: i64,
    /// Where the other one was edited.
    pub(crate) session: SessionId,
    /// Whose device that is, and what it is called, once that was looked up: a session is forgotten long before.
    pub(crate) device: Option<(AccountId, Option<String>)>,
    /// The version from which on it could be seen.
    version: i64,
}

/// Both values of a conflict, each as the patch that makes it so.
pub(crate) struct Both<P> {
    pub(crate) field: String,
    pub(crate) kept: P,
    pub(crate) kept_at: Timestamp,
    pub(crate) other: P,
    pub(crate) other_at: Timestamp,
    /// What the other device is called, where it is the viewer's own.
    pub(crate) device: Option<String>,
}

impl Conflict {
    /// As somebody sees it who may edit; `kept` is the patch that makes the thing what it is.
    pub(crate) fn view<P: Serialize + DeserializeOwned>(self, kept: &P, viewer: Option<AccountId>) -> Option<Both<P>> {
        let alone =
            |value: Value| serde_json::from_value(Value::Object(Map::from_iter([(self.field.clone(), value)]))).ok();
        let kept = serde_json::to_value(kept).ok()?.get(&self.field)?.clone();
        Some(Both {
            kept: alone(kept)?,
            kept_at: Timestamp::from_millis(self.kept_at),
            other: alone(self.other)?,
            other_at: Timestamp::from_millis(self.other_at),
            device: self.device.filter(|(account, _)| Some(*account) == viewer).and_then(|(_, name)| name),
            field: self.field.clone(),
        })
    }
}

/// An edit as it comes in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edit {
    /// When it was made, by the server's clock.
    pub(crate) at: i64,
    /// The version that its person saw; without one they are taken to have seen what was there when they made it.
    pub(crate) base: Option<i64>,
    pub(crate) session: SessionId,
    /// What tells it from other edits of the same device.
    pub(crate) mark: Option<i64>,
    /// The version that there is after it.
    pub(crate) version: i64,
}

impl Edit {
    /// Of what was sent now, over this version; `base` is the one that its person saw, where they say so.
    pub(crate) fn of(
        sent: &Sent,
        signed: &Signed,
        now: Timestamp,
        base: Option<i64>,
        (named, version): (&IfMatch, i64),
    ) -> Self {
        Self {
            at: now.as_millis() - sent.age.unwrap_or(0).clamp(0, LONGEST_AGE_MILLIS),
            base: base.or(named.named()),
            session: signed.session_id,
            mark: sent.edit,
            version: version + 1,
        }
    }
}

/// What of a patch counts, in the words that the thing is kept in: what meets is compared as it would be written.
///
/// # Errors
/// Where a field breaks a rule.
pub(crate) fn counting<T: Edited>(
    thing: &T,
    patch: T::Patch,
    meet: impl FnOnce(&Map<String, Value>, Map<String, Value>) -> Map<String, Value>,
) -> Answer<T::Patch> {
    let names = fields(&patch)?;
    let mut wished = thing.clone();
    wished.apply(patch);
    wished.check()?;
    let mut edited = fields(&wished.as_patch())?;
    edited.retain(|name, _| names.contains_key(name));
    let counts = meet(&fields(&thing.as_patch())?, edited);
    Ok(serde_json::from_value(Value::Object(counts)).map_err(StoreError::internal)?)
}

fn fields(patch: &impl Serialize) -> Result<Map<String, Value>, StoreError> {
    match serde_json::to_value(patch).map_err(StoreError::internal)? {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Map::new()),
    }
}

/// Keeps where and when the fields were edited, and what is in conflict, with the names of the devices.
///
/// # Errors
/// Those of the database.
pub(crate) async fn keep(
    tx: &mut Tx,
    subject: Subject,
    edits: &Edits,
    mut conflicts: Vec<Conflict>,
) -> Result<(), StoreError> {
    for conflict in conflicts.iter_mut().filter(|conflict| conflict.device.is_none()) {
        conflict.device = sessions::device_of(tx, conflict.session).await?;
    }
    set_edits(tx, subject, edits, &conflicts).await
}

impl Edits {
    /// Remembers where it comes from; false where it came before.
    pub(crate) fn is_new(&mut self, edit: &Edit) -> bool {
        let Some(mark) = edit.mark else { return true };
        let new = self.devices.insert(edit.session, mark) != Some(mark);
        while self.devices.len() > MOST_DEVICES {
            self.devices.pop_first();
        }
        new
    }

    /// Lets an edit meet what is there: gives what of the patch counts.
    pub(crate) fn meet(
        &mut self,
        conflicts: &mut Vec<Conflict>,
        current: &Map<String, Value>,
        patch: Map<String, Value>,
        edit: &Edit,
    ) -> Map<String, Value> {
        let mut counts = Map::new();
        for (field, value) in patch {
            // What the same device said before is said anew, and who saw a conflict has decided it.
            conflicts.retain(|conflict| {
                conflict.field != field
                    || (conflict.session != edit.session && edit.base.is_none_or(|base| base < conflict.version))
            });
            let kept = current.get(&field).unwrap_or(&Value::Null);
            let last = self.fields.get(&field);
            let unseen = last.filter(|last| {
                last.session != edit.session && edit.base.map_or(last.at > edit.at, |base| base < last.version)
            });
            match unseen {
                Some(last) if last.at >= edit.at && *kept != value => {
                    let lost = (edit.at, edit.session, edit.version);
                    add(conflicts, &field, value, lost, last.at);
                    continue;
                }
                Some(last) if *kept != value => {
                    add(conflicts, &field, kept.clone(), (last.at, last.session, last.version), edit.at);
                }
                _ => {}
            }
            let at = last.map_or(edit.at, |last| last.at.max(edit.at));
            conflicts.retain(|conflict| conflict.field != field || conflict.other != value);
            conflicts.iter_mut().filter(|conflict| conflict.field == field).for_each(|conflict| conflict.kept_at = at);
            self.fields.insert(field.clone(), Last { at, version: edit.version, session: edit.session });
            counts.insert(field, value);
        }
        counts
    }
}

fn add(
    conflicts: &mut Vec<Conflict>,
    field: &str,
    other: Value,
    (other_at, session, version): (i64, SessionId, i64),
    kept_at: i64,
) {
    conflicts.retain(|conflict| conflict.field != field || conflict.other != other);
    conflicts.push(Conflict { field: field.to_owned(), other, other_at, kept_at, session, device: None, version });
    let over = conflicts.len().saturating_sub(MOST_CONFLICTS);
    conflicts.drain(..over);
}

#[cfg(test)]
mod tests;
