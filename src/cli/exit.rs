//! Exit codes are a promise (`docs/commands.md`). An unknown code means failure.

use std::process::ExitCode;

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Failed, or a path could not be read.
    Failed,
    /// The command line or the answers file is not as it must be.
    Usage,
    /// Done, with doubts listed, or with bytes that were not read.
    Doubts,
    /// An answer is needed.
    AnswerNeeded,
    /// A person cancelled.
    Cancelled,
    /// There is no case here.
    NoCase,
    /// The case is in use by another window.
    InUse,
    /// `verify` found something.
    Changed,
    /// A `stop` note blocks sealing.
    Stopped,
    /// Refused for safety.
    Refused,
    /// Ctrl-C; what was done stands.
    Interrupted,
}

impl Exit {
    /// Every exit, for the documentation and its test.
    pub const ALL: [Self; 12] = [
        Self::Done,
        Self::Failed,
        Self::Usage,
        Self::Doubts,
        Self::AnswerNeeded,
        Self::Cancelled,
        Self::NoCase,
        Self::InUse,
        Self::Changed,
        Self::Stopped,
        Self::Refused,
        Self::Interrupted,
    ];

    /// Its number.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Doubts => 3,
            Self::AnswerNeeded => 4,
            Self::Cancelled => 5,
            Self::NoCase => 10,
            Self::InUse => 11,
            Self::Changed => 20,
            Self::Stopped => 21,
            Self::Refused => 30,
            Self::Interrupted => 130,
        }
    }

    /// `Doubts` where there are some, else `Done`.
    #[must_use]
    pub fn doubtful(doubts: bool) -> Self {
        if doubts { Self::Doubts } else { Self::Done }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_exits_share_a_code() {
        let mut codes: Vec<u8> = Exit::ALL.iter().map(|e| e.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Exit::ALL.len());
    }
}
