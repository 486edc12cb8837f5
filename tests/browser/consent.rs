//! What a person agrees to before it is sent: Firefox asks whether the names of browser and system may go along with signing in.

use anyhow::{Context, Result, ensure};
use giftos_tests::Engine;
use giftos_tests::journey::{Api, Kind, Somebody, Stage, sign_in, sign_out};
use serde_json::{Value, json};

/// What the sessions that ask here are called.
const HERE: &str = "the test";

/// What the other sessions of this person are called.
fn devices(api: &Api, who: &Somebody) -> Result<Vec<Value>> {
    let session =
        api.post("/api/v1/sessions", None, &json!({"email": who.email, "password": who.password, "device": HERE}))?;
    let token = session["access_token"].as_str().context("a token")?;
    let sessions = api.get("/api/v1/sessions", token)?;
    let others = sessions["entries"].as_array().context("sessions")?.iter().filter(|one| one["device"] != HERE);
    Ok(others.map(|one| one["device"].clone()).collect())
}

fn named(kind: Kind, before: &Value, after: &Value) {
    let mut stage = Stage::open(kind, Engine::Sqlite, &kind.built_extension(), false, |_| None).unwrap();
    stage
        .play("consent", |stage| {
            let who = stage.register("Noa")?;
            let told = devices(&stage.api, &who)?;
            ensure!(told == [before.clone()], "before anybody agreed to it, the server was told {told:?}");
            sign_out(stage.driver.as_mut())?;
            stage.driver.agree_to_send("technicalAndInteraction")?;
            sign_in(stage.driver.as_mut(), &stage.api.base(), &who)?;
            let told = devices(&stage.api, &who)?;
            ensure!(told == [after.clone()], "after that, the server was told {told:?}");
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_session_in_firefox_has_a_name_once_the_person_agreed() {
    named(Kind::Firefox, &Value::Null, &json!("Firefox on linux"));
}

#[test]
fn a_session_in_chromium_has_a_name() {
    let name = json!("Chromium on linux");
    named(Kind::Chromium, &name, &name);
}
