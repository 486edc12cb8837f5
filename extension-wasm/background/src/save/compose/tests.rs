use super::super::fixtures::{board, detection, draft, euros, looked, seen};
use super::*;
use shared::detect::{Detection, Source};

fn id() -> ItemId {
    ItemId::new(Timestamp::from_millis(9), [9; 10])
}

fn item(draft: &SaveDraft, looked: &Looked) -> NewItem {
    let boards = BoardChoice::Default(DefaultBoard::Default);
    match new_item(draft, looked, id(), boards, Timestamp::from_millis(10)) {
        Some(item) => item,
        None => panic!("no item"),
    }
}

fn page(draft: &SaveDraft, looked: &Looked) -> PageSnapshot {
    item(draft, looked).page.unwrap_or_default()
}

#[test]
fn the_page_goes_along_as_it_was_seen() {
    let item = item(&draft(), &looked());
    assert_eq!(item.title, None, "the page's own title is no wish of the person");
    let page = item.page.unwrap_or_default();
    assert_eq!(page.url, "https://shop.example/p/1");
    assert_eq!(page.title.as_deref(), Some("Red kettle"));
    assert_eq!((page.price, page.price_kind), (euros(1_999), Some(PriceKind::Current)));
    assert_eq!((page.list_price, page.price_source), (euros(2_499), Some(Source::JsonLd)));
    assert_eq!(page.verdict, Some(Verdict::Sure));
    assert_eq!(page.seen_at, Some(Timestamp::from_millis(10)));
}

#[test]
fn a_title_of_ones_own_stands_beside_the_pages() {
    let item = item(&SaveDraft { title: " Kettle for Ana ".to_owned(), ..draft() }, &looked());
    assert_eq!(item.title.as_deref(), Some("Kettle for Ana"));
    assert_eq!(item.page.and_then(|page| page.title).as_deref(), Some("Red kettle"));
}

#[test]
fn a_picked_price_keeps_its_source_and_a_typed_one_stands_beside_what_the_page_says() {
    let list = page(&SaveDraft { price: euros(2_499), ..draft() }, &looked());
    assert_eq!((list.price_kind, list.price_source), (Some(PriceKind::Current), Some(Source::Visible)));
    let member = page(&SaveDraft { price: euros(1_799), ..draft() }, &looked());
    assert_eq!(member.price_kind, Some(PriceKind::Member));
    assert_eq!(item(&SaveDraft { price: euros(1_799), ..draft() }, &looked()).price, None, "picked, not typed");
    let typed = item(&SaveDraft { price: euros(1_500), ..draft() }, &looked());
    let page_of_typed = typed.page.clone().unwrap_or_default();
    assert_eq!(
        (typed.price, page_of_typed.price, page_of_typed.price_source),
        (euros(1_500), euros(1_999), Some(Source::JsonLd))
    );
    assert_eq!(crate::outbox::row::SentItem::of(&typed).price, euros(1_500));
    let none = page(&SaveDraft { price: None, ..draft() }, &looked());
    assert_eq!((none.price, none.price_kind, none.price_source), (None, None, None));
}

#[test]
fn doubt_goes_along_unless_a_person_answered_it() {
    let doubtful = Looked { detection: seen(&Detection { page: Verdict::Check, ..detection() }), ..looked() };
    assert_eq!(page(&SaveDraft { checked: false, ..draft() }, &doubtful).verdict, Some(Verdict::Check));
    assert_eq!(page(&SaveDraft { checked: true, ..draft() }, &doubtful).verdict, None);
}

#[test]
fn what_is_too_long_is_cut_and_what_is_no_address_left_out() {
    let long = SaveDraft {
        title: "ä".repeat(600),
        image: Some("data:image/png;base64,AAAA".to_owned()),
        note: Some("n".repeat(3_000)),
        variant: vec![VariantOption { name: " ".to_owned(), value: "x".to_owned() }],
        ..draft()
    };
    let item = item(&long, &looked());
    assert_eq!(item.title.map(|title| title.chars().count()), Some(500));
    assert_eq!(item.note.map(|note| note.len()), Some(2_000));
    assert_eq!(item.variant, []);
    assert_eq!(item.page.and_then(|page| page.image), None);
}

#[test]
fn an_address_that_is_too_long_loses_its_query_first() {
    let url = format!("https://shop.example/p/1?x={}", "a".repeat(3_000));
    let page = page(&draft(), &Looked { url, ..looked() });
    assert_eq!(page.url, "https://shop.example/p/1");
}

#[test]
fn my_wishes_is_asked_for_by_name() {
    let default = BoardChoice::Default(DefaultBoard::Default);
    assert_eq!(board_choices(&[my_wishes()], None), std::slice::from_ref(&default));
    assert_eq!(board_choices(&[board(1)], Some(board(1))), std::slice::from_ref(&default));
    assert_eq!(board_choices(&[], None), std::slice::from_ref(&default));
    assert_eq!(
        board_choices(&[my_wishes(), board(2), board(2)], Some(board(1))),
        [BoardChoice::Boards(vec![board(1), board(2)])]
    );
    assert_eq!(board_choices(&[board(2), my_wishes()], None), [default, BoardChoice::Boards(vec![board(2)])]);
}

#[test]
fn the_key_of_a_page_is_its_own_address_and_its_variant() {
    assert_eq!(shown_key(&looked()).as_deref(), Some("shop.example/p/1"));
    let bare = Looked { detection: seen(&Detection { canonical_url: None, ..detection() }), ..looked() };
    assert_eq!(shown_key(&bare).as_deref(), Some("shop.example/p/1"));
    let option = |name: &str, value: &str| VariantOption { name: name.to_owned(), value: value.to_owned() };
    let red = [option("Colour", "Red"), option("Size", "M")];
    let same = [option("Size", "M"), option("Colour", "Red")];
    assert_eq!(page_key(&looked(), &red), page_key(&looked(), &same));
    assert_ne!(page_key(&looked(), &red), page_key(&looked(), &red[..1]));
}

#[test]
fn a_link_is_sent_for_the_server_to_read() {
    let boards = BoardChoice::Default(DefaultBoard::Default);
    let item = linked_item("https://shop.example/p/2", Some("Blue kettle"), id(), boards.clone());
    assert_eq!(item.and_then(|item| item.link).as_deref(), Some("https://shop.example/p/2"));
    assert_eq!(linked_item("javascript:alert(1)", None, id(), boards), None);
}
