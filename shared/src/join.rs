//! Texts one behind another. One loop for all of them: what the standard library joins is unrolled for each length of the text
//! between and for each kind of part, which comes to 2 KB of the extension's program.

/// The parts with this text between them.
#[must_use]
pub fn joined<T: AsRef<str>>(parts: &[T], between: &str) -> String {
    let mut out = String::with_capacity(parts.iter().map(|part| part.as_ref().len() + between.len()).sum());
    for (nth, part) in parts.iter().enumerate() {
        if nth > 0 {
            out.push_str(between);
        }
        out.push_str(part.as_ref());
    }
    out
}

/// The parts with nothing between them.
#[must_use]
pub fn glued(parts: &[&str]) -> String {
    joined(parts, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_between_stands_only_between() {
        for parts in [&[][..], &["a"], &["a", "", "b"], &["", ""]] {
            assert_eq!(joined(parts, " > "), parts.join(" > "));
            assert_eq!(glued(parts), parts.concat());
        }
    }
}
