//! Reading a chat of 1,000,000 messages in mixed scripts, about 100 MB, beside a plain SHA-256 of the same bytes.
//!
//! Records go to a counting sink; the digests of the member and of every record are made. `SABOOT_MESSAGES` sets
//! another number of messages.

use std::fmt::Write as _;
use std::hint::black_box;

use saboot::model::{Digest, Export, Line, SourceId};
use saboot::sources::{Format, Hints, find};

use crate::measure::{best, peak, report};

/// Words of a synthetic chat: Roman Urdu, Urdu, English, emoji.
const TEXTS: [&str; 8] = [
    "kal milte hain, theek hai na? 5 baje tak pohanch jana warna der ho jaye gi",
    "آج شام کو کیا کر رہے ہو؟ مجھے جلدی جواب دو، بہت ضروری بات ہے",
    "ok",
    "I told you not to write to me again. Please stop sending these messages to my number.",
    "haan 👍🏽 dekho https://example.org/path?q=1 yeh link kholo\naur doosri line bhi hai\n\nteesri",
    "تم نے میری بات نہیں مانی — اب دیکھنا کیا ہوتا ہے",
    "Note: rent is due (see file) and the keys are with Ali.",
    "<Media omitted>",
];

/// A chat of `messages` messages as Android exports it in Pakistan, or as the iPhone does.
fn chat(messages: usize, is_iphone: bool) -> Vec<u8> {
    let mut text = String::with_capacity(messages * 110);
    for i in 0..messages {
        // Thirty messages a minute of talk, a new day each 3,000: as long a chat has dates of every kind.
        let (day, hour, minute) = (1 + i / 3_000 % 28, 1 + i / 250 % 12, i / 30 % 60);
        let (month, half) = (
            1 + i / 84_000 % 12,
            if i / 1_500 % 2 == 0 { "am" } else { "pm" },
        );
        let label = ["Kashif", "Sana Bibi", "+92 300 0000000", "ثناء"][i % 4];
        let body = TEXTS[i * 7 % 8];
        let written = if is_iphone {
            let half = half.to_uppercase();
            let mark = if body.starts_with('<') {
                "\u{200e}"
            } else {
                ""
            };
            let body = if mark.is_empty() {
                body
            } else {
                "image omitted"
            };
            write!(
                text,
                "[{day:02}/{month:02}/2024, {hour}:{minute:02}:{:02}\u{202f}{half}] {label}: {mark}{body}\r\n",
                i % 60
            )
        } else {
            writeln!(
                text,
                "{day:02}/{month:02}/2024, {hour}:{minute:02}\u{202f}{half} - {label}: {body}"
            )
        };
        written.expect("a String takes all");
    }
    text.into_bytes()
}

/// Runs and prints the measurements.
pub fn run() {
    let messages = std::env::var("SABOOT_MESSAGES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_000_000);
    for (format, is_iphone) in [("whatsapp-android", false), ("whatsapp-ios", true)] {
        let name = "_chat.txt".to_owned();
        let export = Export::from_memory(
            "WhatsApp Chat - Sana.zip",
            vec![(name, chat(messages, is_iphone))],
        );
        let bytes = export.bytes(1).expect("in memory");
        let format = find(format).expect("a format");
        println!(
            "{}: {messages} messages, {} bytes",
            format.name(),
            bytes.len()
        );
        let plain = best(|| {
            black_box(Digest::of(&bytes));
        });
        report("SHA-256 of the same bytes", bytes.len(), plain);
        let size = bytes.len();
        drop(bytes);
        let before = peak();
        let mut records = 0_u64;
        let whole = best(|| {
            records = read(format, &export);
        });
        report("records, with digests of member and records", size, whole);
        assert!(records >= messages as u64, "no message is lost");
        if let (Some(before), Some(after)) = (before, peak()) {
            println!(
                "memory: {after} MB at most, {} MB more than before reading",
                after - before
            );
        }
    }
}

fn read(format: &dyn Format, export: &Export) -> u64 {
    // Intake hashes each member from a stream; the same work is done here.
    let stream = export.open(1).expect("in memory");
    black_box(Digest::of_reader(stream).expect("in memory"));
    let mut records = 0;
    format.read(export, SourceId::first(), &Hints::default(), &mut |line| {
        if let Line::Record(record) = line {
            records += 1;
            black_box(record);
        }
    });
    records
}
