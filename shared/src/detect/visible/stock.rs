//! Whether it can be bought, as the text near the buy button says.

use super::words::flag;
use super::zones::{ELSEWHERE, Zones};
use crate::detect::text::{starts_any, word_starts};
use crate::page::{Name, PageEvidence};
use crate::product::Availability;

const OUT: [&str; 46] = [
    "out of stock",
    "sold out",
    "currently unavailable",
    "not available",
    "no longer available",
    "temporarily unavailable",
    "unavailable",
    "out-of-stock",
    "discontinued",
    "notify me when",
    "email me when",
    "back in stock soon",
    "item is no longer",
    "not in stock",
    "listing has ended",
    "this item has sold",
    "ausverkauft",
    "nicht verfügbar",
    "nicht auf lager",
    "nicht lieferbar",
    "vergriffen",
    "derzeit nicht",
    "rupture de stock",
    "épuisé",
    "indisponible",
    "agotado",
    "sin stock",
    "no disponible",
    "esgotado",
    "indisponível",
    "esaurito",
    "non disponibile",
    "uitverkocht",
    "niet op voorraad",
    "brak w magazynie",
    "produkt niedostępny",
    "niedostępny",
    "vyprodáno",
    "není skladem",
    "slutsåld",
    "udsolgt",
    "utsolgt",
    "tükendi",
    "нет в наличии",
    "stoc epuizat",
    "hết hàng",
];

const IN: [&str; 44] = [
    "in stock",
    "available now",
    "available for",
    "ready to ship",
    "ships within",
    "ships in",
    "in-stock",
    "left in stock",
    "available online",
    "availability: in",
    "usually ships",
    "only a few left",
    "auf lager",
    "sofort lieferbar",
    "lieferbar",
    "vorrätig",
    "sofort verfügbar",
    "verfügbar",
    "en stock",
    "disponible",
    "disponibile",
    "disponibilità immediata",
    "em estoque",
    "disponível",
    "op voorraad",
    "dostępny",
    "w magazynie",
    "na magazynie",
    "skladem",
    "na sklade",
    "på lager",
    "i lager",
    "in magazzino",
    "raktáron",
    "în stoc",
    "in stoc",
    "stokta",
    "в наличии",
    "есть в наличии",
    "в наявності",
    "на складе",
    "còn hàng",
    "varastossa",
    "在庫あり",
];

const PREORDER: [&str; 10] = [
    "pre-order",
    "preorder",
    "vorbestell",
    "précommand",
    "reserva ya",
    "pre-orden",
    "backorder",
    "on backorder",
    "předobjednat",
    "предзаказ",
];

/// What the page says in words. A control to buy decides where no word does.
pub(super) fn availability(
    page: &PageEvidence,
    zones: &Zones,
    heading: Option<usize>,
    buys: &[usize],
) -> Option<Availability> {
    let start = heading.unwrap_or(0);
    let anchor = buys.first().copied();
    let mut best: Option<(usize, Availability)> = None;
    // What stands far behind both speaks of something else.
    let end = (anchor.unwrap_or(start).max(start) + 1_300).min(page.nodes().len());
    for at in start..end {
        let text = page.text(at);
        if text.len() < 5 || text.len() > 120 || zones.around(at) & (ELSEWHERE | flag::REVIEW | flag::HIDDEN) != 0 {
            continue;
        }
        let Some(said) = says(text) else { continue };
        let named = zones.near(page, at, 4, 40) & flag::STOCK != 0;
        // A long sentence is a condition, not a state.
        if text.len() > 60 && !named {
            continue;
        }
        let distance = anchor.map_or(at - start, |buy| buy.abs_diff(at)) + text.len();
        let distance = if named { distance / 3 } else { distance };
        if distance < 400 && best.is_none_or(|(known, _)| distance < known) {
            best = Some((distance, said));
        }
    }
    let disabled = |at: usize| page.attribute(at, Name::Disabled).is_some();
    match best {
        Some((_, said)) => Some(said),
        None if buys.iter().any(|buy| !disabled(*buy)) => Some(Availability::InStock),
        None => None,
    }
}

fn says(text: &str) -> Option<Availability> {
    let lower = text.trim().to_lowercase();
    let starts: Vec<usize> = word_starts(&lower).collect();
    let has = |phrases: &[&str]| starts.iter().any(|at| starts_any(&lower, *at, phrases));
    if has(&OUT) {
        Some(Availability::OutOfStock)
    } else if has(&PREORDER) && lower.len() < 40 {
        Some(Availability::Preorder)
    } else if has(&IN) {
        Some(Availability::InStock)
    } else {
        None
    }
}
