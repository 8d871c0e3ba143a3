//! Vectors that are bags of other tools: what is sound, odd or broken in them.

use saboot::model::Digest;
use sha2::{Digest as _, Sha512};

use super::faults::Vector;
use super::small_case::Files;

/// A small bag of BagIt 1.0 with SHA-256.
fn bag(payload: &[(&str, &str)]) -> Files {
    let mut files: Files = payload
        .iter()
        .map(|(path, text)| (format!("data/{path}"), text.as_bytes().to_vec()))
        .collect();
    let list: String = files
        .iter()
        .map(|(path, bytes)| format!("{}  {}\n", Digest::of(bytes), path.replace('%', "%25")))
        .collect();
    files.insert("manifest-sha256.txt".into(), list.into_bytes());
    files.insert(
        "bagit.txt".into(),
        b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_vec(),
    );
    let size: usize = payload.iter().map(|(_, text)| text.len()).sum();
    let info = format!(
        "Source-Organization: Example\nPayload-Oxum: {size}.{}\n",
        payload.len()
    );
    files.insert("bag-info.txt".into(), info.into_bytes());
    list_tags(&mut files);
    files
}

fn list_tags(files: &mut Files) {
    files.remove("tagmanifest-sha256.txt");
    let tags = files.iter().filter(|(path, _)| !path.starts_with("data/"));
    let text: String = tags
        .map(|(path, bytes)| format!("{}  {path}\n", Digest::of(bytes)))
        .collect();
    files.insert("tagmanifest-sha256.txt".into(), text.into_bytes());
}

fn text_bag() -> Files {
    bag(&[("a.txt", "one\n"), ("b/c d.txt", "two\n")])
}

/// The small bag with one tag file written anew and listed again.
fn with(path: &str, text: impl Into<Vec<u8>>) -> Files {
    let mut files = text_bag();
    files.insert(path.into(), text.into());
    list_tags(&mut files);
    files
}

/// The small bag with a change in its payload list, listed again.
fn with_list(change: impl Fn(String) -> String) -> Files {
    let list = String::from_utf8(text_bag()["manifest-sha256.txt"].clone()).unwrap();
    with("manifest-sha256.txt", change(list))
}

fn sha512(bytes: &[u8]) -> String {
    Sha512::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

/// Every vector of this kind.
pub fn all() -> Vec<Vector> {
    let vector = |class, name, about, files| Vector {
        class,
        name,
        about,
        files,
    };
    let declared = |version: &str, encoding: &str| {
        format!("BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n")
    };
    let two_lists = |of: &[&str]| {
        let files = text_bag();
        let list: String = of
            .iter()
            .map(|path| format!("{}  {path}\n", sha512(&files[*path])))
            .collect();
        with("manifest-sha512.txt", list)
    };
    let utf16 = {
        let mut files = text_bag();
        files.insert("bagit.txt".into(), declared("1.0", "UTF-16").into_bytes());
        files.remove("tagmanifest-sha256.txt");
        for path in ["manifest-sha256.txt", "bag-info.txt"] {
            let text = String::from_utf8(files[path].clone()).unwrap();
            let bytes = [0xfffe_u16.swap_bytes()]
                .into_iter()
                .chain(text.encode_utf16())
                .flat_map(u16::to_be_bytes)
                .collect();
            files.insert(path.into(), bytes);
        }
        files
    };
    let a_again = format!("{}  data/a.txt\n", Digest::of(b"one\n"));
    let fetch = "http://localhost/a - data/a.txt\n";
    let mut not_fetched = with("fetch.txt", fetch);
    not_fetched.remove("data/a.txt");
    let mut outside = text_bag();
    outside.insert("bag-info.txt".into(), b"Payload-Oxum: 8.2\n".to_vec());
    vec![
        vector(
            "valid",
            "foreign_sha256",
            "A sound bag of BagIt 1.0.",
            text_bag(),
        ),
        vector(
            "valid",
            "foreign_two_lists",
            "Two complete lists of the payload.",
            two_lists(&["data/a.txt", "data/b/c d.txt"]),
        ),
        vector(
            "valid",
            "foreign_percent_encoded",
            "A percent sign, encoded as RFC 8493 says.",
            bag(&[("50%.txt", "half\n")]),
        ),
        vector(
            "warn",
            "foreign_percent_not_encoded",
            "A percent sign as bagit-python writes it.",
            {
                let mut files = bag(&[("50%25.txt", "half\n")]);
                let line = format!("{}  data/50%25.txt\n", Digest::of(b"half\n"));
                files.insert("manifest-sha256.txt".into(), line.into_bytes());
                list_tags(&mut files);
                files
            },
        ),
        vector(
            "warn",
            "foreign_utf16",
            "Tag files in UTF-16, no list of them.",
            utf16,
        ),
        vector(
            "warn",
            "foreign_asterisk_and_dot_slash",
            "A list as md5sum writes it.",
            with_list(|list| {
                list.replace("  data/a", " *data/a")
                    .replace("  data/b", "  ./data/b")
            }),
        ),
        vector(
            "warn",
            "foreign_listed_twice_in_a_draft",
            "The drafts allowed to list a file twice.",
            {
                let mut files = with_list(|list| format!("{list}{a_again}"));
                files.insert("bagit.txt".into(), declared("0.97", "UTF-8").into_bytes());
                list_tags(&mut files);
                files
            },
        ),
        vector(
            "warn",
            "foreign_tag_file_unlisted",
            "A tag file that no list names, which BagIt allows.",
            {
                let mut files = text_bag();
                files.insert("notes.txt".into(), b"x\n".to_vec());
                files
            },
        ),
        vector(
            "warn",
            "foreign_fetched",
            "fetch.txt, and what it names is there.",
            with("fetch.txt", fetch),
        ),
        vector(
            "fail",
            "foreign_not_fetched",
            "fetch.txt, and what it names is not there.",
            not_fetched,
        ),
        vector(
            "fail",
            "foreign_fetch_leaves_the_bag",
            "fetch.txt names a file outside.",
            with("fetch.txt", "http://localhost/a - ../a.txt\n"),
        ),
        vector(
            "fail",
            "foreign_changed_tag_file",
            "A tag file is not as listed.",
            outside,
        ),
        vector(
            "fail",
            "foreign_listed_twice",
            "RFC 8493 forbids to list a file twice.",
            with_list(|list| format!("{list}{a_again}")),
        ),
        vector(
            "fail",
            "foreign_not_in_every_list",
            "The second list is not complete.",
            two_lists(&["data/a.txt"]),
        ),
        vector(
            "fail",
            "foreign_unlisted_payload",
            "A payload file that no list names.",
            with_list(|list| list.replace(&a_again, "")),
        ),
        vector(
            "fail",
            "foreign_line_without_path",
            "A line of the list is none.",
            with_list(|list| format!("{list}0123\n")),
        ),
        vector(
            "fail",
            "foreign_path_outside_payload",
            "The list names a tag file as payload.",
            with_list(|list| format!("{list}{}  bagit.txt\n", Digest::of(b"x"))),
        ),
        vector(
            "fail",
            "foreign_not_as_declared",
            "A list that is not in the declared encoding.",
            with("manifest-sha256.txt", {
                let mut bytes = text_bag()["manifest-sha256.txt"].clone();
                bytes.extend(b"\xff\n");
                bytes
            }),
        ),
        vector(
            "fail",
            "foreign_unknown_encoding",
            "An encoding that nobody knows.",
            with("bagit.txt", declared("1.0", "klingon")),
        ),
        vector(
            "fail",
            "foreign_unknown_version",
            "A version that nobody knows.",
            with("bagit.txt", declared("3.0", "UTF-8")),
        ),
        vector(
            "fail",
            "foreign_oxum",
            "Payload-Oxum is not what is there.",
            with("bag-info.txt", "Payload-Oxum: 9.2\n"),
        ),
        vector(
            "fail",
            "foreign_only_unknown_algorithms",
            "No list that can be checked.",
            {
                let mut files = text_bag();
                let list = files.remove("manifest-sha256.txt").unwrap();
                files.insert("manifest-crc32.txt".into(), list);
                list_tags(&mut files);
                files
            },
        ),
    ]
}
