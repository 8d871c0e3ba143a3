//! Why a step could not be done. Facts in fields, never sentences with names, numbers or message text.

use std::io;
use std::path::PathBuf;

use crate::bundle::plan::PlanError;
use crate::bundle::verify::VerifyError;
use crate::bundle::write::WriteError;
use crate::intake;
use crate::model::Span;
use crate::render::pdf::RenderError;
use crate::store::{AdmitError, AppendError, CreateError, IndexError, OpenError};

/// A step could not be done. What was there before still stands.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// No case was found from this folder upwards.
    #[error("there is no case here")]
    NoCase,
    /// A case could not be made.
    #[error(transparent)]
    Create(#[from] CreateError),
    /// A case could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// What was given could not be opened.
    #[error(transparent)]
    Intake(#[from] intake::OpenError),
    /// A file could not be copied into the case.
    #[error(transparent)]
    Admit(#[from] AdmitError),
    /// A log could not be written.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The index refused.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The disk refused.
    #[error("the disk refused: {0}")]
    Disk(#[from] io::Error),
    /// A format of this name is not known.
    #[error("no format is called {0}")]
    NoFormat(String),
    /// A zone of this name is not known.
    #[error("no time zone is called {0}")]
    NoZone(String),
    /// An authority of this name is not known.
    #[error("no authority is called {0}")]
    NoAuthority(String),
    /// Nothing stands at this address.
    #[error("nothing stands at {0}")]
    NoSuchItem(Span),
    /// A label was expected, such as `S1:P2`.
    #[error("{0} is no label")]
    NotALabel(Span),
    /// This cannot be a telephone number.
    #[error("this is no telephone number")]
    NotANumber,
    /// Something else was expected on the command line.
    #[error("{0}")]
    Expected(String),
    /// There are no words to look for.
    #[error("there are no words to look for")]
    NoWords,
    /// There is no topic of this name.
    #[error("no topic is called {0}")]
    NoTopic(String),
    /// Notes that stop sealing; their places.
    #[error("{} notes stop sealing", .0.len())]
    Stopped(Vec<crate::model::Note>),
    /// The case has no source, or no exhibit.
    #[error("there is nothing to seal")]
    NothingToSeal,
    /// No bundle was sealed yet.
    #[error("no bundle was sealed yet")]
    NotSealed,
    /// A person did not confirm.
    #[error("not confirmed")]
    NotConfirmed,
    /// Questions that nobody answered and that have no default.
    #[error("an answer is needed: {}", .0.join(", "))]
    AnswerNeeded(Vec<&'static str>),
    /// The answers file is not as it must be.
    #[error("the answers file: {0}")]
    Answers(String),
    /// Someone under 18 is shown in sexual pictures, or that is not sure: nothing is copied.
    #[error("children may be shown in sexual pictures")]
    Minor,
    /// The case would lie in a folder that is copied to the internet.
    #[error("the folder is synced by {service}")]
    Synced {
        /// The service, as its folder is called.
        service: &'static str,
    },
    /// The contents of a bundle contradict each other.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A bundle could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The papers could not be made.
    #[error(transparent)]
    Paper(#[from] RenderError),
    /// Something could not be verified because it could not be looked at.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// The digits are no fingerprint.
    #[error("the digits are no fingerprint")]
    NotAFingerprint,
    /// The system has no random numbers.
    #[error("the system gives no random numbers")]
    NoRandom,
    /// A person stopped the work.
    #[error("stopped")]
    Interrupted,
    /// A file that was named on the command line cannot be read.
    #[error("a file cannot be read")]
    File {
        /// Its path, for the terminal only.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}
