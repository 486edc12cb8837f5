//! Products in `itemscope` and `itemprop`.

use crate::find::Find;
use crate::json::Value;

use super::Source;
use super::found::{Markup, Place};
use super::items::{self, Syntax};
use super::schema_org::{self, Plain};
use super::text::clean_some;
use crate::page::{Name, PageEvidence};
use crate::price_text::Hints;

const SYNTAX: Syntax = Syntax { scope: Name::Itemscope, kind: Name::Itemtype, property: Name::Itemprop };

/// Reads all microdata of a page.
pub(super) fn read(page: &PageEvidence, hints: &Hints) -> Markup {
    read_syntax(page, hints, &SYNTAX, Source::Microdata)
}

/// Reads one syntax of items in elements.
pub(super) fn read_syntax(page: &PageEvidence, hints: &Hints, syntax: &Syntax, source: Source) -> Markup {
    let mut markup = Markup::default();
    let mut crumbs: Vec<String> = Vec::new();
    for at in 0..page.nodes().len() {
        if page.attribute(at, syntax.scope).is_none() {
            continue;
        }
        let kind = page.attribute(at, syntax.kind).unwrap_or("").to_ascii_lowercase();
        if kind.holds("breadcrumb") {
            crumbs.extend(breadcrumb(page, at, syntax));
            continue;
        }
        markup.other_kind |=
            ["article", "blogposting", "recipe", "event", "hotel"].iter().any(|other| kind.ends_with(other));
        let could_be = ["product", "offering", "vehicle", "car", "book"].iter().any(|word| kind.holds(word));
        if !could_be || markup.products.len() >= 60 {
            continue;
        }
        let object = items::item(page, at, syntax);
        let types = schema_org::types(&object);
        if !schema_org::is_product(&object, &types) {
            continue;
        }
        let property = page.attribute(at, syntax.property).unwrap_or("");
        let place = match property {
            "itemListElement" => Place::List,
            "isRelatedTo" | "isSimilarTo" | "itemReviewed" | "isPartOf" | "isAccessoryOrSparePartFor" => Place::Aside,
            _ => Place::Top,
        };
        let mut found = schema_org::product(&object, source, place, hints, &Plain);
        found.node = Some(at);
        markup.products.push(found);
    }
    markup.breadcrumb = crumbs;
    markup
}

fn breadcrumb(page: &PageEvidence, at: usize, syntax: &Syntax) -> Vec<String> {
    let object = items::item(page, at, syntax);
    let mut out = Vec::new();
    let entries = object
        .get("itemListElement")
        .map_or(&[][..], |value| value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice));
    for entry in entries.iter().take(12).filter_map(Value::as_object) {
        let name = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let item = entry.get("item").and_then(Value::as_object).and_then(|item| name(item.get("name")));
        out.extend(name(entry.get("name")).or(item).and_then(|text| clean_some(&text, 200)));
    }
    if out.is_empty() {
        out.extend(
            object.get("title").or(object.get("name")).and_then(Value::as_str).and_then(|text| clean_some(text, 200)),
        );
    }
    out
}
