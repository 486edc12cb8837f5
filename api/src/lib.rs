//! The companion API: accounts, boards, items, prices and the pages that people share.
