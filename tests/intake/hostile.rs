//! One fault in each archive. The rest of the archive is read all the same.

use saboot::intake::Limits;

use super::hostile_zip::{Archive, Piece};
use super::{open_bytes, said};

fn good() -> Piece {
    Piece::deflated("good.txt", b"a whole entry")
}

fn bad() -> Piece {
    Piece::deflated("bad.txt", b"another entry")
}

/// The good entry first, then the given ones. Expects the good one read and the others as said.
fn check(fault: &str, pieces: Vec<Piece>, expected: &[&str]) {
    let archive = Archive::of([vec![good()], pieces].concat());
    let expected: Vec<_> = [&["1 good.txt Media 13"], expected].concat();
    assert_eq!(
        said(&open_bytes(&archive.write(), &Limits::STANDARD)),
        expected,
        "{fault}"
    );
}

#[test]
fn names_that_escape_are_listed_and_not_read() {
    for name in [
        "../up.txt",
        "a/../../up.txt",
        "..\\up.txt",
        "/etc/x",
        "C:\\win\\x",
        "c:x",
        "\\\\server\\share\\x",
        "nul\0.txt",
    ] {
        check(
            name,
            vec![bad().named(name.as_bytes())],
            &[&format!("2 {name} Refused 13"), "C-ZIP-01 S1:F2"],
        );
    }
    check(
        "an empty name",
        vec![bad().named(b"")],
        &["2  Refused 13", "C-ZIP-01 S1:F2"],
    );
}

#[test]
fn a_name_that_escapes_only_in_its_raw_bytes_is_not_read() {
    let extra = super::hostile_zip::unicode_path(b"../up.txt", "harmless.txt");
    let piece = bad().named(b"../up.txt").with(|p| p.central.extra = extra);
    check(
        "two names",
        vec![piece],
        &["2 harmless.txt Refused 13", "C-ZIP-01 S1:F2"],
    );
}

#[test]
fn links_and_devices_are_not_read() {
    for mode in [0o120_777, 0o060_666, 0o020_666, 0o010_666, 0o140_777] {
        check(
            "a link",
            vec![bad().with(|p| p.mode = mode)],
            &["2 bad.txt Refused 13", "C-ZIP-03 S1:F2"],
        );
    }
    check(
        "a plain file with a mode",
        vec![bad().with(|p| p.mode = 0o100_644)],
        &["2 bad.txt Media 13"],
    );
}

#[test]
fn entries_of_one_name_and_different_bytes_are_not_read() {
    for name in ["bad.txt", "./bad.txt", ".//bad.txt"] {
        let other = Piece::stored(name, b"something else");
        let listed = format!("3 {name} Refused 14");
        check(
            name,
            vec![bad(), other],
            &[
                "2 bad.txt Refused 13",
                &listed,
                "C-ZIP-04 S1:F2",
                "C-ZIP-04 S1:F3",
            ],
        );
    }
}

#[test]
fn entries_of_one_name_and_the_same_bytes_are_read_once() {
    check(
        "twice",
        vec![bad(), bad()],
        &["2 bad.txt Media 13", "3 bad.txt Twice 13"],
    );
}

#[test]
fn two_entries_over_the_same_bytes_are_not_read() {
    let twin = bad().named(b"twin.txt").with(|p| p.header_at = Some(0));
    let bytes = Archive::of([good(), twin]).write();
    let opened = open_bytes(&bytes, &Limits::STANDARD);
    // The header at offset 0 has another name than the list gives to the twin, and both claim its bytes.
    assert_eq!(
        said(&opened),
        [
            "1 chat.zip Media 255",
            "E-ZIP-01 S1",
            "C-ZIP-05 S1:F1",
            "C-ZIP-06 S1:F1",
            "C-ZIP-13 S1",
        ]
        .map(|s| s.replace("255", &bytes.len().to_string()))
    );
}

#[test]
fn an_entry_that_quotes_another_one_overlaps_it() {
    let (quoted, list_at) = Archive::of([bad()]).write_with_list();
    // The data of the outer entry is the whole inner entry, header included; the list names both.
    let outer = Piece::stored("outer.bin", &quoted[..list_at]);
    let outer_at = Archive::of([good()]).write_with_list().1;
    let inner = bad().with(|p| p.header_at = u32::try_from(outer_at + 30 + "outer.bin".len()).ok());
    let listed = format!("2 outer.bin Refused {list_at}");
    // The inner entry's own bytes behind the outer one are then named by nobody.
    let expected = [
        &listed,
        "3 bad.txt Refused 13",
        "C-ZIP-13 S1",
        "C-ZIP-05 S1:F2",
        "C-ZIP-05 S1:F3",
    ];
    check("quoted", vec![outer, inner], &expected);
}

#[test]
fn an_entry_that_reaches_into_the_list_is_not_read() {
    let piece = Piece::stored("bad.txt", b"0123456789").both(|s| (s.packed, s.size) = (40, 40));
    check(
        "too long",
        vec![piece],
        &["2 bad.txt Refused 40", "C-ZIP-05 S1:F2"],
    );
}

#[test]
fn an_entry_whose_headers_disagree_is_not_read() {
    type Change = fn(&mut Piece);
    let faults: [(&str, Change); 6] = [
        ("name", |p| p.local.name = b"BAD.txt".to_vec()),
        ("method", |p| p.local.method = 0),
        ("encryption", |p| p.local.flags |= 1),
        ("crc", |p| p.local.crc ^= 1),
        ("packed size", |p| p.local.packed += 1),
        ("size", |p| p.local.size += 1),
    ];
    for (fault, change) in faults {
        check(
            fault,
            vec![bad().with(change)],
            &["2 bad.txt Refused 13", "C-ZIP-06 S1:F2"],
        );
    }
    let piece = bad().described_later(true).with(|p| p.local.size = 14);
    check(
        "a size before the data that differs from the list",
        vec![piece],
        &["2 bad.txt Refused 13", "C-ZIP-06 S1:F2"],
    );
    let piece = Piece::stored("bad.txt", b"abc").both(|s| s.size = 2);
    check(
        "stored in more bytes than it has",
        vec![piece],
        &["2 bad.txt Refused 2", "C-ZIP-06 S1:F2"],
    );
    let piece = Piece::stored("folder/", b"abc");
    check(
        "a folder with bytes",
        vec![piece],
        &["2 folder/ Refused 3", "C-ZIP-06 S1:F2"],
    );
}

#[test]
fn headers_may_differ_where_writers_do() {
    type Change = fn(&mut Piece);
    let sound: [(&str, Change); 5] = [
        ("time", |p| p.local.time = 0),
        ("date", |p| p.local.date = 0),
        ("extra fields", |p| {
            p.local.extra = b"\x55\x54\x05\0\x01\0\0\0\0".to_vec();
        }),
        ("the UTF-8 flag", |p| p.local.flags |= 1 << 11),
        ("an extra field that is cut", |p| {
            p.central.extra = b"\x01\0\xff\xff".to_vec();
        }),
    ];
    for (what, change) in sound {
        check(what, vec![bad().with(change)], &["2 bad.txt Media 13"]);
    }
    for signed in [true, false] {
        check(
            "sizes behind the data",
            vec![bad().described_later(signed)],
            &["2 bad.txt Media 13"],
        );
    }
}

#[test]
fn encrypted_entries_are_not_read() {
    for flags in [1, 1 | 1 << 6, 1 << 13] {
        check(
            "encrypted",
            vec![bad().both(|s| s.flags |= flags)],
            &["2 bad.txt Refused 13", "C-ZIP-07 S1:F2"],
        );
    }
    check(
        "AES",
        vec![bad().both(|s| (s.flags, s.method) = (1, 99))],
        &["2 bad.txt Refused 13", "C-ZIP-07 S1:F2"],
    );
}

#[test]
fn an_unknown_method_is_not_read() {
    for method in [1, 9, 12, 14, 93, 95] {
        check(
            "method",
            vec![bad().both(|s| s.method = method)],
            &["2 bad.txt Refused 13", "C-ZIP-12 S1:F2"],
        );
    }
}

#[test]
fn an_archive_inside_is_hashed_and_not_opened() {
    let inner = Archive::of([good()]).write();
    let line = format!("2 inner.zip Media {}", inner.len());
    check(
        "zip in zip",
        vec![Piece::stored("inner.zip", &inner)],
        &[&line, "C-ZIP-08 S1:F2"],
    );
    let line = format!("2 photo.jpg Media {}", inner.len());
    check(
        "zip under another name",
        vec![Piece::stored("photo.jpg", &inner)],
        &[&line, "C-ZIP-08 S1:F2"],
    );
    let line = format!("2 letter.docx Media {}", inner.len());
    check(
        "a document that is a zip",
        vec![Piece::stored("letter.docx", &inner)],
        &[&line],
    );
}

#[test]
fn a_bomb_is_not_unpacked() {
    let zeros = vec![0; 65 * 1024 * 1024];
    let bomb = Piece::deflated("bomb.txt", &zeros);
    check(
        "by ratio",
        vec![bomb.clone()],
        &["2 bomb.txt Refused 68157440", "C-ZIP-09 S1:F2"],
    );
    let liar = bomb.both(|s| s.size = 10);
    check(
        "by a size that is a lie",
        vec![liar],
        &["2 bomb.txt Refused 10", "C-ZIP-11 S1:F2"],
    );
}

#[test]
fn members_that_are_too_large_alone_or_together_are_not_read() {
    let limits = Limits {
        member_bytes: 20,
        total_bytes: 30,
        ..Limits::STANDARD
    };
    let pieces = [
        Piece::stored("a", &[1; 20]),
        Piece::stored("b", &[2; 21]),
        Piece::stored("c", &[3; 11]),
        Piece::stored("d", &[4; 10]),
    ];
    assert_eq!(
        said(&open_bytes(&Archive::of(pieces).write(), &limits)),
        [
            "1 a Media 20",
            "2 b Refused 21",
            "3 c Refused 11",
            "4 d Media 10",
            "C-ZIP-09 S1:F2",
            "C-ZIP-09 S1:F3"
        ]
    );
}

#[test]
fn many_small_bombs_are_stopped_together() {
    let limits = Limits {
        ratio_free_bytes: 1 << 20,
        ..Limits::STANDARD
    };
    let pieces = (0..20).map(|i| Piece::deflated(&format!("{i}"), &vec![i; 1 << 19]));
    let opened = open_bytes(&Archive::of(pieces).write(), &limits);
    let refused = opened
        .notes
        .iter()
        .filter(|n| n.code.as_str() == "C-ZIP-09")
        .count();
    // Each alone is below what does no harm; together they outgrow 250 times the archive.
    assert!((1..20).contains(&refused), "{refused}");
}

#[test]
fn more_entries_than_the_limit_are_not_listed() {
    let limits = Limits {
        members: 3,
        ..Limits::STANDARD
    };
    let pieces = (0..5).map(|i| Piece::stored(&format!("{i}"), b"x"));
    let opened = open_bytes(&Archive::of(pieces).write(), &limits);
    assert_eq!(
        said(&opened),
        ["1 0 Media 1", "2 1 Media 1", "3 2 Media 1", "C-ZIP-10 S1"]
    );
}

#[test]
fn an_entry_that_the_list_does_not_name_is_told() {
    check(
        "unlisted",
        vec![bad().with(|p| p.listed = false)],
        &["C-ZIP-13 S1"],
    );
}

#[test]
fn two_end_records_are_told() {
    let mut archive = Archive::of([good()]);
    archive.comment = Archive::default().write();
    let said = said(&open_bytes(&archive.write(), &Limits::STANDARD));
    assert_eq!(said, ["1 good.txt Media 13", "C-ZIP-14 S1"]);
}

#[test]
fn a_list_that_counts_wrongly_is_told() {
    let mut archive = Archive::of([good(), bad()]);
    archive.count = Some(1);
    let said = said(&open_bytes(&archive.write(), &Limits::STANDARD));
    assert_eq!(
        said,
        ["1 good.txt Media 13", "2 bad.txt Media 13", "C-ZIP-14 S1"]
    );
}

#[test]
fn notes_of_a_kind_are_counted_not_repeated_for_ever() {
    let pieces = (0..80).map(|i| bad().named(format!("../{i}").as_bytes()));
    let opened = open_bytes(
        &Archive::of(std::iter::once(good()).chain(pieces)).write(),
        &Limits::STANDARD,
    );
    let notes: Vec<_> = opened
        .notes
        .iter()
        .filter(|n| n.code.as_str() == "C-ZIP-01")
        .collect();
    assert_eq!(notes.len(), 51);
    assert_eq!(
        (
            notes[50].place.as_str(),
            &notes[50].facts["more_of_this_kind"]
        ),
        ("S1", &serde_json::json!(30))
    );
}
