//! Law 8: reading is real. What the generator wrote is what is read: sender, time, kind, body, attachments.

mod chats;
mod large;
mod pages;
mod phrases;
mod stamps;

use saboot::model::{Export, Kind};
use saboot::sources::Hints;
use serde_json::Value;

use crate::support::reading::{self, Reading};
use crate::support::subset;
use crate::support::whatsapp_writer::{Platform, Shape, Written};

/// Reads a written export; its files lie beside the transcript.
fn read(written: &Written, shape: &Shape) -> Reading {
    let (zip, name) = match shape.platform {
        Platform::Android => (
            "WhatsApp Chat with Kashif.zip",
            "WhatsApp Chat with Kashif.txt",
        ),
        Platform::Ios | Platform::OldIos => ("WhatsApp Chat - Kashif.zip", "_chat.txt"),
    };
    read_named(written, zip, name)
}

/// The same under names of its own.
fn read_named(written: &Written, zip: &str, name: &str) -> Reading {
    let mut members = vec![(name.to_owned(), written.transcript.clone())];
    members.extend(
        written
            .files
            .iter()
            .map(|file| (file.clone(), format!("bytes of {file}").into_bytes())),
    );
    reading::read(&Export::from_memory(zip, members), &Hints::default())
}

/// Every difference between what was written and what was read.
fn differences(written: &Written, reading: &Reading) -> Vec<String> {
    let found: Vec<Value> = reading
        .records()
        .filter(|record| record.kind != Kind::Frame)
        .map(reading::value)
        .collect();
    let mut differences = Vec::new();
    if found.len() != written.truth.len() {
        differences.push(format!(
            "{} records written, {} read",
            written.truth.len(),
            found.len()
        ));
    }
    for (number, (stated, found)) in written.truth.iter().zip(&found).enumerate() {
        let wrong = subset::differences(stated, found);
        if !wrong.is_empty() {
            differences.push(format!("record {}: {}", number + 1, wrong.join("; ")));
        }
    }
    differences
}

/// Fails with the first of what is wrong.
fn assert_none(breaches: &[String]) {
    let shown = breaches
        .iter()
        .take(60)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        breaches.is_empty(),
        "{} breaches, the first:\n{shown}",
        breaches.len()
    );
}
