//! The command `giftos`.

fn main() -> std::process::ExitCode {
    giftos::cli::main()
}
