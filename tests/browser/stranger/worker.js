// Another extension in the same browser; tests speak through it. A listener keeps it a worker that the browser wakes.
chrome.runtime.onInstalled.addListener(() => {});
