//! Currency signs and words. A sign may stand for several currencies; the page's region decides then.

use crate::money::Currency;

/// What a sign says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Exactly this currency.
    Exact(Currency),
    /// "$": a dollar or a peso.
    Dollar,
    /// "kr": one of the crowns.
    Krone,
    /// "¥": yen or yuan.
    Yen,
    /// "£": the pound of Britain, Egypt, Lebanon ….
    Pound,
    /// "Rs": one of the rupees.
    Rupee,
    /// "元": of the mainland, Taiwan or Hong Kong.
    Yuan,
}

impl Sign {
    /// The currencies a sign may stand for, the most common first.
    #[must_use]
    pub fn codes(self) -> &'static str {
        match self {
            Self::Exact(_) => "",
            Self::Dollar => "USD CAD AUD NZD MXN ARS CLP COP SGD HKD TWD UYU DOP JMD TTD BBD BZD BSD FJD NAD BND",
            Self::Krone => "SEK DKK NOK ISK CZK",
            Self::Yen => "JPY CNY",
            Self::Pound => "GBP EGP LBP SYP SDG GIP FKP",
            Self::Yuan => "CNY TWD HKD",
            Self::Rupee => "INR PKR LKR NPR MUR SCR",
        }
    }

    /// The sign can stand for this currency.
    #[must_use]
    pub fn allows(self, currency: Currency) -> bool {
        match self {
            Self::Exact(own) => own == currency,
            _ => self.codes().split(' ').any(|code| code == currency.code()),
        }
    }
}

/// Signs and words with their meaning; longer ones stand before those they start with. An upper-case first letter
/// means that case matters. `$`, `k`, `¥`, `£`, `r` instead of a code: see [`Sign`].
const SIGNS: &[(&str, &str)] = &[
    ("US$", "USD"),
    ("US $", "USD"),
    ("U$S", "USD"),
    ("USD$", "USD"),
    ("AU$", "AUD"),
    ("A$", "AUD"),
    ("CA$", "CAD"),
    ("C$", "CAD"),
    ("CAD$", "CAD"),
    ("NZ$", "NZD"),
    ("HK$", "HKD"),
    ("NT$", "TWD"),
    ("S$", "SGD"),
    ("MX$", "MXN"),
    ("AR$", "ARS"),
    ("R$", "BRL"),
    ("CLP$", "CLP"),
    ("COL$", "COP"),
    ("RD$", "DOP"),
    ("J$", "JMD"),
    ("TT$", "TTD"),
    ("B/.", "PAB"),
    ("S/.", "PEN"),
    ("S/", "PEN"),
    ("Bs.", "BOB"),
    ("€", "EUR"),
    ("£", "£"),
    ("￡", "£"),
    ("$", "$"),
    ("＄", "$"),
    ("¥", "¥"),
    ("￥", "¥"),
    ("円", "JPY"),
    ("元", "y"),
    ("₹", "INR"),
    ("₽", "RUB"),
    ("₺", "TRY"),
    ("₩", "KRW"),
    ("￦", "KRW"),
    ("원", "KRW"),
    ("₫", "VND"),
    ("đồng", "VND"),
    ("đ", "VND"),
    ("₴", "UAH"),
    ("₪", "ILS"),
    ("฿", "THB"),
    ("บาท", "THB"),
    ("₱", "PHP"),
    ("₡", "CRC"),
    ("₦", "NGN"),
    ("₸", "KZT"),
    ("₾", "GEL"),
    ("₼", "AZN"),
    ("֏", "AMD"),
    ("₲", "PYG"),
    ("₵", "GHS"),
    ("₭", "LAK"),
    ("₮", "MNT"),
    ("৳", "BDT"),
    ("руб", "RUB"),
    ("грн", "UAH"),
    ("лв", "BGN"),
    ("тенге", "KZT"),
    ("тг", "KZT"),
    ("ден", "MKD"),
    ("дин", "RSD"),
    ("сум", "UZS"),
    ("د.إ", "AED"),
    ("درهم", "AED"),
    ("ر.س", "SAR"),
    ("ريال", "SAR"),
    ("ج.م", "EGP"),
    ("جنيه", "EGP"),
    ("د.ك", "KWD"),
    ("د.ب", "BHD"),
    ("ر.ق", "QAR"),
    ("تومان", "IRR"),
];

/// Words, compared without case, that must stand alone (no letter on either side).
const WORDS: &[(&str, &str)] = &[
    ("euros", "EUR"),
    ("euro", "EUR"),
    ("eur", "EUR"),
    ("dollars", "$"),
    ("kr", "k"),
    ("kč", "CZK"),
    ("kc", "CZK"),
    ("zł", "PLN"),
    ("zl", "PLN"),
    ("zloty", "PLN"),
    ("złotych", "PLN"),
    ("ft", "HUF"),
    ("huf", "HUF"),
    ("lei", "RON"),
    ("leu", "RON"),
    ("ron", "RON"),
    ("rub", "RUB"),
    ("rur", "RUB"),
    ("р", "RUB"),
    ("rs", "r"),
    ("rp", "IDR"),
    ("rm", "MYR"),
    ("tl", "TRY"),
    ("chf", "CHF"),
    ("sfr", "CHF"),
    ("fr", "CHF"),
    ("din", "RSD"),
    ("rsd", "RSD"),
    ("sek", "SEK"),
    ("dkk", "DKK"),
    ("nok", "NOK"),
    ("pln", "PLN"),
    ("gbp", "GBP"),
    ("usd", "USD"),
    ("aud", "AUD"),
    ("cad", "CAD"),
    ("nzd", "NZD"),
    ("inr", "INR"),
    ("vnd", "VND"),
    ("vnđ", "VND"),
    ("idr", "IDR"),
    ("thb", "THB"),
    ("rmb", "CNY"),
    ("ntd", "TWD"),
    ("ukp", "GBP"),
    ("dhs", "AED"),
    ("dh", "AED"),
    ("ksh", "KES"),
    ("tk", "BDT"),
    ("uah", "UAH"),
    ("byn", "BYN"),
    ("грн", "UAH"),
    ("kn", "HRK"),
    ("won", "KRW"),
    ("yen", "JPY"),
    ("r", "ZAR"),
];

/// ISO codes that are also words of headings ("ALL 20 colours", "TOP 10").
const WORDLIKE: &[&str] = &["ALL", "TOP", "CUP", "MOP", "PEN", "SOS", "LAK", "BAM", "GEL", "TRY", "MUR", "RON"];

fn sign(code: &str) -> Option<Sign> {
    Some(match code {
        "$" => Sign::Dollar,
        "k" => Sign::Krone,
        "¥" => Sign::Yen,
        "£" => Sign::Pound,
        "r" => Sign::Rupee,
        "y" => Sign::Yuan,
        _ => Sign::Exact(code.parse().ok()?),
    })
}

/// Reads the sign that starts exactly at `at`, with its length in bytes.
pub(super) fn read(text: &str, at: usize) -> Option<(Sign, usize)> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    let letter_before = text[..at].chars().next_back().is_some_and(char::is_alphabetic);
    if first.is_ascii_digit() || first == ' ' {
        return None;
    }
    // Most characters begin no sign: lower-case ASCII and punctuation never do.
    let could_be = !first.is_ascii() || first == '$' || first.is_ascii_uppercase();
    for (written, code) in SIGNS.iter().filter(|_| could_be) {
        if rest.starts_with(written) && !(letter_before && first.is_alphabetic()) {
            // "đ" inside a Vietnamese word is a letter.
            let after = rest[written.len()..].chars().next();
            let is_word = written.chars().all(char::is_alphabetic)
                && written.chars().count() == 1
                && first != '円'
                && first != '元'
                && first != '원';
            if is_word && after.is_some_and(char::is_alphabetic) {
                continue;
            }
            return sign(code).map(|sign| (sign, written.len()));
        }
    }
    if letter_before || !first.is_alphabetic() {
        return None;
    }
    let word_len: usize = rest.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
    let word = &rest[..word_len];
    if word_len == 3
        && !WORDLIKE.contains(&word)
        && word.bytes().all(|b| b.is_ascii_uppercase())
        && let Ok(currency) = word.parse()
    {
        return Some((Sign::Exact(currency), 3));
    }
    if word_len > 10 {
        return None;
    }
    let lower = word.to_lowercase();
    let &(_, code) = WORDS.iter().find(|(written, _)| *written == lower)?;
    let digit_near = |gap: &str| gap.trim_start().chars().next().is_some_and(|c| c.is_ascii_digit());
    // "R 273" is rand, "r" elsewhere is a letter; "Rs" may have a dot.
    if lower == "r" && !(word == "R" && digit_near(&rest[1..])) {
        return None;
    }
    let dot =
        usize::from(rest[word_len..].starts_with('.') && matches!(lower.as_str(), "rs" | "kr" | "р" | "fr" | "sfr"));
    if matches!(lower.as_str(), "ft" | "fr" | "din" | "kn" | "tk" | "dh" | "kc")
        && text[..at].trim_end().chars().next_back().is_none_or(|c| !c.is_ascii_digit())
        && !digit_near(rest[word_len + dot..].trim_start())
    {
        return None;
    }
    sign(code).map(|sign| (sign, word_len + dot))
}

/// A currency as markup writes it: a code in any case, an old code, a sign.
#[must_use]
pub(super) fn from_markup(text: &str) -> Option<Sign> {
    let text = text.trim();
    let upper = text.to_ascii_uppercase();
    let modern = match upper.as_str() {
        "RUR" => "RUB",
        "RMB" => "CNY",
        "NTD" => "TWD",
        "UKP" => "GBP",
        other => other,
    };
    if let Ok(currency) = modern.parse() {
        return Some(Sign::Exact(currency));
    }
    read(text, 0).map(|(sign, _)| sign)
}
