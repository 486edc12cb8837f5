//! A page of a shop in outline: the elements of its template that picks name, empty but for what goes into them.

use super::{Correctable, Correction, Corrections};

pub(super) fn outline(corrections: &Corrections) -> String {
    let mut html = String::from("<!doctype html>\n<title>{title}</title>\n");
    for pick in &corrections.picks {
        element(pick, &mut html);
    }
    html
}

fn element(pick: &Correction, html: &mut String) {
    let Some(path) = &pick.path else {
        html.push_str(&format!("<!-- {:?}: from {:?} -->\n", pick.field, pick.source));
        return;
    };
    let mut open = Vec::new();
    // The page itself stands around it.
    for (tag, id, classes) in path.parts().filter(|(tag, _, _)| !matches!(*tag, "html" | "body")) {
        let tag = if tag == "*" { "x-other" } else { tag };
        html.push_str(&format!("<{tag}"));
        if !id.is_empty() {
            html.push_str(&format!(" id=\"{id}\""));
        }
        if !classes.is_empty() {
            html.push_str(&format!(" class=\"{}\"", classes.join(" ")));
        }
        if tag == "img" {
            html.push_str(" src=\"{image}\"");
        }
        html.push('>');
        open.push(tag);
    }
    html.push_str(match pick.field {
        Correctable::Title => "{title}",
        Correctable::Price => "{price}",
        Correctable::Image => "",
    });
    for tag in open.iter().rev().filter(|tag| **tag != "img") {
        html.push_str(&format!("</{tag}>"));
    }
    html.push('\n');
}
