//! Words, numbers and amounts as the panel around writes them: its language stands in the document.

use browser::texts::message;
use js_sys::{Array, Intl, Object, Reflect};
use shared::id::BoardId;
use shared::money::Money;
use shared::wire::message::my_wishes;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_namespace = ["document", "documentElement"], js_name = lang)]
    static LANGUAGE: String;
}

/// The text under this key, with its placeholders filled in order.
macro_rules! t {
    ($key:literal) => {
        browser::texts::message($key, &[])
    };
    ($key:literal, $($value:expr),+) => {
        browser::texts::message($key, &[$(AsRef::<str>::as_ref(&$value)),+])
    };
}

/// The text for so many, as the language counts.
macro_rules! counted {
    ($key:literal, $count:expr) => {
        $crate::words::counted($key, $count)
    };
}

fn locales() -> Array {
    LANGUAGE.with(|language| Array::of1(&JsValue::from_str(language)))
}

fn decimal(text: &str, fields: &[(&str, &str)]) -> String {
    let options = Object::new();
    for (name, value) in fields {
        // Setting a field of a fresh plain object cannot fail.
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    let format = Intl::NumberFormat::new(&locales(), &options).format();
    let formatted = format.call1(&JsValue::UNDEFINED, &JsValue::from_str(text));
    formatted.ok().and_then(|value| value.as_string()).unwrap_or_else(|| text.to_owned())
}

/// The name of a board; *My wishes* in the person's language while the server has not made it.
pub(crate) fn board(id: BoardId, name: &str) -> String {
    if id == my_wishes() { t!("my_wishes") } else { name.to_owned() }
}

/// A whole number.
pub(crate) fn count(count: usize) -> String {
    decimal(&count.to_string(), &[])
}

/// An amount with its currency, to its last digit.
pub(crate) fn money(money: &Money) -> String {
    let digits = money.currency.exponent().to_string();
    let (least, most) = (("minimumFractionDigits", digits.as_str()), ("maximumFractionDigits", digits.as_str()));
    decimal(&money.to_decimal(), &[("style", "currency"), ("currency", money.currency.code()), least, most])
}

/// See the macro of this name.
pub(crate) fn counted(key: &str, many: usize) -> String {
    let number = f64::from(u32::try_from(many).unwrap_or(u32::MAX));
    let plural = String::from(Intl::PluralRules::new(&locales(), &Object::new()).select(number));
    let form = match plural.as_str() {
        "one" => "_one",
        "two" => "_two",
        _ => "_other",
    };
    message(&[key, form].concat(), &[&count(many)])
}

/// What is wrong with a row, and what to do.
pub(crate) fn fault(fault: crate::files::Fault) -> String {
    use crate::files::Fault;
    match fault {
        Fault::Nameless => t!("row_nameless"),
        Fault::Same => t!("row_same"),
        Fault::NoPage => t!("row_no_page"),
        Fault::Price => t!("row_price"),
        Fault::Currency => t!("row_currency"),
        Fault::Address => t!("row_address"),
        Fault::Picture => t!("row_picture"),
        Fault::Quantity => t!("row_quantity"),
        Fault::Priority => t!("row_priority"),
        Fault::Cut => t!("row_cut"),
        Fault::Cells => t!("row_cells"),
        Fault::Open => t!("row_open"),
    }
}

/// Why nothing of a file can be read, and what to do.
pub(crate) fn unread(why: crate::files::Unread) -> String {
    use crate::files::Unread;
    match why {
        Unread::Empty => t!("file_empty"),
        Unread::TooLarge => t!("file_too_large"),
        Unread::Later => t!("file_later"),
        Unread::Unknown => t!("file_unknown"),
    }
}
