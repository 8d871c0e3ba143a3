//! `bagit.txt` of any bag, and the encoding that it declares for the other tag files.
//!
//! ```text
//! BagIt-Version: 0.97
//! Tag-File-Character-Encoding: ISO-8859-1
//! ```

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::report::{ENCODING, Finding, MISSING, VERSION};
use super::tree::Tree;

const PLACE: &str = "bagit.txt";

/// The versions of BagIt that are known, as major and minor number.
const KNOWN: [(u32, u32); 6] = [(0, 93), (0, 94), (0, 95), (0, 96), (0, 97), (1, 0)];

/// What `bagit.txt` says.
#[derive(Debug)]
pub struct Declaration {
    /// Major and minor number; the latest draft's freedoms where the version cannot be read.
    pub version: (u32, u32),
    /// The version as written; empty where it cannot be read.
    pub version_text: String,
    /// The encoding of the other tag files.
    encoding: &'static Encoding,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// What is odd about it.
    pub notes: Vec<Finding>,
}

impl Declaration {
    /// Reads the declaration of a bag.
    #[must_use]
    pub fn read(tree: &Tree) -> Self {
        let mut declaration = Self {
            version: (0, 97),
            version_text: String::new(),
            encoding: UTF_8,
            findings: Vec::new(),
            notes: Vec::new(),
        };
        match tree.read(PLACE) {
            Some(Ok(bytes)) => declaration.parse(&bytes),
            Some(Err(_)) => declaration
                .findings
                .push(Finding::new(MISSING, PLACE, "unreadable")),
            None => declaration
                .findings
                .push(Finding::new(MISSING, PLACE, "required")),
        }
        declaration
    }

    /// Whether the rules of RFC 8493 hold, without the freedoms of the drafts before it.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.version >= (1, 0)
    }

    /// Puts a fault of form among the findings under the final rules, among the notes under those of the drafts.
    fn form(&mut self, finding: Finding) {
        if self.is_final() {
            self.findings.push(finding);
        } else {
            self.notes.push(finding);
        }
    }

    fn parse(&mut self, bytes: &[u8]) {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map_or(bytes, |rest| {
            self.findings
                .push(Finding::new(ENCODING, PLACE, "byte_order_mark"));
            rest
        });
        let Ok(text) = std::str::from_utf8(bytes) else {
            self.findings
                .push(Finding::new(ENCODING, PLACE, "not_utf8"));
            return;
        };
        let mut lines = text.split(['\n', '\r']).filter(|line| !line.is_empty());
        self.parse_version(lines.next().unwrap_or_default());
        self.parse_encoding(lines.next().unwrap_or_default());
        if lines.next().is_some() {
            self.form(Finding::new(VERSION, PLACE, "more_lines"));
        }
    }

    fn parse_version(&mut self, line: &str) {
        let Some((value, tidy)) = value_of(line, "BagIt-Version") else {
            self.findings.push(Finding::new(VERSION, PLACE, "missing"));
            return;
        };
        let number = |text: &str| {
            text.parse::<u32>()
                .ok()
                .filter(|_| text.bytes().all(|c| c.is_ascii_digit()))
        };
        let version = value
            .split_once('.')
            .and_then(|(major, minor)| Some((number(major)?, number(minor)?)));
        match version {
            Some(version) if KNOWN.contains(&version) => {
                self.version = version;
                value.clone_into(&mut self.version_text);
            }
            Some(_) => self.findings.push(Finding::new(VERSION, PLACE, "unknown")),
            None => self
                .findings
                .push(Finding::new(VERSION, PLACE, "malformed")),
        }
        if !tidy {
            self.form(Finding::new(VERSION, PLACE, "white_space"));
        }
    }

    fn parse_encoding(&mut self, line: &str) {
        let Some((value, tidy)) = value_of(line, "Tag-File-Character-Encoding") else {
            self.findings.push(Finding::new(ENCODING, PLACE, "missing"));
            return;
        };
        match Encoding::for_label_no_replacement(value.as_bytes()) {
            // Without a byte order mark the Unicode standard says big-endian, browsers say little.
            Some(_) if value.eq_ignore_ascii_case("utf-16") => self.encoding = UTF_16BE,
            Some(encoding) => self.encoding = encoding,
            None => self.findings.push(Finding::new(ENCODING, PLACE, "unknown")),
        }
        if !tidy {
            self.form(Finding::new(ENCODING, PLACE, "white_space"));
        }
    }

    /// Decodes another tag file. Bytes that are not in the declared encoding become a finding.
    pub fn decode(&self, place: &str, bytes: &[u8], findings: &mut Vec<Finding>) -> String {
        let (encoding, start) = match bytes {
            [0xfe, 0xff, ..] if is_utf16(self.encoding) => (UTF_16BE, 2),
            [0xff, 0xfe, ..] if is_utf16(self.encoding) => (UTF_16LE, 2),
            [0xef, 0xbb, 0xbf, ..] if self.encoding == UTF_8 => (UTF_8, 3),
            _ => (self.encoding, 0),
        };
        let (text, damaged) = encoding.decode_without_bom_handling(&bytes[start..]);
        if damaged {
            findings.push(Finding::new(ENCODING, place, "not_as_declared"));
        }
        text.into_owned()
    }
}

fn is_utf16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16BE || encoding == UTF_16LE
}

/// The value of `Label: value`, and whether it stands exactly so.
fn value_of<'l>(line: &'l str, label: &str) -> Option<(&'l str, bool)> {
    let (found, value) = line.split_once(':')?;
    let tidy = found == label && value.strip_prefix(' ').is_some_and(|v| v.trim() == v);
    found
        .trim()
        .eq_ignore_ascii_case(label)
        .then_some((value.trim(), tidy))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Declaration, Vec<String>, Vec<String>) {
        let mut d = Declaration {
            version: (0, 97),
            version_text: String::new(),
            encoding: UTF_8,
            findings: vec![],
            notes: vec![],
        };
        d.parse(text.as_bytes());
        let words = |list: &[Finding]| {
            list.iter()
                .map(|f| format!("{} {}", f.code, f.what()))
                .collect()
        };
        let (findings, notes) = (words(&d.findings), words(&d.notes));
        (d, findings, notes)
    }

    #[test]
    fn a_declaration_is_two_lines_of_one_form() {
        let second = "Tag-File-Character-Encoding: UTF-8\n";
        for (text, findings, notes) in [
            (format!("BagIt-Version: 1.0\n{second}"), vec![], vec![]),
            (
                format!("BagIt-Version: 0.97\r\n{}", second.trim()),
                vec![],
                vec![],
            ),
            (
                format!("BagIt-Version : 1.0\n{second}"),
                vec!["V-VERSION white_space"],
                vec![],
            ),
            (
                format!("BagIt-Version:  0.96\n{second}"),
                vec![],
                vec!["V-VERSION white_space"],
            ),
            (
                format!("BagIt-Version: 1.0 \n{second}"),
                vec!["V-VERSION white_space"],
                vec![],
            ),
            (
                format!("BagIt-Version: 1.0\n{second}More: x\n"),
                vec!["V-VERSION more_lines"],
                vec![],
            ),
            (
                format!("BagIt-Version: .97\n{second}"),
                vec!["V-VERSION malformed"],
                vec![],
            ),
            (
                format!("BagIt-Version: +1.0\n{second}"),
                vec!["V-VERSION malformed"],
                vec![],
            ),
            (
                format!("BagIt-Version: 2.0\n{second}"),
                vec!["V-VERSION unknown"],
                vec![],
            ),
            (
                format!("\u{feff}BagIt-Version: 1.0\n{second}"),
                vec!["V-ENCODING byte_order_mark"],
                vec![],
            ),
            (
                "BagIt-Version: 1.0\n".into(),
                vec!["V-ENCODING missing"],
                vec![],
            ),
            (
                "BagIt-Version: 1.0\nTag-File-Character-Encoding: klingon\n".into(),
                vec!["V-ENCODING unknown"],
                vec![],
            ),
            (
                String::new(),
                vec!["V-VERSION missing", "V-ENCODING missing"],
                vec![],
            ),
        ] {
            let (_, found, noted) = parse(&text);
            assert_eq!(
                (found, noted),
                (
                    findings.into_iter().map(String::from).collect(),
                    notes.into_iter().map(String::from).collect()
                ),
                "{text:?}"
            );
        }
    }

    #[test]
    fn tag_files_are_decoded_as_declared() {
        let text = |encoding: &str, bytes: &[u8]| {
            let (declaration, ..) = parse(&format!(
                "BagIt-Version: 0.97\nTag-File-Character-Encoding: {encoding}\n"
            ));
            let mut findings = Vec::new();
            (
                declaration.decode("x", bytes, &mut findings),
                findings.len(),
            )
        };
        assert_eq!(text("UTF-16", b"\xfe\xff\0a\0b"), ("ab".into(), 0));
        assert_eq!(text("UTF-16", b"\xff\xfea\0b\0"), ("ab".into(), 0));
        assert_eq!(text("UTF-16", b"\0a\0b"), ("ab".into(), 0));
        assert_eq!(text("ISO-8859-1", b"\xe9"), ("é".into(), 0));
        assert_eq!(text("UTF-8", b"\xef\xbb\xbfa"), ("a".into(), 0));
        assert_eq!(text("UTF-8", b"a\xff"), ("a\u{fffd}".into(), 1));
    }
}
