// A schema.org product in parsed JSON-LD, read as extruct_lines.py reads it.
"use strict";

const PRODUCTS = new Set(["Product", "ProductGroup", "ProductModel", "IndividualProduct", "SomeProducts", "Vehicle", "Car"]);

/** A property's values: none, one or a list become a list. */
const many = (value) => (Array.isArray(value) ? value : value === undefined || value === null || value === "" ? [] : [value]);
const isThing = (value) => typeof value === "object" && value !== null;
const word = (iri) => String(iri).split(/[/#]/).at(-1);

/** The first text of a property; of a thing, the one that the first of `names` gives. */
function text(value, ...names) {
  for (const one of many(value)) {
    const found = isThing(one) ? names.map((name) => text(one[name])).find(Boolean) : one;
    if (["string", "number"].includes(typeof found) && String(found).trim()) return String(found).trim();
  }
  return null;
}

/** Things of the first rank; what only stands in a list or beside the product is not. */
function things(value) {
  return many(value).flatMap((one) => {
    if (Array.isArray(one)) return things(one);
    return isThing(one) ? [one, ...things(one["@graph"]), ...things(one.mainEntity)] : [];
  });
}

/** The product's offers, those of its variants, and what an offer holds within. */
function offersOf(product) {
  const found = many(product.offers).filter(isThing);
  const variants = many(product.hasVariant).filter(isThing).flatMap(offersOf);
  const all = [...found, ...variants];
  return [...all, ...all.flatMap((offer) => [...many(offer.offers), ...many(offer.priceSpecification)]).filter(isThing)];
}

/** The page's product: the first that is offered, else the first. */
function product(jsonLd) {
  const found = things(jsonLd).filter((thing) => many(thing["@type"]).some((kind) => PRODUCTS.has(word(kind))));
  return found.find((thing) => offersOf(thing).length > 0) ?? found[0];
}

/** A price as a decimal: the last separator divides, unless three digits follow a comma. */
function decimal(price) {
  const digits = String(price ?? "").replace(/[^\d.,]/g, "").replace(/[.,]+$/, "");
  const comma = digits.lastIndexOf(",") > digits.lastIndexOf(".") && !/,\d{3}$/.test(digits);
  const plain = comma ? digits.replace(/\./g, "").replace(",", ".") : digits.replace(/,/g, "");
  return /^\d+(\.\d+)?$/.test(plain) ? plain : null;
}

/** The fields of a product, each from it or else from the meta elements; amount and currency stay together. */
function fields(thing, meta) {
  const offers = thing ? offersOf(thing) : [];
  const first = (...names) => offers.flatMap((offer) => names.map((name) => text(offer[name]))).find(Boolean) ?? null;
  const price = first("price", "lowPrice");
  const currency = (price ? first("priceCurrency") : null) ?? meta.currency ?? first("priceCurrency");
  return {
    title: text(thing?.name) ?? meta.title ?? null,
    price: decimal(price ?? meta.price),
    currency: currency ? currency.toUpperCase() : null,
    image: text(thing?.image, "url", "contentUrl", "@id") ?? meta.image ?? null,
    availability: first("availability") ?? meta.availability ?? null,
    brand: text(thing?.brand, "name", "@id") ?? text(thing?.manufacturer, "name") ?? meta.brand ?? null,
    sku: text(thing?.sku) ?? first("sku") ?? text(thing?.productID) ?? text(thing?.mpn) ?? meta.sku ?? null,
  };
}

module.exports = { product, fields };
