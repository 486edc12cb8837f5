//! The page behind an invite's link, for whoever has nothing installed: who invites to what, and a form that joins.
//!
//! It starts no session and sets no cookie: whoever sends the form says with it who they are, so no other site can send it for them.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use shared::wire::accounts::{NewAccount, Secret};
use shared::wire::problem::ProblemKind;

use super::join::join;
use super::store::{self, Invite};
use crate::App;
use crate::accounts;
use crate::config::Registration;
use crate::edge::limits::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::{Asker, FormFields, Path};
use crate::locale::Locale;
use crate::web::{self, Form, paragraph};

const TITLE: &str = "page_join_title";

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/join/{code}", get(show_new).post(join_new))
        .route("/join/{code}/account", get(show_old).post(join_old))
}

/// Where an invite is shown.
pub(super) fn path(code: &str) -> String {
    format!("/join/{code}")
}

/// How somebody joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// With an account that is made for it.
    New,
    /// With the one they have.
    Old,
}

/// Who asks, in which language, and with which code.
struct Visit {
    app: App,
    locale: Locale,
    caller: Caller,
    code: String,
}

impl Visit {
    /// The invite that the code opens now.
    async fn invite(&self) -> Answer<Invite> {
        store::by_code(&self.app.db, &self.code, self.app.clock.now()).await?.ok_or_else(ApiError::not_found)
    }

    async fn show(self, by: By) -> Answer<Response> {
        match self.app.limits.open_page(self.caller) {
            Ok(()) => match self.invite().await {
                Ok(invite) => Ok(web::page(self.locale, TITLE, &self.form(&invite, by, &FormFields::default(), None))),
                Err(error) => self.refused(error),
            },
            Err(error) => self.refused(error),
        }
    }

    /// What is left of the page where nothing can be joined by it.
    fn refused(&self, error: ApiError) -> Answer<Response> {
        let (title, text) = match error.kind() {
            ProblemKind::NotFound => ("page_join_gone_title", "page_join_gone"),
            ProblemKind::TooManyRequests => ("page_wait_title", "page_wait"),
            _ => return Err(error),
        };
        Ok(web::refusal(error.kind(), self.locale, title, &paragraph(self.locale, text)))
    }

    fn form(&self, invite: &Invite, by: By, typed: &FormFields, wrong: Option<&str>) -> String {
        let say = |key: &str| self.locale.text(key, &[]);
        let slots = [("from", invite.invited_by.as_str()), ("group", invite.group_name.as_str())];
        let mut body = format!("<p>{}</p>", self.locale.html("page_join_ask", &slots));
        let closed = self.app.config.registration == Registration::Closed;
        let mut form = Form::default().alert(wrong.map(say));
        if by == By::New {
            if closed {
                return body
                    + &paragraph(self.locale, "page_join_closed")
                    + &web::link(&format!("{}/account", self.code), &say("page_join_have"));
            }
            body += &paragraph(self.locale, "page_join_new");
            form = form.line("display_name", &say("page_join_name"), "name", typed.get("display_name"));
        } else {
            body += &paragraph(self.locale, "page_join_old");
        }
        let complete = if by == By::New { "new-password" } else { "current-password" };
        form = form
            .field("email", &say("page_forgot_email"), "email", "email", typed.get("email"))
            .field("password", &say("page_join_password"), "password", complete, "")
            .button(&say("page_join_action"));
        let other = match by {
            By::New => web::link(&format!("{}/account", self.code), &say("page_join_have")),
            By::Old if closed => String::new(),
            By::Old => web::link(&format!("../{}", self.code), &say("page_join_none")),
        };
        body + &form.write() + &other
    }

    async fn join(self, by: By, typed: FormFields) -> Answer<Response> {
        let invite = match self.invite().await {
            Ok(invite) => invite,
            Err(error) => return self.refused(error),
        };
        let (kind, wrong) = match self.carry_out(by, &typed).await {
            Ok(None) => {
                let done = self.locale.html("page_join_done", &[("group", &invite.group_name)]);
                return Ok(web::page(self.locale, "page_join_done_title", &format!("<p>{done}</p>")));
            }
            Ok(Some(wrong)) => (ProblemKind::Conflict, wrong),
            Err(error) => match (error.kind(), by) {
                (kind @ ProblemKind::Invalid, _) => (kind, "page_join_invalid"),
                (kind @ ProblemKind::WrongCredentials, _) => (kind, "page_join_wrong"),
                (kind @ ProblemKind::Forbidden, By::Old) => (kind, "page_join_shut"),
                (kind @ ProblemKind::Forbidden, By::New) => (kind, "page_join_closed"),
                (kind @ ProblemKind::TooManyRequests, _) => (kind, "page_wait"),
                _ => return self.refused(error),
            },
        };
        Ok(web::refusal(kind, self.locale, TITLE, &self.form(&invite, by, &typed, Some(wrong))))
    }

    /// One transaction: where the group cannot be joined, no account is made for it either. Gives what stands against it, where
    /// that is not an error of what was typed.
    async fn carry_out(&self, by: By, typed: &FormFields) -> Answer<Option<&'static str>> {
        self.app.limits.try_password(self.caller)?;
        let password = Secret::new(typed.get("password"));
        let made = match by {
            By::New => {
                let new = NewAccount {
                    email: typed.get("email").to_owned(),
                    password,
                    display_name: typed.get("display_name").to_owned(),
                    device: None,
                };
                accounts::make(&self.app, self.caller, self.locale, &new).await
            }
            By::Old => accounts::prove(&self.app, typed.get("email"), &password).await,
        };
        let (mut tx, account) = match made {
            Err(error) if error.kind() == ProblemKind::Conflict => return Ok(Some("page_join_taken")),
            made => made?,
        };
        match join(&mut tx, account, &self.code, self.app.clock.now()).await {
            Err(error) if error.kind() == ProblemKind::Conflict => return Ok(Some("page_join_full")),
            joined => joined?,
        };
        tx.commit().await?;
        self.app.jobs.ring();
        Ok(None)
    }
}

fn visit(app: App, headers: &HeaderMap, caller: Caller, code: String) -> Visit {
    Visit { app, locale: Locale::asked(headers), caller, code }
}

async fn show_new(
    State(app): State<App>,
    headers: HeaderMap,
    Asker(caller): Asker,
    Path(code): Path<String>,
) -> Answer<Response> {
    visit(app, &headers, caller, code).show(By::New).await
}

async fn show_old(
    State(app): State<App>,
    headers: HeaderMap,
    Asker(caller): Asker,
    Path(code): Path<String>,
) -> Answer<Response> {
    visit(app, &headers, caller, code).show(By::Old).await
}

async fn join_new(
    State(app): State<App>,
    headers: HeaderMap,
    Asker(caller): Asker,
    Path(code): Path<String>,
    fields: FormFields,
) -> Answer<Response> {
    visit(app, &headers, caller, code).join(By::New, fields).await
}

async fn join_old(
    State(app): State<App>,
    headers: HeaderMap,
    Asker(caller): Asker,
    Path(code): Path<String>,
    fields: FormFields,
) -> Answer<Response> {
    visit(app, &headers, caller, code).join(By::Old, fields).await
}
