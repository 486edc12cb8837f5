//! Files in the real panel: a list read and saved without a server, told apart from what is saved, taken back, and boards written out.

use anyhow::{Context, Result, ensure};
use giftos_tests::Engine;
use giftos_tests::journey::{Kind, Somebody, Stage, status};
use giftos_tests::wait::{STEP, until};
use serde_json::{Value, json};

const LIST: &str = "Titel;Preis;Währung;Link;Menge;Liste\nTeekanne;19,90;EUR;https://shop.example/p/1;2;Ana\n;5;EUR;;;\n\
    Becher;teuer;EUR;https://shop.example/p/2;1;Ana\n=1+1;3;EUR;;1;\n";

/// Texts that become something else where they are not shown as what they are.
const INJECTIONS: &str = include_str!("../../extension-wasm/transfer/src/files/text-injection.jsonl");

const ROWS: &str = "[...document.querySelectorAll('.picked-rows .name')].map(name => name.textContent)";

fn wait_panel(stage: &mut Stage, what: &str, expression: &str) -> Result<()> {
    until(what, STEP, || Ok((stage.driver.panel(expression)? == true).then_some(())))
        .with_context(|| format!("the panel says {:?}", stage.driver.panel("document.body.innerText")))
}

/// Opens how wishes are added, and gives it this file.
fn choose_file(stage: &mut Stage, text: &str) -> Result<()> {
    wait_panel(stage, "the panel", "!!document.querySelector('#tab-boards')")?;
    if stage.driver.panel("!document.querySelector('.adding')")? == true {
        stage.driver.click_in_panel("#tab-boards")?;
        wait_panel(stage, "the way to add", "document.querySelectorAll('.board-acts > button').length >= 3")?;
        stage.driver.click_in_panel(".board-acts > button:nth-of-type(2)")?;
    }
    wait_panel(stage, "the field for a file", "!!document.querySelector('.adding input[type=file]')")?;
    let give = format!(
        "(() => {{ const input = document.querySelector('.adding input[type=file]'); const data = new DataTransfer(); \
         data.items.add(new File([{}], 'list')); input.files = data.files; \
         input.dispatchEvent(new Event('change', {{bubbles: true}})); return true; }})()",
        json!(text)
    );
    stage.driver.panel(&give)?;
    wait_panel(stage, "the rows", "!!document.querySelector('.picked-rows li')")
}

/// With nobody signed in: the wishes are nobody's, as a save would be, and can be taken back.
fn of_nobody(stage: &mut Stage) -> Result<()> {
    choose_file(stage, "Title;Link\nKettle;https://shop.example/p/3\nMug;\n")?;
    stage.driver.click_in_panel("#save-rows")?;
    wait_panel(stage, "both to be saved", "document.querySelector('.adding h2')?.innerText === '2 of 2 saved'")?;
    let told = status(stage.driver.as_mut())?;
    ensure!(told["unclaimed"] == 2 && told["account"].is_null(), "two saves of nobody wait: {told}");
    wait_panel(stage, "the way to take them back", "!!document.querySelector('#take-back')")?;
    stage.driver.click_in_panel("#take-back")?;
    wait_panel(stage, "the beginning", "!!document.querySelector('.adding input[type=file]')")?;
    let told = status(stage.driver.as_mut())?;
    ensure!(told["unclaimed"] == 0, "nothing is left of them: {told}");
    stage.driver.click_in_panel(".back")?;
    wait_panel(stage, "the boards", "!!document.querySelector('.boards')")
}

fn items(stage: &Stage, who: &Somebody) -> Result<Vec<Value>> {
    let mut items = stage.api.items_of(&who.email, &who.password)?;
    items.sort_by_key(|item| item["title"].to_string());
    Ok(items)
}

/// What is wrong is said by line, and the rest is saved while no server is there.
fn imported_offline(stage: &mut Stage) -> Result<()> {
    stage.api.stop()?;
    choose_file(stage, LIST)?;
    let said = stage.driver.panel("document.querySelector('.adding').textContent")?;
    let said = said.as_str().context("words")?;
    for words in
        ["3 rows can be saved", "1 row is left out", "Row 3: It needs a title", "Row 4: The price cannot be read"]
    {
        ensure!(said.contains(words), "{words} is not in {said}");
    }
    ensure!(stage.driver.panel(ROWS)? == json!(["Teekanne", "Row 3", "Becher", "=1+1"]), "the rows");
    stage.driver.click_in_panel("#save-rows")?;
    wait_panel(stage, "all to be saved", "document.querySelector('.adding h2')?.innerText === '3 of 3 saved'")
}

/// The server is back: each wish arrives once, on a board that was made for it.
fn arrived(stage: &mut Stage, who: &Somebody) -> Result<()> {
    stage.api.start_again()?;
    stage.driver.panel("chrome.runtime.sendMessage({type: 'outbox.flush'})")?;
    until("three wishes", STEP, || Ok((items(stage, who)?.len() == 3).then_some(())))?;
    let items = items(stage, who)?;
    let short: Vec<Value> = items
        .iter()
        .map(|item| json!([item["title"], item["price"]["amount_minor"], item["quantity"], item["url"]]))
        .collect();
    let wanted = json!([
        ["=1+1", 300, 1, null],
        ["Becher", null, 1, "https://shop.example/p/2"],
        ["Teekanne", 1_990, 2, "https://shop.example/p/1"]
    ]);
    ensure!(json!(short) == wanted, "{short:?}");
    Ok(())
}

/// The same file again: what is there is said, and a page stays one wish.
fn known_again(stage: &mut Stage) -> Result<()> {
    wait_panel(stage, "the end", "!!document.querySelector('#take-back + button')")?;
    stage.driver.click_in_panel("#take-back + button")?;
    choose_file(stage, LIST)?;
    let said = stage.driver.panel("document.querySelector('.adding h2').innerText")?;
    ensure!(said == "3 rows can be saved · 2 are saved already · 1 row is left out", "{said}");
    let ticks = "[...document.querySelectorAll('.picked-rows .pick')].map(tick => tick.checked)";
    ensure!(stage.driver.panel(ticks)? == json!([false, false, true]), "what is there is not chosen again");
    Ok(())
}

/// What was saved is taken back, wherever it is by then.
fn taken_back(stage: &mut Stage, who: &Somebody) -> Result<()> {
    stage.driver.click_in_panel("#save-rows")?;
    wait_panel(stage, "one more", "document.querySelector('.adding h2')?.innerText === '1 of 1 saved'")?;
    until("four wishes", STEP, || Ok((items(stage, who)?.len() == 4).then_some(())))?;
    stage.driver.click_in_panel("#take-back")?;
    until("three wishes again", STEP, || Ok((items(stage, who)?.len() == 3).then_some(())))?;
    wait_panel(stage, "the beginning", "!!document.querySelector('.adding input[type=file]')")
}

/// Whatever stands in a file is shown as it stands there.
fn shown_literally(stage: &mut Stage) -> Result<()> {
    let texts = INJECTIONS.lines().map(|line| Ok(serde_json::from_str::<Value>(line)?["s"].clone()));
    let texts: Vec<Value> = texts.collect::<Result<_>>()?;
    let file: Vec<Value> = texts.iter().map(|text| json!({"title": text})).collect();
    choose_file(stage, &json!(file).to_string())?;
    let line = |text: &str| text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect::<String>();
    let wanted: Vec<String> = texts.iter().filter_map(|text| Some(line(text.as_str()?).trim().to_owned())).collect();
    let wanted: Vec<&str> = wanted.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    let shown = stage.driver.panel(ROWS)?;
    let shown: Vec<&str> = shown.as_array().context("rows")?.iter().filter_map(Value::as_str).collect();
    ensure!(shown == wanted, "{shown:?}");
    let odd =
        "[typeof globalThis.__pwn, document.querySelectorAll('.adding script, .adding img, .adding iframe').length]";
    ensure!(stage.driver.panel(odd)? == json!(["undefined", 0]), "something in a text came to life");
    Ok(())
}

/// Both forms of a file hold what lies on the boards, and a spreadsheet finds no formula in one.
fn exported(stage: &mut Stage) -> Result<()> {
    // The page from before answers for some moments more: it has no such mark once it is another.
    stage.driver.panel("(document.body.id = 'before', location.reload(), 1)")?;
    wait_panel(stage, "the panel again", "document.body?.id === '' && !!document.querySelector('#tab-boards')")?;
    stage.driver.panel(
        "(window.kept = [], window.make = URL.createObjectURL, \
         URL.createObjectURL = (blob) => (kept.push(blob), make.call(URL, blob)), 1)",
    )?;
    stage.driver.click_in_panel("#tab-boards")?;
    wait_panel(stage, "the boards", "document.querySelectorAll('.boards li').length === 2")?;
    stage.driver.click_in_panel(".board-acts > button:last-of-type")?;
    wait_panel(stage, "the forms", "document.querySelectorAll('.adding .drawer .line button').length === 2")?;
    let mut files = Vec::new();
    for (nth, button) in ["button:first-child", "button:last-child"].into_iter().enumerate() {
        // The boards are read in the background; until they are here, the sentence says which are not.
        until("a whole file", STEP, || {
            stage.driver.panel("kept.length = 0")?;
            stage.driver.click_in_panel(&format!(".adding .drawer .line {button}"))?;
            until("a file", STEP, || Ok((stage.driver.panel("kept.length === 1")? == true).then_some(())))?;
            let said = stage.driver.panel("document.querySelector('.adding .drawer').innerText")?;
            Ok(said
                .as_str()
                .is_some_and(|said| said.contains("3 wishes are in the file.") && !said.contains("Not whole"))
                .then_some(()))
        })?;
        let text = stage.driver.panel("kept[0].text()")?;
        files.push(text.as_str().with_context(|| format!("file {nth}"))?.to_owned());
    }
    let table = &files[0];
    ensure!(table.contains("Teekanne,19.90,EUR,https://shop.example/p/1,2") && table.contains("'=1+1"), "{table}");
    let own: Value = serde_json::from_str(&files[1])?;
    ensure!(own["giftos"] == 1 && own["wishes"].as_array().is_some_and(|wishes| wishes.len() == 3), "{own}");
    let ana = own["wishes"].as_array().context("wishes")?.iter().find(|wish| wish["title"] == "Teekanne");
    ensure!(ana.context("the tea pot")?["boards"] == json!(["Ana"]), "{own}");
    Ok(())
}

fn files(kind: Kind) {
    let mut stage = Stage::open(kind, Engine::Sqlite, &kind.built_extension(), false, |_| None).unwrap();
    stage.play("of-nobody", of_nobody).unwrap();
    let who = stage.play("register", |stage| stage.register("Ida")).unwrap();
    stage.play("imported-offline", imported_offline).unwrap();
    stage.play("arrived", |stage| arrived(stage, &who)).unwrap();
    stage.play("known-again", known_again).unwrap();
    stage.play("taken-back", |stage| taken_back(stage, &who)).unwrap();
    stage.play("shown-literally", shown_literally).unwrap();
    stage.play("exported", exported).unwrap();
}

#[test]
fn a_list_comes_in_and_boards_go_out_as_files_in_chromium() {
    files(Kind::Chromium);
}

#[test]
fn a_list_comes_in_and_boards_go_out_as_files_in_firefox() {
    files(Kind::Firefox);
}
