//! The time, chance, and waiting: what `shared` may never ask for and the worker must hand it.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use js_sys::{Function, Promise};
use shared::time::Timestamp;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = crypto)]
    static CRYPTO: web_sys::Crypto;
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(then: &Function, millis: i32) -> JsValue;
}

/// This moment by the device's clock.
#[must_use]
#[allow(clippy::cast_possible_truncation, reason = "whole milliseconds, exact far beyond any date")]
pub fn now() -> Timestamp {
    Timestamp::from_millis(js_sys::Date::now() as i64)
}

/// Random bytes of the browser's cryptographic source; zeros if it has none, which no browser we run in does.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0u8; N];
    CRYPTO.with(|crypto| {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    });
    bytes
}

/// Waits. A worker may be stopped meanwhile: use an alarm for what must happen.
pub async fn sleep(millis: u32) {
    let millis = i32::try_from(millis).unwrap_or(i32::MAX);
    let waited = Promise::new(&mut |resolve, _| {
        set_timeout(&resolve, millis);
    });
    let _ = JsFuture::from(waited).await;
}

/// What comes of it within so long; `None` where it takes longer, and then it is given up.
pub async fn within<T>(millis: u32, work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut over) = (pin!(work), pin!(sleep(millis)));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => over.as_mut().poll(context).map(|()| None),
    })
    .await
}
