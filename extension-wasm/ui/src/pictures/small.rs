//! A file made small: drawn anew by the browser, turned as the camera was held, with nothing of it but its pixels.

use js_sys::{Promise, Uint8Array};
use leptos::prelude::{document, window};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

use super::{Unfit, file};

/// As the server has it: 10 MB.
const MOST_BYTES: f64 = 10_485_760.0;
/// The most bytes that one picture takes on the device.
const MOST_KEPT: f64 = 500_000.0;
/// How large and how well it is drawn: each is tried until it takes no more than that. The server keeps no more than the first.
const TRIES: [(u32, f64); 4] = [(1_600, 0.85), (1_600, 0.7), (1_200, 0.65), (800, 0.6)];

/// The bytes of the picture.
pub(super) async fn small(blob: &Blob) -> Result<Uint8Array, Unfit> {
    if blob.size() > MOST_BYTES {
        return Err(Unfit::TooLarge);
    }
    let damaged = |_: JsValue| Unfit::Damaged;
    let bytes = Uint8Array::new(&JsFuture::from(blob.array_buffer()).await.map_err(damaged)?).to_vec();
    let kind = file::kind(&bytes)?;
    drop(bytes);
    // Whatever the file was called: it is decoded as what it is.
    let named = blob.slice_with_f64_and_f64_and_content_type(0.0, blob.size(), kind).map_err(damaged)?;
    let decoding = window().create_image_bitmap_with_blob(&named).map_err(damaged)?;
    let bitmap: ImageBitmap = JsFuture::from(decoding).await.map_err(damaged)?.unchecked_into();
    let mut made = Err(Unfit::Damaged);
    for (side, quality) in TRIES {
        let blob = match drawn(&bitmap, side) {
            Ok(canvas) => blob_of(&canvas, quality).await,
            Err(failure) => Err(failure),
        };
        made = blob.map_err(damaged);
        if made.as_ref().is_ok_and(|blob| blob.size() <= MOST_KEPT) {
            break;
        }
    }
    bitmap.close();
    let blob = made.and_then(|blob| if blob.size() <= MOST_KEPT { Ok(blob) } else { Err(Unfit::TooLarge) })?;
    Ok(Uint8Array::new(&JsFuture::from(blob.array_buffer()).await.map_err(damaged)?))
}

fn drawn(bitmap: &ImageBitmap, side: u32) -> Result<HtmlCanvasElement, JsValue> {
    let (width, height) = (bitmap.width(), bitmap.height());
    let longest = width.max(height).max(1);
    let scaled = |pixels: u32| if longest <= side { pixels } else { (pixels * side / longest).max(1) };
    let (width, height) = (scaled(width), scaled(height));
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into::<CanvasRenderingContext2d>();
    context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, f64::from(width), f64::from(height))?;
    Ok(canvas)
}

/// What is drawn, as a file of it: a WebP, which keeps what is transparent.
async fn blob_of(canvas: &HtmlCanvasElement, quality: f64) -> Result<Blob, JsValue> {
    let written = Promise::new(&mut |resolve, reject| {
        let failed = reject.clone();
        let done = Closure::once_into_js(move |blob: JsValue| {
            let settle = if blob.is_object() { resolve } else { reject };
            let _ = settle.call1(&JsValue::NULL, &blob);
        });
        let quality = JsValue::from_f64(quality);
        if let Err(why) = canvas.to_blob_with_type_and_encoder_options(done.unchecked_ref(), "image/webp", &quality) {
            let _ = failed.call1(&JsValue::NULL, &why);
        }
    });
    Ok(JsFuture::from(written).await?.unchecked_into())
}
