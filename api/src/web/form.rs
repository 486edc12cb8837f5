//! A form of a page: fields with labels, what is wrong with them, and one button. It posts to the address it stands at.

use crate::locale::escape;

/// A form as it is put together.
#[derive(Debug, Default)]
pub(crate) struct Form {
    html: String,
}

impl Form {
    /// What is wrong with what was sent, where something is.
    pub(crate) fn alert(mut self, text: Option<String>) -> Self {
        if let Some(text) = text {
            self.html.push_str(&format!("<p role=\"alert\">{}</p>", escape(&text)));
        }
        self
    }

    /// A field with its label; `complete` tells the browser what to offer for it.
    pub(crate) fn field(mut self, name: &str, label: &str, kind: &str, complete: &str, value: &str) -> Self {
        // Addresses and passwords are written from left to right in every language.
        self.html.push_str(&format!(
            "<p><label for=\"{name}\">{}</label><input id=\"{name}\" name=\"{name}\" type=\"{kind}\" autocomplete=\"{complete}\" \
             dir=\"ltr\" value=\"{}\" required></p>",
            escape(label),
            escape(value),
        ));
        self
    }

    /// A line of text with its label, in whatever direction it is written.
    pub(crate) fn line(mut self, name: &str, label: &str, complete: &str, value: &str) -> Self {
        self.html.push_str(&format!(
            "<p><label for=\"{name}\">{}</label><input id=\"{name}\" name=\"{name}\" autocomplete=\"{complete}\" \
             dir=\"auto\" maxlength=\"100\" value=\"{}\" required></p>",
            escape(label),
            escape(value),
        ));
        self
    }

    /// The button that sends it.
    pub(crate) fn button(mut self, label: &str) -> Self {
        self.html.push_str(&format!("<p><button>{}</button></p>", escape(label)));
        self
    }

    /// As HTML.
    pub(crate) fn write(self) -> String {
        format!("<form method=\"post\">{}</form>", self.html)
    }
}
