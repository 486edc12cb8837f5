//! Pages with some of their markup taken out. A page whose JSON-LD is gone must be told by what is left: one labelled page is
//! then as many cases as it has sources, and no judgement comes to lean on one source that most pages happen to have.

/// Which markup is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Without {
    /// `<script type="application/ld+json">`.
    pub json_ld: bool,
    /// `itemprop`, `itemscope`, `typeof`.
    pub items: bool,
    /// Open Graph, product and Twitter meta elements.
    pub metas: bool,
}

/// The page as it is, then with one, two and all three kinds of markup taken out.
pub const VARIANTS: [Without; 7] = [
    Without { json_ld: false, items: false, metas: false },
    Without { json_ld: true, items: false, metas: false },
    Without { json_ld: false, items: true, metas: false },
    Without { json_ld: false, items: false, metas: true },
    Without { json_ld: true, items: true, metas: false },
    Without { json_ld: true, items: false, metas: true },
    Without { json_ld: true, items: true, metas: true },
];

/// What is written over in the bytes of a page: names in any case, each with another of the same length that means nothing.
const JSON_LD: [(&str, &str); 1] = [("application/ld+json", "application/x-+none")];
const ITEMS: [(&str, &str); 3] = [("itemprop", "data-i-p"), ("itemscope", "data-i-sc"), ("typeof=", "data-t=")];
const METAS: [(&str, &str); 7] = [
    ("\"og:", "\"x-:"),
    ("'og:", "'x-:"),
    ("=og:", "=x-:"),
    ("\"product:", "\"x------:"),
    ("'product:", "'x------:"),
    ("twitter:", "x------:"),
    ("image_src", "x--------"),
];

impl Without {
    /// The page's bytes without that markup.
    #[must_use]
    pub fn apply(self, page: &[u8]) -> Vec<u8> {
        let mut out = page.to_vec();
        for (taken, names) in [(self.json_ld, &JSON_LD[..]), (self.items, &ITEMS), (self.metas, &METAS)] {
            for (name, nothing) in names.iter().filter(|_| taken) {
                write_over(&mut out, name.as_bytes(), nothing.as_bytes());
            }
        }
        out
    }
}

fn write_over(page: &mut [u8], name: &[u8], nothing: &[u8]) {
    let mut at = 0;
    while at + name.len() <= page.len() {
        match page.get_mut(at..at + name.len()) {
            Some(here) if here.eq_ignore_ascii_case(name) => {
                here.copy_from_slice(nothing);
                at += name.len();
            }
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_and_what_is_written_over_them_are_of_one_length() {
        assert!(JSON_LD.iter().chain(&ITEMS).chain(&METAS).all(|(name, nothing)| name.len() == nothing.len()));
    }

    #[test]
    fn a_source_taken_out_is_gone_and_the_others_stay() {
        let page = br#"<title>Teapot</title><meta property="og:title" content="Teapot"><meta property="product:price:amount" content="5">
            <meta property="product:price:currency" content="EUR"><script type="Application/LD+json">{"@type":"Product","name":"Teapot",
            "offers":{"price":"6","priceCurrency":"EUR"}}</script><h1>Teapot</h1><div itemscope itemtype="http://schema.org/Product">
            <span itemprop=name>Teapot</span><span itemprop=offers itemscope itemtype="http://schema.org/Offer">
            <meta itemprop=price content=7><meta itemprop=priceCurrency content=EUR></span></div>"#;
        let price = |without: Without| {
            let seen = giftos::page::detect_html(&without.apply(page), "https://shop.example/teapot", None);
            let mut all: Vec<String> = seen.prices.iter().map(|price| price.price.amount.clone()).collect();
            all.sort();
            all.concat()
        };
        let found: Vec<String> = VARIANTS.iter().map(|without| price(*without)).collect();
        assert_eq!(found, ["567", "57", "56", "67", "5", "7", ""]);
    }
}
