//! Sound archives of many writers: read back whole, names as they were meant.

use std::io::{Cursor, Write};
use std::sync::Arc;

use proptest::prelude::*;
use saboot::intake::zip::read_listing;
use saboot::intake::{Limits, ReadAt, Unwatched};
use saboot::model::Reading;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::hostile_zip::{Archive, Piece, unicode_path, zip64_extra};
use super::{open_bytes, said};

fn write_zip(entries: &[(String, Vec<u8>, bool)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes, packed) in entries {
        let method = if *packed {
            zip::CompressionMethod::Deflated
        } else {
            zip::CompressionMethod::Stored
        };
        writer
            .start_file(
                name.as_str(),
                SimpleFileOptions::default().compression_method(method),
            )
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_the_zip_crate_writes_is_read_back(
        files in proptest::collection::btree_map("[a-zé چیٹ]{1,12}", (proptest::collection::vec(any::<u8>(), 0..4000), any::<bool>()), 1..8),
    ) {
        let entries: Vec<_> = files.into_iter().map(|(name, (bytes, packed))| (name, bytes, packed)).collect();
        let opened = open_bytes(&write_zip(&entries), &Limits::STANDARD);
        prop_assert_eq!(opened.export.members.len(), entries.len());
        for (member, (name, bytes, _)) in opened.export.members.iter().zip(&entries) {
            prop_assert_eq!(&*member.name, name.as_str());
            prop_assert_eq!(&opened.export.bytes(member.n).unwrap(), bytes);
        }
        prop_assert!(opened.notes.iter().all(|n| n.code.as_str() == "C-ZIP-08"), "{:?}", opened.notes);
    }

    #[test]
    fn any_bytes_give_a_listing(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let file: Arc<dyn ReadAt> = Arc::new(bytes);
        read_listing(&file, &Limits::STANDARD, &Unwatched).unwrap();
    }

    #[test]
    fn any_damage_to_a_sound_archive_gives_a_listing(
        writes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        later in any::<bool>(),
    ) {
        let piece = |name: &str| {
            let piece = Piece::deflated(name, &[b'x'; 200]);
            if later { piece.described_later(true) } else { piece }
        };
        let mut archive = Archive::of([piece("a"), piece("b/"), piece("c.txt")]);
        archive.zip64 = true;
        let mut bytes = archive.write();
        for (at, value) in writes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        bytes.truncate(cut.index(bytes.len() * 2).max(1));
        let file: Arc<dyn ReadAt> = Arc::new(bytes);
        read_listing(&file, &Limits::STANDARD, &Unwatched).unwrap();
    }
}

#[test]
fn names_are_decoded_as_their_writer_meant_them_and_bytes_are_kept() {
    let path = "چیٹ.txt";
    let ascii = b"____.txt";
    let unicode = |p: &mut Piece| p.central.extra = unicode_path(ascii, path);
    for (what, piece, name, bytes) in [
        (
            "UTF-8 with the flag",
            Piece::stored(path, b"x").both(|s| s.flags |= 1 << 11),
            path,
            None,
        ),
        (
            "UTF-8 without the flag",
            Piece::stored(path, b"x"),
            path,
            None,
        ),
        (
            "cp437",
            Piece::stored("", b"x").named(b"caf\x82.txt"),
            "café.txt",
            Some("636166822e747874"),
        ),
        (
            "cp1256, told by nothing",
            Piece::stored("", b"x").named(b"\xda\xed\xca.txt"),
            "┌φ╩.txt",
            Some("daedca2e747874"),
        ),
        (
            "a Unicode path",
            Piece::stored("", b"x").named(ascii).with(unicode),
            path,
            Some("5f5f5f5f2e747874"),
        ),
        (
            "a Unicode path of another name",
            Piece::stored("", b"x").named(b"other.txt").with(unicode),
            "other.txt",
            None,
        ),
        (
            "the flag and bad UTF-8",
            Piece::stored("", b"x")
                .named(b"\xff.txt")
                .both(|s| s.flags |= 1 << 11),
            "\u{a0}.txt",
            Some("ff2e747874"),
        ),
        (
            "NFD",
            Piece::stored("e\u{301}.txt", b"x"),
            "e\u{301}.txt",
            None,
        ),
        (
            "NBSP",
            Piece::stored("WhatsApp\u{a0}Chat.txt", b"x"),
            "WhatsApp\u{a0}Chat.txt",
            None,
        ),
    ] {
        let opened = open_bytes(&Archive::of([piece]).write(), &Limits::STANDARD);
        let member = &opened.export.members[0];
        assert_eq!(
            (&*member.name, member.name_bytes.as_deref(), member.read),
            (name, bytes, Reading::Media),
            "{what}"
        );
    }
}

#[test]
fn the_time_of_an_entry_is_kept_as_its_writer_wrote_it() {
    let none = Piece::stored("b", b"x").both(|s| (s.time, s.date) = (0, 0));
    let opened = open_bytes(
        &Archive::of([Piece::stored("a", b"x"), none]).write(),
        &Limits::STANDARD,
    );
    let times: Vec<_> = opened
        .export
        .members
        .iter()
        .map(|m| m.entry_time.map(|t| t.to_string()))
        .collect();
    assert_eq!(times, [Some("2024-09-01 23:06:10".to_owned()), None]);
}

#[test]
fn folders_are_no_members_and_rubbish_is_booked_and_not_read() {
    let pieces = [
        Piece::stored("chat/", b""),
        Piece::stored("chat/_chat.txt", b"x"),
        Piece::stored("__MACOSX/chat/._chat.txt", b"mac"),
        Piece::stored("chat/._a.jpg", b"mac"),
        Piece::stored(".DS_Store", b"mac"),
        Piece::stored("dir-by-mode", b"").with(|p| p.mode = 0o040_755),
    ];
    assert_eq!(
        said(&open_bytes(&Archive::of(pieces).write(), &Limits::STANDARD)),
        [
            "1 chat/_chat.txt Media 1",
            "2 __MACOSX/chat/._chat.txt LeftOut 3",
            "3 chat/._a.jpg LeftOut 3",
            "4 .DS_Store LeftOut 3"
        ]
    );
}

#[test]
fn backslashes_in_names_are_shown_as_written() {
    let opened = open_bytes(
        &Archive::of([Piece::stored("chat\\_chat.txt", b"x")]).write(),
        &Limits::STANDARD,
    );
    assert_eq!(said(&opened), ["1 chat\\_chat.txt Media 1", "C-ZIP-15 S1"]);
}

#[test]
fn zip64_is_read() {
    let saturated = Piece::deflated("_chat.txt", b"sizes stand in the extra field").both(|s| {
        s.extra = zip64_extra(&[u64::from(s.size), u64::from(s.packed)]);
        (s.size, s.packed) = (u32::MAX, u32::MAX);
    });
    let streamed = saturated.clone().named(b"streamed").with(|p| {
        p.local.extra = zip64_extra(&[0, 0]);
        p.local.crc = 0;
        p.local.flags |= 8;
        p.central.flags |= 8;
        let numbers = [u64::from(u32::try_from(p.data.len()).unwrap()), 30];
        p.descriptor = [
            b"PK\x07\x08".to_vec(),
            p.central.crc.to_le_bytes().to_vec(),
            numbers.map(u64::to_le_bytes).concat(),
        ]
        .concat();
    });
    let mut archive = Archive::of([saturated, streamed]);
    archive.zip64 = true;
    for prefix in [&b""[..], b"MZ a program that unpacks it"] {
        archive.prefix = prefix.to_vec();
        let opened = open_bytes(&archive.write(), &Limits::STANDARD);
        let expected = ["1 _chat.txt Media 30", "2 streamed Media 30", "C-ZIP-13 S1"];
        assert_eq!(
            said(&opened),
            expected[..if prefix.is_empty() { 2 } else { 3 }]
        );
    }
}

#[test]
fn bytes_before_and_behind_an_archive_are_told_and_do_no_harm() {
    let archive = Archive::of([Piece::stored("a.txt", b"x")]);
    let behind = [archive.write(), b"trailing bytes".to_vec()].concat();
    assert_eq!(
        said(&open_bytes(&behind, &Limits::STANDARD)),
        ["1 a.txt Media 1", "C-ZIP-13 S1"]
    );
    let between = Archive {
        before_list: b"between".to_vec(),
        ..archive.clone()
    };
    assert_eq!(
        said(&open_bytes(&between.write(), &Limits::STANDARD)),
        ["1 a.txt Media 1", "C-ZIP-13 S1"]
    );
    let comment = Archive {
        comment: b"a comment".to_vec(),
        ..archive
    };
    assert_eq!(
        said(&open_bytes(&comment.write(), &Limits::STANDARD)),
        ["1 a.txt Media 1"]
    );
}

#[test]
fn members_are_listed_as_the_list_has_them_whatever_the_order_of_their_bytes() {
    let (mut first, mut second) = (Piece::stored("first", b"1"), Piece::stored("second", b"2"));
    let length = u32::try_from(30 + "second".len() + 1).unwrap();
    (first.header_at, second.header_at) = (Some(length), Some(0));
    // The bytes of `second` come first in the file, its name comes second in the list.
    let data = Archive::of([second.clone(), first.clone()]).write_with_list();
    let list = Archive::of([first, second]).write_with_list();
    let bytes = [&data.0[..data.1], &list.0[list.1..]].concat();
    assert_eq!(
        said(&open_bytes(&bytes, &Limits::STANDARD)),
        ["1 first Media 1", "2 second Media 1"]
    );
}
