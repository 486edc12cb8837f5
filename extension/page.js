// Starts the program of popup, panel and options, and loads at the same time what the panel or the options show first.
// Which page this is, the program reads from the body itself.
import start from "./wasm/pages.js";
import { begin, fetchChunk } from "./chunks.js";

const page = document.body.dataset.page;
if (page !== "popup") fetchChunk(page).catch(() => {});
begin("pages", start({ module_or_path: new URL("./wasm/pages_bg.wasm", import.meta.url) }));
