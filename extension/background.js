// Registers every listener and hands over to the WASM core. It decides nothing.
// All listeners are set while this file first runs: a browser that wakes the worker for an event
// delivers it only to listeners that are there by then. Each of them waits for the core itself.
import init, * as core from "./wasm/background.js";
import { begin } from "./chunks.js";

const ready = init({ module_or_path: chrome.runtime.getURL("wasm/background_bg.wasm") });
begin("background", ready);

const hand = (name, ...values) => ready.then(() => core[name](...values));
const note = (failure) => console.error("giftos:", failure);
const on = (event, name) => event.addListener((...values) => void hand(name, ...values).catch(note));

chrome.runtime.onMessage.addListener((message, sender, respond) => {
  hand("on_message", message, sender).then(respond, (failure) => {
    note(failure);
    respond();
  });
  return true;
});

// Nobody outside talks to us, and nobody inside by a port: counted, and closed.
chrome.runtime.onMessageExternal.addListener(() => void hand("on_stranger").catch(note));
for (const event of [chrome.runtime.onConnect, chrome.runtime.onConnectExternal]) {
  event.addListener((port) => {
    port.disconnect();
    hand("on_stranger").catch(note);
  });
}

on(chrome.runtime.onInstalled, "on_installed");
on(chrome.runtime.onStartup, "on_startup");
on(chrome.commands.onCommand, "on_command");
on(chrome.contextMenus.onClicked, "on_menu");
const typed = (what, text, place) => hand("on_omnibox", what, text, place);
chrome.omnibox.onInputStarted.addListener(() => void typed("started", "", "").catch(note));
// Firefox's function can be called from a script alone.
chrome.omnibox.onInputChanged.addListener((text, suggest) => void typed("changed", text, "").then((lines) => suggest(lines ?? [])).catch(note));
chrome.omnibox.onInputEntered.addListener((text, place) => void typed("entered", text, place).catch(note));
on(chrome.alarms.onAlarm, "on_alarm");
on(chrome.tabs.onUpdated, "on_tab_updated");
on(chrome.tabs.onRemoved, "on_tab_removed");
on(chrome.permissions.onAdded, "on_permissions");
on(chrome.permissions.onRemoved, "on_permissions");
self.addEventListener("online", () => void hand("on_online").catch(note));

hand("on_wake").catch(note);
