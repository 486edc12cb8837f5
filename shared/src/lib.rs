//! The pure core of GiftOS: what a product, a price and a page are, and every JSON between processes.
//! It is one crate for the server and the browser, so that both decide alike.
//! It never does IO, never reads the clock, never draws randomness: time and chance come in as values.

pub mod alert;
pub mod detect;
pub mod find;
pub mod history;
pub mod id;
pub mod join;
pub mod json;
pub mod lower_case;
pub mod money;
pub mod order;
pub mod page;
mod phrases;
pub mod price_text;
pub mod product;
pub mod product_url;
pub mod same_thing;
mod script;
pub mod server_origin;
pub mod site;
pub mod time;
pub mod wire;
pub mod word;
