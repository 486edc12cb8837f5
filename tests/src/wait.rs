//! Waiting for a condition. A test never sleeps for a while and hopes: it asks again until a deadline.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How long a browser may take for one step. Long, because machines that run tests are busy; a step that works ends at once.
pub const STEP: Duration = Duration::from_secs(30);

/// Asks until `probe` gives a value; after `limit` it fails and says `what` was waited for and the last error seen.
///
/// # Errors
/// When the limit is over.
pub fn until<T>(what: &str, limit: Duration, mut probe: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(5);
    loop {
        let trouble = match probe() {
            Ok(Some(value)) => return Ok(value),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        if start.elapsed() > limit {
            match trouble {
                Some(error) => bail!("waited {limit:?} for {what}; the last try said: {error:#}"),
                None => bail!("waited {limit:?} for {what}"),
            }
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(100));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn it_returns_as_soon_as_the_condition_holds() {
        let mut calls = 0;
        let value = until("three", STEP, || {
            calls += 1;
            Ok((calls == 3).then_some(calls))
        });
        assert_eq!(value.unwrap(), 3);
    }

    #[test]
    fn it_says_what_it_waited_for_and_why_not() {
        let error = until::<()>("a door", Duration::ZERO, || bail!("it is locked")).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("a door") && text.contains("it is locked"), "{text}");
    }
}
