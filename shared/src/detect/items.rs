//! Items that stand in the page's own elements, microdata and RDFa alike, as one JSON form for `schema_org`.

use crate::find::Find;
use crate::json::{Map, Value};

use super::visible::words::{OldPrice, old_price};
use crate::page::{Name, PageEvidence, Tag};

/// The attributes in which a syntax says the same things.
pub(super) struct Syntax {
    /// Opens an item.
    pub(super) scope: Name,
    /// Its types.
    pub(super) kind: Name,
    /// A property of the item around.
    pub(super) property: Name,
}

/// Elements that are looked at within one item.
const MAX_BELOW: usize = 20_000;

/// The item that a node opens.
pub(super) fn item(page: &PageEvidence, at: usize, syntax: &Syntax) -> Map {
    let mut item = Map::new();
    let types: Vec<Value> =
        page.attribute(at, syntax.kind).unwrap_or("").parts(" ").filter(|t| !t.is_empty()).map(Value::from).collect();
    item.or_insert("@type", Value::Array(types));
    if let (Name::Typeof, Some(url)) =
        (syntax.scope, page.attribute(at, Name::Resource).or(page.attribute(at, Name::About)))
    {
        item.or_insert("@id", Value::from(url));
    }
    // Open inner items by where they end: their properties are their own.
    let mut below = at + 1;
    let end = page.below(at).end.min(at + MAX_BELOW);
    while below < end {
        let Some(names) = page.attribute(below, syntax.property) else {
            // An item that is no property of ours stands by itself, say a related product.
            below = if opens(page, below, syntax) { page.below(below).end.max(below + 1) } else { below + 1 };
            continue;
        };
        let is_item = opens(page, below, syntax);
        let value = if is_item { inner(page, below, syntax) } else { value_of(page, below, names, syntax) };
        for name in names.parts(" ").filter(|name| !name.is_empty()).take(4) {
            let name = name.behind_last_of(":/#");
            let name = if name == "price" && !is_item && old_price(page, below) == OldPrice::Struck {
                "listPrice"
            } else {
                name
            };
            add(&mut item, name, value.clone());
        }
        below = if is_item { page.below(below).end.max(below + 1) } else { below + 1 };
    }
    item
}

fn opens(page: &PageEvidence, at: usize, syntax: &Syntax) -> bool {
    page.attribute(at, syntax.scope).is_some()
}

/// An item inside an item. Shops nest three deep (product, offer, price specification); below that it is not looked at.
fn inner(page: &PageEvidence, at: usize, syntax: &Syntax) -> Value {
    let depth = page.ancestors(at).filter(|up| opens(page, *up, syntax)).take(8).count();
    if depth >= 8 { Value::Null } else { Value::Object(item(page, at, syntax)) }
}

/// No item of a shop has more properties; each further one would cost more than the one before.
const MAX_PROPERTIES: usize = 500;

fn add(item: &mut Map, name: &str, value: Value) {
    if value.as_str().is_some_and(|text| text.is_empty()) || value.is_null() {
        return;
    }
    let full = item.len() >= MAX_PROPERTIES;
    match item.get_mut(name) {
        None if full => {}
        None => item.or_insert(name, value),
        Some(Value::Array(many)) if many.len() < 100 => many.push(value),
        Some(Value::Array(_)) => {}
        Some(one) => {
            let first = one.take();
            *one = Value::Array(vec![first, value]);
        }
    }
}

/// A property's value by its element (HTML Standard, 5.2.4; RDFa Lite 1.1).
fn value_of(page: &PageEvidence, at: usize, names: &str, syntax: &Syntax) -> Value {
    if let Some(content) = page.attribute(at, Name::Content)
        && !content.is_empty()
    {
        return Value::from(content);
    }
    let address = match page.tag(at) {
        Tag::A | Tag::Link => page.attribute(at, Name::Href),
        Tag::Img | Tag::Source => image_of(page, at),
        Tag::Data | Tag::Meter => page.attribute(at, Name::Value),
        Tag::Time => page.attribute(at, Name::Datetime),
        Tag::Input => page.attribute(at, Name::Value),
        _ if syntax.scope == Name::Typeof => {
            page.attribute(at, Name::Resource).or_else(|| page.attribute(at, Name::Href))
        }
        _ => None,
    };
    let texts = ["name", "brand", "price", "sku", "category", "priceCurrency"];
    match address {
        // A name that is linked is still its text.
        Some(address) if !(page.tag(at) == Tag::A && names.parts(" ").any(|name| texts.contains(&name))) => {
            Value::from(address)
        }
        _ if names.parts(" ").any(|name| name == "image") => {
            // The property stands on a box around the picture.
            let picture = page.below(at).find(|below| page.tag(*below) == Tag::Img);
            picture.and_then(|picture| image_of(page, picture)).map_or(Value::Null, Value::from)
        }
        _ => Value::from(super::visible::price_text_of(page, at)),
    }
}

/// A picture's address: the one that scripts load later goes before a placeholder.
fn image_of(page: &PageEvidence, at: usize) -> Option<&str> {
    super::visible::picture_address(page, at)
}
