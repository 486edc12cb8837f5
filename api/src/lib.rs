//! The companion API: accounts, boards, items, prices and the pages that people share.

pub mod fetch;
