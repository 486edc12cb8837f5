//! What a hostile shop sends for each kind of row, and what must come of it.

use std::sync::Arc;
use std::time::Duration;

use giftos::fetch::{FetchError, Refusal};

use super::rows::PageRow;
use crate::hostile_shop::{Behaviour, Certificate, Reply, Then};

/// What must come of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// The guard refuses where the answer leads.
    Refused,
    /// Exactly this failure.
    Fails(FetchError),
    /// A failure (this one, where it is said) before the headers end: in their time, with at most 64 KiB read.
    FailsEarly(Option<FetchError>),
    /// A page of so many bytes.
    Page(usize),
    /// A page as it was sent, and its detection drops what is hostile in it.
    PageAsSent,
    /// A page, or a failure: nothing but the rules for every row.
    Contained,
}

/// A shop for one row.
pub struct Scene {
    /// What it sends.
    pub behaviour: Behaviour,
    /// Its certificate.
    pub certificate: Certificate,
    /// Whether it is asked by https.
    pub https: bool,
    /// What must come of it.
    pub expect: Expect,
    /// Requests that it may see.
    pub requests: usize,
}

impl Scene {
    fn new(reply: Reply, expect: Expect) -> Self {
        let behaviour: Behaviour = Arc::new(move |_| reply.clone());
        Self { behaviour, certificate: Certificate::Good, https: false, expect, requests: 1 }
    }

    fn page(body: &str, expect: Expect) -> Self {
        Self::new(Reply::html(body), expect)
    }

    fn redirect(status: u16, location: &str, expect: Expect) -> Self {
        Self::new(Reply::answer(status, &[&format!("Location: {location}"), "Set-Cookie: seen=1"], b""), expect)
    }

    fn over_https(mut self) -> Self {
        self.https = true;
        self
    }
}

const HTML: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
/// 64 MB of `a` as brotli.
const BROTLI_BOMB: &str = "cbffff3ff825c2e2b14020f7fe8fffff7ff04b00c4611180eefd1fffffffe0970088c30200ddfb3ffeffffc12f0110870500baf77ffcff\
                           ff835f02200e0b0074effff8ffff07bf04401c1600e8defff1ffff0f7e0980382c00d0bdffcbff4728fc1200715800a07b0805";

/// The scene for a row, on `host`, with a canary on `port`.
#[must_use]
pub fn scene(row: &PageRow, host: &str, port: u16) -> Scene {
    let here = |text: &str| text.replace("%PORT%", &port.to_string());
    let said = here(row.behaviour.as_deref().unwrap_or_default());
    if let Some(location) = &row.location {
        return Scene::redirect(row.status.unwrap_or(302), &here(location), Expect::Refused);
    }
    match row.kind.as_str() {
        "redirect-scheme" | "redirect-port" | "redirect-userinfo" => Scene::redirect(302, &said, Expect::Refused),
        "redirect-downgrade" => {
            let down = FetchError::AddressRefused { why: Refusal::Downgrade };
            Scene::redirect(302, &format!("http://{host}/"), Expect::Fails(down)).over_https()
        }
        "redirect-huge" => {
            Scene::redirect(302, &format!("/{}", "a".repeat(1 << 20)), Expect::FailsEarly(Some(FetchError::TooLarge)))
        }
        "redirect-loop" => looping(),
        "redirect-empty" => Scene::redirect(302, "", Expect::Fails(FetchError::Protocol)),
        "redirect-missing" => Scene::new(Reply::answer(302, &[], b""), Expect::Fails(FetchError::Protocol)),
        "length-huge" => Scene::new(
            Reply::raw(format!("{HTML}Content-Length: 9000000000000000000\r\n\r\n<p>")),
            Expect::Fails(FetchError::Unreachable),
        ),
        "length-lie" => Scene::new(endless(&format!("{HTML}Content-Length: 10\r\n\r\n")), Expect::Page(10)),
        "length-none" | "body-endless" => {
            Scene::new(endless(&format!("{HTML}\r\n")), Expect::Fails(FetchError::TooLarge))
        }
        "basic-auth" => Scene::new(
            Reply::answer(401, &["WWW-Authenticate: Basic realm=\"shop\"", "Set-Cookie: seen=1"], b""),
            Expect::Fails(FetchError::Unreadable { status: 401, retry_after: None }),
        ),
        "headers-never-end" => {
            Scene::new(dripping("HTTP/1.1 200 OK\r\n", "X-More: 1\r\n"), Expect::FailsEarly(Some(FetchError::Timeout)))
        }
        "slow-body" | "body-never-ends" => {
            Scene::new(dripping(&format!("{HTML}\r\n"), "a"), Expect::Fails(FetchError::Timeout))
        }
        "headers-many" | "header-flood" => Scene::new(
            Reply::raw(format!("{HTML}{}\r\n", "X-More: 1\r\n".repeat(100_000))),
            Expect::FailsEarly(Some(FetchError::TooLarge)),
        ),
        "charset-utf7" => Scene::new(
            Reply::answer(200, &["Content-Type: text/html; charset=utf-7"], b"<title>+ADw-script+AD4-</title>"),
            Expect::PageAsSent,
        ),
        "svg-external" => Scene::new(
            Reply::answer(200, &["Content-Type: image/svg+xml"], said.as_bytes()),
            Expect::Fails(FetchError::NotHtml),
        ),
        "jsonld-context" => {
            let url = said.split_once(": ").map_or("", |(_, url)| url);
            let product =
                format!("{{\"@context\":\"{url}\",\"@type\":\"Product\",\"name\":\"A thing\",\"image\":\"{url}\"}}");
            Scene::page(&format!("<script type=\"application/ld+json\">{product}</script>"), Expect::PageAsSent)
        }
        "og-image" => {
            let url = said.split_once("= ").map_or("", |(_, url)| url);
            Scene::page(
                &format!("<meta property=og:type content=product><meta property=og:image content=\"{url}\">"),
                Expect::PageAsSent,
            )
        }
        "meta-refresh" => Scene::page(&said, Expect::PageAsSent),
        "robots-sitemap" => robots(&said),
        kind if kind.starts_with("tls-") => certificate(kind),
        kind if kind.starts_with("h2-") => Scene::new(h2(kind), Expect::FailsEarly(None)).over_https(),
        kind if kind.contains("bomb") => bomb(kind),
        // A kind that is not known: its words as a page, under the rules that hold for every row.
        _ => Scene::page(&said, Expect::Contained),
    }
}

/// Whether [`scene`] knows more of the kind than the rules for every row.
#[must_use]
pub fn is_known(row: &PageRow) -> bool {
    scene(row, "shop.example", 1).expect != Expect::Contained
}

fn endless(head: &str) -> Reply {
    let then = Then::Repeat { bytes: vec![b'a'; 65_536], times: 16_384, pause: Duration::ZERO };
    Reply { first: head.into(), then }
}

fn dripping(head: &str, line: &str) -> Reply {
    let then = Then::Repeat { bytes: line.into(), times: 3_600, pause: Duration::from_millis(500) };
    Reply { first: head.into(), then }
}

fn looping() -> Scene {
    let behaviour: Behaviour = Arc::new(|head| {
        let to = if head.starts_with("GET /a ") { "Location: /b" } else { "Location: /a" };
        Reply::answer(302, &[to, "Set-Cookie: seen=1"], b"")
    });
    let expect = Expect::Fails(FetchError::TooManyRedirects);
    Scene { requests: 6, behaviour, ..Scene::redirect(302, "", expect) }
}

fn robots(said: &str) -> Scene {
    let text = said.split_once("robots.txt ").map_or("", |(_, text)| text).to_owned();
    let behaviour: Behaviour = Arc::new(move |head| {
        if head.starts_with("GET /robots.txt") {
            Reply::answer(200, &["Content-Type: text/plain"], text.as_bytes())
        } else {
            Reply::html("<p>")
        }
    });
    Scene { behaviour, ..Scene::page("", Expect::PageAsSent) }
}

fn certificate(kind: &str) -> Scene {
    let certificate = match kind {
        "tls-expired" => Certificate::Expired,
        "tls-not-yet" | "tls-notyet" | "tls-future" => Certificate::NotYet,
        "tls-self-signed" | "tls-selfsigned" | "tls-untrusted" => Certificate::SelfSigned,
        _ => Certificate::WrongName,
    };
    Scene { certificate, requests: 0, ..Scene::page("<p>", Expect::Fails(FetchError::Tls)).over_https() }
}

/// HTTP/2 frames whatever was agreed: settings, then one kind of frame for ever.
fn h2(kind: &str) -> Reply {
    let frame = |kind: u8, flags: u8, stream: u8| [0, 0, 0, kind, flags, 0, 0, 0, stream];
    let flood = match kind {
        _ if kind.contains("ping") => [&[0, 0, 8, 6, 0, 0, 0, 0, 0][..], &[7; 8]].concat(),
        _ if kind.contains("settings") => frame(4, 0, 0).to_vec(),
        _ if kind.contains("continuation") => frame(9, 0, 1).to_vec(),
        _ if kind.contains("reset") || kind.contains("rst") => {
            [&[0, 0, 4, 3, 0, 0, 0, 0, 1][..], &[0, 0, 0, 8]].concat()
        }
        _ => frame(0, 0, 1).to_vec(),
    };
    let bytes = flood.repeat(4_096);
    let first = [frame(4, 0, 0), [0, 0, 1, 1, 4, 0, 0, 0, 1]].concat();
    Reply { first: [first, vec![0x88]].concat(), then: Then::Repeat { bytes, times: 1 << 20, pause: Duration::ZERO } }
}

fn bomb(kind: &str) -> Scene {
    let (encoding, body) = match kind {
        _ if kind.contains("br") => ("br", hex(BROTLI_BOMB)),
        _ if kind.contains("zstd") => ("zstd", Vec::new()),
        _ if kind.contains("deflate") => ("deflate", Vec::new()),
        _ => ("gzip", gzip_of_zeros(1 << 20).repeat(1_000)),
    };
    let expect = if matches!(encoding, "br" | "gzip") { FetchError::TooLarge } else { FetchError::Protocol };
    let encoding = format!("Content-Encoding: {encoding}");
    Scene::new(Reply::answer(200, &["Content-Type: text/html", &encoding], &body), Expect::Fails(expect))
}

fn gzip_of_zeros(length: usize) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    // A vector takes whatever it is given.
    encoder.write_all(&vec![0; length]).and_then(|()| encoder.finish()).unwrap_or_default()
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).filter_map(|i| u8::from_str_radix(&text[i * 2..i * 2 + 2], 16).ok()).collect()
}
