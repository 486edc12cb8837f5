"""What extruct reads off saved pages, a JSON line each, in the words of `giftos detect`.

    extruct_lines.py LIST.jsonl PAGES

Each field is taken from the first that has it: JSON-LD, microdata, RDFa, Open Graph.
"""
import json
import logging
import sys
from pathlib import Path
from urllib.parse import urljoin

import extruct
from price_parser import Price
from w3lib.encoding import html_to_unicode

PRODUCTS = {"Product", "ProductGroup", "ProductModel", "IndividualProduct", "SomeProducts", "Vehicle", "Car"}
META_FIELDS = {
    "title": ["og:title"],
    "image": ["og:image", "og:image:url", "og:image:secure_url"],
    "price": ["product:price:amount", "product:sale_price:amount", "og:price:amount", "og:product:price:amount"],
    "currency": ["product:price:currency", "product:sale_price:currency", "og:price:currency", "og:product:price:currency"],
    "availability": ["product:availability", "og:availability"],
    "brand": ["product:brand", "og:brand"],
    "sku": ["product:retailer_item_id"],
}


def many(value):
    """A property's values: none, one or a list become a list."""
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def text(value, *names):
    """The first text of a property, of a thing the one that the first of `names` gives."""
    for one in many(value):
        if isinstance(one, dict):
            one = next((text(one[name]) for name in names if text(one.get(name))), None)
        if isinstance(one, (str, int, float)) and str(one).strip():
            return str(one).strip()
    return None


def word(iri):
    """The last part of a name: "http://schema.org/Product" is "Product"."""
    return str(iri).replace("#", "/").rstrip("/").split("/")[-1]


def is_product(thing):
    return any(word(kind) in PRODUCTS for kind in many(thing.get("@type")))


def things(value):
    """Things of the first rank; what only stands in a list or beside the product is not."""
    for one in many(value):
        if isinstance(one, dict):
            yield one
            for place in ("@graph", "mainEntity"):
                yield from things(one.get(place))


def plain(nodes):
    """RDFa's nodes as a tree of short names; a thing that comes again within itself is cut off."""
    known = {node["@id"]: node for node in nodes if "@id" in node}

    def value(one, above):
        if "@value" in one:
            return one["@value"]
        name = one.get("@id")
        return thing(known[name], above) if name in known and name not in above else name

    def thing(node, above=()):
        above = (*above, node.get("@id"))
        own = {word(name): [value(one, above) for one in values]
               for name, values in node.items() if not name.startswith("@")}
        return {"@type": node.get("@type"), **own}

    return [thing(node) for node in nodes]


def offers_of(product):
    """The product's offers, those of its variants where it has none, and what an offer holds within."""
    found = [offer for offer in many(product.get("offers")) if isinstance(offer, dict)]
    for variant in many(product.get("hasVariant")):
        found += offers_of(variant) if isinstance(variant, dict) else []
    inner = [one for offer in found for place in ("offers", "priceSpecification")
             for one in many(offer.get(place)) if isinstance(one, dict)]
    return found + inner


def of_thing(product):
    """The fields of a schema.org product."""
    offers = offers_of(product)

    def first(*names):
        return next((text(offer[name]) for offer in offers for name in names if text(offer.get(name))), None)

    return {
        "title": text(product.get("name")),
        "image": text(product.get("image"), "url", "contentUrl", "@id"),
        "price": first("price", "lowPrice"),
        "currency": first("priceCurrency"),
        "availability": first("availability"),
        "brand": text(product.get("brand"), "name", "@id") or text(product.get("manufacturer"), "name"),
        "sku": text(product.get("sku")) or first("sku") or text(product.get("productID")) or text(product.get("mpn")),
    }


def of_meta(meta):
    return {field: next((text(meta[name]) for name in names if text(meta.get(name))), None)
            for field, names in META_FIELDS.items()}


def amount(found):
    """A decimal and a currency, by the price parser that extruct's makers offer beside it."""
    price = Price.fromstring(found.get("price"), currency_hint=found.get("currency"))
    known = found.get("currency") or ""
    return (str(price.amount) if price.amount is not None else None), (known.upper() if len(known) == 3 else None)


def page(html, url):
    said = extruct.extract(html, base_url=url, syntaxes=["json-ld", "microdata", "rdfa", "opengraph"],
                           uniform=True, errors="ignore")
    ranks = [said.get("json-ld"), said.get("microdata"), plain(said.get("rdfa", []))]
    products = [[thing for thing in things(rank) if is_product(thing)] for rank in ranks]
    meta = next(iter(said.get("opengraph") or []), {})
    found = [of_thing(max(rank, key=lambda thing: bool(offers_of(thing)))) for rank in products if rank]
    og = of_meta(meta)
    called = bool(found) or "product" in word(meta.get("@type", "")).lower() or bool(og["price"])
    found.append(og)
    out = {field: next((one[field] for one in found if one[field]), None) for field in META_FIELDS}
    # Amount and currency belong together.
    priced = next((one for one in found if one["price"]), og)
    out["price"], out["currency"] = amount({"price": priced["price"], "currency": priced["currency"] or out["currency"]})
    out["image"] = urljoin(url, out["image"]) if out["image"] else None
    return {"is_product": called, **out}


def main(listed, pages):
    logging.disable(logging.CRITICAL)
    for line in Path(listed).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        html = html_to_unicode(None, (Path(pages) / row["file"]).read_bytes())[1]
        try:
            found = page(html, row["url"])
        except Exception as error:  # A page that it cannot read is one on which it finds nothing.
            found = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps({"file": row["file"], **found}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
