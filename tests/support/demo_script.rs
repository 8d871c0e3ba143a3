//! The demo's story as it is written down: lines of `fixtures/demo/script/*.txt`, parsed.
//!
//! ```text
//! == 2026-10-19
//! 21:14 S @stop Kashif, mujhe message mat karo.
//! ```

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// Who wrote a line: a person of the story, or the app itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// Sana, the complainant.
    Sana,
    /// Kashif, or the number that says it is Kashif.
    Kashif,
    /// A notice that the app wrote.
    App,
}

/// What a line holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Typed words, and whether the app marks them as edited.
    Words { text: String, edited: bool },
    /// A file that lies in the export, with the words under it.
    File { name: String, caption: String },
    /// A voice note that lies in the export.
    Voice { name: String },
    /// A link to a page, with the words under it.
    Share { link: String, text: String },
    /// A message that its sender deleted.
    Deleted,
    /// A file that the app left out.
    Omitted,
    /// A call that nobody took.
    MissedVoice,
    /// A video call that nobody took.
    MissedVideo,
    /// The app's first line.
    Encryption,
    /// The app's line after blocking.
    Blocked,
}

/// One line of the story.
#[derive(Clone, Debug)]
pub struct Line {
    /// The wall clock of the telephone.
    pub at: NaiveDateTime,
    /// Who wrote it.
    pub speaker: Speaker,
    /// The name by which story.md and answers.json cite it.
    pub key: Option<String>,
    /// What it holds.
    pub body: Body,
}

/// Reads a script.
pub fn parse(script: &str) -> Vec<Line> {
    let mut day = None;
    let mut lines = Vec::new();
    for (number, line) in script.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(date) = line.strip_prefix("== ") {
            day = Some(NaiveDate::parse_from_str(date, "%Y-%m-%d").expect("a date after =="));
            continue;
        }
        let day = day.unwrap_or_else(|| panic!("line {} stands before the first date", number + 1));
        lines.push(parse_line(day, line));
    }
    lines
}

fn parse_line(day: NaiveDate, line: &str) -> Line {
    let (time, rest) = line.split_once(' ').expect("a time and a speaker");
    let (speaker, mut rest) = rest.split_once(' ').expect("a speaker and a body");
    let time = NaiveTime::parse_from_str(time, "%H:%M:%S")
        .or_else(|_| NaiveTime::parse_from_str(time, "%H:%M"))
        .expect("a time as HH:MM or HH:MM:SS");
    let mut key = None;
    if let Some(named) = rest.strip_prefix('@') {
        let (name, body) = named.split_once(' ').expect("a body after the key");
        key = Some(name.to_owned());
        rest = body;
    }
    Line {
        at: day.and_time(time),
        speaker: match speaker {
            "S" => Speaker::Sana,
            "K" | "N" => Speaker::Kashif,
            "*" => Speaker::App,
            other => panic!("unknown speaker {other}"),
        },
        key,
        body: parse_body(rest),
    }
}

fn parse_body(text: &str) -> Body {
    if let Some(inside) = text.strip_prefix('{') {
        let (mark, after) = inside.split_once('}').expect("a closing brace");
        return match mark.split_once(' ') {
            Some(("file", name)) => Body::File {
                name: name.to_owned(),
                caption: after.trim_start().to_owned(),
            },
            Some(("voice", name)) => Body::Voice {
                name: name.to_owned(),
            },
            Some(("share", link)) => Body::Share {
                link: link.to_owned(),
                text: after.trim_start().to_owned(),
            },
            Some(("missed", "voice")) => Body::MissedVoice,
            Some(("missed", "video")) => Body::MissedVideo,
            _ => match mark {
                "deleted" => Body::Deleted,
                "omitted" => Body::Omitted,
                "encryption" => Body::Encryption,
                "blocked" => Body::Blocked,
                other => panic!("unknown mark {other}"),
            },
        };
    }
    let (words, edited) = match text.strip_suffix(" {edited}") {
        Some(words) => (words, true),
        None => (text, false),
    };
    Body::Words {
        text: words.replace("\\n", "\n"),
        edited,
    }
}
