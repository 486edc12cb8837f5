//! Who may send a picture right now, and whose turn it is to have one decoded: what bounds the memory that uploads take.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use shared::id::AccountId;
use shared::wire::problem::ProblemKind;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::ApiError;
use crate::turns::{Turn, Turns};

/// Bodies that may be on their way at once, of up to 10 MB each.
const AT_ONCE: usize = 16;
/// Of them, those of one account: nobody's slow line keeps everybody else waiting.
const OF_ACCOUNT: usize = 2;
/// Pictures decoded at once: each may take 320 MB and a core for some seconds.
const DECODED_AT_ONCE: usize = 1;

/// The places of this process. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Intake {
    all: Arc<Semaphore>,
    taken: Arc<Mutex<HashMap<AccountId, usize>>>,
    turns: Turns,
}

/// A place, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    account: AccountId,
    taken: Arc<Mutex<HashMap<AccountId, usize>>>,
    // None only of a semaphore that was closed, and nobody closes it.
    _permit: Option<OwnedSemaphorePermit>,
}

impl Default for Intake {
    fn default() -> Self {
        Self { all: Arc::new(Semaphore::new(AT_ONCE)), taken: Arc::default(), turns: Turns::new(DECODED_AT_ONCE) }
    }
}

impl Intake {
    /// A place for one upload of this account; waits where all are taken.
    ///
    /// # Errors
    /// `TooManyRequests` where the account has as many as one may.
    pub(super) async fn enter(&self, account: AccountId) -> Result<Place, ApiError> {
        let mut place = {
            let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
            let own = taken.entry(account).or_default();
            if *own >= OF_ACCOUNT {
                let refused = ApiError::new(ProblemKind::TooManyRequests).retry_after(1);
                return Err(refused.detail("Two pictures of this account are on their way; send this one after them."));
            }
            *own += 1;
            Place { account, taken: Arc::clone(&self.taken), _permit: None }
        };
        place._permit = Arc::clone(&self.all).acquire_owned().await.ok();
        Ok(place)
    }

    /// Waits until a picture may be decoded; first come, first served.
    pub(crate) async fn turn(&self) -> Turn {
        self.turns.next().await
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let left = taken.get(&self.account).map_or(0, |own| own.saturating_sub(1));
        if left == 0 {
            taken.remove(&self.account);
        } else {
            taken.insert(self.account, left);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn an_account_has_two_places_and_gives_them_back() {
        let intake = Intake::default();
        let account = |n| AccountId::new(shared::time::Timestamp::from_millis(1), [n; 10]);
        let (first, _second) = (intake.enter(account(1)).await.unwrap(), intake.enter(account(1)).await.unwrap());
        let refused = intake.enter(account(1)).await.unwrap_err();
        assert_eq!(refused.kind(), ProblemKind::TooManyRequests);
        let _other = intake.enter(account(2)).await.unwrap();
        drop(first);
        let _again = intake.enter(account(1)).await.unwrap();
        assert_eq!(intake.all.available_permits(), AT_ONCE - 3);
    }
}
