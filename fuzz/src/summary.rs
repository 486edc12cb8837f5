//! Summaries of rendered pages, broken at random: `collect.js` runs in the page's own world of trust, so its word is no proof.

use serde_json::Value;
use shared::detect::detect;
use shared::page::collect;
use shared::page::summary::Summary;

use crate::sound::sound;
use crate::splice::break_up;
use crate::{Chance, Outcome};

/// A small product page as `collect.js` gives it: what only a browser knows, and its HTML.
const FACTS: &str = r#"{"version":2,"url":"https://shop.example/p/1","truncated":false,"noscript":false,"units":188,"elements":[0,1,32,10,20,300,40,1,1,0,10,80,400,400],"texts":[164,1,28,420,80,90,30,171,3,14,520,80,60,20],"options":[1],"inputs":[0]}"#;
const HTML: &str = r##"<html lang="en"><head><title>Red kettle | Shop</title><meta property="og:type" content="product"><script type="application/ld+json">{"@type":"Product","name":"Red kettle","image":"/k.jpg","offers":{"price":"19.99","priceCurrency":"EUR"}}</script></head><body><!-- shop --><h1 class="name">Red kettle</h1><img src="/k.jpg" alt="Red &amp; round" width="400"><div class="price-box"><span class="price">19,99&nbsp;€</span> <del>24,99 €</del></div><select><option selected="" value="1">S</option><option>M</option></select><input type="radio"><button>Add to cart</button><template><h1>{{name}}</h1></template><svg viewBox="0 0 1 1"><path d="M0"/></svg><noscript><img src="/n.jpg"></noscript><a href="/kettles?a=1&amp;b=2">Kettles</a></body></html>"##;

/// One broken summary: its facts, its HTML, or both.
///
/// # Errors
/// What a detection must never hold, or two detections of one summary that differ.
pub(crate) fn trial(chance: &mut Chance) -> Outcome {
    let facts = match chance.below(4) {
        0 => String::from_utf8_lossy(&break_up(chance, [FACTS])).into_owned(),
        1 => FACTS.to_owned(),
        _ => bent(chance),
    };
    let html = match chance.below(4) {
        0 => HTML.to_owned(),
        _ => String::from_utf8_lossy(&break_up(chance, [HTML])).into_owned(),
    };
    let text = format!("{facts}\n{html}");
    let Some(summary) = Summary::of(&text) else { return Ok(()) };
    let page = collect(&summary.dom());
    let detection = detect(&page);
    sound(&detection).map_err(|why| format!("{why} for {text}"))?;
    if detect(&page) == detection { Ok(()) } else { Err(format!("two detections of one page differ: {text}")) }
}

/// Sound JSON of the right shape with numbers that are not.
fn bent(chance: &mut Chance) -> String {
    let mut tree: Value = serde_json::from_str(FACTS).unwrap_or_default();
    for _ in 0..=chance.below(10) {
        let key = *chance.of(&["elements", "texts", "options", "inputs"]);
        let Some(list) = tree.get_mut(key).and_then(Value::as_array_mut) else { continue };
        let at = chance.below(list.len() + 1);
        let entry = Value::from(*chance.of(&[0, 1, 2, 3, 14, 164, -1, i32::MIN, i32::MAX]));
        match chance.below(4) {
            0 if at < list.len() => drop(list.remove(at)),
            1 if at < list.len() => list[at] = entry,
            2 => list.extend(std::iter::repeat_n(entry, chance.below(400))),
            _ => list.insert(at, entry),
        }
    }
    tree.to_string()
}
