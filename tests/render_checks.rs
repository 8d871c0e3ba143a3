//! The two checks before release, each in the case in which it must fail.

use saboot::render::laid_out::{self, Expectation, ExpectedScreen, PaperFault};
use saboot::render::pdf::{CREATOR, PdfId, Pictures, volumes};
use saboot::render::read_back::{self, ExpectedFile, FileFault};
use saboot::render::sheets::{Sheet, sheets};
use saboot::render::spelled::ExpectedRow;
use saboot::render::world::{Complaint, PaperWorld};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use typst::syntax::Source;

const DIGEST: &str = "3f9a20c177be0d42c2e092510274253eb789d83df34a57f5214a934b23a901dd";

/// Lays out a page of its own under the bundled fonts only.
fn laid_out(markup: &str) -> Result<Vec<Sheet>, Vec<Complaint>> {
    let head = "#set text(font: (\"Noto Sans\", \"Noto Naskh Arabic\", \"Noto Emoji\"), fallback: false)\n";
    PaperWorld::with_main(Source::detached(format!("{head}{markup}")), Vec::new())
        .lay_out()
        .map(|document| sheets(&document))
}

fn faults(markup: &str, expected: &Expectation) -> Vec<PaperFault> {
    laid_out::check(&laid_out(markup).unwrap(), expected)
}

fn row(words: &str) -> ExpectedRow {
    ExpectedRow {
        label: "row-1".to_owned(),
        number: "A-1".to_owned(),
        address: "S1:L4".to_owned(),
        printed: words.to_owned(),
        words: words.to_owned(),
    }
}

fn rows(words: &str) -> Expectation {
    Expectation {
        rows: vec![row(words)],
        ..Expectation::default()
    }
}

#[test]
fn a_font_that_is_not_bundled_stops_the_paper() {
    let complaints = laid_out("#text(font: \"No Such Font\")[digits]").unwrap_err();
    assert!(
        complaints[0].only_warning && complaints[0].message.contains("unknown font"),
        "{complaints:?}"
    );
}

#[test]
fn a_template_reaches_no_file_no_package_and_no_clock() {
    for markup in [
        "#read(\"/etc/passwd\")",
        "#image(\"/x.png\")",
        "#import \"@preview/cetz:0.3.0\": *",
        "#datetime.today()",
    ] {
        assert!(laid_out(markup).is_err(), "{markup}");
    }
}

#[test]
fn a_character_without_a_glyph_is_found() {
    assert_eq!(
        faults("khol 漢 ke", &Expectation::default()),
        [PaperFault::NoGlyph { page: 1 }]
    );
    assert_eq!(faults("khol ke \u{1F52A} کل", &Expectation::default()), []);
}

#[test]
fn text_that_silently_vanished_is_found() {
    let address = || "S1:L4".to_owned();
    for (markup, words, fault) in [
        ("A-1 #[#block[mat karo]<row-1>]", "mat karo", None),
        (
            "A-1 #[#block[تمہاری تصویریں save کل 🔪]<row-1>]",
            "تمہاری تصویریں save کل 🔪",
            None,
        ),
        // `raw` asks for a font of its own that is not bundled, and typst drops the words without a warning.
        (
            "A-1 #[#block[mat #raw(\"karo\")]<row-1>]",
            "mat karo",
            Some(PaperFault::RowDiffers { address: address() }),
        ),
        (
            "A-1 #[#block[mat kar]<row-1>]",
            "mat karo",
            Some(PaperFault::RowDiffers { address: address() }),
        ),
        (
            "A-1 #[#block[تمہاری تصویر]<row-1>]",
            "تمہاری تصویریں",
            Some(PaperFault::RowDiffers { address: address() }),
        ),
        (
            "A-1 #[#block[mat karo karo]<row-1>]",
            "mat karo",
            Some(PaperFault::RowDiffers { address: address() }),
        ),
        (
            "A-1 #[#block[tam karo]<row-1>]",
            "mat karo",
            Some(PaperFault::RowDiffers { address: address() }),
        ),
        (
            "A-1 mat karo",
            "mat karo",
            Some(PaperFault::RowMissing { address: address() }),
        ),
        (
            "#[#block[mat karo]<row-1>]",
            "mat karo",
            Some(PaperFault::NumberMissing {
                number: "A-1".to_owned(),
            }),
        ),
    ] {
        assert_eq!(
            faults(markup, &rows(words)),
            Vec::from_iter(fault),
            "{markup}"
        );
    }
}

#[test]
fn text_that_leaves_the_paper_is_found() {
    assert_eq!(
        faults(
            "#place(dx: 200mm, box(width: 400mm, [far away, beyond]))",
            &Expectation::default()
        ),
        [PaperFault::OverTheEdge { page: 1 }]
    );
}

#[test]
fn text_that_lies_over_other_text_is_found() {
    let wide =
        "#grid(columns: (20mm, 1fr), [+92\u{A0}301\u{A0}0000000\u{A0}0000000], [the message])";
    assert_eq!(
        faults(wide, &Expectation::default()),
        [PaperFault::Overlap { page: 1 }]
    );
    assert_eq!(
        faults(
            "#grid(columns: (20mm, 1fr), [+92 301], [the message])",
            &Expectation::default()
        ),
        []
    );
}

#[test]
fn a_digest_that_is_cut_is_found() {
    let expected = Expectation {
        digests: BTreeSet::from([DIGEST.to_owned()]),
        ..Expectation::default()
    };
    let grouped = |digest: &str| {
        digest
            .as_bytes()
            .chunks(4)
            .map(|group| String::from_utf8_lossy(group).into_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(faults(&grouped(DIGEST), &expected), []);
    assert_eq!(
        faults(&grouped(&DIGEST[..63]), &expected),
        [PaperFault::DigestMissing {
            digest: DIGEST.to_owned()
        }]
    );
}

#[test]
fn a_page_without_its_number_or_with_withheld_words_is_found() {
    let expected = Expectation {
        every_page: vec!["Page {page} of {pages}".to_owned()],
        withheld: vec!["0300 1234567".to_owned()],
        ..Expectation::default()
    };
    assert_eq!(
        faults("Page 1 of 2 #pagebreak() Page 2 of 2", &expected),
        []
    );
    assert_eq!(
        faults("Page 1 of 2 #pagebreak() Page 1 of 2", &expected),
        [PaperFault::RunningMissing { page: 2 }]
    );
    assert_eq!(
        faults("Page 1 of 1, call 0300-1234567.", &expected),
        [PaperFault::WithheldShown { page: 1, which: 0 }]
    );
}

#[test]
fn a_picture_that_is_missing_or_foreign_is_found() {
    let screen = |picture| ExpectedScreen {
        number: "B-1".to_owned(),
        sha256: DIGEST.to_owned(),
        picture,
    };
    let sheet = |pictures| Sheet {
        text: format!("B-1 {DIGEST}"),
        begins: vec!["exhibit-B-1".to_owned()],
        pictures,
        ..Sheet::default()
    };
    let expected = |picture| Expectation {
        screens: vec![screen(picture)],
        ..Expectation::default()
    };
    assert_eq!(
        laid_out::check(&[sheet(vec![[7; 32]])], &expected(Some([7; 32]))),
        []
    );
    assert_eq!(
        laid_out::check(&[sheet(vec![])], &expected(Some([7; 32]))),
        [PaperFault::PictureMissing {
            number: "B-1".to_owned()
        }]
    );
    assert_eq!(
        laid_out::check(&[sheet(vec![[7; 32]])], &expected(None)),
        [PaperFault::ForeignPicture { page: 1 }]
    );
    assert_eq!(
        laid_out::check(&[Sheet::default()], &expected(None)),
        [PaperFault::NumberMissing {
            number: "B-1".to_owned()
        }]
    );
}

/// A printed file and what it was expected to hold.
fn written() -> (Vec<u8>, ExpectedFile) {
    let mut packet: Value =
        serde_json::from_str(include_str!("../fixtures/papers/packet.json")).unwrap();
    packet["parts"]
        .as_array_mut()
        .unwrap()
        .retain(|part| part["name"] == "transcript" || part["name"] == "screenshots");
    let picture = include_bytes!("../fixtures/papers/screenshot.png");
    let pictures = Pictures::from([("B-1".to_owned(), picture.to_vec())]);
    let id = PdfId {
        digest: DIGEST.to_owned(),
        date: "2026-11-24T12:21:00Z".parse().unwrap(),
    };
    let volume = volumes(&packet, &pictures, &[], &id).unwrap().remove(0);
    let attached = saboot::render::attachments::of(&packet).unwrap();
    let expected = ExpectedFile {
        pages: volume.pages,
        title: "Complaint 2026-117".to_owned(),
        creator: CREATOR.to_owned(),
        attachments: attached
            .into_iter()
            .map(|file| (file.name, file.bytes))
            .collect(),
        pictures: BTreeSet::from([saboot::render::pictures::prepare(picture).unwrap().stream]),
    };
    (volume.bytes, expected)
}

#[test]
fn a_written_file_that_is_not_what_was_meant_is_found() {
    let (bytes, meant) = written();
    let check =
        |expected: &Expectation, file: &ExpectedFile| read_back::check(&bytes, expected, file);
    assert_eq!(check(&Expectation::default(), &meant), []);
    assert_eq!(check(&rows("mujhe message mat karo"), &meant), []);
    assert_eq!(
        check(&rows("these zebras"), &meant),
        [FileFault::WordsMissing {
            address: "S1:L4".to_owned()
        }]
    );
    let mut other = rows("mat");
    other.rows[0].number = "A-999".to_owned();
    assert_eq!(
        check(&other, &meant),
        [FileFault::NumberMissing {
            number: "A-999".to_owned()
        }]
    );
    let digest = "00".repeat(32);
    let other = Expectation {
        digests: BTreeSet::from([digest.clone()]),
        ..Expectation::default()
    };
    assert_eq!(check(&other, &meant), [FileFault::DigestMissing { digest }]);
    let other = Expectation {
        withheld: vec!["seen kar ke bhi JAWAB".to_owned()],
        ..Expectation::default()
    };
    // Once in the text, once in each attachment.
    assert_eq!(
        check(&other, &meant),
        vec![FileFault::WithheldShown { which: 0 }; 3]
    );
    let none = Expectation::default();
    assert_eq!(
        check(
            &none,
            &ExpectedFile {
                pages: 1,
                ..meant.clone()
            }
        ),
        [FileFault::Pages {
            found: meant.pages,
            wanted: 1
        }]
    );
    assert_eq!(
        check(
            &none,
            &ExpectedFile {
                title: String::new(),
                ..meant.clone()
            }
        ),
        [FileFault::Metadata {
            key: "Title".to_owned()
        }]
    );
    assert_eq!(
        check(
            &none,
            &ExpectedFile {
                attachments: BTreeMap::new(),
                ..meant.clone()
            }
        ),
        [FileFault::Attachments]
    );
    assert_eq!(
        check(
            &none,
            &ExpectedFile {
                pictures: BTreeSet::from([[1; 32]]),
                ..meant.clone()
            }
        ),
        [FileFault::ForeignPicture]
    );
    let mut more = meant.clone();
    more.pictures.insert([1; 32]);
    assert_eq!(check(&none, &more), [FileFault::PictureMissing]);
    assert_eq!(
        read_back::check(&bytes[..bytes.len() / 2], &none, &meant),
        [FileFault::Unreadable]
    );
}

#[test]
fn an_author_or_an_action_in_the_file_is_found() {
    let (bytes, meant) = written();
    let mut document = lopdf::Document::load_mem(&bytes).unwrap();
    let information = document
        .trailer
        .get(b"Info")
        .unwrap()
        .as_reference()
        .unwrap();
    document
        .get_dictionary_mut(information)
        .unwrap()
        .set("Author", lopdf::Object::string_literal("somebody"));
    document
        .catalog_mut()
        .unwrap()
        .set("OpenAction", lopdf::Dictionary::new());
    let mut changed = Vec::new();
    document.save_to(&mut changed).unwrap();
    assert_eq!(
        read_back::check(&changed, &Expectation::default(), &meant),
        [
            FileFault::Metadata {
                key: "Author".to_owned()
            },
            FileFault::Action {
                key: "OpenAction".to_owned()
            }
        ]
    );
}
