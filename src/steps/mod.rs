//! Verbs: one file for each thing that the program does. Each loads, works on plain values, and saves.
//!
//! Clock, chance, progress and the person at the keyboard are handed in through [`World`].

pub mod add;
pub mod answers;
pub mod case;
pub mod check;
mod extend;
pub mod failure;
pub mod find;
pub mod interview;
pub mod mark;
pub mod new;
pub mod paper;
pub mod people;
pub mod read;
pub mod remove;
pub mod say;
pub mod seal;
pub mod start;
pub mod status;
pub mod suggest;
pub mod synced;
pub mod tool;
pub mod verify;

pub use case::{Access, OpenCase};
pub use failure::Failure;

use crate::model::custody::Now;
use crate::model::{Clock, Watch, WorkAct, WorkEntry, exhibit::ChosenBy};

/// The world outside, as it is handed to a step.
pub struct World<'w> {
    /// Tells the time, to the second.
    pub now: &'w dyn Fn() -> Now,
    /// Who acts, as the journal names them: `operator`, `complainant`, `helper`.
    pub actor: String,
    /// Fills a buffer with random bytes. False if the system has none.
    pub random: &'w dyn Fn(&mut [u8]) -> bool,
    /// Follows long work and can stop it.
    pub watch: &'w dyn Watch,
}

impl World<'_> {
    /// A work entry of this moment.
    #[must_use]
    pub fn entry(&self, act: WorkAct, by: ChosenBy) -> WorkEntry {
        let Now { at, clock } = (self.now)();
        WorkEntry { at, clock, by, act }
    }

    /// Whether times are given by the operator.
    #[must_use]
    pub fn clock(&self) -> Clock {
        (self.now)().clock
    }
}
