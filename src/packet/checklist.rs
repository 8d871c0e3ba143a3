//! Parts 3 and 12: the contents, what to take along, and the receipt.

use super::input::PacketInput;
use super::words::Words;
use super::{Checklist, Content, Pair, PartName, Receipt};

pub(super) fn compose(input: &PacketInput<'_>, contents: &[PartName]) -> Checklist {
    let speech = input.speech();
    let title = |part: &PartName| Content {
        part: *part,
        title: speech.head(*part, &[]).part,
    };
    let bundle = Words::text(input.bundle.n.to_string());
    let files = Words::text(input.bundle.files.to_string());
    let items = [
        ("receipt_packet", Some(speech.say("n_pages", &[]))),
        ("receipt_stick", None),
        (
            "receipt_bundle",
            Some(speech.say(
                "bundle_files",
                &[("bundle", bundle.clone()), ("files", files)],
            )),
        ),
        ("receipt_shown", None),
        ("receipt_kept", None),
    ];
    let items = items.into_iter().map(|(label, value)| Pair {
        label: speech.term(label),
        value: value.unwrap_or_default(),
    });
    let receipt = Receipt {
        title: speech.say(
            "receipt_title",
            &[("reference", Words::quote(input.reference()))],
        ),
        items: items.collect(),
        by: [
            "by_name",
            "by_office",
            "by_diary",
            "by_time",
            "by_signature",
        ]
        .map(|key| speech.term(key))
        .to_vec(),
        foot: speech.say("receipt_foot", &[]),
    };
    let filed = contents.iter().filter(|part| **part != PartName::NextSteps);
    Checklist {
        head: speech.head(PartName::Checklist, &[]),
        contents: filed.map(title).collect(),
        take: input
            .form
            .take
            .iter()
            .map(|[what, note]| Pair {
                label: what.clone(),
                value: Words::join([Words::text(note)], ""),
            })
            .collect(),
        before_leaving: [
            "leave_receipt",
            "leave_number",
            "leave_photo",
            "leave_officer",
        ]
        .map(|key| speech.term(key))
        .to_vec(),
        fee: speech.say("no_fee", &[]),
        receipt,
    }
}
