//! Exact money: minor units and an ISO 4217 code. There is no float here and no conversion between currencies.

use crate::find::Find;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An ISO 4217 code: three ASCII capitals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "EUR", min_length = 3, max_length = 3))]
pub struct Currency([u8; 3]);

/// The text was no ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidCurrency;

impl fmt::Display for InvalidCurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a currency is a code of ISO 4217, such as EUR")
    }
}

impl std::error::Error for InvalidCurrency {}

/// The active codes of ISO 4217 whose minor unit is not a hundredth (list one, 2024-06-25).
const EXPONENTS: [(&[u8; 3], u32); 24] = [
    (b"BHD", 3),
    (b"IQD", 3),
    (b"JOD", 3),
    (b"KWD", 3),
    (b"LYD", 3),
    (b"OMR", 3),
    (b"TND", 3),
    (b"BIF", 0),
    (b"CLP", 0),
    (b"DJF", 0),
    (b"GNF", 0),
    (b"ISK", 0),
    (b"JPY", 0),
    (b"KMF", 0),
    (b"KRW", 0),
    (b"PYG", 0),
    (b"RWF", 0),
    (b"UGX", 0),
    (b"UYI", 0),
    (b"VND", 0),
    (b"VUV", 0),
    (b"XAF", 0),
    (b"XOF", 0),
    (b"XPF", 0),
];

/// All active codes that money is counted in (list one of ISO 4217, without metals, funds and test codes).
pub(crate) const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD \
CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL \
HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD \
MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR \
SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UZS VED \
VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

impl Currency {
    /// The code as text.
    #[must_use]
    pub fn code(&self) -> &str {
        // Only ASCII capitals are ever stored, so this cannot fail.
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many decimals the minor unit has: 2 for EUR, 0 for JPY, 3 for KWD.
    #[must_use]
    pub fn exponent(&self) -> u32 {
        EXPONENTS.iter().find(|(code, _)| **code == self.0).map_or(2, |(_, exponent)| *exponent)
    }
}

impl FromStr for Currency {
    type Err = InvalidCurrency;
    fn from_str(text: &str) -> Result<Self, InvalidCurrency> {
        let bytes: [u8; 3] = text.as_bytes().try_into().map_err(|_| InvalidCurrency)?;
        let bytes = bytes.map(|b| b.to_ascii_uppercase());
        // Each with the space behind it, but the last.
        let (codes, last) = CODES.as_bytes().as_chunks::<4>();
        let known = codes.binary_search_by(|code| code[..3].cmp(&bytes)).is_ok() || *last == bytes;
        if known { Ok(Self(bytes)) } else { Err(InvalidCurrency) }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// An exact amount: `amount_minor` hundredths for EUR, whole yen for JPY.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Money {
    /// The amount in the currency's minor unit.
    #[cfg_attr(feature = "openapi", schema(minimum = -9_007_199_254_740_991_i64, maximum = 9_007_199_254_740_991_i64))]
    pub amount_minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// Puts both together.
    #[must_use]
    pub const fn new(amount_minor: i64, currency: Currency) -> Self {
        Self { amount_minor, currency }
    }

    /// Reads a plain decimal ("1299", "12.5", "-0.05") exactly. `None` if it is none, is too large, or is finer than the minor unit.
    #[must_use]
    pub fn from_decimal(text: &str, currency: Currency) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.parted(".").unwrap_or((digits, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let exponent = currency.exponent() as usize;
        let fraction = fraction.shorn_behind(|sign| sign == '0');
        if fraction.len() > exponent {
            return None;
        }
        let mut amount: i64 = 0;
        for digit in whole.bytes().chain(fraction.bytes()).chain(std::iter::repeat_n(b'0', exponent - fraction.len())) {
            amount = amount.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
        }
        Some(Self::new(if negative { -amount } else { amount }, currency))
    }

    /// The amount as a plain decimal with all its decimals: "12.50", "1299" (JPY), "-0.05".
    #[must_use]
    pub fn to_decimal(&self) -> String {
        let exponent = self.currency.exponent() as usize;
        let sign = if self.amount_minor < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.amount_minor.unsigned_abs(), width = exponent + 1);
        // Digits are one byte each, so they part anywhere.
        let (whole, fraction) = digits.split_at_checked(digits.len() - exponent).unwrap_or((&digits, ""));
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    #[test]
    fn every_code_is_known_and_no_other() {
        assert!(CODES.split(' ').is_sorted());
        for code in CODES.split(' ') {
            assert_eq!(code.to_ascii_lowercase().parse::<Currency>().unwrap().code(), code);
        }
        for other in ["", "EU", "EURO", "AAA", "ZZZ", "ED ", "D A", "€"] {
            assert!(other.parse::<Currency>().is_err(), "{other}");
        }
    }

    #[test]
    fn decimals_are_read_and_written_exactly() {
        for (code, text, minor) in
            [("EUR", "12.50", 1250), ("JPY", "1299", 1299), ("KWD", "1.005", 1005), ("EUR", "-0.05", -5)]
        {
            let money = Money::from_decimal(text, currency(code)).unwrap();
            assert_eq!((money.amount_minor, money.to_decimal().as_str()), (minor, text));
        }
    }

    #[test]
    fn finer_than_the_minor_unit_is_refused_not_rounded() {
        assert_eq!(Money::from_decimal("1.005", currency("EUR")), None);
        assert_eq!(Money::from_decimal("1.50", currency("JPY")), None);
        assert_eq!(Money::from_decimal("1.00", currency("JPY")).map(|m| m.amount_minor), Some(1));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-", ".5", "1e3", "1,5", "99999999999999999999", "NaN"] {
            assert_eq!(Money::from_decimal(text, currency("EUR")), None, "{text}");
        }
    }

    #[test]
    fn only_known_codes_are_currencies() {
        assert_eq!("eur".parse::<Currency>().map(|c| c.code().to_owned()), Ok("EUR".to_owned()));
        for text in ["XXX", "EU", "EURO", "€", " EU", "E R"] {
            assert_eq!(text.parse::<Currency>(), Err(InvalidCurrency), "{text}");
        }
    }
}
