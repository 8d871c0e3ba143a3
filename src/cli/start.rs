//! `start`: the guided run.

use std::path::Path;

use saboot::steps::answers::{self, Answers, Given, OrderAnswer};
use saboot::steps::interview::{Interview, Open};
use saboot::steps::start::{self, Options, Paused};
use saboot::steps::{Failure, add};
use serde_json::json;

use super::Session;
use super::add::synced;
use super::args;
use super::console::Console;
use super::exit::Exit;
use super::seal::{show_papers, show_sealed};

/// `saboot start`.
pub fn run(session: &mut Session, args: args::Start) -> Result<Exit, Failure> {
    if args.answers_template {
        print!("{}", answers::template());
        return Ok(Exit::Done);
    }
    let options = options(session, args)?;
    let open = match (session.global.yes, session.global.no_input) {
        (true, _) => Open::Default,
        (false, true) => Open::Refuse,
        (false, false) => Open::Ask,
    };
    let mut asker = Console::new(&session.global, "start");
    let mut interview = Interview::new(open, &mut asker);
    let mut world = session.world("operator");
    session.console.tell("saboot. Private: nothing leaves this computer. To stop at any time: Ctrl-C. What you answered before the open question is kept.");
    let outcome = start::start(&options, &mut interview, &mut world)?;
    session.progress.clear();
    show(session, &outcome)
}

fn options(session: &Session, args: args::Start) -> Result<Options, Failure> {
    let mut answers = match &args.answers {
        None => Answers::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|source| Failure::File {
                path: path.clone(),
                source,
            })?;
            Answers::parse(&text)?
        }
    };
    fn over<T>(flag: Option<T>, answer: &mut Given<T>) {
        if let Some(value) = flag {
            *answer = Given::Value(value);
        }
    }
    over(args.keyboard, &mut answers.keyboard);
    over(args.shared_computer, &mut answers.shared_computer);
    over(args.minors, &mut answers.minors);
    over(
        args.date_order
            .map(|o| OrderAnswer::All(o.tag().to_owned())),
        &mut answers.date_order,
    );
    over(args.stop_message, &mut answers.stop_message);
    over(args.reference, &mut answers.reference);
    over(args.authority, &mut answers.authority);
    over(args.lawyer_first, &mut answers.lawyer_first);
    over(args.confirm_seal, &mut answers.confirm_seal);
    let case = match &session.global.case {
        Some(folder) => folder.clone(),
        None => start::default_folder(&std::env::current_dir()?, &session.world("operator")),
    };
    Ok(Options {
        case,
        paths: args.paths,
        answers,
        zone: args.tz,
        synced: synced(args.allow_synced),
    })
}

fn show(session: &Session, outcome: &start::Outcome) -> Result<Exit, Failure> {
    let console = &session.console;
    for one in &outcome.added {
        console.object("added", json!({"source": one.source, "format": one.format, "new": one.known == add::Known::New, "counts": one.summary}));
    }
    outcome.doubts.iter().for_each(|note| console.note(note));
    if let Some(paused) = outcome.paused {
        console.object("result", json!({"exit": 0, "sealed": false}));
        console.line(match paused {
            Paused::LawyerFirst => {
                "Stopped before sealing, so that a lawyer can look first. Everything is kept."
            }
            Paused::NotConfirmed => "Nothing was sealed. Everything is kept.",
        });
        let folder = session.global.case.as_ref();
        let again = folder.map_or("saboot start".to_owned(), |f| {
            format!("saboot start --case {}", quoted(f))
        });
        console.next(&[&format!("{again}   (goes on here)")]);
        return Ok(Exit::Done);
    }
    let new = outcome.sealed.is_some();
    match &outcome.sealed {
        Some(sealed) => show_sealed(session, sealed),
        None => console.line("Nothing is new since the latest bundle. Nothing was sealed."),
    }
    if let Some(folder) = &outcome.bundle {
        console.line(&format!("OK  {}", folder.display()));
    }
    if let Some(papers) = &outcome.papers {
        show_papers(session, papers);
    }
    let exit = Exit::doubtful(new && !outcome.doubts.is_empty());
    let papers = outcome.papers.as_ref();
    let files: Vec<_> = papers
        .iter()
        .flat_map(|p| &p.files)
        .map(|(name, pages)| json!({"name": name, "pages": pages}))
        .collect();
    console.object(
        "result",
        json!({"exit": exit.code(), "sealed": new, "bundle": papers.map(|p| p.bundle), "fingerprint": papers.map(|p| p.fingerprint),
               "draft": papers.map(|p| p.draft), "files": files, "doubts": outcome.doubts.len()}),
    );
    console.untouched();
    console.tell("Keep the phone. Do not delete the chat. If that is not safe: chat lock, a lawyer against receipt, or ring first.");
    let verify = outcome
        .bundle
        .as_ref()
        .map(|folder| format!("saboot verify {}", quoted(folder)));
    if papers.is_some_and(|p| p.draft) {
        console.next(&[
            "not yet to be handed in. To answer the questions: saboot start --case FOLDER",
        ]);
        return Ok(exit);
    }
    console.next(&[
        "print the papers at a helpline, lawyer or office (a shop may keep copies), and sign where marked",
        verify.as_deref().unwrap_or("saboot status"),
    ]);
    Ok(exit)
}

/// A path as it can be typed again.
fn quoted(path: &Path) -> String {
    let shown = path.display().to_string();
    if shown.contains(' ') {
        format!("\"{shown}\"")
    } else {
        shown
    }
}
