// The bounded, read-only summary of the rendered page, for shared::page::summary (same VERSION there).
// Injected by scripting.executeScript; its completion value is the summary as JSON text.
// It decides nothing: it skips by element name, keeps the listed attributes, and stops at its bounds.
// The bounds are those of shared::page::LIMITS or wider, counted the same way.
(() => {
  const VERSION = 1;
  const MAX_NODES = 32000;
  const MAX_DEPTH = 200;
  const MAX_TEXT = 4000;
  const MAX_VALUE = 2100;
  const MAX_CHARS = 4000000;
  const MAX_SCRIPTS = 60;
  const MAX_SCRIPT_CHARS = 1000000;
  const MAX_STATES = 24;
  const MAX_STATE = 400000;
  const MAX_STATE_CHARS = 1200000;
  const MAX_LAYOUTS = 500;
  // Asking for layout ends after this time, wherever it is. The walk is bounded by its counts alone.
  const MAX_MS = 20;

  const SKIPPED = new Set(
    'style noscript template svg math iframe object embed video audio canvas noframes xmp plaintext'.split(' '),
  );
  const KEPT = new Set(
    ('class id itemprop itemscope itemtype itemref content property name typeof vocab resource about rel href ' +
      'hreflang src srcset alt title type value lang hidden style role aria-hidden aria-label width height datetime ' +
      'selected checked disabled data-src data-original data-lazy data-lazy-src data-srcset data-zoom-image ' +
      'data-large_image data-large-image data-image data-old-hires data-zoom data-full data-a-dynamic-image ' +
      'data-price data-price-amount data-product-price data-currency data-sku data-brand data-asin data-testid').split(' '),
  );
  // Attributes that hold a whole product of the shop's own state.
  const STATE = new Set('data-product_variations data-product-json'.split(' '));
  // Where text may be a price: a digit of any script that shops use.
  const DIGIT = /[0-9\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]/;
  const DRAWN = new Set('h1 h2 h3 img button'.split(' '));

  const words = [];
  const numbers = new Map();
  const word = (text) => {
    let number = numbers.get(text);
    if (number === undefined) {
      number = words.length;
      numbers.set(text, number);
      words.push(text);
    }
    return number;
  };

  const nodes = [];
  const texts = [];
  const attributes = [];
  const values = [];
  const layouts = [];
  const drawn = [];
  let count = 0;
  let chars = 0;
  let scripts = 0;
  let scriptChars = 0;
  let states = 0;
  let stateChars = 0;
  let space = false;
  let truncated = false;

  const text = (node, parent) => {
    let data = node.data;
    if (data.length > MAX_TEXT) data = data.replace(/\s+/g, ' ').slice(0, MAX_TEXT);
    const trimmed = data.trim();
    if (trimmed === '') {
      space = space || data !== '';
      return;
    }
    nodes.push(0, parent);
    texts.push(space ? ' ' + data : data);
    chars += data.length;
    space = false;
    count += 1;
    if (trimmed.length <= 60 && DIGIT.test(trimmed) && drawn[drawn.length - 1] !== parent) drawn.push(parent);
  };

  const keepsState = (state) => {
    const fits = states < MAX_STATES && state.length <= MAX_STATE && stateChars + state.length <= MAX_STATE_CHARS;
    if (!fits || !state.includes('rice')) return false;
    states += 1;
    stateChars += state.length;
    return true;
  };

  // JSON-LD, and what may hold the shop's own state: the same as in shared::page::scripts.
  const script = (node, parent) => {
    const type = node.getAttribute('type') || '';
    const content = node.textContent;
    if (/^\s*application\/ld\+json\s*(;|$)/i.test(type)) {
      if (scripts >= MAX_SCRIPTS || scriptChars + content.length > MAX_SCRIPT_CHARS) {
        truncated = true;
        return;
      }
      scripts += 1;
      scriptChars += content.length;
      attributes.push(count, word('type'));
      values.push('application/ld+json');
    } else if (content === '' || /template|html/i.test(type) || !keepsState(content)) {
      return;
    }
    nodes.push(word('script') + 1, parent, 0, count + 1);
    texts.push(content);
    count += 2;
  };

  // Gives the element's number plus one, or 0 if its children are not looked at.
  const element = (node, parent) => {
    const name = node.localName;
    if (SKIPPED.has(name)) return 0;
    if (name === 'script') {
      script(node, parent);
      return 0;
    }
    nodes.push(word(name) + 1, parent);
    count += 1;
    const own = node.attributes;
    for (let i = 0; i < own.length; i += 1) {
      const { name: key, value } = own[i];
      if (STATE.has(key) && keepsState(value)) {
        attributes.push(count - 1, word(key));
        values.push(value);
      }
      if (!KEPT.has(key)) continue;
      attributes.push(count - 1, word(key));
      // Too long for an address; texts are cut by the reader.
      values.push(value.length > MAX_VALUE ? value.slice(0, MAX_VALUE) : value);
      chars += Math.min(value.length, MAX_VALUE);
    }
    if (DRAWN.has(name)) drawn.push(count);
    return count;
  };

  const nodeOf = [];
  const visit = (root) => {
    const open = [];
    let node = root;
    let parent = 0;
    while (node) {
      if (count >= MAX_NODES || chars >= MAX_CHARS) {
        truncated = true;
        return;
      }
      let down = 0;
      if (node.nodeType === 1) {
        down = element(node, parent);
        if (down) nodeOf[down] = node;
      } else if (node.nodeType === 3) {
        text(node, parent);
      }
      if (down && node.firstChild) {
        if (open.length < MAX_DEPTH) {
          open.push(parent);
          parent = down;
          node = node.firstChild;
          continue;
        }
        truncated = true;
      }
      while (node && !node.nextSibling) {
        if (open.length === 0) return;
        node = node.parentNode;
        parent = open.pop();
      }
      node = node && node.nextSibling;
    }
  };

  const draw = () => {
    const top = window.scrollY;
    const left = window.scrollX;
    let done = 0;
    let last = 0;
    drawn.sort((a, b) => a - b);
    // The browser brings its layout up to date once, as it would before the next frame anyway; then the clock starts.
    document.documentElement.getBoundingClientRect();
    const started = performance.now();
    for (const number of drawn) {
      if (done >= MAX_LAYOUTS || performance.now() - started > MAX_MS) return;
      const node = nodeOf[number];
      if (!node || number === last) continue;
      last = number;
      done += 1;
      const box = node.getBoundingClientRect();
      const shown = box.width > 0 && box.height > 0;
      let struck = false;
      let font = 0;
      let visible = shown;
      if (shown) {
        const style = getComputedStyle(node);
        font = parseFloat(style.fontSize);
        visible = style.visibility === 'visible' && style.opacity !== '0';
        struck = style.textDecorationLine.includes('line-through');
        for (let up = node.parentElement, i = 0; up && !struck && i < 2; up = up.parentElement, i += 1) {
          struck = getComputedStyle(up).textDecorationLine.includes('line-through');
        }
      }
      layouts.push(
        number - 1,
        (visible ? 1 : 0) + (struck ? 2 : 0),
        Math.round(font),
        Math.round(box.left + left),
        Math.round(box.top + top),
        Math.round(box.width),
        Math.round(box.height),
      );
    }
  };

  visit(document.documentElement);
  draw();
  return JSON.stringify({ version: VERSION, url: location.href, words, nodes, texts, attributes, values, layouts, truncated });
})();
