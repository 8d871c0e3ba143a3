//! The papers as files: what a reader, a printer and a photocopier get.

use saboot::render::laid_out::PaperFault;
use saboot::render::pdf::{PdfId, Pictures, RenderError, Volume, volumes};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::process::Command;

const SCREENSHOT: &[u8] = include_bytes!("../fixtures/papers/screenshot.png");

pub fn packet() -> Value {
    serde_json::from_str(include_str!("../fixtures/papers/packet.json")).unwrap()
}

pub fn pictures() -> Pictures {
    Pictures::from([("B-1".to_owned(), SCREENSHOT.to_vec())])
}

pub fn id() -> PdfId {
    PdfId {
        digest: "ab".repeat(32),
        date: "2026-11-24T12:21:00Z".parse().unwrap(),
    }
}

pub fn printed(packet: &Value) -> Result<Vec<Volume>, RenderError> {
    volumes(packet, &pictures(), &[], &id())
}

/// Papers to look at: `SABOOT_KEEP_PAPERS=folder` keeps what a test printed.
pub fn keep(name: &str, volumes: &[Volume]) {
    if let Some(folder) = std::env::var_os("SABOOT_KEEP_PAPERS") {
        for volume in volumes {
            std::fs::write(
                std::path::Path::new(&folder).join(format!("{name}-{}.pdf", volume.number)),
                &volume.bytes,
            )
            .unwrap();
        }
    }
}

pub fn part<'a>(packet: &'a mut Value, name: &str) -> &'a mut Value {
    packet["parts"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .find(|part| part["name"] == name)
        .unwrap()
}

/// A packet without its pictures, as a draft is.
pub fn unshown(mut packet: Value) -> Value {
    packet["pictures"] = json!([]);
    for page in part(&mut packet, "screenshots")["pages"]
        .as_array_mut()
        .unwrap()
    {
        page["picture"] = Value::Null;
        page["not_shown"] = json!([{"k": "text", "s": "Not shown."}]);
    }
    packet
}

/// Runs a tool over a file. None, with the reason printed, where the tool is not there.
pub fn tool(name: &str, arguments: &[&str], file: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, file).unwrap();
    let mut command = Command::new(name);
    for argument in arguments {
        command.arg(if *argument == "FILE" {
            path.as_os_str()
        } else {
            argument.as_ref()
        });
    }
    match command.output() {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(error) => {
            assert!(
                std::env::var_os("SABOOT_REQUIRE_TOOLS").is_none(),
                "{name} is required: {error}"
            );
            eprintln!("skipped: {name} is not installed ({error})");
            None
        }
    }
}

pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Every string of a packet under a key.
fn strings(value: &Value, wanted: &dyn Fn(&str) -> bool, out: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if wanted(text) => {
            out.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| strings(item, wanted, out)),
        Value::Object(fields) => fields
            .values()
            .for_each(|field| strings(field, wanted, out)),
        _ => {}
    }
}

#[test]
fn every_digest_number_and_latin_word_is_found_by_another_reader() {
    let packet = packet();
    let all = printed(&packet).unwrap();
    let Some(text) = tool("pdftotext", &["-raw", "FILE", "-"], &all[0].bytes) else {
        return;
    };
    let text = squeezed(&text);
    let mut digests = BTreeSet::new();
    strings(
        &packet,
        &|s| s.len() == 64 && s.bytes().all(|b| b.is_ascii_hexdigit()),
        &mut digests,
    );
    assert!(digests.len() > 20);
    assert!(
        digests.iter().all(|digest| text.contains(digest)),
        "a digest is not found"
    );
    let mut exhibits = BTreeSet::new();
    strings(
        &packet,
        &|s| s.len() < 6 && s.starts_with(['A', 'B']) && s[1..].starts_with('-'),
        &mut exhibits,
    );
    assert!(exhibits.len() > 15);
    assert!(
        exhibits.iter().all(|number| text.contains(number)),
        "an exhibit is not found"
    );
    for row in packet["parts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|part| part["name"] == "transcript")
        .unwrap()["rows"]
        .as_array()
        .unwrap()
    {
        for run in row["text"].as_array().unwrap() {
            for word in run["s"]
                .as_str()
                .unwrap_or_default()
                .split(|c: char| !c.is_ascii_graphic())
                .filter(|word| !word.is_empty())
            {
                assert!(
                    text.contains(word),
                    "{word} of {} is not found",
                    row["source"]
                );
            }
        }
    }
}

#[test]
fn the_sample_has_the_shape_that_the_packet_declares() {
    let shaped: saboot::packet::Packet = serde_json::from_value(packet()).unwrap();
    let printed_from_it = saboot::render::pdf::pdf(&shaped, &pictures(), &[], &id()).unwrap();
    assert_eq!(
        printed_from_it[0].pages,
        printed(&packet()).unwrap()[0].pages
    );
}

#[test]
fn the_same_packet_is_the_same_file_twice() {
    keep("full", &printed(&packet()).unwrap());
    assert_eq!(printed(&packet()).unwrap(), printed(&packet()).unwrap());
}

#[test]
fn words_that_look_like_commands_are_printed_as_they_are() {
    let all = printed(&packet()).unwrap();
    let Some(text) = tool("pdftotext", &["-raw", "FILE", "-"], &all[0].bytes) else {
        return;
    };
    let text = squeezed(&text);
    for words in [
        "*bold*#setpage(fill:red)$x^2$<label>//comment#panic()\\~-----...\"q\"'q'@ref=head",
        "⟨RLO⟩gpj.apk",
        "⟨U+6F22⟩",
        "⟨kitchenknife⟩",
    ] {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn every_page_says_which_of_how_many_it_is_and_a_draft_says_so_too() {
    let mut packet = unshown(packet());
    packet["draft"] =
        json!({"mark": "DRAFT", "line": "Chosen by word lists; nobody looked at this yet."});
    let all = volumes(&packet, &Pictures::new(), &[], &id()).unwrap();
    keep("draft", &all);
    let pages = all[0].pages;
    for page in 1..=pages {
        let number = page.to_string();
        let Some(text) = tool(
            "pdftotext",
            &["-raw", "-f", &number, "-l", &number, "FILE", "-"],
            &all[0].bytes,
        ) else {
            return;
        };
        let text = squeezed(&text);
        for words in [
            "DRAFT",
            "nobodylookedatthisyet",
            "Complaint2026-117",
            "3f9a20c177be0d42",
            &format!("Page{page}of{pages}"),
        ] {
            assert!(text.contains(words), "{words} on page {page}");
        }
    }
    let Some(images) = tool("pdfimages", &["-list", "FILE"], &all[0].bytes) else {
        return;
    };
    assert_eq!(
        images.lines().skip(2).count(),
        0,
        "a draft shows no picture"
    );
}

#[test]
fn only_bundled_fonts_are_in_the_file_and_all_are_embedded() {
    let all = printed(&packet()).unwrap();
    let Some(fonts) = tool("pdffonts", &["FILE"], &all[0].bytes) else {
        return;
    };
    let lines: Vec<_> = fonts.lines().skip(2).collect();
    assert!(lines.len() >= 5, "{fonts}");
    assert!(
        lines
            .iter()
            .all(|line| line.contains("+Noto") && line.contains("yes yes yes")),
        "{fonts}"
    );
}

#[test]
fn a_glance_of_two_pages_is_refused() {
    let mut packet = packet();
    let facts = part(&mut packet, "glance")["facts"].as_array_mut().unwrap();
    let fact = facts[0].clone();
    facts.extend(vec![fact; 12]);
    let Err(RenderError::Paper { faults, .. }) = printed(&packet) else {
        panic!("printed")
    };
    assert_eq!(faults, [PaperFault::GlanceTooLong { pages: 2 }]);
}

#[test]
fn a_withheld_string_stops_the_paper() {
    let secrets = ["Zainab".to_owned(), "seen kar ke bhi JAWAB nahi".to_owned()];
    let Err(RenderError::Paper { faults, .. }) = volumes(&packet(), &pictures(), &secrets, &id())
    else {
        panic!("printed")
    };
    assert!(
        matches!(faults[..], [PaperFault::WithheldShown { which: 1, .. }]),
        "{faults:?}"
    );
}

#[test]
fn only_the_pictures_of_the_packet_and_unchanged_are_taken() {
    let changed = Pictures::from([("B-1".to_owned(), [SCREENSHOT, b"\n"].concat())]);
    let more = Pictures::from([
        ("B-1".to_owned(), SCREENSHOT.to_vec()),
        ("B-2".to_owned(), SCREENSHOT.to_vec()),
    ]);
    assert!(
        matches!(volumes(&packet(), &changed, &[], &id()), Err(RenderError::PictureChanged { key }) if key == "B-1")
    );
    assert!(
        matches!(volumes(&packet(), &more, &[], &id()), Err(RenderError::PictureForeign { key }) if key == "B-2")
    );
    assert!(
        matches!(volumes(&packet(), &Pictures::new(), &[], &id()), Err(RenderError::PictureAbsent { key }) if key == "B-1")
    );
}
