//! What GiftOS may do in this browser, as sentences; what is a choice has a switch.

use browser::permissions::{self, EVERY_PAGE};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::store::Store;
use crate::parts::{Press, banner, flag, heading, list, paragraph, press, section, when, words};
use crate::signals::Reading;

/// The section.
pub(crate) fn view(store: Store) -> AnyView {
    let granted = RwSignal::new(false);
    let refused = RwSignal::new(false);
    spawn_local(async move { granted.set(permissions::contains(EVERY_PAGE).await) });
    let wanted =
        move || store.settings.look(|settings| settings.as_ref().is_some_and(|settings| settings.detect_everywhere));
    let on = move || granted.get() && wanted();
    let turn = press(move || {
        refused.set(false);
        if on() {
            store.choose(|settings| settings.detect_everywhere = false);
            spawn_local(async move {
                permissions::remove(EVERY_PAGE).await;
                granted.set(permissions::contains(EVERY_PAGE).await);
            });
            return;
        }
        // Asked for in the click itself: browsers grant for a gesture only.
        let asked = permissions::request(EVERY_PAGE);
        spawn_local(async move {
            let yes = asked.await;
            granted.set(yes);
            refused.set(!yes);
            if yes {
                store.choose(|settings| settings.detect_everywhere = true);
            }
        });
    });
    let news = when(move || refused.get(), || banner("banner", None, t!("permission_refused"), None));
    section(
        "",
        vec![
            heading(t!("permissions_heading")),
            list(
                "sentences",
                vec![
                    words(t!("permission_active_tab")),
                    words(t!("permission_storage")),
                    words(t!("permission_server")),
                ],
            ),
            switch(flag(on), turn),
            when(
                move || store.elsewhere.get() && !on(),
                || paragraph("hint", words(t!("permission_everywhere_elsewhere"))),
            ),
            view! { <div role="status">{news}</div> }.into_any(),
        ],
    )
}

fn switch(on: Signal<String>, turn: Press) -> AnyView {
    view! {
        <div class="switch-row">
            <span>
                <span id="everywhere">{t!("permission_everywhere")}</span>
                <small id="everywhere-about" class="hint">
                    {t!("permission_everywhere_about")}
                </small>
            </span>
            <button
                type="button"
                class="switch"
                role="switch"
                aria-checked=on
                aria-labelledby="everywhere"
                aria-describedby="everywhere-about"
                on:click=turn
            >
                <span class="knob"></span>
            </button>
        </div>
    }
    .into_any()
}
