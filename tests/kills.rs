//! The program is killed at fifty of its writes, spread evenly over a whole piece of work, and finds the disk full at others.
//!
//! The writes are counted by the program itself, under the feature `kill-points`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::program::{Ran, copy, end, run, saboot, tree};
use crate::support::temp::Temp;
use crate::support::zipper::zip;

const KILLS: u64 = 50;

/// One command of the work, with the state of the case before it.
struct Step {
    verb: &'static str,
    arguments: Vec<String>,
    before: PathBuf,
    /// Its writes.
    writes: u64,
    /// Marks that were acknowledged before it.
    marks: u64,
}

fn chat() -> Vec<u8> {
    let mut text = String::new();
    for minute in 10..40 {
        let name = ["Kashif", "Sana"][minute % 2];
        let body = match minute {
            20 => "IMG-20240821-WA0007.jpg (file attached)".to_owned(),
            _ => format!("paighaam number {minute}"),
        };
        text += &format!("21/08/2024, 11:{minute} pm - {name}: {body}\n");
    }
    text.into_bytes()
}

fn picture() -> Vec<u8> {
    let mut bytes = Vec::new();
    image::RgbImage::from_fn(60, 90, |x, y| image::Rgb([x as u8, y as u8, 7]))
        .write_to(
            &mut std::io::Cursor::new(&mut bytes),
            image::ImageFormat::Png,
        )
        .unwrap();
    bytes
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

/// The whole work: what is run, in order.
fn work() -> Vec<(&'static str, Vec<String>)> {
    let lines = [
        ("add", "add chat.zip"),
        ("add", "add Screenshot_20240821-231500.png"),
        ("mark", "mark S1:L3 --exhibit --tag threat"),
        ("mark", "mark S1:L5-L8 --exhibit --context 1"),
        ("mark", "mark S1:L2 --stop"),
        ("mark", "mark S2:F1 --exhibit --note private"),
        ("seal", "seal --yes"),
        ("packet", "packet"),
    ];
    lines.map(|(verb, line)| (verb, words(line))).to_vec()
}

fn command(folder: &Path, arguments: &[String]) -> std::process::Command {
    let mut command = saboot(folder);
    command.args(arguments).args(["--case", "case", "--json"]);
    command
}

fn status(folder: &Path) -> Value {
    run(folder, &["status", "--case", "case", "--json"])
        .ended(0)
        .result()
}

/// Does the work once, keeping a copy of the folder before each command and counting its writes.
fn rehearse(temp: &Temp) -> Vec<Step> {
    let live = temp.path().join("live");
    fs::create_dir(&live).unwrap();
    let members = [
        ("WhatsApp Chat with Kashif.txt".to_owned(), chat()),
        ("IMG-20240821-WA0007.jpg".to_owned(), vec![0xA5; 90_000]),
    ];
    fs::write(live.join("chat.zip"), zip(&members, &Default::default())).unwrap();
    fs::write(live.join("Screenshot_20240821-231500.png"), picture()).unwrap();
    run(&live, &["new", "case"]).ended(0);
    let mut steps = Vec::new();
    for (n, (verb, arguments)) in work().into_iter().enumerate() {
        let before = temp.path().join(format!("before-{n}"));
        copy(&live, &before);
        let marks = status(&live)["exhibits"].as_u64().unwrap();
        let count = temp.path().join(format!("count-{n}"));
        let mut counted = command(&live, &arguments);
        end(counted.env("SABOOT_KILL_COUNT", &count)).done();
        let writes = fs::read_to_string(count).unwrap().lines().count() as u64;
        steps.push(Step {
            verb,
            arguments,
            before,
            writes,
            marks,
        });
    }
    steps
}

/// What must hold of a case however a run ended.
fn stands(folder: &Path, step: &Step, at: &str) {
    let told = status(folder);
    let marks = told["exhibits"].as_u64().unwrap();
    assert!(marks >= step.marks, "{at}: {marks} of {} marks", step.marks);
    for name in bundles(folder) {
        let path = format!("case/bundles/{name}");
        // A number is given only to what is whole; what is half has another name, and the next run removes it.
        if name.len() == 2 {
            run(folder, &["verify", &path]).ended(0);
        }
    }
    for (name, bytes) in tree(&folder.join("case/originals")) {
        if name.len() == 64 {
            let digest = saboot::model::Digest::of(&bytes).to_string();
            assert_eq!(digest, name, "{at}: an original is not what its name says");
        }
    }
}

fn bundles(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("case/bundles")).unwrap();
    let mut names: Vec<String> = entries
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Runs the command again and everything behind it; the work must end as if nothing had happened.
fn goes_on(folder: &Path, steps: &[Step], at: &str) {
    for step in steps {
        let ran = end(&mut command(folder, &step.arguments));
        assert!(
            matches!(ran.code, 0 | 3),
            "{at}, {}: {}",
            step.verb,
            ran.err
        );
    }
    let told = status(folder);
    assert_eq!(told["exhibits"], 7, "{at}");
    assert_eq!(told["sources"], 2, "{at}");
    assert_eq!(bundles(folder), ["01"], "{at}");
    run(folder, &["verify", "case/bundles/01"]).ended(0);
    let originals = tree(&folder.join("case/originals"));
    assert_eq!(originals.len(), 2, "{at}: {:?}", originals.keys());
    if steps.iter().all(|step| step.verb != "packet") {
        return;
    }
    let papers = tree(&folder.join("case/out"));
    assert_eq!(papers.len(), 1, "{at}: {:?}", papers.keys());
    assert!(papers.contains_key("packet-01/packet-en.pdf"), "{at}");
}

/// What is left to do after command `i` was killed. Papers are slow; they are made where something before them may have
/// spoiled what they are made from.
fn rest(steps: &[Step], i: usize) -> &[Step] {
    match steps[i].verb {
        "add" | "mark" => &steps[i..steps.len() - 1],
        _ => &steps[i..],
    }
}

/// The command and the write in it that is the `n`th of the whole work, counted from 1.
fn place(steps: &[Step], n: u64) -> (usize, u64) {
    let mut left = n;
    for (i, step) in steps.iter().enumerate() {
        if left <= step.writes {
            return (i, left);
        }
        left -= step.writes;
    }
    panic!("write {n} is behind the last one")
}

/// `count` writes, spread evenly from the first to the last.
fn spread(steps: &[Step], count: u64) -> Vec<(usize, u64)> {
    let all: u64 = steps.iter().map(|step| step.writes).sum();
    assert!(all > count, "only {all} writes");
    let at = |i: u64| 1 + i * (all - 1) / (count - 1);
    (0..count).map(|i| place(steps, at(i))).collect()
}

/// A fresh copy of the folder as it was before a command, in which the command runs with this set.
fn run_with(temp: &Temp, step: &Step, name: &str, write: u64) -> (PathBuf, Ran) {
    let folder = temp.path().join(format!("{name}-{}-{write}", step.verb));
    copy(&step.before, &folder);
    let mut command = command(&folder, &step.arguments);
    let ran = end(command.env(name, write.to_string()));
    (folder, ran)
}

#[test]
fn killed_at_fifty_writes_no_mark_is_lost_no_half_bundle_stands_and_the_next_run_goes_on() {
    let temp = Temp::new();
    let steps = rehearse(&temp);
    let places = spread(&steps, KILLS);
    for verb in ["add", "mark", "seal", "packet"] {
        let fell = places.iter().filter(|(i, _)| steps[*i].verb == verb);
        let writes: u64 = steps
            .iter()
            .filter(|step| step.verb == verb)
            .map(|step| step.writes)
            .sum();
        let fell = fell.count();
        println!("{verb}: {fell} of {KILLS} kills in {writes} writes");
        assert!(fell > 0, "no kill fell into {verb}");
    }
    for (i, write) in places {
        let step = &steps[i];
        let at = format!("{} killed at write {write} of {}", step.verb, step.writes);
        let (folder, ran) = run_with(&temp, step, "SABOOT_KILL_AT", write);
        assert_eq!(ran.code, -1, "{at}: it did not die\n{}", ran.err);
        stands(&folder, step, &at);
        goes_on(&folder, rest(&steps, i), &at);
        fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn on_a_full_disk_the_command_says_so_and_nothing_is_lost() {
    let temp = Temp::new();
    let steps = rehearse(&temp);
    for (i, step) in steps.iter().enumerate() {
        for write in [1, step.writes / 3, step.writes / 2] {
            let write = write.max(1);
            let at = format!("{}: full from write {write} of {}", step.verb, step.writes);
            let (folder, ran) = run_with(&temp, step, "SABOOT_FULL_AT", write);
            assert_eq!(ran.code, 1, "{at}\n{}\n{}", ran.out, ran.err);
            ran.told("E-SPACE-01");
            let told = ran.json().pop().unwrap();
            assert_eq!(told["type"], "error", "{at}");
            assert_eq!(told["code"], "E-SPACE-01", "{at}");
            stands(&folder, step, &at);
            goes_on(&folder, rest(&steps, i), &at);
            fs::remove_dir_all(folder).unwrap();
        }
    }
}
