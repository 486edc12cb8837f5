//! The part of `prove guard` about pages that hurt whoever reads them: time against scraper's parse, memory, the stack.
//! Each page is read in a process of its own, so that one that kills its reader is a row of the report and not its end.

use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::Args;
use giftos::page::{MAX_BYTES, detect_html};
use scraper::Html;
use tokio::process::Command;

use crate::hostile_pages;

/// Times scraper's parse of what is read of the page.
const SHARE: f64 = 2.0;
/// Times the page's size.
const MEMORY: f64 = 20.0;
/// Time below which a ratio says nothing on a busy machine.
const GRAIN: Duration = Duration::from_millis(100);
/// Size below which the parser's own tables are what is measured.
const SMALL: u64 = 1_000_000;
/// How long a reader is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// Runs of which the median stands, unless one takes longer than [`LONG`].
const RUNS: usize = 5;
/// A run of which one says enough.
const LONG: Duration = Duration::from_secs(1);
/// Stack of tokio's blocking threads.
const STACK: usize = 2 * 1024 * 1024;

/// One reading in a process of its own.
#[derive(Debug, Args)]
pub struct Reading {
    /// Which of the hostile pages.
    number: usize,
    /// Let scraper parse it, and no more.
    #[arg(long)]
    parse: bool,
}

/// Reads one page and prints microseconds, and the bytes by which memory grew.
///
/// # Errors
/// No such page, or no such information on this system.
pub fn read(reading: &Reading) -> Result<()> {
    let page = hostile_pages::all(1).into_iter().nth(reading.number).context("no such page")?.bytes();
    // Resets the high-water mark of this process's memory.
    std::fs::write("/proc/self/clear_refs", "5")?;
    let (before, parse) = (memory("VmRSS:")?, reading.parse);
    let work = move || {
        let begun = Instant::now();
        if parse {
            drop(Html::parse_document(&String::from_utf8_lossy(&page[..page.len().min(MAX_BYTES)])));
        } else {
            drop(detect_html(&page, "https://shop.example/p", None));
        }
        begun.elapsed()
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work)?;
    let took = thread.join().map_err(|_| anyhow::anyhow!("panicked"))?;
    println!("{} {}", took.as_micros(), memory("VmHWM:")?.saturating_sub(before));
    Ok(())
}

fn memory(field: &str) -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(field)).context("no such field")?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse::<u64>()? * 1024)
}

/// Reads every page; how many held, and of how many.
///
/// # Errors
/// A reader could not be started.
pub async fn run() -> Result<(usize, usize)> {
    println!(
        "pages that hurt (detection against scraper's parse of the first 5 MB; bars: 2 x its time, 20 x the page's size)"
    );
    let pages = hostile_pages::all(1);
    let mut held = 0;
    for (number, page) in pages.iter().enumerate() {
        let size = page.bytes().len() as u64;
        let [parse, detect] = measure(number).await?;
        let line = match (&parse, &detect) {
            (_, None) => None,
            (parse, Some((took, grown))) => {
                let baseline = parse.as_ref().map_or(PATIENCE, |(took, _)| *took);
                let share = took.as_secs_f64() / baseline.as_secs_f64();
                let memory = *grown as f64 / size.max(SMALL) as f64;
                let good = (share <= SHARE || *took <= GRAIN) && memory <= MEMORY;
                Some((good, format!("{took:>9.1?} against {baseline:>9.1?} = {share:.2} x, memory {memory:.1} x")))
            }
        };
        let (good, text) = line.unwrap_or((false, "the reader died or took longer than 5 s".to_owned()));
        held += usize::from(good);
        println!("  {} {:<42} {text}", if good { "held    " } else { "NOT HELD" }, page.name);
    }
    Ok((held, pages.len()))
}

/// The median runs of scraper's parse and of our reading; nothing where one died or took too long. They take turns, so
/// that a machine that is busy for a while is busy for both.
async fn measure(number: usize) -> Result<[Option<(Duration, u64)>; 2]> {
    let mut runs = [const { Vec::new() }; 2];
    let mut waiting = [true; 2];
    for _ in 0..RUNS {
        for (at, parse) in [true, false].into_iter().enumerate() {
            if !waiting[at] {
                continue;
            }
            let run = once(number, parse).await?;
            waiting[at] = run.is_some_and(|(took, _)| took <= LONG);
            runs[at].push(run);
        }
    }
    Ok(runs.map(|mut runs| {
        runs.sort_unstable();
        runs.first().copied().flatten().and(runs.get(runs.len() / 2).copied().flatten())
    }))
}

async fn once(number: usize, parse: bool) -> Result<Option<(Duration, u64)>> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("read-page").arg(number.to_string()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    if parse {
        command.arg("--parse");
    }
    let Ok(output) = tokio::time::timeout(PATIENCE, command.output()).await else { return Ok(None) };
    let text = String::from_utf8(output?.stdout)?;
    let figures = text.trim().split_once(' ').and_then(|(took, grown)| Some((took.parse().ok()?, grown.parse().ok()?)));
    Ok(figures.map(|(took, grown)| (Duration::from_micros(took), grown)))
}
