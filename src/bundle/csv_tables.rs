//! The tables of a bundle for people with a spreadsheet: RFC 4180, UTF-8 with BOM, CRLF.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, TAB or CR gets a leading `'`, so that no spreadsheet runs it. The
//! records keep the text as it was exported; these tables are for reading.

use std::borrow::Cow;
use std::io::{self, Write};

use chrono::SecondsFormat;
use serde::Serialize;

use crate::model::{Attachment, Digest, Kind, Member, Record, SourceId};

use super::input::{Held, SealedExhibit, SealedOriginal, SealedSource, Shown, Where};

/// The byte order mark that tells a spreadsheet that the text is UTF-8.
pub const BOM: &[u8] = b"\xef\xbb\xbf";

/// Columns of `data/sources.csv`: one row for each original. `bundle` is the fingerprint of the earlier bundle that
/// holds it, or `this`.
pub const SOURCES: [&str; 12] = [
    "id",
    "source",
    "file",
    "given_name",
    "size",
    "sha256",
    "device",
    "exported_by",
    "exported_at",
    "how_got",
    "held",
    "bundle",
];

/// Columns of `data/members.csv`: one row for each file inside each source.
pub const MEMBERS: [&str; 7] = ["source", "number", "name", "size", "sha256", "read", "part"];

/// Columns of `data/messages.csv`: one row for each record that is no frame.
pub const MESSAGES: [&str; 10] = [
    "address",
    "thread",
    "sent_written",
    "sent_local",
    "sent_utc",
    "sender",
    "kind",
    "text",
    "attachments",
    "flags",
];

/// Columns of `data/exhibits.csv`. `from` and `to` are the half-open byte range, empty for a whole member.
pub const EXHIBITS: [&str; 8] = [
    "number",
    "address",
    "from",
    "to",
    "sha256",
    "why",
    "chosen_by",
    "withheld",
];

/// A table that is being written. Every cell passes the formula guard.
pub struct Table<W: Write> {
    rows: csv::Writer<W>,
}

impl<W: Write> Table<W> {
    /// Begins a table with its BOM and its header.
    ///
    /// # Errors
    /// The bytes cannot be written.
    pub fn begin(mut out: W, columns: &[&str]) -> io::Result<Self> {
        out.write_all(BOM)?;
        let mut rows = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(out);
        rows.write_record(columns)?;
        Ok(Self { rows })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// The bytes cannot be written.
    pub fn row<C: AsRef<str>>(&mut self, cells: &[C]) -> io::Result<()> {
        let guarded: Vec<Cow<'_, str>> = cells.iter().map(|cell| guard(cell.as_ref())).collect();
        Ok(self
            .rows
            .write_record(guarded.iter().map(|cell| cell.as_bytes()))?)
    }

    /// Ends the table and gives back what it was written to.
    ///
    /// # Errors
    /// The bytes cannot be written.
    pub fn end(self) -> io::Result<W> {
        self.rows
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)
    }
}

/// Puts `'` before a cell that a spreadsheet could take for a formula.
#[must_use]
pub fn guard(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

/// A name as JSON would write it inside its quotation marks. Invisible signs and signs that turn the reading
/// direction are escaped too, so that a name on paper is what it seems.
#[must_use]
pub fn escape_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control()
                || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}') =>
            {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

/// The word that stands for a value in JSON: `whatsapp-android`, `left-out`.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn digest(value: Option<Digest>) -> String {
    value.map(|d| d.to_string()).unwrap_or_default()
}

/// The row of an original. `file` is its payload path, empty where the bundle does not hold it.
#[must_use]
pub fn source_row(source: &SealedSource, original: &SealedOriginal, file: &str) -> [String; 12] {
    let id = source.source.source;
    let held = match &original.held {
        Held::Whole => "whole",
        Held::Members(_) => "members",
        Held::None => "none",
    };
    let bundle = match original.stored {
        Where::Here => "this".to_owned(),
        Where::Earlier(fingerprint) => fingerprint.to_string(),
    };
    [
        original.id(id),
        id.to_string(),
        file.to_owned(),
        escape_name(&original.given_name),
        original.size.to_string(),
        original.sha256.to_string(),
        original.origin.device.clone(),
        original.origin.exported_by.clone(),
        original.origin.exported_at.clone(),
        original.origin.how_got.clone(),
        held.to_owned(),
        bundle,
    ]
}

/// The row of a member.
#[must_use]
pub fn member_row(source: SourceId, member: &Member) -> [String; 7] {
    [
        source.to_string(),
        member.n.to_string(),
        escape_name(&member.name),
        member.size.to_string(),
        digest(member.sha256),
        word(&member.read),
        member.part.map(|n| n.to_string()).unwrap_or_default(),
    ]
}

/// The row of a record; none for a frame, which nobody wrote.
#[must_use]
pub fn message_row(record: &Record) -> Option<[String; 10]> {
    if record.kind == Kind::Frame {
        return None;
    }
    let sent = record.sent.as_ref();
    let local = sent
        .and_then(|s| s.local)
        .map(|t| t.format("%Y-%m-%dT%H:%M:%S%.f").to_string());
    let utc = sent
        .and_then(|s| s.utc)
        .map(|t| t.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    Some([
        record.address.to_string(),
        record.thread.as_deref().unwrap_or_default().to_owned(),
        sent.map(|s| s.written.clone()).unwrap_or_default(),
        local.unwrap_or_default(),
        utc.unwrap_or_default(),
        record.sender.as_deref().unwrap_or_default().to_owned(),
        word(&record.kind),
        record.text.clone().unwrap_or_default(),
        record
            .attachments
            .iter()
            .map(attachment_words)
            .collect::<Vec<_>>()
            .join("; "),
        record.flags.iter().map(word).collect::<Vec<_>>().join(" "),
    ])
}

/// `image found IMG-20240821-WA0007.jpg`
fn attachment_words(attachment: &Attachment) -> String {
    let name = attachment
        .name
        .as_deref()
        .or(attachment.title.as_deref())
        .map(escape_name);
    let words = [
        Some(word(&attachment.media)),
        Some(word(&attachment.state)),
        name,
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The row of an exhibit.
#[must_use]
pub fn exhibit_row(sealed: &SealedExhibit) -> [String; 8] {
    let bound = |i: usize| {
        sealed
            .bytes
            .map(|range| range[i].to_string())
            .unwrap_or_default()
    };
    let withheld = match sealed.shown {
        Shown::Openly => "no".to_owned(),
        Shown::Withheld(why) => word(&why),
    };
    [
        sealed.exhibit.number.to_string(),
        sealed.exhibit.item.to_string(),
        bound(0),
        bound(1),
        sealed.sha256.to_string(),
        sealed.exhibit.tags.join(" "),
        word(&sealed.exhibit.chosen_by),
        withheld,
    ]
}

/// Reads a table back: its rows by column name. None where it is no table of ours (BOM, UTF-8, one width).
#[must_use]
pub fn read_table(bytes: &[u8], columns: &[&str]) -> Option<Vec<Vec<String>>> {
    let text = std::str::from_utf8(bytes.strip_prefix(BOM)?).ok()?;
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(true)
        .from_reader(text.as_bytes());
    let header = rows.headers().ok()?.clone();
    let places: Option<Vec<usize>> = columns
        .iter()
        .map(|name| header.iter().position(|h| h == *name))
        .collect();
    let places = places?;
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        let row = row.ok()?;
        places
            .iter()
            .map(|place| row.get(*place).map(str::to_owned))
            .collect::<Option<Vec<String>>>()
    };
    rows.records().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, guarded) in [
            ("=1+1", "'=1+1"),
            ("+92300", "'+92300"),
            ("-5", "'-5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("a=b", "a=b"),
            ("'x", "'x"),
            ("", ""),
        ] {
            assert_eq!(guard(cell), guarded);
        }
    }

    #[test]
    fn a_table_is_rfc_4180_with_a_bom_and_reads_back() {
        let mut table = Table::begin(Vec::new(), &["a", "b"]).unwrap();
        table.row(&["x, \"y\"", "line\nline"]).unwrap();
        table.row(&["=1", "سلام"]).unwrap();
        let bytes = table.end().unwrap();
        assert_eq!(
            bytes,
            "\u{feff}a,b\r\n\"x, \"\"y\"\"\",\"line\nline\"\r\n'=1,سلام\r\n".as_bytes()
        );
        let rows = read_table(&bytes, &["b", "a"]).unwrap();
        assert_eq!(rows, [["line\nline", "x, \"y\""], ["سلام", "'=1"]]);
        assert_eq!(read_table(&bytes, &["c"]), None);
        assert_eq!(read_table(&bytes[3..], &["a"]), None);
        assert_eq!(read_table(b"\xef\xbb\xbfa\r\nx,y\r\n", &["a"]), None);
    }

    #[test]
    fn a_name_shows_its_hidden_signs() {
        for (name, escaped) in [
            ("WhatsApp Chat with X.zip", "WhatsApp Chat with X.zip"),
            ("a\"b\\c", "a\\\"b\\\\c"),
            ("evil\u{202e}gpj.exe", "evil\\u202egpj.exe"),
            ("a\nb\u{200f}", "a\\u000ab\\u200f"),
            ("تصویر.jpg", "تصویر.jpg"),
        ] {
            assert_eq!(escape_name(name), escaped);
        }
    }
}
