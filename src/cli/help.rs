//! `explain`, `doctor`, `completions`, `man`.

use std::io;

use clap::CommandFactory;
use saboot::steps::synced::synced_by;
use saboot::steps::{Failure, tool};
use saboot::store::find_case;
use saboot::tables::notes;
use serde_json::json;

use super::args::{self, Cli};
use super::exit::Exit;
use super::{Session, outside};

/// `saboot explain`.
pub fn explain(session: &Session, args: &args::Explain) -> Result<Exit, Failure> {
    let code = args.code.to_ascii_uppercase();
    let Some(words) = notes::words(&code) else {
        return Err(Failure::Expected(format!(
            "no code is called {}",
            super::console::escape(&code)
        )));
    };
    let language = session.console.language.tag();
    let [problem, do_this, explain] =
        [&words.problem, &words.do_this, &words.explain].map(|p| p.in_language(language));
    session.console.object("result", json!({"exit": 0, "code": code, "problem": problem, "do_this": do_this, "explain": explain}));
    session
        .console
        .line(&format!("{code}\n\n{problem}\n\n{do_this}\n\n{explain}"));
    Ok(Exit::Done)
}

/// `saboot doctor`.
pub fn doctor(session: &Session) -> Result<Exit, Failure> {
    let now = outside::now();
    let here = std::env::current_dir()?;
    let zone = chrono_tz::Asia::Karachi;
    let fonts = saboot::render::world::FONTS.len();
    let case = session.global.case.clone().or_else(|| find_case(&here));
    let clock = now
        .at
        .with_timezone(&zone)
        .format("%A, %-d %B %Y, %H:%M")
        .to_string();
    let synced = synced_by(case.as_deref().unwrap_or(&here));
    session.console.object(
        "result",
        json!({"exit": 0, "version": tool::VERSION, "tables": tool::tables_digest(), "clock": now.at, "clock_from": now.clock, "case_found": case.is_some(),
               "synced": synced, "fonts": fonts, "network": "none used"}),
    );
    session.console.line(&format!(
        "saboot {}, tables {}",
        tool::VERSION,
        tool::tables_digest().name()
    ));
    session.console.line(&format!(
        "Clock: is it now {clock} in Pakistan? If not, set the clock of this computer first."
    ));
    session.console.line(&format!(
        "Case: {}",
        if case.is_some() { "found" } else { "none here" }
    ));
    session.console.line(&match synced {
        Some(service) => {
            format!("CHECK  This folder seems to be copied to the internet by {service}.")
        }
        None => "Synced folder: not by its name.".to_owned(),
    });
    session
        .console
        .line(&format!("Fonts inside the program: {fonts}."));
    session.console.line("Network: none used.");
    Ok(Exit::doubtful(synced.is_some()))
}

/// `saboot completions`.
pub fn completions(args: &args::Completions) -> Result<Exit, Failure> {
    clap_complete::generate(
        args.shell,
        &mut Cli::command(),
        "saboot",
        &mut io::stdout().lock(),
    );
    Ok(Exit::Done)
}

/// `saboot man`.
pub fn man() -> Result<Exit, Failure> {
    clap_mangen::Man::new(Cli::command()).render(&mut io::stdout().lock())?;
    Ok(Exit::Done)
}
