//! Part 14, how to verify with what every computer has. A command is printed whole.

use super::input::PacketInput;
use super::moment;
use super::words::Words;
use super::{Pair, PartName, Step, Verify};

pub(super) fn compose(input: &PacketInput<'_>) -> Verify {
    let speech = input.speech();
    let sealed = || Words::exact(moment::stamp(input.bundle.sealed, input.roll.zone()));
    let files = || Words::text(input.bundle.files.to_string());
    let bundle = || Words::text(format!("{:02}", input.bundle.n));
    let steps = input.papers.verify_steps.iter().map(|row| Step {
        label: row.label.clone(),
        system: row.system.clone(),
        lines: row
            .lines
            .iter()
            .map(|line| example(line, input.example))
            .collect(),
        expect: if row.expect.is_empty() {
            Words::none()
        } else {
            speech.say(&row.expect, &[("files", files())])
        },
    });
    let pairs = |rows: &[(&str, &str)]| {
        let one = |(label, key): &(&str, &str)| Pair {
            label: speech.term(label),
            value: speech.say(key, &[("sealed", sealed()), ("bundle", bundle())]),
        };
        rows.iter().map(one).collect::<Vec<Pair>>()
    };
    Verify {
        head: speech.head(PartName::Verify, &[]),
        intro: speech.say("verify_intro", &[("bundle", bundle())]),
        steps: steps.collect(),
        fingerprint_note: speech.say("fingerprint_note", &[("sealed", sealed())]),
        means: pairs(&[
            ("means.same", "means_same"),
            ("means.different", "means_different"),
            ("means.not_proved", "means_not_proved"),
        ]),
        find: pairs(&[
            ("find.exhibit", "find_exhibit"),
            ("find.source", "find_source"),
            ("find.line", "find_line"),
            ("find.excel", "find_excel"),
        ]),
    }
}

/// A command with the path of a real original: `{/}` with slashes, `{\\}` as Windows writes it.
fn example(line: &str, path: &str) -> String {
    line.replace("{/}", path)
        .replace("{\\}", &path.replace('/', "\\"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_the_system_writes_it() {
        assert_eq!(example("a {/} b", "data/x"), "a data/x b");
        assert_eq!(example("a {\\} { $h }", "data/x"), "a data\\x { $h }");
    }
}
