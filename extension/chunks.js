// Loads what comes later of a program, each file once, when somebody first wants what it does. It decides nothing.
const fetched = {};
const loaded = {};

// `program` is the promise of the exports of a program's first file, which all others of it stand on.
export const begin = (name, program) => {
  loaded[name] = program;
};

// A failure is forgotten, so that the next try begins anew.
const once = (known, name, make) => {
  known[name] ??= make().catch((failure) => {
    delete known[name];
    throw failure;
  });
  return known[name];
};

export const fetchChunk = (name) =>
  once(fetched, name, () =>
    WebAssembly.compileStreaming(fetch(new URL(`./wasm/${name}_bg.wasm`, import.meta.url))),
  );

// `below` is the file that it stands on: what that exports, it imports.
export const loadChunk = (name, below) =>
  once(loaded, name, async () => {
    const [module, exports] = await Promise.all([fetchChunk(name), loaded[below]]);
    const { exports: own } = await WebAssembly.instantiate(module, { a: exports });
    own.begin();
    return own;
  });
