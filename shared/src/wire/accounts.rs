//! Accounts and sessions on the wire.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::present;
use crate::id::{AccountId, SessionId};
use crate::time::Timestamp;

/// A text that must not be printed: `Debug` shows only that there is one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String))]
pub struct Secret(String);

impl Secret {
    /// Wraps it.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// Body of `POST /api/v1/accounts`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewAccount {
    /// Mail address; compared without regard to case.
    #[cfg_attr(feature = "openapi", schema(format = "email", min_length = 3, max_length = 254))]
    pub email: String,
    /// 8 to 128 characters, hard to guess. Normalised to NFC before hashing.
    #[cfg_attr(feature = "openapi", schema(min_length = 8, max_length = 128))]
    pub password: Secret,
    /// The name that others see, 1 to 100 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub display_name: String,
    /// What this device is called in the list of sessions ("Firefox on Linux"), at most 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub device: Option<String>,
}

/// Body of `POST /api/v1/sessions`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewSession {
    /// Mail address.
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: String,
    /// Password.
    #[cfg_attr(feature = "openapi", schema(max_length = 128))]
    pub password: Secret,
    /// What this device is called in the list of sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 100))]
    pub device: Option<String>,
}

/// Body of `POST /api/v1/sessions/refresh`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefreshSession {
    /// The refresh token of the last answer; good once.
    #[cfg_attr(feature = "openapi", schema(max_length = 256))]
    pub refresh_token: Secret,
}

/// What registering, signing in and refreshing answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionTokens {
    /// `Authorization: Bearer` for the next 15 minutes.
    pub access_token: Secret,
    /// When the access token ends.
    pub access_expires_at: Timestamp,
    /// Good once, for 7 days; using it twice ends the session.
    pub refresh_token: Secret,
    /// When the refresh token ends.
    pub refresh_expires_at: Timestamp,
    /// The session.
    pub session_id: SessionId,
    /// Who signed in.
    pub account: AccountView,
}

/// What an account may do on this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ServerRole {
    /// Everybody.
    Person,
    /// May deactivate and restore accounts; sees no boards of others.
    Operator,
}

/// An account as its own person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountView {
    /// Its id.
    pub id: AccountId,
    /// Mail address as it was typed.
    pub email: String,
    /// The name that others see.
    pub display_name: String,
    /// What it may do on this server.
    pub role: ServerRole,
    /// When it was made.
    pub created_at: Timestamp,
    /// The sign-in before this one, if there was one.
    pub last_sign_in_at: Option<Timestamp>,
    /// The path of the picture that others see beside the name.
    #[serde(default)]
    pub avatar: Option<String>,
}

/// An account as its own person sees it under `/api/v1/me`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnAccountView {
    /// The account.
    #[serde(flatten)]
    pub account: AccountView,
    /// Since when it is known that its person reads the mail of the address; `null` until they opened the link that was sent there.
    pub confirmed_at: Option<Timestamp>,
    /// The language of mails to them: `en`, `de` or `he`.
    pub locale: String,
}

/// Body of `PATCH /api/v1/me`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountPatch {
    /// A new name, 1 to 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub display_name: Option<String>,
    /// The `path` of a picture that this account uploaded; `null` takes it away.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 2048))]
    pub avatar: Option<Option<String>>,
    /// The language of mails: `en`, `de` or `he`. At first it is what the browser asked for when the account was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2))]
    pub locale: Option<String>,
}

/// Body of `PUT /api/v1/me/email`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressChange {
    /// The password.
    #[cfg_attr(feature = "openapi", schema(max_length = 128))]
    pub current_password: Secret,
    /// The mail address that is to take the place of the one until now.
    #[cfg_attr(feature = "openapi", schema(format = "email", min_length = 3, max_length = 254))]
    pub email: String,
}

/// Body of `POST /api/v1/confirmations`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkToken {
    /// What stands behind the last slash of the link in the mail.
    #[cfg_attr(feature = "openapi", schema(max_length = 256))]
    pub token: Secret,
}

/// Body of `POST /api/v1/password-resets`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetRequest {
    /// The mail address of the account.
    #[cfg_attr(feature = "openapi", schema(format = "email", min_length = 3, max_length = 254))]
    pub email: String,
}

/// Body of `POST /api/v1/password-resets/finish`. Every session of the account ends.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordReset {
    /// What stands behind the last slash of the link in the mail.
    #[cfg_attr(feature = "openapi", schema(max_length = 256))]
    pub token: Secret,
    /// 8 to 128 characters, hard to guess.
    #[cfg_attr(feature = "openapi", schema(min_length = 8, max_length = 128))]
    pub new_password: Secret,
}

/// Body of `PUT /api/v1/me/password`. All other sessions end.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordChange {
    /// The password until now.
    #[cfg_attr(feature = "openapi", schema(max_length = 128))]
    pub current_password: Secret,
    /// 8 to 128 characters, hard to guess.
    #[cfg_attr(feature = "openapi", schema(min_length = 8, max_length = 128))]
    pub new_password: Secret,
}

/// One signed-in device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// Its id.
    pub id: SessionId,
    /// What it was called at sign-in.
    pub device: Option<String>,
    /// Signed in at.
    pub created_at: Timestamp,
    /// Last refreshed at.
    pub last_used_at: Timestamp,
    /// Whether it is the one asking.
    pub current: bool,
}

/// An account as the operator sees it: enough to find and deactivate it, and no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OperatorAccountView {
    /// Its id.
    pub id: AccountId,
    /// Mail address.
    pub email: String,
    /// The name that others see.
    pub display_name: String,
    /// What it may do on this server.
    pub role: ServerRole,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it cannot sign in; `null` while it can.
    pub deactivated_at: Option<Timestamp>,
}
