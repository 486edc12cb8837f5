//! What is done on the device of the day: pages saved as the popup saves them, and the outbox as it lies on the disk.

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::Fault;
use crate::journey::{Driver, Stage};
use crate::shop::{Asked, Given};
use crate::wait::{STEP, until};

/// A shop of as many things as are wanted: one page that goes from thing to thing without loading.
const SHOP: &str = "https://long-day.example/";
const PAGE: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Long day</title>
<script type="application/ld+json" id="data"></script></head><body><main><h1 id="title"></h1><p id="price"></p><input id="next"></main><script>
const go = (title) => {
  history.pushState(null, "", "/p/" + title);
  const offers = { "@type": "Offer", price: "12.50", priceCurrency: "EUR", availability: "https://schema.org/InStock" };
  const product = { "@context": "https://schema.org", "@type": "Product", name: title, offers };
  document.getElementById("data").textContent = JSON.stringify(product);
  document.getElementById("title").textContent = document.title = title;
  document.getElementById("price").textContent = "€12.50";
};
document.getElementById("next").addEventListener("change", (event) => go(event.target.value));
go("first");
</script></body></html>"#;

/// The shop's pages.
pub(super) fn site(asked: &Asked) -> Option<Given> {
    (asked.url.path() != "/favicon.ico").then(|| Given::new("text/html; charset=utf-8", PAGE))
}

/// Opens the shop, and the popup over it: from then on its pages may be looked at. Gives the browser's number of the tab.
pub(super) fn open(driver: &mut dyn Driver) -> Result<i64> {
    driver.visit(SHOP)?;
    driver.open_popup()?;
    until("the shop to be looked at", STEP, || {
        let looked = driver.popup("chrome.runtime.sendMessage({type: 'page.look'})")?;
        Ok(looked["tab_id"].as_i64())
    })
}

/// The shop shows another thing. A person's hand, and not a call: what a page's scripts define is out of reach in Firefox.
fn go(driver: &dyn Driver, title: &str) -> Result<()> {
    let change = "field.dispatchEvent(new Event('change')); return field.value;";
    let script = format!(
        "(() => {{ const field = document.getElementById('next'); field.value = {}; {change} }})()",
        json!(title)
    );
    ensure!(driver.page(&script)? == title, "the shop does not go to {title}");
    Ok(())
}

/// Looks at the thing that the shop shows, and saves it as it was found.
fn save(tab: i64) -> String {
    format!(
        "(async () => {{ const send = (message) => chrome.runtime.sendMessage(message); \
         const page = await send({{type: 'page.look', tab_id: {tab}}}); \
         if (page?.type !== 'page') return page; \
         return send({{type: 'item.save', save: {{tab_id: {tab}, url: page.url, title: page.detection.product.title.value, \
         price: {{amount_minor: 1250, currency: 'EUR'}}, image: null, variant: [], \
         boards: ['00000000-0000-0000-0000-000000000000'], note: null, quantity: 1, checked: true}}}}); }})()"
    )
}

/// Saves a thing, and waits until the person is told that it is saved. Gives whether it was before. Where the browser tells of
/// the new address after the look, the worker wants another look.
pub(super) fn saved(driver: &dyn Driver, tab: i64, title: &str) -> Result<bool> {
    go(driver, title)?;
    until(title, STEP, || {
        let answer = driver.popup(&save(tab))?;
        ensure!(answer["type"] == "saved" || answer["reason"] == "page_not_readable", "{title}: {answer}");
        Ok((answer["type"] == "saved" && answer["title"] == title).then(|| answer["already"] == true))
    })
}

/// Saves a thing, and stops the worker so long after that. What it had acknowledged by then must be on the disk; what not, the
/// person saves again.
pub(super) fn saved_while_stopped(stage: &mut Stage, tab: i64, title: &str, millis: u64) -> Result<()> {
    let driver = stage.driver.as_mut();
    go(driver, title)?;
    let begin = format!("(window.said = null, {}.then((said) => window.said = said, () => 0), true)", save(tab));
    driver.popup(&begin)?;
    std::thread::sleep(std::time::Duration::from_millis(millis));
    driver.kill_worker()?;
    let acknowledged = driver.popup("window.said?.type === 'saved'")? == true;
    let already = until("the worker to be back", STEP, || saved(driver, tab, title).map(Some))?;
    ensure!(already || !acknowledged, "{title} was said to be saved and was not");
    Ok(())
}

/// Runs over the outbox on the disk: `change` gets the list of `[key, row]` and the store.
fn on_outbox(driver: &mut dyn Driver, change: &str) -> Result<Value> {
    driver.options(&format!(
        "new Promise((done, failed) => {{ const opening = indexedDB.open('giftos'); opening.onsuccess = () => {{ \
         const writing = opening.result.transaction('outbox', 'readwrite'); const store = writing.objectStore('outbox'); \
         const rows = []; let given = null; store.openCursor().onsuccess = (event) => {{ const at = event.target.result; \
         if (at) {{ rows.push([at.key, JSON.parse(at.value)]); at.continue(); return; }} \
         const put = (key, row) => store.put(JSON.stringify(row), key); given = ({change})(rows, store, put); }}; \
         writing.oncomplete = () => {{ opening.result.close(); done(given); }}; writing.onerror = () => failed(writing.error); }}; }})"
    ))
}

/// How many rows wait.
pub(super) fn waiting(driver: &mut dyn Driver) -> Result<u64> {
    on_outbox(driver, "(rows) => rows.length")?.as_u64().context("a number")
}

/// The rows were made over the last twelve hours, one after the other.
pub(super) fn spread_over_the_day(driver: &mut dyn Driver) -> Result<()> {
    let spread = "(rows, store, put) => rows.forEach(([key, row], at) => { \
        row.made_at -= Math.round((rows.length - at) / rows.length * 43_200_000); row.not_before = row.made_at; put(key, row); })";
    on_outbox(driver, spread).map(drop)
}

/// Puts a fault into the outbox, in the middle of it.
pub(super) fn seed(driver: &mut dyn Driver, fault: Fault, other: &Value) -> Result<()> {
    let middle = "const saves = rows.filter(([, row]) => row.sending.item); const at = saves.length >> 1; const [key, row] = saves[at];";
    let change = match fault {
        Fault::Drop => "store.delete(key);".to_owned(),
        Fault::Double => "const twin = JSON.parse(JSON.stringify(row)); const body = JSON.parse(row.body); \
            body.id = body.id.slice(0, -4) + 'beef'; body.page.url += '/again'; delete body.page.canonical_url; \
            twin.sending.item.id = body.id; twin.body = JSON.stringify(body); store.add(JSON.stringify(twin));"
            .to_owned(),
        Fault::Swap => "const [next, after] = saves[at + 1]; put(key, after); put(next, row);".to_owned(),
        Fault::Leak => format!("row.owner = {other}; put(key, row);"),
        Fault::Overwrite => {
            // The edit says that it saw all there is to come.
            return on_outbox(
                driver,
                "(rows, store, put) => rows.filter(([, row]) => row.sending.edit).forEach(([key, row]) => { \
                 row.body = JSON.stringify({...JSON.parse(row.body), base: 1_000_000}); put(key, row); })",
            )
            .map(drop);
        }
    };
    let done = on_outbox(driver, &format!("(rows, store, put) => {{ {middle} {change} return true; }}"))?;
    if done == true { Ok(()) } else { bail!("the fault was not put in: {done}") }
}
