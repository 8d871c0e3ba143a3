//! Makes the vectors: a sound bag, and one change of it.

use saboot::model::Digest;

use super::small_case::{Files, first_bundle, relist, relist_tags, replace};

/// One vector.
pub struct Vector {
    pub class: &'static str,
    pub name: &'static str,
    pub about: &'static str,
    pub files: Files,
}

type Change = fn(&mut Files);

const WORDS: &str = "data/words.json";
const RECORDS: &str = "data/records/S1.jsonl";
const LIST: &str = "manifest-sha256.txt";
const TAGS: &str = "tagmanifest-sha256.txt";

/// Changes of one of our bundles, lists left as they were or made to agree again.
const OURS: &[(&str, &str, Change)] = &[
    (
        "changed_original",
        "One byte of an original differs.",
        |f| change(f, "data/originals/S1.zip"),
    ),
    ("changed_tag_file", "One byte of VERIFY.txt differs.", |f| {
        change(f, "VERIFY.txt");
    }),
    ("missing_original", "A listed original is not there.", |f| {
        drop(f.remove("data/originals/S2-1.png"));
    }),
    ("missing_bagit_txt", "The declaration is not there.", |f| {
        drop(f.remove("bagit.txt"));
    }),
    ("missing_bag_info", "bag-info.txt is not there.", |f| {
        drop(f.remove("bag-info.txt"));
    }),
    (
        "missing_manifest",
        "The list of the payload is not there.",
        |f| drop(f.remove(LIST)),
    ),
    (
        "missing_tagmanifest",
        "The list of the tag files is not there.",
        |f| drop(f.remove(TAGS)),
    ),
    (
        "required_file_not_listed",
        "A file that every bundle has is neither there nor listed.",
        |f| {
            f.remove(WORDS);
            relist(f);
        },
    ),
    (
        "extra_payload_file",
        "A payload file that no list names.",
        |f| add(f, "data/extra.txt"),
    ),
    ("extra_tag_file", "A tag file that no list names.", |f| {
        add(f, "report.html");
    }),
    ("extra_proof_file", "A draft carries no proof.", |f| {
        add(f, "proof/allowed_signers");
    }),
    (
        "manifest_upper_case",
        "A digest in upper-case digits.",
        |f| {
            let line = line_of(f, LIST, WORDS);
            let upper = format!("{}{}", line[..64].to_ascii_uppercase(), &line[64..]);
            replace(f, LIST, &line, &upper);
            relist_tags(f);
        },
    ),
    (
        "manifest_unsorted",
        "Two lines of the list changed places.",
        |f| {
            let line = line_of(f, LIST, "data/exhibits.csv");
            replace(f, LIST, &line, "");
            f.get_mut(LIST).unwrap().extend(line.bytes());
            relist_tags(f);
        },
    ),
    ("manifest_lists_twice", "One path is listed twice.", |f| {
        let line = line_of(f, LIST, WORDS);
        f.get_mut(LIST).unwrap().extend(line.bytes());
        relist_tags(f);
    }),
    (
        "manifest_without_last_line_end",
        "The last line of the list has no line end.",
        |f| {
            f.get_mut(LIST).unwrap().pop();
            relist_tags(f);
        },
    ),
    (
        "manifest_one_space",
        "One space between digest and path.",
        |f| {
            replace(f, LIST, "  data/words.json", " data/words.json");
            relist_tags(f);
        },
    ),
    (
        "manifest_path_leaves_the_bag",
        "The list names a file outside the bag.",
        |f| {
            let line = format!("{}  data/../../outside.txt\n", Digest::of(b"x"));
            f.get_mut(LIST).unwrap().splice(0..0, line.bytes());
            relist_tags(f);
        },
    ),
    (
        "tagmanifest_omits_verify_txt",
        "A tag file is there and not listed.",
        |f| {
            let line = line_of(f, TAGS, "VERIFY.txt");
            replace(f, TAGS, &line, "");
        },
    ),
    (
        "tagmanifest_lists_payload",
        "The list of the tag files names a payload file.",
        |f| {
            let line = line_of(f, LIST, WORDS);
            let end = line_of(f, TAGS, "manifest-sha256.txt");
            replace(f, TAGS, &end, &format!("{line}{end}"));
        },
    ),
    (
        "name_not_in_the_layout",
        "A listed file that has no meaning in a bundle.",
        |f| {
            add(f, "data/more.txt");
            relist(f);
        },
    ),
    ("name_with_space", "A payload name with a space.", |f| {
        add(f, "data/originals/S2 1.png");
        relist(f);
    }),
    (
        "name_too_long",
        "A payload name of more than 100 bytes.",
        |f| {
            add(f, &format!("data/originals/{}.png", "S".repeat(100)));
            relist(f);
        },
    ),
    ("fetch_txt", "A file that asks to be fetched.", |f| {
        f.insert(
            "fetch.txt".into(),
            b"http://localhost/x - data/words.json\n".to_vec(),
        );
        relist_tags(f);
    }),
    (
        "newer_version",
        "A version that this program does not know.",
        |f| {
            replace(f, "bag-info.txt", "bundle/1-draft", "bundle/2");
            relist_tags(f);
        },
    ),
    (
        "other_bagit_version",
        "The bag declares another version of BagIt.",
        |f| {
            replace(f, "bagit.txt", "1.0", "0.97");
            relist_tags(f);
        },
    ),
    (
        "bag_info_reordered",
        "Two lines of bag-info.txt changed places.",
        |f| {
            replace(f, "bag-info.txt", "Clock: given\n", "");
            replace(f, "bag-info.txt", "Sealed-At", "Clock: given\nSealed-At");
            relist_tags(f);
        },
    ),
    (
        "bag_info_other_date",
        "Bagging-Date is not the day of Sealed-At.",
        |f| {
            replace(
                f,
                "bag-info.txt",
                "Bagging-Date: 2026",
                "Bagging-Date: 2025",
            );
            relist_tags(f);
        },
    ),
    ("payload_oxum", "Payload-Oxum is not what is there.", |f| {
        let text = String::from_utf8(f["bag-info.txt"].clone()).unwrap();
        let oxum = text
            .lines()
            .find_map(|l| l.strip_prefix("Payload-Oxum: "))
            .unwrap()
            .to_owned();
        replace(f, "bag-info.txt", &oxum, "1.1");
        relist_tags(f);
    }),
    (
        "journal_link_broken",
        "A journal line does not follow from the one before.",
        |f| {
            replace(f, "data/journal.jsonl", "operator", "operatos");
            relist(f);
        },
    ),
    (
        "journal_line_dropped",
        "The last journal line is gone.",
        |f| {
            let bytes = f.get_mut("data/journal.jsonl").unwrap();
            let at = bytes[..bytes.len() - 1]
                .iter()
                .rposition(|c| *c == b'\n')
                .unwrap();
            bytes.truncate(at + 1);
            relist(f);
        },
    ),
    (
        "journal_head_differs",
        "Journal-Head is not the digest of the last line.",
        |f| {
            let text = String::from_utf8(f["bag-info.txt"].clone()).unwrap();
            let head = text
                .lines()
                .find_map(|l| l.strip_prefix("Journal-Head: "))
                .unwrap()
                .to_owned();
            replace(f, "bag-info.txt", &head, &Digest::of(b"other").to_string());
            relist_tags(f);
        },
    ),
    (
        "journal_torn",
        "The last journal line has no line end.",
        |f| {
            f.get_mut("data/journal.jsonl").unwrap().pop();
            relist(f);
        },
    ),
    (
        "source_not_admitted",
        "An original that the journal never admitted.",
        |f| {
            let old = Digest::of(&f["data/originals/S2-1.png"]).to_string();
            change(f, "data/originals/S2-1.png");
            let new = Digest::of(&f["data/originals/S2-1.png"]).to_string();
            for path in [
                "data/sources.csv",
                "data/members.csv",
                "data/records/S2.jsonl",
            ] {
                replace(f, path, &old, &new);
            }
            replace(f, "data/records/S2.jsonl", &old, &new);
            relist(f);
        },
    ),
    (
        "original_without_row",
        "An original that sources.csv does not name.",
        |f| {
            add(f, "data/originals/S9.zip");
            relist(f);
        },
    ),
    (
        "original_swapped",
        "sources.csv states another digest for an original.",
        |f| {
            let (one, other) = (
                Digest::of(&f["data/originals/S2-1.png"]).to_string(),
                Digest::of(&f["data/originals/S2-2.bin"]).to_string(),
            );
            replace(f, "data/sources.csv", &one, &other);
            relist(f);
        },
    ),
    (
        "records_line_dropped",
        "A record is gone, and bytes of the original belong to none.",
        |f| {
            drop_record(f);
            relist(f);
        },
    ),
    (
        "records_overlap",
        "Two records claim the same bytes.",
        |f| {
            replace(f, RECORDS, "\"bytes\":[3,", "\"bytes\":[2,");
            relist(f);
        },
    ),
    (
        "records_slice_differs",
        "A record states another digest than its bytes have.",
        |f| {
            let digest = digest_in(f, RECORDS, "S1:L4");
            replace(f, RECORDS, &digest, &Digest::of(b"other").to_string());
            relist(f);
        },
    ),
    (
        "records_address_differs",
        "A record's address points at another line.",
        |f| {
            replace(f, RECORDS, "\"S1:L4\"", "\"S1:L3\"");
            replace(f, "data/messages.csv", "S1:L4", "S1:L3");
            relist(f);
        },
    ),
    (
        "records_not_json",
        "A line of the records is no JSON.",
        |f| {
            f.get_mut(RECORDS).unwrap().extend(b"not json\n");
            relist(f);
        },
    ),
    (
        "member_without_records",
        "A member that was read has no records.",
        |f| {
            replace(f, "data/members.csv", "media", "yes");
            relist(f);
        },
    ),
    (
        "member_not_in_original",
        "members.csv states a digest that no member has.",
        |f| {
            let digest = Digest::of(&f["data/originals/S2-2.bin"]).to_string();
            replace(
                f,
                "data/members.csv",
                &digest,
                &Digest::of(b"other").to_string(),
            );
            relist(f);
        },
    ),
    (
        "messages_row_changed",
        "The table of messages shows other words than the records.",
        |f| {
            replace(f, "data/messages.csv", "second line", "another line");
            relist(f);
        },
    ),
    (
        "messages_row_dropped",
        "The table of messages leaves a record out.",
        |f| {
            let text = String::from_utf8(f["data/messages.csv"].clone()).unwrap();
            let row = text
                .split_inclusive("\r\n")
                .find(|row| row.contains("HYPERLINK"))
                .unwrap()
                .to_owned();
            replace(f, "data/messages.csv", &row, "");
            relist(f);
        },
    ),
    (
        "exhibit_differs",
        "An exhibit states another digest than its record.",
        |f| {
            let digest = digest_in(f, RECORDS, "S1:L2");
            replace(
                f,
                "data/exhibits.csv",
                &digest,
                &Digest::of(b"other").to_string(),
            );
            relist(f);
        },
    ),
    (
        "exhibit_without_record",
        "An exhibit whose address no record has.",
        |f| {
            replace(f, "data/exhibits.csv", "S1:L2", "S1:L9");
            relist(f);
        },
    ),
    (
        "table_without_byte_order_mark",
        "A table without its byte order mark.",
        |f| {
            f.get_mut("data/sources.csv").unwrap().drain(..3);
            relist(f);
        },
    ),
];

/// Every vector.
pub fn all() -> Vec<Vector> {
    let mut vectors = vec![Vector {
        class: "valid",
        name: "first_bundle",
        about: "A sound bundle.",
        files: first_bundle(),
    }];
    vectors.extend(OURS.iter().map(|(name, about, change)| {
        let mut files = first_bundle();
        change(&mut files);
        Vector {
            class: "fail",
            name,
            about,
            files,
        }
    }));
    vectors.extend(super::foreign_faults::all());
    vectors
}

fn change(files: &mut Files, path: &str) {
    *files.get_mut(path).unwrap().last_mut().unwrap() ^= 1;
}

fn add(files: &mut Files, path: &str) {
    files.insert(path.into(), b"added\n".to_vec());
}

/// The line of a list that names a path, with its line end.
fn line_of(files: &Files, list: &str, path: &str) -> String {
    let text = String::from_utf8(files[list].clone()).unwrap();
    let end = format!("  {path}\n");
    text.split_inclusive('\n')
        .find(|line| line.ends_with(&end))
        .unwrap()
        .to_owned()
}

/// The digest of the slice of the record at an address.
fn digest_in(files: &Files, path: &str, address: &str) -> String {
    let text = String::from_utf8(files[path].clone()).unwrap();
    let line = text
        .lines()
        .find(|line| line.contains(&format!("\"{address}\"")))
        .unwrap();
    let record: serde_json::Value = serde_json::from_str(line).unwrap();
    record["sha256"].as_str().unwrap().to_owned()
}

/// Drops the record at `S1:L4` from the records and from the table.
fn drop_record(files: &mut Files) {
    for (path, end) in [(RECORDS, "\n"), ("data/messages.csv", "\r\n")] {
        let text = String::from_utf8(files[path].clone()).unwrap();
        let line = text
            .split_inclusive(end)
            .find(|line| line.contains("S1:L4"))
            .unwrap()
            .to_owned();
        replace(files, path, &line, "");
    }
}
