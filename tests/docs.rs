//! What the pages say is what the program does: commands, formats, crates, modules, words, links.

use crate::layers::rust_source::root;
use regex::Regex;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Every page of the documentation, by path from the root.
fn pages() -> Vec<String> {
    let mut pages = vec!["README.md".to_owned(), "CHANGELOG.md".to_owned()];
    for folder in ["docs", "src", "fixtures"] {
        collect(&root().join(folder), &mut pages);
    }
    pages.sort();
    pages
}

fn collect(folder: &Path, pages: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository") {
        let path = entry.expect("an entry that can be read").path();
        if path.is_dir() {
            collect(&path, pages);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.strip_prefix(root()).expect("below the root");
            pages.push(name.to_string_lossy().replace('\\', "/"));
        }
    }
}

/// The first cells, in backquotes, of the rows of a page's tables below a heading.
fn first_cells(page: &str, heading: &str) -> BTreeSet<String> {
    let marker = format!("\n{heading}\n");
    let (_, below) = page
        .split_once(&marker)
        .unwrap_or_else(|| panic!("no heading {heading}"));
    let level = heading.chars().take_while(|&c| c == '#').count();
    let section = below.lines().take_while(|line| {
        let hashes = line.chars().take_while(|&c| c == '#').count();
        hashes == 0 || hashes > level
    });
    let row = Regex::new(r"^\| `([^`]+)`").expect("a valid pattern");
    section
        .filter_map(|line| Some(row.captures(line)?[1].to_owned()))
        .collect()
}

fn saboot(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_saboot"))
        .args(arguments)
        .output()
        .expect("the program runs")
}

/// Fenced blocks of shell commands in a page.
fn shell_blocks(page: &str) -> Vec<String> {
    let fence = Regex::new(r"(?s)```sh\n(.*?)```").expect("a valid pattern");
    fence
        .captures_iter(page)
        .map(|found| found[1].to_owned())
        .collect()
}

fn nothing(why: &str, found: &[String]) {
    assert!(found.is_empty(), "{why}\n  {}", found.join("\n  "));
}

const FIRST: &str = "cargo run --release -- start fixtures/demo/inputs --answers fixtures/demo/answers.json --case demo-case";

#[test]
fn the_two_commands_of_the_readme_are_those_of_the_check() {
    let blocks = shell_blocks(&page("README.md"));
    assert_eq!(blocks[0].trim(), FIRST);
    assert_eq!(blocks[1].trim(), "cargo test --release");
    assert!(
        root().join("fixtures/demo/inputs").is_dir()
            && root().join("fixtures/demo/answers.json").is_file()
    );

    // The check runs both; only the case lies elsewhere, and the lock file may not change.
    let check = page(".ci/run");
    assert!(
        check.contains(
            &FIRST
                .replace(" -- ", " --locked -- ")
                .replace("demo-case", "\"$case_folder/demo-case\"")
        )
    );
    assert!(check.contains("\ncargo test --release --locked\n"));
    assert!(page(".gitignore").lines().any(|line| line == "/demo-case"));
}

#[test]
fn every_link_leads_to_a_file() {
    let link = Regex::new(r"\]\(([^)#]+)(#[^)]*)?\)").expect("a valid pattern");
    let mut found = Vec::new();
    for name in pages() {
        let folder = root().join(&name).parent().expect("a folder").to_owned();
        for target in link.captures_iter(&page(&name)) {
            let target = &target[1];
            if !target.contains("://") && !folder.join(target).exists() {
                found.push(format!("{name} links to {target}"));
            }
        }
    }
    nothing("Links that lead nowhere:", &found);
}

/// The tests use the package itself with its features for tests.
const ITSELF: &str = "saboot";

#[test]
fn every_crate_has_a_row_and_every_row_a_crate() {
    let manifest = page("Cargo.toml");
    let rows = page("docs/dependencies.md");
    for (table, heading) in [
        ("dependencies", "## In the program"),
        ("dev-dependencies", "## In tests only"),
    ] {
        let (_, below) = manifest
            .split_once(&format!("\n[{table}]\n"))
            .expect("a table of crates");
        let crates: BTreeSet<String> = below
            .lines()
            .take_while(|line| !line.starts_with('['))
            .filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned()))
            .filter(|name| !name.starts_with('#') && name != ITSELF)
            .collect();
        assert_eq!(
            crates,
            first_cells(&rows, heading),
            "[{table}] and \"{heading}\" of docs/dependencies.md differ"
        );
    }
}

#[test]
fn the_rows_name_the_features_that_are_on() {
    let manifest = page("Cargo.toml");
    let rows = page("docs/dependencies.md");
    let line =
        Regex::new(r#"(?m)^([\w-]+) = \{ (?:.*)features = \[([^\]]*)\]"#).expect("a valid pattern");
    for found in line
        .captures_iter(&manifest)
        .filter(|found| &found[1] != ITSELF)
    {
        let features = found[2].replace('"', "");
        let row = rows
            .lines()
            .find(|row| row.starts_with(&format!("| `{}` |", &found[1])))
            .expect("a row");
        assert!(
            row.contains(&format!("| {features} |")),
            "docs/dependencies.md: {} has the features {features}",
            &found[1]
        );
    }
}

#[test]
fn every_module_is_on_the_map() {
    let map = first_cells(&page("docs/architecture.md"), "## Code map");
    let mut modules = BTreeSet::new();
    for entry in fs::read_dir(root().join("src")).expect("src") {
        let entry = entry.expect("an entry that can be read");
        if entry.path().is_dir() {
            modules.insert(format!("src/{}/", entry.file_name().to_string_lossy()));
        }
    }
    for file in ["lib.rs", "main.rs"] {
        modules.insert(format!("src/{file}"));
    }
    let missing: Vec<String> = modules.difference(&map).cloned().collect();
    nothing("docs/architecture.md has no row for:", &missing);
    let gone: Vec<String> = map
        .iter()
        .filter(|name| name.starts_with("src/") && !modules.contains(*name))
        .cloned()
        .collect();
    nothing(
        "docs/architecture.md has a row for what is not there:",
        &gone,
    );
}

#[test]
fn the_glossary_has_every_word() {
    let text = page("docs/architecture.md");
    let (_, glossary) = text.split_once("\n## Glossary\n").expect("a glossary");
    for word in [
        "original",
        "export",
        "member",
        "source",
        "record",
        "message",
        "note",
        "mark",
        "exhibit",
        "bundle",
        "extract",
        "hand-over",
        "packet",
        "custody",
        "journal",
        "work log",
        "fingerprint",
    ] {
        assert_eq!(
            glossary.matches(&format!("\n| {word} | ")).count(),
            1,
            "the glossary of docs/architecture.md: {word}"
        );
    }
}

#[test]
fn every_format_is_documented() {
    let formats: BTreeSet<String> = saboot::sources::FORMATS
        .iter()
        .map(|format| format.name().to_owned())
        .collect();
    let mut rows = BTreeSet::new();
    for line in page("docs/formats/README.md")
        .lines()
        .filter(|line| line.starts_with("| `"))
    {
        rows.insert(
            line.split('`')
                .nth(1)
                .expect("a name in backquotes")
                .to_owned(),
        );
    }
    assert_eq!(
        formats, rows,
        "sources::FORMATS and docs/formats/README.md differ"
    );
}

#[test]
fn the_answers_of_the_demo_use_the_documented_keys() {
    let guide = page("docs/guided-run.md");
    let keys = first_cells(&guide, "## The answers file");
    let asked = asked_keys();
    let parts = ["incident", "facts", "relief", "urgent", "impact", "steps"].map(String::from);
    let values: BTreeSet<String> = keys
        .iter()
        .filter(|key| !parts.contains(key))
        .cloned()
        .collect();
    assert_eq!(
        asked, values,
        "docs/guided-run.md: the questions and the values differ"
    );

    let answers: Value =
        serde_json::from_str(&page("fixtures/demo/answers.json")).expect("answers.json is JSON");
    let answers = answers.as_object().expect("an object");
    let used: BTreeSet<String> = answers
        .keys()
        .filter(|key| !key.starts_with('_') && *key != "schema")
        .cloned()
        .collect();
    let unknown: Vec<String> = used.difference(&asked).cloned().collect();
    nothing(
        "fixtures/demo/answers.json has keys that docs/guided-run.md does not:",
        &unknown,
    );
    // Nothing may stay open, or the demo's packet would be a draft. Q1b and Q4 do not arise there.
    let open: Vec<String> = asked
        .difference(&used)
        .filter(|key| !["helper", "paths"].contains(&key.as_str()))
        .cloned()
        .collect();
    nothing("fixtures/demo/answers.json leaves questions open:", &open);
    for part in answers["statement"]
        .as_object()
        .expect("a statement")
        .keys()
    {
        assert!(
            parts.contains(part),
            "docs/guided-run.md does not know the part {part} of a statement"
        );
    }
}

#[test]
fn the_template_has_the_documented_keys() {
    let output = saboot(&["start", "--answers-template"]);
    let template: Value = serde_json::from_slice(&output.stdout).expect("the template is JSON");
    // A key with an underscore is a remark: the person takes it away to answer.
    let keys: BTreeSet<String> = template
        .as_object()
        .expect("an object")
        .keys()
        .map(|key| key.trim_start_matches('_').to_owned())
        .filter(|key| key != "schema" && key != "about")
        .collect();
    assert_eq!(
        keys,
        asked_keys(),
        "the template and docs/guided-run.md differ"
    );
}

/// The keys of the questions, as docs/guided-run.md lists them.
fn asked_keys() -> BTreeSet<String> {
    Regex::new(r"(?m)^\| [QS][\w ]* \| `(\w+)` \|")
        .expect("a valid pattern")
        .captures_iter(&page("docs/guided-run.md"))
        .map(|row| row[1].to_owned())
        .collect()
}

/// Verbs as the program's own help lists them: a word that stands two blanks in, with its sentence after two blanks or more.
fn verbs() -> BTreeSet<String> {
    let help = String::from_utf8(saboot(&["--help"]).stdout).expect("help is UTF-8");
    let line = Regex::new(r"(?m)^  ([a-z]+)(?: \S[^\n]*?)?  +\S").expect("a valid pattern");
    let verbs: BTreeSet<String> = line
        .captures_iter(&help)
        .map(|found| found[1].to_owned())
        .filter(|verb| verb != "help")
        .collect();
    assert!(!verbs.is_empty(), "saboot --help lists no verb:\n{help}");
    verbs
}

#[test]
fn every_verb_is_documented() {
    assert_eq!(
        verbs(),
        first_cells(&page("docs/commands.md"), "## Verbs"),
        "saboot --help and docs/commands.md differ"
    );
}

#[test]
fn every_flag_in_an_example_exists() {
    let verbs = verbs();
    let flag = Regex::new(r" (--[a-z][a-z-]*)").expect("a valid pattern");
    let mut found = Vec::new();
    for name in pages() {
        for block in shell_blocks(&page(&name)) {
            for line in block.lines() {
                let line = line.split(" #").next().unwrap_or("");
                let Some((_, called)) = line
                    .trim_start()
                    .rsplit_once("saboot ")
                    .filter(|(before, _)| before.is_empty())
                else {
                    continue;
                };
                let verb = called.split_whitespace().next().unwrap_or("");
                if !verbs.contains(verb) {
                    found.push(format!("{name}: no verb {verb}"));
                    continue;
                }
                let help =
                    String::from_utf8(saboot(&[verb, "--help"]).stdout).expect("help is UTF-8");
                for hit in flag.captures_iter(called) {
                    if !Regex::new(&format!(r"{}\b", &hit[1]))
                        .expect("a valid pattern")
                        .is_match(&help)
                    {
                        found.push(format!("{name}: saboot {verb} has no {}", &hit[1]));
                    }
                }
            }
        }
    }
    nothing("Examples that would not run:", &found);
}

#[test]
fn every_code_on_a_page_is_explained() {
    let code = Regex::new(r"\b[CESV]-[A-Z]{2,}(?:-\d\d)?\b").expect("a valid pattern");
    let mut codes = BTreeSet::new();
    for name in pages() {
        codes.extend(
            code.find_iter(&page(&name))
                .map(|hit| hit.as_str().to_owned()),
        );
    }
    assert!(!codes.is_empty());
    let unknown: Vec<String> = codes
        .into_iter()
        .filter(|code| {
            let output = saboot(&["explain", code]);
            !output.status.success() || output.stdout.is_empty()
        })
        .collect();
    nothing("Codes that saboot explain does not know:", &unknown);
}

#[test]
fn every_exit_code_is_documented() {
    let text = page("docs/commands.md");
    let rows = Regex::new(r"(?m)^\| (\d+) \| ").expect("a valid pattern");
    let documented: BTreeSet<u8> = rows
        .captures_iter(&text)
        .map(|row| row[1].parse().expect("a small number"))
        .collect();
    let code = Regex::new(r"=>\s*(\d+),").expect("a valid pattern");
    let exit = page("src/cli/exit.rs");
    let known: BTreeSet<u8> = code
        .captures_iter(&exit)
        .map(|hit| hit[1].parse().expect("a small number"))
        .collect();
    assert_eq!(
        known, documented,
        "src/cli/exit.rs and docs/commands.md differ"
    );
}

#[test]
fn no_page_promises_what_nobody_can() {
    let promises = [
        "tamper-proof",
        "tamperproof",
        "court-proof",
        "100 %",
        "100%",
        "securely wiped",
        "forensically sound",
        "guaranteed",
        "is admissible",
        "military-grade",
    ];
    let mut found = Vec::new();
    for name in pages().iter().filter(|name| !name.starts_with("src/")) {
        for (n, line) in page(name).lines().enumerate() {
            let small = line.to_lowercase();
            found.extend(
                promises
                    .iter()
                    .filter(|word| small.contains(*word))
                    .map(|word| format!("{name}:{}: {word}", n + 1)),
            );
        }
    }
    nothing("Words that promise too much:", &found);
}

#[test]
fn the_readers_pages_speak_quietly() {
    let mut found = Vec::new();
    for name in pages()
        .iter()
        .filter(|name| *name == "README.md" || name.starts_with("docs/for-"))
    {
        let mut code = false;
        for (n, line) in page(name).lines().enumerate() {
            code ^= line.starts_with("```");
            let loud = line.chars().any(|c| {
                ('\u{1F000}'..='\u{1FAFF}').contains(&c) || ('\u{2600}'..='\u{27BF}').contains(&c)
            });
            if !code && (loud || line.contains('!') || line.to_lowercase().contains("victim")) {
                found.push(format!("{name}:{}: {line}", n + 1));
            }
        }
    }
    nothing(
        "No emoji, no exclamation marks, nobody called a victim:",
        &found,
    );
}
