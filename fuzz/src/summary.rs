//! Summaries of rendered pages, broken at random: `collect.js` runs in the page's own world of trust, so its word is no proof.

use serde_json::Value;
use shared::detect::detect;
use shared::page::collect;
use shared::page::summary::Summary;

use crate::sound::sound;
use crate::splice::{break_up, piece};
use crate::{Chance, Outcome};

/// A small product page as `collect.js` gives it.
const SEED: &str = r##"{"version":1,"url":"https://shop.example/p/1","words":["html","head","title","meta","property","content","script","type","body","h1","class","img","src","alt","width","height","div","span","button","a","href","del"],"nodes":[1,0,2,1,3,2,0,3,4,2,7,2,0,6,9,1,10,8,0,9,12,8,17,8,18,12,0,13,22,12,0,15,19,8,0,17,20,8,0,19],"texts":["Red kettle | Shop","{\"@type\":\"Product\",\"name\":\"Red kettle\",\"image\":\"/k.jpg\",\"offers\":{\"price\":\"19.99\",\"priceCurrency\":\"EUR\"}}","Red kettle","19,99 €","24,99 €","Add to cart","Kettles"],"attributes":[4,4,4,5,5,7,8,10,10,12,10,13,10,14,11,10,12,10,18,20],"values":["og:type","product","application/ld+json","name","/k.jpg","Red kettle","400","400","price-box","price","/kettles"],"layouts":[8,1,32,10,20,300,40,10,1,16,10,80,400,400,12,1,28,420,80,90,30,14,3,14,520,80,60,20,16,1,16,420,130,160,40],"truncated":false}"##;

/// One broken summary: its text, its numbers, or its strings.
///
/// # Errors
/// What a detection must never hold, or two detections of one summary that differ.
pub(crate) fn trial(chance: &mut Chance) -> Outcome {
    let text = match chance.below(4) {
        0 => String::from_utf8_lossy(&break_up(chance, [SEED])).into_owned(),
        _ => bent(chance),
    };
    let Some(summary) = Summary::from_json(&text) else { return Ok(()) };
    let page = collect(&summary.dom());
    let detection = detect(&page);
    sound(&detection).map_err(|why| format!("{why} for {text}"))?;
    if detect(&page) == detection { Ok(()) } else { Err(format!("two detections of one page differ: {text}")) }
}

/// Sound JSON of the right shape with numbers and strings that are not.
fn bent(chance: &mut Chance) -> String {
    let mut tree: Value = serde_json::from_str(SEED).unwrap_or_default();
    for _ in 0..=chance.below(10) {
        let key = *chance.of(&["nodes", "attributes", "layouts", "texts", "values", "words"]);
        let Some(list) = tree.get_mut(key).and_then(Value::as_array_mut) else { continue };
        let at = chance.below(list.len() + 1);
        let entry = entry(chance, key);
        match chance.below(4) {
            0 if at < list.len() => drop(list.remove(at)),
            1 if at < list.len() => list[at] = entry,
            2 => list.extend(std::iter::repeat_n(entry, chance.below(400))),
            _ => list.insert(at, entry),
        }
    }
    tree.to_string()
}

fn entry(chance: &mut Chance, key: &str) -> Value {
    match key {
        "nodes" | "attributes" => Value::from(*chance.of(&[0, 1, 2, 7, 18, 19, 40, u32::MAX - 1, u32::MAX])),
        "layouts" => Value::from(*chance.of(&[0, 1, 2, 3, 14, -1, i32::MIN, i32::MAX])),
        _ => Value::from(piece(chance).repeat(1 + chance.below(60))),
    }
}
