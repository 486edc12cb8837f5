//! What GiftOS may do in this browser, as sentences; what is a choice has a switch.

use browser::permissions::{self, EVERY_PAGE};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::sites;
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
            switch("everywhere", t!("permission_everywhere"), Some(t!("permission_everywhere_about")), flag(on), turn),
            when(
                move || store.elsewhere.get() && !on(),
                || paragraph("hint", words(t!("permission_everywhere_elsewhere"))),
            ),
            view! { <div role="status">{news}</div> }.into_any(),
            sites::view(store),
        ],
    )
}

/// A switch with its name, and what it means where the name does not say it all.
pub(super) fn switch(id: &str, name: String, about: Option<String>, on: Signal<String>, turn: Press) -> AnyView {
    let about_id = about.as_ref().map(|_| [id, "-about"].concat());
    let about = about.map(|about| view! { <small id=about_id.clone() class="hint">{about}</small> });
    view! {
        <div class="switch-row">
            <span>
                <span id=id.to_owned() dir="auto">
                    {name}
                </span>
                {about}
            </span>
            <button
                type="button"
                class="switch"
                role="switch"
                aria-checked=on
                aria-labelledby=id.to_owned()
                aria-describedby=about_id
                on:click=turn
            >
                <span class="knob"></span>
            </button>
        </div>
    }
    .into_any()
}
