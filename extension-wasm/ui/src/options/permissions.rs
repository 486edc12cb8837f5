//! What GiftOS may do in this browser, as sentences; what is a choice has a switch.

use browser::permissions::{self, EVERY_PAGE};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::store::Store;

/// The section.
pub(crate) fn view(store: Store) -> AnyView {
    let granted = RwSignal::new(false);
    let refused = RwSignal::new(false);
    spawn_local(async move { granted.set(permissions::contains(EVERY_PAGE).await) });
    let on = move || {
        granted.get()
            && store.settings.with(|settings| settings.as_ref().is_some_and(|settings| settings.detect_everywhere))
    };
    let turn = move |_| {
        refused.set(false);
        if on() {
            store.choose(|settings| settings.detect_everywhere = false);
            spawn_local(async move {
                permissions::remove(EVERY_PAGE).await;
                granted.set(permissions::contains(EVERY_PAGE).await);
            });
        } else {
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
        }
    };
    view! {
        <section>
            <h2>{t!("permissions_heading")}</h2>
            <ul class="sentences">
                <li>{t!("permission_active_tab")}</li>
                <li>{t!("permission_storage")}</li>
                <li>{t!("permission_server")}</li>
            </ul>
            <div class="switch-row">
                <span id="everywhere-words">
                    <span id="everywhere">{t!("permission_everywhere")}</span>
                    <small id="everywhere-about" class="hint">
                        {t!("permission_everywhere_about")}
                    </small>
                </span>
                <button
                    type="button"
                    class="switch"
                    role="switch"
                    aria-checked=move || on().to_string()
                    aria-labelledby="everywhere"
                    aria-describedby="everywhere-about"
                    on:click=turn
                >
                    <span class="knob"></span>
                </button>
            </div>
            <div role="status">
                <Show when=move || refused.get()>
                    <p class="banner">{t!("permission_refused")}</p>
                </Show>
            </div>
        </section>
    }
    .into_any()
}
