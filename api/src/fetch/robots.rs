//! `robots.txt` (RFC 9309): what a shop asks of programs that come by themselves.
//! By hand, because the file comes from strangers: a rule is compared in time that grows with it and the path, and none of them
//! becomes a regular expression.

/// Read of the file at most, as the RFC asks at least.
const MOST_BYTES: usize = 500 * 1024;
/// Our name in such files.
const AGENT: &str = "giftos";
/// Nobody is waited for longer than this between two pages, in seconds.
const LONGEST_DELAY: u32 = 600;

/// What holds for us at one shop.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Robots {
    rules: Vec<Rule>,
    /// `Crawl-delay` in whole seconds, where there is one.
    pub(super) delay: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allow: bool,
    /// A path with `*` for anything, and `$` at the end for the end.
    pattern: String,
}

impl Robots {
    /// Everything is forbidden, as where the shop cannot say what is not.
    pub(super) fn nothing() -> Self {
        Self { rules: vec![Rule { allow: false, pattern: "/".to_owned() }], delay: None }
    }

    /// Reads a file. Of the groups those count that name us, else those for everybody.
    pub(super) fn read(file: &[u8]) -> Self {
        let text = String::from_utf8_lossy(file.get(..MOST_BYTES).unwrap_or(file));
        let (mut ours, mut everybodys) = (None, Self::default());
        // Whom the group that is being read names; lines of agents that follow one another name one group.
        let (mut names_us, mut names_all, mut in_rules) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if in_rules {
                    (names_us, names_all, in_rules) = (false, false, false);
                }
                let name = value.split('/').next().unwrap_or_default().trim();
                names_us |= name.eq_ignore_ascii_case(AGENT);
                names_all |= name == "*";
                if names_us {
                    ours.get_or_insert_with(Self::default);
                }
                continue;
            }
            if !matches!(&*key, "allow" | "disallow" | "crawl-delay") {
                continue;
            }
            in_rules = true;
            if names_us {
                ours.get_or_insert_with(Self::default).add(&key, value);
            }
            if names_all {
                everybodys.add(&key, value);
            }
        }
        ours.unwrap_or(everybodys)
    }

    fn add(&mut self, key: &str, value: &str) {
        if key == "crawl-delay" {
            let whole = value.split('.').next().unwrap_or_default().parse::<u32>();
            self.delay = whole.ok().map(|seconds| seconds.min(LONGEST_DELAY)).or(self.delay);
        } else if !value.is_empty() {
            self.rules.push(Rule { allow: key == "allow", pattern: same_case(value) });
        }
    }

    /// Whether this path, with its query, may be read: by the longest rule that fits, and of two alike by the one that allows.
    pub(super) fn allow(&self, path: &str) -> bool {
        let path = same_case(path);
        let fitting = self.rules.iter().filter(|rule| fits(rule.pattern.as_bytes(), path.as_bytes()));
        fitting.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }
}

/// Percent-encoded octets are written in either case.
fn same_case(path: &str) -> String {
    let mut same = String::with_capacity(path.len());
    let mut left = 0;
    for c in path.chars() {
        same.push(if left > 0 { c.to_ascii_uppercase() } else { c });
        left = if c == '%' { 2 } else { i32::max(left - 1, 0) };
    }
    same
}

/// Whether the pattern fits from the path's beginning on. Only the last `*` is ever gone back to.
fn fits(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, to_end) = match pattern.split_last() {
        Some((b'$', rest)) => (rest, true),
        _ => (pattern, false),
    };
    let (mut at, mut seen) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        match (pattern.get(at), path.get(seen)) {
            (None, None) => return true,
            (None, Some(_)) if !to_end => return true,
            (Some(b'*'), _) => {
                at += 1;
                star = Some((at, seen));
            }
            (Some(wanted), Some(there)) if wanted == there => (at, seen) = (at + 1, seen + 1),
            (_, None) => return false,
            _ => match star {
                Some((after, from)) => {
                    (at, seen) = (after, from + 1);
                    star = Some((after, from + 1));
                }
                None => return false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    fn allowed(file: &str, path: &str) -> bool {
        Robots::read(file.as_bytes()).allow(path)
    }

    #[test]
    fn the_longest_rule_decides_and_allows_where_two_are_alike() {
        let file =
            "User-agent: *\nDisallow: /shop\nAllow: /shop/mug\nDisallow: /shop/mug*.pdf$\nAllow: /a\nDisallow: /a";
        for (path, may) in [
            ("/", true),
            ("/shop", false),
            ("/shopping", false),
            ("/shop/cup", false),
            ("/shop/mug?colour=red", true),
            ("/shop/mug/a.pdf", false),
            ("/shop/mug/a.pdf?x", true),
            ("/a", true),
        ] {
            assert_eq!(allowed(file, path), may, "{path}");
        }
    }

    #[test]
    fn a_group_that_names_us_goes_before_the_one_for_everybody() {
        let file = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-Agent: GiftOS/1.0\nDisallow: /cart # not this\n\
            Crawl-delay: 2.5\nUser-agent: third\nDisallow: /mug";
        let robots = Robots::read(file.as_bytes());
        assert!(robots.allow("/mug") && !robots.allow("/cart/1"));
        assert_eq!(robots.delay, Some(2));
        // Named with no rule at all: everything is allowed.
        assert!(allowed("User-agent: giftos\nDisallow:\nUser-agent: *\nDisallow: /", "/mug"));
        assert!(!allowed("User-agent: giftosbot\nDisallow:\nUser-agent: *\nDisallow: /", "/mug"));
    }

    #[test]
    fn what_is_no_such_file_forbids_nothing() {
        for file in ["", "<!doctype html><title>Not found</title>", "Disallow: /", "\u{feff}", "User-agent\n:::\n"] {
            assert!(allowed(file, "/mug"), "{file:?}");
        }
        assert!(!allowed("\u{feff}User-agent: *\r\nDisallow: /mug\r\n", "/mug"));
        assert!(!Robots::nothing().allow("/mug"));
    }

    #[test]
    fn octets_are_the_same_in_either_case() {
        assert!(!allowed("User-agent: *\nDisallow: /caf%c3%a9", "/caf%C3%A9/cup"));
        assert!(allowed("User-agent: *\nDisallow: /Cafe", "/cafe"));
    }

    #[test]
    fn a_file_made_to_cost_time_costs_little() {
        let stars = format!("Disallow: /{}b$\n", "*a".repeat(500));
        let file = format!("User-agent: *\n{}", stars.repeat(400));
        let robots = Robots::read(file.as_bytes());
        let begun = Instant::now();
        assert!(robots.allow(&format!("/{}", "a".repeat(2_000))));
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    }
}
