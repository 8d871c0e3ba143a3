//! Reading a thread of 2,000,000 messages in classic JSON, about 430 MB in files of 10,000 messages, beside a plain SHA-256 of
//! the same bytes. One file lies in memory and is handed out as each of them.
//!
//! Records go to a counting sink; the digests of the members and of every record are made. `SABOOT_MESSAGES` sets
//! another number of messages.

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{self, Read};
use std::sync::Arc;

use saboot::model::{Contents, Digest, Export, Line, SourceId};
use saboot::sources::{Hints, find};

use crate::measure::{best, peak, report};

/// So many messages stand in one file, as Facebook writes them.
const IN_A_FILE: usize = 10_000;

/// Words of a synthetic thread, in Facebook's own writing: Roman Urdu, Urdu, English, emoji.
const TEXTS: [&str; 6] = [
    "kal milte hain, theek hai na? 5 baje tak pohanch jana warna der ho jaye gi",
    r"\u00d8\u00a2\u00d8\u00ac \u00d8\u00b4\u00d8\u00a7\u00d9\u0085",
    "ok",
    "I told you not to write to me again. Please stop sending these messages.",
    r"haan \u00f0\u009f\u0091\u008d dekho https://example.org/path?q=1",
    r"\u00d8\u00aa\u00d9\u0085 \u00d9\u0086\u00db\u0092",
];

/// What stands beside the words, by turns: nothing, or a photo, reactions, a call, an unsent row.
const BESIDE: [&str; 16] = [
    "",
    "",
    "",
    "",
    "",
    "",
    ",\n      \"reactions\": [\n        {\n          \"reaction\": \"\\u00e2\\u009d\\u00a4\",\n          \"actor\": \"Sana Bibi\"\n        }\n      ]",
    "",
    "",
    "",
    ",\n      \"photos\": [\n        {\n          \"uri\": \"your_facebook_activity/messages/inbox/kashif_1002003004005006/photos/1_2.jpg\",\n          \"creation_timestamp\": 1719912461\n        }\n      ]",
    "",
    "",
    ",\n      \"call_duration\": 0",
    "",
    ",\n      \"is_unsent\": true",
];

/// One file of the thread, newest message first, in the layout of 2024.
fn thread_file(messages: usize) -> Vec<u8> {
    let mut text = String::with_capacity(messages * 260);
    text.push_str("{\n  \"participants\": [\n    {\n      \"name\": \"Kashif\"\n    },\n    {\n      \"name\": \"Sana Bibi\"\n    }\n  ],\n  \"messages\": [\n");
    for i in 0..messages {
        let comma = if i == 0 { "" } else { ",\n" };
        let name = ["Kashif", "Sana Bibi"][i % 2];
        let time = 1_719_912_461_476_u64 - i as u64 * 41_003;
        let (words, beside) = (TEXTS[i * 7 % 6], BESIDE[i % 16]);
        let written = write!(
            text,
            "{comma}    {{\n      \"sender_name\": \"{name}\",\n      \"timestamp_ms\": {time},\n      \"content\": \"{words}\"{beside},\n      \"is_geoblocked_for_viewer\": false\n    }}"
        );
        written.expect("a String takes all");
    }
    text.push_str("\n  ],\n  \"title\": \"Kashif\",\n  \"is_still_participant\": true,\n  \"thread_path\": \"inbox/kashif_1002003004005006\",\n  \"magic_words\": []\n}\n");
    text.into_bytes()
}

/// A download of one thread: each of its files is the same one, handed out anew.
struct Download {
    file: Vec<u8>,
}

impl Contents for Download {
    fn open(&self, _: u32) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.file.as_slice()))
    }
}

fn download(files: u32) -> Export {
    let file = thread_file(IN_A_FILE);
    let (size, sha256) = (file.len() as u64, Digest::of(&file));
    let member = |n: u32| {
        let folder = "your_facebook_activity/messages/inbox/kashif_1002003004005006";
        let path = format!("{folder}/message_{n}.json");
        let mut one = Export::from_memory("", vec![(path, Vec::new())]);
        let mut member = one.members.remove(0);
        (member.n, member.size, member.sha256) = (n, size, Some(sha256));
        member
    };
    let mut export = Export::from_memory("facebook-sana.zip", Vec::new());
    export.size = size * u64::from(files);
    export.members = (1..=files).map(member).collect();
    export.contents = Arc::new(Download { file });
    export
}

/// Runs and prints the measurements.
pub fn run() {
    let messages = std::env::var("SABOOT_MESSAGES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(2_000_000_usize);
    let files = u32::try_from(messages.div_ceil(IN_A_FILE)).expect("a number of files");
    let export = download(files);
    let size = usize::try_from(export.size).expect("a size of memory");
    println!("messenger-json: {files} files of {IN_A_FILE} messages, {size} bytes");
    let plain = best(|| hash(&export));
    report("SHA-256 of the same bytes", size, plain);
    let before = peak();
    let mut records = 0_u64;
    let whole = best(|| {
        // Intake hashes each member from a stream; the same work is done here.
        hash(&export);
        records = read(&export);
    });
    report("records, with digests of members and records", size, whole);
    let wanted = u64::from(files) * IN_A_FILE as u64;
    assert!(records >= wanted, "no message is lost");
    if let (Some(before), Some(after)) = (before, peak()) {
        println!(
            "memory: {after} MB at most, {} MB more than before reading",
            after - before
        );
    }
}

fn hash(export: &Export) {
    for member in &export.members {
        let stream = export.open(member.n).expect("in memory");
        black_box(Digest::of_reader(stream).expect("in memory"));
    }
}

fn read(export: &Export) -> u64 {
    let mut records = 0;
    let format = find("facebook").expect("a format");
    format.read(export, SourceId::first(), &Hints::default(), &mut |line| {
        if let Line::Record(record) = line {
            records += 1;
            black_box(record);
        }
    });
    records
}
