// Loads the program that reads pages, once, when the first page is to be looked at. It decides nothing.
// Its glue is imported here because a service worker refuses import() later.
import init, * as program from "./wasm/reader.js";

let loading;

// Starts loading without waiting for it. A failure is forgotten, so that the next page tries again.
export const load = () => {
  loading ??= init({ module_or_path: chrome.runtime.getURL("wasm/reader_bg.wasm") });
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
};

// The program gives no memory back while it reads. Each question is answered by an instance of its own, which goes with all its
// memory; what was compiled stays. So a page that was too much for it spoils nothing for the next.
export const askReader = (name, values) =>
  load().then(() => {
    try {
      return program[name](...values);
    } finally {
      program.__wbg_reset_state();
    }
  });
