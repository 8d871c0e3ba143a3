//! Pictures and loose files as sources: one item over all bytes of each, claims as claims, damage told.

use std::io::Cursor;

use saboot::model::{Digest, Export, Kind, Line, Member, Note, Reading, Record, SourceId};
use saboot::sources::files::Files;
use saboot::sources::pictures::Pictures;
use saboot::sources::{Format, Hints, Recognition};
use serde_json::{Value, json};

fn picture(format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let pixels = image::RgbImage::from_fn(108, 234, |x, y| {
        image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 7])
    });
    image::DynamicImage::ImageRgb8(pixels)
        .write_to(&mut bytes, format)
        .unwrap();
    bytes.into_inner()
}

struct Read {
    members: Vec<Member>,
    records: Vec<Record>,
    notes: Vec<Note>,
}

fn read(format: &dyn Format, files: &[(&str, &[u8])]) -> Read {
    let export = export(files);
    let mut read = Read {
        members: Vec::new(),
        records: Vec::new(),
        notes: Vec::new(),
    };
    format.read(
        &export,
        SourceId::new(2).unwrap(),
        &Hints::default(),
        &mut |line| match line {
            Line::Source(source) => {
                assert_eq!(source.format, format.name());
                assert!(read.records.is_empty(), "the source line comes first");
                read.members = source.members;
            }
            Line::Record(record) => read.records.push(*record),
            Line::Note(note) => read.notes.push(note),
            Line::Thread(_) | Line::Summary(_) => panic!("a picture has no such line"),
        },
    );
    check_tiles(&export, &read);
    read
}

fn export(files: &[(&str, &[u8])]) -> Export {
    Export::from_memory(
        "set",
        files
            .iter()
            .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()))
            .collect(),
    )
}

/// Laws 1 and 2: one record for each member that is read, over exactly its bytes.
fn check_tiles(export: &Export, read: &Read) {
    let members: Vec<_> = read
        .members
        .iter()
        .filter(|m| m.read == Reading::Yes)
        .collect();
    assert_eq!(members.len(), read.records.len());
    for (member, record) in members.iter().zip(&read.records) {
        let bytes = export.bytes(member.n).unwrap();
        assert_eq!(record.address.to_string(), format!("S2:F{}:I0", member.n));
        assert_eq!(
            (record.kind, record.bytes),
            (Kind::Item, [0, bytes.len() as u64])
        );
        assert_eq!(record.sha256, Digest::of(&bytes));
    }
}

fn fields(record: &Record) -> Value {
    Value::Object(record.item.clone().unwrap().fields)
}

fn notes(read: &Read) -> Vec<String> {
    read.notes
        .iter()
        .map(|n| format!("{} {}", n.code, n.place))
        .collect()
}

#[test]
fn a_picture_is_measured_and_its_name_is_a_claim() {
    let (png, jpeg) = (
        picture(image::ImageFormat::Png),
        picture(image::ImageFormat::Jpeg),
    );
    let read = read(
        &Pictures,
        &[
            ("Screenshot_20240821_230601_WhatsApp.jpg", &jpeg),
            ("IMG-20240821-WA0007.jpg", &jpeg),
            ("no-name.jpg", &png),
        ],
    );
    assert_eq!(
        fields(&read.records[0]),
        json!({"media_type": "image/jpeg", "width": 108, "height": 234, "claims": [
            {"by": "name", "what": "screenshot", "value": "samsung"},
            {"by": "name", "what": "time", "value": "2024-08-21T23:06:01"},
            {"by": "name", "what": "app", "value": "WhatsApp"},
        ]})
    );
    assert_eq!(
        fields(&read.records[2]),
        json!({"media_type": "image/png", "width": 108, "height": 234})
    );
    let what: Vec<_> = read
        .records
        .iter()
        .map(|r| r.item.clone().unwrap().what)
        .collect();
    assert_eq!(what, ["screenshot", "file", "file"]);
    assert!(
        read.records.iter().all(|r| r.sent.is_none()),
        "a claim is no time of sending"
    );
    assert_eq!(
        notes(&read),
        ["C-SHOT-01 S2:F1", "C-SHOT-01 S2:F2", "C-SHOT-01 S2:F3"]
    );
    let because: Vec<_> = read
        .notes
        .iter()
        .map(|n| n.facts["because"].clone())
        .collect();
    assert_eq!(because, ["no-exif", "messenger-name", "no-exif"]);
}

#[test]
fn a_picture_cut_in_half_is_kept_and_told() {
    for format in [
        image::ImageFormat::Png,
        image::ImageFormat::Jpeg,
        image::ImageFormat::WebP,
        image::ImageFormat::Gif,
    ] {
        let bytes = picture(format);
        let read = read(
            &Pictures,
            &[("a", &bytes[..bytes.len() / 2]), ("b", &bytes)],
        );
        assert_eq!(
            notes(&read),
            ["C-SHOT-03 S2:F1", "C-SHOT-01 S2:F1", "C-SHOT-01 S2:F2"],
            "{format:?}"
        );
    }
}

#[test]
fn heic_is_kept_and_said_to_be_unreadable_here() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    let read = read(&Pictures, &[("IMG_0042.HEIC", heic)]);
    assert_eq!(
        fields(&read.records[0]),
        json!({"media_type": "image/heic"})
    );
    assert_eq!(notes(&read), ["C-SHOT-04 S2:F1", "C-SHOT-01 S2:F1"]);
}

#[test]
fn only_a_set_of_pictures_is_recognized_as_pictures() {
    let png = picture(image::ImageFormat::Png);
    let yes = export(&[("a.txt", &png), ("b", b"GIF89a")]);
    assert!(matches!(Pictures.recognize(&yes), Recognition::Yes(_)));
    for other in [
        export(&[("a.png", &png), ("b.png", b"no picture")]),
        export(&[]),
    ] {
        assert!(matches!(Pictures.recognize(&other), Recognition::No(_)));
        assert!(matches!(Files.recognize(&other), Recognition::Perhaps(_)));
    }
}

#[test]
fn whatever_is_called_a_picture_is_an_item_all_the_same() {
    let read = read(&Pictures, &[("a.png", b"text"), ("b.png", b"")]);
    assert_eq!(
        fields(&read.records[0]),
        json!({"media_type": "text/plain"})
    );
    assert_eq!(read.records.len(), 2);
}

#[test]
fn members_that_are_not_read_have_no_item() {
    let mut export = export(&[("a.bin", b"x"), ("b.bin", b"x"), ("c.bin", b"y")]);
    export.members[1].read = Reading::Twice;
    export.members[2].read = Reading::Refused;
    for format in [&Files as &dyn Format, &Pictures] {
        let mut records = 0;
        format.read(&export, SourceId::first(), &Hints::default(), &mut |line| {
            records += i32::from(matches!(line, Line::Record(_)));
        });
        assert_eq!(records, 1);
    }
}
