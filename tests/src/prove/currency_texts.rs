//! Which code of ISO 4217 a currency's text denotes: the scorer's own table, from the symbols of CLDR, kept apart from the
//! reader's so that a slip in one is seen by the other.

/// Texts that denote one currency, parted by spaces.
const ONE: &[(&str, &str)] = &[
    ("AED", "د.إ"),
    ("AFN", "؋"),
    ("AMD", "֏ դր"),
    ("ALL", "Lek"),
    ("AOA", "Kz"),
    ("AUD", "A$ AU$"),
    ("AWG", "Afl"),
    ("AZN", "₼ ман man"),
    ("BAM", "KM"),
    ("BBD", "Bds$"),
    ("BDT", "৳ Tk"),
    ("BGN", "лв"),
    ("BHD", "د.ب .د.ب BD"),
    ("BIF", "FBu Fbu"),
    ("BMD", "BD$"),
    ("BND", "BN$"),
    ("BOB", "Bs $b"),
    ("BRL", "R$"),
    ("BTN", "Nu"),
    ("BWP", "P"),
    ("BZD", "BZ$"),
    ("CAD", "C$ CA$ CAD$"),
    ("CDF", "FC"),
    ("CHF", "Fr SFr"),
    ("CLP", "CLP$"),
    ("CNY", "CN¥ RMB"),
    ("COP", "COL$ COP$"),
    ("CRC", "₡"),
    ("CUP", "$MN"),
    ("CVE", "CV$ Esc"),
    ("CZK", "Kč kč"),
    ("DJF", "Fdj"),
    ("DOP", "RD$"),
    ("DZD", "DA دج د.ج"),
    ("EGP", "ج.م جنيه E£ £E LE"),
    ("ERN", "Nfk"),
    ("ETB", "ብር"),
    ("EUR", "€ euro euros Euro"),
    ("FJD", "FJ$"),
    ("FKP", "FK£"),
    ("GEL", "₾ ლ lari"),
    ("GHS", "GH₵ GH¢ ₵"),
    ("GIP", "GI£"),
    ("GMD", "D"),
    ("GNF", "FG"),
    ("GTQ", "Q"),
    ("GYD", "G$ GY$"),
    ("HKD", "HK$"),
    ("HTG", "G"),
    ("HUF", "Ft"),
    ("IDR", "Rp"),
    ("ILS", "₪ NIS"),
    ("INR", "₹ र रु"),
    ("IQD", "ع.د د.ع"),
    ("JMD", "J$"),
    ("JOD", "JD د.ا د.أ"),
    ("JPY", "円 JP¥"),
    ("KES", "KSh Ksh KShs"),
    ("KGS", "с сом"),
    ("KHR", "៛"),
    ("KMF", "CF"),
    ("KRW", "₩ 원"),
    ("KWD", "KD د.ك"),
    ("KYD", "CI$"),
    ("KZT", "₸ тг тңг"),
    ("LAK", "₭"),
    ("LBP", "LL LB£ ل.ل"),
    ("LKR", "රු"),
    ("LRD", "L$"),
    ("LYD", "LD ل.د د.ل"),
    ("MAD", "د.م"),
    ("MGA", "Ar"),
    ("MKD", "ден den"),
    ("MMK", "Ks"),
    ("MNT", "₮"),
    ("MOP", "MOP$"),
    ("MRU", "UM"),
    ("MVR", "Rf ރ"),
    ("MWK", "MK"),
    ("MXN", "MX$ Mex$"),
    ("MYR", "RM"),
    ("MZN", "MT MTn"),
    ("NAD", "N$"),
    ("NGN", "₦"),
    ("NZD", "NZ$"),
    ("OMR", "ر.ع"),
    ("PAB", "B/."),
    ("PEN", "S/. S/"),
    ("PLN", "zł Zł ZŁ zl"),
    ("PYG", "₲ Gs"),
    ("QAR", "QR ر.ق"),
    ("RON", "lei Lei LEI"),
    ("RSD", "дин din динар Dinara РСД"),
    ("RUB", "₽ руб р Р RUR"),
    ("RWF", "R₣ RF FRw"),
    ("SAR", "ر.س"),
    ("SBD", "SI$"),
    ("SCR", "SR SRe"),
    ("SDG", "ج.س"),
    ("SGD", "S$ SG$"),
    ("SLE", "Le"),
    ("SOS", "Sh.So"),
    ("SRD", "SRD$ Sr$"),
    ("SSP", "SS£"),
    ("STN", "Db"),
    ("SYP", "ل.س SY£"),
    ("SZL", "E"),
    ("THB", "฿ บาท"),
    ("TJS", "SM"),
    ("TND", "DT د.ت"),
    ("TOP", "T$"),
    ("TRY", "₺ TL"),
    ("TTD", "TT$"),
    ("TWD", "NT$"),
    ("TZS", "TSh"),
    ("UAH", "₴ грн"),
    ("UGX", "USh"),
    ("USD", "US$ U$S USD$"),
    ("UYU", "$U UY$"),
    ("UZS", "сум сўм soʻm"),
    ("VES", "Bs.S"),
    ("VND", "₫ đ Đ VNĐ đồng"),
    ("VUV", "VT Vt"),
    ("WST", "WS$"),
    ("XCD", "EC$"),
    ("YER", "ر.ي"),
    ("ZAR", "R"),
    ("ZMW", "ZK"),
    ("ZWG", "Z$"),
];

/// Texts that denote several; a hint that names one of the codes decides, else the text stays as written.
const SEVERAL: &[(&str, &str)] = &[
    ("$", "USD CAD AUD NZD MXN ARS CLP COP SGD HKD TWD"),
    ("kr", "SEK DKK NOK ISK"),
    ("£", "GBP EGP LBP SYP"),
    ("¥", "JPY CNY"),
    ("元", "CNY TWD HKD"),
    ("Rs", "INR PKR LKR NPR MUR SCR"),
    ("₨", "INR PKR LKR NPR MUR SCR"),
    ("ƒ", "ANG AWG XCG"),
    ("﷼", "IRR SAR QAR OMR YER"),
    ("ريال", "SAR QAR OMR YER IRR"),
    ("L", "ALL HNL LSL MDL RON"),
    ("K", "PGK ZMW MMK"),
    ("Br", "BYN ETB"),
    ("₱", "PHP CUP"),
];

/// The codes that a text denotes beside a hint. Empty where it denotes none, or several and the hint does not say which.
#[must_use]
pub fn denotes(text: &str, hint: &str) -> Vec<&'static str> {
    let text = text.trim().trim_end_matches('.').replace(' ', "");
    let is = |word: &str| word.trim_end_matches('.') == text;
    let mut codes: Vec<&'static str> = ONE
        .iter()
        .filter(|(code, texts)| code.eq_ignore_ascii_case(&text) || texts.split(' ').any(is))
        .map(|row| row.0)
        .collect();
    let several = SEVERAL.iter().find(|(sign, _)| *sign == text).map_or("", |row| row.1);
    codes.extend(several.split(' ').filter(|code| !code.is_empty() && hint.contains(code)));
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_denotes_its_code_and_an_open_one_what_the_hint_names() {
        assert_eq!(denotes("руб.", ""), ["RUB"]);
        assert_eq!(denotes("pln", ""), ["PLN"]);
        assert_eq!(denotes("AU $", ""), ["AUD"]);
        assert_eq!(denotes("$", "USD"), ["USD"]);
        assert!(denotes("$", "").is_empty() && denotes("kr", "EUR").is_empty() && denotes("SKU", "").is_empty());
    }
}
