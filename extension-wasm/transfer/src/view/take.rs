//! How boards become a file: which of them, and in which form.

use std::rc::Rc;

use shared::id::BoardId;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use crate::dom::{button, element, fill, labelled, set, text, value};
use crate::export::{self, Wanted};

/// Draws it. `tell` says anew at each press whose the boards are and what lies on them: more of it may have been read meanwhile.
pub(crate) fn take_along(place: &HtmlElement, tell: Rc<dyn Fn() -> Option<String>>) {
    let list = element("select", "", &[]);
    let boards = tell().and_then(|told| Wanted::of(&told)).map(|wanted| wanted.boards).unwrap_or_default();
    let all = (String::new(), t!("all_of_them"));
    for (id, name) in std::iter::once(all).chain(boards.into_iter().map(|board| (board.id.text(), board.name))) {
        let _ = list.append_child(&set(text("option", "", &name), "value", &id));
    }
    let news = set(text("p", "hint", ""), "role", "status");
    let form = |form: &'static str, words: &str| {
        let (list, news, tell) = (list.clone(), news.clone(), tell.clone());
        button("plain", words, move || {
            let one = value(&list).parse::<BoardId>().ok();
            let wanted = tell().and_then(|told| Wanted::of(&told));
            let news = news.clone();
            spawn_local(async move {
                let Some(mut wanted) = wanted else { return news.set_text_content(Some(&t!("no_answer"))) };
                wanted.boards.retain(|board| one.is_none_or(|one| one == board.id));
                news.set_text_content(Some(&export::run(form, &wanted).await));
            });
        })
    };
    let forms = element("div", "line", &[&form("csv", &t!("export_csv")), &form("json", &t!("export_json"))]);
    let means = text("p", "hint", &t!("export_means"));
    let drawer = element("div", "drawer", &[&labelled(&t!("export_which"), &list), &forms, &means, &news]);
    fill(place, &[&drawer]);
}
