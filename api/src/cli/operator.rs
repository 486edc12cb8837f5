//! `giftos operator grant|revoke EMAIL`: the first operator has nobody to ask, so the machine's owner says who it is.

use anyhow::bail;
use clap::{Args, ValueEnum};
use shared::wire::accounts::ServerRole;

use crate::accounts;
use crate::db::Db;

#[derive(Args)]
pub(super) struct Arguments {
    /// Whether the account becomes an operator's or stops being one.
    change: Change,
    /// The account's mail address.
    email: String,
    /// The server's database.
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite:./giftos.sqlite", hide_env_values = true)]
    database_url: String,
}

#[derive(Clone, Copy, ValueEnum)]
enum Change {
    Grant,
    Revoke,
}

pub(super) async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let role = match arguments.change {
        Change::Grant => ServerRole::Operator,
        Change::Revoke => ServerRole::Person,
    };
    let db = Db::open(&arguments.database_url).await?;
    let changed = accounts::set_role(&db, &arguments.email, role).await?;
    db.close().await;
    if !changed {
        bail!("no account has the mail address {}; register it first", arguments.email);
    }
    Ok(())
}
