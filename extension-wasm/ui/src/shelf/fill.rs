//! The index of saved pages knows what was saved on other devices too: it is filled with what the server tells of this owner's items,
//! by the events since the last time. What is asked is what is saved; nothing of a page that is open goes there.

use std::cell::Cell;
use std::sync::Arc;

use browser::database::{self, COPIES, SAVED};
use browser::durable::{Change, RowKey};
use leptos::task::spawn_local;
use shared::id::ItemId;
use shared::json::{parse, to_text};
use shared::same_thing::{page_key, sign_of_address};
use shared::wire::items::ItemView;
use shared::wire::message::{Refusal, Request};
use shared::wire::outbox::{Owner, Row, owner_key};
use shared::wire::problem::ProblemKind;
use shared::wire::saved::{AS_SAVED_MS, SavedPage};

use super::{add, ask, copy, news, rows};
use crate::bridge::{self, Failure};

/// More items than this are read as a list.
const MOST_ITEMS: usize = 20;
/// No more pages of a hundred are read of it: the newest are those that are met again.
const MOST_PAGES: usize = 50;
thread_local! {
    static RUNNING: Cell<bool> = const { Cell::new(false) };
}

/// Fills the index of this owner, without waiting for it. `newest`: the number of the last event, where it is known; then nothing is asked
/// where nothing happened. `then` is called where something changed.
pub(crate) fn run(owner: Owner, newest: Option<i64>, then: impl FnOnce() + 'static) {
    if RUNNING.replace(true) {
        return;
    }
    let then: Box<dyn FnOnce()> = Box::new(then);
    spawn_local(async move {
        // Without the server the index is what this device knows.
        let changed = fill(&owner, newest).await;
        RUNNING.set(false);
        if changed == Ok(true) {
            let _ = bridge::ask(Request::DeviceChanged).await;
            then();
        }
    });
}

fn number_key(owner: &Owner) -> RowKey {
    RowKey::Text([&owner_key(Some(owner)), " filled"].concat())
}

async fn fill(owner: &Owner, newest: Option<i64>) -> Result<bool, Failure> {
    let not_kept = |_| Failure::NoAnswer;
    let database = database::open().await.map_err(not_kept)?;
    let text = database.get(COPIES, &number_key(owner)).await.map_err(not_kept)?;
    let filled: Option<i64> = text.as_deref().and_then(parse);
    if filled.is_some() && filled == newest {
        return Ok(false);
    }
    let news = news::since(owner, filled).await?;
    let mut ids = news.saved;
    for id in news.items {
        add(&mut ids, id);
    }
    let told = if filled.is_none() || news.everything || ids.len() > MOST_ITEMS {
        list(owner).await?
    } else {
        each(owner, &ids).await?
    };
    let prefix = [&owner_key(Some(owner)), " "].concat();
    let known = database.texts_from(SAVED, &prefix).await.map_err(not_kept)?;
    let known =
        known.into_iter().filter_map(|(key, text)| Some((key.strip_prefix(&prefix)?.to_owned(), parse(&text)?)));
    let steps = steps(known.collect(), told, &rows::all().await.map_err(not_kept)?);
    let changed = !steps.is_empty();
    let mut changes = vec![Change::Put(COPIES, number_key(owner), to_text(&news.number))];
    for step in steps {
        let key = |place: &str| RowKey::Text([&prefix, place].concat());
        let sign = |sign: &String| key(&["=", sign].concat());
        match step {
            Step::Learn(page, saved) => {
                changes.push(Change::Put(SAVED, key(&page), to_text(&saved)));
                changes.extend(saved.signs.iter().map(|each| Change::Put(SAVED, sign(each), page.clone())));
            }
            Step::Forget(page, saved) => {
                changes.push(Change::Delete(SAVED, key(&page)));
                changes.extend(saved.signs.iter().map(|each| Change::Delete(SAVED, sign(each))));
            }
        }
    }
    copy::keep(owner, &changes).await;
    Ok(changed)
}

/// A saved page and its key.
type Saved = (String, SavedPage);

/// What the server tells.
#[derive(Debug, Default)]
struct Told {
    saved: Vec<Saved>,
    /// Items that are in the bin, or no longer this owner's to see.
    gone: Vec<ItemId>,
    /// What is not told of is not there.
    all: bool,
}

impl Told {
    fn take(&mut self, text: &str) {
        let Some(item) = parse::<ItemView>(text) else { return };
        if item.deleted_at.is_some() {
            self.gone.push(item.id);
        } else {
            self.saved.extend(saved_page(item));
        }
    }
}

async fn list(owner: &Owner) -> Result<Told, Failure> {
    let (mut told, mut cursor) = (Told::default(), None);
    for _ in 0..MOST_PAGES {
        let page = ask::page(owner, "/items", cursor.as_deref()).await?;
        page.texts.iter().for_each(|text| told.take(text));
        cursor = page.next;
        if cursor.is_none() {
            told.all = true;
            break;
        }
    }
    Ok(told)
}

async fn each(owner: &Owner, ids: &[ItemId]) -> Result<Told, Failure> {
    let mut told = Told::default();
    for id in ids {
        match ask::read(owner, &["/items/", &id.text()].concat()).await {
            Ok(text) => told.take(&text),
            Err(Failure::Refused(Refusal::Problem { kind: ProblemKind::NotFound, .. })) => told.gone.push(*id),
            Err(failure) => return Err(failure),
        }
    }
    Ok(told)
}

/// What was saved from a page. What was typed by hand is of none.
fn saved_page(item: ItemView) -> Option<Saved> {
    let url = item.url?;
    let page = page_key(&url, &item.variant)?;
    // The page's own address shows it too, whatever options it then has.
    let address = page_key(&url, &[]).filter(|address| *address != page);
    let later = item.price_seen_at.is_some_and(|at| at > item.created_at.plus_millis(AS_SAVED_MS));
    let saved = SavedPage {
        id: item.id,
        title: item.title,
        price: item.price.filter(|_| !later),
        image: item.image,
        note: item.note,
        quantity: item.quantity,
        boards: item.boards,
        saved_at: item.created_at,
        to_check: item.needs_check,
        arrived: true,
        binned: false,
        own_price: item.price.is_some() && item.price_seen_at.is_none(),
        linked: false,
        version: item.version,
        signs: address.iter().map(|address| sign_of_address(address)).collect(),
        moved: None,
    };
    Some((page, saved))
}

#[derive(Debug, PartialEq)]
enum Step {
    Learn(String, SavedPage),
    Forget(String, SavedPage),
}

/// What changes in the index. Of what is on its way, and of what was saved here, this device knows more than the server tells.
fn steps(known: Vec<Saved>, told: Told, rows: &[Arc<Row>]) -> Vec<Step> {
    let waits = |id: ItemId| rows.iter().any(|row| row.item_id() == Some(id));
    let mut steps = Vec::new();
    for (page, now) in &told.saved {
        let before = known.iter().find(|(_, saved)| saved.id == now.id);
        let taken = known.iter().any(|(other, saved)| other == page && !saved.binned);
        match before {
            None if !taken && !waits(now.id) => steps.push(Step::Learn(page.clone(), now.clone())),
            Some((page, before)) if !waits(now.id) => {
                let now = SavedPage {
                    price: if now.own_price { now.price } else { before.price },
                    saved_at: before.saved_at,
                    linked: before.linked,
                    signs: before.signs.clone(),
                    moved: before.moved.filter(|_| !now.own_price),
                    ..now.clone()
                };
                if now != *before {
                    steps.push(Step::Learn(page.clone(), now));
                }
            }
            _ => {}
        }
    }
    for (page, saved) in known {
        let missing = told.all && told.saved.iter().all(|(_, told)| told.id != saved.id);
        if (missing || told.gone.contains(&saved.id)) && saved.arrived && !saved.binned && !waits(saved.id) {
            steps.push(Step::Forget(page, saved));
        }
    }
    steps
}

#[cfg(test)]
mod tests;
