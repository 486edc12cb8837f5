const seen = async (what) => {
  const { events = [] } = await chrome.storage.local.get("events");
  await chrome.storage.local.set({ events: [...events, what] });
};
const look = (tab) => chrome.scripting.executeScript({ target: { tabId: tab.id }, func: () => document.title });
// Chromium tells of a gesture some hundredths of a second before it lets the page be seen.
const title = async (tab, wait = 20) => {
  const granted = await look(tab).catch((denied) => (wait > 1000 ? Promise.reject(denied) : null));
  if (granted) return granted[0].result;
  await new Promise((passed) => setTimeout(passed, wait));
  return title(tab, wait * 2);
};
chrome.runtime.onInstalled.addListener(() => chrome.contextMenus.create({ id: "save", title: "Save to trial", contexts: ["all"] }));
chrome.commands.onCommand.addListener(async (name, tab) => seen(`command ${name} on ${await title(tab)}`));
chrome.contextMenus.onClicked.addListener(async (info, tab) => seen(`menu ${info.menuItemId} on ${await title(tab)}`));
chrome.runtime.onMessage.addListener((message, sender, answer) => {
  if (message === "look") {
    chrome.tabs.query({ active: true, lastFocusedWindow: true }).then(async ([tab]) => answer(await title(tab)));
    return true;
  }
  seen(`message ${message}`);
  answer("heard");
});
chrome.action.setBadgeText({ text: "7" });
