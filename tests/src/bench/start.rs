//! How soon the API answers after its start, and what it holds in memory while nobody asks.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::{Row, median};

const ROUNDS: usize = 5;
/// Idle means: nothing was asked for so long.
const REST: Duration = Duration::from_secs(2);

/// Starts this very program as a server, on a file that is there already, and asks `/readyz`.
///
/// # Errors
/// When it does not start.
pub fn run() -> Result<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    // The first start makes tables and key; the others are what an operator sees each day.
    let first = Server::start(folder.path())?;
    let made = first.took;
    drop(first);
    let (mut took, mut idle) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let server = Server::start(folder.path())?;
        took.push(server.took.as_secs_f64() * 1000.0);
        std::thread::sleep(REST);
        idle.push(server.memory()?);
    }
    let (took, idle) = (median(took), median(idle));
    Ok(vec![
        Row {
            what: "API start to the first answer of /readyz (SQLite)".to_owned(),
            figure: format!("{took:.0} ms (very first start, with tables and key: {} ms)", made.as_millis()),
            bar: "≤ 100 ms",
            holds: took <= 100.0,
        },
        Row {
            what: "API idle memory (resident)".to_owned(),
            figure: format!("{idle:.1} MB"),
            bar: "≤ 40 MB",
            holds: idle <= 40.0,
        },
    ])
}

struct Server {
    child: Child,
    took: Duration,
}

impl Server {
    fn start(folder: &Path) -> Result<Self> {
        let start = Instant::now();
        let mut child = Command::new(std::env::current_exe()?)
            .args(["server", "serve", "--listen", "127.0.0.1:0"])
            .env("DATABASE_URL", format!("sqlite:{}/giftos.sqlite", folder.display()))
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let log = child.stderr.take().context("its log")?;
        let mut server = Self { child, took: Duration::ZERO };
        let mut address = None;
        for line in BufReader::new(log).lines() {
            if let Some((_, found)) = line?.split_once("address=") {
                address = Some(found.trim().to_owned());
                break;
            }
        }
        let mut stream = TcpStream::connect(address.context("the server ended")?)?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        server.took = start.elapsed();
        ensure!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        Ok(server)
    }

    /// Resident memory in megabytes.
    fn memory(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS")?;
        let kilobytes: f64 = line.split_whitespace().nth(1).context("no figure")?.parse()?;
        Ok(kilobytes / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
