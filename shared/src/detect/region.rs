//! What a page says of where it sells: its address, its alternates, its language.

use crate::find::Find;
use crate::page::PageEvidence;
use crate::product_url;

/// Languages with their regions ("en-ca"), the strongest first: the address and what the page calls this address are about this
/// page, a language is often the template's.
pub(super) fn languages(page: &PageEvidence) -> Vec<String> {
    let path = product_url::path(&page.url);
    let mut out: Vec<String> = path.parts("/").take(3).filter(|part| is_locale(part)).map(str::to_owned).collect();
    for link in page.links.iter().filter(|link| !link.hreflang.is_empty()) {
        if product_url::resolve(&page.base, &link.href).is_some_and(|href| href == page.url)
            && is_locale(&link.hreflang)
        {
            out.push(link.hreflang.clone());
            break;
        }
    }
    out.push(page.lang.clone());
    for key in ["og:locale", "content-language", "language"] {
        out.extend(page.meta(key).map(str::to_owned));
    }
    out.retain(|language| !language.is_empty() && language.len() < 20);
    out
}

/// Two letters, a dash, two letters.
fn is_locale(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 5
        && matches!(bytes.get(2), Some(b'-' | b'_'))
        && bytes.iter().enumerate().all(|(at, b)| at == 2 || b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Link;

    fn page(url: &str, lang: &str, alternates: &[(&str, &str)]) -> PageEvidence {
        let links = alternates.iter().map(|(hreflang, href)| Link {
            rel: "alternate".to_owned(),
            href: (*href).to_owned(),
            hreflang: (*hreflang).to_owned(),
        });
        let mut page = PageEvidence::default();
        (page.url, page.base, page.lang) = (url.to_owned(), url.to_owned(), lang.to_owned());
        page.links = links.collect();
        page
    }

    #[test]
    fn the_address_says_more_than_the_language() {
        assert_eq!(languages(&page("https://shop.com/en-ca/p/1", "en-us", &[])), ["en-ca", "en-us"]);
        assert_eq!(languages(&page("https://shop.com/p/en-1", "de", &[])), ["de"]);
        let alternates = [("en-us", "/us/p"), ("en-au", "/au/p"), ("x-default", "/us/p")];
        assert_eq!(languages(&page("https://shop.com/au/p", "en", &alternates)), ["en-au", "en"]);
    }
}
