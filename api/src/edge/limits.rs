//! How often somebody may ask: sign-ins per address, requests per address, requests per account.
//!
//! Each limit is a bucket that fills evenly (GCRA). Health checks, pages, pictures and the API's description do
//! not count; a batch counts once, and opening a stream of events has a limit of its own. Several processes count each for itself.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::Clock as _;
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use shared::id::{AccountId, GuestId};
use shared::wire::problem::ProblemKind;

use super::proxies::Proxies;
use crate::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::ApiError;
use crate::events::stream;
use crate::extract::Bearer;
use crate::pictures;

/// That a proxy seems to be forgotten is said once: anybody can write the header, as often as they like.
static UNTRUSTED_TOLD: AtomicBool = AtomicBool::new(false);

/// Pages that count what they do themselves, and refuse with a page.
const OWN_COUNT: [&str; 5] = ["/mail/", "/l/", "/join/", "/guest/", "/my"];

/// Who asks, as far as limits go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Caller {
    /// Somebody without a good token. An IPv6 address stands for its /64, which is one household's.
    Address(IpAddr),
    /// Somebody with one.
    Account(AccountId),
    /// Somebody who holds a guest's link. Counted by the link: whoever shares their address, whom the gifts are for it may be, would
    /// else read out of what is left for themselves that the link was used.
    Guest(GuestId),
}

/// The limits of this process.
pub struct Limits {
    sign_in: Limit,
    anonymous: Limit,
    signed_in: Limit,
    streams: Limit,
}

impl Limits {
    /// As the operator chose.
    #[must_use]
    pub fn new(config: &Config, clock: &Clock) -> Self {
        Self {
            sign_in: Limit::new("sign-in", config.sign_ins_per_minute, Duration::from_secs(60), clock),
            anonymous: Limit::new("anonymous", config.anonymous_per_hour, Duration::from_secs(3600), clock),
            signed_in: Limit::new("signed-in", config.signed_in_per_hour, Duration::from_secs(3600), clock),
            streams: Limit::new("streams", config.streams_per_minute, Duration::from_secs(60), clock),
        }
    }

    /// Counts a try at a password or a link that a page makes: requests to the API are counted as they come.
    ///
    /// # Errors
    /// `TooManyRequests`.
    pub(crate) fn try_password(&self, caller: Caller) -> Result<(), ApiError> {
        self.sign_in.take(caller).map(drop)
    }

    /// Counts a page that somebody opens who has no account: it costs as much as a request to the API.
    ///
    /// # Errors
    /// `TooManyRequests`.
    pub(crate) fn open_page(&self, caller: Caller) -> Result<(), ApiError> {
        self.anonymous.take(caller).map(drop)
    }

    /// Counts a page that a guest opens by their link.
    ///
    /// # Errors
    /// `TooManyRequests`.
    pub(crate) fn open_guest_page(&self, guest: GuestId) -> Result<(), ApiError> {
        self.anonymous.take(Caller::Guest(guest)).map(drop)
    }

    /// Counts a page that somebody opens who is signed in.
    ///
    /// # Errors
    /// `TooManyRequests`.
    pub(crate) fn open_own_page(&self, account: AccountId) -> Result<(), ApiError> {
        self.signed_in.take(Caller::Account(account)).map(drop)
    }
}

/// One limit: so many requests in so much time, for each caller.
pub struct Limit {
    name: &'static str,
    most: u32,
    window: Duration,
    buckets: RateLimiter<Caller, DashMapStateStore<Caller>, Ticks, StateInformationMiddleware>,
    ticks: Ticks,
    asked: AtomicU32,
}

/// Our clock as governor wants it.
#[derive(Clone)]
struct Ticks(Clock);

impl governor::clock::Clock for Ticks {
    type Instant = Duration;
    fn now(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.now().as_millis()).unwrap_or(0))
    }
}

impl Limit {
    /// `most` requests in `window`.
    #[must_use]
    pub fn new(name: &'static str, most: u32, window: Duration, clock: &Clock) -> Self {
        let burst = NonZeroU32::new(most).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(window / burst.get()).unwrap_or(Quota::per_second(burst)).allow_burst(burst);
        let ticks = Ticks(clock.clone());
        let buckets = RateLimiter::dashmap_with_clock(quota, ticks.clone()).with_middleware();
        Self { name, most, window, buckets, ticks, asked: AtomicU32::new(0) }
    }

    /// Takes one from the caller's bucket.
    ///
    /// # Errors
    /// `TooManyRequests`, with the seconds until the next one.
    pub fn take(&self, caller: Caller) -> Result<Left, ApiError> {
        // Buckets that are full again are as good as none: forgetting them bounds the memory.
        if self.asked.fetch_add(1, Ordering::Relaxed) % 1024 == 1023 {
            self.buckets.retain_recent();
        }
        match self.buckets.check_key(&caller) {
            Ok(state) => Ok(Left {
                name: self.name,
                most: self.most,
                window: self.window,
                left: state.remaining_burst_capacity(),
            }),
            Err(not_until) => {
                let wait = not_until.wait_time_from(self.ticks.now());
                // Rounded up: a client that comes a moment early is refused again.
                let seconds = wait.as_millis().div_ceil(1000).max(1);
                Err(ApiError::new(ProblemKind::TooManyRequests).retry_after(u64::try_from(seconds).unwrap_or(u64::MAX)))
            }
        }
    }

    fn none_left(&self) -> Left {
        Left { name: self.name, most: self.most, window: self.window, left: 0 }
    }
}

/// What is left in a bucket, for the headers (draft-ietf-httpapi-ratelimit-headers).
pub struct Left {
    name: &'static str,
    most: u32,
    window: Duration,
    left: u32,
}

impl Left {
    fn write(&self, headers: &mut HeaderMap) {
        let policy = format!("\"{}\";q={};w={}", self.name, self.most, self.window.as_secs());
        let state = format!("\"{}\";r={}", self.name, self.left);
        for (name, value) in [("ratelimit-policy", policy), ("ratelimit", state)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
    }
}

/// Whether a request is one that tries a password. Such a request never travels in a batch either.
pub(crate) fn tries_password(method: &Method, path: &str) -> bool {
    let posts = [
        "/api/v1/accounts",
        "/api/v1/sessions",
        "/api/v1/confirmations",
        "/api/v1/password-resets",
        "/api/v1/password-resets/finish",
    ];
    (method == Method::POST && posts.contains(&path))
        || (method == Method::PUT && matches!(path, "/api/v1/me/password" | "/api/v1/me/email"))
}

/// Who sends a request. Who signs in is nobody yet, whatever token comes with it: a handful of accounts would be as many
/// times the tries at somebody else's password.
fn caller(request: &Request, proxies: &Proxies) -> Caller {
    let signs_in = request.method() == Method::POST && tries_password(request.method(), request.uri().path());
    if let Some(Bearer::Good(claims, _)) = request.extensions().get::<Bearer>()
        && !signs_in
    {
        return Caller::Account(claims.account_id);
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    if let Some(peer) = peer
        && proxies.overlooks(peer, request.headers())
        && !UNTRUSTED_TOLD.swap(true, Ordering::Relaxed)
    {
        tracing::warn!(%peer, "a request came with X-Forwarded-For from an address that is no trusted proxy. Where that \
            is your own server, name it in GIFTOS_TRUSTED_PROXIES: until then all who come through it share the limits of one");
    }
    Caller::Address(match peer.map(|peer| proxies.client(peer, request.headers())) {
        Some(IpAddr::V6(address)) => {
            let mut segments = address.segments();
            segments[4..].fill(0);
            IpAddr::V6(Ipv6Addr::from(segments))
        }
        Some(address) => address,
        None => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    })
}

/// Counts the request, or refuses it.
pub(super) async fn limit(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if OWN_COUNT.iter().any(|pages| path.starts_with(pages)) {
        let caller = caller(&request, &app.config.trusted_proxies);
        request.extensions_mut().insert(caller);
        return next.run(request).await;
    }
    if !path.starts_with("/api/") || pictures::is_served(request.method(), path) {
        return next.run(request).await;
    }
    let caller = caller(&request, &app.config.trusted_proxies);
    request.extensions_mut().insert(caller);
    let limit = if tries_password(request.method(), request.uri().path()) {
        &app.limits.sign_in
    } else if stream::is_one(request.uri().path()) {
        &app.limits.streams
    } else if matches!(caller, Caller::Account(_)) {
        &app.limits.signed_in
    } else {
        &app.limits.anonymous
    };
    let (mut response, left) = match limit.take(caller) {
        Ok(left) => (next.run(request).await, left),
        Err(refused) => (refused.into_response(), limit.none_left()),
    };
    left.write(response.headers_mut());
    response
}
