//! A mail as it goes over the line: headers, a text and the same as HTML, put together by lettre.
//!
//! What people wrote stands in it as text and nowhere else: in the subject as encoded words, in the parts escaped. No header
//! is made of it but the subject. A mail that is put together again is the same to the letter.

use std::time::{Duration, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lettre::address::Envelope;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use shared::time::Timestamp;

use super::letter::Letter;
use super::settings::PublicUrl;
use crate::locale::{Locale, escape};

/// A letter with all that it needs to be written.
pub(super) struct Draft<'a> {
    /// The job's id, for the Message-ID.
    pub(super) id: &'a str,
    pub(super) from: &'a Mailbox,
    /// The recipient as typed.
    pub(super) to: &'a str,
    pub(super) locale: Locale,
    pub(super) letter: &'a Letter,
    /// The address behind its button, where it has one.
    pub(super) link: Option<String>,
    /// The address by which such mails are stopped, where they can be.
    pub(super) unsubscribe: Option<String>,
    pub(super) public: &'a PublicUrl,
    /// When it was asked for.
    pub(super) at: Timestamp,
}

/// The address that a mail server takes for one that a person typed: its domain in ASCII (RFC 5891).
///
/// # Errors
/// Where it is none.
pub(super) fn address(typed: &str) -> Result<Address, String> {
    let (local, domain) = typed.rsplit_once('@').ok_or("there is no @ in the address")?;
    let domain = url::Host::parse(domain).map_err(|_| "the domain of the address is none")?.to_string();
    Address::new(local, domain).map_err(|error| format!("the address is none: {error}"))
}

impl Draft<'_> {
    /// The envelope and the message.
    ///
    /// # Errors
    /// Why no mail can be made of it.
    pub(super) fn write(&self) -> Result<(Envelope, Vec<u8>), String> {
        let to = address(self.to)?;
        let envelope = Envelope::new(Some(self.from.email.clone()), vec![to.clone()]).map_err(|e| e.to_string())?;
        let millis = u64::try_from(self.at.as_millis()).unwrap_or_default();
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .raw_header(encoded("Subject", &self.text("subject"))?)
            .date(UNIX_EPOCH + Duration::from_millis(millis))
            .message_id(Some(format!("<{}@{}>", self.id, self.from.email.domain())))
            // Nobody answers it, and no machine is to (RFC 3834).
            .raw_header(plain("Auto-Submitted", "auto-generated")?);
        if let Some(unsubscribe) = &self.unsubscribe {
            // RFC 2369 and RFC 8058: one press in the mail program, without a page.
            builder = builder
                .raw_header(plain("List-Unsubscribe", &format!("<{unsubscribe}>"))?)
                .raw_header(plain("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")?);
        }
        let parts = MultiPart::alternative()
            .boundary(format!("part-{}", self.id))
            .singlepart(SinglePart::plain(self.as_text()))
            .singlepart(SinglePart::html(self.as_html()));
        let message = builder.envelope(envelope.clone()).multipart(parts).map_err(|error| error.to_string())?;
        Ok((envelope, message.formatted()))
    }

    fn key(&self, part: &str) -> String {
        format!("mail_{}_{part}", self.letter.name())
    }

    /// What people wrote fills one line each: none of it begins a paragraph of its own, which might seem to be ours.
    fn filled(&self, part: &str, write: impl Fn(Locale, &str, &[(&str, &str)]) -> String) -> String {
        let mut slots: Vec<_> = self.letter.slots().into_iter().map(|(slot, value)| (slot, one_line(value))).collect();
        slots.extend([("host", one_line(self.public.host())), ("address", one_line(self.to))]);
        let slots: Vec<_> = slots.iter().map(|(slot, value)| (*slot, value.as_str())).collect();
        write(self.locale, &self.key(part), &slots)
    }

    fn text(&self, part: &str) -> String {
        self.filled(part, |locale, key, slots| locale.text(key, slots))
    }

    fn html(&self, part: &str) -> String {
        self.filled(part, |locale, key, slots| locale.html(key, slots))
    }

    fn as_text(&self) -> String {
        let mut text = format!("{}\r\n", self.text("lead"));
        if let Some(link) = &self.link {
            text.push_str(&format!("\r\n{}:\r\n{link}\r\n\r\n{}\r\n", self.text("action"), self.text("note")));
        }
        text.push_str(&format!("\r\n{}\r\n", self.text("why")));
        if let Some(unsubscribe) = &self.unsubscribe {
            text.push_str(&format!("\r\n{}\r\n{unsubscribe}\r\n", self.locale.text("mail_unsubscribe", &[])));
        }
        text
    }

    /// Small, without a picture or a font from elsewhere: what opens it tells nobody.
    fn as_html(&self) -> String {
        let (language, direction) = (self.locale.code(), self.locale.direction());
        let mut body =
            format!("<h1 style=\"font-size:20px\">{}</h1><p>{}</p>", self.html("subject"), self.html("lead"));
        if let Some(link) = &self.link {
            let link = escape(link);
            body.push_str(&format!(
                "<p><a href=\"{link}\" style=\"display:inline-block;padding:10px 18px;border-radius:8px;background:#a8324a;\
                 color:#ffffff;text-decoration:none;font-weight:bold\">{}</a></p><p>{}</p>\
                 <p style=\"font-size:13px\">{}<br><a dir=\"ltr\" href=\"{link}\" style=\"word-break:break-all\">{link}</a></p>",
                self.html("action"),
                self.html("note"),
                self.locale.html("mail_link_below", &[]),
            ));
        }
        body.push_str(&format!("<hr><p style=\"font-size:13px\">{}</p>", self.html("why")));
        if let Some(unsubscribe) = &self.unsubscribe {
            body.push_str(&format!(
                "<p style=\"font-size:13px\">{} <a href=\"{}\">{}</a></p>",
                self.locale.html("mail_unsubscribe", &[]),
                escape(unsubscribe),
                self.locale.html("mail_unsubscribe_action", &[]),
            ));
        }
        format!(
            "<!doctype html>\n<html lang=\"{language}\" dir=\"{direction}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\
             <title>{}</title></head>\n<body style=\"margin:0;padding:16px;font:16px/1.5 system-ui,sans-serif\">\n\
             <div style=\"max-width:560px;margin:0 auto\">{body}</div>\n</body></html>\n",
            escape(&self.text("subject")),
        )
    }
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn name(name: &str) -> Result<HeaderName, String> {
    HeaderName::new_from_ascii(name.to_owned()).map_err(|error| error.to_string())
}

/// A header of our own making, which stays on one line: a folded address is no address.
fn plain(header: &str, value: &str) -> Result<HeaderValue, String> {
    if !value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) || value.len() > 900 {
        return Err(format!("{header} cannot be written"));
    }
    Ok(HeaderValue::dangerous_new_pre_encoded(name(header)?, value.to_owned(), value.to_owned()))
}

/// A header with words of people. What only looks like an encoded word is shown as it was written, so it is encoded too;
/// lettre encodes what is not ASCII alone.
fn encoded(header: &str, value: &str) -> Result<HeaderValue, String> {
    let value = one_line(value);
    let bare = value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) && !value.contains("=?") && value.len() < 60;
    let written = if bare { value.clone() } else { encoded_words(&value) };
    Ok(HeaderValue::dangerous_new_pre_encoded(name(header)?, value, written))
}

/// RFC 2047: words of at most 75 characters, none of which cuts a letter in two, each on a line of its own.
fn encoded_words(text: &str) -> String {
    // 45 bytes are 60 characters of base64, and 12 are around them.
    let mut words: Vec<String> = vec![String::new()];
    for c in text.chars() {
        if words.last().is_some_and(|word| word.len() + c.len_utf8() > 45) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    let words = words.iter().map(|word| format!("=?utf-8?B?{}?=", STANDARD.encode(word)));
    words.collect::<Vec<_>>().join("\r\n ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_domain_is_written_in_ascii_and_what_is_no_address_is_refused() {
        assert_eq!(address("ana@exämple.org").unwrap().to_string(), "ana@xn--exmple-cua.org");
        assert_eq!(address("ana+gifts@localhost").unwrap().to_string(), "ana+gifts@localhost");
        for text in [
            "",
            "ana",
            "ana@",
            "@example.org",
            "a b@example.org",
            "ana@exa mple.org",
            "ana\r\n@example.org",
            "ana@a\r\nb",
        ] {
            assert!(address(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn no_line_of_a_header_is_made_by_what_somebody_wrote() {
        let value = encoded("Subject", "a\r\nBcc: x@example.org\u{0}").unwrap();
        assert!(!format!("{value:?}").contains("\\nBcc"), "{value:?}");
        assert!(
            encoded("Subject", "=?utf-8?q?=0aBcc:_x?=").is_ok_and(|value| format!("{value:?}").contains("=?utf-8?B?"))
        );
        assert!(plain("List-Unsubscribe", "<https://a.example/\r\n>").is_err());
        for line in encoded_words(&"מזל טוב 🎁 ".repeat(20)).split("\r\n ") {
            assert!(line.len() <= 75 && line.is_ascii(), "{line}");
        }
    }
}
