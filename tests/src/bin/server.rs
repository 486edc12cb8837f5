//! The command `giftos` as a program of this package, so that tests can start it, signal it and kill it.

use std::process::ExitCode;

fn main() -> ExitCode {
    giftos::cli::main()
}
