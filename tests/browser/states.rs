//! Popup, panel and options in each of their states: they fit, they speak, axe finds nothing, and what is pressed is asked for.

mod activity;
mod acts;
mod boards;
mod injected;
mod keys;
mod options;

use giftos_tests::chromium::{Launch, Page, Scheme};
use giftos_tests::states::{Look, States};
use serde_json::{Value, json};

const LOOKS: [Look; 3] = [
    Look { locale: "en", width: 360, scheme: Scheme::Light },
    Look { locale: "de", width: 320, scheme: Scheme::Dark },
    Look { locale: "he", width: 320, scheme: Scheme::Light },
];

/// What reaches beyond the page's edge, and what was asked for but has no words.
const TROUBLE: &str = "(() => { const width = document.documentElement.clientWidth; const found = [...fake.wordless]; \
    if (document.documentElement.scrollWidth > width) found.push(`scrolls sideways: ${document.documentElement.scrollWidth}`); \
    for (const element of document.querySelectorAll('body *')) { if (element.closest('.unseen, svg, datalist')) continue; \
    const box = element.getBoundingClientRect(); \
    if (box.width && (box.right > width + 1 || box.left < -1)) found.push(`outside: ${element.tagName}.${element.className}`); } \
    return found; })()";

/// axe-core's own rules for WCAG 2.2 AA and its good practice.
const AXE: &str = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})\
    .then(result => result.violations.map(each => `${each.id}: ${each.help}: ${each.nodes[0].html.slice(0, 160)}`))";

#[test]
fn every_state_fits_at_320_and_360_pixels_in_three_languages() {
    let states = States::read().unwrap();
    let server = states.serve().unwrap();
    let chromium = Launch::default().through(server.address()).start().unwrap();
    let mut troubles = Vec::new();
    for look in LOOKS {
        for name in states.names() {
            let page = states.show(&chromium, name, look, &Value::Null).unwrap();
            let found = page.evaluate(TROUBLE).unwrap();
            if found != json!([]) {
                troubles.push(format!("{name} {look:?}: {found}"));
            }
            page.close().unwrap();
        }
    }
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
}

#[test]
fn axe_finds_nothing_in_any_state_light_or_dark() {
    let axe = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools/axe/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(&axe).expect("axe-core is missing; `cargo xtask test` brings it");
    let states = States::read().unwrap();
    let server = states.serve().unwrap();
    let chromium = Launch::default().through(server.address()).start().unwrap();
    let mut violations = Vec::new();
    for look in &LOOKS[..2] {
        for name in states.names() {
            let page = states.show(&chromium, name, *look, &Value::Null).unwrap();
            let found = run_axe(&page, &axe);
            if found != json!([]) {
                violations.push(format!("{name} {look:?}: {found}"));
            }
            page.close().unwrap();
        }
    }
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

fn run_axe(page: &Page, axe: &str) -> Value {
    // What is half under the head while it is scrolled is no smaller target for that.
    page.evaluate(&format!("scrollTo(0, 0); {axe}; 1")).unwrap();
    page.evaluate(AXE).unwrap()
}
