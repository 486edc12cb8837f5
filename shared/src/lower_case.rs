//! Lower case for the scripts that shops write in. The table of the standard library knows every script there ever was, which
//! comes to 16 KB of the extension's program.

/// The text in lower case. Letters of scripts that are not read (Georgian capitals, Deseret) stay as they are.
#[must_use]
pub fn lower_case(text: &str) -> String {
    // Most texts are, and need no table.
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    let mut before = ' ';
    while let Some(sign) = signs.next() {
        // The last sigma of a word is another letter than those within it.
        let last = sign == 'Σ' && before.is_alphabetic() && !signs.peek().is_some_and(|next| next.is_alphabetic());
        before = sign;
        out.push(if last { 'ς' } else { letter(sign) });
        if sign == 'İ' {
            // As the standard has it: the dot of the capital stays a dot.
            out.push('\u{307}');
        }
    }
    out
}

/// A letter in lower case.
fn letter(sign: char) -> char {
    let code = u32::from(sign);
    let lower = match code {
        0x41..=0x5a | 0xc0..=0xd6 | 0xd8..=0xde | 0x391..=0x3a1 | 0x3a3..=0x3ab | 0x410..=0x42f | 0xff21..=0xff3a => {
            code + 0x20
        }
        0x130 => 0x69,
        0x178 => 0xff,
        0x1e9e => 0xdf,
        // Capital and small letter side by side, the capital first at an even place …
        0x100..=0x137
        | 0x14a..=0x177
        | 0x218..=0x21b
        | 0x460..=0x481
        | 0x48a..=0x4bf
        | 0x4d0..=0x52f
        | 0x1e00..=0x1e95
        | 0x1ea0..=0x1eff => code | 1,
        // … and at an odd one.
        0x139..=0x148 | 0x179..=0x17e | 0x1cd..=0x1dc => code + code % 2,
        0x1a0 | 0x1af => code + 1,
        0x386 => 0x3ac,
        0x388..=0x38a => code + 37,
        0x38c => 0x3cc,
        0x38e | 0x38f => code + 63,
        0x400..=0x40f => code + 0x50,
        0x531..=0x556 => code + 0x30,
        _ => code,
    };
    char::from_u32(lower).unwrap_or(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_lower_case_of_the_standard_in_all_that_shops_write() {
        let latin = (0..0x180).chain([0x1a0, 0x1a1, 0x1af, 0x1b0]).chain(0x1cd..0x1dd).chain(0x218..0x21c);
        let others = (0x370..0x530).filter(|code| !(0x3cf..0x400).contains(code) && !(0x4c0..0x4d0).contains(code));
        let rest = (0x530..0x590).chain(0x5d0..0x780).chain(0x900..0xd80).chain(0xe00..0xe80).chain(0x1e00..0x1f00);
        let wide =
            (0x2000..0x2100).chain(0x3000..0x3100).chain(0x4e00..0x5000).chain(0xac00..0xad00).chain(0xff00..0xff60);
        for sign in latin.chain(others).chain(rest).chain(wide).filter_map(char::from_u32) {
            // Archaic Greek.
            if matches!(sign, 'Ͱ' | 'Ͳ' | 'Ͷ' | 'Ϳ') {
                continue;
            }
            let text = sign.to_string();
            assert_eq!(lower_case(&text), text.to_lowercase(), "{:x}", u32::from(sign));
        }
    }

    #[test]
    fn words_are_as_the_standard_has_them() {
        for text in
            ["", "ΛΟΓΟΣ ΣΑΣ", "ΟΔΥΣΣΕΥΣ.", "Σ", "Größe ÄÖÜ ẞ", "ЦЕНА ЁЛКИ", "İNDİRİM", "GIÁ ƯU ĐÃI", "CENA ŽÁDNÁ"]
        {
            assert_eq!(lower_case(text), text.to_lowercase(), "{text}");
        }
    }
}
