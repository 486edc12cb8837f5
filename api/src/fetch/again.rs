//! Looking at a page again by ourselves: only where the shop's `robots.txt` lets programs, and only what changed.

use url::Position;

use super::client::{Client, Page};
use super::error::FetchError;
use super::exchange::{Validators, Wanted};
use super::guard::Target;
use super::robots::Robots;
use crate::fetch::Refusal;
use shared::time::Timestamp;

/// What came of another look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// The page; `None` where the shop's `robots.txt` asks us to leave it alone.
    pub page: Option<Page>,
    /// Seconds that the shop wants between two pages, 1 at least.
    pub delay: u32,
}

impl Client {
    /// The page at `address` as it is now, or status 304 where it is still the one with these validators. Nothing is kept of it.
    ///
    /// # Errors
    /// Why there is none; also where the shop could not say whether we may ask.
    pub async fn again(&self, address: &str, known: &Validators, now: Timestamp) -> Result<Again, FetchError> {
        let target = Target::parse(address)?;
        let robots = self.robots(&target, now).await?;
        let delay = robots.delay.unwrap_or(1).max(1);
        if !robots.allow(&target.url()[Position::BeforePath..Position::AfterQuery]) {
            return Ok(Again { page: None, delay });
        }
        let page = self.0.read(target, Wanted::PageUnless(known), now).await?;
        Ok(Again { page: Some(page), delay })
    }

    /// The shop that an address belongs to, as turns are counted; `None` where nobody may ask there.
    #[must_use]
    pub fn site(address: &str) -> Option<String> {
        Target::parse(address).ok().map(|target| target.site())
    }

    async fn robots(&self, target: &Target, now: Timestamp) -> Result<Robots, FetchError> {
        let origin = &target.url()[..Position::BeforePath];
        if let Some(known) = self.0.robots.get(origin).await {
            return Ok(known);
        }
        let file = Target::parse(&[origin, "/robots.txt"].concat())?;
        let robots = match self.0.read(file, Wanted::Robots, now).await {
            Ok(page) => Robots::read(&page.body),
            // There is none: nothing is forbidden (RFC 9309, 2.3.1.3).
            Err(FetchError::Unreadable { status: 400..=428 | 430..=499, .. }) => Robots::default(),
            // It leads where nobody may ask, or is of no use: then nothing is allowed.
            Err(FetchError::AddressRefused { why: Refusal::NotGlobal(_) } | FetchError::TooLarge) => Robots::nothing(),
            Err(error) => return Err(error),
        };
        self.0.robots.insert(origin.to_owned(), robots.clone()).await;
        Ok(robots)
    }
}
