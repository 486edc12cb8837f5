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

macro_rules! modules {
    ($($($part:ident)::+),+ $(,)?) => {
        /// The lists, by module. A test walks the source for files that are missing here.
        const MODULES: &[(&str, &[(&str, &str)])] = &[$((stringify!($($part)::+), crate::$($part)::+::SQL)),+];
    };
}

modules! {
    accounts::links::store,
    accounts::sessions::store,
    accounts::store,
    boards::bin::store,
    boards::occasion::store,
    boards::policy::store,
    boards::share::store,
    boards::store,
    categories::store,
    children::store,
    claims::guests::store,
    claims::handing::store,
    claims::pools::store,
    claims::season::store,
    claims::store,
    claims::suggestions::store,
    claims::thoughts::store,
    claims::together::store,
    events::store,
    exchanges::store,
    follows::store,
    groups::found::store,
    groups::invites::store,
    groups::lock::store,
    groups::stats::store,
    groups::store,
    guests::store,
    idempotency::store,
    items::bin::store,
    merge::store,
    items::save::store,
    items::store,
    jobs::store,
    mail::store,
    pictures::store,
    placements::store,
    prices::store,
    products::store,
    shop_pictures::store,
    visibility::claims::gifts::store,
    visibility::claims::guests::store,
    visibility::claims::store,
    visibility::claims::together::store,
    visibility::pools::store,
    visibility::suggestions::store,
    watch::store,
    whispers::store,
}

/// Every query as (module, name, text).
pub fn every_statement() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    MODULES.iter().flat_map(|(module, list)| list.iter().map(move |(name, text)| (*module, *name, *text)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::Path;

    /// Every file below `src` that names queries is in the list.
    #[test]
    fn no_store_is_forgotten() {
        fn walk(root: &Path, folder: &Path, found: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(root, &path, found);
                } else if std::fs::read_to_string(&path).is_ok_and(|text| text.contains("\nstatements! {")) {
                    let inside = path.strip_prefix(root).unwrap().with_extension("");
                    let parts: Vec<_> = inside.iter().map(|part| part.to_str().unwrap()).collect();
                    found.push(parts.join("::"));
                }
            }
        }
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut found = Vec::new();
        walk(&root, &root, &mut found);
        found.sort();
        let mut listed: Vec<_> = super::MODULES.iter().map(|(module, _)| module.replace(' ', "")).collect();
        listed.sort();
        assert_eq!(found, listed);
    }
}
