//! The terminal: results on standard output, messages on standard error, everything from an export escaped.

use std::fmt::Write as _;
use std::io::{self, BufRead, IsTerminal, Write};

use saboot::model::{Note, Severity};
use saboot::steps::Failure;
use saboot::steps::interview::{Asker, Question};
use serde_json::{Value, json};

use super::args::{Global, Language};
use super::outside::wait_for;

/// How the program speaks.
pub struct Console {
    pub json: bool,
    pub quiet: bool,
    pub color: bool,
    pub language: Language,
    schema: &'static str,
}

impl Console {
    /// A console for one verb; `schema` is the verb's name.
    pub fn new(global: &Global, schema: &'static str) -> Self {
        let dumb = std::env::var_os("NO_COLOR").is_some()
            || std::env::var("TERM").is_ok_and(|t| t == "dumb");
        let color = !global.no_color && !global.plain && !dumb && io::stderr().is_terminal();
        Self {
            json: global.json,
            quiet: global.quiet,
            color,
            language: global.lang,
            schema,
        }
    }

    /// Prints a line of a result for people.
    pub fn line(&self, text: &str) {
        if !self.json {
            print(&mut io::stdout().lock(), text);
        }
    }

    /// Prints one object of a result for programs.
    pub fn object(&self, kind: &str, mut value: Value) {
        if self.json {
            if let Some(fields) = value.as_object_mut() {
                fields.shift_insert(
                    0,
                    "schema".into(),
                    format!("saboot/{}@1", self.schema).into(),
                );
                fields.shift_insert(1, "type".into(), kind.into());
            }
            print(&mut io::stdout().lock(), &value.to_string());
        }
    }

    /// Says something to the person. Not shown with `--quiet`.
    pub fn tell(&self, text: &str) {
        if !self.quiet {
            print(&mut io::stderr().lock(), text);
        }
    }

    /// Says what comes next: one command, at most two.
    pub fn next(&self, commands: &[&str]) {
        for (i, command) in commands.iter().take(2).enumerate() {
            self.tell(&format!(
                "{}{command}",
                if i == 0 { "Next:  " } else { "       " }
            ));
        }
    }

    /// Says that the original files were not touched.
    pub fn untouched(&self) {
        self.tell(match self.language {
            Language::En => "Your original files were not changed.",
            Language::Roman => "Aap ki asal files nahi badlin.",
        });
    }

    /// A word in a colour (ANSI), where the terminal has colours. The word itself says it, too.
    fn paint(&self, word: &str, colour: &str) -> String {
        if self.color && io::stdout().is_terminal() {
            format!("\u{1b}[{colour}m{word}\u{1b}[0m")
        } else {
            word.to_owned()
        }
    }

    /// Shows a note: `CHECK`, `STOP`, or nothing for `info`, then its place and its code.
    pub fn note(&self, note: &Note) {
        self.object("note", json!(note));
        let word = match note.severity {
            Severity::Info => "     ".to_owned(),
            Severity::Check => self.paint("CHECK", "33"),
            Severity::Stop => self.paint("STOP ", "31"),
        };
        let words = saboot::tables::notes::words(note.code.as_str())
            .filter(|_| self.language == Language::Roman);
        let text = words.map_or(note.text.as_str(), |w| w.problem.in_language("ur-Latn"));
        self.line(&format!("{word}  {}  {text}  [{}]", note.place, note.code));
    }
}

/// A broken pipe is no error of ours: whoever read has read enough.
fn print(out: &mut dyn Write, text: &str) {
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Makes text from an export safe for a terminal: controls, bidi controls and zero-width signs are shown as codes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str(" ⏎ "),
            '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{61C}'
            | '\u{E0000}'..='\u{E007F}' => {
                let _ = write!(out, "<U+{:04X}>", u32::from(c));
            }
            c if c.is_control() => {
                let _ = write!(out, "<U+{:04X}>", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether a console shows this text reversed and unjoined (Windows; Urdu, Arabic, Hebrew).
pub fn is_unreadable_here(text: &str) -> bool {
    cfg!(windows)
        && text
            .chars()
            .any(|c| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FEFC}'))
}

impl Asker for Console {
    fn ask(&mut self, question: &Question, options: &[String]) -> Result<Option<String>, Failure> {
        // Let go before the person types: Ctrl-C has something to say, too.
        let mut err = io::stderr().lock();
        print(&mut err, &format!("{}  {}", question.number, question.text));
        for (i, option) in options.iter().enumerate() {
            print(&mut err, &format!("      {}  {}", i + 1, escape(option)));
        }
        let _ = write!(err, "  > ").and_then(|()| err.flush());
        drop(err);
        let mut typed = String::new();
        match wait_for(|| io::stdin().lock().read_line(&mut typed)) {
            Ok(0) => Err(Failure::AnswerNeeded(vec![question.key])),
            Ok(_) => Ok(Some(typed.trim().to_owned()).filter(|t| !t.is_empty())),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => Err(Failure::Interrupted),
            Err(e) => Err(e.into()),
        }
    }

    fn tell(&mut self, text: &str) {
        Console::tell(self, &escape(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_deceive_a_terminal_is_shown_as_codes() {
        assert_eq!(
            escape("a\u{202e}b\u{1b}[31m\r\n"),
            "a<U+202E>b<U+001B>[31m<U+000D> ⏎ "
        );
        assert_eq!(escape("تصویر tasveer 🔪"), "تصویر tasveer 🔪");
    }
}
