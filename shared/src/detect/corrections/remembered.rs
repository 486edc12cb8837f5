//! What was picked at all shops, the shop of the last pick first.

use super::{Correction, Corrections, shop_of};

/// Shops kept at most; the one where nothing was picked for longest is forgotten first.
const SHOPS: usize = 100;

/// The picks of one person on one device. It is bounded, and holds nothing of a page but its shop and the places in its template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remembered(pub Vec<Corrections>);

impl Remembered {
    /// What was picked at the shop of this page.
    #[must_use]
    pub fn at(&self, page_url: &str) -> Option<&Corrections> {
        self.0.iter().find(|known| known.shop == shop_of(page_url))
    }

    /// Remembers picks of one page, in place of earlier ones of the same fields at its shop.
    pub fn remember(&mut self, page_url: &str, picks: Vec<Correction>) {
        let at = self.0.iter().position(|known| known.shop == shop_of(page_url));
        let mut shop = at.map_or_else(|| Corrections::new(page_url), |at| self.0.remove(at));
        for pick in picks {
            shop.remember(pick);
        }
        self.0.insert(0, shop);
        self.0.truncate(SHOPS);
    }

    /// Forgets what was picked at one shop.
    pub fn forget(&mut self, shop: &str) {
        self.0.retain(|known| known.shop != shop);
    }
}
