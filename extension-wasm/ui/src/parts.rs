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

/// Something that changes while it is shown. What is read comes boxed, here and below, so that the machinery behind it is compiled
/// once for each type that is told, and not for each place that tells it.
pub(crate) fn live<T: Send + Sync + 'static>(read: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    boxed_live(Box::new(read))
}

fn boxed_live<T: Send + Sync + 'static>(read: Box<dyn Fn() -> T + Send + Sync>) -> Signal<T> {
    Signal::derive(read)
}

/// The same, told on only where it is another than before.
pub(crate) fn memo<T: PartialEq + Send + Sync + 'static>(read: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    boxed_memo(Box::new(read))
}

fn boxed_memo<T: PartialEq + Send + Sync + 'static>(read: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| read())
}

/// "true" or "false", as ARIA wants it.
pub(crate) fn flag(is: impl Fn() -> bool + Send + Sync + 'static) -> Signal<String> {
    live(move || is().to_string())
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
    boxed_when(memo(is), Box::new(make))
}

fn boxed_when(is: Memo<bool>, make: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    changing(move || if is.get() { make() } else { nothing() })
}

/// Something done now, and again whenever what it reads changes.
pub(crate) fn following(act: impl FnMut() + 'static) {
    boxed_following(Box::new(act));
}

fn boxed_following(mut act: Box<dyn FnMut()>) {
    Effect::new(move |_| act());
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
    list_of(class, "", rows)
}

/// A list whose rows are of a class.
pub(crate) fn list_of(class: &'static str, each: &'static str, rows: Vec<AnyView>) -> AnyView {
    let rows: Vec<AnyView> = rows.into_iter().map(|row| view! { <li class=each>{row}</li> }.into_any()).collect();
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

/// A button, whatever it looks like. Its parts that are not there are no attributes either.
#[derive(Default)]
pub(crate) struct Knob {
    pub(crate) class: Signal<String>,
    pub(crate) id: Option<String>,
    /// Its name for those who do not see its content.
    pub(crate) name: Option<String>,
    /// Said on hovering.
    pub(crate) title: Option<String>,
    /// Of its content, where that is foreign.
    pub(crate) dir: Option<&'static str>,
    pub(crate) tabindex: Signal<Option<String>>,
    pub(crate) expanded: Signal<Option<String>>,
    pub(crate) pressed: Signal<Option<String>>,
    pub(crate) disabled: Signal<Option<String>>,
}

impl Knob {
    /// A button of this class.
    pub(crate) fn new(class: &str) -> Self {
        Self { class: Signal::stored(class.to_owned()), ..Self::default() }
    }

    /// A button that is an icon: its name is said, and shown on hovering.
    pub(crate) fn icon(id: String, name: String) -> Self {
        Self { id: Some(id), name: Some(name.clone()), title: Some(name), ..Self::new("quiet only") }
    }

    /// The button.
    pub(crate) fn view(self, content: AnyView, press: Press) -> AnyView {
        view! {
            <button
                type="button"
                class=self.class
                id=self.id
                dir=self.dir
                aria-label=self.name
                title=self.title
                tabindex=self.tabindex
                aria-expanded=self.expanded
                aria-pressed=self.pressed
                aria-disabled=self.disabled
                on:click=press
            >
                {content}
            </button>
        }
        .into_any()
    }
}

/// A state of a control, as ARIA wants it.
fn state(is: Signal<String>) -> Signal<Option<String>> {
    live(move || Some(is.get()))
}

/// A button with a word, and an icon where it has one.
pub(crate) fn button(
    class: &'static str,
    icon: Option<Icon>,
    word: impl Into<Signal<String>>,
    press: Press,
) -> AnyView {
    Knob::new(class).view(all(vec![icon.map_or_else(nothing, glyph), words(word)]), press)
}

/// A button that opens something below it.
pub(crate) fn opener(
    class: &'static str,
    icon: Icon,
    word: impl Into<Signal<String>>,
    open: Signal<String>,
    press: Press,
) -> AnyView {
    Knob { expanded: state(open), ..Knob::new(class) }.view(all(vec![glyph(icon), words(word)]), press)
}

/// One of several to choose from, pressed or not. The name is for those who do not see its content.
pub(crate) fn choice(name: Option<String>, pressed: Signal<String>, content: AnyView, press: Press) -> AnyView {
    Knob { name, pressed: state(pressed), ..Knob::new("choice") }.view(content, press)
}

/// A box to tick. The name is for those who do not see one beside it.
pub(crate) fn tick(
    class: &'static str,
    name: Option<String>,
    ticked: Signal<bool>,
    fixed: Signal<bool>,
    change: Press,
) -> AnyView {
    view! {
        <input type="checkbox" class=class aria-label=name prop:checked=ticked prop:disabled=fixed on:click=change />
    }
    .into_any()
}

/// A box to tick with words beside it.
pub(crate) fn tick_line(word: String, ticked: Signal<bool>, fixed: Signal<bool>, change: Press) -> AnyView {
    let content = vec![tick("", None, ticked, fixed, change), figure("", word)];
    view! { <label class="tick-line">{content}</label> }.into_any()
}

/// Words that are read out when they change.
pub(crate) fn said(class: &'static str, words: Signal<String>) -> AnyView {
    view! { <p class=class role="status">{words}</p> }.into_any()
}

/// A field or list with its name above it.
pub(crate) fn labelled(class: &'static str, name: String, content: Vec<AnyView>) -> AnyView {
    view! { <label class=class><span>{name}</span>{content}</label> }.into_any()
}

/// A list to choose from: value, word, chosen or not.
pub(crate) fn select(options: Signal<Vec<(String, String, bool)>>, choose: impl Fn(String) + 'static) -> AnyView {
    let choose: Box<dyn Fn(String)> = Box::new(choose);
    // Compared first: what else is typed in the form must not touch an open list.
    let options = memo(move || options.get());
    let options = changing(move || {
        let options = options.get().into_iter();
        all(options
            .map(|(value, word, chosen)| view! { <option value=value prop:selected=chosen>{word}</option> }.into_any())
            .collect())
    });
    view! { <select on:change:target=move |event| choose(event.target().value())>{options}</select> }.into_any()
}

/// A line of text; its name stands in it where nothing stands beside it.
pub(crate) fn text_field(
    kind: &'static str,
    name: Option<String>,
    value: Signal<String>,
    typed: Box<dyn Fn(String)>,
) -> AnyView {
    view! {
        <input
            type=kind
            dir="auto"
            autocomplete="off"
            maxlength="200"
            aria-label=name.clone()
            placeholder=name
            prop:value=value
            on:input:target=move |event| typed(event.target().value())
        />
    }
    .into_any()
}
