//! The kill points: a child process works on a case and dies, or finds the disk full, at each call in turn.
//!
//! Runs only with `--features kill-points`; without it the calls are not counted.
#![cfg(feature = "kill-points")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use saboot::model::{Act, Unwatched};
use saboot::store::Store;
use serde_json::Map;

use super::{CHAT, SEED, about, fill, mark, now, source_id};

/// What the child does: make a case, keep an original, write both logs, fill the index, seal a bundle, make papers.
/// Each acknowledged step is told in `acknowledged`, which lies outside the case.
fn work(dir: &Path) -> std::io::Result<()> {
    let told = dir.join("acknowledged");
    let tell = |step: &str| {
        let before = fs::read_to_string(&told).unwrap_or_default();
        fs::write(&told, before + step + "\n").expect("a place outside the case");
    };
    let case = dir.join("case");
    let mut store = match Store::open_to_write(&case) {
        Ok(store) => store,
        Err(_) => Store::create(&case, about(), &SEED).map_err(std::io::Error::other)?,
    };
    tell("made");
    let kept = store
        .admit(&dir.join("given"), &Unwatched)
        .map_err(std::io::Error::other)?;
    let number = store.journal().entries().len() + 1;
    let subject = Some(format!("S{number}"));
    let acts = store.append_journal(now(), "operator", Act::Admitted, subject, Map::new());
    acts.map_err(std::io::Error::other)?;
    tell("admitted");
    store
        .append_work(&[mark(1), mark(2)])
        .map_err(std::io::Error::other)?;
    tell("marked");
    let mut index = store.index().map_err(std::io::Error::other)?;
    let mut filling = index.fill(source_id(1)).map_err(std::io::Error::other)?;
    for line in super::lines_of(1, &CHAT) {
        filling.add(&line).map_err(std::io::Error::other)?;
    }
    filling.finish().map_err(std::io::Error::other)?;
    tell("filled");
    let next = store.bundles()?.last().map_or(1, |n| n + 1);
    let bundle = store.begin_bundle(next)?;
    bundle.write("data/notes.jsonl", b"{}\n")?;
    bundle.place_original(kept.sha256, "data/originals/S1.zip")?;
    bundle.write("manifest-sha256.txt", b"the last file\n")?;
    bundle.finish()?;
    tell("sealed");
    let out = store.begin_out("packet-01")?;
    out.write("packet-en.pdf", b"%PDF")?;
    out.finish()?;
    tell("printed");
    Ok(())
}

/// The child's side: this test does nothing unless it was started by the others.
#[test]
fn child() {
    if let Some(dir) = std::env::var_os("SABOOT_TEST_CHILD") {
        let is_done = work(Path::new(&dir)).is_ok();
        std::process::exit(i32::from(!is_done) * 9);
    }
}

fn run(dir: &Path, name: &str, value: &str) -> Output {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "store::kill::child",
            "--nocapture",
            "--test-threads=1",
        ])
        .env("SABOOT_TEST_CHILD", dir)
        .env(name, value)
        .output()
        .unwrap()
}

fn fresh() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("given"), b"what was given").unwrap();
    let case = dir.path().join("case");
    (dir, case)
}

/// How many calls a whole run takes, by their own count.
fn calls() -> u64 {
    let (dir, _) = fresh();
    let count = dir.path().join("count");
    assert!(
        run(dir.path(), "SABOOT_KILL_COUNT", count.to_str().unwrap())
            .status
            .success()
    );
    let text = fs::read_to_string(count).unwrap();
    let last: u64 = text
        .lines()
        .last()
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(last, text.lines().count() as u64);
    last
}

/// What must hold of a case after any end of a run.
fn check(dir: &Path, case: &Path, at: &str) {
    let told: BTreeSet<String> = fs::read_to_string(dir.join("acknowledged"))
        .unwrap_or_default()
        .lines()
        .map(str::to_owned)
        .collect();
    let is = |step: &str| told.contains(step);
    if !case.join("case.json").exists() {
        assert!(!is("made"), "{at}");
        return;
    }
    let store = Store::open_to_write(case).unwrap_or_else(|e| panic!("{at}: {e}"));
    let state = store.case();
    assert!(
        !is("admitted") || store.journal().entries().len() == 1,
        "{at}"
    );
    assert!(!is("marked") || state.exhibits.len() == 2, "{at}");
    for digest in store.originals().list().unwrap() {
        let bytes = fs::read(store.originals().path(digest)).unwrap();
        assert_eq!(saboot::model::Digest::of(&bytes), digest, "{at}");
    }
    let stray = fs::read_dir(case.join("originals")).unwrap().count();
    assert_eq!(stray, store.originals().list().unwrap().len(), "{at}");
    let mut index = store.index().unwrap();
    assert!(
        !is("filled") || index.holds(source_id(1)).unwrap().is_some(),
        "{at}"
    );
    fill(&mut index, 1, &CHAT);
    for n in store.bundles().unwrap() {
        assert_eq!(
            fs::read(store.bundle_path(n).join("manifest-sha256.txt")).unwrap(),
            b"the last file\n",
            "{at}"
        );
    }
    assert!(
        !is("sealed") || !store.bundles().unwrap().is_empty(),
        "{at}"
    );
    assert_eq!(
        fs::read_dir(case.join("bundles")).unwrap().count(),
        store.bundles().unwrap().len(),
        "{at}"
    );
    let papers = case.join("out/packet-01");
    assert!(
        !papers.exists() || fs::read(papers.join("packet-en.pdf")).unwrap() == b"%PDF",
        "{at}"
    );
}

#[test]
fn killed_at_every_call_nothing_acknowledged_is_lost_and_nothing_half_stands() {
    let all = calls();
    assert!(all > 50, "only {all} calls");
    for call in 1..=all {
        let (dir, case) = fresh();
        let ended = run(dir.path(), "SABOOT_KILL_AT", &call.to_string());
        assert!(
            ended.status.code().is_none_or(|code| code != 0),
            "call {call} did not die"
        );
        check(dir.path(), &case, &format!("killed at {call}"));
        fs::remove_file(dir.path().join("acknowledged")).ok();
        // The next run goes on.
        assert!(
            run(dir.path(), "SABOOT_UNUSED", "").status.success(),
            "after {call}"
        );
    }
}

#[test]
fn on_a_disk_that_is_full_from_any_call_on_the_run_fails_and_the_case_stands() {
    for call in (1..=calls()).step_by(2) {
        let (dir, case) = fresh();
        let ended = run(dir.path(), "SABOOT_FULL_AT", &call.to_string());
        // The last calls need no room: a rename, a sync.
        assert!(ended.status.code().is_some(), "full at {call}: it died");
        check(dir.path(), &case, &format!("full at {call}"));
    }
}
