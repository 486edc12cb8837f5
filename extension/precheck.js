// The cheap look at a page that was opened while "detect everywhere" is on: one query and the JSON-LD scripts.
// Without a hint nothing else of the extension loads in the tab. It sends nothing of the page, only that there is a hint.
(() => {
  const MAX_SCRIPTS = 20;
  const MAX_CHARS = 200000;
  const marked = document.querySelector(
    '[itemtype$="schema.org/Product"],[itemtype$="schema.org/ProductGroup"],[itemtype$="data-vocabulary.org/Product"],' +
      '[typeof~="Product"],[typeof~="schema:Product"],meta[property^="product:price"],meta[property="og:price:amount"],' +
      'meta[property="og:type"][content*="product"]',
  );
  let hint = marked !== null;
  const scripts = hint ? [] : document.querySelectorAll('script[type="application/ld+json"]');
  for (let i = 0; i < scripts.length && i < MAX_SCRIPTS && !hint; i += 1) {
    hint = /"(?:[a-z:/.]*\/)?Product(?:Group)?"/i.test(scripts[i].textContent.slice(0, MAX_CHARS));
  }
  if (hint) {
    const api = globalThis.browser ?? globalThis.chrome;
    // The worker may be asleep or the extension just updated: a lost hint costs nothing.
    Promise.resolve(api.runtime.sendMessage({ type: 'page.hint' })).catch(() => {});
  }
})();
