//! The world outside, as the steps are handed it: clock, chance, progress, Ctrl-C.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, SubsecRound, Utc};
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use saboot::model::custody::Now;
use saboot::model::{Clock, Watch};

/// `SOURCE_DATE_EPOCH` stands in for the clock wherever a time is written.
pub fn now() -> Now {
    let given = std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|s| s.parse().ok())
        .and_then(|s| DateTime::from_timestamp(s, 0));
    match given {
        Some(at) => Now {
            at,
            clock: Clock::Given,
        },
        None => Now {
            at: Utc::now().trunc_subsecs(0),
            clock: Clock::System,
        },
    }
}

/// Fills a buffer with random bytes of the system.
pub fn random(buffer: &mut [u8]) -> bool {
    getrandom::fill(buffer).is_ok()
}

/// Whether the program waits for a person. Nothing is under way then, so Ctrl-C ends it at once.
static WAITING: AtomicBool = AtomicBool::new(false);

/// Waits for what a person types.
pub fn wait_for<T>(person: impl FnOnce() -> T) -> T {
    WAITING.store(true, Ordering::SeqCst);
    let typed = person();
    WAITING.store(false, Ordering::SeqCst);
    typed
}

/// Shows how far long work is, and stops it at Ctrl-C.
pub struct Progress {
    stopped: Arc<AtomicBool>,
    done: AtomicU64,
    bar: Option<ProgressBar>,
    lines: Option<Mutex<Instant>>,
}

impl Progress {
    /// A bar on a terminal, lines with `--plain`, nothing with `--quiet` or off a terminal.
    pub fn new(quiet: bool, plain: bool) -> Self {
        let stopped = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&stopped);
        // A second Ctrl-C ends at once; every write is made so that this loses nothing.
        let _ = ctrlc::set_handler(move || {
            let waiting = WAITING.load(Ordering::SeqCst);
            if flag.swap(true, Ordering::Relaxed) || waiting {
                if waiting {
                    eprintln!(
                        "\nStopped. What was answered before this question is kept. Your files were not changed.\nNext:  the same command again"
                    );
                }
                std::process::exit(130);
            }
        });
        let is_terminal = std::io::stderr().is_terminal();
        let bar = (!quiet && !plain && is_terminal).then(|| {
            let style = ProgressStyle::with_template("{bytes} read, {binary_bytes_per_sec}. You can stop with Ctrl-C and run the same command again.");
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = style {
                bar.set_style(style);
            }
            bar
        });
        let lines = (!quiet && plain).then(|| Mutex::new(Instant::now()));
        Self {
            stopped,
            done: AtomicU64::new(0),
            bar,
            lines,
        }
    }

    /// Takes the bar away before results are printed.
    pub fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

impl Watch for Progress {
    fn advance(&self, bytes: u64) {
        let done = self.done.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if let Some(bar) = &self.bar {
            bar.inc(bytes);
        }
        if let Some(last) = &self.lines {
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.elapsed() > Duration::from_secs(10) {
                *last = Instant::now();
                eprintln!(
                    "{} read so far. You can stop with Ctrl-C and run the same command again.",
                    HumanBytes(done)
                );
            }
        }
    }

    fn stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}
