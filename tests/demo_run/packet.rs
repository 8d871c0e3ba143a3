//! What the printed packet says, as another program reads it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::unanswered::{finished, start};
use crate::support::program::{demo_case, has, root, tool, tree};
use crate::support::temp::Temp;

/// The text of a PDF without white space.
pub(super) fn text_of(folder: &Path) -> String {
    let raw = tool(folder, "pdftotext", &["-raw", "packet-en.pdf", "-"]);
    raw.split_whitespace().collect()
}

/// Width and height of every picture in a PDF.
pub(super) fn pictures_of(pdf: &[u8]) -> Vec<(i64, i64)> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let number = |dict: &lopdf::Dictionary, key: &[u8]| dict.get(key).unwrap().as_i64().unwrap();
    let streams = document.objects.values().filter_map(|o| o.as_stream().ok());
    streams
        .map(|stream| &stream.dict)
        .filter(|dict| {
            dict.get(b"Subtype")
                .and_then(|s| s.as_name())
                .is_ok_and(|name| name == b"Image")
        })
        .map(|dict| (number(dict, b"Width"), number(dict, b"Height")))
        .collect()
}

/// The rows of a table of the bundle, header first.
fn rows(bundle: &Path, name: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(bundle.join("data").join(name)).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn column(rows: &[Vec<String>], name: &str) -> Vec<String> {
    let at = rows[0].iter().position(|cell| cell == name);
    let at = at.unwrap_or_else(|| panic!("no column {name} in {:?}", rows[0]));
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

fn record(bundle: &Path, address: &str) -> Value {
    let source = address.split(':').next().unwrap();
    let text = fs::read_to_string(bundle.join(format!("data/records/{source}.jsonl"))).unwrap();
    text.lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .find(|line| line["address"] == address)
        .unwrap_or_else(|| panic!("no record at {address}"))
}

#[test]
fn the_packet_holds_every_number_every_latin_text_and_every_digest() {
    if !has("pdftotext", &["-v"]) {
        return;
    }
    let temp = Temp::new();
    let case = demo_case(temp.path());
    let bundle = case.join("bundles/01");
    let text = text_of(&case.join("out/packet-01"));
    let exhibits = rows(&bundle, "exhibits.csv");
    let numbers = column(&exhibits, "number");
    assert_eq!(numbers.len(), 40);
    for number in &numbers {
        assert!(text.contains(number.as_str()), "no {number}");
    }
    let (mut whole, mut words) = (0, 0);
    for address in column(&exhibits, "address") {
        let record = record(&bundle, &address);
        let said = record["text"].as_str().unwrap_or_default();
        for run in said.split(|c: char| !c.is_ascii()) {
            let pressed: String = run.split_whitespace().collect();
            if pressed.is_empty() || address == "S1:L97" {
                continue;
            }
            words += 1;
            // A page may end in the middle of a message; its words still stand.
            whole += u32::from(text.contains(&pressed));
            for word in run.split_whitespace() {
                assert!(text.contains(word), "{address}: a word is missing");
            }
        }
    }
    assert!(words > 20, "{words}");
    assert!(
        whole * 10 >= words * 9,
        "{whole} of {words} stand in one piece"
    );
    // Those of the schedule: what was given, and each file in it.
    let mut digests = BTreeSet::new();
    for table in ["sources.csv", "members.csv"] {
        digests.extend(column(&rows(&bundle, table), "sha256"));
    }
    digests.remove("");
    assert!(digests.len() > 12, "{}", digests.len());
    let missing: Vec<_> = digests.iter().filter(|d| !text.contains(*d)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let list = fs::read(bundle.join("tagmanifest-sha256.txt")).unwrap();
    let fingerprint = saboot::model::Digest::of(&list).to_string();
    assert!(text.contains(&fingerprint));
}

#[test]
fn the_withheld_photograph_is_nowhere_in_the_packet() {
    let temp = Temp::new();
    let case = demo_case(temp.path());
    let bundle = case.join("bundles/01");
    let members = rows(&bundle, "members.csv");
    let at = column(&members, "source")
        .iter()
        .zip(column(&members, "number"))
        .position(|(source, number)| source == "S1" && number == "3")
        .expect("the story names S1:F3");
    let name = column(&members, "name")[at].trim_matches('"').to_owned();
    let pdf = fs::read(case.join("out/packet-01/packet-en.pdf")).unwrap();
    let zip = fs::File::open(bundle.join("data/originals/S1.zip")).unwrap();
    let mut zip = zip::ZipArchive::new(zip).unwrap();
    let mut photograph = Vec::new();
    let mut entry = zip.by_name(&name).unwrap();
    std::io::Read::read_to_end(&mut entry, &mut photograph).unwrap();

    // Its bytes: no stretch of them stands in the file.
    for start in (0..photograph.len() - 48).step_by(photograph.len() / 9) {
        let piece = &photograph[start..start + 48];
        assert!(!pdf.windows(48).any(|window| window == piece), "{start}");
    }
    // Its pixels: the pictures of the file are those of the six screenshots.
    let size = image::load_from_memory(&photograph).unwrap();
    let size = (i64::from(size.width()), i64::from(size.height()));
    let pictures = pictures_of(&pdf);
    assert!(!pictures.contains(&size), "{pictures:?}");
    let shown: BTreeSet<(i64, i64)> = tree(&bundle.join("data/originals"))
        .iter()
        .filter(|(name, _)| name.starts_with("S5-"))
        .map(|(_, bytes)| image::load_from_memory(bytes).unwrap())
        .map(|picture| (i64::from(picture.width()), i64::from(picture.height())))
        .collect();
    assert!(pictures.len() >= 6, "{pictures:?}");
    assert!(pictures.iter().any(|picture| shown.contains(picture)));
    // Its name, also where a line breaks it.
    if has("pdftotext", &["-v"]) {
        let text = text_of(&case.join("out/packet-01"));
        let stem = name.split('.').next().unwrap();
        assert!(!text.contains(stem), "{stem} is printed");
    }
}

#[test]
fn what_is_withheld_is_withheld_under_every_name_it_came_in() {
    // The photograph that is withheld in the chat was given as a picture too, and chosen.
    let temp = Temp::new();
    let demo = root().join("fixtures/demo/inputs");
    for (name, bytes) in tree(&demo) {
        temp.put(&format!("given/{name}"), &bytes);
    }
    let zip = fs::File::open(demo.join("WhatsApp Chat with Kashif.zip")).unwrap();
    let mut zip = zip::ZipArchive::new(zip).unwrap();
    let mut photograph = Vec::new();
    std::io::Read::read_to_end(&mut zip.by_index(2).unwrap(), &mut photograph).unwrap();
    temp.put("given/ZZ-holiday.jpg", &photograph);
    let mut answers = finished();
    let exhibit = json!({"at": "S5:F7", "tags": [], "shows": "A picture"});
    answers["exhibits"].as_array_mut().unwrap().push(exhibit);
    start(&temp, &temp.path().join("given"), &answers, &[]).done();
    let folder = temp.path().join("case/out/packet-01");
    let size = image::load_from_memory(&photograph).unwrap();
    let size = (i64::from(size.width()), i64::from(size.height()));
    let pdf = fs::read(folder.join("packet-en.pdf")).unwrap();
    assert!(!pictures_of(&pdf).contains(&size));
    if has("pdftotext", &["-v"]) {
        let text = text_of(&folder);
        assert!(!text.contains("ZZ-holiday"), "its name is printed");
        let digest = saboot::model::Digest::of(&photograph).to_string();
        assert!(text.contains(&digest), "its digest is not");
    }
}
