//! What an operator may choose. Each value has a default, an argument and an environment variable.

use clap::Args;

use crate::edge::proxies::Proxies;
use crate::mail::settings::MailConfig;
use crate::web::legal::LegalText;

/// The extension's id in Chromium, made of the public key in `manifest.json`.
pub const CHROMIUM_ORIGIN: &str = "chrome-extension://chodboholjciodoneibeamnhnjaeakek";

/// Where a shop may ask about the server until its operator says where.
const CONTACT: &str = "https://giftos.example/contact";

/// Who may make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Registration {
    /// Everybody who reaches the server.
    Open,
    /// Nobody any more; those who have one sign in as before.
    Closed,
}

/// How the server runs.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// `sqlite:PATH` (made where it is missing) or `postgres://USER:PASSWORD@HOST/DATABASE`.
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite:./giftos.sqlite", hide_env_values = true)]
    pub database_url: String,
    /// Address and port to listen on.
    #[arg(long, env = "GIFTOS_LISTEN", default_value = "127.0.0.1:8787")]
    pub listen: std::net::SocketAddr,
    /// Origin of the extension in Chromium. Any `moz-extension://` origin is allowed as well, because Firefox draws one for each browser.
    #[arg(long, env = "GIFTOS_EXTENSION_ORIGIN", default_value = CHROMIUM_ORIGIN)]
    pub extension_origin: String,
    /// Address of a page about this server, for shops that wonder who reads their pages; part of the user agent.
    #[arg(long, env = "GIFTOS_CONTACT_URL", default_value = CONTACT)]
    pub contact_url: String,
    /// Sign-ins and registrations per minute from one address.
    #[arg(long, env = "GIFTOS_RATE_SIGN_IN", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub sign_ins_per_minute: u32,
    /// Whether people may make accounts themselves: `open`, or `closed` once everybody who belongs here has one.
    #[arg(long, env = "GIFTOS_REGISTRATION", value_enum, default_value_t = Registration::Open)]
    pub registration: Registration,
    /// Requests per hour from one address without a good token.
    #[arg(long, env = "GIFTOS_RATE_ANONYMOUS", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    pub anonymous_per_hour: u32,
    /// Networks of proxies in front of this server, as `10.0.0.0/8,::1`: `X-Forwarded-For` is believed of them alone.
    #[arg(long, env = "GIFTOS_TRUSTED_PROXIES", default_value = "")]
    pub trusted_proxies: Proxies,
    /// Requests per hour of one account.
    #[arg(long, env = "GIFTOS_RATE_SIGNED_IN", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
    pub signed_in_per_hour: u32,
    /// Streams of events that one account may have open at once.
    #[arg(long, env = "GIFTOS_MAX_STREAMS", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    pub max_streams: u32,
    /// Streams of events that one account, or one address before it has signed in, may open per minute.
    #[arg(long, env = "GIFTOS_RATE_STREAMS", default_value_t = 120, value_parser = clap::value_parser!(u32).range(1..))]
    pub streams_per_minute: u32,
    /// Pages of shops that the server reads for one account per minute.
    #[arg(long, env = "GIFTOS_RATE_SCRAPES", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    pub scrapes_per_minute: u32,
    /// Whether the server looks at the shops' pages of wishes again by itself.
    #[arg(long, env = "GIFTOS_PRICE_CHECKS", default_value_t = true, action = clap::ArgAction::Set)]
    pub price_checks: bool,
    /// Connections that may be open at once.
    #[arg(long, env = "GIFTOS_MAX_CONNECTIONS", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub max_connections: u32,
    /// Seconds that a client has for the headers of a request.
    #[arg(long, env = "GIFTOS_HEADER_SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    pub header_seconds: u64,
    /// Seconds that a client has for the body of a request.
    #[arg(long, env = "GIFTOS_BODY_SECONDS", default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..))]
    pub body_seconds: u64,
    /// Seconds that a client has for the bytes of a picture.
    #[arg(long, env = "GIFTOS_UPLOAD_SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..))]
    pub upload_seconds: u64,
    /// Pictures that an account may have uploaded.
    #[arg(long, env = "GIFTOS_MAX_PICTURES", default_value_t = 1000)]
    pub max_pictures: u32,
    /// Megabytes that the pictures of an account may take, as they are kept.
    #[arg(long, env = "GIFTOS_MAX_PICTURE_MEGABYTES", default_value_t = 250)]
    pub max_picture_megabytes: u32,
    /// Seconds after which a request that is still at work is given up.
    #[arg(long, env = "GIFTOS_REQUEST_SECONDS", default_value_t = 35, value_parser = clap::value_parser!(u64).range(1..))]
    pub request_seconds: u64,
    /// Seconds that requests under way have when the server stops.
    #[arg(long, env = "GIFTOS_STOP_SECONDS", default_value_t = 30)]
    pub stop_seconds: u64,
    /// File with what you say of privacy, as plain text, for the page `/privacy`.
    #[arg(long = "privacy-file", env = "GIFTOS_PRIVACY_FILE")]
    pub privacy: Option<LegalText>,
    /// File with your terms, as plain text, for the page `/terms`.
    #[arg(long = "terms-file", env = "GIFTOS_TERMS_FILE")]
    pub terms: Option<LegalText>,
    /// How mail is sent.
    #[command(flatten)]
    pub mail: MailConfig,
}

impl Default for Config {
    /// The defaults above, without arguments and environment.
    fn default() -> Self {
        Self {
            database_url: "sqlite:./giftos.sqlite".to_owned(),
            listen: std::net::SocketAddr::from(([127, 0, 0, 1], 8787)),
            extension_origin: CHROMIUM_ORIGIN.to_owned(),
            contact_url: CONTACT.to_owned(),
            sign_ins_per_minute: 5,
            registration: Registration::Open,
            anonymous_per_hour: 100,
            trusted_proxies: Proxies::default(),
            signed_in_per_hour: 1000,
            max_streams: 20,
            streams_per_minute: 120,
            scrapes_per_minute: 10,
            price_checks: true,
            max_connections: 20_000,
            header_seconds: 10,
            body_seconds: 15,
            upload_seconds: 120,
            max_pictures: 1000,
            max_picture_megabytes: 250,
            request_seconds: 35,
            stop_seconds: 30,
            privacy: None,
            terms: None,
            mail: MailConfig::default(),
        }
    }
}
