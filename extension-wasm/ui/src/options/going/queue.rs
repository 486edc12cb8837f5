//! What has not arrived: each thing with its name, since when it waits, and what the server said against it.

use std::sync::Arc;

use leptos::prelude::*;
use shared::wire::message::{Refusal, Request};
use shared::wire::outbox::{Owner, Row, Sending};

use super::super::store::Store;
use crate::bridge::Failure;
use crate::icons::Icon;
use crate::panel::give_up;
use crate::parts::{all, block, chip, figure, foreign, list, nothing, paragraph, words};
use crate::{intl, words as named};

/// More than these are counted, not listed.
const MOST: usize = 50;

/// The list, for whoever is signed in: their rows and nobody's.
pub(super) fn view(store: Store, owner: Option<&Owner>, rows: &[Arc<Row>]) -> AnyView {
    let ours: Vec<_> = rows.iter().filter(|row| row.owner.is_none() || row.owner.as_ref() == owner).collect();
    let others = rows.len() - ours.len();
    let mut parts = Vec::new();
    if ours.is_empty() {
        parts.push(chip("chip pine", Icon::Check, t!("going_all_arrived")));
    } else {
        parts.push(list("queue", ours.iter().take(MOST).map(|row| entry(store, row)).collect()));
    }
    let counted = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    if ours.len() > MOST {
        parts.push(paragraph("soft", words(counted!("going_more", counted(ours.len() - MOST)))));
    }
    if others > 0 {
        parts.push(paragraph("soft", words(counted!("going_others", counted(others)))));
    }
    all(parts)
}

fn entry(store: Store, row: &Row) -> AnyView {
    let (icon, class) = if row.parked.is_some() { (Icon::Failed, "chip brick") } else { (Icon::Clock, "chip plain") };
    let title = row.item().map_or_else(nothing, |item| foreign("name", item.title.clone()));
    let since = t!("going_since", intl::moment(row.made_at));
    let mut parts = vec![chip(class, icon, what(row)), title, paragraph("soft", figure("", since))];
    if row.owner.is_none() {
        parts.push(paragraph("soft", words(t!("state_signed_out"))));
    }
    if let Some(parked) = &row.parked {
        let refusal = Refusal::Problem { kind: parked.kind, detail: None, fields: Vec::new() };
        parts.push(paragraph("", words(named::failure(&Failure::Refused(refusal)))));
        // The server knows one language.
        let detail = parked.detail.clone();
        parts.extend(detail.map(|detail| view! { <p class="soft" dir="auto" lang="en">{detail}</p> }.into_any()));
        parts.extend(row.item().map(|item| give_up(item.id, Arc::new(move || store.send(Request::StatusGet)))));
    }
    block("queued", parts)
}

/// What it does, in a word or two.
fn what(row: &Row) -> String {
    match &row.sending {
        Sending::Item(_) => t!("going_save"),
        Sending::Board(_) => t!("going_new_board"),
        Sending::Remove(_) => t!("going_bin"),
        Sending::Restore(_) => t!("going_restore"),
        Sending::ReadAgain(_) => t!("going_read"),
        Sending::Edit(_) | Sending::Call(_) => t!("going_change"),
    }
}
