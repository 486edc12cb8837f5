//! Every SQL text of the program, in one list, so that a test can prepare each of them on both engines.

/// Names the queries of a `store.rs`: `statements! { BY_ID = "select …"; INSERT = "insert …"; }`.
/// Each is a `&'static str` for both engines, and all are in `SQL`, which [`every_statement`] walks.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)+) => {
        $($(#[$doc])* const $name: &str = $text;)+
        /// All of the above.
        pub(crate) const SQL: &[(&str, &str)] = &[$((stringify!($name), $name)),+];
    };
}
pub(crate) use statements;

/// The lists, by module. A test walks the source for `store.rs` files that are missing here.
const MODULES: &[(&str, &[(&str, &str)])] = &[
    ("accounts", crate::accounts::store::SQL),
    ("sessions", crate::accounts::sessions::store::SQL),
    ("idempotency", crate::idempotency::store::SQL),
    ("boards", crate::boards::store::SQL),
    ("bin", crate::boards::bin_store::SQL),
    ("items", crate::items::store::SQL),
    ("bin", crate::items::bin_store::SQL),
    ("placements", crate::placements::store::SQL),
    ("products", crate::products::store::SQL),
    ("prices", crate::prices::store::SQL),
    ("events", crate::events::store::SQL),
    ("jobs", crate::jobs::store::SQL),
];

/// Every query as (module, name, text).
pub fn every_statement() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    MODULES.iter().flat_map(|(module, list)| list.iter().map(move |(name, text)| (*module, *name, *text)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::Path;

    /// Every `store.rs` below `src` is in the list under the name of its folder.
    #[test]
    fn no_store_is_forgotten() {
        fn walk(folder: &Path, found: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, found);
                } else if path.file_name().is_some_and(|name| name == "store.rs") {
                    found.push(folder.file_name().unwrap().to_str().unwrap().to_owned());
                }
            }
        }
        let mut found = Vec::new();
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        found.sort();
        let mut listed: Vec<_> = super::MODULES.iter().map(|(module, _)| (*module).to_owned()).collect();
        listed.sort();
        assert_eq!(found, listed);
    }
}
