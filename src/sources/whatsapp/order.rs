//! Date order: day first, month first or year first, decided for the whole transcript from evidence.
//!
//! One export never mixes orders. The rules, strongest first:
//! 1. A year of four digits, or a number above 31, in front: year first.
//! 2. A first number above 12 is a day, a second number above 12 is a day.
//! 3. An iPhone's attachment name holds the time of its message to the second.
//! 4. No message lies after the export.
//! 5. One reading never goes back by a day, the other often.
//!
//! What none of them decides stays undecided: both readings are kept. Language and country prove nothing.

use chrono::{NaiveDateTime, TimeDelta};

use super::phrases::Platform;
use super::reading::{Reader, month_is_first};
use super::stamp::Stamp;
use crate::model::{Basis, DateOrder};

/// How often something was seen, and on which line first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    n: u64,
    line: u64,
}

impl Count {
    fn add(&mut self, line: u64) {
        if self.n == 0 {
            self.line = line;
        }
        self.n += 1;
    }
}

/// What one reading of all dates would mean.
#[derive(Debug, Clone, Default)]
struct Trial {
    last: Option<NaiveDateTime>,
    latest: Option<(NaiveDateTime, u64)>,
    back: Count,
    named: Count,
}

/// Dates of one kind in a row, by lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    order: DateOrder,
    line: u64,
    n: u64,
}

/// What the headers of a transcript say about its order.
#[derive(Debug, Clone, Default)]
pub struct DateSurvey {
    headers: u64,
    day_first: Count,
    month_first: Count,
    year_first: Count,
    /// A last number too small for a year of two digits.
    early: Count,
    named: Option<(DateOrder, u64)>,
    runs: Vec<Run>,
    dmy: Trial,
    mdy: Trial,
}

/// The decision for a transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The order; none if undecided or different from stretch to stretch.
    pub order: Option<DateOrder>,
    /// How it is known.
    pub basis: Basis,
    /// The rule that decided, in the words of the contract.
    pub rule: &'static str,
    /// The line that proves it.
    pub witness: Option<u64>,
    /// Stretches with an order of their own, by first line, in a merged file.
    pub stretches: Vec<(u64, DateOrder)>,
    /// Whether dates above 12 stand in both places.
    pub contradicted: bool,
}

/// More changes of order than this are no stretches.
const RUNS: usize = 64;

impl DateSurvey {
    /// Takes in one header; `rest` is what follows the stamp on its line.
    pub fn add(&mut self, line: u64, stamp: &Stamp, rest: &[u8], platform: Platform) {
        self.headers += 1;
        if stamp.names_month() {
            let order = if month_is_first(stamp) {
                DateOrder::Mdy
            } else {
                DateOrder::Dmy
            };
            self.named.get_or_insert((order, line));
            return;
        }
        let mut numbers = stamp.date_numbers();
        let (Some(a), Some(b)) = (numbers.next(), numbers.next()) else {
            return;
        };
        let c = numbers.next();
        if a.width > 2 || a.value > 31 {
            self.year_first.add(line);
            return;
        }
        if c.is_some_and(|c| c.width == 2 && c.value < 9) {
            self.early.add(line);
        }
        let decided = match (a.value > 12, b.value > 12) {
            (true, false) => Some(DateOrder::Dmy),
            (false, true) => Some(DateOrder::Mdy),
            _ => None,
        };
        // No phone writes 30 February: such a line was typed or damaged, and must not decide for all others.
        let is_day = |order: &DateOrder| {
            let reader = Reader {
                order: Some(*order),
                exported: None,
            };
            a.value.max(b.value) <= 28 || reader.allows(stamp)
        };
        if let Some(order) = decided.filter(is_day) {
            match order {
                DateOrder::Dmy => self.day_first.add(line),
                _ => self.month_first.add(line),
            }
            let long = self.runs.len() >= RUNS;
            match self.runs.last_mut() {
                Some(run) if run.order == order => run.n += 1,
                _ if !long => self.runs.push(Run { order, line, n: 1 }),
                _ => {}
            }
        }
        // The weaker rules only matter while nothing stronger was seen.
        if self.day_first.n + self.month_first.n == 0 {
            let named = (platform == Platform::Ios)
                .then(|| time_in_name(rest))
                .flatten();
            self.dmy.add(DateOrder::Dmy, line, stamp, named);
            self.mdy.add(DateOrder::Mdy, line, stamp, named);
        }
    }

    /// Decides. `declared` is what a person said; `exported` the time of the zip entry.
    pub fn decide(&self, declared: Option<DateOrder>, exported: Option<NaiveDateTime>) -> Decision {
        let decision = |order, basis, rule, witness| Decision {
            order,
            basis,
            rule,
            witness,
            stretches: Vec::new(),
            contradicted: self.day_first.n > 0 && self.month_first.n > 0,
        };
        let inferred = |order, rule, count: Count| {
            decision(Some(order), Basis::Inferred, rule, Some(count.line))
        };
        if let Some(order) = declared {
            return decision(Some(order), Basis::Declared, "declared", None);
        }
        if let Some((order, line)) = self.named {
            return decision(Some(order), Basis::Stated, "month-named", Some(line));
        }
        if self.year_first.n * 2 > self.headers {
            return inferred(DateOrder::Ymd, "year-first", self.year_first);
        }
        if self.early.n > 0
            && self.early.n + self.day_first.n >= self.headers
            && self.month_first.n == 0
        {
            return inferred(DateOrder::Ymd, "year-first", self.early);
        }
        match (self.day_first.n, self.month_first.n) {
            (0, 0) => {}
            (_, 0) => return inferred(DateOrder::Dmy, "day-above-12", self.day_first),
            (0, _) => return inferred(DateOrder::Mdy, "month-above-12", self.month_first),
            (days, months) => {
                if self.runs.len() <= 4 && self.runs.iter().all(|r| r.n >= 2) {
                    let mut merged =
                        decision(None, Basis::Inferred, "undecided", Some(self.runs[1].line));
                    merged.stretches = self.runs.iter().map(|r| (r.line, r.order)).collect();
                    return merged;
                }
                // A few contrary dates were typed or damaged.
                if days >= 2 * months {
                    return inferred(DateOrder::Dmy, "day-above-12", self.day_first);
                }
                if months >= 2 * days {
                    return inferred(DateOrder::Mdy, "month-above-12", self.month_first);
                }
                return decision(None, Basis::Inferred, "undecided", None);
            }
        }
        self.weaker(exported, &inferred)
            .unwrap_or_else(|| decision(None, Basis::Inferred, "undecided", None))
    }

    fn weaker(
        &self,
        exported: Option<NaiveDateTime>,
        inferred: &dyn Fn(DateOrder, &'static str, Count) -> Decision,
    ) -> Option<Decision> {
        let (dmy, mdy) = (&self.dmy, &self.mdy);
        match (dmy.named.n, mdy.named.n) {
            (1.., 0) => return Some(inferred(DateOrder::Dmy, "attachment-name", dmy.named)),
            (0, 1..) => return Some(inferred(DateOrder::Mdy, "attachment-name", mdy.named)),
            _ => {}
        }
        let too_late = |trial: &Trial| {
            let (at, line) = trial.latest?;
            (at > exported? + TimeDelta::days(1)).then_some(Count { n: 1, line })
        };
        match (too_late(dmy), too_late(mdy)) {
            (Some(line), None) => return Some(inferred(DateOrder::Mdy, "export-date", line)),
            (None, Some(line)) => return Some(inferred(DateOrder::Dmy, "export-date", line)),
            _ => {}
        }
        match (dmy.back.n, mdy.back.n) {
            (0, MANY..) => Some(inferred(DateOrder::Dmy, "no-reversal", mdy.back)),
            (MANY.., 0) => Some(inferred(DateOrder::Mdy, "no-reversal", dmy.back)),
            _ => None,
        }
    }
}

/// So many steps back by a day or more make a reading improbable.
const MANY: u64 = 3;

impl Trial {
    fn add(&mut self, order: DateOrder, line: u64, stamp: &Stamp, named: Option<NaiveDateTime>) {
        let reader = Reader {
            order: Some(order),
            exported: None,
        };
        let (sent, _) = reader.read(stamp, "");
        let Some(at) = sent.local else { return };
        if self.last.is_some_and(|last| last - at > TimeDelta::days(1)) {
            self.back.add(line);
        }
        // The first line is the app's notice, which can be later than what follows.
        self.last = (line > 1).then_some(at);
        if self.latest.is_none_or(|(latest, _)| at > latest) {
            self.latest = Some((at, line));
        }
        if named == Some(at) {
            self.named.add(line);
        }
    }
}

/// The time in an iPhone's attachment name: `00000012-PHOTO-2024-08-05-23-06-07.jpg`.
fn time_in_name(rest: &[u8]) -> Option<NaiveDateTime> {
    memchr::memmem::find_iter(rest, b"-20").find_map(|at| {
        let digits = rest.get(at + 1..at + 20)?;
        let text = std::str::from_utf8(digits).ok()?;
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d-%H-%M-%S").ok()
    })
}

#[cfg(test)]
mod tests {
    use super::super::line::{parse_header, platform_of};
    use super::*;

    fn decide(stamps: &[&str], declared: Option<DateOrder>, exported: Option<&str>) -> Decision {
        let mut evidence = DateSurvey::default();
        for (line, stamp) in (1..).zip(stamps) {
            let text = if stamp.contains('[') {
                (*stamp).to_owned()
            } else {
                format!("{stamp} - A: x")
            };
            let mut skeleton = Vec::new();
            let header = parse_header(text.as_bytes(), &mut skeleton).expect("a header");
            let rest = &text.as_bytes()[header.rest as usize..];
            evidence.add(line, &header.stamp, rest, platform_of(&skeleton));
        }
        evidence.decide(
            declared,
            exported.map(|e| format!("{e}T12:00:00").parse().expect("a time")),
        )
    }

    #[test]
    fn every_rule_decides_with_its_witness() {
        use DateOrder::{Dmy, Mdy, Ymd};
        let photo = |date: &str, at: &str| {
            format!("[{date}, 23:06:07] A: \u{200e}<attached: 00000012-PHOTO-{at}-23-06-07.jpg>")
        };
        let (named_dmy, named_mdy) = (
            photo("05/08/24", "2024-08-05"),
            photo("05/08/24", "2024-05-08"),
        );
        for (stamps, exported, order, rule, witness) in [
            (
                vec!["05/08/24, 1:00", "21/08/24, 1:00"],
                None,
                Dmy,
                "day-above-12",
                2,
            ),
            (
                vec!["8/5/24, 1:00", "8/21/24, 1:00"],
                None,
                Mdy,
                "month-above-12",
                2,
            ),
            (vec!["2024/08/05, 1:00"], None, Ymd, "year-first", 1),
            (
                vec!["24/08/05, 1:00", "24/08/06, 1:00"],
                None,
                Ymd,
                "year-first",
                1,
            ),
            (vec!["5 Aug 2024, 1:00"], None, Dmy, "month-named", 1),
            (vec!["Aug 5, 1:00"], None, Mdy, "month-named", 1),
            (
                vec!["05/08/24, 1:00"],
                Some("2024-06-01"),
                Mdy,
                "export-date",
                1,
            ),
            (
                vec!["08/05/24, 1:00"],
                Some("2024-06-01"),
                Dmy,
                "export-date",
                1,
            ),
            (vec![named_dmy.as_str()], None, Dmy, "attachment-name", 1),
            (vec![named_mdy.as_str()], None, Mdy, "attachment-name", 1),
            (
                vec![
                    "10/01/24, 1:00",
                    "11/01/24, 1:00",
                    "01/02/24, 1:00",
                    "11/02/24, 1:00",
                    "01/03/24, 1:00",
                    "12/03/24, 1:00",
                    "01/04/24, 1:00",
                ],
                None,
                Dmy,
                "no-reversal",
                3,
            ),
        ] {
            let found = decide(&stamps, None, exported);
            assert_eq!(
                (found.order, found.rule, found.witness),
                (Some(order), rule, Some(witness)),
                "{stamps:?}"
            );
        }
    }

    #[test]
    fn what_nothing_decides_stays_undecided() {
        let found = decide(
            &["05/08/24, 1:00", "06/08/24, 1:00"],
            None,
            Some("2024-12-01"),
        );
        assert_eq!((found.order, found.rule), (None, "undecided"));
        assert_eq!(
            decide(&["05/08/24, 1:00"], Some(DateOrder::Mdy), None).basis,
            Basis::Declared
        );
    }

    #[test]
    fn am_and_pm_do_not_decide() {
        assert_eq!(
            decide(&["5/8/24, 1:00 PM", "6/8/24, 1:00 PM"], None, None).order,
            None
        );
    }

    #[test]
    fn a_merged_file_is_decided_by_stretches_and_a_few_typed_dates_are_not_heard() {
        let merged = decide(
            &[
                "21/08/24, 1:00",
                "22/08/24, 1:00",
                "8/21/24, 1:00",
                "8/22/24, 1:00",
            ],
            None,
            None,
        );
        assert_eq!(merged.stretches, [(1, DateOrder::Dmy), (3, DateOrder::Mdy)]);
        assert!(merged.contradicted);
        let typed = decide(
            &[
                "21/08/24, 1:00",
                "22/08/24, 1:00",
                "8/21/24, 1:00",
                "22/08/24, 1:00",
            ],
            None,
            None,
        );
        assert_eq!(
            (typed.order, typed.contradicted),
            (Some(DateOrder::Dmy), true)
        );
    }
}
