//! The fields of an object, one after the other.

use super::Json;
use super::list::Walk;

/// See [`Json::fields`].
#[derive(Debug, Clone)]
pub struct Fields<'t>(Walk<'t>);

impl<'t> Iterator for Fields<'t> {
    type Item = (Json<'t>, Json<'t>);
    fn next(&mut self) -> Option<Self::Item> {
        Some((self.0.next()?, self.0.next()?))
    }
}

impl<'t> Json<'t> {
    /// Names and values of an object; nothing where this is none.
    #[must_use]
    pub fn fields(self) -> Fields<'t> {
        Fields(Walk::inside(self, '{'))
    }
}
