//! Questions to the worker, with one kind of failure for the pages to put into words.

use browser::worker;
use shared::wire::message::{Refusal, Reply, Request};

/// Why there is nothing to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The worker said no, and why.
    Refused(Refusal),
    /// The worker did not answer, or not with what was asked for.
    NoAnswer,
    /// What was typed is no address of a server.
    BadServer,
}

/// Asks the worker; a refusal comes back as a failure.
pub(crate) async fn ask(request: Request) -> Result<Reply, Failure> {
    match worker::ask(&request).await {
        Ok(Reply::Refused(refusal)) => Err(Failure::Refused(refusal)),
        Ok(reply) => Ok(reply),
        Err(_) => Err(Failure::NoAnswer),
    }
}
