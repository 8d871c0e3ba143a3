//! The data that travels inside the file, because Urdu text copied from a page comes out broken:
//! the rows of the transcript as JSON and as a table for a spreadsheet. Only what the pages show.

use serde_json::{Value, json};

/// A file inside the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub mime: &'static str,
    /// What it is, for the list of attachments in a reader.
    pub description: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The transcript's rows of one packet (or volume of it) as attachments; none when it has no rows.
///
/// # Errors
/// When the table cannot be written (out of memory).
pub fn of(packet: &Value) -> Result<Vec<Attachment>, csv::Error> {
    let rows: Vec<&Value> = packet["parts"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|part| part["name"] == "transcript")
        .flat_map(|part| part["rows"].as_array().into_iter().flatten())
        .collect();
    let messages: Vec<&Value> = rows
        .iter()
        .copied()
        .filter(|row| row["kind"] == "message")
        .collect();
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let json = json!({"schema": "saboot/transcript@1", "fingerprint": packet["running"]["fingerprint"], "rows": rows});
    Ok(vec![
        Attachment {
            name: "transcript.json".to_owned(),
            mime: "application/json",
            description: "The rows of Annex A as data",
            bytes: format!("{json:#}\n").into_bytes(),
        },
        Attachment {
            name: "transcript.csv".to_owned(),
            mime: "text/csv",
            description: "The messages of Annex A as a table",
            bytes: table(&messages)?,
        },
    ])
}

fn table(messages: &[&Value]) -> Result<Vec<u8>, csv::Error> {
    // The mark tells spreadsheets that this is UTF-8.
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{FEFF}".as_bytes().to_vec());
    writer.write_record([
        "number", "date", "time", "role", "label", "text", "source", "piece",
    ])?;
    for row in messages {
        let source = row["source"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" ");
        let plain = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let cells = [
            plain("number"),
            plain("date"),
            plain("time"),
            plain("role_text"),
            words(&row["label"]),
            words(&row["text"]),
            source,
            plain("piece"),
        ];
        writer.write_record(cells.iter().map(|cell| guarded(cell)))?;
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

/// The words of a sentence; the program's own in ⟨ ⟩.
fn words(sentence: &Value) -> String {
    let runs = sentence.as_array().into_iter().flatten();
    runs.map(|run| match (run["k"].as_str(), run["s"].as_str()) {
        (Some("ours"), Some(words)) => format!("⟨{words}⟩"),
        (Some("page" | "pages"), _) | (_, None) => String::new(),
        (_, Some(words)) => words.to_owned(),
    })
    .collect()
}

/// A cell that a spreadsheet would take for a formula begins with an apostrophe, as in the bundle's tables.
fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_that_the_pages_show_are_attached() {
        let packet = json!({"running": {"fingerprint": "ab"}, "parts": [{"name": "transcript", "rows": [
            {"kind": "gap", "text": [], "source": "S1:L2"},
            {"kind": "message", "number": "A-1", "date": "1 Jan 2026", "time": "10:00", "role_text": "RESPONDENT", "label": [{"k": "quote", "s": "+92 300"}],
             "text": [{"k": "quote", "s": "=cmd()\nکل"}, {"k": "ours", "s": "edited"}], "source": ["S1:L1", "S1:F2"], "piece": null}]}]});
        let attached = of(&packet).unwrap();
        let table = String::from_utf8(attached[1].bytes.clone()).unwrap();
        assert_eq!(
            table,
            "\u{FEFF}number,date,time,role,label,text,source,piece\r\nA-1,1 Jan 2026,10:00,RESPONDENT,'+92 300,\"'=cmd()\nکل⟨edited⟩\",S1:L1 S1:F2,\r\n"
        );
        assert!(
            String::from_utf8(attached[0].bytes.clone())
                .unwrap()
                .contains("\"kind\": \"gap\"")
        );
        assert_eq!(of(&json!({"parts": []})).unwrap(), []);
    }
}
