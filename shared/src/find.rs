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
            }
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
