//! From what a person sees to what the server gets: a draft of the popup, or a detection alone, becomes a [`NewItem`].
//! Every text is cut to what the server takes, so that no save is refused for its length.

use shared::detect::Verdict;
use shared::find::Find;
use shared::id::{BoardId, ItemId};
use shared::money::Money;
use shared::product::{PriceKind, VariantOption};
use shared::time::Timestamp;
use shared::wire::items::{BoardChoice, DefaultBoard, NewItem, PageSnapshot};
use shared::wire::message::{SaveDraft, my_wishes};
use shared::wire::pictures::UPLOADED;
use shared::wire::seen::{Seen, SeenPrice};
use shared::{product_url, same_thing};

use browser::storage::keys::Looked;

const MAX_TITLE: usize = 500;
const MAX_NOTE: usize = 2_000;
const MAX_BOARDS: usize = 20;

/// At most so many characters; `None` where nothing is left.
fn cut(text: &str, most: usize) -> Option<String> {
    let text = text.trim();
    let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    text.get(..end).map(str::trim_end).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn address(url: &str) -> Option<String> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    (web && url.len() <= product_url::MAX_BYTES).then(|| url.to_owned())
}

/// The address of a picture, or the path of one that the person uploaded or is about to.
fn picture(image: &str) -> Option<String> {
    if image.starts_with(UPLOADED) { Some(image.to_owned()) } else { address(image) }
}

/// The page's address as one may pass it on: without its tracking; and short enough to send, else without its query.
fn page_address(url: &str) -> Option<String> {
    let bare = || url.up_to("?").up_to("#");
    // Some shops name the product behind the "#".
    let routed = url.parted("#").is_some_and(|(_, route)| route.starts_with(['/', '!']));
    let clean = if routed { address(url) } else { product_url::canonical(url).and_then(|url| address(&url)) };
    clean.or_else(|| address(url)).or_else(|| address(bare()))
}

/// The key of a page in the index of saved pages, without the owner: address and variant, as the server tells pages apart.
pub(crate) fn page_key(looked: &Looked, variant: &[VariantOption]) -> Option<String> {
    let canonical = looked.detection.canonical_url();
    let address = product_url::own_address(&looked.url, canonical.as_deref());
    same_thing::page_key(address, variant)
}

/// The key of a page with the variant that it shows.
pub(crate) fn shown_key(looked: &Looked) -> Option<String> {
    page_key(looked, &looked.detection.variant())
}

/// By what else the page of this key is known, once it is saved.
pub(crate) fn signs(page: &str, looked: &Looked) -> Vec<String> {
    let text = |field| looked.detection.text(field).unwrap_or_default();
    let mut signs = same_thing::signs(page, &text("title"), &text("gtin"), &text("sku"));
    // Looked up before anybody looks at the page; nothing but the address is known of it then.
    signs.extend(
        product_url::identity_key(&looked.url)
            .filter(|address| address != page)
            .map(|address| same_thing::sign_of_address(&address)),
    );
    signs
}

/// What the keystroke saves: the detection as it is.
pub(crate) fn draft_of(looked: &Looked, tab_id: i32, board: BoardId) -> SaveDraft {
    let seen = &looked.detection;
    SaveDraft {
        tab_id,
        url: looked.url.clone(),
        title: seen.text("title").unwrap_or_default(),
        price: seen.price().map(|seen| seen.price),
        image: seen.text("image"),
        variant: seen.variant(),
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
    let (price, told) = prices(draft, &looked.detection);
    let page = snapshot(draft, &looked.detection, told, page_address(&looked.url)?, now);
    let title = cut(&draft.title, MAX_TITLE).filter(|title| page.title.as_ref() != Some(title));
    Some(NewItem {
        id,
        boards,
        page: Some(page),
        link: None,
        title,
        price,
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
        price: None,
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

/// The price that was typed, and the price that the page tells: the main one, or the candidate that was picked instead.
/// Whoever wants no price gets none.
fn prices(draft: &SaveDraft, seen: &Seen) -> (Option<Money>, Option<SeenPrice>) {
    let Some(price) = draft.price else { return (None, None) };
    let main = seen.price();
    let chosen = main.filter(|main| main.price == price).or_else(|| seen.candidate(price));
    if chosen.is_some() { (None, chosen) } else { (Some(price), main) }
}

fn snapshot(draft: &SaveDraft, seen: &Seen, told: Option<SeenPrice>, url: String, now: Timestamp) -> PageSnapshot {
    let text = |field: &str, most| cut(&seen.text(field)?, most);
    let page = seen.page();
    // A person who looked has answered the doubt; a page that is none was filled in by hand.
    let verdict = (!draft.checked || page == Verdict::Sure).then_some(page);
    PageSnapshot {
        url,
        canonical_url: seen.canonical_url().as_deref().and_then(address),
        title: text("title", MAX_TITLE),
        price: told.map(|told| told.price),
        price_kind: told.map(|told| told.kind.map_or(PriceKind::Current, kind)),
        list_price: seen.list_price(),
        image: draft.image.as_deref().and_then(picture),
        brand: text("brand", 200),
        gtin: text("gtin", 14),
        sku: text("sku", 100),
        description: text("description", 1_000),
        category: text("category", 200),
        availability: seen.availability(),
        verdict,
        price_source: told.map(|told| told.source),
        seen_at: Some(now),
    }
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
