//! Popup, side panel and options.
