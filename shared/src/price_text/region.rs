//! Where a shop sells: from its language, its domain and what the page declares, to the currency of an open sign.

use super::currency::{Sign, from_markup};
use crate::find::Find;
use crate::money::Currency;

/// What a page says of its region, for signs that stand for several currencies.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// Currency that the markup declares somewhere.
    pub declared: Option<Currency>,
    /// Two-letter regions, the strongest first ("br", "us").
    pub regions: Vec<String>,
    /// Language alone ("pt").
    pub language: String,
}

/// Region and currency. Pairs of two letters (ISO 3166, lower case) and three (ISO 4217).
const REGIONS: &str = "us USD ca CAD au AUD nz NZD mx MXN ar ARS cl CLP co COP sg SGD hk HKD tw TWD uy UYU do DOP gb GBP uk GBP \
ie EUR de EUR at EUR fr EUR it EUR es EUR nl EUR be EUR pt EUR fi EUR gr EUR sk EUR si EUR ee EUR lv EUR lt EUR lu EUR mt EUR \
cy EUR hr EUR bg EUR ch CHF li CHF dk DKK se SEK no NOK is ISK pl PLN cz CZK hu HUF ro RON rs RSD mk MKD ba BAM al ALL tr TRY \
ru RUB ua UAH by BYN kz KZT ge GEL am AMD az AZN il ILS ae AED sa SAR eg EGP za ZAR ng NGN ke KES ma MAD tn TND in INR pk PKR \
lk LKR np NPR bd BDT cn CNY jp JPY kr KRW vn VND th THB id IDR my MYR ph PHP br BRL pe PEN bo BOB ve VES py PYG cr CRC pa PAB \
gt GTQ hn HNL ni NIO jm JMD tt TTD md MDL kg KGS uz UZS lb LBP dz DZD gh GHS tz TZS ug UGX na NAD bw BWP mu MUR mn MNT la LAK \
kh KHR mm MMK mo MOP fj FJD bz BZD bb BBD gy GYD sr SRD ly LYD sd SDG sn XOF ci XOF cm XAF gi GIP fo DKK gl DKK ir IRR iq IQD jo JOD kw KWD bh BHD qa QAR om OMR";

/// Languages that are spoken in one currency, for pages that name no region.
const LANGUAGES: &str = "ja JPY ko KRW cs CZK pl PLN hu HUF ro RON da DKK sv SEK nb NOK no NOK nn NOK tr TRY uk UAH he ILS vi VND \
th THB id IDR ru RUB de EUR fr EUR it EUR nl EUR fi EUR el EUR sk EUR sl EUR et EUR lv EUR lt EUR zh CNY hi INR is ISK sr RSD \
bg EUR fa IRR";

fn lookup(table: &str, key: &str) -> Option<Currency> {
    let mut words = table.parts(" ");
    while let (Some(word), Some(code)) = (words.next(), words.next()) {
        if word == key {
            return code.parse().ok();
        }
    }
    None
}

impl Hints {
    /// From the page's language ("pt-br", "en_GB") and host name ("shop.example.de").
    #[must_use]
    pub fn new(declared: Option<Currency>, languages: &[&str], host: &str) -> Self {
        let mut hints = Self { declared, ..Self::default() };
        let top = host.behind_last(".");
        // These two-letter domains are bought for their looks, not for a country.
        if top.len() == 2 && !matches!(top, "co" | "io" | "me" | "tv" | "ai" | "eu" | "cc" | "ws" | "is" | "am") {
            hints.regions.push(top.to_owned());
        }
        for language in languages {
            let lower = language.trim().to_ascii_lowercase().replace('_', "-");
            let mut parts = lower.parts("-");
            let name = parts.next().unwrap_or("");
            if hints.language.is_empty() && name.len() == 2 {
                name.clone_into(&mut hints.language);
            }
            if let Some(region) = parts.find(|part| part.len() == 2)
                && !hints.regions.iter().any(|known| known == region)
            {
                hints.regions.push(region.to_owned());
            }
        }
        hints
    }

    /// The currency a sign stands for on this page. An open sign on a page that says nothing of its region is the most common
    /// one; money without a code has none.
    #[must_use]
    pub fn resolve(&self, sign: Sign) -> Option<Currency> {
        self.settle(sign).or_else(|| sign.most_common())
    }

    /// The currency a sign stands for, where the sign or the page tells.
    #[must_use]
    pub fn settle(&self, sign: Sign) -> Option<Currency> {
        let fits = |currency: &Currency| sign.allows(*currency);
        let of_region = |region: &String| lookup(REGIONS, region).filter(fits);
        sign.exact()
            .or_else(|| self.declared.filter(fits))
            .or_else(|| self.regions.iter().find_map(of_region))
            .or_else(|| lookup(LANGUAGES, &self.language).filter(fits))
    }

    /// The currency of a number without any sign: declared, else that of the region, else of the language.
    #[must_use]
    pub fn unsigned(&self) -> Option<Currency> {
        self.declared
            .or_else(|| self.regions.iter().find_map(|region| lookup(REGIONS, region)))
            .or_else(|| lookup(LANGUAGES, &self.language))
    }

    /// A currency as markup writes it ("eur", "RUR", "$").
    #[must_use]
    pub fn markup(&self, text: &str) -> Option<Currency> {
        from_markup(text).and_then(|sign| self.resolve(sign))
    }
}
