//! The project's own pages after what shop systems of the world make: each field on each of them, and pages that sell nothing.

use giftos::page::detect_html;
use giftos_tests::corpus::own::Own;
use shared::detect::{Detection, Verdict};

fn look(own: &Own) -> Detection {
    detect_html(own.html.as_bytes(), &own.expected.url, Some("text/html; charset=utf-8"))
}

#[test]
fn every_shop_systems_page_is_read_as_a_person_reads_it() {
    let pages = Own::all().unwrap();
    let shops: Vec<&Own> = pages.iter().filter(|own| own.is_product()).collect();
    assert!(shops.len() >= 50, "{} pages", shops.len());
    let wrong: Vec<String> = shops.iter().flat_map(|own| own.wrong(&look(own))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_page_that_sells_nothing_is_never_saved_unseen() {
    let pages = Own::all().unwrap();
    let others: Vec<(&Own, Verdict)> =
        pages.iter().filter(|own| !own.is_product()).map(|own| (own, look(own).page)).collect();
    let called = |verdict: Verdict| -> Vec<&str> {
        others.iter().filter(|(_, said)| *said == verdict).map(|(own, _)| own.name.as_str()).collect()
    };
    assert_eq!(called(Verdict::Sure), [""; 0]);
    let doubted = called(Verdict::Check);
    assert!(doubted.len() * 4 <= others.len(), "of {} pages a person would be asked on {doubted:?}", others.len());
}
