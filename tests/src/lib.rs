//! The parts that tests, proofs and the demo share: real browsers, a shop, both database engines.
//! Here, because a browser driver and a page server are programs of their own that tests, proofs and the demo need alike.
//! It never reaches beyond this machine and never leaves a program or a folder behind.

pub mod child;
pub mod chromium;
pub mod firefox;
pub mod shop;
pub mod wait;
