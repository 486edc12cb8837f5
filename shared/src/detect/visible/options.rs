//! What is chosen of what a product comes in: lists, radio buttons and swatches, with their label, as a person sees them.

use super::words::flag;
use super::zones::{ELSEWHERE, Zones};
use crate::find::Find;
use crate::join::joined;
use crate::lower_case::lower_case;
use crate::page::{Name, PageEvidence, Tag, cut};
use crate::phrases::{Phrases, phrases};
use crate::product::VariantOption;

/// A page with more is a configurator or a filter; its first choices tell enough.
const MOST: usize = 6;
/// Boxes above a control that are still about it.
const LEVELS: usize = 5;

/// Lower-case words of choices that are not what the product comes in.
static NOT_A_VARIANT: Phrases = phrases!(
    "\
     qty|quant|menge|anzahl|stück|cantidad|aantal|ilość|ilosc|množství|antal|quantité|country|land|currency|währung|\
     sort|shipping|delivery|language|sprache|subscri|store|rating"
);

/// How the entry begins that stands for no choice yet.
static NO_CHOICE: Phrases = phrases!(
    "\
     choose|select|please|pick|bitte|wähl|auswähl|choisi|sélect|selecc|elige|escolh|seleci|scegli|selez|kies|wybierz|\
     vyber|válas|välj|vælg|velg"
);

/// The options chosen now, in page order. `anchor` is the heading, `buys` the page's own buy controls.
pub(super) fn chosen(page: &PageEvidence, zones: &Zones, anchor: Option<usize>, buys: &[usize]) -> Vec<VariantOption> {
    let Some(buy) = buys.first().copied() else { return Vec::new() };
    let anchor = anchor.unwrap_or(buy);
    // The smallest box that holds the heading and the button: what is chosen elsewhere is not this product's.
    let around = page.ancestors(buy).find(|up| page.below(*up).contains(&anchor)).unwrap_or(0);
    let mut out: Vec<VariantOption> = Vec::new();
    for at in page.below(around) {
        if out.len() >= MOST {
            break;
        }
        if zones.around(at) & (ELSEWHERE | flag::REVIEW | flag::CART) != 0 {
            continue;
        }
        let Some((name, value)) = list(page, at).or_else(|| one_of_many(page, at)) else { continue };
        let (name, value) = (plain(&name, 100), plain(&value, 200));
        let told = out.iter().any(|option| option.name.eq_ignore_ascii_case(&name));
        if !name.is_empty() && !value.is_empty() && !told && !starts_or_holds(&name) {
            out.push(VariantOption { name, value });
        }
    }
    out
}

/// A drop-down list: its label and its chosen entry.
fn list(page: &PageEvidence, at: usize) -> Option<(String, String)> {
    if page.tag(at) != Tag::Select {
        return None;
    }
    let entries: Vec<usize> = page.below(at).filter(|below| page.tag(*below) == Tag::Option).collect();
    let selected = entries.iter().rfind(|entry| page.attribute(**entry, Name::Selected).is_some());
    let entry = *selected.or(entries.first())?;
    let value = page.joined_text(entry, 200);
    let numbers = entries.iter().map(|entry| page.joined_text(*entry, 20)).zip(1..);
    // "1, 2, 3, …" is how many.
    let counts = numbers.clone().count() > 1 && numbers.clone().all(|(text, number)| text == number.to_string());
    let own = [Name::Id, Name::NameAttr].iter().filter_map(|name| page.attribute(at, *name)).any(starts_or_holds);
    let no_choice = page.attribute(entry, Name::Disabled).is_some()
        || page.attribute(entry, Name::Value).is_some_and(str::is_empty)
        || value == "Default Title"
        || !value.chars().any(char::is_alphanumeric)
        || NO_CHOICE.at(&lower_case(&value), 0).is_some();
    if counts || own || no_choice {
        return None;
    }
    let name = label_of(page, at).or_else(|| before(page, at)).or_else(|| by_its_name(page, at))?;
    Some((name, value))
}

/// A radio button or a swatch that is on, among others.
fn one_of_many(page: &PageEvidence, at: usize) -> Option<(String, String)> {
    let is_on = |name: Name| page.attribute(at, name) == Some("true");
    let role = page.attribute(at, Name::Role);
    let radio = page.tag(at) == Tag::Input && page.attribute(at, Name::Type) == Some("radio");
    let state = if radio {
        page.attribute(at, Name::Checked)?;
        Name::Type
    } else if is_on(Name::AriaChecked) && role == Some("radio") {
        Name::AriaChecked
    } else if is_on(Name::AriaPressed) {
        Name::AriaPressed
    } else if is_on(Name::AriaSelected) && role == Some("option") {
        Name::AriaSelected
    } else {
        return None;
    };
    let group = page.attribute(at, Name::NameAttr).filter(|_| radio);
    let is_member = |other: usize| {
        page.attribute(other, state).is_some()
            && (group.is_none() || page.attribute(other, Name::NameAttr) == group)
            && page.tag(other) == page.tag(at)
    };
    let holds_others = |up: &usize| page.below(*up).any(|other| other != at && is_member(other));
    let whole = page.ancestors(at).take(LEVELS).find(holds_others)?;
    let first = page.below(whole).find(|other| is_member(*other))?;
    let value =
        if radio { label_of(page, at).or_else(|| page.attribute(at, Name::Value).map(str::to_owned)) } else { None };
    let value = value.or_else(|| words_of(page, at))?;
    if group.is_some_and(starts_or_holds) {
        return None;
    }
    let named =
        std::iter::once(whole).chain(page.ancestors(whole).take(2)).find_map(|up| page.attribute(up, Name::AriaLabel));
    let name = named.map(str::to_owned).or_else(|| before(page, first)).or_else(|| by_its_name(page, at))?;
    Some((name, value))
}

/// What a control says of itself.
fn words_of(page: &PageEvidence, at: usize) -> Option<String> {
    let text = page.joined_text(at, 200);
    let said = [Name::AriaLabel, Name::Title, Name::Alt, Name::Value].iter().find_map(|name| page.attribute(at, *name));
    let picture = || page.below(at).find_map(|below| page.attribute(below, Name::Alt));
    Some(text).filter(|text| !text.is_empty()).or_else(|| said.or_else(picture).map(str::to_owned))
}

/// The words of the control's own label.
fn label_of(page: &PageEvidence, at: usize) -> Option<String> {
    if let Some(said) = page.attribute(at, Name::AriaLabel).filter(|said| !said.is_empty()) {
        return Some(said.to_owned());
    }
    let around = page.ancestors(at).take(3).find(|up| page.tag(*up) == Tag::Label);
    let by_id = || {
        let id = page.attribute(at, Name::Id).filter(|id| !id.is_empty())?;
        let top = page.ancestors(at).take(LEVELS).last()?;
        page.below(top).find(|other| page.tag(*other) == Tag::Label && page.attribute(*other, Name::For) == Some(id))
    };
    let label = around.or_else(by_id)?;
    let own = page.below(label).filter(|below| !page.below(at).contains(below)).map(|below| page.text(below));
    let text: Vec<&str> = own.map(str::trim).filter(|text| !text.is_empty()).take(4).collect();
    Some(joined(&text, " ")).filter(|text| !text.is_empty())
}

/// The words right before a control that end in a colon or stand alone in a box of their own.
fn before(page: &PageEvidence, at: usize) -> Option<String> {
    for up in std::iter::once(at).chain(page.ancestors(at)).take(LEVELS) {
        let parent = page.parent(up)?;
        let text: String = (parent + 1..up)
            .filter(|below| !page.text(*below).is_empty())
            .take(8)
            .map(|below| page.text(below))
            .collect();
        let text = text.trim();
        if !text.is_empty() {
            return (text.chars().count() <= 60).then(|| text.to_owned());
        }
    }
    None
}

/// "attribute_pa_colour" and "options[Colour]".
fn by_its_name(page: &PageEvidence, at: usize) -> Option<String> {
    let name = page.attribute(at, Name::NameAttr).or_else(|| page.attribute(at, Name::Id))?;
    let word = name.shorn_behind(|sign| sign == ']').rsplit(['[', '_', '-', '.']).next()?;
    word.chars().all(char::is_alphabetic).then(|| word.to_owned())
}

fn starts_or_holds(text: &str) -> bool {
    NOT_A_VARIANT.within(&lower_case(text))
}

/// Without what stands behind a colon ("Colour: Red"), without signs at the ends.
fn plain(text: &str, most: usize) -> String {
    let text = text.parts_at(|sign| matches!(sign, ':' | '：')).next().unwrap_or(text);
    let mut text = text.shorn(|c| c.is_whitespace() || matches!(c, '*' | '–' | '-' | '(')).to_owned();
    cut(&mut text, most);
    text
}
