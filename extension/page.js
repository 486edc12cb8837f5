// Starts the program of popup and panel; which of both it is, the program reads from the body itself.
import start from "./wasm/panel.js";

start({ module_or_path: new URL("./wasm/panel_bg.wasm", import.meta.url) });
