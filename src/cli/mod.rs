//! The command line: what is typed becomes typed values, steps do the work, and the outcome is printed.

mod add;
mod args;
mod console;
mod everyday;
mod exit;
mod help;
mod lines;
mod outside;
mod say;
mod seal;
mod start;
mod verify;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use saboot::model::{Address, Role};
use saboot::steps::{Access, Failure, OpenCase, World};
use saboot::store::find_case;

use args::{Cli, Global, Verb};
use console::Console;
use exit::Exit;
use outside::Progress;

/// One run of the program: flags, terminal, and the world that steps are handed.
pub struct Session {
    pub global: Global,
    pub console: Console,
    pub progress: Progress,
}

impl Session {
    /// The world, with this actor in the journal.
    pub fn world<'s>(&'s self, actor: &str) -> World<'s> {
        World {
            now: &outside::now,
            actor: actor.to_owned(),
            random: &outside::random,
            watch: &self.progress,
        }
    }

    /// The case folder: named by a flag, or the nearest one around the current folder.
    ///
    /// # Errors
    /// There is none.
    pub fn case_folder(&self) -> Result<PathBuf, Failure> {
        match &self.global.case {
            Some(folder) => Ok(folder.clone()),
            None => find_case(&std::env::current_dir()?).ok_or(Failure::NoCase),
        }
    }

    /// Opens the case.
    ///
    /// # Errors
    /// There is none, it is in use, or it is damaged.
    pub fn open(&self, access: Access) -> Result<OpenCase, Failure> {
        OpenCase::open(&self.case_folder()?, access, &self.world("operator"))
    }
}

/// The labels of everyone with a role.
pub fn labels_with(open: &OpenCase, role: Role) -> Vec<Address> {
    open.case
        .people
        .iter()
        .filter(|p| p.role == Some(role))
        .flat_map(|p| p.labels.iter().copied())
        .collect()
}

/// Runs the program with these arguments.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() => {
            let wants_json = arguments.iter().any(|a| a == "--json");
            return say::misunderstood(&error, wants_json.then_some("usage")).into();
        }
        Err(help) => {
            let _ = help.print();
            return Exit::Done.into();
        }
    };
    let console = Console::new(&cli.global, schema_of(&cli.verb));
    let progress = Progress::new(cli.global.quiet || cli.global.json, cli.global.plain);
    let mut session = Session {
        global: cli.global,
        console,
        progress,
    };
    let ended = dispatch(&mut session, cli.verb);
    session.progress.clear();
    match ended {
        Ok(exit) => exit.into(),
        Err(failure) => say::fail(&session.console, &failure).into(),
    }
}

fn dispatch(session: &mut Session, verb: Verb) -> Result<Exit, Failure> {
    match verb {
        Verb::Start(args) => start::run(session, args),
        Verb::Status(args) => everyday::status(session, &args),
        Verb::Read(args) => add::read(session, args),
        Verb::New(args) => add::new(session, args),
        Verb::Add(args) => add::add(session, args),
        Verb::Remove(args) => add::remove(session, &args),
        Verb::Check => everyday::check(session),
        Verb::People(args) => everyday::people(session, &args),
        Verb::Find(args) => everyday::find(session, args),
        Verb::Mark(args) => everyday::mark(session, args),
        Verb::Unmark(args) => everyday::unmark(session, &args),
        Verb::Withhold(args) => everyday::withhold(session, &args),
        Verb::Say(args) => everyday::say(session, &args),
        Verb::Seal(args) => seal::seal(session, &args),
        Verb::Packet(args) => seal::packet(session, &args),
        Verb::Verify(args) => verify::verify(session, &args),
        Verb::Explain(args) => help::explain(session, &args),
        Verb::Doctor => help::doctor(session),
        Verb::Completions(args) => help::completions(&args),
        Verb::Man => help::man(),
    }
}

fn schema_of(verb: &Verb) -> &'static str {
    match verb {
        Verb::Start(_) => "start",
        Verb::Status(_) => "status",
        Verb::Read(_) => "read",
        Verb::New(_) => "new",
        Verb::Add(_) => "add",
        Verb::Remove(_) => "remove",
        Verb::Check => "check",
        Verb::People(_) => "people",
        Verb::Find(_) => "find",
        Verb::Mark(_) => "mark",
        Verb::Unmark(_) => "unmark",
        Verb::Withhold(_) => "withhold",
        Verb::Say(_) => "say",
        Verb::Seal(_) => "seal",
        Verb::Packet(_) => "packet",
        Verb::Verify(_) => "verify",
        Verb::Explain(_) => "explain",
        Verb::Doctor => "doctor",
        Verb::Completions(_) => "completions",
        Verb::Man => "man",
    }
}
