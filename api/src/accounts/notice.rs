//! What the person of an account is told by mail when it changes.

use super::email::Email;
use super::store::AccountRow;
use crate::App;
use crate::db::{StoreError, Tx};
use crate::mail::{self, Letter, Recipient};

/// The password was changed, by whomever.
pub(super) async fn password_changed(app: &App, tx: &mut Tx, account: &AccountRow) -> Result<(), StoreError> {
    let to = Recipient::of(&Email::read(&account.email, &mut Vec::new()), account.locale());
    mail::enqueue(app, tx, &to, &Letter::PasswordChanged).await
}
