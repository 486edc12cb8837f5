//! Passwords: how hard they must be to guess, and how they are kept.
//!
//! A password is normalised to NFC first, so that the same keys give the same password on every device. Hashing takes
//! 19 MiB and tens of milliseconds on purpose; it runs beside the async threads, a few at a time.

use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use shared::wire::accounts::Secret;
use shared::wire::problem::{FieldError, ProblemKind};
use unicode_normalization::UnicodeNormalization;

use crate::error::{Answer, ApiError};
use crate::turns::Turns;

/// What stands instead of a hash where no password is the right one.
pub(super) const NONE: &str = "";

/// Fewer characters are refused, however odd they are.
const LEAST: usize = 8;
/// More are refused before anything is computed.
const MOST: usize = 128;
/// zxcvbn's 3 of 4: "safely unguessable" where an attacker has stolen slow hashes.
const STRENGTH: u8 = 3;
/// Hashes at once: each takes 19 MiB and a core.
const AT_ONCE: usize = 4;
/// How long a sign-in waits for its turn before the server says that it is busy.
const PATIENCE: Duration = Duration::from_secs(10);

/// Hashes and checks passwords, a few at a time.
pub struct Passwords {
    turns: Turns,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { turns: Turns::new(AT_ONCE) }
    }
}

fn normalised(password: &str) -> String {
    password.nfc().collect()
}

fn too_long(password: &str) -> bool {
    // Bytes first: a megabyte is refused without counting its characters.
    password.len() > MOST * 4 || password.nfc().count() > MOST
}

impl Passwords {
    /// Runs Argon2 on another thread when it is its turn.
    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.next()).await;
        let turn = turn.map_err(|_| ApiError::new(ProblemKind::Busy).retry_after(5))?;
        turn.run(work).await.map_err(ApiError::internal)
    }

    /// The hash of a new password, where it is hard enough to guess; `about` is what an attacker would try first.
    pub(super) async fn hash_new(&self, field: &'static str, password: &Secret, about: Vec<String>) -> Answer<String> {
        let text = password.expose();
        if too_long(text) {
            return Err(ApiError::invalid(field, format!("has more than {MOST} characters")));
        }
        let text = normalised(text);
        if text.chars().count() < LEAST {
            return Err(ApiError::invalid(field, format!("has fewer than {LEAST} characters")));
        }
        if text.chars().any(char::is_control) {
            return Err(ApiError::invalid(field, "holds a control character"));
        }
        let hashed = self.in_turn(move || {
            if let Some(advice) = weakness(&text, &about) {
                return Err(FieldError { field: field.to_owned(), detail: advice });
            }
            Ok(Argon2::default().hash_password(text.as_bytes()).map(|hash| hash.to_string()))
        });
        match hashed.await? {
            Ok(hash) => hash.map_err(|error| ApiError::internal(error.to_string())),
            Err(refusal) => Err(ApiError::invalid(refusal.field, refusal.detail)),
        }
    }

    /// Whether the password belongs to the hash. Without a hash (nobody has that mail address) the same work is done for nothing.
    pub(super) async fn check(&self, field: &'static str, password: &Secret, hash: Option<String>) -> Answer<bool> {
        if too_long(password.expose()) {
            return Err(ApiError::invalid(field, format!("has more than {MOST} characters")));
        }
        let text = normalised(password.expose());
        let hash = hash.filter(|hash| hash != NONE);
        let checked = self.in_turn(move || {
            let Some(hash) = hash else {
                return Argon2::default()
                    .hash_password(text.as_bytes())
                    .map(|_| false)
                    .map_err(|error| error.to_string());
            };
            let hash = PasswordHash::new(&hash).map_err(|error| error.to_string())?;
            Ok(Argon2::default().verify_password(text.as_bytes(), &hash).is_ok())
        });
        checked.await?.map_err(ApiError::internal)
    }
}

/// What to do better, where the password is too easy to guess.
fn weakness(password: &str, about: &[String]) -> Option<String> {
    let about: Vec<&str> = about.iter().map(String::as_str).collect();
    let estimate = zxcvbn::zxcvbn(password, &about);
    if u8::from(estimate.score()) >= STRENGTH {
        return None;
    }
    let mut advice = "is too easy to guess; several unrelated words are good".to_owned();
    if let Some(warning) = estimate.feedback().and_then(|feedback| feedback.warning()) {
        advice.push_str(". ");
        advice.push_str(&warning.to_string());
    }
    Some(advice)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::mpsc;

    use super::*;

    /// Clients that hang up must not make room for more hashes than the machine has memory for.
    #[tokio::test]
    async fn a_turn_lasts_as_long_as_its_work_whoever_still_waits_for_it() {
        let passwords = Passwords::default();
        let (began, begins) = mpsc::channel();
        let (end, ends) = mpsc::channel::<()>();
        let mut work = Box::pin(passwords.in_turn(move || {
            began.send(()).unwrap();
            // Until the sender is gone.
            let _ = ends.recv();
        }));
        assert!(futures::poll!(&mut work).is_pending());
        begins.recv().unwrap();
        drop(work);
        assert_eq!(passwords.turns.free(), AT_ONCE - 1);
        drop(end);
        // It comes back: this waits for as many turns as there are.
        let all = futures::future::join_all((0..AT_ONCE).map(|_| passwords.turns.next())).await;
        assert_eq!((all.len(), passwords.turns.free()), (AT_ONCE, 0));
    }
}
