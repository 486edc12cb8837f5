//! What the person clears in the browser is gone, the session too; and the next save is kept all the same.

use anyhow::{Result, ensure};
use giftos_tests::Engine;
use giftos_tests::journey::{Kind, Said, Stage, save_in_popup, status};
use giftos_tests::shop::Case;

/// What the browser itself does to a database when site data are cleared: whoever holds it is told, and has to let go.
const CLEAR: &str = "new Promise((done, failed) => { const asked = indexedDB.deleteDatabase('giftos'); \
    asked.onsuccess = () => done('gone'); asked.onblocked = () => done('held'); asked.onerror = () => failed(asked.error); })";

fn saved(stage: &mut Stage, case: &Case) -> Result<()> {
    stage.driver.visit(case.expected.url.as_str())?;
    let said = save_in_popup(stage.driver.as_mut())?;
    ensure!(matches!(said, Said::Saved { .. }), "the popup said {said:?}");
    Ok(())
}

fn cleared(kind: Kind) {
    let cases = Case::all().unwrap();
    let mut stage =
        Stage::open(kind, Engine::Sqlite, &kind.built_extension(), false, Case::site(&cases, None)).unwrap();
    let case = cases.iter().find(|case| case.name == "demo-kettle").unwrap();
    stage
        .play("saved-signed-in", |stage| {
            let who = stage.register("Uma")?;
            saved(stage, case)?;
            stage.rows(&who, 1).map(drop)
        })
        .unwrap();
    stage
        .play("cleared", |stage| {
            let said = stage.driver.options(CLEAR)?;
            ensure!(said == "gone", "the database was {said}");
            let now = status(stage.driver.as_mut())?;
            ensure!(now["account"].is_null() && now["waiting"] == 0 && now["unclaimed"] == 0, "after that: {now}");
            saved(stage, case)?;
            let now = status(stage.driver.as_mut())?;
            ensure!(now["waiting"] == 1 || now["unclaimed"] == 1, "the next save: {now}");
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_next_save_is_kept_after_everything_was_cleared_in_chromium() {
    cleared(Kind::Chromium);
}

#[test]
fn the_next_save_is_kept_after_everything_was_cleared_in_firefox() {
    cleared(Kind::Firefox);
}
