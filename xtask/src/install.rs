//! What the project needs of a machine: found, installed where that is possible, else named with the exact command.

use std::path::Path;

use anyhow::{Result, bail};

use crate::shell::{cargo, command, output, step, which};

/// The Rust target of the extension.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";
/// Checks licences and sources of dependencies.
const CARGO_DENY: &str = "0.20.2";
/// Mozilla's own check of an extension.
const WEB_EXT: &str = "10.7.0";

/// What makes WASM programs smaller.
pub(crate) const BINARYEN: &str = "132.0.0";

/// What looks for barriers in the extension's pages.
const AXE: &str = "4.14.1";

/// What makes requests of the API's description that nobody thought of.
const SCHEMATHESIS: &str = "4.32.5";

/// Makes sure that the WASM target is there.
pub(crate) fn wasm_target() -> Result<()> {
    let sysroot = output("rustc", &["--print", "sysroot"]).unwrap_or_default();
    if Path::new(&sysroot).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    if which("rustup").is_none() {
        bail!("The Rust target {WASM} is missing. Install it with your Rust packages, or: rustup target add {WASM}");
    }
    step("Rust target for the extension", command("rustup", &["target", "add", WASM]))
}

/// A program of the system, where to look for it, and Debian's package that holds it.
struct Tool {
    name: &'static str,
    found: fn() -> bool,
    package: &'static str,
}

fn postgres() -> bool {
    which("initdb").is_some()
        || std::fs::read_dir("/usr/lib/postgresql")
            .is_ok_and(|versions| versions.flatten().any(|version| version.path().join("bin/initdb").is_file()))
}

const TOOLS: [Tool; 8] = [
    Tool { name: "a C compiler", found: || which("cc").is_some(), package: "gcc libc6-dev" },
    Tool { name: "Chromium", found: || which("chromium").is_some(), package: "chromium" },
    Tool {
        name: "Firefox",
        found: || which("firefox-esr").is_some() || which("firefox").is_some(),
        package: "firefox-esr",
    },
    Tool { name: "PostgreSQL", found: postgres, package: "postgresql" },
    Tool { name: "Xvfb (a screen in memory)", found: || which("Xvfb").is_some(), package: "xvfb" },
    Tool { name: "xdotool (real key presses)", found: || which("xdotool").is_some(), package: "xdotool" },
    Tool { name: "Openbox (gives windows the focus)", found: || which("openbox").is_some(), package: "openbox" },
    Tool {
        name: "Python with venv (runs schemathesis)",
        found: || output("python3", &["-c", "import ensurepip, venv"]).is_some(),
        package: "python3 python3-venv",
    },
];

/// Makes sure that browsers, database and screen are there.
///
/// # Errors
/// Names every missing package in one command to type, where this machine does not let us install them.
pub(crate) fn system() -> Result<()> {
    let missing: Vec<&Tool> = TOOLS.iter().filter(|tool| !(tool.found)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.iter().map(|tool| tool.name).collect::<Vec<_>>().join(", ");
    let packages: Vec<&str> = missing.iter().flat_map(|tool| tool.package.split(' ')).collect();
    let by_hand = format!("apt-get install --no-install-recommends {}", packages.join(" "));
    let root = output("id", &["-u"]).as_deref() == Some("0");
    if which("apt-get").is_none() {
        bail!("Missing: {names}. Install the packages that your system calls: {}", packages.join(", "));
    }
    if !root {
        bail!("Missing: {names}. Install them with:\n  sudo {by_hand}");
    }
    println!("Missing: {names}. Installing them from Debian's packages.");
    step("Debian's list of packages", command("apt-get", &["update", "-q"]))?;
    let mut install = command("apt-get", &["install", "-y", "-q", "--no-install-recommends"]);
    install.args(&packages).env("DEBIAN_FRONTEND", "noninteractive");
    step("Debian packages", install)?;
    match TOOLS.iter().find(|tool| !(tool.found)()) {
        Some(tool) => bail!("{} is still missing after `{by_hand}`", tool.name),
        None => Ok(()),
    }
}

/// Makes sure that cargo-deny is there.
pub(crate) fn cargo_deny() -> Result<()> {
    if output("cargo-deny", &["--version"]).is_some() {
        return Ok(());
    }
    step("cargo-deny (once)", cargo(&["install", "cargo-deny", "--locked", "--quiet", "--version", CARGO_DENY]))
}

/// Makes sure that web-ext is there, in a folder of ours, and gives the program.
pub(crate) fn web_ext() -> Result<String> {
    npm("web-ext", WEB_EXT, ".tools", "node_modules/.bin/web-ext")
}

/// axe-core, which the tests of the pages run in the browser.
pub(crate) fn axe() -> Result<String> {
    npm("axe-core", AXE, ".tools/axe", "node_modules/axe-core/axe.min.js")
}

/// Binaryen's `wasm-opt`, which makes the extension's programs smaller.
pub(crate) fn wasm_opt() -> Result<String> {
    npm("binaryen", BINARYEN, ".tools/binaryen", "node_modules/.bin/wasm-opt")
}

/// schemathesis, which makes requests of the API's description, in a Python of its own.
pub(crate) fn schemathesis() -> Result<String> {
    let folder = crate::shell::root().join(".tools/schemathesis");
    let program = folder.join(SCHEMATHESIS).join("bin/schemathesis");
    if !program.is_file() {
        if which("python3").is_none() {
            bail!("python3 is missing, which runs schemathesis: apt-get install python3 python3-venv");
        }
        let own = folder.join(SCHEMATHESIS).to_string_lossy().into_owned();
        step("A Python for schemathesis (once)", command("python3", &["-m", "venv", &own]))?;
        let package = format!("schemathesis=={SCHEMATHESIS}");
        let pip = format!("{own}/bin/pip");
        step("schemathesis (once)", command(&pip, &["install", "--quiet", "--disable-pip-version-check", &package]))?;
    }
    Ok(program.to_string_lossy().into_owned())
}

/// A package of npm, brought once; gives the path of `file` in it. Each has a folder of its own: npm removes what it does not know.
fn npm(name: &str, version: &str, folder: &str, file: &str) -> Result<String> {
    let folder = crate::shell::root().join(folder);
    let file = folder.join(file);
    if !file.is_file() {
        if which("npm").is_none() {
            bail!("npm is missing, which brings {name}. Install Node.js 20 or later: apt-get install nodejs npm");
        }
        let folder = folder.to_string_lossy().into_owned();
        let package = format!("{name}@{version}");
        let title = format!("{name} (once)");
        step(&title, command("npm", &["install", "--silent", "--no-save", "--prefix", &folder, &package]))?;
    }
    Ok(file.to_string_lossy().into_owned())
}
