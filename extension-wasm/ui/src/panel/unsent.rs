//! A save that has not arrived: how far it is, and for one that the server refused, the way to give it up.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::ItemId;
use shared::wire::message::Request;

use crate::bridge::{Failure, ask};
use crate::card::tile;
use crate::icons::Icon;
use crate::parts::{
    all, block, button, changing, chip, figure, flag, foreign, nothing, opener, paragraph, press, words,
};
use crate::shelf::Unsent;
use crate::signals::Changing;
use crate::{intl, refused};

/// What is done after one was given up.
pub(crate) type Gone = Arc<dyn Fn() + Send + Sync>;

/// Its row; `gone` is told when it was given up.
pub(super) fn view(item: &Unsent, gone: Gone) -> AnyView {
    let state = if item.refused {
        chip("chip brick", Icon::Failed, t!("refused_word"))
    } else {
        chip("chip plain", Icon::Clock, t!("waiting_word"))
    };
    let facts = vec![
        foreign("name", item.title.clone()),
        item.price.map_or_else(nothing, |price| paragraph("", figure("amount", intl::money(&price)))),
        state,
        item.problem.clone().map_or_else(nothing, |problem| foreign("soft", problem)),
        if item.refused { give_up(item.id, gone) } else { nothing() },
    ];
    all(vec![tile(item.image.clone(), &item.title), block("facts", facts)])
}

/// Nothing is lost by one press: the first one says what the second one does.
pub(crate) fn give_up(id: ItemId, gone: Gone) -> AnyView {
    let (asked, failure) = (RwSignal::new(false), RwSignal::new(None::<Failure>));
    let discard = move || {
        let gone = gone.clone();
        spawn_local(async move {
            match ask(Request::OutboxDiscard { id }).await {
                Ok(_) => gone(),
                Err(problem) => {
                    let _ = failure.try_set(Some(problem));
                }
            }
        });
    };
    let ask = opener(
        "quiet small",
        Icon::ChevronDown,
        t!("give_up"),
        flag(move || asked.get()),
        press(move || asked.change(|open| *open = !*open)),
    );
    let answer = changing(move || {
        if asked.get() {
            block(
                "give-up",
                vec![words(t!("give_up_means")), button("plain", None, t!("give_up_really"), press(discard.clone()))],
            )
        } else {
            nothing()
        }
    });
    let failed = changing(move || failure.get().map_or_else(nothing, |failure| refused::view(&failure)));
    all(vec![ask, answer, failed])
}
