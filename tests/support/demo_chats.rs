//! The demo's two transcripts, as the apps write them, and where each named line of the story ended up.
//!
//! ```text
//! Android   19/10/2026, 9:14<U+202F>pm - Sana: mujhe message mat karo
//! iPhone    [20/11/2026, 11:58:40<U+202F>pm] <U+202A>+92<NBSP>301<NBSP>0000000<U+202C>: 30 November tak …<CR><LF>
//! ```

use super::script::{Body, Line, Speaker};
use chrono::NaiveDateTime;
use std::collections::BTreeMap;

const ENCRYPTION: &str = "Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them. Learn more.";
const LRM: char = '\u{200E}';

/// A transcript and the addresses of its named lines.
pub struct Transcript {
    /// The bytes of the text file.
    pub text: String,
    /// Key of the script to line number, counted from 1.
    pub lines: BTreeMap<String, usize>,
    /// Media names in the order in which the transcript names them.
    pub media: Vec<String>,
}

impl Transcript {
    fn new() -> Self {
        Self {
            text: String::new(),
            lines: BTreeMap::new(),
            media: Vec::new(),
        }
    }

    fn push(&mut self, line: &Line, written: &str) {
        let number = self.text.bytes().filter(|&byte| byte == b'\n').count() + 1;
        if let Some(key) = &line.key {
            let twice = self.lines.insert(key.clone(), number);
            assert!(twice.is_none(), "the key {key} stands twice in the script");
        }
        if let Body::File { name, .. } | Body::Voice { name } = &line.body {
            self.media.push(name.clone());
        }
        self.text.push_str(written);
    }
}

/// The stamp of a Pakistani 12-hour telephone: the blank before am and pm is U+202F.
fn clock(at: NaiveDateTime, form: &str) -> String {
    let half = if at.format("%p").to_string() == "AM" {
        "am"
    } else {
        "pm"
    };
    format!("{}\u{202F}{half}", at.format(form))
}

/// The first chat as Android writes it: LF, no seconds, notices without a label.
pub fn android(lines: &[Line]) -> Transcript {
    let mut transcript = Transcript::new();
    for line in lines {
        let body = match &line.body {
            Body::Words { text, edited: true } => format!("{text} <This message was edited>"),
            Body::Words {
                text,
                edited: false,
            } => text.clone(),
            Body::Share { link, text } => format!("{text} {link}"),
            Body::File { name, caption } if caption.is_empty() => {
                format!("{LRM}{name} (file attached)")
            }
            Body::File { name, caption } => format!("{LRM}{name} (file attached)\n{caption}"),
            Body::Voice { name } => format!("{LRM}{name} (file attached)"),
            Body::Deleted => "This message was deleted".to_owned(),
            Body::Omitted => "<Media omitted>".to_owned(),
            Body::MissedVoice => "Missed voice call".to_owned(),
            Body::MissedVideo => "Missed video call".to_owned(),
            Body::Encryption => ENCRYPTION.to_owned(),
            Body::Blocked => "You blocked this contact. Tap to unblock.".to_owned(),
        };
        let label = match line.speaker {
            Speaker::Sana => "Sana: ",
            Speaker::Kashif => "Kashif: ",
            Speaker::App => "",
        };
        let stamp = clock(line.at, "%d/%m/%Y, %-I:%M");
        transcript.push(line, &format!("{stamp} - {label}{body}\n"));
    }
    transcript
}

/// The second chat as an iPhone writes it: CRLF, seconds, a label before notices too, marks before what the app wrote.
pub fn iphone(lines: &[Line]) -> Transcript {
    let mut transcript = Transcript::new();
    let label = "\u{202A}+92\u{A0}301\u{A0}0000000\u{202C}";
    for line in lines {
        assert!(
            line.speaker != Speaker::Sana,
            "Sana never wrote in the second chat"
        );
        let (mark, body) = match &line.body {
            Body::Words { text, edited: true } => {
                (None, format!("{text} {LRM}<This message was edited>"))
            }
            Body::Words {
                text,
                edited: false,
            } => (None, text.clone()),
            Body::Share { link, text } => (None, format!("{text} {link}")),
            Body::File { name, .. } | Body::Voice { name } => {
                (Some(LRM), format!("{LRM}<attached: {name}>"))
            }
            Body::Deleted => (Some(LRM), format!("{LRM}This message was deleted.")),
            Body::Omitted => (Some(LRM), format!("{LRM}image omitted")),
            Body::MissedVoice => (
                Some(LRM),
                format!("{LRM}Missed voice call, {LRM}Tap to call back"),
            ),
            Body::MissedVideo => (
                Some(LRM),
                format!("{LRM}Missed video call, {LRM}Tap to call back"),
            ),
            Body::Encryption => (None, format!("{LRM}{ENCRYPTION}")),
            Body::Blocked => (Some(LRM), format!("{LRM}You blocked this contact.")),
        };
        let stamp = clock(line.at, "%d/%m/%Y, %-I:%M:%S");
        let mark = mark.map(String::from).unwrap_or_default();
        transcript.push(line, &format!("{mark}[{stamp}] {label}: {body}\r\n"));
    }
    transcript
}
