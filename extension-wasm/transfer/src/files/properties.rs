//! What leaves comes back: for every collection that the API could hold, not for chosen ones.

use proptest::prelude::*;

use super::*;
use shared::money::Money;
use shared::product::VariantOption;
use shared::wire::items::{AnyNumber, ItemState, Quantity};

fn line(most: usize) -> impl Strategy<Value = String> {
    let plain = "[ -~äöüßéא-ת€漢字🎁]{1,40}".prop_map(|text| text.trim().to_owned());
    let odd =
        prop::sample::select(vec!["=1+1", "+1", "-1", "@x", "'=1", "a;b", "\"q\"", "a,b", "\\;", "x: y", "'", "[1]"]);
    prop_oneof![plain, odd.prop_map(str::to_owned)]
        .prop_filter("a line shows something", move |text| !text.is_empty() && text.chars().count() <= most)
}

fn money() -> impl Strategy<Value = Option<Money>> {
    let codes = prop::sample::select(vec!["EUR", "JPY", "KWD", "USD"]);
    prop::option::of((0..9_007_199_254_740_991i64, codes))
        .prop_map(|money| money.and_then(|(minor, code)| Some(Money::new(minor, code.parse().ok()?))))
}

fn url() -> impl Strategy<Value = Option<String>> {
    prop::option::of("[a-z]{2,8}/[a-z0-9?=&%,;'+-]{0,20}")
        .prop_map(|path| path.map(|path| ["https://shop.example/", &path].concat()))
}

fn wish() -> impl Strategy<Value = Wish> {
    let quantity = prop_oneof![(1..=9_999u16).prop_map(Quantity::Count), Just(Quantity::Any(AnyNumber::Any))];
    let options = prop::collection::btree_map("[A-Za-zé ]{1,9}", line(200), 0..4).prop_map(|options| {
        let one = |(name, value): (String, String)| VariantOption { name: name.trim().to_owned(), value };
        options.into_iter().map(one).filter(|option| !option.name.is_empty()).collect::<Vec<_>>()
    });
    let options = options.prop_filter("each name once", |options| {
        options.iter().enumerate().all(|(at, one)| options.iter().take(at).all(|other| other.name != one.name))
    });
    let boards = prop::collection::btree_set(line(200), 0..4).prop_map(|names| names.into_iter().collect::<Vec<_>>());
    let texts = (
        line(500),
        url(),
        url(),
        prop::option::of(line(2_000)),
        prop::option::of(line(2_000)),
        prop::option::of(line(100)),
    );
    let state = prop::sample::select(ItemState::ALL.to_vec());
    (texts, (money(), money()), quantity, options, prop::option::of(1..=10u8), state, boards).prop_map(
        |(
            (title, url, image, note, private_note, occasion),
            (price, alert_threshold),
            quantity,
            variant,
            priority,
            state,
            boards,
        )| Wish {
            title,
            url,
            image,
            price,
            quantity,
            variant,
            priority,
            note,
            private_note,
            occasion,
            alert_threshold,
            state,
            boards,
        },
    )
}

fn collection() -> impl Strategy<Value = Collection> {
    let kinds = prop::sample::select(BoardKind::ALL.to_vec());
    let boards = prop::collection::vec((line(200), kinds).prop_map(|(name, kind)| NamedBoard { name, kind }), 0..4);
    (boards, prop::collection::vec(wish(), 1..6)).prop_map(|(boards, mut wishes)| {
        // A page twice is one wish, in every account too.
        let mut known = Vec::new();
        wishes.retain(|wish| {
            let key = page_key(wish);
            let new = key.is_none() || !known.contains(&key);
            known.push(key);
            new
        });
        Collection { boards, wishes }
    })
}

fn back(preview: Preview) -> Collection {
    assert!(preview.rows.iter().all(|row| row.faults.is_empty()), "{preview:?}");
    Collection { boards: preview.boards, wishes: preview.rows.into_iter().map(|row| row.wish).collect() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn our_own_form_loses_nothing(collection in collection()) {
        let file = own(&collection);
        prop_assert_eq!(read_file(file.as_bytes()).map(back), Ok(collection));
    }

    #[test]
    fn a_table_brings_the_same_wishes_back(collection in collection()) {
        let file = table(&collection);
        let wishes = read_file(file.as_bytes()).map(|preview| back(preview).wishes);
        prop_assert_eq!(wishes, Ok(collection.wishes));
        for line in file.trim_start_matches('\u{feff}').lines() {
            prop_assert!(!line.starts_with(['=', '+', '-', '@']), "{}", line);
        }
    }

    #[test]
    fn every_file_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), text in "[\\[\\]{}\",:;<>/a-zA-Z0-9 \t\n€=.&#]{0,300}") {
        for input in [bytes.as_slice(), text.as_bytes()] {
            if let Ok(preview) = read_file(input) {
                prop_assert!(!preview.rows.is_empty() && preview.rows.len() <= MAX_ROWS);
            }
        }
        if let Ok(preview) = read_lines(&text) {
            let sent = |row: &Row| row.wish.title.chars().count() <= 500 && !row.wish.title.contains(char::is_control);
            prop_assert!(preview.rows.iter().all(sent));
        }
    }
}
