//! Inputs that nobody thought of, from a seed: the address guard, pages, JSON-LD and price texts, broken at random.
//! On stable Rust and deterministic, so that a finding is a seed and the everyday test can hold a short form of it.
//! It never judges by how long one input took on a busy machine, only by what must hold for every input.

mod campaign;
mod markup;
mod price;

pub use campaign::{Campaign, Target, run};

use crate::guard::mutation::trial as address;

/// Everything that is tried, by name.
pub const TARGETS: [Target; 4] = [
    Target { name: "address guard", trial: address },
    Target { name: "html to product", trial: markup::page },
    Target { name: "json-ld", trial: markup::json_ld },
    Target { name: "price text", trial: price::text },
];
