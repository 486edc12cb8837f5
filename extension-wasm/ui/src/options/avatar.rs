//! The picture beside the name of whoever is signed in. What waits to be sent counts before what the server told.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::ItemId;
use shared::json::Json;
use shared::wire::message::{Reply, Request, Status};
use shared::wire::outbox::{ME, Owner, Row};

use super::store::Store;
use crate::bridge::{Failure, ask};
use crate::card::{tile, uploaded_to};
use crate::panel::give_up;
use crate::parts::{all, block, changing, following, foreign, live, memo, nothing, paragraph, words};
use crate::pictures::Bring;
use crate::shelf::{Doing, add_rows, all_rows, owner_of};
use crate::signals::Reading;

/// What is known of it.
#[derive(Debug, Clone, Default, PartialEq)]
struct Known {
    /// As the server told it, now or at the last sign-in.
    told: Option<String>,
    /// Rows that change it and have not arrived, in order.
    rows: Vec<Arc<Row>>,
}

impl Known {
    /// As it will be once all has arrived.
    fn shown(&self) -> Option<String> {
        let waits = |row: &Arc<Row>| match Doing::of(row) {
            Some(Doing::Avatar(image)) if row.parked.is_none() => Some(image),
            _ => None,
        };
        self.rows.iter().rev().find_map(waits).unwrap_or_else(|| self.told.clone())
    }
}

/// The picture, and the ways to another one.
pub(super) fn view(store: Store) -> AnyView {
    let known = RwSignal::new(Known::default());
    following(move || {
        let Some((owner, account)) = store
            .status
            .look(|status| status.as_ref().and_then(|status| Some((owner_of(status)?, status.account.clone()?))))
        else {
            return;
        };
        uploaded_to(&owner.server);
        spawn_local(async move {
            let told = told(&owner).await.unwrap_or(account.avatar);
            let rows = rows_of(&owner).await;
            let _ = known.try_set(Known { told, rows });
        });
    });
    let shown = memo(move || known.look(Known::shown));
    let set = move |image: Option<String>| {
        let owner = store.status.glance(|status| status.as_ref().and_then(owner_of));
        spawn_local(async move {
            let Some(owner) = owner else { return };
            if let Err(failure) = add_rows(Some(&owner), &[Doing::Avatar(image)]).await {
                return store.failure.set(Some(Failure::Refused(failure.into())));
            }
            let rows = rows_of(&owner).await;
            let _ = known.try_update(|known| known.rows = rows);
            store.send(Request::OutboxFlush);
        });
    };
    let bring = Bring::new(false, Arc::new(set));
    let name = memo(move || store.status.look(|status| status.as_ref().map(name_of).unwrap_or_default()));
    let picture = changing(move || tile(shown.get(), &name.get()));
    let about = vec![paragraph("soft", words(t!("avatar_why"))), bring.controls(true, live(move || shown.get()))];
    let content = vec![block("brought", vec![picture, block("facts", about)]), refused(store, known)];
    view! { <div role="group" aria-label=t!("avatar_label")>{bring.around(content)}</div> }.into_any()
}

fn name_of(status: &Status) -> String {
    status.account.as_ref().map(|account| account.display_name.clone()).unwrap_or_default()
}

/// What the server refused of it, and the way to give that up.
fn refused(store: Store, known: RwSignal<Known>) -> AnyView {
    changing(move || {
        let parked =
            known.look(|known| known.rows.iter().find_map(|row| Some((row.owner.clone()?, row.parked.clone()?))));
        let Some((owner, parked)) = parked else { return nothing() };
        // Rows are given up by one id, whatever they are about.
        let about: Option<ItemId> = owner.account.text().parse().ok();
        let mut lines = vec![paragraph("brick", words(t!("avatar_refused")))];
        lines.extend(parked.detail.map(|detail| foreign("soft", detail)));
        lines.extend(about.map(|about| give_up(about, Arc::new(move || store.send(Request::StatusGet)))));
        all(lines)
    })
}

/// What the server tells of it; `None` where it cannot be reached.
async fn told(owner: &Owner) -> Option<Option<String>> {
    let Ok(Reply::Told { text }) = ask(Request::ServerRead { owner: owner.clone(), path: ME.to_owned() }).await else {
        return None;
    };
    Json::parse(&text)?.field("avatar")
}

async fn rows_of(owner: &Owner) -> Vec<Arc<Row>> {
    let mut rows = all_rows().await;
    rows.retain(|row| row.owner.as_ref() == Some(owner) && matches!(Doing::of(row), Some(Doing::Avatar(_))));
    rows
}
