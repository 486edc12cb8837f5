//! `/docs`: the description as a page that needs no script and no network.

use std::fmt::Write;

use serde_json::Value;

use super::shape::{describe, fields, reference};

const STYLE: &str = include_str!("page.css");

/// Text as HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Prose as HTML: what stands between backticks is code.
fn prose(text: &str) -> String {
    let mut html = String::new();
    for (n, part) in text.split('`').enumerate() {
        let part = escape(part);
        if n % 2 == 1 {
            html.push_str("<code>");
            html.push_str(&part);
            html.push_str("</code>");
        } else {
            html.push_str(&part);
        }
    }
    html
}

/// A whole page around `body`.
pub(super) fn frame(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>{STYLE}</style>\n<main>{body}</main>\n</html>\n",
        escape(title)
    )
}

/// The whole page.
pub(super) fn render(document: &Value) -> String {
    let mut body = String::new();
    let title = document["info"]["title"].as_str().unwrap_or_default();
    let version = document["info"]["version"].as_str().unwrap_or_default();
    let about = document["info"]["description"].as_str().unwrap_or_default();
    // Writing to a text cannot fail.
    let _ = write!(
        body,
        "<h1>{} <small>{}</small></h1><p>{}</p><p>For programs: <a href=\"/openapi.json\">openapi.json</a></p>",
        escape(title),
        escape(version),
        prose(about)
    );
    let operations = operations(document);
    let mut tags: Vec<&str> = Vec::new();
    for operation in &operations {
        if !tags.contains(&operation.tag) {
            tags.push(operation.tag);
        }
    }
    body.push_str("<nav aria-label=\"Sections\">");
    for tag in &tags {
        let _ = write!(body, "<a href=\"#{0}\">{0}</a> ", escape(tag));
    }
    body.push_str("<a href=\"#shapes\">shapes</a></nav>");
    for tag in &tags {
        let _ = write!(body, "<section id=\"{0}\"><h2>{0}</h2>", escape(tag));
        for operation in operations.iter().filter(|operation| operation.tag == *tag) {
            operation.render(document, &mut body);
        }
        body.push_str("</section>");
    }
    shapes(document, &mut body);
    frame("GiftOS API", &body)
}

struct Operation<'a> {
    method: &'a str,
    path: &'a str,
    tag: &'a str,
    described: &'a Value,
}

fn operations(document: &Value) -> Vec<Operation<'_>> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, described) in item.as_object().into_iter().flatten() {
            let tag = described["tags"][0].as_str().unwrap_or("other");
            all.push(Operation { method, path, tag, described });
        }
    }
    all
}

impl Operation<'_> {
    fn render(&self, document: &Value, out: &mut String) {
        let text = |key: &str| prose(self.described[key].as_str().unwrap_or_default());
        let _ = write!(
            out,
            "<details id=\"{}\"><summary><b class=\"{1}\">{1}</b> <code>{2}</code> <span>{3}</span></summary>",
            escape(self.described["operationId"].as_str().unwrap_or_default()),
            self.method,
            escape(self.path),
            text("summary")
        );
        let about = text("description");
        if !about.is_empty() {
            let _ = write!(out, "<p>{about}</p>");
        }
        let parameters = self.described["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        if !parameters.is_empty() {
            out.push_str("<h3>Parameters</h3><table>");
            for parameter in parameters {
                let name = parameter["name"].as_str().unwrap_or_default();
                let place = parameter["in"].as_str().unwrap_or_default();
                let about = parameter["description"].as_str().unwrap_or_default();
                row(
                    out,
                    name,
                    parameter["required"] == true,
                    &format!("{}, in {place}", describe(&parameter["schema"])),
                    about,
                );
            }
            out.push_str("</table>");
        }
        let body = &self.described["requestBody"]["content"]["application/json"]["schema"];
        if !body.is_null() {
            let _ = write!(out, "<h3>Body: {}</h3>", link(body));
            object(document, body, out);
        }
        out.push_str("<h3>Answers</h3><table>");
        for (status, answer) in self.described["responses"].as_object().into_iter().flatten() {
            let schema = &answer["content"]["application/json"]["schema"];
            let about = prose(answer["description"].as_str().unwrap_or_default());
            let shape = if schema.is_null() { String::new() } else { link(schema) };
            let _ = write!(out, "<tr><th scope=\"row\">{status}</th><td>{about}</td><td>{shape}</td></tr>");
        }
        out.push_str("</table></details>");
    }
}

fn row(out: &mut String, name: &str, required: bool, shape: &str, about: &str) {
    let star = if required { " <em>required</em>" } else { "" };
    let _ = write!(
        out,
        "<tr><th scope=\"row\"><code>{}</code>{star}</th><td>{}</td><td>{}</td></tr>",
        escape(name),
        escape(shape),
        prose(about)
    );
}

fn object(document: &Value, schema: &Value, out: &mut String) {
    let fields = fields(document, schema);
    if fields.is_empty() {
        return;
    }
    out.push_str("<table>");
    for field in fields {
        row(out, field.name, field.required, &field.shape, field.about);
    }
    out.push_str("</table>");
}

fn link(schema: &Value) -> String {
    match reference(schema) {
        Some(name) => format!("<a href=\"#shape-{0}\">{0}</a>", escape(name)),
        None => escape(&describe(schema)),
    }
}

fn shapes(document: &Value, out: &mut String) {
    out.push_str("<section id=\"shapes\"><h2>shapes</h2>");
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        let about = prose(schema["description"].as_str().unwrap_or_default());
        let _ = write!(
            out,
            "<details id=\"shape-{0}\"><summary><code>{0}</code> <span>{about}</span></summary>",
            escape(name)
        );
        if schema["properties"].is_null() && schema["allOf"].is_null() {
            let _ = write!(out, "<p>{}</p>", escape(&describe(schema)));
        }
        object(document, schema, out);
        out.push_str("</details>");
    }
    out.push_str("</section>");
}
