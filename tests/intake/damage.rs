//! Archives that are cut or damaged: every entry that is whole is read, the rest is told.

use saboot::intake::{Limits, Shape};
use saboot::model::Reading;

use super::hostile_zip::{Archive, Piece};
use super::{open_bytes, open_file, said};

/// Bytes that DEFLATE cannot make small, the same in every run.
fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}

fn three(change: impl Fn(Piece) -> Piece) -> Archive {
    Archive::of([
        change(Piece::deflated(
            "_chat.txt",
            b"[21/08/2024, 23:06:01] A: salaam",
        )),
        change(Piece::deflated("a.jpg", &noise(1, 300))),
        change(Piece::stored("b.jpg", &noise(2, 300))),
    ])
}

/// The end of each entry's bytes, descriptor included.
fn ends(archive: &Archive) -> Vec<usize> {
    (1..=archive.pieces.len())
        .map(|n| {
            Archive::of(archive.pieces[..n].to_vec())
                .write_with_list()
                .1
        })
        .collect()
}

#[test]
fn an_archive_cut_anywhere_gives_every_entry_that_is_whole() {
    type Writer = fn(Piece) -> Piece;
    let writers: [(&str, Writer); 3] = [
        ("sizes before", |p| p),
        ("sizes behind, signed", |p| p.described_later(true)),
        ("sizes behind, bare", |p| p.described_later(false)),
    ];
    for (writer, change) in writers {
        let archive = three(change);
        let (bytes, ends) = (archive.write(), ends(&archive));
        for length in 0..bytes.len() {
            let opened = open_bytes(&bytes[..length], &Limits::STANDARD);
            // A bare descriptor of a STORED entry cannot be found again: a known limit.
            let bare_stored = writer == "sizes behind, bare";
            let whole = ends
                .iter()
                .enumerate()
                .filter(|(i, end)| **end <= length && !(bare_stored && *i == 2))
                .count();
            let read = opened
                .export
                .members
                .iter()
                .filter(|m| m.read == Reading::Media)
                .count();
            let codes: Vec<_> = opened.notes.iter().map(|n| n.code.as_str()).collect();
            if whole == 0 {
                assert_eq!(
                    (opened.shape, read, codes[0]),
                    (Shape::Files, 1, "E-ZIP-01"),
                    "{writer} {length}"
                );
            } else {
                assert_eq!(
                    (opened.shape, read),
                    (Shape::Archive, whole),
                    "{writer} {length}"
                );
                assert!(codes.contains(&"C-ZIP-02"), "{writer} {length} {codes:?}");
            }
        }
    }
}

#[test]
fn a_flipped_byte_is_never_read_as_if_it_were_sound() {
    let archive = three(|p| p);
    let sound: Vec<_> = open_bytes(&archive.write(), &Limits::STANDARD)
        .export
        .members;
    let bytes = archive.write();
    for at in 0..bytes.len() {
        let mut broken = bytes.clone();
        broken[at] ^= 0x40;
        let opened = open_bytes(&broken, &Limits::STANDARD);
        // Whatever is read of a member must be its true bytes: the CRC guards them.
        for member in opened
            .export
            .members
            .iter()
            .filter(|m| m.read == Reading::Media && opened.shape == Shape::Archive)
        {
            assert!(
                sound.iter().any(|s| s.sha256 == member.sha256),
                "byte {at}, member {}",
                member.n
            );
        }
    }
}

#[test]
fn a_checksum_that_does_not_fit_refuses_that_entry_only() {
    let broken = Piece::stored("b.jpg", &noise(2, 300)).with(|p| p.data[7] ^= 1);
    let packed = Piece::deflated("c.jpg", &noise(3, 300)).with(|p| p.data[0] ^= 0xff);
    let archive = Archive::of([Piece::stored("a.txt", b"whole"), broken, packed]);
    assert_eq!(
        said(&open_bytes(&archive.write(), &Limits::STANDARD)),
        [
            "1 a.txt Media 5",
            "2 b.jpg Refused 300",
            "3 c.jpg Refused 300",
            "C-ZIP-11 S1:F2",
            "C-ZIP-11 S1:F3"
        ]
    );
}

#[test]
fn an_entry_in_a_cut_archive_whose_middle_is_lost_does_not_hide_the_next() {
    let archive = three(|p| p.described_later(true));
    let (mut bytes, list_at) = archive.write_with_list();
    bytes.truncate(list_at);
    let second = ends(&archive)[0];
    bytes[second + 60] ^= 0xff;
    let opened = open_bytes(&bytes, &Limits::STANDARD);
    let read: Vec<_> = opened
        .export
        .members
        .iter()
        .map(|m| (&*m.name, m.read))
        .collect();
    assert_eq!(
        read,
        [
            ("_chat.txt", Reading::Media),
            ("a.jpg", Reading::Refused),
            ("b.jpg", Reading::Media)
        ]
    );
}

#[test]
fn what_lies_inside_a_cut_entry_is_not_taken_for_an_entry() {
    let inner = Archive::of([Piece::stored("inner.txt", b"from another archive")]).write();
    let document = [inner, noise(4, 400)].concat();
    let archive = Archive::of([
        Piece::stored("_chat.txt", b"whole"),
        Piece::stored("letter.docx", &document),
    ]);
    let (bytes, list_at) = archive.write_with_list();
    let opened = open_bytes(&bytes[..list_at - 100], &Limits::STANDARD);
    assert_eq!(
        said(&opened),
        [
            "1 _chat.txt Media 5".to_owned(),
            format!("2 letter.docx Refused {}", document.len()),
            "C-ZIP-02 S1".into(),
            "C-ZIP-02 S1:F2".into()
        ]
    );
}

#[test]
fn a_link_in_a_cut_archive_is_known_by_what_is_left_of_the_list() {
    let link = Piece::stored("link", b"/etc/passwd").with(|p| p.mode = 0o120_777);
    let (bytes, list_at) = Archive::of([Piece::stored("a.txt", b"whole"), link]).write_with_list();
    for (length, expected) in [
        (bytes.len() - 22, Reading::Refused),
        (list_at, Reading::Media),
    ] {
        let opened = open_bytes(&bytes[..length], &Limits::STANDARD);
        assert_eq!(
            opened.export.members[1].read,
            expected,
            "{length} of {}",
            bytes.len()
        );
    }
}

#[test]
fn a_cut_archive_is_not_read_as_the_archive_inside_it() {
    let inner = Archive::of([Piece::stored("inner.txt", b"from another archive")]).write();
    let archive = Archive::of([
        Piece::stored("_chat.txt", b"whole"),
        Piece::stored("inner.zip", &inner),
    ]);
    let (bytes, list_at) = archive.write_with_list();
    let opened = open_bytes(&bytes[..list_at], &Limits::STANDARD);
    let names: Vec<_> = opened.export.members.iter().map(|m| &*m.name).collect();
    assert_eq!(names, ["_chat.txt", "inner.zip"]);
}

#[test]
fn a_zip_that_is_none_is_kept_as_a_file() {
    for bytes in [
        &b""[..],
        b"PK",
        b"PK\x03\x04",
        b"not an archive at all",
        b"PK\x05\x06",
        &Archive::default().write(),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chat.zip");
        std::fs::write(&path, bytes).unwrap();
        let opened = open_file(&path, &Limits::STANDARD);
        assert_eq!(opened.shape, Shape::Files);
        assert_eq!(opened.notes[0].code.as_str(), "E-ZIP-01");
        assert_eq!(opened.export.bytes(1).unwrap(), bytes);
    }
}

#[test]
fn salvage_of_a_nest_of_headers_ends() {
    // Each header claims all that follows: tried naively this is work by the square of the size.
    let mut bytes = Vec::new();
    for i in 0..4000_u32 {
        let piece = Piece::stored(&format!("{i:06}"), b"");
        let header =
            Archive::of(
                [piece.both(|s| (s.packed, s.size) = (200_000 - 36 * i, 200_000 - 36 * i))],
            );
        bytes.extend(&header.write_with_list().0[..36]);
    }
    bytes.resize(400_000, b'x');
    let opened = open_bytes(&bytes, &Limits::STANDARD);
    assert_eq!(opened.shape, Shape::Files);
}
