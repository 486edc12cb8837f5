//! The one outgoing client for addresses that people give: pasted links and, later, price checks and push endpoints.
//! It exists so that one place decides what may be dialled: only globally reachable addresses, decided on the resolved address.
//! It never sends cookies or credentials, never uses a proxy, never loads sub-resources, and no setting opens its guard.

mod address;
mod again;
mod body;
mod client;
mod error;
mod exchange;
pub mod guard;
mod meter;
mod name;
mod network;
mod pace;
mod robots;
#[cfg(not(feature = "demo"))]
mod sealed;

pub use address::blocked;
pub use again::Again;
pub use client::{Client, ClientError, Limits, Page};
pub use error::{FetchError, Refusal};
pub use exchange::Validators;
pub use network::{Dial, Network, Resolve, Stream};
