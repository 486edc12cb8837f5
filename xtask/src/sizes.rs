//! The budgets of what people download. A file that is over its budget is said so at every build, and must not grow past
//! its ceiling, which is only ever lowered; once the budget holds, the ceiling is the budget.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

/// A file and how large it may be, in bytes: raw, and as gzip where that is bound too.
struct Budget {
    file: &'static str,
    raw: u64,
    gzip: Option<u64>,
    /// The raw size past which the build fails.
    ceiling: u64,
}

const BUDGETS: [Budget; 5] = [
    Budget { file: "chrome/wasm/background_bg.wasm", raw: 300_000, gzip: Some(120_000), ceiling: 300_000 },
    Budget { file: "chrome/wasm/reader_bg.wasm", raw: 300_000, gzip: Some(120_000), ceiling: 362_000 },
    Budget { file: "chrome/wasm/ui_bg.wasm", raw: 700_000, gzip: None, ceiling: 700_000 },
    Budget { file: "giftos-chrome.zip", raw: 1_000_000, gzip: None, ceiling: 1_000_000 },
    Budget { file: "giftos-firefox.zip", raw: 1_000_000, gzip: None, ceiling: 1_000_000 },
];

/// Prints each size beside its budget and says which are over; fails where one is past its ceiling.
pub(crate) fn hold(dist: &Path) -> Result<()> {
    println!("\n{:34} {:>10} {:>10} {:>10} {:>10}", "file", "bytes", "budget", "gzip", "budget");
    let mut past = Vec::new();
    for budget in &BUDGETS {
        let bytes = fs::read(dist.join(budget.file)).with_context(|| format!("dist/{} is missing", budget.file))?;
        let (raw, gzip) = (bytes.len() as u64, gzip_len(&bytes)?);
        let gzip_budget = budget.gzip.map_or_else(|| "-".to_owned(), |most| most.to_string());
        println!("{:34} {raw:>10} {:>10} {gzip:>10} {gzip_budget:>10}", budget.file, budget.raw);
        if raw > budget.raw || budget.gzip.is_some_and(|most| gzip > most) {
            println!("{:34} is over its budget", "");
        }
        if raw > budget.ceiling {
            past.push(format!("{} ({raw} of {} bytes)", budget.file, budget.ceiling));
        }
    }
    if !past.is_empty() {
        bail!("past the ceiling: {}", past.join(", "));
    }
    Ok(())
}

fn gzip_len(bytes: &[u8]) -> Result<u64> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len() as u64)
}
