//! What a program says when it gives up.

/// From now on a panic says what went wrong where, for whoever looks into the console. The standard report, with all that can be
/// shown of values, would weigh as much as a capability.
pub fn report() {
    std::panic::set_hook(Box::new(|panic| {
        let Some(place) = panic.location() else { return };
        let said = panic.payload_as_str().unwrap_or_default();
        web_sys::console::error_3(&place.file().into(), &place.line().into(), &said.into());
    }));
}
