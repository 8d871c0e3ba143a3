//! From paths to sources: folders, lone files, pictures, the same bytes twice.

use std::fs;
use std::path::{Path, PathBuf};

use saboot::intake::{Limits, OpenError, Opened, Recognizers, Watch};
use saboot::model::{Reading, SourceId};

use super::hostile_zip::{Archive, Piece};
use super::{check_members, open_paths, said};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
const GIF: &[u8] = b"GIF89a";

fn put(folder: &Path, files: &[(&str, &[u8])]) {
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn zip(text: &[u8]) -> Vec<u8> {
    Archive::of([Piece::stored("_chat.txt", text)]).write()
}

/// Each source as `S1 Shape given name: member, member`.
fn sources(opened: &[Opened]) -> Vec<String> {
    opened.iter().for_each(check_members);
    let names = |o: &Opened| {
        o.export
            .members
            .iter()
            .map(|m| m.name.to_string())
            .collect::<Vec<_>>()
            .join(", ")
    };
    opened
        .iter()
        .map(|o| {
            format!(
                "{} {:?} {}: {}",
                o.id,
                o.shape,
                o.export.given_name,
                names(o)
            )
        })
        .collect()
}

fn open(paths: &[PathBuf]) -> Vec<Opened> {
    open_paths(paths, &Limits::STANDARD).unwrap()
}

#[test]
fn a_folder_that_is_an_export_is_one_source_by_path_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let chat = folder.path().join("WhatsApp Chat - X");
    put(
        &chat,
        &[
            ("b/c.jpg", PNG),
            ("b.jpg", PNG),
            ("a.txt", b"x"),
            ("_chat.txt", b"y"),
            ("B.jpg", b"z"),
            ("._x", b"m"),
        ],
    );
    let opened = open(std::slice::from_ref(&chat));
    assert_eq!(
        sources(&opened),
        ["S1 Tree WhatsApp Chat - X: ._x, B.jpg, _chat.txt, a.txt, b.jpg, b/c.jpg"]
    );
    assert_eq!(opened[0].export.sha256, None);
    assert_eq!(opened[0].export.members[0].read, Reading::LeftOut);
    assert_eq!(opened[0].files.len(), 6);
}

#[test]
fn a_folder_that_is_none_is_sorted_into_sources() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = folder.path().join("inputs");
    put(
        &inputs,
        &[
            ("z.zip", &zip(b"1")),
            ("a.zip", &zip(b"2")),
            ("m.txt", b"3"),
            ("shot.png", PNG),
            ("shots/2.gif", GIF),
            ("voice.opus", b"OggS"),
            ("unpacked/_chat.txt", b"4"),
            ("unpacked/photo.png", PNG),
            ("letter.docx", &zip(b"5")),
        ],
    );
    assert_eq!(
        sources(&open(&[inputs])),
        [
            "S1 Archive a.zip: _chat.txt",
            "S2 Single m.txt: m.txt",
            "S3 Tree unpacked: _chat.txt, photo.png",
            "S4 Archive z.zip: _chat.txt",
            "S5 Pictures shot.png + 1: shot.png, shots/2.gif",
            "S6 Files letter.docx + 1: letter.docx, voice.opus",
        ]
    );
}

#[test]
fn pictures_of_one_command_are_one_source_and_their_order_is_not_the_shells() {
    let folder = tempfile::tempdir().unwrap();
    put(
        folder.path(),
        &[
            ("b.png", PNG),
            ("A.png", GIF),
            ("a.txt", b"x"),
            ("é.gif", b"GIF89a2"),
            ("pic.txt", b"GIF87a"),
        ],
    );
    let at = |name: &str| folder.path().join(name);
    let expected = [
        "S1 Single a.txt: a.txt",
        "S2 Pictures A.png + 3: A.png, b.png, pic.txt, é.gif",
    ];
    assert_eq!(
        sources(&open(&[
            at("é.gif"),
            at("a.txt"),
            at("b.png"),
            at("A.png"),
            at("pic.txt")
        ])),
        expected
    );
    assert_eq!(
        sources(&open(&[
            at("pic.txt"),
            at("A.png"),
            at("b.png"),
            at("é.gif"),
            at("a.txt")
        ])),
        expected
    );
    let one = open(&[at("b.png")]);
    assert_eq!(sources(&one), ["S1 Pictures b.png: b.png"]);
    assert!(
        one[0].export.sha256.is_some(),
        "one file is its own original"
    );
}

#[test]
fn the_same_bytes_twice_are_told() {
    let folder = tempfile::tempdir().unwrap();
    put(
        folder.path(),
        &[
            ("a.zip", &zip(b"1")),
            ("copy.zip", &zip(b"1")),
            ("1.png", PNG),
            ("2.png", PNG),
            ("d/1.png", PNG),
        ],
    );
    let at = |name: &str| folder.path().join(name);
    let opened = open(&[
        at("a.zip"),
        at("copy.zip"),
        at("1.png"),
        at("2.png"),
        at("d/1.png"),
    ]);
    assert_eq!(
        sources(&opened),
        [
            "S1 Archive a.zip: _chat.txt",
            "S2 Pictures 1.png + 2: 1.png, 1.png, 2.png"
        ]
    );
    assert_eq!(said(&opened[0]), ["1 _chat.txt Media 1", "C-DUP-01 S1"]);
    assert_eq!(
        said(&opened[1]),
        [
            "1 1.png Media 16",
            "2 1.png Twice 16",
            "3 2.png Media 16",
            "C-DUP-01 S2:F2",
            "C-DUP-01 S2:F3"
        ]
    );
}

#[test]
fn what_cannot_be_opened_at_all_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let missing = [folder.path().join("missing.zip")];
    let error = |paths: &[PathBuf]| open_paths(paths, &Limits::STANDARD).err().unwrap();
    assert!(matches!(
        error(&missing),
        OpenError::Unreadable { argument: 1, .. }
    ));
    assert!(matches!(
        error(&[folder.path().to_owned()]),
        OpenError::Nothing
    ));
    assert!(matches!(error(&[]), OpenError::Nothing));
    put(folder.path(), &[("1", b"x"), ("2", b"x"), ("3", b"x")]);
    let few = Limits {
        members: 2,
        ..Limits::STANDARD
    };
    assert!(matches!(
        open_paths(&[folder.path().to_owned()], &few),
        Err(OpenError::TooMany {
            argument: 1,
            limit: 2
        })
    ));
    let text = error(&missing).to_string();
    assert!(
        !text.contains("missing.zip"),
        "errors name no files: {text}"
    );
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_are_listed_and_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let chat = folder.path().join("chat");
    put(&chat, &[("_chat.txt", b"x")]);
    put(folder.path(), &[("secret.txt", b"secret")]);
    std::os::unix::fs::symlink(folder.path().join("secret.txt"), chat.join("a.jpg")).unwrap();
    std::os::unix::fs::symlink("..", chat.join("loop")).unwrap();
    let opened = open(&[chat]);
    assert_eq!(
        said(&opened[0]),
        [
            "1 _chat.txt Media 1",
            "2 a.jpg Refused 0",
            "3 loop Refused 0",
            "C-FOLDER-01 S1:F2",
            "C-FOLDER-01 S1:F3"
        ]
    );
    let given = open(&[folder.path().join("chat/a.jpg")]);
    assert_eq!(
        given[0].export.bytes(1).unwrap(),
        b"secret",
        "a link that a person gives is followed"
    );
}

#[cfg(unix)]
#[test]
fn a_file_name_that_is_not_utf_8_keeps_its_bytes() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let chat = folder.path().join("chat");
    put(&chat, &[("_chat.txt", b"x")]);
    fs::write(
        chat.join(std::ffi::OsStr::from_bytes(b"\xda\xed.jpg")),
        b"y",
    )
    .unwrap();
    let opened = open(&[chat]);
    let member = &opened[0].export.members[1];
    assert_eq!(
        (&*member.name, member.name_bytes.as_deref()),
        ("┌φ.jpg", Some("daed2e6a7067"))
    );
}

#[test]
fn sources_are_numbered_from_where_the_case_is() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &[("a.txt", b"x")]);
    let first = SourceId::new(7).unwrap();
    let paths = [folder.path().join("a.txt")];
    let opened = saboot::intake::open(
        &paths,
        first,
        &NOTHING_KNOWN,
        &Limits::STANDARD,
        &saboot::intake::Unwatched,
    )
    .unwrap();
    assert_eq!(sources(&opened), ["S7 Single a.txt: a.txt"]);
}

/// Recognizes nothing.
const NOTHING_KNOWN: Recognizers<'static> = Recognizers {
    is_export: &|_| false,
    is_tree: &|_| false,
    download_of: &|_| None,
    form_of: &|_| None,
    is_picture: &|_| false,
};

struct Stopped;

impl Watch for Stopped {
    fn stopped(&self) -> bool {
        true
    }
}

#[test]
fn a_person_can_stop_it() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &[("a.zip", &zip(b"1")), ("f/1", b"x")]);
    for name in ["a.zip", "f"] {
        let paths = [folder.path().join(name)];
        let stopped = saboot::intake::open(
            &paths,
            SourceId::first(),
            &NOTHING_KNOWN,
            &Limits::STANDARD,
            &Stopped,
        );
        assert!(matches!(stopped, Err(OpenError::Stopped)));
    }
}

#[test]
fn what_is_opened_again_has_the_same_bytes_and_is_not_hashed() {
    struct Counting(std::sync::atomic::AtomicU64);
    impl Watch for Counting {
        fn advance(&self, bytes: u64) {
            self.0
                .fetch_add(bytes, std::sync::atomic::Ordering::Relaxed);
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let hostile = Archive::of([
        Piece::stored("_chat.txt", b"x"),
        Piece::stored("../up", b"y"),
    ])
    .write();
    put(
        folder.path(),
        &[
            ("a.zip", &hostile),
            ("none.zip", b"no archive"),
            ("1.png", PNG),
            ("2.gif", GIF),
        ],
    );
    let paths = ["a.zip", "none.zip", "1.png", "2.gif"].map(|name| folder.path().join(name));
    let recognizers = Recognizers {
        is_picture: &|head| head.starts_with(PNG) || head.starts_with(GIF),
        ..NOTHING_KNOWN
    };
    let unwatched = saboot::intake::Unwatched;
    let gathered =
        saboot::intake::gather(&paths, &recognizers, &Limits::STANDARD, &unwatched).unwrap();
    assert_eq!(gathered.len(), 3);
    for gathered in gathered {
        let first = saboot::intake::open_gathered(
            gathered.clone(),
            SourceId::first(),
            &Limits::STANDARD,
            &unwatched,
        );
        let first = first.unwrap().export;
        let counting = Counting(0.into());
        let again = saboot::intake::reopen(
            &gathered,
            first.members.clone(),
            &Limits::STANDARD,
            &counting,
        )
        .unwrap();
        assert_eq!(counting.0.into_inner(), 0);
        for member in &first.members {
            assert_eq!(first.bytes(member.n).ok(), again.bytes(member.n).ok());
        }
        let other = saboot::intake::reopen(&gathered, Vec::new(), &Limits::STANDARD, &unwatched);
        assert!(
            matches!(other, Err(OpenError::Disk(_))),
            "other members than the archive has"
        );
    }
}
