//! A small made-up case: a chat in a zip, two pictures, one of them withheld. Every test here seals it.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};
use std::path::Path;
use std::sync::Arc;

use chrono::DateTime;
use saboot::bundle::{
    Held, MemoryFolder, Naming, Origin, RecordFeed, SealedExhibit, SealedOriginal, SealedSource,
    Sealing, Shown, Where, Words, Written, plan_bundle, write_bundle,
};
use saboot::model::custody::{Journal, Now};
use saboot::model::exhibit::{ChosenBy, Why};
use saboot::model::locator::Place;
use saboot::model::{
    Act, Address, Annex, Case, Clock, Digest, Exhibit, ExhibitNumber, Export, Kind, Line, Member,
    Note, Reading, Record, Severity, Source, SourceId,
};
use serde_json::{Value, json};

/// Files of a bag by path.
pub type Files = BTreeMap<String, Vec<u8>>;

const CHAT: &[u8] = "\u{feff}21/08/2024, 11:06 pm - Kashif: =HYPERLINK(1)\n21/08/2024, 11:07 pm - Kashif: تم سن لو\nsecond line, with \"quotes\"\n21/08/2024, 11:08 pm - Owner: stop\n".as_bytes();
const PHOTO: &[u8] = b"\xff\xd8\xff\xe0 no real photo";
const SHOT: &[u8] = b"\x89PNG\r\n\x1a\n no real picture";

/// The time that every test seals at.
pub fn now() -> Now {
    Now {
        at: DateTime::from_timestamp(1_795_600_000, 0).unwrap(),
        clock: Clock::Given,
    }
}

/// Everything that makes the case, with the journal as it stands.
pub struct SmallCase {
    pub journal: Journal,
    pub journal_text: String,
    pub sources: Vec<SealedSource>,
    pub originals: Vec<Vec<u8>>,
}

/// The `n`th source.
pub fn source_id(n: u32) -> SourceId {
    SourceId::new(n).unwrap()
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    for (name, bytes) in entries {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn facts(value: Value) -> serde_json::Map<String, Value> {
    value.as_object().cloned().unwrap()
}

fn member(n: u32, name: &str, bytes: &[u8], read: Reading) -> Member {
    let mut member =
        Export::from_memory("x", vec![(name.to_owned(), bytes.to_vec())]).members[0].clone();
    (member.n, member.read) = (n, read);
    member
}

fn source(
    n: u32,
    format: &str,
    given_name: &str,
    whole: Option<&[u8]>,
    members: Vec<Member>,
) -> Source {
    Source {
        source: source_id(n),
        format: format.into(),
        given_name: given_name.into(),
        size: whole.map_or(members.iter().map(|m| m.size).sum(), |w| w.len() as u64),
        sha256: whole.map(Digest::of),
        parts: Vec::new(),
        members,
        owner: None,
        zone: None,
        order: None,
    }
}

fn original(number: Option<u32>, given_name: &str, bytes: &[u8], naming: Naming) -> SealedOriginal {
    SealedOriginal {
        number,
        given_name: given_name.into(),
        size: bytes.len() as u64,
        sha256: Digest::of(bytes),
        origin: Origin {
            device: "her phone".into(),
            exported_by: "owner".into(),
            ..Origin::default()
        },
        held: Held::Whole,
        naming,
        stored: Where::Here,
    }
}

impl SmallCase {
    /// The case before its first sealing.
    pub fn new() -> Self {
        let zip = zip_of(&[
            ("WhatsApp Chat with Kashif.txt", CHAT),
            ("IMG-20240821-WA0007.jpg", PHOTO),
        ]);
        let mut case = Self {
            journal: Journal::default(),
            journal_text: String::new(),
            sources: vec![],
            originals: vec![],
        };
        let members = vec![
            member(1, "WhatsApp Chat with Kashif.txt", CHAT, Reading::Yes),
            member(2, "IMG-20240821-WA0007.jpg", PHOTO, Reading::Media),
        ];
        let chat = SealedSource {
            source: source(
                1,
                "whatsapp-android",
                "WhatsApp Chat with Kashif.zip",
                Some(&zip),
                members,
            ),
            originals: vec![original(
                None,
                "WhatsApp Chat with Kashif.zip",
                &zip,
                Naming::ByKind,
            )],
            records: Where::Here,
        };
        let members = vec![
            member(1, "Screenshot_1.png", SHOT, Reading::Yes),
            member(2, "b\u{202e}gpj.exe", PHOTO, Reading::Yes),
        ];
        let pictures = SealedSource {
            source: source(2, "pictures", "2 pictures", None, members),
            originals: vec![
                original(Some(1), "Screenshot_1.png", SHOT, Naming::ByKind),
                original(Some(2), "b\u{202e}gpj.exe", PHOTO, Naming::Neutral),
            ],
            records: Where::Here,
        };
        case.admit(chat, vec![zip]);
        case.admit(pictures, vec![SHOT.to_vec(), PHOTO.to_vec()]);
        case
    }

    /// Admits a source, as `add` does.
    pub fn admit(&mut self, source: SealedSource, originals: Vec<Vec<u8>>) {
        let listed: Vec<Value> = source
            .originals
            .iter()
            .map(|o| json!({"sha256": o.sha256, "size": o.size}))
            .collect();
        let subject = source.source.source.to_string();
        self.write(Act::Admitted, &subject, json!({ "originals": listed }));
        self.write(Act::Read, &subject, json!({"format": source.source.format}));
        self.sources.push(source);
        self.originals.extend(originals);
    }

    /// Adds a journal line.
    pub fn write(&mut self, act: Act, subject: &str, values: Value) {
        self.journal_text +=
            &self
                .journal
                .append(now(), "operator", act, Some(subject.into()), facts(values));
    }

    /// A third source, a lone text file.
    pub fn third_source() -> (SealedSource, Vec<u8>) {
        let bytes = b"22/08/2024, 9:00 am - Kashif: again\n".to_vec();
        let sealed = SealedSource {
            source: source(
                3,
                "whatsapp-android",
                "chat.txt",
                Some(&bytes),
                vec![member(1, "chat.txt", &bytes, Reading::Yes)],
            ),
            originals: vec![original(None, "chat.txt", &bytes, Naming::ByKind)],
            records: Where::Here,
        };
        (sealed, bytes)
    }

    /// What the next sealing takes in.
    pub fn sealing(&self, number: u32, previous: Option<Digest>) -> Sealing<'_> {
        let mut words = Words::of(&Case::default());
        words.said.insert(
            "facts".into(),
            "In her own words: \"اس نے دھمکی دی\".".into(),
        );
        let exhibits = if number == 1 {
            self.exhibits()
        } else {
            Vec::new()
        };
        words.exhibits = exhibits.iter().map(|e| e.exhibit.clone()).collect();
        Sealing {
            number,
            now: now(),
            previous,
            sources: self.sources.clone(),
            exhibits,
            notes: vec![Note::new(
                "C-CUT-01",
                Severity::Info,
                "S1:L1",
                "The first line stands alone.",
            )],
            journal: self.journal_text.as_bytes(),
            words,
            program: "0.1.0",
            tables: Digest::of(b"tables"),
        }
    }

    fn exhibits(&self) -> Vec<SealedExhibit> {
        let exhibit = |annex, n, item: Address, bytes, sha256, shown| SealedExhibit {
            exhibit: Exhibit {
                number: ExhibitNumber { annex, n },
                item,
                tags: vec!["threat".into(), "night".into()],
                context: 3,
                chosen_by: ChosenBy::Person,
                withdrawn: false,
            },
            bytes,
            sha256,
            shown,
        };
        let mut out = Vec::new();
        for record in records(source_id(1)) {
            if record.address.place == Place::Line(2) {
                out.push(exhibit(
                    Annex::Chats,
                    1,
                    record.address,
                    Some(record.bytes),
                    record.sha256,
                    Shown::Openly,
                ));
            }
        }
        let picture = Address::member(source_id(2), 2);
        out.push(exhibit(
            Annex::Screenshots,
            1,
            picture,
            None,
            Digest::of(PHOTO),
            Shown::Withheld(Why::Intimate),
        ));
        out
    }

    /// Seals into memory.
    pub fn seal(&self, number: u32, previous: Option<Digest>) -> (Files, Written) {
        let folder = MemoryFolder::new(self.originals.clone());
        let sealing = self.sealing(number, previous);
        let plan = plan_bundle(&sealing).unwrap();
        let written = write_bundle(&plan, &Feed, &folder).unwrap();
        (folder.files(), written)
    }
}

/// The first bundle of the small case.
pub fn first_bundle() -> Files {
    SmallCase::new().seal(1, None).0
}

/// Hands over the records that [`records`] makes.
pub struct Feed;

impl RecordFeed for Feed {
    fn feed(
        &self,
        source: SourceId,
        each: &mut dyn FnMut(&Line) -> io::Result<()>,
    ) -> io::Result<()> {
        records(source)
            .into_iter()
            .try_for_each(|record| each(&Line::Record(Box::new(record))))
    }
}

fn record(
    id: SourceId,
    member: u32,
    name: &str,
    place: Place,
    bytes: &[u8],
    range: [usize; 2],
    kind: Kind,
) -> Record {
    let address = Address {
        source: id,
        member: (id != source_id(1) && id != source_id(3)).then_some(member),
        place,
    };
    let range_bytes = &bytes[range[0]..range[1]];
    let mut record = Record::new(
        address,
        Arc::from(name),
        member,
        range.map(|n| n as u64),
        Digest::of(range_bytes),
        kind,
    );
    if kind == Kind::Message {
        let text = String::from_utf8_lossy(range_bytes);
        let (label, body) = text
            .split_once(" - ")
            .and_then(|(_, rest)| rest.split_once(": "))
            .unwrap();
        record.sender = Some(label.into());
        record.text = Some(body.trim_end_matches('\n').to_owned());
    }
    record
}

/// What reading the sources of the small case gives: a record a message, and the BOM as a frame.
pub fn records(id: SourceId) -> Vec<Record> {
    match id.number() {
        1 => {
            let name = "WhatsApp Chat with Kashif.txt";
            let starts: Vec<usize> = CHAT
                .windows(3)
                .enumerate()
                .filter(|(_, w)| w == b"21/" || w == b"\xef\xbb\xbf")
                .map(|(i, _)| i)
                .collect();
            let ends = starts[1..].iter().copied().chain([CHAT.len()]);
            let ranges = starts.iter().copied().zip(ends);
            let line_of = |at: usize| 1 + CHAT[..at].iter().filter(|c| **c == b'\n').count() as u64;
            let record_of = |(from, to): (usize, usize)| match from {
                0 => record(id, 1, name, Place::Byte(0), CHAT, [from, to], Kind::Frame),
                _ => record(
                    id,
                    1,
                    name,
                    Place::Line(line_of(from)),
                    CHAT,
                    [from, to],
                    Kind::Message,
                ),
            };
            ranges.map(record_of).collect()
        }
        2 => vec![
            record(
                id,
                1,
                "Screenshot_1.png",
                Place::Item(0),
                SHOT,
                [0, SHOT.len()],
                Kind::Item,
            ),
            record(
                id,
                2,
                "b\u{202e}gpj.exe",
                Place::Item(0),
                PHOTO,
                [0, PHOTO.len()],
                Kind::Item,
            ),
        ],
        3 => {
            let (_, bytes) = SmallCase::third_source();
            vec![record(
                id,
                1,
                "chat.txt",
                Place::Line(1),
                &bytes,
                [0, bytes.len()],
                Kind::Message,
            )]
        }
        _ => Vec::new(),
    }
}

/// Opens an original of the small case as intake would.
pub fn open_original(path: &Path) -> io::Result<Export> {
    let bytes = std::fs::read(path)?;
    if !bytes.starts_with(b"PK") {
        return Ok(Export::from_memory("file", vec![("file".into(), bytes)]));
    }
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(io::Error::other)?;
    let mut members = Vec::new();
    for i in 0..zip.len() {
        let mut entry = zip.by_index(i).map_err(io::Error::other)?;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        members.push((i.to_string(), bytes));
    }
    Ok(Export::from_memory("zip", members))
}

/// Writes files into a new folder on disk.
pub fn to_disk(root: &Path, files: &Files) {
    for (path, bytes) in files {
        let at = root.join(path);
        std::fs::create_dir_all(at.parent().unwrap()).unwrap();
        std::fs::write(at, bytes).unwrap();
    }
}

/// Makes the lists agree with the files again, as somebody would who wants to hide a change.
pub fn relist(files: &mut Files) {
    let lines = |files: &Files, keep: &dyn Fn(&str) -> bool| -> Vec<u8> {
        let kept = files.iter().filter(|(path, _)| keep(path));
        kept.map(|(path, bytes)| format!("{}  {path}\n", Digest::of(bytes)))
            .collect::<String>()
            .into_bytes()
    };
    let payload: Vec<&Vec<u8>> = files
        .iter()
        .filter(|(p, _)| p.starts_with("data/"))
        .map(|(_, b)| b)
        .collect();
    let oxum = format!(
        "Payload-Oxum: {}.{}",
        payload.iter().map(|b| b.len()).sum::<usize>(),
        payload.len()
    );
    if let Some(info) = files.get_mut("bag-info.txt") {
        let text = String::from_utf8(std::mem::take(info)).unwrap();
        let lines = text.split_inclusive('\n').map(|l| {
            if l.starts_with("Payload-Oxum") {
                format!("{oxum}\n")
            } else {
                l.into()
            }
        });
        *info = lines.collect::<String>().into_bytes();
    }
    let manifest = lines(files, &|path| path.starts_with("data/"));
    files.insert("manifest-sha256.txt".into(), manifest);
    relist_tags(files);
}

/// Makes the tag manifest agree with the tag files again.
pub fn relist_tags(files: &mut Files) {
    let tags = files
        .iter()
        .filter(|(path, _)| !path.starts_with("data/") && *path != "tagmanifest-sha256.txt");
    let text: String = tags
        .map(|(path, bytes)| format!("{}  {path}\n", Digest::of(bytes)))
        .collect();
    files.insert("tagmanifest-sha256.txt".into(), text.into_bytes());
}

/// Replaces text in a file of the bag; it must be there.
pub fn replace(files: &mut Files, path: &str, from: &str, to: &str) {
    let bytes = files.get_mut(path).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains(from), "{path} does not hold {from}");
    *bytes = text.replacen(from, to, 1).into_bytes();
}
