//! The ways in which a picture is brought: a button for a file, and paste and drop wherever the form around says so. What came of it is
//! said below the button; what was removed comes back with one press.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::{ev, html};
use shared::find::Find;
use wasm_bindgen::JsCast;
use web_sys::{Blob, DataTransfer};

use super::{Unfit, keep, small};
use crate::card::tile;
use crate::icons::{Icon, glyph};
use crate::parts::{
    all, block, button, changing, choice, flag, list, live, nothing, paragraph, press, said, when, words,
};

/// Takes the picture that was brought: the path or address of it, or none.
pub(crate) type Take = Arc<dyn Fn(Option<String>) + Send + Sync>;

/// What came of it last.
#[derive(Debug, Clone, PartialEq)]
enum News {
    Nothing,
    Busy,
    Ready,
    /// With what was shown before.
    Removed(String),
    Unfit(Unfit),
}

/// See the module. A copy is the same.
#[derive(Clone, Copy)]
pub(crate) struct Bring {
    news: RwSignal<News>,
    /// Something is held over it.
    over: RwSignal<bool>,
    set: StoredValue<Take>,
    /// The address of a picture elsewhere is good too.
    elsewhere: bool,
}

impl Bring {
    pub(crate) fn new(elsewhere: bool, set: Take) -> Self {
        Self { news: RwSignal::new(News::Nothing), over: RwSignal::new(false), set: StoredValue::new(set), elsewhere }
    }

    /// What takes pictures that are pasted or dropped anywhere in it.
    pub(crate) fn around(self, content: Vec<AnyView>) -> AnyView {
        let paste = move |event: ev::ClipboardEvent| {
            let Some(data) = event.clipboard_data() else { return };
            let into = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let typed = into.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA"));
            // Cells of a table come as text and as a picture of them: into a field goes the text.
            if typed && !data.get_data("text/plain").unwrap_or_default().is_empty() {
                return;
            }
            if let Some(blob) = file_of(&data) {
                event.prevent_default();
                self.bring(blob);
            }
        };
        let over = move |event: ev::DragEvent| {
            if event.data_transfer().is_some_and(|data| self.may_hold(&data)) {
                event.prevent_default();
                self.over.set(true);
            }
        };
        let drop = move |event: ev::DragEvent| {
            self.over.set(false);
            let Some(data) = event.data_transfer().filter(|data| self.may_hold(data)) else { return };
            event.prevent_default();
            let html = || data.get_data("text/html").unwrap_or_default();
            match (file_of(&data), self.elsewhere.then(html).and_then(|html| picture_in(&html))) {
                (Some(blob), _) => self.bring(blob),
                (None, Some(address)) => self.take(address),
                (None, None) => self.news.set(News::Unfit(Unfit::NoPicture)),
            }
        };
        view! {
            <div class="bring" on:paste=paste on:dragover=over on:dragleave=move |_| self.over.set(false) on:drop=drop>
                {content}
            </div>
        }
        .into_any()
    }

    fn may_hold(self, data: &DataTransfer) -> bool {
        let types = data.types();
        let has = |name: &str| types.iter().any(|each| each.as_string().as_deref() == Some(name));
        has("Files") || self.elsewhere && has("text/html") && has("text/uri-list")
    }

    fn take(self, image: String) {
        self.news.set(News::Ready);
        self.set.with_value(|set| set(Some(image)));
    }

    fn bring(self, blob: Blob) {
        if self.news.get_untracked() == News::Busy {
            return;
        }
        self.news.set(News::Busy);
        spawn_local(async move {
            let kept = match small::small(&blob).await {
                Ok(bytes) => keep::keep(&bytes).await,
                Err(unfit) => Err(unfit),
            };
            // Whoever left meanwhile wants it no more.
            if self.news.try_get_untracked().is_none() {
                return;
            }
            match kept {
                Ok(path) => self.take(path),
                Err(unfit) => self.news.set(News::Unfit(unfit)),
            }
        });
    }

    fn remove(self, before: String) {
        self.news.set(News::Removed(before));
        self.set.with_value(|set| set(None));
    }

    /// The buttons, and what is to be said. `files`: a popup closes over a dialog for files, so it has none.
    pub(crate) fn controls(self, files: bool, shown: Signal<Option<String>>) -> AnyView {
        let node = NodeRef::<html::Input>::new();
        let chosen = move |_| {
            let Some(input) = node.get_untracked() else { return };
            let file = input.files().and_then(|files| files.get(0));
            // The same file again is a choice too.
            input.set_value("");
            if let Some(file) = file {
                self.bring(file.unchecked_into());
            }
        };
        let open = press(move || {
            if let Some(input) = node.get_untracked() {
                input.click();
            }
        });
        let choose = if files {
            let input = view! {
                <input
                    node_ref=node
                    type="file"
                    accept="image/jpeg,image/png,image/webp,image/gif"
                    hidden
                    on:change=chosen
                />
            };
            all(vec![input.into_any(), button("plain small", Some(Icon::Image), t!("picture_choose"), open)])
        } else {
            nothing()
        };
        let remove = when(
            move || shown.get().is_some(),
            move || {
                let remove = press(move || {
                    if let Some(before) = shown.get_untracked() {
                        self.remove(before);
                    }
                });
                button("quiet small", Some(Icon::Bin), t!("picture_remove"), remove)
            },
        );
        let class = live(move || if self.over.get() { "bring-here over" } else { "bring-here" }.to_owned());
        let content =
            vec![block("line ways", vec![choose, remove]), paragraph("hint", words(t!("picture_hint"))), self.said()];
        view! { <div class=class aria-busy=flag(move || self.news.get() == News::Busy)>{content}</div> }.into_any()
    }

    fn said(self) -> AnyView {
        let line = live(move || match self.news.get() {
            News::Busy => t!("picture_busy"),
            News::Ready => t!("picture_ready"),
            News::Removed(_) => t!("picture_removed"),
            News::Nothing | News::Unfit(_) => String::new(),
        });
        let more = changing(move || match self.news.get() {
            News::Removed(before) => {
                let back = press(move || {
                    self.news.set(News::Nothing);
                    self.set.with_value(|set| set(Some(before.clone())));
                });
                button("link", Some(Icon::Undo), t!("undo"), back)
            }
            News::Unfit(unfit) => {
                let content = vec![glyph(Icon::Failed), words(unfit.words())];
                view! { <div class="banner brick" role="alert">{content}</div> }.into_any()
            }
            _ => nothing(),
        });
        block("line", vec![said("soft", line), more])
    }
}

/// Pictures that are there to choose from, one press each; nothing where there is none.
pub(crate) fn choices(label: String, images: &[String], shown: Signal<Option<String>>, bring: Bring) -> AnyView {
    if images.is_empty() {
        return nothing();
    }
    let total = images.len().to_string();
    let each = images.iter().enumerate().map(|(index, image)| {
        let (is, take) = (image.clone(), image.clone());
        let name = t!("picture_of", (index + 1).to_string(), total);
        let pressed = flag(move || shown.get().as_ref() == Some(&is));
        choice(Some(name), pressed, tile(Some(image.clone()), ""), press(move || bring.take(take.clone())))
    });
    let each = list("drawer pictures", each.collect());
    view! { <div role="group" aria-label=label>{each}</div> }.into_any()
}

/// The first file in it that says it is a picture, or whatever file there is: what it really is shows when it is read.
fn file_of(data: &DataTransfer) -> Option<Blob> {
    let files = data.files()?;
    let mut all = (0..files.length()).filter_map(|at| files.get(at));
    let first = all.next()?;
    let picture =
        if first.type_().starts_with("image/") { None } else { all.find(|file| file.type_().starts_with("image/")) };
    Some(picture.unwrap_or(first).unchecked_into())
}

/// The address of the picture that was dragged here from a page: the browser gives it as a piece of that page.
fn picture_in(html: &str) -> Option<String> {
    let (_, tag) = html.parted("<img")?;
    let tag = tag.parted(">").map_or(tag, |(tag, _)| tag);
    let (_, rest) = tag.parted(" src=\"")?;
    let (mut address, mut rest) = (String::new(), rest.parted("\"")?.0);
    while let Some((before, behind)) = rest.parted("&amp;") {
        address.push_str(before);
        address.push('&');
        rest = behind;
    }
    address.push_str(rest);
    let web = address.starts_with("https://") || address.starts_with("http://");
    (web && address.len() <= 2_048).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::picture_in;

    #[test]
    fn a_picture_dragged_from_a_page_is_its_address_and_nothing_else() {
        let html =
            r#"<meta charset="utf-8"><a href="/p"><img alt="x" src="https://shop.example/1.jpg?w=2&amp;h=3"></a>"#;
        assert_eq!(picture_in(html).as_deref(), Some("https://shop.example/1.jpg?w=2&h=3"));
        for none in [
            "",
            "<p>x</p>",
            r#"<img src="javascript:1">"#,
            r#"<img src="data:image/png;base64,AA">"#,
            r#"<img alt=""> src="https://shop.example/1.jpg""#,
            r#"<img src="https://shop.example/1.jpg"#,
        ] {
            assert_eq!(picture_in(none), None, "{none}");
        }
    }
}
