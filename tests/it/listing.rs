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

#[test]
fn lists_of_several_kinds_are_read_each_as_people_see_it() {
    let wish_list = "<html lang=en><title>Wish List</title><h1>Ana's wish list</h1><ul id=g-items>\
        <li data-id=A><div><a href='/dp/B01?coliid=1&amp;colid=2&amp;ref_=lv_ov'><img src=/a.jpg alt='Red kettle'></a></div>\
        <div><h3><a id=itemName_A href='/dp/B01?coliid=1&amp;colid=2&amp;ref_=lv_nm'>Red kettle</a></h3><span>by Hearth</span>\
        <span class=a-price><span class=a-offscreen>$29.00</span></span><a href=/cart/add>Add to Cart</a></div></li>\
        <li data-id=B><div><a href='/dp/B02?coliid=3&amp;colid=2&amp;ref_=lv_ov'><img src=/b.jpg alt='Blue kettle'></a></div>\
        <div><h3><a id=itemName_B href='/dp/B02?coliid=3&amp;colid=2&amp;ref_=lv_nm'>Blue kettle</a></h3>\
        <span class=a-price><span class=a-offscreen>$49.00</span></span></div></li></ul></html>";
    let table = "<html lang=en><title>Price list</title><h1>Price list</h1><table><tr><th>Thing<th>Price</tr>\
        <tr><td><a href=/red>Red kettle</a><td>$29.00</tr><tr><td><a href=/blue>Blue kettle</a><td>$49.00</tr>\
        <tr><td><a href=/green>Green kettle</a><td>$59.00</tr></table></html>";
    let hebrew = "<html lang=he dir=rtl><title>קומקומים</title><h1>קומקומים</h1><ul>\
        <li><a href=/r><img src=/r.jpg alt=''><h2>קומקום אדום</h2></a><p>29.00 ₪</p></li>\
        <li><a href=/b><img src=/b.jpg alt=''><h2>קומקום כחול</h2></a><p>49.00 ₪</p></li>\
        <li><a href=/g><img src=/g.jpg alt=''><h2>קומקום ירוק</h2></a><p>59.00 ₪</p></li></ul></html>";
    let short = |html: &str| -> Vec<String> {
        let short = |item: &ListItem| {
            let price = item.price.as_ref();
            let code = price.and_then(|price| price.currency).map(|currency| currency.code().to_owned());
            format!("{} {} {}", item.title, price.map_or("-", |price| &price.amount), code.unwrap_or_default())
        };
        list(html).iter().map(short).collect()
    };
    let kettles = ["Red kettle 29.00 USD", "Blue kettle 49.00 USD", "Green kettle 59.00 USD"];
    assert_eq!(short(wish_list), kettles[..2]);
    assert_eq!(short(table), kettles);
    assert_eq!(short(hebrew), ["קומקום אדום 29.00 ILS", "קומקום כחול 49.00 ILS", "קומקום ירוק 59.00 ILS"]);
}

#[test]
fn tiles_that_lead_nowhere_good_are_left_out() {
    let tile = |href: &str, n: u32| {
        format!("<li><a href=\"{href}\"><img src=/{n}.jpg><h3>Kettle {n}</h3></a><p>${n}.00</p></li>")
    };
    let odd: String =
        ["javascript:alert(1)", "data:text/html,x", "https://other.example/1", "file:///etc/passwd", "#top", ""]
            .iter()
            .zip(20..)
            .map(|(href, n)| tile(href, n))
            .collect();
    let page = format!("<html lang=en><h1>Kettles</h1><ul>{odd}{}{}</ul></html>", tile("/p/1", 11), tile("/p/2", 12));
    let urls: Vec<String> = list(&page).into_iter().map(|item| item.url).collect();
    assert_eq!(urls, ["https://www.kitchen.example.com/p/1", "https://www.kitchen.example.com/p/2"]);
}
