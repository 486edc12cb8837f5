// A `chrome` that answers from a table, so that every state of the pages can be shown without a worker.
// A driver runs `installFakeChrome({...})` before the page's own script. It is a test fixture and is never shipped.
//   messages  an extension's messages.json · locale "de" · direction "ltr"
//   answers   {"page.look": reply, …}; a list is answered in turn, its last entry again and again; null never answers
//   granted   host patterns that are granted · prompt: "ignored" never settles, "refused" says no
//   firefox   true has a sidebar instead of a side panel
//   answers["fake.fetch"]  what a server answers, as text
// What was asked stands in `fake.asked`, keys without a text in `fake.wordless`; `fake.push(message)` tells the page something.
globalThis.installFakeChrome = ({ messages, locale, direction, answers, granted = [], prompt = "granted", firefox = false }) => {
  const asked = [];
  const listeners = [];
  const wordless = [];
  const hosts = new Set(granted);
  const turns = {};
  const fill = (entry, values) =>
    entry.message.replace(/\$([a-z_]+)\$/gi, (_, name) => {
      const slot = entry.placeholders[name.toLowerCase()].content;
      return values[Number(slot.slice(1)) - 1] ?? "";
    });
  const builtIn = { "@@ui_locale": locale, "@@bidi_dir": direction };
  const chrome = {
    i18n: {
      getMessage: (key, values = []) => {
        if (!messages[key] && !builtIn[key]) wordless.push(key);
        return builtIn[key] ?? (messages[key] ? fill(messages[key], values) : "");
      },
    },
    runtime: {
      sendMessage: (message) => {
        asked.push(message);
        let answer = answers[message.type];
        if (Array.isArray(answer)) {
          const turn = turns[message.type] ?? 0;
          turns[message.type] = turn + 1;
          answer = answer[Math.min(turn, answer.length - 1)];
        }
        if (answer === null) return new Promise(() => {});
        const fresh = structuredClone(answer);
        // Ten seconds from whenever the state is shown.
        for (const mark of [fresh, fresh?.just_saved]) if (mark?.undo_until === "soon") mark.undo_until = Date.now() + 10_000;
        return Promise.resolve(fresh);
      },
      onMessage: { addListener: (listener) => listeners.push(listener) },
      getURL: (file) => (firefox ? "moz-extension://" : "chrome-extension://") + "giftos/" + file,
      getPlatformInfo: async () => ({ os: "linux" }),
      openOptionsPage: async () => void asked.push({ type: "fake.options" }),
    },
    permissions: {
      request: ({ origins }) => {
        asked.push({ type: "fake.permission", origins });
        if (prompt === "ignored") return new Promise(() => {});
        if (prompt === "granted") origins.forEach((origin) => hosts.add(origin));
        return Promise.resolve(prompt === "granted");
      },
      contains: async ({ origins }) => origins.every((origin) => hosts.has(origin)),
      remove: async ({ origins }) => (origins.forEach((origin) => hosts.delete(origin)), true),
    },
    windows: { getCurrent: async () => ({ id: 7 }) },
    tabs: { create: async () => ({}), onActivated: { addListener() {} }, onUpdated: { addListener() {} } },
    commands: { getAll: async () => [{ name: "save-product", shortcut: "Alt+Shift+G" }] },
  };
  const load = globalThis.fetch;
  globalThis.fetch = async (request) => {
    // The page's own files, its program among them, are really loaded.
    if (!(request instanceof Request)) return load(request);
    asked.push({ type: "fake.fetch", method: request.method, url: request.url, body: await request.text() });
    return new Response(answers["fake.fetch"], { headers: { "content-type": "application/json" } });
  };
  const panel = { open: async (options) => void asked.push({ type: "fake.panel", ...options }) };
  chrome[firefox ? "sidebarAction" : "sidePanel"] = panel;
  globalThis.chrome = chrome;
  globalThis.fake = { asked, wordless, push: (message) => listeners.forEach((listener) => listener(message)) };
};
