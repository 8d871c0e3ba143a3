//! The borders inside the program: who may import whom, who may touch the world, how long a file may be.

#[path = "support/rust_source.rs"]
pub mod rust_source;

use regex::Regex;
use rust_source::{SourceFile, root, rust_files};
use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

static PROGRAM: LazyLock<Vec<SourceFile>> = LazyLock::new(|| rust_files("src"));

/// A module and the modules that it may name with `crate::`. `steps`, `lib` and the binary's own modules may name everything.
const LAYERS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("tables", &["model"]),
    ("sources", &["model", "pictures"]),
    ("checks", &["model"]),
    ("search", &["model"]),
    ("pictures", &["model"]),
    ("intake", &["model"]),
    ("packet", &["model", "tables"]),
    ("render", &["packet"]),
    ("bundle", &["model", "intake"]),
    ("store", &["model", "search"]),
];

/// Modules of the binary crate: `main.rs` declares them, `lib.rs` does not.
const BINARY: &[&str] = &["main", "cli", "review"];

fn forbid(why: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{why}\n  {}", found.join("\n  "));
}

fn is_binary(file: &SourceFile) -> bool {
    BINARY.contains(&file.module())
}

/// Modules that a piece of code names: `crate::a::b` gives a, `crate::{a, b::c}` gives a and b.
fn named_modules(code: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let start = Regex::new(r"\bcrate::\s*(\{)?").expect("a valid pattern");
    let word = Regex::new(r"^\s*(\w+)").expect("a valid pattern");
    for found in start.captures_iter(code) {
        let rest = &code[found.get(0).expect("the whole match").end()..];
        let mut take = |part: &str| {
            if let Some(name) = word.captures(part) {
                named.insert(name[1].to_owned());
            }
        };
        if found.get(1).is_none() {
            take(rest);
            continue;
        }
        let mut depth = 0_i32;
        let mut part = 0;
        for (at, letter) in rest.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    take(&rest[part..at]);
                    break;
                }
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    take(&rest[part..at]);
                    part = at + 1;
                }
                _ => {}
            }
        }
    }
    named
}

#[test]
fn named_modules_are_found_in_every_form_of_path() {
    let code = "use crate::model::{Digest, Note};\nuse crate::{\n  tables::{a, b},\n  intake,\n};\nfn f() -> crate::store::Case {}\npub(crate) fn g() {}\nuse saboot::steps;";
    let expected = ["intake", "model", "store", "tables"].map(String::from);
    assert_eq!(named_modules(code), BTreeSet::from(expected));
}

#[test]
fn no_module_imports_upwards() {
    let modules: BTreeSet<&str> = LAYERS
        .iter()
        .map(|(module, _)| *module)
        .chain(["steps"])
        .collect();
    let mut found = Vec::new();
    for file in PROGRAM.iter() {
        let Some((module, allowed)) = LAYERS.iter().find(|(module, _)| *module == file.module())
        else {
            continue;
        };
        for name in named_modules(&file.code) {
            if modules.contains(name.as_str())
                && name != *module
                && !allowed.contains(&name.as_str())
            {
                found.push(format!(
                    "{} names crate::{name}; {module} may name only {allowed:?}",
                    file.path
                ));
            }
            if *module == "bundle"
                && name == "intake"
                && !file.path.starts_with("src/bundle/verify")
            {
                found.push(format!(
                    "{} names crate::intake; only verify opens archives",
                    file.path
                ));
            }
        }
    }
    forbid(
        "An import goes against the layers of docs/architecture.md:",
        found,
    );
}

#[test]
fn every_module_has_a_layer() {
    let known: BTreeSet<&str> = LAYERS
        .iter()
        .map(|(module, _)| *module)
        .chain(BINARY.iter().copied())
        .chain(["lib", "steps"])
        .collect();
    let unknown = PROGRAM
        .iter()
        .filter(|file| !known.contains(file.module()))
        .map(|file| file.path.clone())
        .collect();
    forbid(
        "A module that tests/layers.rs does not know; say there what it may import and touch:",
        unknown,
    );
}

#[test]
fn only_the_library_side_of_the_border_is_in_the_library() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs");
    for module in BINARY {
        assert!(
            !Regex::new(&format!(r"\bmod {module}\b"))
                .expect("a valid pattern")
                .is_match(&lib),
            "lib.rs declares {module}, which belongs to the binary"
        );
    }
    let uses = PROGRAM
        .iter()
        .filter(|file| !is_binary(file))
        .flat_map(|file| file.lines_with(&["saboot::", "clap::", "indicatif::", "ctrlc::"]))
        .collect();
    forbid(
        "The library names the binary, or a crate of the terminal:",
        uses,
    );
}

#[test]
fn only_three_places_touch_the_disk() {
    let may = [
        "src/intake/",
        "src/store/",
        "src/bundle/verify",
        "src/bundle/write",
        "src/bundle/handover",
    ];
    let disk = [
        "std::fs",
        "fs::File",
        "OpenOptions",
        "tempfile::",
        "std::os::unix::fs",
        "std::os::windows::fs",
        ".canonicalize()",
        ".read_dir()",
        ".metadata()",
    ];
    let grouped = Regex::new(r"use std::\{[^;]*\bfs\b").expect("a valid pattern");
    let mut found = Vec::new();
    for file in PROGRAM.iter() {
        if is_binary(file) || may.iter().any(|place| file.path.starts_with(place)) {
            continue;
        }
        found.extend(file.lines_with(&disk));
        if grouped.is_match(&file.code) {
            found.push(format!("{}: use std::{{… fs …}}", file.path));
        }
    }
    forbid(
        "Only intake, store and bundle's verify and write may touch the disk:",
        found,
    );
}

#[test]
fn the_library_has_no_clock_no_dice_and_no_environment() {
    let world = [
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "getrandom",
        "rand::",
        "OsRng",
        "thread_rng",
        "std::env",
        "env::var",
        "process::Command",
        "process::exit",
        "std::io::stdin",
        "std::io::stdout",
        "std::io::stderr",
        "io::stdin()",
        "io::stdout()",
        "io::stderr()",
    ];
    let found = PROGRAM
        .iter()
        .filter(|file| !is_binary(file))
        .flat_map(|file| file.lines_with(&world))
        .collect();
    forbid(
        "Time, randomness, environment and terminal are handed to the library by the command line:",
        found,
    );
}

#[test]
fn nothing_opens_a_socket() {
    let net = [
        "std::net",
        "TcpStream",
        "TcpListener",
        "UdpSocket",
        "UnixStream",
        "UnixListener",
        "UnixDatagram",
    ];
    let found = PROGRAM
        .iter()
        .filter(|file| file.module() != "review")
        .flat_map(|file| file.lines_with(&net))
        .collect();
    forbid(
        "The program uses no network; only the review page may listen on this computer:",
        found,
    );
}

#[test]
fn nothing_ends_the_program_from_inside() {
    let abrupt = [
        ".unwrap()",
        ".unwrap_err()",
        "panic!(",
        "todo!(",
        "unimplemented!(",
        "dbg!(",
        ".expect(\"\")",
    ];
    let found = PROGRAM
        .iter()
        .flat_map(|file| file.lines_with(&abrupt))
        .collect();
    forbid(
        "Outside tests: return an error, or `expect` with the reason why it holds:",
        found,
    );
}

#[test]
fn the_library_prints_nothing() {
    let printing = ["println!(", "print!(", "eprintln!(", "eprint!("];
    let found = PROGRAM
        .iter()
        .filter(|file| !is_binary(file))
        .flat_map(|file| file.lines_with(&printing))
        .collect();
    forbid("Words for people are printed by the command line:", found);
}

#[test]
fn no_file_is_longer_than_500_lines() {
    let mut found = Vec::new();
    for folder in ["src", "tests", "benches", "fuzz"] {
        if !root().join(folder).exists() {
            continue;
        }
        for file in rust_files(folder) {
            let lines = file.text.lines().count();
            if lines > 500 {
                found.push(format!("{}: {lines} lines", file.path));
            }
        }
    }
    forbid(
        "A file over 500 lines holds more than one thing; split it:",
        found,
    );
}

#[test]
fn no_module_is_named_after_nothing() {
    let empty = [
        "util",
        "utils",
        "helper",
        "helpers",
        "common",
        "misc",
        "manager",
        "handler",
        "processor",
        "core",
        "base",
        "info",
    ];
    let mut found = Vec::new();
    for file in PROGRAM.iter() {
        let parts = file.path.trim_end_matches(".rs").split('/');
        if parts.into_iter().any(|part| empty.contains(&part)) {
            found.push(file.path.clone());
        }
    }
    forbid("A name that says nothing about what is inside:", found);
}

#[test]
fn no_type_is_called_by_a_word_that_means_too_much() {
    let pattern = Regex::new(r"\bpub (?:struct|enum|trait|type)\s+(?:Evidence|Data|File|Entry)\b")
        .expect("a valid pattern");
    let mut found = Vec::new();
    for file in PROGRAM.iter() {
        // "Entry" is the archive's own word.
        if file.path.starts_with("src/intake/zip/") {
            continue;
        }
        found.extend(
            pattern
                .find_iter(&file.code)
                .map(|hit| format!("{}: {}", file.path, hit.as_str())),
        );
    }
    forbid(
        "The glossary of docs/architecture.md keeps these words from being types:",
        found,
    );
}

#[test]
fn unsafe_code_is_forbidden_in_both_crates() {
    for crate_root in ["src/lib.rs", "src/main.rs"] {
        let text = fs::read_to_string(root().join(crate_root)).expect("a crate root");
        assert!(
            text.contains("#![forbid(unsafe_code)]"),
            "{crate_root} does not forbid unsafe code"
        );
    }
}

/// A crate and the modules that may name it, so that leaving it stays cheap.
const HOMES: &[(&str, &[&str])] = &[
    ("clap", &["cli", "main"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("csv", &["bundle", "render"]),
    ("ctrlc", &["cli", "main"]),
    ("exif", &["pictures", "sources"]),
    ("flate2", &["intake"]),
    ("image", &["pictures", "render"]),
    ("indicatif", &["cli"]),
    ("lopdf", &["render"]),
    ("md5", &["bundle"]),
    ("oem_cp", &["intake"]),
    ("phonenumber", &["tables", "packet", "steps", "search"]),
    ("qrcode", &["packet", "render"]),
    ("rusqlite", &["store"]),
    ("sha1", &["bundle"]),
    ("sha2", &["model", "bundle"]),
    ("ttf_parser", &["render"]),
    ("typst", &["render"]),
    ("typst_layout", &["render"]),
    ("typst_pdf", &["render"]),
];

#[test]
fn each_crate_is_named_in_few_modules() {
    let mut found = Vec::new();
    for (name, homes) in HOMES {
        let names = Regex::new(&format!(r"(?:^|[^:\w]){name}::\w")).expect("a valid pattern");
        // `mod zip;` in intake is our own module of that name.
        let own = Regex::new(&format!(r"\bmod {name}\b")).expect("a valid pattern");
        for file in PROGRAM
            .iter()
            .filter(|file| !homes.contains(&file.module()))
        {
            if names.is_match(&file.code) && !own.is_match(&file.code) {
                found.push(format!(
                    "{} names {name}, which belongs to {homes:?}",
                    file.path
                ));
            }
        }
    }
    forbid("A dependency spreads:", found);
}

#[test]
fn only_the_kill_points_of_the_store_end_the_process() {
    let found = PROGRAM
        .iter()
        .filter(|file| file.module() != "store")
        .flat_map(|file| file.lines_with(&["process::abort"]))
        .collect();
    forbid(
        "Only a simulated death, in the store, ends the process at once:",
        found,
    );
}
