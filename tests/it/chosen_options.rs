//! Which size and colour are chosen on a page, and what then holds of the product.

use giftos::page::detect_html;
use shared::detect::Detection;
use shared::product::Availability;

const VARIANTS: &str = r#"<script type="application/ld+json">{"@context":"https://schema.org","@type":"ProductGroup","name":"Fjord rain jacket",
"brand":"Lumen","hasVariant":[
{"@type":"Product","sku":"J-S-MOSS","color":"Moss","size":"S","url":"/jacket?variant=1","image":"/moss.jpg","offers":{"@type":"Offer","price":"89.00","priceCurrency":"EUR","availability":"InStock"}},
{"@type":"Product","sku":"J-M-MOSS","color":"Moss","size":"M","url":"/jacket?variant=2","image":"/moss.jpg","offers":{"@type":"Offer","price":"94.00","priceCurrency":"EUR","availability":"OutOfStock"}},
{"@type":"Product","sku":"J-M-RUST","color":"Rust","size":"M","url":"/jacket?variant=3","image":"/rust.jpg","offers":{"@type":"Offer","price":"99.00","priceCurrency":"EUR","availability":"InStock"}}]}</script>"#;

fn read(url: &str, controls: &str, price: &str) -> Detection {
    let html = format!(
        "<!doctype html><html lang=en><title>Fjord rain jacket | Shop</title>{VARIANTS}<main><h1>Fjord rain jacket</h1>\
         <img src=/moss.jpg alt='Fjord rain jacket' width=600 height=600><p class=price>{price}</p><form>{controls}\
         <label>Quantity <select name=qty><option>1<option>2<option>3</select></label>\
         <button>Add to cart</button></form></main><footer><label>Country <select><option>Austria<option>Italy</select></label></footer>"
    );
    detect_html(html.as_bytes(), url, None)
}

fn options(found: &Detection) -> Vec<String> {
    found.product.variant.iter().map(|option| format!("{}={}", option.name, option.value)).collect()
}

fn expect(found: &Detection, options_: &[&str], price: &str, sku: &str, stock: Availability) {
    assert_eq!(options(found), options_);
    assert_eq!(found.product.price.as_ref().map(|price| price.value.amount.as_str()), Some(price));
    assert_eq!(found.product.sku.as_ref().map(|sku| sku.value.as_str()), Some(sku));
    assert_eq!(found.product.availability.as_ref().map(|stock| stock.value), Some(stock));
}

#[test]
fn lists_choose_price_number_stock_and_address() {
    let lists = "<label for=s>Size</label><select id=s><option value=''>Choose a size<option>S<option selected>M</select>\
        <label>Colour: <select name=colour><option>Moss<option selected>Rust</select></label>";
    let found = read("https://shop.example/jacket", lists, "€99.00");
    expect(&found, &["Size=M", "Colour=Rust"], "99.00", "J-M-RUST", Availability::InStock);
    assert_eq!(found.canonical_url.as_deref(), Some("https://shop.example/jacket?variant=3"));
}

#[test]
fn radio_buttons_and_swatches_choose_too() {
    let radios = "<fieldset><legend>Size</legend><label><input type=radio name=size value=s> S</label>\
        <label><input type=radio name=size value=m checked> M</label></fieldset>\
        <p>Colour: <b>Moss</b></p><div role=radiogroup aria-label=Colour><button type=button role=radio aria-checked=true>Moss</button>\
        <button type=button role=radio aria-checked=false>Rust</button></div>";
    let found = read("https://shop.example/jacket", radios, "€94.00");
    expect(&found, &["Size=M", "Colour=Moss"], "94.00", "J-M-MOSS", Availability::OutOfStock);
    let pressed = "<div><span>Size</span><button type=button aria-pressed=true>S</button><button type=button aria-pressed=false>M</button></div>\
        <div><span>Colour</span><button type=button aria-pressed=true title=Moss></button><button type=button aria-pressed=false title=Rust></button></div>";
    let found = read("https://shop.example/jacket", pressed, "€89.00");
    expect(&found, &["Size=S", "Colour=Moss"], "89.00", "J-S-MOSS", Availability::InStock);
}

#[test]
fn the_address_chooses_where_nothing_else_does() {
    let found = read("https://shop.example/jacket?variant=2&utm_source=mail", "", "€94.00");
    expect(&found, &["Color=Moss", "Size=M"], "94.00", "J-M-MOSS", Availability::OutOfStock);
}

#[test]
fn what_is_not_chosen_yet_is_no_option() {
    let unchosen = "<label>Size <select><option>Please choose<option>S<option>M</select></label>\
        <label><input type=radio name=gift value=1> as a gift</label><label><input type=radio name=gift value=0> for me</label>";
    let found = read("https://shop.example/jacket", unchosen, "€89.00");
    assert_eq!(options(&found), Vec::<String>::new());
}
