//! What an operator says of the mail server and of this server's own address, read at the start.

use std::fmt;
use std::str::FromStr;

use clap::Args;
use lettre::message::Mailbox;
use lettre::transport::smtp::client::Certificate;
use url::Url;

/// How mail is sent. Without `smtp` none is, and what needs one says so.
#[derive(Debug, Clone, Args)]
pub struct MailConfig {
    /// Mail server: `smtps://USER:PASSWORD@HOST` (TLS from the start), `smtp://USER:PASSWORD@HOST` (STARTTLS, and nothing is
    /// sent without it) or, for a server on the same machine, `smtp://HOST:PORT?tls=none`. Without it no mail is sent.
    #[arg(long, env = "GIFTOS_SMTP", hide_env_values = true, requires_all = ["mail_from", "public_url"])]
    pub smtp: Option<SmtpUrl>,
    /// Who mails come from: `GiftOS <gifts@example.org>`.
    #[arg(long, env = "GIFTOS_MAIL_FROM")]
    pub mail_from: Option<Mailbox>,
    /// Address of this server as people reach it, for the links in mails: `https://gifts.example.org`.
    #[arg(long, env = "GIFTOS_PUBLIC_URL")]
    pub public_url: Option<PublicUrl>,
    /// File with certificates (PEM) that the mail server's may be signed by, beside those of the web.
    #[arg(long, env = "GIFTOS_SMTP_CERTIFICATES")]
    pub smtp_certificates: Option<Certificates>,
    /// Seconds that the mail server may take for one mail.
    #[arg(long, env = "GIFTOS_SMTP_SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub smtp_seconds: u64,
    /// Mails per hour that one account, or one address without an account, may cause.
    #[arg(long, env = "GIFTOS_RATE_MAILS", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    pub mails_per_hour: u32,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            smtp: None,
            mail_from: None,
            public_url: None,
            smtp_certificates: None,
            smtp_seconds: 60,
            mails_per_hour: 20,
        }
    }
}

/// How the line to the mail server is kept from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Security {
    /// TLS from the first byte.
    Implicit,
    /// TLS after STARTTLS; a server that has none is told nothing.
    StartTls,
    /// None, because the operator says so.
    Open,
}

/// Where mails are handed in, and as whom. Its `Debug` shows no password.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpUrl {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    /// User and password.
    pub(super) credentials: Option<(String, String)>,
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} ({:?})", self.host, self.port, self.security)
    }
}

impl FromStr for SmtpUrl {
    type Err = &'static str;

    // What is wrong is said without the text: it holds a password.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| "is no address such as smtps://USER:PASSWORD@mail.example.org")?;
        let open = match url.query() {
            None => false,
            Some("tls=none") => true,
            Some(_) => return Err("takes ?tls=none behind it and nothing else"),
        };
        let (security, port) = match (url.scheme(), open) {
            ("smtps", false) => (Security::Implicit, 465),
            ("smtp", false) => (Security::StartTls, 587),
            ("smtp", true) => (Security::Open, 25),
            ("smtps", true) => return Err("says smtps and tls=none"),
            _ => return Err("begins with smtps:// or smtp://"),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or("names no host")?;
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err("has nothing behind the host but a port");
        }
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            (user, Some(password)) if !user.is_empty() => Some((decoded(user)?, decoded(password)?)),
            _ => return Err("has a user and a password, or neither"),
        };
        // An address of IPv6 stands in brackets in a URL, and nowhere else.
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        Ok(Self { host, port: url.port().unwrap_or(port), security, credentials })
    }
}

/// What stands percent-encoded in a URL. A form's value says the same, but for its plus.
fn decoded(text: &str) -> Result<String, &'static str> {
    let pair = format!("v={}", text.replace('+', "%2B"));
    let decoded = url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned());
    decoded
        .filter(|text| !text.contains(['\0', '\r', '\n', '\u{fffd}']))
        .ok_or("has a user or a password that cannot be read")
}

/// Certificates that a file holds.
#[derive(Debug, Clone)]
pub struct Certificates(pub(super) Certificate);

impl FromStr for Certificates {
    type Err = String;

    fn from_str(path: &str) -> Result<Self, String> {
        let pem = std::fs::read(path).map_err(|error| error.to_string())?;
        Certificate::from_pem(&pem).map(Self).map_err(|error| error.to_string())
    }
}

/// This server's address as people reach it, without a slash at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    base: String,
    host: String,
}

impl FromStr for PublicUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| "is no address such as https://gifts.example.org")?;
        let host = url.host_str().filter(|_| matches!(url.scheme(), "http" | "https")).ok_or("begins with https://")?;
        if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
            return Err("has nothing behind the path, and no user");
        }
        Ok(Self { host: host.to_owned(), base: url.as_str().trim_end_matches('/').to_owned() })
    }
}

impl PublicUrl {
    /// The whole address of a path that begins with a slash.
    #[must_use]
    pub fn to(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The host alone, as people know the server by.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_mail_server_is_read_with_the_way_it_is_reached() {
        for (text, port, security) in [
            ("smtps://mail.example.org", 465, Security::Implicit),
            ("smtps://mail.example.org:4650", 4650, Security::Implicit),
            ("smtp://mail.example.org", 587, Security::StartTls),
            ("smtp://mail.example.org:25/", 25, Security::StartTls),
            ("smtp://mail.example.org:1025?tls=none", 1025, Security::Open),
        ] {
            let read: SmtpUrl = text.parse().unwrap();
            assert_eq!((read.host.as_str(), read.port, read.security), ("mail.example.org", port, security), "{text}");
            assert_eq!(read.credentials, None);
        }
        let read: SmtpUrl = "smtps://ana%40example.org:a%2Fb+c%20d@[::1]".parse().unwrap();
        assert_eq!(read.credentials, Some(("ana@example.org".to_owned(), "a/b+c d".to_owned())));
        assert_eq!(read.host, "::1");
        assert!(!format!("{read:?}").contains("a/b"), "{read:?}");
    }

    #[test]
    fn what_is_no_mail_server_is_refused() {
        for text in [
            "",
            "mail.example.org",
            "https://mail.example.org",
            "smtps://",
            "smtps://mail.example.org?tls=none",
            "smtp://mail.example.org?tls=no",
            "smtp://mail.example.org/path",
            "smtp://ana@mail.example.org",
            "smtp://:secret@mail.example.org",
            "smtp://ana:a%0Ab@mail.example.org",
            "smtp://ana:%ff@mail.example.org",
        ] {
            let refused = text.parse::<SmtpUrl>();
            assert!(refused.is_err(), "{text}: {refused:?}");
            assert!(!refused.unwrap_err().contains("secret"));
        }
    }

    #[test]
    fn a_public_address_takes_paths_behind_it() {
        let public: PublicUrl = "https://gifts.example.org/".parse().unwrap();
        assert_eq!(public.to("/mail/x"), "https://gifts.example.org/mail/x");
        assert_eq!(public.host(), "gifts.example.org");
        let below: PublicUrl = "https://example.org/gifts".parse().unwrap();
        assert_eq!(below.to("/mail/x"), "https://example.org/gifts/mail/x");
        for text in ["", "gifts.example.org", "ftp://example.org", "https://example.org?x", "https://a:b@example.org"] {
            assert!(text.parse::<PublicUrl>().is_err(), "{text}");
        }
    }
}
