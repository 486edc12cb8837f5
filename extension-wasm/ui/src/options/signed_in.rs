//! Who is signed in where, and the ways out.

use leptos::prelude::*;
use shared::wire::message::Request;

use super::store::Store;
use crate::intl;

/// The account, with *Sign out* here or on every device.
pub(crate) fn view(store: Store) -> AnyView {
    let sign_out = move |everywhere: bool| store.send(Request::AccountSignOut { everywhere });
    view! {
        {move || {
            store
                .status
                .get()
                .and_then(|status| Some((status.account?, status.server)))
                .map(|(account, server)| {
                    view! {
                        <dl class="rows">
                            <div><dt>{t!("field_display_name")}</dt><dd dir="auto">{account.display_name}</dd></div>
                            <div><dt>{t!("field_email")}</dt><dd><bdi>{account.email}</bdi></dd></div>
                            <div><dt>{t!("field_server")}</dt><dd><bdi>{server}</bdi></dd></div>
                            {account
                                .last_sign_in_at
                                .map(|at| view! { <div><dt>{t!("last_sign_in")}</dt><dd>{intl::moment(at)}</dd></div> })}
                        </dl>
                    }
                })
        }}
        <div class="line">
            <button type="button" class="plain" on:click=move |_| sign_out(false)>{t!("sign_out")}</button>
            <button type="button" class="quiet" on:click=move |_| sign_out(true)>{t!("sign_out_everywhere")}</button>
        </div>
        <p class="soft">{t!("sign_out_keeps")}</p>
    }
    .into_any()
}
