//! Times, speeds and memory.

use std::time::{Duration, Instant};

/// The shortest of five runs.
pub fn best(mut work: impl FnMut()) -> Duration {
    let time = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..5).map(|_| time(&mut work)).min().unwrap_or_default()
}

/// Prints a time and a speed.
pub fn report(name: &str, bytes: usize, time: Duration) {
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let speed = bytes as f64 / 1e6 / time.as_secs_f64();
    println!(
        "{name:<44} {:>8.1} ms  {speed:>7.0} MB/s",
        time.as_secs_f64() * 1e3
    );
}

/// The most memory that this process has had, in MB; none where the system does not say.
pub fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM"))?;
    line.split_whitespace()
        .nth(1)?
        .parse::<u64>()
        .ok()
        .map(|kb| kb / 1024)
}
