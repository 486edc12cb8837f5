//! Starting other programs, always saying which, and failing with the words to repeat by hand.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// The top of the checkout: of the one that cargo runs this in. Two checkouts may share a folder of compiled programs, and
/// where one of these was compiled says nothing then.
pub(crate) fn root() -> PathBuf {
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    package.parent().map(Path::to_path_buf).unwrap_or_default()
}

/// A command in the checkout.
pub(crate) fn command(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(root());
    command
}

/// `cargo` as the one that runs us.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let mut command = command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()), args);
    // What cargo tells a program that it runs must not reach the cargo that this program runs.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" || name == "CARGO_MANIFEST_PATH" {
            command.env_remove(name);
        }
    }
    command
}

/// The command as a person would type it.
fn words(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    command.get_args().fold(program, |line, word| line + " " + &word.to_string_lossy())
}

/// Runs a long step, says how long it took, and fails when it fails.
pub(crate) fn step(what: &str, mut command: Command) -> Result<()> {
    let line = words(&command);
    println!("\n▸ {what}\n  {line}");
    let start = Instant::now();
    let status = command.stdin(Stdio::null()).status().with_context(|| format!("`{line}` cannot be started"))?;
    if !status.success() {
        bail!("{what}: `{line}` ended with {status}");
    }
    println!("  done in {:.0?}", start.elapsed());
    Ok(())
}

/// Runs a long step like [`step`], and gives what it printed.
pub(crate) fn step_for_output(what: &str, mut command: Command) -> Result<String> {
    let line = words(&command);
    println!("\n▸ {what}\n  {line}");
    let start = Instant::now();
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("`{line}` cannot be started"))?;
    if !output.status.success() {
        bail!("{what}: `{line}` ended with {}", output.status);
    }
    println!("  done in {:.0?}", start.elapsed());
    Ok(String::from_utf8(output.stdout)?)
}

/// Runs a short command and gives what it printed; `None` where it cannot be started or fails.
pub(crate) fn output(program: &str, args: &[&str]) -> Option<String> {
    let output = command(program, args).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where a program lies on the PATH.
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| path.is_file())
}
