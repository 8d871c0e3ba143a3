//! The text of manifests: who lists what.
//!
//! ```text
//! ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  data/originals/S1.zip
//! ```
//!
//! Ours are strict: 64 lower-case digits, two spaces, path, LF, sorted by path bytes, so that `sha256sum -c` reads
//! them and one content has one form. Foreign ones are read as RFC 8493 section 2.1.3 and the older drafts allow.

use std::collections::BTreeMap;

use crate::model::Digest;

/// What a bundle lists: path to digest and size, sorted by path bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    entries: BTreeMap<String, Digest>,
}

/// The first way in which a text is not a strict manifest. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotStrict {
    /// The line is not `<64 lower-case hex>  <path>` ended by LF.
    #[error("line {line} is not digest, two spaces, path")]
    Line {
        /// Which line.
        line: u64,
    },
    /// The line's path is not above the one before.
    #[error("line {line} is out of order")]
    Order {
        /// Which line.
        line: u64,
    },
    /// The line's path is the one before.
    #[error("line {line} lists a path again")]
    Twice {
        /// Which line.
        line: u64,
    },
}

impl Manifest {
    /// Lists `path`. A path that is already listed takes the new digest.
    pub fn insert(&mut self, path: impl Into<String>, digest: Digest) {
        self.entries.insert(path.into(), digest);
    }

    /// The digest of `path`.
    #[must_use]
    pub fn digest(&self, path: &str) -> Option<Digest> {
        self.entries.get(path).copied()
    }

    /// Paths and digests, sorted by path bytes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Digest)> {
        self.entries
            .iter()
            .map(|(path, digest)| (path.as_str(), *digest))
    }

    /// How many paths are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The text of the manifest.
    #[must_use]
    pub fn print(&self) -> String {
        self.entries
            .iter()
            .map(|(path, digest)| format!("{digest}  {path}\n"))
            .collect()
    }

    /// Reads the strict form and says all that is wrong with it; what can be read is read.
    #[must_use]
    pub fn parse_strict(bytes: &[u8]) -> (Self, Vec<NotStrict>) {
        let mut manifest = Self::default();
        let mut faults = Vec::new();
        let mut before: Option<String> = None;
        for (i, raw) in bytes.split_inclusive(|c| *c == b'\n').enumerate() {
            let line = i as u64 + 1;
            let Some((path, digest)) = parse_strict_line(raw) else {
                faults.push(NotStrict::Line { line });
                continue;
            };
            match before.as_deref().map(|before| before.cmp(path)) {
                Some(std::cmp::Ordering::Equal) => faults.push(NotStrict::Twice { line }),
                Some(std::cmp::Ordering::Greater) => faults.push(NotStrict::Order { line }),
                _ => {}
            }
            before = Some(path.to_owned());
            manifest.insert(path, digest);
        }
        (manifest, faults)
    }
}

fn parse_strict_line(raw: &[u8]) -> Option<(&str, Digest)> {
    let text = std::str::from_utf8(raw.strip_suffix(b"\n")?).ok()?;
    let (digest, rest) = text.split_at_checked(64)?;
    let path = rest.strip_prefix("  ")?;
    (!path.is_empty() && !path.starts_with(' ')).then_some((path, digest.parse().ok()?))
}

/// One line of a foreign manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignLine {
    /// Which line, counted from 1.
    pub line: u64,
    /// The checksum in lower case; not yet measured against the algorithm.
    pub checksum: String,
    /// The path as written, without what [`ForeignLine::oddities`] took off.
    pub path: String,
    /// What was odd and still clear.
    pub oddities: Vec<Oddity>,
}

/// What is wrong in spirit and clear in meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Oddity {
    /// `./` before the path.
    DotSlash,
    /// `*` before the path, as md5sum writes in binary mode.
    Asterisk,
}

/// Reads a foreign manifest from its decoded text. Returns the lines, and the numbers of those that are none.
#[must_use]
pub fn parse_foreign(text: &str) -> (Vec<ForeignLine>, Vec<u64>) {
    let mut lines = Vec::new();
    let mut bad = Vec::new();
    // A lone CR ends a line too (RFC 8493 2.1.3), so each CR becomes LF and empty lines count for nothing.
    for (i, raw) in text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .split('\n')
        .enumerate()
    {
        let line = i as u64 + 1;
        if raw.trim().is_empty() {
            continue;
        }
        match parse_foreign_line(line, raw) {
            Some(parsed) => lines.push(parsed),
            None => bad.push(line),
        }
    }
    (lines, bad)
}

fn parse_foreign_line(line: u64, raw: &str) -> Option<ForeignLine> {
    let (checksum, rest) = raw.split_once([' ', '\t'])?;
    let mut path = rest.trim_start_matches([' ', '\t']);
    let mut oddities = Vec::new();
    if let Some(rest) = path.strip_prefix('*') {
        path = rest;
        oddities.push(Oddity::Asterisk);
    }
    if let Some(rest) = path.strip_prefix("./") {
        path = rest;
        oddities.push(Oddity::DotSlash);
    }
    let digits = !checksum.is_empty() && checksum.bytes().all(|c| c.is_ascii_hexdigit());
    (digits && !path.is_empty()).then(|| ForeignLine {
        line,
        checksum: checksum.to_ascii_lowercase(),
        path: path.to_owned(),
        oddities,
    })
}

/// Undoes the percent-encoding of RFC 8493: only LF, CR and `%` are ever encoded.
#[must_use]
pub fn decode_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let decoded = match tail.get(..3).map(str::to_ascii_uppercase).as_deref() {
            Some("%0A") => '\n',
            Some("%0D") => '\r',
            Some("%25") => '%',
            _ => {
                out.push('%');
                rest = &tail[1..];
                continue;
            }
        };
        out.push(decoded);
        rest = &tail[3..];
    }
    out.push_str(rest);
    out
}

/// The percent-encoding of RFC 8493.
#[must_use]
pub fn encode_path(path: &str) -> String {
    path.replace('%', "%25")
        .replace('\n', "%0A")
        .replace('\r', "%0D")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_strict_manifest_refuses_every_other_form() {
        let d = Digest::of(b"");
        let upper = d.to_string().to_ascii_uppercase();
        for (text, faults) in [
            (format!("{d}  data/a\n{d}  data/b\n"), vec![]),
            (
                format!("{d}  data/b\n{d}  data/a\n"),
                vec![NotStrict::Order { line: 2 }],
            ),
            (
                format!("{d}  data/a\n{d}  data/a\n"),
                vec![NotStrict::Twice { line: 2 }],
            ),
            (format!("{d}  data/a"), vec![NotStrict::Line { line: 1 }]),
            (format!("{d} data/a\n"), vec![NotStrict::Line { line: 1 }]),
            (format!("{d}   data/a\n"), vec![NotStrict::Line { line: 1 }]),
            (format!("{d} *data/a\n"), vec![NotStrict::Line { line: 1 }]),
            (
                format!("{upper}  data/a\n"),
                vec![NotStrict::Line { line: 1 }],
            ),
            (format!("{d}  \n"), vec![NotStrict::Line { line: 1 }]),
            (
                format!("{d}  data/a\n\n"),
                vec![NotStrict::Line { line: 2 }],
            ),
            (
                format!("\u{feff}{d}  data/a\n"),
                vec![NotStrict::Line { line: 1 }],
            ),
        ] {
            assert_eq!(
                Manifest::parse_strict(text.as_bytes()).1,
                faults,
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_foreign_manifest_is_read_as_the_older_tools_wrote_it() {
        let text = "AB12 data/test 1.txt\r\nab12\t\tdata/b\rab12 *data/c\nab12  ./data/d\n\nzz data/e\nab12\n";
        let (lines, bad) = parse_foreign(text);
        let paths: Vec<&str> = lines.iter().map(|l| l.path.as_str()).collect();
        assert_eq!(paths, ["data/test 1.txt", "data/b", "data/c", "data/d"]);
        assert_eq!(lines[0].checksum, "ab12");
        assert_eq!(
            (lines[2].oddities.as_slice(), lines[3].oddities.as_slice()),
            (&[Oddity::Asterisk][..], &[Oddity::DotSlash][..])
        );
        assert_eq!(bad, [6, 7]);
    }

    #[test]
    fn only_line_ends_and_the_percent_sign_are_encoded() {
        for (encoded, decoded) in [
            ("data/a%0Ab", "data/a\nb"),
            ("data/a%0db", "data/a\rb"),
            ("data/50%25.txt", "data/50%.txt"),
            ("data/%7Edir", "data/%7Edir"),
            ("data/%test", "data/%test"),
            ("data/%", "data/%"),
            ("data/%é", "data/%é"),
            ("data/%250A", "data/%0A"),
        ] {
            assert_eq!(decode_path(encoded), decoded);
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_parses_back(files in proptest::collection::btree_map("[A-Za-z0-9._-]{1,12}(/[A-Za-z0-9._-]{1,9}){0,2}", any::<[u8; 4]>(), 0..9)) {
            let mut manifest = Manifest::default();
            for (path, seed) in files {
                manifest.insert(format!("data/{path}"), Digest::of(&seed));
            }
            let text = manifest.print();
            let (again, faults) = Manifest::parse_strict(text.as_bytes());
            prop_assert_eq!(&faults, &vec![]);
            prop_assert_eq!(&again, &manifest);
            let (foreign, bad) = parse_foreign(&text);
            prop_assert_eq!(bad.len(), 0);
            prop_assert_eq!(foreign.len(), manifest.len());
        }

        #[test]
        fn a_strict_parse_without_faults_prints_the_same_bytes(bytes in proptest::collection::vec(prop_oneof![Just(b'\n'), Just(b' '), Just(b'a'), any::<u8>()], 0..300)) {
            let (manifest, faults) = Manifest::parse_strict(&bytes);
            if faults.is_empty() {
                prop_assert_eq!(manifest.print().into_bytes(), bytes);
            }
        }

        #[test]
        fn an_encoded_path_decodes_to_itself(path in "\\PC{0,20}[\n\r%]{0,3}\\PC{0,5}") {
            prop_assert_eq!(decode_path(&encode_path(&path)), path);
        }

        #[test]
        fn no_text_stops_the_foreign_parser(text in "\\PC*") {
            let (lines, bad) = parse_foreign(&text);
            let written = text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).count();
            prop_assert_eq!(lines.len() + bad.len(), written);
        }
    }
}
