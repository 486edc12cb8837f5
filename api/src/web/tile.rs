//! A wish as a tile: picture, title, price, shop, and on pages of members what they do with it.

use askama::Template;
use shared::wire::items::{ItemView, Quantity};

use super::words;
use crate::locale::Locale;
use crate::pictures;
use crate::shop_pictures::{self, Shown};

#[derive(Template)]
#[template(path = "tile.html")]
pub(super) struct Tile {
    title: String,
    letter: String,
    picture: Option<String>,
    price: Option<String>,
    /// When the price was seen.
    seen: Option<String>,
    facts: Vec<String>,
    note: Option<String>,
    shop: Option<String>,
    url: Option<String>,
    /// What follows, as HTML; `None` where the page is for everybody.
    more: Option<String>,
}

/// A picture of this server, small. Whatever lies elsewhere would learn who looks.
pub(super) fn own_picture(image: &str) -> Option<String> {
    pictures::is_path(image).then(|| format!("{image}?size=thumb"))
}

/// How many are wanted, where that is not simply one.
pub(super) fn wanted(locale: Locale, quantity: Quantity) -> Option<String> {
    match quantity {
        Quantity::Count(1) => None,
        Quantity::Count(count) => Some(locale.text("page_list_wanted", &[("count", &count.to_string())])),
        Quantity::Any(_) => Some(locale.text("page_list_any", &[])),
    }
}

impl Tile {
    pub(super) fn of(locale: Locale, item: ItemView, shown: &Shown, more: Option<String>) -> Self {
        let copy = || shown.get(&item.id).map(|key| shop_pictures::path(key));
        let picture = item.image.as_deref().and_then(own_picture).or_else(copy);
        let letter = item.title.chars().find(|c| c.is_alphanumeric()).unwrap_or('·');
        let seen = item.price_seen_at.map(|at| words::day(locale, at));
        let options = item.variant.into_iter().map(|option| format!("{}: {}", option.name, option.value));
        Self {
            letter: letter.to_uppercase().collect(),
            picture,
            price: item.price.map(|price| words::money(locale, price)),
            seen: seen.map(|day| locale.text("page_list_seen", &[("day", &day)])),
            facts: wanted(locale, item.quantity).into_iter().chain(options).collect(),
            note: item.note,
            // Only an address of the web is a link.
            url: item.url.filter(|url| url.starts_with("https://") || url.starts_with("http://")),
            shop: item.shop,
            title: item.title,
            more,
        }
    }
}
