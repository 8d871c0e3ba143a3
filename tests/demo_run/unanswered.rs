//! Runs that leave questions open.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::packet::{pictures_of, text_of};
use crate::support::program::{Ran, end, has, root, saboot, tree};
use crate::support::temp::Temp;

fn start_demo(temp: &Temp, answers: &Value, flags: &[&str]) -> Ran {
    start(temp, &root().join("fixtures/demo/inputs"), answers, flags)
}

pub(super) fn start(temp: &Temp, inputs: &Path, answers: &Value, flags: &[&str]) -> Ran {
    let path = temp.put("answers.json", answers.to_string().as_bytes());
    let mut command = saboot(temp.path());
    command.arg("start").arg(inputs).arg("--case").arg("case");
    command.arg("--answers").arg(path).args(flags);
    end(&mut command)
}

fn only_minors(answer: &str) -> Value {
    json!({"schema": "saboot/answers@1", "minors": answer})
}

pub(super) fn finished() -> Value {
    let text = fs::read_to_string(root().join("fixtures/demo/answers.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn originals(temp: &Temp) -> usize {
    let folder: PathBuf = temp.path().join("case/originals");
    fs::read_dir(folder).map_or(0, Iterator::count)
}

#[test]
fn what_nobody_answered_makes_a_draft_without_pictures() {
    let temp = Temp::new();
    let ran = start_demo(&temp, &only_minors("no"), &["--yes"]).done();
    assert!(ran.out.contains("DRAFT"), "{}", ran.out);
    let folder = temp.path().join("case/out/packet-01");
    let pdf = fs::read(folder.join("packet-en.pdf")).unwrap();
    assert_eq!(pictures_of(&pdf), Vec::new());
    let words = fs::read_to_string(temp.path().join("case/bundles/01/data/words.json")).unwrap();
    assert!(words.contains("--yes"), "{words}");
    if has("pdftotext", &["-v"]) {
        let text = text_of(&folder);
        assert!(text.contains("Notaskedofaperson"));
        let pages = lopdf::Document::load_mem(&pdf).unwrap().get_pages().len();
        assert!(text.matches("DRAFT").count() >= pages, "{pages} pages");
    }
}

#[test]
fn without_an_answer_about_children_nothing_is_begun_even_under_yes() {
    for flag in ["--no-input", "--yes"] {
        let temp = Temp::new();
        let answers = json!({"schema": "saboot/answers@1"});
        start_demo(&temp, &answers, &[flag])
            .ended(4)
            .told("E-ASK-01");
        assert!(!temp.path().join("case").exists());
    }
}

#[test]
fn an_open_question_ends_the_run_and_everything_is_kept_for_the_next() {
    let temp = Temp::new();
    let mut answers = finished();
    answers.as_object_mut().unwrap().remove("exhibits");
    let ran = start_demo(&temp, &answers, &["--no-input"]).ended(4);
    ran.told("E-ASK-01");
    assert!(ran.err.contains("exhibits"), "{}", ran.err);
    assert_eq!(originals(&temp), 10);
    assert_eq!(tree(&temp.path().join("case/bundles")).len(), 0);
    let journal = fs::read_to_string(temp.path().join("case/journal.jsonl")).unwrap();
    let again = start_demo(&temp, &finished(), &["--no-input"]).done();
    assert!(again.out.contains("Bundle 1 is sealed"), "{}", again.out);
    let later = fs::read_to_string(temp.path().join("case/journal.jsonl")).unwrap();
    assert!(later.starts_with(&journal));
    assert_eq!(later.matches("\"admitted\"").count(), 5);
}

#[test]
fn when_children_may_be_shown_nothing_is_copied() {
    for answer in ["yes", "unsure"] {
        let temp = Temp::new();
        let ran = start_demo(&temp, &only_minors(answer), &["--yes"]).ended(30);
        ran.told("S-MINOR-01");
        assert_eq!(originals(&temp), 0, "{answer}");
        assert!(!temp.path().join("case").exists(), "{answer}");
    }
}

#[test]
fn a_date_order_that_nothing_decides_is_never_guessed() {
    let temp = Temp::new();
    let chat = "05/04/2025, 11:06 pm - Kashif: salam\n06/04/2025, 11:07 pm - Sana: kaun\n";
    let path = temp.put("WhatsApp Chat with Kashif.txt", chat.as_bytes());
    let answers = temp.put("answers.json", only_minors("no").to_string().as_bytes());
    let mut command = saboot(temp.path());
    command
        .arg("start")
        .arg(&path)
        .args(["--case", "case", "--yes"]);
    command.arg("--answers").arg(&answers);
    let ran = end(&mut command).ended(4);
    ran.told("E-ASK-01");
    assert!(ran.err.contains("date_order"), "{}", ran.err);
    assert_eq!(originals(&temp), 1);
    assert!(!temp.path().join("case/bundles/01").exists());
    end(command.args(["--date-order", "dmy"])).done();
    assert!(temp.path().join("case/bundles/01").exists());
}
