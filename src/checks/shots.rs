//! C-SHOT-02: a screenshot is smaller than the others of the same width. It was probably cropped.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Doubt, Whole};
use crate::model::{Address, Note, Record, Severity, SourceId};

/// Screenshots of full height that are needed to know what a full screen is.
const ENOUGH: usize = 2;

/// Height and address of each screenshot, by source and width in pixels.
#[derive(Default)]
pub(super) struct Shots {
    by_width: BTreeMap<(SourceId, u64), Vec<(u64, Address)>>,
}

impl Doubt for Shots {
    fn see(&mut self, record: &Record) {
        let Some(item) = record
            .item
            .as_ref()
            .filter(|item| item.what == "screenshot")
        else {
            return;
        };
        let pixels = |name: &str| item.fields.get(name).and_then(Value::as_u64);
        if let (Some(width), Some(height)) = (pixels("width"), pixels("height")) {
            let same = self
                .by_width
                .entry((record.address.source, width))
                .or_default();
            same.push((
                height,
                Address::member(record.address.source, record.member_n),
            ));
        }
    }

    fn notes(&self, whole: &Whole<'_>) -> Vec<Note> {
        let text = "This screenshot is lower than the others of the same width. If the whole one is still on the phone, add it.";
        let mut notes = Vec::new();
        for ((source, _), shots) in &self.by_width {
            let full = shots.iter().map(|(height, _)| *height).max().unwrap_or(0);
            let known = shots.iter().filter(|(height, _)| *height == full).count() >= ENOUGH;
            if known && !whole.is_noted("C-SHOT-02", *source) {
                let lower = shots.iter().filter(|(height, _)| *height < full);
                notes.extend(
                    lower.map(|(_, address)| Note::new("C-SHOT-02", Severity::Info, address, text)),
                );
            }
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Fixture, codes};

    #[test]
    fn a_lower_screenshot_is_noted_when_two_show_the_whole_screen() {
        for (heights, expected) in [
            (&[2340, 2340, 900][..], &["S3:F3"][..]),
            (&[2340, 900], &[]),
            (&[2340, 2340], &[]),
        ] {
            let mut fixture = Fixture::default();
            for height in heights {
                fixture.screenshot("S3", 1080, *height);
            }
            assert_eq!(
                codes(&fixture.check(), "C-SHOT-02"),
                expected,
                "{heights:?}"
            );
        }
    }
}
