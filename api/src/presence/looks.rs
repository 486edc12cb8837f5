//! What one stream looks at: told to the others as long as it may be, and shown as far as its person may know.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::id::{AccountId, ItemId};
use shared::time::Timestamp;
use shared::wire::claims::GiverNames;
use shared::wire::presence::PresenceView;
use tokio::sync::Notify;
use tracing::Instrument;

use super::{GONE_MILLIS, HOLD_MILLIS, Hold, Look, Present, StreamId, Told};
use crate::App;
use crate::db::StoreError;
use crate::visibility::{Looker, looks, nobody, presence};
use crate::{accounts, boards, events, visibility};

/// Wishes that one stream may look at.
const MOST: usize = 20;

/// It looks at as many wishes as it may.
pub(crate) struct TooMany;

/// What one stream looks at.
pub(crate) struct Looks {
    app: App,
    account: AccountId,
    by: StreamId,
    wake: Arc<Notify>,
    items: BTreeMap<ItemId, One>,
}

struct One {
    /// Whether others see them there, and they see others.
    among: bool,
    beat_at: Timestamp,
    hold: Option<Hold>,
    /// What was shown last.
    shown: PresenceView,
}

impl Looks {
    pub(crate) fn new(app: App, account: AccountId) -> Self {
        Self { app, account, by: rand::random(), wake: Arc::default(), items: BTreeMap::new() }
    }

    /// Looks at a wish, or says that they still do; gives what to show. Whoever may not know of others is shown the same as
    /// whoever is alone.
    pub(crate) async fn look(&mut self, item: ItemId) -> Result<Result<PresenceView, TooMany>, StoreError> {
        let now = self.app.clock.now();
        if !self.items.contains_key(&item) && self.items.len() >= MOST {
            return Ok(Err(TooMany));
        }
        let among = looks(visibility::claims::part(&self.app.db, self.account, item).await?);
        let known = self.items.entry(item).or_insert(One { among, beat_at: now, hold: None, shown: nobody(item) });
        let was_among = std::mem::replace(&mut known.among, among);
        known.beat_at = now;
        known.hold.take_if(|hold| hold.until <= now || !among);
        if among {
            self.app.presence.arrive(item, self.by, self.account, &self.wake);
            self.tell(item, now).await?;
        } else if was_among {
            self.go(item).await?;
        }
        self.view(item).await.map(Ok)
    }

    /// Holds a wish that they look at for two minutes, where nobody else does.
    pub(crate) async fn hold(&mut self, item: ItemId) -> Result<Result<PresenceView, TooMany>, StoreError> {
        if let Err(TooMany) = self.look(item).await? {
            return Ok(Err(TooMany));
        }
        let now = self.app.clock.now();
        let held = self.app.presence.present(item, now);
        let by_other = held.iter().any(|present| present.account != self.account && present.held_until.is_some());
        if let Some(one) = self.items.get_mut(&item).filter(|one| one.among && one.hold.is_none() && !by_other) {
            one.hold = Some(Hold { taken_at: now.as_millis(), until: now.plus_millis(HOLD_MILLIS) });
            self.tell(item, now).await?;
        }
        self.view(item).await.map(Ok)
    }

    /// Holds it no longer, and looks on.
    pub(crate) async fn release(&mut self, item: ItemId) -> Result<Result<PresenceView, TooMany>, StoreError> {
        if let Some(one) = self.items.get_mut(&item) {
            one.hold = None;
        }
        self.look(item).await
    }

    /// Looks at it no longer.
    pub(crate) async fn leave(&mut self, item: ItemId) -> Result<(), StoreError> {
        match self.items.remove(&item) {
            Some(one) if one.among => self.go(item).await,
            _ => Ok(()),
        }
    }

    /// Waits until something may have changed. It may be dropped while it waits.
    pub(crate) async fn changed(&self) {
        self.wake.notified().await;
    }

    /// What has changed of what was shown; asked anew each time whether it may be.
    pub(crate) async fn news(&mut self) -> Result<Vec<PresenceView>, StoreError> {
        let now = self.app.clock.now();
        let mut news = Vec::new();
        for item in self.items.keys().copied().collect::<Vec<_>>() {
            let Some(one) = self.items.get_mut(&item).filter(|one| one.among) else { continue };
            // Gone for the others, gone for them too, until they look again.
            let is_here = one.beat_at.plus_millis(GONE_MILLIS) > now;
            let before = one.shown.clone();
            if !is_here || !looks(visibility::claims::part(&self.app.db, self.account, item).await?) {
                if let Some(one) = self.items.get_mut(&item) {
                    (one.among, one.hold) = (false, None);
                }
                self.go(item).await?;
            }
            let view = self.view(item).await?;
            if view != before {
                news.push(view);
            }
        }
        Ok(news)
    }

    /// What is to be shown now.
    async fn view(&mut self, item: ItemId) -> Result<PresenceView, StoreError> {
        let now = self.app.clock.now();
        let Some(one) = self.items.get_mut(&item) else { return Ok(nobody(item)) };
        let mut view = nobody(item);
        if one.among {
            let (own, others): (Vec<_>, Vec<_>) =
                self.app.presence.present(item, now).into_iter().partition(|present| present.account == self.account);
            let (lookers, names) = named(&self.app, item, &others, now).await?;
            // Their own is known before it is heard; somebody else's that came first goes before it.
            let own = own.first().and_then(|present| present.held_until);
            let by_other = lookers.iter().any(|looker| looker.held_until.is_some());
            let own = own.or(one.hold.map(|hold| hold.until).filter(|until| *until > now && !by_other));
            view = presence(item, (lookers, names), own);
        }
        one.shown = view.clone();
        Ok(view)
    }

    async fn tell(&self, item: ItemId, now: Timestamp) -> Result<(), StoreError> {
        let Some(one) = self.items.get(&item) else { return Ok(()) };
        let look = Look { account: self.account, heard_at: now, hold: one.hold };
        self.say(Told::looks(item, self.by, &look, now), now).await
    }

    async fn go(&self, item: ItemId) -> Result<(), StoreError> {
        self.app.presence.leave(item, self.by);
        self.say(Told::Left { item, by: self.by }, self.app.clock.now()).await
    }

    /// This process knows it at once; hearing it again says nothing new.
    async fn say(&self, told: Told, now: Timestamp) -> Result<(), StoreError> {
        self.app.presence.hear(told.clone(), now);
        events::tell_presence(&self.app.db, told).await
    }
}

/// Who else looks at it now, for somebody who opens a page about it; they are not seen by that. Whoever may not know of others is
/// told the same as whoever is alone.
///
/// # Errors
/// Those of the database.
pub(crate) async fn glance(app: &App, account: AccountId, item: ItemId) -> Result<PresenceView, StoreError> {
    if !looks(visibility::claims::part(&app.db, account, item).await?) {
        return Ok(nobody(item));
    }
    let now = app.clock.now();
    let others = app.presence.present(item, now).into_iter().filter(|present| present.account != account);
    let others = named(app, item, &others.collect::<Vec<_>>(), now).await?;
    Ok(presence(item, others, None))
}

/// These who look, with their names, and how far names are told.
async fn named(
    app: &App,
    item: ItemId,
    present: &[Present],
    now: Timestamp,
) -> Result<(Vec<Looker>, GiverNames), StoreError> {
    let names = boards::policy::of_item(&app.db, item, now).await?.names;
    let mut lookers = Vec::with_capacity(present.len());
    for one in present {
        let name = accounts::name(&app.db, one.account).await?;
        lookers.push(Looker { name, held_until: one.held_until });
    }
    Ok((lookers, names))
}

impl Drop for Looks {
    /// A stream that ends has left, whichever way it ended.
    fn drop(&mut self) {
        let left: Vec<ItemId> = self.items.iter().filter(|(_, one)| one.among).map(|(item, _)| *item).collect();
        let (app, by) = (self.app.clone(), self.by);
        let now = app.clock.now();
        for item in &left {
            app.presence.leave(*item, by);
            app.presence.hear(Told::Left { item: *item, by }, now);
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        if left.is_empty() {
            return;
        }
        let telling = async move {
            for item in left {
                if events::tell_presence(&app.db, Told::Left { item, by }).await.is_err() {
                    // Nobody hears from it any more, which says the same a minute later.
                    return;
                }
            }
        };
        runtime.spawn(telling.in_current_span());
    }
}
