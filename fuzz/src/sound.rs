//! What must hold for every detection, whatever page it is of.

use shared::detect::{Detection, Field};

/// Confidences are shares, addresses lead to the web, texts say something, amounts are plain decimals, lists are short.
///
/// # Errors
/// What does not hold.
pub(crate) fn sound(detection: &Detection) -> Result<(), String> {
    let product = &detection.product;
    let share = |confidence: f64| (0.0..=1.0).contains(&confidence);
    let web = |url: &str| url.starts_with("http://") || url.starts_with("https://");
    let urls = detection.images.iter().map(|image| image.url.as_str());
    let urls =
        urls.chain(product.image.iter().map(|image| image.value.as_str())).chain(detection.canonical_url.as_deref());
    if let Some(url) = urls.into_iter().find(|url| !web(url)) {
        return Err(format!("address {url}"));
    }
    let texts = [&product.title, &product.brand, &product.sku, &product.gtin, &product.description, &product.category];
    let whole = |field: &&Field<String>| share(field.confidence) && !field.value.trim().is_empty();
    if let Some(field) = texts.into_iter().flatten().find(|field| !whole(field)) {
        return Err(format!("field {field:?}"));
    }
    let amounts = product.price.iter().chain(&product.list_price).map(|price| (&price.value.amount, price.confidence));
    let amounts = amounts.chain(detection.prices.iter().map(|price| (&price.price.amount, price.confidence)));
    for (amount, confidence) in amounts {
        if !crate::price_text::is_plain(amount) || !share(confidence) {
            return Err(format!("amount {amount} with confidence {confidence}"));
        }
    }
    let few = detection.prices.len() <= 12 && detection.images.len() <= 24 && detection.notes.len() <= 20;
    if few && share(detection.page_confidence) { Ok(()) } else { Err("more than is promised".into()) }
}
