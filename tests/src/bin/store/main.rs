//! `cargo xtask store`: the pictures that the stores show, of the real extension over the demo shop; and `cargo xtask icons`: its icons.
//! What is seen in the browser's window is what the extension drew there; only the window around it is drawn.
//! It never shows a page, a name or a price that is not of the demo.

mod drawing;
mod scene;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use giftos_tests::Engine;
use giftos_tests::chromium::{Chromium, Extension, Launch, Page};
use giftos_tests::journey::{Api, Somebody};
use giftos_tests::shop::{Case, PageServer};
use scene::{Scene, Side, Size};
use serde_json::{Value, json};
use uuid::Uuid;

const SHOP: &str = "https://fern-and-finch.example";

#[derive(Parser)]
#[command(name = "store", about = "Takes the pictures that the stores show.")]
struct Arguments {
    /// The extension built for Chromium.
    #[arg(long, default_value = "dist/chrome")]
    extension: PathBuf,
    /// Where the pictures go.
    #[arg(long, default_value = "dist/store/pictures")]
    into: PathBuf,
    /// Instead: draw the extension's icons into this folder.
    #[arg(long)]
    icons: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("store: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    if let Some(folder) = &arguments.icons {
        return drawing::icons(folder);
    }
    drawing::for_stores(&arguments.into)?;
    for words in [&ENGLISH, &GERMAN, &HEBREW] {
        let folder = arguments.into.join(words.language);
        take_all(&folder, &arguments.extension, words)?;
        println!("5 pictures in {}", folder.display());
    }
    Ok(())
}

/// What the person of the pictures wrote.
struct Words {
    language: &'static str,
    name: &'static str,
    wishes: &'static str,
    ideas: &'static str,
    registry: &'static str,
    wish: &'static str,
    note: &'static str,
}

const ENGLISH: Words = Words {
    language: "en",
    name: "Ana",
    wishes: "My wishes",
    ideas: "Ideas for Leo",
    registry: "Our new flat",
    wish: "A day at the sea",
    note: "Any month with an R in it.",
};
const GERMAN: Words = Words {
    language: "de",
    name: "Ana",
    wishes: "Meine Wünsche",
    ideas: "Ideen für Leo",
    registry: "Unsere neue Wohnung",
    wish: "Ein Tag am Meer",
    note: "In jedem Monat mit R.",
};
const HEBREW: Words = Words {
    language: "he",
    name: "נועה",
    wishes: "המשאלות שלי",
    ideas: "רעיונות לליאו",
    registry: "הדירה החדשה שלנו",
    wish: "חופשה בים",
    note: "בכל חודש, רק לא באוגוסט.",
};

fn take_all(folder: &Path, extension: &Path, words: &Words) -> Result<()> {
    let web = PageServer::start(Case::site(&Case::all()?, None))?;
    let api = Api::start(Engine::Sqlite)?;
    let chromium = Launch::default().in_language(words.language).through(web.address()).start()?;
    let extension = chromium.load_extension(extension)?;
    let options = extension.open("options.html")?;
    options.wait_for("the options", "!!document.querySelector('form.fields')")?;
    sign_in(&options, &api, words)?;
    let shots = Shots { chromium: &chromium, extension: &extension, folder, rtl: words.language == "he" };
    shots.popup("1-found", "kettle", "form.card", None)?;
    shots.popup("2-saved", "lamp", "section.card.done", Some("form.card button[type=submit]"))?;
    shots.popup("3-check", "mug", "form.card", None)?;
    shots.panel("4-boards", "backpack")?;
    shots.options("5-privacy", &options)
}

/// Makes an account with boards and wishes that somebody might have who has used it for a while, and is signed in to it.
fn sign_in(options: &Page, api: &Api, words: &Words) -> Result<()> {
    let who = Somebody { name: words.name.to_owned(), ..Somebody::called("ana") };
    let account = json!({"email": who.email, "password": who.password, "display_name": who.name});
    let tokens = api.post("/api/v1/accounts", None, &account)?;
    let token = tokens["access_token"].as_str().context("a token")?;
    for (name, kind) in [(words.ideas, "ideas"), (words.registry, "registry")] {
        api.post("/api/v1/boards", Some(token), &json!({"id": Uuid::now_v7(), "name": name, "kind": kind}))?;
    }
    let thing = |path: &str, title: &str, amount: i64, brand: &str| -> Value {
        json!({"url": format!("{SHOP}/{path}"), "title": title, "image": format!("{SHOP}/{path}.png"), "brand": brand,
            "price": {"amount_minor": amount, "currency": "EUR"}, "price_kind": "current", "availability": "in_stock"})
    };
    for mut item in [
        json!({"boards": "default", "title": words.wish, "note": words.note}),
        json!({"boards": "default", "page": thing("headphones", "Nocturne headphones", 14900, "Nocturne Audio")}),
        json!({"boards": "default", "page": thing("backpack", "Ember day pack", 7900, "Trailhead")}),
    ] {
        item["id"] = json!(Uuid::now_v7());
        api.post("/api/v1/items", Some(token), &item)?;
    }
    // The server names the first board in English; somebody who has used it for a while has named it as they speak.
    let boards = api.get("/api/v1/boards", token)?;
    let first = boards["entries"].as_array().into_iter().flatten().find(|board| board["is_default"] == true);
    let first = first.and_then(|board| board["id"].as_str()).context("the first board")?;
    api.patch(&format!("/api/v1/boards/{first}"), token, &json!({"name": words.wishes}))?;
    let begin = json!({"type": "account.begin", "server": api.base(), "tokens": tokens.to_string()});
    let answer = options.evaluate(&format!("chrome.runtime.sendMessage({begin})"))?;
    ensure!(answer["account"]["email"] == who.email.as_str(), "not signed in: {answer}");
    Ok(())
}

struct Shots<'a> {
    chromium: &'a Chromium,
    extension: &'a Extension<'a>,
    folder: &'a Path,
    rtl: bool,
}

impl Shots<'_> {
    /// The real popup over a page of the shop, after a click where `press` says one.
    fn popup(&self, name: &str, path: &str, ready: &str, press: Option<&str>) -> Result<()> {
        let address = format!("{SHOP}/{path}");
        let shop = self.chromium.open(&address)?;
        // The shop stands away from the popup, so that what it says is beside it and not behind it.
        let away = if self.rtl { "right" } else { "left" };
        shop.evaluate(&format!(
            "document.head.insertAdjacentHTML('beforeend', '<style>header, main {{ margin-{away}: 0 }}</style>')"
        ))?;
        let page = scene::picture(&shop, Some(Size::SMALLER), false)?;
        let popup = self.extension.open_popup(&shop)?;
        if let Some(button) = press {
            popup.wait_for(&format!("{name}'s button"), &format!("!!document.querySelector({})", json!(button)))?;
            popup.click(button)?;
            popup.wait_for(name, &format!("!!document.querySelector({})", json!(ready)))?;
            // First it says that it is kept here; then that is on the server, and there is nothing more to say.
            popup.wait_for("the save to arrive", "!document.querySelector('.banner')")?;
        }
        popup.wait_for(name, &format!("!!document.querySelector({})", json!(ready)))?;
        let over = scene::picture(&popup, None, self.rtl)?;
        popup.close()?;
        self.keep(
            name,
            &Scene { address: Some(&address), page: &page, over: Some((Side::Popup, &over)), rtl: self.rtl },
        )?;
        shop.close()
    }

    /// A board in the panel, beside a page of the shop.
    fn panel(&self, name: &str, path: &str) -> Result<()> {
        let address = format!("{SHOP}/{path}");
        let shop = self.chromium.open(&address)?;
        let page = scene::picture(&shop, Some(Size::BESIDE), false)?;
        let panel = self.extension.open("panel.html")?;
        panel.wait_for("the tabs", "document.querySelectorAll('[role=tab]').length > 1")?;
        panel.click("[role=tab]:not([aria-selected=true])")?;
        panel.wait_for("the boards", "document.querySelectorAll('.boards li button').length > 2")?;
        panel.click(".boards li button")?;
        panel.wait_for("the wishes", "document.body.innerText.includes('Dusk table lamp')")?;
        let over = scene::picture(&panel, Some(Size::PANEL), self.rtl)?;
        self.keep(
            name,
            &Scene { address: Some(&address), page: &page, over: Some((Side::Panel, &over)), rtl: self.rtl },
        )?;
        panel.close()?;
        shop.close()
    }

    /// The options, where they say what leaves the page: so large that this fills the window.
    fn options(&self, name: &str, options: &Page) -> Result<()> {
        options.evaluate("location.reload()")?;
        options.wait_for("the account", "!!document.querySelector('dl.rows')")?;
        // As large as the last section can be with some air above it.
        let larger = "const last = document.querySelector('main > section:last-of-type'); const top = last.getBoundingClientRect().top; \
            const tall = document.documentElement.scrollHeight - scrollY - top + 14; \
            document.documentElement.style.zoom = Math.min(1.4, innerHeight / tall); scrollTo(0, document.documentElement.scrollHeight)";
        scene::picture(options, Some(Size::WINDOW), self.rtl)?;
        options.evaluate(&format!("{{ {larger} }}"))?;
        let page = scene::picture(options, Some(Size::WINDOW), self.rtl)?;
        self.keep(name, &Scene { address: None, page: &page, over: None, rtl: self.rtl })
    }

    fn keep(&self, name: &str, scene: &Scene) -> Result<()> {
        scene.keep(self.chromium, &self.folder.join(format!("{name}.png")))
    }
}
