//! The fields of an object, one after the other.

use super::list::Walk;
use super::{FromJson, Json};

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

/// The fields of an object for who reads one after the other: mostly in the order in which they stand, so that each is found where the
/// one before it ended. Otherwise an object of thirty fields would be walked through thirty times.
#[derive(Debug, Clone)]
pub struct InOrder<'t> {
    object: Json<'t>,
    ahead: Fields<'t>,
}

impl<'t> InOrder<'t> {
    /// Over the fields of this object.
    #[must_use]
    pub fn of(object: Json<'t>) -> Self {
        Self { object, ahead: object.fields() }
    }

    /// The value of a field, where there is one.
    fn get(&mut self, name: &str) -> Option<Json<'t>> {
        let named = |(found, _): &(Json<'t>, Json<'t>)| found.is_text(name);
        let before = self.ahead.clone();
        let found = self.ahead.find(named).or_else(|| {
            // It stands further up, or is missing: what comes next stands where it stood.
            self.ahead = before;
            self.object.fields().find(named)
        });
        found.map(|(_, value)| value)
    }

    /// As [`Json::field`].
    #[must_use]
    pub fn field<T: FromJson>(&mut self, name: &str) -> Option<T> {
        T::from_json(self.get(name).unwrap_or(Json::NULL))
    }

    /// As [`Json::field_or_default`].
    #[must_use]
    pub fn field_or_default<T: FromJson + Default>(&mut self, name: &str) -> Option<T> {
        self.get(name).map_or_else(|| Some(T::default()), T::from_json)
    }
}
