//! Shows one promise at full size: `cargo xtask prove NAME`.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use giftos_tests::prove::{Verdict, claims, detection, guard, journey, outbox, pages, roles, streams, surprise};

#[derive(Parser)]
#[command(name = "prove", about = "Shows one promise at full size; ends with 0 only where its bar holds.")]
struct Arguments {
    #[command(subcommand)]
    proof: Proof,
}

#[derive(Subcommand)]
enum Proof {
    /// Many claim the same wish at once, and as many win as are wanted.
    Claims(claims::Arguments),
    /// The product on pages of real shops is found as well as promised, on shops nobody has looked at too.
    Detection(detection::Arguments),
    /// The outgoing client reaches nothing but public shops, whatever people, resolvers and shops do.
    Guard(guard::Arguments),
    /// Pages of real shops arrive on a board as they are, saved in real browsers, whatever comes between.
    Journey(journey::Arguments),
    /// A day without a network: nothing lost, nothing doubled, the order kept, whatever is stopped and whoever signs in.
    Outbox(outbox::Arguments),
    /// Ten thousand streams of events: what they cost, how soon each tells, and that whoever is out hears nothing more.
    Streams(streams::Arguments),
    /// Everybody may do what is declared for them and nothing else, whatever they name.
    Roles(roles::Arguments),
    /// The owner of a list sees the same whether or not anything on it was claimed.
    Surprise(surprise::Arguments),
    /// The API alone, as a process to be tried.
    #[command(hide = true)]
    Server {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// One hostile page, read in this process; `guard` starts it.
    #[command(hide = true)]
    ReadPage(pages::Reading),
}

fn main() -> ExitCode {
    let proof = Arguments::parse().proof;
    if let Proof::Server { arguments } = proof {
        // It has a runtime of its own.
        return giftos::cli::main_of(std::iter::once("giftos".into()).chain(arguments));
    }
    match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime.block_on(show(proof)),
        Err(error) => {
            eprintln!("prove: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn show(proof: Proof) -> ExitCode {
    let verdict = match proof {
        Proof::Claims(arguments) => claims::run(&arguments).await,
        Proof::Server { .. } => Ok(Verdict::NotHeld),
        Proof::Detection(arguments) => detection::run(&arguments),
        Proof::Guard(arguments) => guard::run(&arguments).await,
        // It waits for browsers, with a runtime of its own for each server.
        Proof::Journey(arguments) => match tokio::task::spawn_blocking(move || journey::run(&arguments)).await {
            Ok(verdict) => verdict,
            Err(error) => Err(error.into()),
        },
        Proof::Outbox(arguments) => match tokio::task::spawn_blocking(move || outbox::run(&arguments)).await {
            Ok(verdict) => verdict,
            Err(error) => Err(error.into()),
        },
        Proof::Streams(arguments) => streams::run(&arguments).await,
        Proof::Roles(arguments) => roles::run(&arguments).await,
        Proof::Surprise(arguments) => surprise::run(&arguments).await,
        Proof::ReadPage(reading) => pages::read(&reading).map(|()| Verdict::Held),
    };
    match verdict {
        Ok(Verdict::Held) => ExitCode::SUCCESS,
        Ok(Verdict::NotHeld) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("prove: {error:#}");
            ExitCode::FAILURE
        }
    }
}
