//! Text to a tree, in good time and in proportion to the page, whatever the text is: html5gum's tokens for html5ever's tree builder.
//!
//! The tree builder walks the open elements at most tags, and opens formatting that was never closed again in every
//! paragraph. Pages made for it take minutes and gigabytes. So each token is judged between tokenizer and tree builder,
//! where nothing can hide from the judge in a comment, a quote or a foreign element: start tags that would nest too deep
//! are left out (browsers flatten at 512), and nothing follows once too many are, the tree is out of proportion, or the time
//! is up. It never reads a page otherwise than html5ever would, as far as anybody looks.

mod open;
mod tag;
#[cfg(test)]
mod tests;
mod tokens;
mod wanted;

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use ego_tree::NodeId;
use html5ever::tokenizer::{TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5gum::Tokenizer;
use scraper::{Html, HtmlTreeSink};

use open::Open;
use tokens::Tokens;

/// Nodes of the tree; `collect` keeps a third of that.
const NODES: usize = 90_000;
/// The same for a small page.
const FEW_NODES: usize = 20_000;
/// In between, bytes of the page for each node: real pages have 25 and more, and a node of the tree takes 230.
const NODE_BYTES: usize = 12;
/// Start tags that are left out before the rest is: no real page nests too deep so often.
const LEFT_OUT: usize = 2_000;
/// Ancestors of a node, for the case that the judge counts otherwise than the parser.
const ANCESTORS: usize = 2_000;
/// For the whole tree. Real pages take a fiftieth of it on a slow machine; it is the net under the rules above.
const TIME: Duration = Duration::from_secs(10);

/// The tree, and whether it is that of the whole text. Of XML the slash of `<div/>` and `<![CDATA[` are heeded.
pub(super) fn parse(text: &str, is_xml: bool) -> (Html, bool) {
    // A byte order mark is no text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let judge = Judge {
        builder: TreeBuilder::new(HtmlTreeSink::new(Html::new_document()), TreeBuilderOpts::default()),
        open: RefCell::default(),
        most: (text.len() / NODE_BYTES).clamp(FEW_NODES, NODES),
        whole: Cell::new(true),
        left_out: Cell::new(0),
        full: Cell::new(false),
    };
    let begun = Instant::now();
    for Ok(()) in Tokenizer::new_with_emitter(text, Tokens::new(&judge, &judge.whole, is_xml)) {
        judge.look(begun.elapsed());
        if judge.full.get() {
            let _ = judge.process_token(Token::EOFToken, 1);
            judge.end();
            break;
        }
    }
    (judge.builder.sink.finish(), judge.whole.get())
}

/// Stands between tokenizer and tree builder.
struct Judge {
    builder: TreeBuilder<NodeId, HtmlTreeSink>,
    open: RefCell<Open>,
    most: usize,
    whole: Cell<bool>,
    left_out: Cell<usize>,
    full: Cell<bool>,
}

impl Judge {
    fn stop(&self) {
        self.full.set(true);
        self.whole.set(false);
    }

    fn leave_out(&self) {
        self.whole.set(false);
        self.left_out.set(self.left_out.get() + 1);
        if self.left_out.get() > LEFT_OUT {
            self.stop();
        }
    }

    /// Stops where the time is up, or the tree is deeper than the judge believes.
    fn look(&self, elapsed: Duration) {
        let html = self.builder.sink.0.borrow();
        let last = html.tree.nodes().next_back();
        if elapsed > TIME || last.is_some_and(|node| node.ancestors().nth(ANCESTORS).is_some()) {
            self.stop();
        }
    }
}

impl TokenSink for Judge {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        match &token {
            Token::EOFToken => {}
            _ if self.full.get() => return TokenSinkResult::Continue,
            Token::ParseError(_) => return TokenSinkResult::Continue,
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => self.open.borrow_mut().close(&tag.name),
            Token::TagToken(tag) => {
                // HTML ignores the slash of `<div/>`; drawings and formulas do not.
                let drawn = || matches!(&*tag.name, "svg" | "math");
                let foreign = || self.adjusted_current_node_present_but_not_in_html_namespace();
                let closed = tag.self_closing && (drawn() || foreign());
                if !self.open.borrow_mut().start(&tag.name, closed) {
                    self.leave_out();
                    return TokenSinkResult::Continue;
                }
            }
            _ => {}
        }
        let result = self.builder.process_token(token, line);
        if self.builder.sink.0.borrow().tree.nodes().len() > self.most {
            self.stop();
        }
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}
