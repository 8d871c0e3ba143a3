//! A packet as the templates read it: the same JSON, every character printable or named.
//!
//! `{"k":"quote","s":"khol 漢"}` becomes `{"k":"quote","p":[["t","khol "],["o","U+6F22"]]}`; every other string keeps its
//! shape, with marks in the place of what cannot be seen.

use super::coverage::mark;
use super::isolation::{MESSAGE_EMS, breakable, width_of};
use super::speller::{Direction, Piece, Speller, direction};
use serde_json::{Map, Value, json};

/// The words of one row of the transcript, as they must be found on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedRow {
    /// The label under which the templates set the row.
    pub label: String,
    /// The exhibit's number; empty on context rows.
    pub number: String,
    /// The record's address, for messages to people: never its words.
    pub address: String,
    /// Every character to be printed, the program's own words in ⟨ ⟩ among them.
    pub printed: String,
    /// The sender's words alone.
    pub words: String,
}

/// A packet ready for the templates.
#[derive(Debug, Clone)]
pub struct Spelled {
    /// What the templates read.
    pub packet: Value,
    /// What each row must show.
    pub rows: Vec<ExpectedRow>,
}

/// Makes every string of a packet printable.
pub fn spell(packet: &Value) -> Spelled {
    let mut spelled = Spelled {
        packet: walk(packet),
        rows: Vec::new(),
    };
    let mut speller = Speller::default();
    let (Some(before), Some(after)) = (
        packet["parts"].as_array(),
        spelled.packet["parts"].as_array_mut(),
    ) else {
        return spelled;
    };
    for (raw, part) in before.iter().zip(after) {
        match raw["name"].as_str() {
            Some("transcript") => spell_rows(raw, part, &mut speller, &mut spelled.rows),
            Some("screenshots") => part["pages"]
                .as_array_mut()
                .into_iter()
                .flatten()
                .for_each(set_heading),
            Some("statement") => set_directions(raw, part),
            _ => {}
        }
    }
    spelled
}

/// A paragraph of the statement runs in the direction of its own words.
fn set_directions(raw: &Value, part: &mut Value) {
    let (Some(before), Some(after)) = (
        raw["paragraphs"].as_array(),
        part["paragraphs"].as_array_mut(),
    ) else {
        return;
    };
    for (raw, paragraph) in before.iter().zip(after) {
        let words: Vec<Piece> = raw["text"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|run| Some(Piece::Text(run["s"].as_str()?.to_owned())))
            .collect();
        paragraph["direction"] = json!(if direction(&words) == Direction::RightToLeft {
            "rtl"
        } else {
            "ltr"
        });
    }
}

fn spell_rows(raw: &Value, part: &mut Value, speller: &mut Speller, rows: &mut Vec<ExpectedRow>) {
    let (Some(before), Some(after)) = (raw["rows"].as_array(), part["rows"].as_array_mut()) else {
        return;
    };
    for (n, (raw, row)) in before
        .iter()
        .zip(after)
        .enumerate()
        .filter(|(_, (raw, _))| raw["kind"] == "message")
    {
        let label = format!("row-{}", n + 1);
        let runs = spell_message(&raw["text"], speller);
        rows.push(ExpectedRow {
            label: label.clone(),
            number: raw["number"].as_str().unwrap_or_default().to_owned(),
            address: raw["source"][0].as_str().unwrap_or_default().to_owned(),
            printed: runs.iter().map(printed_of).collect(),
            words: runs.iter().map(words_of).collect(),
        });
        row["row"] = json!(label);
        row["tall"] = json!(lines(&runs) > TALL_ROW || raw["label"].to_string().len() > LONG_LABEL);
        row["text"] = runs.iter().map(Spoken::to_json).collect();
    }
}

/// Lines of a message above which its row may be cut by the end of a page: it could be taller than one.
const TALL_ROW: f32 = 34.0;
/// Bytes of a label, as JSON, above which it may be as tall.
const LONG_LABEL: usize = 160;

/// About how many lines a message takes, marks and names of emoji among them.
fn lines(runs: &[Spoken]) -> f32 {
    let line = |text: &str| width_of(text) / MESSAGE_EMS;
    let lines_of = |run: &Spoken| match run {
        Spoken::Sender(pieces) => pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(s) | Piece::Number(s) | Piece::Ours(s) => line(s),
                Piece::Break => 1.0,
                Piece::Soft => 0.0,
            })
            .sum(),
        Spoken::Program(_) => line(&printed_of(run)),
    };
    runs.iter().map(lines_of).sum()
}

/// A message in the order in which it is printed.
enum Spoken {
    Sender(Vec<Piece>),
    Program(Value),
}

impl Spoken {
    fn to_json(&self) -> Value {
        match self {
            Self::Sender(pieces) => {
                json!({"k": "quote", "p": pieces.iter().map(Piece::to_json).collect::<Vec<_>>()})
            }
            Self::Program(run) => run.clone(),
        }
    }
}

/// The sender's words between two words of the program are spelled as one, so that numbers in them are found in their place.
fn spell_message(text: &Value, speller: &mut Speller) -> Vec<Spoken> {
    let mut out = Vec::new();
    let mut sender = String::new();
    for run in text.as_array().into_iter().flatten() {
        match (run["k"].as_str(), run["s"].as_str()) {
            (Some("quote" | "exact"), Some(words)) => sender.push_str(words),
            _ => {
                if !sender.is_empty() {
                    out.push(Spoken::Sender(speller.spell(&std::mem::take(&mut sender))));
                }
                out.push(Spoken::Program(walk(run)));
            }
        }
    }
    if !sender.is_empty() {
        out.push(Spoken::Sender(speller.spell(&sender)));
    }
    out
}

/// The sender's words in a run; words of the program part what stands before them from what stands behind.
fn words_of(spoken: &Spoken) -> String {
    match spoken {
        Spoken::Sender(pieces) => pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(s) | Piece::Number(s) => s.as_str(),
                _ => " ",
            })
            .collect(),
        Spoken::Program(_) => " ".to_owned(),
    }
}

fn printed_of(spoken: &Spoken) -> String {
    match spoken {
        Spoken::Sender(pieces) => pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(s) | Piece::Number(s) => s.clone(),
                Piece::Ours(s) => format!("⟨{s}⟩"),
                Piece::Break | Piece::Soft => String::new(),
            })
            .collect(),
        Spoken::Program(run) => match (run["k"].as_str(), run["s"].as_str()) {
            (Some("ours"), Some(s)) => format!("⟨{s}⟩"),
            (Some("page"), _) | (_, None) => String::new(),
            (_, Some(s)) => s.to_owned(),
        },
    }
}

/// The number and the title of a picture's page are one heading; a title that opens with the number has it already.
fn set_heading(page: &mut Value) {
    let title = page["title"].as_array().cloned().unwrap_or_default();
    let mut heading = Vec::new();
    if title.first().is_none_or(|run| run["s"] != page["number"]) {
        heading.extend([
            json!({"k": "exhibit", "s": page["number"]}),
            json!({"k": "text", "s": "\u{2002}"}),
        ]);
    }
    heading.extend(title);
    page["heading"] = Value::Array(heading);
}

fn walk(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(mark(text)),
        Value::Array(items) => items.iter().map(walk).collect(),
        Value::Object(fields) if fields.get("k").is_some_and(|k| k == "quote") => {
            let text = fields.get("s").and_then(Value::as_str).unwrap_or_default();
            json!({"k": "quote", "p": Speller::unnamed(text).iter().map(Piece::to_json).collect::<Vec<_>>()})
        }
        Value::Object(fields) => {
            let mut walked: Map<_, _> = fields
                .iter()
                .map(|(key, value)| (key.clone(), walk(value)))
                .collect();
            let words = fields
                .get("s")
                .and_then(Value::as_str)
                .filter(|_| fields.get("k").is_some_and(|k| k == "text"));
            if let Some(pieces) = words.and_then(|words| breakable(&mark(words))) {
                walked.insert("p".to_owned(), pieces.iter().map(Piece::to_json).collect());
            }
            Value::Object(walked)
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(text: &str) -> Value {
        json!({"parts": [
            {"name": "transcript", "head": {"part": "a\u{202E}b"}, "rows": [
                {"kind": "source", "id": "S1", "text": [{"k": "quote", "s": "Kashif 漢"}]},
                {"kind": "message", "number": "A-1", "source": ["S1:L4"], "text": [{"k": "quote", "s": text}, {"k": "exact", "s": "0300"}, {"k": "ours", "s": "edited"}]}]},
            {"name": "screenshots", "pages": [{"number": "B-1", "title": [{"k": "text", "s": "Screenshot"}]}]}]})
    }

    #[test]
    fn every_string_becomes_printable_and_rows_get_labels() {
        let spelled = spell(&packet("کل 漢 "));
        let transcript = &spelled.packet["parts"][0];
        assert_eq!(transcript["head"]["part"], "a⟨RLO⟩b");
        assert_eq!(
            transcript["rows"][0]["text"][0]["p"],
            json!([["t", "Kashif "], ["o", "U+6F22"]])
        );
        assert_eq!(transcript["rows"][1]["row"], "row-2");
        assert_eq!(spelled.rows.len(), 1);
        assert_eq!(spelled.rows[0].printed, "کل ⟨U+6F22⟩ 0300⟨edited⟩");
        assert_eq!(
            spelled.rows[0].words.split_whitespace().collect::<Vec<_>>(),
            ["کل", "0300"]
        );
        assert_eq!(
            spelled.packet["parts"][1]["pages"][0]["heading"][0]["s"],
            "B-1"
        );
    }

    #[test]
    fn what_was_spelled_can_be_read_back_into_the_message() {
        for text in [
            "mat karo",
            "کل +92 300 0000000 سے",
            "a\u{202E}b\u{200B}c",
            "🔪🔪 漢字",
            "one\ntwo\r\nthree\t4",
            "\u{200E}<attached>",
        ] {
            let spelled = spell(&packet(text));
            let pieces = spelled.packet["parts"][0]["rows"][1]["text"][0]["p"].clone();
            let mut out = String::new();
            for piece in pieces.as_array().unwrap() {
                let words = piece[1].as_str().unwrap();
                match piece[0].as_str().unwrap() {
                    "b" => out.push('\n'),
                    "o" => out.extend(code(words)),
                    _ => out.push_str(words),
                }
            }
            let plain = |s: &str| {
                s.replace("\r\n", "\n")
                    .trim_start_matches('\u{200E}')
                    .split(' ')
                    .collect::<String>()
            };
            assert_eq!(plain(&out), plain(&format!("{text}0300")), "{text:?}");
        }
    }

    /// The character that a mark stands for; nothing for the name of an emoji.
    fn code(mark: &str) -> Option<char> {
        match mark {
            "RLO" => Some('\u{202E}'),
            "TAB" => Some('\t'),
            _ => char::from_u32(u32::from_str_radix(mark.strip_prefix("U+")?, 16).ok()?),
        }
    }
}
