//! A link, pasted: the server reads the page and fills the wish in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::BoardId;
use shared::wire::message::{Refusal, Request};

use crate::bridge::{Failure, ask};
use crate::icons::Icon;
use crate::parts::{all, block, button, changing, flag, labelled, live, nothing, opener, press};
use crate::refused;
use crate::signals::{Changing, Reading};

/// The way to a field for a link; `saved` is told when one was.
pub(super) fn view(board: BoardId, saved: impl Fn() + Copy + Send + 'static) -> AnyView {
    let open = RwSignal::new(false);
    let (typed, wrong) = (RwSignal::new(String::new()), RwSignal::new(false));
    let failure = RwSignal::new(None::<Failure>);
    let add = move || {
        let url = typed.glance(|typed| typed.trim().to_owned());
        spawn_local(async move {
            match ask(Request::LinkSave { url, board }).await {
                Ok(_) => {
                    let _ = (typed.try_set(String::new()), wrong.try_set(false), failure.try_set(None));
                    saved();
                }
                // Only the address can be wrong with it.
                Err(Failure::Refused(Refusal::Problem { .. } | Refusal::PageNotReadable)) => {
                    let _ = wrong.try_set(true);
                }
                Err(other) => {
                    let _ = failure.try_set(Some(other));
                }
            }
        });
    };
    let field = move || {
        let said = live(move || if wrong.get() { t!("fault_link") } else { t!("link_means") });
        let class = live(move || if wrong.get() { "hint brick".to_owned() } else { "hint".to_owned() });
        let input = view! {
            <input
                inputmode="url"
                dir="ltr"
                autocomplete="off"
                maxlength="2048"
                placeholder="https://"
                aria-describedby="link-said"
                aria-invalid=flag(move || wrong.get())
                prop:value=typed
                on:input:target=move |event| {
                    wrong.set(false);
                    typed.set(event.target().value());
                }
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        event.prevent_default();
                        add();
                    }
                }
            />
        };
        block(
            "drawer link-drawer",
            vec![
                labelled("stack", t!("field_link"), vec![input.into_any()]),
                view! { <p id="link-said" class=class aria-live="polite">{said}</p> }.into_any(),
                button("plain", None, t!("link_add"), press(add)),
                changing(move || failure.get().map_or_else(nothing, |failure| refused::view(&failure))),
            ],
        )
    };
    all(vec![
        opener(
            "quiet small",
            Icon::Plus,
            t!("paste_link"),
            flag(move || open.get()),
            press(move || open.change(|open| *open = !*open)),
        ),
        changing(move || if open.get() { field() } else { nothing() }),
    ])
}
