chrome.runtime.sendMessage("look").then((title) => (document.querySelector("#title").textContent = title));
document.querySelector("#save").addEventListener("click", () => chrome.runtime.sendMessage("clicked"));
