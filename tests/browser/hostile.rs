//! Messages that nobody of ours sent: from pages, frames, content scripts and another extension. Each is really sent.

use std::path::Path;

use anyhow::{Result, ensure};
use giftos_tests::Engine;
use giftos_tests::journey::{Driver, Kind, Somebody, Stage, ask, register, status};
use giftos_tests::shop::Given;
use serde_json::{Value, json};

const PAGE: &str = "https://hostile.example/thing";
const HTML: &str = r#"<!doctype html><html lang="en"><title>Thing</title><h1>Thing</h1><p>€5.00</p>
<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Thing","image":"https://hostile.example/thing.png",
"offers":{"price":"5.00","priceCurrency":"EUR"}}</script><iframe src="https://frame.example/inner"></iframe></html>"#;

/// What is kept in the browser and must not change: storage and every row of every database, without the counters of contact.
const KEPT: &str = "(async () => { \
    const local = await chrome.storage.local.get(null); delete local.reached_at; \
    const session = await chrome.storage.session.get(null); delete session.refused_messages; \
    const rows = {}; \
    for (const { name } of await indexedDB.databases()) { \
      const db = await new Promise((yes, no) => { const r = indexedDB.open(name); r.onsuccess = () => yes(r.result); r.onerror = no; }); \
      for (const store of db.objectStoreNames) rows[`${name}/${store}`] = await new Promise((yes, no) => { \
        const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => yes(r.result); r.onerror = no; }); \
      db.close(); } \
    const tabs = (await chrome.tabs.query({})).map((tab) => tab.id); \
    return { local, session, rows: JSON.stringify(rows), tabs }; })()";

struct Attack {
    from: String,
    /// A JavaScript expression for the message.
    message: String,
    shown: String,
}

/// The rows of `tests/data`, and from each of their senders every action under our own name for it.
fn attacks(own: &[Value]) -> Vec<Attack> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ext-messages.jsonl")).unwrap();
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(rows.len() >= 40, "{} rows", rows.len());
    let mut senders: Vec<&str> = rows.iter().map(|row| row["from"].as_str().unwrap()).collect();
    senders.sort_unstable();
    senders.dedup();
    let attack = |from: &str, message: &Value| {
        let shown = message.to_string();
        let message = shown.replace("\"REPEAT x 5000000\"", "'x'.repeat(5000000)");
        Attack { from: from.to_owned(), message, shown }
    };
    let ours = senders.iter().flat_map(|from| own.iter().map(|message| attack(from, message)));
    rows.iter().map(|row| attack(row["from"].as_str().unwrap(), &row["message"])).chain(ours).collect()
}

/// Sends it as its sender would. The value is the answer, or null where none came.
fn send(driver: &dyn Driver, attack: &Attack) -> Result<Value> {
    let (message, id) = (&attack.message, json!(driver.extension_id()));
    let settled = |call: &str| {
        format!("Promise.race([{call}.then(a => a ?? null, () => null), new Promise(r => setTimeout(r, 10000, null))])")
    };
    // A page has no door to us at all: it can only shout, or try a door that another extension opened.
    let shout = format!(
        "(window.postMessage({message}, '*'), window.top.postMessage({message}, '*'), \
         (globalThis.chrome?.runtime?.sendMessage) ? {} : null)",
        settled(&format!(
            "new Promise((yes) => chrome.runtime.sendMessage({id}, {message}, (a) => {{ chrome.runtime.lastError; yes(a); }}))"
        ))
    );
    match attack.from.as_str() {
        "page window.postMessage" | "web page via externally_connectable" => driver.page(&shout),
        "page CustomEvent" => driver.page(&format!(
            "['giftos', 'giftos:message', 'message'].map((name) => [window, document].map((target) => \
             target.dispatchEvent(new CustomEvent(name, {{detail: {message}}})))) && null"
        )),
        "iframe on another origin" => driver.frame("frame.example", &shout),
        "content script of a compromised renderer" => {
            driver.content_world(&settled(&format!("chrome.runtime.sendMessage({message})")))
        }
        "other extension runtime.sendMessage" => {
            driver.stranger(&settled(&format!("chrome.runtime.sendMessage({id}, {message})")))
        }
        "other extension runtime.connect" => driver.stranger(&settled(&format!(
            "new Promise((yes) => {{ const port = chrome.runtime.connect({id}); port.onMessage.addListener(yes); \
             port.onDisconnect.addListener(() => yes(null)); try {{ port.postMessage({message}); }} catch {{ yes(null); }} }})"
        ))),
        other => anyhow::bail!("nobody sends as {other:?}"),
    }
}

/// Whether a sender of this kind reaches the worker at all, where it must be counted.
fn arrives(from: &str) -> bool {
    from.starts_with("content script") || from.starts_with("other extension")
}

fn refuses_all(stage: &mut Stage) -> Result<()> {
    let base = stage.api.base();
    let who = Somebody::called("Ana");
    let driver = stage.driver.as_mut();
    register(driver, &base, &who)?;
    driver.load_other(&Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/stranger"))?;
    driver.visit(PAGE)?;
    driver.open_popup()?;
    let tab = ask(driver, &json!({"type": "page.look"}));
    let card = driver.popup("chrome.runtime.sendMessage({type: 'page.look'})")?;
    ensure!(card["type"] == "page" && card["url"] == PAGE, "the popup sees {card}; {tab:?}");
    let boards = driver.popup("chrome.runtime.sendMessage({type: 'boards.list'})")?;
    let board = boards["boards"][0]["id"].clone();
    let credentials = json!({"email": who.email, "password": who.password});
    let tokens = stage.api.post("/api/v1/sessions", None, &credentials)?.to_string();
    let driver = stage.driver.as_mut();
    driver.close_popup()?;
    let owner = json!({"server": base, "account": status(driver)?["account"]["id"]});
    let own = own_names(&card["tab_id"], &board, &owner, &tokens);

    let attacks = attacks(&own);
    let counted =
        |driver: &mut dyn Driver| -> Result<u64> { Ok(status(driver)?["refused_messages"].as_u64().unwrap_or(0)) };
    let kept = driver.options(KEPT)?;
    let mut before = counted(driver)?;
    for attack in &attacks {
        let answer = send(driver, attack)?;
        let refused = answer.is_null() || answer["type"] == "refused";
        ensure!(refused, "{} {} was answered: {answer}", attack.from, attack.shown);
        let after = counted(driver)?;
        let rise = u64::from(arrives(&attack.from));
        ensure!(after == before + rise, "{} {}: counted {before} to {after}", attack.from, attack.shown);
        before = after;
    }
    let after = driver.options(KEPT)?;
    ensure!(kept == after, "something changed: {kept} to {after}");
    ensure!(stage.api.rows_in_database(&who.email)?.is_empty(), "something was saved");
    let strangers = ["canary.test", "shop.example"];
    let asked = stage.web.asked();
    ensure!(asked.iter().all(|asked| !strangers.contains(&asked.url.host_str().unwrap_or_default())), "{asked:?}");

    // The same actions from our own pages work: they were refused for who asked, not for what.
    let driver = stage.driver.as_mut();
    let (of_panel, others): (Vec<&Value>, Vec<&Value>) = own.iter().partition(|message| is_of_panel(message));
    for message in of_panel {
        let answer = driver.panel(&format!("chrome.runtime.sendMessage({message})"))?;
        ensure!(!answer.is_null() && answer["type"] != "refused", "our own {message} was answered {answer}");
    }
    driver.front()?;
    driver.open_popup()?;
    for message in others {
        let script = format!("chrome.runtime.sendMessage({message})");
        let from_options = message["type"].as_str().is_some_and(|kind| kind.starts_with("account."));
        let answer = if from_options { driver.options(&script)? } else { driver.popup(&script)? };
        ensure!(!answer.is_null() && answer["type"] != "refused", "our own {message} was answered {answer}");
    }
    stage.rows(&who, 1).map(drop)
}

/// Only the panel may ask for it.
fn is_of_panel(message: &Value) -> bool {
    message["type"] == "server.read" || message["type"] == "outbox.send"
}

/// Our names for what the rows ask for: saving, another account, reading a board, tokens (there is only the status), sending, settings.
fn own_names(tab: &Value, board: &Value, owner: &Value, tokens: &str) -> Vec<Value> {
    let save = json!({"tab_id": tab, "url": PAGE, "title": "Thing", "price": {"amount_minor": 500, "currency": "EUR"}, "image": null,
        "variant": [], "boards": [board], "note": null, "quantity": 1, "checked": true});
    vec![
        json!({"type": "status.get"}),
        json!({"type": "boards.list"}),
        json!({"type": "server.read", "owner": owner, "path": "/boards?limit=100"}),
        json!({"type": "outbox.send"}),
        json!({"type": "page.look", "tab_id": tab}),
        json!({"type": "settings.set", "settings": {"detect_everywhere": false, "theme": "dark"}}),
        json!({"type": "outbox.flush"}),
        json!({"type": "item.save", "save": save}),
        json!({"type": "account.begin", "server": owner["server"], "tokens": tokens}),
    ]
}

fn in_browser(kind: Kind) {
    let site = |asked: &giftos_tests::shop::Asked| match asked.url.as_str() {
        PAGE => Some(Given::new("text/html; charset=utf-8", HTML)),
        "https://frame.example/inner" => Some(Given::new("text/html", "<!doctype html><title>Inner</title><p>Inner")),
        _ => None,
    };
    let mut stage = Stage::open(kind, Engine::Sqlite, &kind.built_extension(), false, site).unwrap();
    stage.play("hostile-messages", refuses_all).unwrap();
}

#[test]
fn chromium_refuses_and_counts_them() {
    in_browser(Kind::Chromium);
}

#[test]
fn firefox_refuses_and_counts_them() {
    in_browser(Kind::Firefox);
}

#[test]
fn no_door_of_ours_is_open_to_pages() {
    for kind in Kind::ALL {
        let manifest = std::fs::read(kind.built_extension().join("manifest.json")).unwrap();
        let manifest: Value = serde_json::from_slice(&manifest).unwrap();
        for door in ["externally_connectable", "web_accessible_resources", "content_scripts", "host_permissions"] {
            assert!(manifest.get(door).is_none(), "{}: {door}", kind.name());
        }
    }
}
