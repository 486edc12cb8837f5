//! Shows one promise at full size: `cargo xtask prove NAME`.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use giftos_tests::prove::{Verdict, guard};

#[derive(Parser)]
#[command(name = "prove", about = "Shows one promise at full size; ends with 0 only where its bar holds.")]
struct Arguments {
    #[command(subcommand)]
    proof: Proof,
}

#[derive(Subcommand)]
enum Proof {
    /// The outgoing client reaches nothing but public shops, whatever people, resolvers and shops do.
    Guard(guard::Arguments),
}

#[tokio::main]
async fn main() -> ExitCode {
    let verdict = match Arguments::parse().proof {
        Proof::Guard(arguments) => guard::run(&arguments).await,
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
