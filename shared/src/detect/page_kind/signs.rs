//! The signs of a product page, each between 0 and 1 (a few go to 2): what markup says, what is seen, what the address says.

use super::super::Source;
use super::super::found::Found;
use super::super::text::{contained_words, words};
use super::super::visible::{Heading, is_for_a_time, leads_away, names_other_page};
use super::Case;
use super::folders::{DESKS, LIST_FOLDERS, OTHER_WORDS, PRODUCT_WORDS, READING_WORDS};
use crate::detect::sign::share;
use crate::find::Find;
use crate::page::{PageEvidence, Tag};
use crate::product_url;

crate::detect::sign::signs! { f: Facts<'_>, for {
    markup_with_price = f.main_is(|main| main.has_price()),
    markup_without_price = f.main_is(|main| !main.has_price()),
    markup_fits = f.main.is_some() && f.case.choice.fit >= 40,
    meta_product = f.case.og_product,
    meta_price = f.case.og_price,
    buy_control = (1..=4).contains(&f.case.seen.buys.len()),
    price_shown = share(f.case.prices.best_shown, 80),
    price_strength = share(f.case.prices.strength, 60),
    price_by_buy_control = f.by_control,
    heading = share(f.heading_score(), 90),
    heading_in_title = f.heading_in_title,
    heading_in_address = f.heading_in_address,
    picture = f.case.has_image,
    picture_shown = share(f.case.seen.pictures.first().map_or(0, |picture| picture.score), 80),
    picture_named = f.case.seen.pictures.first().is_some_and(|picture| picture.named),
    bare = f.case.page.nodes().len() < 150,
    stock_said = f.case.seen.availability.is_some(),
    quantity = (1..=3).contains(&f.case.seen.furniture.quantities),
    numbers = (1..=4).contains(&f.case.seen.furniture.numbers),
    sections = share(f.case.seen.furniture.sections, 3),
    contact = f.case.seen.furniture.contacts > 0,
    breadcrumb = f.case.markup.breadcrumb.len() >= 2,
    address_product = f.address(PRODUCT_WORDS),
    address_number = f.number,
} against {
    markup_fits_badly = f.main.is_some() && f.case.choice.fit < 15,
    markup_spans_many = f.main_is(|main| main.range_of_many) && f.case.seen.buys.is_empty(),
    markup_names_others = f.case.choice.equals >= 3 && f.case.choice.fit < 60,
    markup_is_a_list = f.case.markup.list_page || (f.case.markup.list_len >= 4 && f.main.is_none()),
    markup_is_other = f.case.markup.other_kind && f.main.is_none(),
    meta_other = f.case.og_other && f.main.is_none(),
    buy_controls_many = f.case.seen.buys.len() > 4,
    buy_controls_in_lists = share(f.case.seen.list_buys, 8),
    price_in_card = f.card,
    price_of_another = f.of_another,
    price_for_a_time = f.for_a_time,
    price_like_others = share(f.like_it, 8),
    prices_own = share(f.own, 20),
    heading_of_other_page = f.other_page,
    quantities_many = f.case.seen.furniture.quantities > 3,
    other_offers = share(f.case.seen.furniture.other_offers, 3),
    sums = share(f.case.seen.furniture.sums, 2),
    prose = share(f.case.seen.furniture.paragraphs, 10),
    cards = share(f.case.seen.furniture.cards, 30),
    next_page = f.case.seen.furniture.pages,
    password = f.case.seen.furniture.passwords > 0,
    address_front = f.front,
    address_other = f.address(OTHER_WORDS),
    address_list = f.list,
    address_reading = f.address(READING_WORDS),
} }

/// Nodes of the largest box that is a card of a list.
const CARD: usize = 48;

/// What several signs share.
struct Facts<'c> {
    case: &'c Case<'c>,
    /// The page's own product in its markup.
    main: Option<&'c Found>,
    like_it: usize,
    own: usize,
    by_control: bool,
    card: bool,
    of_another: bool,
    for_a_time: bool,
    other_page: bool,
    heading_in_title: bool,
    heading_in_address: bool,
    front: bool,
    list: bool,
    number: bool,
    path: Vec<String>,
}

/// The signs of a page.
pub(in crate::detect) fn signs(case: &Case<'_>) -> [f32; COUNT] {
    let main = case.choice.mains.iter().find(|found| found.source != Source::OpenGraph);
    let own = case.seen.prices.iter().filter(|price| !price.elsewhere);
    let best = own.clone().max_by_key(|price| price.score);
    let heading = case.seen.headings.first();
    let name = heading.map(|heading| words(&heading.text)).unwrap_or_default();
    let path = if has_address(case.page) { product_url::path(&case.page.url) } else { "" };
    let path_words = words(path);
    let facts = Facts {
        case,
        main,
        like_it: best.map_or(0, |price| price.like_it),
        by_control: best.is_some_and(|price| is_by_control(case, price.node)),
        card: best.is_some_and(|price| in_card(case.page, price.node, heading.map(|heading| heading.node))),
        of_another: best.is_some_and(|price| is_of_another(case.page, price.node, heading, &name)),
        for_a_time: best.is_some_and(|price| is_for_a_time(&price.context, &price.amount)),
        own: own.count(),
        other_page: heading
            .map_or(case.page.title.as_str(), |heading| &heading.text)
            .parts("|")
            .next()
            .is_some_and(names_other_page)
            || names_other_page(&case.page.title),
        heading_in_title: name.len() >= 2 && contained_words(&name, &words(&case.page.title)) >= 700,
        heading_in_address: name.len() >= 2 && contained_words(&name, &path_words) >= 600,
        front: is_front(case.page),
        list: in_list_folder(path),
        number: case.page.url.parts_at(|c| !c.is_ascii_digit()).any(|digits| digits.len() >= 4),
        path: path_words,
    };
    values(&facts)
}

impl Facts<'_> {
    fn main_is(&self, is: impl Fn(&Found) -> bool) -> bool {
        self.main.is_some_and(is)
    }

    fn heading_score(&self) -> i32 {
        self.case.seen.headings.first().map_or(0, |Heading { score, .. }| *score)
    }

    fn address(&self, list: &str) -> bool {
        self.path.iter().any(|word| word.is_one_of(list))
    }
}

/// Nothing makes the page one product's: it is the front of the site, its best price stands in a card that leads to another
/// page while no heading names what is sold here, or it is that of a thing shown on the way.
pub(super) fn shows_others(case: &Case<'_>) -> bool {
    let heading = case.seen.headings.first();
    let own = case.seen.prices.iter().filter(|price| !price.elsewhere).max_by_key(|price| price.score);
    let name = heading.map(|heading| words(&heading.text)).unwrap_or_default();
    let named = name.len() >= 2 && contained_words(&name, &words(&case.page.title)) >= 700;
    is_front(case.page)
        || own.as_ref().is_some_and(|price| is_of_another(case.page, price.node, heading, &name))
        || !named && own.is_some_and(|price| in_card(case.page, price.node, heading.map(|heading| heading.node)))
}

/// The address is that of the whole site.
fn is_front(page: &PageEvidence) -> bool {
    has_address(page) && product_url::path(&page.url).len() <= 1 && !page.url.holds("?")
}

/// The price stands by a control to buy, and a box for the quantity or words on the stock say that this page sells it.
pub(super) fn is_bought_here(case: &Case<'_>) -> bool {
    let own = case.seen.prices.iter().filter(|price| !price.elsewhere);
    let best = own.max_by_key(|price| price.score);
    best.is_some_and(|price| is_by_control(case, price.node)) && (1..=3).contains(&case.seen.furniture.quantities)
}

fn is_by_control(case: &Case<'_>, price: usize) -> bool {
    case.seen.buys.iter().any(|buy| buy.abs_diff(price) <= 60)
}

/// The smallest box around a price that holds a name or a picture too is a link to another page: what is sold, is sold there.
fn in_card(page: &PageEvidence, price: usize, heading: Option<usize>) -> bool {
    let boxes = page.ancestors(price).take_while(|up| page.below(*up).len() <= CARD);
    for up in boxes {
        if heading.is_some_and(|heading| page.below(up).contains(&heading)) {
            return false;
        }
        let names = |at: &usize| matches!(page.tag(*at), Tag::Img | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5);
        let mut named = page.below(up).filter(names).peekable();
        if named.peek().is_some() {
            return named.any(|at| leads_to_another(page, at));
        }
    }
    false
}

/// The smallest box around a price that holds a picture has a heading of its own, and that says nothing of what the page is
/// called: a thing that a text shows on the way.
fn is_of_another(page: &PageEvidence, price: usize, heading: Option<&Heading>, name: &[String]) -> bool {
    let boxes = page.ancestors(price).take_while(|up| page.below(*up).len() <= CARD);
    let mut boxes = boxes.take_while(|up| heading.is_none_or(|heading| !page.below(*up).contains(&heading.node)));
    let own = boxes.find_map(|up| {
        let pictured = page.below(up).any(|at| page.tag(at) == Tag::Img);
        let title = page.below(up).find(|at| page.tag(*at).heading().is_some_and(|level| level > 1));
        title.filter(|_| pictured).map(|at| words(&page.joined_text(at, 100)))
    });
    own.is_some_and(|own| {
        let said = contained_words(&own, name).max(contained_words(&own, &words(&page.title)));
        !own.is_empty() && said < 500 && contained_words(name, &own) <= 500
    })
}

/// It stands in a link, or holds one, to another page and not to a larger picture.
fn leads_to_another(page: &PageEvidence, at: usize) -> bool {
    let inner = page.below(at).find(|below| page.tag(*below) == Tag::A);
    leads_away(page, inner.unwrap_or(at)).is_some_and(|href| {
        let path = href.up_to("?").up_to("#");
        ![".jpg", ".jpeg", ".png", ".webp", ".gif"].iter().any(|end| path.ends_with(end))
    })
}

/// The page came from somewhere that tells something: a front page of a host that never resolves is a file without an address.
fn has_address(page: &PageEvidence) -> bool {
    let nowhere = product_url::host(&page.url).ends_with(".invalid") && product_url::path(&page.url).len() <= 1;
    !nowhere && !page.url.is_empty()
}

/// The address is one that every shop system gives to its cart, its checkout and its accounts: no sign weighs against it.
pub(super) fn is_shop_desk(page: &PageEvidence) -> bool {
    product_url::path(&page.url)
        .parts("/")
        .map(|folder| folder.strip_suffix(".html").unwrap_or(folder))
        .any(|folder| folder.strip_suffix(".php").unwrap_or(folder).is_one_of(DESKS))
}

/// The address is one of a list as Shopify, WooCommerce and others make it.
pub(super) fn is_shop_list(page: &PageEvidence) -> bool {
    let mut segments = product_url::path(&page.url).shorn_behind(|sign| sign == '/').rsplit('/').skip(1);
    segments.next().is_some_and(|folder| {
        matches!(folder, "collections" | "product-category" | "product-tag" | "produkt-kategorie" | "categorie-produit")
    })
}

/// The page stands right in a folder of lists, as shop systems make them: `/collections/NAME`, `/product-category/NAME`.
fn in_list_folder(path: &str) -> bool {
    let mut segments = path.shorn_behind(|sign| sign == '/').rsplit('/').skip(1);
    segments.next().is_some_and(|folder| folder.is_one_of(LIST_FOLDERS))
}
