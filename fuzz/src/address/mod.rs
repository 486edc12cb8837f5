//! Addresses that nobody thought of: every spelling of addresses around the blocks, and texts broken at random.
//! The guard must agree with an oracle that was written apart from it, in what it refuses and in what it lets through.
//! It never dials: only what may be asked is judged.

pub mod oracle;

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use giftos::fetch::guard::Target;

use crate::{Chance, Outcome};

const V4: &[&str] = &[
    "0.0.0.0",
    "10.0.0.0",
    "100.64.0.0",
    "100.100.100.200",
    "127.0.0.1",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.0",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.0",
    "198.19.255.255",
    "198.51.100.9",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "93.184.215.14",
    "8.8.8.8",
    "1.1.1.1",
];
const V6: &[&str] = &[
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "2620:fe::fe",
    "2a00:1450:4001:81b::200e",
    "64:ff9c::1",
];
const SEEDS: &[&str] = &[
    "http://shop.example/p",
    "https://www.shop.example:443/a?b=c#d",
    "http://localhost/",
    "http://a.internal/",
    "http://postgres/",
    "https://xn--bcher-kva.example/",
    "http://user:pw@shop.example/",
    "http://shop.example:8080/",
    "ftp://shop.example/",
    "http://[::1]/",
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "https://1.1.1.1/",
    "http://nas.home.arpa./",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "//shop.example/",
    "http:///shop.example",
    "http://shop.example\\@127.0.0.1/",
];
const SPLICES: &[&str] = &[
    "@",
    ":",
    "/",
    "\\",
    "#",
    "?",
    "[",
    "]",
    ".",
    "%",
    "%00",
    "%2e",
    "%6c",
    "\t",
    "\n",
    " ",
    "0",
    "0x",
    "127.0.0.1",
    "::1",
    "localhost",
    ".internal",
    ".local",
    ":443",
    ":80",
    ":22",
    "http://",
    "https:",
    "。",
    "．",
    "１",
    "①",
    "ﬀ",
    "\u{ad}",
    "\u{200d}",
    "ß",
    "xn--",
    "-",
    "_",
];

/// One trial: an address in some spelling, or a broken text; the guard and the oracle must agree both ways.
///
/// # Errors
/// The text on which they differ.
pub fn trial(chance: &mut Chance) -> Outcome {
    if chance.below(2) == 0 {
        let address = address(chance);
        let text = around(chance, address);
        agree(&text, oracle::global(address))
    } else {
        let text = broken(chance);
        agree(&text, oracle::may_ask(&text))
    }
}

fn agree(text: &str, may: bool) -> Outcome {
    let judged = Target::parse(text);
    if judged.is_ok() == may { Ok(()) } else { Err(format!("{text:?}: the guard says {judged:?}, the oracle {may}")) }
}

/// A known address, one beside it, or any.
fn address(chance: &mut Chance) -> IpAddr {
    let step = [0, 1, u128::MAX, chance.bits().into()][chance.below(4)];
    if chance.below(2) == 0 {
        let base = chance.of(V4).parse().unwrap_or(Ipv4Addr::LOCALHOST).to_bits();
        let low = u32::try_from(step & u128::from(u32::MAX)).unwrap_or_default();
        IpAddr::V4(Ipv4Addr::from_bits(base.wrapping_add(low)))
    } else {
        let base = chance.of(V6).parse().unwrap_or(Ipv6Addr::LOCALHOST).to_bits();
        let high = if chance.below(3) == 0 { u128::from(chance.bits()) << 64 } else { 0 };
        IpAddr::V6(Ipv6Addr::from_bits(base.wrapping_add(step).wrapping_add(high)))
    }
}

/// A whole address whose host is this one, however it is written.
fn around(chance: &mut Chance, address: IpAddr) -> String {
    let host = match address {
        IpAddr::V4(v4) => spell_4(chance, v4),
        IpAddr::V6(v6) => spell_6(chance, v6),
    };
    let before = *chance.of(&["http://", "https://", "http:", "HTTPS:////", " \thttp://", "ht\ntp:\\\\", "http:/"]);
    let after = *chance.of(&[
        "/",
        "",
        ":443/x?y",
        "#@shop.example",
        "\\@shop.example/",
        "/?u=https://1.1.1.1",
        "?@8.8.8.8",
        ":00080",
    ]);
    format!("{before}{host}{after}")
}

fn spell_4(chance: &mut Chance, address: Ipv4Addr) -> String {
    let octets = address.octets();
    let last = |from: usize| octets[from..].iter().fold(0, |sum, octet| sum << 8 | u32::from(*octet));
    let parts: Vec<u32> = match chance.below(5) {
        0 => vec![last(0)],
        1 => vec![u32::from(octets[0]), last(1)],
        2 => vec![u32::from(octets[0]), u32::from(octets[1]), last(2)],
        _ => octets.iter().map(|octet| u32::from(*octet)).collect(),
    };
    let number = |chance: &mut Chance, part: u32| match chance.below(5) {
        0 => format!("0x{part:x}"),
        1 => format!("0X{part:08X}"),
        2 => format!("0{part:o}"),
        _ => part.to_string(),
    };
    let parts: Vec<String> = parts.into_iter().map(|part| number(chance, part)).collect();
    let mut text = parts.join(*chance.of(&[".", ".", "。", "．", "%2e", "%2E"]));
    if chance.below(6) == 0 {
        text.push('.');
    }
    // An escape whose digits are wide is none.
    match chance.below(6) {
        0 if !text.contains('%') => text
            .chars()
            .map(|c| c.to_digit(10).map_or(c, |digit| char::from_u32(0xff10 + digit).unwrap_or(c)))
            .collect(),
        1 if text.is_ascii() && !text.contains('%') => text.bytes().fold(String::new(), |mut all, byte| {
            // Writing to a string does not fail.
            let _ = write!(all, "%{byte:02x}");
            all
        }),
        _ => text,
    }
}

fn spell_6(chance: &mut Chance, address: Ipv6Addr) -> String {
    let groups = address.segments().map(|group| format!("{group:x}"));
    match chance.below(4) {
        0 => format!("[{}]", groups.join(":")),
        1 => format!("[{}]", groups.map(|group| format!("{group:0>4}").to_uppercase()).join(":")),
        2 => {
            let v4 = Ipv4Addr::from_bits(u32::try_from(address.to_bits() & u128::from(u32::MAX)).unwrap_or_default());
            format!("[{}:{v4}]", groups[..6].join(":"))
        }
        _ => format!("[{address}]"),
    }
}

/// A seed with pieces put in, taken out and repeated.
fn broken(chance: &mut Chance) -> String {
    let mut text: Vec<char> = chance.of(SEEDS).chars().collect();
    for _ in 0..=chance.below(4) {
        let at = chance.below(text.len() + 1);
        match chance.below(4) {
            0 if at < text.len() => {
                text.remove(at);
            }
            1 => {
                let piece = text[at..].iter().take(chance.below(12)).copied().collect::<Vec<_>>();
                text.splice(at..at, piece);
            }
            _ => {
                text.splice(at..at, chance.of(SPLICES).chars());
            }
        }
    }
    text.into_iter().collect()
}
