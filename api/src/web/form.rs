//! A form of a page: fields with labels, what is wrong with them, and one button. It posts to the address it stands at.

use crate::locale::escape;

/// A form as it is put together.
#[derive(Debug, Default)]
pub(crate) struct Form {
    html: String,
}

impl Form {
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
