// The bounded, read-only summary of the rendered page, for shared::page::summary (same VERSION there).
// Injected by scripting.executeScript; its completion value is a promise of the summary as text: a line of JSON with what only
// the browser knows, and below it the page's HTML as the browser itself writes it. That costs a page least: each node that a
// script touches costs more than the browser needs to write ten.
// It decides nothing. What it leaves out: what may be somebody's own words, and what is beyond its bounds.
// It works in slices, so that the page is never held up for longer than one of them.
(async () => {
  const VERSION = 2;
  const MAX_ELEMENTS = 36000;
  const MAX_DEPTH = 200;
  const MAX_CHARS = 8000000;
  // As in shared::page::LIMITS: a longer script is kept by nobody.
  const MAX_SCRIPT = 1000000;
  const MAX_LAYOUTS = 300;
  // More elements than this are not written at once.
  const PIECE = 6000;
  // Then the page has its turn.
  const SLICE_MS = 20;
  // Asking for layout ends after this time, wherever it is.
  const MAX_DRAW_MS = 40;
  // A price is shorter than this, whatever white space is around it.
  const MAX_PRICE = 60;
  const MAX_SPACED = 400;
  // Where text may be a price: a digit of any script that shops use.
  const DIGIT = /[0-9\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]/;

  // Custom elements may show other nodes than their children, and of the others these; the rest are common and do not.
  const HOSTS =
    ':not(a,span,img,p,li,path,script,link,meta,ul,svg,option,input,button,label,td,tr,b,i,h1,h2,h3,h4,h5,h6,br,use,g,' +
    'strong,em,source,picture,style,form,nav,header,footer,aside,small,sup,sub,table,tbody,thead,th,select,dl,dt,dd,ol,' +
    'figure,figcaption,noscript,template,iframe,video,circle,rect,polygon,line,defs,symbol,textarea,hr,del,s,u,font,center,' +
    'title,body,html,head,data,meter)';
  // The value of these is what the shop wrote for everybody; of an input it depends (shared::page::fields). Of no other element,
  // and of what stands in a textarea, the summary holds anything.
  const OPEN = 'option,button,data,meter';
  const ODD = `${HOSTS},textarea,[value]:not(input,${OPEN})`;
  const NOTED = 'h1,h2,h3,img,input';
  // Kinds of nodes.
  const ELEMENT = 1;
  const TEXT = 3;
  const CDATA = 4;
  const SHOW_CDATA = 8;
  const SHOW_TEXT = 4 + SHOW_CDATA;

  // What is not written as it stands, but with what it shows in place of its children, or by its parts; and what is left out.
  const parted = new Set();
  const left = new Set();
  const pieces = [];
  const options = [];
  const inputs = [];
  // What may be asked how it is drawn, with its number.
  const elements = [];
  const texts = [];
  const counted = { elements: 0, options: 0, inputs: 0, units: 0 };
  let chars = 0;
  let all = 0;
  let truncated = false;
  let noscript = false;
  let until = 0;

  const late = () => performance.now() > until;
  const pause = async () => {
    await (globalThis.scheduler?.yield ? scheduler.yield() : new Promise((done) => setTimeout(done)));
    until = performance.now() + SLICE_MS;
  };

  // A node and all above it, out of shadow trees too.
  const part = (node) => {
    for (let up = node; up && !parted.has(up); up = up.parentNode ?? up.host) parted.add(up);
  };

  const isGivenTo = (slot) => slot.localName === 'slot' && slot.assignedNodes().length > 0;

  const isOdd = (node) =>
    node.shadowRoot || node.getAttribute('value') || (node.localName === 'textarea' ? node.firstChild : isGivenTo(node));

  // Where the tree is to be taken apart, from here down.
  const look = (root) => {
    if (root.matches(ODD) && isOdd(root)) part(root);
    if (!root.firstElementChild) return;
    const found = root.querySelectorAll(ODD);
    for (let i = 0; i < found.length; i += 1) {
      if (isOdd(found[i])) part(found[i]);
    }
  };

  // The properties tell what is chosen now, the markup what was at first. Where no option is marked, browsers choose the first
  // that is not disabled (HTML Standard, 4.10.7, "ask for a reset").
  const choices = (root, from) => {
    let order;
    for (const select of root.localName === 'select' ? [root] : root.querySelectorAll('select')) {
      if (select.multiple) continue;
      const marked = select.querySelectorAll('option[selected]');
      const free = () => [...select.options].findIndex((option) => !option.disabled && !option.parentNode.disabled);
      const first = marked.length > 0 ? marked[marked.length - 1].index : free();
      if (select.selectedIndex === first) continue;
      order ??= [...root.querySelectorAll('option')];
      for (const option of select.options) {
        if (option.selected !== option.hasAttribute('selected')) options.push(from + order.indexOf(option));
      }
    }
  };

  const isTurned = (input) => input.checked !== input.hasAttribute('checked') && /^(?:radio|checkbox)$/.test(input.type);

  // The last of which a text was noted.
  let noted = null;
  const noteText = (text) => {
    const length = text.length;
    if (length <= MAX_SPACED) {
      const data = text.data;
      if (DIGIT.test(data) && data.trim().length <= MAX_PRICE && noted !== text.parentNode) {
        noted = text.parentNode;
        texts.push([counted.units, noted]);
      }
    } else if (length > MAX_SCRIPT && /^(?:script|style)$/.test(text.parentNode.localName)) {
      truncated ||= text.parentNode.type === 'application/ld+json';
      left.add(text.parentNode);
      part(text.parentNode);
    }
    counted.units += length;
  };

  // False where something of it is to be left out: then nothing is noted, and it is written by its parts.
  const noteTexts = (root) => {
    const before = [counted.units, texts.length, left.size];
    const walk = document.createTreeWalker(root, SHOW_TEXT);
    for (let text = walk.nextNode(); text; text = walk.nextNode()) noteText(text);
    if (left.size === before[2]) return true;
    [counted.units, texts.length] = before;
    noted = null;
    return false;
  };

  const noteElement = (node) => {
    const name = node.localName;
    if (/^(?:h[123]|img)$/.test(name)) {
      elements.push([counted.elements, node]);
      counted.elements += 1;
    } else if (name === 'input') {
      if (isTurned(node)) inputs.push(counted.inputs);
      counted.inputs += 1;
    } else if (name === 'option') {
      counted.options += 1;
    }
  };

  const noteBelow = (root) => {
    if (!root.firstElementChild) return;
    const found = root.querySelectorAll(NOTED);
    for (let i = 0; i < found.length; i += 1) noteElement(found[i]);
    noscript ||= root.querySelector('noscript > *') !== null;
    choices(root, counted.options);
    counted.options += root.querySelectorAll('option').length;
  };

  // The HTML of a browser, without the values of fields. A value holds no quote (a name may), so what looks like an attribute is
  // one. What only looks like a tag, in a script, keeps its length; where its quotes reach into the markup behind, its text too.
  const SHOWN = /^<input(?=\s)[^]* type="(?:submit|button|image|reset|radio|checkbox)"/i;
  const HIDDEN = /^<input(?=\s)[^]* type="hidden"/i;
  const MARKED = / (?:itemprop|property)="/;
  const TAG = /[^=>]*(?:=(?:"[^"]*")?[^=>]*)*/y;
  // Browsers of today write no `<` into an attribute. To those that do, what looks like a tag is one: no value gets out.
  let writesLess = null;
  const isOfScript = (tag) => {
    if (tag.indexOf('<', 1) < 0) return false;
    if (writesLess === null) {
      const probe = document.createElement('i');
      probe.title = '<';
      writesLess = probe.outerHTML.includes('"<"');
    }
    return !writesLess;
  };
  const withoutValues = (html) => {
    let kept = '';
    let from = 0;
    for (let at = html.indexOf('<input'); at >= 0; at = html.indexOf('<input', TAG.lastIndex)) {
      TAG.lastIndex = at;
      const [tag] = TAG.exec(html);
      if (isOfScript(tag)) {
        TAG.lastIndex = at + 1;
        continue;
      }
      if (!tag.includes(' value="') || SHOWN.test(tag) || (HIDDEN.test(tag) && MARKED.test(tag))) continue;
      kept += html.slice(from, at) + tag.replace(/ value="[^"]*"/g, (value) => ' '.repeat(value.length));
      from = TAG.lastIndex;
    }
    return kept + html.slice(from);
  };

  const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

  // A page that is XML writes itself as XML. A copy in a document of HTML, in which no program runs, is written as HTML.
  const plain = document.contentType.endsWith('xml') ? document.implementation.createHTMLDocument('') : null;
  const written = (node) => {
    if (!plain) return node.outerHTML;
    const copy = plain.importNode(node, true);
    const walk = plain.createTreeWalker(copy, SHOW_CDATA);
    const sections = [];
    while (walk.nextNode()) sections.push(walk.currentNode);
    for (const section of sections) section.replaceWith(section.data);
    return copy.outerHTML;
  };

  // The tag alone, by hand: a copy of a custom element would run the page's own program.
  const startTag = (node) => {
    let tag = `<${node.localName}`;
    for (const name of node.getAttributeNames()) {
      if (name !== 'value' || node.matches(OPEN)) tag += ` ${name}="${escaped(node.getAttribute(name))}"`;
    }
    return `${tag}>`;
  };

  const write = (html) => {
    pieces.push(html);
    chars += html.length;
  };

  // Elements below; no more than a piece of them is counted.
  const size = (node) => {
    if (!node.firstElementChild) return 0;
    const below = node.getElementsByTagName('*');
    return below.item(PIECE) ? Infinity : below.length;
  };

  // An open shadow tree in place of the children, and what was put into a slot in place of the slot's own. Nothing of a textarea.
  const shown = (node) => {
    if (node.localName === 'textarea') return [];
    return isGivenTo(node) ? node.assignedNodes() : (node.shadowRoot ?? node).childNodes;
  };

  const emit = async (root) => {
    const open = [{ rest: [root].values(), isLooked: false, end: '' }];
    while (open.length > 0) {
      if (late()) await pause();
      const { rest, isLooked, end } = open[open.length - 1];
      const { value: node, done } = rest.next();
      if (done) {
        open.pop();
        write(end);
      } else if (all >= MAX_ELEMENTS || chars >= MAX_CHARS) {
        truncated = true;
        return;
      } else if (node.nodeType === TEXT || node.nodeType === CDATA) {
        write(escaped(node.data));
        noteText(node);
      } else if (node.nodeType !== ELEMENT) {
        // It keeps apart the texts around it.
        write('<!---->');
      } else {
        const below = size(node);
        const isPiece = below <= PIECE;
        if (isPiece && !isLooked) look(node);
        const isWhole = isPiece && !parted.has(node) && noteTexts(node);
        if (left.has(node)) continue;
        noteElement(node);
        if (isWhole) {
          all += 1 + below;
          write(withoutValues(written(node)));
          noteBelow(node);
        } else if (open.length > MAX_DEPTH) {
          truncated = true;
        } else {
          all += 1;
          write(startTag(node));
          const nodes = shown(node);
          open.push({ rest: nodes.values(), isLooked: isPiece && nodes === node.childNodes, end: `</${node.localName}>` });
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

  // How these are drawn, seven numbers each. With a text it is asked whether it is struck.
  const draw = async (asked, areTexts, end) => {
    const top = window.scrollY;
    const left = window.scrollX;
    const layouts = [];
    for (let i = 0; i < asked.length && i < MAX_LAYOUTS; i += 1) {
      if (i % 8 === 0) {
        const now = performance.now();
        if (now > end) break;
        if (now > until) await pause();
      }
      const [number, asks] = asked[i];
      const node = asks.nodeType === ELEMENT ? asks : asks.host;
      const { left: x, top: y, width, height } = node.getBoundingClientRect();
      const isShown = width > 0 && height > 0;
      let struck = false;
      let font = 0;
      let visible = isShown;
      if (isShown && node.localName === 'img') {
        // A picture that is still to fade in is there.
        visible = node.checkVisibility({ visibilityProperty: true });
      } else if (isShown) {
        const style = getComputedStyle(node);
        font = parseFloat(style.fontSize);
        visible = style.visibility === 'visible' && style.opacity !== '0';
        struck = areTexts && isStruck(style);
        for (let up = node.parentElement, above = 0; areTexts && up && !struck && above < 2; above += 1) {
          struck = isStruckBox(up);
          up = up.parentElement;
        }
      }
      const place = [Math.round(x + left), Math.round(y + top), Math.round(width), Math.round(height)];
      layouts.push(number, (visible ? 1 : 0) + (struck ? 2 : 0), Math.round(font), ...place);
    }
    return layouts;
  };

  const url = location.href;
  const root = document.documentElement;
  until = performance.now() + SLICE_MS;
  await emit(root);
  if (late()) await pause();
  // The browser brings its layout up to date once, as it would before the next frame anyway; then the clock starts.
  root.getBoundingClientRect();
  const start = performance.now();
  const drawnElements = await draw(elements, false, start + MAX_DRAW_MS / 2);
  const drawnTexts = await draw(texts, true, start + MAX_DRAW_MS);
  if (late()) await pause();
  const facts = {
    version: VERSION,
    url,
    truncated,
    noscript,
    units: counted.units,
    elements: drawnElements,
    texts: drawnTexts,
    options: options.sort((a, b) => a - b),
    inputs,
  };
  return `${JSON.stringify(facts)}\n${pieces.join('')}`;
})();
