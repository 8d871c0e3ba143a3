//! The case on disk: made, opened, killed, rebuilt; and what `find` finds in it.

use std::fs;
use std::io::Write as _;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use saboot::model::custody::Now;
use saboot::model::{
    Act, Annex, Attachment, Clock, Digest, Encoding, Flag, Kind, Line, Media, Note, Record,
    SenderMeans, Sent, Severity, Source, SourceId, State, Unwatched, WorkAct, WorkEntry,
};
use saboot::search::{Level, Query};
use saboot::store::index::{Filter, Index};
use saboot::store::{About, AppendError, CreateError, OpenError, Place, Repair, Store, find_case};
use serde_json::Map;

mod find;
mod index;
mod kill;

const SEED: [u8; 32] = [7; 32];

fn about() -> About {
    About {
        version: "case/1".into(),
        id: "00112233445566778899aabbccddeeff".into(),
        reference: None,
        language: "en".into(),
        zone: "Asia/Karachi".into(),
        authority: Some("pk-nccia".into()),
        extra: Map::new(),
    }
}

fn new_case() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(&dir.path().join("case"), about(), &SEED).unwrap();
    (dir, store)
}

fn now() -> Now {
    Now {
        at: DateTime::<Utc>::UNIX_EPOCH,
        clock: Clock::Given,
    }
}

fn source_id(n: u32) -> SourceId {
    SourceId::new(n).unwrap()
}

fn admit(store: &mut Store, source: u32) {
    store
        .append_journal(
            now(),
            "operator",
            Act::Admitted,
            Some(format!("S{source}")),
            Map::new(),
        )
        .unwrap();
}

fn mark(line: u64) -> WorkEntry {
    WorkEntry {
        at: DateTime::<Utc>::UNIX_EPOCH,
        clock: Clock::Given,
        by: saboot::model::exhibit::ChosenBy::Person,
        act: WorkAct::Marked {
            item: format!("S1:L{line}").parse().unwrap(),
            exhibit: true,
            annex: Annex::Chats,
            tags: vec!["threat".into()],
            stop: false,
            context: None,
            note: None,
        },
    }
}

/// A source whose records are these (sender, text) pairs, one a line and a minute.
fn lines_of(source: u32, said: &[(&str, &str)]) -> Vec<Line> {
    let member: Arc<str> = "chat.txt".into();
    let digest = Digest::of(b"chat");
    let head = Source {
        source: source_id(source),
        format: "whatsapp-android".into(),
        given_name: "chat.zip".into(),
        size: 1000,
        sha256: Some(digest),
        parts: vec![],
        members: vec![],
        owner: None,
        zone: None,
        order: None,
    };
    let mut lines = vec![Line::Source(Box::new(head))];
    let record = |n: usize, address: String, kind| {
        let bytes = [n as u64 * 10, n as u64 * 10 + 10];
        Record::new(
            address.parse().unwrap(),
            Arc::clone(&member),
            1,
            bytes,
            digest,
            kind,
        )
    };
    lines.push(Line::Record(Box::new(record(
        0,
        format!("S{source}:B0"),
        Kind::Frame,
    ))));
    for (n, (sender, text)) in said.iter().enumerate() {
        let mut one = record(n + 1, format!("S{source}:L{}", n + 1), Kind::Message);
        one.sender = Some((*sender).into());
        one.sender_means = SenderMeans::Author;
        one.text = Some((*text).into());
        one.encoding = Encoding::AsIs;
        let minute = chrono::TimeDelta::minutes(n as i64);
        one.sent = Some(Sent {
            written: "03/08/2026, 9:00 pm".into(),
            local: Some(
                "2026-08-03T21:00:00"
                    .parse::<chrono::NaiveDateTime>()
                    .unwrap()
                    + minute,
            ),
            utc: None,
            precision: saboot::model::Precision::Minute,
            candidates: vec![],
            calendar: saboot::model::Calendar::Gregorian,
        });
        if n % 3 == 1 {
            one.flags.push(Flag::ShapeDiffers);
            let mut attachment = Attachment::new(Media::Image, State::Missing);
            attachment.name = Some(format!("IMG-{n:04}.jpg"));
            one.attachments.push(attachment);
        }
        lines.push(Line::Record(Box::new(one)));
    }
    lines.push(Line::Note(Note::new(
        "C-CUT-01",
        Severity::Check,
        "S1:L1",
        "the oldest part may be cut",
    )));
    lines
}

const CHAT: [(&str, &str); 7] = [
    ("Kashif", "salam kya haal hai"),
    ("Owner", "mujhe message mat karo"),
    ("Kashif", "tumhari tasveer sab ko bhej dunga"),
    ("Kashif", "تمہاری تصویریں وائرل کر دوں گا"),
    ("Owner", "msg mat karo plzzz"),
    ("Kashif", "TASVEEEER viral"),
    ("Kashif", "call 0300-1234567 warna tezab"),
];

fn fill(index: &mut Index, source: u32, said: &[(&str, &str)]) -> saboot::store::index::Filled {
    let mut filling = index.fill(source_id(source)).unwrap();
    for line in lines_of(source, said) {
        filling.add(&line).unwrap();
    }
    filling.finish().unwrap()
}

fn found(index: &Index, typed: &str, filter: &Filter) -> Vec<(String, Level)> {
    let query = Query::parse(typed, Level::Skeleton).unwrap();
    let hits = index.find(&query, filter, 0, 100).unwrap();
    assert_eq!(hits.counts.total(), hits.hits.len() as u64);
    hits.hits
        .into_iter()
        .map(|hit| (hit.record.address.to_string(), hit.level))
        .collect()
}

#[test]
fn a_new_case_has_the_files_of_the_contract_and_only_its_owner_can_read_them() {
    let (_dir, store) = new_case();
    let mut names: Vec<String> = fs::read_dir(store.root())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    let want = [
        "bundles",
        "case.json",
        "journal.jsonl",
        "lock",
        "originals",
        "out",
        "secrets",
        "work.jsonl",
    ];
    assert_eq!(names, want);
    assert_eq!(store.salt_seed().unwrap(), SEED);
    #[cfg(unix)]
    for name in [
        "",
        "secrets",
        "originals",
        "case.json",
        "secrets/salt-seed",
        "journal.jsonl",
        "work.jsonl",
    ] {
        use std::os::unix::fs::PermissionsExt as _;
        let about = fs::metadata(store.root().join(name)).unwrap();
        let want = if about.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(about.permissions().mode() & 0o777, want, "{name}");
    }
}

#[test]
fn a_case_is_found_from_a_folder_inside_it() {
    let (dir, store) = new_case();
    assert_eq!(
        find_case(&store.root().join("out")).as_deref(),
        Some(store.root())
    );
    assert_eq!(find_case(dir.path()), None);
}

#[test]
fn a_folder_with_other_things_does_not_become_a_case() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("mine.txt"), "mine").unwrap();
    assert!(matches!(
        Store::create(dir.path(), about(), &SEED),
        Err(CreateError::NotEmpty)
    ));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    let (_dir, store) = new_case();
    assert!(matches!(
        Store::create(store.root(), about(), &SEED),
        Err(CreateError::IsACase)
    ));
}

#[test]
fn a_creation_that_was_killed_is_carried_on() {
    let (_dir, store) = new_case();
    let root = store.root().to_path_buf();
    drop(store);
    fs::remove_file(root.join("case.json")).unwrap();
    fs::write(root.join("case.json.part"), "{\"vers").unwrap();
    let store = Store::create(&root, about(), &[9; 32]).unwrap();
    // The seed that was written first stands: salts may rest on it.
    assert_eq!(store.salt_seed().unwrap(), SEED);
    assert!(!root.join("case.json.part").exists());
}

#[test]
fn what_is_no_case_or_a_newer_one_is_refused_and_nothing_is_touched() {
    type Expected = fn(&OpenError) -> bool;
    let cases: [(&str, Expected); 6] = [
        (
            "{\"version\":\"case/2\",\"all\":\"else is new\"}",
            |e| matches!(e, OpenError::OtherVersion { version } if version == "case/2"),
        ),
        ("{\"version\":\"case/10\"}", |e| {
            matches!(e, OpenError::OtherVersion { .. })
        }),
        ("{\"version\":\"bag/1\"}", |e| {
            matches!(e, OpenError::NotACase)
        }),
        ("{\"version\":1}", |e| matches!(e, OpenError::NotACase)),
        ("not json", |e| matches!(e, OpenError::NotACase)),
        ("{\"version\":\"case/1\"}", |e| {
            matches!(e, OpenError::NotACase)
        }),
    ];
    for (text, is_expected) in cases {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("case.json"), text).unwrap();
        // A torn journal and half folders of a newer program are its own business.
        fs::write(dir.path().join("journal.jsonl"), "torn").unwrap();
        for error in [
            Store::open_to_write(dir.path()).unwrap_err(),
            Store::open_to_read(dir.path()).unwrap_err(),
        ] {
            assert!(is_expected(&error), "{text}: {error}");
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "{text}");
        assert_eq!(fs::read(dir.path().join("journal.jsonl")).unwrap(), b"torn");
    }
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(
        Store::open_to_write(dir.path()),
        Err(OpenError::NotACase)
    ));
    assert!(matches!(
        Store::open_to_read(&dir.path().join("no")),
        Err(OpenError::NotACase)
    ));
}

#[test]
fn a_second_window_reads_but_does_not_write() {
    let (_dir, mut store) = new_case();
    admit(&mut store, 1);
    assert!(matches!(
        Store::open_to_write(store.root()),
        Err(OpenError::InUse)
    ));
    let mut reader = Store::open_to_read(store.root()).unwrap();
    assert_eq!(reader.journal().entries().len(), 1);
    let refused = reader.append_journal(now(), "operator", Act::Read, None, Map::new());
    assert!(matches!(refused, Err(AppendError::ReadOnly)));
    assert!(matches!(
        reader.append_work(&[mark(1)]),
        Err(AppendError::ReadOnly)
    ));
    assert!(reader.begin_bundle(1).is_err() && reader.remove_index().is_err());
    let root = store.root().to_path_buf();
    drop(store);
    assert!(Store::open_to_write(&root).is_ok());
}

#[test]
fn entries_stand_and_torn_ones_go_aside_and_are_told() {
    let (_dir, mut store) = new_case();
    let root = store.root().to_path_buf();
    admit(&mut store, 1);
    admit(&mut store, 2);
    store.append_work(&[mark(1), mark(2)]).unwrap();
    let head = store.journal().head();
    drop(store);
    for (name, torn) in [
        ("journal.jsonl", "{\"n\":3,\"at\":\"20"),
        ("work.jsonl", "{\"at\""),
    ] {
        let mut file = fs::OpenOptions::new()
            .append(true)
            .open(root.join(name))
            .unwrap();
        file.write_all(torn.as_bytes()).unwrap();
    }
    // A reader sees what was acknowledged and mends nothing.
    assert_eq!(Store::open_to_read(&root).unwrap().journal().head(), head);
    assert!(!root.join("journal.torn").exists());
    let mut store = Store::open_to_write(&root).unwrap();
    assert_eq!(
        store.repairs(),
        [Repair::TornJournal(15), Repair::TornWork(5)]
    );
    assert_eq!((store.journal().head(), store.work().len()), (head, 2));
    assert_eq!(
        fs::read_to_string(root.join("journal.torn")).unwrap(),
        "{\"n\":3,\"at\":\"20\n"
    );
    admit(&mut store, 3);
    store.append_work(&[mark(3)]).unwrap();
    let case = store.case();
    assert_eq!((case.sources.len(), case.exhibits.len()), (3, 3));
    drop(store);
    let store = Store::open_to_write(&root).unwrap();
    assert_eq!((store.repairs(), store.case()), (&[][..], case));
}

#[test]
fn a_changed_journal_is_not_opened() {
    let (_dir, mut store) = new_case();
    let root = store.root().to_path_buf();
    for source in 1..=3 {
        admit(&mut store, source);
    }
    drop(store);
    let text = fs::read_to_string(root.join("journal.jsonl")).unwrap();
    fs::write(
        root.join("journal.jsonl"),
        text.replacen("\"S2\"", "\"S9\"", 1),
    )
    .unwrap();
    assert!(matches!(
        Store::open_to_write(&root),
        Err(OpenError::Journal(_))
    ));
    fs::write(root.join("journal.jsonl"), &text).unwrap();
    fs::write(root.join("work.jsonl"), "{}\nno entry\n").unwrap();
    assert!(matches!(
        Store::open_to_write(&root),
        Err(OpenError::Work { .. })
    ));
}

#[test]
fn half_written_folders_go_and_whole_ones_stand() {
    let (_dir, store) = new_case();
    let root = store.root().to_path_buf();
    let original = root.with_file_name("given");
    fs::write(&original, b"original bytes").unwrap();
    let kept = store.admit(&original, &Unwatched).unwrap();
    let folder = store.begin_bundle(1).unwrap();
    folder.write("data/notes.jsonl", b"{}\n").unwrap();
    assert_eq!(
        folder
            .place_original(kept.sha256, "data/originals/S1.zip")
            .unwrap(),
        Place::Linked
    );
    for path in ["../out", "/abs", "", "data/../../x", "data\\x", "."] {
        assert!(folder.write(path, b"x").is_err(), "{path}");
    }
    assert!(folder.write("data/notes.jsonl", b"again").is_err());
    assert!(store.bundles().unwrap().is_empty());
    folder.finish().unwrap();
    assert_eq!(store.bundles().unwrap(), [1]);
    assert!(store.begin_bundle(1).is_err());
    assert_eq!(
        fs::read(root.join("bundles/01/data/originals/S1.zip")).unwrap(),
        b"original bytes"
    );

    drop(store.begin_bundle(2).unwrap());
    assert_eq!(fs::read_dir(root.join("bundles")).unwrap().count(), 1);
    std::mem::forget(store.begin_bundle(2).unwrap());
    for text in ["first", "second"] {
        let out = store.begin_out("packet-01").unwrap();
        out.write("packet-en.pdf", text.as_bytes()).unwrap();
        out.finish().unwrap();
    }
    assert_eq!(
        fs::read(root.join("out/packet-01/packet-en.pdf")).unwrap(),
        b"second"
    );
    drop(store);
    let store = Store::open_to_write(&root).unwrap();
    assert_eq!(store.repairs(), [Repair::HalfFolders(1)]);
    assert_eq!(store.bundles().unwrap(), [1]);

    store.remove_payload(1, "data/originals/S1.zip").unwrap();
    assert!(
        store.remove_payload(1, "bagit.txt").is_err()
            && store.remove_payload(1, "data/../bagit.txt").is_err()
    );
    store.remove_original(kept.sha256).unwrap();
    assert!(!store.originals().holds(kept.sha256));
}
