//! The tables: what stands for money in the world's shops, and for which codes of ISO 4217, the most common first.
//! From the narrow symbols and plural names of CLDR and the symbols that central banks use. An empty list of codes is money
//! that ISO 4217 has no code for: the toman is ten rials, the old marks and francs are gone.

use super::rows::{Rows, rows};

pub(super) const DOLLAR: &str = "USD CAD AUD NZD MXN ARS CLP COP SGD HKD TWD UYU DOP JMD TTD BBD BZD BSD BND FJD NAD LRD XCD GYD KYD SRD \
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
pub(super) const SIGN_ROWS: &[(&str, &str)] = &[
    ("€|ユーロ|欧元|歐元|유로", "EUR"),
    ("US dollar|US Dollar|US dollars|US Dollars|美元|美金|ドル|달러", "USD"),
    ("港幣|港币|港元", "HKD"),
    ("新台幣|新臺幣|台幣|臺幣", "TWD"),
    ("日元|日圓|엔화", "JPY"),
    ("£|￡|₤", POUND),
    ("E£|£E|L.E.|L.E", "EGP"),
    ("LB£", "LBP"),
    ("SY£", "SYP"),
    ("SS£", "SSP"),
    ("GI£", "GIP"),
    ("FK£", "FKP"),
    ("SH£", "SHP"),
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
    ("₺|Türk Lirası", "TRY"),
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
    ("Schweizer Franken", "CHF"),
    ("бел. руб|бел.руб|Бел. руб", "BYN"),
    ("лв|Лв|ЛВ", "BGN"),
    ("ден|Ден|ДЕН", "MKD"),
    ("дин|Дин|ДИН", "RSD"),
    ("so'm|soʻm|so‘m", "UZS"),
    ("сом", "KGS"),
    ("S/.|S/", "PEN"),
    ("B/.", "PAB"),
    ("BsF|Bs.F|Bs F|Bs.D|Bs.S", "VES"),
    ("Bs.|Bs", "BOB VES"),
    ("د.إ|درهم إماراتي", "AED"),
    ("درهم", "AED MAD"),
    ("د.م|درهم مغربي", "MAD"),
    ("ر.س|ريال سعودي", "SAR"),
    ("ر.ق|ريال قطري", "QAR"),
    ("ر.ع|ريال عماني", "OMR"),
    ("ر.ي|ريال يمني", "YER"),
    ("ريال", RIAL),
    ("ریال", "IRR"),
    ("تومان|تومن", ""),
    ("ج.م|جنيه مصري", "EGP"),
    ("ج.س", "SDG"),
    ("جنيه", "EGP SDG"),
    ("د.ك|دينار كويتي", "KWD"),
    ("د.ب|دينار بحريني", "BHD"),
    ("د.ج|دج|دينار جزائري", "DZD"),
    ("د.ت|دينار تونسي", "TND"),
    ("ل.د|د.ل|دينار ليبي", "LYD"),
    ("د.ا|د.أ|دينار أردني", "JOD"),
    ("د.ع|ع.د|دينار عراقي", "IQD"),
    ("دينار", DINAR),
    ("ل.ل|ليرة لبنانية", "LBP"),
    ("ل.س|ليرة سورية", "SYP"),
    ("ليرة تركية", "TRY"),
    ("ليرة", "SYP LBP TRY"),
    ("ش.ج|شيكل", "ILS"),
];

pub(super) static SIGNS: Rows = rows!(SIGN_ROWS);

/// What stands before a dollar sign, with or without a space ("US $"), and whose dollar it makes. A code of ISO 4217 may too.
pub(super) static DOLLARS: Rows = rows!(&[
    ("US|U.S.", "USD"),
    // Nicaragua's córdoba is written as Canada's dollar is.
    ("C", "CAD NIO"),
    ("CA|Can|CDN", "CAD"),
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
    ("J|JA|JM", "JMD"),
    ("TT", "TTD"),
    ("T", "TOP"),
    ("BZ", "BZD"),
    ("Bds|BB", "BBD"),
    ("BD|BM", "BMD"),
    ("BS", "BSD"),
    ("BN", "BND"),
    ("B", "BSD BND"),
    ("CV", "CVE"),
    ("UY", "UYU"),
    ("ARG", "ARS"),
    ("NI", "NIO"),
    ("EC", "XCD"),
    ("FJ", "FJD"),
    ("G|GY", "GYD"),
    ("L", "LRD"),
    ("N", "NAD"),
    ("SI|SB", "SBD"),
    ("LR", "LRD"),
    ("KY", "KYD"),
    ("SR|Sr", "SRD"),
    ("WS", "WST"),
    ("CI", "KYD"),
    ("Z|ZW", "ZWG"),
]);

/// Words that stand alone, no letter on either side; lower case, compared without case.
pub(super) const WORD_ROWS: &[(&str, &str)] = &[
    ("euro|euros|евро|євро|ευρώ|אירו|يورو", "EUR"),
    ("lek|lekë", "ALL"),
    ("שח", "ILS"),
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
    ("тг|тңг|tenge", "KZT"),
    ("sfr|fr", "CHF"),
    ("din|dinara", "RSD"),
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
    ("r|rand", "ZAR"),
    ("dirham|dirhams", "AED MAD"),
    ("riyal|riyals|rial|rials", RIAL),
    ("dinar|dinars", DINAR),
    ("lira|liras|lirası", "TRY LBP SYP"),
    ("shekel|shekels", "ILS"),
    ("reais", "BRL"),
    ("rubles|roubles|rub", "RUB"),
    ("rupee", RUPEE),
    ("naira", "NGN"),
    ("cedis", "GHS"),
    ("pounds", POUND),
    ("franken", "CHF"),
    ("rupiah", "IDR"),
    ("lps", "HNL"),
    ("lv|лева", "BGN"),
    ("гривень|гривні|гривна|гривен", "UAH"),
    ("манат", "AZN"),
    // No beginning of other words: "сумка" is a bag, "сумма" a sum.
    ("сум|сўм|сумов", "UZS"),
];

pub(super) static WORDS: Rows = rows!(WORD_ROWS);

/// Words of [`WORDS`] that are other words too: only with a number directly at them.
pub(super) const SHORT: &str = "ft fr din kn tk dh kc r rand won dollar euro nis rm lv lps";

/// Words of [`WORDS`] that may end in a dot of their own.
pub(super) const DOTTED: &str = "rs kr р fr sfr ksh rp tk lps lv";

/// Codes of ISO 4217 that are also words of headings ("ALL 20 colours", "TOP 10").
pub(super) const WORDLIKE: &str = "ALL TOP CUP MOP PEN SOS LAK BAM GEL TRY MUR RON";

/// More that are words when not in capitals ("mad", "php 8", "btn").
pub(super) const LOWER_WORDS: &str = "BOB MAD COP PHP BTN NAD ANG ARS SAR STN SLE CVE MGA ERN YER BIF";

/// Codes that ISO 4217 has withdrawn: money, but none of today.
pub(super) const WITHDRAWN: &str = "ATS BEF BYR CUC CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MRO MTL NLG PTE ROL \
SIT SKK SLL STD TRL VEF ZMK ZWD ZWL";
