//! Handing one mail to the mail server, and what its answers mean for the mail.
//!
//! A refusal of the mail itself is final where the server says so (5xx). Whatever else goes wrong, and any refusal before
//! the mail was named (who we are, the password), may be otherwise the next time. Where the line breaks after the whole
//! mail went out, nobody knows whether it was taken: it is sent again under the same Message-ID, by which mailboxes know it.

use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Severity;

use super::settings::{MailConfig, Security, SmtpUrl};

/// Taking leave is a courtesy: it is not waited for longer.
const FAREWELL: Duration = Duration::from_secs(2);

/// What became of a mail this time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Handed {
    /// The server took it; its own words.
    Taken(String),
    /// It never takes this mail; its own words.
    Refused(String),
    /// Not now; for the operator.
    NotNow(String),
}

/// The mail server, as the operator named it.
pub(super) struct Smtp {
    url: SmtpUrl,
    tls: Option<TlsParameters>,
    name: ClientId,
    patience: Duration,
}

impl Smtp {
    /// `name` is what this machine calls itself to the server.
    ///
    /// # Errors
    /// Where a certificate cannot be read.
    pub(super) fn new(url: SmtpUrl, config: &MailConfig, name: &str) -> Result<Self, String> {
        let tls = match url.security {
            Security::Open => None,
            Security::Implicit | Security::StartTls => {
                let mut builder = TlsParameters::builder(url.host.clone());
                if let Some(certificates) = &config.smtp_certificates {
                    builder = builder.add_root_certificate(certificates.0.clone());
                }
                Some(builder.build().map_err(|error| error.to_string())?)
            }
        };
        let name = ClientId::Domain(name.to_owned());
        Ok(Self { url, tls, name, patience: Duration::from_secs(config.smtp_seconds) })
    }

    /// Hands in one mail, in the time that the operator gives the server.
    pub(super) async fn hand_in(&self, envelope: &Envelope, message: &[u8]) -> Handed {
        let mut connection = match tokio::time::timeout(self.patience, self.connect()).await {
            Ok(Ok(connection)) => connection,
            Ok(Err(error)) => return Handed::NotNow(reason(&error)),
            Err(_) => return Handed::NotNow("the mail server did not let us in in time".to_owned()),
        };
        let handing = hand_over(&mut connection, envelope, message);
        let handed = tokio::time::timeout(self.patience, handing).await;
        let handed = handed.unwrap_or_else(|_| Handed::NotNow("the mail server took too long for the mail".to_owned()));
        drop(tokio::time::timeout(FAREWELL, connection.abort()).await);
        handed
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let address = (self.url.host.as_str(), self.url.port);
        let implicit = self.tls.clone().filter(|_| self.url.security == Security::Implicit);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, Some(self.patience), &self.name, implicit, None).await?;
        if let Some(tls) = self.tls.clone().filter(|_| self.url.security == Security::StartTls) {
            // A server that offers none is an error: somebody on the way may have struck the offer out.
            connection.starttls(tls, &self.name).await?;
        }
        if let Some((user, password)) = &self.url.credentials {
            let credentials = Credentials::new(user.clone(), password.clone());
            connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await?;
        }
        Ok(connection)
    }
}

/// MAIL, RCPT, DATA and the message.
async fn hand_over(connection: &mut AsyncSmtpConnection, envelope: &Envelope, message: &[u8]) -> Handed {
    let mut parameters = Vec::new();
    let plain =
        envelope.from().into_iter().chain(envelope.to()).all(|address| AsRef::<str>::as_ref(address).is_ascii());
    for (needed, extension, parameter) in [
        (!plain, Extension::SmtpUtfEight, MailParameter::SmtpUtfEight),
        (!message.is_ascii(), Extension::EightBitMime, MailParameter::Body(MailBodyParameter::EightBitMime)),
    ] {
        if needed && !connection.server_info().supports_feature(extension) {
            return Handed::Refused(format!("the mail server does not take {extension}, which the address needs"));
        }
        if needed {
            parameters.push(parameter);
        }
    }
    let handed = async {
        connection.command(Mail::new(envelope.from().cloned(), parameters)).await?;
        for to in envelope.to() {
            connection.command(Rcpt::new(to.clone(), vec![])).await?;
        }
        // An answer that somebody put in before the line was encrypted would shift all that follow by one: then this is none
        // to DATA, and the last one none to the mail.
        if !connection.command(Data).await?.has_code(354) {
            return Ok::<_, Error>(None);
        }
        let answer = connection.message(message).await?;
        Ok(Some(answer).filter(|answer| answer.code().severity == Severity::PositiveCompletion))
    };
    match handed.await {
        Ok(None) => Handed::NotNow("the mail server answers out of turn".to_owned()),
        Ok(Some(answer)) => {
            Handed::Taken(shortened(&format!("{} {}", answer.code(), answer.message().collect::<Vec<_>>().join(" "))))
        }
        Err(error) if error.is_permanent() => Handed::Refused(reason(&error)),
        Err(error) => Handed::NotNow(reason(&error)),
    }
}

fn reason(error: &Error) -> String {
    shortened(&error.to_string())
}

/// A server's words on one line, as much as a person reads of them.
fn shortened(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect()
}
