//! `prove journey`: pages of real shops, saved as people save, in both browsers, on both engines.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use clap::Args;

use super::Verdict;
use super::reading::{self, Reading};
use crate::Engine;
use crate::journey::steps::{self, Saves};
use crate::journey::{Choice, CorpusPage, Kind, Stage, Wanted, choose};
use crate::shop::{Asked, Given};

/// Pages that the bar asks for.
const LEAST: usize = 12;
/// The strictest policy a shop can send.
const STRICT: &str = "default-src 'none'";

/// What to walk through.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Folder with `labels.jsonl` and the pages.
    #[arg(long, default_value = "../shared/corpus")]
    corpus: PathBuf,
    /// The extension built for Chromium.
    #[arg(long, default_value = "dist/chrome")]
    extension_chrome: PathBuf,
    /// The extension built for Firefox.
    #[arg(long, default_value = "dist/firefox")]
    extension_firefox: PathBuf,
    /// How many pages, of different shops; a few more than the bar asks for, because live layout may say more than the file.
    #[arg(long, default_value_t = 15)]
    pages: usize,
    /// Only hold browser, WASM and server together over all pages, without saving any.
    #[arg(long)]
    reading_only: bool,
}

/// One browser on one engine, under one policy.
#[derive(Debug, Clone, Copy)]
struct Walk {
    kind: Kind,
    engine: Engine,
    csp: Option<&'static str>,
}

impl Walk {
    fn name(self) -> String {
        let policy = if self.csp.is_some() { ", default-src 'none'" } else { "" };
        format!("{} · {:?}{policy}", self.kind.name(), self.engine)
    }
}

struct Walked {
    walk: Walk,
    saves: Saves,
    between: Result<()>,
    took: Duration,
}

/// Walks through all of it and prints what came of it.
///
/// # Errors
/// The corpus cannot be read.
pub fn run(arguments: &Arguments) -> Result<Verdict> {
    let begun = Instant::now();
    if arguments.reading_only {
        let held = reading::read(&arguments.corpus, &arguments.extension_chrome)?.report();
        return Ok(if held { Verdict::Held } else { Verdict::NotHeld });
    }
    let choice = choose(&arguments.corpus, arguments.pages.max(LEAST))?;
    tell(&choice);
    // Two at a time, one of each browser: as many as a machine with two cores can bear.
    let lanes = Kind::ALL.map(|kind| {
        let extension = match kind {
            Kind::Chromium => arguments.extension_chrome.clone(),
            Kind::Firefox => arguments.extension_firefox.clone(),
        };
        let pages = choice.pages.clone();
        thread::spawn(move || lane(kind, &extension, &pages))
    });
    let mut walked = Vec::new();
    for lane in lanes {
        walked.extend(lane.join().map_err(|_| anyhow!("a lane panicked"))?);
    }
    let reading = reading::read(&arguments.corpus, &arguments.extension_chrome)?;
    Ok(judge(&choice, &walked, &reading, begun.elapsed()))
}

fn tell(choice: &Choice) {
    println!(
        "{} pages chosen from {} that detection reads right, of {} labelled product pages with an address of their own \
         (shops kept aside left out). Pages that are read wrong are the scorer's matter: corpus/score.py measures all of them.",
        choice.pages.len(),
        choice.right,
        choice.candidates
    );
    for page in &choice.pages {
        println!("  {}", page.describe());
    }
}

fn lane(kind: Kind, extension: &std::path::Path, pages: &[CorpusPage]) -> Vec<Walked> {
    let walks = [(Engine::Sqlite, None), (Engine::Postgres, Some(STRICT))];
    walks
        .into_iter()
        .map(|(engine, csp)| {
            let walk = Walk { kind, engine, csp };
            let started = Instant::now();
            let (saves, between) = match walk_through(walk, extension, pages) {
                Ok(done) => done,
                Err(error) => (Saves::default(), Err(error)),
            };
            Walked { walk, saves, between, took: started.elapsed() }
        })
        .collect()
}

/// The last pages are saved with something in between; all the others in one go.
fn walk_through(walk: Walk, extension: &std::path::Path, pages: &[CorpusPage]) -> Result<(Saves, Result<()>)> {
    let wanted: Vec<Wanted> = pages.iter().map(wanted).collect();
    let mut stage = Stage::open(walk.kind, walk.engine, extension, false, site(pages, walk.csp)?)?;
    let who = stage.play("register", |stage| stage.register("Ana"))?;
    let saves = stage.play("save-all", |stage| steps::save_all(stage, &who, &wanted))?;
    if !saves.faults.is_empty() {
        return Ok((saves, Err(anyhow!("not tried, because pages failed"))));
    }
    let [first, second, third, fourth, ..] = saves.right[..] else {
        return Ok((saves, Err(anyhow!("not tried, because fewer than four pages were right"))));
    };
    let [first, second, third, fourth] = [first, second, third, fourth].map(|number| &wanted[number]);
    // An account of its own, so that the same pages can be saved anew.
    let between = stage.play("in-between", |stage| {
        crate::journey::sign_out(stage.driver.as_mut())?;
        let who = stage.register("Ben")?;
        steps::api_away(stage, &who, &[], first)?;
        steps::worker_killed(stage, &who, &[first], second)?;
        steps::browser_restarted(stage, &who, &[first, second], [third, fourth], true)
    });
    Ok((saves, between))
}

fn wanted(page: &CorpusPage) -> Wanted {
    let own = page.clone();
    Wanted { name: page.describe(), url: page.url.to_string(), check: Box::new(move |row| own.is_right(row)) }
}

/// Each page at its own address; nothing else is there, so the pages' own scripts and pictures find nothing.
fn site(
    pages: &[CorpusPage],
    csp: Option<&'static str>,
) -> Result<impl Fn(&Asked) -> Option<Given> + Send + Sync + use<>> {
    let mut served = HashMap::new();
    for page in pages {
        let bytes = std::fs::read(&page.path).with_context(|| page.path.display().to_string())?;
        let mut url = page.url.clone();
        url.set_fragment(None);
        served.insert(url.to_string(), (page.content_type(), bytes));
    }
    Ok(move |asked: &Asked| {
        let (content_type, bytes) = served.get(asked.url.as_str())?;
        let page = Given::new(content_type, bytes.clone());
        Some(match csp {
            Some(csp) => page.with_header("Content-Security-Policy", csp),
            None => page,
        })
    })
}

fn judge(choice: &Choice, walked: &[Walked], reading: &Reading, took: Duration) -> Verdict {
    let count = choice.pages.len();
    println!(
        "\nbrowser · engine                          saved  right  already  click to tick, median   in between   took"
    );
    for one in walked {
        report(one, count);
    }
    let read_alike = reading.report();
    let parity = &reading.parity;
    let everywhere: Vec<&CorpusPage> = (0..count)
        .filter(|number| walked.iter().all(|one| one.saves.right.contains(number)))
        .filter_map(|number| choice.pages.get(number))
        .collect();
    let distinct = |of: fn(&CorpusPage) -> &str| {
        everywhere.iter().map(|page| of(page)).filter(|value| !value.is_empty()).collect::<BTreeSet<_>>().len()
    };
    let whole = |one: &&Walked| {
        one.between.is_ok() && one.saves.faults.is_empty() && [one.saves.ticked, one.saves.already] == [count, count]
    };
    let whole = walked.iter().filter(whole).count();
    let same = read_alike && parity.equal == parity.compared && parity.compared > LEAST;
    let held = everywhere.len() >= LEAST && (whole, walked.len()) == (4, 4) && same;
    println!(
        "journey: {}: {} pages of as many shops ({} currencies, {} platforms) right on every board, bar {LEAST}; {whole} of 4 walks \
         with every page saved once, known the second time, and what waited arrived once; browser and server read {} of {} pages alike; {:.0} s",
        if held { "HELD" } else { "NOT HELD" },
        everywhere.len(),
        distinct(CorpusPage::currency),
        distinct(CorpusPage::platform),
        parity.equal,
        parity.compared,
        took.as_secs_f64()
    );
    if held { Verdict::Held } else { Verdict::NotHeld }
}

fn report(one: &Walked, count: usize) {
    let mut millis = one.saves.tick_millis.clone();
    millis.sort_unstable();
    println!(
        "{:<40} {:>3}/{count} {:>3}/{count} {:>5}/{count} {:>15} ms   {:<11} {:>4.0} s",
        one.walk.name(),
        one.saves.ticked,
        one.saves.right.len(),
        one.saves.already,
        millis.get(millis.len() / 2).map_or("-".to_owned(), u64::to_string),
        if one.between.is_ok() { "arrived once" } else { "FAILED" },
        one.took.as_secs_f64()
    );
    for fault in one.saves.faults.iter().chain(&one.saves.misread) {
        println!("    {fault}");
    }
    if let Err(error) = &one.between {
        println!("    {error:#}");
    }
}
