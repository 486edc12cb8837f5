//! What the person can do about saves that have not arrived.

use shared::wire::message::Status;

/// Whether sending now could help: somebody is signed in, and something waits or was refused (which is tried again too).
pub(crate) const fn can_send(status: &Status) -> bool {
    status.account.is_some() && (status.waiting > 0 || status.refused > 0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::can_send;

    fn sendable(signed_in: bool, waiting: u32, refused: u32) -> bool {
        let account = json!({
            "id": "01890a5d-ac96-774b-bcce-b302099a8057", "email": "ada@gifts.example", "display_name": "Ada",
            "role": "person", "created_at": 1_790_000_000_000_u64, "last_sign_in_at": null
        });
        let status = json!({
            "server": "https://gifts.example", "account": signed_in.then_some(account), "waiting": waiting, "refused": refused,
            "unclaimed": 3, "reached_at": null, "ended": false, "refused_messages": 0, "version": "0.1.0"
        });
        can_send(&serde_json::from_value(status).unwrap())
    }

    #[test]
    fn a_refused_save_can_be_sent_again_too() {
        assert!(sendable(true, 0, 1));
        assert!(sendable(true, 1, 0));
        assert!(sendable(true, 1, 1));
    }

    #[test]
    fn nothing_is_sent_for_nobody_and_nothing_where_nothing_waits() {
        assert!(!sendable(false, 1, 1));
        assert!(!sendable(true, 0, 0));
    }
}
