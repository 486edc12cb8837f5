//! Without the feature `demo` nothing can be put behind the guard, and a build that could does not compile.
//!
//! `Network::staged` and `Client::staged` mean the methods below only as long as those types have none of their own.

use super::{Client, Network};

trait Unstaged {
    fn staged() {}
}

impl Unstaged for Network {}
impl Unstaged for Client {}

const _: fn() = || {
    Network::staged();
    Client::staged();
};
