//! Prices as pages give them and moments, as the person's language writes them; money and numbers are the browser's business (`browser::intl`).

use browser::intl::options;
pub(crate) use browser::intl::{count, kilobytes, money};
use js_sys::Date;
use shared::detect::PriceText;
use shared::time::Timestamp;
use wasm_bindgen::JsValue;

use crate::texts::language;

/// A price as a page gives it. Without a currency it says so rather than guess one.
pub(crate) fn price(price: &PriceText) -> String {
    match (price.money(), price.currency) {
        (Some(exact), _) => money(&exact),
        (None, Some(currency)) => format!("{} {currency}", price.amount),
        (None, None) => t!("amount_without_currency", price.amount),
    }
}

fn date_of(at: Timestamp) -> Date {
    #[allow(clippy::cast_precision_loss, reason = "milliseconds of any real date are exact in a double")]
    Date::new(&JsValue::from_f64(at.as_millis() as f64))
}

/// "3 November 2026": the month in words.
pub(crate) fn date(at: Timestamp) -> String {
    date_of(at).to_locale_date_string(&language(), &options(&[("dateStyle", "long")])).into()
}

/// "3 November 2026 at 14:05".
pub(crate) fn moment(at: Timestamp) -> String {
    date_of(at).to_locale_string(&language(), &options(&[("dateStyle", "long"), ("timeStyle", "short")])).into()
}

/// The same for programs and for whoever helps: "2026-11-03T14:05:00.000Z".
pub(crate) fn plain_moment(at: Timestamp) -> String {
    date_of(at).to_iso_string().into()
}

/// The clock of the page.
pub(crate) fn now() -> Timestamp {
    #[allow(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are whole and fit")]
    Timestamp::from_millis(Date::now() as i64)
}
