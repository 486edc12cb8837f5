//! The client itself: a turn with the shop, redirects by hand, one result kept for a day.

use std::sync::Arc;
use std::time::Duration;

use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderValue, InvalidHeaderValue, LOCATION, RETRY_AFTER};
use moka::future::Cache;
use shared::id::AccountId;
use shared::time::Timestamp;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use url::Url;

use super::error::FetchError;
use super::exchange::{self, Answer, Validators, Wanted};
use super::guard::{self, Target};
use super::network::Network;
use super::pace::{Pace, busy};
use super::robots::Robots;

/// Shops whose `robots.txt` is remembered.
const MOST_ROBOTS: u64 = 500;

/// What one fetch may cost.
#[derive(Debug, Clone)]
pub struct Limits {
    /// For the name to resolve.
    pub lookup: Duration,
    /// From a hop's start to the end of its headers.
    pub head: Duration,
    /// For all hops and the body.
    pub whole: Duration,
    /// Waiting for a turn with the shop, or for a place among [`Limits::at_once`]; past it the answer is `Busy`.
    pub patience: Duration,
    /// From one request to a shop to the next.
    pub interval: Duration,
    /// Redirects that are followed.
    pub redirects: usize,
    /// Read from the wire before the headers have ended, TLS included.
    pub head_bytes: usize,
    /// Of the decoded body.
    pub body_bytes: usize,
    /// Fetches that run together; with the body's limit it bounds memory.
    pub at_once: usize,
    /// All results kept, in bytes.
    pub cache_bytes: u64,
    /// How long a result is kept.
    pub cache: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            lookup: Duration::from_secs(5),
            head: Duration::from_secs(10),
            whole: Duration::from_secs(20),
            patience: Duration::from_secs(8),
            interval: Duration::from_secs(1),
            redirects: 5,
            head_bytes: 64 * 1024,
            body_bytes: 5_000_000,
            at_once: 16,
            cache_bytes: 32_000_000,
            cache: Duration::from_secs(24 * 60 * 60),
        }
    }
}

impl Limits {
    /// Wire bytes for a body: room for chunk sizes and trailers around the largest that is taken.
    pub(super) const fn body_wire_bytes(&self) -> usize {
        self.body_bytes + self.body_bytes / 2
    }
}

/// A page as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where the redirects ended, without fragment.
    pub url: Url,
    /// 200 to 299, or 304 where it was asked for unless it is the one that is known.
    pub status: u16,
    /// `Content-Type`, where it came; its charset is for whoever parses the page.
    pub content_type: Option<String>,
    /// Decoded from its transfer and content encodings, not from its charset.
    pub body: Bytes,
    /// By what the shop tells whether it is still this one.
    pub validators: Validators,
    /// When it was asked for: what it shows was so then, however long it has been kept since.
    pub asked_at: Timestamp,
}

/// The outgoing client. Cheap to clone; all clones share turns and results.
#[derive(Clone)]
pub struct Client(pub(super) Arc<Shared>);

pub(super) struct Shared {
    network: Network,
    tls: TlsConnector,
    user_agent: HeaderValue,
    limits: Limits,
    pace: Pace,
    places: Semaphore,
    kept: Cache<(AccountId, String), Page>,
    pub(super) robots: Cache<String, Robots>,
}

/// Why a client cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The contact address has characters that no header may carry.
    #[error("the contact address cannot be sent in a header")]
    Contact(#[from] InvalidHeaderValue),
    /// No TLS in this program.
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
}

impl Client {
    /// The client for real shops. `contact` is the address of a page about this server, for shops that wonder who asks.
    ///
    /// # Errors
    /// A contact address that cannot be sent.
    pub fn new(contact: &str) -> Result<Self, ClientError> {
        Self::over(contact, Network::system(), Limits::default())
    }

    /// The same client over a staged network.
    ///
    /// # Errors
    /// As [`Client::new`].
    #[cfg(feature = "demo")]
    pub fn staged(contact: &str, network: Network, limits: Limits) -> Result<Self, ClientError> {
        Self::over(contact, network, limits)
    }

    fn over(contact: &str, network: Network, limits: Limits) -> Result<Self, ClientError> {
        let user_agent = concat!("GiftOS/", env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));
        Ok(Self(Arc::new(Shared {
            tls: exchange::tls(network.authorities.clone())?,
            user_agent: HeaderValue::try_from(format!("{user_agent} (+{contact})"))?,
            pace: Pace::new(limits.interval),
            places: Semaphore::new(limits.at_once),
            kept: Cache::builder()
                .max_capacity(limits.cache_bytes)
                .weigher(|(_, url): &(AccountId, String), page: &Page| {
                    u32::try_from(url.len() + page.body.len() + size_of::<Page>()).unwrap_or(u32::MAX)
                })
                .time_to_live(limits.cache)
                .build(),
            robots: Cache::builder().max_capacity(MOST_ROBOTS).time_to_live(limits.cache).build(),
            network,
            limits,
        })))
    }

    /// The page at `address` for this account, at most a day old; one that is not kept is asked for at `now`. Whatever of
    /// the account asks for the same address meanwhile shares the one fetch. Another account never does: how old a page
    /// is, and how fast it comes, would tell it that somebody had looked there.
    ///
    /// # Errors
    /// Why there is none; failures are not kept.
    pub async fn get(&self, asker: AccountId, address: &str, now: Timestamp) -> Result<Page, FetchError> {
        let target = Target::parse(address)?;
        let key = (asker, target.url().to_string());
        self.0
            .kept
            .try_get_with(key, self.0.read(target, Wanted::Page, now))
            .await
            .map_err(|error| FetchError::clone(&error))
    }

    /// The picture at `address`, as it came: at most [`Limits::body_bytes`], and of whatever type. It is not kept.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn picture(&self, address: &str, now: Timestamp) -> Result<Bytes, FetchError> {
        let page = self.0.read(Target::parse(address)?, Wanted::Picture, now).await?;
        Ok(page.body)
    }

    /// Forgets the page at `address` for this account: the next time it is wanted, the shop is asked.
    pub async fn forget(&self, asker: AccountId, address: &str) {
        if let Ok(target) = Target::parse(address) {
            self.0.kept.invalidate(&(asker, target.url().to_string())).await;
        }
    }
}

impl Shared {
    pub(super) async fn read(&self, target: Target, wanted: Wanted<'_>, now: Timestamp) -> Result<Page, FetchError> {
        let patience = self.limits.patience;
        let _place = match timeout(patience, self.places.acquire()).await {
            Ok(Ok(place)) => place,
            Ok(Err(_)) | Err(_) => return Err(busy(patience)),
        };
        self.pace.turn(target.site(), patience).await?;
        timeout(self.limits.whole, self.follow(target, wanted, now)).await.unwrap_or(Err(FetchError::Timeout))
    }

    async fn follow(&self, mut target: Target, wanted: Wanted<'_>, now: Timestamp) -> Result<Page, FetchError> {
        for _ in 0..=self.limits.redirects {
            let hop = timeout(self.limits.head, self.ask(&target, wanted)).await;
            let answer = hop.unwrap_or(Err(FetchError::Timeout))?;
            match answer.status.as_u16() {
                301 | 302 | 303 | 307 | 308 => {
                    target = next(&target, &answer.headers)?;
                    self.pace.turn(target.site(), self.limits.patience).await?;
                }
                304 if matches!(wanted, Wanted::PageUnless(_)) => return self.page(&target, answer, wanted, now).await,
                200..=299 => return self.page(&target, answer, wanted, now).await,
                status => {
                    return Err(FetchError::Unreadable { status, retry_after: retry_after(&answer) });
                }
            }
        }
        Err(FetchError::TooManyRedirects)
    }

    async fn ask(&self, target: &Target, wanted: Wanted<'_>) -> Result<Answer, FetchError> {
        let admitted = guard::admit(target, self.network.resolver.as_ref(), self.limits.lookup).await?;
        let dialer = self.network.dialer.as_ref();
        exchange::ask((target, wanted), &admitted, dialer, &self.tls, &self.user_agent, &self.limits).await
    }

    async fn page(
        &self,
        target: &Target,
        answer: Answer,
        wanted: Wanted<'_>,
        now: Timestamp,
    ) -> Result<Page, FetchError> {
        let content_type =
            answer.headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        // What a picture is, its bytes say and nothing else.
        let page = matches!(wanted, Wanted::Page | Wanted::PageUnless(_)) && answer.status != StatusCode::NOT_MODIFIED;
        if page && content_type.as_deref().is_some_and(|kind| !is_html(kind)) {
            return Err(FetchError::NotHtml);
        }
        let status = answer.status.as_u16();
        let validators = Validators::of(&answer.headers);
        let body = answer.read(&self.limits).await?;
        Ok(Page { url: target.url().clone(), status, content_type, body, validators, asked_at: now })
    }
}

fn next(target: &Target, headers: &HeaderMap) -> Result<Target, FetchError> {
    let location = headers.get(LOCATION).map(|value| std::str::from_utf8(value.as_bytes()));
    match location {
        Some(Ok(location)) if !location.is_empty() => Ok(target.redirect(location)?),
        _ => Err(FetchError::Protocol),
    }
}

fn is_html(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("text/html") || kind.eq_ignore_ascii_case("application/xhtml+xml")
}

/// `Retry-After` in seconds; its date form is rare and read as absent.
fn retry_after(answer: &Answer) -> Option<u32> {
    if !matches!(answer.status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        return None;
    }
    let seconds: u32 = answer.headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(seconds.min(24 * 60 * 60))
}
