//! The server and the account on it: signing in, registering, or who is signed in.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::{ev, html};
use shared::server_origin::server_origin;
use shared::wire::accounts::Secret;

use super::sign::Typed;
use super::signed_in;
use super::store::Store;
use crate::icons::Icon;
use crate::parts::{
    all, banner, block, button, changing, flag, heading, labelled, live, memo, nothing, paragraph, press, section,
    when, words,
};
use crate::refused;
use crate::signals::{Changing, Reading};

/// Signing in goes on after this time, whether or not the browser's question for the host was answered:
/// the server lets the extension in by itself too.
const WAIT_FOR_HOST: Duration = Duration::from_secs(3);

/// The section: who is signed in, or the form.
pub(crate) fn view(store: Store) -> AnyView {
    let signed_in = memo(move || store.status.look(|status| status.as_ref().map(|status| status.account.is_some())));
    let content = changing(move || match signed_in.get() {
        Some(true) => signed_in::view(store),
        Some(false) => form(store),
        None => nothing(),
    });
    section("", vec![heading(t!("account_heading")), content])
}

/// The host pattern of exactly the server that was typed. Firefox takes no port in a pattern, so there it is the host.
fn host_pattern(typed: &str, with_port: bool) -> Option<String> {
    let origin = server_origin(typed)?;
    let host = match origin.rsplit_once(':') {
        Some((host, port)) if !with_port && !port.starts_with('/') => host,
        _ => &origin,
    };
    Some([host, "/*"].concat())
}

/// Asks for the host while the click still counts, and signs in when that is settled, or soon.
fn ask_host_then(server: &str, sign_in: impl FnOnce() + 'static) {
    let Some(pattern) = host_pattern(server, browser::surfaces::has_side_panel()) else {
        // Signing in says what is wrong with the address.
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

/// The fields as they stand; read once, when the form is sent.
#[derive(Clone, Copy)]
struct Fields {
    server: NodeRef<html::Input>,
    email: NodeRef<html::Input>,
    name: NodeRef<html::Input>,
    password: NodeRef<html::Input>,
}

impl Fields {
    fn typed(self, register: bool) -> Typed {
        let text = |field: NodeRef<html::Input>| field.get_untracked().map(|field| field.value()).unwrap_or_default();
        let trimmed = |field| text(field).trim().to_owned();
        Typed {
            server: trimmed(self.server),
            email: trimmed(self.email),
            password: Secret::new(text(self.password)),
            register: register.then(|| trimmed(self.name)),
        }
    }
}

/// Signing in, or registering.
pub(super) fn form(store: Store) -> AnyView {
    let register = RwSignal::new(false);
    let fields =
        Fields { server: NodeRef::new(), email: NodeRef::new(), name: NodeRef::new(), password: NodeRef::new() };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if store.busy.get_untracked() {
            return;
        }
        store.busy.set(true);
        store.sign_in_failure.set(None);
        let typed = fields.typed(register.get_untracked());
        let server = typed.server.clone();
        ask_host_then(&server, move || store.sign_in(typed));
    };
    let known = store.status.glance(|status| status.as_ref().map(|status| status.server.clone())).unwrap_or_default();
    let ended = move || store.status.look(|status| status.as_ref().is_some_and(|status| status.ended));
    let now = live(move || if register.get() { "new-password".to_owned() } else { "current-password".to_owned() });
    let content = vec![
        field(fields.server, t!("field_server"), "url", "url".to_owned().into(), known),
        field(fields.email, t!("field_email"), "email", "username".to_owned().into(), String::new()),
        when(
            move || register.get(),
            move || field(fields.name, t!("field_display_name"), "text", "name".to_owned().into(), String::new()),
        ),
        field(fields.password, t!("field_password"), "password", now, String::new()),
        when(move || register.get(), || paragraph("hint", words(t!("password_hint")))),
        changing(move || store.sign_in_failure.get().map_or_else(nothing, |failure| refused::at_sign_in(&failure))),
        buttons(store, register),
    ];
    let form = view! { <form class="fields" on:submit=submit>{content}</form> }.into_any();
    let note = when(ended, || banner("banner amber", Some(Icon::Clock), t!("session_ended"), None));
    all(vec![note, paragraph("soft", words(t!("account_why"))), form])
}

fn buttons(store: Store, register: RwSignal<bool>) -> AnyView {
    let word = live(move || match (store.busy.get(), register.get()) {
        (true, _) => t!("one_moment"),
        (false, true) => t!("make_account"),
        (false, false) => t!("sign_in"),
    });
    let busy = flag(move || store.busy.get());
    let other = live(move || if register.get() { t!("have_account") } else { t!("no_account") });
    let turn = press(move || {
        store.sign_in_failure.set(None);
        register.change(|register| *register = !*register);
    });
    block(
        "line",
        vec![
            view! { <button type="submit" class="primary" aria-disabled=busy>{words(word)}</button> }.into_any(),
            button("quiet", None, other, turn),
        ],
    )
}

fn field(
    node: NodeRef<html::Input>,
    label: String,
    kind: &'static str,
    fill: Signal<String>,
    value: String,
) -> AnyView {
    let longest = if kind == "password" { "128" } else { "254" };
    // A browser takes no address without its scheme in a field of type "url"; we do.
    let (kind, keys) = if kind == "url" { ("text", Some("url")) } else { (kind, None) };
    let input = view! {
        <input
            node_ref=node
            type=kind
            inputmode=keys
            required
            maxlength=longest
            autocomplete=fill
            value=value
            dir="auto"
        />
    };
    labelled("", label, vec![input.into_any()])
}

#[cfg(test)]
mod tests {
    use super::host_pattern;

    #[test]
    fn exactly_the_server_that_was_typed_is_asked_for() {
        for (typed, with_port, without) in [
            ("gifts.example", "https://gifts.example/*", "https://gifts.example/*"),
            (" HTTPS://Gifts.Example:8443/ ", "https://gifts.example:8443/*", "https://gifts.example/*"),
            ("http://127.0.0.1:8787", "http://127.0.0.1:8787/*", "http://127.0.0.1/*"),
        ] {
            assert_eq!(host_pattern(typed, true).as_deref(), Some(with_port), "{typed}");
            assert_eq!(host_pattern(typed, false).as_deref(), Some(without), "{typed}");
        }
        assert_eq!(host_pattern("http://gifts.example", true), None);
    }
}
