//! A failure in four parts: PROBLEM, DO THIS, STATE, CODE. The words are in `data/notes/`.

use saboot::intake;
use saboot::render::laid_out::PaperFault;
use saboot::render::pdf::RenderError;
use saboot::render::read_back::FileFault;
use saboot::steps::Failure;
use saboot::store::{AdmitError, CreateError, IndexError, OpenError};
use saboot::tables::notes;
use serde_json::json;

use super::args::Language;
use super::console::Console;
use super::exit::Exit;

/// The code of a failure, and how the program ends.
pub fn code_of(failure: &Failure) -> (&'static str, Exit) {
    if is_full(failure) {
        return ("E-SPACE-01", Exit::Failed);
    }
    match failure {
        Failure::NoCase | Failure::Open(OpenError::NotACase) => ("E-CASE-01", Exit::NoCase),
        Failure::Open(OpenError::OtherVersion { .. }) => ("E-CASE-02", Exit::Failed),
        Failure::Open(OpenError::InUse) | Failure::Create(CreateError::InUse) => {
            ("E-CASE-03", Exit::InUse)
        }
        Failure::Create(CreateError::IsACase) => ("E-CASE-04", Exit::Failed),
        Failure::Create(CreateError::NotEmpty) => ("E-CASE-05", Exit::Failed),
        Failure::Open(OpenError::Journal(_) | OpenError::Work { .. }) => {
            ("E-CASE-06", Exit::Failed)
        }
        Failure::Admit(AdmitError::NoSpace { .. }) => ("E-SPACE-01", Exit::Failed),
        Failure::Create(CreateError::Disk(e))
        | Failure::Open(OpenError::Disk(e))
        | Failure::Admit(AdmitError::Disk(e))
        | Failure::Disk(e) => disk(e),
        Failure::Intake(intake::OpenError::Nothing) => ("E-PATH-02", Exit::Failed),
        Failure::Intake(intake::OpenError::Stopped)
        | Failure::Admit(AdmitError::Stopped)
        | Failure::Interrupted => ("E-STOP-01", Exit::Interrupted),
        Failure::Intake(_)
        | Failure::File { .. }
        | Failure::Admit(AdmitError::NotAFile | AdmitError::Unreadable(_)) => {
            ("E-PATH-01", Exit::Failed)
        }
        Failure::Append(_) => ("E-DISK-01", Exit::Failed),
        Failure::Index(IndexError::NoSpace) => ("E-SPACE-01", Exit::Failed),
        Failure::Index(IndexError::Disk(e)) => disk(e),
        Failure::Index(_) => ("E-INDEX-01", Exit::Failed),
        Failure::NoFormat(_)
        | Failure::NoZone(_)
        | Failure::NoAuthority(_)
        | Failure::NoTopic(_) => ("E-USAGE-01", Exit::Usage),
        Failure::NotANumber | Failure::NotALabel(_) | Failure::Expected(_) | Failure::NoWords => {
            ("E-USAGE-01", Exit::Usage)
        }
        Failure::NoSuchItem(_) => ("E-ITEM-01", Exit::Failed),
        Failure::Stopped(_) => ("E-SEAL-01", Exit::Stopped),
        Failure::NothingToSeal => ("E-SEAL-02", Exit::Failed),
        Failure::NotSealed => ("E-SEAL-03", Exit::Failed),
        Failure::NotConfirmed => ("E-SEAL-04", Exit::Cancelled),
        Failure::AnswerNeeded(_) => ("E-ASK-01", Exit::AnswerNeeded),
        Failure::Answers(_) => ("E-ASK-02", Exit::Usage),
        Failure::Minor => ("S-MINOR-01", Exit::Refused),
        Failure::Synced { .. } => ("S-SYNC-01", Exit::Refused),
        Failure::Paper(error) if leaks(error) => ("S-LEAK-01", Exit::Refused),
        Failure::Paper(_) => ("E-PAPER-01", Exit::Failed),
        Failure::Plan(_) | Failure::Write(_) => ("E-SEAL-05", Exit::Failed),
        Failure::Verify(_) => ("E-VERIFY-01", Exit::Failed),
        Failure::NotAFingerprint => ("E-VERIFY-02", Exit::Usage),
        Failure::NoRandom => ("E-SYSTEM-01", Exit::Failed),
    }
}

/// Whether the disk is full, however deep that stands in the failure.
fn is_full(failure: &Failure) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(failure);
    while let Some(error) = cause {
        let full = error
            .downcast_ref::<std::io::Error>()
            .is_some_and(|e| e.kind() == std::io::ErrorKind::StorageFull);
        if full {
            return true;
        }
        cause = error.source();
    }
    matches!(failure, Failure::Disk(e) if e.kind() == std::io::ErrorKind::StorageFull)
}

fn disk(error: &std::io::Error) -> (&'static str, Exit) {
    match error.kind() {
        std::io::ErrorKind::StorageFull => ("E-SPACE-01", Exit::Failed),
        std::io::ErrorKind::Interrupted => ("E-STOP-01", Exit::Interrupted),
        _ => ("E-DISK-01", Exit::Failed),
    }
}

/// Whether something withheld was found in the papers.
fn leaks(error: &RenderError) -> bool {
    match error {
        RenderError::Paper { faults, .. } => faults.iter().any(|f| {
            matches!(
                f,
                PaperFault::WithheldShown { .. } | PaperFault::ForeignPicture { .. }
            )
        }),
        RenderError::File { faults, .. } => faults.iter().any(|f| {
            matches!(
                f,
                FileFault::WithheldShown { .. } | FileFault::ForeignPicture
            )
        }),
        RenderError::PictureForeign { .. } => true,
        _ => false,
    }
}

/// Facts that make the sentence concrete: addresses, keys, counts. Never names, numbers or message text.
fn detail_of(failure: &Failure) -> Option<String> {
    match failure {
        Failure::AnswerNeeded(keys) => Some(keys.join(", ")),
        Failure::Stopped(notes) => Some(
            notes
                .iter()
                .map(|n| format!("{} {}", n.place, n.code))
                .collect::<Vec<_>>()
                .join("; "),
        ),
        Failure::NoCase
        | Failure::Minor
        | Failure::NothingToSeal
        | Failure::NotSealed
        | Failure::NotConfirmed
        | Failure::Interrupted => None,
        other => Some(other.to_string()),
    }
}

/// What still holds.
fn state_of(failure: &Failure, language: Language) -> &'static str {
    let kept = matches!(
        failure,
        Failure::AnswerNeeded(_)
            | Failure::Stopped(_)
            | Failure::NotConfirmed
            | Failure::Interrupted
            | Failure::Paper(_)
    );
    match (kept, language) {
        (true, Language::En) => {
            "Everything done so far is safe in the case. Run the same command again to go on. Your files were not changed."
        }
        (true, Language::Roman) => {
            "Ab tak ka sab kaam case mein mehfooz hai. Wohi command dobara chalayen. Aap ki files nahi badlin."
        }
        (false, Language::En) => {
            "This step was not done. What was in the case before is as it was. Your files were not changed."
        }
        (false, Language::Roman) => {
            "Yeh kaam nahi hua. Case mein jo pehle tha waisa hi hai. Aap ki files nahi badlin."
        }
    }
}

/// Prints a failure in its four parts, and says how the program ends.
pub fn fail(console: &Console, failure: &Failure) -> Exit {
    let (code, exit) = code_of(failure);
    let language = console.language.tag();
    let words = notes::words(code);
    let problem = words.map_or_else(
        || failure.to_string(),
        |w| w.problem.in_language(language).to_owned(),
    );
    let do_this = words.map_or("", |w| w.do_this.in_language(language));
    let state = state_of(failure, console.language);
    let detail = detail_of(failure);
    console.object("error", json!({"code": code, "exit": exit.code(), "problem": problem, "do_this": do_this, "state": state, "detail": detail}));
    let [a, b, c] = match console.language {
        Language::En => ["PROBLEM ", "DO THIS ", "STATE   "],
        Language::Roman => ["MASLA   ", "YEH KAREN", "HAALAT  "],
    };
    eprintln!("{a}  {}", indent(&problem));
    if let Some(detail) = detail.filter(|d| *d != problem) {
        eprintln!("          {}", indent(&super::console::escape(&detail)));
    }
    if !do_this.is_empty() {
        eprintln!("{b}  {}", indent(do_this));
    }
    eprintln!("{c}  {state}");
    eprintln!("CODE      {code}   (saboot explain {code})");
    if let Failure::File { path, .. } = failure {
        // The path as typed may stand on the terminal, and nowhere else.
        eprintln!(
            "          {}",
            super::console::escape(&path.to_string_lossy())
        );
    }
    exit
}

/// Prints what the command line was not understood for. What was typed stands on the terminal only; with a schema the
/// error is an object on standard output too.
pub fn misunderstood(error: &clap::Error, schema: Option<&str>) -> Exit {
    const CODE: &str = "E-USAGE-01";
    let exit = Exit::Usage;
    let english = |n: &notes::NoteWords| {
        let words = [&n.problem, &n.do_this, &n.explain];
        words.map(|w| w.in_language("en").to_owned())
    };
    let [problem, do_this, state] = notes::words(CODE).map(english).unwrap_or_default();
    if let Some(schema) = schema {
        println!(
            "{}",
            json!({"schema": format!("saboot/{schema}@1"), "type": "error", "code": CODE, "exit": exit.code(), "problem": problem, "do_this": do_this, "state": state})
        );
    }
    eprintln!("PROBLEM   {problem}");
    for line in error.to_string().lines().filter(|l| !l.is_empty()) {
        eprintln!("          {}", super::console::escape(line));
    }
    eprintln!("DO THIS   {do_this}");
    eprintln!("STATE     {state}");
    eprintln!("CODE      {CODE}   (saboot explain {CODE})");
    exit
}

fn indent(text: &str) -> String {
    text.replace('\n', "\n          ")
}
