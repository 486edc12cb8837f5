//! The command `giftos`.
fn main() {}
