// Runs in Firefox's own chrome, before the body that a test asks for. It finds the documents of tabs and extensions and
// runs scripts in them, also in a content script's own world; a driver sees tabs only.
const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
const { ExtensionCommon } = ChromeUtils.importESModule("resource://gre/modules/ExtensionCommon.sys.mjs");
const front = () => Services.wm.getMostRecentWindow("navigator:browser");
const extensionOf = (id) => WebExtensionPolicy.getByID(id).extension;
const actionOf = (id) => ExtensionParent.apiManager.global.browserActionFor(extensionOf(id));
// How Firefox names an extension's parts of its own windows.
const makeId = (id) => ExtensionCommon.makeWidgetId(id);

// The <browser> of a tab (by the driver's handle), of the popup, of the sidebar or of the event page.
const browserOf = ({ tab, extension, view }) => {
  if (tab) {
    const { TabManager } = ChromeUtils.importESModule("chrome://remote/content/shared/TabManager.sys.mjs");
    const { NavigableManager } = ChromeUtils.importESModule("chrome://remote/content/shared/NavigableManager.sys.mjs");
    const found = NavigableManager.getBrowsingContextById?.(tab) ?? TabManager.getBrowsingContextById?.(tab);
    return found?.embedderElement ?? null;
  }
  const views = [...extensionOf(extension).views].filter((one) => one.viewType === view && one.xulBrowser);
  return views.at(-1)?.xulBrowser ?? null;
};

// This function is sent as text into the process of the document.
const inside = async ({ name, world, code, mouse, key }) => {
  try {
    const target = content;
    if (key) {
      // As from the keyboard: trusted, to what has the focus, with all that the browser itself does for a key.
      const keyboard = Cc["@mozilla.org/text-input-processor;1"].createInstance(Ci.nsITextInputProcessor);
      keyboard.beginInputTransactionForTests(target);
      const event = new target.KeyboardEvent("", key);
      keyboard.keydown(event);
      keyboard.keyup(event);
      sendAsyncMessage(name, { value: "null" });
      return;
    }
    let scope;
    if (world) {
      const { ExtensionContent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionContent.sys.mjs");
      const context = ExtensionContent.getContextByExtensionId(world, target);
      if (!context) throw new Error(`no content script of ${world} here`);
      scope = context.cloneScope;
    } else {
      scope = new Cu.Sandbox(target, { sandboxPrototype: target, wantXrays: false, sameZoneAs: target });
    }
    const release = target.windowUtils.setHandlingUserInput(true);
    let promise;
    try {
      promise = Cu.evalInSandbox(`(async () => JSON.stringify((await (${code}\n)) ?? null))()`, scope);
    } finally {
      release.destruct();
    }
    const value = await promise;
    const spot = mouse ? JSON.parse(value) : null;
    if (spot) {
      const [x, y] = spot;
      for (const [type, buttons] of [["mousemove", 0], ["mousedown", 1], ["mouseup", 0]]) {
        const event = { button: 0, buttons, clickCount: type === "mousemove" ? 0 : 1, modifiers: 0, inputSource: 1 };
        target.synthesizeMouseEvent(type, x, y, event, { isDOMEventSynthesized: false });
      }
    }
    sendAsyncMessage(name, { value });
  } catch (error) {
    sendAsyncMessage(name, { error: `${error}` });
  }
};

// The answer is listened for everywhere: while it opens, Firefox moves a popup's document from one <browser> into another.
// A document that goes away before it answered never will: that is an error at once, and whoever waits may ask again.
const evaluateIn = (browser, details) =>
  new Promise((resolve, reject) => {
    const name = `giftos:${Services.uuid.generateUUID()}`;
    const { messageManager } = browser;
    const end = (settle, value) => {
      Services.mm.removeMessageListener(name, heard);
      Services.obs.removeObserver(closed, "message-manager-close");
      settle(value);
    };
    const heard = ({ data }) => {
      if (data.error) end(reject, new Error(data.error));
      else end(resolve, JSON.parse(data.value ?? "null"));
    };
    const closed = (gone) => {
      if (gone === messageManager) end(reject, new Error("the document went away before it answered"));
    };
    Services.mm.addMessageListener(name, heard);
    Services.obs.addObserver(closed, "message-manager-close");
    const script = `(${inside})(${JSON.stringify({ ...details, name })})`;
    messageManager.loadFrameScript(`data:application/javascript;charset=utf-8,${encodeURIComponent(script)}`, false);
  });
