//! Pictures that a person brings, in the real pages over a real server: chosen, pasted and dropped; without an account, without a
//! network, with a worker that is stopped between picture and row; arrived once, and of nobody else.

use anyhow::{Context, Result, ensure};
use giftos_tests::Engine;
use giftos_tests::journey::{Kind, Somebody, Stage, sign_out, status};
use giftos_tests::uploads::{SECRET, announced_png, photo, png, talkative_jpeg};
use giftos_tests::wait::{STEP, until};
use serde_json::json;

const ITEM: &str = "01936f3e-0000-7000-8000-000000000101";
const BOARD: &str = "01936f3e-0000-7000-8000-000000000002";

/// How the form of a wish is given a picture.
#[derive(Debug, Clone, Copy)]
enum Way {
    File,
    Paste,
    Drop,
}

/// Hands a file to what stands at a selector, as the browser would.
fn give(way: Way, selector: &str, bytes: &[u8], name: &str, kind: &str) -> String {
    let act = match way {
        Way::File => "place.files = data.files; place.dispatchEvent(new Event('change', {bubbles: true}))",
        // Firefox makes no event that holds files.
        Way::Paste => {
            "const pasted = new ClipboardEvent('paste', {bubbles: true, cancelable: true}); \
             Object.defineProperty(pasted, 'clipboardData', {value: data}); place.dispatchEvent(pasted)"
        }
        Way::Drop => {
            "place.dispatchEvent(new DragEvent('dragover', {dataTransfer: data, bubbles: true, cancelable: true})); \
             place.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}))"
        }
    };
    format!(
        "(() => {{ const place = document.querySelector({}); const data = new DataTransfer(); \
         data.items.add(new File([new Uint8Array({})], {}, {{type: {}}})); {act}; return true; }})()",
        json!(selector),
        json!(bytes),
        json!(name),
        json!(kind)
    )
}

fn wait_panel(stage: &mut Stage, what: &str, expression: &str) -> Result<()> {
    until(what, STEP, || Ok((stage.driver.panel(expression)? == true).then_some(()))).with_context(|| {
        format!(
            "the panel says {:?}",
            stage
                .driver
                .panel("document.body.innerText + (document.querySelector('.wish .tile')?.outerHTML.slice(0, 200))")
        )
    })
}

fn wait_options(stage: &mut Stage, what: &str, expression: &str) -> Result<()> {
    until(what, STEP, || Ok((stage.driver.options(expression)? == true).then_some(())))
        .with_context(|| format!("the options say {:?}", stage.driver.options("document.body.innerText")))
}

fn token(stage: &Stage, who: &Somebody) -> Result<String> {
    let session = stage.api.post("/api/v1/sessions", None, &json!({"email": who.email, "password": who.password}))?;
    Ok(session["access_token"].as_str().context("a token")?.to_owned())
}

/// The panel, opened anew.
fn fresh_panel(stage: &mut Stage) -> Result<()> {
    stage.driver.panel("(() => { document.title = 'before'; location.reload(); })()")?;
    wait_panel(stage, "the panel again", "document.title !== 'before' && !!document.querySelector('#tab-boards')")
}

/// Opens the boards and the one of this name.
fn open_board(stage: &mut Stage, name: &str) -> Result<()> {
    wait_panel(stage, "the panel", "!!document.querySelector('#tab-boards')")?;
    stage.driver.click_in_panel("#tab-page")?;
    stage.driver.click_in_panel("#tab-boards")?;
    let open = format!(
        "(board => {{ board?.click(); return !!board; }})(\
         [...document.querySelectorAll('.boards button')].find(each => each.innerText.includes({})))",
        json!(name)
    );
    wait_panel(stage, "the board", &open)?;
    wait_panel(stage, "its wish", "document.querySelectorAll('.wish').length === 1")
}

/// Opens the only wish, gives it a picture and saves it.
fn give_wish(stage: &mut Stage, way: Way, bytes: &[u8]) -> Result<()> {
    stage.driver.click_in_panel(".wish .open")?;
    wait_panel(stage, "its form", "!!document.querySelector('form.edit .bring-here')")?;
    let place = if matches!(way, Way::File) { ".bring-here input[type=file]" } else { ".edit h1" };
    stage.driver.panel(&give(way, place, bytes, "holiday.jpg", "image/jpeg"))?;
    wait_panel(
        stage,
        "the picture in the form",
        "document.querySelector('.edit .bring-here [role=status]')?.innerText === 'The picture is chosen.'",
    )?;
    wait_panel(stage, "its pixels", "document.querySelector('.edit .tile img')?.naturalWidth > 0")?;
    let shown = stage.driver.panel("document.querySelector('.edit .tile img').src.slice(0, 16)")?;
    ensure!(shown == "data:image/webp;", "it is shown from this device: {shown}");
    stage.driver.click_in_panel(".edit .footer .primary")?;
    wait_panel(
        stage,
        "the list again",
        "!!document.querySelector('.wish .tile img') && !document.querySelector('form.edit')",
    )
}

/// The keys and bytes of what waits.
const KEPT: &str = "new Promise(done => { const opening = indexedDB.open('giftos'); opening.onsuccess = () => { \
    const store = opening.result.transaction('pictures').objectStore('pictures'); const keys = store.getAllKeys(); \
    const values = store.getAll(); values.onsuccess = () => { opening.result.close(); \
    done(keys.result.map((key, at) => [key, [...values.result[at]]])); }; }; })";

/// The image of the only wish of somebody, as the server has it.
fn image(stage: &Stage, who: &Somebody) -> Result<Option<String>> {
    let items = stage.api.items_of(&who.email, &who.password)?;
    Ok(items.iter().find_map(|item| item["image"].as_str().map(str::to_owned)))
}

fn wait_image(stage: &mut Stage, who: &Somebody, other_than: Option<&str>) -> Result<String> {
    let found = until("the picture on the server", STEP * 2, || {
        Ok(image(stage, who)?.filter(|image| Some(image.as_str()) != other_than))
    });
    let found = found.with_context(|| format!("the worker says {:?}", status(stage.driver.as_mut())))?;
    ensure!(found.starts_with("/api/v1/pictures/") && found.len() == 49, "{found}");
    Ok(found)
}

/// The photo of a camera that was held upright and knew where it was: half as wide as high, once it is turned.
fn upright() -> Vec<u8> {
    talkative_jpeg(&photo(400, 200), 6)
}

/// With nobody signed in: a wish of nobody's gets a picture, which is there after the browser is started again.
fn of_nobody(stage: &mut Stage) -> Result<()> {
    wait_panel(stage, "the panel", "!!document.querySelector('#tab-boards')")?;
    let row = json!({"owner": null, "sending": {"item": {"id": ITEM, "boards": ["00000000-0000-0000-0000-000000000000"],
        "title": "Kettle", "price": null, "image": null}}, "body": json!({"id": ITEM, "boards": "default", "title": "Kettle",
        "quantity": 1, "priority": 5}).to_string(), "page": null,
        "made_at": 1, "tried": false, "attempts": 0, "faults": 0, "not_before": 1, "parked": null});
    let add = format!(
        "new Promise(done => {{ const opening = indexedDB.open('giftos'); opening.onsuccess = () => {{ \
         const writing = opening.result.transaction('outbox', 'readwrite'); writing.objectStore('outbox').add({}); \
         writing.oncomplete = () => {{ opening.result.close(); done(true); }}; }}; }})",
        json!(row.to_string())
    );
    stage.driver.panel(&add)?;
    fresh_panel(stage)?;
    open_board(stage, "My wishes")?;
    give_wish(stage, Way::Drop, &upright())?;
    let size = "[document.querySelector('.wish .tile img').naturalWidth, document.querySelector('.wish .tile img').naturalHeight]";
    wait_panel(stage, "its pixels", "document.querySelector('.wish .tile img').naturalWidth > 0")?;
    ensure!(stage.driver.panel(size)? == json!([200, 400]), "it is turned as the camera was held");
    let kept = stage.driver.panel(KEPT)?;
    let bytes: Vec<u8> = serde_json::from_value(kept[0][1].clone())?;
    ensure!(kept.as_array().is_some_and(|kept| kept.len() == 1) && bytes.starts_with(b"RIFF"), "one WebP waits");
    ensure!(!bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes()), "the place where it was taken is kept");
    stage.driver.restart(false)?;
    open_board(stage, "My wishes")?;
    wait_panel(stage, "it again", "document.querySelector('.wish .tile img')?.src.startsWith('data:image/webp')")
}

/// Signed in and taken into the account, it arrives as a picture of the server's.
fn taken_along(stage: &mut Stage, who: &Somebody) -> Result<String> {
    wait_options(stage, "the question", "!!document.querySelector('.ask .primary')")?;
    stage.driver.click_in_options(".ask .primary")?;
    let path = wait_image(stage, who, None)?;
    // Until the panel is told of what arrived it shows what it laid over, which is the same picture.
    fresh_panel(stage)?;
    open_board(stage, "My wishes")?;
    let server = json!(format!("{}{path}?size=thumb", stage.api.base()));
    wait_panel(stage, "it from the server", &format!("document.querySelector('.wish .tile img')?.src === {server}"))?;
    wait_panel(stage, "its pixels", "document.querySelector('.wish .tile img').naturalHeight === 320")?;
    ensure!(stage.driver.panel("document.querySelector('.wish .tile img').naturalWidth")? == 160, "as it was turned");
    Ok(path)
}

/// Offline another one is pasted. The worker is stopped after the picture arrived and before its row did: it arrives once.
fn stopped_between(stage: &mut Stage, who: &Somebody, before: &str) -> Result<String> {
    stage.api.stop()?;
    let bytes = png(&photo(300, 300));
    give_wish(stage, Way::Paste, &bytes)?;
    wait_panel(stage, "the other one", "document.querySelector('.wish .tile img')?.src.startsWith('data:image/webp')")?;
    stage.driver.kill_worker()?;
    stage.api.start_again()?;
    let token = token(stage, who)?;
    // What the worker sent before it was stopped.
    let upload = format!(
        "{KEPT}.then(kept => {{ const [id, bytes] = kept.at(-1); return fetch({} + id, {{method: 'PUT', headers: \
         {{authorization: 'Bearer {token}', 'content-type': 'image/webp'}}, body: new Uint8Array(bytes)}}); }})\
         .then(answer => answer.json()).then(picture => picture.path)",
        json!([&stage.api.base(), "/api/v1/uploads/"].concat())
    );
    let first = stage.driver.panel(&upload)?;
    stage.driver.panel("chrome.runtime.sendMessage({type: 'outbox.flush'})")?;
    let path = wait_image(stage, who, Some(before))?;
    ensure!(first == path.as_str(), "it is the picture that was there: {first} and {path}");
    ensure!(status(stage.driver.as_mut())?["refused"] == 0, "nothing was refused");
    Ok(path)
}

/// What cannot be a picture is refused at once, in words, and the form stays as it is.
fn refused_here(stage: &mut Stage) -> Result<()> {
    open_board(stage, "My wishes")?;
    stage.driver.click_in_panel(".wish .open")?;
    wait_panel(stage, "its form", "!!document.querySelector('form.edit .bring-here')")?;
    let huge = announced_png((8_000, 8_000), (8, 2), b"");
    let broken = announced_png((80, 80), (8, 2), b"");
    let large = "(() => { const data = new DataTransfer(); data.items.add(new File([new Uint8Array(10485761)], 'a.png')); \
        const input = document.querySelector('.bring-here input'); input.files = data.files; \
        input.dispatchEvent(new Event('change', {bubbles: true})); return true; })()";
    let file = |bytes: &[u8]| give(Way::File, ".bring-here input[type=file]", bytes, "a.png", "image/png");
    let said = "document.querySelector('.bring-here [role=alert]')?.innerText ?? ''";
    for (act, words) in [
        (file(b"<svg onload=alert(1)></svg>"), "no picture"),
        (file(&huge), "50 million pixels"),
        (file(&broken[..20]), "cannot be read"),
        (large.to_owned(), "10 MB"),
    ] {
        stage.driver.panel(&act)?;
        wait_panel(stage, words, &format!("({said}).includes({})", json!(words)))?;
    }
    let before = stage.driver.panel("document.querySelector('.edit .tile img').src")?;
    // Removed, and back by one press.
    stage.driver.click_in_panel(".bring-here .line .quiet")?;
    wait_panel(stage, "none", "!document.querySelector('.edit .tile img')")?;
    stage.driver.click_in_panel(".bring-here .link")?;
    wait_panel(stage, "it again", &format!("document.querySelector('.edit .tile img')?.src === {before}"))?;
    stage.driver.click_in_panel(".edit .footer .quiet")?;
    wait_panel(stage, "the list", "!document.querySelector('form.edit')")
}

/// What the server does not take stays, and is said, until it is given up.
fn refused_there(stage: &mut Stage, who: &Somebody, before: &str) -> Result<()> {
    stage.api.stop()?;
    give_wish(stage, Way::File, &png(&photo(30, 30)))?;
    let spoil = "new Promise(done => { const opening = indexedDB.open('giftos'); opening.onsuccess = () => { \
        const store = opening.result.transaction('pictures', 'readwrite').objectStore('pictures'); \
        const keys = store.getAllKeys(); keys.onsuccess = () => { \
        store.put(new Uint8Array([1, 2, 3]), keys.result.at(-1)).onsuccess = () => { opening.result.close(); done(true); }; }; }; })";
    stage.driver.panel(spoil)?;
    // It may just be sending what it read before.
    stage.driver.kill_worker()?;
    stage.api.start_again()?;
    stage.driver.panel("chrome.runtime.sendMessage({type: 'outbox.flush'})")?;
    wait_panel(
        stage,
        "the refusal",
        "document.querySelector('.items .brick')?.parentElement.innerText.includes('JPEG, PNG, WebP or GIF')",
    )?;
    ensure!(image(stage, who)?.as_deref() == Some(before), "the wish on the server is as it was");
    stage.driver.click_in_panel(".items .brick ~ [aria-expanded]")?;
    stage.driver.click_in_panel(".give-up button")?;
    wait_panel(stage, "it to be gone", "!document.querySelector('.items .brick')")
}

/// A board gets a picture of one of its wishes, then one from a file, which the list of boards shows.
fn of_a_board(stage: &mut Stage, who: &Somebody) -> Result<()> {
    let token = token(stage, who)?;
    stage.api.post("/api/v1/boards", Some(&token), &json!({"id": BOARD, "name": "Garden", "kind": "ideas"}))?;
    let item = json!({"id": "01936f3e-0000-7000-8000-000000000102", "boards": [BOARD], "title": "Rake"});
    stage.api.post("/api/v1/items", Some(&token), &item)?;
    fresh_panel(stage)?;
    open_board(stage, "Garden")?;
    stage.driver.click_in_panel("#cover")?;
    wait_panel(stage, "the ways", "!!document.querySelector('.cover .bring-here input')")?;
    stage.driver.panel(&give(Way::File, ".cover input[type=file]", &png(&photo(60, 40)), "a.png", "image/png"))?;
    let path = format!("/api/v1/boards/{BOARD}");
    let taken = until("the cover on the server", STEP, || {
        Ok(stage.api.get(&path, &token)?["cover_image"].as_str().map(|_| ()))
    });
    taken.with_context(|| format!("the panel says {:?}", stage.driver.panel("document.body.innerText")))?;
    stage.driver.click_in_panel(".back")?;
    let img = "[...document.querySelectorAll('.boards button')].find(each => each.innerText.includes('Garden'))?.querySelector('img')";
    wait_panel(stage, "it in the list", &format!("{img}?.naturalWidth > 0"))
}

/// The picture beside one's name, from the options, while the server is away.
fn of_oneself(stage: &mut Stage, who: &Somebody) -> Result<()> {
    stage.api.stop()?;
    stage.driver.options("(() => { document.title = 'before'; location.reload(); })()")?;
    wait_options(stage, "the way", "document.title !== 'before' && !!document.querySelector('.bring-here input')")?;
    let file = give(Way::File, ".bring-here input[type=file]", &png(&photo(50, 50)), "me.png", "image/png");
    stage.driver.options(&file)?;
    wait_options(stage, "it at once", "document.querySelector('.bring .tile img')?.src.startsWith('data:image/webp')")?;
    stage.api.start_again()?;
    stage.driver.options("chrome.runtime.sendMessage({type: 'outbox.flush'})")?;
    let token = token(stage, who)?;
    until("it on the server", STEP, || Ok(stage.api.get("/api/v1/me", &token)?["avatar"].as_str().map(|_| ())))?;
    let server = json!([&stage.api.base(), "/api/v1/pictures/"].concat());
    wait_options(
        stage,
        "it from there",
        &format!("document.querySelector('.bring .tile img')?.src.startsWith({server})"),
    )
}

/// Whoever signs in next on this device finds none of them.
fn of_nobody_else(stage: &mut Stage) -> Result<()> {
    stage.driver.options("1")?;
    sign_out(stage.driver.as_mut())?;
    let kept = stage.driver.options(KEPT)?;
    ensure!(kept == json!([]), "pictures are left after signing out");
    Ok(())
}

fn pictures(kind: Kind, engine: Engine) {
    let mut stage = Stage::open(kind, engine, &kind.built_extension(), false, |_| None).unwrap();
    stage.play("of-nobody", of_nobody).unwrap();
    let who = stage.play("register", |stage| stage.register("Ida")).unwrap();
    let first = stage.play("taken-along", |stage| taken_along(stage, &who)).unwrap();
    let second = stage.play("stopped-between", |stage| stopped_between(stage, &who, &first)).unwrap();
    stage.play("refused-here", refused_here).unwrap();
    stage.play("refused-there", |stage| refused_there(stage, &who, &second)).unwrap();
    stage.play("of-a-board", |stage| of_a_board(stage, &who)).unwrap();
    stage.play("of-oneself", |stage| of_oneself(stage, &who)).unwrap();
    stage.play("of-nobody-else", of_nobody_else).unwrap();
}

#[test]
fn pictures_are_kept_shown_and_sent_once_in_chromium() {
    pictures(Kind::Chromium, Engine::Sqlite);
}

#[test]
fn pictures_are_kept_shown_and_sent_once_in_firefox() {
    pictures(Kind::Firefox, Engine::Postgres);
}
