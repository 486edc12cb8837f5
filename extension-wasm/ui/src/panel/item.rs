//! One wish, with all that its person may change of it, and the boards that it lies on.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::{ev, html};
use shared::wire::items::{FillState, ItemPatch, ItemView};
use shared::wire::message::Request;

use super::conflicts::{self, Settle};
use super::desk::Desk;
use super::draft::{Draft, Fault};
use super::opened::Opened;
use super::places::Places;
use super::row::why;
use crate::bridge::{Failure, ask};
use crate::card::{Look, tile};
use crate::parts::{
    Press, all, block, button, changing, flag, following, labelled, live, memo, nothing, paragraph, press, select,
    words,
};
use crate::pictures::{Bring, choices};
use crate::signals::{Changing, Reading};
use crate::{intl, refused, words as named};

/// What the editor holds. A copy is the same.
#[derive(Clone, Copy)]
struct Editor {
    form: RwSignal<Draft>,
    fault: RwSignal<Option<Fault>>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
}

/// The wish; it is closed when it was saved or left.
pub(super) fn view(desk: Desk, item: &ItemView, opened: Opened) -> AnyView {
    let close = move || opened.close();
    let editor = Editor {
        form: RwSignal::new(Draft::of(item)),
        fault: RwSignal::new(None),
        failure: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    let kept = StoredValue::new(item.clone());
    let places = Places::of(desk, item);
    let bring = Bring::new(
        true,
        Arc::new(move |image| {
            editor.fault.set(None);
            editor.form.change(|form| form.bring(image));
        }),
    );
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        kept.with_value(|item| save(editor, places, item, None, opened));
    };
    let leave = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            close();
        }
    };
    let settle: Settle = Arc::new(move |patch| kept.with_value(|item| save(editor, places, item, Some(patch), opened)));
    let mut content = vec![
        view! { <h1>{t!("item_heading")}</h1> }.into_any(),
        conflicts::view(item, &settle),
        block("top", vec![picture(editor, item), block("facts", vec![title(editor), shop(item)])]),
        brought(places.desk, editor, bring, item),
        price(editor),
        quantity(editor),
    ];
    content.extend((0..item.variant.len()).map(|at| option(editor, item, at)));
    content.extend([
        priority(editor),
        state(editor),
        places.view(),
        field(editor, t!("field_occasion"), "100", |form| &mut form.occasion),
        area(editor, t!("field_note"), |form| &mut form.note),
        area(editor, t!("field_private_note"), |form| &mut form.private_note),
        image(editor),
        changing(move || editor.failure.get().map_or_else(nothing, |failure| refused::view(&failure))),
        footer(editor, press(close)),
    ]);
    view! { <form class="card edit" novalidate on:submit=submit on:keydown=leave>{bring.around(content)}</form> }
        .into_any()
}

/// Saves what was typed, and what was chosen of two values.
fn save(editor: Editor, places: Places, item: &ItemView, chosen: Option<ItemPatch>, opened: Opened) {
    if editor.busy.get_untracked() {
        return;
    }
    let patch = match editor.form.glance(|form| form.patch(item)) {
        Ok(patch) => patch,
        Err(fault) => return editor.fault.set(Some(fault)),
    };
    let mut patches: Vec<ItemPatch> = Some(patch).filter(|patch| *patch != ItemPatch::default()).into_iter().collect();
    patches.extend(chosen);
    let moved = places.doings(item.id);
    if patches.is_empty() && moved.is_empty() {
        return opened.close();
    }
    editor.busy.set(true);
    let (id, base) = (item.id, Some(item.version));
    let shelf = places.desk.shelf;
    spawn_local(async move {
        let mut answer = Ok(());
        if !moved.is_empty() {
            answer = shelf.act(&moved).await;
        }
        for patch in patches {
            if answer.is_ok() {
                // Whoever edits has seen what the form showed.
                let patch = Box::new(ItemPatch { base, ..patch });
                answer = ask(Request::ItemEdit { id, patch }).await.map(drop);
            }
        }
        shelf.read_rows(None).await;
        // The view may have been left meanwhile; the change is made all the same.
        let _ = editor.busy.try_set(false);
        match answer {
            Ok(()) => opened.close(),
            Err(failure) => {
                let _ = editor.failure.try_set(Some(failure));
            }
        }
    });
}

fn footer(editor: Editor, close: Press) -> AnyView {
    let word = live(move || if editor.busy.get() { t!("saving") } else { t!("save") });
    let save = view! {
        <button type="submit" class="primary grow" aria-disabled=flag(move || editor.busy.get())>
            {word}
        </button>
    };
    block("footer", vec![save.into_any(), button("quiet", None, t!("cancel"), close)])
}

/// What is wrong with a field, said below it.
fn said(editor: Editor, fault: Fault, words: String) -> AnyView {
    let said = live(move || if editor.fault.get() == Some(fault) { words.clone() } else { String::new() });
    view! { <p class="hint brick" aria-live="polite">{said}</p> }.into_any()
}

/// A line of text. It takes the focus when it is what keeps the form from being saved.
fn line(
    editor: Editor,
    (fault, focused): (Option<Fault>, bool),
    (class, longest, mode): (&'static str, &'static str, &'static str),
    part: fn(&mut Draft) -> &mut String,
) -> AnyView {
    let node = NodeRef::<html::Input>::new();
    let wrong = move || fault.is_some() && editor.fault.get() == fault;
    following(move || {
        if let Some(node) = node.get()
            && (wrong() || focused)
        {
            // A field that cannot be focused is still marked.
            let _ = node.focus();
        }
    });
    let value = live(move || editor.form.look(|form| part(&mut form.clone()).clone()));
    view! {
        <input
            node_ref=node
            class=class
            dir="auto"
            autocomplete="off"
            inputmode=mode
            maxlength=longest
            aria-invalid=flag(wrong)
            prop:value=value
            on:input:target=move |event| {
                let typed = event.target().value();
                editor.fault.set(None);
                editor.form.change(|form| *part(form) = typed);
            }
        />
    }
    .into_any()
}

/// The picture as the field for it has it.
fn picture(editor: Editor, item: &ItemView) -> AnyView {
    let title = item.title.clone();
    let image = memo(move || shown(editor).filter(|image| image.starts_with("http") || image.starts_with('/')));
    changing(move || tile(image.get(), &title))
}

fn shown(editor: Editor) -> Option<String> {
    editor.form.look(Draft::shown)
}

/// The ways to another picture; where the page of this wish is open beside it, the pictures of that page too.
fn brought(desk: Desk, editor: Editor, bring: Bring, item: &ItemView) -> AnyView {
    let (id, image) = (item.id, live(move || shown(editor)));
    let of_page = changing(move || {
        let images = desk.store.look.look(|look| match look {
            Look::Page(card) if card.saved.as_ref().is_some_and(|mark| mark.id == id) => {
                card.detection.images.iter().map(|image| image.url.clone()).collect()
            }
            _ => Vec::new(),
        });
        choices(t!("pictures_label"), &images, image, bring)
    });
    block("stack", vec![bring.controls(true, image), of_page])
}

fn image(editor: Editor) -> AnyView {
    let field = line(editor, (Some(Fault::Image), false), ("", "2048", "url"), |form| &mut form.image);
    all(vec![labelled("stack", t!("field_image"), vec![field]), said(editor, Fault::Image, t!("fault_link"))])
}

/// The way to the shop, and what came of reading its page.
fn shop(item: &ItemView) -> AnyView {
    let url = item.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let link = url.map_or_else(nothing, |url| {
        let name = item.shop.clone().unwrap_or_else(|| url.clone());
        view! { <a class="shop" dir="auto" href=url target="_blank" rel="noopener noreferrer">{name}</a> }.into_any()
    });
    let mut facts = vec![link];
    facts.extend(item.price_seen_at.map(|at| paragraph("soft", words(t!("seen_on", intl::date(at))))));
    if item.fill == Some(FillState::Failed) {
        facts.push(paragraph("soft", words(why(item.fill_problem))));
    }
    all(facts)
}

/// Where the wish stands.
fn state(editor: Editor) -> AnyView {
    let options = live(move || {
        let chosen = editor.form.look(|form| form.state);
        named::ITEM_STATES
            .map(|state| (named::item_state_key(state).to_owned(), named::item_state(state), state == chosen))
            .into()
    });
    let choose = move |name: String| {
        if let Some(state) = named::ITEM_STATES.into_iter().find(|state| named::item_state_key(*state) == name) {
            editor.form.change(|form| form.state = state);
        }
    };
    labelled("stack", t!("field_state"), vec![select(options, choose)])
}

fn title(editor: Editor) -> AnyView {
    let field = line(editor, (Some(Fault::Title), true), ("", "500", "text"), |form| &mut form.title);
    all(vec![labelled("stack", t!("field_title"), vec![field]), said(editor, Fault::Title, t!("fault_title"))])
}

fn field(editor: Editor, name: String, longest: &'static str, part: fn(&mut Draft) -> &mut String) -> AnyView {
    labelled("stack", name, vec![line(editor, (None, false), ("", longest, "text"), part)])
}

fn price(editor: Editor) -> AnyView {
    let amount = line(editor, (Some(Fault::Amount), false), ("", "24", "decimal"), |form| &mut form.amount);
    let code = line(editor, (Some(Fault::Currency), false), ("code", "3", "text"), |form| &mut form.currency);
    let fields = vec![labelled("", t!("field_price"), vec![amount]), labelled("", t!("currency"), vec![code])];
    all(vec![
        block("by-hand", fields),
        said(editor, Fault::Amount, t!("fault_amount")),
        said(editor, Fault::Currency, t!("fault_currency")),
    ])
}

fn quantity(editor: Editor) -> AnyView {
    let count = line(editor, (Some(Fault::Quantity), false), ("", "4", "numeric"), |form| &mut form.quantity);
    all(vec![labelled("stack", t!("field_quantity"), vec![count]), said(editor, Fault::Quantity, t!("fault_quantity"))])
}

/// The value of one option of the variant: a colour, a size.
fn option(editor: Editor, item: &ItemView, at: usize) -> AnyView {
    let name = item.variant.get(at).map(|option| option.name.clone()).unwrap_or_default();
    let value = live(move || {
        editor.form.look(|form| form.variant.get(at).map(|option| option.value.clone()).unwrap_or_default())
    });
    let input = view! {
        <input
            dir="auto"
            autocomplete="off"
            maxlength="200"
            prop:value=value
            on:input:target=move |event| {
                let typed = event.target().value();
                editor.form.change(|form| {
                    if let Some(option) = form.variant.get_mut(at) {
                        option.value = typed;
                    }
                });
            }
        />
    };
    labelled("stack", name, vec![input.into_any()])
}

fn priority(editor: Editor) -> AnyView {
    let most = intl::count(10);
    let options = live(move || {
        let chosen = editor.form.look(|form| form.priority);
        let option = |number: u8| {
            (number.to_string(), t!("priority_of", intl::count(u32::from(number)), most), number == chosen)
        };
        (1..=10).rev().map(option).collect()
    });
    let choose = move |number: String| {
        if let Ok(number) = number.parse() {
            editor.form.change(|form| form.priority = number);
        }
    };
    labelled("stack", t!("field_priority"), vec![select(options, choose)])
}

/// A field of several lines.
fn area(editor: Editor, name: String, part: fn(&mut Draft) -> &mut String) -> AnyView {
    let value = live(move || editor.form.look(|form| part(&mut form.clone()).clone()));
    let field = view! {
        <textarea
            class="field"
            rows="2"
            maxlength="2000"
            dir="auto"
            prop:value=value
            on:input:target=move |event| {
                let typed = event.target().value();
                editor.form.change(|form| *part(form) = typed);
            }
        ></textarea>
    };
    labelled("stack", name, vec![field.into_any()])
}
