//! Tests, proofs, benches and pictures: what needs browsers and databases, in order, each step with its time.

use anyhow::Result;

use crate::shell::{cargo, command, step};
use crate::{dist, install, leaks, sizes};

/// Everything that must pass before anything lands.
pub(crate) fn test() -> Result<()> {
    install::system()?;
    dist::build()?;
    sizes::hold(&crate::shell::root().join("dist"))?;
    lint_extension()?;
    install::axe()?;
    step(
        "Tests of the parts",
        cargo(&["test", "--quiet", "-p", "shared", "-p", "giftos", "-p", "fuzz", "-p", "xtask"]),
    )?;
    step(
        "Inputs that nobody thought of, 10 s a target",
        cargo(&["run", "--quiet", "-p", "fuzz", "--", "--seconds", "10"]),
    )?;
    step(
        "Tests of the extension's rules",
        cargo(&["test", "--quiet", "-p", "background", "-p", "browser", "-p", "reader", "-p", "transfer", "-p", "ui"]),
    )?;
    step("Tests of the API on both engines", cargo(&["test", "-p", "giftos-tests", "--lib", "--test", "it"]))?;
    let schemathesis = install::schemathesis()?;
    step(
        "Requests that nobody thought of, 300 for each of four people",
        cargo(&[
            "run",
            "--quiet",
            "-p",
            "giftos-tests",
            "--bin",
            "prove",
            "--",
            "roles",
            "--requests",
            "--schemathesis",
            &schemathesis,
        ]),
    )?;
    step(
        "What the owner of a list can tell, in 500 pairs of worlds",
        cargo(&["test", "-p", "giftos-tests", "--test", "surprise"]),
    )?;
    // One browser at a time: two would starve each other of the few cores that a CI machine has.
    step(
        "Tests in real browsers",
        cargo(&["test", "-p", "giftos-tests", "--test", "browser", "--", "--test-threads=1"]),
    )
}

fn lint_extension() -> Result<()> {
    let web_ext = install::web_ext()?;
    step(
        "Mozilla's check of the extension",
        command(&web_ext, &["lint", "--no-config-discovery", "--source-dir", "dist/firefox"]),
    )
}

/// One promise at full size.
pub(crate) fn prove(args: &[String]) -> Result<()> {
    // Detection is measured on pages that lie here: no browser, no database, no extension.
    let name = args.first().map(String::as_str).unwrap_or_default();
    if name != "detection" {
        install::system()?;
    }
    if !["detection", "surprise", "claims", "roles", "streams"].contains(&name) {
        dist::build()?;
    }
    if let [name, flag, only @ ..] = args
        && (name.as_str(), flag.as_str()) == ("surprise", "--leaks")
    {
        return leaks::prove(only);
    }
    if name == "roles" {
        let schemathesis = install::schemathesis()?;
        return program("prove", &[args, &["--schemathesis".to_owned(), schemathesis]].concat());
    }
    program("prove", args)
}

/// Detection on labelled pages.
pub(crate) fn corpus(args: &[String]) -> Result<()> {
    let args: Vec<String> = std::iter::once("score".to_owned()).chain(args.iter().cloned()).collect();
    program("corpus", &args)
}

/// The weights of detection, fitted anew.
pub(crate) fn fit(args: &[String]) -> Result<()> {
    let write = ["fit", "--write", "shared/src/detect/weights.rs"].map(str::to_owned);
    program("corpus", &[&write[..], args].concat())?;
    step("Formatting", cargo(&["fmt", "--package", "shared"]))
}

/// Measurements, optimised.
pub(crate) fn bench(args: &[String]) -> Result<()> {
    install::system()?;
    dist::build()?;
    program("bench", args)
}

/// Pictures of every view.
pub(crate) fn pictures() -> Result<()> {
    install::system()?;
    dist::build()?;
    program("pictures", &[])
}

/// The extension's icons, from their drawing.
pub(crate) fn icons() -> Result<()> {
    install::system()?;
    program("store", &["--icons".to_owned(), "extension/icons".to_owned()])
}

/// A program of the tests' package.
pub(crate) fn program(name: &str, args: &[String]) -> Result<()> {
    let mut run = cargo(&["run", "--quiet", "--package", "giftos-tests", "--bin", name]);
    // Where nothing is timed, building faster is worth more than running faster.
    if !["pictures", "store", "corpus"].contains(&name) {
        run.arg("--release");
    }
    run.arg("--").args(args);
    step(name, run)
}
