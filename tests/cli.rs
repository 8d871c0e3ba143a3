//! The command line from outside: every verb, every exit code, and what must never be printed.

mod exits;
mod later;
mod learnt;
mod privacy;
mod removal;
pub mod small_case;
mod verbs;
