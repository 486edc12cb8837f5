//! Builds again when a migration is added: `sqlx::migrate!` notices only changes in files it already knew.

fn main() {
    println!("cargo:rerun-if-changed=../migrations");
}
