//! The few parts that the views here are made of, as plain elements: they look as the panel's own, by the same classes.

use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = document, js_name = createElement)]
    fn create(tag: &str) -> HtmlElement;
    #[wasm_bindgen(js_namespace = document, js_name = querySelector)]
    fn find(selector: &str) -> Option<Element>;
}

/// The place of this selector, while it is in the page.
pub(crate) fn place(selector: &str) -> Option<HtmlElement> {
    find(selector)?.dyn_into().ok()
}

/// An element of a class, with what lies in it.
pub(crate) fn element(tag: &str, class: &str, content: &[&HtmlElement]) -> HtmlElement {
    let made = create(tag);
    if !class.is_empty() {
        made.set_class_name(class);
    }
    for part in content {
        // A fresh element takes every other one.
        let _ = made.append_child(part);
    }
    made
}

/// An element with a text of ours.
pub(crate) fn text(tag: &str, class: &str, words: &str) -> HtmlElement {
    let made = element(tag, class, &[]);
    made.set_text_content(Some(words));
    made
}

/// An element with a text that somebody else wrote, in its own direction.
pub(crate) fn foreign(class: &str, words: &str) -> HtmlElement {
    set(text("p", class, words), "dir", "auto")
}

/// The element with an attribute.
pub(crate) fn set(element: HtmlElement, name: &str, value: &str) -> HtmlElement {
    // Names of attributes are ours and well formed.
    let _ = element.set_attribute(name, value);
    element
}

/// Calls `act` at every event of this name; the element keeps it for as long as it lives.
pub(crate) fn on(element: &HtmlElement, event: &str, act: impl FnMut(Event) + 'static) {
    let act = Closure::<dyn FnMut(Event)>::new(act).into_js_value();
    let _ = element.add_event_listener_with_callback(event, act.unchecked_ref());
}

/// A button.
pub(crate) fn button(class: &str, words: &str, mut act: impl FnMut() + 'static) -> HtmlElement {
    let made = set(text("button", class, words), "type", "button");
    on(&made, "click", move |_| act());
    made
}

/// A field with its name above it.
pub(crate) fn labelled(name: &str, field: &HtmlElement) -> HtmlElement {
    element("label", "stack", &[&text("span", "", name), field])
}

/// What an input, a list or an area holds.
pub(crate) fn value(field: &HtmlElement) -> String {
    browser::json::get(field, "value").as_string().unwrap_or_default()
}

/// Writes a property of an element.
pub(crate) fn put(element: &HtmlElement, name: &str, value: &JsValue) {
    let _ = js_sys::Reflect::set(element, &JsValue::from_str(name), value);
}

/// The content of an element, all of it anew.
pub(crate) fn fill(place: &HtmlElement, content: &[&HtmlElement]) {
    place.set_text_content(None);
    for part in content {
        let _ = place.append_child(part);
    }
}

/// The picture of a wish, or its first letter.
pub(crate) fn tile(image: Option<&str>, title: &str) -> HtmlElement {
    let inner = match image {
        Some(image) => {
            let picture = set(set(element("img", "", &[]), "alt", ""), "loading", "lazy");
            set(set(picture, "referrerpolicy", "no-referrer"), "src", image)
        }
        None => {
            let letter: String = title.chars().find(|sign| sign.is_alphanumeric()).into_iter().collect();
            set(text("span", "letter", &letter), "aria-hidden", "true")
        }
    };
    element("div", "tile", &[&inner])
}
