//! The store of the card: its state as signals, and every question it puts to the worker.

use std::time::Duration;

use browser::surfaces;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::BoardId;
use shared::wire::message::{BoardChip, PageCard, Push, Reply, Request, SaveState, SavedMark, Status};

use super::state::{Fault, Form};
use crate::bridge::{Failure, ask};
use crate::icons::Icon;
use crate::parts::{button, nothing, press};
use crate::shelf::{fill, owner_of};
use crate::signals::{Changing, Reading};
use crate::sites::Site;
use crate::words;

/// After the last key, what was typed is kept this soon.
const KEEP_AFTER: Duration = Duration::from_millis(250);

/// Where the card is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Surface {
    /// Over the page; it closes when it has done its work.
    Popup,
    /// Beside the page; it stays.
    Panel,
}

/// How far the look at the page is.
#[derive(Debug, Clone)]
pub(crate) enum Look {
    Loading,
    Page(Box<PageCard>),
    Failed(Failure),
}

/// What the card shows of a page.
#[derive(Debug, Clone)]
pub(crate) enum Stage {
    /// Fields, to be saved.
    Form,
    /// It was saved before.
    Already(SavedMark),
    /// It was saved just now.
    Saved(SavedMark),
    /// It was put into the bin just now.
    Removed(SavedMark),
}

/// A part of the form that opens below its line; one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Drawer {
    Prices,
    Pictures,
    NewBoard,
    /// Other boards beside the one of the list.
    MoreBoards,
}

/// Everything the card knows. A copy is the same store.
#[derive(Clone, Copy)]
pub(crate) struct Store {
    pub(crate) surface: Surface,
    pub(crate) look: RwSignal<Look>,
    pub(crate) stage: RwSignal<Stage>,
    pub(crate) form: RwSignal<Form>,
    /// The form holds what was typed before, not what was found.
    pub(crate) restored: RwSignal<bool>,
    pub(crate) boards: RwSignal<Vec<BoardChip>>,
    /// The boards are from an earlier time: the server cannot be reached.
    pub(crate) stale: RwSignal<bool>,
    pub(crate) status: RwSignal<Option<Status>>,
    pub(crate) drawer: RwSignal<Option<Drawer>>,
    pub(crate) fault: RwSignal<Option<Fault>>,
    pub(crate) failure: RwSignal<Option<Failure>>,
    pub(crate) busy: RwSignal<bool>,
    /// What was typed before the person went back to what was found.
    pub(crate) dropped: RwSignal<Option<Form>>,
    /// How it stands with the site of the page.
    pub(super) site: RwSignal<Option<Site>>,
    /// Said to those who do not see the page change.
    pub(crate) said: RwSignal<String>,
    /// The tab whose page is to be listed, for a save of several things at once.
    pub(crate) several: RwSignal<Option<i32>>,
    window: RwSignal<i32>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Store {
    /// A store for this surface; it looks at the page at once.
    pub(crate) fn new(surface: Surface) -> Self {
        let store = Self {
            surface,
            look: RwSignal::new(Look::Loading),
            stage: RwSignal::new(Stage::Form),
            form: RwSignal::new(Form::default()),
            restored: RwSignal::new(false),
            boards: RwSignal::new(Vec::new()),
            stale: RwSignal::new(false),
            status: RwSignal::new(None),
            drawer: RwSignal::new(None),
            fault: RwSignal::new(None),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            dropped: RwSignal::new(None),
            site: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            several: RwSignal::new(None),
            window: RwSignal::new(-1),
            timer: StoredValue::new(None),
        };
        store.look();
        store.ask_boards();
        store.ask_status();
        spawn_local(async move {
            if let Some(id) = surfaces::window_id().await {
                store.window.set(id);
            }
        });
        browser::worker::listen(move |push| store.pushed(push));
        // A popup that closes takes its timers with it. The listener stays as long as the page does.
        let _ = window_event_listener(leptos::ev::pagehide, move |_| store.keep_now());
        store
    }

    fn pushed(self, push: Push) {
        match push {
            Push::StatusChanged => {
                self.ask_status();
                self.ask_boards();
                self.ask_site();
            }
            Push::PageChanged { tab_id } => {
                if matches!(self.look.get_untracked(), Look::Page(card) if card.tab_id == tab_id) {
                    self.look_again();
                }
            }
        }
    }

    /// Looks once more, where nobody is at work on the form.
    fn look_again(self) {
        let quiet = self.timer.with_value(Option::is_none) && !self.restored.get_untracked();
        if quiet && matches!(self.stage.get_untracked(), Stage::Form) && !self.busy.get_untracked() {
            self.look();
        }
    }

    /// Looks at the page of the active tab.
    pub(crate) fn look(self) {
        self.keep_now();
        spawn_local(async move {
            match ask(Request::PageLook { tab_id: None }).await {
                Ok(Reply::Page(card)) => self.show(card),
                Ok(_) => self.look.set(Look::Failed(Failure::NoAnswer)),
                Err(failure) => self.look.set(Look::Failed(failure)),
            }
        });
    }

    fn show(self, card: Box<PageCard>) {
        if let Look::Page(shown) = self.look.get_untracked()
            && self.stays(&shown, &card)
        {
            // What was found is shown anew only where it is new: the field that has the focus would lose it.
            if shown.detection != card.detection {
                self.look.set(Look::Page(card));
            }
            return;
        }
        self.failure.set(None);
        self.fault.set(None);
        self.drawer.set(None);
        self.restored.set(card.draft.is_some());
        self.dropped.set(None);
        let mut form = Form::of(&card);
        if form.board.is_none() {
            form.board = self.form.get_untracked().board;
        }
        self.form.set(form);
        let stage = match (&card.just_saved, &card.saved) {
            (Some(mark), _) => {
                self.said.set(t!("said_saved", words::board_names(&mark.boards)));
                Stage::Saved(mark.clone())
            }
            (None, Some(mark)) => Stage::Already(mark.clone()),
            (None, None) => Stage::Form,
        };
        self.stage.set(stage);
        self.look.set(Look::Page(card));
        self.ask_site();
    }

    /// Whether a person is at work on the form of this page.
    fn stays(self, shown: &PageCard, next: &PageCard) -> bool {
        let drawer = self.drawer.get_untracked().is_some();
        matches!(self.stage.get_untracked(), Stage::Form) && self.form.glance(|form| form.stays(shown, next, drawer))
    }

    fn ask_boards(self) {
        spawn_local(async move {
            if let Ok(reply) = ask(Request::BoardsList).await {
                self.take_boards(reply);
            }
        });
    }

    pub(super) fn take_boards(self, reply: Reply) {
        let Reply::Boards { boards, last, stale } = reply else { return };
        let known = |id: BoardId| boards.iter().any(|board| board.id == id);
        let first = last.filter(|id| known(*id)).or_else(|| boards.first().map(|board| board.id));
        if !self.form.glance(|form| form.board.is_some_and(known)) {
            self.form.change(|form| form.board = first);
        }
        // One that was removed meanwhile.
        if self.form.glance(|form| !form.also.iter().all(|id| known(*id))) {
            self.form.change(|form| form.also.retain(|id| known(*id)));
        }
        self.boards.set(boards);
        self.stale.set(stale);
    }

    fn ask_status(self) {
        spawn_local(async move {
            if let Ok(Reply::Status(status)) = ask(Request::StatusGet).await {
                super::uploaded_to(&status.server);
                if self.surface == Surface::Popup && self.status.get_untracked().is_none() {
                    // What another device saved is known here from now on. The panel does so where it brings the boards.
                    if let Some(owner) = owner_of(&status) {
                        fill::run(owner, None, move || self.look_again());
                    }
                }
                if status.waiting == 0 && status.refused == 0 {
                    self.arrived();
                }
                self.status.set(Some(*status));
            }
        });
    }

    /// Nothing waits any more, so what was just saved is there.
    fn arrived(self) {
        if matches!(self.stage.get_untracked(), Stage::Saved(mark) if mark.state == SaveState::Waiting) {
            self.stage.change(|stage| {
                if let Stage::Saved(mark) = stage {
                    mark.state = SaveState::Arrived;
                }
            });
        }
    }

    /// A field changed: keep it soon, and let go of what was wrong with it.
    pub(crate) fn edit(self, change: impl FnOnce(&mut Form)) {
        self.form.change(change);
        self.dropped.set(None);
        self.fault.set(None);
        self.keep_nothing();
        self.timer.set_value(set_timeout_with_handle(move || self.keep_now(), KEEP_AFTER).ok());
    }

    /// Calls off what waits to be kept; true where something did.
    pub(super) fn keep_nothing(self) -> bool {
        let timer = self.timer.try_update_value(Option::take).flatten();
        timer.map(|timer| timer.clear()).is_some()
    }

    /// Keeps what waits to be kept.
    fn keep_now(self) {
        if self.keep_nothing() {
            let draft = Box::new(self.form.glance(Form::to_keep));
            // Nothing to tell where this fails: the fields are still here.
            spawn_local(async move { drop(ask(Request::DraftKeep { draft }).await) });
        }
    }

    /// Back to what was found.
    pub(crate) fn start_over(self) {
        let Look::Page(card) = self.look.get_untracked() else { return };
        self.keep_nothing();
        let typed = self.form.get_untracked();
        self.form.set(Form { board: typed.board, also: typed.also.clone(), ..Form::found(&card) });
        self.dropped.set(Some(typed));
        self.restored.set(false);
        self.fault.set(None);
        spawn_local(async move { drop(ask(Request::DraftDrop { tab_id: card.tab_id }).await) });
    }

    /// Back to what was typed, after all.
    pub(crate) fn start_over_undone(self) {
        if let Some(typed) = self.dropped.get_untracked() {
            self.edit(|form| *form = typed);
            self.restored.set(true);
        }
    }

    /// Opens a drawer, or closes it where it is open.
    pub(crate) fn toggle(self, drawer: Drawer) {
        self.drawer.change(|open| *open = if *open == Some(drawer) { None } else { Some(drawer) });
    }

    /// Opens the options, for signing in.
    pub(crate) fn open_options(self) {
        spawn_local(async move {
            if surfaces::open_options().await && self.surface == Surface::Popup {
                let _ = window().close();
            }
        });
    }

    /// The way from the popup to the panel. The panel has none: it is there.
    pub(crate) fn panel_link(self) -> AnyView {
        if self.surface == Surface::Panel {
            return nothing();
        }
        let open = press(move || {
            // Asked for in the click itself: browsers open a panel for a gesture only.
            let opened = surfaces::open_panel(self.window.get_untracked());
            spawn_local(async move {
                if opened.await {
                    let _ = window().close();
                }
            });
        });
        button("quiet", Some(Icon::Panel), t!("open_panel"), open)
    }
}
