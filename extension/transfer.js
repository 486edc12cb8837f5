// Loads the program that reads and writes files and lists, once, when somebody first imports, pastes or exports. It decides nothing.
import init, * as program from "./wasm/transfer.js";

let loading;

// A failure is forgotten, so that the next try loads it again.
const load = () => {
  loading ??= init({ module_or_path: new URL("./wasm/transfer_bg.wasm", import.meta.url) });
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
};

export const askTransfer = (name, values) => load().then(() => program[name](...values));
