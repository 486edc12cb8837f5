//! Who is signed in where, and the ways out.

use leptos::prelude::*;
use shared::wire::message::{Request, Status};

use super::avatar;
use super::store::Store;
use crate::intl;
use crate::parts::{all, block, button, changing, nothing, paragraph, press, rows, words};
use crate::signals::Reading;

/// The account, with *Sign out* here or on every device.
pub(crate) fn view(store: Store) -> AnyView {
    let sign_out = move |everywhere: bool| press(move || store.send(Request::AccountSignOut { everywhere }));
    all(vec![
        changing(move || store.status.look(|status| status.as_ref().map_or_else(nothing, who))),
        avatar::view(store),
        block(
            "line",
            vec![
                button("plain", None, t!("sign_out"), sign_out(false)),
                button("quiet", None, t!("sign_out_everywhere"), sign_out(true)),
            ],
        ),
        paragraph("soft", words(t!("sign_out_keeps"))),
    ])
}

fn who(status: &Status) -> AnyView {
    let Some(account) = &status.account else { return nothing() };
    let mut about = vec![
        (t!("field_display_name"), account.display_name.clone()),
        (t!("field_email"), account.email.clone()),
        (t!("field_server"), status.server.clone()),
    ];
    about.extend(account.last_sign_in_at.map(|at| (t!("last_sign_in"), intl::moment(at))));
    rows("rows", about)
}
