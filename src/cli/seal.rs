//! `seal` and `packet`.

use std::io::{self, BufRead};

use saboot::steps::{Access, Failure, paper, seal};
use serde_json::json;

use super::Session;
use super::args;
use super::exit::Exit;
use super::outside::wait_for;

/// `saboot seal`.
pub fn seal(session: &Session, args: &args::Seal) -> Result<Exit, Failure> {
    let console = &session.console;
    if args.dry_run {
        let open = session.open(Access::Read)?;
        let f = seal::forecast(&open)?;
        let stops = seal::stops(&open)?;
        console.object("result", json!({"exit": 0, "bundle": f.number, "exhibits": f.exhibits, "withheld": f.withheld, "bytes": f.payload_bytes, "stops": stops.len()}));
        console.line(&format!("Would freeze bundle {}: {} exhibits, {} withheld, {} originals of {} bytes. {} doubts block it.", f.number, f.exhibits, f.withheld, f.payload_files, f.payload_bytes, stops.len()));
        return Ok(Exit::Done);
    }
    let mut open = session.open(Access::Write)?;
    if seal::is_sealed(&open) {
        let latest = open.case.bundles.last();
        console.object(
            "result",
            json!({"exit": 0, "bundle": latest.map(|b| b.n), "new": false}),
        );
        console.line("Nothing is new since the latest bundle. Nothing was sealed.");
        return Ok(Exit::Done);
    }
    let forecast = seal::forecast(&open)?;
    if !session.global.yes {
        if session.global.no_input {
            return Err(Failure::AnswerNeeded(vec!["confirm_seal"]));
        }
        console.tell(&format!(
            "Bundle {}: {} exhibits, {} withheld. This cannot be undone. Type SEAL to freeze.",
            forecast.number, forecast.exhibits, forecast.withheld
        ));
        let mut typed = String::new();
        wait_for(|| io::stdin().lock().read_line(&mut typed))?;
        if typed.trim() != "SEAL" {
            return Err(Failure::NotConfirmed);
        }
    }
    let outcome = seal::seal(&mut open, &session.world("operator"))?;
    session.progress.clear();
    show_sealed(session, &outcome);
    console.object("result", json!({"exit": 0, "bundle": outcome.number, "fingerprint": outcome.fingerprint, "files": outcome.payload_files, "bytes": outcome.payload_bytes, "new": true}));
    console.next(&["saboot packet", "saboot verify BUNDLE"]);
    Ok(Exit::Done)
}

/// Says that a bundle was sealed, with its name and all its digits.
pub fn show_sealed(session: &Session, outcome: &seal::Outcome) {
    if let Some(fingerprint) = outcome.fingerprint {
        session.console.line(&format!("OK  Bundle {} is sealed. Its name: {} (the first 16 of the 64 digits of its fingerprint)", outcome.number, fingerprint.name()));
        session.console.line(&format!("    {fingerprint}"));
        session.console.line("    Send all 64 digits to someone you trust by SMS: that dates your bundle. The 16 only name it.");
    }
}

/// `saboot packet`.
pub fn packet(session: &Session, args: &args::Packet) -> Result<Exit, Failure> {
    let mut open = session.open(Access::Write)?;
    let outcome = paper::make(&mut open, args.bundle, &session.world("operator"))?;
    session.progress.clear();
    show_papers(session, &outcome);
    let files: Vec<_> = outcome
        .files
        .iter()
        .map(|(name, pages)| json!({"name": name, "pages": pages}))
        .collect();
    session.console.object("result", json!({"exit": 0, "bundle": outcome.bundle, "fingerprint": outcome.fingerprint, "draft": outcome.draft, "files": files}));
    session.console.next(&["print the papers at a helpline, lawyer or office (a shop may keep copies), and sign where marked"]);
    Ok(Exit::Done)
}

/// Says where the papers are.
pub fn show_papers(session: &Session, outcome: &paper::Outcome) {
    for (name, pages) in &outcome.files {
        session.console.line(&format!(
            "OK  {}  {pages} pages",
            outcome.folder.join(name).display()
        ));
    }
    if outcome.draft {
        session
            .console
            .line("    Every page is a DRAFT: chosen by word lists; nobody looked at this yet.");
    }
}
