//! The small parts that every view is made of. They take and give finished views and boxed functions, not types of their own,
//! so that each is compiled once: views made of distinct types weighed 940 KB of WASM, over a budget of 700.

use leptos::ev;
use leptos::prelude::*;

use crate::icons::{Icon, glyph};

/// What happens when a button is pressed.
pub(crate) type Press = Box<dyn FnMut(ev::MouseEvent)>;

/// A press that needs nothing of the event.
pub(crate) fn press(mut act: impl FnMut() + 'static) -> Press {
    Box::new(move |_| act())
}

/// Something that changes while it is shown.
pub(crate) fn live<T: Send + Sync + 'static>(read: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    Signal::derive(read)
}

/// "true" or "false", as ARIA wants it.
pub(crate) fn flag(is: impl Fn() -> bool + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(move || is().to_string())
}

/// A view that is made anew when what it reads changes.
pub(crate) fn changing(make: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let make: Box<dyn FnMut() -> AnyView + Send> = Box::new(make);
    make.into_any()
}

/// A view that is there while `is` holds; it is not made anew before that changes.
pub(crate) fn when(
    is: impl Fn() -> bool + Send + Sync + 'static,
    make: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let is: Box<dyn Fn() -> bool + Send + Sync> = Box::new(is);
    let is = Memo::new(move |_| is());
    changing(move || if is.get() { make() } else { nothing() })
}

/// Nothing at all.
pub(crate) fn nothing() -> AnyView {
    ().into_any()
}

/// Several views one after the other.
pub(crate) fn all(views: Vec<AnyView>) -> AnyView {
    views.into_any()
}

/// Words.
pub(crate) fn words(words: impl Into<Signal<String>>) -> AnyView {
    let words: Signal<String> = words.into();
    view! { <span>{words}</span> }.into_any()
}

/// A paragraph.
pub(crate) fn paragraph(class: &'static str, content: AnyView) -> AnyView {
    view! { <p class=class>{content}</p> }.into_any()
}

/// A paragraph in the direction of its own text, for what people and shops wrote.
pub(crate) fn foreign(class: &'static str, text: String) -> AnyView {
    view! { <p class=class dir="auto">{text}</p> }.into_any()
}

/// A box.
pub(crate) fn block(class: &'static str, content: Vec<AnyView>) -> AnyView {
    view! { <div class=class>{content}</div> }.into_any()
}

/// A section of its own.
pub(crate) fn section(class: &'static str, content: Vec<AnyView>) -> AnyView {
    view! { <section class=class>{content}</section> }.into_any()
}

/// A heading of the second rank.
pub(crate) fn heading(text: String) -> AnyView {
    view! { <h2>{text}</h2> }.into_any()
}

/// A list.
pub(crate) fn list(class: &'static str, rows: Vec<AnyView>) -> AnyView {
    let rows: Vec<AnyView> = rows.into_iter().map(|row| view! { <li>{row}</li> }.into_any()).collect();
    view! { <ul class=class>{rows}</ul> }.into_any()
}

/// Names and what they stand for.
pub(crate) fn rows(class: &'static str, rows: Vec<(String, String)>) -> AnyView {
    let rows: Vec<AnyView> = rows
        .into_iter()
        .map(|(name, value)| view! { <div><dt dir="auto">{name}</dt><dd dir="auto">{value}</dd></div> }.into_any())
        .collect();
    view! { <dl class=class>{rows}</dl> }.into_any()
}

/// A price, an amount: its own direction, figures of one width.
pub(crate) fn figure(class: &'static str, amount: impl Into<Signal<String>>) -> AnyView {
    let amount: Signal<String> = amount.into();
    view! { <bdi class=class>{amount}</bdi> }.into_any()
}

/// State: always icon and word, and colour besides.
pub(crate) fn chip(class: &'static str, icon: Icon, word: String) -> AnyView {
    paragraph(class, all(vec![glyph(icon), words(word)]))
}

/// A line of news with at most one thing to do about it.
pub(crate) fn banner(
    class: &'static str,
    icon: Option<Icon>,
    text: impl Into<Signal<String>>,
    action: Option<AnyView>,
) -> AnyView {
    block(class, vec![icon.map_or_else(nothing, glyph), words(text), action.unwrap_or_else(nothing)])
}

/// A button with a word, and an icon where it has one.
pub(crate) fn button(
    class: &'static str,
    icon: Option<Icon>,
    word: impl Into<Signal<String>>,
    press: Press,
) -> AnyView {
    let content = vec![icon.map_or_else(nothing, glyph), words(word)];
    view! { <button type="button" class=class on:click=press>{content}</button> }.into_any()
}

/// A button that opens something below it.
pub(crate) fn opener(
    class: &'static str,
    icon: Icon,
    word: impl Into<Signal<String>>,
    open: Signal<String>,
    press: Press,
) -> AnyView {
    let content = vec![glyph(icon), words(word)];
    view! { <button type="button" class=class aria-expanded=open on:click=press>{content}</button> }.into_any()
}

/// One of several to choose from, pressed or not. The name is for those who do not see its content.
pub(crate) fn choice(name: Option<String>, pressed: Signal<String>, content: AnyView, press: Press) -> AnyView {
    view! { <button type="button" class="choice" aria-label=name aria-pressed=pressed on:click=press>{content}</button> }.into_any()
}

/// A field or list with its name above it.
pub(crate) fn labelled(class: &'static str, name: String, content: Vec<AnyView>) -> AnyView {
    view! { <label class=class><span>{name}</span>{content}</label> }.into_any()
}

/// A list to choose from: value, word, chosen or not.
pub(crate) fn select(options: Signal<Vec<(String, String, bool)>>, choose: impl Fn(String) + 'static) -> AnyView {
    let choose: Box<dyn Fn(String)> = Box::new(choose);
    // Compared first: what else is typed in the form must not touch an open list.
    let options = Memo::new(move |_| options.get());
    let options = changing(move || {
        let options = options.get().into_iter();
        all(options
            .map(|(value, word, chosen)| view! { <option value=value prop:selected=chosen>{word}</option> }.into_any())
            .collect())
    });
    view! { <select on:change:target=move |event| choose(event.target().value())>{options}</select> }.into_any()
}
