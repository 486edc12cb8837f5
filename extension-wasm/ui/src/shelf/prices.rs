//! What the prices of wishes did since they were saved: as this device saw it on their pages, and as the server's sightings tell it.

use browser::database::{self, COPIES, SAVED};
use browser::durable::{Change, RowKey};
use shared::id::ItemId;
use shared::json::{FromJson, Json, parse, to_text};
use shared::json_record;
use shared::money::Money;
use shared::product::PriceKind;
use shared::time::Timestamp;
use shared::wire::items::ItemView;
use shared::wire::outbox::{Owner, owner_key};
use shared::wire::saved::{PriceMoved, SavedPage};

use super::happened::{Happened, What, Whom};
use super::{ask, copy};

/// Wishes whose sightings are asked for at once, the last seen first; the next look goes on.
const MOST: usize = 20;
/// Wishes of which it is kept what was heard.
const MOST_HEARD: usize = 500;

/// What the server's sightings told of a wish.
#[derive(Debug, Clone, PartialEq)]
struct Heard {
    id: ItemId,
    /// Its price was last seen then: one that was seen later is asked for anew.
    seen_at: Timestamp,
    moved: Option<PriceMoved>,
}

json_record!(Heard { id, seen_at, moved });

/// A sighting, as far as it matters here.
struct Sighting {
    price: Money,
    kind: PriceKind,
    seen_at: Timestamp,
}

json_record!(read Sighting { price, kind, seen_at });

fn heard_key(owner: &Owner) -> RowKey {
    RowKey::Text([&owner_key(Some(owner)), " prices"].concat())
}

async fn heard(owner: &Owner) -> Vec<Heard> {
    let Ok(database) = database::open().await else { return Vec::new() };
    let text = database.get(COPIES, &heard_key(owner)).await.ok().flatten();
    text.as_deref().and_then(parse).unwrap_or_default()
}

/// What this device saw: of whoever's pages these are, also of nobody's.
async fn of_pages(owner: Option<&Owner>) -> Vec<Happened> {
    let prefix = [&owner_key(owner), " "].concat();
    let Ok(database) = database::open().await else { return Vec::new() };
    let rows = database.texts_from(SAVED, &prefix).await.unwrap_or_default();
    let pages = rows.iter().filter_map(|(_, text)| parse::<SavedPage>(text)).filter(|page| !page.binned);
    pages.filter_map(|page| news(page.id, page.moved?, Some(page.title))).collect()
}

/// As a thing that happened, where there is something to tell.
fn news(id: ItemId, moved: PriceMoved, title: Option<String>) -> Option<Happened> {
    let PriceMoved { from, to, at } = moved;
    (from != to).then_some(Happened { what: What::Price { from, to }, whom: Whom::Item(id), at, title })
}

/// A wish whose price was seen after it was saved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct SeenAgain {
    id: ItemId,
    saved_at: Timestamp,
    /// When its price was last seen.
    seen_at: Timestamp,
}

/// Whether that is so of an item.
pub(super) fn seen_again(item: &ItemView) -> Option<SeenAgain> {
    let seen_at = item.price_seen_at.filter(|at| *at > item.created_at && item.offer_id.is_some())?;
    Some(SeenAgain { id: item.id, saved_at: item.created_at, seen_at })
}

/// All that is known of it without asking anybody, each wish once.
pub(super) async fn known(owner: Option<&Owner>, wishes: &[SeenAgain]) -> Vec<Happened> {
    let mut all = of_pages(owner).await;
    if let Some(owner) = owner {
        let heard = heard(owner).await.into_iter().filter(|one| wishes.iter().any(|wish| wish.id == one.id));
        all.extend(heard.filter_map(|one| news(one.id, one.moved?, None)));
    }
    once(all)
}

/// Of what is told of one wish twice the later.
fn once(all: Vec<Happened>) -> Vec<Happened> {
    let mut each: Vec<Happened> = Vec::new();
    for one in all {
        match each.iter_mut().find(|known| known.whom == one.whom) {
            Some(known) if known.at < one.at => *known = one,
            Some(_) => {}
            None => each.push(one),
        }
    }
    each
}

/// Those of which nothing was heard since, the last seen first.
fn unheard(wishes: &[SeenAgain], heard: &[Heard]) -> Vec<SeenAgain> {
    let mut all: Vec<SeenAgain> = Vec::new();
    for wish in wishes {
        let is_known = heard.iter().any(|one| one.id == wish.id && one.seen_at == wish.seen_at);
        let place = all.iter().position(|one| one.seen_at < wish.seen_at).unwrap_or(all.len());
        // A wish may lie on several boards.
        if !is_known && place < MOST && !all.contains(wish) {
            all.insert(place, *wish);
            all.truncate(MOST);
        }
    }
    all
}

/// Asks the server for the sightings of wishes whose price was seen again. Whether something was heard.
pub(super) async fn listen(owner: &Owner, wishes: &[SeenAgain]) -> bool {
    let mut all = heard(owner).await;
    let asked = unheard(wishes, &all);
    let mut anything = false;
    for SeenAgain { id, saved_at, seen_at } in asked {
        let path = ["/items/", &id.text(), "/observations?limit=100"].concat();
        let Ok(text) = ask::read(owner, &path).await else { break };
        all.retain(|one| one.id != id);
        all.insert(0, Heard { id, seen_at, moved: since_saved(&text, saved_at) });
        anything = true;
    }
    if anything {
        all.truncate(MOST_HEARD);
        copy::keep(owner, &[Change::Put(COPIES, heard_key(owner), to_text(&all))]).await;
    }
    anything
}

/// From the sightings of an offer: what it cost when it was saved, and since when it costs what it does. Only what anybody pays for
/// a new one counts, and only one currency.
fn since_saved(text: &str, saved_at: Timestamp) -> Option<PriceMoved> {
    let page = Json::parse(text)?;
    let sightings = page.get("entries")?.items()?.filter_map(Sighting::from_json);
    let paid: Vec<Sighting> =
        sightings.filter(|one| matches!(one.kind, PriceKind::Current | PriceKind::Sale)).collect();
    let last = |until: Timestamp| paid.iter().filter(|one| one.seen_at <= until).max_by_key(|one| one.seen_at);
    // Of more sightings than one page holds, the first ones are not known.
    let whole = page.get("next_cursor").is_none_or(Json::is_null);
    let first = || paid.iter().filter(|_| whole).min_by_key(|one| one.seen_at);
    let from = last(saved_at).or_else(first)?;
    let to = paid.iter().max_by_key(|one| one.seen_at)?.price;
    let other = paid.iter().filter(|one| one.price != to).map(|one| one.seen_at).max();
    let since = paid.iter().map(|one| one.seen_at).filter(|at| other.is_none_or(|other| *at > other));
    (from.price.currency == to.currency).then_some(PriceMoved { from: from.price, to, at: since.min()? })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn money(cents: i64) -> Money {
        Money::new(cents, "EUR".parse().unwrap())
    }

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn sightings(all: &[(i64, &str, &str, i64)], next: &str) -> String {
        let one = |(cents, currency, kind, at): &(i64, &str, &str, i64)| {
            format!(
                r#"{{"price":{{"amount_minor":{cents},"currency":"{currency}"}},"kind":"{kind}","source":"page_visit","seen_at":{at},"seen_until":{at}}}"#
            )
        };
        let entries: Vec<String> = all.iter().map(one).collect();
        format!(r#"{{"entries":[{}],"next_cursor":{next}}}"#, entries.join(","))
    }

    #[test]
    fn the_price_of_the_save_is_held_against_the_last_one_and_since_when_it_is() {
        let all = [
            (1_799, "EUR", "current", 90),
            (1_799, "EUR", "sale", 80),
            (900, "EUR", "member", 75),
            (2_500, "EUR", "list", 74),
            (2_099, "EUR", "current", 70),
            (1_999, "EUR", "current", 10),
            (1_500, "EUR", "current", 5),
        ];
        let moved = Some(PriceMoved { from: money(1_999), to: money(1_799), at: at(80) });
        assert_eq!(since_saved(&sightings(&all, "null"), at(20)), moved);
        // Saved before anything was seen: the first sighting is what is known of it.
        let first = Some(PriceMoved { from: money(1_500), to: money(1_799), at: at(80) });
        assert_eq!(since_saved(&sightings(&all, "null"), at(1)), first);
        assert_eq!(since_saved(&sightings(&all, "\"more\""), at(1)), None, "the first ones are on another page");
        let dollars = [(1_799, "USD", "current", 90), (1_999, "EUR", "current", 10)];
        assert_eq!(since_saved(&sightings(&dollars, "null"), at(20)), None);
        assert_eq!(since_saved(&sightings(&[(5, "EUR", "unit", 9)], "null"), at(20)), None);
        assert_eq!(since_saved("<html>a hotel</html>", at(20)), None);
    }

    #[test]
    fn what_was_heard_is_not_asked_for_again_until_it_was_seen_anew() {
        let entries = crate::shelf::entries_for_tests(30);
        let offer = parse(r#""01936f3e-0000-7000-8000-000000000777""#);
        let item = |(number, entry): (i64, &std::sync::Arc<crate::shelf::Entry>)| ItemView {
            offer_id: offer,
            price_seen_at: Some(at(100_000 + number)),
            ..entry.placed.item.clone()
        };
        let mut items: Vec<ItemView> = (0..).zip(&entries).map(item).collect();
        items[29].offer_id = None;
        items[28].price_seen_at = Some(items[28].created_at);
        items.push(items[20].clone());
        let heard = Heard { id: items[27].id, seen_at: at(100_027), moved: None };
        let older = Heard { id: items[26].id, seen_at: at(100_000), moved: None };
        let wishes: Vec<SeenAgain> = items.iter().filter_map(seen_again).collect();
        assert_eq!(parse::<Vec<Heard>>(&to_text(&vec![heard.clone()])), Some(vec![heard.clone()]));
        let asked: Vec<ItemId> = unheard(&wishes, &[heard, older]).into_iter().map(|wish| wish.id).collect();
        let wanted: Vec<ItemId> = (7..27).rev().map(|at: usize| items[at].id).collect();
        assert_eq!(asked, wanted);
    }

    #[test]
    fn a_wish_is_told_of_once_and_one_that_costs_what_it_did_not_at_all() {
        let id = entries_id();
        let moved = |to: i64, when: i64| PriceMoved { from: money(100), to: money(to), at: at(when) };
        assert_eq!(news(id, moved(100, 5), None), None);
        let told = [news(id, moved(90, 5), None), news(id, moved(80, 9), Some("Kettle".to_owned()))];
        let told = once(told.into_iter().flatten().collect());
        assert_eq!(told.iter().map(|one| one.at).collect::<Vec<_>>(), [at(9)]);
    }

    fn entries_id() -> ItemId {
        crate::shelf::entries_for_tests(1)[0].id()
    }
}
