//! Law 6: memory is the largest text member and a constant, for records are handed on as they are read.

use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use saboot::model::{Contents, Export, Line, SourceId};
use saboot::sources::{self, Hints};

const MEGABYTE: u64 = 1 << 20;

fn transcript(bytes: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes + 200);
    let mut minute = 0_u32;
    while text.len() < bytes {
        let (day, hour, of_hour) = (1 + minute / 1440 % 28, minute / 60 % 24, minute % 60);
        let line = format!(
            "{day:02}/08/2024, {hour:02}:{of_hour:02} - Kashif: message number {minute}, میں تمہیں جانتا ہوں\n"
        );
        text.extend_from_slice(line.as_bytes());
        minute += 1;
    }
    text
}

/// Two transcripts whose openings are counted.
struct Watched {
    members: Vec<Vec<u8>>,
    opened: Mutex<Vec<u32>>,
}

impl Contents for Watched {
    fn open(&self, n: u32) -> io::Result<Box<dyn Read + '_>> {
        self.opened.lock().expect("one thread reads").push(n);
        Ok(Box::new(self.members[n as usize - 1].as_slice()))
    }
}

#[test]
fn law_6_the_records_of_a_member_are_handed_on_before_the_next_is_read() {
    let members = vec![transcript(200_000), transcript(200_000)];
    let names = ["WhatsApp Chat with A.txt", "WhatsApp Chat with B.txt"];
    let named = names
        .iter()
        .map(|name| (*name).to_owned())
        .zip(members.clone())
        .collect();
    let mut export = Export::from_memory("chats.zip", named);
    let watched = Arc::new(Watched {
        members,
        opened: Mutex::new(Vec::new()),
    });
    export.contents = watched.clone();
    let format = sources::recognize(&export);
    let mut opened_by_first_record = None;
    let mut opened_by_end_of_first = None;
    format.read(&export, SourceId::first(), &Hints::default(), &mut |line| {
        if let Line::Record(record) = line {
            let opened = watched.opened.lock().expect("one thread reads").len();
            if opened_by_first_record.is_none() {
                opened_by_first_record = Some(opened);
            }
            if record.member_n == 1 {
                opened_by_end_of_first = Some(opened);
            }
        }
    });
    assert!(opened_by_first_record.is_some(), "records were read");
    assert_eq!(
        opened_by_first_record, opened_by_end_of_first,
        "nothing is opened while a member is handed on"
    );
    let opened = watched.opened.lock().expect("one thread reads");
    assert!(
        opened.len() > opened_by_end_of_first.unwrap_or(usize::MAX),
        "the second member is opened after the first was handed on"
    );
}

/// The peak of this process's memory in bytes, where the system tells it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// Runs alone in a process of its own, started by the test below.
#[test]
#[ignore = "a part of law_6_memory_is_the_transcript_and_a_constant"]
fn law_6_measured_alone() {
    let size = std::env::var("SABOOT_TEST_BYTES")
        .map_or(MEGABYTE, |text| text.parse().expect("a number of bytes"));
    let bytes = transcript(usize::try_from(size).expect("a size of memory"));
    // A copy stays here: the reading itself holds one more.
    let export = Export::from_memory("chat.txt", vec![("chat.txt".to_owned(), bytes)]);
    let before = peak();
    let records = AtomicU64::new(0);
    sources::recognize(&export).read(&export, SourceId::first(), &Hints::default(), &mut |line| {
        if matches!(line, Line::Record(_)) {
            records.fetch_add(1, Ordering::Relaxed);
        }
    });
    assert!(records.into_inner() > size / 200, "the transcript was read");
    if let (Some(before), Some(after)) = (before, peak()) {
        let grown = after.saturating_sub(before);
        assert!(
            grown < size + 64 * MEGABYTE,
            "{grown} bytes for a transcript of {size}"
        );
    }
}

#[test]
fn law_6_memory_is_the_transcript_and_a_constant() {
    let output =
        std::process::Command::new(std::env::current_exe().expect("a test knows its own file"))
            .args([
                "--exact",
                "laws::memory::law_6_measured_alone",
                "--ignored",
                "--nocapture",
            ])
            .env("SABOOT_TEST_BYTES", (60 * MEGABYTE).to_string())
            .output()
            .expect("a test can start itself");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
