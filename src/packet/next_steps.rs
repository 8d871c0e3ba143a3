//! The last leaf, not for filing: what to do next, each with what to do if that is not safe.

use super::PartName;
use super::annexes::{NextSteps, StepGroup};
use super::input::PacketInput;
use super::words::Words;

pub(super) fn compose(input: &PacketInput<'_>) -> NextSteps {
    let speech = input.speech();
    let group = |label: &str, keys: &[&str]| StepGroup {
        label: speech.term(label),
        items: keys.iter().map(|key| speech.say(key, &[])).collect(),
    };
    let mut help = group("next.help", &["next_danger"]);
    let channels = input
        .authority
        .channels
        .iter()
        .filter(|c| c.confidence == "certain" && c.kind != "website");
    help.items.extend(channels.map(|c| {
        let kind = Words::text(speech.named("channel.", &c.kind));
        speech.say(
            "next_channel",
            &[
                ("kind", kind),
                ("value", Words::exact(c.value.clone())),
                ("as_of", Words::exact(c.as_of.clone())),
            ],
        )
    }));
    NextSteps {
        head: speech.head(PartName::NextSteps, &[]),
        note: speech.say("next_note", &[]),
        groups: vec![
            group("next.keep", &["next_phone", "next_chat", "next_copies"]),
            group("next.file", &["next_print", "next_sign", "next_number"]),
            group(
                "next.not",
                &["next_no_reply", "next_no_edit", "next_no_post"],
            ),
            help,
        ],
    }
}
