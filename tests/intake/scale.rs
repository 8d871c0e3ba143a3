//! A large archive is opened in constant memory. Slow, so only with `SABOOT_THOROUGH=1`.

use std::io::Write;
use std::time::Instant;

use saboot::intake::Limits;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::open_paths;

/// The most memory that this process ever had, in bytes (Linux).
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

/// This process alone can say its own peak, so the test starts itself again for the measurement.
#[test]
fn one_gigabyte_is_opened_under_64_megabytes() {
    const MEASURE: &str = "SABOOT_MEASURE_ARCHIVE";
    if let Some(path) = std::env::var_os(MEASURE) {
        let before = Instant::now();
        let opened = open_paths(&[path.into()], &Limits::STANDARD).unwrap();
        assert_eq!(opened[0].export.members.len(), 64);
        let peak = peak_memory().unwrap();
        println!(
            "opened in {:.2} s, peak {} MB",
            before.elapsed().as_secs_f64(),
            peak / 1_000_000
        );
        assert!(peak < 64_000_000, "peak {peak}");
        return;
    }
    if std::env::var_os("SABOOT_THOROUGH").is_none() || peak_memory().is_none() {
        println!("skipped: needs SABOOT_THOROUGH=1 and Linux");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.zip");
    let mut writer = ZipWriter::new(std::io::BufWriter::new(
        std::fs::File::create(&path).unwrap(),
    ));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let block: Vec<u8> = (0..1_u32 << 20)
        .map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()[3])
        .collect();
    for i in 0..64 {
        writer
            .start_file(format!("VID-{i:04}.mp4"), options)
            .unwrap();
        (0..16).for_each(|_| writer.write_all(&block).unwrap());
    }
    writer
        .finish()
        .unwrap()
        .into_inner()
        .unwrap()
        .sync_all()
        .unwrap();
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["one_gigabyte_is_opened_under_64_megabytes", "--nocapture"])
        .env(MEASURE, &path)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    println!(
        "{}",
        text.lines()
            .find(|l| l.contains("peak"))
            .unwrap_or_default()
    );
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// `docs/limits.md` states each limit as the program has it.
#[test]
fn the_limits_are_documented_as_they_are() {
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/limits.md")).unwrap();
    let limits = Limits::STANDARD;
    for (name, value) in [
        ("`members`", u64::from(limits.members)),
        ("`member_bytes`", limits.member_bytes),
        ("`total_bytes`", limits.total_bytes),
        ("`ratio`", limits.ratio),
        ("`ratio_free_bytes`", limits.ratio_free_bytes),
        ("picture bytes", saboot::pictures::measure::MEASURED_BYTES),
    ] {
        let row = page
            .lines()
            .find(|l| l.starts_with(&format!("| {name} |")))
            .unwrap_or_default();
        let cell = row.split('|').nth(2).unwrap_or_default().trim();
        assert_eq!(
            cell.split(' ').next(),
            Some(value.to_string().as_str()),
            "{name}"
        );
    }
    for code in saboot::intake::Refusal::ALL.map(|r| r.code()) {
        assert!(
            page.contains(&format!("`{code}`")),
            "{code} is not documented"
        );
    }
}
