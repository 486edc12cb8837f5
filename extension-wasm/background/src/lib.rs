//! The background worker: messages, outbox, badge.
