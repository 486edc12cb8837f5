//! The two adapters of one walk, held together: what `collect.js` sees in a real Chromium and what the server's parser
//! sees in the same bytes is the same evidence, layout excepted, and gives the product that a person reads off the page.

use std::path::Path;

use giftos_tests::chromium::{Chromium, Launch};
use giftos_tests::shop::{Asked, Case, Expected, Given, PageServer};
use shared::detect::{Detection, Verdict};
use shared::money::Money;
use shared::page::summary::Summary;
use shared::page::{Name, PageEvidence};

/// Nothing but the document loads and none of its scripts run; `<noscript>` stays unread, as where scripts do run.
const OFF: &str = "default-src 'none'";

fn script(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../extension").join(name);
    std::fs::read_to_string(path).unwrap()
}

fn in_chromium(chromium: &Chromium, case: &Case) -> PageEvidence {
    summed_up(chromium, case.expected.url.as_str())
}

fn summed_up(chromium: &Chromium, url: &str) -> PageEvidence {
    let page = chromium.open(url).unwrap();
    let summary = page.evaluate(&script("collect.js")).unwrap();
    page.close().unwrap();
    shared::page::collect(&Summary::of(summary.as_str().unwrap()).unwrap().dom())
}

fn on_server(case: &Case) -> PageEvidence {
    giftos::page::evidence(&case.html().unwrap(), case.expected.url.as_str(), Some("text/html"))
}

fn money(amount: &str, currency: &str) -> Money {
    Money::from_decimal(amount, currency.parse().unwrap()).unwrap()
}

/// What a person would read, in one spelling.
fn read_by_person(expected: &Expected) -> Vec<(&'static str, Option<String>)> {
    let price = expected.price.as_ref().zip(expected.currency.as_ref());
    let list = expected.list_price.as_ref().zip(expected.currency.as_ref());
    vec![
        ("page", Some(expected.page.clone())),
        ("title", expected.title.clone()),
        ("price", price.map(|(amount, currency)| format!("{:?}", money(amount, currency)))),
        ("list_price", list.map(|(amount, currency)| format!("{:?}", money(amount, currency)))),
        ("image", expected.image.clone()),
        ("availability", expected.availability.clone()),
        ("brand", expected.brand.clone()),
        ("sku", expected.sku.clone()),
        ("gtin", expected.gtin.clone()),
    ]
}

fn read_by_us(detection: &Detection) -> Vec<(&'static str, Option<String>)> {
    let product = &detection.product;
    let verdict = match detection.page {
        Verdict::Sure => "sure",
        Verdict::Check => "check",
        Verdict::NotProduct => "not_product",
    };
    // The title and the picture of a page that is none are offered to be edited, not claimed.
    let is_product = detection.page != Verdict::NotProduct;
    let text = |field: &Option<shared::detect::Field<String>>| {
        field.as_ref().filter(|_| is_product).map(|field| field.value.clone())
    };
    let price = |field: &Option<shared::detect::Field<shared::detect::PriceText>>| {
        field.as_ref().map(|field| format!("{:?}", field.value.money().unwrap()))
    };
    vec![
        ("page", Some(verdict.to_owned())),
        ("title", text(&product.title)),
        ("price", price(&product.price)),
        ("list_price", price(&product.list_price)),
        ("image", text(&product.image)),
        ("availability", product.availability.as_ref().map(|field| field.value.as_str().to_owned())),
        ("brand", text(&product.brand)),
        ("sku", text(&product.sku)),
        ("gtin", text(&product.gtin)),
    ]
}

#[test]
fn browser_and_server_see_the_same_page_and_the_product_on_it() {
    let cases = Case::all().unwrap();
    assert!(cases.len() >= 8);
    let server = PageServer::start(Case::site(&cases, Some(OFF))).unwrap();
    let chromium = Launch::default().through(server.address()).start().unwrap();
    for case in &cases {
        let seen = in_chromium(&chromium, case);
        let parsed = on_server(case);
        let drawn = (0..seen.nodes().len()).filter(|at| seen.layout(*at).is_some()).count();
        assert!(drawn > 0, "{}: no layout came from the browser", case.name);
        assert!(!seen.nodes().is_empty() && !parsed.truncated, "{}", case.name);
        let expected = read_by_person(&case.expected);
        for (whom, evidence) in [("browser", &seen), ("server", &parsed)] {
            let found = read_by_us(&shared::detect::detect(evidence));
            for (expected, found) in expected.iter().zip(&found) {
                // What a case leaves out of these, it does not speak of.
                if expected.1.is_none() && ["availability", "brand", "sku", "gtin"].contains(&expected.0) {
                    continue;
                }
                assert_eq!(found, expected, "{}, as the {whom} sees it", case.name);
            }
        }
        let (seen, parsed) = (seen.without_layout(), parsed);
        for (at, (in_browser, on_server)) in seen.nodes().iter().zip(parsed.nodes()).enumerate() {
            assert_eq!(in_browser.tag, on_server.tag, "{}: node {at}", case.name);
            assert_eq!(seen.text(at), parsed.text(at), "{}: node {at}", case.name);
        }
        assert_eq!(seen, parsed, "{}", case.name);
    }
}

/// Letters of two bytes, so that bytes and the browser's own units are not the same number.
#[test]
fn of_very_many_large_scripts_browser_and_server_keep_the_same() {
    const PAGE: &str = "http://scripts.example/";
    let large = |name: &str| format!("{name}: \"{}\"", "ж".repeat(250_000));
    let (mut html, ld) = (String::from("<!doctype html><title>Scripts</title>"), "application/ld+json");
    for number in 0..4 {
        html += &format!("<script>var state{number} = {{{}}}</script>", large("price"));
        if number < 3 {
            html += &format!("<script type=\"{ld}\">{{{}}}</script>", large("name"));
        }
    }
    for number in 0..70 {
        html +=
            &format!("<script>var price{number} = 1</script><script type=\"{ld}\">{{\"number\":{number}}}</script>");
    }
    let given = html.clone();
    let server = PageServer::start(move |asked: &Asked| {
        let given = Given::new("text/html; charset=utf-8", given.clone());
        (asked.url.as_str() == PAGE).then(|| given.with_header("Content-Security-Policy", OFF))
    })
    .unwrap();
    let chromium = Launch::default().through(server.address()).start().unwrap();
    let seen = summed_up(&chromium, PAGE);
    let parsed = giftos::page::evidence(html.as_bytes(), PAGE, Some("text/html; charset=utf-8"));
    let sizes = |page: &PageEvidence| {
        [&page.states, &page.json_ld].map(|texts| texts.iter().map(String::len).collect::<Vec<_>>())
    };
    assert_eq!(sizes(&seen), sizes(&parsed));
    assert_eq!((seen.states.len(), seen.json_ld.len(), seen.truncated), (24, 60, true));
    assert_eq!(seen.without_layout(), parsed);
}

#[test]
fn the_extension_s_program_and_this_one_read_every_page_alike() {
    let cases = Case::all().unwrap();
    let server = PageServer::start(Case::site(&cases, Some(OFF))).unwrap();
    let pages: Vec<_> = cases.iter().map(|case| (case.name.clone(), case.expected.url.to_string())).collect();
    let extension = giftos_tests::journey::Kind::Chromium.built_extension();
    let outcome = giftos_tests::prove::both_builds::compare(&pages, &server, &extension).unwrap();
    assert_eq!((outcome.compared, outcome.faults), (cases.len(), Vec::new()));
}

#[test]
fn the_summary_of_a_huge_page_is_bounded_and_quick() {
    let chromium = Launch::default().start().unwrap();
    let page = chromium.open("data:text/html,<title>Huge</title><h1>Huge</h1>").unwrap();
    let grow = "const box = document.createElement('div'); \
        for (let i = 0; i < 60000; i++) { const p = document.createElement('p'); p.className = 'price'; \
        p.textContent = i + '.00 €'; box.append(p); } document.body.append(box); \
        let deep = document.body; for (let i = 0; i < 400; i++) { const d = document.createElement('div'); deep.append(d); deep = d; } 1";
    page.evaluate(grow).unwrap();
    let summary = page.evaluate(&script("collect.js")).unwrap();
    let text = summary.as_str().unwrap();
    assert!(text.matches("<p ").count() <= 36_000);
    let evidence = shared::page::collect(&Summary::of(text).unwrap().dom());
    assert!(evidence.truncated && evidence.nodes().len() <= shared::page::LIMITS.nodes);
    let _ = shared::detect::detect(&evidence);
}

/// Chromium's own renderer ends with a page that draws some 3,000 boxes inside each other, whoever looks at it; what is not drawn
/// may be deeper.
#[test]
fn the_summary_of_a_page_built_deep_by_a_script_comes_at_once() {
    let chromium = Launch::default().start().unwrap();
    for (deep, style) in [(2_000, ""), (5_000, "display: none")] {
        let page = chromium.open("data:text/html,<title>Deep</title><h1>Deep</h1>").unwrap();
        let grow = format!(
            "const root = document.createElement('div'); root.style = '{style}'; let deep = root; \
             for (let i = 0; i < {deep}; i++) {{ const below = document.createElement('div'); deep.append(below); deep = below; }} \
             deep.textContent = '5.00 €'; document.body.append(root); 1"
        );
        page.evaluate(&grow).unwrap();
        let summary = page.evaluate(&script("collect.js")).unwrap();
        let evidence = shared::page::collect(&Summary::of(summary.as_str().unwrap()).unwrap().dom());
        assert!(evidence.truncated, "{deep} deep");
        assert_eq!(evidence.title, "Deep");
        let _ = shared::detect::detect(&evidence);
    }
}

/// Texts and elements stand in all that a browser writes otherwise than it holds it. What is said of one must be said of that one:
/// here each has the size of letters that its class names.
#[test]
fn what_is_said_of_how_a_node_is_drawn_is_said_of_that_node() {
    const HTML: &str = "<!doctype html><title>9 sizes & more</title><style>b > i { color: red } </style><style>.&nbsp {}</style>\
        <script>var price = '<input value=\"1\"> &amp; <!-- <script>1</script> --> 2'</script>\
        <script>row = '<input size=2 value=\"' + price + '>'</script><p class=\"s19\">10 €</p><noscript><h1>No 1</h1></noscript>\
        <template><h1>1 €</h1><p>2 €</p></template><pre>\n\n3 &lt; 4 &amp; 5&nbsp;€</pre><textarea>7 €\nown words</textarea>\
        <svg><style>a > b {}</style><text>8 &amp; 9</text></svg><iframe>1 <b>2</b></iframe><xmp>3 < 4</xmp><h2 class=s31>Name</h2>\
        <input value='own 1'><input value='own < \"2>'><p class=\"s11\"\">1,00&nbsp;€ 😀</p><p class=s12>2 two <b class=s13>2 €</b> <!-- 3 --> €</p><ul><li value=7 class=s14>4 €</ul>\
        <div id=host><span slot=a class=s15>5 €</span> no 6 €</div><h1 class=s32>Name &amp; 7</h1><p class=s16 id=split>8,00 €</p>\
        <select><option selected>1<option>2</select><p class=s17>9,00 €</p>";
    let chromium = Launch::default().start().unwrap();
    let page = chromium.open("data:text/html,<title>Blank</title>").unwrap();
    let set = format!(
        "document.open(); document.write({}); document.close(); \
         for (const one of document.querySelectorAll('[class]')) one.style.fontSize = one.className.slice(1) + 'px'; \
         const root = document.getElementById('host').attachShadow({{mode: 'open'}}); \
         root.innerHTML = '<h3 class=s33 style=\"font-size: 33px\">Shadow 1</h3><p class=s18 style=\"font-size: 18px\">6,00 €</p><slot name=a>0 €</slot>'; \
         const split = document.getElementById('split').firstChild; split.splitText(2).splitText(1); \
         split.after('', document.createComment('x')); document.querySelector('select').selectedIndex = 1; 1",
        serde_json::to_string(HTML).unwrap()
    );
    page.evaluate(&set).unwrap();
    let summary = page.evaluate(&script("collect.js")).unwrap();
    let text = summary.as_str().unwrap();
    assert!(!text.contains("own"), "{text}");
    let seen = shared::page::collect(&Summary::of(text).unwrap().dom());
    let mut sizes = Vec::new();
    for at in 0..seen.nodes().len() {
        let Some(size) = seen.attribute(at, Name::Class).and_then(|class| class.strip_prefix('s')) else { continue };
        let layout = seen.layout(at).unwrap_or_else(|| panic!("nothing is said of {size}: {text}"));
        assert_eq!(layout.font_px.to_string(), size, "{text}");
        sizes.push(layout.font_px);
    }
    assert_eq!(sizes, [19, 31, 11, 12, 13, 14, 33, 18, 15, 32, 16, 17]);
    let chosen: Vec<_> = (0..seen.nodes().len()).filter(|at| seen.attribute(*at, Name::Selected).is_some()).collect();
    assert_eq!(chosen.iter().map(|at| seen.joined_text(*at, 10)).collect::<Vec<_>>(), ["2"]);
}

#[test]
fn the_pre_check_hints_at_products_and_at_nothing_else() {
    let chromium = Launch::default().start().unwrap();
    let page = chromium.open("data:text/html,<title>Blank</title>").unwrap();
    let hears = "globalThis.heard = []; \
        globalThis.browser = { runtime: { sendMessage: (m) => { heard.push(m); return Promise.reject(new Error('asleep')); } } }; 1";
    page.evaluate(hears).unwrap();
    let script = script("precheck.js");
    for (html, hint) in [
        ("<script type='application/ld+json'>{\"@type\":\"Product\"}</script>", true),
        (
            "<script type='application/ld+json'>{\"@graph\":[{\"@type\":[\"http://schema.org/ProductGroup\"]}]}</script>",
            true,
        ),
        ("<p itemscope itemtype='http://schema.org/Product'>x</p>", true),
        ("<p vocab='https://schema.org/' typeof='Product'>x</p>", true),
        ("<meta property='og:type' content='og:product'>", true),
        ("<meta property='product:price:amount' content='5'>", true),
        ("<script type='application/ld+json'>{\"@type\":\"Article\",\"name\":\"On Products\"}</script>", false),
        ("<p itemscope itemtype='http://schema.org/Person'>x</p>", false),
        ("<meta property='og:type' content='article'><h1>Product</h1>", false),
    ] {
        let head = serde_json::to_string(html).unwrap();
        // What parsing put into the body goes to the head, where pages have their metas.
        let set = format!(
            "heard.length = 0; document.head.innerHTML = ''; document.body.innerHTML = {head}; \
             document.head.append(...document.body.querySelectorAll('meta')); 1"
        );
        page.evaluate(&set).unwrap();
        page.evaluate(&script).unwrap();
        let heard = page.evaluate("heard").unwrap();
        let want = if hint { serde_json::json!([{ "type": "page.hint" }]) } else { serde_json::json!([]) };
        assert_eq!(heard, want, "{html}");
    }
}
