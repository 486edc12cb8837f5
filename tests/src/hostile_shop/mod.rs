//! A staged world around the guarded client: a resolver that follows a script, a dialer that keeps a ledger, a canary, and
//! shops that speak raw TCP and TLS. It shows what the client did, not what it says it did.
//! It never leaves loopback: an address that no shop stands for leads to the canary.

mod canary;
mod certificates;
mod network;
mod shop;

pub use canary::Canary;
pub use certificates::{Authority, Certificate};
pub use network::{Ledger, Route, Script, Staged};
pub use shop::{Behaviour, Reply, Shop, Then};

/// The product's client in a world where no name resolves and nothing answers.
///
/// # Errors
/// No key for the authority.
pub fn nowhere() -> anyhow::Result<giftos::fetch::Client> {
    Staged::new(Script::default(), Route::Refuse, &Authority::new()?)?.client(giftos::fetch::Limits::default())
}
