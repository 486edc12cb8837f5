//! The API alone, as a process to be tried, with limits that no proof meets by chance.

use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};

/// A running one, that ends with its owner.
pub(super) struct Server {
    child: Child,
    pub(super) base: String,
}

impl Server {
    pub(super) async fn start(database: &str, settings: &[(&str, &str)]) -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["server", "serve", "--listen", "127.0.0.1:0"])
            .env("DATABASE_URL", database)
            .envs(
                ["SIGN_IN", "ANONYMOUS", "SIGNED_IN", "STREAMS"]
                    .map(|limit| (format!("GIFTOS_RATE_{limit}"), "1000000")),
            )
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut log = BufReader::new(child.stderr.take().context("its log")?);
        let mut line = String::new();
        let address = loop {
            line.clear();
            ensure!(log.read_line(&mut line).await? > 0, "the server ended");
            if let Some((_, address)) = line.split_once("address=") {
                break address.trim().to_owned();
            }
        };
        // A pipe that nobody reads would stop it.
        tokio::spawn(async move { log.read_to_end(&mut Vec::new()).await });
        Ok(Self { child, base: format!("http://{address}") })
    }

    /// What it takes of memory that is its own and in use, now and at most so far: bytes.
    pub(super) fn memory(&self) -> Result<(u64, u64)> {
        let process = self.child.id().context("it has ended")?;
        let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
        let of = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).with_context(|| format!("no {name}"))?;
            Ok::<_, anyhow::Error>(line.trim().trim_end_matches("kB").trim().parse::<u64>()? * 1024)
        };
        Ok((of("VmRSS:")?, of("VmHWM:")?))
    }
}
