//! Doubts.
