// The bounded, read-only summary of the rendered page, for shared::page::summary (same VERSION there).
// Injected by scripting.executeScript; its completion value is a promise of the summary as JSON text.
// It decides nothing: it skips by element name, keeps the listed attributes, and stops at its bounds.
// The bounds are those of shared::page::LIMITS or wider; those of scripts are the same, in bytes of UTF-8 as there.
// It works in slices, so that the page is never held up for longer than one of them.
(async () => {
  const VERSION = 1;
  const MAX_NODES = 32000;
  const MAX_DEPTH = 200;
  const MAX_TEXT = 4000;
  const MAX_VALUE = 2100;
  const MAX_CHARS = 4000000;
  const MAX_SCRIPTS = 60;
  const MAX_SCRIPT_BYTES = 1000000;
  const MAX_STATES = 24;
  const MAX_STATE = 600000;
  const MAX_STATE_BYTES = 600000;
  const MAX_LAYOUTS = 500;
  // Then the page has its turn.
  const SLICE_MS = 20;
  // Asking for layout ends after this time, wherever it is. The walk is bounded by its counts alone.
  const MAX_DRAW_MS = 40;

  // What is special of an element, by its name: left out with all below it; its layout is asked; it may show other nodes
  // than its children (custom elements too); a person chooses with it.
  const SKIP = 1;
  const SCRIPT = 2;
  const DRAW = 3;
  const HOST = 4;
  const CHOICE = 5;
  // What stands in it may be somebody's own words: nothing below it is looked at.
  const FIELD = 6;
  const TAGS = new Map([['script', SCRIPT]]);
  for (const name of 'style noscript template svg math iframe object embed video audio canvas noframes xmp plaintext'.split(' ')) {
    TAGS.set(name, SKIP);
  }
  for (const name of ['h1', 'h2', 'h3', 'img']) TAGS.set(name, DRAW);
  for (const name of ['div', 'section', 'main', 'article', 'slot']) TAGS.set(name, HOST);
  for (const name of ['select', 'option', 'input']) TAGS.set(name, CHOICE);
  TAGS.set('textarea', FIELD);
  // Their place in the list is their word.
  const words = (
    'class id itemprop itemscope itemtype itemref content property name typeof vocab resource about rel href ' +
    'hreflang src srcset alt title type value lang hidden style role aria-hidden aria-label width height datetime ' +
    'selected checked disabled data-src data-original data-lazy data-lazy-src data-srcset data-zoom-image ' +
    'data-large_image data-large-image data-image data-old-hires data-zoom data-full data-a-dynamic-image ' +
    'data-price data-price-amount data-product-price data-currency data-sku data-brand data-asin data-testid ' +
    'aria-checked aria-pressed aria-selected for ' +
    'data-product_variations data-product-json'
  ).split(' ');
  const KEPT = new Map(words.map((name, number) => [name, number]));
  // Attributes that hold a whole product of the shop's own state.
  const FIRST_STATE = KEPT.get('data-product_variations');
  // Where text may be a price: a digit of any script that shops use.
  const DIGIT = /[0-9\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]/;

  // Of each name that was met: its kind, and eight times its word plus one. Each call into the browser, and each look into a
  // table, is made for every node of the page: none is made twice.
  const met = new Map();
  const nodes = [];
  const texts = [];
  const attributes = [];
  const values = [];
  const layouts = [];
  // Elements whose layout is asked, and their numbers plus one; a number below 0: for its text, which may be struck.
  const drawn = [];
  const drawnAt = [];
  let count = 0;
  let chars = 0;
  let scripts = 0;
  let scriptBytes = 0;
  let states = 0;
  let stateBytes = 0;
  let space = false;
  let truncated = false;
  let until = 0;

  const late = () => performance.now() > until;
  const pause = async () => {
    await (globalThis.scheduler?.yield ? scheduler.yield() : new Promise((done) => setTimeout(done)));
    until = performance.now() + SLICE_MS;
  };

  const text = (node, parent, around) => {
    let data = node.data;
    if (data.length > MAX_TEXT) data = data.replace(/\s+/g, ' ').slice(0, MAX_TEXT);
    if (!/\S/.test(data)) {
      space = space || data !== '';
      return;
    }
    nodes.push(0, parent);
    texts.push(space ? ' ' + data : data);
    chars += data.length;
    space = false;
    count += 1;
    if (DIGIT.test(data) && data.trim().length <= 60 && drawnAt[drawnAt.length - 1] !== -parent) {
      drawn.push(node.parentElement || around);
      drawnAt.push(-parent);
    }
  };

  const encoder = new TextEncoder();
  // The bytes of a script where no more than these are left, else -1. Most of what does not fit is not even counted.
  const fits = (content, left) => {
    const bytes = content.length > left ? Infinity : encoder.encode(content).length;
    return bytes > left ? -1 : bytes;
  };

  const keepsState = (state) => {
    if (states >= MAX_STATES || !state.includes('rice')) return false;
    const bytes = fits(state, Math.min(MAX_STATE, MAX_STATE_BYTES - stateBytes));
    if (bytes < 0) return false;
    states += 1;
    stateBytes += bytes;
    return true;
  };

  // JSON-LD, and what may hold the shop's own state: the same as in shared::page::scripts.
  const script = (node, parent, word) => {
    const type = node.getAttribute('type') || '';
    const content = node.textContent;
    if (/^\s*application\/ld\+json\s*(;|$)/i.test(type)) {
      const bytes = scripts < MAX_SCRIPTS ? fits(content, MAX_SCRIPT_BYTES - scriptBytes) : -1;
      if (bytes < 0) {
        truncated = true;
        return;
      }
      scripts += 1;
      scriptBytes += bytes;
      attributes.push(count, KEPT.get('type'));
      values.push('application/ld+json');
    } else if (content === '' || /template|html/i.test(type) || !keepsState(content)) {
      return;
    }
    nodes.push(word, parent, 0, count + 1);
    texts.push(content);
    count += 2;
  };

  const SELECTED = KEPT.get('selected');
  const CHECKED = KEPT.get('checked');
  // The list that a person changed from what the page was delivered with, if the walk is in one.
  let changed = null;

  // Attributes tell what was chosen at first, properties what is chosen now. Gives the attribute that is not read, if any.
  const choice = (node, name, at) => {
    if (name === 'select') {
      const options = [...node.options];
      const marked = options.findLastIndex((option) => option.defaultSelected);
      // Where no option is marked, browsers choose the first that is not disabled (HTML Standard, 4.10.7, "ask for a reset").
      const first = marked < 0 ? options.findIndex((option) => !option.disabled && !option.parentNode.disabled) : marked;
      changed = node.multiple || node.selectedIndex === first ? null : node;
      return undefined;
    }
    const own = name === 'option' ? changed !== null && changed.contains(node) : node.type === 'radio' || node.type === 'checkbox';
    if (!own) return undefined;
    const now = name === 'option' ? node.selected : node.checked;
    const number = name === 'option' ? SELECTED : CHECKED;
    if (now === node.hasAttribute(words[number])) return undefined;
    if (now) {
      attributes.push(at, number);
      values.push('');
    }
    return number;
  };

  // The kind of an element by its name, and eight times its word plus one; SKIP alone where it is left out.
  const meet = (name) => {
    const kind = TAGS.get(name) ?? (name.includes('-') ? HOST : 0);
    const known = kind === SKIP ? SKIP : words.push(name) * 8 + kind;
    met.set(name, known);
    return known;
  };

  // Whether the element's value is what the shop wrote for everybody: the table of docs/DESIGN.md, as in shared::page::fields.
  const VALUE = KEPT.get('value');
  const hasOpenValue = (node, name) => {
    if (name !== 'input') return name === 'option' || name === 'button' || name === 'data' || name === 'meter';
    const type = node.getAttribute('type') || '';
    if (/^(?:submit|button|image|reset|radio|checkbox)$/i.test(type)) return true;
    return /^hidden$/i.test(type) && (node.hasAttribute('itemprop') || node.hasAttribute('property'));
  };

  // False if the element's children are not looked at.
  const element = (node, name, known, parent) => {
    const kind = known & 7;
    const word = known >> 3;
    if (kind === SKIP) return false;
    if (kind === SCRIPT) {
      script(node, parent, word);
      return false;
    }
    nodes.push(word, parent);
    const at = count;
    count += 1;
    const instead = kind === CHOICE ? choice(node, name, at) : undefined;
    // The names as texts: an Attr object for each attribute would cost the page more than all the rest.
    const own = node.getAttributeNames();
    for (let i = 0; i < own.length; i += 1) {
      const key = own[i];
      const number = KEPT.get(key);
      if (number === undefined || number === instead || (number === VALUE && !hasOpenValue(node, name))) continue;
      const value = node.getAttribute(key);
      if (number >= FIRST_STATE && !keepsState(value)) continue;
      attributes.push(at, number);
      // Too long for an address; texts are cut by the reader.
      values.push(value.length > MAX_VALUE && number < FIRST_STATE ? value.slice(0, MAX_VALUE) : value);
      chars += Math.min(value.length, MAX_VALUE);
    }
    if (kind === DRAW) {
      drawn.push(node);
      drawnAt.push(count);
    }
    return kind !== FIELD;
  };

  // What is shown below an element: an open shadow tree in place of its children, what was put into a slot in place of the slot's own.
  const firstShown = (node, name, lists, depth) => {
    const shadow = node.shadowRoot;
    if (shadow) return shadow.firstChild;
    if (name === 'slot') {
      const given = node.assignedNodes();
      if (given.length > 0) {
        lists[depth] = given.values();
        return lists[depth].next().value;
      }
    }
    return node.firstChild;
  };

  const visit = async (root) => {
    // Of each open element: itself, its number plus one, and the rest of its list where it shows other nodes than its children.
    const open = [];
    const numbers = [0];
    const lists = [];
    let depth = 0;
    let node = root;
    for (let turn = 1; ; turn += 1) {
      if (turn % 128 === 0 && late()) await pause();
      if (count >= MAX_NODES || chars >= MAX_CHARS) {
        truncated = true;
        return;
      }
      // Only elements have one.
      const name = node.localName;
      let below = null;
      if (name !== undefined) {
        const known = met.get(name) ?? meet(name);
        if (element(node, name, known, numbers[depth])) {
          const number = count;
          lists[depth] = undefined;
          below = (known & 7) === HOST ? firstShown(node, name, lists, depth) : node.firstChild;
          if (below !== null && depth >= MAX_DEPTH) {
            truncated = true;
            below = null;
          } else if (below !== null) {
            open[depth] = node;
            depth += 1;
            numbers[depth] = number;
            node = below;
          }
        }
      } else if (node.nodeType === 3) {
        text(node, numbers[depth], open[depth - 1]);
      }
      while (below === null) {
        if (depth === 0) return;
        const list = lists[depth - 1];
        below = list === undefined ? node.nextSibling : (list.next().value ?? null);
        if (below === null) {
          depth -= 1;
          node = open[depth];
        } else {
          node = below;
        }
      }
    }
  };

  const isStruck = (style) => style.textDecorationLine.includes('line-through');
  // Prices of a list share what is around them.
  const struckBoxes = new Map();
  const isStruckBox = (box) => {
    let struck = struckBoxes.get(box);
    if (struck === undefined) struckBoxes.set(box, (struck = isStruck(getComputedStyle(box))));
    return struck;
  };

  const draw = async () => {
    const top = window.scrollY;
    const left = window.scrollX;
    // The browser brings its layout up to date once, as it would before the next frame anyway; then the clock starts.
    document.documentElement.getBoundingClientRect();
    let spent = performance.now();
    const end = spent + MAX_DRAW_MS;
    const asked = new Map();
    for (let i = 0; i < drawn.length && asked.size < MAX_LAYOUTS; i += 1) {
      if (i % 8 === 0) {
        spent = performance.now();
        if (spent > end) break;
        if (spent > until) await pause();
      }
      const node = drawn[i];
      const number = Math.abs(drawnAt[i]);
      const isText = drawnAt[i] < 0;
      if (asked.has(number)) continue;
      const { left: x, top: y, width, height } = node.getBoundingClientRect();
      const shown = width > 0 && height > 0;
      let struck = false;
      let font = 0;
      let visible = shown;
      if (shown && node.localName === 'img') {
        // A picture that is still to fade in is there.
        visible = node.checkVisibility({ visibilityProperty: true });
      } else if (shown) {
        const style = getComputedStyle(node);
        font = parseFloat(style.fontSize);
        visible = style.visibility === 'visible' && style.opacity !== '0';
        struck = isText && isStruck(style);
        for (let up = node.parentElement, above = 0; isText && up && !struck && above < 2; above += 1) {
          struck = isStruckBox(up);
          up = up.parentElement;
        }
      }
      asked.set(number, [
        number - 1,
        (visible ? 1 : 0) + (struck ? 2 : 0),
        Math.round(font),
        Math.round(x + left),
        Math.round(y + top),
        Math.round(width),
        Math.round(height),
      ]);
    }
    for (const number of [...asked.keys()].sort((a, b) => a - b)) layouts.push(...asked.get(number));
  };

  const url = location.href;
  until = performance.now() + SLICE_MS;
  await visit(document.documentElement);
  if (late()) await pause();
  await draw();
  if (late()) await pause();
  return JSON.stringify({ version: VERSION, url, words, nodes, texts, attributes, values, layouts, truncated });
})();
