//! The background worker: messages, outbox, badge, detection. It is the only WASM near pages, and runs in none of them.
//! `extension/background.js` registers the listeners and hands each event to the function of the same name in `entry`.
//! It never trusts a sender, never drops a save, and keeps nothing in memory that must survive: a worker may die anywhere.

mod account;
mod badge;
mod boards;
pub mod entry;
mod messages;
pub mod omnibox;
mod outbox;
mod page;
mod save;
mod turn;

/// An allocator that is smaller than the one Rust brings, and quicker.
#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
