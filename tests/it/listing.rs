//! What a page of many things offers for a save of several at once.

use giftos::page::evidence;
use shared::detect::listing::{ListItem, MOST, items};

fn list(html: &str) -> Vec<ListItem> {
    items(&evidence(html.as_bytes(), "https://www.kitchen.example.com/kettles", Some("text/html; charset=utf-8")))
}

/// "title url image price currency".
fn line(item: &ListItem) -> String {
    let end = |url: &str| url.trim_start_matches("https://www.kitchen.example.com").to_owned();
    let price = item.price.as_ref();
    let code = price.and_then(|price| price.currency).map_or_else(|| "?".to_owned(), |known| known.code().to_owned());
    let amount = price.map_or_else(|| "-".to_owned(), |price| format!("{} {code}", price.amount));
    format!("{} {} {} {amount}", item.title, end(&item.url), item.image.as_deref().map_or("-".to_owned(), end))
}

#[test]
fn each_card_is_one_thing_with_its_price_now() {
    let html = "<html lang=en><title>Kettles</title><nav><a href=/mugs>Mugs $5</a></nav><h1>Kettles</h1><ul>\
        <li><a href=/k/1><img src=/1.jpg alt='Red kettle'></a><h3><a href=/k/1>Red kettle</a></h3><del>$39.00</del> <b>$29.00</b>\
        <a href='?add-to-cart=1'>Add to cart</a></li>\
        <li><a href=/k/2><img src=/2.jpg alt='Blue kettle'><span>Blue kettle</span><span>$49.00</span></a></li>\
        <li><a href='/k/2?utm_source=x'><img src=/2.jpg></a><a href='/k/2?utm_source=x'>Blue kettle</a> $49.00</li></ul>\
        <footer><a href=/gift>Gift card</a> $10</footer>";
    let lines: Vec<String> = list(html).iter().map(line).collect();
    assert_eq!(lines, ["Red kettle /k/1 /1.jpg 29.00 USD", "Blue kettle /k/2 /2.jpg 49.00 USD"]);
}

#[test]
fn links_to_other_shops_and_a_single_thing_are_no_list() {
    let card =
        |href: &str, n: u32| format!("<div><a href={href}><img src=/{n}.jpg alt='Pot {n}'></a> <b>${n}.00</b></div>");
    let away = format!("<h1>Pots</h1>{}{}", card("https://other.example/1", 11), card("https://other.example/2", 12));
    assert_eq!(list(&away), []);
    assert_eq!(list(&format!("<h1>Pots</h1>{}", card("/p/1", 11))), []);
}

#[test]
fn a_list_ends_at_its_bound() {
    let cards: String = (1..=300)
        .map(|n| {
            format!(
                "<li><a href=/k/{n}><img src=/{n}.jpg></a><h3><a href=/k/{n}>Kettle {n}</a></h3><b>${n}.00</b></li>"
            )
        })
        .collect();
    let all = list(&format!("<html lang=en><h1>Kettles</h1><ul>{cards}</ul>"));
    assert_eq!((all.len(), all.len() <= MOST), (200, true));
    assert_eq!(line(&all[199]), "Kettle 200 /k/200 /200.jpg 200.00 USD");
}
