//! Where an element stands, in the words of a shop's template: tags, ids and classes that the next page of the shop has too.

use crate::find::Find;
use crate::join::joined;
use serde::{Deserialize, Serialize};

use crate::page::{Name, PageEvidence, Tag};

/// Steps kept at most, from the element upwards.
const STEPS: usize = 6;
/// Classes kept of a step.
const CLASSES: usize = 3;

/// An element by its place in the template. It holds no text of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElementPath {
    /// "div#product>p.price-box>span.price": each step the parent of the next.
    pub steps: String,
    /// Which of the page's elements at such a place, from 0 in document order.
    pub nth: u32,
}

impl ElementPath {
    /// The path of an element of this page; `None` for a text and for what is no node.
    #[must_use]
    pub fn of(page: &PageEvidence, at: usize) -> Option<Self> {
        if matches!(page.tag(at), Tag::Text) || page.node(at).is_none() {
            return None;
        }
        let mut steps: Vec<String> = Vec::new();
        for up in std::iter::once(at).chain(page.ancestors(at)).take(STEPS) {
            let step = step(page, up);
            let anchored = step.holds("#");
            steps.push(step);
            if anchored {
                break;
            }
        }
        steps.reverse();
        let steps = joined(&steps, ">");
        let nth = places(page, &steps).position(|place| place == at)?;
        Some(Self { steps, nth: u32::try_from(nth).ok()? })
    }

    /// The element at this place of another page; where there are fewer such elements than before, none.
    #[must_use]
    pub fn find(&self, page: &PageEvidence) -> Option<usize> {
        places(page, &self.steps).nth(self.nth as usize)
    }

    /// Tag, id and classes of each step, outermost first.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&str, &str, Vec<&str>)> {
        self.steps.parts(">").map(|step| {
            let (head, classes) = step.parted(".").unwrap_or((step, ""));
            let (tag, id) = head.parted("#").unwrap_or((head, ""));
            (tag, id, classes.parts(".").filter(|class| !class.is_empty()).collect())
        })
    }
}

/// The elements of a page whose last steps are these.
fn places<'p>(page: &'p PageEvidence, steps: &'p str) -> impl Iterator<Item = usize> + 'p {
    (0..page.nodes().len()).filter(move |&at| {
        let mut places = std::iter::once(at).chain(page.ancestors(at));
        page.tag(at) != Tag::Text
            && steps.rsplit('>').all(|wanted| places.next().is_some_and(|up| step(page, up) == wanted))
    })
}

/// An element in the words of the template.
fn step(page: &PageEvidence, at: usize) -> String {
    let mut out = match page.tag(at).as_str() {
        "" => "*".to_owned(),
        tag => tag.to_owned(),
    };
    if let Some(id) = page.attribute(at, Name::Id).map(str::trim).filter(|id| is_word(id)) {
        out.push('#');
        out.push_str(id);
    }
    let classes = page.attribute(at, Name::Class).unwrap_or("");
    for class in classes.split_ascii_whitespace().filter(|class| is_word(class)).take(CLASSES) {
        out.push('.');
        out.push_str(class);
    }
    out
}

/// A name that a template's author chose: short, no number of a product and no hash of a build in it.
fn is_word(name: &str) -> bool {
    (2..=32).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_'))
}
