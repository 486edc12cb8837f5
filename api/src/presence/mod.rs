//! Presence: who looks at a wish right now, and who is about to give it.
//! So that two givers see each other before they choose the same thing, on whichever process their streams are.
//! It never tells anything to those a wish is for, writes nothing down, and keeps nobody from claiming.

mod looks;
mod told;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::id::{AccountId, ItemId};
use shared::time::Timestamp;
use tokio::sync::Notify;

pub(crate) use looks::{Looks, TooMany, glance};
pub(crate) use told::Told;

/// Without a heartbeat for so long somebody is gone: with the second that a round takes, within a minute.
const GONE_MILLIS: i64 = 55_000;
/// How long a hold lasts.
const HOLD_MILLIS: i64 = 2 * 60 * 1000;

/// Which stream looks: drawn by chance when it opens.
type StreamId = u64;

/// Who looks at what, as far as this process has heard.
#[derive(Debug, Default)]
pub struct Presence(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    looks: HashMap<ItemId, BTreeMap<StreamId, Look>>,
    /// The streams of this process that look: woken when anything changes for their item.
    here: HashMap<ItemId, HashMap<StreamId, (AccountId, Arc<Notify>)>>,
}

/// One stream that looks at one wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    account: AccountId,
    /// By the clock of this process.
    heard_at: Timestamp,
    hold: Option<Hold>,
}

/// A hold. Of several that were taken in the same moment on several processes the first counts, by their own clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hold {
    taken_at: i64,
    until: Timestamp,
}

/// Somebody who looks, however many of their streams do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Present {
    account: AccountId,
    held_until: Option<Timestamp>,
}

impl Presence {
    fn state(&self) -> MutexGuard<'_, State> {
        // Whoever panicked beside it left entries that are whole, and run out by themselves.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in what some process told; gives what is to be told in turn.
    pub(crate) fn hear(&self, told: Told, now: Timestamp) -> Vec<Told> {
        let mut state = self.state();
        match told {
            Told::Looks { item, by, account, hold } => {
                let hold = hold.map(|hold| Hold { taken_at: hold.taken_at, until: now.plus_millis(hold.left) });
                let look = Look { account, heard_at: now, hold };
                let before = state.looks.entry(item).or_default().insert(by, look);
                // A heartbeat changes nothing for anybody.
                let same = before
                    .is_some_and(|before| before.hold.map(|hold| hold.taken_at) == hold.map(|hold| hold.taken_at));
                if !same {
                    state.wake(item);
                }
            }
            Told::Left { item, by } => {
                let gone = state.looks.get_mut(&item).and_then(|looks| looks.remove(&by));
                if gone.is_some() {
                    state.wake(item);
                }
            }
            Told::WhoIsThere => return state.own(now),
        }
        Vec::new()
    }

    /// Once a second: forgets whoever gave no sign of life, and holds that have run out.
    pub(crate) fn go_round(&self, now: Timestamp) {
        let mut state = self.state();
        let mut changed = Vec::new();
        state.looks.retain(|item, looks| {
            let before = looks.len();
            looks.retain(|_, look| look.heard_at.plus_millis(GONE_MILLIS) > now);
            let mut is_new = looks.len() < before;
            for look in looks.values_mut() {
                is_new |= look.hold.take_if(|hold| hold.until <= now).is_some();
            }
            if is_new {
                changed.push(*item);
            }
            !looks.is_empty()
        });
        changed.into_iter().for_each(|item| state.wake(item));
    }

    /// Everybody who looks at it, in the order of their accounts. One of them holds it at most.
    fn present(&self, item: ItemId, now: Timestamp) -> Vec<Present> {
        let state = self.state();
        let Some(looks) = state.looks.get(&item) else { return Vec::new() };
        let holds = looks.values().filter_map(|look| {
            look.hold.filter(|hold| hold.until > now).map(|hold| (hold.taken_at, look.account, hold.until))
        });
        let held = holds.min();
        let mut present: Vec<Present> = Vec::new();
        for look in looks.values() {
            if present.iter().all(|other| other.account != look.account) {
                let held = held.filter(|(_, account, _)| *account == look.account);
                present.push(Present { account: look.account, held_until: held.map(|(.., until)| until) });
            }
        }
        present.sort_by_key(|present| present.account);
        present
    }

    fn arrive(&self, item: ItemId, by: StreamId, account: AccountId, wake: &Arc<Notify>) {
        self.state().here.entry(item).or_default().insert(by, (account, Arc::clone(wake)));
    }

    fn leave(&self, item: ItemId, by: StreamId) {
        let mut state = self.state();
        if let Some(here) = state.here.get_mut(&item) {
            here.remove(&by);
            if here.is_empty() {
                state.here.remove(&item);
            }
        }
    }
}

impl State {
    fn wake(&self, item: ItemId) {
        self.here.get(&item).into_iter().flatten().for_each(|(_, (_, wake))| wake.notify_one());
    }

    /// What the streams of this process look at, for one that has not heard it.
    fn own(&self, now: Timestamp) -> Vec<Told> {
        let here = self.here.iter().flat_map(|(item, here)| here.keys().map(move |by| (*item, *by)));
        let looks = here.filter_map(|(item, by)| {
            let look = self.looks.get(&item)?.get(&by)?;
            Some(Told::looks(item, by, look, now))
        });
        looks.collect()
    }
}

#[cfg(test)]
mod tests;
