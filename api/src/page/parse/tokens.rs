//! html5gum's tokens, made into those of html5ever's tree builder.
//!
//! html5gum finds runs of text in one go where html5ever's own tokenizer looks at each character in its turn. What detection
//! never sees (comments, programs, style sheets, attributes of no use to it) is not copied on its way.

use std::cell::Cell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, TagKind, Token, TokenSink, TokenSinkResult};
use html5gum::{Emitter, Error, State};

use super::tag::{Pieces, tendril};
use super::wanted::Content;

/// Tags between two stops, at which the driver looks at the clock.
const STEP: usize = 256;

/// Takes the pieces of a token from the tokenizer and gives the whole to the sink. Its own tokens are stops.
pub(super) struct Tokens<'s, S> {
    sink: &'s S,
    /// Text since the last tag.
    text: Vec<u8>,
    /// The content of the element that holds no markup.
    content: Content,
    tag: Pieces,
    /// The last start tag's name, whose end tag alone ends such content.
    started: Vec<u8>,
    doctype: Doctype,
    tags: usize,
    /// Cleared where a tag had too many attributes and was left out.
    whole: &'s Cell<bool>,
    is_xml: bool,
}

impl<'s, S: TokenSink> Tokens<'s, S> {
    pub(super) fn new(sink: &'s S, whole: &'s Cell<bool>, is_xml: bool) -> Self {
        Self {
            sink,
            text: Vec::new(),
            content: Content::Wanted,
            tag: Pieces::new(TagKind::StartTag),
            started: Vec::new(),
            doctype: Doctype::default(),
            tags: 0,
            whole,
            is_xml,
        }
    }

    fn give(&self, token: Token) -> TokenSinkResult<S::Handle> {
        self.sink.process_token(token, 1)
    }

    /// Gives the text so far; U+0000 in it is a token of its own.
    fn give_text(&mut self) {
        if self.text.is_empty() {
            return;
        }
        if self.content.has(&self.text) {
            for (nth, piece) in self.text.split(|b| *b == 0).enumerate() {
                if nth > 0 {
                    let _ = self.give(Token::NullCharacterToken);
                }
                if !piece.is_empty() {
                    let _ = self.give(Token::CharacterTokens(tendril(piece)));
                }
            }
        }
        self.text.clear();
    }
}

impl<S: TokenSink> Emitter for Tokens<'_, S> {
    type Token = ();

    fn pop_token(&mut self) -> Option<()> {
        (self.tags >= STEP).then(|| self.tags = 0)
    }

    fn emit_eof(&mut self) {
        self.give_text();
        let _ = self.give(Token::EOFToken);
        self.sink.end();
    }

    fn emit_string(&mut self, piece: &[u8]) {
        if self.content != Content::Unwanted {
            self.text.extend_from_slice(piece);
        }
    }

    fn init_start_tag(&mut self) {
        self.tag.begin(TagKind::StartTag);
    }

    fn init_end_tag(&mut self) {
        self.tag.begin(TagKind::EndTag);
    }

    fn push_tag_name(&mut self, piece: &[u8]) {
        self.tag.name.extend_from_slice(piece);
    }

    fn set_self_closing(&mut self) {
        self.tag.self_closing = true;
    }

    fn init_attribute(&mut self) {
        self.tag.begin_attribute();
    }

    fn push_attribute_name(&mut self, piece: &[u8]) {
        self.tag.push_key(piece);
    }

    fn push_attribute_value(&mut self, piece: &[u8]) {
        self.tag.push_value(piece);
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.tag.end_attribute();
        self.give_text();
        self.tags += 1;
        self.content = Content::Wanted;
        if self.tag.kind == TagKind::StartTag {
            self.started.clone_from(&self.tag.name);
        }
        if self.tag.is_crowded() {
            self.whole.set(false);
            return None;
        }
        let content = Content::of(&self.tag.name, &self.tag.attributes);
        let closed = self.is_xml.then(|| self.tag.closed()).flatten();
        let tag = self.tag.take();
        if let Some(end) = closed {
            let _ = self.give(Token::TagToken(tag));
            let _ = self.give(Token::TagToken(end));
            return None;
        }
        let kind = match self.give(Token::TagToken(tag)) {
            TokenSinkResult::RawData(kind) => kind,
            TokenSinkResult::Plaintext => return Some(State::PlainText),
            // Nobody runs the script, and the page has been decoded.
            _ => return None,
        };
        self.content = content;
        Some(match kind {
            RawKind::Rcdata => State::RcData,
            RawKind::Rawtext => State::RawText,
            RawKind::ScriptData | RawKind::ScriptDataEscaped(_) => State::ScriptData,
        })
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.tag.kind == TagKind::EndTag && !self.started.is_empty() && self.tag.name == self.started
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.give_text();
        self.is_xml || self.sink.adjusted_current_node_present_but_not_in_html_namespace()
    }

    fn init_comment(&mut self) {}

    fn push_comment(&mut self, _: &[u8]) {}

    fn emit_current_comment(&mut self) {
        self.give_text();
        let _ = self.give(Token::CommentToken(StrTendril::new()));
    }

    fn init_doctype(&mut self) {
        self.doctype = Doctype::default();
    }

    fn push_doctype_name(&mut self, piece: &[u8]) {
        self.doctype.name.get_or_insert_default().push_tendril(&tendril(piece));
    }

    fn set_force_quirks(&mut self) {
        self.doctype.force_quirks = true;
    }

    fn set_doctype_public_identifier(&mut self, value: &[u8]) {
        self.doctype.public_id = Some(tendril(value));
    }

    fn push_doctype_public_identifier(&mut self, piece: &[u8]) {
        self.doctype.public_id.get_or_insert_default().push_tendril(&tendril(piece));
    }

    fn set_doctype_system_identifier(&mut self, value: &[u8]) {
        self.doctype.system_id = Some(tendril(value));
    }

    fn push_doctype_system_identifier(&mut self, piece: &[u8]) {
        self.doctype.system_id.get_or_insert_default().push_tendril(&tendril(piece));
    }

    fn emit_current_doctype(&mut self) {
        self.give_text();
        let doctype = std::mem::take(&mut self.doctype);
        let _ = self.give(Token::DoctypeToken(doctype));
    }

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.started = name.unwrap_or_default().to_vec();
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }
}
