// Starts the pages' program; which page it is, the program reads from the body itself.
import start from "./wasm/ui.js";

start({ module_or_path: new URL("./wasm/ui_bg.wasm", import.meta.url) });
