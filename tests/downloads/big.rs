//! Five gigabytes in two parts, media stored and made of holes, one part beyond what 32 bits can name: `add` keeps to little
//! memory. Behind `SABOOT_BIG=1`; it needs some 6 GB of disk for a minute or two.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::Stdio;

use flate2::Crc;

use super::{ROOT, thread};
use crate::support::program::{run, saboot};
use crate::support::temp::Temp;

const MEGABYTE: u64 = 1 << 20;
/// What the issue allows.
const ALLOWED: u64 = 250 * MEGABYTE;

/// What an entry holds: bytes, or so many zeros that are never written.
enum Held {
    Bytes(Vec<u8>),
    Hole(u64),
}

/// A STORED archive with Zip64 where it is needed.
fn write_archive(path: &Path, entries: &[(String, Held)]) {
    let mut file = File::create(path).unwrap();
    let mut list = Vec::new();
    let mut count = 0_u64;
    for (name, held) in entries {
        let at = file.stream_position().unwrap();
        let (size, crc) = match held {
            Held::Bytes(bytes) => (bytes.len() as u64, crc_of(bytes.chunks(1 << 16))),
            Held::Hole(size) => (
                *size,
                crc_of(std::iter::repeat_n(
                    &[0_u8; 1 << 16][..],
                    (size >> 16) as usize,
                )),
            ),
        };
        let size = u32::try_from(size).unwrap();
        // Version, flags (UTF-8), method, time, date, CRC, both sizes, length of the name.
        let mut about = Vec::new();
        for half in [45_u16, 0x0800, 0, 0, 0x21] {
            about.extend(half.to_le_bytes());
        }
        for word in [crc, size, size] {
            about.extend(word.to_le_bytes());
        }
        about.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        let local = [
            &b"PK\x03\x04"[..],
            &about,
            &0_u16.to_le_bytes(),
            name.as_bytes(),
        ]
        .concat();
        file.write_all(&local).unwrap();
        match held {
            Held::Bytes(bytes) => file.write_all(bytes).unwrap(),
            Held::Hole(size) => drop(
                file.seek(SeekFrom::Current(i64::try_from(*size).unwrap()))
                    .unwrap(),
            ),
        }
        let is_far = at >= u64::from(u32::MAX);
        let extra = if is_far {
            [&[1, 0, 8, 0][..], &at.to_le_bytes()].concat()
        } else {
            Vec::new()
        };
        list.extend([&b"PK\x01\x02"[..], &45_u16.to_le_bytes(), &about].concat());
        list.extend(u16::try_from(extra.len()).unwrap().to_le_bytes());
        list.extend([0; 10]);
        list.extend(u32::try_from(at).unwrap_or(u32::MAX).to_le_bytes());
        list.extend([name.as_bytes(), &extra].concat());
        count += 1;
    }
    let at = file.stream_position().unwrap();
    let length = list.len() as u64;
    file.write_all(&list).unwrap();
    // The Zip64 end, its locator, and the old end that points there.
    let mut end = b"PK\x06\x06".to_vec();
    end.extend(44_u64.to_le_bytes());
    end.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [count, count, length, at] {
        end.extend(number.to_le_bytes());
    }
    end.extend(b"PK\x06\x07\0\0\0\0");
    end.extend((at + length).to_le_bytes());
    end.extend(1_u32.to_le_bytes());
    end.extend(b"PK\x05\x06\0\0\0\0");
    end.extend([0xff; 12]);
    end.extend([0, 0]);
    // Places of the old end that fit stay as they are; those that do not say so with ones.
    file.write_all(&end).unwrap();
}

fn crc_of<'a>(chunks: impl Iterator<Item = &'a [u8]>) -> u32 {
    let mut crc = Crc::new();
    chunks.for_each(|chunk| crc.update(chunk));
    crc.sum()
}

/// The most memory that a process took, in bytes, asked while it runs.
fn peak(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace()
        .nth(1)?
        .parse::<u64>()
        .ok()
        .map(|kilobytes| kilobytes * 1024)
}

#[test]
fn five_gigabytes_in_two_parts_are_added_in_little_memory() {
    if std::env::var_os("SABOOT_BIG").is_none() {
        println!("skipped: SABOOT_BIG=1 adds five gigabytes");
        return;
    }
    let temp = Temp::new();
    let inbox = format!("{ROOT}/inbox/kashif_1002003004005006");
    let video = |n: u32, size: u64| (format!("{inbox}/videos/{n}.mp4"), Held::Hole(size));
    let list = |n: u64| {
        let texts = vec!["میں تمہیں جانتا ہوں"; 10_000];
        let bytes = thread("Kashif", 1_700_000_000_000 - n * 700_000_000, &texts);
        (format!("{inbox}/message_{n}.json"), Held::Bytes(bytes))
    };
    let mut first: Vec<_> = (0..9).map(|n| video(n, 480 * MEGABYTE)).collect();
    first.push(list(1));
    let second = vec![list(2), video(9, 800 * MEGABYTE), list(3)];
    std::fs::create_dir(temp.path().join("given")).unwrap();
    write_archive(
        &temp.path().join("given/facebook-sana-2025-01-30-a.zip"),
        &first,
    );
    write_archive(
        &temp.path().join("given/facebook-sana-2025-01-30-b.zip"),
        &second,
    );
    run(temp.path(), &["new", "case"]).ended(0);
    let began = std::time::Instant::now();
    let mut command = saboot(temp.path());
    command.args(["add", "given", "--case", "case", "--json"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut most = 0;
    let ended = loop {
        most = peak(child.id()).unwrap_or(0).max(most);
        if let Some(ended) = child.try_wait().unwrap() {
            break ended;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    };
    assert!(matches!(ended.code(), Some(0 | 3)), "{ended}");
    println!(
        "add took {} MB and {} s",
        most / MEGABYTE,
        began.elapsed().as_secs()
    );
    let counts = run(temp.path(), &["status", "--json", "--case", "case"])
        .done()
        .result()["counts"]
        .clone();
    assert_eq!(counts["messages"], 30_000, "{counts}");
    assert_eq!(counts["members"], 13, "{counts}");
    assert!(most < ALLOWED, "{} MB", most / MEGABYTE);
}
