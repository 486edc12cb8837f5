//! What leaves the browser, field by field: the types that requests are made of, the list in docs/PRIVACY.md, and the consent that
//! Firefox asks for must be one. A field that is sent without being declared fails here.

use std::collections::{BTreeMap, BTreeSet};

use super::{Source, forbid, root, sources};
use crate::manifest::Browser;
use crate::store::{Asked, NONE, PARTS, Sent, declared, kinds_of, manifest_of};

/// Types that hold one value, or a few that mean one thing. Anything else that a field is made of has its own fields in the list.
const ONE_VALUE: [&str; 21] = [
    "AnyNumber",
    "Audience",
    "Availability",
    "BoardChoice",
    "BoardId",
    "BoardKind",
    "Bytes",
    "ItemId",
    "ItemState",
    "Money",
    "Option",
    "PictureId",
    "PriceKind",
    "Quantity",
    "Secret",
    "Source",
    "String",
    "Timestamp",
    "Vec",
    "Verdict",
    "bool",
];

/// Where requests with a body are made, and what the bodies are.
const REQUESTS: [(&str, &[&str]); 4] = [
    ("extension-wasm/background/src/account/call.rs", &["RefreshSession"]),
    ("extension-wasm/background/src/outbox/pictures.rs", &["NewPicture"]),
    ("extension-wasm/background/src/outbox/send.rs", &["NewItem", "NewBoard", "BoardPatch", "ItemPatch"]),
    ("extension-wasm/ui/src/options/sign.rs", &["NewAccount", "NewSession"]),
];

fn page() -> Vec<Sent> {
    declared(&std::fs::read_to_string(root().join("docs/PRIVACY.md")).unwrap()).unwrap()
}

/// The fields of each public struct below a folder, with their types.
fn structs(folder: &str) -> BTreeMap<String, Vec<(String, String)>> {
    let mut found = BTreeMap::new();
    for file in sources(folder, &[".rs"]) {
        let mut own: Option<(String, Vec<(String, String)>)> = None;
        for (_, line) in file.code() {
            if let Some(name) = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) {
                own = Some((name.split('<').next().unwrap_or(name).to_owned(), Vec::new()));
            } else if line == "}" {
                found.extend(own.take());
            } else if let Some((_, fields)) = &mut own
                && let Some((name, kind)) =
                    line.trim().trim_end_matches(',').strip_prefix("pub ").and_then(|rest| rest.split_once(": "))
            {
                fields.push((name.to_owned(), kind.to_owned()));
            }
        }
    }
    found
}

/// The words of a type: `Option<Vec<X>>` is `Option`, `Vec` and `X`.
fn words(kind: &str) -> impl Iterator<Item = &str> {
    kind.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[test]
fn every_field_that_is_sent_is_declared_and_no_other() {
    let (sent, structs) = (page(), structs("shared/src"));
    let money: Vec<&str> = structs["Money"].iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(money, ["amount_minor", "currency"], "Money is taken for one value");
    let types: BTreeSet<&str> = sent.iter().map(|row| row.sent_as.as_str()).collect();
    let numbers = ["u8", "u16", "u32", "i64"];
    for name in &types {
        let real =
            structs.get(*name).unwrap_or_else(|| panic!("docs/PRIVACY.md lists {name}, which is no type of the wire"));
        let listed: Vec<&Sent> = sent.iter().filter(|row| row.sent_as == *name).collect();
        let fields: Vec<&str> = real.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(
            listed.iter().map(|row| row.field.as_str()).collect::<Vec<_>>(),
            fields,
            "{name}: docs/PRIVACY.md, and the code"
        );
        for (row, (field, kind)) in listed.iter().zip(real) {
            let parts = words(kind).any(|word| types.contains(word));
            assert_eq!(row.kind == PARTS, parts, "{name}.{field} is {kind}");
            let odd: Vec<&str> = words(kind)
                .filter(|word| !types.contains(word) && !ONE_VALUE.contains(word) && !numbers.contains(word))
                .collect();
            assert!(odd.is_empty(), "{name}.{field}: the fields of {odd:?} are sent too and stand in no list");
            // Only what GiftOS makes up itself says nothing: a title or an address always does.
            assert!(row.kind != NONE || kind.ends_with("Id"), "{name}.{field} is {kind}, which says something");
        }
    }
}

/// Where a file, or the tests beside it, give a request a body.
fn gives_a_body(file: &Source) -> bool {
    let given = |line: &str, by: &str| line.split(by).skip(1).any(|rest| !rest.starts_with(')'));
    file.code().any(|(_, line)| given(line, ".body(") || given(line, ".picture("))
}

#[test]
fn every_request_with_a_body_is_known_with_its_types() {
    let programs: Vec<Source> = sources("extension-wasm", &[".rs"])
        .into_iter()
        .filter(|file| file.path.contains("/src/") && !file.path.ends_with("/tests.rs"))
        .collect();
    let made: BTreeSet<&str> =
        programs.iter().filter(|file| gives_a_body(file)).map(|file| file.path.as_str()).collect();
    assert_eq!(made, REQUESTS.iter().map(|(file, _)| *file).collect(), "files that send something");
    let listed: BTreeSet<String> = page().into_iter().map(|row| row.sent_as).collect();
    let bodies: BTreeSet<String> =
        REQUESTS.iter().flat_map(|(_, types)| types.iter().map(|&name| name.to_owned())).collect();
    assert!(bodies.is_subset(&listed), "docs/PRIVACY.md lists {listed:?}, and sent are {bodies:?}");
    // What is written as a request's body, wherever the text is made.
    let wire: String = sources("shared/src/wire", &[".rs"]).into_iter().map(|file| file.text).collect();
    let mut written: BTreeSet<String> = structs("shared/src/wire")
        .into_keys()
        .filter(|name| {
            let body =
                wire.split(&format!("pub struct {name} {{")).next().and_then(|before| before.rsplit("\n\n").next());
            body.is_some_and(|head| head.contains("/// Body of `"))
                && (wire.contains(&format!("json_record!(object {name})"))
                    || wire.contains(&format!("json_record!(write {name} ")))
        })
        .collect();
    // The one body that is no JSON.
    written.insert("NewPicture".to_owned());
    assert_eq!(written, bodies, "bodies that the extension's programs can write, and that they send");
}

#[test]
fn bodies_are_written_by_the_wire_alone() {
    for manifest in
        ["browser", "background", "reader", "transfer", "ui"].map(|name| format!("extension-wasm/{name}/Cargo.toml"))
    {
        let text = std::fs::read_to_string(root().join(&manifest)).unwrap();
        let dependencies = text.split("[dev-dependencies]").next().unwrap_or_default();
        assert!(
            !dependencies.contains("serde"),
            "{manifest}: what serde writes is not seen by the list of what is sent"
        );
    }
    let programs = sources("extension-wasm", &[".rs"]);
    let others = programs.iter().filter(|file| !file.path.ends_with("browser/src/client.rs"));
    let places =
        super::lines_with(others, &["js_name = fetch", "sendBeacon", "WebSocket", "XmlHttpRequest", "EventSource"]);
    forbid("requests are made in browser/src/client.rs alone", places);
    let scripts = sources("extension", &[".js"]);
    let mut places = super::lines_with(&scripts, &["fetch(", "sendBeacon", "WebSocket"]);
    // A file of the package is brought, and nobody is sent anything.
    places.retain(|place| !place.contains("fetch(new URL(`./wasm/${name}_bg.wasm`, import.meta.url))"));
    forbid("no script of the extension sends anything", places);
}

#[test]
fn firefox_asks_for_consent_to_what_is_sent_and_to_nothing_else() {
    let asked = Asked::read(&manifest_of(Browser::Firefox).unwrap());
    let sent = page();
    let (optional, required): (Vec<_>, Vec<_>) = kinds_of(&sent).into_iter().partition(|kind| kind.optional);
    let keys = |kinds: Vec<&crate::store::Kind>| kinds.iter().map(|kind| kind.key.to_owned()).collect::<Vec<_>>();
    assert_eq!(
        asked.required,
        keys(required),
        "required data_collection_permissions of the manifest, and docs/PRIVACY.md"
    );
    assert_eq!(
        asked.optional,
        keys(optional),
        "optional data_collection_permissions of the manifest, and docs/PRIVACY.md"
    );
}

#[test]
fn browsers_carry_choices_and_nothing_else() {
    let programs = sources("extension-wasm", &[".rs"]);
    let others = programs.iter().filter(|file| !file.path.ends_with("storage/synced.rs"));
    let scripts = sources("extension", &[".js"]);
    let elsewhere = super::lines_with(others.chain(&scripts), &["storage\", \"sync\"", "storage.sync", "Choice::new("]);
    forbid("what the browser's sync carries is named in browser/src/storage/synced.rs alone", elsewhere);
    let door = programs.iter().find(|file| file.path.ends_with("storage/synced.rs")).unwrap();
    let carried: Vec<&str> =
        door.text.split("Choice::new(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(
        carried,
        ["theme", "everywhere"],
        "docs/PRIVACY.md, the options and the listings speak of these two choices"
    );
}
