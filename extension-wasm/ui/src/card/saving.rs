//! What the card changes in the world: a save, its undo, a new board.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::BoardId;
use shared::wire::boards::BoardKind;
use shared::wire::message::{BoardChip, Reply, Request, SavedMark};

use super::state::{Fault, Form};
use super::store::{Drawer, Stage, Store};
use crate::bridge::{Failure, ask};
use crate::shelf::{Doing, owner_of, place};
use crate::signals::{Changing, Reading};
use crate::words;

impl Store {
    /// Saves the form.
    pub(crate) fn save(self) {
        if self.busy.get_untracked() {
            return;
        }
        match self.form.glance(Form::to_save) {
            Err(fault) => {
                if fault != Fault::Title {
                    self.drawer.set(Some(Drawer::Prices));
                }
                self.fault.set(Some(fault));
            }
            Ok(draft) => {
                self.keep_nothing();
                self.busy.set(true);
                self.failure.set(None);
                spawn_local(async move {
                    match ask(Request::ItemSave { save: Box::new(draft) }).await {
                        Ok(Reply::Saved(mark)) => {
                            let boards = words::board_names(&mark.boards);
                            self.said.set(if mark.already {
                                t!("said_already", boards)
                            } else {
                                t!("said_saved", boards)
                            });
                            self.drawer.set(None);
                            self.restored.set(false);
                            self.stage.set(Stage::Saved(mark));
                        }
                        Ok(_) => self.failure.set(Some(Failure::NoAnswer)),
                        Err(failure) => self.failure.set(Some(failure)),
                    }
                    self.busy.set(false);
                });
            }
        }
    }

    /// Takes a save of the last ten seconds back.
    pub(crate) fn undo(self, mark: &SavedMark) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let id = mark.id;
        spawn_local(async move {
            match ask(Request::ItemUndo { id }).await {
                Ok(_) => {
                    self.said.set(t!("said_undone"));
                    self.failure.set(None);
                    self.stage.set(Stage::Form);
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
            self.busy.set(false);
        });
    }

    /// Opens the form of a saved page to change it where it lies.
    pub(crate) fn edit_saved(self, mark: &SavedMark) {
        let mut boards = mark.boards.iter().map(|board| board.id);
        self.form.change(|form| {
            form.board = boards.next().or(form.board);
            form.also = boards.collect();
        });
        self.stage.set(Stage::Form);
    }

    /// Puts a saved page's item into the bin, or brings it back from there.
    pub(crate) fn put_away(self, mark: SavedMark, away: bool) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let id = mark.id;
        spawn_local(async move {
            match ask(if away { Request::ItemBin { id } } else { Request::ItemRestore { id } }).await {
                Ok(_) => {
                    self.failure.set(None);
                    self.said.set(if away { t!("item_removed", mark.title) } else { t!("said_undone") });
                    self.stage.set(if away { Stage::Removed(mark) } else { Stage::Already(mark) });
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
            self.busy.set(false);
        });
    }

    /// Puts a saved page's item on one more board, or takes it off one. `on` are the boards as they are shown.
    pub(crate) fn place(self, mark: SavedMark, board: BoardChip, on: RwSignal<Vec<BoardChip>>) {
        let (item, before) = (mark.id, on.get_untracked());
        let mut boards = before.clone();
        let there = boards.iter().any(|other| other.id == board.id);
        let (doing, said) = if there {
            boards.retain(|other| other.id != board.id);
            (Doing::Unplace { board: board.id, item }, t!("said_off_board", words::board_name(&board)))
        } else {
            boards.push(board.clone());
            (Doing::Place { board: board.id, item }, t!("said_saved", words::board_name(&board)))
        };
        let owner = self.status.glance(|status| status.as_ref().and_then(owner_of));
        let ids = boards.iter().map(|board| board.id).collect();
        // At once, so that the next tick goes on from here; and nothing but the boards is drawn anew, so that the focus stays.
        self.stage.update_untracked(|stage| *stage = Stage::Already(SavedMark { boards: boards.clone(), ..mark }));
        on.set(boards);
        spawn_local(async move {
            match place(owner.as_ref(), doing, item, ids).await {
                Ok(()) => {
                    self.failure.set(None);
                    self.said.set(said);
                    spawn_local(browser::worker::send_waiting());
                }
                Err(failure) => {
                    on.set(before);
                    self.failure.set(Some(Failure::Refused(failure.into())));
                }
            }
        });
    }

    /// Makes a board and chooses it.
    pub(crate) fn create_board(self, name: String, kind: BoardKind) {
        self.busy.set(true);
        spawn_local(async move {
            let before: Vec<BoardId> = self.boards.glance(|boards| boards.iter().map(|board| board.id).collect());
            match ask(Request::BoardCreate { name, kind }).await {
                Ok(reply) => {
                    self.take_boards(reply);
                    let made =
                        self.boards.glance(|boards| boards.iter().rfind(|board| !before.contains(&board.id)).cloned());
                    if let Some(made) = made {
                        self.said.set(t!("said_board_made", made.name));
                        self.edit(|form| form.board = Some(made.id));
                    }
                    self.failure.set(None);
                    self.drawer.set(None);
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
            self.busy.set(false);
        });
    }
}
