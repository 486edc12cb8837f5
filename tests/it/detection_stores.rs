//! Rules for single shops on pages cut down to what the rule reads, and what a rule must never do.

use giftos::page::detect_html;
use shared::detect::{Detection, Source};

fn look_at(url: &str, html: &str) -> Detection {
    detect_html(html.as_bytes(), url, Some("text/html; charset=utf-8"))
}

/// Title, price, list price, picture, maker, number and stock in one line.
fn line(detection: &Detection) -> String {
    let product = &detection.product;
    let text = |field: Option<String>| field.unwrap_or_else(|| "-".to_owned());
    let price = product.price.as_ref().map(|price| {
        format!("{} {}", price.value.amount, price.value.currency.map_or("?".to_owned(), |c| c.code().to_owned()))
    });
    [
        text(product.title.as_ref().map(|field| field.value.clone())),
        text(price),
        text(product.list_price.as_ref().map(|price| price.value.amount.clone())),
        text(product.image.as_ref().map(|field| field.value.rsplit('/').next().unwrap_or("").to_owned())),
        text(product.brand.as_ref().map(|field| field.value.clone())),
        text(product.sku.as_ref().map(|field| field.value.clone())),
        text(product.availability.as_ref().map(|field| field.value.as_str().to_owned())),
    ]
    .join(" · ")
}

#[test]
fn amazon() {
    let price = |sum: &str, whole: &str, cents: &str| {
        format!(
            "<span class=a-offscreen>{sum}</span><span aria-hidden=true><span class=a-price-whole>{whole}\
             <span class=a-price-decimal>,</span></span><span class=a-price-fraction>{cents}</span>\
             <span class=a-price-symbol>€</span></span>"
        )
    };
    let html = format!(
        "<html lang=de-de><title>Emaillebecher Gipfel, rot, 350 ml : Amazon.de: Küche</title>\
         <div id=nav-cart>0</div><div id=imgTagWrapperId><img id=landingImage alt='Emaillebecher Gipfel' \
         data-old-hires=https://m.media.example/images/I/81abc.jpg src=https://m.media.example/images/I/81abc._SX300_.jpg></div>\
         <h1 id=title><span id=productTitle> Emaillebecher Gipfel, rot, 350 ml </span></h1>\
         <a id=bylineInfo href=/stores/Riess/page/1>Besuchen Sie den Riess-Store</a>\
         <div id=corePriceDisplay_desktop_feature_div><span class='a-price priceToPay'>{}</span>\
         <span class=basisPrice>UVP: <span class='a-price a-text-price'>{}</span></span></div>\
         <div>Andere Verkäufer: <span class=a-price>{}</span></div>\
         <div id=availability><span>Auf Lager</span></div><input type=submit id=add-to-cart-button value='In den Einkaufswagen'>",
        price("24,99€", "24", "99"),
        price("29,99€", "29", "99"),
        price("19,00€", "19", "00"),
    );
    let found = look_at("https://www.amazon.de/Riess-Emaillebecher/dp/B01ABCD23E/ref=sr_1_1", &html);
    let want = "Emaillebecher Gipfel, rot, 350 ml · 24.99 EUR · 29.99 · 81abc.jpg · Riess · B01ABCD23E · in_stock";
    assert_eq!(line(&found), want);
}

#[test]
fn ebay() {
    let html = "<html lang=en-GB><title>Enamel Mug Summit 350 ml Red | eBay</title>\
        <div class='ux-image-carousel-item active'><img src=https://i.ebay.example/images/g/abc/s-l1600.jpg alt='Enamel Mug'></div>\
        <h1 class=x-item-title__mainTitle><span>Enamel Mug Summit 350 ml Red</span></h1>\
        <div class=x-sellercard-atf><h2>hut_shop</h2></div><div class=x-price-primary><span>£12.50</span></div>\
        <div class=x-additional-info><span class=ux-textspans--STRIKETHROUGH>£15.00</span></div>\
        <div class=d-quantity__availability><span>3 available</span></div><div>Postage: £3.99</div>\
        <a class=x-bin-action href=/buy>Buy it now</a>\
        <div class=ux-labels-values--brand><div class=ux-labels-values__labels>Brand</div>\
        <div class=ux-labels-values__values>Riess</div></div>";
    let found = look_at("https://www.ebay.co.uk/itm/256123456789?hash=item1", html);
    let want = "Enamel Mug Summit 350 ml Red · 12.50 GBP · 15.00 · s-l1600.jpg · Riess · 256123456789 · in_stock";
    assert_eq!(line(&found), want);
}

#[test]
fn walmart() {
    let html = "<html lang=en-US><title>Enamel Mug Summit 12 oz - Walmart.com</title>\
        <script id=__NEXT_DATA__ type=application/json>{\"props\":{\"pageProps\":{\"initialData\":{\"data\":{\"product\":\
        {\"usItemId\":\"2522348721\",\"name\":\"Enamel Mug Summit 12 oz\",\"brand\":\"Riess\",\"availabilityStatus\":\"IN_STOCK\",\
        \"priceInfo\":{\"currentPrice\":{\"price\":14.97,\"currencyUnit\":\"USD\"}}}}}}}}</script>\
        <h1 id=main-title itemprop=name>Enamel Mug Summit 12 oz</h1>\
        <div data-testid=hero-image-container><img src=https://i5.walmart.example/mug.jpeg width=600 height=600></div>\
        <span itemprop=price>Now $14<sup>97</sup></span><span data-testid=strikethrough-price>$19.97</span>\
        <div>More seller options from $9.99</div><button>Add to cart</button>";
    let found = look_at("https://www.walmart.com/ip/Enamel-Mug-Summit/2522348721", html);
    let want = "Enamel Mug Summit 12 oz · 14.97 USD · 19.97 · mug.jpeg · Riess · 2522348721 · in_stock";
    assert_eq!(line(&found), want);
}

#[test]
fn steam() {
    let html = "<html lang=en><title>Save 50% on Summit Mug Simulator on Steam</title>\
        <meta property=og:title content='Save 50% on Summit Mug Simulator on Steam'>\
        <div id=appHubAppName class=apphub_AppName>Summit Mug Simulator</div>\
        <img class=game_header_image_full src=https://cdn.steam.example/apps/1703340/header.jpg>\
        <div id=developers_list><a href=/developer/hut>Hut Games</a></div>\
        <div class=game_area_purchase_game><h2>Buy Summit Mug Simulator</h2>\
        <div class=discount_prices><div class=discount_original_price>19,99€</div><div class=discount_final_price>9,99€</div></div>\
        <a class=btn_addtocart href=#>Add to Cart</a></div>\
        <div class=game_area_dlc_list><div class=discount_final_price>2,99€</div></div>";
    let found = look_at("https://store.steampowered.com/app/1703340/Summit_Mug_Simulator/", html);
    let want = "Summit Mug Simulator · 9.99 EUR · 19.99 · header.jpg · Hut Games · 1703340 · in_stock";
    assert_eq!(line(&found), want);
}

#[test]
fn aliexpress() {
    let html = "<html lang=en><title>Enamel Mug Summit 350ml Camping Cup - AliExpress</title>\
        <div class=magnifier--image--RM17RL2><img src=https://ae01.ali.example/kf/S123.jpg></div>\
        <div class=title--wrap--UUHae_g><h1 data-pl=product-title>Enamel Mug Summit 350ml Camping Cup</h1></div>\
        <span class=price--currentPriceText--V8_y_b5>US $4.56</span><span class=price--originalText--gxVO5_d>US $9.12</span>\
        <div class=coins>US $0.21 off with coins</div><div class=quantity--info--jnoo_pD>95 Pieces available</div>\
        <button>Buy now</button>";
    let found = look_at("https://www.aliexpress.com/item/1005006123456789.html?spm=a2g0o", html);
    let want = "Enamel Mug Summit 350ml Camping Cup · 4.56 USD · 9.12 · S123.jpg · - · 1005006123456789 · in_stock";
    assert_eq!(line(&found), want);
}

/// The shop has new pages, where the rule's places hold other things: markup and the visible page agree against it.
#[test]
fn a_stale_rule_never_wins_over_sources_that_agree() {
    let html = "<html lang=en-US><title>Enamel Mug Summit</title><script type=application/ld+json>{\"@type\":\"Product\",\
        \"name\":\"Enamel Mug Summit\",\"sku\":\"NEW-1\",\"brand\":\"Riess\",\"image\":\"https://i.example/mug.jpg\",\
        \"offers\":{\"price\":\"30.00\",\"priceCurrency\":\"USD\",\"availability\":\"InStock\"}}</script>\
        <div id=productTitle>Deal of the week</div><div id=bylineInfo>Week Deals</div><div id=availability>Out of stock</div>\
        <div id=priceblock_ourprice>$9.00</div><div id=imgBlkFront><img src=https://i.example/banner.jpg></div>\
        <h1>Enamel Mug Summit</h1><img src=https://i.example/mug.jpg alt='Enamel Mug Summit' width=500 height=500>\
        <p>SKU: NEW-1</p><div class=price>$30.00</div><p>In stock</p><button>Add to cart</button>";
    let found = look_at("https://www.amazon.com/dp/B01ABCD23E", html);
    let want = "Enamel Mug Summit · 30.00 USD · - · mug.jpg · Riess · NEW-1 · in_stock";
    assert_eq!(line(&found), want);
}

#[test]
fn a_rule_is_for_its_shops_product_pages_and_no_others() {
    let html = "<title>Mugs</title><div id=productTitle>Mug of somebody</div><div id=bylineInfo>Brand: Riess</div>\
        <h1>Red mug</h1><img src=/mug.jpg width=500 height=500><div class=price>$30.00</div><button>Add to cart</button>";
    for (url, want) in [
        ("https://www.amazon.com/dp/B01ABCD23E", Some(Source::Store)),
        ("https://smile.amazon.co.uk/gp/product/B01ABCD23E", Some(Source::Store)),
        ("https://www.amazon.com/stores/page/1", None),
        ("https://amazon.shop.example/dp/B01ABCD23E", None),
        ("https://www.notamazon.com/dp/B01ABCD23E", None),
    ] {
        let sku = look_at(url, html).product.sku.map(|field| field.source);
        assert_eq!(sku.filter(|source| *source == Source::Store), want, "{url}");
    }
}
