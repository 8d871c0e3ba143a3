//! The promises of `docs/bundle.md`: what is sealed verifies, what is changed is found.

mod bookkeeping;
mod chain;
mod faults;
mod foreign_faults;
mod mutations;
mod small_case;
mod suite;
mod tools;
mod vectors;
