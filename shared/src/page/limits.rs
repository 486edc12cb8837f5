//! The bounds of the walk.

/// How much of a page is looked at. `collect.js` sends at least as much.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Kept nodes.
    pub nodes: usize,
    /// Elements inside each other; what lies deeper is left out.
    pub depth: usize,
    /// Bytes of one text node, white space collapsed.
    pub text: usize,
    /// Bytes of one attribute.
    pub attribute: usize,
    /// Bytes of all texts and attributes.
    pub strings: usize,
    /// JSON-LD scripts.
    pub scripts: usize,
    /// Bytes of all JSON-LD; a script that does not fit is left out whole.
    pub script_bytes: usize,
    /// Scripts and attributes with the shop's own state; what does not fit is left out whole, and nobody is told.
    pub states: usize,
    /// Bytes of one of them.
    pub state: usize,
    /// Bytes of all of them.
    pub state_bytes: usize,
    /// `<meta>` elements.
    pub metas: usize,
    /// `<link>` elements.
    pub links: usize,
}

/// The limits of [`collect`]: twice what the largest shop pages have, and far below what hurts.
pub const LIMITS: Limits = Limits {
    nodes: 30_000,
    depth: 200,
    text: 2_000,
    attribute: 2_000,
    strings: 2_000_000,
    scripts: 60,
    script_bytes: 1_000_000,
    states: 24,
    state: 600_000,
    state_bytes: 600_000,
    metas: 300,
    links: 100,
};
