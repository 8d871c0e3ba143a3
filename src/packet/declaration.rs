//! Part 13, declaration: exported, copied, not edited after the export. Nothing about who wrote what.

use super::input::PacketInput;
use super::words::Words;
use super::{Declaration, PartName};

pub(super) fn compose(input: &PacketInput<'_>) -> Declaration {
    let speech = input.speech();
    let all = |keys: &[&str]| {
        keys.iter()
            .map(|key| speech.say(key, &[]))
            .collect::<Vec<Words>>()
    };
    Declaration {
        head: speech.head(PartName::Declaration, &[]),
        complainant: all(&["declare_exported", "declare_copied", "declare_not_edited"]),
        operator: all(&["declare_operator_ran", "declare_operator_changed"]),
        limits: speech.say("declare_limits", &[]),
    }
}
