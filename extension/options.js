// Starts the program of the options.
import start from "./wasm/options.js";

start({ module_or_path: new URL("./wasm/options_bg.wasm", import.meta.url) });
