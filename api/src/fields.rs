//! What may stand in the fields of boards and items: every refused field of a body is named in one problem.
//! So that both engines keep the same, and nobody mends a form one field at a time.
//! It never shortens a text to make it fit: only white space around a line is left out.

use shared::money::Money;
use shared::product::VariantOption;
use shared::time::Timestamp;
use shared::wire::problem::FieldError;

use crate::error::{Answer, refuse};
use crate::{pictures, text};

/// JavaScript counts no further exactly, and no price needs more.
pub(crate) const MOST_MINOR: i64 = 9_007_199_254_740_991;

/// The end of the year 9999.
const LAST_MILLIS: i64 = 253_402_300_799_999;

/// Collects what is refused.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<FieldError>);

impl Fields {
    /// Notes that `field` is refused.
    pub(crate) fn refuse(&mut self, field: impl Into<String>, detail: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), detail: detail.into() });
    }

    /// One line of 1 to `most` characters that shows something; comes out trimmed.
    pub(crate) fn title(&mut self, field: &str, text: &mut String, most: usize) {
        *text = text::required_line(field, text, most, &mut self.0);
    }

    /// One line of at most `most` characters; comes out trimmed, and as none where nothing is left.
    pub(crate) fn line(&mut self, field: &str, text: &mut Option<String>, most: usize) {
        *text = text.take().map(|line| text::line(field, &line, most, &mut self.0)).filter(|line| !line.is_empty());
    }

    /// Several lines of at most `most` characters; comes out as none where it is empty.
    pub(crate) fn lines(&mut self, field: &str, text: &mut Option<String>, most: usize) {
        *text =
            text.take().map(|lines| text::lines(field, &lines, most, &mut self.0)).filter(|lines| !lines.is_empty());
    }

    /// An absolute http(s) address without user name and password, at most 2,048 characters; as a browser writes it.
    pub(crate) fn address(&mut self, field: &str, text: &mut Option<String>) {
        let Some(given) = text.take() else { return };
        *text = absolute(&given);
        if text.is_none() {
            self.refuse(field, "is no whole address of the web (https://… or http://…, at most 2,048 characters)");
        }
    }

    /// As [`Self::address`], or a picture of this server: that comes out as its path, however it was addressed.
    pub(crate) fn picture(&mut self, field: &str, text: &mut Option<String>) {
        match text.as_deref().and_then(pictures::path_of) {
            Some(path) => *text = Some(path),
            None => self.address(field, text),
        }
    }

    /// An amount of 0 or more.
    pub(crate) fn money(&mut self, field: &str, money: Option<Money>) {
        if money.is_some_and(|money| !(0..=MOST_MINOR).contains(&money.amount_minor)) {
            self.refuse(field, "is less than 0, or more than 9007199254740991 of the smallest unit");
        }
    }

    /// A moment that a calendar can show.
    pub(crate) fn moment(&mut self, field: &str, moment: Option<Timestamp>) {
        if moment.is_some_and(|at| !(0..=LAST_MILLIS).contains(&at.as_millis())) {
            self.refuse(field, "is before 1970 or after the year 9999");
        }
    }

    /// At most 20 options, each name once.
    pub(crate) fn variant(&mut self, field: &str, options: &mut [VariantOption]) {
        if options.len() > 20 {
            self.refuse(field, "has more than 20 options");
            return;
        }
        for i in 0..options.len() {
            let (earlier, rest) = options.split_at_mut(i);
            let Some(option) = rest.first_mut() else { return };
            self.title(&format!("{field}[{i}].name"), &mut option.name, 100);
            self.title(&format!("{field}[{i}].value"), &mut option.value, 200);
            if earlier.iter().any(|other| other.name == option.name) {
                self.refuse(format!("{field}[{i}].name"), "is there twice");
            }
        }
    }

    /// Refuses the body where something was refused.
    ///
    /// # Errors
    /// `Invalid` with all of them.
    pub(crate) fn finish(self) -> Answer<()> {
        refuse(self.0)
    }
}

fn absolute(text: &str) -> Option<String> {
    let starts = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if !(starts("http://") || starts("https://")) || text.chars().any(char::is_control) {
        return None;
    }
    let url = url::Url::parse(text).ok()?;
    let plain = url.username().is_empty() && url.password().is_none() && url.has_host();
    let address = String::from(url);
    (plain && address.len() <= 2048).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(check: impl FnOnce(&mut Fields)) -> Vec<String> {
        let mut fields = Fields::default();
        check(&mut fields);
        fields.0.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn only_whole_web_addresses_pass() {
        for bad in [
            "javascript:alert(1)",
            "\u{1}javascript:x",
            "//canary.test/x",
            "https:canary.test",
            "data:image/png;base64,",
            "https://user:pw@shop.example/",
            "https://user@shop.example/",
            "https://",
            "http:///",
            "ftp://shop.example/",
            "blob:https://shop.example/x",
            " https://shop.example/",
            "https://shop.example/\u{0}",
            "shop.example",
        ] {
            assert_eq!(absolute(bad), None, "{bad:?}");
        }
        assert_eq!(absolute("HTTPS://Shop.example:443/ä?b=c#d").as_deref(), Some("https://shop.example/%C3%A4?b=c#d"));
        assert_eq!(absolute(&format!("https://shop.example/{}", "a".repeat(2048))), None);
    }

    #[test]
    fn money_is_never_negative_and_never_inexact_in_a_browser() {
        let eur = |minor| "EUR".parse().ok().map(|currency| Money::new(minor, currency));
        assert_eq!(refused(|f| f.money("p", eur(0))), [""; 0]);
        assert_eq!(refused(|f| f.money("p", eur(-1))), ["p"]);
        assert_eq!(refused(|f| f.money("p", eur(MOST_MINOR + 1))), ["p"]);
    }
}
