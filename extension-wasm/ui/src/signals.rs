//! Reading and changing signals through guards. What signals offer themselves is compiled once for each closure, with all that
//! locking, following and notifying takes; a guard is compiled once for each type of value.

use std::ops::{Deref, DerefMut};

use leptos::prelude::{Read, ReadUntracked, Write};

/// Looks at a value where it lies.
pub(crate) trait Reading<T> {
    /// Whoever looks is told when it changes.
    fn look<U>(&self, see: impl FnOnce(&T) -> U) -> U;
    /// Nobody is told.
    fn glance<U>(&self, see: impl FnOnce(&T) -> U) -> U;
}

impl<T, S: Read<Value: Deref<Target = T>> + ReadUntracked<Value: Deref<Target = T>>> Reading<T> for S {
    #[inline]
    fn look<U>(&self, see: impl FnOnce(&T) -> U) -> U {
        see(&self.read())
    }

    #[inline]
    fn glance<U>(&self, see: impl FnOnce(&T) -> U) -> U {
        see(&self.read_untracked())
    }
}

/// Changes a value where it lies, and tells who looks at it.
pub(crate) trait Changing<T> {
    /// See the trait.
    fn change(&self, change: impl FnOnce(&mut T));
}

impl<T, S: Write<Value = T>> Changing<T> for S {
    #[inline]
    fn change(&self, change: impl FnOnce(&mut T)) {
        change(self.write().deref_mut());
    }
}
