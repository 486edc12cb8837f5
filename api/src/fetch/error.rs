//! Why a page could not be had. Callers turn this into a problem or into the state of an item that waits for its page.

/// Why an address may not be dialled. The words are for logs and tests; people are told that the address is not public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The text is no absolute address (WHATWG URL).
    #[error("not an absolute address")]
    Text,
    /// Longer than [`super::guard::MAX_CHARS`].
    #[error("too long")]
    TooLong,
    /// Neither `http` nor `https`.
    #[error("scheme is not http or https")]
    Scheme,
    /// Carries a user name or a password.
    #[error("carries a user name or password")]
    Userinfo,
    /// A port other than 80 and 443.
    #[error("port {0} is not 80 or 443")]
    Port(u16),
    /// A name that is not in the public DNS: single label, or under a special-use domain.
    #[error("name is not in the public DNS")]
    SpecialName,
    /// An address that is not globally reachable; the block's name in the IANA registries.
    #[error("address is not globally reachable ({0})")]
    NotGlobal(&'static str),
    /// A redirect from https to http.
    #[error("redirect from https to http")]
    Downgrade,
}

/// Why there is no page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The guard refused the address, the name, what the name resolves to, or a redirect's goal. Trying again is no use.
    #[error("address refused: {why}")]
    AddressRefused {
        /// Which rule.
        why: Refusal,
    },
    /// The name does not resolve now (no answer, server failure, or longer than the limit).
    #[error("the name does not resolve")]
    NameNotFound,
    /// Nothing answers at the address, or the connection broke off.
    #[error("the shop cannot be reached")]
    Unreachable,
    /// The certificate is not good, or there is no common version of TLS.
    #[error("the shop's certificate is not good")]
    Tls,
    /// Headers or page took longer than the limits.
    #[error("the shop took too long")]
    Timeout,
    /// Headers or page are larger than the limits.
    #[error("the page is too large")]
    TooLarge,
    /// More redirects than the limit.
    #[error("too many redirects")]
    TooManyRedirects,
    /// What came is no HTTP: broken framing, an unreadable redirect, an encoding that was not asked for.
    #[error("the answer is not readable as HTTP")]
    Protocol,
    /// The shop answered, but with no page (not 2xx): blocked, gone, broken.
    #[error("the shop answered {status}")]
    Unreadable {
        /// The shop's status.
        status: u16,
        /// Seconds of its `Retry-After`, at most a day; whoever tries again waits at least so long.
        retry_after: Option<u32>,
    },
    /// The answer is no HTML.
    #[error("the answer is not a page")]
    NotHtml,
    /// Too many fetches wait, for this shop or at all; try again after so many seconds.
    #[error("too many fetches at once")]
    Busy {
        /// Seconds, at least 1.
        retry_after: u32,
    },
}

impl From<Refusal> for FetchError {
    fn from(why: Refusal) -> Self {
        Self::AddressRefused { why }
    }
}

impl FetchError {
    /// Whether the same address may give a page later.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::NameNotFound | Self::Unreachable | Self::Timeout | Self::Busy { .. } | Self::Protocol => true,
            Self::Unreadable { status, .. } => matches!(status, 408 | 425 | 429 | 500..=599),
            Self::AddressRefused { .. } | Self::Tls | Self::TooLarge | Self::TooManyRedirects | Self::NotHtml => false,
        }
    }
}
