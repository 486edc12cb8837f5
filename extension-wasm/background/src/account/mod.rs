//! Who is signed in: tokens, sign-in, sign-out, requests on the account's behalf; and what the person chose here.
//! Tokens lie in the extension's own database, out of reach of pages and content scripts, and are answered to nobody.
//! It never keeps a password, and never sends anything to another server than the one signed in to.

pub(crate) mod call;
pub(crate) mod session;
pub(crate) mod settings;
pub(crate) mod sign;
pub(crate) mod status;
