//! Makes the demo case again from its script and compares every byte. `UPDATE=1` writes the files instead.

#[path = "support/demo_chats.rs"]
pub mod chats;
#[path = "support/demo_facebook.rs"]
pub mod facebook;
#[path = "support/demo_files.rs"]
mod files;
#[path = "support/demo_instagram.rs"]
mod instagram;
#[path = "support/demo_pictures.rs"]
mod pictures;
#[path = "support/demo_script.rs"]
pub mod script;

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo")
}

/// Everything the script makes: path under `fixtures/demo` to bytes, and key of the script to address.
struct Made {
    files: BTreeMap<String, Vec<u8>>,
    addresses: BTreeMap<String, String>,
}

fn make() -> Made {
    let first = script::parse(include_str!("../fixtures/demo/script/first-chat.txt"));
    let second = script::parse(include_str!("../fixtures/demo/script/second-chat.txt"));
    let mut made = Made {
        files: BTreeMap::new(),
        addresses: BTreeMap::new(),
    };

    let android = chats::android(&first);
    let name = "WhatsApp Chat with Kashif";
    made.add_export(
        1,
        &format!("{name}.zip"),
        &format!("{name}.txt"),
        android,
        (2026, 10, 23, 18, 2, 12),
    );
    let iphone = chats::iphone(&second);
    made.add_export(
        2,
        "second phone/WhatsApp Chat - +92 301 0000000.zip",
        "_chat.txt",
        iphone,
        (2026, 11, 22, 11, 40, 6),
    );

    made.add_facebook();
    made.add_instagram();

    let screens: Vec<Value> =
        serde_json::from_str(include_str!("../fixtures/demo/script/screens.json"))
            .expect("screens.json is JSON");
    assert!(
        screens.is_sorted_by_key(|screen| screen["file"].as_str()),
        "screens.json is sorted by file name, as the pictures are numbered"
    );
    for (n, screen) in screens.iter().enumerate() {
        let file = screen["file"].as_str().expect("a file name");
        let picture = pictures::screen(screen, &first, &second);
        let bytes = if file.ends_with(".jpg") {
            pictures::jpeg(&picture)
        } else {
            pictures::png(&picture)
        };
        made.files.insert(format!("inputs/{file}"), bytes);
        made.addresses
            .insert(file.to_owned(), format!("S5:F{}", n + 1));
    }
    for (name, template) in [
        (
            "answers.json",
            include_str!("../fixtures/demo/script/answers.json"),
        ),
        ("story.md", include_str!("../fixtures/demo/script/story.md")),
    ] {
        made.files.insert(
            name.to_owned(),
            fill(template, &made.addresses).into_bytes(),
        );
    }
    made
}

impl Made {
    fn add_export(
        &mut self,
        source: usize,
        zip: &str,
        text: &str,
        transcript: chats::Transcript,
        made: files::Made,
    ) {
        let mut members = vec![(text, transcript.text.into_bytes())];
        for (n, name) in transcript.media.iter().enumerate() {
            let bytes = match name.as_str() {
                "IMG-20260712-WA0001.jpg" => pictures::jpeg(&pictures::photo("cloth")),
                "IMG-20261020-WA0003.jpg" => pictures::jpeg(&pictures::photo("placeholder")),
                _ => files::voice(
                    u32::try_from(source).expect("a small number") * 100
                        + u32::try_from(n).expect("a small number"),
                ),
            };
            members.push((name, bytes));
            // The transcript is member 1, media follow in the order of the text.
            self.addresses
                .insert(name.clone(), format!("S{source}:F{}", n + 2));
        }
        self.files
            .insert(format!("inputs/{zip}"), files::zip(&members, made));
        for (key, line) in transcript.lines {
            let twice = self
                .addresses
                .insert(key.clone(), format!("S{source}:L{line}"));
            assert!(twice.is_none(), "the key {key} stands in both scripts");
        }
    }
}

/// The folder of the two downloads that Meta made; its name puts them behind the chats.
const META: &str = "what Meta gave";

impl Made {
    fn add_facebook(&mut self) {
        let kashif = script::parse(include_str!("../fixtures/demo/script/facebook-kashif.txt"));
        let page = script::parse(include_str!("../fixtures/demo/script/facebook-page.txt"));
        let owner = "Sana Karim";
        let threads = [
            facebook::thread(
                "inbox/kashifali_61550000000001",
                "Kashif Ali",
                owner,
                &kashif,
            ),
            facebook::thread(
                "message_requests/sanakarimofficial_61550000000002",
                "Sana Karim Official",
                owner,
                &page,
            ),
        ];
        let mut members: Vec<(String, Vec<u8>)> = Vec::new();
        for (name, bytes) in facebook::account() {
            members.push((name.to_owned(), bytes));
        }
        for thread in threads {
            members.push((format!("{}/message_1.json", thread.folder), thread.bytes));
            self.cite(thread.elements, &format!("S3:F{}:M", members.len()));
            for photo in thread.photos {
                let bytes = pictures::jpeg(&pictures::photo("placeholder"));
                members.push((format!("{}/photos/{photo}", thread.folder), bytes));
                self.addresses
                    .insert(photo, format!("S3:F{}", members.len()));
            }
        }
        let activity = members
            .iter()
            .position(|(name, _)| name.ends_with("account_activity.json"));
        let activity = activity.expect("the download holds the account's activity") + 1;
        self.addresses
            .insert("strange-login".into(), format!("S3:F{activity}:I1"));
        self.add_zip(
            "facebook-sanakarim-2026-11-22-k3Jx81Qa.zip",
            &members,
            (2026, 11, 22, 10, 41, 30),
        );
    }

    fn add_instagram(&mut self) {
        let lines = script::parse(include_str!("../fixtures/demo/script/instagram-kashif.txt"));
        let page = instagram::page("kashif.ali.5150", "Sana Karim", &lines);
        self.cite(page.cards, "S4:F1:M");
        let folder = "your_instagram_activity/messages/inbox/kashifali5150_61550000000003";
        self.add_zip(
            "instagram-sana.embroidery.example-2026-11-22-p9Rt20Lm.zip",
            &[(format!("{folder}/message_1.html"), page.bytes)],
            (2026, 11, 22, 11, 25, 0),
        );
    }

    fn add_zip(&mut self, name: &str, members: &[(String, Vec<u8>)], made: files::Made) {
        let members: Vec<(&str, Vec<u8>)> = members
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.clone()))
            .collect();
        self.files
            .insert(format!("inputs/{META}/{name}"), files::zip(&members, made));
    }

    fn cite(&mut self, places: BTreeMap<String, usize>, before: &str) {
        for (key, place) in places {
            let twice = self
                .addresses
                .insert(key.clone(), format!("{before}{place}"));
            assert!(twice.is_none(), "the key {key} stands in two scripts");
        }
    }
}

/// Puts addresses where a template says `{{key}}`.
fn fill(template: &str, addresses: &BTreeMap<String, String>) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (key, after) = after.split_once("}}").expect("a closing }}");
        filled.push_str(before);
        filled.push_str(
            addresses
                .get(key)
                .unwrap_or_else(|| panic!("no line of the script has the key {key}")),
        );
        rest = after;
    }
    filled + rest
}

fn committed(folder: &Path, under: &str, names: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder that can be read") {
        let entry = entry.expect("an entry that can be read");
        let name = format!("{under}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            committed(&entry.path(), &format!("{name}/"), names);
        } else {
            names.push(name);
        }
    }
}

#[test]
fn the_demo_is_what_its_script_makes() {
    let made = make();
    if std::env::var_os("UPDATE").is_some() {
        for (name, bytes) in &made.files {
            let path = demo().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder"))
                .expect("the folder can be made");
            std::fs::write(path, bytes).expect("the file can be written");
        }
    }
    let mut names = Vec::new();
    committed(&demo(), "", &mut names);
    names.retain(|name| !name.starts_with("script/"));
    names.sort();
    let expected: Vec<&String> = made.files.keys().collect();
    assert_eq!(
        names.iter().collect::<Vec<_>>(),
        expected,
        "files under fixtures/demo that the script does not make, or the reverse"
    );
    for (name, bytes) in &made.files {
        let on_disk = std::fs::read(demo().join(name)).expect("a committed file");
        assert!(
            &on_disk == bytes,
            "fixtures/demo/{name} differs from what the script makes; UPDATE=1 writes it again"
        );
    }
}

#[test]
fn the_demo_stays_small() {
    let mut names = Vec::new();
    committed(&demo(), "", &mut names);
    let size: u64 = names
        .iter()
        .map(|name| {
            std::fs::metadata(demo().join(name))
                .expect("a committed file")
                .len()
        })
        .sum();
    assert!(
        size < 1_500_000,
        "fixtures/demo holds {size} bytes; it is cloned by everybody"
    );
}

#[test]
fn every_named_line_is_told_in_the_story() {
    let story = include_str!("../fixtures/demo/script/story.md");
    for key in make().addresses.keys() {
        assert!(
            story.contains(&format!("{{{{{key}}}}}")),
            "story.md does not tell of {key}"
        );
    }
}

#[test]
fn every_exhibit_of_the_answers_is_told_in_the_story() {
    let read = |name: &str| std::fs::read_to_string(demo().join(name)).expect("a committed text");
    let answers: Value = serde_json::from_str(&read("answers.json")).expect("answers.json is JSON");
    let story = read("story.md");
    let exhibits = answers["exhibits"].as_array().expect("a list of exhibits");
    assert!(!exhibits.is_empty());
    for exhibit in exhibits {
        let at = exhibit["at"].as_str().expect("an address");
        assert!(
            story.contains(&format!("`{at}`")),
            "story.md does not tell of exhibit {at}"
        );
    }
}
