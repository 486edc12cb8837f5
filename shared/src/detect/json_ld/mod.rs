//! Products in `<script type="application/ld+json">`, in graphs, lists and references.
//! It is read first because shops keep it for search engines, and it is the easiest to lie with: nothing here is believed alone.
//! It never follows a `@context` or any other address.

mod mend;

use crate::find::Find;
use crate::json::{Map, Value};
use crate::order;

use super::Source;
use super::found::{Markup, Place};
use super::schema_org::{self, Resolve};
use super::text::clean_some;
use crate::page::PageEvidence;
use crate::price_text::Hints;

type Object = Map;

/// Properties that lead to other products than the page's own.
const ASIDE: &str = "\
    isRelatedTo|isSimilarTo|isAccessoryOrSparePartFor|isConsumableFor|itemReviewed|review|reviews|isPartOf|\
    mentions|subjectOf|aggregateRating|isVariantOf";

/// What has a name, in the order of the names.
struct Ids<'v>(Vec<(&'v str, &'v Value)>);

impl Resolve for Ids<'_> {
    fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value {
        match value.as_object() {
            Some(object) if object.len() == 1 => {
                let id = object.get("@id").and_then(Value::as_str).unwrap_or_default();
                let found = self.0.binary_search_by(|(other, _)| (*other).cmp(id)).ok();
                found.and_then(|at| self.0.get(at)).map_or(value, |(_, named)| *named)
            }
            _ => value,
        }
    }
}

/// Reads all JSON-LD of a page.
pub(super) fn read(page: &PageEvidence, hints: &Hints) -> Markup {
    let mut markup = Markup::default();
    let mut values = Vec::new();
    for text in &page.json_ld {
        match mend::read(text) {
            Some((value, mended)) => {
                if let Some(mended) = mended {
                    markup.notes.push(format!("json_ld: mended {mended}"));
                }
                values.push(value);
            }
            None if text.trim().is_empty() => {}
            None => markup.notes.push("json_ld: a script could not be read".to_owned()),
        }
    }
    let mut ids: Vec<(&str, &Value)> = Vec::new();
    let mut stack: Vec<&Value> = values.iter().collect();
    while let Some(value) = stack.pop() {
        match value {
            Value::Array(many) => stack.extend(many),
            Value::Object(object) => {
                if let (Some(id), true) = (object.get("@id").and_then(Value::as_str), object.len() > 1) {
                    ids.push((id, value));
                }
                stack.extend(
                    object.iter().map(|(_, value)| value).filter(|value| value.is_object() || value.is_array()),
                );
            }
            _ => {}
        }
    }
    // Of those with one name the first counts.
    order::by_text(&mut ids, |(id, _)| id);
    ids.dedup_by_key(|(id, _)| *id);
    let ids = Ids(ids);
    let mut stack: Vec<(&Value, Place)> = values.iter().rev().map(|value| (value, Place::Top)).collect();
    let mut looked = 0;
    while let Some((value, place)) = stack.pop() {
        looked += 1;
        if looked > 20_000 || markup.products.len() >= 100 {
            markup.notes.push("json_ld: too much, read no further".to_owned());
            break;
        }
        match value {
            Value::Array(many) => stack.extend(many.iter().rev().map(|one| (one, place))),
            Value::Object(object) => visit(object, place, hints, &ids, &mut markup, &mut stack),
            _ => {}
        }
    }
    markup
}

fn visit<'v>(
    object: &'v Object,
    place: Place,
    hints: &Hints,
    ids: &'v Ids<'v>,
    markup: &mut Markup,
    stack: &mut Vec<(&'v Value, Place)>,
) {
    let types = schema_org::types(object);
    if schema_org::is_product(object, &types) {
        markup.products.push(schema_org::product(object, Source::JsonLd, place, hints, ids));
        return;
    }
    let mut below = place;
    for kind in &types {
        match kind.as_str() {
            "itemlist" | "offercatalog" => {
                let entries = object.get("itemListElement").and_then(Value::as_array).map_or(0, Vec::len);
                markup.list_len = markup.list_len.max(entries);
                below = Place::List;
            }
            "collectionpage" | "searchresultspage" => {
                markup.list_page = true;
                below = Place::List;
            }
            "breadcrumblist" => {
                if markup.breadcrumb.is_empty() {
                    markup.breadcrumb = breadcrumb(object);
                }
                return;
            }
            "review" => below = Place::Aside,
            other if is_other(other) => {
                markup.other_kind |= place == Place::Top;
                markup.other_page |= place == Place::Top && !is_business(other);
                below = Place::Aside;
            }
            _ => {}
        }
    }
    if let Some(offered) = object.get("itemOffered").and_then(Value::as_object)
        && types.iter().any(|kind| kind == "offer")
    {
        // An offer that names its product: the same thing turned round.
        let mut turned = offered.clone();
        let mut offer = object.clone();
        offer.remove("itemOffered");
        turned.or_insert("offers", Value::Object(offer));
        turned.or_insert("@type", Value::from("Product"));
        if schema_org::is_product(&turned, &schema_org::types(&turned)) {
            markup.products.push(schema_org::product(&turned, Source::JsonLd, below, hints, ids));
            return;
        }
    }
    for (key, value) in object.iter().rev() {
        if value.is_object() || value.is_array() {
            let place = if key.is_one_of(ASIDE) { Place::Aside } else { below };
            stack.push((value, place));
        }
    }
}

/// Types of schema.org for what is read, visited, attended, rented or installed, by how their names end.
fn is_other(kind: &str) -> bool {
    const ENDS: &str = "\
        article|blogposting|recipe|event|hotel|hotelroom|lodgingbusiness|vacationrental|apartment|house|residence|\
        accommodation|realestatelisting|course|jobposting|howto|restaurant|blog|softwareapplication|\
        mobileapplication|webapplication|touristtrip|discussionforumposting|qapage|aboutpage|contactpage|\
        checkoutpage|profilepage";
    ENDS.parts("|").any(|end| kind.ends_with(end))
}

/// The business behind a site, which all its pages may name.
fn is_business(kind: &str) -> bool {
    matches!(kind, "hotel" | "lodgingbusiness" | "restaurant" | "blog")
}

fn breadcrumb(object: &Object) -> Vec<String> {
    let entries = object.get("itemListElement").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let name = |entry: &Value| -> Option<String> {
        let entry = entry.as_object()?;
        let own = entry.get("name").and_then(Value::as_str);
        let item =
            entry.get("item").and_then(Value::as_object).and_then(|item| item.get("name")).and_then(Value::as_str);
        clean_some(own.or(item)?, 200)
    };
    entries.iter().take(12).filter_map(name).collect()
}
