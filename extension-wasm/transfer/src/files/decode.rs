//! Bytes of a file to text: Unicode with or without a mark at the beginning, else what Western spreadsheets write.

/// The letters of Windows-1252 that stand elsewhere than in Latin-1, from 0x80.
const WESTERN: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text of a file. Every file has one; what is no text comes out as odd signs.
#[must_use]
pub(super) fn text(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ if zeros(bytes, 1) => wide(bytes, u16::from_le_bytes),
        _ if zeros(bytes, 0) => wide(bytes, u16::from_be_bytes),
        _ => std::str::from_utf8(bytes).map_or_else(|_| western(bytes), str::to_owned),
    };
    // No field of the API takes it, and no table means it.
    text.replace('\0', "")
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Nearly every second byte is nought, from this one on, and the others are not: text in 16 bits without a mark.
fn zeros(bytes: &[u8], first: usize) -> bool {
    let count = |from: usize| bytes.iter().take(512).skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let pairs = bytes.len().min(512) / 2;
    pairs >= 4 && count(first) * 10 >= pairs * 9 && count(1 - first) == 0
}

fn western(bytes: &[u8]) -> String {
    let sign = |byte: &u8| match byte {
        0x80..0xa0 => WESTERN[usize::from(byte - 0x80)],
        _ => char::from(*byte),
    };
    bytes.iter().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::text;

    const WORDS: &str = "Titel;Preis\nTeekanne „Gülay“;12,50 €\n";

    fn wide(unit: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        mark.into_iter().chain(WORDS.encode_utf16()).flat_map(unit).collect()
    }

    #[test]
    fn a_text_is_the_same_however_it_was_written() {
        let marked = [b"\xef\xbb\xbf", WORDS.as_bytes()].concat();
        let western = b"Titel;Preis\nTeekanne \x84G\xfclay\x93;12,50 \x80\n".to_vec();
        let all = [
            WORDS.as_bytes().to_vec(),
            marked,
            western,
            wide(u16::to_le_bytes, true),
            wide(u16::to_be_bytes, true),
            wide(u16::to_le_bytes, false),
            wide(u16::to_be_bytes, false),
        ];
        for (nth, bytes) in all.iter().enumerate() {
            assert_eq!(text(bytes), WORDS, "{nth}");
        }
    }

    #[test]
    fn every_byte_is_some_sign() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(text(&all).chars().count(), 255);
        assert_eq!(text(b""), "");
    }
}
