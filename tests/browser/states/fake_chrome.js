// A `chrome` that answers from a table, so that every state of the pages can be shown without a worker.
// A driver runs `installFakeChrome({...})` before the page's own script. It is a test fixture and is never shipped.
//   messages  an extension's messages.json · locale "de" · direction "ltr"
//   answers   {"page.look": reply, …}; a list is answered in turn, its last entry again and again; null never answers
//   granted   host patterns that are granted · prompt: "ignored" never settles, "refused" says no
//   stored    what lies in `storage.local`, by its key
//   firefox   true has a sidebar instead of a side panel
//   shelf     what lies on the second of two boards: entries · parked (changes that the server refused) · waiting (saves on their way) · many (so many entries instead) ·
//             copied (it is on the device already) · slow (the server never answers) · events (numbered up to 9) ·
//             board (fields of that board) · saved (what is remembered of pages, by their key) · sightings (of prices, by item)
//   answers["fake.fetch"]  what a server answers, as text
// What was asked stands in `fake.asked`, keys without a text in `fake.wordless`; `fake.push(message)` tells the page something.
globalThis.installFakeChrome = ({ messages, locale, direction, answers, granted = [], prompt = "granted", firefox = false, stored = {}, shelf }) => {
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
  const boards = ["My wishes", "Ana’s ideas"].map((name, at) => ({
    id: `01936f3e-0000-7000-8000-00000000000${at + 1}`, name, description: null, cover_image: null, kind: at ? "ideas" : "wish_list",
    audience: "private", relation: "owner", is_default: at === 0, link_token: null, item_count: at ? shelf?.entries.length : 0,
    created_at: 1, updated_at: 1, deleted_at: null, version: 1, ...(at ? shelf?.board : null),
  }));
  const entries = shelf?.many
    ? Array.from({ length: shelf.many }, (_, at) => ({
        ...shelf.entries[at % shelf.entries.length], title: `Thing ${at + 1}`, position: at,
        id: `01936f3e-0000-7000-8000-${String(at + 1000).padStart(12, "0")}`,
      }))
    : shelf?.entries ?? [];
  const owner = { server: "https://gifts.example", account: answers["status.get"].account?.id };
  const row = (sending, body = "", parked = null) =>
    JSON.stringify({ owner: owner.account ? owner : null, sending, body, page: null, made_at: Date.now(), attempts: 0, faults: 0, not_before: 0, parked });
  // The database as the worker leaves it; the page's own opening waits for this one.
  const open = () => indexedDB.open("giftos", 3);
  const seed = () => {
    indexedDB.deleteDatabase("giftos");
    const opening = open();
    opening.onupgradeneeded = () => {
      const outbox = opening.result.createObjectStore("outbox", { autoIncrement: true });
      const saved = opening.result.createObjectStore("saved");
      for (const [page, remembered] of Object.entries(shelf?.saved ?? {}))
        saved.put(JSON.stringify(remembered), `${owner.account ? `${owner.server} ${owner.account}` : "nobody"} ${page}`);
      const session = opening.result.createObjectStore("session");
      if (owner.account) session.put(JSON.stringify({ server: owner.server, account: answers["status.get"].account }), "current");
      opening.result.createObjectStore("pictures");
      const copies = opening.result.createObjectStore("copies");
      for (const { id, title, price, image, problem } of [...(shelf?.waiting ?? [])].reverse())
        outbox.add(row({ item: { id, boards: [boards[1].id], title, price, image } }, "{}", problem && { kind: "/problems/invalid", detail: problem }));
      for (const { sending, body = {}, kind, detail = null } of shelf?.parked ?? [])
        outbox.add(row(sending, JSON.stringify(body), { kind, detail }));
      if (!shelf?.copied) return;
      const key = `${owner.server} ${owner.account}`;
      copies.put(JSON.stringify(owner), "last");
      copies.put(JSON.stringify({ at: 1795600000000, number: 9, boards }), `${key} boards`);
      copies.put(JSON.stringify(entries), `${key} items ${boards[1].id}`);
      copies.put("[]", `${key} items ${boards[0].id}`);
    };
    opening.onsuccess = () => opening.result.close();
  };
  const added = (sending, body) =>
    new Promise((done) => {
      const opening = open();
      opening.onsuccess = () => {
        const writing = opening.result.transaction("outbox", "readwrite");
        writing.objectStore("outbox").add(row(sending, body));
        writing.oncomplete = () => (opening.result.close(), done());
      };
    });
  const told = (path) => {
    const { pathname, searchParams } = new URL(path, "https://gifts.example");
    const from = Number(searchParams.get("cursor") ?? 0);
    const page = (all) => ({ entries: all.slice(from, from + 100), next_cursor: from + 100 < all.length ? String(from + 100) : null });
    if (pathname === "/events") {
      const entries = (shelf?.events ?? []).filter(({ number }) => number > Number(searchParams.get("after")));
      return { entries, last_number: 9, reset: false };
    }
    if (pathname === "/boards") return page(boards);
    const [, of] = pathname.match(/^\/items\/(.*)\/observations$/) ?? [];
    if (of) return page(shelf?.sightings?.[of] ?? []);
    // Whose pages are remembered has them on the server too.
    if (pathname === "/items" && shelf?.saved) return page(entries);
    return page(pathname === `/boards/${boards[1].id}/items` ? entries : []);
  };
  const builtIn = { "@@ui_locale": locale, "@@bidi_dir": direction };
  const chrome = {
    i18n: {
      getMessage: (key, values = []) => {
        if (!messages[key] && !builtIn[key]) wordless.push(key);
        return builtIn[key] ?? (messages[key] ? fill(messages[key], values) : "");
      },
    },
    runtime: {
      sendMessage: async (message) => {
        asked.push(message);
        const { type, id, patch } = message;
        if (type === "server.read" && !answers[type])
          return shelf?.slow ? new Promise(() => {}) : { type: "told", text: JSON.stringify(told(message.path)) };
        if (type === "item.bin") await added({ remove: id });
        if (type === "item.restore") await added({ restore: id });
        if (type === "item.edit") await added({ edit: id }, JSON.stringify(patch));
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
      getAll: async () => ({ permissions: ["activeTab", "alarms", "storage"], origins: [...hosts] }),
      remove: async ({ origins }) => (origins.forEach((origin) => hosts.delete(origin)), true),
    },
    storage: {
      local: {
        get: async (key) => (key in stored ? { [key]: stored[key] } : {}),
        set: async (items) => void Object.assign(stored, items),
        remove: async (key) => void delete stored[key],
      },
    },
    windows: { getCurrent: async () => ({ id: 7 }) },
    tabs: { create: async (tab) => (asked.push({ type: "fake.tab", ...tab }), {}), onActivated: { addListener() {} }, onUpdated: { addListener() {} } },
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
  seed();
  globalThis.fake = { asked, wordless, push: (message) => listeners.forEach((listener) => listener(message)) };
};
