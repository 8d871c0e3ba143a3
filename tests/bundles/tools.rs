//! Tools that are not ours agree with the bundle: `sha256sum`, the shell lines of VERIFY.txt, Python's `bagit`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use saboot::bundle::verify_text::commands;

use super::small_case::{first_bundle, to_disk};

/// Whether a tool answers. Without it the test is skipped aloud, or fails under `SABOOT_REQUIRE_TOOLS`.
fn has(tool: &str, arguments: &[&str]) -> bool {
    let answers = Command::new(tool)
        .args(arguments)
        .output()
        .is_ok_and(|out| out.status.success());
    if !answers {
        assert!(
            std::env::var_os("SABOOT_REQUIRE_TOOLS").is_none(),
            "{tool} {arguments:?} does not answer"
        );
        println!(
            "skipped: {tool} {} does not answer here",
            arguments.join(" ")
        );
    }
    answers
}

fn run(root: &Path, command: &str) -> Output {
    Command::new("sh")
        .args(["-c", command])
        .current_dir(root)
        .output()
        .unwrap()
}

#[test]
fn sha256sum_agrees_with_both_lists() {
    if !has("sha256sum", &["--version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    to_disk(folder.path(), &first_bundle());
    for list in ["manifest-sha256.txt", "tagmanifest-sha256.txt"] {
        let out = run(folder.path(), &format!("sha256sum -c --strict {list}"));
        assert!(out.status.success(), "{out:?}");
    }
    fs::write(folder.path().join("data/words.json"), "x").unwrap();
    assert!(
        !run(folder.path(), "sha256sum -c manifest-sha256.txt")
            .status
            .success()
    );
}

#[test]
fn the_shell_lines_of_the_text_find_what_they_say_they_find() {
    if !has(
        "sh",
        &[
            "-c",
            "sha256sum --version && openssl version && find --version",
        ],
    ) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    to_disk(root, &first_bundle());
    let lines: Vec<&str> = commands('$').collect();
    let [tags, payload, here, listed, links, head, stated] = lines.as_slice() else {
        panic!("{lines:?}")
    };
    let said = |command: &str| {
        String::from_utf8(run(root, command).stdout)
            .unwrap()
            .trim()
            .to_owned()
    };
    for command in [tags, payload] {
        let out = run(root, command);
        assert!(
            out.status.success() && out.stdout.is_empty(),
            "{command}: {out:?}"
        );
    }
    assert_eq!(said(here), "17");
    assert_eq!(said(here), said(listed));
    assert_eq!(said(links), "");
    assert_eq!(said(head), said(stated));
    assert_eq!(said(head).len(), 64);

    fs::write(root.join("data/extra"), "x").unwrap();
    assert_ne!(said(here), said(listed));
    fs::create_dir(root.join("empty")).unwrap();
    assert_eq!(said(links), "./empty");
    fs::write(root.join("bagit.txt"), "x").unwrap();
    assert!(!run(root, tags).status.success());
    fs::write(root.join("data/journal.jsonl"), "x").unwrap();
    assert_ne!(said(head), said(stated));
}

#[test]
fn the_macos_lines_of_the_text_run() {
    if !has("shasum", &["--version"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    to_disk(folder.path(), &first_bundle());
    for command in commands('%') {
        assert!(run(folder.path(), command).status.success(), "{command}");
    }
}

#[test]
fn python_bagit_validates_a_bundle() {
    if !has("python3", &["-c", "import bagit"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    to_disk(folder.path(), &first_bundle());
    let script = "python3 -c 'import bagit; bag = bagit.Bag(\".\"); bag.validate(); print(bag.info[\"Saboot-Bundle\"])'";
    let out = run(folder.path(), script);
    assert!(out.status.success(), "{out:?}");
    assert_eq!(
        String::from_utf8_lossy(&out.stdout).trim(),
        "bundle/1-draft"
    );
    fs::write(folder.path().join("data/words.json"), "x").unwrap();
    assert!(!run(folder.path(), script).status.success());
}
