//! The store of the options: status, settings and corrections as the worker last told them.

use browser::storage::synced;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::detect::corrections::Corrections;
use shared::wire::message::{Push, Reply, Request, Settings, Status};

use super::sign::Typed;
use crate::bridge::{Failure, ask};
use crate::choices;
use crate::pictures::forget_idle;
use crate::shelf::{fill, owner_of};
use crate::signals::Reading;

/// Everything the options know. A copy is the same store.
#[derive(Clone, Copy)]
pub(crate) struct Store {
    pub(crate) status: RwSignal<Option<Status>>,
    pub(crate) settings: RwSignal<Option<Settings>>,
    /// In another browser the person looks for products on every page, and here not.
    pub(crate) elsewhere: RwSignal<bool>,
    /// What was picked at shops.
    pub(crate) corrections: RwSignal<Vec<Corrections>>,
    /// The worker did not answer, or refused something outside the form.
    pub(crate) failure: RwSignal<Option<Failure>>,
    /// Why signing in did not work; it stands in the form.
    pub(crate) sign_in_failure: RwSignal<Option<Failure>>,
    pub(crate) busy: RwSignal<bool>,
    /// Said to those who do not see the page change.
    pub(crate) said: RwSignal<String>,
}

impl Store {
    pub(crate) fn new() -> Self {
        let store = Self {
            status: RwSignal::new(None),
            settings: RwSignal::new(None),
            elsewhere: RwSignal::new(false),
            corrections: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            sign_in_failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            said: RwSignal::new(String::new()),
        };
        store.send(Request::StatusGet);
        store.follow_choices();
        synced::listen(move || store.follow_choices());
        store.send(Request::CorrectionsList);
        browser::worker::listen(move |push| {
            if push == Push::StatusChanged {
                store.send(Request::StatusGet);
                // Whoever is signed in now has picked other things.
                store.send(Request::CorrectionsList);
            }
        });
        store
    }

    fn take(self, reply: Reply) {
        self.failure.set(None);
        match reply {
            Reply::Status(status) => {
                let owner = owner_of(&status);
                if owner.is_some() && owner != self.status.glance(|known| known.as_ref().and_then(owner_of)) {
                    // Whoever has just signed in finds marked what they saved before.
                    owner.into_iter().for_each(|owner| fill::run(owner, None, || {}));
                }
                self.status.set(Some(*status));
            }
            Reply::Corrections { shops } => self.corrections.set(shops),
            Reply::Settings(settings) => {
                crate::theme::apply(settings.theme);
                self.settings.set(Some(settings));
            }
            _ => self.failure.set(Some(Failure::NoAnswer)),
        }
    }

    /// Puts a question whose answer is status, settings or corrections.
    pub(crate) fn send(self, request: Request) {
        let leaves = matches!(request, Request::AccountSignOut { .. });
        spawn_local(async move {
            match ask(request).await {
                Ok(reply) => {
                    if leaves {
                        forget_idle().await;
                    }
                    self.take(reply);
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }

    /// Signs in or registers; what fails stands in the form.
    pub(crate) fn sign_in(self, typed: Typed) {
        spawn_local(async move {
            match typed.send().await {
                Ok(reply) => {
                    self.take(reply);
                    self.sign_in_failure.set(None);
                    self.said.set(t!("said_signed_in"));
                }
                Err(failure) => self.sign_in_failure.set(Some(failure)),
            }
            self.busy.set(false);
        });
    }

    /// Shows what was chosen, here or in another browser.
    fn follow_choices(self) {
        spawn_local(async move {
            match ask(Request::SettingsGet).await {
                Ok(Reply::Settings(settings)) => {
                    let settings = choices::bring(settings).await;
                    self.elsewhere.set(choices::elsewhere(&settings).await);
                    self.take(Reply::Settings(settings));
                }
                Ok(_) => self.failure.set(Some(Failure::NoAnswer)),
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }

    /// Changes one choice.
    pub(crate) fn choose(self, change: impl FnOnce(&mut Settings)) {
        let Some(before) = self.settings.get_untracked() else { return };
        let mut settings = before.clone();
        change(&mut settings);
        spawn_local(async move {
            match ask(Request::SettingsSet { settings: settings.clone() }).await {
                Ok(reply) => self.take(reply),
                Err(failure) => return self.failure.set(Some(failure)),
            }
            choices::carry(&before, &settings).await;
            self.elsewhere.set(choices::elsewhere(&settings).await);
        });
    }
}
