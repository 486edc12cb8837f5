//! From what a person sees to what the server gets: a draft of the popup, or a detection alone, becomes a [`NewItem`].
//! Every text is cut to what the server takes, so that no save is refused for its length.

use shared::detect::{Detection, PriceCandidate, Verdict};
use shared::id::{BoardId, ItemId};
use shared::money::Money;
use shared::product::{PriceKind, VariantOption};
use shared::time::Timestamp;
use shared::wire::items::{BoardChoice, DefaultBoard, NewItem, PageSnapshot};
use shared::wire::message::{SaveDraft, my_wishes};
use shared::{order, product_url};

use browser::storage::keys::Looked;

const MAX_TITLE: usize = 500;
const MAX_NOTE: usize = 2_000;
const MAX_BOARDS: usize = 20;

/// At most so many characters; `None` where nothing is left.
fn cut(text: &str, most: usize) -> Option<String> {
    let text = text.trim();
    let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    (end > 0).then(|| text[..end].trim_end().to_owned())
}

fn address(url: &str) -> Option<String> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    (web && url.len() <= product_url::MAX_BYTES).then(|| url.to_owned())
}

/// The page's address as one may pass it on: without its tracking; and short enough to send, else without its query.
fn page_address(url: &str) -> Option<String> {
    let bare = || url.split(['?', '#']).next().unwrap_or(url);
    // Some shops name the product behind the "#".
    let routed = url.split_once('#').is_some_and(|(_, route)| route.starts_with(['/', '!']));
    let clean = if routed { address(url) } else { product_url::canonical(url).and_then(|url| address(&url)) };
    clean.or_else(|| address(url)).or_else(|| address(bare()))
}

/// The key of a page in the index of saved pages, without the owner: address and variant, as the server tells pages apart.
pub(crate) fn page_key(looked: &Looked, variant: &[VariantOption]) -> Option<String> {
    let address = product_url::own_address(&looked.url, looked.detection.canonical_url.as_deref());
    let mut key = product_url::identity_key(address)?;
    let mut options: Vec<(&str, &str)> =
        variant.iter().map(|option| (option.name.as_str(), option.value.as_str())).collect();
    order::few(&mut options, |one, other| one < other);
    for (name, value) in options {
        key.push_str(&format!("\u{1f}{name}\u{1f}{value}"));
    }
    Some(key)
}

/// The key of a page with the variant that it shows.
pub(crate) fn shown_key(looked: &Looked) -> Option<String> {
    page_key(looked, &looked.detection.product.variant)
}

/// What the keystroke saves: the detection as it is.
pub(crate) fn draft_of(looked: &Looked, tab_id: i32, board: BoardId) -> SaveDraft {
    let product = &looked.detection.product;
    SaveDraft {
        tab_id,
        url: looked.url.clone(),
        title: product.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
        price: product.price.as_ref().and_then(|price| price.value.money()),
        image: product.image.as_ref().map(|image| image.value.clone()),
        variant: product.variant.clone(),
        boards: vec![board],
        note: None,
        quantity: shared::wire::items::Quantity::default(),
        checked: false,
    }
}

/// The boards as the server wants them. *My wishes* may be unknown to the server yet and cannot be named beside others:
/// then it becomes a save of its own, which the server puts together with the other by the page.
pub(crate) fn board_choices(boards: &[BoardId], default: Option<BoardId>) -> Vec<BoardChoice> {
    let is_default = |board: &BoardId| *board == my_wishes() || Some(*board) == default;
    let mut named: Vec<BoardId> = Vec::new();
    for board in boards {
        let board = if *board == my_wishes() { default.unwrap_or(*board) } else { *board };
        if !named.contains(&board) {
            named.push(board);
        }
    }
    named.truncate(MAX_BOARDS);
    if named.iter().all(is_default) {
        return vec![BoardChoice::Default(DefaultBoard::Default)];
    }
    let unknown = named.iter().position(|board| *board == my_wishes());
    let mut choices = Vec::new();
    if let Some(at) = unknown {
        named.remove(at);
        choices.push(BoardChoice::Default(DefaultBoard::Default));
    }
    choices.push(BoardChoice::Boards(named));
    choices
}

/// The item of a draft that was made over this look. `None` where the page has no address that could be sent.
pub(crate) fn new_item(
    draft: &SaveDraft,
    looked: &Looked,
    id: ItemId,
    boards: BoardChoice,
    now: Timestamp,
) -> Option<NewItem> {
    let page = snapshot(draft, &looked.detection, page_address(&looked.url)?, now);
    let title = cut(&draft.title, MAX_TITLE).filter(|title| page.title.as_ref() != Some(title));
    Some(NewItem {
        id,
        boards,
        page: Some(page),
        link: None,
        title,
        quantity: draft.quantity,
        variant: variant(&draft.variant),
        priority: 5,
        note: draft.note.as_deref().and_then(|note| cut(note, MAX_NOTE)),
        private_note: None,
        occasion: None,
        alert_threshold: None,
    })
}

/// An item of which only the address is known: the server reads the page.
pub(crate) fn linked_item(link: &str, title: Option<&str>, id: ItemId, boards: BoardChoice) -> Option<NewItem> {
    Some(NewItem {
        id,
        boards,
        page: None,
        link: Some(page_address(link)?),
        title: title.and_then(|title| cut(title, MAX_TITLE)),
        quantity: shared::wire::items::Quantity::default(),
        variant: Vec::new(),
        priority: 5,
        note: None,
        private_note: None,
        occasion: None,
        alert_threshold: None,
    })
}

fn variant(options: &[VariantOption]) -> Vec<VariantOption> {
    let kept = options
        .iter()
        .filter_map(|option| Some(VariantOption { name: cut(&option.name, 100)?, value: cut(&option.value, 200)? }));
    kept.take(20).collect()
}

fn snapshot(draft: &SaveDraft, detection: &Detection, url: String, now: Timestamp) -> PageSnapshot {
    let product = &detection.product;
    let text =
        |field: &Option<shared::detect::Field<String>>, most| field.as_ref().and_then(|field| cut(&field.value, most));
    let main = product.price.as_ref().and_then(|price| Some((price.value.money()?, price.source)));
    let chosen = draft.price.map(|price| chosen_price(price, main.map(|(money, _)| money), &detection.prices));
    let price_source = match (&chosen, main) {
        (Some((_, Some(candidate))), _) => Some(candidate.source),
        (Some((price, None)), Some((money, source))) if *price == money => Some(source),
        _ => None,
    };
    // A person who looked has answered the doubt; a page that is none was filled in by hand.
    let verdict = (!draft.checked || detection.page == Verdict::Sure).then_some(detection.page);
    PageSnapshot {
        url,
        canonical_url: detection.canonical_url.as_deref().and_then(address),
        title: text(&product.title, MAX_TITLE),
        price: draft.price,
        price_kind: chosen.map(|(_, candidate)| candidate.map_or(PriceKind::Current, |candidate| kind(candidate.kind))),
        list_price: product.list_price.as_ref().and_then(|price| price.value.money()),
        image: draft.image.as_deref().and_then(address),
        brand: text(&product.brand, 200),
        gtin: text(&product.gtin, 14),
        sku: text(&product.sku, 100),
        description: text(&product.description, 1_000),
        category: text(&product.category, 200),
        availability: product.availability.as_ref().map(|field| field.value),
        verdict,
        price_source,
        seen_at: Some(now),
    }
}

/// The candidate behind a price that is not the main one.
fn chosen_price(price: Money, main: Option<Money>, candidates: &[PriceCandidate]) -> (Money, Option<&PriceCandidate>) {
    if Some(price) == main {
        return (price, None);
    }
    (price, candidates.iter().find(|candidate| candidate.price.money() == Some(price)))
}

/// Whoever picks a crossed-out or a sale price says: this is what one pays. The other kinds stay what they are.
fn kind(kind: PriceKind) -> PriceKind {
    match kind {
        PriceKind::List | PriceKind::Sale => PriceKind::Current,
        other => other,
    }
}

#[cfg(test)]
mod tests;
