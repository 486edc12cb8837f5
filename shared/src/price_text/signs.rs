//! The tables: what stands for money in the world's shops, and for which codes of ISO 4217, the most common first.
//! From the narrow symbols and plural names of CLDR and the symbols that central banks use. An empty list of codes is money
//! that ISO 4217 has no code for: the toman is ten rials, the old marks and francs are gone.

const DOLLAR: &str = "USD CAD AUD NZD MXN ARS CLP COP SGD HKD TWD UYU DOP JMD TTD BBD BZD BSD BND FJD NAD LRD XCD GYD KYD SRD \
SBD BMD CUP CVE";
const KRONE: &str = "SEK DKK NOK ISK CZK";
const POUND: &str = "GBP EGP LBP SYP SDG SSP GIP FKP SHP";
const YEN: &str = "JPY CNY";
const YUAN: &str = "CNY TWD HKD";
const RUPEE: &str = "INR PKR LKR NPR MUR SCR";
const RIAL: &str = "SAR QAR OMR YER IRR";
const CFA: &str = "XOF XAF";
const DINAR: &str = "KWD JOD IQD BHD TND DZD LYD";

/// Signs, and words that may be followed by more letters ("руб" in "рублей"); parted by `|`, case as written.
pub(super) const SIGNS: &[(&str, &str)] = &[
    ("€", "EUR"),
    ("£|￡|₤", POUND),
    ("E£", "EGP"),
    ("F CFA", CFA),
    ("$|＄", DOLLAR),
    ("U$S|U$D", "USD"),
    ("$U", "UYU"),
    ("$b", "BOB"),
    ("$MN", "CUP"),
    ("¥|￥", YEN),
    ("CN¥|人民币", "CNY"),
    ("JP¥|円", "JPY"),
    ("元|圓|圆", YUAN),
    ("₹|रु|र|ரூ", "INR"),
    ("रू", "NPR INR"),
    ("₨", RUPEE),
    ("₽|руб|Руб|РУБ", "RUB"),
    ("₺", "TRY"),
    ("₩|￦|원", "KRW"),
    ("₫|đồng|đ|Đ", "VND"),
    ("₴|грн|Грн|ГРН", "UAH"),
    ("₪|ש\"ח|ש״ח|שקל", "ILS"),
    ("฿|บาท", "THB"),
    ("₱", "PHP CUP"),
    ("₡", "CRC SVC"),
    ("₦", "NGN"),
    ("₸|тенге|Тенге", "KZT"),
    ("₾|ლ|ლარი", "GEL"),
    ("₼", "AZN"),
    ("֏|դր", "AMD"),
    ("₲", "PYG"),
    ("₵|GH₵|GH¢", "GHS"),
    ("₭", "LAK"),
    ("₮", "MNT"),
    ("৳|টাকা", "BDT"),
    ("៛", "KHR"),
    ("؋", "AFN"),
    ("﷼", "IRR SAR QAR YER OMR"),
    ("ብር", "ETB"),
    ("රු", "LKR"),
    ("ƒ", "XCG AWG ANG"),
    ("R₣", "RWF"),
    ("₣", "CHF XPF"),
    ("лв|Лв|ЛВ", "BGN"),
    ("ден|Ден|ДЕН", "MKD"),
    ("дин|Дин|ДИН", "RSD"),
    ("сум|сўм|so'm|soʻm|so‘m", "UZS"),
    ("сом", "KGS"),
    ("S/.|S/", "PEN"),
    ("B/.", "PAB"),
    ("Bs.S|Bs.|Bs", "BOB VES"),
    ("د.إ|درهم إماراتي", "AED"),
    ("درهم", "AED MAD"),
    ("د.م", "MAD"),
    ("ر.س", "SAR"),
    ("ر.ق", "QAR"),
    ("ر.ع", "OMR"),
    ("ر.ي", "YER"),
    ("ريال", RIAL),
    ("ریال", "IRR"),
    ("تومان|تومن", ""),
    ("ج.م", "EGP"),
    ("ج.س", "SDG"),
    ("جنيه", "EGP SDG"),
    ("د.ك|دينار كويتي", "KWD"),
    ("د.ب", "BHD"),
    ("د.ج|دج", "DZD"),
    ("د.ت", "TND"),
    ("ل.د|د.ل", "LYD"),
    ("د.ا|د.أ|دينار أردني", "JOD"),
    ("د.ع|ع.د", "IQD"),
    ("دينار", DINAR),
    ("ل.ل", "LBP"),
    ("ل.س", "SYP"),
    ("ليرة", "SYP LBP TRY"),
    ("ش.ج|شيكل", "ILS"),
];

/// What stands before a dollar sign, with or without a space ("US $"), and whose dollar it makes. A code of ISO 4217 may too.
pub(super) const DOLLARS: &[(&str, &str)] = &[
    ("US|U.S.", "USD"),
    ("C|CA|Can|CDN", "CAD"),
    ("A|AU", "AUD"),
    ("NZ", "NZD"),
    ("HK", "HKD"),
    ("NT", "TWD"),
    ("S|SG", "SGD"),
    ("MX|Mex", "MXN"),
    ("R", "BRL"),
    ("AR", "ARS"),
    ("CL", "CLP"),
    ("COL|CO", "COP"),
    ("RD", "DOP"),
    ("J|JA", "JMD"),
    ("TT", "TTD"),
    ("T", "TOP"),
    ("BZ", "BZD"),
    ("Bds|BB", "BBD"),
    ("BD", "BMD"),
    ("B", "BSD BND"),
    ("EC", "XCD"),
    ("FJ", "FJD"),
    ("G|GY", "GYD"),
    ("L", "LRD"),
    ("N", "NAD"),
    ("SI", "SBD"),
    ("SR", "SRD"),
    ("WS", "WST"),
    ("CI", "KYD"),
    ("Z|ZW", "ZWG"),
];

/// Words that stand alone, no letter on either side; lower case, compared without case.
pub(super) const WORDS: &[(&str, &str)] = &[
    ("euro|euros", "EUR"),
    ("dollar|dollars", DOLLAR),
    ("kr|kroner|kronor", KRONE),
    ("kč|kc|korun", "CZK"),
    ("zł|zl|zloty|złotych|złoty", "PLN"),
    ("ft|forint", "HUF"),
    ("lei|leu", "RON MDL"),
    ("р|rur", "RUB"),
    ("rs|rupees", RUPEE),
    ("rp", "IDR"),
    ("rm|ringgit", "MYR"),
    ("tl", "TRY"),
    ("тг", "KZT"),
    ("sfr|fr", "CHF"),
    ("din", "RSD"),
    ("vnđ", "VND"),
    ("rmb|yuan", "CNY"),
    ("ntd", "TWD"),
    ("ukp", "GBP"),
    ("dhs|aed", "AED"),
    ("dh", "MAD AED"),
    ("ksh|kshs", "KES"),
    ("tsh", "TZS"),
    ("ush", "UGX"),
    ("tk|taka", "BDT"),
    ("nis", "ILS"),
    ("won", "KRW"),
    ("yen", "JPY"),
    ("baht", "THB"),
    ("pesos", "MXN ARS CLP COP PHP UYU DOP CUP"),
    ("cfa|fcfa", CFA),
    ("kn", ""),
    ("r", "ZAR"),
];

/// Words of [`WORDS`] that are other words too: only with a number directly at them.
pub(super) const SHORT: &[&str] =
    &["ft", "fr", "din", "kn", "tk", "dh", "kc", "r", "won", "dollar", "euro", "nis", "rm"];

/// Words of [`WORDS`] that may end in a dot of their own.
pub(super) const DOTTED: &[&str] = &["rs", "kr", "р", "fr", "sfr", "ksh", "rp", "tk"];

/// Codes of ISO 4217 that are also words of headings ("ALL 20 colours", "TOP 10").
pub(super) const WORDLIKE: &[&str] =
    &["ALL", "TOP", "CUP", "MOP", "PEN", "SOS", "LAK", "BAM", "GEL", "TRY", "MUR", "RON"];

/// More that are words when not in capitals ("mad", "php 8", "btn").
pub(super) const LOWER_WORDS: &[&str] =
    &["BOB", "MAD", "COP", "PHP", "BTN", "NAD", "ANG", "ARS", "SAR", "STN", "SLE", "CVE", "MGA", "ERN", "YER", "BIF"];

/// Codes that ISO 4217 has withdrawn: money, but none of today.
pub(super) const WITHDRAWN: &str = "ATS BEF BYR CUC CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MRO MTL NLG PTE ROL \
SIT SKK SLL STD TRL VEF ZMK ZWD ZWL";

/// Signs that are nothing but money only where a text is a number and this, and nothing else. Case as written.
pub(super) const ALONE: &[(&str, &str)] = &[
    ("L", "ALL HNL LSL MDL RON"),
    ("Lek", "ALL"),
    ("K", "PGK ZMW MMK"),
    ("Ks", "MMK"),
    ("ZK", "ZMW"),
    ("Kz", "AOA"),
    ("KM", "BAM"),
    ("FBu", "BIF"),
    ("BD", "BHD"),
    ("P", "BWP"),
    ("Br", "BYN ETB"),
    ("FC", "CDF"),
    ("CF", "KMF"),
    ("Fdj", "DJF"),
    ("DA", "DZD"),
    ("LE|E£", "EGP"),
    ("Nfk|نافكا", "ERN"),
    ("D", "GMD"),
    ("FG", "GNF"),
    ("Q", "GTQ"),
    ("G", "HTG"),
    ("ID", "IQD"),
    ("JD", "JOD"),
    ("KD", "KWD"),
    ("LL", "LBP"),
    ("LD", "LYD"),
    ("Ar", "MGA"),
    ("UM", "MRU"),
    ("Rf", "MVR"),
    ("MK", "MWK"),
    ("MT|MTn", "MZN"),
    ("QR", "QAR"),
    ("RF|FRw", "RWF"),
    ("SR", "SAR SCR"),
    ("Le", "SLE"),
    ("E", "SZL"),
    ("M", "LSL"),
    ("Db", "STN"),
    ("SM", "TJS"),
    ("m", "TMT"),
    ("DT", "TND"),
    ("VT", "VUV"),
    ("F", "XPF"),
    ("NT", "TWD"),
    ("Gs", "PYG"),
    ("T", "WST"),
    ("Afl", "AWG"),
    ("Nu", "BTN"),
    ("lari", "GEL"),
    ("Esc", "CVE"),
    ("Lt|Ls|DM|FF", ""),
    ("с", "KGS"),
    ("м", "TMT"),
];
