//! Where a text stands in another. The search of the standard library keeps its pace in texts made to slow it down, which comes
//! to 10 KB of the extension's program, with what it says when it panics; what is searched for here is a word or two.

/// What a text is asked.
pub trait Find {
    /// The part stands somewhere in it.
    fn holds(&self, part: &str) -> bool;
    /// Where the part stands first, in bytes.
    fn first_place(&self, part: &str) -> Option<usize>;
    /// What stands before and behind the first of these signs.
    fn parted(&self, signs: &str) -> Option<(&str, &str)>;
    /// What stands before and behind the last of these signs.
    fn parted_at_last(&self, signs: &str) -> Option<(&str, &str)>;
    /// What stands before the first of these signs; all of it where there are none.
    fn up_to(&self, signs: &str) -> &str;
    /// What stands behind the last of these signs; all of it where there are none.
    fn behind_last(&self, signs: &str) -> &str;
    /// What stands behind the last sign that is one of these; all of it where there is none.
    fn behind_last_of(&self, signs: &str) -> &str;
    /// Where the first such sign stands, in bytes.
    fn first_such(&self, such: fn(char) -> bool) -> Option<usize>;
    /// Its first sign is such a one.
    fn begins(&self, such: fn(char) -> bool) -> bool;
    /// Its last sign is such a one.
    fn ends(&self, such: fn(char) -> bool) -> bool;
    /// Such a sign stands in it.
    fn has(&self, such: fn(char) -> bool) -> bool;
    /// What stands between such signs, one by one.
    fn parts_at(&self, such: fn(char) -> bool) -> PartsAt<'_>;
    /// What is left when such signs are taken off both ends.
    fn shorn(&self, such: fn(char) -> bool) -> &str;
    /// What is left when such signs are taken off its beginning.
    fn shorn_before(&self, such: fn(char) -> bool) -> &str;
    /// What is left when such signs are taken off its end.
    fn shorn_behind(&self, such: fn(char) -> bool) -> &str;
    /// What stands between these signs, one by one.
    fn parts<'t>(&'t self, signs: &'t str) -> Parts<'t>;
    /// It is one of the words of a list that `|` parts. Asked of each word by itself, it is twenty bytes of the program a word.
    fn is_one_of(&self, list: &str) -> bool;
}

impl Find for str {
    fn holds(&self, part: &str) -> bool {
        self.first_place(part).is_some()
    }

    fn first_place(&self, part: &str) -> Option<usize> {
        let (text, part) = (self.as_bytes(), part.as_bytes());
        let Some((first, others)) = part.split_first() else { return Some(0) };
        let places = text.len().checked_sub(others.len())?;
        let mut heads = text.get(..places)?.iter().enumerate();
        loop {
            let (at, _) = heads.find(|(_, byte)| *byte == first)?;
            if text.get(at + 1..).is_some_and(|rest| rest.starts_with(others)) {
                return Some(at);
            }
        }
    }

    fn parted(&self, signs: &str) -> Option<(&str, &str)> {
        let at = self.first_place(signs)?;
        Some((self.get(..at)?, self.get(at + signs.len()..)?))
    }

    fn parted_at_last(&self, signs: &str) -> Option<(&str, &str)> {
        let (head, tail) = self.parted(signs)?;
        let (mut before, mut behind) = (head, tail);
        while let Some((head, tail)) = behind.parted(signs) {
            before = self.get(..self.len() - behind.len() + head.len())?;
            behind = tail;
        }
        Some((before, behind))
    }

    fn up_to(&self, signs: &str) -> &str {
        self.parted(signs).map_or(self, |(before, _)| before)
    }

    fn behind_last(&self, signs: &str) -> &str {
        self.parted_at_last(signs).map_or(self, |(_, behind)| behind)
    }

    fn behind_last_of(&self, signs: &str) -> &str {
        let mut behind = self.chars();
        let mut rest = self;
        while let Some(sign) = behind.next() {
            if signs.chars().any(|one| one == sign) {
                rest = behind.as_str();
            }
        }
        rest
    }

    fn first_such(&self, such: fn(char) -> bool) -> Option<usize> {
        self.char_indices().find(|(_, sign)| such(*sign)).map(|(at, _)| at)
    }

    fn begins(&self, such: fn(char) -> bool) -> bool {
        self.chars().next().is_some_and(such)
    }

    fn ends(&self, such: fn(char) -> bool) -> bool {
        self.chars().next_back().is_some_and(such)
    }

    fn has(&self, such: fn(char) -> bool) -> bool {
        self.first_such(such).is_some()
    }

    fn parts_at(&self, such: fn(char) -> bool) -> PartsAt<'_> {
        PartsAt { rest: Some(self), such }
    }

    fn shorn(&self, such: fn(char) -> bool) -> &str {
        self.shorn_before(such).shorn_behind(such)
    }

    fn shorn_before(&self, such: fn(char) -> bool) -> &str {
        let mut left = self.chars();
        loop {
            let rest = left.as_str();
            if !left.next().is_some_and(such) {
                return rest;
            }
        }
    }

    fn shorn_behind(&self, such: fn(char) -> bool) -> &str {
        let mut left = self.chars();
        loop {
            let rest = left.as_str();
            if !left.next_back().is_some_and(such) {
                return rest;
            }
        }
    }

    fn parts<'t>(&'t self, signs: &'t str) -> Parts<'t> {
        Parts { rest: Some(self), signs }
    }

    fn is_one_of(&self, list: &str) -> bool {
        list.as_bytes().split(|byte| *byte == b'|').any(|word| word == self.as_bytes())
    }
}

/// What stands between signs.
#[derive(Debug, Clone)]
pub struct Parts<'t> {
    /// What is not given yet; `None` behind the last.
    rest: Option<&'t str>,
    signs: &'t str,
}

impl<'t> Iterator for Parts<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let rest = self.rest?;
        let (part, rest) = rest.parted(self.signs).map_or((rest, None), |(part, rest)| (part, Some(rest)));
        self.rest = rest;
        Some(part)
    }
}

/// What stands between signs of a kind.
#[derive(Debug, Clone)]
pub struct PartsAt<'t> {
    /// What is not given yet; `None` behind the last.
    rest: Option<&'t str>,
    such: fn(char) -> bool,
}

impl<'t> Iterator for PartsAt<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let rest = self.rest?;
        let at = rest.first_such(self.such);
        let (part, behind) = at.and_then(|at| rest.split_at_checked(at)).unwrap_or((rest, ""));
        let mut behind = behind.chars();
        self.rest = behind.next().map(|_| behind.as_str());
        Some(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_search_of_the_standard_library() {
        for text in ["", "a", "aab", "aaab", "abcabcd", "a - b - c", "ä – ö", " - ", "x -  - y"] {
            for part in ["a", "aab", "abcd", "c", " - ", " – ", "ö", "abcabcde", "b"] {
                assert_eq!(text.holds(part), text.contains(part), "{text:?} {part:?}");
                assert_eq!(text.first_place(part), text.find(part), "{text:?} {part:?}");
                assert_eq!(text.parted(part), text.split_once(part), "{text:?} {part:?}");
                assert_eq!(text.parted_at_last(part), text.rsplit_once(part), "{text:?} {part:?}");
                assert_eq!(Some(text.up_to(part)), text.split(part).next(), "{text:?} {part:?}");
                assert!(text.parts(part).eq(text.split(part)), "{text:?} {part:?}");
                assert_eq!(Some(text.behind_last(part)), text.rsplit(part).next(), "{text:?} {part:?}");
                let signs: Vec<char> = part.chars().collect();
                assert_eq!(Some(text.behind_last_of(part)), text.rsplit(&signs[..]).next(), "{text:?} {part:?}");
            }
            let such = |sign: char| matches!(sign, 'a' | 'ä' | ' ');
            assert_eq!(text.first_such(such), text.find(such), "{text:?}");
            assert_eq!(text.begins(such), text.starts_with(such), "{text:?}");
            assert_eq!(text.ends(such), text.ends_with(such), "{text:?}");
            assert_eq!(text.has(such), text.contains(such), "{text:?}");
            assert!(text.parts_at(such).eq(text.split(such)), "{text:?}");
            assert_eq!(text.shorn(such), text.trim_matches(such), "{text:?}");
            assert_eq!(text.shorn_before(such), text.trim_start_matches(such), "{text:?}");
            assert_eq!(text.shorn_behind(such), text.trim_end_matches(such), "{text:?}");
            assert!(text.holds(""));
        }
    }

    #[test]
    fn a_word_of_a_list_is_a_whole_one() {
        for word in ["a", "größe", "a b", "c"] {
            assert!(word.is_one_of("a|größe|a b|c"), "{word}");
        }
        for other in ["", "|", "größ", "öße", "b", "a|größe", "C"] {
            assert!(!other.is_one_of("a|größe|a b|c"), "{other}");
        }
    }
}
