use super::*;
use std::fmt::Write;

fn title(bytes: &[u8], content_type: Option<&str>) -> String {
    evidence(bytes, "https://shop.example/", content_type).title
}

#[test]
fn charsets_are_found_in_the_order_of_browsers() {
    let latin = b"<meta charset=iso-8859-1><title>Caf\xe9 10 \x80</title>";
    assert_eq!(title(latin, None), "Café 10 €");
    assert_eq!(title("\u{feff}<title>Café</title>".as_bytes(), Some("text/html; charset=latin1")), "Café");
    assert_eq!(title(b"<title>\xd6\xc7</title>", Some("text/html;charset=\"windows-1251\"")), "ЦЗ");
    let content = b"<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'><title>\xd6</title>";
    assert_eq!(title(content, None), "Ц");
    assert_eq!(title("<title>Größe für Mädchen</title>".as_bytes(), None), "Größe für Mädchen");
}

#[test]
fn a_page_that_is_whole_utf_8_is_utf_8_whatever_its_meta_says() {
    let page = "<meta charset=windows-1251><title>Эхолот для рыбалки</title>";
    assert_eq!(title(page.as_bytes(), None), "Эхолот для рыбалки");
    // Cut within a letter, as a page that was read in part is.
    assert_eq!(title(&page.as_bytes()[..page.len() - 9], None), "Эхолот для рыбалк\u{fffd}");
    // The shop's own header goes before what the bytes look like.
    assert_ne!(title(page.as_bytes(), Some("text/html; charset=windows-1251")), "Эхолот для рыбалки");
}

#[test]
fn a_page_without_charset_is_guessed() {
    let text = "<title>Тостер на два ломтика, нержавеющая сталь</title><p>Цена и наличие в магазинах города</p>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
    assert_eq!(title(&bytes, None), "Тостер на два ломтика, нержавеющая сталь");
}

#[test]
fn a_page_100_000_deep_is_read_in_time() {
    for tag in ["div", "b", "font", "table", "span", "a", "p", "li", "svg"] {
        let mut page = String::from("<title>Deep</title>");
        for _ in 0..100_000 {
            let _ = write!(page, "<{tag}>");
        }
        page.push_str("end");
        let start = std::time::Instant::now();
        let seen = evidence(page.as_bytes(), "", None);
        assert_eq!(seen.title, "Deep");
        assert!(start.elapsed().as_secs() < 20, "{tag} took {:?}", start.elapsed());
    }
}

#[test]
fn a_page_of_many_nodes_scripts_and_attributes_is_bounded() {
    let many = "<i>1</i>".repeat(300_000);
    let scripts = "<script type='application/ld+json'>{\"@type\":\"Product\",\"name\":\"x\"}</script>".repeat(10_000);
    let mut attributes = String::from("<p");
    for at in 0..100_000 {
        let _ = write!(attributes, " a{at}=1");
    }
    attributes.push_str("><h1>After</h1>");
    for page in [&many, &scripts, &attributes] {
        let seen = evidence(page.as_bytes(), "", None);
        assert!(seen.truncated);
        assert!(seen.nodes().len() <= shared::page::LIMITS.nodes && seen.json_ld.len() <= shared::page::LIMITS.scripts);
        let _ = shared::detect::detect(&seen);
    }
}

#[test]
fn a_script_larger_than_the_limit_is_left_out() {
    let page = format!("<script type=application/ld+json>[{}]</script><h1>Lamp</h1>", "{},".repeat(2_000_000));
    let seen = evidence(page.as_bytes(), "", None);
    assert!(seen.truncated && seen.json_ld.is_empty());
}

#[test]
fn nested_json_does_not_reach_the_stack() {
    let open = "[".repeat(200_000);
    let page = format!("<script type=application/ld+json>{open}</script>");
    let _ = detect_html(page.as_bytes(), "", None);
    let objects = "{\"a\":".repeat(100_000);
    let page = format!("<script type=application/ld+json>{objects}</script>");
    let _ = detect_html(page.as_bytes(), "", None);
}

#[test]
fn a_page_goes_on_after_a_charset_that_comes_late_and_after_scripts() {
    let page =
        b"<title>Lamp</title><script>1</script><meta charset=utf-8><script>2</script><h1>Lamp</h1><p>9,99 \xe2\x82\xac";
    let seen = evidence(page, "", None);
    assert!(!seen.truncated);
    assert!(seen.joined_text(0, 100).contains('\u{20ac}'), "{}", seen.joined_text(0, 100));
}

#[test]
fn nothing_hides_depth_from_the_judge() {
    let deep = "<div>".repeat(30_000);
    let hidden = [
        format!("<!-->{deep}"),
        format!("<p =\">{deep}"),
        format!("<svg><title>{deep}"),
        "<div><!</div>".repeat(30_000),
        "<div></div-x>".repeat(30_000),
        "<span><div></span>".repeat(30_000),
        "<form><div></form>".repeat(30_000),
        "<div><table><tr><td></div>".repeat(30_000),
        "<g/>".repeat(30_000),
    ];
    for page in hidden {
        let (html, whole) = parse::parse(&page, false);
        let deepest = html.tree.nodes().map(|node| node.ancestors().count()).max().unwrap_or(0);
        assert!(!whole && deepest < 6_000, "{} deep in {}", deepest, &page[..40]);
    }
}

#[test]
fn formatting_that_is_opened_again_stays_in_proportion() {
    let fonts: String = (0..500).map(|n| format!("<font a={n}>")).collect();
    let reopened = fonts + &"<p>x".repeat(50_000);
    let leaked: String = (0..20_000).map(|n| format!("<div><font a={n}></div><p>x")).collect();
    for page in [reopened, leaked] {
        let (html, whole) = parse::parse(&page, false);
        assert!(!whole && html.tree.nodes().len() < 60_000, "{}", html.tree.nodes().len());
    }
}
