//! The papers as text for synthetic cases, and that nothing withheld is in them.
//!
//! `fixtures/packets/<authority>/<case>/`: `lines.jsonl` (sources, records, notes), `journal.jsonl`, `work.jsonl`,
//! `bundle.json`, and `expected.txt`. `UPDATE=1` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use saboot::model::{
    Address, Case, Clock, Digest, JournalEntry, Line, Note, Record, Source, WorkEntry,
};
use saboot::packet::{
    BundleFacts, Packet, PacketInput, Part, Roll, Row, Tool, compose, must_not_print, must_print,
    text,
};
use saboot::tables::{Papers, authorities};
use serde::Deserialize;

#[derive(Deserialize)]
struct BundleFile {
    n: u32,
    fingerprint: Digest,
    sealed: chrono::DateTime<chrono::Utc>,
    clock: Clock,
    previous: Option<Digest>,
    files: u64,
    drawable: BTreeSet<Address>,
}

pub struct Fixture {
    authority: String,
    case: Case,
    roll: Roll,
    all: Vec<Record>,
    records: BTreeMap<Address, Record>,
    sources: Vec<Source>,
    notes: Vec<Note>,
    journal: Vec<JournalEntry>,
    bundle: BundleFile,
}

fn lines<T: for<'a> Deserialize<'a>>(path: &Path) -> Vec<T> {
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| {
            serde_json::from_str(line).unwrap_or_else(|e| panic!("{}: {e}: {line}", path.display()))
        })
        .collect()
}

impl Fixture {
    pub fn open(dir: &Path) -> Self {
        let journal: Vec<JournalEntry> = lines(&dir.join("journal.jsonl"));
        let work: Vec<WorkEntry> = lines(&dir.join("work.jsonl"));
        let case = Case::fold(&journal, &work);
        let mut roll = Roll::new(&case, "Asia/Karachi");
        let (mut sources, mut notes, mut all) = (Vec::new(), Vec::new(), Vec::new());
        for line in lines::<Line>(&dir.join("lines.jsonl")) {
            match line {
                Line::Source(source) => {
                    roll.know(&source);
                    sources.push(*source);
                }
                Line::Record(record) => {
                    roll.see(&record);
                    all.push(*record);
                }
                Line::Note(note) => notes.push(note),
                Line::Thread(_) | Line::Summary(_) => {}
            }
        }
        let wanted = roll.wanted(&case);
        let records = all
            .iter()
            .filter(|r| wanted.contains(&r.address))
            .map(|r| (r.address, r.clone()))
            .collect();
        let bundle =
            serde_json::from_str(&fs::read_to_string(dir.join("bundle.json")).unwrap()).unwrap();
        let authority = dir
            .parent()
            .and_then(Path::file_name)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        Self {
            authority,
            case,
            roll,
            all,
            records,
            sources,
            notes,
            journal,
            bundle,
        }
    }

    pub fn input(&self) -> PacketInput<'_> {
        let (authority, form) = authorities::authority(&self.authority).unwrap();
        let b = &self.bundle;
        PacketInput {
            case: &self.case,
            roll: &self.roll,
            records: &self.records,
            sources: &self.sources,
            drawable: &b.drawable,
            example: "data/originals/S1.zip",
            notes: &self.notes,
            journal: &self.journal,
            bundle: BundleFacts {
                n: b.n,
                fingerprint: b.fingerprint,
                sealed: b.sealed,
                clock: b.clock,
                previous: b.previous,
                files: b.files,
            },
            authority,
            form,
            papers: Papers::english(),
            tool: Tool {
                version: "0.0.0",
                tables: Digest::of(b"tables"),
            },
        }
    }

    pub fn packet(&self) -> Packet {
        compose(&self.input())
    }
}

pub fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/packets");
    let dirs = |dir: &Path| {
        fs::read_dir(dir)
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.is_dir())
            .collect::<Vec<_>>()
    };
    let mut all: Vec<PathBuf> = dirs(&root)
        .iter()
        .flat_map(|authority| dirs(authority))
        .collect();
    all.sort();
    assert!(all.len() >= 2);
    all
}

fn case(name: &str) -> Fixture {
    Fixture::open(
        &Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures/packets/pk-nccia")
            .join(name),
    )
}

#[test]
fn the_papers_of_every_case_are_as_expected() {
    for dir in cases() {
        let printed = text::print(&Fixture::open(&dir).packet());
        let path = dir.join("expected.txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &printed).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            printed == expected,
            "{} differs; UPDATE=1 writes it anew",
            path.display()
        );
    }
}

#[test]
fn no_sentence_lacks_its_words() {
    for dir in cases() {
        let printed = text::print(&Fixture::open(&dir).packet());
        assert!(
            !printed.contains('⟦'),
            "{}: {:?}",
            dir.display(),
            printed.lines().find(|l| l.contains('⟦'))
        );
    }
}

#[test]
fn every_key_in_the_code_is_in_the_tables() {
    let papers = Papers::english();
    let key = regex::Regex::new(r#"\b(say|count|term)\(\s*"([a-z_.]+)""#).unwrap();
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/packet");
    let mut found = 0;
    for path in fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()) {
        let code = fs::read_to_string(&path).unwrap();
        let code = code.split("#[cfg(test)]").next().unwrap();
        for hit in key.captures_iter(code) {
            let known = if &hit[1] == "term" {
                papers.terms.contains_key(&hit[2])
            } else {
                papers.sentences.contains_key(&hit[2])
            };
            assert!(known, "{}: {}", path.display(), &hit[2]);
            found += 1;
        }
    }
    assert!(found > 80, "{found}");
}

#[test]
fn a_packet_reads_back_from_its_json() {
    for dir in cases() {
        let packet = Fixture::open(&dir).packet();
        let json = serde_json::to_string(&packet).unwrap();
        assert_eq!(serde_json::from_str::<Packet>(&json).unwrap(), packet);
    }
}

#[test]
fn the_same_case_gives_the_same_papers() {
    for dir in cases() {
        assert_eq!(Fixture::open(&dir).packet(), Fixture::open(&dir).packet());
    }
}

#[test]
fn nothing_withheld_is_in_the_papers() {
    let fixture = case("full");
    let json = serde_json::to_string(&fixture.packet()).unwrap();
    for secret in [
        "zaati tasveer",
        "IMG-20261020-WA0007.jpg",
        "gali number barah",
        "nahana",
        "Hina",
        "0333-0000009",
        "3330000009",
        "31.5,74.3",
    ] {
        assert!(!json.contains(secret), "{secret}");
    }
    assert!(
        must_not_print(&fixture.input())
            .iter()
            .all(|secret| !json.contains(secret.as_str()))
    );
    // They are there to be found: the sources of the test hold each.
    let given = serde_json::to_string(&fixture.all).unwrap()
        + &serde_json::to_string(&fixture.sources).unwrap();
    for secret in [
        "zaati tasveer",
        "IMG-20261020-WA0007.jpg",
        "gali number barah",
        "nahana",
        "Hina",
        "0333-0000009",
    ] {
        assert!(given.contains(secret), "{secret}");
    }
}

#[test]
fn a_withheld_record_is_withheld_wherever_it_stands() {
    // Every record in turn: as exhibit, as neighbour, in the chronology.
    let mut fixture = case("full");
    let texts: Vec<(Address, String)> = fixture
        .all
        .iter()
        .filter_map(|r| {
            Some((
                r.address,
                r.text.clone().filter(|t| t.chars().count() > 12)?,
            ))
        })
        .collect();
    let alone = |body: &str| {
        texts
            .iter()
            .filter(|(_, other)| other.contains(body))
            .count()
            == 1
    };
    for (address, body) in texts.iter().filter(|(_, body)| alone(body)) {
        let mut work = vec![
            serde_json::json!({"at":"2026-11-24T12:00:00Z","clock":"system","act":"withheld","item":address,"why":"other","words":null}),
        ];
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/packets/pk-nccia/full");
        work.splice(0..0, lines::<serde_json::Value>(&dir.join("work.jsonl")));
        let entries: Vec<WorkEntry> = work
            .into_iter()
            .map(|w| serde_json::from_value(w).unwrap())
            .collect();
        fixture.case = Case::fold(&fixture.journal, &entries);
        let wanted = fixture.roll.wanted(&fixture.case);
        fixture.records = fixture
            .all
            .iter()
            .filter(|r| wanted.contains(&r.address))
            .map(|r| (r.address, r.clone()))
            .collect();
        let json = serde_json::to_string(&fixture.packet()).unwrap();
        let first_line = body.lines().next().unwrap();
        let printed = serde_json::to_string(first_line).unwrap();
        assert!(!json.contains(printed.trim_matches('"')), "{address}");
    }
}

#[test]
fn every_exhibit_and_every_digest_must_be_printed() {
    let fixture = case("full");
    let all = must_print(&fixture.packet());
    for exhibit in fixture.case.standing() {
        assert!(
            all.iter()
                .any(|one| one.number == exhibit.number.to_string()),
            "{}",
            exhibit.number
        );
    }
    let digests: BTreeSet<Digest> = all
        .iter()
        .flat_map(|one| one.digests.iter().copied())
        .collect();
    for member in fixture.sources.iter().flat_map(|s| &s.members) {
        assert!(
            digests.contains(&member.sha256.unwrap()),
            "member {}",
            member.n
        );
    }
    assert!(digests.contains(&fixture.bundle.fingerprint));
}

#[test]
fn every_record_of_a_chosen_chat_is_printed_or_counted_as_left_out() {
    let fixture = case("full");
    let packet = fixture.packet();
    let transcript = packet
        .parts
        .iter()
        .find_map(|p| {
            if let Part::Transcript(t) = p {
                Some(t)
            } else {
                None
            }
        })
        .unwrap();
    let mut printed = BTreeSet::new();
    let mut left_out = 0;
    for row in &transcript.rows {
        match row {
            Row::Message(shown) => {
                printed.insert(shown.source[0].clone());
            }
            Row::Gap { text, .. } => {
                left_out += text
                    .plain()
                    .split(' ')
                    .next()
                    .unwrap()
                    .parse::<usize>()
                    .unwrap();
            }
            Row::Source { .. } => {}
        }
    }
    let chats = fixture
        .roll
        .rows()
        .iter()
        .filter(|r| r.kind != saboot::model::Kind::Item)
        .count();
    assert_eq!(printed.len() + left_out, chats);
}

#[test]
fn a_draft_says_so_and_shows_no_picture() {
    let packet = case("draft").packet();
    assert!(packet.draft.is_some() && packet.pictures.is_empty());
    let annex = packet
        .parts
        .iter()
        .find_map(|p| {
            if let Part::Screenshots(s) = p {
                Some(s)
            } else {
                None
            }
        })
        .unwrap();
    assert!(
        annex
            .pages
            .iter()
            .all(|page| page.picture.is_none() && !page.not_shown.is_empty())
    );
    let printed = text::print(&packet);
    for law in ["PECA", "PPC", "s. 24", "section"] {
        assert!(!printed.contains(law), "{law}");
    }
    assert!(printed.contains("Taken from the title of the chat; nobody was asked."));
}

#[test]
fn only_pictures_that_may_be_seen_are_handed_to_the_layout() {
    let packet = case("full").packet();
    let keys: Vec<&str> = packet.pictures.iter().map(|p| p.address.as_str()).collect();
    assert_eq!(keys, ["S3:F1"]);
}

#[test]
fn the_papers_never_claim_more_than_the_exports_show() {
    for dir in cases() {
        let printed = text::print(&Fixture::open(&dir).packet()).to_lowercase();
        for claim in [
            "sent no reply",
            "did not reply",
            "authentic",
            "tamper-proof",
            "court-proof",
            "forensically",
            "victim",
            "he must",
            " she ",
            " her ",
            " his ",
        ] {
            assert!(!printed.contains(claim), "{}: {claim}", dir.display());
        }
    }
}
