//! The one door to the browser: `chrome.*`, fetch, storage.
