//! The tables of `data/`: every code has its words, every text its languages, every file its type.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use saboot::checks;
use saboot::tables::{self, Papers, authorities, notes};

fn rust_files(dir: &Path, into: &mut Vec<PathBuf>) {
    for path in fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// Every code that stands as a text in the program, tests excepted.
fn codes_in_the_code() -> BTreeSet<String> {
    let code = regex::Regex::new(r#""([CESV]-[A-Z]+(?:-[0-9]{2})?)""#).unwrap();
    let mut files = Vec::new();
    rust_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let text: String = files
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    code.captures_iter(&text)
        .map(|hit| hit[1].to_owned())
        .collect()
}

#[test]
fn every_code_in_the_program_has_its_words() {
    let codes = codes_in_the_code();
    assert!(codes.len() > 20, "{codes:?}");
    let without: Vec<&String> = codes
        .iter()
        .filter(|code| notes::words(code).is_none())
        .collect();
    assert!(without.is_empty(), "no file in data/notes for {without:?}");
}

#[test]
fn every_doubt_about_a_whole_case_has_its_words() {
    for code in checks::CODES {
        assert!(notes::words(code).is_some(), "{code}");
    }
}

#[test]
fn every_file_of_the_tables_is_read_by_its_type() {
    let counted = |prefix: &str| {
        tables::files()
            .iter()
            .filter(|(path, _)| path.starts_with(prefix))
            .count()
    };
    assert_eq!(notes::all().count(), counted("notes/"));
    assert_eq!(authorities::ids().len() * 2, counted("authorities/"));
    assert_eq!(Papers::english().language, "en");
}

#[test]
fn nothing_dangerous_is_advised() {
    let promises = [
        "admissible",
        "court-proof",
        "tamper-proof",
        "100 %",
        "100%",
        "securely wiped",
        "forensically",
        "military",
        "guarantee",
    ];
    let papers =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/papers/en.json"))
            .unwrap();
    let all_notes = notes::all().flat_map(|w| [&w.problem, &w.do_this, &w.explain]);
    let words: Vec<&str> = all_notes
        .flat_map(|p| [p.en.as_str(), p.roman.as_str()])
        .chain([papers.as_str()])
        .collect();
    for promise in promises {
        assert!(
            !words
                .iter()
                .any(|text| text.to_lowercase().contains(promise)),
            "{promise}"
        );
    }
}

#[test]
fn advice_to_keep_the_phone_says_what_to_do_when_that_is_not_safe() {
    for name in ["next_phone", "next_chat"] {
        let text = Papers::english().sentences[name].for_number(0);
        assert!(text.contains("If that is not safe:"), "{name}");
    }
    let export = notes::words("E-EXPORT-01").unwrap();
    assert!(export.do_this.en.contains("If that is not safe:"));
}

#[test]
fn no_pronoun_on_paper_is_gendered() {
    let pronoun = regex::Regex::new(r"(?i)\b(he|she|him|her|his|hers|victim)\b").unwrap();
    for (key, sentence) in &Papers::english().sentences {
        for text in [sentence.for_number(1), sentence.for_number(2)] {
            assert!(!pronoun.is_match(text), "{key}: {text}");
        }
    }
    for (key, text) in &Papers::english().terms {
        assert!(!pronoun.is_match(text), "{key}: {text}");
    }
}

#[test]
fn every_sentence_of_the_papers_is_used() {
    let mut files = Vec::new();
    rust_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/packet"),
        &mut files,
    );
    let code: String = files
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let steps: Vec<&str> = Papers::english()
        .verify_steps
        .iter()
        .map(|s| s.expect.as_str())
        .collect();
    for key in Papers::english().sentences.keys() {
        let used = code.contains(&format!("\"{key}\"")) || steps.contains(&key.as_str());
        assert!(used, "{key} is in no file of src/packet");
    }
}

/// The page of all codes, as `docs/notes.md` holds it.
fn page_of_codes() -> String {
    let mut page = String::from(
        "# Codes of notes, errors and verdicts\n\nMade from `data/notes/` by the tests (`UPDATE=1`); change it there. \
         `E-` could not be done or decided, `C-` doubt, `S-` safety, `V-` found by verify. \
         Roman Urdu: `saboot explain CODE --lang ur-Latn`.\n",
    );
    for words in notes::all() {
        let (problem, do_this, explain) = (&words.problem.en, &words.do_this.en, &words.explain.en);
        page += &format!(
            "\n## {}\n\n{problem}\n\n**Do this:** {do_this}\n\n{explain}\n",
            words.code
        );
    }
    page
}

#[test]
fn the_page_of_codes_is_made_from_the_tables() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/notes.md");
    let page = page_of_codes();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert!(
        fs::read_to_string(&path).is_ok_and(|kept| kept == page),
        "docs/notes.md differs; UPDATE=1 writes it anew"
    );
}
