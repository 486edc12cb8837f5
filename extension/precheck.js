// The cheap look at a page that was opened while "detect everywhere" is on: its head, its JSON-LD scripts, one query.
// Without a hint nothing else of the extension loads in the tab. It sends nothing of the page, only that there is a hint.
(() => {
  const MAX_METAS = 300;
  const MAX_SCRIPTS = 200;
  const MAX_CHARS = 200000;
  // The cheapest first: the head is small, the scripts are a list that the browser keeps.
  const inHead = () => {
    const metas = document.head ? document.head.getElementsByTagName('meta') : [];
    for (let i = 0; i < metas.length && i < MAX_METAS; i += 1) {
      const key = metas[i].getAttribute('property') || metas[i].name;
      if (key.startsWith('product:price') || key === 'og:price:amount') return true;
      if (key === 'og:type' && metas[i].content.includes('product')) return true;
    }
    return false;
  };
  const inScripts = () => {
    const scripts = document.scripts;
    for (let i = 0; i < scripts.length && i < MAX_SCRIPTS; i += 1) {
      if (scripts[i].type !== 'application/ld+json') continue;
      if (/"(?:[a-z:/.]*\/)?Product(?:Group)?"/i.test(scripts[i].textContent.slice(0, MAX_CHARS))) return true;
    }
    return false;
  };
  // One attribute with each of the two syntaxes; what exactly it says is for the worker to read. Asked one after the other:
  // browsers look up one attribute much faster than a list of selectors.
  const inElements = () =>
    document.querySelector('[itemtype*="Product"]') !== null || document.querySelector('[typeof*="Product"]') !== null;
  if (inHead() || inScripts() || inElements()) {
    const api = globalThis.browser ?? globalThis.chrome;
    // The worker may be asleep or the extension just updated: a lost hint costs nothing.
    Promise.resolve(api.runtime.sendMessage({ type: 'page.hint' })).catch(() => {});
  }
})();
