//! Signing in and registering: between this page and the server alone, so that a password is in no message and nowhere kept.

use browser::client::{self, Call};
use browser::runtime;
use shared::json::to_text;
use shared::server_origin::server_origin;
use shared::wire::accounts::{NewAccount, NewSession, Secret};
use shared::wire::message::{Reply, Request};

use crate::bridge::{Failure, ask};

/// What somebody typed into the form.
pub(super) struct Typed {
    /// The server, as people write it ("gifts.example").
    pub(super) server: String,
    /// Mail address.
    pub(super) email: String,
    /// Password.
    pub(super) password: Secret,
    /// The name that others see, where an account is to be made.
    pub(super) register: Option<String>,
}

impl Typed {
    /// Lets the server answer, and the worker keep what it answered.
    pub(super) async fn send(self) -> Result<Reply, Failure> {
        let server = server_origin(&self.server).ok_or(Failure::BadServer)?;
        let (path, body) = self.body(runtime::device().await);
        let answer = Call::new("POST", &server, path).body(body).send().await;
        let tokens = answer.map_err(|error| Failure::Refused(client::refusal(error)))?;
        ask(Request::AccountBegin { server, tokens: Secret::new(tokens) }).await
    }

    fn body(self, device: Option<String>) -> (&'static str, String) {
        let Self { email, password, register, .. } = self;
        match register {
            Some(display_name) => ("/accounts", to_text(&NewAccount { email, password, display_name, device })),
            None => ("/sessions", to_text(&NewSession { email, password, device })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(register: Option<&str>, device: Option<&str>) -> (&'static str, String) {
        let typed = Typed {
            server: "gifts.example".to_owned(),
            email: "ana@example.org".to_owned(),
            password: Secret::new("correct horse"),
            register: register.map(str::to_owned),
        };
        typed.body(device.map(str::to_owned))
    }

    #[test]
    fn a_name_makes_an_account_and_none_signs_in() {
        let (path, body) = said(None, Some("Firefox on linux"));
        assert_eq!(path, "/sessions");
        assert_eq!(body, r#"{"email":"ana@example.org","password":"correct horse","device":"Firefox on linux"}"#);
        let (path, body) = said(Some("Ana"), None);
        assert_eq!(path, "/accounts");
        assert_eq!(body, r#"{"email":"ana@example.org","password":"correct horse","display_name":"Ana"}"#);
    }
}
