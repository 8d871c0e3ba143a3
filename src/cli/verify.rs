//! `verify`.

use saboot::bundle::Report;
use saboot::bundle::verify::Finding;
use saboot::steps::Failure;
use saboot::steps::verify::{Scope, Verified, check};
use saboot::tables::notes;
use serde_json::json;

use super::Session;
use super::args;
use super::console::escape;
use super::exit::Exit;

/// `saboot verify`.
pub fn verify(session: &Session, args: &args::Verify) -> Result<Exit, Failure> {
    let scope = if args.chain { Scope::Chain } else { Scope::One };
    let verified = check(
        &args.path,
        scope,
        args.against.as_deref(),
        &session.world("operator"),
    )?;
    session.progress.clear();
    let sound = match &verified {
        Verified::One(report) => show(session, report),
        Verified::Chain(chain) => {
            for (name, report) in &chain.bundles {
                session.console.line(&escape(name));
                show(session, report);
            }
            chain
                .findings
                .iter()
                .for_each(|f| show_finding(session, "finding", f));
            chain.is_sound()
        }
    };
    let exit = if sound { Exit::Done } else { Exit::Changed };
    session
        .console
        .object("result", json!({"exit": exit.code(), "sound": sound}));
    if sound {
        session.console.next(&[
            "compare all 64 digits with page 1 of the paper, or: saboot verify FOLDER --against DIGITS",
        ]);
    } else {
        session
            .console
            .tell("Do not rely on this copy. Keep it, tell the sender, and ask for another.");
    }
    Ok(exit)
}

fn show(session: &Session, report: &Report) -> bool {
    report
        .findings
        .iter()
        .for_each(|f| show_finding(session, "finding", f));
    report
        .notes
        .iter()
        .for_each(|f| show_finding(session, "note", f));
    let absent: Vec<String> = report.absent.iter().map(ToString::to_string).collect();
    let agreement = report.agreement.as_ref().map(ToString::to_string);
    session.console.object(
        "report",
        json!({"fingerprint": report.fingerprint, "files": report.files, "bytes": report.bytes, "sound": report.is_sound(),
               "verdict": report.verdict(), "absent": absent, "agreement": agreement}),
    );
    let word = if report.is_sound() { "OK" } else { "STOP" };
    session.console.line(&format!(
        "{word}  {} files, {} bytes. {}",
        report.files,
        report.bytes,
        report.verdict()
    ));
    if let Some(fingerprint) = report.fingerprint {
        session
            .console
            .line(&format!("    Fingerprint {fingerprint}"));
    }
    if let Some(agreement) = &agreement {
        session.console.line(&format!("    It {agreement}."));
    }
    for missing in &absent {
        session.console.line(&format!("    {missing}"));
    }
    report.is_sound()
}

fn show_finding(session: &Session, kind: &str, finding: &Finding) {
    session.console.object(kind, json!({"code": finding.code, "place": finding.place, "what": finding.what(), "facts": finding.facts}));
    let words = notes::words(finding.code.as_str()).map_or(finding.what(), |w| {
        w.problem.in_language(session.console.language.tag())
    });
    let word = if kind == "finding" { "STOP " } else { "     " };
    session.console.line(&format!(
        "{word} {}  {words}  [{}]",
        escape(&finding.place),
        finding.code
    ));
}
