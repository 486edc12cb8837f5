// Waits until the page has changed and is quiet again. Injected by scripting.executeScript; its completion value is a promise
// of "changed", or of "quiet" where nothing changed. It reads nothing of the page, sends nothing, and ends by itself.
new Promise((done) => {
  // Nothing happens for so long: the page is as it will be.
  const QUIET_MS = 1200;
  // Changes that belong together follow each other faster.
  const PAUSE_MS = 250;
  // A page that never rests is looked at all the same.
  const MOST_MS = 4000;
  const begun = performance.now();
  let changed = false;
  let timer = 0;
  const end = () => {
    observer.disconnect();
    document.removeEventListener('change', note, true);
    done(changed ? 'changed' : 'quiet');
  };
  const note = () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(end, Math.max(0, Math.min(PAUSE_MS, begun + MOST_MS - performance.now())));
  };
  const observer = new MutationObserver(note);
  observer.observe(document, {
    childList: true,
    characterData: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['content', 'href', 'src', 'value', 'hidden', 'aria-checked', 'aria-pressed', 'aria-selected'],
  });
  // What a person chooses in a list changes no attribute.
  document.addEventListener('change', note, true);
  timer = setTimeout(end, QUIET_MS);
});
