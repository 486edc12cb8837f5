// Waits until the page has changed and is quiet again. Injected by scripting.executeScript; its completion value is a promise
// of "changed", or of "quiet" where nothing changed. It reads nothing of the page, sends nothing, and ends by itself.
new Promise((done) => {
  // Nothing happens for so long: the page is as it will be.
  const QUIET_MS = 1200;
  // Changes that belong together follow each other faster.
  const PAUSE_MS = 250;
  // A page that never rests is looked at all the same.
  const MOST_MS = 4000;
  // Whoever is called later than this waited for a machine or a page that was busy.
  const LATE_MS = 60;
  // What is looked through for open shadow trees, and how many of them are watched.
  const MAX_NODES = 32000;
  const MAX_ROOTS = 200;
  const WATCHED = {
    childList: true,
    characterData: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['content', 'href', 'src', 'value', 'hidden', 'aria-checked', 'aria-pressed', 'aria-selected'],
  };
  const begun = performance.now();
  const roots = new Set();
  let changed = false;
  let timer = 0;
  const left = () => begun + MOST_MS - performance.now();
  const wait = (ms) => {
    const due = performance.now() + ms;
    clearTimeout(timer);
    timer = setTimeout(() => {
      // What held this up held the page's own work up too, which comes first: so long nothing is known to be quiet.
      if (performance.now() > due + LATE_MS && left() > 0) wait(Math.min(PAUSE_MS, left()));
      else end();
    }, ms);
  };
  const end = () => {
    observer.disconnect();
    for (const root of roots) root.removeEventListener('change', note, true);
    done(changed ? 'changed' : 'quiet');
  };
  const note = () => {
    changed = true;
    wait(Math.max(0, Math.min(PAUSE_MS, left())));
  };
  // What happens in a shadow tree is seen only by who watches that tree itself.
  const watch = (root) => {
    if (roots.size >= MAX_ROOTS || roots.has(root)) return;
    roots.add(root);
    observer.observe(root, WATCHED);
    // What a person chooses in a list changes no attribute.
    root.addEventListener('change', note, true);
    watchBelow(root);
  };
  const watchBelow = (node) => {
    const all = node.querySelectorAll('*');
    for (let i = 0; i < all.length && i < MAX_NODES; i += 1) if (all[i].shadowRoot) watch(all[i].shadowRoot);
  };
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        if (node.nodeType !== 1) continue;
        if (node.shadowRoot) watch(node.shadowRoot);
        watchBelow(node);
      }
    }
    note();
  });
  watch(document);
  wait(QUIET_MS);
});
