// What metascraper or open-graph-scraper reads off saved pages, a JSON line each, in the words of `giftos detect`.
//
//     node_lines.js metascraper|open-graph-scraper LIST.jsonl PAGES
//
// The packages are looked for in the folder that PEERS_MODULES names.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { product, fields } = require("./schema.js");

const own = (name) => require(path.join(process.env.PEERS_MODULES, "node_modules", name));

/** A page's text by the encoding that it declares. */
function decode(bytes) {
  const declared = /charset\s*=\s*["']?([\w-]+)/i.exec(bytes.subarray(0, 8192).toString("latin1"));
  try {
    return new TextDecoder(declared?.[1] ?? "utf-8").decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** Rules of ours for metascraper, because no plugin tells of what kind a page is. */
const KIND = {
  kind: [({ htmlDom: $ }) => $('meta[property="og:type"]').attr("content")],
  microdata: [({ htmlDom: $ }) => $('[itemtype$="schema.org/Product"]').attr("itemtype")],
  jsonLd: [({ htmlDom: $ }) => /"@type"\s*:\s*\[?\s*"Product/.exec($('script[type="application/ld+json"]').text())?.[0]],
};

/** metascraper with its plugin for shops; the first plugin that has a field gives it. */
function metascraper() {
  const plugins = ["amazon", "image", "title", "description"].map((name) => own(`metascraper-${name}`)());
  const [amazon, ...others] = plugins;
  const read = own("metascraper")([amazon, own("@samirrayani/metascraper-shopping")(), ...others, KIND]);
  return async (html, url) => {
    const said = await read({ html, url, validateUrl: false });
    const { price, currency, image, availability, brand, sku } = said;
    const text = (value) => (value === undefined || value === null || typeof value === "object" ? null : String(value));
    return {
      is_product: Boolean(said.jsonLd || said.microdata || price || /product/i.test(said.kind ?? "")),
      title: text(said.title) ?? text(said.name),
      price: text(price),
      currency: text(currency),
      image: text(image),
      availability: text(availability),
      brand: text(brand),
      sku: text(sku),
    };
  };
}

/** Meta elements that open-graph-scraper reads only when it is told to. */
const META = {
  price: ["product:price:amount", "product:sale_price:amount"],
  currency: ["product:price:currency", "product:sale_price:currency"],
  availability: ["product:availability"],
  brand: ["product:brand", "og:brand"],
  sku: ["product:retailer_item_id"],
};

/** open-graph-scraper: the product of its JSON-LD, then its meta elements. */
function openGraphScraper() {
  const read = own("open-graph-scraper");
  const customMetaTags = Object.values(META).flat().map((name) => ({ multiple: false, property: name, fieldName: name }));
  return async (html) => {
    const { result } = await read({ html, customMetaTags });
    const custom = (field) => META[field].map((name) => result.customMetaTags?.[name]).find(Boolean);
    const thing = product(result.jsonLD ?? []);
    const meta = {
      title: result.ogTitle,
      image: result.ogImage?.[0]?.url,
      price: custom("price") ?? result.ogPriceAmount ?? result.ogProductPriceAmount,
      currency: custom("currency") ?? result.ogPriceCurrency ?? result.ogProductPriceCurrency,
      availability: custom("availability") ?? result.ogAvailability ?? result.ogProductAvailability,
      brand: custom("brand"),
      sku: custom("sku") ?? result.ogProductRetailerItemId,
    };
    const called = Boolean(thing || meta.price || /product/i.test(result.ogType ?? ""));
    return { is_product: called, ...fields(thing, meta) };
  };
}

async function main(reader, list, pages) {
  const read = reader === "metascraper" ? metascraper() : openGraphScraper();
  for (const line of fs.readFileSync(list, "utf8").split("\n").filter(Boolean)) {
    const { file, url } = JSON.parse(line);
    const html = decode(fs.readFileSync(path.join(pages, file)));
    // A page that it cannot read is one on which it finds nothing.
    const found = await read(html, url).catch((error) => ({ error: String(error?.message ?? error?.result?.error ?? error) }));
    process.stdout.write(`${JSON.stringify({ file, ...found })}\n`);
  }
}

main(...process.argv.slice(2));
