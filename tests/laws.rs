//! The laws of reading (`docs/records.md`), by their numbers, over every fixture and every mutation of it.
//!
//! Law 8 has its own module, `truth.rs`, with the generator that knows the truth.

mod elements;
mod locality;
mod memory;
mod messages;
mod tiling;
mod times;

use std::panic::{AssertUnwindSafe, catch_unwind};

use saboot::model::{Export, Kind};
use saboot::sources::Hints;

use crate::support::mutate::{self, Damage, Mutant};
use crate::support::reading::{self, Reading};
use crate::support::seeded::Seeded;
use crate::support::walk::{self, Case};

/// Transcripts up to this size meet every damage of the list.
const EXHAUSTIVE: usize = 4096;

/// Larger ones meet this many drawn pieces.
const DRAWN: usize = 2000;

fn cases() -> Vec<Case> {
    walk::all().collect()
}

fn is_thorough() -> bool {
    std::env::var_os("SABOOT_THOROUGH").is_some()
}

/// Each damage reads the whole archive again, so each of its members meets fewer pieces.
const DRAWN_OF_MANY: usize = 150;

/// Every mutant of a member that this run can afford, where `beside` others are read with it. The readers of JSON and pages
/// hold the laws over every byte in tests of their own, which read one file and not a whole download.
fn damages(bytes: &[u8], beside: usize, seed: u64) -> Vec<Damage> {
    if beside > 0 && !is_thorough() {
        return mutate::drawn(bytes, DRAWN_OF_MANY, seed);
    }
    let is_transcript = !matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'[' | b'<'));
    let is_small = bytes.len() <= EXHAUSTIVE && (is_transcript || is_thorough());
    match (is_small, is_thorough()) {
        (true, true) => mutate::exhaustive(bytes, 8),
        (true, false) => mutate::exhaustive(bytes, 4),
        (false, true) => mutate::drawn(bytes, DRAWN * 25, seed),
        (false, false) => mutate::drawn(bytes, DRAWN, seed),
    }
}

/// A sound case with one of its transcripts singled out for damage.
struct Sound {
    case: Case,
    member: u32,
    /// How many other members are read with it.
    beside: usize,
    bytes: Vec<u8>,
    reading: Reading,
    hints: Hints,
}

impl Sound {
    fn mutant(&self, damage: Damage) -> (Mutant, Export) {
        let mutant = mutate::apply(&self.bytes, damage);
        let export = reading::damaged(&self.case, self.member, mutant.bytes.clone());
        (mutant, export)
    }
}

/// Each transcript of each case: the members from which records were read.
fn sound() -> Vec<Sound> {
    let mut all = Vec::new();
    for case in cases() {
        let reading = reading::read_case(&case);
        let mut numbers: Vec<u32> = reading
            .records()
            .filter(|record| record.kind != Kind::Item)
            .map(|record| record.member_n)
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        for member in numbers.clone() {
            let bytes = reading::members(&case.given_name, &case.input)[member as usize - 1]
                .1
                .clone();
            all.push(Sound {
                case: case.clone(),
                member,
                beside: numbers.len() - 1,
                bytes,
                reading: reading::read_case(&case),
                hints: reading::hints(&case),
            });
        }
    }
    all
}

/// Runs a check over every mutant, on as many threads as there are cores, and fails with the first breaches.
fn over_every_mutant(check: impl Fn(&Sound, &Mutant, &Export) -> Vec<String> + Sync) {
    let sound = sound();
    let next = std::sync::atomic::AtomicUsize::new(0);
    let breaches = std::sync::Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(one) =
                    sound.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
                {
                    let found = breaches_of(one, &check);
                    breaches
                        .lock()
                        .expect("no worker panics while it holds the lock")
                        .extend(found);
                }
            });
        }
    });
    let breaches = breaches.into_inner().expect("all workers are done");
    let shown = breaches
        .iter()
        .take(40)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        breaches.is_empty(),
        "{} breaches, the first:\n{shown}",
        breaches.len()
    );
}

fn breaches_of(
    one: &Sound,
    check: &(impl Fn(&Sound, &Mutant, &Export) -> Vec<String> + Sync),
) -> Vec<String> {
    let mut breaches = Vec::new();
    // Each member of an archive meets other damage.
    let seed =
        Seeded::seed_of(&one.case.name).wrapping_add(one.beside as u64 * u64::from(one.member));
    for damage in damages(&one.bytes, one.beside, seed) {
        let (mutant, export) = one.mutant(damage);
        let found = catch_unwind(AssertUnwindSafe(|| check(one, &mutant, &export)))
            .unwrap_or_else(|_| vec!["law 4: a panic".to_owned()]);
        breaches.extend(
            found
                .into_iter()
                .map(|text| format!("{} F{} {damage:?}: {text}", one.case.name, one.member)),
        );
        if breaches.len() > 5 {
            break;
        }
    }
    breaches
}

#[test]
fn laws_1_3_4_and_5_hold_for_every_mutant() {
    over_every_mutant(|one, mutant, export| {
        let reading = reading::read(export, &one.hints);
        let mut breaches = tiling::breaches(export, &reading);
        breaches.extend(times::breaches(&reading));
        // Twice in a while is enough to see an order of a hash map or a leftover of the reading before.
        if mutant.became % 4 == 1
            && mutant.touched.start % 8 == 0
            && reading::read(export, &one.hints) != reading
        {
            breaches.push("law 3: read twice, it differs".to_owned());
        }
        breaches
    });
}

#[test]
fn laws_1_and_5_hold_for_every_sound_fixture() {
    for case in cases() {
        let reading = reading::read_case(&case);
        let export = reading::export(&case);
        assert_eq!(
            tiling::breaches(&export, &reading),
            [""; 0],
            "{}",
            case.name
        );
        assert_eq!(times::breaches(&reading), [""; 0], "{}", case.name);
    }
}

#[test]
fn law_2_what_is_doubled_or_dropped_is_counted() {
    for one in sound() {
        let breaches = elements::breaches(&one);
        assert!(
            breaches.is_empty(),
            "{}: {}",
            one.case.name,
            breaches.join("\n")
        );
    }
}

#[test]
fn law_3_every_thread_reads_the_same() {
    let readings: Vec<Vec<Reading>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| cases().iter().map(reading::read_case).collect()))
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().expect("a reading does not panic"))
            .collect()
    });
    assert!(readings.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn law_4_bytes_of_no_format_are_kept() {
    let mut random = Seeded::new(4);
    for length in [0, 1, 2, 3, 7, 64, 1000, 5000] {
        for _ in 0..40 {
            let bytes: Vec<u8> = (0..length).map(|_| random.next() as u8).collect();
            let export = Export::from_memory("chat.txt", vec![("chat.txt".to_owned(), bytes)]);
            let reading = reading::read(&export, &Hints::default());
            assert_eq!(tiling::breaches(&export, &reading), [""; 0]);
        }
    }
}

#[test]
fn law_7_damage_inside_a_line_stays_there() {
    over_every_mutant(|one, mutant, export| {
        if mutant.is_inside_one_line() {
            locality::breaches(one, mutant, &reading::read(export, &one.hints))
        } else {
            Vec::new()
        }
    });
}
