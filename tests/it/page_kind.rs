//! Is it the page of one product: small pages of every other kind that a shop has, and products told by the eye alone.

use giftos::page::detect_html;
use shared::detect::Verdict;

fn is_product(url: &str, html: &str) -> bool {
    detect_html(html.as_bytes(), url, Some("text/html; charset=utf-8")).page != Verdict::NotProduct
}

/// What stands around on every page of a shop.
fn shop(title: &str, body: &str) -> String {
    format!(
        "<html lang=en><title>{title} | Shop</title><body><header><a href=/><img class=logo src=/logo.svg></a>\
         <nav><a href=/c/kettles>Kettles</a><a href=/c/pots>Pots</a></nav></header><main>{body}</main>\
         <footer><a href=/help>Help</a> Orders over $50 ship free</footer></body></html>"
    )
}

fn cards(count: usize, button: &str) -> String {
    let card = |n: usize| {
        format!(
            "<li class=product-card><a href=/item/{n}><img src=/{n}.jpg alt='Kettle {n}'></a><h3><a href=/item/{n}>Kettle {n}</a></h3>\
             <span class=price>${n}.00</span>{button}</li>"
        )
    };
    (11..11 + count).map(card).collect()
}

#[test]
fn a_thing_to_buy_is_a_product_without_any_markup() {
    let picture = "<img src=/img/red-kettle.jpg alt='Red kettle' width=500 height=500>";
    for (title, body) in [
        ("Red kettle", format!("<h1>Red kettle</h1>{picture}<p class=price>$30.00</p><button>Add to cart</button>")),
        (
            "Red kettle",
            format!(
                "<h1>Red kettle</h1>{picture}<span>30,00 €</span><input name=qty value=1><button>In den Warenkorb</button><h2>Beschreibung</h2>"
            ),
        ),
        (
            "Red kettle",
            format!("<h1>Red kettle</h1>{picture}<b>$30</b><p>Art. Nr. 4711</p><button disabled>Sold out</button>"),
        ),
        (
            "Red kettle",
            format!(
                "<h1>Red kettle</h1>{picture}<div class=price>$30</div><button>Contact seller</button><h3>Description</h3>"
            ),
        ),
        (
            "Red kettle",
            format!(
                "<h1>Red kettle</h1>{picture}<p class=price>$30.00</p><button>Add to cart</button><section><h2>You may also like</h2><ul>{}</ul></section>",
                cards(8, "")
            ),
        ),
    ] {
        assert!(is_product("https://shop.example/red-kettle-20417", &shop(title, &body)), "{body}");
    }
}

#[test]
fn lists_are_no_product() {
    let grid = cards(12, "");
    let with_buttons = cards(12, "<button>Add to cart</button>");
    for (url, title, body) in [
        ("/c/kettles", "Kettles", format!("<h1>Kettles</h1><ul>{grid}</ul>")),
        ("/c/kettles", "Kettles", format!("<h1>Kettles</h1><ul>{with_buttons}</ul>")),
        (
            "/collections/red-kettles",
            "Red kettles",
            format!("<h1>Red kettles</h1><p>12 products</p><ul>{with_buttons}</ul>"),
        ),
        (
            "/search?q=kettle",
            "Search results for kettle",
            format!("<h1>Search results for “kettle”</h1><ul>{grid}</ul>"),
        ),
        ("/", "Kettles and pots", format!("<h1>Welcome</h1><h2>Best sellers</h2><ul>{with_buttons}</ul>")),
        ("/wishlists/4711", "Wish list", format!("<h1>Our wish list</h1><ul>{grid}</ul>")),
    ] {
        assert!(!is_product(&format!("https://shop.example{url}"), &shop(title, &body)), "{url} {body}");
    }
}

#[test]
fn things_to_read_are_no_product_though_they_speak_of_prices() {
    let prose = "<p>Water boils at one hundred degrees, and the time it takes depends on the power of the kettle, on how much water there \
        is, and on how cold it was when it came from the tap; a good kettle needs about three minutes for a litre.</p>"
        .repeat(6);
    let article = "<script type='application/ld+json'>{\"@type\":\"BlogPosting\",\"headline\":\"How to choose a kettle\"}</script>";
    let recipe = "<script type='application/ld+json'>{\"@type\":\"Recipe\",\"name\":\"Tea with milk\"}</script>";
    for (url, title, body) in [
        (
            "/blogs/news/how-to-choose-a-kettle",
            "How to choose a kettle",
            format!(
                "{article}<h1>How to choose a kettle</h1><img src=/k.jpg alt=Kettle width=800 height=400>{prose}<p>From $30.</p>"
            ),
        ),
        (
            "/blog/kettles",
            "Five kettles we like",
            format!("<h1>Five kettles we like</h1>{prose}<p>The first costs $30, the last $99.</p>"),
        ),
        (
            "/recipes/tea-with-milk",
            "Tea with milk",
            format!(
                "{recipe}<h1>Tea with milk</h1><img src=/tea.jpg alt='Tea with milk'><p>Prep time: 5 minutes</p><p>Servings: 2</p>{prose}"
            ),
        ),
        (
            "/shipping",
            "Delivery and returns",
            format!("<h1>Delivery and returns</h1><p>Standard $4.95</p><p>Express $12.00</p>{prose}"),
        ),
        ("/about", "About us", format!("<h1>About us</h1>{prose}")),
    ] {
        assert!(!is_product(&format!("https://shop.example{url}"), &shop(title, &body)), "{url}");
    }
}

#[test]
fn desks_of_a_shop_are_no_product() {
    let line = "<div><img src=/red-kettle.jpg alt='Red kettle'><a href=/item/1>Red kettle</a> <span class=price>$30.00</span><input name=qty value=1></div>";
    for (url, title, body) in [
        ("/cart", "Your cart", format!("<h1>Your cart</h1>{line}<p>Subtotal $30.00</p><button>Checkout</button>")),
        ("/checkout", "Checkout", format!("<h1>Checkout</h1>{line}<p>Total $34.95</p><button>Place order</button>")),
        ("/warenkorb", "Warenkorb", format!("<h1>Warenkorb</h1>{line}<p>Summe 30,00 €</p><button>Zur Kasse</button>")),
        (
            "/account/login",
            "Sign in",
            "<h1>Sign in</h1><input type=email><input type=password><button>Sign in</button>".to_owned(),
        ),
        ("/account/orders/1001", "Order 1001", format!("<h1>Order 1001</h1>{line}<p>Total $34.95</p>")),
        ("/items/gone", "Page not found", "<h1>Page not found</h1><p>Try our search.</p>".to_owned()),
    ] {
        assert!(!is_product(&format!("https://shop.example{url}"), &shop(title, &body)), "{url}");
    }
}
