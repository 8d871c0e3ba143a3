//! All integration tests: one binary.

mod packets;
