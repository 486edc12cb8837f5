//! Browser and server see the same page: what `collect.js` reads in a live Chromium, scripts off and cut off from the network,
//! against what the server's parser reads in the same bytes. Layout is the browser's alone and is left out.

use std::path::Path;

use anyhow::{Context, Result};
use shared::detect::{Field, Verdict, detect};
use shared::page::PageEvidence;
use shared::page::summary::Summary;

use crate::chromium::{Chromium, Launch};
use crate::journey::CorpusPage;
use crate::shop::{Asked, Given, PageServer};

/// Nothing but the document loads, and none of its scripts run.
const OFF: &str = "default-src 'none'";

/// What came of the comparison.
#[derive(Debug, Default)]
pub struct Parity {
    /// Pages compared.
    pub compared: usize,
    /// Pages with the same markup evidence and the same texts of the same nodes.
    pub equal: usize,
    /// Pages that are larger than one of both reads; they end at different places and are not compared.
    pub truncated: usize,
    /// What differs, for people.
    pub faults: Vec<String>,
    /// Pages of which a final field is another one in the browser than on the server, each with its cause, for people.
    pub fields: Vec<String>,
    /// Pages whose final fields were compared: all.
    pub read: usize,
}

/// The fields that a save takes, as words. Title and picture of a page that is none are offered to be edited, not claimed.
fn fields(page: &PageEvidence) -> [(&'static str, String); 7] {
    let found = detect(page);
    let product = &found.product;
    let claimed = found.page != Verdict::NotProduct;
    let words = |field: &Option<Field<String>>| {
        field.as_ref().filter(|_| claimed).map_or(String::new(), |field| field.value.clone())
    };
    let price = product.price.as_ref().map(|price| &price.value);
    [
        ("is a product", claimed.to_string()),
        ("title", words(&product.title)),
        ("price", price.map_or(String::new(), |price| format!("{} {:?}", price.amount, price.currency))),
        ("image", words(&product.image)),
        ("availability", format!("{:?}", product.availability.as_ref().map(|field| field.value))),
        ("brand", words(&product.brand)),
        ("SKU", words(&product.sku)),
    ]
}

/// What a person would miss: the fields that differ, and why.
fn fields_that_differ(seen: &PageEvidence, parsed: &PageEvidence) -> Option<String> {
    let differing: Vec<String> = fields(seen)
        .iter()
        .zip(&fields(parsed))
        .filter(|(live, file)| live.1 != file.1)
        .map(|(live, file)| format!("{} is {:?} live and {:?} parsed", live.0, live.1, file.1))
        .collect();
    let by_layout = fields(&seen.clone().without_layout()) == fields(parsed);
    let cause = match (by_layout, seen.truncated || parsed.truncated) {
        (true, _) => "what is drawn: places, sizes, what is hidden or struck",
        (false, true) => "the page is larger than is read",
        (false, false) => "the markup itself",
    };
    (!differing.is_empty()).then(|| format!("{} (cause: {cause})", differing.join("; ")))
}

/// Compares these pages.
///
/// # Errors
/// Chromium or a page is missing.
pub fn compare(pages: &[CorpusPage]) -> Result<Parity> {
    let served = pages.to_vec();
    let server = PageServer::start(move |asked: &Asked| {
        let page = served.iter().find(|page| same_page(&page.url, &asked.url))?;
        let body = std::fs::read(&page.path).ok()?;
        Some(Given::new(&page.content_type(), body).with_header("Content-Security-Policy", OFF))
    })?;
    let collect = Path::new(env!("CARGO_MANIFEST_DIR")).join("../extension/collect.js");
    let collect = std::fs::read_to_string(&collect).with_context(|| collect.display().to_string())?;
    let chromium = Launch::default().through(server.address()).start()?;
    let mut parity = Parity::default();
    for page in pages {
        let (compared, fields) = differs(&chromium, &collect, page).with_context(|| page.describe())?;
        parity.read += 1;
        parity.fields.extend(fields.map(|what| format!("{}: {what}", page.describe())));
        match compared {
            Compared::Equal => parity.equal += 1,
            Compared::Truncated => parity.truncated += 1,
            Compared::Differs(what) => parity.faults.push(format!("{}: {what}", page.describe())),
        }
    }
    parity.compared = pages.len() - parity.truncated;
    Ok(parity)
}

/// Whether this page is asked for; scheme and fragment do not tell pages apart.
pub fn same_page(page: &url::Url, asked: &url::Url) -> bool {
    (page.host_str(), page.path(), page.query()) == (asked.host_str(), asked.path(), asked.query())
}

enum Compared {
    Equal,
    Truncated,
    Differs(String),
}

fn differs(chromium: &Chromium, collect: &str, page: &CorpusPage) -> Result<(Compared, Option<String>)> {
    // The policy keeps scripts from running. Switching them off in the browser would also read <noscript> as markup, which
    // no visitor's browser does.
    let tab = chromium.open(page.url.as_str())?;
    tab.offline(true)?;
    let text = tab.evaluate(collect)?;
    let url = tab.evaluate("location.href")?;
    tab.close()?;
    let summary = Summary::of(text.as_str().context("a summary")?).context("a summary of this version")?;
    let seen = shared::page::collect(&summary.dom());
    let parsed = giftos::page::evidence(
        &std::fs::read(&page.path)?,
        url.as_str().unwrap_or_default(),
        Some(&page.content_type()),
    );
    let fields = fields_that_differ(&seen, &parsed);
    Ok((evidence(seen.without_layout(), &parsed), fields))
}

fn evidence(seen: PageEvidence, parsed: &PageEvidence) -> Compared {
    if seen.truncated || parsed.truncated {
        return Compared::Truncated;
    }
    if seen == *parsed {
        return Compared::Equal;
    }
    for (at, (in_browser, on_server)) in seen.nodes().iter().zip(parsed.nodes()).enumerate() {
        if in_browser.tag != on_server.tag || seen.text(at) != parsed.text(at) {
            let node = |tag: String, text: &str| format!("{tag} {:?}", text.chars().take(80).collect::<String>());
            return Compared::Differs(format!(
                "node {at} is {} in the browser and {} on the server",
                node(format!("{:?}", in_browser.tag), seen.text(at)),
                node(format!("{:?}", on_server.tag), parsed.text(at))
            ));
        }
    }
    let parts = [
        ("base", seen.base == parsed.base),
        ("lang", seen.lang == parsed.lang),
        ("title", seen.title == parsed.title),
        ("metas", seen.metas == parsed.metas),
        ("links", seen.links == parsed.links),
        ("JSON-LD", seen.json_ld == parsed.json_ld),
        ("state", seen.states == parsed.states),
        ("number of nodes", seen.nodes().len() == parsed.nodes().len()),
    ];
    let different: Vec<_> = parts.iter().filter(|(_, equal)| !equal).map(|(name, _)| *name).collect();
    Compared::Differs(if different.is_empty() { "attributes".to_owned() } else { different.join(", ") })
}
