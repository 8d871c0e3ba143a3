//! Kill points: each call that changes the disk passes here. Without the feature `kill-points` nothing happens.
//!
//! With it: `SABOOT_KILL_AT=7` ends the process at the seventh call, in the middle of it if it is a write;
//! `SABOOT_FULL_AT=7` makes the disk full from the seventh call on; `SABOOT_KILL_COUNT=FILE` gets one line a call.

use std::io;

/// What a call does to the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Create,
    CreateDir,
    Write,
    Sync,
    Rename,
    Remove,
    Link,
    Cut,
    Permissions,
    Commit,
}

/// What happens at a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "kill-points"),
    expect(dead_code, reason = "only the tests die or fill the disk")
)]
pub(super) enum Fate {
    /// It is carried out.
    Go,
    /// The disk is full.
    Full,
    /// The process ends here.
    Die,
}

/// Passes one call.
///
/// # Errors
/// The simulated disk is full.
pub(super) fn pass(call: Call) -> io::Result<()> {
    match fate(call) {
        Fate::Go => Ok(()),
        Fate::Full => Err(io::ErrorKind::StorageFull.into()),
        Fate::Die => std::process::abort(),
    }
}

/// Counts one call and says what happens at it.
#[cfg(not(feature = "kill-points"))]
pub(super) fn fate(_call: Call) -> Fate {
    Fate::Go
}

#[cfg(feature = "kill-points")]
pub(super) use counted::fate;

#[cfg(feature = "kill-points")]
mod counted {
    use std::env;
    use std::fs::OpenOptions;
    use std::io::Write;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::{Call, Fate};

    static COUNT: AtomicU64 = AtomicU64::new(0);

    fn number(name: &str) -> Option<u64> {
        env::var(name).ok()?.parse().ok()
    }

    pub(in crate::store) fn fate(call: Call) -> Fate {
        static KILL_AT: OnceLock<Option<u64>> = OnceLock::new();
        static FULL_AT: OnceLock<Option<u64>> = OnceLock::new();
        let count = COUNT.fetch_add(1, Ordering::SeqCst) + 1;
        if let Some(path) = env::var_os("SABOOT_KILL_COUNT") {
            let file = OpenOptions::new().append(true).create(true).open(path);
            let written =
                file.and_then(|mut file| file.write_all(format!("{count} {call:?}\n").as_bytes()));
            // A count that cannot be written would make the test lie.
            if written.is_err() {
                return Fate::Die;
            }
        }
        if *KILL_AT.get_or_init(|| number("SABOOT_KILL_AT")) == Some(count) {
            return Fate::Die;
        }
        let needs_room = matches!(
            call,
            Call::Create | Call::CreateDir | Call::Write | Call::Commit | Call::Link
        );
        let full_at = FULL_AT.get_or_init(|| number("SABOOT_FULL_AT"));
        if needs_room && full_at.is_some_and(|full_at| count >= full_at) {
            return Fate::Full;
        }
        Fate::Go
    }
}
