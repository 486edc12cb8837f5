//! Whether a text is JSON: the grammar of RFC 8259, and no deeper than is read without harm.

use super::MAX_DEPTH;

/// The text of the one value in this text, without the white space around it.
pub(super) fn value(text: &str) -> Option<&str> {
    let (value, rest) = first(text)?;
    rest.bytes().all(is_space).then_some(value)
}

/// The text of the first value, without the white space before it, and what follows.
pub(super) fn first(text: &str) -> Option<(&str, &str)> {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
    scan.space();
    let start = scan.at;
    scan.value(0)?;
    let (before, rest) = text.split_at_checked(scan.at)?;
    Some((before.get(start..)?, rest))
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> u8 {
        // No JSON has a NUL in it, so it stands for the end.
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        self.at += usize::from(found);
        found
    }

    fn space(&mut self) {
        while is_space(self.peek()) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: u32) -> Option<()> {
        match self.peek() {
            b'"' => self.string(),
            b'{' => self.group(b'}', depth),
            b'[' => self.group(b']', depth),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => self.number(),
        }
    }

    /// An object or a list, from its opening bracket.
    fn group(&mut self, close: u8, depth: u32) -> Option<()> {
        if depth >= MAX_DEPTH {
            return None;
        }
        self.at += 1;
        self.space();
        if self.take(close) {
            return Some(());
        }
        loop {
            if close == b'}' {
                self.string()?;
                self.space();
                if !self.take(b':') {
                    return None;
                }
                self.space();
            }
            self.value(depth + 1)?;
            self.space();
            if self.take(close) {
                return Some(());
            }
            if !self.take(b',') {
                return None;
            }
            self.space();
        }
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        let there = self.bytes.get(self.at..)?.starts_with(word);
        self.at += word.len();
        there.then_some(())
    }

    fn string(&mut self) -> Option<()> {
        if !self.take(b'"') {
            return None;
        }
        loop {
            let byte = self.peek();
            self.at += 1;
            match byte {
                b'"' => return Some(()),
                0..0x20 => return None,
                b'\\' => self.escape()?,
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        let byte = self.peek();
        self.at += 1;
        match byte {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
            b'u' => {
                let digits = self.bytes.get(self.at..self.at + 4)?;
                if !digits.iter().all(u8::is_ascii_hexdigit) {
                    return None;
                }
                self.at += 4;
            }
            _ => return None,
        }
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Some(())
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}
