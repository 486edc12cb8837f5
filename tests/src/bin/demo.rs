//! `cargo xtask run --demo`: a small shop, a server with an account on it, and Chromium with the extension signed in to it.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Parser;
use giftos_tests::Engine;
use giftos_tests::catcher::{Catcher, Caught, Setup as Mailbox};
use giftos_tests::journey::{Api, Driver, Kind, Setup, Somebody, sign_in};
use giftos_tests::shop::{Case, PageServer};
use serde_json::json;
use uuid::Uuid;

const SHOP: &str = "https://fern-and-finch.example";

#[derive(Parser)]
#[command(
    name = "demo",
    about = "Opens Chromium with the extension, a demo shop and a demo account that is signed in."
)]
struct Arguments {
    /// The extension built for Chromium.
    #[arg(long, default_value = "dist/chrome")]
    extension: PathBuf,
    /// End when everything is set up, instead of staying until ctrl-c.
    #[arg(long)]
    once: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demo: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    let web = PageServer::start(Case::site(&Case::all()?, None))?;
    let mailbox = Catcher::start(Mailbox::default())?;
    let api = Api::start_with(Engine::Sqlite, |config, base| config.mail = mailbox.settings(base))?;
    let who = Somebody::called("Ana");
    furnish(&api, &who)?;
    let display = std::env::var("DISPLAY").ok().filter(|display| !display.is_empty());
    let headless = display.is_none();
    let setup = Setup { extension: arguments.extension.clone(), web: web.address(), display };
    let mut browser = Kind::Chromium.open(&setup)?;
    println!("Signing in as {} …", who.email);
    sign_in(browser.as_mut(), &api.base(), &who)?;
    browser.visit(&format!("{SHOP}/"))?;
    browser.visit(&format!("{SHOP}/kettle"))?;
    println!("{}", what_to_click(&api.base(), &who, headless));
    if arguments.once { Ok(()) } else { stay(browser.as_ref(), &mailbox) }
}

/// Boards and wishes that somebody might have who has used it for a while.
fn furnish(api: &Api, who: &Somebody) -> Result<()> {
    api.post(
        "/api/v1/accounts",
        None,
        &json!({"email": who.email, "password": who.password, "display_name": who.name}),
    )?;
    let session = api.post("/api/v1/sessions", None, &json!({"email": who.email, "password": who.password}))?;
    let token = session["access_token"].as_str().context("a token")?;
    let ideas = Uuid::now_v7();
    for (id, name, kind) in [(ideas, "Ideas for Leo", "ideas"), (Uuid::now_v7(), "Our new flat", "registry")] {
        api.post("/api/v1/boards", Some(token), &json!({"id": id, "name": name, "kind": kind}))?;
    }
    let lamp = json!({"url": format!("{SHOP}/lamp"), "title": "Dusk table lamp", "image": format!("{SHOP}/lamp.png"),
        "price": {"amount_minor": 8950, "currency": "EUR"}, "price_kind": "current", "brand": "Lumen & Oak"});
    let headphones = json!({"url": format!("{SHOP}/headphones"), "title": "Nocturne headphones", "image": format!("{SHOP}/headphones.png"),
        "price": {"amount_minor": 14900, "currency": "EUR"}, "price_kind": "current", "brand": "Nocturne Audio"});
    for item in [
        json!({"id": Uuid::now_v7(), "boards": "default", "page": lamp}),
        json!({"id": Uuid::now_v7(), "boards": "default", "title": "A day at the sea", "note": "Any month with an R in it."}),
        json!({"id": Uuid::now_v7(), "boards": [ideas], "page": headphones, "private_note": "He tried hers twice."}),
    ] {
        api.post("/api/v1/items", Some(token), &item)?;
    }
    Ok(())
}

fn what_to_click(server: &str, who: &Somebody, headless: bool) -> String {
    let seen = if headless {
        "There is no screen here (DISPLAY is not set), so Chromium runs without a window. Run this on a desktop to look around.\n"
    } else {
        "Chromium asks whether GiftOS may reach 127.0.0.1. That is this demo's own server: choose Allow. Until then it hears no key.\n"
    };
    format!(
        "
{seen}
Chromium shows a kettle in the demo shop, {SHOP}. Nothing of it leaves this machine.

  1. Press Alt+Shift+G. The kettle is on \"My wishes\".
  2. Open another thing of the shop and click the GiftOS button (in the puzzle piece of the toolbar).
     The mug has no markup at all and two prices, the day pack is on sale, the headphones come with a policy that forbids every script.
  3. Open the kettle again and click the button: it says that it is saved already.
  4. \"panel\" in the popup shows the boards.

Mails of the server reach nobody: they are shown here as they come.

The account is {} with the password {}, on {server}; it is gone when the demo ends. Ctrl-c, or closing Chromium, ends it.",
        who.email, who.password
    )
}

/// Until ctrl-c, or until the person closes the browser. Mails that come meanwhile are shown.
fn stay(browser: &dyn Driver, mailbox: &Catcher) -> Result<()> {
    let mut shown = 0;
    tokio::runtime::Runtime::new()?.block_on(async {
        loop {
            for mail in mailbox.caught().iter().skip(shown) {
                println!("{}", as_shown(mail));
                shown += 1;
            }
            tokio::select! {
                pressed = tokio::signal::ctrl_c() => return Ok(pressed?),
                () = tokio::time::sleep(Duration::from_millis(500)) => {}
            }
            if browser.worker_runs().is_err() {
                println!("Chromium was closed.");
                return Ok(());
            }
        }
    })
}

fn as_shown(mail: &Caught) -> String {
    let message = mail.message();
    let subject = message.subject().unwrap_or_default();
    format!("\n--- A mail to {}\n{subject}\n\n{}\n---", mail.to.join(", "), mail.text().trim())
}
