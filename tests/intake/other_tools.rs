//! Agreement with the zip programs that an investigator has: the same names, sizes and bytes.

use std::path::Path;
use std::process::Command;

use saboot::intake::Limits;

use super::hostile_zip::{Archive, Piece, zip64_extra};
use super::open_file;

/// Runs a program; none where it is not installed. `SABOOT_REQUIRE_TOOLS=1` makes that a failure.
fn run(program: &str, arguments: &[&str], path: &Path) -> Option<Vec<u8>> {
    match Command::new(program).args(arguments).arg(path).output() {
        Ok(output) => {
            assert!(
                output.status.success(),
                "{program}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            Some(output.stdout)
        }
        Err(error) => {
            assert!(
                std::env::var_os("SABOOT_REQUIRE_TOOLS").is_none(),
                "{program} is required: {error}"
            );
            println!("skipped: {program} is not installed");
            None
        }
    }
}

fn archives() -> Vec<(&'static str, Vec<u8>)> {
    let text = "[21/08/2024, 23:06:01] A: salaam ".repeat(500).into_bytes();
    let saturated = Piece::deflated("_chat.txt", &text).both(|s| {
        s.extra = zip64_extra(&[u64::from(s.size), u64::from(s.packed)]);
        (s.size, s.packed) = (u32::MAX, u32::MAX);
    });
    let plain = [
        Piece::deflated("_chat.txt", &text),
        Piece::stored("00000001-PHOTO.jpg", &text[..999]),
        Piece::stored("empty", b""),
    ];
    let later = plain.clone().map(|p| p.described_later(true));
    let mut zip64 = Archive::of([saturated]);
    zip64.zip64 = true;
    let mut comment = Archive::of(plain.clone());
    comment.comment = b"a comment".to_vec();
    vec![
        ("plain", Archive::of(plain).write()),
        ("sizes behind the data", Archive::of(later).write()),
        ("zip64", zip64.write()),
        ("comment", comment.write()),
    ]
}

#[test]
fn python_reads_the_same_members() {
    const SCRIPT: &str = "import sys, zipfile, hashlib\n\
        for i in zipfile.ZipFile(sys.argv[1]).infolist():\n    \
            b = zipfile.ZipFile(sys.argv[1]).read(i)\n    \
            print(i.filename, len(b), hashlib.sha256(b).hexdigest(), '%04d-%02d-%02d %02d:%02d:%02d' % i.date_time)";
    let folder = tempfile::tempdir().unwrap();
    for (what, bytes) in archives() {
        let path = folder.path().join("chat.zip");
        std::fs::write(&path, bytes).unwrap();
        let Some(theirs) = run("python3", &["-c", SCRIPT], &path) else {
            return;
        };
        let opened = open_file(&path, &Limits::STANDARD);
        let ours: String = opened
            .export
            .members
            .iter()
            .map(|m| {
                format!(
                    "{} {} {} {}\n",
                    m.name,
                    m.size,
                    m.sha256.unwrap(),
                    m.entry_time.unwrap()
                )
            })
            .collect();
        assert_eq!(ours, String::from_utf8_lossy(&theirs), "{what}");
    }
}

#[test]
fn unzip_lists_the_same_members_and_finds_no_error() {
    let folder = tempfile::tempdir().unwrap();
    for (what, bytes) in archives() {
        let path = folder.path().join("chat.zip");
        std::fs::write(&path, bytes).unwrap();
        let Some(names) = run("unzip", &["-Z1"], &path) else {
            return;
        };
        run("unzip", &["-tqq"], &path);
        let opened = open_file(&path, &Limits::STANDARD);
        let ours: String = opened
            .export
            .members
            .iter()
            .map(|m| format!("{}\n", m.name))
            .collect();
        assert_eq!(ours, String::from_utf8_lossy(&names), "{what}");
    }
}
