const seen = async (what) => {
  const { events = [] } = await chrome.storage.local.get("events");
  await chrome.storage.local.set({ events: [...events, what] });
};
const title = async (tab) => {
  const [{ result }] = await chrome.scripting.executeScript({ target: { tabId: tab.id }, func: () => document.title });
  return result;
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
