//! The server and the account on it: signing in, registering, or who is signed in.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::{ev, html};
use shared::wire::accounts::Secret;
use shared::wire::message::Request;
use web_sys::Url;

use super::signed_in;
use super::store::Store;
use crate::refused;

/// Signing in goes on after this time, whether or not the browser's question for the host was answered:
/// the server lets the extension in by itself too.
const WAIT_FOR_HOST: Duration = Duration::from_secs(3);

/// The section: who is signed in, or the form.
pub(crate) fn view(store: Store) -> AnyView {
    let signed_in =
        Memo::new(move |_| store.status.with(|status| status.as_ref().map(|status| status.account.is_some())));
    view! {
        <section>
            <h2>{t!("account_heading")}</h2>
            {move || match signed_in.get() {
                Some(true) => signed_in::view(store),
                Some(false) => form(store),
                None => ().into_any(),
            }}
        </section>
    }
    .into_any()
}

/// The host pattern of exactly this origin. Firefox takes no port in a pattern, so there it is the host.
fn host_pattern(server: &str) -> Option<String> {
    let url = Url::new(server.trim()).ok()?;
    let host = if browser::surfaces::has_side_panel() { url.host() } else { url.hostname() };
    (matches!(url.protocol().as_str(), "https:" | "http:") && !host.is_empty())
        .then(|| format!("{}//{host}/*", url.protocol()))
}

/// Asks for the host while the click still counts, and signs in when that is settled, or soon.
fn ask_host_then(server: &str, sign_in: impl FnOnce() + 'static) {
    let Some(pattern) = host_pattern(server) else {
        // The worker says what is wrong with the address.
        return sign_in();
    };
    let granted = browser::permissions::request(&[&pattern]);
    let waiting = Rc::new(Cell::new(Some(sign_in)));
    let late = Rc::clone(&waiting);
    spawn_local(async move {
        granted.await;
        if let Some(sign_in) = waiting.take() {
            sign_in();
        }
    });
    set_timeout(
        move || {
            if let Some(sign_in) = late.take() {
                sign_in();
            }
        },
        WAIT_FOR_HOST,
    );
}

fn form(store: Store) -> AnyView {
    let register = RwSignal::new(false);
    let [server, email, name] = [(); 3].map(|()| NodeRef::<html::Input>::new());
    let password = NodeRef::<html::Input>::new();
    let text = |field: NodeRef<html::Input>| field.get_untracked().map(|field| field.value()).unwrap_or_default();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if store.busy.get_untracked() {
            return;
        }
        store.busy.set(true);
        store.sign_in_failure.set(None);
        let (server, email) = (text(server).trim().to_owned(), text(email).trim().to_owned());
        let secret = Secret::new(text(password));
        let display_name = register.get_untracked().then(|| text(name).trim().to_owned());
        let address = server.clone();
        ask_host_then(&address, move || {
            store.sign_in(match display_name {
                Some(display_name) => Request::AccountRegister { server, email, password: secret, display_name },
                None => Request::AccountSignIn { server, email, password: secret },
            });
        });
    };
    let known =
        store.status.with_untracked(|status| status.as_ref().map(|status| status.server.clone())).unwrap_or_default();
    let ended = move || store.status.with(|status| status.as_ref().is_some_and(|status| status.ended));
    view! {
        <Show when=ended>
            <p class="banner amber">{t!("session_ended")}</p>
        </Show>
        <p class="soft">{t!("account_why")}</p>
        <form class="fields" on:submit=submit>
            {field(server, t!("field_server"), "url", "url", known)}
            {field(email, t!("field_email"), "email", "username", String::new())}
            <Show when=move || register.get()>{field(name, t!("field_display_name"), "text", "name", String::new())}</Show>
            <label>
                <span>{t!("field_password")}</span>
                <input
                    node_ref=password
                    type="password"
                    required
                    minlength=move || if register.get() { "8" } else { "1" }
                    maxlength="128"
                    autocomplete=move || if register.get() { "new-password" } else { "current-password" }
                />
                <Show when=move || register.get()>
                    <small class="hint">{t!("password_hint")}</small>
                </Show>
            </label>
            {move || store.sign_in_failure.get().map(|failure| refused::view(&failure))}
            <div class="line">
                <button type="submit" class="primary" aria-disabled=move || store.busy.get().to_string()>
                    {move || match (store.busy.get(), register.get()) {
                        (true, _) => t!("one_moment"),
                        (false, true) => t!("make_account"),
                        (false, false) => t!("sign_in"),
                    }}
                </button>
                <button
                    type="button"
                    class="quiet"
                    on:click=move |_| {
                        store.sign_in_failure.set(None);
                        register.update(|register| *register = !*register);
                    }
                >
                    {move || if register.get() { t!("have_account") } else { t!("no_account") }}
                </button>
            </div>
        </form>
    }
    .into_any()
}

fn field(
    node: NodeRef<html::Input>,
    label: String,
    kind: &'static str,
    autocomplete: &'static str,
    value: String,
) -> AnyView {
    view! {
        <label>
            <span>{label}</span>
            <input node_ref=node type=kind required maxlength="254" autocomplete=autocomplete value=value dir="auto" />
        </label>
    }
    .into_any()
}
