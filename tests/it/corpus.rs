//! Our scorer says what the corpus's own `score.py` says, number for number, on real pages as detection reads them. Shops that were
//! set aside are left out. Where the corpus is not at hand there is nothing to compare, and the small cases of `corpus::score` stand alone.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use giftos_tests::corpus::label::{is_held_out, load};
use giftos_tests::corpus::markup::VARIANTS;
use giftos_tests::corpus::read;
use giftos_tests::corpus::score::{FIELDS, Prediction, Table, ratio, score};
use serde_json::{Value, json};
use shared::detect::trace::Weights;

/// The folder of labelled pages, beside the checkout or where `GIFTOS_CORPUS` says.
fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let folder = std::env::var_os("GIFTOS_CORPUS").map_or(beside, PathBuf::from);
    folder.join("score.py").is_file().then_some(folder)
}

/// A line of predictions as `giftos detect` writes it.
fn line(said: &Prediction) -> Value {
    json!({"file": said.file, "is_product": said.is_product, "title": said.title, "price": said.price, "currency": said.currency,
        "list_price": said.list_price, "image": said.image, "brand": said.brand, "availability": said.availability, "sku": said.sku})
}

/// What `score.py` says of them.
fn by_python(corpus: &Path, labels: &[String], said: &[Prediction]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, lines: Vec<String>| {
        let path = folder.path().join(name);
        std::fs::File::create(&path).unwrap().write_all(lines.join("\n").as_bytes()).unwrap();
        path
    };
    let labels = write("labels.jsonl", labels.to_vec());
    let said = write("said.jsonl", said.iter().map(|said| line(said).to_string()).collect());
    let output =
        Command::new("python3").arg(corpus.join("score.py")).args([labels, said]).arg("--json").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn rounded(share: f64) -> Value {
    json!((share * 1000.0).round() / 1000.0)
}

fn assert_equal(table: &Table, python: &Value) {
    let near = |ours: f64, theirs: &Value, what: &str| {
        let theirs = theirs.as_f64().unwrap_or(0.0);
        assert!((ours - theirs).abs() < 0.0011, "{what}: {} and {theirs}", rounded(ours));
    };
    for field in FIELDS {
        let (ours, theirs) = (table.field(field), &python["fields"][field.name()]);
        near(ours.precision(), &theirs["p"], field.name());
        near(ours.recall(), &theirs["r"], field.name());
        near(ours.f1(), &theirs["f1"], field.name());
        assert_eq!(json!(ours.right + ours.missed), theirs["n"], "{}", field.name());
    }
    let product = &python["is_product"];
    assert_eq!(
        (json!(table.product.right), json!(table.product.wrong), json!(table.product.missed)),
        (product["tp"].clone(), product["fp"].clone(), product["fn"].clone())
    );
    near(ratio(table.ready.0, table.ready.1), &python["save_ready"], "save-ready");
    near(ratio(table.false_saves.0, table.false_saves.1), &python["false_save"], "false saves");
    for (name, class) in &table.classes {
        let theirs = &python["by_class"][name];
        let ours = json!({"n": class.pages, "isp": class.called, "t": class.title.0, "tn": class.title.1, "pc": class.price.0,
            "pcn": class.price.1, "im": class.image.0, "imn": class.image.1, "sr": class.ready.0, "srn": class.ready.1});
        assert_eq!(&ours, theirs, "{name}");
    }
}

#[test]
fn our_table_is_the_table_of_the_corpus() {
    let Some(corpus) = corpus() else {
        println!("no labelled pages beside the checkout: set GIFTOS_CORPUS to compare with its scorer");
        return;
    };
    let file = corpus.join("labels.jsonl");
    let mut labels = load(&file).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let lines: Vec<String> = labels
        .iter()
        .zip(lines)
        .filter(|(label, _)| !is_held_out(&label.shop))
        .map(|(_, line)| line.to_owned())
        .collect();
    labels.retain(|label| !is_held_out(&label.shop));
    let readings = read::all(&labels, &corpus, VARIANTS[0], &Weights::fitted()).unwrap();
    let said: Vec<Prediction> =
        labels.iter().zip(&readings).map(|(label, reading)| Prediction::of(&label.file, &reading.detection)).collect();
    assert_equal(&score(&labels, &said), &by_python(&corpus, &lines, &said));
}
