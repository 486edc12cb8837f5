//! The command line: what an operator can tell the program to do.
//! So that one binary serves, migrates and answers questions.
//! It never prints to standard output but what a command is asked for; logs go to standard error.

pub mod detect;
mod operator;
pub mod price;

use std::ffi::OsString;
use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};
use tokio::net::TcpListener;

use crate::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;

#[derive(Parser)]
#[command(name = "giftos", version, about = "The companion API of the GiftOS browser extension")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API until SIGTERM or ctrl-c.
    Serve(Config),
    /// Bring the database up to date and stop.
    Migrate(Config),
    /// Say what would be saved from pages that lie in files; prints one JSON object a line.
    Detect(detect::DetectArgs),
    /// Read prices as people write them; prints one JSON object a line.
    Price(price::PriceArgs),
    /// Say who may deactivate and restore accounts.
    Operator(operator::Arguments),
}

/// Runs the command that the arguments name.
#[must_use]
pub fn main() -> ExitCode {
    main_of(std::env::args_os())
}

/// The same with other arguments; the first is the program's name.
#[must_use]
pub fn main_of(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = Arguments::parse_from(arguments);
    let filter = tracing_subscriber::EnvFilter::try_from_env("GIFTOS_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,html5ever=error"));
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours).init();
    match run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("giftos: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match command {
        Command::Serve(config) => runtime.block_on(serve(config)),
        Command::Operator(arguments) => runtime.block_on(operator::run(arguments)),
        Command::Migrate(config) => runtime.block_on(async {
            Db::open(&config.database_url).await?.close().await;
            Ok(())
        }),
        Command::Detect(arguments) => detect::run(&arguments),
        Command::Price(arguments) => price::run(&arguments),
    }
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let address = config.listen;
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
    let fetch = crate::fetch::Client::new(&config.contact_url)?;
    let app = App::open(config, Clock::System, fetch).await?;
    tracing::info!(address = %listener.local_addr()?, "listening");
    crate::serve::serve(listener, app.clone(), crate::serve::stop_signal()).await;
    app.db.close().await;
    tracing::info!("stopped");
    Ok(())
}
