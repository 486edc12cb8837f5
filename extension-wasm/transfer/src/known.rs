//! Which pages are saved already, by the index that the worker keeps.

use std::collections::BTreeSet;

use browser::database::{self, SAVED};
use shared::json::Json;
use shared::wire::outbox::{Owner, owner_key};

/// The pages that are saved.
#[derive(Debug, Default)]
pub(crate) struct Known(BTreeSet<String>);

impl Known {
    /// Those of this owner. Where they cannot be read, none is known, and the server puts the same page together.
    pub(crate) async fn of(owner: Option<&Owner>) -> Self {
        let prefix = [&owner_key(owner), " "].concat();
        let Ok(database) = database::open().await else { return Self::default() };
        let saved = database.texts_from(SAVED, &prefix).await.unwrap_or_default().into_iter();
        let there = saved.filter(|(_, text)| Json::parse(text).and_then(|saved| saved.field("binned")) != Some(true));
        Self(there.filter_map(|(key, _)| key.strip_prefix(&prefix).map(str::to_owned)).collect())
    }

    /// Whether a page is saved, in whatever variant where the key names none.
    pub(crate) fn has(&self, key: &str) -> bool {
        let variants = [key, "\u{1f}"].concat();
        let next = self.0.range(variants.clone()..).next();
        self.0.contains(key) || next.is_some_and(|next| next.starts_with(&variants))
    }
}

#[cfg(test)]
mod tests {
    use super::Known;

    #[test]
    fn a_page_is_saved_in_any_variant_and_no_other_page_is() {
        let keys = ["shop.example/p/2\u{1f}Size\u{1f}M", "shop.example/p/30", "shop.example/p/4"];
        let known = Known(keys.map(str::to_owned).into());
        let has = |path: &str| known.has(&["shop.example/p/", path].concat());
        assert_eq!(["1", "2", "3", "30", "4"].map(has), [false, true, false, true, true]);
    }
}
