//! The first steps: where GiftOS lives, with an account or without, and a first save, which this page notices by itself.
//! Opened once after the extension was installed (`options.html#welcome`), and again from the options by whoever wants to.

use std::cell::Cell;
use std::rc::Rc;

use browser::database::{self, SAVED};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::store::Store;
use super::{account, shortcut, signed_in};
use crate::icons::Icon;
use crate::panel::focus;
use crate::parts::{
    Knob, all, block, button, changing, chip, following, list, live, nothing, paragraph, press, section, when, words,
};
use crate::signals::Reading;

/// How an address asks for the first steps.
pub(super) const PLACE: &str = "welcome";

const STEPS: i32 = 3;

/// The step that is shown; `close` leads to the options.
pub(super) fn view(store: Store, close: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let step = RwSignal::new(1_i32);
    let go = move |to: i32| {
        step.set(to);
        // The new step is read out from its heading on.
        request_animation_frame(|| focus("welcome-step"));
    };
    let saved = first_save(store);
    let content = changing(move || {
        let (heading, content) = match step.get() {
            1 => (t!("welcome_where_heading"), place()),
            2 => (t!("welcome_account_heading"), account(store)),
            _ => (t!("welcome_try_heading"), try_it(saved)),
        };
        all(vec![view! { <h2 id="welcome-step" tabindex="-1">{heading}</h2> }.into_any(), content])
    });
    let counted = live(move || t!("welcome_step", step.get().to_string(), STEPS.to_string()));
    let last = move || step.get() == STEPS;
    let buttons = changing(move || {
        let at = step.get();
        let back =
            if at > 1 { button("plain", None, t!("welcome_back"), press(move || go(at - 1))) } else { nothing() };
        // One main action a view: where the form is, it is the form's.
        let class = if at == 2 { "plain" } else { "primary" };
        let on = Knob { id: Some("welcome-on".to_owned()), ..Knob::new(class) };
        let on = if last() {
            on.view(words(t!("welcome_done")), press(close))
        } else {
            on.view(words(t!("welcome_next")), press(move || go(at + 1)))
        };
        let skip = if last() { nothing() } else { button("quiet", None, t!("welcome_skip"), press(close)) };
        block("line", vec![on, back, skip])
    });
    section("welcome", vec![paragraph("soft", words(counted)), content, buttons])
}

/// Where it is found, with the keys as they are set in this browser.
fn place() -> AnyView {
    all(vec![
        shortcut::told(t!("welcome_where_keys")),
        list("sentences", vec![words(t!("welcome_where_pin")), words(t!("welcome_where_panel"))]),
    ])
}

fn account(store: Store) -> AnyView {
    let signed_in = move || store.status.look(|status| status.as_ref().is_some_and(|status| status.account.is_some()));
    all(vec![
        when(signed_in, move || signed_in::view(store)),
        when(
            move || !signed_in(),
            move || all(vec![paragraph("", words(t!("welcome_account_without"))), account::form(store)]),
        ),
    ])
}

/// Whether something was saved since the steps were opened: the saved pages of this device are counted anew whenever the worker
/// tells that something changed.
fn first_save(store: Store) -> RwSignal<bool> {
    let saved = RwSignal::new(false);
    let before = Rc::new(Cell::new(None::<usize>));
    following(move || {
        store.status.track();
        let before = Rc::clone(&before);
        spawn_local(async move {
            let Ok(database) = database::open().await else { return };
            let count = database.texts(SAVED).await.map_or(0, |pages| pages.len());
            if count > before.get().unwrap_or(count) {
                let _ = saved.try_set(true);
            }
            before.set(before.get().or(Some(count)));
        });
    });
    saved
}

fn try_it(saved: RwSignal<bool>) -> AnyView {
    let said = changing(move || {
        if saved.get() {
            chip("chip pine", Icon::Check, t!("welcome_try_done"))
        } else {
            chip("chip plain", Icon::Clock, t!("welcome_try_waits"))
        }
    });
    all(vec![
        paragraph("", words(t!("welcome_try_how"))),
        view! { <div role="status">{said}</div> }.into_any(),
        paragraph("soft", words(t!("welcome_done_soft"))),
    ])
}
