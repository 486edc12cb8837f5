//! The job of a mail: whether it is still wanted, what stands in it, and what the mail server's answer makes of it.

use super::letter::Letter;
use super::message::Draft;
use super::smtp::Handed;
use super::store::{self, MailRow};
use super::{Recipient, Sender, State, unsubscribe};
use crate::App;
use crate::accounts::links::{self, Mailed};
use crate::db::StoreError;
use crate::guests;
use crate::jobs::Outcome;
use crate::locale::Locale;

/// Until the operator names a mail server again, a mail that waits is looked at so often.
const OFF_MILLIS: i64 = 60_000;

/// One try. Where the process dies after the server's answer and before that is written down, it comes again, under the same
/// Message-ID.
///
/// # Errors
/// Those of the database.
pub(crate) async fn run(app: &App, subject: &str) -> Result<Outcome, StoreError> {
    let Some(mail) = store::waiting(&app.db, subject).await? else { return Ok(Outcome::Done) };
    let Some(sender) = &app.mail.sender else { return Ok(Outcome::Later(OFF_MILLIS)) };
    if app.clock.now() >= mail.good_until() {
        return end(app, &mail, State::Expired, "it was too late for it").await;
    }
    let Ok(letter) = serde_json::from_str::<Letter>(&mail.letter) else {
        return refused(app, &mail, "what it says cannot be read".to_owned()).await;
    };
    let mut unsubscribing = None;
    if let Some(topic) = letter.topic() {
        // A mail that is counted apart is one to the same person.
        let person =
            Recipient::new(&mail.recipient, mail.locale()).map_or(mail.recipient_digest.clone(), |to| to.digest);
        if store::is_unsubscribed(&app.db, &person, topic).await? {
            return end(app, &mail, State::Unwanted, "its person asked to be spared such mails").await;
        }
        unsubscribing = Some(sender.public.to(&unsubscribe::path(&app.mail.key, topic, &person)));
    }
    let Some((link, locale)) = behind(app, sender, &mail, &letter).await? else {
        return end(app, &mail, State::Unwanted, "nobody waits for it").await;
    };
    let draft = Draft {
        id: &mail.id,
        from: &sender.from,
        to: &mail.recipient,
        locale,
        letter: &letter,
        link,
        unsubscribe: unsubscribing,
        public: &sender.public,
        at: mail.created_at(),
    };
    let (envelope, message) = match draft.write() {
        Ok(written) => written,
        Err(reason) => return refused(app, &mail, reason).await,
    };
    match sender.smtp.hand_in(&envelope, &message).await {
        Handed::Taken(answer) => end(app, &mail, State::Sent, &answer).await,
        Handed::Refused(reason) => refused(app, &mail, reason).await,
        Handed::NotNow(reason) => Ok(Outcome::Retry { after: 0, reason }),
    }
}

/// The address behind its button, where it has one, and the language of its person; `None` where its cause is gone.
async fn behind(
    app: &App,
    sender: &Sender,
    mail: &MailRow,
    letter: &Letter,
) -> Result<Option<(Option<String>, Locale)>, StoreError> {
    let mailed = Mailed { id: &mail.id, address: &mail.recipient, good_until: mail.good_until() };
    let ready = match letter {
        Letter::ConfirmAddress { account, stamp } => links::confirming(app, mailed, *account, stamp).await?,
        Letter::ResetPassword => links::resetting(app, mailed).await?,
        Letter::PasswordChanged => return Ok(Some((Some(sender.public.to("/mail/reset")), mail.locale()))),
        Letter::AddressChanged
        | Letter::ClaimReminder { .. }
        | Letter::ExchangeDrawn { .. }
        | Letter::ExchangeUndone { .. } => return Ok(Some((None, mail.locale()))),
        Letter::GuestInvitation { guest, .. } => {
            let path = guests::path_to(app, *guest).await?;
            return Ok(path.map(|path| (Some(sender.public.to(&path)), mail.locale())));
        }
        Letter::Invitation { path, .. } | Letter::ListInvitation { path, .. } => {
            return Ok(Some((Some(sender.public.to(path)), mail.locale())));
        }
    };
    Ok(ready.map(|ready| (Some(sender.public.to(&ready.path)), ready.locale)))
}

async fn end(app: &App, mail: &MailRow, state: State, answer: &str) -> Result<Outcome, StoreError> {
    let mut tx = app.db.begin().await?;
    store::end(&mut tx, &mail.id, state, answer, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

/// The server's reason stays with the mail, and with its job, for the operator to see.
async fn refused(app: &App, mail: &MailRow, reason: String) -> Result<Outcome, StoreError> {
    end(app, mail, State::Refused, &reason).await?;
    Ok(Outcome::Park { reason })
}
